//! Two rows made one: what is taken over, what is told, and what is refused.
#![expect(clippy::unwrap_used, reason = "a test may stop where it stands")]

use std::sync::Arc;

use bole::{
    auth::Viewer,
    catalog::{Change, Edit, Row, RowId, TABLES, place},
    engine::{
        Snapshot,
        merge::{self, Merged, NotMerged},
        revert::{self, Touched},
    },
    graphql::{Api, Request},
    live::Live,
};
use serde_json::{Value, json};

use crate::graph::{now, reason, rows};

const SOURCES: &str = "key,title,kind\ns,S,DATASET\nt,T,REPORT\n";
const ORGANIZATIONS: &str = "key,name,kind,parent,source\nlab,Lab,LABORATORY,,s\n\
    group,Group,COMPANY,lab,s\nbranch,Branch,COMPANY,group,s\n";
const PEOPLE: &str = "key,name,name_zh,aliases,birth_date,country,city,external_keys,source\n\
    ilya,Ilya Sutskever,,,1985,,Toronto,github:ilya,s\n\
    i-s,I. Sutskever,伊利亚,Sutskever,1986-12,CA,,github:ilya|wikidata:Q21708200,t\n\
    geoff,Geoffrey Hinton,,,,,,,s\n";
const EMPLOYMENTS: &str = "key,person,organization,role,source\na,ilya,lab,RESEARCHER,s\n\
    b,i-s,lab,RESEARCHER,t\nc,i-s,group,FOUNDER,t\n";
const ADVISINGS: &str = "key,advisor,student,source\nd,geoff,i-s,s\n";
const MODELS: &str = "key,name,kind,authors,source\nm,M,LANGUAGE,i-s|geoff|ilya,s\n";
const FIGURES: &str = "key,about,topic,measure,value,counted,source\n\
    f,Person:i-s,T,COUNT,1,Organization:lab,s\n";

pub(super) fn graph() -> Change {
    let files = [
        ("Source", SOURCES),
        ("Organization", ORGANIZATIONS),
        ("Person", PEOPLE),
        ("Employment", EMPLOYMENTS),
        ("Advising", ADVISINGS),
        ("Model", MODELS),
        ("Figure", FIGURES),
    ];
    let rows = files.iter().flat_map(|(table, text)| rows(table, text));
    Change { edits: rows.map(Edit::Put).collect() }
}

fn snapshot() -> Snapshot {
    Snapshot::apply(&bole::engine::Builder::default().finish().unwrap(), &graph()).unwrap()
}

fn id(text: &str) -> RowId {
    text.parse().unwrap()
}

fn merged(from: &str, into: &str) -> Result<Merged, NotMerged> {
    merge::change(&snapshot(), &id(from), &id(into))
}

/// The row that a merge puts.
fn put(merged: &Merged, at: &str) -> Row {
    let put = merged.change.edits.iter().find_map(|it| match it {
        Edit::Put(row) if row.id() == id(at) => Some(row.clone()),
        _ => None,
    });
    put.unwrap()
}

#[test]
fn what_the_row_lacks_is_taken_over_and_what_differs_is_told() {
    let merged = merged("Person:i-s", "Person:ilya").unwrap();
    let Row::Person(ilya) = put(&merged, "Person:ilya") else { panic!("a person is put") };
    assert_eq!((ilya.name.en(), ilya.name.zh()), (Some("Ilya Sutskever"), Some("伊利亚")));
    let aliases: Vec<&str> = ilya.aliases.iter().map(|it| &**it).collect();
    assert_eq!(aliases, ["Sutskever", "I. Sutskever"]);
    let keys: Vec<String> = ilya.external_keys.iter().map(ToString::to_string).collect();
    assert_eq!(keys, ["github:ilya", "wikidata:Q21708200"]);
    assert_eq!(merged.filled, ["name", "aliases", "country", "external_keys"]);
    let kept = [("birth_date", "1986-12".to_owned()), ("source", "Source:t".to_owned())];
    assert_eq!(merged.kept, kept);
}

#[test]
fn fields_that_are_taken_have_the_values_of_the_row_that_goes() {
    let field = |name: &str| TABLES[place("Person")].field(name).unwrap();
    let (from, into) = (id("Person:i-s"), id("Person:ilya"));
    let fields = ["name", "birth_date", "city"].map(field);
    let merged = merge::taking(&snapshot(), (&from, &into), &fields).unwrap();
    let Row::Person(ilya) = put(&merged, "Person:ilya") else { panic!("a person is put") };
    assert_eq!(ilya.birth_date.unwrap().to_string(), "1986-12");
    assert_ne!(ilya.name.en(), Some("Ilya Sutskever"));
    let aliases: Vec<&str> = ilya.aliases.iter().map(|it| &**it).collect();
    assert!(aliases.contains(&"Ilya Sutskever"), "the name that gives way stays: {aliases:?}");
    assert!(merged.filled.contains(&"birth_date"));
    assert_eq!(merged.kept, [("source", "Source:t".to_owned())]);
    let all = merge::taking(&snapshot(), (&from, &into), &[field("source")]).unwrap();
    assert!(!all.kept.iter().any(|it| it.0 == "source"), "{:?}", all.kept);
}

#[test]
fn the_name_of_a_row_is_no_other_name_of_it() {
    let people = "key,name,name_zh,aliases,source\none,Ada King,,Countess|艾达,s\n\
                  two,Ada,艾达,Ada King|A. K.,s\n";
    let mut change = graph();
    change.edits.extend(rows("Person", people).into_iter().map(Edit::Put));
    let graph = Snapshot::apply(&snapshot(), &change).unwrap();
    let merged = merge::change(&graph, &id("Person:two"), &id("Person:one")).unwrap();
    let Row::Person(ada) = put(&merged, "Person:one") else { panic!("a person is put") };
    assert_eq!((ada.name.en(), ada.name.zh()), (Some("Ada King"), Some("艾达")));
    let aliases: Vec<&str> = ada.aliases.iter().map(|it| &**it).collect();
    assert_eq!(aliases, ["Countess", "A. K.", "Ada"]);
}

#[test]
fn whatever_referred_to_the_one_refers_to_the_other() {
    let merged = merged("Person:i-s", "Person:ilya").unwrap();
    assert_eq!(merged.moved, 5);
    let Row::Model(model) = put(&merged, "Model:m") else { panic!("a model is put") };
    let authors: Vec<&str> = model.authors.iter().map(bole::catalog::Id::key).collect();
    assert_eq!(authors, ["ilya", "geoff"]);
    let Row::Figure(figure) = put(&merged, "Figure:f") else { panic!("a figure is put") };
    assert_eq!(figure.about, Some(id("Person:ilya")));
    assert_eq!(merged.repeated, [id("Employment:b")], "it says what the first one says");
    // Along `counted`, no link leads back.
    let merged = self::merged("Organization:lab", "Organization:branch").unwrap_err();
    assert!(matches!(merged, NotMerged::Loop { .. }));
    let other = merge::change(&snapshot(), &id("Organization:branch"), &id("Organization:group"));
    let Row::Organization(group) = put(&other.unwrap(), "Organization:group") else { panic!() };
    assert_eq!(group.parent.unwrap().key(), "lab", "a row is no part of itself");
}

#[test]
fn rows_that_cant_be_one_are_refused_with_a_reason() {
    let why = |from, into| merged(from, into).unwrap_err().to_string();
    assert_eq!(why("Person:x", "Person:ilya"), "there is no row with the id `Person:x`");
    assert!(why("Person:ilya", "Person:ilya").contains("is the row itself"));
    assert!(why("Person:ilya", "Organization:lab").contains("rows of two tables"));
    let tied = why("Person:geoff", "Person:i-s");
    assert!(tied.starts_with("`Advising:d` ties the two rows to each other"), "{tied}");
    let looped = why("Organization:lab", "Organization:branch");
    assert!(looped.contains("would be its own `parent`"), "{looped}");
}

#[test]
fn an_old_id_leads_to_the_row_that_stayed_in_one_step() {
    let first = snapshot().apply(&merged("Person:i-s", "Person:ilya").unwrap().change).unwrap();
    let again = merge::change(&first, &id("Person:ilya"), &id("Person:geoff")).unwrap_err();
    assert_eq!(again, NotMerged::Tied(id("Advising:d")));
    let mut change = Change::default();
    change.edits.push(Edit::Delete(id("Advising:d")));
    let first = first.apply(&change).unwrap();
    // An old id names the row as well as its own.
    let again = merge::change(&first, &id("Person:i-s"), &id("Person:geoff")).unwrap();
    assert_eq!(again.moved, 5);
    let second = first.apply(&again.change).unwrap();
    let people = place("Person");
    let geoff = second.frame(people).find("geoff");
    assert!(geoff.is_some());
    assert_eq!([second.find(people, "i-s"), second.find(people, "ilya")], [geoff; 2]);
    let redirects = second.frame(place("Redirect"));
    let keys: Vec<&str> = redirects.by_key().iter().map(|it| redirects.key(it)).collect();
    assert_eq!(keys, ["person.i-s", "person.ilya"]);
}

#[test]
fn a_row_that_was_merged_and_made_again_can_take_the_other_back() {
    let first = snapshot().apply(&merged("Person:i-s", "Person:ilya").unwrap().change).unwrap();
    let made = rows("Person", "key,name,source\ni-s,I. S.,s\n").into_iter().map(Edit::Put);
    let made = first.apply(&Change { edits: made.collect() }).unwrap();
    let back = merge::change(&made, &id("Person:ilya"), &id("Person:i-s")).unwrap();
    let back = made.apply(&back.change).unwrap();
    let redirects = back.frame(place("Redirect"));
    let keys: Vec<&str> = redirects.by_key().iter().map(|it| redirects.key(it)).collect();
    assert_eq!(keys, ["person.ilya"]);
}

#[test]
fn a_change_is_undone_unless_its_rows_changed_since() {
    let before = snapshot();
    let change = merged("Person:i-s", "Person:ilya").unwrap().change;
    let after = before.apply(&change).unwrap();
    let row = |snapshot: &Snapshot, id: &RowId| {
        let table = place(id.table());
        snapshot.frame(table).find(id.key()).map(|it| snapshot.row(table, it))
    };
    let touched: Vec<Touched> = change
        .edits
        .iter()
        .map(Edit::id)
        .map(|id| Touched { before: row(&before, &id), after: row(&after, &id), id })
        .collect();
    let undone = after.apply(&revert::change(&after, &touched).unwrap()).unwrap();
    assert_eq!(undone.differs(&before), None);
    assert_eq!(revert::change(&undone, &touched).unwrap().edits, [], "it is undone already");
    let other =
        rows("Employment", "key,person,organization,source\na,ilya,group,s\nb,ilya,lab,s\n");
    let edits = other.into_iter().map(Edit::Put).collect();
    let changed = after.apply(&Change { edits }).unwrap();
    let conflicts = revert::change(&changed, &touched).unwrap_err();
    assert_eq!(conflicts, [id("Employment:b")], "the other one was no part of the merge");
}

#[test]
fn a_row_to_which_others_refer_by_now_does_not_go() {
    let before = snapshot();
    let made = rows("Person", "key,name,source\nnew,New,s\n").remove(0);
    let mut change = Change::default();
    change.edits.push(Edit::Put(made.clone()));
    let touched = [Touched { id: made.id(), before: None, after: Some(made) }];
    let rest = rows("Employment", "key,person,organization,source\ne,new,lab,s\n");
    change.edits.extend(rest.into_iter().map(Edit::Put));
    let after = before.apply(&change).unwrap();
    assert_eq!(revert::change(&after, &touched).unwrap_err(), [id("Employment:e")]);
}

#[test]
fn old_ids_and_keys_are_followed_wherever_rows_are_looked_up() {
    let dir = tempfile::tempdir().unwrap();
    let live = Arc::new(Live::open(dir.path()).unwrap());
    live.commit(graph(), reason()).unwrap();
    let decide = |it: &Snapshot| merge::change(it, &id("Person:i-s"), &id("Person:ilya"));
    assert!(live.transact(reason(), move |it| decide(it).map(|it| it.change)).is_ok());
    live.validate().unwrap();
    drop(live);
    let live = Arc::new(Live::open(dir.path()).unwrap());
    let query = "{
        id: person(id: \"Person:i-s\") { id }
        key: person(by: {key: \"i-s\"}) { id }
        byId: person(by: {id: \"Person:i-s\"}) { id }
        node(id: \"Person:i-s\") { id }
        nodes(ids: [\"Person:i-s\", \"Person:geoff\"]) { id }
        people(where: {id: {in: [\"Person:i-s\"]}}) { nodes { id } }
        employments(where: {person: {id: {eq: \"Person:i-s\"}}}) { totalCount }
        figures(where: {about: {eq: \"Person:i-s\"}}) { totalCount }
        redirects { nodes { id old into { id } } }
    }";
    let answer = Api::new(live, now).execute(Request::new(query), &Viewer::local());
    let answer: Value = serde_json::from_slice(&answer.body).unwrap();
    let ilya = json!({ "id": "Person:ilya" });
    let expected = json!({
        "id": ilya, "key": ilya, "byId": ilya, "node": ilya,
        "nodes": [ilya, { "id": "Person:geoff" }],
        "people": { "nodes": [ilya] },
        "employments": { "totalCount": 3 },
        "figures": { "totalCount": 1 },
        "redirects": {
            "nodes": [{ "id": "Redirect:person.i-s", "old": "Person:i-s", "into": ilya }],
        },
    });
    assert_eq!(answer["data"], expected, "{answer}");
}
