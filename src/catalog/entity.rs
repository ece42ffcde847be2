//! What the catalog says of an entity, and the macro by which it says so.

use serde::{Serialize, de::DeserializeOwned};

use super::{
    kind::{Cell, Kind},
    texts::{BadField, Texts},
    value::Key,
};

/// Description of one entity: what the store, engine, schema and importers read.
#[derive(Debug)]
pub struct Table {
    /// Type name, `UpperCamelCase`.
    pub name: &'static str,
    /// What one row is called, `snake_case`.
    pub one: &'static str,
    /// What many rows are called, `snake_case`.
    pub many: &'static str,
    pub doc: &'static str,
    pub fields: &'static [Field],
    pub links: &'static [Link],
    /// The field whose value decides a row's variant, and the variants; empty for most tables.
    pub variants: &'static [Variant],
    /// Whether its rows follow from what is done to others, and nobody writes them by hand.
    pub is_kept_by_bole: bool,
}

/// A value every row of a table holds.
#[derive(Debug)]
pub struct Field {
    pub name: &'static str,
    pub doc: &'static str,
    pub kind: Kind,
    pub nullable: bool,
    /// The columns that hold the field in a file.
    pub columns: fn(&str) -> Vec<String>,
}

/// The way back along a reference: all rows of `from` whose `via` names this row.
#[derive(Debug)]
pub struct Link {
    pub name: &'static str,
    pub doc: &'static str,
    pub from: &'static str,
    pub via: &'static str,
}

/// A type of its own within a table: the rows whose `field` has one of `values`.
#[derive(Debug)]
pub struct Variant {
    pub name: &'static str,
    pub one: &'static str,
    pub many: &'static str,
    pub doc: &'static str,
    /// The name of the enum field that decides.
    pub field: &'static str,
    /// Places in that enum.
    pub values: &'static [u8],
}

impl Table {
    /// The place of the field called `name`.
    pub fn field(&self, name: &str) -> Option<usize> {
        self.fields.iter().position(|it| it.name == name)
    }

    /// The place of the link called `name`.
    pub fn link(&self, name: &str) -> Option<usize> {
        self.links.iter().position(|it| it.name == name)
    }

    /// The header of a file with this table's rows.
    pub fn header(&self) -> Vec<String> {
        let fields = self.fields.iter().flat_map(|it| (it.columns)(it.name));
        ["key".to_owned()].into_iter().chain(fields).collect()
    }
}

/// A Rust struct described by a [`Table`].
pub trait Entity: Serialize + DeserializeOwned + Clone + Send + Sync + 'static {
    /// The name of the table; on its own, since tables refer to each other by it.
    const NAME: &'static str;
    const TABLE: Table;

    fn key(&self) -> &Key;

    /// The value of `TABLE.fields[field]`.
    fn cell(&self, field: usize) -> Cell<'_>;

    /// The row with this key whose fields, in their order, have these values; `None` where one is
    /// missing, or is no value of its field.
    fn from_cells<'a>(key: Key, cells: impl Iterator<Item = Cell<'a>>) -> Option<Self>;

    /// The row written in `texts` under the names of [`Table::header`].
    ///
    /// # Errors
    ///
    /// Every field that can't be read, in their order.
    fn read(texts: &Texts<'_>) -> Result<Self, Vec<BadField>>;
}

/// Checks, as the program is compiled, that a link goes back along a reference to `E`.
pub(super) const fn refers<E, F, T: super::RefersTo<E>>(_: fn(&F) -> &T) {}

/// Declares one entity: a struct, and the table that describes it.
///
/// `by source` gives the entity the fields that say where a row comes from; the rows of an entity
/// that is `kept by_bole` are not written by hand.
macro_rules! entity {
    (
        $(#[doc = $doc:literal])*
        $Entity:ident as $one:ident in $many:ident $(by $source:ident)? $(kept $by_bole:ident)? {
            $( $(#[doc = $field_doc:literal])* $field:ident: $Type:ty, )*
            $( => $(#[doc = $link_doc:literal])* $link:ident: $From:ident.$via:ident, )*
            $( | $(#[doc = $variant_doc:literal])*
               $Variant:ident as $variant_one:ident in $variant_many:ident
               where $by:ident: $Enum:ident::{$($value:ident),*}, )*
        }
    ) => {
        $crate::catalog::entity::entity! { @emit
            [$(#[doc = $doc])*] $Entity $one $many [$($by_bole)?]
            [$( [$(#[doc = $field_doc])*] $field: $Type, )*
             $(
                [/// The document this row was taken from.
                ] $source: $crate::catalog::Id<$crate::catalog::Source>,
                [/// How sure the row is, from 0 (a guess) to 1 (certain); null where nobody said.
                ] confidence: Option<$crate::catalog::value::Confidence>,
                [/// The date at which the row was true by its source, as EDTF level 0 writes it.
                ] as_of: Option<$crate::catalog::value::PartialDate>,
                [/// What a reader should know besides, in a sentence.
                ] note: Option<$crate::catalog::value::LocalText>,
             )?
            ]
            [$( [$(#[doc = $link_doc])*] $link: $From.$via, )*]
            [$( [$(#[doc = $variant_doc])*] $Variant $variant_one $variant_many $by $Enum [$($value),*], )*]
        }
    };
    ( @emit
        [$(#[doc = $doc:literal])*] $Entity:ident $one:ident $many:ident [$($by_bole:ident)?]
        [$( [$(#[doc = $field_doc:literal])*] $field:ident: $Type:ty, )*]
        [$( [$(#[doc = $link_doc:literal])*] $link:ident: $From:ident.$via:ident, )*]
        [$( [$(#[doc = $variant_doc:literal])*] $Variant:ident $variant_one:ident
            $variant_many:ident $by:ident $Enum:ident [$($value:ident),*], )*]
    ) => {
        $(#[doc = $doc])*
        #[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
        pub struct $Entity {
            /// What the row is called by, everywhere and for good.
            pub key: $crate::catalog::value::Key,
            $(
                $(#[doc = $field_doc])*
                #[serde(skip_serializing_if = "crate::catalog::FieldType::is_absent")]
                pub $field: $Type,
            )*
        }

        impl $crate::catalog::Entity for $Entity {
            const NAME: &'static str = stringify!($Entity);
            const TABLE: $crate::catalog::Table = $crate::catalog::Table {
                name: stringify!($Entity),
                one: stringify!($one),
                many: stringify!($many),
                doc: concat!($($doc, "\n"),*),
                fields: &[$( $crate::catalog::Field {
                    name: stringify!($field),
                    doc: concat!($($field_doc, "\n"),*),
                    kind: <$Type as $crate::catalog::FieldType>::KIND,
                    nullable: <$Type as $crate::catalog::FieldType>::NULLABLE,
                    columns: <$Type as $crate::catalog::FieldType>::columns,
                }, )*],
                links: &[$( $crate::catalog::Link {
                    name: stringify!($link),
                    doc: concat!($($link_doc, "\n"),*),
                    from: {
                        $crate::catalog::entity::refers::<$Entity, $crate::catalog::$From, _>(
                            |row| &row.$via,
                        );
                        stringify!($From)
                    },
                    via: stringify!($via),
                }, )*],
                variants: &[$( $crate::catalog::Variant {
                    name: stringify!($Variant),
                    one: stringify!($variant_one),
                    many: stringify!($variant_many),
                    doc: concat!($($variant_doc, "\n"),*),
                    field: stringify!($by),
                    values: &[$($Enum::$value as u8),*],
                }, )*],
                is_kept_by_bole: matches!(stringify!($($by_bole)?).as_bytes(), b"by_bole"),
            };

            fn key(&self) -> &$crate::catalog::value::Key {
                &self.key
            }

            fn cell(&self, field: usize) -> $crate::catalog::Cell<'_> {
                let cells: &[fn(&Self) -> $crate::catalog::Cell<'_>] =
                    &[$( |row| $crate::catalog::FieldType::cell(&row.$field) ),*];
                cells[field](self)
            }

            fn from_cells<'a>(
                key: $crate::catalog::value::Key,
                mut cells: impl Iterator<Item = $crate::catalog::Cell<'a>>,
            ) -> Option<Self> {
                Some($Entity {
                    key,
                    $( $field: $crate::catalog::FieldType::from_cell(&cells.next()?)?, )*
                })
            }

            fn read(
                texts: &$crate::catalog::Texts<'_>,
            ) -> Result<Self, Vec<$crate::catalog::BadField>> {
                use $crate::catalog::texts::{key, kept};
                let mut faults = Vec::new();
                let key = kept(key(texts), &mut faults);
                $( let $field = kept(
                    $crate::catalog::FieldType::read(texts, stringify!($field)),
                    &mut faults,
                ); )*
                match (key, $($field),*) {
                    (Some(key), $(Some($field)),*) => Ok($Entity { key, $($field),* }),
                    _ => Err(faults),
                }
            }
        }
    };
}

pub(super) use entity;
