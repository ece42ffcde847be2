//! The Research Organization Registry.

use std::collections::HashMap;

use bole::catalog::Row;
use serde_json::{Value, json};

use super::read::{cell, importer, read, rows, told, whole, written};

/// A record with these members in the place of those of a plain one.
fn record(members: Value) -> Value {
    let mut record = json!({
        "id": "https://ror.org/0test0147",
        "names": [{"value": "Nowhere University", "types": ["ror_display", "label"], "lang": "en"}],
        "types": ["education"],
        "status": "active",
        "established": null,
        "domains": [], "links": [], "locations": [], "external_ids": [], "relationships": [],
        "admin": {"last_modified": {"date": "2025-11-24", "schema_version": "2.1"}},
    });
    let Value::Object(members) = members else { panic!("members are an object") };
    record.as_object_mut().unwrap().extend(members);
    record
}

/// The columns of the organization that a record becomes.
fn columns(members: Value, names: &[&str]) -> Vec<String> {
    let records = read("ror", &record(members).to_string());
    let organizations = rows(&records, "Organization");
    assert_eq!(organizations.len(), 1);
    names.iter().map(|it| cell(organizations[0], it)).collect()
}

/// What is left out of a record.
fn left_out(members: Value) -> Vec<String> {
    let records = read("ror", &record(members).to_string());
    records[0].as_ref().unwrap().left_out.iter().map(told).collect()
}

fn name(value: &str, types: &[&str], lang: Option<&str>) -> Value {
    json!({"value": value, "types": types, "lang": lang})
}

#[test]
fn a_record_becomes_an_organization() {
    let members = json!({
        "established": 970,
        "domains": ["Nowhere.example"],
        "links": [
            {"type": "wikipedia", "value": "https://en.wikipedia.org/wiki/Nowhere"},
            {"type": "website", "value": "https://nowhere.example"},
        ],
        "locations": [{"geonames_id": 1, "geonames_details": {
            "country_code": "CN", "country_name": "China",
            "country_subdivision_name": "Beijing", "name": "Beijing",
        }}],
    });
    let names = [
        "key",
        "name",
        "kind",
        "country",
        "region",
        "city",
        "founded",
        "status",
        "website",
        "domains",
        "external_keys",
        "as_of",
        "source",
        "note",
    ];
    let expected = [
        "ror-0test0147",
        "Nowhere University",
        "UNIVERSITY",
        "CN",
        "Beijing",
        "Beijing",
        "0970",
        "ACTIVE",
        "https://nowhere.example",
        "nowhere.example",
        "ror:0test0147",
        "2025-11-24",
        "ror",
        "",
    ];
    assert_eq!(columns(members, &names), expected);
}

#[test]
fn names_are_told_apart_by_language_and_type() {
    let members = json!({"names": [
        name("NU", &["acronym"], None),
        name("Universidad de Ninguna Parte", &["label", "ror_display"], Some("es")),
        name("Nowhere University ", &["label"], Some("en")),
        name("无名大学", &["label"], Some("zh")),
        name("無名大學", &["label"], Some("zh")),
        name("Wúmíng Dàxué", &["alias"], Some("zh")),
        name("NU", &["alias"], Some("en")),
        name("Nowhere &amp; Co", &["alias"], None),
    ]});
    let expected = [
        "Nowhere University",
        "无名大学",
        "NU|Universidad de Ninguna Parte|無名大學|Wúmíng Dàxué|Nowhere & Co",
    ];
    assert_eq!(columns(members, &["name", "name_zh", "aliases"]), expected);
}

#[test]
fn an_organization_with_a_chinese_name_only_has_no_other() {
    let members = json!({"names": [name("无名大学", &["label", "ror_display"], Some("zh"))]});
    assert_eq!(columns(members, &["name", "name_zh", "aliases"]), ["", "无名大学", ""]);
    let members = json!({"names": [
        name("Wuming", &["label"], Some("zh")),
        name("無名社", &["label", "ror_display"], Some("ja")),
    ]});
    assert_eq!(columns(members, &["name", "name_zh", "aliases"]), ["無名社", "", "Wuming"]);
}

#[test]
fn a_company_is_known_without_its_country_too() {
    let members = json!({
        "types": ["company"],
        "names": [name("Nowhere (Japan)", &["label", "ror_display"], Some("en"))],
        "locations": [{"geonames_details": {"country_code": "JP", "country_name": "Japan"}}],
    });
    let expected = ["Nowhere (Japan)", "Nowhere", "COMPANY"];
    assert_eq!(columns(members, &["name", "aliases", "kind"]), expected);
}

#[test]
fn of_several_types_one_is_the_kind_and_all_are_noted() {
    for (types, kind, note) in [
        (json!(["education"]), "UNIVERSITY", ""),
        (json!(["funder", "education"]), "UNIVERSITY", "Types in ROR: funder, education."),
        (json!(["facility"]), "INSTITUTE", ""),
        (json!(["government"]), "GOVERNMENT", ""),
        (json!(["nonprofit"]), "NONPROFIT", ""),
        (json!(["healthcare"]), "NONPROFIT", "Types in ROR: healthcare."),
        (json!(["archive"]), "NONPROFIT", "Types in ROR: archive."),
        (json!(["other"]), "NONPROFIT", "Types in ROR: other."),
        (json!(["company", "facility"]), "COMPANY", "Types in ROR: company, facility."),
    ] {
        assert_eq!(columns(json!({"types": types}), &["kind", "note"]), [kind, note]);
    }
}

#[test]
fn the_first_parent_is_kept_and_other_relations_are_not() {
    let relation = |kind: &str, id: &str| json!({"type": kind, "label": "x", "id": id});
    let members = json!({"relationships": [
        relation("successor", "https://ror.org/0test0341"),
        relation("child", "https://ror.org/0test0341"),
        relation("parent", "https://ror.org/0test0244"),
        relation("parent", "https://ror.org/0test0341"),
    ]});
    assert_eq!(columns(members.clone(), &["parent"]), ["ror-0test0244"]);
    let expected = ["1: relationships: of 2 parents only the first is kept"];
    assert_eq!(left_out(members), expected);
}

#[test]
fn identifiers_are_checked_and_of_several_the_preferred_one_is_kept() {
    let entry = |kind: &str, preferred: Option<&str>, all: &[&str]| json!({"type": kind, "preferred": preferred, "all": all});
    let members = json!({"external_ids": [
        entry("wikidata", Some("Q16955"), &["Q1", "Q16955"]),
        entry("isni", None, &["0000 0001 2103 2683", "0000 0001 2103 2684"]),
        entry("fundref", None, &["501100004147"]),
        entry("fundref", Some("10"), &["10"]),
        entry("grid", None, &["grid.12527.33"]),
    ]});
    let expected = "ror:0test0147|wikidata:Q16955|isni:0000000121032683|doi:10.13039/501100004147";
    assert_eq!(columns(members.clone(), &["external_keys"]), [expected]);
    let left_out = left_out(members);
    assert_eq!(left_out.len(), 2, "{left_out:?}");
    assert!(left_out[0].contains("`0000000121032684` is no isni identifier"), "{left_out:?}");
    assert!(left_out[1].contains("`10` is no doi identifier"), "{left_out:?}");
}

#[test]
fn what_can_be_done_without_is_left_out_and_told() {
    let members = json!({
        "status": "asleep",
        "established": 99999,
        "links": [{"type": "website", "value": "nowhere"}],
        "locations": [{"geonames_details": {"country_code": "ZZ"}}, {}],
    });
    let found = left_out(members.clone());
    let places = ["locations", "country_code", "established", "status", "links"];
    let told: Vec<&str> = found.iter().map(|it| it.split(": ").nth(1).unwrap()).collect();
    assert_eq!(told, places, "{found:?}");
    let soon = left_out(json!({"established": "soon"}));
    assert!(soon[0].contains("established: ") && soon[0].contains("soon"), "{soon:?}");
    let columns = columns(members, &["status", "founded", "website", "country"]);
    assert!(columns.iter().all(String::is_empty), "{columns:?}");
}

#[test]
fn withdrawn_and_inactive_organizations_stay_and_say_so() {
    assert_eq!(columns(json!({"status": "withdrawn"}), &["status"]), ["WITHDRAWN"]);
    assert_eq!(columns(json!({"status": "inactive"}), &["status"]), ["INACTIVE"]);
}

#[test]
fn what_must_be_there_is_asked_for_by_name() {
    let fault = |record: Value| told(read("ror", &record.to_string())[0].as_ref().unwrap_err());
    let old = json!({"id": "https://ror.org/0test0147", "name": "X", "types": ["Education"]});
    let expected = "1: name: is a record of schema v1: read the file of the release whose name ends \
                    in `_schema_v2.json`";
    assert_eq!(fault(old), expected);
    assert!(fault(record(json!({"id": "0test0148"}))).starts_with("1: id: `0test0148` is no ror"));
    assert_eq!(fault(record(json!({"names": []}))), "1: names: holds no name, but must");
    let types = fault(record(json!({"types": ["castle"]})));
    assert!(types.starts_with("1: types: `castle` is no known type"), "{types}");
}

#[test]
fn a_later_release_gives_a_row_of_the_same_key() {
    let key = |members: Value| columns(members, &["key"]);
    assert_eq!(key(json!({})), key(json!({"status": "inactive", "types": ["company"]})));
}

#[test]
fn a_release_and_a_page_of_the_api_are_read_alike() {
    let (one, other) = (record(json!({})), record(json!({"id": "https://ror.org/0test0244"})));
    let lines = format!("{one}\n{other}\n");
    let release = format!("{:#}", json!([one, other]));
    let page = json!({"number_of_results": 2, "items": [one, other], "meta": {}}).to_string();
    let keys = |text: &str| -> Vec<String> {
        rows(&read("ror", text), "Organization").into_iter().map(|it| cell(it, "key")).collect()
    };
    assert_eq!(keys(&lines), ["ror-0test0147", "ror-0test0244"]);
    assert_eq!(keys(&lines), keys(&release));
    assert_eq!(keys(&lines), keys(&page));
}

/// The numbers are what Python's `json` module counts in the file.
#[test]
fn the_whole_file_is_read() {
    let Some(text) = whole("ror/ror_v2_education_company_upto_v2.6.jsonl") else { return };
    let records: Vec<_> = (importer("ror").read)(text).collect();
    let all: Vec<_> = rows(&records, "Organization").into_iter().map(Row::texts).collect();
    assert_eq!((records.len(), all.len()), (14_401, 14_401));
    let count = |column: &str, is_it: fn(&str) -> bool| {
        all.iter().filter(|it| is_it(&written(it, column))).count()
    };
    let is_given: fn(&str) -> bool = |it| !it.is_empty();
    assert_eq!(count("kind", |it| it == "UNIVERSITY"), 10_211);
    assert_eq!(count("kind", |it| it == "COMPANY"), 4_190);
    assert_eq!(count("note", is_given), 2_739);
    assert_eq!(count("status", |it| it == "INACTIVE"), 249);
    assert_eq!(count("status", |it| it == "WITHDRAWN"), 80);
    assert_eq!(count("founded", is_given), 10_593);
    assert_eq!(count("parent", is_given), 1_657);
    assert_eq!(count("website", is_given), 13_409);
    assert_eq!(count("name_zh", is_given), 687);
    assert_eq!(count("country", |it| it == "JP"), 2_119);
    assert_eq!(count("country", |it| it == "CN"), 711);
    let keys = |scheme: &str| -> usize {
        all.iter().map(|it| written(it, "external_keys").matches(scheme).count()).sum()
    };
    assert_eq!(keys("isni:"), 8_584);
    assert_eq!(keys("wikidata:"), 8_590);
    assert_eq!(keys("doi:"), 3_147);
    let mut left_out: HashMap<&str, usize> = HashMap::new();
    for wrong in records.iter().flat_map(|it| &it.as_ref().unwrap().left_out) {
        *left_out.entry(&*wrong.column).or_default() += 1;
    }
    let expected = [("locations", 57), ("relationships", 86), ("external_ids", 4)];
    assert_eq!(left_out, HashMap::from(expected));
    let tsinghua = all.iter().find(|it| written(it, "key") == "ror-03cve4549").unwrap();
    for (column, expected) in [
        ("name", "Tsinghua University"),
        ("name_zh", "清华大学"),
        ("aliases", "THU"),
        ("founded", "1911"),
        ("domains", "tsinghua.edu.cn"),
        ("as_of", "2026-02-24"),
        (
            "external_keys",
            "ror:03cve4549|doi:10.13039/501100004147|isni:0000000106623178|wikidata:Q16955",
        ),
    ] {
        assert_eq!(written(tsinghua, column), expected);
    }
}
