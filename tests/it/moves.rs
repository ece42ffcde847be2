//! Questions about moves as clients ask them, on a small graph made for them.

use serde_json::{Value, json};

use crate::computed::asked;

const ORGANIZATIONS: &str = "key,name,name_zh,kind,parent,country,source\n\
    toronto,University of Toronto,多伦多大学,UNIVERSITY,,CA,s\n\
    alphabet,Alphabet,,COMPANY,,US,s\n\
    google,Google,谷歌,COMPANY,alphabet,US,s\n\
    deepmind,DeepMind,,COMPANY,alphabet,GB,s\n\
    openai,OpenAI,,RESEARCH_COMPANY,,US,s\n\
    baidu,Baidu,百度,COMPANY,,CN,s\n";
const PEOPLE: &str = "key,name,name_zh,source\na,A,甲,s\nb,B,乙,s\nc,C,丙,s\n";
const EDUCATIONS: &str = "key,person,institution,degree,start,end,source\n\
    a,a,toronto,DOCTORATE,2007,2012,s\n\
    b,b,toronto,MASTER,2010,2012,s\n";
const EMPLOYMENTS: &str = "key,person,organization,role,start,end,ending,source\n\
    a1,a,google,RESEARCHER,2013-03,2015-12,MOVED,s\n\
    a2,a,openai,FOUNDER,2015-12-11,,,s\n\
    b1,b,google,ENGINEER,2013,2014,,s\n\
    b2,b,deepmind,RESEARCHER,2015,2017,,s\n\
    b3,b,openai,RESEARCHER,2018-02,2020,,s\n\
    b4,b,google,ENGINEER,2021,,,s\n\
    c1,c,baidu,LEAD,,,,s\n\
    c2,c,openai,ENGINEER,2016,,ENDED,s\n";

fn answer(query: &str) -> Value {
    let files = [
        ("organizations", ORGANIZATIONS),
        ("people", PEOPLE),
        ("educations", EDUCATIONS),
        ("employments", EMPLOYMENTS),
    ];
    asked(&files, query)
}

#[test]
fn who_left_one_organization_for_another_is_told_with_the_people() {
    let query = "{
        direct: talentFlows(from: \"Organization:google\", to: \"Organization:openai\") {
            nodes { count people { nodes { name(locale: ZH) } } } moves undated
            undatedPeople { nodes { name } }
        }
        rolled: talentFlows(
            from: \"Organization:google\", to: \"Organization:openai\", by: ROOT_ORGANIZATION
        ) {
            nodes {
                from { organization { name } country } to { organization { id } }
                count back share
                people(where: { employments: { some: { role: { eq: FOUNDER } } } }) {
                    totalCount nodes { name }
                }
            }
        }
    }";
    let direct = json!({
        "nodes": [{ "count": 1, "people": { "nodes": [{ "name": "甲" }] } }],
        "moves": 4,
        "undated": 1,
        "undatedPeople": { "nodes": [{ "name": "C" }] },
    });
    let flow = json!({
        "from": { "organization": { "name": "Alphabet" }, "country": null },
        "to": { "organization": { "id": "Organization:openai" } },
        "count": 2,
        "back": 1,
        "share": 2.0 / 3.0,
        "people": { "totalCount": 1, "nodes": [{ "name": "A" }] },
    });
    assert_eq!(answer(query), json!({ "direct": direct, "rolled": { "nodes": [flow] } }));
}

#[test]
fn flows_are_paged_and_cut_by_period_count_and_country() {
    let query = "{
        all: talentFlows(first: 1, offset: 1) {
            totalCount nodes { from { organization { key } } to { organization { key } } }
        }
        period: talentFlows(periodFrom: \"2015\", periodTo: \"2017\") { moves possible }
        often: talentFlows(minCount: 2, by: ROOT_ORGANIZATION) { totalCount }
        countries: talentFlows(by: COUNTRY, toCountry: \"GB\") {
            nodes { from { country organization { key } } to { country } count back }
        }
        researchers: talentFlows(where: { role: { eq: RESEARCHER } }) {
            nodes { from { organization { key } } to { organization { key } } }
        }
    }";
    let flow = |from: &str, to: &str| {
        let place = |key: &str| json!({ "organization": { "key": key } });
        json!({ "from": place(from), "to": place(to) })
    };
    let us = json!({ "country": "US", "organization": null });
    let expected = json!({
        "all": { "totalCount": 4, "nodes": [flow("google", "deepmind")] },
        "period": { "moves": 2, "possible": 0 },
        "often": { "totalCount": 1 },
        "countries": { "nodes": [
            { "from": us, "to": { "country": "GB" }, "count": 1, "back": 1 },
        ] },
        "researchers": { "nodes": [flow("deepmind", "openai")] },
    });
    assert_eq!(answer(query), expected);
}

#[test]
fn graduates_go_to_their_first_employer_or_to_any() {
    let query = "{
        first: educationFlows(from: \"Organization:toronto\") {
            nodes { to { organization { key } } count share people { totalCount } } counted
        }
        masters: educationFlows(studies: { degree: { eq: MASTER } }, employer: ANY, first: 1) {
            totalCount nodes { from { organization { name } } to { organization { key } } }
        }
        countries: educationFlows(by: COUNTRY, fromCountry: \"CA\") {
            nodes { from { country } to { country } count }
        }
    }";
    let google = json!({ "organization": { "key": "google" } });
    let expected = json!({
        "first": {
            "nodes": [{ "to": google, "count": 2, "share": 1, "people": { "totalCount": 2 } }],
            "counted": 2,
        },
        "masters": {
            "totalCount": 3,
            "nodes": [{
                "from": { "organization": { "name": "University of Toronto" } },
                "to": { "organization": { "key": "deepmind" } },
            }],
        },
        "countries": {
            "nodes": [{ "from": { "country": "CA" }, "to": { "country": "US" }, "count": 2 }],
        },
    });
    assert_eq!(answer(query), expected);
}

#[test]
fn retention_tells_apart_who_left_and_who_is_not_known_to() {
    let query = "{ retention(at: \"Organization:openai\", on: \"2020-01-01\", years: 3) {
        cohorts { year started after { years stayed left unknown pending least most } }
        unplaced
    } }";
    let after = |years: u32, counts: [u32; 4], shares: [Option<u32>; 2]| {
        json!({
            "years": years,
            "stayed": counts[0], "left": counts[1], "unknown": counts[2], "pending": counts[3],
            "least": shares[0], "most": shares[1],
        })
    };
    let stayed = |years| after(years, [1, 0, 0, 0], [Some(1), Some(1)]);
    let unknown = |years| after(years, [0, 0, 1, 0], [Some(0), Some(1)]);
    let pending = |years| after(years, [0, 0, 0, 1], [None, None]);
    let cohort =
        |year: u32, after: [Value; 3]| json!({ "year": year, "started": 1, "after": after });
    let cohorts = [
        cohort(2015, [stayed(1), stayed(2), stayed(3)]),
        cohort(2016, [unknown(1), unknown(2), unknown(3)]),
        cohort(2018, [stayed(1), pending(2), pending(3)]),
    ];
    assert_eq!(answer(query), json!({ "retention": { "cohorts": cohorts, "unplaced": 0 } }));
}

#[test]
fn who_was_there_on_a_day_is_certain_or_possible() {
    let members = |key: &str, on: &str| {
        let query = format!(
            "{{ organization(id: \"Organization:{key}\") {{ membersOn(on: \"{on}\") {{
                certain {{ nodes {{ key }} }} possible {{ nodes {{ key }} }}
            }} }} }}"
        );
        let answer = answer(&query);
        let keys = |which: &str| -> Vec<String> {
            let nodes = answer["organization"]["membersOn"][which]["nodes"].as_array().cloned();
            let keys = nodes.into_iter().flatten().map(|it| it["key"].to_string());
            keys.map(|it| it.trim_matches('"').to_owned()).collect()
        };
        (keys("certain").join(" "), keys("possible").join(" "))
    };
    let both = |certain: &str, possible: &str| (certain.to_owned(), possible.to_owned());
    assert_eq!(members("openai", "2019"), both("a b", "c"));
    assert_eq!(members("openai", "2020"), both("a", "b c"));
    assert_eq!(members("google", "2013"), both("", "a b"));
    assert_eq!(members("google", "2022-01-01"), both("b", ""));
    assert_eq!(members("baidu", "2022"), both("c", ""));
}
