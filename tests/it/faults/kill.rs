//! A server that is killed while many write: what was acknowledged is there, and nothing is half
//! there.
//!
//! Every writer has people of its own, so that it knows what must be there. One that got no answer to
//! its last request does not know what became of that one: all of it, or nothing.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::Path,
    sync::mpsc::{Sender, channel},
    thread,
};

use serde_json::{Value, json};

use super::{
    client::{Client, source},
    prepared, random, unlimited,
};
use crate::cli::{Server, bole, ready, run};

/// Kills where nobody says otherwise.
const ROUNDS: u64 = 6;
/// Says otherwise.
const ROUNDS_SAID: &str = "BOLE_TEST_KILLS";
const WRITERS: u64 = 6;
/// Acknowledgements of a round before the kill, at most.
const ACKNOWLEDGED_MAX: u64 = 60;
/// People that are made by one request.
const TOGETHER: u64 = 5;

/// What a writer wants to be made of its people: the headlines that these shall have, by key.
type Wanted = BTreeMap<String, String>;

/// A request of a writer.
#[derive(Clone)]
struct Asked {
    mutation: &'static str,
    input: Value,
    wanted: Wanted,
}

/// What one writer knows after a round.
struct Knows {
    writer: u64,
    /// In the order in which they were acknowledged, with the versions that were told.
    acknowledged: Vec<(u64, Asked)>,
    /// What it got no answer to.
    open: Asked,
}

/// Request `number` of a writer in a round.
fn request(round: u64, writer: u64, number: u64) -> Asked {
    let person = |key: &str, headline: &str| json!({"key": key, "name": {"en": key}, "source": source(), "headline": {"en": headline}});
    let text = format!("{round} {number}");
    let new = |it: u64| format!("new-{writer}-{round}-{number}-{it}");
    // Its own person is told something new again and again.
    let own = format!("own-{writer}");
    match random(round * 7_919 + writer * 104_729 + number, 3) {
        0 => Asked {
            mutation: "createPerson",
            input: json!({"person": person(&new(0), &text)}),
            wanted: [(new(0), text)].into(),
        },
        1 => Asked {
            mutation: "upsertPeople",
            input: json!({"people": [person(&own, &text), person(&new(0), &text)]}),
            wanted: [(own, text.clone()), (new(0), text)].into(),
        },
        _ => {
            let keys: Vec<String> = (0..TOGETHER).map(new).chain([own]).collect();
            let changes: Vec<Value> =
                keys.iter().map(|it| json!({"upsertPerson": person(it, &text)})).collect();
            Asked {
                mutation: "applyChanges",
                input: json!({"idempotencyKey": new(0), "changes": changes}),
                wanted: keys.into_iter().map(|it| (it, text.clone())).collect(),
            }
        }
    }
}

/// Writes until there is no answer.
fn write(mut client: Client, (round, writer): (u64, u64), told: &Sender<()>) -> Knows {
    let mut acknowledged = Vec::new();
    for number in 0.. {
        let asked = request(round, writer, number);
        let Ok(answer) = client.send(asked.mutation, &asked.input) else {
            return Knows { writer, acknowledged, open: asked };
        };
        assert_eq!(answer["userErrors"], json!([]), "{answer}");
        acknowledged.push((answer["version"].as_u64().unwrap(), asked));
        // Nobody counts any more when it was killed.
        told.send(()).unwrap_or_default();
    }
    unreachable!("a server is killed before there are no more numbers")
}

/// Lets writers write, and kills the server after so many acknowledgements, all of them at work.
fn killed(server: Server, secret: &str, round: u64) -> Vec<Knows> {
    let enough = 1 + random(round, ACKNOWLEDGED_MAX);
    let (told, hear) = channel();
    thread::scope(|scope| {
        let writers: Vec<_> = (0..WRITERS)
            .map(|writer| {
                let client = Client::new(server.address(), secret).unwrap();
                let told = told.clone();
                scope.spawn(move || write(client, (round, writer), &told))
            })
            .collect();
        drop(told);
        (0..enough).for_each(|_| hear.recv().unwrap());
        assert_eq!(server.stop("-KILL"), -1);
        writers.into_iter().map(|it| it.join().unwrap()).collect()
    })
}

/// The headlines of all people, by key.
fn people(client: &mut Client) -> Wanted {
    let query = "query($input: String) { people(first: 1000, after: $input) { \
                 nodes { key headline } pageInfo { hasNextPage endCursor } } }";
    let (mut found, mut after) = (Wanted::new(), Value::Null);
    loop {
        let answer = client.ask(query, &after).unwrap();
        let page = &answer["data"]["people"];
        for person in page["nodes"].as_array().unwrap() {
            let text = |it: &Value| it.as_str().unwrap().to_owned();
            found.insert(text(&person["key"]), text(&person["headline"]));
        }
        if page["pageInfo"]["hasNextPage"] == json!(false) {
            return found;
        }
        after = page["pageInfo"]["endCursor"].clone();
    }
}

/// What `bole check` says of the directory, which must be whole: the version.
fn checked(data: &Path) -> u64 {
    let (code, text, error) = run(bole(data).arg("check"));
    assert_eq!(code, 0, "{text}{error}");
    text.lines().next().and_then(|it| it.strip_prefix("version ")).unwrap().parse().unwrap()
}

/// Compares what is there after a kill with what the writers know, and brings `model` up to it.
fn compared(model: &mut Wanted, known: &[Knows], found: &Wanted) {
    for Knows { writer, acknowledged, open } in known {
        for (_, asked) in acknowledged {
            model.extend(asked.wanted.clone());
        }
        let is_there = |(key, headline): (&String, &String)| found.get(key) == Some(headline);
        let there = open.wanted.iter().filter(|it| is_there(*it)).count();
        let whole = open.wanted.len();
        assert!(there == 0 || there == whole, "writer {writer}: {there} of {whole} are there");
        if there == whole {
            model.extend(open.wanted.clone());
        }
    }
    let lost: Vec<_> = model.iter().filter(|it| found.get(it.0) != Some(it.1)).collect();
    assert!(lost.is_empty(), "was acknowledged, and is not there: {lost:?}");
    let more: Vec<_> = found.keys().filter(|it| !model.contains_key(*it)).collect();
    assert!(more.is_empty(), "nobody wrote {more:?}");
}

/// Sends again what got no answer, as a client would that gave its request a key: it is carried out
/// once, be it before the kill or now. Gives the newest version.
fn sent_again(client: &mut Client, model: &mut Wanted, known: &[Knows], version: u64) -> u64 {
    let mut newest = version;
    for Knows { open, .. } in known.iter().filter(|it| it.open.mutation == "applyChanges") {
        let was_made = is_made(open, model);
        let answer = client.send(open.mutation, &open.input).unwrap();
        let told = answer["version"].as_u64().unwrap();
        assert_eq!((told <= version, told > newest), (was_made, !was_made), "{answer}");
        newest = newest.max(told);
        model.extend(open.wanted.clone());
    }
    newest
}

/// Whether all is as a request wanted it.
fn is_made(asked: &Asked, people: &Wanted) -> bool {
    asked.wanted.iter().all(|it| people.get(it.0) == Some(it.1))
}

/// Whether the versions of a round are those that its requests can have made.
fn counted(known: &[Knows], before: u64, version: u64) {
    let told = known.iter().flat_map(|it| it.acknowledged.iter().map(|it| it.0));
    let told: Vec<u64> = told.collect();
    let each: BTreeSet<&u64> = told.iter().collect();
    assert_eq!(each.len(), told.len(), "each commit has a version of its own");
    let is_within = told.iter().all(|it| (before + 1..=version).contains(it));
    assert!(is_within, "{told:?} of {before} to {version}");
    let most = told.len() as u64 + WRITERS;
    assert!(version - before <= most, "{before} to {version} by {most} requests");
}

#[test]
fn what_was_acknowledged_outlives_kill_9_however_many_write() {
    let said = std::env::var_os(ROUNDS_SAID);
    let rounds: u64 = said.map_or(ROUNDS, |it| it.to_str().unwrap().parse().unwrap());
    let dir = tempfile::tempdir().unwrap();
    let data = dir.path().join("data");
    let secret = prepared(&data);
    let mut version = checked(&data);
    let (mut model, mut known, mut open) = (Wanted::new(), Vec::new(), [0, 0]);
    // The last time only looks at what the last kill left.
    for round in 0..=rounds {
        let server = ready(unlimited(&data).args(["--seed", "none"]));
        let mut client = Client::new(server.address(), &secret).unwrap();
        compared(&mut model, &known, &people(&mut client));
        for Knows { open: asked, .. } in &known {
            open[usize::from(is_made(asked, &model))] += 1;
        }
        let before = sent_again(&mut client, &mut model, &known, version);
        compared(&mut model, &[], &people(&mut client));
        if round == rounds {
            assert_eq!(server.stop("-TERM"), 0);
            break;
        }
        known = killed(server, &secret, round);
        version = checked(&data);
        counted(&known, before, version);
    }
    let [not_made, made] = open;
    println!("{rounds} kills: of what got no answer, {made} were made and {not_made} were not");
    assert!(made + not_made > 0);
}
