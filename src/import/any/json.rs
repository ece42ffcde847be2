//! JSON objects as rows.

use std::collections::HashMap;

use serde_json::{Map, Value};

use super::{
    Mapping,
    columns::{Target, is_list, plain},
    make::{Given, Maker},
    value,
};
use crate::{
    catalog::{Kind, Written},
    import::{JsonRecords, Record, Wrong},
};

/// Of so many names of members it is kept where they go; more than any table has by far.
const NAMES_MAX: usize = 1_000;

/// The objects of a file as rows.
pub(super) struct Objects {
    records: JsonRecords,
    maker: Maker,
    map: Vec<(Target, String)>,
    /// Where members go, by their names.
    targets: HashMap<String, Option<Target>>,
}

impl Objects {
    pub(super) fn new(mapping: Mapping, records: JsonRecords) -> Self {
        let Mapping { columns, source, map, constants } = mapping;
        let maker = Maker::new(columns, source, constants);
        Objects { records, maker, map, targets: HashMap::new() }
    }

    /// Where the member called `name` goes; `None` for one that is left out, which is told once.
    fn target(&mut self, line: u64, name: &str) -> Option<Target> {
        if let Some(known) = self.targets.get(name) {
            return *known;
        }
        let columns = self.maker.columns();
        let mapped = self.map.iter().find(|it| it.1 == name).map(|it| it.0);
        let by_name = columns.target(name);
        let is_mapped = |it: &Target| self.map.iter().any(|(target, _)| target == it);
        let target = mapped.or(by_name.filter(|it| !is_mapped(it)));
        if self.targets.len() < NAMES_MAX {
            if target.is_none() {
                let wrong = match by_name {
                    Some(_) => Wrong::new(line, name, "is left out: another is mapped there"),
                    None => columns.not_known(line, name),
                };
                self.maker.leave_out([wrong]);
            }
            self.targets.insert(name.to_owned(), target);
        }
        target
    }

    fn record(&mut self, line: u64, object: &Map<String, Value>) -> Result<Record, Wrong> {
        let mut all: Vec<Given<'_>> = Vec::new();
        for (name, value) in object {
            let Some(target) = self.target(line, name) else { continue };
            for given in self.given(target, name, value) {
                if let Some(other) = all.iter().find(|it| it.target == given.target) {
                    let reason = format!(
                        "holds what `{}` holds: write one of them",
                        other.column.unwrap_or_default()
                    );
                    return Err(Wrong::new(line, name, reason));
                }
                all.push(given);
            }
        }
        self.maker.record(line, all)
    }

    /// What a member gives to its target.
    fn given<'v>(&self, target: Target, column: &'v str, value: &'v Value) -> Vec<Given<'v>> {
        let columns = self.maker.columns();
        let kind = columns.kind(target);
        let one = |target, written| Given { target, column: Some(column), written };
        let told = |why: &str| vec![one(target, Err(why.to_owned()))];
        let text = |it: &str| value::of_text(kind, it.trim()).filter(|_| !it.trim().is_empty());
        match value {
            Value::Null => Vec::new(),
            Value::String(it) => text(it).map(|it| one(target, Ok(it))).into_iter().collect(),
            Value::Number(it) => {
                text(&it.to_string()).map(|it| one(target, Ok(it))).into_iter().collect()
            }
            Value::Bool(_) => told("is true or false: write a text or a number"),
            Value::Array(entries) => match kind
                .filter(|it| is_list(*it))
                .map(|it| list(it, entries))
            {
                None => told("is a list: write one value"),
                Some(Err(why)) => told(why),
                Some(Ok(written)) => written.map(|it| one(target, Ok(it))).into_iter().collect(),
            },
            Value::Object(forms) if kind == Some(Kind::LocalText) => {
                let Some(chinese) = columns.chinese(target) else {
                    return told("is an object, but one of the forms of a text: write a text");
                };
                let mut given = Vec::new();
                for (name, form) in forms {
                    let target = match plain(name).as_str() {
                        "en" => target,
                        "zh" => chinese,
                        _ => return told("is an object: write a text, or one for `en` and `zh`"),
                    };
                    match form {
                        Value::Null => {}
                        Value::String(it) => given.extend(text(it).map(|it| one(target, Ok(it)))),
                        _ => return told("is an object whose forms are no texts: write texts"),
                    }
                }
                given
            }
            Value::Object(_) => told(
                "is an object in an object: write its values under names of their own, or the key \
                 of the row that it is",
            ),
        }
    }
}

/// The entries of an array, of which those that are null are none.
fn list(kind: Kind, entries: &[Value]) -> Result<Option<Written<'static>>, &'static str> {
    let mut texts = Vec::new();
    for entry in entries {
        match entry {
            Value::Null => {}
            Value::String(it) => texts.push(it.clone()),
            Value::Number(it) => texts.push(it.to_string()),
            _ => return Err("is a list of what is no text: write texts"),
        }
    }
    Ok(value::of_entries(kind, &texts))
}

impl Iterator for Objects {
    type Item = Result<Record, Wrong>;

    fn next(&mut self) -> Option<Self::Item> {
        let (line, object) = match self.records.next()? {
            Ok((line, Value::Object(object))) => (line, object),
            Ok((line, _)) => return Some(Err(Wrong::new(line, "row", "is no object"))),
            Err(wrong) => return Some(Err(wrong)),
        };
        Some(self.record(line, &object))
    }
}
