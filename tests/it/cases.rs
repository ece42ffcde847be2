//! Queries in files, each with its answer beside it.
#![expect(clippy::unwrap_used, reason = "a test may stop where it stands")]

use std::{fs, path::Path};

use bole::graphql::{Request, variables};

use crate::graph::ask;

/// The answer to the query in a file; variables stand in a file beside it.
fn answer(path: &Path) -> String {
    let request = Request::new(fs::read_to_string(path).unwrap());
    let given = fs::read_to_string(path.with_extension("json"));
    ask(match given {
        Ok(given) => request.variables(variables(&given).unwrap()),
        Err(_) => request,
    })
}

#[test]
fn every_case_has_the_answer_it_had() {
    insta::glob!("cases/**/*.graphql", |path| {
        let mut settings = insta::Settings::clone_current();
        settings.set_snapshot_path(path.parent().unwrap());
        settings.set_prepend_module_to_snapshot(false);
        settings.set_omit_expression(true);
        settings.remove_input_file();
        settings.remove_snapshot_suffix();
        let name = path.file_stem().unwrap().to_str().unwrap();
        settings.bind(|| insta::assert_snapshot!(name, answer(path)));
    });
}

/// What the answers must tell of each fact of the article.
const FACTS: &[(&str, &[&str])] = &[
    ("F01", &["87", "PEOPLE", "2023-02"]),
    ("F02", &["32", "YEARS"]),
    ("F03", &["27", "bachelor", "27 + 25 + 28 + 5 = 85, not 87", "CONTRADICTED"]),
    ("F04", &["25", "master", "硕士", "CONTRADICTED"]),
    ("F05", &["28", "doctorate", "博士", "CONTRADICTED"]),
    ("F06", &["\"value\": 5", "unknown"]),
    ("F07", &["\"value\": 33", "PERCENT"]),
    ("F08", &["\"value\": 30"]),
    ("F09", &["\"value\": 37", "CONTRADICTED", "never 37 %", "35.00 %", "34.15 %"]),
    ("F10", &["Stanford University", "斯坦福大学", "\"value\": 14"]),
    ("F11", &["University of California, Berkeley", "\"value\": 10"]),
    ("F12", &["Massachusetts Institute of Technology", "\"value\": 7"]),
    ("F13", &["University of Cambridge", "\"value\": 5"]),
    ("F14", &["Harvard University", "\"value\": 4"]),
    ("F15", &["Georgia Institute of Technology", "\"value\": 4"]),
    ("F16", &["Google", "\"value\": 10"]),
    ("F17", &["Facebook", "Stripe", "Uber", "Quora", "NVIDIA", "Dropbox", "DeepMind", "Intel"]),
    ("F18", &["\"value\": 9"]),
    ("F19", &["\"value\": 5"]),
    ("F20", &["71.33"]),
    ("F21", &["82.3"]),
    ("F22", &["92.53"]),
    ("F23", &["16.49"]),
    ("F24", &["9.86"]),
    ("F25", &["18.22"]),
    ("F26", &["331500", "CNY", "2022"]),
    ("F27", &["42700", "internet"]),
    ("F28", &["14.78", "CONSISTENT", "42700 / (331500 - 42700)"]),
    ("F29", &["390800"]),
    ("F30", &["348900"]),
    ("F31", &["339300"]),
    ("F32", &["1000000", "ABOUT", "doctorate", "OFFER"]),
    ("F33", &["300000", "CNY"]),
    ("F34", &["42000"]),
    ("F35", &["30000", "90000", "MONTH", "360000"]),
    ("F36", &["1900000", "MORE_THAN", "2016", "DISCLOSED", "New York Times"]),
    ("F37", &["800000", "\"months\": 9", "1066666.67"]),
    ("F38", &["174000", "276000", "1200000", "1900000", "CONSISTENT"]),
    ("F39", &["94000", "182000", "640000", "1250000", "CONSISTENT"]),
    ("F40", &["奖金", "期权"]),
    ("F41", &["Google", "\"rank\": 1", "2012", "2021", "Marek Rei"]),
    ("F42", &["Microsoft", "\"rank\": 2"]),
    ("F43", &["Tsinghua University", "Chinese", "\"rank\": 1"]),
    ("F44", &["Tencent", "\"rank\": 16"]),
    ("F45", &["Alibaba", "Huawei", "2021"]),
    (
        "F46",
        &[
            "1985",
            "Soviet Union",
            "Google",
            "OpenAI",
            "AlphaGo",
            "Geoffrey Hinton",
            "Royal Society",
        ],
    ),
    ("F47", &["enerative adversarial", "OpenAI"]),
    ("F48", &["Ilya Sutskever"]),
    ("F49", &["Meta", "Turing", "onvolution"]),
    ("F50", &["王海峰", "Baidu", "ACL", "IEEE", "CAAI", "Eurasian"]),
    ("F51", &["200", "MORE_THAN"]),
    ("F52", &["170", "MORE_THAN"]),
    ("F53", &["刘江", "FOUNDER", "图灵"]),
    ("F54", &["俞佳", "西湖心辰", "COO"]),
    ("F55", &["景晓平", "科锐国际"]),
    ("F56", &["Marek Rei", "rofessor"]),
    ("F57", &["OpenAI", "2023-03-02"]),
    ("F58", &["0.002", "USD", "750"]),
    ("F59", &["90", "PERCENT", "2022-12"]),
    ("F60", &["Whisper", "SPEECH", "OpenAI"]),
    ("F61", &["文心一言", "2023-02-28", "2023-03-16", "Baidu", "2019"]),
    ("F62", &["LLaMA", "Meta", "RESEARCH"]),
    ("F63", &["Bard", "Google", "Alphabet"]),
    ("F64", &["LaMDA", "Google"]),
    ("F65", &["混元", "Tencent"]),
    ("F66", &["通义", "Alibaba"]),
    ("F67", &["盘古", "Huawei"]),
    ("F68", &["Stable Diffusion", "IMAGE"]),
    ("F69", &["DeepMind", "Google", "Alphabet"]),
    ("F70", &["20000000000", "USD", "non-profit", "Microsoft"]),
    ("F71", &["THUNLP", "Tsinghua University", "LABORATORY"]),
    ("F72", &["Beijing", "Shanghai", "Guangdong", "Zhejiang", "Chengdu", "Hangzhou", "Shenzhen"]),
    ("F73", &["2023-02", "Baidu", "Alibaba", "Tencent", "JD", "ByteDance"]),
    ("F74", &["1400000000", "8000000000", "刘江"]),
    ("F75", &["48", "HOURS"]),
];

#[test]
fn every_fact_of_the_article_can_be_asked_for() {
    assert_eq!(FACTS.len(), 75);
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it/cases/facts");
    let mut missing = Vec::new();
    for (place, (fact, told)) in FACTS.iter().enumerate() {
        assert_eq!(*fact, format!("F{:02}", place + 1));
        let answer = answer(&folder.join(fact).with_extension("graphql"));
        assert!(!answer.contains("\"errors\""), "{fact}: {answer}");
        let untold = told.iter().filter(|it| !answer.contains(**it));
        missing.extend(untold.map(|it| format!("{fact} does not tell {it}: {answer}")));
    }
    assert!(missing.is_empty(), "{}", missing.join("\n"));
}
