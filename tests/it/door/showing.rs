//! What is told of the schema.

use bole::{
    catalog::enums::AccessRole,
    graphql::{Introspection, Showing},
};

use crate::server::{How, Server};

const QUERIES: [&str; 4] = [
    "{ __schema { queryType { name } } }",
    "{ people { totalCount } __type(name: \"Person\") { name } }",
    "{ ...S } fragment S on Query { ... on Query { s: __schema { queryType { name } } } }",
    "query A { __typename } query B { __type(name: \"Person\") { name } }",
];

fn server(introspection: Introspection, suggestions: bool) -> Server {
    let showing = Showing { introspection, suggestions };
    Server::set_up(How { showing, ..How::default() })
}

fn schema(server: &Server, authorization: Option<&str>) -> u16 {
    let header = authorization.map_or(String::new(), |it| format!("\r\nAuthorization: {it}"));
    server.send(&format!("GET /schema.graphql HTTP/1.1{header}"), "").0
}

#[test]
fn a_server_that_shows_its_schema_to_nobody_answers_all_else() {
    let server = server(Introspection::Off, true);
    let header = format!("Bearer {}", server.token("boss", AccessRole::Admin, None));
    for query in QUERIES {
        for header in [None, Some(header.as_str())] {
            let (_, _, body) = server.ask_as(header, query);
            assert!(body.contains("shows its schema to nobody"), "{query}: {body}");
            assert!(body.contains("FORBIDDEN") && !body.contains("\"data\""), "{body}");
        }
    }
    let (_, _, body) = server.ask_as(None, "{ __typename people { __typename } }");
    assert!(body.starts_with(r#"{"data":{"__typename":"Query""#), "{body}");
    assert_eq!((schema(&server, None), schema(&server, Some(&header))), (403, 403));
}

#[test]
fn a_server_may_show_its_schema_to_editors_alone() {
    let server = server(Introspection::Editors, true);
    let token = |name, role| format!("Bearer {}", server.token(name, role, None));
    let (analyst, editor) = (token("a", AccessRole::Analyst), token("e", AccessRole::Editor));
    for query in &QUERIES[..3] {
        for (header, is_shown) in [(None, false), (Some(&analyst), false), (Some(&editor), true)] {
            let (_, _, body) = server.ask_as(header.map(String::as_str), query);
            assert_eq!(body.starts_with("{\"data\""), is_shown, "{body}");
            assert_eq!(body.contains("those with the role EDITOR"), !is_shown, "{body}");
        }
    }
    assert_eq!(schema(&server, None), 403);
    assert_eq!(schema(&server, Some(&analyst)), 403);
    assert_eq!(schema(&server, Some(&editor)), 200);
    assert_eq!(schema(&server, Some("Bearer wrong")), 401);
}

#[test]
fn names_that_are_like_an_unknown_one_are_told_or_not() {
    for suggestions in [true, false] {
        let server = server(Introspection::On, suggestions);
        for query in ["{ peple { totalCount } }", "{ people { totalCuont } }"] {
            let (_, _, body) = server.ask_as(None, query);
            assert!(body.contains("GRAPHQL_VALIDATION_FAILED"), "{body}");
            assert_eq!(body.contains("Did you mean"), suggestions, "{body}");
        }
        assert_eq!(schema(&server, None), 200);
    }
}
