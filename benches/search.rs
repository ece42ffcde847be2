//! Ranked search among a million people with three spells of work each: the time of several kinds
//! of texts, of making the indexes, and of a commit and a search after it.
//!
//! `cargo bench --bench search`; `BOLE_BENCH_PEOPLE` sets the number of people.
#![expect(
    clippy::unwrap_used,
    clippy::print_stdout,
    clippy::cast_precision_loss,
    reason = "a benchmark prints, and may stop"
)]
#![expect(clippy::disallowed_methods, reason = "its size enters here")]

#[path = "common/clock.rs"]
mod clock;

use std::{fs, hint::black_box, time::Instant};

use bole::{
    catalog::{Change, Row, place},
    engine::{
        Builder, Snapshot,
        filter::matching,
        request::{Filter, Reach, Search},
        search::named_tables,
    },
    generate,
};

/// Texts of each kind.
const TEXTS: u32 = 400;

/// Rows shown.
const FIRST: usize = 10;

fn main() {
    let people = std::env::var("BOLE_BENCH_PEOPLE").map_or(1_000_000, |it| it.parse().unwrap());
    let mut builder = Builder::default();
    generate::rows(people, 1).for_each(|row| builder.push(&row));
    let snapshot = builder.finish().unwrap();
    println!("{people} people, resident {:.0} MB", resident_mb());

    let (begun, worked) = (Instant::now(), clock::thread_us());
    snapshot.prepare_search();
    println!(
        "indexes made in {:.1} s ({:.1} s of a processor), {:.0} MB of them, resident {:.0} MB",
        begun.elapsed().as_secs_f64(),
        (clock::thread_us() - worked) / 1e6,
        snapshot.search_bytes() as f64 / 1e6,
        resident_mb()
    );
    let mut medians = Vec::new();
    for (kind, text) in KINDS {
        let texts: Vec<String> = (0..TEXTS).map(|it| text(&name(&snapshot, it))).collect();
        medians.push(measured(kind, &snapshot, &texts));
    }
    medians.sort_by(f64::total_cmp);
    println!("median of the kinds: {:.2} ms", medians[medians.len() / 2]);
    filtered(&snapshot);
    changed(&snapshot);
}

/// A person, and where the person works.
struct Name {
    english: String,
    chinese: String,
    employer: String,
    title: String,
}

fn name(snapshot: &Snapshot, number: u32) -> Name {
    let frame = snapshot.frame(place("Person"));
    let row = number.wrapping_mul(2_654_435_761) % frame.rows();
    let (english, chinese) = frame.column(frame.table().field("name").unwrap()).local(row);
    let spells = snapshot.frame(place("Employment"));
    let spell =
        frame.linked(frame.table().link("employments").unwrap(), row).iter().next().unwrap();
    let text = |it: &str, row: u32| {
        spells.column(spells.table().field(it).unwrap()).text(row).unwrap().to_owned()
    };
    let employer = spells.column(spells.table().field("organization").unwrap()).target(spell);
    let organizations = snapshot.frame(place("Organization"));
    let names = organizations.column(organizations.table().field("name").unwrap());
    Name {
        english: english.unwrap().to_owned(),
        chinese: chinese.unwrap().to_owned(),
        employer: names.text(employer.unwrap()).unwrap().to_owned(),
        title: text("title", spell),
    }
}

fn words(name: &Name) -> Vec<&str> {
    name.english.split([' ', '-']).collect()
}

/// Kinds of texts, and how one is made of a name.
type Kind = (&'static str, fn(&Name) -> String);

const KINDS: &[Kind] = &[
    ("full name", |it| it.english.clone()),
    ("full name, turned", |it| words(it).into_iter().rev().collect::<Vec<_>>().join(" ")),
    ("name of many", |it| words(it)[..3].join(" ")),
    ("one word", |it| words(it)[2].to_owned()),
    ("name in Chinese", |it| it.chinese.clone()),
    ("name of many in Chinese", |it| it.chinese.trim_end_matches(char::is_numeric).to_owned()),
    ("pinyin", |it| words(it)[..2].concat().to_lowercase()),
    ("start of one letter", |it| it.english[..1].to_owned()),
    ("start of three letters", |it| it.english.chars().take(3).collect()),
    ("start of a name", |it| it.english[..it.english.len() - 1].to_owned()),
    ("typo", |it| format!("{} {}x", words(it)[..2].join(" "), words(it)[2])),
    ("organization", |it| it.employer.clone()),
    ("name and employer", |it| format!("{} {}", it.english, it.employer)),
    ("family and employer", |it| format!("{} {}", words(it)[2], it.employer)),
    ("title", |it| it.title.clone()),
    ("family and title", |it| format!("{} {}", words(it)[2], it.title)),
];

fn asked(text: &str, reach: Reach) -> Search {
    let types = named_tables().map(|it| (it, None)).collect();
    Search { text: text.to_owned(), reach, types, first: FIRST }
}

/// Milliseconds of one search, at the median over the texts.
fn measured(kind: &str, snapshot: &Snapshot, texts: &[String]) -> f64 {
    print!("{kind:26}");
    let mut median_ms = 0.0;
    for reach in [Reach::Names, Reach::Everything] {
        let mut found = 0;
        let mut times: Vec<f64> = texts
            .iter()
            .map(|text| {
                let asked = asked(text, reach);
                let begun = clock::thread_us();
                found += snapshot.search(&asked).unwrap().len();
                (clock::thread_us() - begun) / 1e3
            })
            .collect();
        times.sort_by(f64::total_cmp);
        median_ms = times[times.len() / 2];
        let found = found as f64 / times.len() as f64;
        print!(
            "  {} {median_ms:7.3} ms, p90 {:7.3}, max {:7.2}, {found:4.1} rows",
            if reach == Reach::Names { "autocomplete" } else { "search" },
            times[times.len() * 9 / 10],
            times.last().unwrap(),
        );
    }
    println!("   `{}`", texts[0]);
    median_ms
}

fn filtered(snapshot: &Snapshot) {
    let people = place("Person");
    for text in ["Wei", "Star Systems", "Head of Research", "王伟", "Garcai"] {
        let filter = Filter::Search(text.to_owned());
        let mut rows = 0;
        let mut times: Vec<f64> = (0..9)
            .map(|_| {
                let begun = clock::thread_us();
                rows = matching(snapshot, people, &filter).len();
                (clock::thread_us() - begun) / 1e3
            })
            .collect();
        times.sort_by(f64::total_cmp);
        println!("people where search is `{text}`: {:.1} ms, {rows} rows", times[4]);
    }
}

/// A change of one person, and a search after it.
fn changed(snapshot: &Snapshot) {
    let rows: Vec<Row> =
        generate::rows(1_000, 1).filter(|it| matches!(it, Row::Person(_))).collect();
    let mut live = snapshot.clone();
    let (mut applied, mut searched) = (Vec::new(), Vec::new());
    for row in rows {
        let Row::Person(mut person) = row else { continue };
        person.headline = Some(person.name.clone());
        let mut change = Change::default();
        let text = person.name.primary().to_owned();
        change.put(person);
        let begun = clock::thread_us();
        live = live.apply(&change).unwrap();
        let after = clock::thread_us();
        black_box(live.search(&asked(&text, Reach::Everything)).unwrap());
        applied.push((after - begun) / 1e3);
        searched.push((clock::thread_us() - after) / 1e3);
    }
    for (what, times) in [("change", &mut applied), ("search after it", &mut searched)] {
        times.sort_by(f64::total_cmp);
        println!(
            "{what}: {:.3} ms at the median, p90 {:.3}, p99 {:.3}, max {:.1}, over {} changes",
            times[times.len() / 2],
            times[times.len() * 9 / 10],
            times[times.len() * 99 / 100],
            times.last().unwrap(),
            times.len()
        );
    }
}

fn resident_mb() -> f64 {
    let status = fs::read_to_string("/proc/self/status").unwrap();
    let line = status.lines().find(|it| it.starts_with("VmRSS")).unwrap();
    line.split_whitespace().nth(1).unwrap().parse::<f64>().unwrap() / 1024.0
}
