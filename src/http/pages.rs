//! Pages for people, and the schema.

use std::sync::Arc;

use axum::{
    extract::State,
    http::{HeaderMap, StatusCode, header},
    response::{Html, IntoResponse, Response},
};

use super::{Desk, access, refusal};
use crate::graphql::Introspection;

/// GraphiQL, from its CDN.
const GRAPHIQL: &str = include_str!("graphiql.html");
/// What starts it; apart, so that the page needs to run no script that stands in it.
const GRAPHIQL_SCRIPT: &str = include_str!("graphiql.js");

pub(super) fn graphiql() -> Response {
    page(GRAPHIQL)
}

pub(super) async fn graphiql_script() -> Response {
    ([(header::CONTENT_TYPE, "text/javascript; charset=utf-8")], GRAPHIQL_SCRIPT).into_response()
}

/// A page, with the policy that lets it have what it names, and nothing else.
fn page(html: &'static str) -> Response {
    ([(header::CONTENT_SECURITY_POLICY, policy(html))], Html(html)).into_response()
}

/// What a page may load: from here, and the scripts and styles of other places that it names. Styles
/// may stand in it, too, since editors make them as they go.
fn policy(html: &str) -> String {
    let named = |tag: &str, attribute: &str| {
        let tags = html.split('<').filter(|it| it.starts_with(tag));
        let urls = tags.filter_map(|it| it.split_once(attribute)?.1.split('"').next());
        urls.filter(|it| it.starts_with("https://")).fold(String::new(), |all, it| all + " " + it)
    };
    let (scripts, styles) = (named("script ", "src=\""), named("link ", "href=\""));
    format!(
        "default-src 'none'; script-src 'self'{scripts}; style-src 'self' 'unsafe-inline'{styles}; \
         img-src 'self' data:; font-src 'self' data:; connect-src 'self'; worker-src 'self' blob:; \
         base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    )
}

pub(super) async fn schema(State(desk): State<Arc<Desk>>, headers: HeaderMap) -> Response {
    let api = &desk.api;
    if api.introspection() != Introspection::On {
        let viewer = match access::credential(&headers) {
            Ok(credential) => desk.door.viewer(credential).await,
            Err(why) => Err(why),
        };
        let viewer = match viewer {
            Ok(viewer) => viewer,
            Err(why) => return access::refused(&why),
        };
        if let Err(why) = api.introspection().check(&viewer) {
            return refusal(StatusCode::FORBIDDEN, "FORBIDDEN", why);
        }
    }
    ([(header::CONTENT_TYPE, "text/plain; charset=utf-8")], api.sdl()).into_response()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_may_load_what_it_names_and_nothing_else() {
        let policy = policy(
            "<link rel=\"stylesheet\" href=\"https://cdn.example/a.css\">\
             <a href=\"https://other.example/\"></a><script src=\"/own.js\"></script>\
             <script src=\"https://cdn.example/a.js\"></script>",
        );
        assert!(policy.contains("script-src 'self' https://cdn.example/a.js;"), "{policy}");
        assert!(policy.contains("'unsafe-inline' https://cdn.example/a.css;"), "{policy}");
        assert!(!policy.contains("other.example"), "{policy}");
    }

    #[test]
    fn no_page_has_a_script_that_its_policy_would_not_run() {
        assert!(!GRAPHIQL.contains("<script>") && !GRAPHIQL.contains("javascript:"));
        assert!(policy(GRAPHIQL).contains("/graphiql.min.js"));
    }
}
