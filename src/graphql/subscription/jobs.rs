//! An import, as it goes on: who is slow sees fewer of its steps, never an old one.

use std::sync::Arc;

use tokio::{sync::watch, task::spawn_blocking};

use super::{Message, Question, broken, changes::told};
use crate::{
    auth::Viewer,
    catalog::{enums::AccessRole, imports::IMPORT_OF},
    engine::request::Told,
    graphql::{
        Api,
        failure::{Code, error},
        imports::{no_such, record},
        occasion::Occasion,
        response::{Answer, Outcome, refused},
    },
};

/// One who is told of an import.
pub(super) struct Watched {
    api: Api,
    question: Arc<Question>,
    viewer: Viewer,
    id: String,
    /// What was told last, if anything was.
    told: Option<u64>,
    is_over: bool,
    news: watch::Receiver<u64>,
}

impl Watched {
    pub(super) fn new(api: &Api, question: Question, viewer: &Viewer) -> Result<Self, Answer> {
        viewer
            .may(AccessRole::Editor)
            .map_err(|why| refused(error(Code::Forbidden, why.to_string(), None)))?;
        let news = api.jobs.news();
        // All that can be wrong with the request but its arguments.
        let tried =
            api.answer_from(question.request(), viewer, (api.seen_by(viewer), Occasion::Standing));
        if tried.outcome == Outcome::Refused {
            return Err(tried);
        }
        let told = told(api, (&question, viewer), IMPORT_OF)
            .map_err(|why| refused(error(Code::BadUserInput, why, None)))?;
        let Some(Told::Text(id)) = told.get("id") else { return Err(no_such("")) };
        if api.jobs.get(id).is_none() {
            return Err(no_such(id));
        }
        let (id, viewer) = (id.clone(), viewer.clone());
        let question = Arc::new(question);
        Ok(Watched { api: api.clone(), question, viewer, id, told: None, is_over: false, news })
    }

    /// How the import stands when that is not what was told last; `None` when it is over and that
    /// was told. A call may be given up.
    pub(super) async fn next(&mut self) -> Option<Message> {
        if self.is_over {
            return None;
        }
        let job = loop {
            self.news.borrow_and_update();
            let job = self.api.jobs.get(&self.id)?;
            if self.told != Some(job.revision) {
                break job;
            }
            self.news.changed().await.ok()?;
        };
        let (api, question) = (self.api.clone(), Arc::clone(&self.question));
        let (viewer, event) = (self.viewer.clone(), record(&job));
        let answer = spawn_blocking(move || {
            let seen = api.seen_by(&viewer);
            api.answer_from(question.request(), &viewer, (seen, Occasion::Event(event)))
        });
        let answer = Arc::new(answer.await.unwrap_or_else(|_| broken()));
        self.told = Some(job.revision);
        self.is_over = job.is_over();
        Some(Message { answer, version: None })
    }
}
