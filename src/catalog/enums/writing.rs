//! Closed sets about changes.

use super::{EnumType, EnumValue, enums};

enums! {
    /// What is wrong with the input of a change.
    UserErrorCode {
        /// It is no value of its type.
        Invalid = "INVALID",
        /// It must be given.
        Required = "REQUIRED",
        /// There is no such row.
        NotFound = "NOT_FOUND",
        /// Another row has this key.
        Taken = "TAKEN",
        /// The graph is not as the client took it to be.
        Conflict = "CONFLICT",
        /// Other rows refer to the row.
        Referenced = "REFERENCED",
        /// It does not agree with another value of the row, or with another row.
        Inconsistent = "INCONSISTENT",
        /// The input names one row twice.
        Duplicate = "DUPLICATE",
        /// It is more than a limit that the message names.
        Limit = "LIMIT",
        /// It was carried out before, in the version that the payload names, and what it gave can't
        /// be told any more.
        Forgotten = "FORGOTTEN",
    }

    /// What a change did to a row.
    ChangeAction {
        /// It is new.
        Created = "CREATED",
        /// It has other values than before.
        Updated = "UPDATED",
        /// It is gone.
        Deleted = "DELETED",
        /// It has the values it had.
        Unchanged = "UNCHANGED",
    }

    /// By what the rows of an input are told to be rows of the graph.
    MatchBy {
        /// By their key.
        Key = "KEY",
        /// By any external key that both have.
        ExternalKey = "EXTERNAL_KEY",
    }
}
