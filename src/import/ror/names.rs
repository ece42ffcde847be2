//! The names of an organization in ROR.

use serde_json::Value;

use crate::import::member::{add_name, is_chinese, list, text, texts};

/// A name in a language or two, and all others.
pub(super) struct Names {
    pub(super) en: Option<String>,
    pub(super) zh: Option<String>,
    pub(super) aliases: Vec<String>,
}

struct Name {
    text: String,
    language: Option<String>,
    is_label: bool,
    is_displayed: bool,
}

impl Names {
    /// The names of a record; `None` where it has none. Companies have the name of their country in
    /// brackets behind theirs, without which they are known.
    pub(super) fn of(record: &Value, country: Option<&str>) -> Option<Names> {
        let all: Vec<Name> = list(record, "names").iter().filter_map(Name::read).collect();
        let displayed = all.iter().find(|it| it.is_displayed);
        let label = |language: &str, is_good: fn(&str) -> bool| {
            let is_one = |it: &&Name| {
                let is_main = it.is_label || it.is_displayed;
                is_main && it.language.as_deref() == Some(language) && is_good(&it.text)
            };
            displayed.filter(is_one).or_else(|| all.iter().find(is_one)).map(|it| it.text.clone())
        };
        let zh = label("zh", is_chinese);
        let other = displayed.or(all.first())?.text.clone();
        let en = label("en", |_| true).or(Some(other)).filter(|it| zh.as_ref() != Some(it));
        let mut aliases = Vec::new();
        for name in all {
            add_name(&mut aliases, name.text);
        }
        let suffix = country.map(|it| format!(" ({it})"));
        let short = en.as_deref().zip(suffix.as_deref()).and_then(|(it, end)| it.strip_suffix(end));
        add_name(&mut aliases, short.unwrap_or_default().to_owned());
        aliases.retain(|it| en.as_ref() != Some(it) && zh.as_ref() != Some(it));
        Some(Names { en, zh, aliases })
    }
}

impl Name {
    fn read(value: &Value) -> Option<Name> {
        let types = texts(value, "types");
        Some(Name {
            text: text(value, "value")?,
            language: text(value, "lang"),
            is_label: types.contains(&"label"),
            is_displayed: types.contains(&"ror_display"),
        })
    }
}
