//! Closed sets about who may do what.

use super::{EnumType, EnumValue, enums};

enums! {
    /// What somebody may do; each may do all that those before it may.
    AccessRole {
        /// Reads all that is public.
        Reader = "READER",
        /// Also reads the history.
        Analyst = "ANALYST",
        /// Also reads pay that is not public, and writes.
        Editor = "EDITOR",
        /// Also makes and revokes tokens.
        Admin = "ADMIN",
    }

    /// Why rows are held back from whoever asks.
    SuppressionReason {
        /// Too few persons are alike in what is asked for: their pay could be told from it.
        FewContributors = "FEW_CONTRIBUTORS",
    }
}
