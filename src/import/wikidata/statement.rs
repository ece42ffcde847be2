//! Statements about items: a value, and qualifiers that tell more of it.

use serde_json::Value;

use super::{item::Item, time::Time};
use crate::import::{
    Wrong, keys,
    member::{LeftOut, list},
};

/// A statement, in whichever form it was written.
pub(super) struct Statement {
    /// Such as `P69`.
    pub(super) property: String,
    pub(super) value: Thing,
    /// Properties and values.
    qualifiers: Vec<(String, Thing)>,
    /// The id that Wikidata gave it.
    id: Option<String>,
    is_preferred: bool,
}

/// A value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Thing {
    Item(Item),
    Time(Time),
    Text(String),
    /// There is one, but it is not known.
    Unknown,
    /// There is none, or none of a kind that is read.
    Nothing,
}

/// The statement in a line, and whom it is about; `None` where the record is of another form.
pub(super) fn of_line(line: u64, record: &Value) -> Option<Result<(Item, Statement), Wrong>> {
    let members = record.as_object()?;
    let (head, about) = members.iter().find(|it| is_marked(it.0, "_h"))?;
    let property = head.trim_end_matches("_h");
    let tail = format!("{property}_t");
    let about = about.as_str().unwrap_or_default().parse::<Item>();
    let about = match about {
        Ok(about) => about,
        Err(why) => return Some(Err(Wrong::new(line, head, why.to_string()))),
    };
    let Some(value) = members.get(&tail).and_then(Value::as_str) else {
        let reason =
            format!("is missing: `{head}` says whom the statement is about, `{tail}` what");
        return Some(Err(Wrong::new(line, &tail, reason)));
    };
    let mut qualifiers = Vec::new();
    for (name, value) in members.iter().filter(|it| is_marked(it.0, "")) {
        let texts = value.as_array().map_or(std::slice::from_ref(value), Vec::as_slice);
        let things = texts.iter().filter_map(Value::as_str).map(Thing::of_text);
        qualifiers.extend(things.map(|it| (name.clone(), it)));
    }
    let value = Thing::of_text(value);
    let property = property.to_owned();
    Some(Ok((about, Statement { property, value, qualifiers, id: None, is_preferred: false })))
}

/// Whether a name is that of a property, such as `P69`, with `end` behind it.
fn is_marked(name: &str, end: &str) -> bool {
    let number = name.strip_prefix('P').and_then(|it| it.strip_suffix(end));
    number.is_some_and(|it| !it.is_empty() && it.bytes().all(|it| it.is_ascii_digit()))
}

/// What an item's JSON states of a property, without what is deprecated.
pub(super) fn all(entity: &Value, property: &str) -> Vec<Statement> {
    let Some(claims) = entity.get("claims") else { return Vec::new() };
    let statements = list(claims, property).iter();
    let rank = |it: &Value| it.get("rank").and_then(Value::as_str).unwrap_or_default().to_owned();
    let kept = statements.filter(|it| rank(it) != "deprecated");
    let kept = kept.map(|it| Statement {
        property: property.to_owned(),
        value: it.get("mainsnak").map_or(Thing::Nothing, Thing::of_snak),
        qualifiers: qualifiers(it),
        id: it.get("id").and_then(Value::as_str).map(str::to_owned),
        is_preferred: rank(it) == "preferred",
    });
    kept.collect()
}

/// Those that Wikidata prefers; all, where it prefers none.
pub(super) fn best(entity: &Value, property: &str) -> Vec<Statement> {
    let all = all(entity, property);
    let is_any = all.iter().any(|it| it.is_preferred);
    all.into_iter().filter(|it| it.is_preferred || !is_any).collect()
}

fn qualifiers(statement: &Value) -> Vec<(String, Thing)> {
    let all = statement.get("qualifiers").and_then(Value::as_object).into_iter().flatten();
    let all = all.flat_map(|(property, snaks)| {
        let snaks = snaks.as_array().into_iter().flatten();
        snaks.map(|it| (property.clone(), Thing::of_snak(it)))
    });
    all.collect()
}

impl Statement {
    /// The values of a qualifier.
    pub(super) fn qualified<'s>(&'s self, property: &'s str) -> impl Iterator<Item = &'s Thing> {
        self.qualifiers.iter().filter(move |it| it.0 == property).map(|it| &it.1)
    }

    /// The item that is its value; what is none is left out.
    pub(super) fn item(&self, left_out: &mut LeftOut) -> Option<Item> {
        let item = self.value.item();
        if item.is_none() {
            left_out.add(&self.property, "names no item");
        }
        item
    }

    /// The key of the row that stands for it: its id, or what it says.
    pub(super) fn key(&self, about: Item) -> String {
        if let Some(id) = &self.id {
            return keys::of_name("wikidata", &[id]);
        }
        let property = self.property.to_lowercase();
        let value = self.value.whole().to_lowercase();
        let key = format!("{}-{property}-{value}", about.key());
        if self.qualifiers.is_empty() {
            return key;
        }
        let mut said: Vec<String> =
            self.qualifiers.iter().map(|it| format!("{}={}", it.0, it.1.whole())).collect();
        said.sort();
        let said: Vec<&str> = said.iter().map(String::as_str).collect();
        keys::of_content(&key, &said)
    }
}

impl Thing {
    fn of_text(text: &str) -> Thing {
        let time = text.starts_with(['+', '-']).then(|| Time::of_text(text)).flatten();
        let item = || text.parse().map(Thing::Item).ok();
        time.map(Thing::Time).or_else(item).unwrap_or_else(|| Thing::Text(text.to_owned()))
    }

    fn of_snak(snak: &Value) -> Thing {
        if snak.get("snaktype").and_then(Value::as_str) == Some("somevalue") {
            return Thing::Unknown;
        }
        let Some(data) = snak.get("datavalue") else { return Thing::Nothing };
        let value = data.get("value").unwrap_or(&Value::Null);
        let thing = match data.get("type").and_then(Value::as_str) {
            Some("wikibase-entityid") => item_of(value).map(Thing::Item),
            Some("time") => Time::of_value(value).map(Thing::Time),
            Some("string") => value.as_str().map(|it| Thing::Text(it.to_owned())),
            _ => None,
        };
        thing.unwrap_or(Thing::Nothing)
    }

    pub(super) fn item(&self) -> Option<Item> {
        match self {
            Thing::Item(item) => Some(*item),
            _ => None,
        }
    }

    /// All that it says, in one text.
    fn whole(&self) -> String {
        match self {
            Thing::Item(item) => item.to_string(),
            Thing::Time(time) => time.whole(),
            Thing::Text(text) => text.clone(),
            Thing::Unknown => "?".to_owned(),
            Thing::Nothing => String::new(),
        }
    }
}

/// Older files give the number of an item only.
fn item_of(value: &Value) -> Option<Item> {
    if let Some(id) = value.get("id").and_then(Value::as_str) {
        return id.parse().ok();
    }
    let is_item = value.get("entity-type").and_then(Value::as_str) == Some("item");
    let number = value.get("numeric-id").and_then(Value::as_u64).filter(|_| is_item)?;
    format!("Q{number}").parse().ok()
}
