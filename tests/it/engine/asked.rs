//! Random questions about the graphs.

use bole::{
    catalog::{
        Kind, TABLES, place,
        value::{Amount, Country, Currency, PartialDate},
    },
    engine::{
        Snapshot, cursor,
        request::{
            Case, Cursor, Direction, Filter, From, Nulls, Order, OrderBy, Page, Quantity, Test,
            TextMatch, TextTest,
        },
    },
};

use super::graphs::{COUNTRIES, DATES, Dice, NAMES};

/// What is searched for; nothing has a typo, since the oracle is slow to tell that nothing fits.
const SOUGHT: &[&str] = &["ada", "bo ada", "王海峰", "wang", "haif"];

/// A filter of rows of a table, at most `depth` references and links deep.
pub(super) fn filter(dice: &mut Dice, table: usize, depth: usize) -> Filter {
    let several =
        |dice: &mut Dice| (0..=dice.below(3)).map(|_| filter(dice, table, depth - 1)).collect();
    match dice.below(if depth == 0 { 4 } else { 10 }) {
        0 => Filter::Key(text(dice, &["person1", "organization1", "son", "model"])),
        1..=3 => field(dice, table),
        4 if dice.below(2) == 0 => Filter::Search(dice.pick(SOUGHT).to_owned()),
        4 => Filter::And(several(dice)),
        5 => Filter::Or(several(dice)),
        6 => Filter::Not(Box::new(filter(dice, table, depth - 1))),
        7 => via(dice, table, depth),
        _ => linked(dice, table, depth),
    }
}

fn via(dice: &mut Dice, table: usize, depth: usize) -> Filter {
    let fields = TABLES[table].fields.iter().enumerate();
    let references: Vec<(usize, usize)> = fields
        .filter_map(|(field, it)| match it.kind {
            Kind::Ref(name) | Kind::Refs(name) => Some((field, place(name))),
            _ => None,
        })
        .collect();
    if references.is_empty() {
        return field(dice, table);
    }
    let (field, target) = dice.pick(&references);
    Filter::Via(field, Box::new(filter(dice, target, depth - 1)))
}

fn linked(dice: &mut Dice, table: usize, depth: usize) -> Filter {
    let links = TABLES[table].links;
    if links.is_empty() {
        return field(dice, table);
    }
    let link = dice.below(links.len());
    let from = place(links[link].from);
    let inner = match dice.below(4) {
        0 => Filter::And(Vec::new()),
        _ => filter(dice, from, depth - 1),
    };
    let low = u32::try_from(dice.below(3)).unwrap();
    let high = low + u32::try_from(dice.below(2)).unwrap();
    let quantities =
        [Quantity::Some, Quantity::None, Quantity::Every, Quantity::Between(low, high)];
    Filter::Linked(link, Box::new(inner), dice.pick(&quantities))
}

fn text(dice: &mut Dice, sought: &[&str]) -> Test {
    let matching = dice.pick(&[
        TextMatch::Equals,
        TextMatch::Contains,
        TextMatch::StartsWith,
        TextMatch::EndsWith,
    ]);
    let case = dice.pick(&[Case::Respected, Case::Ignored]);
    let sought = (0..=dice.below(2)).map(|_| match case {
        Case::Respected => dice.pick(sought).to_owned(),
        Case::Ignored => dice.pick(sought).to_lowercase(),
    });
    Test::Text(TextTest { matching, sought: sought.collect(), case })
}

fn field(dice: &mut Dice, table: usize) -> Filter {
    let fields = TABLES[table].fields;
    let field = dice.below(fields.len());
    if dice.below(4) == 0 {
        return Filter::Field(field, Test::IsNull(dice.below(2) == 0));
    }
    let test = match fields[field].kind {
        Kind::Text | Kind::LocalText | Kind::Texts | Kind::Url => text(dice, NAMES),
        Kind::ExternalKeys => text(dice, &["wikidata:Q1", "github:ada"]),
        Kind::Float => {
            let low = dice.pick(&[-1.0, 0.5, 2.0, 1e9]);
            Test::Floats(vec![(low, low + dice.pick(&[0.0, 10.0, 1e10]))])
        }
        Kind::Ref(_) | Kind::Refs(_) | Kind::AnyRef => {
            let ids = ["Person:person1", "Organization:organization0", "Model:model2", "Person:x"];
            Test::Refers((0..=dice.below(2)).map(|_| dice.pick(&ids).to_owned()).collect())
        }
        kind => {
            let low = code(dice, kind);
            let high = code(dice, kind);
            Test::Ints(vec![(low.min(high), low.max(high))])
        }
    };
    Filter::Field(field, test)
}

fn code(dice: &mut Dice, kind: Kind) -> i64 {
    match kind {
        Kind::Date => dice.pick(DATES).parse::<PartialDate>().unwrap().code(),
        Kind::Country => dice.pick(COUNTRIES).parse::<Country>().unwrap().code(),
        Kind::Currency => dice.pick(&["USD", "CNY"]).parse::<Currency>().unwrap().code(),
        Kind::Decimal => dice.pick(&["100", "101"]).parse::<Amount>().unwrap().code(),
        Kind::Enum(set) => i64::try_from(dice.below(set.values.len())).unwrap(),
        _ => i64::try_from(2015 + dice.below(3)).unwrap(),
    }
}

/// An order of up to three keys.
pub(super) fn order(dice: &mut Dice, table: usize) -> Vec<Order> {
    let fields = TABLES[table].fields;
    let ordered: Vec<usize> =
        (0..fields.len()).filter(|it| fields[*it].kind.is_ordered()).collect();
    let keys = (0..dice.below(4)).map(|_| Order {
        by: match dice.below(6) {
            0 => OrderBy::Key,
            _ => OrderBy::Field(dice.pick(&ordered)),
        },
        direction: dice.pick(&[Direction::Ascending, Direction::Descending]),
        nulls: dice.pick(&[Nulls::First, Nulls::Last]),
    });
    keys.collect()
}

/// A page whose cursors stand at rows, or where there is none any more; none of an empty table.
pub(super) fn page(
    dice: &mut Dice,
    snapshot: &Snapshot,
    table: usize,
    order: &[Order],
) -> Option<Page> {
    let frame = snapshot.frame(table);
    if frame.rows() == 0 {
        return None;
    }
    let mut place = || -> Option<Cursor> {
        let row = u32::try_from(dice.below(frame.rows() as usize)).unwrap();
        let mut place = cursor::of(frame, order, row);
        match dice.below(4) {
            0 => place.key.push('5'),
            1 | 2 => return None,
            _ => (),
        }
        Some(place)
    };
    let (after, before) = (place(), place());
    Some(Page {
        after,
        before,
        offset: u32::try_from(dice.below(3)).unwrap(),
        limit: u32::try_from(dice.below(8)).unwrap(),
        from: dice.pick(&[From::Start, From::End]),
    })
}
