//! The catalog: every entity, field, link and enum the server knows, said once.
//!
//! An entity is a plain struct and the [`Table`] that describes it, both made from one block of
//! declarations; the store, the engine, the schema and the importers read the tables. To add a
//! field is to add a line to its block; to add an entity is a block and its name in the list of
//! [`Row`]. What is computed from rows and never stored is declared in [`computed`], what is asked of
//! many rows at once in [`questions`].

pub mod computed;
mod entity;
pub mod enums;
pub mod evidence;
pub mod history;
mod id;
pub mod imports;
mod kind;
mod organizations;
mod people;
pub mod privacy;
pub mod questions;
mod redirects;
mod row;
pub mod rules;
mod saved_questions;
mod statements;
mod texts;
pub mod value;

pub use entity::{Entity, Field, Link, Table, Variant};
pub use id::{Id, List, RefersTo, RowId};
pub use kind::{Cell, FieldType, Kind, ListItem};
pub use organizations::{Membership, Model, Organization, Team};
pub use people::{Advising, Education, Employment, Honor, Person};
pub use redirects::Redirect;
pub use row::{Change, Edit, Row, TABLES, place, table};
pub use saved_questions::SavedQuestion;
pub use statements::{Event, Figure, Publication, Rate, SalaryRecord, Source};
pub use texts::{BadField, LIST_SEPARATOR, Texts, Written, listed, unlisted};
