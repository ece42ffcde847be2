//! Handles that the system grants the process: a connection takes one, and so does each open file.

use anyhow::{Result, anyhow};
use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};

/// Connections at once of those who operate the server, at an address of their own.
pub(super) const OPERATORS_MAX: usize = 64;
/// Handles that are not for connections: those of operators, of clients that are told why they may not
/// connect, and files. So no crowd keeps a commit or a backup from opening what it needs.
const KEPT: u64 = 192;
/// Connections without which no server is of use.
const CONNECTIONS_MIN: u64 = 8;

/// How many connections are taken at once where `wanted` are to be: the system is asked for as many
/// handles as that needs.
pub(super) fn granted(wanted: u32) -> Result<usize> {
    let limit = getrlimit(Resource::Nofile);
    let needed = u64::from(wanted) + KEPT;
    let most = limit.maximum.map_or(needed, |it| it.min(needed));
    let raised = Rlimit { current: Some(most), ..limit };
    if limit.current.is_some_and(|it| it < most)
        && let Err(why) = setrlimit(Resource::Nofile, raised)
    {
        tracing::warn!(%why, "no more handles could be had");
    }
    let handles = getrlimit(Resource::Nofile).current.unwrap_or(u64::MAX);
    let left = handles.saturating_sub(KEPT).min(wanted.into());
    if left < CONNECTIONS_MIN.min(wanted.into()) {
        let needed = KEPT + CONNECTIONS_MIN;
        return Err(anyhow!(
            "the system grants {handles} handles, and a server needs {needed} at least: raise `ulimit \
             -n`, or LimitNOFILE of its unit"
        ));
    }
    if left < wanted.into() {
        tracing::warn!(
            handles,
            wanted,
            connections_max = left,
            "there are handles for fewer connections"
        );
    }
    Ok(usize::try_from(left).unwrap_or(usize::MAX))
}
