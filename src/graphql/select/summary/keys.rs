//! By what rows are grouped, and what is wanted of the keys.

use async_graphql::{Value, parser::types::SelectionSet};

use super::edges;
use crate::{
    catalog::{Field, Kind, TABLES, computed::Output, place, value::excerpt},
    engine::request::{Arguments, Bins, DatePart, Hop, KeyPart, KeyTree, KeyValue, Leaf, Name},
    graphql::{
        document::Selected,
        failure::BadInput,
        members::{Member, member},
        names,
        select::{Compiler, input},
    },
};

/// Keys of a group.
const KEYS_MAX: usize = 8;
/// References and links to a key.
const HOPS_MAX: usize = 3;

/// The keys that `value` names, one object or several.
pub(super) fn tree(table: usize, value: &Value, path: &str) -> Result<KeyTree, BadInput> {
    let items = match value {
        Value::List(items) => items.as_slice(),
        one => std::slice::from_ref(one),
    };
    let mut tree = KeyTree::default();
    let mut count = 0;
    for (index, item) in items.iter().enumerate() {
        Growing { count: &mut count, hops: 0 }.add(
            &mut tree,
            table,
            item,
            &format!("{path}[{index}]"),
        )?;
    }
    match count {
        0 => Err(format!("`{path}` is empty: write by what, such as `{path}: [{{…: true}}]`")),
        1..=KEYS_MAX => Ok(tree),
        _ => Err(format!("`{path}` names {count} values: it must name at most {KEYS_MAX}")),
    }
}

struct Growing<'a> {
    /// Keys so far.
    count: &'a mut usize,
    hops: usize,
}

impl Growing<'_> {
    fn add(
        &mut self,
        tree: &mut KeyTree,
        table: usize,
        value: &Value,
        path: &str,
    ) -> Result<(), BadInput> {
        if self.hops > HOPS_MAX {
            return Err(format!(
                "`{path}` is behind {} references and links: {HOPS_MAX} at most",
                self.hops
            ));
        }
        for (name, value) in named(value, path)? {
            let path = format!("{path}.{name}");
            match branch(table, name) {
                Some((hop, to)) => {
                    let known = tree.branches.iter().position(|it| it.0 == hop);
                    let place = known.unwrap_or_else(|| {
                        tree.branches.push((hop, KeyTree::default()));
                        tree.branches.len() - 1
                    });
                    let mut further = Growing { count: self.count, hops: self.hops + 1 };
                    further.add(&mut tree.branches[place].1, to, value, &path)?;
                }
                None => {
                    let leaf = leaf(table, name, value, &path)?;
                    if tree.leaves.iter().any(|it| name_of(table, &it.1) == name) {
                        return Err(format!("`{path}` is named twice: name it once"));
                    }
                    tree.leaves.push((*self.count, leaf));
                    *self.count += 1;
                }
            }
        }
        Ok(())
    }
}

/// The fields of an object that must name something.
fn named<'v>(
    value: &'v Value,
    path: &str,
) -> Result<impl Iterator<Item = (&'v str, &'v Value)>, BadInput> {
    let Value::Object(fields) = value else {
        let value = excerpt(value);
        return Err(format!("`{path}` is {value}: write by what, such as `{{row: true}}`"));
    };
    if fields.is_empty() {
        return Err(format!("`{path}` is empty: name a value in it, or leave it out"));
    }
    match fields.iter().find(|it| *it.1 == Value::Null) {
        Some((name, _)) => Err(format!("`{path}.{name}` is null: leave it out")),
        None => Ok(fields.iter().map(|(name, value)| (name.as_str(), value))),
    }
}

/// The way that a name stands for, and the table it leads to.
fn branch(table: usize, name: &str) -> Option<(Hop, usize)> {
    match member(table, name)? {
        Member::Field(field) => match TABLES[table].fields[field].kind {
            Kind::Ref(to) | Kind::Refs(to) => Some((Hop::Follow(field), place(to))),
            _ => None,
        },
        Member::Link(link) => Some((Hop::Linked(link), place(TABLES[table].links[link].from))),
        _ => None,
    }
}

fn leaf(table: usize, name: &str, value: &Value, path: &str) -> Result<Leaf, BadInput> {
    let wanted = |leaf| {
        let no = || format!("`{path}` is false: write `true`, or leave it out");
        input::bool(path, value)?.then_some(leaf).ok_or_else(no)
    };
    match member(table, name) {
        Some(Member::Field(field)) if TABLES[table].fields[field].kind == Kind::Date => {
            Ok(Leaf::Cut(field, input::parsed(path, value)?))
        }
        Some(Member::Field(field)) => wanted(Leaf::Field(field)),
        Some(Member::Computed(computed)) => {
            wanted(Leaf::Computed(computed.compute, Arguments::default()))
        }
        _ if name == "row" => wanted(Leaf::Row),
        _ => {
            let is_binned = |it: &Field| names::bins(it.name) == name;
            let field = TABLES[table].fields.iter().position(is_binned);
            let field = field.expect("validation admits only the catalog's names");
            Ok(Leaf::Bins(field, bins(value, path)?))
        }
    }
}

fn bins(value: &Value, path: &str) -> Result<Bins, BadInput> {
    let one: Vec<(&str, &Value)> = named(value, path)?.collect();
    match one[..] {
        [("width", value)] => {
            let width = input::float(path, value)?;
            if width > 0.0 && width.is_finite() {
                return Ok(Bins::Width(width));
            }
            Err(format!("`{path}.width` is {width}: it must be greater than 0"))
        }
        [("edges", value)] => Ok(Bins::Edges(edges(&format!("{path}.edges"), value)?)),
        _ => Err(format!("`{path}` takes `width` or `edges`, one of them")),
    }
}

/// What the key of a leaf is called in GraphQL.
fn name_of(table: usize, leaf: &Leaf) -> String {
    let description = TABLES[table];
    match leaf {
        Leaf::Row => "row".to_owned(),
        Leaf::Field(field) | Leaf::Cut(field, _) => names::camel(description.fields[*field].name),
        Leaf::Bins(field, _) => names::bins(description.fields[*field].name),
        Leaf::Computed(compute, _) => {
            let computed = crate::catalog::computed::computed(description.name);
            let name = computed.filter(|it| it.compute == *compute).map(|it| it.name).next();
            names::camel(name.unwrap_or_default())
        }
    }
}

impl<'d> Compiler<'d> {
    /// What is selected of keys, the first of which in the order of the tree has a number.
    pub(super) fn keys(
        &mut self,
        table: usize,
        (tree, first): (&KeyTree, usize),
        sets: &[&'d SelectionSet],
    ) -> Vec<(Name, KeyPart)> {
        let of = names::summary_names(table).key.as_str();
        let fields = self.document.fields(sets, &|it| it == of);
        let parts = fields.into_iter().map(|it| {
            let part = match it.name() {
                "__typename" => KeyPart::Constant(of),
                name => match branch(table, name) {
                    Some((hop, to)) => self.branch_keys((tree, first), (hop, to), &it),
                    None => {
                        let is_named = |leaf: &(usize, Leaf)| name_of(table, &leaf.1) == name;
                        match tree.leaves.iter().position(is_named) {
                            None => KeyPart::Absent,
                            Some(key) => {
                                let value = self.key_value(table, &tree.leaves[key].1, &it);
                                KeyPart::Leaf(first + key, value)
                            }
                        }
                    }
                },
            };
            (Name::from(it.key), part)
        });
        parts.collect()
    }

    fn branch_keys(
        &mut self,
        (tree, first): (&KeyTree, usize),
        (hop, to): (Hop, usize),
        selected: &Selected<'d>,
    ) -> KeyPart {
        let Some(branch) = tree.branches.iter().position(|it| it.0 == hop) else {
            return KeyPart::Absent;
        };
        let before: usize = tree.branches[..branch].iter().map(|it| it.1.len()).sum();
        let first = first + tree.leaves.len() + before;
        KeyPart::Branch(self.keys(to, (&tree.branches[branch].1, first), &selected.sets()))
    }

    fn key_value(&mut self, table: usize, leaf: &Leaf, selected: &Selected<'d>) -> KeyValue {
        let description = TABLES[table];
        match leaf {
            Leaf::Row => KeyValue::Row(self.shape(Some(table), &selected.sets())),
            Leaf::Field(field) => match description.fields[*field].kind {
                Kind::AnyRef => KeyValue::Row(self.shape(None, &selected.sets())),
                kind => KeyValue::Plain(kind),
            },
            Leaf::Cut(_, cut) => KeyValue::Date(*cut, self.date_parts(selected)),
            Leaf::Bins(_, bins) => KeyValue::Bin(bins.clone(), self.bins(selected)),
            Leaf::Computed(compute, _) => {
                let mut computed = crate::catalog::computed::computed(description.name);
                match computed.find(|it| it.compute == *compute).map(|it| it.output) {
                    Some(Output::Enum(set)) => KeyValue::Plain(Kind::Enum(set)),
                    _ => KeyValue::Truth,
                }
            }
        }
    }

    fn date_parts(&self, selected: &Selected<'d>) -> Vec<(Name, DatePart)> {
        let fields = self.document.fields(&selected.sets(), &|it| it == "CutDate");
        let parts = fields.into_iter().map(|it| {
            let part = match it.name() {
                "year" => DatePart::Year,
                "quarter" => DatePart::Quarter,
                "month" => DatePart::Month,
                _ => DatePart::Constant("CutDate"),
            };
            (Name::from(it.key), part)
        });
        parts.collect()
    }
}
