//! Questions that somebody named, to be asked again.

use super::{
    entity::entity,
    value::{JsonObject, LocalText, QueryText, Text},
};

entity! {
    /// A question that somebody gave a name, to be asked again: a query with its variables, and how
    /// its answer is shown. Its history says who saved it, and when.
    SavedQuestion as saved_question in saved_questions {
        /// What it is called.
        name: LocalText,
        /// What is asked, and why, in a sentence.
        description: Option<LocalText>,
        /// The GraphQL document that asks it, with one query.
        document: QueryText,
        /// The values of its variables, as a JSON object; null where it has none.
        variables: Option<JsonObject>,
        /// How the page `/ask` shows it: what stands behind the `?` of its address there; null for
        /// a query that was written by hand.
        view: Option<Text>,
    }
}
