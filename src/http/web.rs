//! The pages that are drawn in the browser: made of `web/` when the server is built, and sent as they lie
//! in it. A server that was built without them says so at their places.

use std::sync::Arc;

use axum::{
    Router,
    extract::Path,
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{Html, IntoResponse, Response},
    routing::get,
};

use super::{Desk, GRAPHIQL, caching, encoding, pages, unknown_path};
use encoding::{Coding, Liked};

/// A file of the bundle, as it is and packed.
struct File {
    path: &'static str,
    plain: &'static [u8],
    brotli: Option<&'static [u8]>,
    gzip: Option<&'static [u8]>,
}

// `FILES` and `STAMP`, by `build.rs`.
include!(concat!(env!("OUT_DIR"), "/web.rs"));

/// Where the pages are. What is below one of these is told apart in the browser.
const PAGES: [&str; 11] = [
    "/",
    "/people",
    "/organizations",
    "/institutions",
    "/companies",
    "/models",
    "/ask",
    "/compare",
    "/edit",
    "/duplicates",
    "/import",
];

/// The same, for all that has a page of its own.
const BELOW: [&str; 7] =
    ["/people", "/organizations", "/institutions", "/companies", "/models", "/edit", "/history"];

/// What these pages may load: what comes from here. Pictures may be made by the pages themselves. No
/// style and no script stands in a page, and none is let in.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob: data:; \
     connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/// Names of files change with what is in them, so who has one has it for good.
const FOR_GOOD: &str = "public, max-age=31536000, immutable";

/// What is said at the places of the pages where they were not built.
const MISSING: &str = include_str!("missing.html");

/// The pages, GraphiQL, and what they load.
pub(super) fn routes() -> Router<Arc<Desk>> {
    let mut router =
        Router::new().route(GRAPHIQL, get(graphiql)).route("/assets/{file}", get(asset));
    for path in PAGES {
        router = router.route(path, get(explorer));
    }
    for path in BELOW {
        router = router.route(&format!("{path}/{{*rest}}"), get(explorer));
    }
    router
}

async fn explorer(headers: HeaderMap) -> Response {
    match find("index.html") {
        Some(file) => page(file, &headers),
        None => Html(MISSING).into_response(),
    }
}

async fn graphiql(headers: HeaderMap) -> Response {
    match find("graphiql.html") {
        Some(file) => page(file, &headers),
        None => pages::graphiql().into_response(),
    }
}

async fn asset(Path(name): Path<String>, headers: HeaderMap) -> Response {
    let path = format!("assets/{name}");
    match find(&path) {
        Some(file) => {
            let mut response = sent(file, &headers);
            let cached = HeaderValue::from_static(FOR_GOOD);
            response.headers_mut().insert(header::CACHE_CONTROL, cached);
            response
        }
        None => unknown_path(&format!("/{path}")),
    }
}

fn find(path: &str) -> Option<&'static File> {
    FILES.iter().find(|it| it.path == path)
}

/// A page, which names the files of one bundle: it is asked each time whether it is still the one.
fn page(file: &'static File, headers: &HeaderMap) -> Response {
    // Weak, as it is the same for all codings.
    let tag = format!("W/\"{STAMP}\"");
    let mut response = if caching::is_known(headers, &tag) {
        StatusCode::NOT_MODIFIED.into_response()
    } else {
        sent(file, headers)
    };
    let tag = HeaderValue::from_str(&tag).expect("a stamp is made of digits");
    let headers = response.headers_mut();
    headers.insert(header::ETAG, tag);
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-cache"));
    headers.insert(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(POLICY));
    headers.insert(header::VARY, HeaderValue::from_static("accept-encoding"));
    response
}

/// A file, packed as the client likes it best.
fn sent(file: &'static File, headers: &HeaderMap) -> Response {
    let forms = [
        (Coding::Brotli, file.brotli),
        (Coding::Gzip, file.gzip),
        (Coding::Identity, Some(file.plain)),
    ];
    let there = forms.iter().filter(|it| it.1.is_some()).map(|it| it.0).collect::<Vec<_>>();
    let Some(coding) = Liked::of(headers).best(&there) else {
        let why = "this file is sent as `br`, as `gzip` or as `identity`: accept one of them";
        return super::refusal(StatusCode::NOT_ACCEPTABLE, "NOT_ACCEPTABLE", why);
    };
    let bytes = forms.iter().find(|it| it.0 == coding).and_then(|it| it.1);
    let mut response = bytes.unwrap_or(file.plain).into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(kind(file.path)));
    headers.insert(header::VARY, HeaderValue::from_static("accept-encoding"));
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    if let Some(name) = coding.name() {
        headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static(name));
    }
    response
}

/// What is in a file, by the ending of its name.
fn kind(path: &str) -> &'static str {
    match path.rsplit('.').next() {
        Some("css") => "text/css; charset=utf-8",
        Some("html") => "text/html; charset=utf-8",
        Some("js") => "text/javascript; charset=utf-8",
        Some("json") => "application/json",
        Some("png") => "image/png",
        Some("svg") => "image/svg+xml",
        _ => "application/octet-stream",
    }
}
