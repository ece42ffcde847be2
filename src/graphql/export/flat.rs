//! An answer as the rows of a table: of one list in it, each object becomes a row as soon as it is
//! complete, and no other is held.

use std::{fmt, io};

use super::columns::{Node, Tree};
use crate::{
    catalog::value::Amount,
    engine::run::Sink,
    export::{Holds, Value, Writer},
    graphql::json::Json,
};

/// Bytes of what is nested in one row: it is put together in memory.
const NESTED_BYTES_MAX: usize = 32 << 20;

pub(super) struct Flat<'t> {
    writer: &'t mut dyn Writer,
    tree: &'t Tree,
    values: Vec<Value<'static>>,
    place: Place<'t>,
    /// What is nested in a column, as JSON.
    nested: Json,
    rows: u64,
    failed: Option<io::Error>,
    /// Whether something could not be answered.
    is_broken: bool,
}

/// Where in the answer the next value stands.
enum Place<'t> {
    Outside,
    /// In the list.
    List,
    /// In a row: the objects that are open, and where the next value belongs.
    Row(Vec<&'t Tree>, Option<&'t Node>),
    /// As in a row, in a list or object that is one value of the column; so many are open in it.
    Nested(Vec<&'t Tree>, (usize, Holds), usize),
}

impl<'t> Flat<'t> {
    pub(super) fn new(writer: &'t mut dyn Writer, tree: &'t Tree, columns: usize) -> Self {
        Flat {
            writer,
            tree,
            values: vec![Value::Null; columns],
            place: Place::Outside,
            nested: Json::default(),
            rows: 0,
            failed: None,
            is_broken: false,
        }
    }

    /// How many rows were written, or why not all could be.
    pub(super) fn finish(self) -> io::Result<u64> {
        self.failed.map_or(Ok(self.rows), Err)
    }

    fn fail(&mut self, why: impl Into<String>) {
        self.failed.get_or_insert(io::Error::new(io::ErrorKind::InvalidData, why.into()));
    }

    fn emit(&mut self) {
        if self.failed.is_none() && !self.is_broken {
            self.failed = self.writer.row(&self.values).err();
            self.rows += 1;
        }
        self.values.fill(Value::Null);
    }

    /// Opens a list or an object.
    fn open(&mut self, write: fn(&mut Json), is_list: bool) {
        match std::mem::replace(&mut self.place, Place::Outside) {
            Place::Outside if is_list => self.place = Place::List,
            Place::Outside => (),
            Place::List => self.place = Place::Row(vec![self.tree], None),
            Place::Row(mut open, next) => match next {
                Some(Node::Object(tree)) if !is_list => {
                    open.push(tree);
                    self.place = Place::Row(open, None);
                }
                Some(Node::Column(column, holds)) => {
                    self.nested.rewind(0);
                    write(&mut self.nested);
                    self.place = Place::Nested(open, (*column, *holds), 1);
                }
                _ => {
                    self.place = Place::Row(open, None);
                    self.fail("the answer has a list where its type has none");
                }
            },
            Place::Nested(open, column, depth) => {
                write(&mut self.nested);
                self.place = Place::Nested(open, column, depth + 1);
            }
        }
    }

    /// Closes what was opened last.
    fn close(&mut self, write: fn(&mut Json)) {
        match std::mem::replace(&mut self.place, Place::Outside) {
            Place::Outside | Place::List => (),
            Place::Row(mut open, _) => {
                open.pop();
                if open.is_empty() {
                    self.place = Place::List;
                    self.emit();
                } else {
                    self.place = Place::Row(open, None);
                }
            }
            Place::Nested(open, (column, holds), depth) => {
                write(&mut self.nested);
                if depth > 1 {
                    self.place = Place::Nested(open, (column, holds), depth - 1);
                    return;
                }
                self.place = Place::Row(open, None);
                match of_nested(self.nested.as_str(), holds) {
                    Some(value) => self.values[column] = value,
                    None => self.fail("the answer has a list where its type has none"),
                }
            }
        }
    }

    /// Takes a value without parts.
    fn take(&mut self, value: Value<'static>, write: impl FnOnce(&mut Json)) {
        match &self.place {
            Place::Nested(..) => {
                write(&mut self.nested);
                if self.nested.mark() > NESTED_BYTES_MAX {
                    self.fail(format!(
                        "what is nested in one row is longer than {NESTED_BYTES_MAX} bytes: ask \
                         for less of each"
                    ));
                }
            }
            Place::Row(_, Some(Node::Column(column, holds))) => {
                let (column, holds) = (*column, *holds);
                match fitted(value, holds) {
                    Some(value) => self.values[column] = value,
                    None => self.fail("the answer has another type than the schema says"),
                }
            }
            // A null where an object may be: all of its columns are null. What is outside is not of
            // the table.
            Place::Row(..) | Place::Outside | Place::List => (),
        }
    }
}

/// What was nested in a column.
fn of_nested(json: &str, holds: Holds) -> Option<Value<'static>> {
    match holds {
        Holds::Json => Some(Value::Json(json.to_owned().into())),
        Holds::Texts => {
            let texts: Vec<String> = serde_json::from_str(json).ok()?;
            Some(Value::Texts(texts.into_iter().map(Into::into).collect()))
        }
        _ => None,
    }
}

/// The value as a column holds it.
fn fitted(value: Value<'static>, holds: Holds) -> Option<Value<'static>> {
    Some(match (holds, value) {
        (_, Value::Null) => Value::Null,
        (Holds::Text, value @ Value::Text(_))
        | (Holds::Bool, value @ Value::Bool(_))
        | (Holds::Int, value @ Value::Int(_))
        | (Holds::Float, value @ Value::Float(_))
        | (Holds::Decimal, value @ Value::Decimal(_))
        | (Holds::Json, value @ Value::Json(_)) => value,
        #[expect(clippy::cast_precision_loss, reason = "counts are far below 2^53")]
        (Holds::Float, Value::Int(value)) => Value::Float(value as f64),
        (Holds::Float, Value::Decimal(value)) => Value::Float(value.to_f64()),
        (Holds::Json, Value::Text(text)) => Value::Json(crate::graphql::quoted(&text).into()),
        (Holds::Json, Value::Bool(value)) => Value::Json(value.to_string().into()),
        (Holds::Json, Value::Int(value)) => Value::Json(value.to_string().into()),
        (Holds::Json, Value::Decimal(value)) => Value::Json(value.to_string().into()),
        (Holds::Json, Value::Float(value)) => Value::Json(value.to_string().into()),
        _ => return None,
    })
}

impl Sink for Flat<'_> {
    fn open_object(&mut self) {
        self.open(Json::open_object, false);
    }

    fn close_object(&mut self) {
        self.close(Json::close_object);
    }

    fn open_list(&mut self) {
        self.open(Json::open_list, true);
    }

    fn close_list(&mut self) {
        self.close(Json::close_list);
    }

    fn name(&mut self, name: &str) {
        match &mut self.place {
            Place::Nested(..) => self.nested.name(name),
            Place::Row(open, next) => {
                let tree: Option<&&Tree> = open.last();
                *next = tree.and_then(|it| it.0.iter().find(|it| it.0 == name)).map(|it| &it.1);
            }
            Place::Outside | Place::List => (),
        }
    }

    fn null(&mut self) {
        self.take(Value::Null, Json::null);
    }

    fn bool(&mut self, value: bool) {
        self.take(Value::Bool(value), |json| json.bool(value));
    }

    fn int(&mut self, value: i64) {
        self.take(Value::Int(value), |json| json.int(value));
    }

    fn float(&mut self, value: f64) {
        self.take(Value::Float(value), |json| json.float(value));
    }

    fn decimal(&mut self, value: Amount) {
        self.take(Value::Decimal(value), |json| json.decimal(value));
    }

    fn text(&mut self, text: &str) {
        if matches!(self.place, Place::Nested(..)) {
            self.take(Value::Null, |json| json.text(text));
        } else {
            self.take(Value::Text(text.to_owned().into()), |_| ());
        }
    }

    fn plain(&mut self, text: fmt::Arguments<'_>) {
        if matches!(self.place, Place::Nested(..)) {
            self.take(Value::Null, |json| json.plain(text));
        } else {
            self.take(Value::Text(text.to_string().into()), |_| ());
        }
    }

    fn raw(&mut self, written: &str) {
        self.take(Value::Json(written.to_owned().into()), |json| json.raw(written));
    }

    /// Nothing is kept that would be counted.
    fn mark(&self) -> usize {
        0
    }

    /// A row is gone when it is complete: what can't be answered ends the table.
    fn rewind(&mut self, _: usize) {
        self.is_broken = true;
    }

    fn is_closed(&self) -> bool {
        self.is_broken || self.failed.is_some()
    }
}
