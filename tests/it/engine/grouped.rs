//! Groups against groups made row by row, with no thought of speed.
#![expect(
    clippy::cast_possible_truncation,
    clippy::cast_possible_wrap,
    clippy::cast_precision_loss,
    clippy::cast_sign_loss,
    reason = "the numbers are small"
)]

use std::collections::{BTreeMap, BTreeSet};

use bole::{
    catalog::{Cell, Kind, Row, TABLES, enums::DateCut, place},
    engine::{
        group::{Grouped, Origin, Summaries, count_distinct},
        request::{Bins, Hop, KeyTree, Leaf, Measure, Statistic, Value},
    },
};

use super::graphs::Dice;

/// Keys of a row, one of each way.
type Keys = Vec<Value>;

/// What to group by: up to `depth` references and links deep.
pub(super) fn tree(dice: &mut Dice, table: usize, depth: usize) -> KeyTree {
    let mut place = 0;
    let mut tree = random_tree(dice, table, depth, &mut place);
    if tree.is_empty() {
        tree.leaves.push((0, Leaf::Row));
    }
    tree
}

fn random_tree(dice: &mut Dice, table: usize, depth: usize, next: &mut usize) -> KeyTree {
    let mut tree = KeyTree::default();
    for _ in 0..dice.below(3) {
        if let Some(leaf) = leaf(dice, table)
            && !tree.leaves.iter().any(|it| it.1 == leaf)
        {
            tree.leaves.push((*next, leaf));
            *next += 1;
        }
    }
    if depth > 0 {
        for _ in 0..=dice.below(2) {
            if let Some((hop, to)) = hop(dice, table)
                && !tree.branches.iter().any(|it| it.0 == hop)
            {
                tree.branches.push((hop, random_tree(dice, to, depth - 1, next)));
            }
        }
    }
    tree
}

fn leaf(dice: &mut Dice, table: usize) -> Option<Leaf> {
    let fields = TABLES[table].fields;
    let field = dice.below(fields.len());
    let edges = || Bins::Edges(vec![1.0, 100.0, 100.5]);
    Some(match fields[field].kind {
        _ if dice.below(6) == 0 => Leaf::Row,
        Kind::Date => {
            Leaf::Cut(field, dice.pick(&[DateCut::Year, DateCut::Quarter, DateCut::Month]))
        }
        Kind::Float => Leaf::Bins(field, Bins::Width(2.5)),
        Kind::Decimal if dice.below(2) == 0 => Leaf::Bins(field, edges()),
        kind if kind.is_key() => Leaf::Field(field),
        _ => return None,
    })
}

fn hop(dice: &mut Dice, table: usize) -> Option<(Hop, usize)> {
    let description = TABLES[table];
    let references = description.fields.iter().enumerate();
    let references = references.filter_map(|(field, it)| match it.kind {
        Kind::Ref(to) | Kind::Refs(to) => Some((Hop::Follow(field), place(to))),
        _ => None,
    });
    let links = description.links.iter().enumerate();
    let links = links.map(|(link, it)| (Hop::Linked(link), place(it.from)));
    let ways: Vec<(Hop, usize)> = references.chain(links).collect();
    (!ways.is_empty()).then(|| dice.pick(&ways))
}

/// The keys of a row: all combinations of what its ways lead to.
pub(super) fn keys_of(rows: &[Row], row: Option<&Row>, table: usize, tree: &KeyTree) -> Vec<Keys> {
    let mut all = vec![Vec::new()];
    for (_, leaf) in &tree.leaves {
        let values = row.map_or(vec![Value::Null], |it| values(it, leaf));
        all = joined(&all, &values.into_iter().map(|it| vec![it]).collect::<Vec<_>>());
    }
    for (hop, tree) in &tree.branches {
        let (to, targets) = row.map_or((target(table, *hop), vec![]), |it| reached(rows, it, *hop));
        let further = match &targets[..] {
            [] => keys_of(rows, None, to, tree),
            targets => targets.iter().flat_map(|it| keys_of(rows, Some(it), to, tree)).collect(),
        };
        all = joined(&all, &further);
    }
    all
}

fn joined(one: &[Keys], other: &[Keys]) -> Vec<Keys> {
    let pairs = one.iter().flat_map(|one| other.iter().map(move |other| (one, other)));
    pairs.map(|(one, other)| one.iter().chain(other).cloned().collect()).collect()
}

fn target(table: usize, hop: Hop) -> usize {
    match hop {
        Hop::Linked(link) => place(TABLES[table].links[link].from),
        Hop::Follow(field) => match TABLES[table].fields[field].kind {
            Kind::Ref(to) | Kind::Refs(to) => place(to),
            kind => panic!("{kind:?} leads nowhere"),
        },
    }
}

fn reached<'r>(rows: &'r [Row], row: &Row, hop: Hop) -> (usize, Vec<&'r Row>) {
    let to = target(row.table(), hop);
    let in_table = rows.iter().filter(|it| it.table() == to);
    let found = match hop {
        Hop::Follow(field) => {
            let keys = refers(row, field);
            in_table.filter(|it| keys.contains(&it.key().to_string())).collect()
        }
        Hop::Linked(link) => {
            let via = TABLES[to].field(TABLES[row.table()].links[link].via).unwrap();
            let key = row.key().to_string();
            let is_about = |it: &&Row| match it.cell(via) {
                Cell::AnyRef(table, of) => table == TABLES[row.table()].name && of == key,
                _ => refers(it, via).contains(&key),
            };
            in_table.filter(is_about).collect()
        }
    };
    (to, found)
}

fn refers(row: &Row, field: usize) -> Vec<String> {
    match row.cell(field) {
        Cell::Ref(key) => vec![key.to_owned()],
        Cell::List(keys) => keys.iter().map(|it| it.clone().into_owned()).collect(),
        _ => vec![],
    }
}

fn values(row: &Row, leaf: &Leaf) -> Vec<Value> {
    let text = |it: &str| Value::Text(it.to_owned());
    let one = match leaf {
        Leaf::Row => text(&row.id().to_string()),
        Leaf::Field(field) => match row.cell(*field) {
            Cell::Int(value) => Value::Int(value),
            Cell::Text(value) => text(value),
            Cell::Local(value) => text(value.en().or(value.zh()).unwrap()),
            Cell::AnyRef(table, key) => text(&format!("{table}:{key}")),
            Cell::List(items) if !items.is_empty() => {
                return items.iter().map(|it| text(it)).collect();
            }
            _ => Value::Null,
        },
        Leaf::Cut(field, cut) => match row.cell(*field) {
            Cell::Int(date) => {
                let (year, month) = (date / 10_000, date / 100 % 100);
                let quarter =
                    [0, 1, 1, 1, 2, 2, 2, 3, 3, 3, 4, 4, 4][usize::try_from(month).unwrap()];
                Value::Int(match cut {
                    DateCut::Year => year * 100,
                    DateCut::Quarter => year * 100 + quarter,
                    DateCut::Month => year * 100 + month,
                })
            }
            _ => Value::Null,
        },
        Leaf::Bins(field, bins) => number(row, *field).map_or(Value::Null, |number| {
            Value::Int(match bins {
                Bins::Width(width) => (number / width).floor() as i64,
                Bins::Edges(edges) => edges.iter().filter(|it| **it <= number).count() as i64,
            })
        }),
        Leaf::Computed(..) => panic!("computed keys are tested on the seed"),
    };
    vec![one]
}

fn number(row: &Row, field: usize) -> Option<f64> {
    match (row.cell(field), TABLES[row.table()].fields[field].kind) {
        (Cell::Float(value), _) => Some(value),
        (Cell::Int(value), Kind::Decimal) => Some(value as f64 / 10_000.0),
        (Cell::Int(value), _) => Some(value as f64),
        _ => None,
    }
}

/// A text for keys, since values of different kinds have no order.
fn written(keys: &[Value]) -> String {
    format!("{keys:?}")
}

/// The statistics that are compared.
const STATISTICS: [Statistic; 7] = [
    Statistic::Count,
    Statistic::Sum,
    Statistic::Mean,
    Statistic::Min,
    Statistic::Max,
    Statistic::Quantile(0.5),
    Statistic::Quantile(0.9),
];

fn summary(mut numbers: Vec<f64>) -> Vec<Option<f64>> {
    numbers.sort_by(f64::total_cmp);
    let count = numbers.len() as f64;
    let sum: f64 = numbers.iter().sum();
    let some = |it: f64| (!numbers.is_empty()).then_some(it);
    let quantile = |p: f64| {
        let at = p * (count - 1.0);
        let (low, high) = (numbers.get(at.floor() as usize)?, numbers.get(at.ceil() as usize)?);
        Some(low + (high - low) * (at - at.floor()))
    };
    vec![
        Some(count),
        some(sum),
        some(sum / count),
        numbers.first().copied(),
        numbers.last().copied(),
        quantile(0.5),
        quantile(0.9),
    ]
}

fn near(one: Option<f64>, other: f64) -> bool {
    match one {
        None => other.is_nan(),
        Some(one) => (one - other).abs() <= 1e-9 * one.abs().max(1.0),
    }
}

/// Compares the groups of a snapshot with those made row by row.
pub(super) fn compare(dice: &mut Dice, rows: &[Row], origin: Origin<'_>) {
    let tree = tree(dice, origin.table, 2);
    let description = TABLES[origin.table];
    let frame = origin.snapshot.frame(origin.table);
    let of_table: Vec<&Row> = rows.iter().filter(|it| it.table() == origin.table).collect();
    let mut expected: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    let mut whole = BTreeSet::new();
    for row in &of_table {
        for keys in keys_of(rows, Some(row), origin.table, &tree) {
            if !keys.contains(&Value::Null) {
                whole.insert(written(&keys));
            }
            expected.entry(written(&keys)).or_default().insert(row.key().to_string());
        }
    }
    let all: Vec<u32> = frame.live().iter().collect();
    let grouped = Grouped::new(origin, &tree, &all).unwrap();
    assert_eq!(count_distinct(origin, &tree, &all).unwrap(), whole.len(), "{tree:?}");
    let numbers: Vec<usize> = (0..description.fields.len())
        .filter(|it| description.fields[*it].kind.is_number())
        .collect();
    let field = dice.pick(&numbers);
    let measure = Measure::Field(field);
    let mut found = BTreeMap::new();
    for group in 0..grouped.len() {
        let members = grouped.rows(group);
        let keys = members.iter().map(|it| frame.key(*it).to_owned()).collect::<BTreeSet<_>>();
        assert_eq!(keys.len(), members.len(), "a row is in a group once");
        let of_group = of_table.iter().filter(|it| keys.contains(&it.key().to_string()));
        let expected = summary(of_group.filter_map(|it| number(it, field)).collect());
        let mut summaries = Summaries::default();
        summaries.add(&measure, STATISTICS.to_vec());
        let given = summaries.of_rows(origin, members).unwrap();
        let same = expected.iter().zip(&given).all(|(one, other)| near(*one, *other));
        assert!(same, "{expected:?} {given:?}");
        found.insert(written(&grouped.values(&origin, group)), keys);
    }
    assert_eq!(found, expected, "{tree:?}");
}
