//! What is told of the schema, and to whom.

use async_graphql::{
    ServerError,
    parser::types::{ExecutableDocument, Selection, SelectionSet},
};

use super::failure::{Code, error};
use crate::{auth::Viewer, catalog::enums::AccessRole};

/// What a client is told of the schema beyond the answers to what it asks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Showing {
    pub introspection: Introspection,
    /// Whether a name that is unknown is answered with those that are like it.
    pub suggestions: bool,
}

/// Who may ask for the schema.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Introspection {
    /// Everybody.
    On,
    /// Editors and admins.
    Editors,
    /// Nobody.
    Off,
}

impl Default for Showing {
    fn default() -> Self {
        Showing { introspection: Introspection::On, suggestions: true }
    }
}

impl Introspection {
    /// Whether somebody may ask for the schema.
    ///
    /// # Errors
    ///
    /// A sentence that says who may.
    pub fn check(self, viewer: &Viewer) -> Result<(), &'static str> {
        match self {
            Introspection::On => Ok(()),
            Introspection::Editors if viewer.may(AccessRole::Editor).is_ok() => Ok(()),
            Introspection::Editors => {
                Err("the schema is shown to those with the role EDITOR: send their credential")
            }
            Introspection::Off => Err("this server shows its schema to nobody: ask who runs it"),
        }
    }

    /// Why a document is refused that asks for the schema.
    pub(super) fn refusal(
        self,
        document: &ExecutableDocument,
        viewer: &Viewer,
    ) -> Option<ServerError> {
        let why = self.check(viewer).err()?;
        let operations = document.operations.iter().map(|it| &it.1.node.selection_set.node);
        let fragments = document.fragments.values().map(|it| &it.node.selection_set.node);
        asks_for_schema(operations.chain(fragments).collect())
            .then(|| error(Code::Forbidden, why, None))
    }
}

/// Whether a field of these sets tells of the schema. Only the root has such, so that one anywhere
/// else is refused in any case.
fn asks_for_schema(mut sets: Vec<&SelectionSet>) -> bool {
    while let Some(set) = sets.pop() {
        for selection in &set.items {
            match &selection.node {
                Selection::Field(field) => {
                    if ["__schema", "__type"].contains(&field.node.name.node.as_str()) {
                        return true;
                    }
                    sets.push(&field.node.selection_set.node);
                }
                Selection::InlineFragment(it) => sets.push(&it.node.selection_set.node),
                Selection::FragmentSpread(_) => (),
            }
        }
    }
    false
}
