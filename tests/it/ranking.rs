//! Organizations ranked by their papers: each rule by hand, and all of them against an oracle.
#![expect(clippy::unwrap_used, reason = "a test may stop where it stands")]

mod oracle;

use bole::{
    catalog::{enums::RankedBy, place},
    engine::{
        Snapshot,
        ranking::{Coverage, Ranking, RankingRequest, Standing, rank},
        request::{Filter, Test},
    },
};
use proptest::prelude::*;
use serde_json::json;

use crate::{computed, graph};

/// `a` holds `b`, which holds `c`; `x` and `y` are parts of each other.
const ORGANIZATIONS: &str = "key,name,kind,parent,source\n\
    a,A,COMPANY,,s\nb,B,COMPANY,a,s\nc,C,COMPANY,b,s\nd,D,COMPANY,,s\ne,E,COMPANY,,s\n\
    x,X,COMPANY,y,s\ny,Y,COMPANY,x,s\n";
const SOURCES: &str = "key,title,kind,date\ns,S,DATASET,2020\nt,T,DATASET,2022\nu,U,DATASET,2022\n";
const PEOPLE: &str = "key,name,source\np,P,s\nq,Q,s\n";
const HEADER: &str =
    "key,person,organization,venue,area,year,papers,adjusted_papers,as_of,source\n";

/// A snapshot of rows of papers, each `person,organization,venue,area,year,count,adjusted,as_of,source`.
fn snapshot(papers: &[&str]) -> Snapshot {
    let numbered = papers.iter().enumerate().map(|(at, it)| format!("k{at:03},{it}\n"));
    let papers = format!("{HEADER}{}", numbered.collect::<String>());
    let files = [
        ("Source", SOURCES),
        ("Organization", ORGANIZATIONS),
        ("Person", PEOPLE),
        ("Publication", &papers),
    ];
    graph::snapshot(&files)
}

fn asked(from: i64, to: i64) -> RankingRequest {
    let by = RankedBy::Papers;
    RankingRequest {
        rows: None,
        among: None,
        from,
        to,
        by,
        roll_up: false,
        offset: 0,
        first: 1_000,
    }
}

fn rolled_up(from: i64, to: i64) -> RankingRequest {
    RankingRequest { roll_up: true, ..asked(from, to) }
}

fn adjusted(from: i64, to: i64) -> RankingRequest {
    RankingRequest { by: RankedBy::AdjustedPapers, ..asked(from, to) }
}

fn ranking(papers: &[&str], asked: &RankingRequest) -> Ranking {
    rank(&snapshot(papers), asked).unwrap()
}

/// Organizations with rank and count, such as `a 1 10`.
fn entries(snapshot: &Snapshot, ranking: &Ranking) -> Vec<String> {
    let frame = snapshot.frame(place("Organization"));
    let entry = ranking.entries.iter().map(|it| {
        let Standing { rank, papers } = it.standing;
        format!("{} {rank} {papers}", frame.key(it.organization))
    });
    entry.collect()
}

#[track_caller]
fn check(papers: &[&str], asked: &RankingRequest, expected: &[&str]) {
    let snapshot = snapshot(papers);
    assert_eq!(entries(&snapshot, &rank(&snapshot, asked).unwrap()), expected);
}

#[test]
fn a_row_without_a_year_counts_in_no_span() {
    let papers = [",a,,,2020,3,,,s", ",a,,,,500,,,s", ",d,,,2019,9,,,s"];
    check(&papers, &asked(2020, 2020), &["a 1 3"]);
    let coverage = ranking(&papers, &asked(2020, 2020)).coverage;
    assert_eq!(coverage, Coverage { counted: 1, without_year: 1, ..Coverage::default() });
}

#[test]
fn a_row_without_an_organization_counts_for_none() {
    let papers = ["p,,,,2020,3,,,s", ",a,,,2020,1,,,s", "p,,,,,200,,,s"];
    check(&papers, &asked(2020, 2020), &["a 1 1"]);
    assert_eq!(ranking(&papers, &asked(2020, 2020)).coverage.without_organization, 2);
}

#[test]
fn a_row_of_a_person_counts_by_the_adjusted_number_only() {
    let papers = ["p,a,,,2020,3,1.5,,s", "q,a,,,2020,3,0.5,,s", ",d,,,2020,1,1,,s"];
    check(&papers, &asked(2020, 2020), &["d 1 1"]);
    assert_eq!(ranking(&papers, &asked(2020, 2020)).coverage.of_people, 2);
    check(&papers, &adjusted(2020, 2020), &["a 1 2", "d 2 1"]);
}

#[test]
fn a_row_without_the_adjusted_number_does_not_count_by_it() {
    let papers = [",a,,,2020,3,,,s", ",d,,,2020,1,0.25,,s"];
    check(&papers, &adjusted(2020, 2020), &["d 1 0.25"]);
    assert_eq!(ranking(&papers, &adjusted(2020, 2020)).coverage.without_number, 1);
}

#[test]
fn rows_of_one_source_are_added_and_of_several_the_newest_counts() {
    let one = [",a,ACL,,2020,3,,,s", ",a,ACL,,2020,4,,,s"];
    check(&one, &asked(2020, 2020), &["a 1 7"]);
    // The source `t` came out later than `s`.
    let two = [",a,ACL,,2020,3,,,s", ",a,ACL,,2020,4,,,t"];
    check(&two, &asked(2020, 2020), &["a 1 4"]);
    assert_eq!(ranking(&two, &asked(2020, 2020)).coverage.repeated, 1);
    // Yet what a row itself says of when it was true goes first.
    let dated = [",a,ACL,,2020,3,,2023,s", ",a,ACL,,2020,4,,,t"];
    check(&dated, &asked(2020, 2020), &["a 1 3"]);
    // The same date: the first source by key.
    let same = [",a,ACL,,2020,3,,,u", ",a,ACL,,2020,4,,,t"];
    check(&same, &asked(2020, 2020), &["a 1 4"]);
}

#[test]
fn a_wider_row_holds_the_papers_of_narrower_ones() {
    let papers = [",a,,,2020,10,,,s", ",a,ACL,,2020,4,,,s", ",a,ACL,NLP,2020,3,,,t"];
    check(&papers, &asked(2020, 2020), &["a 1 10"]);
    assert_eq!(ranking(&papers, &asked(2020, 2020)).coverage.covered, 2);
    check(&papers[1..], &asked(2020, 2020), &["a 1 4"]);
    // Neither of these holds the other.
    let beside = [",a,ACL,,2020,4,,,s", ",a,,NLP,2020,3,,,s"];
    check(&beside, &asked(2020, 2020), &["a 1 7"]);
    // Another year holds nothing of this one.
    let years = [",a,,,2019,10,,,s", ",a,ACL,,2020,4,,,s"];
    check(&years, &asked(2019, 2020), &["a 1 14"]);
    // An organization's own row holds those of its people.
    let people = [",a,,,2020,10,5,,s", "p,a,,,2020,4,2,,s"];
    check(&people, &adjusted(2020, 2020), &["a 1 5"]);
}

#[test]
fn parts_count_for_the_topmost_when_rolled_up() {
    let papers = [",c,,,2020,3,,,s", ",b,ACL,,2020,2,,,s", ",d,,,2020,4,,,s"];
    check(&papers, &asked(2020, 2020), &["d 1 4", "c 2 3", "b 3 2"]);
    check(&papers, &rolled_up(2020, 2020), &["a 1 5", "d 2 4"]);
}

#[test]
fn a_parent_and_its_part_are_not_counted_twice_when_rolled_up() {
    let papers =
        [",a,,,2020,10,,,s", ",c,,,2020,3,,,s", ",c,ACL,,2021,3,,,s", ",a,ICML,,2021,1,,,s"];
    check(&papers, &asked(2020, 2020), &["a 1 10", "c 2 3"]);
    check(&papers, &rolled_up(2020, 2020), &["a 1 10"]);
    // Other venues are other papers.
    check(&papers, &rolled_up(2021, 2021), &["a 1 4"]);
}

#[test]
fn organizations_that_are_parts_of_each_other_count_for_the_first_by_key() {
    let papers = [",x,,,2020,1,,,s", ",y,ACL,,2020,2,,,s", ",y,,,2021,5,,,s"];
    check(&papers, &rolled_up(2020, 2020), &["x 1 1"]);
    check(&papers, &rolled_up(2021, 2021), &["x 1 5"]);
    check(&papers, &asked(2020, 2020), &["y 1 2", "x 2 1"]);
}

#[test]
fn the_total_holds_the_papers_of_parts_once() {
    let papers = [",a,,,2020,10,,,s", ",c,,,2020,3,,,s", ",d,,,2020,10,,,s"];
    let apart = ranking(&papers, &asked(2020, 2020));
    let together = ranking(&papers, &rolled_up(2020, 2020));
    assert_eq!((apart.total, together.total), (20.0, 20.0));
    assert_eq!((apart.ranked, together.ranked), (3, 2));
}

#[test]
fn equal_numbers_have_equal_ranks_and_the_next_ones_are_left_out() {
    let papers = [
        ",e,,,2020,1,,,s",
        ",d,,,2020,2,,,s",
        ",b,,,2020,2,,,s",
        ",a,,,2020,3,,,s",
        ",c,,,2020,0,,,s",
    ];
    check(&papers, &asked(2020, 2020), &["a 1 3", "b 2 2", "d 2 2", "e 4 1", "c 5 0"]);
    let page = RankingRequest { offset: 2, first: 2, ..asked(2020, 2020) };
    check(&papers, &page, &["d 2 2", "e 4 1"]);
    assert_eq!(ranking(&papers, &page).ranked, 5);
}

#[test]
fn the_rank_before_is_that_in_the_span_of_equal_length_just_before() {
    let papers = [
        ",a,,,2016,100,,,s",
        ",a,,,2017,1,,,s",
        ",d,,,2018,5,,,s",
        ",a,,,2019,2,,,s",
        ",d,,,2020,1,,,s",
        ",e,,,2020,1,,,s",
    ];
    let found = ranking(&papers, &asked(2019, 2020));
    assert_eq!(found.previous, (2017, 2018));
    let before: Vec<_> = found.entries.iter().map(|it| it.previous.map(|it| it.rank)).collect();
    assert_eq!(before, [Some(2), Some(1), None]);
}

#[test]
fn each_year_of_the_span_has_its_own_ranks() {
    let papers = [",a,,,2019,2,,,s", ",a,,,2020,3,,,s", ",d,,,2020,4,,,s", ",e,,,2018,9,,,s"];
    let found = ranking(&papers, &asked(2019, 2021));
    let ranks = |at: usize| -> Vec<_> {
        found.entries[at].years.iter().map(|it| (it.0, it.1.rank)).collect()
    };
    assert_eq!((ranks(0), ranks(1)), (vec![(2019, 1), (2020, 2)], vec![(2020, 1)]));
}

#[test]
fn rows_and_organizations_are_chosen_by_filters() {
    let papers = [",a,,,2020,10,,,s", ",a,,NLP,2020,4,,,s", ",c,,NLP,2020,5,,,s"];
    let snapshot = snapshot(&papers);
    let field = |table: &str, name: &str| snapshot.frame(place(table)).table().field(name).unwrap();
    let area = Filter::Field(field("Publication", "area"), Test::IsNull(false));
    let of_area = RankingRequest { rows: Some(area), ..asked(2020, 2020) };
    check(&papers, &of_area, &["c 1 5", "a 2 4"]);
    let parts = Filter::Field(field("Organization", "parent"), Test::IsNull(false));
    let of_parts = RankingRequest { among: Some(parts), ..asked(2020, 2020) };
    check(&papers, &of_parts, &["c 1 5"]);
    let found = rank(&snapshot, &of_parts).unwrap();
    assert_eq!((found.total, found.coverage.not_ranked), (5.0, 2));
}

#[test]
fn a_span_that_is_none_is_told_what_would_be_right() {
    let snapshot = snapshot(&[]);
    let why = |from, to| rank(&snapshot, &asked(from, to)).unwrap_err().to_string();
    assert_eq!(why(2021, 2020), "`from` is 2021 and `to` is 2020: write the earlier year first");
    assert_eq!(why(1900, 2000), "the span from 1900 to 2000 has 101 years: the limit is 100");
    assert_eq!(rank(&snapshot, &asked(1901, 2000)).map(|it| it.ranked), Ok(0));
}

#[test]
fn a_ranking_is_asked_for_with_its_rows_its_share_and_what_was_left_out() {
    let organizations = "key,name,kind,parent,source\n\
        o,O,COMPANY,,s\nlab,Lab,COMPANY,o,s\nu,清华,UNIVERSITY,,s\n";
    let papers = "key,organization,venue,year,papers,precision,source\n\
        a,o,,2019,3,,s\nb,lab,ACL,2020,6,,s\nc,u,,2020,2,ABOUT,s\nd,u,,2019,5,,s\ne,u,,,900,,s\n";
    let query = "{ publicationRanking(from: 2020, to: 2020, rollUp: true) {
        totalCount total previousFrom previousTo
        coverage { counted inexact explanation }
        nodes {
            organization { name } rank papers share previousRank previousPapers change
            ranks { year rank papers }
            publications(first: 1) { totalCount nodes { key organization { name } } }
        } } }";
    let files = [("organizations", organizations), ("publications", papers)];
    let mut answer = computed::asked(&files, query);
    let expected = json!({
        "totalCount": 2, "total": 8, "previousFrom": 2019, "previousTo": 2019,
        "coverage": {
            "counted": 2, "inexact": 1,
            "explanation": "Counted: 2 rows. Left out: 1 without a year.",
        },
        "nodes": [
            {
                "organization": { "name": "O" }, "rank": 1, "papers": 6, "share": 0.75,
                "previousRank": 2, "previousPapers": 3, "change": 1,
                "ranks": [{ "year": 2020, "rank": 1, "papers": 6 }],
                "publications": {
                    "totalCount": 1, "nodes": [{ "key": "b", "organization": { "name": "Lab" } }],
                },
            },
            {
                "organization": { "name": "清华" }, "rank": 2, "papers": 2, "share": 0.25,
                "previousRank": 1, "previousPapers": 5, "change": -1,
                "ranks": [{ "year": 2020, "rank": 2, "papers": 2 }],
                "publications": {
                    "totalCount": 1, "nodes": [{ "key": "c", "organization": { "name": "清华" } }],
                },
            },
        ],
    });
    assert_eq!(answer["publicationRanking"].take(), expected);
}

fn paper() -> impl Strategy<Value = String> {
    let person = prop::sample::select(vec!["", "", "", "p", "q"]);
    let organization = prop::sample::select(vec!["", "a", "b", "c", "d", "x", "y"]);
    let venue = prop::sample::select(vec!["", "ACL", "ICML"]);
    let area = prop::sample::select(vec!["", "NLP", "视觉"]);
    let year = prop::sample::select(vec!["", "2017", "2018", "2019", "2020", "2021"]);
    let numbers = (0..6u32, prop::sample::select(vec!["", "0.1", "0.25", "1", "0.333333"]));
    let told = prop::sample::select(vec![",s", ",t", ",u", "2019,s", "2021,t", "2021-03,u"]);
    (person, organization, venue, area, year, numbers, told).prop_map(
        |(person, organization, venue, area, year, (count, adjusted), told)| {
            format!("{person},{organization},{venue},{area},{year},{count},{adjusted},{told}")
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(600) })]

    #[test]
    fn rankings_are_those_of_the_oracle(
        papers in prop::collection::vec(paper(), 0..30),
        span in prop::sample::select(vec![(2019, 2020), (2020, 2020), (2018, 2021)]),
        roll_up: bool,
        is_adjusted: bool,
    ) {
        let papers: Vec<&str> = papers.iter().map(String::as_str).collect();
        let by = if is_adjusted { RankedBy::AdjustedPapers } else { RankedBy::Papers };
        let asked = RankingRequest { by, roll_up, ..asked(span.0, span.1) };
        let snapshot = snapshot(&papers);
        let found = rank(&snapshot, &asked).unwrap();
        let expected = oracle::rank(&papers, &asked);
        prop_assert_eq!(entries(&snapshot, &found), expected.entries);
        let before: Vec<Option<u32>> =
            found.entries.iter().map(|it| it.previous.map(|it| it.rank)).collect();
        prop_assert_eq!(before, expected.before);
        prop_assert_eq!(found.total.to_bits(), expected.total.to_bits());
        prop_assert_eq!(found.coverage, expected.coverage);
        let rows: u64 = found.entries.iter().map(|it| it.rows.len()).sum();
        prop_assert_eq!(rows, u64::from(found.coverage.counted));
    }
}
