//! The graph as it lives: on the disk and in memory at once.
#![expect(clippy::unwrap_used, reason = "a test may stop where it stands")]

use bole::{
    catalog::{Change, Id, Person, Row, Source, value::LocalText},
    live::Live,
};

use crate::graph::{reason, seeded};

fn person(key: &str, source: &str) -> Person {
    let text = |it: &str| LocalText::new(Some(it.parse().unwrap()), None).unwrap();
    let columns = ["key", "name", "source"].map(str::to_owned);
    let texts = bole::catalog::Texts::new(&columns, [key, key, source]);
    let Row::Person(mut person) = Row::read(bole::catalog::place("Person"), &texts).unwrap() else {
        panic!("people are read as people");
    };
    person.name = text(key);
    person
}

fn name_of(live: &Live, key: &str) -> Option<String> {
    let snapshot = live.snapshot();
    let frame = snapshot.frame(bole::catalog::place("Person"));
    let name = frame.table().field("name").unwrap();
    frame.find(key).map(|row| frame.column(name).text(row).unwrap().to_owned())
}

#[test]
fn a_graph_opens_as_it_was_left() {
    let (dir, live) = seeded();
    let mut change = Change::default();
    change.put(person("a-new-one", "huxiu-2023-03"));
    let source = live.snapshot();
    let sources = source.frame(bole::catalog::place("Source"));
    let first = sources.by_key().iter().next().map(|it| sources.key(it).to_owned()).unwrap();
    let mut change = Change::default();
    change.put(person("a-new-one", &first));
    live.commit(change, reason()).unwrap();
    live.validate().unwrap();
    let record = live.record();
    drop(live);
    let live = Live::open(dir.path()).unwrap();
    assert_eq!(live.record(), record);
    assert_eq!(name_of(&live, "a-new-one").as_deref(), Some("a-new-one"));
    live.validate().unwrap();
}

#[test]
fn a_change_that_leads_nowhere_changes_nothing() {
    let (_dir, live) = seeded();
    let record = live.record();
    let mut change = Change::default();
    change.put(person("lost", "no-such-source"));
    let why = live.commit(change, reason()).unwrap_err().to_string();
    let expected = "`Person:lost` refers to `Source:no-such-source`, which does not exist";
    assert_eq!(why, expected);
    assert_eq!(live.record(), record);
    assert_eq!(name_of(&live, "lost"), None);
    let mut change = Change::default();
    let openai: Id<bole::catalog::Organization> = "openai".parse().unwrap();
    change.delete(&openai);
    let why = live.commit(change, reason()).unwrap_err().to_string();
    assert!(why.contains("refers to `Organization:openai`"), "{why}");
    live.validate().unwrap();
}

#[test]
fn a_row_that_nothing_refers_to_can_be_deleted_and_put_again() {
    let (_dir, live) = seeded();
    let source: Id<Source> = {
        let snapshot = live.snapshot();
        let sources = snapshot.frame(bole::catalog::place("Source"));
        let first = sources.by_key().iter().next().unwrap();
        sources.key(first).parse().unwrap()
    };
    for _ in 0..2 {
        let mut change = Change::default();
        change.put(person("comes-and-goes", source.key()));
        live.commit(change, reason()).unwrap();
        assert!(name_of(&live, "comes-and-goes").is_some());
        let mut change = Change::default();
        let gone: Id<Person> = "comes-and-goes".parse().unwrap();
        change.delete(&gone);
        live.commit(change, reason()).unwrap();
        assert_eq!(name_of(&live, "comes-and-goes"), None);
        live.validate().unwrap();
    }
}

#[test]
fn a_reader_keeps_what_it_began_with() {
    let (_dir, live) = seeded();
    let before = live.snapshot();
    let people = bole::catalog::place("Person");
    let count = before.frame(people).live().len();
    let sources = before.frame(bole::catalog::place("Source"));
    let first = sources.key(sources.by_key().iter().next().unwrap()).to_owned();
    let mut change = Change::default();
    (0..5_000).for_each(|it| change.put(person(&format!("crowd-{it}"), &first)));
    live.commit(change, reason()).unwrap();
    assert_eq!(before.frame(people).live().len(), count);
    assert_eq!(live.snapshot().frame(people).live().len(), count + 5_000);
    live.validate().unwrap();
}
