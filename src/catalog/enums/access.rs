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
}
