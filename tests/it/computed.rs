//! What is computed from rows: ages, spells, pay, audits, on small graphs made for each.
#![expect(clippy::unwrap_used, reason = "a test may stop where it stands")]

use std::{fs, sync::Arc};

use bole::{
    auth::Viewer,
    graphql::{Api, Request},
    import,
    live::Live,
};
use serde_json::{Value, json};

use crate::graph::{now, reason};

const SOURCES: &str = "key,title,kind\ns,A source,DATASET\n";
const ORGANIZATIONS: &str = "key,name,kind,source\no,An organization,UNIVERSITY,s\n";

/// The answer's data from a graph of these files, and of a source and an organization.
pub(crate) fn asked(files: &[(&str, &str)], query: &str) -> Value {
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in [("sources", SOURCES), ("organizations", ORGANIZATIONS)].iter().chain(files)
    {
        fs::write(folder.path().join(name).with_extension("csv"), text).unwrap();
    }
    let data = tempfile::tempdir().unwrap();
    let live = Live::open(data.path()).unwrap();
    live.commit(import::folder(folder.path()).unwrap(), reason()).unwrap();
    let answer = Api::new(Arc::new(live), now).execute(Request::new(query), &Viewer::local());
    let mut answer: Value = serde_json::from_slice(&answer.body).unwrap();
    assert!(answer.get("errors").is_none(), "{answer}");
    answer["data"].take()
}

/// `min` and `max` of what a person born at a date is at another.
fn age(birth: &str, on: &str) -> Value {
    let people = format!("key,name,birth_date,source\np,P,{birth},s\n");
    let query = format!("{{ people {{ nodes {{ age(on: \"{on}\") {{ min max }} }} }} }}");
    let answer = asked(&[("people", &people)], &query);
    let age = &answer["people"]["nodes"][0]["age"];
    if age.is_null() { Value::Null } else { json!([age["min"], age["max"]]) }
}

#[test]
fn an_age_is_a_span_where_dates_are_partial() {
    assert_eq!(age("1985-06-15", "2023-06-14"), json!([37, 37]));
    assert_eq!(age("1985-06-15", "2023-06-15"), json!([38, 38]));
    assert_eq!(age("1985", "2023"), json!([37, 38]));
    assert_eq!(age("1985-06", "2023-06"), json!([37, 38]));
    assert_eq!(age("2023", "2023-02"), json!([0, 0]));
    assert_eq!(age("2024", "2023"), Value::Null);
    assert_eq!(age("", "2023"), Value::Null);
}

/// Tenure and currentness at a date of a spell from one date to another, which may have ended.
fn spell(dates: &str, on: &str) -> Value {
    let people = "key,name,source\np,P,s\n";
    let spells = format!("key,person,organization,start,end,ending,source\ne,p,o,{dates},s\n");
    let query = format!(
        "{{ employments {{ nodes {{ tenure(on: \"{on}\") {{ min max }} isCurrent(on: \"{on}\") }} }} }}"
    );
    let answer = asked(&[("people", people), ("employments", &spells)], &query);
    let spell = &answer["employments"]["nodes"][0];
    json!([spell["tenure"]["min"], spell["tenure"]["max"], spell["isCurrent"]])
}

#[test]
fn a_spell_lasts_as_long_as_its_dates_allow() {
    assert_eq!(spell("2016-01-01,2018-01-01,", "2023"), json!([2, 2, false]));
    assert_eq!(spell("2016,2018,", "2023"), json!([1, 3, false]));
    assert_eq!(spell("2016-01-01,,", "2018-01-01"), json!([2, 2, true]));
    assert_eq!(spell("2016-01-01,,ENDED", "2018-01-01"), json!([0, 2, null]));
    assert_eq!(spell("2019,,", "2018"), json!([null, null, false]));
    assert_eq!(spell(",,", "2018"), json!([null, null, true]));
    assert_eq!(spell(",2017,", "2018"), json!([null, null, false]));
    assert_eq!(spell("2018,,", "2018"), json!([0, 1, null]));
}

#[test]
fn a_spell_that_is_over_has_ended_when_its_source_knew_of_it() {
    let people = "key,name,source\np,P,s\n";
    let spells = "key,person,organization,start,ending,as_of,source\n\
        e,p,o,2010-01-01,MOVED,2016-01-01,s\n";
    let query = "{ employments { nodes { tenure(on: \"2023-03\") { min max }
        before: isCurrent(on: \"2015\") after: isCurrent(on: \"2023-03\") } }
        people { nodes { experience(on: \"2023-03\") { min max } } } }";
    let answer = asked(&[("people", people), ("employments", spells)], query);
    assert_eq!(
        answer["employments"]["nodes"],
        json!([{ "tenure": { "min": 0, "max": 6 }, "before": null, "after": false }])
    );
    assert_eq!(answer["people"]["nodes"], json!([{ "experience": { "min": 0, "max": 6 } }]));
}

#[test]
fn time_in_two_spells_at_once_is_experience_once() {
    let people = "key,name,source\np,P,s\nq,Q,s\n";
    let spells = "key,person,organization,start,end,source\n\
        a,p,o,2010-01-01,2014-01-01,s\n\
        b,p,o,2012-01-01,2016-01-01,s\n\
        c,p,o,2020-01-01,,s\n";
    let query = "{ people { nodes { experience(on: \"2021-01-01\") { min max mid } } } }";
    let answer = asked(&[("people", people), ("employments", spells)], query);
    assert_eq!(
        answer["people"]["nodes"],
        json!([{ "experience": { "min": 7, "max": 7, "mid": 7 } }, { "experience": null }])
    );
}

#[test]
fn the_highest_degree_is_the_highest_known() {
    let people = "key,name,source\np,P,s\nq,Q,s\n";
    let educations = "key,person,institution,degree,source\n\
        a,p,o,MASTER,s\nb,p,o,BACHELOR,s\nc,p,o,,s\nd,q,o,,s\n";
    let query = "{ people { nodes { highestDegree } } }";
    let answer = asked(&[("people", people), ("educations", educations)], query);
    assert_eq!(
        answer["people"]["nodes"],
        json!([{ "highestDegree": "MASTER" }, { "highestDegree": null }])
    );
}

#[test]
fn pay_is_for_a_whole_year_whatever_the_period() {
    let records = "key,basis,low,high,precision,currency,period,months,year,source\n\
        a,POSTED,10,20,EXACT,USD,HOUR,,2020,s\n\
        b,POSTED,100,,EXACT,USD,DAY,,2020,s\n\
        c,POSTED,100,,EXACT,USD,WEEK,,2020,s\n\
        d,POSTED,100.5,,EXACT,USD,MONTH,,2020,s\n\
        e,POSTED,900,,EXACT,USD,YEAR,9,2020,s\n\
        f,POSTED,900,,EXACT,EUR,YEAR,,,s\n";
    let rates = "key,kind,currency,date,value,source\n\
        cny,EXCHANGE_RATE,CNY,2020,7,s\neur,EXCHANGE_RATE,EUR,2020,0.5,s\n";
    let query = "{ salaryRecords { nodes { pay { low high mid }
        inYuan: pay(in: {currency: \"CNY\"}) { low missing } } } }";
    let answer = asked(&[("salary_records", records), ("rates", rates)], query);
    let nodes = answer["salaryRecords"]["nodes"].as_array().unwrap();
    let yearly: Vec<&Value> = nodes.iter().map(|it| &it["pay"]["low"]).collect();
    assert_eq!(json!(yearly), json!([20_800, 26_000, 5_200, 1_206, 1_200, 900]));
    assert_eq!(nodes[0]["pay"], json!({ "low": 20_800, "high": 41_600, "mid": 31_200 }));
    assert_eq!(nodes[4]["inYuan"], json!({ "low": 8_400, "missing": null }));
    let why = "the record names no year whose rates could be taken";
    assert_eq!(nodes[5]["inYuan"], json!({ "low": null, "missing": why }));
}

/// The verdicts on the figures of a team, in order of their keys.
fn verdicts(figures: &str) -> Value {
    let teams = "key,name,source\nt,A team,s\n";
    let header = "key,about,topic,measure,dimension,category,value,unit,start,source\n";
    let query = "{ figures { nodes { audit { verdict } } } }";
    let answer = asked(&[("teams", teams), ("figures", &format!("{header}{figures}"))], query);
    let nodes = answer["figures"]["nodes"].as_array().unwrap();
    nodes.iter().map(|it| it["audit"]["verdict"].clone()).collect()
}

#[test]
fn counts_that_make_the_headcount_are_consistent_and_others_are_not() {
    let figures = |all: u32| {
        format!(
            "a,Team:t,T,HEADCOUNT,,,{all},PEOPLE,2020,s\n\
             b,Team:t,T,COUNT,HIGHEST_DEGREE,bachelor,6,PEOPLE,2020,s\n\
             c,Team:t,T,COUNT,HIGHEST_DEGREE,unknown,4,PEOPLE,2020,s\n\
             d,Team:t,T,SHARE,HIGHEST_DEGREE,bachelor,60,PERCENT,2020,s\n\
             e,Team:t,T,HEADCOUNT,,,50,PEOPLE,2021,s\n"
        )
    };
    let yes = "CONSISTENT";
    assert_eq!(verdicts(&figures(10)), json!([yes, yes, yes, yes, "NOT_CHECKABLE"]));
    let no = "CONTRADICTED";
    assert_eq!(verdicts(&figures(11)), json!([no, no, no, yes, "NOT_CHECKABLE"]));
}

#[test]
fn a_part_that_is_more_than_the_whole_is_a_contradiction() {
    let figures = "a,Team:t,T,HEADCOUNT,,,5,PEOPLE,2020,s\n\
        b,Team:t,T,COUNT,ALMA_MATER,somewhere,6,PEOPLE,2020,s\n\
        c,Team:t,T,COUNT,ALMA_MATER,elsewhere,2,PEOPLE,2020,s\n\
        d,Team:t,T,COUNT,ALMA_MATER,nowhere,,PEOPLE,2020,s\n";
    let open = "NOT_CHECKABLE";
    assert_eq!(verdicts(figures), json!([open, "CONTRADICTED", open, open]));
}
