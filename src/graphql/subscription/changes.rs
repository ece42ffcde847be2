//! Commits, as they are made.

use super::{Message, Question};
use crate::{
    auth::Viewer,
    graphql::{Api, response::Answer},
};

/// One who is told of commits.
pub(super) struct Changes {
    api: Api,
    question: Question,
}

impl Changes {
    pub(super) fn new(
        api: &Api,
        question: Question,
        _viewer: &Viewer,
        _after: Option<u64>,
    ) -> Result<Self, Answer> {
        Ok(Changes { api: api.clone(), question })
    }

    pub(super) async fn next(&mut self) -> Option<Message> {
        let _ = (&self.api, &self.question);
        None
    }
}
