//! Documents that are checked against the schema, and not carried out.

use std::sync::Arc;

use async_graphql::{
    Request, Response, ServerError, ValidationResult,
    async_trait::async_trait,
    extensions::{Extension, ExtensionContext, ExtensionFactory, NextValidation},
    futures_util::FutureExt,
    parser::types::DocumentOperations,
};

use super::{
    Limits, Schema, builder, built,
    failure::{self, Parsed},
    guard::{self, NoDocument},
};

/// A schema whose requests end when they are validated.
pub(super) struct Checker(Schema);

/// What ends them.
struct Stop;

/// What such a request says where nothing is wrong with it.
const VALID: &str = "the document is valid";

impl ExtensionFactory for Stop {
    fn create(&self) -> Arc<dyn Extension> {
        Arc::new(Stop)
    }
}

#[async_trait]
impl Extension for Stop {
    async fn validation(
        &self,
        ctx: &ExtensionContext<'_>,
        next: NextValidation<'_>,
    ) -> Result<ValidationResult, Vec<ServerError>> {
        next.run(ctx).await?;
        Err(vec![ServerError::new(VALID, None)])
    }
}

impl Checker {
    pub(super) fn new() -> Self {
        Checker(built(builder().extension(Stop)))
    }

    /// What is wrong with a document, each in a sentence with its place. Variables are checked when
    /// they are given.
    pub(super) fn faults(&self, text: &str, limits: &Limits) -> Vec<String> {
        let document = match guard::parsed(text, limits) {
            Ok(document) => document,
            Err(NoDocument::Refused(why)) => return vec![told(&why)],
            Err(NoDocument::Unparsed) => return self.faults_of(Request::new(text), Parsed::No),
        };
        let names: Vec<Option<String>> = match &document.operations {
            DocumentOperations::Single(_) => vec![None],
            DocumentOperations::Multiple(all) => {
                all.keys().map(|it| Some(it.to_string())).collect()
            }
        };
        let requests = names.into_iter().map(|name| {
            let mut request = Request::new(text);
            request.operation_name = name;
            request
        });
        let mut faults: Vec<String> =
            requests.flat_map(|it| self.faults_of(it, Parsed::Yes)).collect();
        // What all operations share is found with each of them.
        let mut known = std::collections::HashSet::new();
        faults.retain(|it| known.insert(it.clone()));
        faults
    }

    fn faults_of(&self, request: Request, parsed: Parsed) -> Vec<String> {
        let response = self.0.execute(request).now_or_never();
        let Response { errors, .. } = response.expect("to validate waits for nothing");
        let wrong = errors.into_iter().filter(|it| it.message != VALID);
        wrong.map(|it| told(&failure::of_request(it, parsed))).collect()
    }
}

fn told(why: &ServerError) -> String {
    match why.locations.first() {
        Some(at) => format!("line {}, column {}: {}", at.line, at.column, why.message),
        None => why.message.clone(),
    }
}
