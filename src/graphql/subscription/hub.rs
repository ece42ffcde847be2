//! Live queries: each distinct one is answered once for all who asked it.
//!
//! A task stands for each of them. It waits for commits, and looks whether they touched a table
//! that its last answer was made of; if so, it makes the answer anew, of the newest snapshot,
//! however many commits came meanwhile. Those who listen find the newest answer, and are told when
//! it differs. The task ends with the last of them.

use std::{
    collections::HashMap,
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};

use tokio::{
    sync::watch,
    task::{spawn, spawn_blocking},
    time::sleep,
};

use super::{Question, broken};
use crate::{
    auth::Viewer,
    catalog::{enums::AccessRole, value::PartialDate},
    engine::Reads,
    graphql::{
        Api,
        occasion::Occasion,
        response::{Answer, Outcome},
    },
    live::Live,
};

const DAY_MS: i64 = 86_400_000;
/// How soon at most it is looked again whether another day has come: clocks are set.
const LOOK: Duration = Duration::from_mins(1);
/// The field that tells who asks: a name in a document is written as it is.
const VIEWER: &str = "viewer";

/// All live queries of a graph.
pub(in crate::graphql) struct Hub {
    standing: Mutex<HashMap<Key, Arc<Standing>>>,
    /// The newest version.
    news: watch::Sender<u64>,
    evaluations: AtomicU64,
}

/// What the live queries take.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LiveQueries {
    /// How many different ones there are.
    pub distinct: usize,
    /// How many listen to them.
    pub listeners: usize,
    /// How often one was answered since the server began.
    pub evaluations: u64,
}

/// What makes two live queries one: they have the same answer always.
#[derive(Clone, PartialEq, Eq, Hash)]
struct Key {
    query: String,
    operation: Option<String>,
    /// As JSON.
    variables: String,
    role: AccessRole,
    /// Who asks, where the query asks for that.
    viewer: Option<Viewer>,
}

/// One live query.
struct Standing {
    newest: watch::Sender<Option<Arc<Answer>>>,
    /// The version up to which `newest` holds.
    reached: watch::Sender<Option<u64>>,
}

/// One who listens to a live query.
pub(super) struct Listener {
    newest: watch::Receiver<Option<Arc<Answer>>>,
    reached: watch::Receiver<Option<u64>>,
    /// The version that the first answer must have reached: that of when it was asked for.
    first: Option<u64>,
}

impl Hub {
    /// Hears of each commit from now on.
    pub(in crate::graphql) fn new(live: &Live) -> Arc<Self> {
        let (news, _) = watch::channel(live.record().version);
        let hub =
            Arc::new(Hub { standing: Mutex::default(), news, evaluations: AtomicU64::default() });
        let heard = Arc::downgrade(&hub);
        live.on_commit(move |version| {
            if let Some(hub) = heard.upgrade() {
                hub.news.send_replace(version);
            }
        });
        hub
    }

    /// The newest version, and when there is a newer one.
    pub(super) fn news(&self) -> watch::Receiver<u64> {
        self.news.subscribe()
    }

    pub(super) fn count(&self) -> LiveQueries {
        let standing = self.standing.lock().unwrap_or_else(PoisonError::into_inner);
        LiveQueries {
            distinct: standing.len(),
            listeners: standing.values().map(|it| it.newest.receiver_count()).sum(),
            evaluations: self.evaluations.load(Ordering::Relaxed),
        }
    }

    /// Listens to a live query, which begins to stand where it does not yet.
    pub(super) fn join(api: &Api, question: Question, viewer: &Viewer) -> Listener {
        let key = Key {
            query: question.query.clone(),
            operation: question.operation.clone(),
            variables: serde_json::to_string(&question.variables).expect("variables are JSON"),
            role: viewer.role,
            viewer: question.query.contains(VIEWER).then(|| viewer.clone()),
        };
        let version = *api.hub.news.borrow();
        let mut all = api.hub.standing.lock().unwrap_or_else(PoisonError::into_inner);
        let standing = all.entry(key.clone()).or_insert_with(|| {
            let standing = Arc::new(Standing {
                newest: watch::Sender::new(None),
                reached: watch::Sender::new(None),
            });
            let asked = Asked { question, viewer: viewer.clone() };
            spawn(stand(api.clone(), key, asked, Arc::clone(&standing)));
            standing
        });
        Listener {
            newest: standing.newest.subscribe(),
            reached: standing.reached.subscribe(),
            first: Some(version),
        }
    }

    /// Takes a live query away, whoever listens.
    fn forget(&self, key: &Key) {
        self.standing.lock().unwrap_or_else(PoisonError::into_inner).remove(key);
    }

    /// Takes a live query away; or does not, where somebody listens again.
    fn leave(&self, key: &Key, standing: &Standing) -> bool {
        let mut all = self.standing.lock().unwrap_or_else(PoisonError::into_inner);
        let is_over = standing.newest.receiver_count() == 0;
        if is_over {
            all.remove(key);
        }
        is_over
    }
}

impl Listener {
    /// The newest answer, when it is another than the last one given.
    pub(super) async fn next(&mut self) -> Option<Arc<Answer>> {
        match self.first {
            Some(first) => {
                self.reached.wait_for(|it| *it >= Some(first)).await.ok()?;
                self.first = None;
            }
            None => self.newest.changed().await.ok()?,
        }
        self.newest.borrow_and_update().clone()
    }
}

struct Asked {
    question: Question,
    viewer: Viewer,
}

/// What an answer was made of.
struct Basis {
    reads: Arc<Reads>,
    /// Or of a later version, in which the tables that were read are the same.
    version: u64,
    today: PartialDate,
}

/// Stands for one live query as long as somebody listens.
async fn stand(api: Api, key: Key, asked: Asked, standing: Arc<Standing>) {
    let mut news = api.hub.news();
    let asked = Arc::new(asked);
    let mut basis: Option<Basis> = None;
    loop {
        let version = *news.borrow_and_update();
        let snapshot = api.live.snapshot();
        let today = (api.now)().date();
        match &mut basis {
            Some(basis)
                if basis.today == today && !snapshot.is_news(basis.version, &basis.reads) =>
            {
                basis.version = snapshot.version();
            }
            basis => {
                let reads = Arc::default();
                let answer = evaluate(&api, &asked, &reads).await;
                *basis = Some(Basis { reads, version: snapshot.version(), today });
                let answer = Arc::new(answer);
                standing.newest.send_if_modified(|newest| {
                    let is_new = newest.as_ref().is_none_or(|it| it.body != answer.body);
                    newest.replace(Arc::clone(&answer));
                    is_new
                });
                if answer.outcome == Outcome::Refused {
                    // It would be refused always.
                    api.hub.forget(&key);
                    standing.reached.send_replace(Some(u64::MAX));
                    return;
                }
            }
        }
        standing.reached.send_replace(Some(version));
        let until_midnight = DAY_MS - (api.now)().millis().rem_euclid(DAY_MS);
        let until_midnight = Duration::from_millis(until_midnight.unsigned_abs());
        tokio::select! {
            heard = news.changed() => heard.expect("the hub lasts as long as this task"),
            () = standing.newest.closed() => if api.hub.leave(&key, &standing) { return },
            () = sleep(until_midnight.min(LOOK)) => (),
        }
    }
}

async fn evaluate(api: &Api, asked: &Arc<Asked>, reads: &Arc<Reads>) -> Answer {
    api.hub.evaluations.fetch_add(1, Ordering::Relaxed);
    let (api, asked) = (api.clone(), Arc::clone(asked));
    let noting = api.seen_by(&asked.viewer).noting(reads);
    let answer = spawn_blocking(move || {
        api.answer_from(asked.question.request(), &asked.viewer, (noting, Occasion::Standing))
    });
    answer.await.unwrap_or_else(|_| broken())
}
