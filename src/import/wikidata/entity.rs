//! Items as Wikidata's dumps and its API write them.

use serde_json::Value;

use super::{
    item::Item,
    names::{self, Names},
    single,
    spells::{self, Subject},
    statement,
    taken::{Named, Taken, mention},
    terms::{self, KINDS},
};
use crate::{
    catalog::value::PartialDate,
    import::{Draft, Record, Wrong, member::text},
};

/// What statements tell of a person, in the order in which rows are made of them: a school that is
/// an employer too is a school.
const SPELLS: &[&str] = &["P69", "P108", "P184", "P185"];

pub(super) fn record(line: u64, entity: &Value) -> Result<Record, Wrong> {
    let id = text(entity, "id").unwrap_or_default();
    if entity.get("missing").is_some() {
        return Err(Wrong::new(line, "id", format!("`{id}` was not in Wikidata")));
    }
    let mut taken = Taken::new(line);
    if text(entity, "type").is_some_and(|it| it != "item") {
        return Ok(taken.record());
    }
    let item: Item = id.parse().map_err(|why| Wrong::new(line, "id", format!("{why}")))?;
    let classes: Vec<Item> =
        statement::best(entity, "P31").iter().filter_map(|it| it.value.item()).collect();
    if classes.contains(&Item::HUMAN) {
        person(&mut taken, entity, item)?;
        return Ok(taken.record());
    }
    match classes.iter().filter_map(|it| terms::meaning(KINDS, *it)).min() {
        Some((_, kind)) => organization(&mut taken, entity, item, kind)?,
        None => taken.left_out.add("P31", "is neither human nor one of the organizations"),
    }
    Ok(taken.record())
}

fn person(taken: &mut Taken, entity: &Value, item: Item) -> Result<(), Wrong> {
    let left_out = &mut taken.left_out;
    let born = single::date(&statement::best(entity, "P569"), left_out);
    let (headline, headline_zh) = names::description(entity);
    let draft = named("Person", entity, item)
        .maybe("headline", headline.as_deref())
        .maybe("headline_zh", headline_zh.as_deref())
        .maybe("birth_date", born.map(|it| it.to_string()).as_deref())
        .maybe("nationality", single::country(entity, "P27", left_out))
        .maybe("website", single::website(entity, left_out).as_deref())
        .with_all("external_keys", single::external_keys(entity, item, left_out))
        .maybe("as_of", changed(entity).as_deref());
    taken.put(draft)?;
    let subject = Subject { person: item, born };
    for property in SPELLS {
        for it in statement::all(entity, property) {
            spells::put(taken, subject, &it)?;
        }
    }
    Ok(())
}

fn organization(taken: &mut Taken, entity: &Value, item: Item, kind: &str) -> Result<(), Wrong> {
    let parent = single::item(entity, "P749", &mut taken.left_out).filter(|it| *it != item);
    let parent = parent.map(|it| taken.mention(it, Named::Organization)).transpose()?;
    let left_out = &mut taken.left_out;
    let founded = single::date(&statement::best(entity, "P571"), left_out);
    let is_over = !statement::best(entity, "P576").is_empty();
    let (description, description_zh) = names::description(entity);
    let draft = named("Organization", entity, item)
        .with("kind", kind)
        .maybe("description", description.as_deref())
        .maybe("description_zh", description_zh.as_deref())
        .maybe("parent", parent.as_deref())
        .maybe("country", single::country(entity, "P17", left_out))
        .maybe("founded", founded.map(|it| it.to_string()).as_deref())
        .maybe("status", is_over.then_some("INACTIVE"))
        .maybe("website", single::website(entity, left_out).as_deref())
        .with_all("external_keys", single::external_keys(entity, item, left_out))
        .maybe("as_of", changed(entity).as_deref());
    taken.put(draft)
}

/// A row with the names of an item, or with its number where it has none.
fn named(table: &'static str, entity: &Value, item: Item) -> Draft {
    let names = Names::of(entity);
    if names.en.is_none() && names.zh.is_none() {
        let what = if table == "Person" { Named::Person } else { Named::Organization };
        return mention(item, what);
    }
    Draft::new(table, &item.key())
        .maybe("name", names.en.as_deref())
        .maybe("name_zh", names.zh.as_deref())
        .with_all("aliases", names.aliases)
}

/// The day on which an item was last changed.
fn changed(entity: &Value) -> Option<String> {
    let day = text(entity, "modified")?.split('T').next()?.to_owned();
    day.parse::<PartialDate>().ok().map(|it| it.to_string())
}
