//! What an answer is made of is known: where no such table was touched, it is the same.
#![expect(clippy::unwrap_used, reason = "a test may stop where it stands")]

use std::{fs, path::Path, sync::Arc};

use bole::{
    auth::Viewer,
    catalog::{Change, Edit, Row, TABLES},
    graphql::{Api, Request, Subscription, variables},
    import,
};
use serde_json::Value;

use super::Graph;
use crate::graph::{now, reason, seed};

const COMMITS: usize = 20;

/// The document with its first operation as a live query; `None` where it is none.
fn live(document: &str) -> Option<String> {
    let lines = document.lines().filter(|it| !it.trim_start().starts_with('#'));
    let text = lines.collect::<Vec<_>>().join("\n");
    let (mut parens, mut braces, mut begun) = (0, 0, None);
    for (at, character) in text.char_indices() {
        match character {
            '(' => parens += 1,
            ')' => parens -= 1,
            '{' if parens == 0 => {
                begun = begun.or(Some(at));
                braces += 1;
            }
            '}' if parens == 0 => braces -= 1,
            _ => (),
        }
        if let Some(begun) = begun.filter(|_| braces == 0) {
            let head = text[..begun].trim();
            if !head.is_empty() && !head.starts_with("query") {
                return None;
            }
            let head = head.strip_prefix("query").unwrap_or(head);
            let (set, rest) = (&text[begun..=at], &text[at + 1..]);
            return Some(format!("subscription {head} {{ live {set} }} {rest}"));
        }
    }
    None
}

/// The live queries of a folder and those below it, in order of their paths, with their variables.
fn cases(folder: &Path, found: &mut Vec<(String, Option<String>)>) {
    let mut paths: Vec<_> = fs::read_dir(folder).unwrap().map(|it| it.unwrap().path()).collect();
    paths.sort();
    for path in paths {
        if path.is_dir() {
            cases(&path, found);
        } else if path.extension().is_some_and(|it| it == "graphql") {
            let query = live(&fs::read_to_string(&path).unwrap());
            let given = fs::read_to_string(path.with_extension("json")).ok();
            found.extend(query.map(|it| (it, given)));
        }
    }
}

/// Numbers that look random, and are the same each time.
struct Chance(u64);

impl Chance {
    fn below(&mut self, end: usize) -> usize {
        self.0 =
            self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % end
    }
}

/// One row gets the values of another of its table, or one like it comes, or it goes.
fn edit(rows: &[Row], chance: &mut Chance) -> Edit {
    let of_table = |table: usize| rows.iter().filter(move |it| it.table() == table);
    let tables = (0..TABLES.len()).filter(|it| of_table(*it).next().is_some());
    let tables: Vec<usize> = tables.collect();
    let table = tables[chance.below(tables.len())];
    let of_table: Vec<&Row> = of_table(table).collect();
    let one = of_table[chance.below(of_table.len())];
    let other = of_table[chance.below(of_table.len())];
    let key = match chance.below(3) {
        0 => return Edit::Delete(one.id()),
        1 => one.key().as_str().to_owned(),
        _ => format!("new-{}", chance.below(1_000)),
    };
    let mut value = serde_json::to_value(other).unwrap();
    value["key"] = Value::from(key);
    Edit::Put(Row::deserialize(table, value).unwrap())
}

fn ask(graph: &Graph, api: &Api, (query, given): &(String, Option<String>)) -> Subscription {
    let _inside = graph.runtime.enter();
    let request = Request::new(query.as_str());
    let request = match given {
        Some(given) => request.variables(variables(given).unwrap()),
        None => request,
    };
    api.subscribe(request, &Viewer::local(), None).unwrap()
}

#[test]
fn a_live_query_that_is_not_answered_again_would_have_the_same_answer() {
    let graph = Graph::new();
    let rows = import::folder(seed()).unwrap().edits.into_iter().filter_map(|it| match it {
        Edit::Put(row) => Some(row),
        Edit::Delete(_) => None,
    });
    let rows: Vec<Row> = rows.collect();
    let mut queries = Vec::new();
    cases(Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/it/cases")), &mut queries);
    assert!(queries.len() > 80, "{}", queries.len());
    let mut standing: Vec<_> = queries.iter().map(|it| ask(&graph, &graph.api, it)).collect();
    for it in &mut standing {
        graph.next(it);
    }
    let begun = graph.api.live_queries().evaluations;
    let mut chance = Chance(1);
    let mut commits = 0;
    while commits < COMMITS {
        let made = Change { edits: vec![edit(&rows, &mut chance)] };
        let edited = format!("{:?}", made.edits[0].id());
        // Others refer to the row, or to a row that went.
        if graph.live.commit(made, reason()).is_err() {
            continue;
        }
        commits += 1;
        let fresh = Api::new(Arc::clone(&graph.live), now);
        for query in &queries {
            let held = graph.next(&mut ask(&graph, &graph.api, query));
            let made = graph.next(&mut ask(&graph, &fresh, query));
            assert_eq!(held, made, "after {edited}: {}", query.0);
        }
    }
    let evaluations = graph.api.live_queries().evaluations - begun;
    let all = (COMMITS * queries.len()) as u64;
    assert!(evaluations < all * 3 / 4, "{evaluations} of {all}");
}
