//! A row of whatever entity, for those who treat all alike.

use std::{borrow::Cow, collections::HashSet};

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::{
    BadField, Cell, Entity, Field, Id, Kind, RowId, Table, Texts, Written,
    value::{Amount, Country, Currency, Key, PartialDate},
};

/// Lists the entities: the order of [`TABLES`], and the cases of [`Row`].
macro_rules! rows {
    ($( $Entity:ident ),* $(,)?) => {
        /// Every table; one that is referred to stands before those that refer to it, where it can.
        pub static TABLES: &[&Table] = &[$( &<super::$Entity as Entity>::TABLE ),*];

        /// A row of one of [`TABLES`].
        #[derive(Clone, Debug, PartialEq)]
        pub enum Row {
            $( $Entity(super::$Entity), )*
        }

        /// The tables by their place in [`TABLES`].
        #[derive(Clone, Copy)]
        enum Place {
            $( $Entity, )*
        }

        const PLACES: &[Place] = &[$( Place::$Entity ),*];

        impl Row {
            /// The place of the row's table in [`TABLES`].
            pub fn table(&self) -> usize {
                match self {
                    $( Row::$Entity(_) => Place::$Entity as usize, )*
                }
            }

            pub fn key(&self) -> &Key {
                match self {
                    $( Row::$Entity(row) => row.key(), )*
                }
            }

            /// The value of the table's field number `field`.
            pub fn cell(&self, field: usize) -> Cell<'_> {
                match self {
                    $( Row::$Entity(row) => row.cell(field), )*
                }
            }

            /// The row of table number `table` with this key whose fields, in their order, have
            /// these values; `None` where one is missing, or is no value of its field.
            pub fn from_cells<'a>(
                table: usize,
                key: Key,
                cells: impl Iterator<Item = Cell<'a>>,
            ) -> Option<Self> {
                match PLACES[table] {
                    $( Place::$Entity => {
                        super::$Entity::from_cells(key, cells).map(Row::$Entity)
                    } )*
                }
            }

            /// The row of table number `table` that is written in `texts`.
            ///
            /// # Errors
            ///
            /// Every field that can't be read.
            pub fn read(table: usize, texts: &Texts<'_>) -> Result<Self, Vec<BadField>> {
                match PLACES[table] {
                    $( Place::$Entity => super::$Entity::read(texts).map(Row::$Entity), )*
                }
            }

            /// The row of table number `table` that `deserializer` holds.
            pub fn deserialize<'de, D: Deserializer<'de>>(
                table: usize,
                deserializer: D,
            ) -> Result<Self, D::Error> {
                match PLACES[table] {
                    $( Place::$Entity => {
                        super::$Entity::deserialize(deserializer).map(Row::$Entity)
                    } )*
                }
            }
        }

        /// As the struct of its entity; [`Row::deserialize`] must be told which that is.
        impl Serialize for Row {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                match self {
                    $( Row::$Entity(row) => row.serialize(serializer), )*
                }
            }
        }

        $(
            impl From<super::$Entity> for Row {
                fn from(row: super::$Entity) -> Row {
                    Row::$Entity(row)
                }
            }
        )*
    };
}

rows![
    Source,
    Organization,
    Person,
    Education,
    Employment,
    Advising,
    Honor,
    Model,
    Team,
    Membership,
    SalaryRecord,
    Publication,
    Event,
    Figure,
    Rate,
    SavedQuestion,
    Redirect,
];

impl Row {
    /// The row's id, as clients see it.
    pub fn id(&self) -> RowId {
        RowId::new(TABLES[self.table()].name, self.key().clone())
    }

    /// What [`Row::read`] reads the row from.
    pub fn texts(&self) -> Texts<'static> {
        let mut texts = Texts::default();
        texts.put("key", Written::One(Cow::Owned(self.key().to_string())));
        for (place, field) in TABLES[self.table()].fields.iter().enumerate() {
            write(&mut texts, field, self.cell(place));
        }
        texts
    }

    /// The rows that a field refers to.
    pub fn references(&self, field: usize) -> Vec<RowId> {
        let id = |table: &'static str, key: &str| {
            RowId::new(table, key.parse().expect("a reference holds a key"))
        };
        match (TABLES[self.table()].fields[field].kind, self.cell(field)) {
            (Kind::Ref(table), Cell::Ref(key)) | (_, Cell::AnyRef(table, key)) => {
                vec![id(table, key)]
            }
            (Kind::Refs(table), Cell::List(keys)) => keys.iter().map(|it| id(table, it)).collect(),
            _ => Vec::new(),
        }
    }

    /// Whether the row has a reference to another that it must have.
    pub fn needs(&self, other: &RowId) -> bool {
        let fields = TABLES[self.table()].fields.iter().enumerate();
        let mut required =
            fields.filter(|(_, it)| !it.nullable && !matches!(it.kind, Kind::Refs(_)));
        required.any(|(place, _)| self.references(place).contains(other))
    }

    /// The row without its references to another; `None` where it can't be without.
    pub fn without(&self, gone: &RowId) -> Option<Row> {
        let mut texts = self.texts();
        for (place, field) in TABLES[self.table()].fields.iter().enumerate() {
            let references = self.references(place);
            if !references.contains(gone) {
                continue;
            }
            let kept = references.iter().filter(|it| *it != gone);
            let written = match field.kind {
                Kind::Refs(_) => Written::Many(kept.map(|it| it.key().to_owned()).collect()),
                _ => Written::Nothing,
            };
            texts.put(field.name, written);
        }
        Row::read(self.table(), &texts).ok()
    }

    /// The row with references to `into` in the place of those to `from`, a row of the same table;
    /// a list that had both has one. `None` where it does not refer to `from`.
    pub fn repointed(&self, from: &RowId, into: &RowId) -> Option<Row> {
        let mut refers = false;
        let fields = TABLES[self.table()].fields.iter().enumerate();
        let cells = fields.map(|(field, it)| {
            let cell = self.cell(field);
            let moved = repointed(it.kind, &cell, (from, into));
            refers |= moved.is_some();
            moved.unwrap_or(cell)
        });
        let row = Row::from_cells(self.table(), self.key().clone(), cells);
        row.filter(|_| refers)
    }
}

/// Writes a field's value under the names of its columns.
fn write(texts: &mut Texts<'static>, field: &Field, cell: Cell<'_>) {
    let columns = (field.columns)(field.name);
    let mut put = |column: usize, text: Option<String>| {
        let written = text.map_or(Written::Nothing, |it| Written::One(Cow::Owned(it)));
        texts.put(&columns[column], written);
    };
    match cell {
        Cell::Null => columns.iter().enumerate().for_each(|(column, _)| put(column, None)),
        Cell::Int(code) => put(0, text_of_code(field.kind, code)),
        Cell::Float(number) => put(0, Some(number.to_string())),
        Cell::Text(text) | Cell::Ref(text) => put(0, Some(text.to_owned())),
        Cell::Local(text) => {
            put(0, text.en().map(str::to_owned));
            put(1, text.zh().map(str::to_owned));
        }
        Cell::List(entries) => {
            let entries = entries.into_iter().map(Cow::into_owned).collect();
            texts.put(&columns[0], Written::Many(entries));
        }
        Cell::AnyRef(table, key) => put(0, Some(format!("{table}:{key}"))),
    }
}

/// A value that is a whole number in its cell, as it is written.
fn text_of_code(kind: Kind, code: i64) -> Option<String> {
    match kind {
        Kind::Decimal => Amount::from_code(code).map(|it| it.to_string()),
        Kind::Date => PartialDate::from_code(code).map(|it| it.to_string()),
        Kind::Country => Country::from_code(code).map(|it| it.to_string()),
        Kind::Currency => Currency::from_code(code).map(|it| it.to_string()),
        Kind::Enum(set) => {
            let value = usize::try_from(code).ok().and_then(|it| set.values.get(it));
            value.map(|it| it.name.to_owned())
        }
        _ => Some(code.to_string()),
    }
}

/// The cell with another reference; `None` where it does not refer to the first of the two.
fn repointed<'a>(
    kind: Kind,
    cell: &Cell<'a>,
    (from, into): (&RowId, &'a RowId),
) -> Option<Cell<'a>> {
    match (kind, cell) {
        (Kind::Ref(table), Cell::Ref(key)) => {
            (table == from.table() && *key == from.key()).then(|| Cell::Ref(into.key()))
        }
        (Kind::AnyRef, Cell::AnyRef(table, key)) => (*table == from.table() && *key == from.key())
            .then(|| Cell::AnyRef(into.table(), into.key())),
        (Kind::Refs(table), Cell::List(keys)) => {
            if table != from.table() || !keys.iter().any(|it| it == from.key()) {
                return None;
            }
            let mut moved: Vec<Cow<'a, str>> = Vec::new();
            for key in keys {
                let is_from = key == from.key();
                let key = if is_from { Cow::Borrowed(into.key()) } else { key.clone() };
                if !moved.contains(&key) {
                    moved.push(key);
                }
            }
            Some(Cell::List(moved))
        }
        _ => None,
    }
}

/// The table called `name`.
pub fn table(name: &str) -> Option<&'static Table> {
    TABLES.iter().copied().find(|it| it.name == name)
}

/// The place of the table called `name` in [`TABLES`].
///
/// # Panics
///
/// Where there is none: the names that the catalog itself uses all exist, which a test holds.
pub fn place(name: &str) -> usize {
    TABLES.iter().position(|it| it.name == name).expect("the catalog names its own tables only")
}

/// What makes one graph out of another: rows to put in the place of those with their keys or to
/// add, and rows to take away. Where one row is named twice, the later edit holds.
#[derive(Clone, Debug, Default)]
pub struct Change {
    pub edits: Vec<Edit>,
}

/// One row put or taken away.
#[derive(Clone, Debug, PartialEq)]
#[expect(clippy::large_enum_variant, reason = "nearly all edits of a change put rows")]
pub enum Edit {
    Put(Row),
    Delete(RowId),
}

impl Edit {
    /// The row that is put or taken away.
    pub fn id(&self) -> RowId {
        match self {
            Edit::Put(row) => row.id(),
            Edit::Delete(id) => id.clone(),
        }
    }

    /// The name of the row's table.
    pub fn table(&self) -> &'static str {
        match self {
            Edit::Put(row) => TABLES[row.table()].name,
            Edit::Delete(id) => id.table(),
        }
    }
}

impl Change {
    pub fn put(&mut self, row: impl Into<Row>) {
        self.edits.push(Edit::Put(row.into()));
    }

    pub fn delete<E: Entity>(&mut self, id: &Id<E>) {
        let key = id.key().parse().expect("an id holds a key");
        self.edits.push(Edit::Delete(RowId::new(E::NAME, key)));
    }

    /// Drops all edits but the last one of each row.
    pub fn keep_last(&mut self) {
        let mut seen = HashSet::new();
        self.edits.reverse();
        self.edits.retain(|it| seen.insert(it.id()));
        self.edits.reverse();
    }
}
