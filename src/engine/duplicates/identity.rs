//! What a row from elsewhere is recognised by, and the rows of a graph by the same.
//!
//! [`Traits`] are what may tell that two rows stand for one and the same: external keys, domains
//! and names. Whoever decides on that looks up the rows that share one ([`Known`]), and compares
//! them with the traits that they have by now.

use std::hash::{DefaultHasher, Hash, Hasher};

use super::{
    names::{Likeness, Name, Of, letters},
    reasons::{UNIQUE, domains},
};
use crate::{
    catalog::{Cell, Kind, Row, TABLES, place, value::ExternalKey},
    engine::{Frame, Snapshot, sorted::Sorted},
};

/// What a row may be recognised by.
#[derive(Clone, Debug)]
pub struct Traits {
    /// Whether it is a person or an organization; other rows have no name that is looked at.
    of: Option<Of>,
    /// External keys, written `scheme:value`.
    pub keys: Vec<String>,
    domains: Vec<String>,
    /// What it is called, and then what it is also called.
    names: Vec<(String, bool)>,
    country: Option<i64>,
}

/// How surely two rows are called the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Called {
    /// By their names, written out.
    Fully,
    /// By so little of a name that many may be called so, such as an acronym or a name of two
    /// Chinese characters.
    Briefly,
}

impl Traits {
    pub fn of(row: &Row) -> Self {
        let table = TABLES[row.table()];
        let cell = |name: &str| table.field(name).map_or(Cell::Null, |it| row.cell(it));
        let list = |name: &str| match cell(name) {
            Cell::List(entries) => entries.into_iter().map(std::borrow::Cow::into_owned).collect(),
            _ => Vec::new(),
        };
        let name: Vec<String> = match cell("name") {
            Cell::Local(name) => {
                [name.en(), name.zh()].into_iter().flatten().map(str::to_owned).collect()
            }
            _ => Vec::new(),
        };
        let website = match cell("website") {
            Cell::Text(text) => Some(text),
            _ => None,
        };
        let country = match cell("country") {
            Cell::Int(code) => Some(code),
            _ => None,
        };
        Traits::new(table.name, (name, list("aliases")), (website, list("domains")), country)
            .with_keys(list("external_keys"))
    }

    fn at(frame: &Frame, row: u32) -> Self {
        let column = |name: &str| frame.table().field(name).map(|it| frame.column(it));
        let list = |name: &str| -> Vec<String> {
            column(name).into_iter().flat_map(|it| it.forms(row)).map(str::to_owned).collect()
        };
        let website = column("website").and_then(|it| it.text(row));
        let country = column("country").and_then(|it| it.int(row));
        let names = (list("name"), list("aliases"));
        Traits::new(frame.table().name, names, (website, list("domains")), country)
            .with_keys(list("external_keys"))
    }

    fn new(
        table: &str,
        (name, aliases): (Vec<String>, Vec<String>),
        (website, hosts): (Option<&str>, Vec<String>),
        country: Option<i64>,
    ) -> Self {
        let of = match table {
            "Person" => Some(Of::People),
            "Organization" => Some(Of::Organizations),
            _ => None,
        };
        let names = name.into_iter().map(|it| (it, false));
        let names = names.chain(aliases.into_iter().map(|it| (it, true))).collect();
        let domains = match of {
            Some(Of::Organizations) => domains(website, hosts.iter().map(String::as_str)),
            _ => Vec::new(),
        };
        Traits { of, keys: Vec::new(), domains, names, country }
    }

    fn with_keys(self, keys: Vec<String>) -> Self {
        Traits { keys, ..self }
    }

    fn names(&self) -> impl Iterator<Item = Name<'_>> {
        let of = self.of;
        self.names.iter().filter_map(move |(text, is_alias)| Name::new(text, *is_alias, of?))
    }

    /// What the row is found by through a domain.
    pub fn domain_marks(&self) -> Vec<u64> {
        self.domains.iter().map(|it| mark(Sort::Domain, it)).collect()
    }

    /// What the row is found by through a name.
    pub fn name_marks(&self) -> Vec<u64> {
        let letters = self.names.iter().filter_map(|it| Some(letters(&it.0, self.of?)));
        let letters = letters.filter(|it| !it.is_empty());
        let mut marks: Vec<u64> = letters.map(|it| mark(Sort::Name, &it)).collect();
        marks.sort_unstable();
        marks.dedup();
        marks
    }

    /// What the row is found by in any way.
    pub fn marks(&self) -> Vec<u64> {
        let keys = self.keys.iter().map(|it| key_mark(it));
        keys.chain(self.domain_marks()).chain(self.name_marks()).collect()
    }

    /// Whether they have a domain in common.
    pub fn shares_domain(&self, other: &Traits) -> bool {
        self.domains.iter().any(|it| other.domains.contains(it))
    }

    /// Whether an external key of the row is written like a key, such as `ror-05dxps055`.
    pub fn is_keyed(&self, key: &str) -> bool {
        self.keys.iter().any(|it| plain(it) == plain(key))
    }

    /// Two keys, one of each, that no two rows which are one and the same have.
    pub fn conflict(&self, other: &Traits) -> Option<(String, String)> {
        let parse = |keys: &[String]| -> Vec<ExternalKey> {
            keys.iter().filter_map(|it| it.parse().ok()).collect()
        };
        let (ones, others) = (parse(&self.keys), parse(&other.keys));
        UNIQUE.iter().find_map(|scheme| {
            let mut theirs = others.iter().filter(|it| it.scheme == *scheme).peekable();
            let mut ours = ones.iter().filter(|it| it.scheme == *scheme);
            let (first, second) = (ours.clone().next()?, *theirs.peek()?);
            let is_shared = ours.any(|it| others.contains(it));
            (!is_shared).then(|| (first.to_string(), second.to_string()))
        })
    }

    /// Whether both are known to be of one country; `None` where that is not known of one.
    pub fn is_of_one_country(&self, other: &Traits) -> Option<bool> {
        Some(self.country? == other.country?)
    }

    /// Whether the row is called so.
    pub fn is_called(&self, text: &str) -> bool {
        let is_same = |it: &Name<'_>| {
            let of = self.of?;
            let likeness = Name::new(text, false, of)?.likeness(it, of)?;
            Some(matches!(likeness, Likeness::Same | Likeness::SameShort))
        };
        self.names.iter().any(|it| it.0 == text)
            || self.names().any(|it| is_same(&it) == Some(true))
    }

    /// A name of each person in Chinese characters by which they are not one, though they are spoken
    /// alike: 王伟 and 王薇 are both Wei Wang. Names from elsewhere, which many write with other
    /// characters, tell nobody apart.
    pub fn written_otherwise(&self, other: &Traits) -> Option<(String, String)> {
        let (ours, theirs) = (self.own_characters(), other.own_characters());
        if ours.iter().any(|one| theirs.iter().any(|it| one.is_written_as(it))) {
            return None;
        }
        let (one, other) = (ours.first()?, theirs.first()?);
        Some((one.text.to_owned(), other.text.to_owned()))
    }

    /// The names of a person in Chinese characters that are spoken as one in Latin letters.
    fn own_characters(&self) -> Vec<Name<'_>> {
        let (chinese, latin): (Vec<Name<'_>>, Vec<_>) = match self.of {
            Some(Of::People) => self.names().partition(Name::is_chinese),
            _ => return Vec::new(),
        };
        let is_own = |it: &Name<'_>| latin.iter().any(|latin| latin.sounds_like(it));
        chinese.into_iter().filter(is_own).collect()
    }

    /// Whether they are called the same, in the way that says most.
    pub fn called(&self, other: &Traits) -> Option<Called> {
        let of = self.of?;
        let others: Vec<Name<'_>> = other.names().collect();
        let mut found = None;
        for one in self.names().filter(|it| of != Of::People || !it.is_abbreviated()) {
            for other in &others {
                match one.likeness(other, of) {
                    Some(Likeness::Same) => return Some(Called::Fully),
                    Some(Likeness::SameShort) => found = Some(Called::Briefly),
                    _ => (),
                }
            }
        }
        found
    }
}

/// The rows of a graph by what they are recognised by.
#[derive(Clone, Debug)]
pub struct Known {
    /// Up to which version the rows are in.
    version: u64,
    tables: Vec<(usize, Sorted<(u64, u32)>)>,
}

impl Known {
    /// All rows of a graph. Takes time by their number.
    pub fn of(snapshot: &Snapshot) -> Self {
        let keyed =
            |table: &usize| TABLES[*table].fields.iter().any(|it| it.kind == Kind::ExternalKeys);
        let tables = (0..TABLES.len()).filter(keyed).map(|table| {
            let frame = snapshot.frame(table);
            let marks = |row| Traits::at(frame, row).marks().into_iter().map(move |it| (it, row));
            let mut pairs: Vec<(u64, u32)> = frame.live().iter().flat_map(marks).collect();
            pairs.sort_unstable();
            pairs.dedup();
            (table, Sorted::of(&pairs))
        });
        Known { version: snapshot.version(), tables: tables.collect() }
    }

    /// Takes in what changed since. What rows are no longer recognised by stays.
    pub fn follow(&mut self, snapshot: &Snapshot) {
        for (table, pairs) in &mut self.tables {
            if snapshot.changed(*table) <= self.version {
                continue;
            }
            let frame = snapshot.frame(*table);
            for row in frame.live().iter().filter(|it| frame.version(*it) > self.version) {
                for mark in Traits::at(frame, row).marks() {
                    let pair = (mark, row);
                    if pairs.find(|it| it.cmp(&pair)).is_none() {
                        pairs.insert(pair, |it| it.cmp(&pair));
                    }
                }
            }
        }
        self.version = snapshot.version();
    }

    /// Rows of a table that had a mark when they were taken in; they may have changed since, or be
    /// gone.
    pub fn find(&self, table: usize, mark: u64) -> impl Iterator<Item = u32> {
        let pairs = self.tables.iter().find(|it| it.0 == table).map(|it| &it.1);
        pairs.into_iter().flat_map(move |pairs| {
            let place = pairs.partition_point(|it| it.0 < mark);
            pairs.iter_from(place).take_while(move |it| it.0 == mark).map(|it| it.1)
        })
    }
}

/// What a row is found by through an external key, or through a key that is written like one.
pub fn key_mark(key: &str) -> u64 {
    mark(Sort::Key, &plain(key))
}

/// Whether rows of the table may be recognised by more than their keys.
pub fn is_recognised(table: usize) -> bool {
    table == place("Organization") || table == place("Person")
}

/// What a mark is made of: marks of different sorts are different.
#[derive(Clone, Copy, Hash)]
enum Sort {
    Key,
    Domain,
    Name,
}

fn mark<T: Hash + ?Sized>(sort: Sort, of: &T) -> u64 {
    let mut hasher = DefaultHasher::new();
    sort.hash(&mut hasher);
    of.hash(&mut hasher);
    hasher.finish()
}

/// Letters and digits in lower case, with `-` for whatever is between them.
fn plain(key: &str) -> String {
    let parts = key.split(|it: char| !it.is_ascii_alphanumeric()).filter(|it| !it.is_empty());
    parts.map(str::to_ascii_lowercase).collect::<Vec<_>>().join("-")
}
