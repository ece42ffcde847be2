//! Commits that are wanted, page by page.

use super::{
    asked::{Answered, Asked},
    failure::{Code, of_live},
    history::{Witness, head},
    select::Compiler,
};
use crate::{
    catalog::{
        RowId,
        computed::Output,
        history::{CHANGE_PAGE, CHANGES_MADE, COMMIT, COMMITS_OF},
        place,
        value::excerpt,
    },
    engine::{
        compute::Datum,
        request::{Arguments, Told},
        work::Work,
    },
    live::{Commit, Live, LiveError, Place, RowChange},
};

/// Which changes are wanted; all where it is `None`.
pub(super) struct Wanted {
    tables: Option<Vec<usize>>,
    ids: Option<Vec<RowId>>,
}

impl Wanted {
    pub(super) fn of(told: &Arguments) -> Self {
        let tables = told.many("entities").map(|many| {
            let tables = many.iter().filter_map(|it| match it {
                Told::Place(table) => Some(*table),
                _ => None,
            });
            tables.collect()
        });
        let ids = told.many("ids").map(|many| {
            let ids = many.iter().filter_map(|it| match it {
                Told::Id(id) => Some(id.clone()),
                _ => None,
            });
            ids.collect()
        });
        Wanted { tables, ids }
    }

    /// Whether a change is wanted and may be seen.
    pub(super) fn takes(&self, version: u64, change: &RowChange, witness: &Witness<'_>) -> bool {
        self.has(&change.id) && witness.tells(version, change)
    }

    fn has(&self, id: &RowId) -> bool {
        self.tables.as_ref().is_none_or(|it| it.contains(&place(id.table())))
            && self.ids.as_ref().is_none_or(|it| it.contains(id))
    }

    /// The commit as far as it is wanted and may be seen, as [`crate::catalog::history::COMMIT`] has
    /// it; `None` where nothing of it is.
    pub(super) fn record(
        &self,
        commit: &Commit,
        has_more: bool,
        witness: &Witness<'_>,
    ) -> Option<Vec<Datum>> {
        let changes = commit.changes.iter().filter(|it| self.has(&it.id));
        let changes = changes.filter_map(|it| witness.row_change(commit.version, it));
        let changes: Vec<Vec<Datum>> = changes.collect();
        if changes.is_empty() {
            return None;
        }
        let mut record = head(commit.version, &commit.reason);
        record.extend([Datum::Records(changes), Datum::Bool(has_more)]);
        Some(record)
    }
}

impl Asked<'_> {
    /// The field `changes`.
    pub(super) fn changes(&self) -> Answered {
        let mut compiler = Compiler::new(self.document, &self.slot.asking.viewer);
        let told = compiler.told(CHANGES_MADE, &self.selected);
        let wanted = compiler.wanted(Output::Record(&CHANGE_PAGE), &self.selected);
        let page = told.map_err(|why| (Code::BadUserInput, why)).and_then(|it| self.page(&it));
        match (page, wanted) {
            (Ok(page), Ok(wanted)) => {
                self.computed(&self.sight.snapshot, &page, (&wanted, &compiler.errors))
            }
            (Err((code, why)), _) => self.refused(code, why, None),
            (_, Err(why)) => self.refused(Code::BadUserInput, why, None),
        }
    }

    /// The field `commits`.
    pub(super) fn commits(&self) -> Answered {
        let mut compiler = Compiler::new(self.document, &self.slot.asking.viewer);
        let told = compiler.told(COMMITS_OF, &self.selected);
        let wanted = compiler.wanted(Output::Records(&COMMIT), &self.selected);
        let last = told.map_err(|why| (Code::BadUserInput, why)).and_then(|it| self.last(&it));
        match (last, wanted) {
            (Ok(last), Ok(wanted)) => {
                self.computed(&self.sight.snapshot, &last, (&wanted, &compiler.errors))
            }
            (Err((code, why)), _) => self.refused(code, why, None),
            (_, Err(why)) => self.refused(Code::BadUserInput, why, None),
        }
    }

    fn last(&self, told: &Arguments) -> Result<Datum, (Code, String)> {
        // What is read here is no table of the snapshot.
        self.sight.snapshot.note_all();
        let live = &self.slot.asking.live;
        let first = told.int("first").and_then(|it| usize::try_from(it).ok()).unwrap_or(0);
        let newest = live.snapshot().version() + 1;
        let before = told.int("before").map_or(newest, i64::cast_unsigned).min(newest);
        let witness = Witness::new(&self.slot.asking.viewer, live);
        let takes = |version, change: &RowChange| witness.tells(version, change);
        let all = Wanted { tables: None, ids: None };
        let (mut commits, mut read) = (Vec::new(), 0);
        for version in (live.oldest() + 1..before).rev() {
            if commits.len() == first || read >= READ_MAX || !self.slot.work.goes_on() {
                break;
            }
            let found = gathered(live, (Place::from(version - 1), SHOWN), &takes, &self.slot.work);
            let found = found.map_err(|why| of_live(&why))?;
            read += found.commits.iter().map(|it| it.changes.len().max(1)).sum::<usize>().max(1);
            let commit = found.commits.into_iter().find(|it| it.version == version);
            let goes_on = found.goes_on == Some(version);
            commits.extend(commit.and_then(|it| all.record(&it, goes_on, &witness)));
        }
        Ok(Datum::Records(commits))
    }

    fn page(&self, told: &Arguments) -> Result<Datum, (Code, String)> {
        // What is read here is no table of the snapshot.
        self.sight.snapshot.note_all();
        let from = match told.text("from") {
            Some(text) => place_of(text).map_err(|why| (Code::BadUserInput, why))?,
            None => Place::from(told.int("after").map_or(0, i64::cast_unsigned)),
        };
        let first = told.int("first").and_then(|it| usize::try_from(it).ok()).unwrap_or(0);
        let live = &self.slot.asking.live;
        let wanted = Wanted::of(told);
        let witness = Witness::new(&self.slot.asking.viewer, live);
        let takes = |version, change: &RowChange| wanted.takes(version, change, &witness);
        let page =
            gathered(live, (from, first), &takes, &self.slot.work).map_err(|why| of_live(&why))?;
        let commits = page.commits.iter().filter_map(|commit| {
            let goes_on = page.goes_on == Some(commit.version);
            wanted.record(commit, goes_on, &witness)
        });
        let commits = Datum::Records(commits.collect());
        let next = page.next.map_or(Datum::Null, |it| Datum::Text(written(it)));
        Ok(Datum::Record(vec![commits, next]))
    }
}

/// Changes of rows that are read at most for one page.
pub(super) const READ_MAX: usize = 10_000;
/// Changes that are shown of one of the last commits.
const SHOWN: usize = 20;
/// Changes that are read at once where it is looked whether more follow.
const LOOK: usize = 100;

/// Whether a change of a version is taken.
type Takes<'t> = dyn Fn(u64, &RowChange) -> bool + 't;

/// Commits with the changes that are taken, oldest first.
struct Gathered {
    commits: Vec<Commit>,
    /// Where the next page begins; `None` where nothing more is taken yet.
    next: Option<Place>,
    /// The version of the first change that is taken there.
    goes_on: Option<u64>,
}

/// As many changes as are wanted of those that are taken, as if there were no others: else a page
/// that is short, or that another follows without anything in it, would tell that there are.
fn gathered(
    live: &Live,
    (from, first): (Place, usize),
    takes: &Takes<'_>,
    work: &Work,
) -> Result<Gathered, LiveError> {
    let (mut commits, mut left, mut read) = (Vec::<Commit>::new(), first, 0);
    let mut next = Some(from);
    while let Some(from) = next.filter(|_| left > 0 && read < READ_MAX && work.goes_on()) {
        let page = live.commits(from, left)?;
        next = page.next;
        for mut commit in page.commits {
            read += commit.changes.len().max(1);
            commit.changes.retain(|it| takes(commit.version, it));
            left -= commit.changes.len().min(left);
            match commits.last_mut().filter(|it| it.version == commit.version) {
                Some(last) => last.changes.extend(commit.changes),
                None => commits.push(commit),
            }
        }
    }
    let following = next.map(|it| following(live, it, READ_MAX.saturating_sub(read), takes));
    let (next, goes_on) = following.transpose()?.unwrap_or_default();
    Ok(Gathered { commits, next, goes_on })
}

/// Where changes that are taken follow a place, and of which version the first is. Where none was
/// found among so many changes, where to look on; `None` where there are no more.
pub(super) fn following(
    live: &Live,
    from: Place,
    read_max: usize,
    takes: &Takes<'_>,
) -> Result<(Option<Place>, Option<u64>), LiveError> {
    let mut next = Some(from);
    let mut read = 0;
    while let Some(from) = next.filter(|_| read < read_max) {
        let page = live.commits(from, LOOK)?;
        for commit in &page.commits {
            read += commit.changes.len().max(1);
            if commit.changes.iter().any(|it| takes(commit.version, it)) {
                return Ok((next, Some(commit.version)));
            }
        }
        next = page.next;
    }
    Ok((next, None))
}

/// A place as [`place_of`] reads it.
fn written(place: Place) -> String {
    format!("{}.{}.{}", place.version, place.part, place.row)
}

fn place_of(text: &str) -> Result<Place, String> {
    let mut parts = text.split('.');
    let mut number = || parts.next().and_then(|it| it.parse::<u32>().ok());
    let place = match (number(), number(), number()) {
        (Some(version), Some(part), Some(row)) => Some(Place {
            version: u64::from(version),
            part: u64::from(part),
            row: usize::try_from(row).unwrap_or(usize::MAX),
        }),
        _ => None,
    };
    place
        .filter(|_| parts.next().is_none())
        .ok_or_else(|| format!("`from` is `{}`: give a `next` of an earlier page", excerpt(text)))
}
