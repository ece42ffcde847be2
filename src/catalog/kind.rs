//! The types a field may have. A new type of value is taught here, and only here.

use std::{borrow::Cow, str::FromStr};

use super::{
    enums::EnumType,
    id::{Id, List, RowId},
    texts::{BadField, Texts},
    value::{
        Amount, BadValue, Confidence, Count, Country, Currency, ExternalKey, JsonObject, Language,
        LocalText, Months, Number, PartialDate, QueryText, Rank, Text, Url, Year,
    },
};

/// What a field holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// One text, the same in every language.
    Text,
    /// A text with an English form, a Chinese form, or both.
    LocalText,
    /// Texts in the order given.
    Texts,
    /// A web address.
    Url,
    /// A whole number that fits 32 bits.
    Int,
    /// An exact decimal number, counted in ten-thousandths ([`Amount`]).
    Decimal,
    /// A finite binary floating-point number.
    Float,
    /// A [`PartialDate`], as its code.
    Date,
    /// A [`Country`], as its code.
    Country,
    /// A [`Currency`], as its code.
    Currency,
    /// One of a closed set, as its place in the set.
    Enum(&'static EnumType),
    /// Identifiers in other systems, as `scheme:value`.
    ExternalKeys,
    /// A reference to a row of the named table.
    Ref(&'static str),
    /// References to rows of the named table, in the order given.
    Refs(&'static str),
    /// A reference to a row of whatever table.
    AnyRef,
}

impl Kind {
    /// Whether values of this kind are numbers that can be summed up.
    pub fn is_number(self) -> bool {
        matches!(self, Kind::Int | Kind::Decimal | Kind::Float)
    }

    /// Whether rows can be grouped by values of this kind as they are.
    pub fn is_key(self) -> bool {
        matches!(
            self,
            Kind::Text
                | Kind::LocalText
                | Kind::Texts
                | Kind::Int
                | Kind::Decimal
                | Kind::Country
                | Kind::Currency
                | Kind::Enum(_)
                | Kind::AnyRef
        )
    }

    /// Whether values of this kind have an order that a reader would expect.
    pub fn is_ordered(self) -> bool {
        match self {
            Kind::Text
            | Kind::LocalText
            | Kind::Int
            | Kind::Decimal
            | Kind::Float
            | Kind::Date
            | Kind::Country
            | Kind::Currency
            | Kind::Enum(_) => true,
            Kind::Texts
            | Kind::Url
            | Kind::ExternalKeys
            | Kind::Ref(_)
            | Kind::Refs(_)
            | Kind::AnyRef => false,
        }
    }
}

/// One field's value in one row.
#[derive(Clone, Debug, PartialEq)]
pub enum Cell<'a> {
    Null,
    /// Of [`Kind::Int`], and the codes of decimals, dates, countries, currencies and enums.
    Int(i64),
    Float(f64),
    Text(&'a str),
    Local(Cow<'a, LocalText>),
    /// Of [`Kind::Texts`], [`Kind::ExternalKeys`], and the keys of [`Kind::Refs`].
    List(Vec<Cow<'a, str>>),
    /// The key of the row referred to.
    Ref(&'a str),
    /// The table and the key of the row referred to.
    AnyRef(&'static str, &'a str),
}

impl Cell<'_> {
    /// How many bytes the value takes, roughly.
    pub fn bytes(&self) -> usize {
        match self {
            Cell::Null => 0,
            Cell::Int(_) | Cell::Float(_) => size_of::<i64>(),
            Cell::Text(text) | Cell::Ref(text) => text.len(),
            Cell::Local(text) => [text.en(), text.zh()].into_iter().flatten().map(str::len).sum(),
            // Each has a head that says how long it is.
            Cell::List(entries) => entries.iter().map(|it| it.len() + size_of::<u32>()).sum(),
            Cell::AnyRef(table, key) => table.len() + key.len(),
        }
    }
}

/// A Rust type that may stand as a field.
pub trait FieldType: Sized {
    const KIND: Kind;
    const NULLABLE: bool = false;

    fn cell(&self) -> Cell<'_>;

    /// The value whose [`FieldType::cell`] is `cell`; `None` where that is no value of this type.
    fn from_cell(cell: &Cell<'_>) -> Option<Self>;

    /// The value under `name`, if there is one.
    fn find(texts: &Texts<'_>, name: &str) -> Result<Option<Self>, BadField>;

    /// The value under `name`; an absent one is an error unless the type can be absent.
    fn read(texts: &Texts<'_>, name: &str) -> Result<Self, BadField> {
        Self::find(texts, name)?.ok_or_else(|| BadField::new(name, "is empty, but must be given"))
    }

    /// Whether the value need not be written down.
    fn is_absent(&self) -> bool {
        false
    }

    /// The names of the columns that [`FieldType::find`] reads.
    fn columns(name: &str) -> Vec<String> {
        vec![name.to_owned()]
    }
}

/// Field types that are read by their own `FromStr`: the kind, the cell, and the value of a cell.
macro_rules! field_types {
    ($( $Type:ty: $kind:expr, |$it:ident| $cell:expr, $pattern:pat => $value:expr; )*) => {$(
        impl FieldType for $Type {
            const KIND: Kind = $kind;

            fn cell(&self) -> Cell<'_> {
                let $it = self;
                $cell
            }

            fn from_cell(cell: &Cell<'_>) -> Option<Self> {
                match cell {
                    $pattern => $value,
                    _ => None,
                }
            }

            fn find(texts: &Texts<'_>, name: &str) -> Result<Option<Self>, BadField> {
                texts.parse(name)
            }
        }
    )*};
}

field_types! {
    Text: Kind::Text, |it| Cell::Text(it), Cell::Text(it) => it.parse().ok();
    Language: Kind::Text, |it| Cell::Text(it.as_str()), Cell::Text(it) => it.parse().ok();
    QueryText: Kind::Text, |it| Cell::Text(it), Cell::Text(it) => it.parse().ok();
    JsonObject: Kind::Text, |it| Cell::Text(it), Cell::Text(it) => it.parse().ok();
    Url: Kind::Url, |it| Cell::Text(it.as_str()), Cell::Text(it) => it.parse().ok();
    Year: Kind::Int, |it| Cell::Int(it.code()), Cell::Int(it) => (*it).try_into().ok();
    Count: Kind::Int, |it| Cell::Int(it.code()), Cell::Int(it) => (*it).try_into().ok();
    Rank: Kind::Int, |it| Cell::Int(it.code()), Cell::Int(it) => (*it).try_into().ok();
    Months: Kind::Int, |it| Cell::Int(it.code()), Cell::Int(it) => (*it).try_into().ok();
    Amount: Kind::Decimal, |it| Cell::Int(it.code()), Cell::Int(it) => Amount::from_code(*it);
    Confidence: Kind::Float, |it| Cell::Float(it.get()), Cell::Float(it) => (*it).try_into().ok();
    Number: Kind::Float, |it| Cell::Float(it.get()), Cell::Float(it) => (*it).try_into().ok();
    PartialDate: Kind::Date, |it| Cell::Int(it.code()), Cell::Int(it) => PartialDate::from_code(*it);
    Country: Kind::Country, |it| Cell::Int(it.code()), Cell::Int(it) => Country::from_code(*it);
    Currency: Kind::Currency, |it| Cell::Int(it.code()), Cell::Int(it) => Currency::from_code(*it);
    RowId: Kind::AnyRef, |it| Cell::AnyRef(it.table(), it.key()), Cell::AnyRef(table, key) => Some(RowId::new(table, key.parse().ok()?));
}

impl FieldType for LocalText {
    const KIND: Kind = Kind::LocalText;

    fn cell(&self) -> Cell<'_> {
        Cell::Local(Cow::Borrowed(self))
    }

    fn from_cell(cell: &Cell<'_>) -> Option<Self> {
        match cell {
            Cell::Local(text) => Some(LocalText::clone(text)),
            _ => None,
        }
    }

    fn find(texts: &Texts<'_>, name: &str) -> Result<Option<Self>, BadField> {
        let en: Option<Text> = texts.parse(name)?;
        let zh: Option<Text> = texts.parse(&format!("{name}_zh"))?;
        match (en, zh) {
            (None, None) => Ok(None),
            (en, zh) => LocalText::new(en, zh).map(Some).map_err(|why| BadField::new(name, why)),
        }
    }

    fn columns(name: &str) -> Vec<String> {
        vec![name.to_owned(), format!("{name}_zh")]
    }
}

impl<E: super::Entity> FieldType for Id<E> {
    const KIND: Kind = Kind::Ref(E::NAME);

    fn cell(&self) -> Cell<'_> {
        Cell::Ref(self.key())
    }

    fn from_cell(cell: &Cell<'_>) -> Option<Self> {
        match cell {
            Cell::Ref(key) => key.parse().ok(),
            _ => None,
        }
    }

    fn find(texts: &Texts<'_>, name: &str) -> Result<Option<Self>, BadField> {
        texts.parse(name)
    }
}

impl<T: FieldType> FieldType for Option<T> {
    const KIND: Kind = T::KIND;
    const NULLABLE: bool = true;

    fn cell(&self) -> Cell<'_> {
        self.as_ref().map_or(Cell::Null, T::cell)
    }

    fn from_cell(cell: &Cell<'_>) -> Option<Self> {
        match cell {
            Cell::Null => Some(None),
            cell => T::from_cell(cell).map(Some),
        }
    }

    fn find(texts: &Texts<'_>, name: &str) -> Result<Option<Self>, BadField> {
        Ok(Some(T::find(texts, name)?))
    }

    fn is_absent(&self) -> bool {
        self.is_none()
    }

    fn columns(name: &str) -> Vec<String> {
        T::columns(name)
    }
}

/// What may stand in a [`List`].
pub trait ListItem: FromStr<Err = BadValue> {
    /// The kind of a list of these.
    const LIST: Kind;
    fn text(&self) -> Cow<'_, str>;
}

impl ListItem for Text {
    const LIST: Kind = Kind::Texts;
    fn text(&self) -> Cow<'_, str> {
        Cow::Borrowed(self)
    }
}

impl ListItem for ExternalKey {
    const LIST: Kind = Kind::ExternalKeys;
    fn text(&self) -> Cow<'_, str> {
        Cow::Owned(self.to_string())
    }
}

impl<E: super::Entity> ListItem for Id<E> {
    const LIST: Kind = Kind::Refs(E::NAME);
    fn text(&self) -> Cow<'_, str> {
        Cow::Borrowed(self.key())
    }
}

impl<T: ListItem> FieldType for List<T> {
    const KIND: Kind = T::LIST;

    fn cell(&self) -> Cell<'_> {
        Cell::List(self.iter().map(T::text).collect())
    }

    fn from_cell(cell: &Cell<'_>) -> Option<Self> {
        match cell {
            Cell::List(items) => {
                items.iter().map(|it| it.parse().ok()).collect::<Option<_>>().map(List)
            }
            _ => None,
        }
    }

    fn find(texts: &Texts<'_>, name: &str) -> Result<Option<Self>, BadField> {
        let items: Result<Vec<T>, _> = texts.entries(name).iter().map(|it| it.parse()).collect();
        items.map(|it| Some(List(it))).map_err(|why: BadValue| BadField::new(name, why))
    }

    fn is_absent(&self) -> bool {
        self.is_empty()
    }
}
