//! Wikidata's items as JSON.

use serde_json::{Value, json};

use super::read::{cell, read, rows, told};

/// A value of a property that names an item.
fn item(property: &str, id: &str) -> Value {
    json!({"snaktype": "value", "property": property, "datatype": "wikibase-item", "datavalue": {
        "type": "wikibase-entityid",
        "value": {"entity-type": "item", "id": id, "numeric-id": id[1..].parse::<u64>().unwrap()},
    }})
}

/// A value that is a year; a month or a day where the precision is 10 or 11.
fn time(property: &str, time: &str, precision: u8) -> Value {
    json!({"snaktype": "value", "property": property, "datatype": "time", "datavalue": {
        "type": "time",
        "value": {
            "time": format!("{time}T00:00:00Z"), "timezone": 0, "before": 0, "after": 0,
            "precision": precision, "calendarmodel": "http://www.wikidata.org/entity/Q1985727",
        },
    }})
}

fn string(property: &str, text: &str) -> Value {
    json!({"snaktype": "value", "property": property, "datatype": "external-id",
        "datavalue": {"type": "string", "value": text}})
}

/// There is a value, but nobody knows it.
fn unknown(property: &str) -> Value {
    json!({"snaktype": "somevalue", "property": property, "datatype": "time"})
}

/// A statement of rank "normal".
fn statement(snak: Value) -> Value {
    ranked("normal", snak)
}

fn ranked(rank: &str, snak: Value) -> Value {
    let mut it = json!({"type": "statement", "rank": rank});
    it["mainsnak"] = snak;
    it
}

/// A statement with an id and qualifiers.
fn qualified(id: &str, snak: Value, qualifiers: &[Value]) -> Value {
    let mut it = statement(snak);
    it["id"] = id.into();
    for snak in qualifiers {
        let property = snak["property"].as_str().unwrap();
        let all = &mut it["qualifiers"][property];
        if all.is_null() {
            *all = json!([]);
        }
        all.as_array_mut().unwrap().push(snak.clone());
    }
    it
}

/// An item of a class, with a label, and with these statements.
fn entity(id: &str, class: &str, statements: &[Value]) -> Value {
    let mut claims = json!({"P31": [statement(item("P31", class))]});
    for it in statements {
        let property = it["mainsnak"]["property"].as_str().unwrap();
        if claims[property].is_null() {
            claims[property] = json!([]);
        }
        claims[property].as_array_mut().unwrap().push(it.clone());
    }
    json!({
        "type": "item", "id": id, "modified": "2025-03-04T05:06:07Z", "claims": claims,
        "labels": {"en": {"language": "en", "value": "Ada Example"}},
        "aliases": [], "descriptions": [], "sitelinks": {},
    })
}

fn human(statements: &[Value]) -> Value {
    entity("Q101", "Q5", statements)
}

/// The rows of a table that items become, as the values of these columns.
fn table(text: &Value, table: &str, columns: &[&str]) -> Vec<Vec<String>> {
    let records = read("wikidata", &text.to_string());
    let all = rows(&records, table).into_iter();
    all.map(|row| columns.iter().map(|it| cell(row, it)).collect()).collect()
}

/// The values of these columns of the first row of a table.
fn first(text: &Value, of: &str, columns: &[&str]) -> Vec<String> {
    table(text, of, columns).remove(0)
}

fn left_out(text: &Value) -> Vec<String> {
    let records = read("wikidata", &text.to_string());
    records.iter().flat_map(|it| &it.as_ref().unwrap().left_out).map(told).collect()
}

#[test]
fn a_human_becomes_a_person() {
    let mut entity = human(&[
        statement(time("P569", "+1950-07-09", 11)),
        statement(item("P27", "Q148")),
        statement(string("P856", "https://ada.example/")),
        statement(string("P496", "0000-0002-1825-0097")),
        statement(string("P1960", "AbCdEfGhIj-_")),
        statement(string("P2456", "71/4882")),
        statement(string("P213", "0000 0001 2103 2683")),
    ]);
    entity["descriptions"] = json!({
        "en": {"language": "en", "value": "computer scientist"},
        "zh": {"language": "zh", "value": "计算机科学家"},
    });
    let columns =
        ["key", "name", "headline", "headline_zh", "birth_date", "nationality", "website"];
    let expected = [
        "wikidata-q101",
        "Ada Example",
        "computer scientist",
        "计算机科学家",
        "1950-07-09",
        "CN",
        "https://ada.example/",
    ];
    assert_eq!(first(&entity, "Person", &columns), expected);
    let expected = [
        "wikidata:Q101|orcid:0000-0002-1825-0097|scholar:AbCdEfGhIj-_|dblp:71/4882|\
         isni:0000000121032683",
        "2025-03-04",
        "wikidata",
        "",
    ];
    assert_eq!(first(&entity, "Person", &["external_keys", "as_of", "source", "note"]), expected);
}

#[test]
fn an_external_key_with_a_wrong_check_digit_is_left_out_alone() {
    let entity = human(&[statement(string("P496", "0000-0002-1825-0098"))]);
    assert_eq!(first(&entity, "Person", &["external_keys"]), ["wikidata:Q101"]);
    assert!(left_out(&entity)[0].starts_with("1: P496: `0000-0002-1825-0098` is no orcid"));
}

/// The name, the Chinese name and the aliases of somebody with these labels and aliases.
fn names(mut labels: Value, aliases: Value) -> Vec<String> {
    let mut entity = human(&[]);
    for (language, label) in labels.as_object_mut().unwrap() {
        *label = json!({"language": language, "value": label});
    }
    entity["labels"] = labels;
    entity["aliases"] = aliases;
    first(&entity, "Person", &["name", "name_zh", "aliases"])
}

#[test]
fn names_are_taken_in_english_and_chinese() {
    let labels = json!({
        "de": "Ada Beispiel", "en": "Ada Example", "en-gb": "Ada Example", "zh": "艾達·例",
        "zh-hans": "艾达·例", "zh-tw": "愛達·例",
    });
    let aliases = json!({
        "en": [{"language": "en", "value": "A.  Example"}, {"language": "en", "value": "Ada E."}],
        "de": [{"language": "de", "value": "A. Beispiel"}],
        "zh": [{"language": "zh", "value": "艾达"}],
    });
    let expected = ["Ada Example", "艾达·例", "艾達·例|愛達·例|A. Example|Ada E.|艾达"];
    assert_eq!(names(labels, aliases), expected);
}

#[test]
fn a_label_for_all_languages_stands_in_for_the_english_one() {
    let labels = json!({"mul": "Ada Example", "fr": "Ada Exemple"});
    assert_eq!(names(labels, json!({})), ["Ada Example", "", ""]);
}

#[test]
fn a_label_in_chinese_only_is_the_only_name() {
    assert_eq!(names(json!({"zh": "艾达", "de": "Ada"}), json!([])), ["", "艾达", ""]);
    // Not every label that is said to be Chinese is written so.
    assert_eq!(names(json!({"zh": "Ada", "de": "Ada B."}), json!([])), ["Ada B.", "", "Ada"]);
}

#[test]
fn a_label_in_another_language_is_better_than_none() {
    let labels = json!({"ar": "آدا", "fr": "Ada Exemple", "ru": "Ада"});
    assert_eq!(names(labels, json!([]))[0], "Ada Exemple");
    assert_eq!(names(json!({"ru": "Ада"}), json!([]))[0], "Ада");
}

#[test]
fn an_item_without_a_label_has_its_number_for_a_name() {
    let mut entity = human(&[statement(time("P569", "+1950-00-00", 9))]);
    entity["labels"] = json!([]);
    let [name, birth, note] =
        first(&entity, "Person", &["name", "birth_date", "note"]).try_into().unwrap();
    assert_eq!((name.as_str(), birth.as_str()), ("Q101", "1950"));
    assert!(note.starts_with("Known by its number in Wikidata only"), "{note}");
}

#[test]
fn a_study_has_degree_and_dates() {
    let qualifiers = [
        time("P580", "+1968-09-00", 10),
        time("P582", "+1972-00-00", 9),
        item("P512", "Q752297"),
        item("P812", "Q21198"),
    ];
    let it =
        qualified("Q101$0E9C4724-C954-4698-84A7-5CE0D296A6F2", item("P69", "Q201"), &qualifiers);
    let entity = human(&[it]);
    let columns = ["key", "person", "institution", "degree", "start", "end"];
    let expected = [
        "wikidata-q101-0e9c4724-c954-4698-84a7-5ce0d296a6f2",
        "wikidata-q101",
        "wikidata-q201",
        "DOCTORATE",
        "1968-09",
        "1972",
    ];
    assert_eq!(first(&entity, "Education", &columns), expected);
    let school = first(&entity, "Organization", &["key", "name", "kind"]);
    assert_eq!(school, ["wikidata-q201", "Q201", "UNIVERSITY"]);
}

#[test]
fn a_later_file_changes_the_row_of_a_statement() {
    let of = |end: &[Value]| human(&[qualified("Q101$1", item("P108", "Q202"), end)]);
    let before = first(&of(&[]), "Employment", &["key", "end"]);
    let after = first(&of(&[time("P582", "+1999-00-00", 9)]), "Employment", &["key", "end"]);
    assert_eq!(before, ["wikidata-q101-1", ""]);
    assert_eq!(after, ["wikidata-q101-1", "1999"]);
}

#[test]
fn work_that_ended_nobody_knows_when_has_ended() {
    let of = |end: Value| human(&[qualified("Q101$1", item("P108", "Q202"), &[end])]);
    let columns = ["end", "ending"];
    assert_eq!(first(&of(unknown("P582")), "Employment", &columns), ["", "ENDED"]);
    let none = json!({"snaktype": "novalue", "property": "P582"});
    assert_eq!(first(&of(none), "Employment", &columns), ["", ""]);
}

#[test]
fn a_school_that_is_an_employer_too_is_a_university() {
    let entity = human(&[
        qualified("Q101$1", item("P108", "Q201"), &[]),
        qualified("Q101$2", item("P69", "Q201"), &[]),
        qualified("Q101$3", item("P108", "Q202"), &[]),
    ]);
    let expected = [["wikidata-q201", "UNIVERSITY"], ["wikidata-q202", "OTHER"]];
    assert_eq!(table(&entity, "Organization", &["key", "kind"]), expected);
}

#[test]
fn deprecated_statements_are_left_out() {
    let entity = human(&[
        ranked("deprecated", item("P69", "Q201")),
        ranked("deprecated", time("P569", "+1900-00-00", 9)),
        statement(time("P569", "+1950-00-00", 9)),
    ]);
    assert!(table(&entity, "Education", &["key"]).is_empty());
    assert_eq!(first(&entity, "Person", &["birth_date"]), ["1950"]);
}

#[test]
fn what_wikidata_prefers_is_taken_where_a_row_has_but_one() {
    let entity = human(&[
        statement(time("P569", "+1949-00-00", 9)),
        ranked("preferred", time("P569", "+1950-00-00", 9)),
        statement(item("P27", "Q30")),
        ranked("preferred", item("P27", "Q148")),
        ranked("preferred", item("P69", "Q201")),
        statement(item("P69", "Q202")),
    ]);
    assert_eq!(first(&entity, "Person", &["birth_date", "nationality"]), ["1950", "CN"]);
    // Somebody may have studied at many places, whichever is preferred.
    assert_eq!(table(&entity, "Education", &["institution"]).len(), 2);
}

#[test]
fn dates_that_agree_are_one_and_others_none() {
    let of = |one: Value, other: Value| human(&[statement(one), statement(other)]);
    let entity = of(time("P569", "+1950-00-00", 9), time("P569", "+1950-07-09", 11));
    assert_eq!(first(&entity, "Person", &["birth_date"]), ["1950-07-09"]);
    let entity = of(time("P569", "+1950-00-00", 9), time("P569", "+1951-00-00", 9));
    assert_eq!(first(&entity, "Person", &["birth_date"]), [""]);
    assert_eq!(left_out(&entity), ["1: P569: gives several dates: 1950, 1951"]);
}

#[test]
fn a_citizenship_is_kept_where_one_holds_that_has_a_code() {
    let over = json!({"mainsnak": item("P27", "Q15180"), "rank": "normal",
        "qualifiers": {"P582": [time("P582", "+1991-00-00", 9)]}});
    let entity = human(&[over, statement(item("P27", "Q159"))]);
    assert_eq!(first(&entity, "Person", &["nationality"]), ["RU"]);
    let entity = human(&[statement(item("P27", "Q30")), statement(item("P27", "Q145"))]);
    assert_eq!(first(&entity, "Person", &["nationality"]), [""]);
    assert_eq!(left_out(&entity), ["1: P27: names several: Q30, Q145"]);
    let entity = human(&[statement(item("P27", "Q34266"))]);
    assert_eq!(left_out(&entity), ["1: P27: `Q34266` is no country whose code is known"]);
}

#[test]
fn nothing_begins_before_the_birth() {
    let entity = human(&[
        statement(time("P569", "+1950-00-00", 9)),
        qualified("Q101$1", item("P69", "Q201"), &[time("P580", "+1905-00-00", 9)]),
    ]);
    assert_eq!(first(&entity, "Education", &["start"]), [""]);
    assert_eq!(left_out(&entity), ["1: P580: lies before the birth"]);
}

#[test]
fn what_is_unknown_names_nothing() {
    let entity = human(&[statement(unknown("P69")), statement(unknown("P569"))]);
    assert!(table(&entity, "Education", &["key"]).is_empty());
    assert_eq!(left_out(&entity), ["1: P69: names no item"]);
}

#[test]
fn an_advisor_is_named_by_either() {
    let student =
        human(&[qualified("Q101$1", item("P184", "Q102"), &[time("P582", "+1975-00-00", 9)])]);
    let advisor = entity("Q102", "Q5", &[statement(item("P185", "Q101"))]);
    let columns = ["key", "advisor", "student", "end"];
    let expected = ["wikidata-q102-advised-q101", "wikidata-q102", "wikidata-q101"];
    assert_eq!(first(&student, "Advising", &columns)[..3], expected);
    assert_eq!(first(&student, "Advising", &columns)[3], "1975");
    assert_eq!(first(&advisor, "Advising", &columns)[..3], expected);
}

#[test]
fn an_older_file_gives_the_number_of_an_item_only() {
    let mut entity = human(&[statement(item("P69", "Q201"))]);
    let value = json!({"entity-type": "item", "numeric-id": 201});
    entity["claims"]["P69"][0]["mainsnak"]["datavalue"]["value"] = value;
    assert_eq!(first(&entity, "Education", &["institution"]), ["wikidata-q201"]);
}

#[test]
fn an_organization_has_its_kind_and_keys() {
    let entity = entity(
        "Q201",
        "Q3918",
        &[
            statement(item("P17", "Q30")),
            statement(item("P749", "Q202")),
            statement(time("P571", "+1861-04-10", 11)),
            statement(time("P576", "+1999-00-00", 9)),
            statement(string("P6782", "03cve4549")),
        ],
    );
    let columns = ["key", "kind", "country", "founded", "status", "parent", "external_keys"];
    let all = table(&entity, "Organization", &columns);
    assert_eq!(all[0][..2], ["wikidata-q202", "OTHER"]);
    let expected = [
        "wikidata-q201",
        "UNIVERSITY",
        "US",
        "1861-04-10",
        "INACTIVE",
        "wikidata-q202",
        "wikidata:Q201|ror:03cve4549",
    ];
    assert_eq!(all[1], expected);
}

#[test]
fn other_items_become_nothing() {
    let city = entity("Q90", "Q515", &[]);
    let records = read("wikidata", &city.to_string());
    assert!(records[0].as_ref().unwrap().rows.is_empty());
    assert_eq!(left_out(&city), ["1: P31: is neither human nor one of the organizations"]);
    let property = json!({"type": "property", "id": "P31", "labels": {}, "claims": {}});
    assert!(read("wikidata", &property.to_string())[0].as_ref().unwrap().rows.is_empty());
}

#[test]
fn items_are_read_from_dumps_and_from_answers_of_the_api() {
    let (one, other) = (human(&[]), entity("Q102", "Q5", &[]));
    let dump = format!("[\n{one},\n{other}\n]\n");
    let answer = json!({"entities": {"Q101": one, "Q102": other}, "success": 1});
    for text in [dump, answer.to_string(), format!("{answer:#}"), format!("{one}\n{other}\n")] {
        let records = read("wikidata", &text);
        let keys: Vec<String> = rows(&records, "Person").iter().map(|it| cell(it, "key")).collect();
        assert_eq!(keys, ["wikidata-q101", "wikidata-q102"]);
    }
}

#[test]
fn an_item_that_is_missing_is_told() {
    let answer = json!({"entities": {"Q101": {"id": "Q101", "missing": ""}}});
    let records = read("wikidata", &answer.to_string());
    assert_eq!(told(records[0].as_ref().unwrap_err()), "1: id: `Q101` was not in Wikidata");
}
