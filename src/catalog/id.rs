//! How rows name other rows.

use std::{fmt, hash, marker::PhantomData, ops::Deref, str::FromStr};

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::{
    Entity, table,
    value::{BadValue, Key, excerpt},
};

/// The key of a row of `E`. An id of one entity is never taken for another's.
pub struct Id<E> {
    key: Key,
    entity: PhantomData<fn() -> E>,
}

impl<E> Id<E> {
    pub const fn new(key: Key) -> Self {
        Id { key, entity: PhantomData }
    }

    pub fn key(&self) -> &str {
        self.key.as_str()
    }
}

impl<E> Clone for Id<E> {
    fn clone(&self) -> Self {
        Id::new(self.key.clone())
    }
}

impl<E> fmt::Debug for Id<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Id({})", self.key)
    }
}

impl<E> PartialEq for Id<E> {
    fn eq(&self, other: &Self) -> bool {
        self.key == other.key
    }
}

impl<E> Eq for Id<E> {}

impl<E> hash::Hash for Id<E> {
    fn hash<H: hash::Hasher>(&self, state: &mut H) {
        self.key.hash(state);
    }
}

impl<E> FromStr for Id<E> {
    type Err = BadValue;

    fn from_str(text: &str) -> Result<Self, BadValue> {
        text.parse().map(Id::new)
    }
}

impl<E> Serialize for Id<E> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.key.serialize(serializer)
    }
}

impl<'de, E> Deserialize<'de> for Id<E> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Key::deserialize(deserializer).map(Id::new)
    }
}

/// A row of whatever table, written `Person:ilya-sutskever`: the id that clients see.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct RowId {
    table: &'static str,
    key: Key,
}

impl RowId {
    pub fn new(table: &'static str, key: Key) -> Self {
        RowId { table, key }
    }

    /// The name of the row's table, one of [`super::TABLES`].
    pub fn table(&self) -> &'static str {
        self.table
    }

    pub fn key(&self) -> &str {
        self.key.as_str()
    }
}

impl fmt::Display for RowId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.table, self.key)
    }
}

impl fmt::Debug for RowId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "RowId({self})")
    }
}

impl FromStr for RowId {
    type Err = BadValue;

    fn from_str(text: &str) -> Result<Self, BadValue> {
        let hint = "an id is written as table and key, like `Person:ilya-sutskever`";
        let (name, key) = text
            .split_once(':')
            .ok_or_else(|| BadValue::new(format!("`{}` is not an id: {hint}", excerpt(text))))?;
        let table = table(name).ok_or_else(|| {
            let (name, text) = (excerpt(name), excerpt(text));
            BadValue::new(format!("`{name}` in `{text}` is no table: {hint}"))
        })?;
        Ok(RowId { table: table.name, key: key.parse()? })
    }
}

impl Serialize for RowId {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for RowId {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
    }
}

/// Values in the order given; a list that a row does not have is empty.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct List<T>(pub Vec<T>);

impl<T> Default for List<T> {
    fn default() -> Self {
        List(Vec::new())
    }
}

impl<T> Deref for List<T> {
    type Target = [T];

    fn deref(&self) -> &[T] {
        &self.0
    }
}

impl<T: Serialize> Serialize for List<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.serialize(serializer)
    }
}

/// Through `Option`, so that a row written before the field was declared reads as an empty list.
impl<'de, T: Deserialize<'de>> Deserialize<'de> for List<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Option::deserialize(deserializer).map(|it| List(it.unwrap_or_default()))
    }
}

/// A field type that may hold references to rows of `E`; what a [`super::Link`] goes back along.
pub trait RefersTo<E> {}

impl<E: Entity> RefersTo<E> for Id<E> {}
impl<E: Entity> RefersTo<E> for Option<Id<E>> {}
impl<E: Entity> RefersTo<E> for List<Id<E>> {}
impl<E: Entity> RefersTo<E> for Option<RowId> {}
