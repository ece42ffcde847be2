//! Search and completion as clients see them, on the seed.
#![expect(clippy::unwrap_used, reason = "a test may stop where it stands")]

use serde_json::{Value, json};

use crate::graph::ask;

fn answer(query: &str) -> Value {
    serde_json::from_str(&ask(query)).unwrap()
}

/// Type, key and way of the rows found.
fn found(text: &str, more: &str) -> Vec<String> {
    let text = json!(text);
    let query = format!("{{ search(text: {text}{more}) {{ row {{ id }} match }} }}");
    let answer = answer(&query);
    let hits = answer["data"]["search"].as_array().unwrap_or_else(|| panic!("{answer}"));
    let shown = hits.iter().map(|it| {
        let id = it["row"]["id"].as_str().unwrap();
        format!("{id} {}", it["match"].as_str().unwrap())
    });
    shown.collect()
}

fn best(text: &str) -> String {
    found(text, ", first: 1").into_iter().next().unwrap_or_default()
}

fn error(query: &str) -> (String, String) {
    let answer = answer(query);
    let error = &answer["errors"][0];
    let text = |it: &Value| it.as_str().unwrap_or_default().to_owned();
    (text(&error["extensions"]["code"]), text(&error["message"]))
}

#[test]
fn people_are_found_by_their_names_however_these_are_written() {
    let wang = "Person:wang-haifeng";
    assert_eq!(best("王海峰"), format!("{wang} NAME"));
    assert_eq!(best("wang haifeng"), format!("{wang} NAME"));
    assert_eq!(best("wanghaifeng"), format!("{wang} NAME"));
    assert_eq!(best("WANG Hai-feng"), format!("{wang} NAME"));
    assert_eq!(best("haifeng wang"), format!("{wang} ALIAS"));
    assert_eq!(best("ｗａｎｇ ｈａｉｆｅｎｇ"), format!("{wang} NAME"));
    assert_eq!(best("  \t王海峰\n"), format!("{wang} NAME"));
    assert_eq!(best("sutskever"), "Person:ilya-sutskever NAME_WORDS");
    assert_eq!(best("ilya suts"), "Person:ilya-sutskever NAME_START");
    assert_eq!(best("Suts ilya"), "", "only the last word may be unfinished");
    assert_eq!(best("苏茨克维"), "Person:ilya-sutskever NAME_WORDS");
}

#[test]
fn pinyin_finds_what_is_called_so_in_chinese_only() {
    assert_eq!(best("yang likun"), "Person:yann-lecun PINYIN");
    assert_eq!(best("yanglikun"), "Person:yann-lecun PINYIN");
    assert_eq!(best("likun"), "Person:yann-lecun PINYIN");
    assert_eq!(best("yanglik"), "Person:yann-lecun WORD_START");
    assert_eq!(best("qinghua"), "Organization:tsinghua-university PINYIN");
    assert_eq!(best("zhongguo rengong zhineng xuehui"), "Organization:caai PINYIN");
}

#[test]
fn one_typo_is_forgiven_where_nothing_fits_as_it_is_written() {
    let ilya = "Person:ilya-sutskever TYPO";
    for text in
        ["Sutskver", "Sutskkever", "Sutzkever", "Sutksever", "Ilya Sutskver", "Ilia Sutskever"]
    {
        assert_eq!(best(text), ilya, "{text}");
    }
    assert_eq!(best("Ilia Sutskver"), "", "two typos");
    assert_eq!(best("王海锋"), "Person:wang-haifeng TYPO", "it sounds the same");
    assert_eq!(best("清華大學"), "Organization:tsinghua-university TYPO", "traditional characters");
    assert_eq!(best("gpt5x"), "");
}

#[test]
fn organizations_are_found_by_names_acronyms_and_spellings() {
    assert_eq!(best("清华大学"), "Organization:tsinghua-university NAME");
    assert_eq!(best("MIT"), "Organization:mit ALIAS");
    assert_eq!(best("open ai"), "Organization:openai NAME");
    assert_eq!(best("斯坦福"), "Organization:stanford-university NAME_START");
    assert_eq!(best("自然语言处理"), "Organization:thunlp NAME_WORDS");
}

#[test]
fn rows_are_found_by_those_they_have_to_do_with() {
    assert_eq!(best("百度王海峰"), "Person:wang-haifeng RELATED");
    assert_eq!(best("王海峰 百度 首席技术官"), "Person:wang-haifeng RELATED");
    assert_eq!(best("OpenAI首席科学家"), "Person:ilya-sutskever RELATED");
    assert_eq!(best("chief scientist openai"), "Person:ilya-sutskever RELATED");
    let people = found("google", ", types: PERSON");
    assert!(people.contains(&"Person:ilya-sutskever RELATED".to_owned()), "{people:?}");
}

#[test]
fn types_choose_tables_and_variants() {
    assert_eq!(
        found("清华大学", ", types: [INSTITUTION], first: 1"),
        ["Organization:tsinghua-university NAME"]
    );
    assert!(found("清华大学", ", types: COMPANY").is_empty());
    assert_eq!(
        found("turing", ", types: [HONOR, COMPANY], first: 2"),
        ["Organization:turing NAME", "Honor:yann-lecun-turing-award NAME_START"]
    );
    let both = found("google", ", types: [COMPANY, ORGANIZATION, ORGANIZATION]");
    let mut once = both.clone();
    once.dedup();
    assert_eq!(both, once);
}

#[test]
fn hits_tell_what_they_are() {
    let query = "{ search(text: \"王海峰\", first: 1) {
        type score match text hint row { __typename ... on Person { birthDate } } } }";
    assert_eq!(
        answer(query)["data"]["search"],
        json!([{
            "type": "PERSON", "score": 1, "match": "NAME", "text": "王海峰",
            "hint": "首席技术官, 百度", "row": { "__typename": "Person", "birthDate": null }
        }])
    );
    let query = "{ search(text: \"sutskver\", first: 1) { type score text hint } }";
    assert_eq!(
        answer(query)["data"]["search"],
        json!([{
            "type": "PERSON", "score": 0.2, "text": "Ilya Sutskever",
            "hint": "Chief Scientist, OpenAI"
        }])
    );
}

#[test]
fn what_is_typed_is_completed_with_a_hint() {
    let completed = |text: &str| {
        let query = format!(
            "{{ autocomplete(text: \"{text}\", types: [PERSON, COMPANY, INSTITUTION], first: 2) {{
                text hint type row {{ id }} match }} }}"
        );
        answer(&query)["data"]["autocomplete"].clone()
    };
    assert_eq!(
        completed("tsing")[0],
        json!({
            "text": "Tsinghua University", "hint": "university, CN", "type": "INSTITUTION",
            "row": { "id": "Organization:tsinghua-university" }, "match": "NAME_START"
        })
    );
    assert_eq!(completed("wang hai")[0]["text"], "Wang Haifeng");
    assert_eq!(completed("王")[0]["text"], "王海峰");
    assert_eq!(completed("yangl")[0]["text"], "杨立昆");
    assert_eq!(completed("suts")[0]["text"], "Ilya Sutskever");
    assert_eq!(completed("阿里")[0]["text"], "阿里");
    assert_eq!(completed("zzz"), json!([]));
    assert_eq!(completed("Sutskver"), json!([]), "what is being typed may not have a typo");
}

#[test]
fn connections_are_filtered_by_search_at_any_depth() {
    let keys = |query: &str| {
        let answer = answer(query);
        let nodes =
            answer["data"]["rows"]["nodes"].as_array().unwrap_or_else(|| panic!("{answer}"));
        nodes.iter().map(|it| it["key"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    let people =
        |filter: &str| keys(&format!("{{ rows: people(where: {filter}) {{ nodes {{ key }} }} }}"));
    assert_eq!(people("{ search: \"haifeng\" }"), ["wang-haifeng"]);
    assert_eq!(people("{ search: \"Sutskver\" }"), ["ilya-sutskever"]);
    assert_eq!(
        people("{ employments: { some: { organization: { search: \"百度\" } } } }"),
        ["wang-haifeng"]
    );
    assert_eq!(
        people(
            "{ search: \"openai\", not: { search: \"founder\" }, key: { startsWith: \"ilya\" } }"
        ),
        ["ilya-sutskever"]
    );
    assert_eq!(
        keys("{ rows: companies(where: { search: \"research\" }) { nodes { key } } }").len(),
        keys(
            "{ rows: organizations(where: { search: \"research\", kind: {
            in: [COMPANY, RESEARCH_COMPANY, RECRUITMENT_PLATFORM, MEDIA] } }) { nodes { key } } }"
        )
        .len()
    );
    let nested = "{ rows: people(where: { key: { eq: \"wang-haifeng\" } }) { nodes { key
        employments(where: { search: \"首席技术官\" }) { nodes { key } } } } }";
    assert_eq!(
        answer(nested)["data"]["rows"]["nodes"][0]["employments"],
        json!({ "nodes": [{ "key": "wang-haifeng-baidu" }] })
    );
}

#[test]
fn texts_that_seek_nothing_or_too_much_are_refused_in_a_sentence() {
    let refused = |text: &str| error(&format!("{{ search(text: {}) {{ text }} }}", json!(text)));
    for text in ["", "   ", "🙂", "\"", "--", "* ? ~ ^ ( )"] {
        let (code, message) = refused(text);
        assert_eq!(code, "BAD_USER_INPUT", "{text}");
        assert!(message.contains("has no letter or digit to search for"), "{message}");
    }
    let (code, message) = refused(&"字".repeat(10_000));
    assert_eq!(code, "LIMIT_EXCEEDED");
    assert!(message.contains("10000 characters: it may have 200"), "{message}");
    let (code, message) = refused(&"a1 b2 c3 ".repeat(20));
    assert_eq!((code.as_str(), message.as_str()), ("", ""), "equal words count once");
    let words: Vec<String> = (0..20).map(|it| it.to_string()).collect();
    let (_, message) = refused(&words.join(" "));
    assert!(message.contains("20 words: it may have 16"), "{message}");
    let (_, message) = error("{ people(where: { search: \"?\" }) { totalCount } }");
    assert!(message.contains("`where.search`: `?` has no letter or digit"), "{message}");
    let (_, message) = error("{ search(text: \"a\", first: 101) { text } }");
    assert!(message.contains("`first` is 101: it must be in 1..=100"), "{message}");
}

#[test]
fn texts_are_never_more_than_texts() {
    for text in
        ["\" OR *", "name:ilya", "ilya~9", "ilya*", "(ilya", "ilya AND", "\\", "$1 a", "王%"]
    {
        let query = format!("{{ search(text: {}) {{ text }} }}", json!(text));
        let answer = answer(&query);
        let is_refused = error(&query).1.contains("no letter or digit");
        assert!(answer["data"]["search"].is_array() || is_refused, "{text}: {answer}");
    }
    assert_eq!(best("\"OpenAI\" ***"), "Organization:openai NAME");
    assert_eq!(best("🙂OpenAI🙂"), "Organization:openai NAME");
    assert_eq!(best("éĺòn müsk"), "Person:elon-musk NAME");
}
