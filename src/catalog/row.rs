//! A row of whatever entity, for those who treat all alike.

use std::collections::HashSet;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::{BadField, Cell, Entity, Id, RowId, Table, Texts, value::Key};

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
            pub fn read(table: usize, texts: &Texts<'_>) -> Result<Self, BadField> {
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
];

impl Row {
    /// The row's id, as clients see it.
    pub fn id(&self) -> RowId {
        RowId::new(TABLES[self.table()].name, self.key().clone())
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
