//! Pay that is not public, held back from those who may not see it.
//!
//! Private is a statement about the pay of a person that they told themselves, or that was an
//! offer to them. Whoever may not see it is answered from another snapshot, in which it does not
//! exist: there is nothing that a filter, an order, a search, a link or a count could find. Rows
//! that refer to private pay, such as a figure about it, do not exist there either.
//!
//! Where rows of pay are summed up, private pay comes in, in a form that tells of nobody alone:
//! - Rows with equal attributes stand in a class. A class of fewer persons than are wanted gives
//!   attributes up, one by one in a set order, until enough persons share it ([`classes`]): this is
//!   k-anonymity (L. Sweeney, k-anonymity: a model for protecting privacy, 2002), reached by full
//!   steps for what is left over. What never gets there is left out.
//! - Instead of their amounts, all persons of a class have the medians of the class, once each,
//!   however many rows they have; it is microaggregation (J. Domingo-Ferrer and J. M. Mateo-Sanz,
//!   Practical data-oriented microaggregation, 2002), over classes that attributes make, as in
//!   Mondrian multidimensional k-anonymity (K. `LeFevre` and others, 2006). Of an amount that fewer
//!   persons of the class have, nothing is told.
//! - All rows of a class are alike in everything that can be asked. So every answer, of whatever
//!   filter, group, extreme, histogram or difference of groups that overlap, is made of whole
//!   classes, and each of those is of enough persons.
//! - Classes stay as they are until the pay of as many persons has changed. So two answers, before
//!   and after a change, do not tell what one person's change was.
//! - What was left out or gave attributes up leaves a marker, without amounts: where one falls
//!   outside its class, the answer says that something is held back.
//!
//! Of an earlier version no sums of private pay are told, but that it is held back: two versions
//! next to each other would tell what the one person was paid who came or went between them. Pay is
//! held back there that was private then, or is today.
//!
//! What this does not do: where all persons of a class are paid the same, the class tells it (the
//! measure against that is l-diversity, A. Machanavajjhala and others, 2007). That there is private
//! pay with some attributes can be seen by its marker. When classes are made anew, and when the
//! server starts, a class may differ by one person from what it was (against that: m-invariance, X.
//! Xiao and Y. Tao, 2007); a median of several persons is all that shows of it. That something was
//! committed which may not be seen shows in the versions of the commits before and after it.

mod classes;
mod public;
mod sums;

use std::{
    collections::BTreeSet,
    sync::{Arc, LazyLock, OnceLock},
};

use super::{
    Frame, Snapshot,
    compute::{Datum, field},
};
use crate::catalog::{
    Change, Edit, Row, TABLES,
    enums::{PayBasis, SuppressionReason},
    place,
};
use classes::Classes;

use public::public_of;
pub use public::{is_held_back, may_be_held_back, without_private};
pub use sums::Sums;

/// Persons of a class, where nobody says otherwise.
pub const CONTRIBUTORS: usize = 5;

/// Fewer persons than this are no class: of one alone, the median is their pay.
pub const CONTRIBUTORS_MIN: usize = 2;

/// Edits by which sums are brought up to date; of more, they are made anew.
const EDITS_MAX: usize = 2_000;

/// The table that holds private rows.
const TABLE: &str = "SalaryRecord";

/// The bases of pay that is private where a person is named.
const PRIVATE: [PayBasis; 2] = [PayBasis::SelfReported, PayBasis::Offer];

/// Whether a row is pay that only some may see.
pub fn is_private(row: &Row) -> bool {
    match row {
        Row::SalaryRecord(it) => it.person.is_some() && PRIVATE.contains(&it.basis),
        _ => false,
    }
}

/// Whether a table may hold private rows.
pub fn is_veiled(table: usize) -> bool {
    TABLES[table].name == TABLE
}

/// The rows of a snapshot that are private pay, ascending.
fn private_rows(snapshot: &Snapshot) -> impl Iterator<Item = u32> {
    let frame = snapshot.frame(place(TABLE));
    frame.live().iter().filter(|it| is_private_row(frame, *it))
}

/// The fields by which pay is private: what it is based on, and whose it is.
static TOLD_BY: LazyLock<[usize; 2]> = LazyLock::new(|| {
    let field = |name| TABLES[place(TABLE)].field(name);
    ["basis", "person"].map(|it| field(it).expect("pay has a basis, and may have a person"))
});

/// Of a row of the table of pay; asked of every one of them where a graph is opened.
fn is_private_row(frame: &Frame, row: u32) -> bool {
    let [basis, person] = *TOLD_BY;
    let basis = frame.column(basis).int(row);
    let is_named = frame.column(person).target(row).is_some();
    is_named && PRIVATE.iter().any(|it| basis == Some(*it as i64))
}

/// A graph as those see it who may see everything, and as all others do.
#[derive(Debug)]
pub struct Views {
    full: Arc<Snapshot>,
    veil: Arc<Veil>,
    /// The keys of the persons whose private pay changed since the classes were made.
    changed: BTreeSet<String>,
}

/// What is told of private pay to those who may not see it.
#[derive(Debug)]
pub struct Veil {
    /// The classes are made of it, if they are not made yet.
    full: Arc<Snapshot>,
    /// The graph without private pay; the same as `full` where there is none.
    public: Arc<Snapshot>,
    epoch: Arc<Epoch>,
    sums: OnceLock<Arc<Sums>>,
    /// The sums that were made last of these classes, and what has changed since.
    earlier: Option<(Arc<Sums>, Vec<Arc<Change>>)>,
}

/// From one making of the classes to the next.
#[derive(Debug)]
struct Epoch {
    contributors_min: usize,
    tells: Tells,
    classes: OnceLock<Classes>,
}

/// What is told of private pay.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Tells {
    Sums,
    /// Only that it is held back.
    Markers,
}

impl Epoch {
    fn new(contributors_min: usize, tells: Tells) -> Arc<Self> {
        Arc::new(Epoch { contributors_min, tells, classes: OnceLock::new() })
    }

    fn classes(&self, full: &Snapshot) -> &Classes {
        let persons_min = match self.tells {
            Tells::Sums => self.contributors_min,
            Tells::Markers => usize::MAX,
        };
        self.classes.get_or_init(|| Classes::of(full, persons_min))
    }
}

impl Views {
    /// Those of a graph, with classes of `contributors_min` persons, or of [`CONTRIBUTORS_MIN`] if
    /// that is more.
    pub fn new(full: Snapshot, contributors_min: usize) -> Self {
        let full = Arc::new(full);
        let epoch = Epoch::new(contributors_min.max(CONTRIBUTORS_MIN), Tells::Sums);
        let veil = Arc::new(Veil::of(&full, public_of(&full), epoch));
        Views { full, veil, changed: BTreeSet::new() }
    }

    /// The same, where no class is made yet, with classes of so many persons.
    #[must_use]
    pub fn with_contributors(&self, contributors_min: usize) -> Self {
        let epoch = Epoch::new(contributors_min.max(CONTRIBUTORS_MIN), Tells::Sums);
        let veil = Arc::new(Veil::of(&self.full, Arc::clone(self.public()), epoch));
        Views { full: Arc::clone(&self.full), veil, changed: BTreeSet::new() }
    }

    /// Those of an earlier version, as they may be seen at the present one. Takes time by the
    /// number of rows of pay.
    #[must_use]
    pub fn of_past(full: &Arc<Snapshot>, present: &Views) -> Self {
        let public = Arc::new(public::of_past(full, present.full()));
        let epoch = Epoch::new(present.veil.contributors_min(), Tells::Markers);
        let veil = Arc::new(Veil::of(full, public, epoch));
        Views { full: Arc::clone(full), veil, changed: BTreeSet::new() }
    }

    /// The graph with all there is.
    pub fn full(&self) -> &Arc<Snapshot> {
        &self.full
    }

    /// The graph without private pay.
    pub fn public(&self) -> &Arc<Snapshot> {
        &self.veil.public
    }

    /// What is told of private pay to those who may not see it.
    pub fn veil(&self) -> &Arc<Veil> {
        &self.veil
    }

    /// Those of `full`, which `change` made of the graph. Takes time by the size of the change; but
    /// where a row turns private, or public, to which others refer that the change does not name,
    /// by that of the tables of pay and of figures.
    #[must_use]
    pub fn next(&self, full: Snapshot, change: &Change) -> Self {
        let full = Arc::new(full);
        let (public, own) = public::next((&self.full, self.public()), &full, change);
        let (epoch, changed) = self.next_epoch(&full, change);
        let earlier = own.and_then(|it| self.veil.earlier(it, &epoch));
        let veil = Arc::new(Veil { earlier, ..Veil::of(&full, public, epoch) });
        Views { full, veil, changed }
    }

    /// The classes go on until as many persons as make one have changed. Where nobody has asked for
    /// them yet, they are not made yet, and whoever asks first makes them of what is there then.
    fn next_epoch(&self, full: &Snapshot, change: &Change) -> (Arc<Epoch>, BTreeSet<String>) {
        let epoch = &self.veil.epoch;
        if epoch.classes.get().is_none() {
            return (Arc::clone(epoch), BTreeSet::new());
        }
        let mut changed = self.changed.clone();
        changed.extend(changed_persons((&self.full, full), change));
        if changed.len() < epoch.contributors_min {
            return (Arc::clone(epoch), changed);
        }
        (Epoch::new(epoch.contributors_min, epoch.tells), BTreeSet::new())
    }
}

/// The keys of the persons whose private pay differs after a change.
fn changed_persons<'s>(
    (before, after): (&'s Snapshot, &'s Snapshot),
    change: &Change,
) -> Vec<String> {
    let table = place(TABLE);
    let person = |snapshot: &'s Snapshot, key: &str| {
        let frame = snapshot.frame(table);
        let row = frame.find(key).filter(|it| is_private_row(frame, *it))?;
        let person = frame.column(field(frame, "person")).target(row)?;
        Some((row, snapshot.frame(place("Person")).key(person)))
    };
    let ids = change.edits.iter().map(Edit::id).filter(|it| it.table() == TABLE);
    let changed = ids.flat_map(|id| {
        let (old, new) = (person(before, id.key()), person(after, id.key()));
        let is_same = match (old, new) {
            (Some((old, _)), Some((new, _))) => {
                old == new && is_same_row(before.frame(table), after.frame(table), old)
            }
            _ => false,
        };
        let persons = [old, new].into_iter().flatten().filter(move |_| !is_same);
        persons.map(|it| it.1.to_owned()).collect::<Vec<_>>()
    });
    changed.collect()
}

/// Whether a row of two snapshots, one of which was made from the other, has the same values.
fn is_same_row(one: &Frame, other: &Frame, row: u32) -> bool {
    (0..one.table().fields.len()).all(|field| {
        let (one, other) = (one.column(field), other.column(field));
        one.int(row) == other.int(row)
            && one.local(row) == other.local(row)
            && one.targets(row).eq(other.targets(row))
    })
}

impl Veil {
    fn of(full: &Arc<Snapshot>, public: Arc<Snapshot>, epoch: Arc<Epoch>) -> Self {
        Veil { full: Arc::clone(full), public, epoch, sums: OnceLock::new(), earlier: None }
    }

    /// What the sums after a change can be made of, faster than of all rows that stand for others.
    fn earlier(&self, change: Change, epoch: &Arc<Epoch>) -> Option<(Arc<Sums>, Vec<Arc<Change>>)> {
        let is_of_pay = |edit: &Edit| edit.table() == TABLE;
        if !Arc::ptr_eq(epoch, &self.epoch) || change.edits.iter().any(is_of_pay) {
            return None;
        }
        let (sums, mut changes) = match self.sums.get() {
            Some(sums) => (Arc::clone(sums), Vec::new()),
            None => self.earlier.clone()?,
        };
        changes.push(Arc::new(change));
        let edits: usize = changes.iter().map(|it| it.edits.len()).sum();
        (edits <= EDITS_MAX).then_some((sums, changes))
    }

    /// How many persons a class has at least.
    pub fn contributors_min(&self) -> usize {
        self.epoch.contributors_min
    }

    /// The record [`crate::catalog::privacy::SUPPRESSED`].
    pub fn suppressed(&self) -> Vec<Datum> {
        let count = self.epoch.contributors_min;
        let (reason, message) = match self.epoch.tells {
            Tells::Sums => (
                SuppressionReason::FewContributors,
                format!(
                    "Pay is held back that its persons did not make public: alike in what is asked \
                     for here, there are fewer than {count} of them."
                ),
            ),
            Tells::Markers => (
                SuppressionReason::Past,
                "Pay is held back that its persons did not make public: of earlier versions it is \
                 not summed up, since two of them would tell what one person was paid."
                    .to_owned(),
            ),
        };
        let count = i64::try_from(count).unwrap_or(i64::MAX);
        vec![Datum::Enum(reason.name()), Datum::Text(message), Datum::Int(count)]
    }

    /// What is summed up where pay is; `None` where nothing is held back. The first call takes time
    /// by the number of private rows.
    pub fn sums(&self) -> Option<&Sums> {
        let classes = self.epoch.classes(&self.full);
        let made = || {
            let earlier = self.earlier.as_ref();
            let next = earlier.and_then(|(sums, changes)| sums.after(changes, &self.public));
            Arc::new(next.unwrap_or_else(|| Sums::of(&self.public, classes)))
        };
        (!classes.is_empty()).then(|| &**self.sums.get_or_init(made))
    }
}
