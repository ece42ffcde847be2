//! Labels, aliases and descriptions of an item.

use serde_json::Value;

use crate::import::member::{add_name, is_chinese, list, text};

/// What an item is called.
pub(super) struct Names {
    pub(super) en: Option<String>,
    pub(super) zh: Option<String>,
    pub(super) aliases: Vec<String>,
}

/// `mul` has names that are the same in all languages.
const ENGLISH: &[&str] = &["en", "mul", "en-gb", "en-ca", "en-us"];
const CHINESE: &[&str] =
    &["zh-hans", "zh-cn", "zh", "zh-sg", "zh-my", "zh-hant", "zh-tw", "zh-hk", "zh-mo"];
/// Languages in Latin letters, for what has no name in the others.
const LATIN: &[&str] = &["de", "fr", "es", "it", "pt", "nl", "pl", "sv"];

impl Names {
    pub(super) fn of(entity: &Value) -> Names {
        let languages = || ENGLISH.iter().chain(CHINESE);
        let zh = first(entity, "labels", CHINESE, is_chinese);
        let en = first(entity, "labels", ENGLISH, |_| true)
            .or_else(|| first(entity, "labels", LATIN, |_| true).filter(|_| zh.is_none()))
            .or_else(|| any_label(entity).filter(|_| zh.is_none()));
        let mut aliases = Vec::new();
        for name in languages().filter_map(|it| said(entity, "labels", it)) {
            add_name(&mut aliases, name);
        }
        for language in languages() {
            let all = entity.get("aliases").map_or(&[][..], |it| list(it, language));
            for name in all.iter().filter_map(|it| text(it, "value")) {
                add_name(&mut aliases, name);
            }
        }
        aliases.retain(|it| en.as_ref() != Some(it) && zh.as_ref() != Some(it));
        Names { en, zh, aliases }
    }
}

/// The description in English and in Chinese.
pub(super) fn description(entity: &Value) -> (Option<String>, Option<String>) {
    let en = first(entity, "descriptions", ENGLISH, |_| true);
    (en, first(entity, "descriptions", CHINESE, is_chinese))
}

/// What is said in the first of these languages.
fn first(
    entity: &Value,
    member: &str,
    languages: &[&str],
    is_good: fn(&str) -> bool,
) -> Option<String> {
    let mut all = languages.iter().filter_map(|it| said(entity, member, it));
    all.find(|it| is_good(it))
}

fn said(entity: &Value, member: &str, language: &str) -> Option<String> {
    text(entity.get(member)?.get(language)?, "value")
}

/// The label in the first language that there is, by its code.
fn any_label(entity: &Value) -> Option<String> {
    let labels = entity.get("labels")?.as_object()?;
    labels.values().find_map(|it| text(it, "value"))
}
