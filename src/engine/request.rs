//! What can be asked of a snapshot: plain data, without closures, that any engine could answer.
//!
//! Tables, fields and links are named by their places in the catalog.

mod pay;
mod summary;

use super::past::HistoryAsked;
use crate::catalog::{
    RowId,
    computed::Compute,
    value::{Country, Currency, PartialDate},
};

pub use pay::{BadPayIn, PayIn};
pub use summary::{
    AggregatePart, BinPart, Bins, DatePart, GroupCursor, GroupNumber, GroupOrder, GroupOrderBy,
    GroupPart, Groups, GroupsPart, Histogram, Hop, KeyPart, KeyTree, KeyValue, Leaf, Measure,
    NumberPart, Premium, PremiumPart, PremiumsPart, ReasonPart, Sample, Statistic,
};

/// Which rows of a table are meant. A missing value passes no test but [`Test::IsNull`].
#[derive(Clone, Debug, PartialEq)]
pub enum Filter {
    And(Vec<Filter>),
    Or(Vec<Filter>),
    Not(Box<Filter>),
    /// The row's key passes (a [`Test::Text`]).
    Key(Test),
    /// The value of field `.0` passes. A list passes where one of its entries does; a text in two
    /// languages where one of its forms does.
    Field(usize, Test),
    /// The row that field `.0` refers to, or one of those, passes `.1`.
    Via(usize, Box<Filter>),
    /// Of the rows that link `.0` leads back to, as many pass `.1` as `.2` says.
    Linked(usize, Box<Filter>, Quantity),
    /// The row is found by a text, as [`Search`] finds rows; a text that seeks nothing finds none.
    Search(String),
}

/// A text, and the rows to find by it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Search {
    /// See [`super::search::check`].
    pub text: String,
    pub reach: Reach,
    /// Tables, each as a whole or one variant of it.
    pub types: Vec<(usize, Option<usize>)>,
    /// How many rows, the best first: up to [`super::search::FIRST_MAX`].
    pub first: usize,
}

/// By what rows are found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reach {
    /// By what they are called, as far as it is typed.
    Names,
    /// Also by other texts, by those they have to do with, and with a typo.
    Everything,
}

/// How many of a row's linked rows must pass.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Quantity {
    /// One or more.
    Some,
    None,
    /// All there are, even if there is none.
    Every,
    /// As many as the bounds allow, both ends included.
    Between(u32, u32),
}

/// What one value must be.
#[derive(Clone, Debug, PartialEq)]
pub enum Test {
    /// Whether there is no value.
    IsNull(bool),
    /// One of the spans, both ends included, for every kind that is a whole number in its column
    /// (see [`crate::catalog::Cell::Int`]).
    Ints(Vec<(i64, i64)>),
    /// One of the spans, both ends included.
    Floats(Vec<(f64, f64)>),
    Text(TextTest),
    /// Refers to the row with one of these ids, written `Table:key`; for references.
    Refers(Vec<String>),
}

#[derive(Clone, Debug, PartialEq)]
pub struct TextTest {
    pub matching: TextMatch,
    /// What is sought, already in lower case where `case` is [`Case::Ignored`].
    pub sought: Vec<String>,
    pub case: Case,
}

/// How a text compares with one of those sought.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TextMatch {
    Equals,
    Contains,
    StartsWith,
    EndsWith,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Case {
    Respected,
    Ignored,
}

/// One key of an order. An order always ends with the row's key, in the direction of its first key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Order {
    pub by: OrderBy,
    pub direction: Direction,
    pub nulls: Nulls,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OrderBy {
    Key,
    Field(usize),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    Ascending,
    Descending,
}

/// Where rows without a value stand, whatever the direction.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Nulls {
    First,
    Last,
}

/// Which stretch of the ordered rows is meant.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Page {
    /// Only rows after this place.
    pub after: Option<Cursor>,
    /// Only rows before this place.
    pub before: Option<Cursor>,
    /// Rows to pass over, counted from the end at which the page begins.
    pub offset: u32,
    pub limit: u32,
    pub from: From,
}

impl Page {
    /// Whether it is the first rows and nothing else.
    pub fn is_plain(&self) -> bool {
        self.after.is_none()
            && self.before.is_none()
            && self.offset == 0
            && self.from == From::Start
    }
}

/// At which end of the ordered rows a page begins; its rows are in order either way.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum From {
    #[default]
    Start,
    End,
}

/// A place between rows: the values of one row under an order. It stays where it is when that row
/// changes or goes.
#[derive(Clone, Debug, PartialEq)]
pub struct Cursor {
    /// One for each key of the order.
    pub values: Vec<Value>,
    pub key: String,
}

/// One value of a row, on its own.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    Null,
    Int(i64),
    Float(f64),
    Text(String),
}

/// Rows of one table, and what of them is wanted.
#[derive(Clone, Debug)]
pub struct Connection {
    pub filter: Option<Filter>,
    pub order: Vec<Order>,
    pub page: Page,
    pub parts: Vec<(Name, Part)>,
}

/// What an answer calls a part of itself: a response key, ready to be written.
pub type Name = Box<str>;

/// A part of a connection.
#[derive(Clone, Debug)]
pub enum Part {
    /// A text that does not depend on rows, such as a type's name.
    Constant(&'static str),
    TotalCount,
    Nodes(Shape),
    Edges(Vec<(Name, EdgePart)>),
    PageInfo(Vec<(Name, PageInfoPart)>),
    /// Of all rows, on whatever page.
    Aggregate(Vec<(Name, AggregatePart)>),
    Groups(Box<Groups>),
    Sample(Sample, Shape),
    Premium(Box<Premium>),
    Fail(Failure),
}

impl Part {
    /// Whether it depends on which rows are on the page.
    pub fn is_of_page(&self) -> bool {
        matches!(self, Part::Nodes(_) | Part::Edges(_) | Part::PageInfo(_))
    }

    /// Whether it sums rows up, so that no single one can be seen in it.
    pub fn is_sum(&self) -> bool {
        matches!(self, Part::Aggregate(_) | Part::Groups(_) | Part::Premium(_))
    }
}

#[derive(Clone, Debug)]
pub enum EdgePart {
    Constant(&'static str),
    Cursor,
    Node(Shape),
}

#[derive(Clone, Copy, Debug)]
pub enum PageInfoPart {
    Constant(&'static str),
    HasNextPage,
    HasPreviousPage,
    StartCursor,
    EndCursor,
}

/// What is wanted of a row, by what the row is: one entry for each table, and for each variant of
/// a table, that the row may be of. A row of no entry gives an empty object.
#[derive(Clone, Debug)]
pub struct Shape {
    pub branches: Vec<Branch>,
}

/// What is wanted of the rows of one table, or of one variant of it.
#[derive(Clone, Debug)]
pub struct Branch {
    pub table: usize,
    /// `None` for a table without variants, or for all of them alike.
    pub variant: Option<usize>,
    pub steps: Vec<(Name, Step)>,
}

/// One value that is wanted of a row.
#[derive(Clone, Debug)]
pub enum Step {
    Constant(&'static str),
    /// `Table:key`.
    Id,
    Key,
    /// The version of the commit that last put the row.
    Version,
    /// The value of the field, in the language that is asked for where it has several.
    Field(usize, Language),
    /// The external keys in the field, and what of each is wanted: scheme, value and address are
    /// its values number 0, 1 and 2.
    ExternalKeys(usize, Wanted),
    /// The row that the field refers to, or all of them for a list of references.
    Follow(usize, Shape),
    /// The rows that the link leads back to.
    Linked(usize, Box<Connection>),
    /// A computed value, and what of it is wanted.
    Compute(Compute, Arguments, Wanted, Instead),
    /// All values of the row, as its history writes them.
    Values,
    /// What commits did to the row, and what of it is wanted.
    History(HistoryAsked, Wanted),
    /// An error in the question itself, found when the step was made.
    Fail(Failure),
}

/// A part of a question that can't be answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Failure {
    /// The number that whoever asked gave to the error.
    pub error: usize,
    /// What the answer is there.
    pub instead: Instead,
}

/// What stands where there is no answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Instead {
    Null,
    /// Null is not allowed: the whole that the part belongs to becomes null, or what that belongs
    /// to, up to one that may.
    Nothing,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Language {
    English,
    Chinese,
}

/// What a computation or a question is told: by the names of its arguments; one that was left out
/// is not among them.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Arguments(pub Vec<(&'static str, Told)>);

/// One argument, of the kind that [`crate::catalog::computed::ArgumentKind`] names.
#[derive(Clone, Debug, PartialEq)]
pub enum Told {
    Date(PartialDate),
    Country(Country),
    Currency(Currency),
    Text(String),
    Bool(bool),
    Float(f64),
    Int(i64),
    /// The place of an enum's value.
    Place(usize),
    /// The key of a row, which need not exist.
    Key(String),
    /// A row, which need not exist.
    Id(RowId),
    Filter(Filter),
    Pay(PayIn),
    Many(Vec<Told>),
}

/// A getter for each kind of argument; `None` where the argument was left out.
macro_rules! getters {
    ($( $getter:ident: $Told:ident($it:ident) -> $Type:ty = $value:expr; )*) => {
        impl Arguments {
            pub fn get(&self, name: &str) -> Option<&Told> {
                self.0.iter().find(|it| it.0 == name).map(|it| &it.1)
            }

            $(pub fn $getter(&self, name: &str) -> Option<$Type> {
                match self.get(name) {
                    Some(Told::$Told($it)) => Some($value),
                    _ => None,
                }
            })*
        }
    };
}

getters! {
    date: Date(it) -> PartialDate = *it;
    country: Country(it) -> Country = *it;
    currency: Currency(it) -> Currency = *it;
    text: Text(it) -> &str = it;
    bool: Bool(it) -> bool = *it;
    float: Float(it) -> f64 = *it;
    int: Int(it) -> i64 = *it;
    place: Place(it) -> usize = *it;
    key: Key(it) -> &str = it;
    id: Id(it) -> &RowId = it;
    filter: Filter(it) -> &Filter = it;
    pay: Pay(it) -> PayIn = *it;
    many: Many(it) -> &[Told] = it;
}

/// What is wanted of a computed value, by what it is.
#[derive(Clone, Debug)]
pub enum Wanted {
    /// A value without parts.
    Value,
    /// These of a record, or of each of several.
    Record(Vec<(Name, RecordStep)>),
    /// These of a row, or of each of a few.
    Rows(Shape),
    /// A page of rows.
    Connection(Box<Connection>),
}

/// One value that is wanted of a record.
#[derive(Clone, Debug)]
pub enum RecordStep {
    Constant(&'static str),
    /// The record's value number `.0`, and what stands for it where it fails.
    Value(usize, Wanted, Instead),
    Fail(Failure),
}
