//! What a client takes: the header `Accept`.

use axum::http::{HeaderMap, header};

/// The media type of GraphQL. Clients that know it get statuses that tell how far a request came.
pub(super) const GRAPHQL_JSON: &str = "application/graphql-response+json";
pub(super) const JSON: &str = "application/json";
const EVENTS: &str = "text/event-stream";

/// A type with how much it is wanted, in thousandths.
struct Range<'h> {
    kind: &'h str,
    quality: u16,
}

/// The types that a client takes.
pub(super) struct Accepted {
    graphql_json: u16,
    json: u16,
    /// Named itself: who takes anything does not mean a stream that goes on.
    events: u16,
    is_graphql_json_named: bool,
}

/// How an answer is put.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form {
    /// JSON, and every answer of GraphQL is a success of HTTP.
    Json,
    GraphqlJson,
    Events,
}

impl Form {
    pub(super) fn media_type(self) -> &'static str {
        match self {
            Form::Json => "application/json; charset=utf-8",
            Form::GraphqlJson => "application/graphql-response+json; charset=utf-8",
            Form::Events => EVENTS,
        }
    }
}

impl Accepted {
    /// Without the header anything is taken.
    pub(super) fn of(headers: &HeaderMap) -> Self {
        let lines = headers.get_all(header::ACCEPT).iter();
        let texts: Vec<String> = lines
            .map(|it| String::from_utf8_lossy(it.as_bytes()).to_ascii_lowercase())
            .filter(|it| !it.trim().is_empty())
            .collect();
        let mut ranges: Vec<Range<'_>> =
            texts.iter().flat_map(|it| it.split(',')).filter_map(Range::read).collect();
        if texts.is_empty() {
            ranges.push(Range { kind: "*/*", quality: 1_000 });
        }
        let named = |kind: &str| ranges.iter().find(|it| it.kind == kind).map(|it| it.quality);
        let by_range = || named("application/*").or_else(|| named("*/*")).unwrap_or(0);
        Accepted {
            graphql_json: named(GRAPHQL_JSON).unwrap_or_else(by_range),
            json: named(JSON).unwrap_or_else(by_range),
            events: named(EVENTS).or_else(|| named("text/*")).unwrap_or(0),
            is_graphql_json_named: named(GRAPHQL_JSON).is_some(),
        }
    }

    /// The form of one answer: what is wanted most. Of two that are wanted as much, the one that
    /// says more, where the client named it; `None` where it takes neither.
    pub(super) fn answer(&self) -> Option<Form> {
        if self.events > self.graphql_json.max(self.json) {
            return Some(Form::Events);
        }
        let prefers = self.graphql_json > self.json
            || (self.graphql_json == self.json && self.is_graphql_json_named);
        match (self.graphql_json, self.json) {
            (0, 0) => None,
            _ if prefers => Some(Form::GraphqlJson),
            _ => Some(Form::Json),
        }
    }

    /// Whether answers that go on can be sent as events.
    pub(super) fn takes_events(&self) -> bool {
        self.events > 0
    }
}

impl<'h> Range<'h> {
    /// `None` for what is no type.
    fn read(text: &'h str) -> Option<Self> {
        let mut parts = text.split(';').map(str::trim);
        let kind = parts.next().filter(|it| it.contains('/'))?;
        let quality =
            parts.find_map(|it| it.strip_prefix("q=")).map_or(Some(1_000), thousandths)?;
        Some(Range { kind, quality })
    }
}

/// `0.8` as 800; `None` for what is no number from 0 to 1.
fn thousandths(text: &str) -> Option<u16> {
    let quality: f32 = text.trim().parse().ok()?;
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "it is within 0 and 1,000"
    )]
    (0.0..=1.0).contains(&quality).then(|| (quality * 1_000.0).round() as u16)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn form(accept: &str) -> Option<Form> {
        let mut headers = HeaderMap::new();
        headers.insert(header::ACCEPT, accept.parse().unwrap());
        Accepted::of(&headers).answer()
    }

    #[test]
    fn the_type_that_is_wanted_most_is_sent() {
        use Form::{Events, GraphqlJson, Json};
        for (accept, expected) in [
            ("*/*", Some(Json)),
            ("application/*", Some(Json)),
            ("application/json", Some(Json)),
            ("Application/GraphQL-Response+JSON", Some(GraphqlJson)),
            ("application/graphql-response+json; charset=utf-8", Some(GraphqlJson)),
            ("application/json, application/graphql-response+json", Some(GraphqlJson)),
            ("application/graphql-response+json;q=0.8, application/json", Some(Json)),
            ("application/graphql-response+json, application/json;q=0.9", Some(GraphqlJson)),
            ("application/graphql-response+json;q=0, */*", Some(Json)),
            ("application/json;q=0, */*", Some(GraphqlJson)),
            ("text/html, application/xhtml+xml, */*;q=0.8", Some(Json)),
            ("text/event-stream", Some(Events)),
            ("application/json, text/event-stream", Some(Json)),
            ("application/json;q=0.5, text/event-stream", Some(Events)),
            ("", Some(Json)),
            ("text/html", None),
            ("application/json;q=0", None),
            ("application/json;q=2", None),
            ("nonsense", None),
        ] {
            assert_eq!(form(accept), expected, "{accept}");
        }
        assert_eq!(Accepted::of(&HeaderMap::new()).answer(), Some(Json));
    }

    #[test]
    fn several_headers_count_as_one() {
        let mut headers = HeaderMap::new();
        headers.append(header::ACCEPT, "text/html".parse().unwrap());
        headers.append(header::ACCEPT, "text/event-stream;q=0.1".parse().unwrap());
        let accepted = Accepted::of(&headers);
        assert_eq!((accepted.answer(), accepted.takes_events()), (Some(Form::Events), true));
    }
}
