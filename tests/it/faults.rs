//! A server that bad things happen to: it is killed, told to stop at the worst moment, and has no
//! room, no handles and no rights.
#![expect(clippy::unwrap_used, reason = "a test may stop where it stands")]

mod client;
mod clock;
mod disk;
mod full;
mod handles;
mod kill;
mod read_only;
mod stop;

use std::{path::Path, process::Command};

use crate::cli::{bole, run};

/// A data directory whose graph has one source, and the secret of a token that may write.
pub(crate) fn prepared(data: &Path) -> String {
    let seed = tempfile::tempdir().unwrap();
    let source = "key,title,kind\nsource,A source,DATASET\n";
    std::fs::write(seed.path().join("sources.csv"), source).unwrap();
    let server = crate::cli::ready(bole(data).arg("--seed").arg(seed.path()));
    assert_eq!(server.stop("-TERM"), 0);
    let words = ["token", "create", "--role", "EDITOR", "--name", "desk", "--expires", "never"];
    let (code, secret, error) = run(bole(data).args(words));
    assert_eq!(code, 0, "{error}");
    secret.lines().next().unwrap().to_owned()
}

/// A server that asks nobody to be patient.
pub(crate) fn unlimited(data: &Path) -> Command {
    let mut command = bole(data);
    command.args(["--rate-limit", "0", "--rate-limit-anonymous", "0"]);
    command
}

/// A number that looks random and is the same each time, below another.
pub(crate) fn random(seed: u64, below: u64) -> u64 {
    let mixed = seed.wrapping_add(1).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    ((mixed ^ (mixed >> 29)).wrapping_mul(0xBF58_476D_1CE4_E5B9) >> 20) % below
}
