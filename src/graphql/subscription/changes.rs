//! Commits, as they are made: read from the history page by page, so that who comes back misses
//! none, and who is slow takes no memory.

use std::{collections::VecDeque, sync::Arc};

use tokio::{sync::watch, task::spawn_blocking};

use super::{Message, Question, broken};
use crate::{
    auth::Viewer,
    catalog::{
        Cell, Row, RowId, TABLES,
        enums::{AccessRole, ChangeAction, EntityName, PayBasis},
        history::CHANGES_OF,
        place,
    },
    engine::{
        Snapshot,
        compute::Datum,
        request::{Arguments, Told},
    },
    graphql::{
        Api,
        document::{self, Document},
        failure::{Code, error},
        ground::Occasion,
        response::{Answer, Outcome, refused},
        rows,
        select::Compiler,
    },
    live::{Commit, LiveError, Place, RowChange},
};

/// Changes of rows that are read at once.
const PAGE_ROWS: usize = 200;

/// One who is told of commits.
pub(super) struct Changes {
    api: Api,
    question: Arc<Question>,
    viewer: Viewer,
    wanted: Arc<Wanted>,
    /// Where the next page begins.
    from: Place,
    /// Commits that were read and not yet told.
    ready: VecDeque<Event>,
    news: watch::Receiver<u64>,
}

/// Which changes are wanted; all where it is `None`.
struct Wanted {
    tables: Option<Vec<usize>>,
    ids: Option<Vec<RowId>>,
}

/// A commit to be told of, or a part of one.
#[derive(Clone)]
struct Event {
    /// As [`crate::catalog::history::COMMIT`] has it.
    commit: Datum,
    /// After which to resume.
    version: u64,
}

impl Changes {
    /// `after` stands for the argument of that name.
    pub(super) fn new(
        api: &Api,
        question: Question,
        viewer: &Viewer,
        after: Option<u64>,
    ) -> Result<Self, Answer> {
        viewer
            .may(AccessRole::Analyst)
            .map_err(|why| refused(error(Code::Forbidden, why.to_string(), None)))?;
        let news = api.hub.news();
        // All that can be wrong with the request but its arguments.
        let tried = api.answer_from(question.request(), api.seen_by(viewer), Occasion::Standing);
        if tried.outcome == Outcome::Refused {
            return Err(tried);
        }
        let told =
            told(api, &question).map_err(|why| refused(error(Code::BadUserInput, why, None)))?;
        let after = after.or_else(|| told.int("after").and_then(|it| u64::try_from(it).ok()));
        let after = after.unwrap_or_else(|| *news.borrow());
        Ok(Changes {
            api: api.clone(),
            question: Arc::new(question),
            viewer: viewer.clone(),
            wanted: Arc::new(Wanted::of(&told)),
            from: Place::from(after),
            ready: VecDeque::new(),
            news,
        })
    }

    /// The next commit that is wanted, when it is made. A call may be given up.
    pub(super) async fn next(&mut self) -> Option<Message> {
        while self.ready.is_empty() {
            let newest = *self.news.borrow_and_update();
            match self.read(newest).await {
                Ok((from, _)) if from == self.from => self.news.changed().await.ok()?,
                Ok((from, events)) => {
                    self.from = from;
                    self.ready = events.into();
                }
                Err(why) => return Some(Message { answer: Arc::new(why), version: None }),
            }
        }
        let event = self.ready.front()?.clone();
        let (api, question) = (self.api.clone(), Arc::clone(&self.question));
        let snapshot = api.seen_by(&self.viewer);
        let answer = spawn_blocking(move || {
            api.answer_from(question.request(), snapshot, Occasion::Event(event.commit))
        });
        let answer = Arc::new(answer.await.unwrap_or_else(|_| broken()));
        Some(Message { answer, version: self.ready.pop_front().map(|it| it.version) })
    }

    /// What commits up to `newest` did next, and where to go on: in the same place where there are
    /// none.
    async fn read(&self, newest: u64) -> Result<(Place, Vec<Event>), Answer> {
        let (api, from) = (self.api.clone(), self.from);
        let (viewer, wanted) = (self.viewer.clone(), Arc::clone(&self.wanted));
        let read = spawn_blocking(move || {
            let page = api.live.commits(from, PAGE_ROWS)?;
            let mut next = from;
            let mut events = Vec::new();
            let seen = api.seen_by(&viewer);
            let sight = Sight { viewer: &viewer, snapshot: &seen };
            // Later ones are not yet on the disk.
            for commit in page.commits.into_iter().filter(|it| it.version <= newest) {
                let more = page.next.filter(|it| it.version == commit.version);
                next = more.unwrap_or_else(|| Place::from(commit.version));
                events.extend(event(commit, more.is_some(), &wanted, &sight));
            }
            Ok((next, events))
        });
        match read.await {
            Ok(read) => read.map_err(|why: LiveError| refused(match why {
                LiveError::Forgotten { version, oldest } => {
                    let why = format!(
                        "commits after version {version} are forgotten: resume after {oldest}, and \
                         read anew what you hold"
                    );
                    error(Code::Gone, why, None)
                }
                why => {
                    tracing::error!(%why, "the history can't be read");
                    error(Code::Internal, "the history can't be read: the log of the server says why", None)
                }
            })),
            Err(_) => Err(broken()),
        }
    }
}

/// What the field was told.
fn told(api: &Api, question: &Question) -> Result<Arguments, String> {
    let request = question.request();
    let document = api.documents.get(&question.query).ok_or("the document is no GraphQL")?;
    let operation = document::operation(&document, &request).ok_or("there is no operation")?;
    let document =
        Document { fragments: &document.fragments, variables: &question.variables, operation };
    let selected = document.fields(&[&operation.selection_set.node], &|it| it == "Subscription");
    let selected = selected.first().ok_or("a subscription selects one field")?;
    Compiler::new(document).told(CHANGES_OF, selected)
}

impl Wanted {
    fn of(told: &Arguments) -> Self {
        let tables = told.many("entities").map(|many| {
            let tables = many.iter().filter_map(|it| match it {
                Told::Place(table) => Some(*table),
                _ => None,
            });
            tables.collect()
        });
        let ids = told.many("ids").map(|many| {
            let ids = many.iter().filter_map(|it| match it {
                Told::Row(id) => Some(id.clone()),
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
}

/// The commit as far as it is wanted and may be seen; `None` where nothing of it is.
fn event(commit: Commit, has_more: bool, wanted: &Wanted, sight: &Sight<'_>) -> Option<Event> {
    let Commit { version, reason, changes } = commit;
    let changes = changes.into_iter().filter(|it| wanted.has(&it.id));
    let changes: Vec<Vec<Datum>> = changes.filter_map(|it| sight.of(it)).collect();
    if changes.is_empty() {
        return None;
    }
    let commit = Datum::Record(vec![
        Datum::Int(version.cast_signed()),
        Datum::Moment(reason.at),
        Datum::Text(reason.by.to_string()),
        reason.why.map_or(Datum::Null, |it| Datum::Text(it.to_string())),
        Datum::Records(changes),
        Datum::Bool(has_more),
    ]);
    // Its other parts would be missed by one who came back after it.
    let version = if has_more { version.saturating_sub(1) } else { version };
    Some(Event { commit, version })
}

/// What somebody may see.
struct Sight<'s> {
    viewer: &'s Viewer,
    snapshot: &'s Snapshot,
}

impl Sight<'_> {
    /// What a commit did to a row, as [`crate::catalog::history::ROW_CHANGE`] has it.
    fn of(&self, change: RowChange) -> Option<Vec<Datum>> {
        let before = change.before.filter(|it| self.shows(it));
        let after = change.after.filter(|it| self.shows(it));
        let action = match (&before, &after) {
            (None, None) => return None,
            (None, Some(_)) => ChangeAction::Create,
            (Some(_), Some(_)) => ChangeAction::Update,
            (Some(_), None) => ChangeAction::Delete,
        };
        let image = |it: Option<Row>| it.map_or(Datum::Null, |it| Datum::Json(rows::written(&it)));
        Some(vec![
            Datum::Text(change.id.to_string()),
            Datum::Enum(EntityName::TYPE.values[place(change.id.table())].name),
            Datum::Enum(action.name()),
            image(before),
            image(after),
        ])
    }

    /// Whether a row may be seen: pay that is not public may not by all, nor what is about pay that
    /// is not there for them.
    fn shows(&self, row: &Row) -> bool {
        if self.viewer.role >= AccessRole::Editor {
            return true;
        }
        let hidden = |field| match row.cell(field) {
            Cell::AnyRef("SalaryRecord", key) => {
                self.snapshot.frame(place("SalaryRecord")).find(key).is_none()
            }
            _ => false,
        };
        !is_private(row) && !(0..TABLES[row.table()].fields.len()).any(hidden)
    }
}

/// Whether a row is pay that a person told, or was offered.
fn is_private(row: &Row) -> bool {
    let Row::SalaryRecord(pay) = row else { return false };
    pay.person.is_some() && matches!(pay.basis, PayBasis::SelfReported | PayBasis::Offer)
}
