//! Pages for people, and the schema.

use axum::{
    http::header,
    response::{Html, IntoResponse, Response},
};

use crate::graphql::sdl;

/// GraphiQL, from its CDN.
const GRAPHIQL: &str = include_str!("graphiql.html");

pub(super) async fn graphiql() -> Html<&'static str> {
    Html(GRAPHIQL)
}

pub(super) async fn schema() -> Response {
    ([(header::CONTENT_TYPE, "text/plain; charset=utf-8")], sdl()).into_response()
}
