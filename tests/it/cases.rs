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
    ("F01", &["ChatGPT team", "\"value\": 87", "PEOPLE", "2023-02", "87"]),
    ("F02", &["\"value\": 32", "YEARS", "1990s", "90后"]),
    (
        "F03",
        &["\"value\": 27", "bachelor", "本科", "27 + 25 + 28 + 5 = 85, not 87", "CONTRADICTED"],
    ),
    ("F04", &["\"value\": 25", "master", "硕士", "27 + 25 + 28 + 5 = 85, not 87", "CONTRADICTED"]),
    (
        "F05",
        &["\"value\": 28", "doctorate", "博士", "27 + 25 + 28 + 5 = 85, not 87", "CONTRADICTED"],
    ),
    ("F06", &["\"value\": 5", "unknown", "未知", "27 + 25 + 28 + 5 = 85, not 87", "CONTRADICTED"]),
    ("F07", &["\"value\": 33", "PERCENT", "bachelor", "CONSISTENT"]),
    ("F08", &["\"value\": 30", "PERCENT", "master", "CONSISTENT"]),
    ("F09", &["\"value\": 37", "CONTRADICTED", "never 37 %", "35.00 %", "34.15 %", "32.94 %"]),
    ("F10", &["Stanford University", "斯坦福大学", "\"value\": 14", "lists 6"]),
    ("F11", &["University of California, Berkeley", "\"value\": 10", "加州大学伯克利分校"]),
    ("F12", &["Massachusetts Institute of Technology", "麻省理工学院", "\"value\": 7"]),
    ("F13", &["University of Cambridge", "剑桥大学", "\"value\": 5"]),
    ("F14", &["Harvard University", "哈佛大学", "\"value\": 4"]),
    ("F15", &["Georgia Institute of Technology", "佐治亚理工学院", "\"value\": 4"]),
    ("F16", &["Google", "谷歌", "\"value\": 10", "ChatGPT team"]),
    (
        "F17",
        &[
            "Facebook",
            "Stripe",
            "Uber",
            "Quora",
            "NVIDIA",
            "Microsoft",
            "Dropbox",
            "DeepMind",
            "Apple",
            "Intel",
            "\"totalCount\": 10",
        ],
    ),
    ("F18", &["\"value\": 9", "ethnic Chinese", "华人"]),
    ("F19", &["\"value\": 5", "bachelor's degree from mainland China", "本科毕业于国内高校"]),
    ("F20", &["71.33", "预训练模型", "bachelor or above", "Liepin"]),
    ("F21", &["\"value\": 82.3", "对话机器人", "bachelor or above", "Liepin"]),
    ("F22", &["92.53", "AIGC", "bachelor or above", "Liepin"]),
    ("F23", &["16.49", "预训练模型", "master or doctorate", "Liepin"]),
    ("F24", &["9.86", "对话机器人", "master or doctorate", "Liepin"]),
    ("F25", &["18.22", "AIGC", "master or doctorate", "Liepin"]),
    ("F26", &["331500", "CNY", "2022", "Liepin", "audit"]),
    ("F27", &["42700", "internet industry", "288,800", "audit"]),
    ("F28", &["14.78", "CONSISTENT", "42700 / (331500 - 42700)"]),
    ("F29", &["390800", "AIGC", "Liepin"]),
    ("F30", &["348900", "对话机器人", "Liepin"]),
    ("F31", &["339300", "预训练模型", "Liepin"]),
    (
        "F32",
        &[
            "1000000",
            "ABOUT",
            "doctorate from Tsinghua",
            "\"experienceMin\": 5",
            "\"experienceMax\": 10",
        ],
    ),
    ("F33", &["300000", "THUNLP", "Postdoc", "social insurance", "housing fund"]),
    ("F34", &["42000", "flat instead"]),
    ("F35", &["30000", "90000", "MONTH", "360000", "1080000", "Liepin, Maimai and BOSS Zhipin"]),
    (
        "F36",
        &[
            "Ilya Sutskever",
            "1900000",
            "MORE_THAN",
            "2016",
            "DISCLOSED",
            "New York Times",
            "12616000",
        ],
    ),
    ("F37", &["Ian Goodfellow", "800000", "\"months\": 9", "1066666.67", "MORE_THAN"]),
    (
        "F38",
        &[
            "174000",
            "276000",
            "bonus",
            "equity",
            "benefits",
            "1200000",
            "1900000",
            "CONSISTENT",
            "1232076.6",
        ],
    ),
    ("F39", &["94000", "182000", "640000", "1250000", "1.26 million", "CONSISTENT"]),
    (
        "F40",
        &[
            "fixed pay, project bonus, allowance",
            "fixed pay, variable bonus, equity",
            "固定薪酬、项目奖金、津贴",
        ],
    ),
    ("F41", &["Google", "\"rank\": 1", "2012", "2021", "Marek Rei", "2022-04"]),
    ("F42", &["Microsoft", "\"rank\": 2", "2012", "2021"]),
    ("F43", &["Tsinghua University", "清华大学", "Chinese organizations", "\"rank\": 1"]),
    (
        "F44",
        &["Tencent", "腾讯", "\"rank\": 16", "only Chinese internet company among the first 32"],
    ),
    ("F45", &["Alibaba and Huawei enter the list", "Tencent still ranks high", "2021"]),
    (
        "F46",
        &[
            "1985",
            "Soviet Union",
            "Chief Scientist",
            "Google",
            "OpenAI",
            "AlphaGo",
            "Geoffrey Hinton",
            "Fellow of the Royal Society",
        ],
    ),
    (
        "F47",
        &[
            "Ian Goodfellow",
            "generative adversarial networks",
            "OpenAI",
            "9 months of 2016",
            "\"months\": 9",
        ],
    ),
    ("F48", &["Geoffrey Hinton", "Ilya Sutskever"]),
    ("F49", &["Chief AI Scientist", "Meta", "Turing Award", "convolutional neural networks"]),
    (
        "F50",
        &[
            "王海峰",
            "Chief Technology Officer",
            "Baidu",
            "National Engineering Research Center of Deep Learning",
            "ERNIE",
            "first ethnic Chinese",
            "Founding president of the Asia-Pacific chapter",
            "ACL Fellow",
            "IEEE Fellow",
            "CAAI Fellow",
            "Eurasian Academy",
            "Chinese Institute of Electronics",
            "Chinese Information Processing Society",
        ],
    ),
    ("F51", &["王海峰", "200", "MORE_THAN"]),
    ("F52", &["王海峰", "170", "MORE_THAN", "PATENTS"]),
    (
        "F53",
        &[
            "刘江",
            "Co-founder",
            "图灵",
            "Beijing Academy of Artificial Intelligence",
            "Vice President",
            "ENDED",
        ],
    ),
    ("F54", &["俞佳", "西湖心辰", "Chief Operating Officer", "COO"]),
    ("F55", &["景晓平", "Senior Expert", "Career International", "科锐国际"]),
    ("F56", &["Marek Rei", "Professor", "statistics"]),
    ("F57", &["ChatGPT", "OpenAI", "2023-03-02", "API"]),
    ("F58", &["0.002", "USD", "CURRENCY_PER_THOUSAND_TOKENS", "750 words"]),
    ("F59", &["\"value\": -90", "PERCENT", "2022-12", "降低90%"]),
    ("F60", &["Whisper", "SPEECH", "OpenAI", "2023-03-02"]),
    ("F61", &["文心一言", "Baidu", "2023-02-28", "2023-03-16", "文心", "2019"]),
    ("F62", &["LLaMA", "Meta", "RESEARCH", "2023-02"]),
    ("F63", &["Bard", "Google", "two months", "An error of Bard costs Alphabet market value"]),
    ("F64", &["LaMDA", "Google", "reputation"]),
    ("F65", &["Hunyuan", "混元", "Tencent"]),
    ("F66", &["Tongyi", "通义", "Alibaba"]),
    ("F67", &["Pangu", "盘古", "Huawei"]),
    ("F68", &["Stable Diffusion", "IMAGE", "popular"]),
    ("F69", &["DeepMind", "Google", "Alphabet"]),
    ("F70", &["20000000000", "USD", "non-profit", "backed by Microsoft"]),
    ("F71", &["THUNLP", "LABORATORY", "Department of Computer Science", "Tsinghua University"]),
    (
        "F72",
        &[
            "Beijing",
            "Shanghai",
            "Guangdong",
            "Zhejiang",
            "close behind",
            "Chengdu",
            "rising city",
            "Hangzhou",
            "Shenzhen",
        ],
    ),
    ("F73", &["2023-02", "Baidu", "Alibaba", "Tencent", "JD", "ByteDance"]),
    ("F74", &["1400000000", "China", "8000000000", "United States", "刘江"]),
    ("F75", &["48", "AT_MOST", "HOURS", "Tsinghua University", "5 to 10 years"]),
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
