//! The root of mutations, and what each of them does.
//!
//! What a client wrote becomes a [`plan`]: rows to put and to delete over the newest graph, and a
//! list of all that is wrong with them. Only a plan with nothing wrong becomes a change, which is
//! made as a whole while no other comes between.

mod changes;
mod delete;
mod find;
mod key;
mod merge;
mod outcome;
pub(super) mod payload;
mod plan;
mod problem;
mod request;
mod revert;
mod upsert;
mod value;
mod write;

use std::{borrow::Cow, collections::HashMap, sync::LazyLock};

use async_graphql::{
    ContainerType, Context, ContextSelectionSet, ObjectType, OutputType, Positioned, ServerResult,
    Value, parser::types::Field, resolver_utils::resolve_container_serial,
};

use super::{
    answer,
    meta::{self, Registry},
    names::{camel, pascal},
};
use crate::catalog::TABLES;

pub(super) use changes::{VERBS, Verb};

/// A field of the root of mutations.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Task {
    /// One new row of a table.
    Create(usize),
    /// One row of a table with other values.
    Update(usize),
    /// One row of a table less.
    Delete(usize),
    /// Rows of a table that are new or have other values.
    Upsert(usize),
    /// Any number of changes of any tables.
    Apply,
    /// One row made of two.
    Merge,
    /// One commit undone.
    Revert,
}

/// Every mutation and what it is called, in the order in which the root shows them.
pub(super) fn tasks() -> Vec<(String, Task)> {
    let tables = TABLES.iter().enumerate().filter(|it| !it.1.is_kept_by_bole);
    let tasks = tables.flat_map(|(table, it)| {
        [
            (format!("create{}", it.name), Task::Create(table)),
            (format!("update{}", it.name), Task::Update(table)),
            (format!("delete{}", it.name), Task::Delete(table)),
            (format!("upsert{}", pascal(it.many)), Task::Upsert(table)),
        ]
    });
    let others = [
        (camel("apply_changes"), Task::Apply),
        (camel("merge"), Task::Merge),
        (camel("revert"), Task::Revert),
    ];
    tasks.chain(others).collect()
}

static TASKS: LazyLock<HashMap<String, Task>> = LazyLock::new(|| tasks().into_iter().collect());

/// The mutation called `name`.
pub(super) fn task(name: &str) -> Option<Task> {
    TASKS.get(name).copied()
}

/// What changes the graph.
pub(super) struct Mutation;

impl OutputType for Mutation {
    fn type_name() -> Cow<'static, str> {
        "Mutation".into()
    }

    fn create_type_info(registry: &mut Registry) -> String {
        meta::register_mutations::<Self>(registry)
    }

    async fn resolve(
        &self,
        ctx: &ContextSelectionSet<'_>,
        _: &Positioned<Field>,
    ) -> ServerResult<Value> {
        resolve_container_serial(ctx, self).await
    }
}

impl ContainerType for Mutation {
    async fn resolve_field(&self, ctx: &Context<'_>) -> ServerResult<Option<Value>> {
        answer::root(ctx);
        Ok(Some(Value::Null))
    }
}

impl ObjectType for Mutation {}
