//! What browsers are told, so that pages of others can do no harm.

use std::{net::IpAddr, str::FromStr, sync::Arc, time::Duration};

use axum::{
    extract::Request,
    http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, Uri, header, uri::Authority},
    response::Response,
};
use tower_http::cors::{AllowHeaders, AllowOrigin, Any, CorsLayer};

use super::refusal;
use crate::catalog::value::{BadValue, excerpt};

/// Whose pages may ask, and by which names.
#[derive(Clone, Debug, Default)]
pub struct Browsers {
    /// Origins whose pages may read answers; without any, only pages that come from here.
    pub origins: Vec<Origin>,
    pub hosts: Hosts,
}

/// Where a page comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Origin {
    Any,
    One(HeaderValue),
}

/// By which names the server may be called. A page can give its own name the address of another
/// server, and ask that one with the rights of its reader; then the header `Host` tells the name.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Hosts {
    #[default]
    Any,
    /// These, in lower case, beside `localhost` and addresses.
    Named(Arc<[String]>),
}

/// How long a browser keeps in mind what a page may ask.
const PREFLIGHT: Duration = Duration::from_mins(10);

impl FromStr for Origin {
    type Err = BadValue;

    fn from_str(text: &str) -> Result<Self, BadValue> {
        if text == "*" {
            return Ok(Origin::Any);
        }
        let text = text.to_ascii_lowercase();
        let uri: Option<Uri> = text.parse().ok();
        let scheme = uri.as_ref().and_then(Uri::scheme_str);
        let host = uri.as_ref().and_then(Uri::authority).filter(|it| !it.as_str().contains('@'));
        match (scheme, host) {
            (Some(scheme @ ("http" | "https")), Some(host))
                if text == format!("{scheme}://{host}") =>
            {
                // Browsers leave out the port that everybody knows.
                let port = if scheme == "https" { ":443" } else { ":80" };
                let origin = text.strip_suffix(port).unwrap_or(&text);
                Ok(Origin::One(origin.parse().expect("what a URI has stands in headers, too")))
            }
            _ => Err(BadValue::new("write an origin like https://example.org, or *")),
        }
    }
}

impl Browsers {
    /// Whether pages of this origin may ask.
    pub(super) fn take(&self, origin: &str) -> bool {
        self.origins.iter().any(|it| match it {
            Origin::Any => true,
            Origin::One(one) => one.as_bytes().eq_ignore_ascii_case(origin.as_bytes()),
        })
    }

    /// Tells browsers whose pages may ask. `None` where there are no others.
    pub(super) fn cors(&self) -> Option<CorsLayer> {
        let named = self.origins.iter().map(|it| match it {
            Origin::Any => None,
            Origin::One(one) => Some(one.clone()),
        });
        let origins: Option<Vec<HeaderValue>> = named.collect();
        let origins = match origins {
            None => AllowOrigin::any(),
            Some(none) if none.is_empty() => return None,
            Some(some) => AllowOrigin::list(some),
        };
        // Without credentials: who asks says so in a header that no browser adds by itself.
        let cors =
            CorsLayer::new().allow_origin(origins).allow_methods([Method::GET, Method::POST]);
        let cors = cors.allow_headers(AllowHeaders::mirror_request()).expose_headers(Any);
        Some(cors.max_age(PREFLIGHT))
    }
}

impl Hosts {
    /// Those for whom nobody but this machine's own programs ask.
    pub fn of_this_machine() -> Self {
        Hosts::Named(Arc::default())
    }

    fn has(&self, name: &str) -> bool {
        let Hosts::Named(names) = self else { return true };
        let name = name.trim_end_matches('.');
        // A page has a name that it can give an address to: what has none is no page's.
        let is_address = name.trim_matches(['[', ']']).parse::<IpAddr>().is_ok();
        is_address || name == "localhost" || names.iter().any(|it| it == name)
    }
}

/// Why a request is meant for another server, if it is.
pub(super) fn misdirected(hosts: &Hosts, request: &Request) -> Option<Response> {
    if *hosts == Hosts::Any {
        return None;
    }
    let header = request.headers().get(header::HOST).and_then(|it| it.to_str().ok());
    let header = header.and_then(|it| it.parse::<Authority>().ok());
    let host = request.uri().authority().or(header.as_ref()).map(Authority::host);
    let host = host.unwrap_or_default().to_ascii_lowercase();
    if hosts.has(&host) {
        return None;
    }
    let why = format!(
        "this server is not called `{}`: who runs it names it with --host-name",
        excerpt(&host)
    );
    Some(refusal(StatusCode::MISDIRECTED_REQUEST, "MISDIRECTED_REQUEST", &why))
}

/// What every answer has that has no other of its own.
static ALWAYS: [(HeaderName, HeaderValue); 7] = [
    (
        header::CONTENT_SECURITY_POLICY,
        HeaderValue::from_static(
            "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
        ),
    ),
    (header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff")),
    (header::X_FRAME_OPTIONS, HeaderValue::from_static("DENY")),
    (header::REFERRER_POLICY, HeaderValue::from_static("no-referrer")),
    (
        HeaderName::from_static("permissions-policy"),
        HeaderValue::from_static(
            "camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()",
        ),
    ),
    (
        HeaderName::from_static("cross-origin-opener-policy"),
        HeaderValue::from_static("same-origin"),
    ),
    (
        HeaderName::from_static("cross-origin-resource-policy"),
        HeaderValue::from_static("same-origin"),
    ),
];

/// For a year, which browsers take for long enough.
const ENCRYPTED: HeaderValue = HeaderValue::from_static("max-age=31536000");

/// Puts to every answer what keeps browsers from doing more with it than they should.
pub(super) fn tell(headers: &mut HeaderMap, is_encrypted: bool) {
    for (name, value) in &ALWAYS {
        headers.entry(name).or_insert_with(|| value.clone());
    }
    if is_encrypted {
        headers.insert(header::STRICT_TRANSPORT_SECURITY, ENCRYPTED);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_origin_is_a_scheme_a_host_and_perhaps_a_port() {
        let parsed = |it: &str| it.parse::<Origin>().ok();
        let one = |it| Some(Origin::One(HeaderValue::from_static(it)));
        assert_eq!(parsed("*"), Some(Origin::Any));
        assert_eq!(parsed("https://Example.org"), one("https://example.org"));
        assert_eq!(parsed("https://example.org:443"), one("https://example.org"));
        assert_eq!(parsed("http://localhost:3000"), one("http://localhost:3000"));
        for bad in [
            "",
            "example.org",
            "https://",
            "https://example.org/",
            "https://example.org/app",
            "https://user@example.org",
            "https://*.example.org/x",
            "file:///tmp",
            "null",
        ] {
            assert_eq!(parsed(bad), None, "{bad}");
        }
    }

    #[test]
    fn names_that_were_not_given_are_those_of_pages() {
        let hosts = Hosts::Named(["talent.example.org".to_owned()].into());
        for name in ["localhost", "127.0.0.1", "[::1]", "10.0.0.7", "talent.example.org."] {
            assert!(hosts.has(name), "{name}");
        }
        for name in ["", "evil.example", "example.org", "localhost.evil.example"] {
            assert!(!hosts.has(name), "{name}");
        }
        assert!(Hosts::Any.has("evil.example") && !Hosts::of_this_machine().has("evil.example"));
    }
}
