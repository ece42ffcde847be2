//! Several clients at once.

use std::{sync::Barrier, thread};

use serde_json::{Value, json};

use super::{Client, expected, faults};

const SENT: &str = "person { version city } conflict { id version city }";

fn version_of(client: &Client) -> u64 {
    let data = client.data("{ person(id: \"Person:ilya-sutskever\") { version } }", json!({}));
    data["person"]["version"].as_u64().unwrap()
}

fn input(version: u64, city: &str) -> Value {
    json!({"id": "Person:ilya-sutskever", "patch": {"city": {"en": city}},
        "expectedVersion": version})
}

#[test]
fn a_change_of_another_version_is_refused_and_shown_the_row() {
    let client = Client::new();
    let before = version_of(&client);
    let first = client.send("updatePerson", &input(before, "Haifa"), SENT);
    let after = before + 1;
    assert_eq!(first["person"], json!({"version": after, "city": "Haifa"}), "{first}");
    assert!(first["conflict"].is_null());
    let second = client.send("updatePerson", &input(before, "Jerusalem"), SENT);
    assert_eq!(faults(&second), expected(&[("CONFLICT", "input.expectedVersion")]));
    let present = json!({"id": "Person:ilya-sutskever", "version": after, "city": "Haifa"});
    assert_eq!(second["conflict"], present, "{second}");
    assert!(second["person"].is_null() && second["version"].is_null());
    let gone = json!({"id": "Person:ilya-sutskever", "expectedVersion": before});
    let answer = client.send("deletePerson", &gone, "deleted");
    assert_eq!(faults(&answer), expected(&[("CONFLICT", "input.expectedVersion")]));
    let nested = json!({"changes": [{"updatePerson": input(before, "Paris")}]});
    let answer = client.send("applyChanges", &nested, "dryRun");
    let at = "input.changes.0.updatePerson.expectedVersion";
    assert_eq!(faults(&answer), expected(&[("CONFLICT", at)]));
}

#[test]
fn of_clients_that_expect_one_version_exactly_one_wins() {
    let client = Client::new();
    for round in 0..10 {
        let (before, commits) = (version_of(&client), client.version());
        let barrier = Barrier::new(4);
        let answers: Vec<Value> = thread::scope(|scope| {
            let threads: Vec<_> = (0..4)
                .map(|number| {
                    let (client, barrier) = (&client, &barrier);
                    scope.spawn(move || {
                        barrier.wait();
                        let city = format!("City {round} {number}");
                        client.send("updatePerson", &input(before, &city), SENT)
                    })
                })
                .collect();
            threads.into_iter().map(|it| it.join().unwrap()).collect()
        });
        let (won, lost): (Vec<_>, Vec<_>) =
            answers.iter().partition(|it| it["userErrors"] == json!([]));
        assert_eq!((won.len(), lost.len()), (1, 3), "{answers:#?}");
        for it in lost {
            assert_eq!(it["conflict"]["city"], won[0]["person"]["city"]);
        }
        assert_eq!(client.version(), commits + 1);
    }
    client.live.validate().unwrap();
}
