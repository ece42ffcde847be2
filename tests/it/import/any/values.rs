//! Values as people and spreadsheets write them.

use super::csv;

/// What is said of one value under the name of a column, besides the key.
fn value(entity: &str, needed: &str, column: &str, text: &str) -> String {
    let (names, values) = needed.split_once(": ").unwrap_or_default();
    let file = format!("key;{column};{names}\nk;{text};{values}\n");
    let shown = csv(entity, &[], &file).remove(0);
    let needed: Vec<String> =
        names.split(';').zip(values.split(';')).map(|(name, it)| format!("{name}={it}")).collect();
    let parts = shown.split("; ").filter(|it| !needed.iter().any(|other| other == it));
    parts
        .collect::<Vec<_>>()
        .join("; ")
        .replacen("2: key=k", "", 1)
        .trim_start_matches("; ")
        .to_owned()
}

#[test]
fn na_is_namibia_in_a_country_column_and_nothing_elsewhere() {
    let text = "key,name,country,city,birth_date,aliases\nz,,NA,,,\n".to_owned()
        + "a,NA,NA,NA,NA,NA\n"
        + "b,B,N/A,N/A,NULL,-\n"
        + "c,C,na,Na,null,B | NA\n";
    let expected = [
        "wrong 2:name: is empty, but must be given",
        "wrong 3:name: is empty, but must be given",
        "4: key=b; name=B",
        "5: key=c; name=C; aliases=B; country=NA; city=Na",
    ];
    assert_eq!(csv("Person", &[], &text), expected);
}

#[test]
fn a_country_may_be_given_by_its_name_or_a_longer_code() {
    for (text, code) in [("China", "CN"), ("USA", "US"), ("gb", "GB"), ("South Korea", "KR")] {
        assert_eq!(value("Person", "name: A", "country", text), format!("country={code}"));
    }
    let why = "left out 2:country: `Atlantis` is no country code of ISO 3166-1 alpha-2: write two \
               capital letters, like `CN`";
    assert!(value("Person", "name: A", "country", "Atlantis").ends_with(why));
}

#[test]
fn thousands_may_stand_apart_in_numbers_and_only_there() {
    let pay = "basis;precision;currency;period: POSTED;EXACT;USD;YEAR";
    for text in ["1250000", "1,250,000", "1 250 000", "1.250.000", "1250000.00"] {
        assert_eq!(value("SalaryRecord", pay, "low", text), "low=1250000", "{text}");
    }
    assert_eq!(value("SalaryRecord", pay, "low", "1.250"), "low=1.25");
    let why = value("SalaryRecord", pay, "low", "12,50");
    assert!(why.starts_with("wrong 2:low: `12,50` is not an amount: "), "{why}");
    assert_eq!(value("Person", "name: A", "headline", "1,250 papers"), "headline=1,250 papers");
    assert_eq!(value("Publication", "year: 2016", "papers", "1,250"), "papers=1250");
    assert_eq!(value("Publication", "papers: 1", "year", "2016.0"), "year=2016");
}

#[test]
fn dates_may_be_written_as_spreadsheets_do() {
    for (text, date) in [
        ("2021/03/05", "2021-03-05"),
        ("2021/3", "2021-03"),
        ("2021-3-5 00:00:00", "2021-03-05"),
        ("2021年3月", "2021-03"),
        ("2021.0", "2021"),
    ] {
        assert_eq!(value("Person", "name: A", "birth_date", text), format!("birth_date={date}"));
    }
    let why = value("Person", "name: A", "birth_date", "3/5/2021");
    assert!(why.contains("left out 2:birth_date: `3/5/2021` is not a date: write YYYY"), "{why}");
}

#[test]
fn words_of_a_closed_set_and_currencies_may_be_in_any_case() {
    let studies = "person;institution: a;b";
    assert_eq!(value("Education", studies, "degree", "short cycle"), "degree=SHORT_CYCLE");
    let pay = "basis;low;precision;period: POSTED;1;EXACT;YEAR";
    assert_eq!(value("SalaryRecord", pay, "currency", "usd"), "currency=USD");
}

#[test]
fn what_no_row_needs_is_left_out_where_it_is_bad() {
    let text = "Key,Full name,born,aliases,orcid\na,A,1980-13,x|y,1\n,,,,\nB!,B,,,\n";
    let map = ["birth_date=born", "name=Full name"];
    let expected = [
        "2: key=a; name=A; aliases=x|y / \
         left out 2:orcid: `1` is no orcid identifier: ORCID of a person, such as \
         `0000-0002-1825-0097` / \
         left out 2:born: `1980-13` is not a date: month 13 is not in 1..=12",
        "wrong 4:Key: `B!` is no key: write up to 120 of a-z 0-9 - . _, beginning with a letter or \
         digit, like `ilya-sutskever`",
    ];
    assert_eq!(csv("Person", &map, text), expected);
}

#[test]
fn a_name_in_chinese_letters_is_the_chinese_form_where_there_is_one_column() {
    let text = "key,name\na,王海峰\nb,Wang 海峰\nc,A\n";
    let expected = ["2: key=a; name_zh=王海峰", "3: key=b; name=Wang 海峰", "4: key=c; name=A"];
    assert_eq!(csv("Person", &[], text), expected);
    let text = "key,name,name_zh\na,王海峰,\n";
    assert_eq!(csv("Person", &[], text), ["2: key=a; name=王海峰"]);
}

#[test]
fn schemes_of_identifiers_may_be_columns() {
    let text = "name,ORCID,external_keys,wikidata\n\
        A,https://orcid.org/0000-0002-1825-0097,openalex:A5023888391 | nonsense,Q21708200\n\
        B,orcid:0000-0002-1825-0097,orcid:0000-0002-1825-0097,NA\n";
    let expected = [
        "2: key=orcid-0000-0002-1825-0097; name=A; external_keys=orcid:0000-0002-1825-0097|\
         openalex:A5023888391|wikidata:Q21708200 / left out 2:external_keys: `nonsense` is no \
         external key: write scheme and value, like `ror:03cve4549`",
        "3: key=orcid-0000-0002-1825-0097; name=B; external_keys=orcid:0000-0002-1825-0097",
    ];
    assert_eq!(csv("Person", &[], text), expected);
}

#[test]
fn other_rows_are_named_by_key_by_id_or_by_external_key() {
    let text = "key,person,organization\n\
        a,ada,https://ror.org/03cve4549\nb,Person:ada,ror:03cve4549\nc,Ada,x\n";
    let expected = [
        "2: key=a; person=ada; organization=ror-03cve4549",
        "3: key=b; person=ada; organization=ror-03cve4549",
        "wrong 4:person: `Ada` is no key: write up to 120 of a-z 0-9 - . _, beginning with a \
         letter or digit, like `ilya-sutskever`",
    ];
    assert_eq!(csv("Employment", &[], text), expected);
}
