//! Institutions, whole ones and the short forms that stand in works and authors.

use serde_json::Value;

use super::Id;
use crate::{
    catalog::{
        Row,
        value::{Country, ExternalKey, Scheme, Url},
    },
    import::{
        Draft, Record, Wrong,
        member::{LeftOut, add_name, cleaned, is_chinese, list, text, texts},
        organization_types,
    },
};

/// Under which a Chinese name may stand, the best first.
const CHINESE: &[&str] = &["zh-hans", "zh-cn", "zh", "zh-hant", "zh-tw"];

pub(super) fn record(line: u64, value: &Value) -> Result<Record, Wrong> {
    let mut left_out = LeftOut::new(line);
    let (_, row) = organization(line, value, &mut left_out)?;
    Ok(Record { line, rows: vec![row], left_out: left_out.all })
}

/// The organization that an institution is, and its identifier.
pub(super) fn organization(
    line: u64,
    value: &Value,
    left_out: &mut LeftOut,
) -> Result<(Id, Row), Wrong> {
    let id = Id::of_letter('I', value)
        .ok_or_else(|| Wrong::new(line, "id", "is no identifier of an institution in OpenAlex"))?;
    let kind = text(value, "type").unwrap_or_default();
    let (kind, note) =
        organization_types::kind(&[&kind]).map_err(|why| Wrong::new(line, "type", why))?;
    let names = Names::of(value);
    let place = value.get("geo").unwrap_or(&Value::Null);
    let draft = Draft::new("Organization", &id.key())
        .maybe("name", names.en.as_deref())
        .maybe("name_zh", names.zh.as_deref())
        .with_all("aliases", names.aliases)
        .with("kind", kind.name())
        .maybe("note", note.map(|it| format!("Type in OpenAlex: {it}.")).as_deref())
        .maybe("parent", parent(value).map(Id::key).as_deref())
        .maybe("country", left_out.valid::<Country>("country_code", country(value)).as_deref())
        .maybe("region", text(place, "region").as_deref())
        .maybe("city", text(place, "city").as_deref())
        .maybe(
            "website",
            left_out.valid::<Url>("homepage_url", text(value, "homepage_url")).as_deref(),
        )
        .with_all("external_keys", external_keys(value, id, left_out))
        .with("source", "openalex");
    Ok((id, draft.row(line)?))
}

struct Names {
    en: Option<String>,
    zh: Option<String>,
    aliases: Vec<String>,
}

impl Names {
    fn of(value: &Value) -> Names {
        let shown = text(value, "display_name");
        let others = value.get("international").and_then(|it| it.get("display_name"));
        let other = |language: &&str| others.and_then(|it| text(it, language));
        let (en, zh) = match shown.filter(|it| !it.is_empty()) {
            Some(name) if is_chinese(&name) => (other(&"en"), Some(name)),
            name => (name, CHINESE.iter().filter_map(other).find(|it| is_chinese(it))),
        };
        let mut aliases = Vec::new();
        for name in texts(value, "display_name_acronyms") {
            add_name(&mut aliases, cleaned(name));
        }
        for name in texts(value, "display_name_alternatives") {
            add_name(&mut aliases, cleaned(name));
        }
        aliases.retain(|it| en.as_ref() != Some(it) && zh.as_ref() != Some(it));
        Names { en, zh, aliases }
    }
}

fn country(value: &Value) -> Option<String> {
    text(value, "country_code").map(|it| it.to_uppercase())
}

fn parent(value: &Value) -> Option<Id> {
    let mut all = list(value, "associated_institutions").iter();
    let parent = all.find(|it| it.get("relationship").and_then(Value::as_str) == Some("parent"))?;
    Id::of_letter('I', parent)
}

fn external_keys(value: &Value, id: Id, left_out: &mut LeftOut) -> Vec<String> {
    let mut keys = vec![id.external()];
    let ids = value.get("ids").unwrap_or(&Value::Null);
    let ror = text(value, "ror").or_else(|| text(ids, "ror"));
    // Written as the address of the item's page or of the item itself.
    let wikidata = text(ids, "wikidata").and_then(|it| it.rsplit('/').next().map(str::to_owned));
    for (member, scheme, id) in
        [("ror", Scheme::Ror, ror), ("wikidata", Scheme::Wikidata, wikidata)]
    {
        match id.map(|it| ExternalKey::new(scheme, &it)) {
            Some(Ok(key)) => keys.push(key.to_string()),
            Some(Err(why)) => left_out.add(member, why.to_string()),
            None => (),
        }
    }
    keys
}
