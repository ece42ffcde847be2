//! Scholars in a list, with the numbers of those who advised them and whom they advised.

use serde_json::Value;

use super::{
    item::Item,
    spells::{Span, advising},
    taken::{Named, Taken, mention},
};
use crate::import::{
    Draft, Record, Wrong,
    member::{text, texts},
};

pub(super) fn record(line: u64, value: &Value) -> Result<Record, Wrong> {
    let id = text(value, "id").unwrap_or_default();
    let scholar: Item = id.parse().map_err(|why| Wrong::new(line, "id", format!("{why}")))?;
    let mut taken = Taken::new(line);
    let name = text(value, "name").filter(|it| *it != id);
    taken.put(name.map_or_else(
        || mention(scholar, Named::Person),
        |name| {
            Draft::new("Person", &scholar.key())
                .with("name", &name)
                .with_all("external_keys", vec![scholar.external_key()])
        },
    ))?;
    for (member, is_advisor) in [("doctoral_advisor", true), ("doctoral_student", false)] {
        for id in texts(value, member) {
            let Some(other) = taken.left_out.valid::<Item>(member, Some(id.to_owned())) else {
                continue;
            };
            let other: Item = other.parse().expect("it was read before");
            taken.mention(other, Named::Person)?;
            let pair = if is_advisor { (other, scholar) } else { (scholar, other) };
            advising(&mut taken, member, pair, Span::default())?;
        }
    }
    Ok(taken.record())
}
