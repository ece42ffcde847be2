//! Nobody is given an answer that was made for others who may see more.
#![expect(clippy::unwrap_used, reason = "a test may stop where it stands")]

use bole::{
    auth::Viewer,
    catalog::enums::AccessRole::{self, Admin, Analyst, Editor, Reader},
    graphql::{Api, Request},
    http::Caching,
};
use proptest::prelude::*;

use super::{HITS, keeping, put};
use crate::server::Server;

/// Questions that are answered otherwise to those who may see more.
const QUERIES: [&str; 7] = [
    "{ salaryRecords(first: 100) { totalCount nodes { key low person { name } } } }",
    r#"{ person(by: {key: "ilya-sutskever"}) { name salaryRecords { totalCount nodes { low } } } }"#,
    "{ salaryRecords(where: {low: {gte: 77000}}) { totalCount } }",
    "{ salaryRecords { aggregate { low { max } count } } }",
    "{ salaryRecords { groups(by: [{ basis: true }]) { nodes { key { basis } count } } } }",
    r#"{ search(text: "sutskever", types: [SALARY_RECORD]) { hint } }"#,
    "{ people { totalCount } models { totalCount } }",
];

const ROLES: [Option<AccessRole>; 5] =
    [None, Some(Reader), Some(Analyst), Some(Editor), Some(Admin)];

/// What happens next.
#[derive(Clone, Debug)]
enum Step {
    /// A question is asked by somebody.
    Ask(usize, usize),
    /// Private pay of this amount is put; the same row each time.
    Put(u32),
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let ask = (0..QUERIES.len(), 0..ROLES.len()).prop_map(|(query, role)| Step::Ask(query, role));
    let put = (77_000..78_000_u32).prop_map(Step::Put);
    prop::collection::vec(prop_oneof![9 => ask, 1 => put], 60)
}

fn put_pay(server: &Server, low: u32) {
    let header = "key,person,organization,basis,low,currency,period,precision,year,country,source";
    let row = format!(
        "secret,ilya-sutskever,openai,SELF_REPORTED,{low},USD,YEAR,EXACT,2024,US,huxiu-llm-talent-2023"
    );
    put(server, "SalaryRecord", &format!("{header}\n{row}"));
}

/// What is answered where nothing is kept.
fn made(api: &Api, query: &str, role: Option<AccessRole>) -> String {
    let viewer = role.map_or_else(Viewer::anonymous, |it| Viewer::new("token:made", it));
    let answer = api.execute(Request::new(query), &viewer);
    String::from_utf8(answer.body).unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(12) })]

    #[test]
    fn each_viewer_has_the_answer_that_would_be_made_for_them(steps in steps()) {
        let server = keeping(Caching::default());
        put_pay(&server, 77_001);
        let tokens = ROLES.map(|it| {
            it.map(|role| format!("Bearer {}", server.token(&format!("t{}", role as u8), role, None)))
        });
        for step in steps {
            match step {
                Step::Put(low) => put_pay(&server, low),
                Step::Ask(query, role) => {
                    let (query, token) = (QUERIES[query], tokens[role].as_deref());
                    let (_, _, answer) = server.ask_as(token, query);
                    let answer = answer.split(",\"extensions\":{\"cost\"").next().unwrap().to_owned() + "}";
                    prop_assert_eq!(answer, made(&server.api, query, ROLES[role]), "{} {:?}", query, ROLES[role]);
                }
            }
        }
        let figures = server.figures();
        prop_assert!(figures.of(HITS) > 5.0);
    }
}

#[test]
fn private_pay_is_in_the_answers_of_editors_alone_whoever_asked_first() {
    let server = keeping(Caching::default());
    put_pay(&server, 77_123);
    let tokens = [Reader, Analyst, Editor, Admin]
        .map(|role| format!("Bearer {}", server.token(&format!("t{}", role as u8), role, None)));
    for round in 0..3 {
        for (place, token) in tokens.iter().enumerate().rev() {
            let (_, _, answer) = server.ask_as(Some(token), QUERIES[0]);
            assert_eq!(answer.contains("77123"), place >= 2, "round {round}: {answer}");
        }
        assert!(!server.ask_as(None, QUERIES[0]).2.contains("77123"));
    }
    // Those without a credential may see what those with the role READER may.
    assert_eq!(server.figures().of(HITS), 11.0);
}
