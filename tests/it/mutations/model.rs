//! Random changes, beside a plain model of them.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use bole::{
    auth::Viewer,
    graphql::{Api, Request, Variables},
    live::Live,
};
use proptest::{collection::vec, option, prelude::*, sample::select};
use serde_json::{Map, Value, json};

use crate::graph::now;

/// By id: the values of a row as an input writes them; references are ids.
type Rows = BTreeMap<String, Map<String, Value>>;

/// A table, the fields with which a row may refer to others, and whether it must.
const REFERENCES: [(&str, &str, bool); 5] = [
    ("Organization", "parent", false),
    ("Employment", "person", true),
    ("Employment", "organization", true),
    ("Event", "people", false),
    ("Event", "organizations", false),
];

#[derive(Clone, Debug)]
enum Step {
    Create(&'static str, String, Map<String, Value>),
    Update(String, Map<String, Value>),
    Delete(String),
    Cascade(String),
}

fn key() -> impl Strategy<Value = String> {
    select(vec!["a", "b", "c", "d", "e"]).prop_map(str::to_owned)
}

fn id(table: &'static str) -> impl Strategy<Value = Value> {
    key().prop_map(move |key| json!(format!("{table}:{key}")))
}

fn nullable(value: impl Strategy<Value = Value>) -> impl Strategy<Value = Value> {
    option::weighted(0.7, value).prop_map(|it| it.unwrap_or(Value::Null))
}

fn date() -> impl Strategy<Value = Value> {
    nullable(select(vec!["2001", "2001-05", "2002", "2003-01-31"]).prop_map(|it| json!(it)))
}

/// Some of the fields of a row of a table.
fn fields(table: &'static str) -> BoxedStrategy<Map<String, Value>> {
    let ids = |of: &'static str| {
        vec(id(of), 0..3).prop_map(|ids| {
            let ids: BTreeSet<String> = ids.iter().map(|it| it.as_str().unwrap().into()).collect();
            json!(ids)
        })
    };
    let all: Vec<(&str, BoxedStrategy<Value>)> = match table {
        "Person" => vec![("city", date().boxed()), ("website", Just(json!("https://a.b")).boxed())],
        "Organization" => {
            vec![("parent", nullable(id(table)).boxed()), ("founded", date().boxed())]
        }
        "Employment" => vec![
            ("person", id("Person").boxed()),
            ("organization", id("Organization").boxed()),
            ("start", date().boxed()),
            ("end", date().boxed()),
        ],
        _ => {
            vec![("people", ids("Person").boxed()), ("organizations", ids("Organization").boxed())]
        }
    };
    let values: Vec<_> =
        all.into_iter().map(|(name, it)| (Just(name), option::weighted(0.95, it))).collect();
    let given = |it: Vec<(&str, Option<Value>)>| {
        it.into_iter().filter_map(|(name, value)| Some((name.to_owned(), value?))).collect()
    };
    values.prop_map(given).boxed()
}

fn step() -> impl Strategy<Value = Step> {
    select(vec!["Person", "Organization", "Employment", "Event"]).prop_flat_map(|table| {
        let named = move || key().prop_map(move |key| format!("{table}:{key}"));
        prop_oneof![
            4 => (key(), fields(table)).prop_map(move |it| Step::Create(table, it.0, it.1)),
            3 => (named(), fields(table)).prop_map(|it| Step::Update(it.0, it.1)),
            1 => named().prop_map(Step::Delete),
            1 => named().prop_map(Step::Cascade),
        ]
    })
}

fn references(table: &str, row: &Map<String, Value>) -> Vec<(&'static str, bool, String)> {
    let of_table = REFERENCES.iter().filter(|it| it.0 == table);
    let found = of_table.flat_map(|(_, field, is_needed)| {
        let ids = match row.get(*field) {
            Some(Value::Array(ids)) => ids.clone(),
            Some(Value::Null) | None => Vec::new(),
            Some(id) => vec![id.clone()],
        };
        ids.into_iter().map(|it| (*field, *is_needed, it.as_str().unwrap().to_owned()))
    });
    found.collect()
}

fn table_of(id: &str) -> &str {
    id.split(':').next().unwrap()
}

fn referrers(rows: &Rows, id: &str) -> Vec<String> {
    let refers = |(from, row): &(&String, &Map<String, Value>)| {
        *from != id && references(table_of(from), row).iter().any(|it| it.2 == id)
    };
    rows.iter().filter(refers).map(|it| it.0.clone()).collect()
}

fn cascade(rows: &mut Rows, id: &str) {
    rows.remove(id);
    for from in referrers(rows, id) {
        let Some(row) = rows.get_mut(&from) else { continue };
        let here: Vec<_> =
            references(table_of(&from), row).into_iter().filter(|it| it.2 == id).collect();
        if here.iter().any(|it| it.1) {
            cascade(rows, &from);
            continue;
        }
        for (field, _, _) in here {
            match &mut row[field] {
                Value::Array(ids) => ids.retain(|it| it != id),
                value => *value = Value::Null,
            }
        }
    }
}

/// The rows after all steps, if they can all be made.
fn after(mut rows: Rows, steps: &[Step]) -> Option<Rows> {
    for step in steps {
        match step {
            Step::Create(table, key, fields) => {
                let id = format!("{table}:{key}");
                if rows.insert(id, fields.clone()).is_some() {
                    return None;
                }
            }
            Step::Update(id, fields) => rows.get_mut(id)?.extend(fields.clone()),
            Step::Delete(id) => {
                if !referrers(&rows, id).is_empty() {
                    return None;
                }
                rows.remove(id)?;
            }
            Step::Cascade(id) => {
                rows.get(id)?;
                cascade(&mut rows, id);
            }
        }
        for (id, row) in &rows {
            let needed = REFERENCES.iter().filter(|it| it.0 == table_of(id) && it.2);
            if needed.into_iter().any(|it| row.get(it.1).is_none_or(Value::is_null)) {
                return None;
            }
        }
    }
    rows.iter().all(|(id, row)| holds(&rows, id, row)).then_some(rows)
}

/// Whether what a row refers to is there, its dates are in order, and it is no part of itself.
fn holds(rows: &Rows, id: &str, row: &Map<String, Value>) -> bool {
    let exist = references(table_of(id), row).iter().all(|it| rows.contains_key(&it.2));
    let day = |name: &str, rest: &str| {
        let text = row.get(name)?.as_str()?;
        Some(format!("{text}{}", &rest[text.len() - 4..]))
    };
    let ordered = day("end", "-12-31").zip(day("start", "-01-01")).is_none_or(|it| it.0 >= it.1);
    let mut above = row.get("parent").and_then(Value::as_str);
    for _ in 0..rows.len() {
        if above == Some(id) {
            return false;
        }
        above = above.and_then(|it| rows.get(it)?.get("parent")?.as_str());
    }
    exist && ordered
}

/// Steps as the input of a mutation.
fn input(steps: &[Step]) -> Value {
    let written = |table: &str, fields: &Map<String, Value>| {
        let mut fields = fields.clone();
        for (name, value) in &mut fields {
            *value = match (REFERENCES.iter().any(|it| it.0 == table && it.1 == name), &*value) {
                (true, Value::Array(ids)) => ids.iter().map(|it| json!({"id": it})).collect(),
                (true, Value::String(id)) => json!({"id": id}),
                (false, Value::String(text)) if name == "city" => json!({"en": text, "zh": "市"}),
                (_, value) => value.clone(),
            };
        }
        fields
    };
    let changes = steps.iter().map(|step| match step {
        Step::Create(table, key, fields) => {
            let mut row = written(table, fields);
            row.insert("key".into(), json!(key));
            row.insert("source".into(), json!({"key": "made"}));
            if *table != "Employment" {
                row.insert("name".into(), json!({"en": key, "zh": "名"}));
            }
            if *table == "Organization" {
                row.insert("kind".into(), json!("COMPANY"));
            }
            if *table == "Event" {
                row.insert("kind".into(), json!("LAUNCH"));
            }
            json!({format!("create{table}"): row})
        }
        Step::Update(id, fields) => {
            let table = table_of(id);
            json!({format!("update{table}"): {"id": id, "patch": written(table, fields)}})
        }
        Step::Delete(id) => json!({format!("delete{}", table_of(id)): {"id": id}}),
        Step::Cascade(id) => {
            json!({format!("delete{}", table_of(id)): {"id": id, "cascade": true}})
        }
    });
    json!({"changes": changes.collect::<Vec<_>>()})
}

fn send(api: &Api, query: &str, variables: Value) -> Value {
    let request = Request::new(query).variables(Variables::from_json(variables));
    let answer = api.execute(request, &Viewer::local());
    let answer: Value = serde_json::from_slice(&answer.body).unwrap();
    assert!(answer.get("errors").is_none(), "{answer:#}");
    answer["data"].clone()
}

/// All rows of a graph, without what is the same in all of them.
fn rows(api: &Api) -> Rows {
    let query = "{ people { nodes { id city website } } organizations { nodes { id parent { id } founded } }
        employments { nodes { id person { id } organization { id } start end } }
        events { nodes { id people { id } organizations { id } } } }";
    let data = send(api, query, json!({}));
    let tables = data.as_object().unwrap().values();
    let nodes = tables.flat_map(|it| it["nodes"].as_array().unwrap().clone());
    let plain = |value: &Value| match value {
        Value::Object(row) => row["id"].clone(),
        Value::Array(rows) => rows.iter().map(|it| it["id"].clone()).collect(),
        value => value.clone(),
    };
    let row = |node: Value| {
        let row = node.as_object().unwrap().iter().map(|(name, it)| (name.clone(), plain(it)));
        let mut row: Map<String, Value> = row.filter(|it| !is_nothing(&it.1)).collect();
        (row.remove("id").unwrap().as_str().unwrap().to_owned(), row)
    };
    nodes.map(row).collect()
}

fn is_nothing(value: &Value) -> bool {
    value.is_null() || value.as_array().is_some_and(Vec::is_empty)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

    #[test]
    fn a_graph_holds_what_its_changes_say(
        requests in vec((vec(step(), 1..3), prop::bool::weighted(0.1)), 20..50)
    ) {
        let dir = tempfile::tempdir().unwrap();
        let open = || Api::new(Arc::new(Live::open(dir.path()).unwrap()), now);
        let mut api = open();
        let source = json!({"source": {"key": "made", "title": {"en": "Made"}, "kind": "DATASET"}});
        let make = "mutation($input: CreateSourceInput!) { createSource(input: $input) { version } }";
        send(&api, make, json!({"input": source}));
        let mut model = Rows::new();
        let start: Vec<Step> = ["Person", "Organization"]
            .iter()
            .flat_map(|table| ["a", "b", "c", "d"].map(|key| Step::Create(table, key.into(), Map::new())))
            .collect();
        let requests = [(start, false)].into_iter().chain(requests);
        for (steps, is_reopened) in requests {
            let apply = "mutation($input: ApplyChangesInput!) { applyChanges(input: $input) \
                         { version userErrors { code field message } } }";
            let answer = send(&api, apply, json!({"input": input(&steps)}));
            let next = after(model.clone(), &steps);
            let is_made = answer["applyChanges"]["userErrors"] == json!([]);
            prop_assert_eq!(is_made, next.is_some(), "{:#?} {:#}", steps, answer);
            model = next.unwrap_or(model);
            if is_reopened {
                drop(api);
                api = open();
            }
            let mut expected = model.clone();
            for row in expected.values_mut() {
                row.retain(|_, it| !is_nothing(it));
            }
            prop_assert_eq!(rows(&api), expected, "{:#?}", steps);
        }
        drop(api);
        Live::open(dir.path()).unwrap().validate().unwrap();
    }
}
