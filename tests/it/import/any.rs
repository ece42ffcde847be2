//! Any CSV file and any JSON lines as rows of a table.
#![expect(clippy::unwrap_used, reason = "a test may stop where it stands")]

mod again;
mod json;
mod values;
mod whole;

use std::{io::Cursor, path::Path};

use bole::{
    catalog::{Row, TABLES, Written},
    import::{
        Record, Records, Wrong,
        any::{self, Mapping},
        opened::unpacked,
        template,
    },
};

fn mapping(entity: &str, map: &[&str]) -> Result<Mapping, String> {
    let pairs: Result<Vec<_>, _> = map.iter().map(|it| any::pair(it)).collect();
    let pairs = pairs.map_err(|it| it.to_string())?;
    Mapping::new(entity, "made".parse().unwrap(), &pairs).map_err(|it| it.to_string())
}

fn csv_records(entity: &str, map: &[&str], bytes: impl AsRef<[u8]>) -> Records {
    let text = unpacked(Cursor::new(bytes.as_ref().to_vec())).unwrap();
    any::csv(mapping(entity, map).unwrap(), text)
}

/// What a row says, without its source: `key=a; name=A`.
fn said(row: &Row) -> String {
    let texts = row.texts();
    let columns = TABLES[row.table()].header().into_iter();
    let columns = columns.filter_map(|it| match texts.written(&it) {
        Written::Nothing => None,
        Written::One(text) => Some(format!("{it}={text}")),
        Written::Many(entries) if entries.is_empty() => None,
        Written::Many(entries) => Some(format!("{it}={}", entries.join("|"))),
    });
    columns.filter(|it| it != "source=made").collect::<Vec<_>>().join("; ")
}

fn told(wrong: &Wrong) -> String {
    format!("{}:{}: {}", wrong.line, wrong.column, wrong.reason)
}

/// Each record: what its rows say and what was left out; or what is wrong with it.
fn shown(records: Records) -> Vec<String> {
    let show = |it: Result<Record, Wrong>| match it {
        Ok(record) => {
            let rows = record.rows.iter().map(said);
            let left_out = record.left_out.iter().map(|it| format!("left out {}", told(it)));
            let parts: Vec<String> = rows.chain(left_out).collect();
            format!("{}: {}", record.line, parts.join(" / "))
        }
        Err(wrong) => format!("wrong {}", told(&wrong)),
    };
    records.map(show).collect()
}

fn csv(entity: &str, map: &[&str], text: &str) -> Vec<String> {
    shown(csv_records(entity, map, text))
}

#[test]
fn columns_are_known_however_their_names_are_written() {
    for names in ["key,name,birth_date", "Key,NAME,birthDate", "KEY, Name ,Birth Date"] {
        let text = format!("{names}\na,A,1980\n");
        assert_eq!(csv("Person", &[], &text), ["2: key=a; name=A; birth_date=1980"]);
    }
    assert_eq!(csv("people", &[], "key,name\na,A\n"), ["2: key=a; name=A"]);
}

#[test]
fn a_column_may_be_mapped_to_a_field() {
    let text = "id,full_name,name,Born\na,Ada Lovelace,ada,1815\n";
    let map = ["name=full_name", "key=id", "birth_date=born"];
    let expected = "2: key=a; name=Ada Lovelace; birth_date=1815 / \
                    left out 1:name: is left out: `full_name` holds it";
    assert_eq!(csv("Person", &map, text), [expected]);
    let why = "wrong 1:fullname: is mapped, but no column of the file: it has key, name";
    assert_eq!(csv("Person", &["name=fullname"], "key,name\n"), [why]);
}

#[test]
fn a_mapping_that_means_nothing_is_refused() {
    let why = |map: &[&str]| mapping("Person", map).err().unwrap();
    assert!(why(&["nmae=a"]).starts_with("`nmae` is no column of Person: write one of key, name"));
    assert_eq!(why(&["name=a", "name=b"]), "`name` is mapped twice: name one column");
    for pair in ["name", "=a", "name="] {
        assert!(why(&[pair]).starts_with(&format!("`{pair}` maps nothing")), "{pair}");
    }
    let why = mapping("Redirect", &[]).err().unwrap();
    assert!(why.starts_with("`Redirect` is no table: write one of Source, Org"), "{why}");
}

#[test]
fn all_rows_may_hold_what_the_file_does_not_say() {
    let constants =
        ["kind=university", "city=Paris", "headline=x"].map(|it| any::pair(it).unwrap());
    let with = |constants: &[_]| mapping("Organization", &[]).unwrap().with(constants);
    let text = unpacked(Cursor::new("key,name,city\na,A,Rome\nb,B,\n")).unwrap();
    let expected = [
        "2: key=a; name=A; kind=UNIVERSITY; city=Rome",
        "3: key=b; name=B; kind=UNIVERSITY; city=Paris",
    ];
    assert_eq!(shown(any::csv(with(&constants[..2]).unwrap(), text)), expected);
    let why = with(&constants).err().unwrap().to_string();
    assert!(why.starts_with("`headline` is no column of Organization: write one of key"), "{why}");
}

#[test]
fn unknown_columns_are_told_once_and_left_out() {
    let text = "key,name,shoe size,\na,A,43,x\nb,B,44,y\n";
    let expected = [
        "2: key=a; name=A / left out 1:shoe size: is no column of Person: it is left out / \
         left out 1:column 4: has no name: it is left out",
        "3: key=b; name=B",
    ];
    assert_eq!(csv("Person", &[], text), expected);
}

#[test]
fn two_columns_for_one_field_must_be_told_apart() {
    let why = "wrong 1:Birth date: may hold `birth_date` as `birthDate` may: say which, like \
               `birth_date=birthDate`";
    assert_eq!(csv("Person", &[], "name,birthDate,Birth date\nA,1,2\n"), [why]);
    let why = "wrong 1:name: is there twice: give the two columns names of their own";
    assert_eq!(csv("Person", &[], "name,name\nA,B\n"), [why]);
}

#[test]
fn a_column_that_every_row_needs_is_asked_for_once() {
    let why = "wrong 1:row: has no column `name`, which Person needs: add it, map the one that \
               holds it, like `name=…`, or set it for all rows";
    assert_eq!(csv("Person", &[], "key,city\na,B\nb,C\n"), [why]);
    assert_eq!(csv("Person", &[], "key,name_zh\na,王海峰\n"), ["2: key=a; name_zh=王海峰"]);
}

#[test]
fn rows_without_a_key_get_the_same_one_each_time() {
    let text = "name,country\nMIT,US\nÉcole Polytechnique,\n清华大学,China\nmit,NA\n";
    let keys = || {
        let keys = csv(
            "Organization",
            &[],
            &text.replace('\n', ",UNIVERSITY\n").replacen("UNIVERSITY", "kind", 1),
        );
        keys.into_iter().map(|it| it.split("; ").next().unwrap().to_owned()).collect::<Vec<_>>()
    };
    let first = keys();
    assert_eq!(first[0], "2: key=file-made.mit.us");
    assert_eq!(first[1], "3: key=file-made.ecole-polytechnique");
    assert!(first[2].starts_with("4: key=file-made"), "{}", first[2]);
    assert_eq!(first[3], "5: key=file-made.mit.na");
    assert_eq!(keys(), first);
}

#[test]
fn namesakes_without_keys_are_not_taken_for_one() {
    let text = "name,city,orcid\nA,B,\nC,,\na,D,\nA,,0000-0002-1825-0097\n";
    let expected = [
        "2: key=file-made.a; name=A; city=B",
        "3: key=file-made.c; name=C",
        "wrong 4:name: `a` stands in line 2 too: give each row a key or an external key",
        "5: key=orcid-0000-0002-1825-0097; name=A; external_keys=orcid:0000-0002-1825-0097",
    ];
    assert_eq!(csv("Person", &[], text), expected);
}

#[test]
fn equal_statements_are_statements_of_their_own() {
    let text = "person,organization,title\na,b,T\na,b,T\na,b,U\n";
    let keys: Vec<String> = csv_records("Employment", &[], text)
        .map(|it| it.unwrap().rows[0].key().to_string())
        .collect();
    let begin = keys[0].strip_suffix("-0").unwrap();
    assert!(begin.starts_with("file-") && begin.len() == "file-".len() + 16, "{begin}");
    assert_eq!(keys[1], format!("{begin}-1"));
    assert!(keys[2].ends_with("-0") && !keys[2].starts_with(begin), "{keys:?}");
}

#[test]
fn rows_that_name_a_source_keep_it() {
    let mut records = csv_records("Person", &[], "key,name,source\na,A,other\nb,B,\n");
    let source = |record: Record| record.rows[0].texts().get("source").unwrap().to_owned();
    assert_eq!(source(records.next().unwrap().unwrap()), "other");
    assert_eq!(source(records.next().unwrap().unwrap()), "made");
}

#[test]
fn a_file_is_a_source_by_its_name() {
    let source = |it: &str| any::source(Path::new(it)).map(|it| said(&it)).unwrap();
    assert_eq!(
        source("/data/Our people.csv.gz"),
        "key=file-our-people; title=Our people.csv.gz; kind=DATASET"
    );
    assert!(source("人员.csv").starts_with("key=file-"));
    assert!(source(".csv").starts_with("key=file-"));
}

#[test]
fn lines_and_columns_are_those_of_the_file_whatever_its_encoding() {
    let text = "姓名;出生\r\n\"王\n海峰\";1980-13\r\n;1\r\n";
    let bytes: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
    for bytes in [bytes, encoding_rs::GB18030.encode(text).0.into_owned(), text.into()] {
        let records = csv_records("Person", &["name=姓名", "birth_date=出生"], bytes);
        let shown: Vec<String> =
            shown(records).into_iter().map(|it| it.replace('\n', "⏎")).collect();
        assert!(shown[0].contains("name_zh=王⏎海峰 / left out 2:出生: `1980-13`"), "{shown:?}");
        assert_eq!(shown[1], "wrong 4:row: is empty, but must be given".replace("row", "name"));
    }
}

#[test]
fn templates_are_read_as_they_are_filled_in() {
    for table in TABLES.iter().filter(|it| !it.is_kept_by_bole) {
        let header = template::header(table);
        assert!(header.starts_with("key,") && header.ends_with('\n'), "{header}");
        assert!(csv(table.name, &[], &header).is_empty(), "{}", table.name);
        let object = template::object(table);
        let empty: serde_json::Value = serde_json::from_str(&object).unwrap();
        let names: Vec<&String> = empty.as_object().unwrap().keys().collect();
        assert_eq!(names, table.header().iter().collect::<Vec<_>>());
        // Nothing is filled in: what is missing is all that is wrong.
        let shown = json::read(table.name, &[], &object);
        assert!(shown[0].ends_with("is empty, but must be given"), "{shown:?}");
    }
}
