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
        history::{CHANGE_PAGE, CHANGES_MADE},
        place,
    },
    engine::{
        compute::Datum,
        request::{Arguments, Told},
    },
    live::{Commit, Place},
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
        let changes: Vec<Vec<Datum>> = changes.filter_map(|it| witness.row_change(it)).collect();
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

    fn page(&self, told: &Arguments) -> Result<Datum, (Code, String)> {
        // What is read here is no table of the snapshot.
        self.sight.snapshot.note_all();
        let from = match told.text("from") {
            Some(text) => place_of(text).map_err(|why| (Code::BadUserInput, why))?,
            None => Place::from(told.int("after").map_or(0, i64::cast_unsigned)),
        };
        let first = told.int("first").and_then(|it| usize::try_from(it).ok()).unwrap_or(0);
        let live = &self.slot.asking.live;
        let page = live.commits(from, first).map_err(|why| of_live(&why))?;
        let (views, wanted) = (live.views(), Wanted::of(told));
        let witness = Witness { viewer: &self.slot.asking.viewer, snapshot: views.public() };
        let commits = page.commits.iter().filter_map(|commit| {
            let goes_on = page.next.is_some_and(|it| it.version == commit.version);
            wanted.record(commit, goes_on, &witness)
        });
        let commits = Datum::Records(commits.collect());
        let next = page.next.map_or(Datum::Null, |it| Datum::Text(written(it)));
        Ok(Datum::Record(vec![commits, next]))
    }
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
        .ok_or_else(|| format!("`from` is `{text}`: give a `next` of an earlier page"))
}
