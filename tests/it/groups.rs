//! Groups, aggregates and samples, through GraphQL.
#![expect(clippy::unwrap_used, reason = "a test may stop where it stands")]

use std::collections::BTreeSet;

use serde_json::Value;

use bole::graphql::Limits;

use crate::graph::{ask, ask_within};

fn asked(query: &str) -> Value {
    let answer: Value = serde_json::from_str(&ask(query)).unwrap();
    assert!(answer.get("errors").is_none(), "{query}: {answer:#}");
    answer["data"].clone()
}

/// Groups of salary records: the keys and the arguments, then what is asked of them.
fn groups(arguments: &str, selection: &str) -> Value {
    let query = format!("{{ salaryRecords {{ groups({arguments}) {{ {selection} }} }} }}");
    asked(&query)["salaryRecords"]["groups"].clone()
}

const BY: &str = "by: [{organization: {row: true}}, {year: true}, {currency: true}]";
const KEY: &str = "key { organization { row { key } } year currency }";

const ORDERS: [&str; 7] = [
    "{field: KEY}",
    "{field: KEY, direction: DESC}",
    "{field: KEY, direction: DESC, nulls: FIRST}",
    "{field: COUNT, direction: DESC}",
    "{field: LOW, direction: DESC}, {field: COUNT}",
    "{field: HIGH, statistic: QUANTILE, p: 0.9, nulls: FIRST}",
    "{field: COUNT_DISTINCT, of: [{person: {row: true}}], direction: DESC}",
];

#[test]
fn a_walk_by_cursors_meets_every_group_once_under_every_order() {
    for order in ORDERS {
        let all = groups(&format!("{BY}, orderBy: [{order}]"), &format!("nodes {{ {KEY} }}"));
        let mut walked = Vec::new();
        let mut after = String::new();
        loop {
            let arguments = format!("{BY}, orderBy: [{order}], first: 1{after}");
            let selection =
                format!("nodes {{ {KEY} }} pageInfo {{ hasNextPage hasPreviousPage endCursor }}");
            let page = groups(&arguments, &selection);
            walked.extend(page["nodes"].as_array().unwrap().iter().cloned());
            assert_eq!(page["pageInfo"]["hasPreviousPage"], walked.len() > 1, "{order}");
            if page["pageInfo"]["hasNextPage"] == false {
                break;
            }
            after = format!(", after: {}", page["pageInfo"]["endCursor"]);
        }
        assert_eq!(all["nodes"], Value::from(walked), "{order}");
    }
}

#[test]
fn a_page_passes_over_as_many_groups_as_it_is_told() {
    let all = groups(BY, &format!("nodes {{ {KEY} }} totalCount"));
    let some = groups(&format!("{BY}, offset: 2, first: 3"), &format!("nodes {{ {KEY} }}"));
    assert_eq!(some["nodes"].as_array().unwrap()[..], all["nodes"].as_array().unwrap()[2..5]);
    assert_eq!(all["totalCount"], all["nodes"].as_array().unwrap().len());
}

#[test]
fn the_numbers_of_groups_are_those_of_their_rows_alone() {
    let sums = "count low { count sum mean median quantile(p: 0.9) }";
    let selection = format!(
        "nodes {{ {KEY} count aggregate {{ {sums} }} rows(first: 100) {{ totalCount nodes {{ id \
         low }} aggregate {{ {sums} }} }} }}"
    );
    // Once as they come, and once where the order needs the numbers of all groups.
    for order in ["{field: COUNT}", "{field: LOW, statistic: SUM}"] {
        let found = groups(&format!("{BY}, orderBy: [{order}]"), &selection);
        for group in found["nodes"].as_array().unwrap() {
            assert_eq!(group["aggregate"], group["rows"]["aggregate"], "{group:#}");
            assert_eq!(group["count"], group["rows"]["totalCount"]);
            let rows = group["rows"]["nodes"].as_array().unwrap();
            let sum: f64 = rows.iter().map(|it| it["low"].as_f64().unwrap()).sum();
            assert_eq!(group["aggregate"]["low"]["sum"].as_f64(), Some(sum));
        }
    }
}

#[test]
fn having_keeps_the_groups_whose_numbers_pass() {
    let selection = format!("totalCount nodes {{ {KEY} count aggregate {{ low {{ median }} }} }}");
    let all = groups(BY, &selection);
    let kept = groups(
        &format!(
            "{BY}, where: {{or: [{{count: {{gte: 2}}}}, {{low: {{median: {{lt: 50000}}}}}}]}}"
        ),
        &selection,
    );
    let passes = |group: &&Value| {
        let median = group["aggregate"]["low"]["median"].as_f64().unwrap();
        group["count"].as_u64().unwrap() >= 2 || median < 50_000.0
    };
    let expected: Vec<&Value> = all["nodes"].as_array().unwrap().iter().filter(passes).collect();
    assert!(!expected.is_empty() && expected.len() < all["nodes"].as_array().unwrap().len());
    assert_eq!(kept["nodes"].as_array().unwrap().iter().collect::<Vec<_>>(), expected);
    assert_eq!(kept["totalCount"], expected.len());
}

#[test]
fn groups_within_a_connection_are_of_its_rows_and_pass_its_filter() {
    let data = asked(
        "{ companies(first: 100) { nodes { key salaryRecords(where: {currency: {eq: \"USD\"}}) { \
         totalCount groups(by: [{year: true}]) { nodes { count key { year } } } } } } }",
    );
    let mut with_groups = 0;
    for company in data["companies"]["nodes"].as_array().unwrap() {
        let records = &company["salaryRecords"];
        let groups = records["groups"]["nodes"].as_array().unwrap();
        let sum: u64 = groups.iter().map(|it| it["count"].as_u64().unwrap()).sum();
        assert_eq!(records["totalCount"], sum, "{company:#}");
        with_groups += usize::from(sum > 0);
    }
    assert!(with_groups >= 2);
}

#[test]
fn a_row_with_several_values_is_in_the_group_of_each_and_values_of_one_row_stay_together() {
    let data = asked(
        "{ people(where: {key: {eq: \"ilya-sutskever\"}}) { groups(by: [{employments: \
         {organization: {row: true}, role: true}}]) { nodes { count share key { employments { role \
         organization { row { key } } } } } } } }",
    );
    let groups = data["people"]["groups"]["nodes"].as_array().unwrap();
    let pairs: BTreeSet<(&str, &str)> = groups
        .iter()
        .map(|it| {
            let spell = &it["key"]["employments"];
            let key = spell["organization"]["row"]["key"].as_str().unwrap();
            (key, spell["role"].as_str().unwrap())
        })
        .collect();
    assert_eq!(pairs, [("google", "RESEARCHER"), ("openai", "FOUNDER")].into());
    assert!(groups.iter().all(|it| it["count"] == 1 && it["share"] == 1));
}

#[test]
fn a_seed_chooses_the_same_rows_and_another_seed_others() {
    let sample = |size: usize, seed: i64| {
        let data =
            asked(&format!("{{ people {{ sample(size: {size}, seed: {seed}) {{ id }} }} }}"));
        data["people"]["sample"].as_array().unwrap().clone()
    };
    let ids = |rows: &[Value]| rows.iter().map(|it| it["id"].to_string()).collect::<BTreeSet<_>>();
    assert_eq!(sample(5, 1), sample(5, 1));
    assert_ne!(ids(&sample(5, 1)), ids(&sample(5, 2)));
    assert_eq!(ids(&sample(5, 1)).len(), 5);
    // The first of more rows are the rows of fewer.
    assert_eq!(sample(9, 1)[..5], sample(5, 1));
    let all = asked("{ people { totalCount } }")["people"]["totalCount"].as_u64().unwrap();
    assert_eq!(ids(&sample(1_000, 3)).len() as u64, all);
}

/// Fields that can't be answered, and what is said of them.
const BAD: &[(&str, &str)] = &[
    ("groups(by: []) { totalCount }", "`by` is empty: write by what"),
    ("groups(by: [{year: false}]) { totalCount }", "`by[0].year` is false: write `true`"),
    ("groups(by: [{}]) { totalCount }", "`by[0]` is empty"),
    (
        "groups(by: [{organization: true}]) { totalCount }",
        "`by[0].organization` is true: write by what, such as `{row: true}`",
    ),
    ("groups(by: [{year: null}]) { totalCount }", "`by[0].year` is null: leave it out"),
    (
        "groups(by: [{year: true}, {year: true}]) { totalCount }",
        "`by[1].year` is named twice: name it once",
    ),
    (
        "groups(by: [{person: {employments: {organization: {parent: {country: true}}}}}]) { \
             totalCount }",
        "is behind 4 references and links: 3 at most",
    ),
    (
        "groups(by: [{year: true, period: true, basis: true, currency: true, level: true, \
             country: true, remote: true, precision: true, months: true}]) { totalCount }",
        "`by` names 9 values: it must name at most 8",
    ),
    ("groups(by: [{lowBins: {width: 0}}]) { totalCount }", "must be greater than 0"),
    (
        "groups(by: [{lowBins: {edges: [2, 1]}}]) { totalCount }",
        "must be numbers, each greater than the one before",
    ),
    ("groups(by: [{year: true}], first: 1001) { totalCount }", "it must be in 0..=1000"),
    ("groups(by: [{year: true}], after: \"abc\") { totalCount }", "`after`: `abc` is no cursor"),
    (
        "groups(by: [{year: true}], where: {low: {quantile: {gt: 1, p: 2}}}) { totalCount }",
        "`where.low.quantile.p` is 2: it must be from 0",
    ),
    (
        "groups(by: [{year: true}], orderBy: [{field: LOW, statistic: QUANTILE}]) { totalCount }",
        "`orderBy.p` must be given with QUANTILE",
    ),
    (
        "groups(by: [{year: true}], orderBy: [{field: PAY}]) { totalCount }",
        "`orderBy.in` must be given",
    ),
    (
        "groups(by: [{year: true}], where: {pay: {in: {adjust: NOMINAL}, median: {gt: 1}}}) { \
             totalCount }",
        "`where.pay.in.currency` must be given: amounts in several currencies do not add up",
    ),
    ("sample(size: 1001) { id }", "`size` is 1001: it must be in 0..=1000"),
    ("aggregate { low { quantile(p: 1.5) } }", "`p` is 1.5: it must be from 0"),
    ("aggregate { low { histogram { count } } }", "give `bins` or `edges`, one of them"),
    ("aggregate { low { histogram(bins: 0) { count } } }", "`bins` is 0: it must be 1 or more"),
    (
        "aggregate { low { histogram(bins: 1001) { count } } }",
        "`bins` is 1001: it must be in 0..=1000",
    ),
    ("aggregate { countDistinct(of: []) }", "`of` is empty"),
];

#[test]
fn what_can_not_be_summed_up_is_said_in_a_sentence() {
    let many = (1..=1_001).map(|it| it.to_string()).collect::<Vec<_>>().join(", ");
    let edges = format!("aggregate {{ low {{ histogram(edges: [{many}]) {{ count }} }} }}");
    let edges = (edges.as_str(), "`edges` has 1001 entries: it must have at most 1000");
    for (field, sentence) in BAD.iter().copied().chain([edges]) {
        let answer: Value =
            serde_json::from_str(&ask(format!("{{ salaryRecords {{ {field} }} }}").as_str()))
                .unwrap();
        let error = &answer["errors"][0];
        let message = error["message"].as_str().unwrap_or_default();
        assert!(message.contains(sentence), "{field}: {answer:#}");
        assert_eq!(error["extensions"]["code"], "BAD_USER_INPUT");
        assert_eq!(answer["data"], Value::Null);
    }
}

#[test]
fn bins_too_narrow_to_be_told_apart_are_one_open_bin() {
    let by = |width: &str| format!("by: {{lowBins: {{width: {width}}}}}");
    for width in ["1e-300", "1e-13"] {
        let found = groups(&by(width), "nodes { key { lowBins { to } } count }");
        assert_eq!(found["nodes"][0]["key"]["lowBins"]["to"], Value::Null, "{found:#}");
    }
    let found = groups(&by("1e308"), "nodes { key { lowBins { from } } } totalCount");
    assert_eq!(found["totalCount"], 1, "{found:#}");
}

#[test]
fn what_fails_within_an_aggregate_is_told_with_its_own_place() {
    let within = [
        ("low { b: quantile(p: 2) }", "low/b"),
        ("low { histogram(bins: 0) { from } }", "low/histogram"),
        ("pay(in: {currency: USD}) { rates(first: 5000) { totalCount } }", "pay/rates"),
        ("pay(in: {}) { median }", "pay"),
        ("countDistinct(of: {}) ", "countDistinct"),
        (
            "evidence { sources { source { people(first: -1) { totalCount } } } }",
            "evidence/sources/0/source/people",
        ),
    ];
    for (selection, place) in within {
        let query = format!("{{ salaryRecords {{ aggregate {{\n{selection} }} }} }}");
        let answer: Value = serde_json::from_str(&ask(query.as_str())).unwrap();
        let error = &answer["errors"][0];
        let path = error["path"].as_array().unwrap()[2..].iter();
        let path: Vec<String> = path.map(|it| it.to_string().replace('"', "")).collect();
        assert_eq!(path.join("/"), place, "{answer:#}");
        assert_eq!(error["locations"][0]["line"], 2, "{answer:#}");
        // None of them may be null.
        assert_eq!(answer["data"], Value::Null, "{answer:#}");
    }
}

#[test]
fn rows_of_a_group_asked_for_badly_are_told_with_their_place() {
    let query = "{ salaryRecords { groups(by: {year: true}) { nodes { rows(first: -1) { totalCount } \
                 } } } }";
    let answer: Value = serde_json::from_str(&ask(query)).unwrap();
    let path = answer["errors"][0]["path"].to_string();
    assert_eq!(path, r#"["salaryRecords","groups","nodes",0,"rows"]"#);
}

#[test]
fn an_answer_that_would_be_too_long_is_refused_in_a_sentence() {
    // Two names of 150,000 letters for each of some hundred rows.
    let nodes = ["a", "b"].map(|it| format!("{}: key", it.repeat(150_000)));
    let query = format!("{{ rates(first: 1000) {{ nodes {{ {} }} }} }}", nodes.join(" "));
    let limits = Limits { name_chars: 200_000, ..Limits::default() };
    let answer: Value = serde_json::from_str(&ask_within(limits, query.as_str())).unwrap();
    let error = &answer["errors"][0];
    assert_eq!(error["extensions"]["code"], "LIMIT_EXCEEDED", "{error:#}");
    let message = error["message"].as_str().unwrap();
    assert!(message.contains("longer than 134217728 bytes"), "{message}");
}

#[test]
fn thousands_of_fields_of_the_root_are_each_answered() {
    let fields =
        (0..3_000).map(|it| format!("a{it}: people(first: {}) {{ nodes {{ key }} }}", it % 2));
    let query = format!("{{ {} }}", fields.collect::<Vec<_>>().join(" "));
    let many = usize::MAX;
    let limits = Limits { tokens: many, aliases: many, root_fields: many, ..Limits::default() };
    let answer: Value = serde_json::from_str(&ask_within(limits, query)).unwrap();
    let answer = &answer["data"];
    for (number, (key, people)) in answer.as_object().unwrap().iter().enumerate() {
        assert_eq!(people["nodes"].as_array().unwrap().len(), number_of(key) % 2, "{number}");
    }
    assert_eq!(answer.as_object().unwrap().len(), 3_000);
}

fn number_of(key: &str) -> usize {
    key[1..].parse().unwrap()
}

#[test]
fn groups_without_a_key_stand_where_the_order_says() {
    // Most people have no alias.
    let at = |order: &str| {
        let query = format!(
            "{{ people {{ groups(by: {{aliases: true}}, orderBy: {{{order}}}) {{ nodes {{ key {{ \
             aliases }} }} }} }} }}"
        );
        let found = asked(&query);
        let nodes = found["people"]["groups"]["nodes"].as_array().unwrap().clone();
        nodes.iter().position(|it| it["key"]["aliases"].is_null()).unwrap() + 1 == nodes.len()
    };
    for direction in ["ASC", "DESC"] {
        assert!(at(&format!("field: KEY, direction: {direction}")));
        assert!(!at(&format!("field: KEY, direction: {direction}, nulls: FIRST")));
    }
}

#[test]
fn a_cursor_of_other_groups_is_refused_in_a_sentence() {
    let page = groups("by: {year: true}, first: 1", "pageInfo { endCursor }");
    let after = &page["pageInfo"]["endCursor"];
    let query = format!(
        "{{ salaryRecords {{ groups(by: {{currency: true}}, after: {after}) {{ totalCount }} }} }}"
    );
    let answer: Value = serde_json::from_str(&ask(query.as_str())).unwrap();
    let message = answer["errors"][0]["message"].as_str().unwrap();
    assert!(message.contains("was made under another `by` or `orderBy`"), "{message}");
}
