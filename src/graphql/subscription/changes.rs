//! Commits, as they are made: read from the history page by page, so that who comes back misses
//! none, and who is slow takes no memory.

use std::{collections::VecDeque, sync::Arc};

use tokio::{sync::watch, task::spawn_blocking};

use super::{Message, Question, broken};
use crate::{
    auth::Viewer,
    catalog::{computed::Argument, enums::AccessRole, history::CHANGES_OF},
    engine::{compute::Datum, request::Arguments},
    graphql::{
        Api,
        commits::{READ_MAX, Wanted, following},
        document::{self, Document},
        failure::{Code, error, of_live},
        history::Witness,
        occasion::Occasion,
        response::{Answer, Outcome, refused},
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
        let tried =
            api.answer_from(question.request(), viewer, (api.seen_by(viewer), Occasion::Standing));
        if tried.outcome == Outcome::Refused {
            return Err(tried);
        }
        let told = told(api, (&question, viewer), CHANGES_OF)
            .map_err(|why| refused(error(Code::BadUserInput, why, None)))?;
        let after = after.or_else(|| told.int("after").and_then(|it| u64::try_from(it).ok()));
        let newest = api.live.record().version;
        if let Some(version) = after.filter(|it| *it > newest) {
            // Waiting for it, one whose server was set back would miss what comes before.
            let why = LiveError::Future { version, newest }.to_string();
            return Err(refused(error(Code::BadUserInput, why, None)));
        }
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
        let viewer = self.viewer.clone();
        let answer = spawn_blocking(move || {
            let seen = api.seen_by(&viewer);
            api.answer_from(question.request(), &viewer, (seen, Occasion::Event(event.commit)))
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
            let witness = Witness::new(&viewer, &api.live);
            let takes = |version, change: &RowChange| wanted.takes(version, change, &witness);
            // Later ones are not yet on the disk.
            for commit in page.commits.into_iter().filter(|it| it.version <= newest) {
                let more = page.next.filter(|it| it.version == commit.version);
                next = more.unwrap_or_else(|| Place::from(commit.version));
                let has_more = match more {
                    Some(more) => following(&api.live, more, READ_MAX, &takes)?.1,
                    None => None,
                };
                let has_more = has_more == Some(commit.version);
                events.extend(event(&commit, has_more, &wanted, &witness));
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
                    let (code, why) = of_live(&why);
                    error(code, why, None)
                }
            })),
            Err(_) => Err(broken()),
        }
    }
}

/// What the field was told.
pub(super) fn told(
    api: &Api,
    (question, viewer): (&Question, &Viewer),
    arguments: &'static [Argument],
) -> Result<Arguments, String> {
    let request = question.request();
    let document = api.document(&question.query).map_err(|_| "the document is no GraphQL")?;
    let operation = document::operation(&document, &request).ok_or("there is no operation")?;
    let document =
        Document { fragments: &document.fragments, variables: &question.variables, operation };
    let selected = document.fields(&[&operation.selection_set.node], &|it| it == "Subscription");
    let selected = selected.first().ok_or("a subscription selects one field")?;
    Compiler::new(document, viewer).told(arguments, selected)
}

/// The commit as far as it is wanted and may be seen; `None` where nothing of it is.
fn event(commit: &Commit, has_more: bool, wanted: &Wanted, witness: &Witness<'_>) -> Option<Event> {
    let record = wanted.record(commit, has_more, witness)?;
    // Its other parts would be missed by one who came back after it.
    let version = if has_more { commit.version.saturating_sub(1) } else { commit.version };
    Some(Event { commit: Datum::Record(record), version })
}
