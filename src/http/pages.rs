//! Pages for people, and the schema.

use axum::{
    extract::State,
    http::header,
    response::{Html, IntoResponse, Response},
};

use crate::graphql::Api;

/// GraphiQL, from its CDN.
const GRAPHIQL: &str = include_str!("graphiql.html");

pub(super) async fn graphiql() -> Html<&'static str> {
    Html(GRAPHIQL)
}

pub(super) async fn schema(State(api): State<Api>) -> Response {
    ([(header::CONTENT_TYPE, "text/plain; charset=utf-8")], api.sdl()).into_response()
}
