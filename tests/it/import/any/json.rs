//! JSON lines as rows.
#![expect(clippy::unwrap_used, reason = "a test may stop where it stands")]

use std::io::Cursor;

use bole::import::{any, opened::unpacked};
use serde_json::json;

use super::{mapping, shown};

pub(super) fn read(entity: &str, map: &[&str], text: &str) -> Vec<String> {
    let text = unpacked(Cursor::new(text.to_owned())).unwrap();
    shown(any::json_lines(mapping(entity, map).unwrap(), text))
}

#[test]
fn json_lines_have_lists_forms_and_nulls() {
    let text = json!({"key": "a", "name": {"en": "A", "zh": "王"}, "aliases": ["B|C", null, " D "],
        "birthDate": 1980, "city": null, "country": "China"})
    .to_string()
        + "\n\n"
        + &json!({"key": "b", "name": "B", "nameZh": "海", "headline": "-", "birth_date": "N/A"})
            .to_string()
        + "\r\n"
        + &json!({"key": "c", "name": "王海峰", "external_keys": "orcid:0000-0002-1825-0097"})
            .to_string();
    let expected = [
        "1: key=a; name=A; name_zh=王; aliases=B|C|D; birth_date=1980; country=CN",
        "3: key=b; name=B; name_zh=海; headline=-",
        "4: key=c; name=王海峰; external_keys=orcid:0000-0002-1825-0097",
    ];
    assert_eq!(read("Person", &[], &text), expected);
    let array = format!("[{}]", text.trim().replace("\n\n", ",\n").replace("\r\n", ",\n"));
    assert_eq!(read("Person", &[], &array).len(), 3);
}

#[test]
fn json_that_says_nothing_of_a_row_is_named_by_line_and_member() {
    let text = "{\"key\":\"a\",\"name\":{\"first\":\"A\"}}\n\
        {\"key\":\"b\",\"name\":\"B\",\"city\":{\"de\":\"Rom\"},\"country\":[\"CN\"],\"aliases\":[[1]],\
        \"headline\":true,\"website\":{\"url\":1}}\n\
        {\"key\":\n\
        {\"key\":\"c\",\"name\":\"C\",\"birth_date\":1,\"birthDate\":2}\n\
        {\"key\":\"d\",\"name\":\"D\",\"shoes\":{\"size\":43}}\n\
        {\"key\":\"e\",\"name\":\"E\",\"shoes\":44}\n";
    let shown = read("Person", &[], text);
    let object = "is an object: write a text, or one for `en` and `zh`";
    assert_eq!(shown[0], format!("wrong 1:name: {object}"));
    let left_out = [
        format!("2:city: {object}"),
        "2:country: is a list: write one value".to_owned(),
        "2:aliases: is a list of what is no text: write texts".to_owned(),
        "2:headline: is true or false: write a text or a number".to_owned(),
        "2:website: is an object in an object: write its values under names of their own, or the \
         key of the row that it is"
            .to_owned(),
    ];
    assert_eq!(shown[1], format!("2: key=b; name=B / left out {}", left_out.join(" / left out ")));
    assert!(shown[2].starts_with("wrong 3:row: is no JSON"), "{}", shown[2]);
    let twice = "wrong 4:birthDate: holds what `birth_date` holds: write one of them";
    assert_eq!(shown[3], twice);
    let unknown = "left out 5:shoes: is no column of Person: it is left out";
    assert_eq!(shown[4], format!("5: key=d; name=D / {unknown}"));
    assert_eq!(shown[5], "6: key=e; name=E");
}

#[test]
fn members_of_json_may_be_mapped() {
    let text = "{\"id\":7,\"full\":\"A\",\"name\":\"x\"}\n";
    let expected = "1: key=7; name=A / left out 1:name: is left out: another is mapped there";
    assert_eq!(read("Person", &["key=id", "name=full"], text), [expected]);
}

#[test]
fn bytes_that_are_no_text_cost_their_line_alone() {
    let text = "{\"key\":\"a\",\"name\":\"王海峰\"}\n{\"key\":\"b\",\"name\":\"B\u{1}\"}\n\
                {\"key\":\"c\",\"name\":\"海\"}\n";
    let why = "wrong 2:row: is not UTF-8: save the file as UTF-8";
    let expected = ["1: key=a; name=王海峰", why, "3: key=c; name=海"];
    let broken = |text: &str| {
        let bytes = text.bytes().map(|it| if it == 1 { 0xFF } else { it }).collect::<Vec<u8>>();
        let text = unpacked(Cursor::new(bytes)).unwrap();
        shown(any::json_lines(mapping("Person", &[]).unwrap(), text))
    };
    assert_eq!(broken(text), expected);
    let array = format!("[\n{}]", text.replace("}\n", "},\n"));
    let why = "wrong 3:row: is not UTF-8: save the file as UTF-8; what follows is read from the next \
               line that begins with `{`";
    assert_eq!(broken(&array)[1], why);
    assert_eq!(broken(&array)[2], "4: key=c; name=海");
}
