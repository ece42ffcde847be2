//! What a row has but once, out of statements of which there may be several.

use serde_json::Value;

use super::{
    item::Item,
    statement::{self, Statement, Thing},
    terms,
};
use crate::{
    catalog::value::{ExternalKey, PartialDate, Scheme, Url},
    import::member::{LeftOut, add_name, cleaned},
};

/// Properties whose values are external keys.
const KEYS: &[(&str, Scheme)] = &[
    ("P6782", Scheme::Ror),
    ("P496", Scheme::Orcid),
    ("P1960", Scheme::Scholar),
    ("P2456", Scheme::Dblp),
    ("P10283", Scheme::OpenAlex),
    ("P2037", Scheme::GitHub),
    ("P213", Scheme::Isni),
    ("P1278", Scheme::Lei),
];

/// The date that statements of one property give.
pub(super) fn date(statements: &[Statement], left_out: &mut LeftOut) -> Option<PartialDate> {
    let property = &statements.first()?.property;
    let things: Vec<&Thing> = statements.iter().map(|it| &it.value).collect();
    date_of(property, &things, left_out)
}

/// The date that all of these agree on: one that gives less than another agrees with it.
pub(super) fn date_of(
    property: &str,
    things: &[&Thing],
    left_out: &mut LeftOut,
) -> Option<PartialDate> {
    let mut dates: Vec<PartialDate> = Vec::new();
    for thing in things {
        match thing {
            Thing::Time(time) => match time.date() {
                Ok(date) => dates.push(date),
                Err(why) => left_out.add(property, why),
            },
            Thing::Unknown | Thing::Nothing => (),
            Thing::Item(_) | Thing::Text(_) => left_out.add(property, "is no point in time"),
        }
    }
    let finest = dates.iter().copied().max_by_key(|it| it.precision())?;
    let is_one = |it: &PartialDate| {
        it.first_day() <= finest.first_day() && finest.last_day() <= it.last_day()
    };
    if dates.iter().all(is_one) {
        return Some(finest);
    }
    let dates: Vec<String> = dates.iter().map(PartialDate::to_string).collect();
    left_out.add(property, format!("gives several dates: {}", dates.join(", ")));
    None
}

/// The item that statements of an entity name, unless they name several.
pub(super) fn item(entity: &Value, property: &str, left_out: &mut LeftOut) -> Option<Item> {
    let mut items: Vec<Item> = Vec::new();
    let statements = statement::best(entity, property);
    // What has an end is over.
    for it in statements.iter().filter(|it| it.qualified("P582").next().is_none()) {
        let item = it.value.item();
        items.extend(item.filter(|it| !items.contains(it)));
    }
    if items.len() > 1 {
        let names: Vec<String> = items.iter().map(Item::to_string).collect();
        left_out.add(property, format!("names several: {}", names.join(", ")));
        return None;
    }
    items.first().copied()
}

/// The code of the country that statements of an entity name.
pub(super) fn country(
    entity: &Value,
    property: &str,
    left_out: &mut LeftOut,
) -> Option<&'static str> {
    let item = item(entity, property, left_out)?;
    let code = terms::country(item);
    if code.is_none() {
        left_out.add(property, format!("`{item}` is no country whose code is known"));
    }
    code
}

/// The first website of an entity.
pub(super) fn website(entity: &Value, left_out: &mut LeftOut) -> Option<String> {
    let url = texts(entity, "P856").into_iter().next();
    left_out.valid::<Url>("P856", url)
}

/// The number of an entity and what other systems call it.
pub(super) fn external_keys(entity: &Value, item: Item, left_out: &mut LeftOut) -> Vec<String> {
    let mut keys = vec![item.external_key()];
    for (property, scheme) in KEYS {
        for value in texts(entity, property) {
            let value = if *scheme == Scheme::Isni { value.replace(' ', "") } else { value };
            match ExternalKey::new(*scheme, &value) {
                Ok(key) => add_name(&mut keys, key.to_string()),
                Err(why) => left_out.add(property, why.to_string()),
            }
        }
    }
    keys
}

fn texts(entity: &Value, property: &str) -> Vec<String> {
    let statements = statement::best(entity, property).into_iter();
    let texts = statements.filter_map(|it| match it.value {
        Thing::Text(text) => Some(cleaned(&text)),
        _ => None,
    });
    texts.collect()
}
