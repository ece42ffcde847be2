//! Who is asking, and what they may do.

use std::sync::Arc;

use crate::catalog::enums::AccessRole;

/// Who is asking.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Viewer {
    /// What the history calls them, such as `token:press-desk`.
    pub name: Arc<str>,
    pub role: AccessRole,
}

impl Viewer {
    pub fn new(name: &str, role: AccessRole) -> Self {
        Viewer { name: name.into(), role }
    }

    /// Somebody who showed nothing.
    pub fn anonymous() -> Self {
        Viewer::new("anonymous", AccessRole::Reader)
    }

    /// Whoever sits at the machine itself, at its command line.
    pub fn local() -> Self {
        Viewer::new("local", AccessRole::Admin)
    }
}
