//! Closed sets about who may do what, and what became of it.

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
        /// Also takes rows away together with all that need them.
        Admin = "ADMIN",
    }

    /// How far an import is.
    JobState {
        /// Others are carried out before it.
        Queued = "QUEUED",
        /// It is carried out.
        Running = "RUNNING",
        /// The whole file was read; the report tells what became of each record.
        Done = "DONE",
        /// It ended before the end of the file. What was imported by then stays.
        Failed = "FAILED",
    }

    /// Why rows are held back from whoever asks.
    SuppressionReason {
        /// Too few persons are alike in what is asked for: their pay could be told from it.
        FewContributors = "FEW_CONTRIBUTORS",
        /// It is an earlier version: two of them would tell what one person was paid who came or went
        /// between them.
        Past = "PAST",
    }
}
