//! Values as small whole numbers, equal where the values are.

use std::collections::HashMap;

use crate::{
    catalog::{
        Kind,
        computed::{self, Compute, Output},
        enums::DateCut,
    },
    engine::{
        Column, NOWHERE,
        compute::{self, Asked, Datum, Prepared, Refusal},
        request::{Arguments, Bins, Value},
        words::Words,
    },
};

use super::Origin;

/// One code for each row; 0 where there is no value.
#[derive(Debug)]
pub(super) struct Codes<'s> {
    pub codes: Vec<u32>,
    pub meaning: Meaning<'s>,
}

/// What codes above 0 stand for.
#[derive(Debug)]
pub enum Meaning<'s> {
    /// The whole number code - 1 + `.0`.
    Whole(i64),
    /// The whole number at the place code - 1.
    Numbers(Vec<i64>),
    /// The text at the place code - 1.
    Texts(Vec<&'s str>),
    /// The row code - 1 of the table.
    Rows(usize),
    /// The row, of whatever table, at the place code - 1.
    AnyRows(Vec<(usize, u32)>),
}

impl Meaning<'_> {
    /// The whole number of a code; of a row its number.
    pub fn whole(&self, code: u32) -> Option<i64> {
        let place = code.checked_sub(1)?;
        match self {
            Meaning::Whole(base) => Some(base + i64::from(place)),
            Meaning::Numbers(numbers) => Some(numbers[place as usize]),
            Meaning::Rows(_) | Meaning::Texts(_) | Meaning::AnyRows(_) => Some(i64::from(place)),
        }
    }

    pub fn text(&self, code: u32) -> Option<&str> {
        match self {
            Meaning::Texts(texts) => Some(texts[code.checked_sub(1)? as usize]),
            _ => None,
        }
    }

    /// The table and the number of the row.
    pub fn row(&self, code: u32) -> Option<(usize, u32)> {
        let place = code.checked_sub(1)?;
        match self {
            Meaning::Rows(table) => Some((*table, place)),
            Meaning::AnyRows(rows) => Some(rows[place as usize]),
            _ => None,
        }
    }

    /// The value on its own, as a cursor holds it: of a row its id.
    pub fn value(&self, origin: &Origin<'_>, code: u32) -> Value {
        if let Some((table, row)) = self.row(code) {
            return Value::Text(
                crate::engine::row_id(origin.snapshot.frame(table), row).to_string(),
            );
        }
        let text = self.text(code).map(|it| Value::Text(it.to_owned()));
        let whole = || self.whole(code).map(Value::Int);
        text.or_else(whole).unwrap_or(Value::Null)
    }
}

/// Stands for no value among whole numbers; no field holds it.
const NONE: i64 = i64::MIN;

/// Bins on one side of 0: so many are told apart by floating-point numbers. Numbers further away
/// share the last one.
const BIN_MAX: i64 = 1 << f64::MANTISSA_DIGITS;

/// Codes of whole numbers: near each other where the numbers are.
fn packed<'s>(numbers: &[i64]) -> Codes<'s> {
    let mut low = i64::MAX;
    let mut high = NONE;
    for number in numbers.iter().filter(|it| **it != NONE) {
        low = low.min(*number);
        high = high.max(*number);
    }
    let range = high.checked_sub(low).and_then(|it| u32::try_from(it).ok());
    if let Some(range) = range
        && range < u32::MAX - 1
    {
        let code = |it: &i64| match *it {
            NONE => 0,
            it => u32::try_from(it - low).map_or(0, |it| it + 1),
        };
        return Codes { codes: numbers.iter().map(code).collect(), meaning: Meaning::Whole(low) };
    }
    let mut known: HashMap<i64, u32> = HashMap::new();
    let mut meaning = Vec::new();
    let codes = numbers.iter().map(|it| match *it {
        NONE => 0,
        it => *known.entry(it).or_insert_with(|| {
            meaning.push(it);
            count(&meaning)
        }),
    });
    Codes { codes: codes.collect(), meaning: Meaning::Numbers(meaning) }
}

fn count<T>(items: &[T]) -> u32 {
    u32::try_from(items.len()).expect("there are no more values than rows")
}

/// Codes of the rows themselves; those from `end` on only stand for others.
pub(super) fn of_rows<'s>(table: usize, end: u32, rows: &[u32]) -> Codes<'s> {
    let code = |row: &u32| if *row < end { *row + 1 } else { 0 };
    Codes { codes: rows.iter().map(code).collect(), meaning: Meaning::Rows(table) }
}

/// Codes of the values of a column that has one value in a row.
pub(super) fn of_column<'s>(column: &'s Column, rows: &[u32]) -> Codes<'s> {
    match column {
        Column::Texts(_) | Column::Locals { .. } => of_texts(column, rows),
        Column::AnyRefs(_) => {
            let mut known: HashMap<(usize, u32), u32> = HashMap::new();
            let mut meaning = Vec::new();
            let code = |row: &u32| {
                let target = (*row != NOWHERE).then(|| column.any(*row)).flatten();
                target.map_or(0, |target| {
                    *known.entry(target).or_insert_with(|| {
                        meaning.push(target);
                        count(&meaning)
                    })
                })
            };
            Codes { codes: rows.iter().map(code).collect(), meaning: Meaning::AnyRows(meaning) }
        }
        Column::Longs(_) => {
            let mut numbers = Vec::with_capacity(rows.len());
            column.each_int(rows, |it| numbers.push(it.unwrap_or(NONE)));
            packed(&numbers)
        }
        column => of_small(column, rows),
    }
}

/// Codes of whole numbers of 32 bits, made in place.
fn of_small<'s>(column: &Column, rows: &[u32]) -> Codes<'s> {
    let mut codes = Vec::with_capacity(rows.len());
    let (mut low, mut high) = (u32::MAX, 0);
    column.each_int(rows, |it| {
        // The least number stands for none in its column, so that no other is 0 here.
        let code = it.and_then(|it| u32::try_from(it - i64::from(i32::MIN)).ok()).unwrap_or(0);
        if code > 0 {
            low = low.min(code);
            high = high.max(code);
        }
        codes.push(code);
    });
    if low <= high {
        for code in &mut codes {
            *code = code.saturating_sub(low - 1);
        }
    }
    let base = i64::from(i32::MIN) + i64::from(low);
    Codes { codes, meaning: Meaning::Whole(base) }
}

/// Codes of texts that have been met.
#[derive(Default)]
pub(super) struct Texts<'s> {
    known: HashMap<&'s str, u32>,
    texts: Vec<&'s str>,
}

impl<'s> Texts<'s> {
    pub(super) fn code(&mut self, text: &'s str) -> u32 {
        *self.known.entry(text).or_insert_with(|| {
            self.texts.push(text);
            count(&self.texts)
        })
    }

    pub(super) fn meaning(self) -> Meaning<'s> {
        Meaning::Texts(self.texts)
    }
}

/// Codes of texts: each text of a chunk is looked up once.
fn of_texts<'s>(column: &'s Column, rows: &[u32]) -> Codes<'s> {
    let words = column.words();
    let mut texts = Texts::default();
    let mut met: Vec<HashMap<(usize, u16), u32>> = vec![HashMap::new(); words.len()];
    let mut last = None;
    let code = |row: &u32| {
        let found = words.iter().enumerate().find_map(|(form, it)| {
            let place = (*row != NOWHERE).then(|| it.place(*row)).flatten()?;
            Some((form, *it, place))
        });
        let Some((form, words, place)) = found else { return 0 };
        if let Some((last, code)) = last
            && last == (form, place)
        {
            return code;
        }
        let code = *met[form].entry(place).or_insert_with(|| texts.code(text_of(words, *row)));
        last = Some(((form, place), code));
        code
    };
    let codes = rows.iter().map(code).collect();
    Codes { codes, meaning: texts.meaning() }
}

fn text_of(words: &Words, row: u32) -> &str {
    words.get(row).expect("a text that has a place is there")
}

/// Codes of cut dates: year × 100 + the quarter or the month, which is 0 where the date does not
/// give it.
pub(super) fn of_cut<'s>(column: &Column, cut: DateCut, rows: &[u32]) -> Codes<'s> {
    let mut numbers = Vec::with_capacity(rows.len());
    column.each_int(rows, |it| {
        let part = it.map(|it| {
            let (year, month) = (it / 10_000, it / 100 % 100);
            year * 100
                + match cut {
                    DateCut::Year => 0,
                    DateCut::Quarter => (month + 2) / 3,
                    DateCut::Month => month,
                }
        });
        numbers.push(part.unwrap_or(NONE));
    });
    packed(&numbers)
}

/// Codes of bins: of bins of a width how many of them lie between 0 and its lower edge; between
/// edges, how many edges lie at its lower edge or below.
pub(super) fn of_bins<'s>(column: &Column, kind: Kind, bins: &Bins, rows: &[u32]) -> Codes<'s> {
    let mut numbers = Vec::with_capacity(rows.len());
    super::numbers::each(column, kind, rows, |it| {
        let bin = it.map(|it| match bins {
            Bins::Width(width) => bin_of(it, *width),
            Bins::Edges(edges) => {
                let below = edges.partition_point(|edge| *edge <= it);
                i64::try_from(below).expect("there are few edges")
            }
        });
        numbers.push(bin.unwrap_or(NONE));
    });
    packed(&numbers)
}

/// How many bins of this width lie between 0 and the lower edge of the bin of a number.
fn bin_of(number: f64, width: f64) -> i64 {
    #[expect(clippy::cast_possible_truncation, reason = "bins far away share the last one")]
    let bin = ((number / width).floor() as i64).clamp(-BIN_MAX, BIN_MAX);
    // A quotient is rounded, and so are edges: the bin is the one whose edges hold the number.
    match bin_edges(bin, width) {
        (Some(from), _) if number < from => bin - 1,
        (_, Some(to)) if number >= to => bin + 1,
        _ => bin,
    }
}

/// The edges of a bin; `None` where it is open, as the last ones are.
pub fn bin_edges(bin: i64, width: f64) -> (Option<f64>, Option<f64>) {
    let from = (bin > -BIN_MAX).then(|| bin_edge(bin, width));
    let to = (bin < BIN_MAX).then(|| bin_edge(bin + 1, width));
    (from, to)
}

fn bin_edge(bin: i64, width: f64) -> f64 {
    #[expect(clippy::cast_precision_loss, reason = "bins far away are as wide as their edges")]
    let bin = bin as f64;
    bin * width
}

/// Codes of a computed enum, by place, or of a truth.
pub(super) fn of_computed<'s>(
    origin: Origin<'_>,
    (compute, arguments): (Compute, &Arguments),
    rows: &[u32],
) -> Result<Codes<'s>, Refusal> {
    let frame = origin.snapshot.frame(origin.table);
    let asked = Asked { arguments, today: origin.today };
    let output = computed::computed(frame.table().name).find(|it| it.compute == compute);
    let place = |datum: Datum| match (datum, output.map(|it| it.output)) {
        (Datum::Enum(name), Some(Output::Enum(set))) => {
            set.place(name).and_then(|it| i64::try_from(it).ok())
        }
        (Datum::Bool(value), _) => Some(value.into()),
        _ => None,
    };
    let mut prepared = Prepared::new(origin.snapshot);
    let mut numbers = Vec::with_capacity(rows.len());
    for row in origin.work.watched(rows.iter()) {
        let datum = match *row {
            NOWHERE => Datum::Null,
            row => compute::compute(&mut prepared, (frame, row), compute, &asked)?,
        };
        numbers.push(place(datum).unwrap_or(NONE));
    }
    origin.work.check()?;
    Ok(packed(&numbers))
}

/// What a date that was cut gives: year, and quarter or month.
pub fn cut_date(code: i64) -> (i64, Option<i64>) {
    (code / 100, Some(code % 100).filter(|it| *it > 0))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn holds(number: f64, width: f64) -> bool {
        let (from, to) = bin_edges(bin_of(number, width), width);
        from.is_none_or(|it| it <= number) && to.is_none_or(|it| number < it)
    }

    #[test]
    fn a_bin_holds_its_number_where_quotient_or_edge_is_rounded() {
        assert!(holds(516.626, 0.001) && holds(0.3, 0.1) && holds(-0.7, 0.1));
        assert!(holds(1e308, 1e-300) && holds(-1e308, 1e-300) && holds(1e-308, 1e308));
    }

    proptest! {
        #[test]
        fn a_bin_holds_its_number(number in -1e9f64..1e9, width in 1e-4f64..1e6) {
            prop_assert!(holds(number, width), "{} in bins of {}", number, width);
        }

        #[test]
        fn a_bin_holds_its_decimal(code in -10_000_000i32..10_000_000, tenths in 1i32..100) {
            let (number, width) = (f64::from(code) / 10_000.0, f64::from(tenths) / 1_000.0);
            prop_assert!(holds(number, width), "{} in bins of {}", number, width);
        }
    }
}
