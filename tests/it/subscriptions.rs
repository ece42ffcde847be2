//! Live queries, and commits as they are made.
#![expect(clippy::unwrap_used, reason = "a test may stop where it stands")]

mod changes;
mod events;
mod reads;
mod served;
mod websocket;

use std::sync::Arc;

use bole::{
    auth::Viewer,
    catalog::{Change, enums::AccessRole, place},
    graphql::{Api, Outcome, Request, Subscription, variables},
    live::Live,
};
use tokio::runtime::Runtime;

use crate::graph::{now, reason, rows, seeded};

/// A graph that is asked and changed in one test.
struct Graph {
    live: Arc<Live>,
    api: Api,
    runtime: Runtime,
    dir: tempfile::TempDir,
}

impl Graph {
    fn new() -> Self {
        let (dir, live) = seeded();
        let api = Api::new(Arc::clone(&live), now);
        Graph { live, api, runtime: Runtime::new().unwrap(), dir }
    }

    fn subscribe(&self, query: &str) -> Subscription {
        let _inside = self.runtime.enter();
        self.api.subscribe(Request::new(query), &Viewer::local(), None).unwrap()
    }

    /// The next message of a subscription.
    fn next(&self, subscription: &mut Subscription) -> String {
        let message = self.runtime.block_on(subscription.next()).unwrap();
        String::from_utf8(message.answer.body.clone()).unwrap()
    }

    /// Puts people with these keys, which are their names too.
    fn put(&self, keys: &[&str]) {
        let mut change = Change::default();
        let source = self.live.snapshot();
        let sources = source.frame(place("Source"));
        let source = sources.key(sources.by_key().iter().next().unwrap()).to_owned();
        for key in keys {
            let text = format!("key,name,source\n{key},{key},{source}");
            for row in rows("Person", &text) {
                change.put(row);
            }
        }
        self.live.commit(change, reason()).unwrap();
    }
}

fn count(answer: &str) -> u64 {
    let digits: String = answer.chars().filter(char::is_ascii_digit).collect();
    digits.parse().unwrap()
}

const PEOPLE: &str = "subscription { live { people { totalCount } } }";

#[test]
fn a_live_query_is_answered_at_once_and_again_when_a_commit_changes_it() {
    let graph = Graph::new();
    let mut people = graph.subscribe(PEOPLE);
    let first = graph.next(&mut people);
    assert!(first.starts_with(r#"{"data":{"live":{"people":{"totalCount":"#), "{first}");
    graph.put(&["one-more"]);
    assert_eq!(count(&graph.next(&mut people)), count(&first) + 1);
    // The same row again is no other number: what comes next is of the commit after.
    graph.put(&["one-more"]);
    graph.put(&["another"]);
    assert_eq!(count(&graph.next(&mut people)), count(&first) + 2);
}

#[test]
fn names_fragments_variables_and_directives_work_within_live() {
    let graph = Graph::new();
    let query = "subscription S($key: String!, $no: Boolean!) { now: live { __typename
        ilya: person(by: { key: $key }) { ...Names } people @skip(if: $no) { totalCount } } }
        fragment Names on Person { name zh: name(locale: ZH) }";
    let mut request = Request::new(query);
    request = request.variables(variables(r#"{"key": "ilya-sutskever", "no": true}"#).unwrap());
    let _inside = graph.runtime.enter();
    let mut names = graph.api.subscribe(request, &Viewer::anonymous(), None).unwrap();
    let answer = graph.next(&mut names);
    assert!(
        answer.starts_with(r#"{"data":{"now":{"__typename":"Query","ilya":{"name":""#),
        "{answer}"
    );
    assert!(answer.contains("伊利亚·苏茨克维"), "{answer}");
}

#[test]
fn errors_within_live_have_their_whole_path() {
    let graph = Graph::new();
    let mut nobody =
        graph.subscribe(r#"subscription { l: live { p: person(id: "Person:nobody") { id } } }"#);
    let answer = graph.next(&mut nobody);
    assert!(answer.contains(r#""path":["l","p"]"#) && answer.contains("NOT_FOUND"), "{answer}");
    assert!(answer.ends_with(r#""data":{"l":{"p":null}}}"#), "{answer}");
    graph.put(&["nobody"]);
    assert_eq!(graph.next(&mut nobody), r#"{"data":{"l":{"p":{"id":"Person:nobody"}}}}"#);
    let mut broken = graph.subscribe("subscription { live { people(first: -1) { totalCount } } }");
    let answer = graph.next(&mut broken);
    assert!(answer.contains(r#""path":["live","people"]"#), "{answer}");
    assert!(answer.ends_with(r#""data":null}"#), "{answer}");
}

#[test]
fn what_can_not_be_carried_out_is_refused_and_ends() {
    let graph = Graph::new();
    for query in [
        "subscription { live { people { salary } } }",
        "subscription { alive { people { totalCount } } }",
        "subscription { live { people",
        "subscription($n: Int!) { live { people(first: $n) { totalCount } } }",
        "subscription { live { __schema { queryType { name } } } }",
        "subscription { live { people { totalCount } ...T } } fragment T on Query { __type(name: \"Person\") { name } }",
        "subscription { live @skip(if: true) { people { totalCount } } }",
    ] {
        let mut refused = graph.subscribe(query);
        let message = graph.runtime.block_on(refused.next()).unwrap();
        assert_eq!(message.answer.outcome, Outcome::Refused, "{query}");
        let errors = String::from_utf8(message.answer.errors().unwrap().to_vec()).unwrap();
        assert!(errors.starts_with("[{\"message\":"), "{errors}");
        assert!(graph.runtime.block_on(refused.next()).is_none());
    }
    let two = "subscription { live { people { totalCount } } other: live { __typename } }";
    let refused = graph.api.subscribe(Request::new(two), &Viewer::local(), None);
    let errors = refused.err().unwrap().body;
    assert!(String::from_utf8(errors).unwrap().contains("subscribe several times"));
    assert_eq!(graph.api.live_queries().distinct, 0);
}

#[test]
fn a_query_has_one_message_and_a_subscription_no_answer_of_its_own() {
    let graph = Graph::new();
    let mut once = graph.subscribe("{ people { totalCount } }");
    assert!(graph.next(&mut once).starts_with(r#"{"data":{"people":"#));
    assert!(graph.runtime.block_on(once.next()).is_none());
    let answer = graph.api.execute(Request::new(PEOPLE), &Viewer::local());
    assert_eq!(answer.outcome, Outcome::Refused);
    assert!(String::from_utf8(answer.body).unwrap().contains("graphql-transport-ws"));
}

#[test]
fn a_query_that_many_listen_to_is_answered_once_for_a_commit() {
    let graph = Graph::new();
    let mut listeners: Vec<Subscription> = (0..50).map(|_| graph.subscribe(PEOPLE)).collect();
    let mut honors = graph.subscribe("subscription { live { honors { totalCount } } }");
    graph.next(&mut honors);
    for listener in &mut listeners {
        graph.next(listener);
    }
    assert_eq!(graph.api.live_queries().evaluations, 2);
    assert_eq!((graph.api.live_queries().distinct, graph.api.live_queries().listeners), (2, 51));
    for commit in 1..=5 {
        graph.put(&[&format!("person-{commit}")]);
        let answers: Vec<String> = listeners.iter_mut().map(|it| graph.next(it)).collect();
        assert!(answers.iter().all(|it| *it == answers[0]));
        // Honors are another table: nobody looked.
        assert_eq!(graph.api.live_queries().evaluations, 2 + commit);
    }
}

#[test]
fn who_does_not_listen_finds_the_newest_answer_and_no_other() {
    let graph = Graph::new();
    let mut slow = graph.subscribe(PEOPLE);
    let mut quick = graph.subscribe(PEOPLE);
    let first = count(&graph.next(&mut slow));
    graph.next(&mut quick);
    for commit in 1..=20 {
        graph.put(&[&format!("person-{commit}")]);
        assert_eq!(count(&graph.next(&mut quick)), first + commit);
    }
    assert_eq!(count(&graph.next(&mut slow)), first + 20);
}

#[test]
fn who_asks_after_a_commit_sees_it_in_the_first_answer() {
    let graph = Graph::new();
    let mut others = graph.subscribe(PEOPLE);
    let first = count(&graph.next(&mut others));
    for commit in 1..=20 {
        graph.put(&[&format!("person-{commit}")]);
        let mut late = graph.subscribe(PEOPLE);
        assert_eq!(count(&graph.next(&mut late)), first + commit);
    }
}

#[test]
fn a_live_query_stands_as_long_as_somebody_listens() {
    let graph = Graph::new();
    let mut one = graph.subscribe(PEOPLE);
    graph.next(&mut one);
    drop(one);
    let evaluations = graph.api.live_queries().evaluations;
    let gone = async {
        while graph.api.live_queries().distinct > 0 {
            tokio::task::yield_now().await;
        }
    };
    graph.runtime.block_on(gone);
    graph.put(&["nobody-asks"]);
    let mut honors = graph.subscribe("subscription { live { honors { totalCount } } }");
    graph.next(&mut honors);
    assert_eq!(graph.api.live_queries().evaluations, evaluations + 1);
}

#[test]
fn who_asks_is_told_their_own_name_also_where_others_ask_the_same() {
    let graph = Graph::new();
    let _inside = graph.runtime.enter();
    let ask = |viewer: &Viewer, query: &str| {
        graph.api.subscribe(Request::new(query), viewer, None).unwrap()
    };
    let desks = ["token:one", "token:other"].map(|it| Viewer::new(it, AccessRole::Reader));
    let query = "subscription { live { viewer { name } } }";
    let mut told = desks.each_ref().map(|it| ask(it, query));
    for (desk, told) in desks.iter().zip(&mut told) {
        let next = graph.next(told);
        assert!(next.contains(&*desk.name), "{}: {next}", desk.name);
    }
    let mut shared = desks.each_ref().map(|it| ask(it, PEOPLE));
    assert_eq!(graph.next(&mut shared[0]), graph.next(&mut shared[1]));
    assert_eq!(graph.api.live_queries().distinct, 3);
}
