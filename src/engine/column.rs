//! One field of every row, stored together.

mod gather;

use std::cmp::Ordering;

use roaring::RoaringBitmap;

use super::{chunked::Chunked, words::Words};
use crate::catalog::{
    Cell, Kind,
    value::{Country, Currency, LocalText, PartialDate},
};

pub use gather::NOWHERE;

/// One value, or none, for each row. A value of the type that cannot occur stands for none.
#[derive(Clone, Debug)]
pub enum Column {
    /// Places in closed sets.
    Bytes(Chunked<u8>),
    /// Codes of countries and currencies.
    Shorts(Chunked<u16>),
    /// Whole numbers and codes of dates.
    Ints(Chunked<i32>),
    /// Exact decimal numbers, in ten-thousandths.
    Longs(Chunked<i64>),
    Floats(Chunked<f64>),
    Texts(Words),
    /// Lists of texts, each list as one text with [`SEPARATOR`] between its entries.
    TextLists(Words),
    Locals {
        english: Words,
        chinese: Words,
    },
    /// Row numbers of the target.
    Refs(Chunked<u32>),
    RefLists(Chunked<Box<[u32]>>),
    /// The place of the table, then the row number.
    AnyRefs(Chunked<(u32, u32)>),
}

const NO_BYTE: u8 = u8::MAX;
const NO_SHORT: u16 = u16::MAX;
const NO_INT: i32 = i32::MIN;
const NO_LONG: i64 = i64::MIN;
/// The row number that no row has.
const NO_ROW: u32 = u32::MAX;

/// Unit separator: a control character, which no text of the catalog holds.
const SEPARATOR: char = '\u{1f}';

/// A value on its way into a column, its references resolved to row numbers.
#[derive(Debug)]
pub enum Resolved<'a> {
    Cell(Cell<'a>),
    Ref(u32),
    Refs(Vec<u32>),
    AnyRef(usize, u32),
}

impl Column {
    pub fn new(kind: Kind) -> Self {
        match kind {
            Kind::Enum(_) => Column::Bytes(Chunked::default()),
            Kind::Country | Kind::Currency => Column::Shorts(Chunked::default()),
            Kind::Int | Kind::Date => Column::Ints(Chunked::default()),
            Kind::Decimal => Column::Longs(Chunked::default()),
            Kind::Float => Column::Floats(Chunked::default()),
            Kind::Text | Kind::Url => Column::Texts(Words::default()),
            Kind::Texts | Kind::ExternalKeys => Column::TextLists(Words::default()),
            Kind::LocalText => {
                Column::Locals { english: Words::default(), chinese: Words::default() }
            }
            Kind::Ref(_) => Column::Refs(Chunked::default()),
            Kind::Refs(_) => Column::RefLists(Chunked::default()),
            Kind::AnyRef => Column::AnyRefs(Chunked::default()),
        }
    }

    /// Adds a row without a value.
    pub fn push_null(&mut self) {
        match self {
            Column::Bytes(it) => it.push(NO_BYTE),
            Column::Shorts(it) => it.push(NO_SHORT),
            Column::Ints(it) => it.push(NO_INT),
            Column::Longs(it) => it.push(NO_LONG),
            Column::Floats(it) => it.push(f64::NAN),
            Column::Texts(it) | Column::TextLists(it) => it.push(None),
            Column::Locals { english, chinese } => {
                english.push(None);
                chinese.push(None);
            }
            Column::Refs(it) => it.push(NO_ROW),
            Column::RefLists(it) => it.push(Box::default()),
            Column::AnyRefs(it) => it.push((NO_ROW, NO_ROW)),
        }
    }

    /// Adds a row with a value.
    pub fn push(&mut self, value: Resolved<'_>) {
        match (self, value) {
            (Column::Texts(words), Resolved::Cell(Cell::Text(text))) => words.push(Some(text)),
            (Column::TextLists(words), Resolved::Cell(Cell::List(items))) => {
                words.push(joined(&items).as_deref());
            }
            (Column::Locals { english, chinese }, Resolved::Cell(Cell::Local(text))) => {
                english.push(text.en());
                chinese.push(text.zh());
            }
            (Column::Bytes(it), value) => it.push(fitted(&value, NO_BYTE)),
            (Column::Shorts(it), value) => it.push(fitted(&value, NO_SHORT)),
            (Column::Ints(it), value) => it.push(fitted(&value, NO_INT)),
            (Column::Longs(it), value) => it.push(fitted(&value, NO_LONG)),
            (Column::Refs(it), Resolved::Ref(target)) => it.push(target),
            (column, value) => {
                column.push_null();
                let row = super::row_number(column.len() - 1);
                column.set(row, value);
            }
        }
    }

    /// Changes the value of a row.
    pub fn set(&mut self, row: u32, value: Resolved<'_>) {
        match (self, value) {
            (Column::Bytes(it), value) => *it.get_mut(row) = fitted(&value, NO_BYTE),
            (Column::Shorts(it), value) => *it.get_mut(row) = fitted(&value, NO_SHORT),
            (Column::Ints(it), value) => *it.get_mut(row) = fitted(&value, NO_INT),
            (Column::Longs(it), value) => *it.get_mut(row) = fitted(&value, NO_LONG),
            (Column::Floats(it), Resolved::Cell(Cell::Float(value))) => *it.get_mut(row) = value,
            (Column::Floats(it), _) => *it.get_mut(row) = f64::NAN,
            (Column::Texts(it), Resolved::Cell(Cell::Text(text))) => it.set(row, Some(text)),
            (Column::TextLists(it), Resolved::Cell(Cell::List(items))) => {
                it.set(row, joined(&items).as_deref());
            }
            (Column::Texts(it) | Column::TextLists(it), _) => it.set(row, None),
            (Column::Locals { english, chinese }, value) => {
                let text = match value {
                    Resolved::Cell(Cell::Local(text)) => Some(text),
                    _ => None,
                };
                english.set(row, text.as_deref().and_then(LocalText::en));
                chinese.set(row, text.as_deref().and_then(LocalText::zh));
            }
            (Column::Refs(it), Resolved::Ref(target)) => *it.get_mut(row) = target,
            (Column::Refs(it), _) => *it.get_mut(row) = NO_ROW,
            (Column::RefLists(it), Resolved::Refs(targets)) => {
                *it.get_mut(row) = targets.into_boxed_slice();
            }
            (Column::RefLists(it), _) => *it.get_mut(row) = Box::default(),
            (Column::AnyRefs(it), Resolved::AnyRef(table, target)) => {
                *it.get_mut(row) = (super::row_number(table), target);
            }
            (Column::AnyRefs(it), _) => *it.get_mut(row) = (NO_ROW, NO_ROW),
        }
    }

    /// Rows that have been added.
    pub(super) fn len(&self) -> usize {
        match self {
            Column::Bytes(it) => it.len(),
            Column::Shorts(it) => it.len(),
            Column::Ints(it) => it.len(),
            Column::Longs(it) => it.len(),
            Column::Floats(it) => it.len(),
            Column::Texts(it) | Column::TextLists(it) | Column::Locals { english: it, .. } => {
                it.len()
            }
            Column::Refs(it) => it.len(),
            Column::RefLists(it) => it.len(),
            Column::AnyRefs(it) => it.len(),
        }
    }

    pub fn is_null(&self, row: u32) -> bool {
        match self {
            Column::Bytes(_) | Column::Shorts(_) | Column::Ints(_) | Column::Longs(_) => {
                self.int(row).is_none()
            }
            Column::Floats(it) => it.get(row).is_nan(),
            Column::Texts(it) | Column::TextLists(it) => it.get(row).is_none(),
            Column::Locals { english, chinese } => {
                english.get(row).is_none() && chinese.get(row).is_none()
            }
            Column::Refs(it) => *it.get(row) == NO_ROW,
            Column::RefLists(it) => it.get(row).is_empty(),
            Column::AnyRefs(it) => it.get(row).0 == NO_ROW,
        }
    }

    /// The value of a kind that is a whole number in its column.
    pub fn int(&self, row: u32) -> Option<i64> {
        match self {
            Column::Bytes(it) => Some(*it.get(row)).filter(|it| *it != NO_BYTE).map(i64::from),
            Column::Shorts(it) => Some(*it.get(row)).filter(|it| *it != NO_SHORT).map(i64::from),
            Column::Ints(it) => Some(*it.get(row)).filter(|it| *it != NO_INT).map(i64::from),
            Column::Longs(it) => Some(*it.get(row)).filter(|it| *it != NO_LONG),
            _ => None,
        }
    }

    pub fn float(&self, row: u32) -> Option<f64> {
        match self {
            Column::Floats(it) => Some(*it.get(row)).filter(|it| !it.is_nan()),
            _ => None,
        }
    }

    pub fn date(&self, row: u32) -> Option<PartialDate> {
        self.int(row).and_then(PartialDate::from_code)
    }

    pub fn currency(&self, row: u32) -> Option<Currency> {
        self.int(row).and_then(Currency::from_code)
    }

    pub fn country(&self, row: u32) -> Option<Country> {
        self.int(row).and_then(Country::from_code)
    }

    /// The text; of a text in two languages the English form, or the other where there is none.
    pub fn text(&self, row: u32) -> Option<&str> {
        match self {
            Column::Texts(it) => it.get(row),
            Column::Locals { english, chinese } => english.get(row).or_else(|| chinese.get(row)),
            _ => None,
        }
    }

    /// The Chinese form of a text in two languages, or the English where there is none.
    pub fn chinese(&self, row: u32) -> Option<&str> {
        match self {
            Column::Locals { english, chinese } => chinese.get(row).or_else(|| english.get(row)),
            _ => self.text(row),
        }
    }

    /// The English and the Chinese form of a text in two languages.
    pub fn local(&self, row: u32) -> (Option<&str>, Option<&str>) {
        match self {
            Column::Locals { english, chinese } => (english.get(row), chinese.get(row)),
            _ => (None, None),
        }
    }

    /// Every text of the row: one, the forms in both languages, or the entries of a list.
    pub fn forms(&self, row: u32) -> impl Iterator<Item = &str> {
        let (whole, other, list) = match self {
            Column::Texts(it) => (it.get(row), None, None),
            Column::Locals { english, chinese } => (english.get(row), chinese.get(row), None),
            Column::TextLists(it) => (None, None, it.get(row)),
            _ => (None, None, None),
        };
        whole.into_iter().chain(other).chain(list.into_iter().flat_map(|it| it.split(SEPARATOR)))
    }

    /// The row that `row` refers to.
    pub fn target(&self, row: u32) -> Option<u32> {
        match self {
            Column::Refs(it) => Some(*it.get(row)).filter(|it| *it != NO_ROW),
            _ => None,
        }
    }

    /// The rows of one table that `row` refers to.
    pub fn targets(&self, row: u32) -> impl Iterator<Item = u32> {
        let many = match self {
            Column::RefLists(it) => &it.get(row)[..],
            _ => &[],
        };
        self.target(row).into_iter().chain(many.iter().copied())
    }

    /// The table and the row that `row` refers to.
    pub fn any(&self, row: u32) -> Option<(usize, u32)> {
        match self {
            Column::AnyRefs(it) => {
                let (table, target) = *it.get(row);
                (table != NO_ROW).then_some((table as usize, target))
            }
            _ => None,
        }
    }

    /// Rows that have a whole number which passes.
    pub fn ints_where(&self, passes: impl Fn(i64) -> bool) -> RoaringBitmap {
        match self {
            Column::Bytes(it) => it.rows_where(|it| *it != NO_BYTE && passes((*it).into())),
            Column::Shorts(it) => it.rows_where(|it| *it != NO_SHORT && passes((*it).into())),
            Column::Ints(it) => it.rows_where(|it| *it != NO_INT && passes((*it).into())),
            Column::Longs(it) => it.rows_where(|it| *it != NO_LONG && passes(*it)),
            _ => RoaringBitmap::new(),
        }
    }

    /// Rows that have a floating-point number which passes.
    pub fn floats_where(&self, passes: impl Fn(f64) -> bool) -> RoaringBitmap {
        match self {
            Column::Floats(it) => it.rows_where(|it| !it.is_nan() && passes(*it)),
            _ => RoaringBitmap::new(),
        }
    }

    /// Rows of whose texts one passes.
    pub fn texts_where(&self, passes: impl Fn(&str) -> bool) -> RoaringBitmap {
        match self {
            Column::Texts(it) => it.matching(passes),
            Column::TextLists(it) => it.matching(|list| list.split(SEPARATOR).any(&passes)),
            Column::Locals { english, chinese } => {
                english.matching(&passes) | chinese.matching(&passes)
            }
            _ => RoaringBitmap::new(),
        }
    }

    /// Rows without a value, among them such as no longer exist.
    pub fn nulls(&self) -> RoaringBitmap {
        let rows = 0..super::row_number(self.len());
        RoaringBitmap::from_sorted_iter(rows.filter(|it| self.is_null(*it)))
            .expect("row numbers ascend")
    }

    /// How the values of two rows stand to each other; both must have one.
    pub fn compare(&self, one: u32, other: u32) -> Ordering {
        match self {
            Column::Floats(it) => it.get(one).total_cmp(it.get(other)),
            Column::Texts(_) | Column::Locals { .. } => self.text(one).cmp(&self.text(other)),
            _ => self.int(one).cmp(&self.int(other)),
        }
    }

    /// Forgets what is only needed while rows are being added.
    pub fn settle(&mut self) {
        match self {
            Column::Texts(it) | Column::TextLists(it) => it.settle(),
            Column::Locals { english, chinese } => {
                english.settle();
                chinese.settle();
            }
            Column::Bytes(it) => it.shrink(),
            Column::Shorts(it) => it.shrink(),
            Column::Ints(it) => it.shrink(),
            Column::Longs(it) => it.shrink(),
            Column::Floats(it) => it.shrink(),
            Column::Refs(it) => it.shrink(),
            Column::RefLists(it) => it.shrink(),
            Column::AnyRefs(it) => it.shrink(),
        }
    }
}

/// A list names each row once: the first time counts.
pub(super) fn distinct(mut targets: Vec<u32>) -> Vec<u32> {
    let mut seen = std::collections::HashSet::new();
    targets.retain(|it| seen.insert(*it));
    targets
}

fn joined(items: &[std::borrow::Cow<'_, str>]) -> Option<String> {
    (!items.is_empty()).then(|| items.join(&SEPARATOR.to_string()))
}

/// The whole number in `value`, in the column's own width.
fn fitted<T: TryFrom<i64>>(value: &Resolved<'_>, none: T) -> T {
    match value {
        Resolved::Cell(Cell::Int(int)) => {
            T::try_from(*int).ok().expect("a kind's values fit its column")
        }
        _ => none,
    }
}
