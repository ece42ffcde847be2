//! A small disk: a file system in memory that only some processes see.

use std::{
    fs::{self, File},
    io::{self, BufRead, BufReader, Write},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
};

/// Mounted until it is dropped.
pub(super) struct Disk {
    /// Where those who are on it find it; for others the directory is empty.
    at: tempfile::TempDir,
    /// Keeps the namespace in which it is mounted.
    holder: Child,
}

impl Disk {
    /// A disk of so many MiB. `None` where nobody may mount one, as in a container without the right
    /// to make namespaces.
    pub(super) fn of_mib(size: u32) -> Option<Self> {
        let at = tempfile::tempdir().unwrap();
        let script = format!(
            "mount -t tmpfs -o size={size}m none '{}' && echo mounted && read end",
            at.path().display()
        );
        let words = ["--user", "--map-root-user", "--mount", "sh", "-c", &script];
        let mut command = Command::new("unshare");
        command.args(words).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null());
        let mut holder = command.spawn().ok()?;
        let mut line = String::new();
        BufReader::new(holder.stdout.take().unwrap()).read_line(&mut line).unwrap();
        if line != "mounted\n" {
            holder.wait().unwrap();
            return None;
        }
        Some(Disk { at, holder })
    }

    /// A path on it, for those who are on it.
    pub(super) fn on(&self, name: &str) -> PathBuf {
        self.at.path().join(name)
    }

    /// The same path for this process.
    pub(super) fn seen(&self, name: &str) -> PathBuf {
        let root = PathBuf::from(format!("/proc/{}/root", self.holder.id()));
        root.join(self.at.path().strip_prefix("/").unwrap()).join(name)
    }

    /// The program, on the disk.
    pub(super) fn bole(&self) -> Command {
        let mut command = Command::new("nsenter");
        let holder = self.holder.id().to_string();
        command.args(["--target", &holder, "--user", "--mount", "--preserve-credentials"]);
        command.arg(env!("CARGO_BIN_EXE_bole")).env_clear();
        command.env("BOLE_DATA", self.on("data")).env("BOLE_LISTEN", "127.0.0.1:0");
        command.env("BOLE_SEED", "none");
        command
    }

    /// Copies a directory onto it.
    pub(super) fn take(&self, from: &Path, name: &str) {
        let copy = Command::new("cp").arg("-a").arg(from).arg(self.seen(name)).status().unwrap();
        assert!(copy.success());
    }

    /// Writes what is of no use, until so many bytes are left at most.
    pub(super) fn fill(&self, left: u64) {
        let mut ballast = File::create(self.seen("ballast")).unwrap();
        let free = || {
            let of = rustix::fs::statvfs(self.seen("")).unwrap();
            of.f_bavail * of.f_frsize
        };
        while free() > left {
            let piece = vec![7; usize::try_from((free() - left).min(1 << 20)).unwrap()];
            match ballast.write_all(&piece) {
                Err(why) if why.kind() == io::ErrorKind::StorageFull => break,
                written => written.unwrap(),
            }
        }
    }

    /// Takes it away again.
    pub(super) fn make_room(&self) {
        let ballast = self.seen("ballast");
        // Whoever was started meanwhile has the file open for a moment, and would keep its room.
        File::create(&ballast).unwrap();
        fs::remove_file(ballast).unwrap();
    }
}

impl Drop for Disk {
    fn drop(&mut self) {
        drop(self.holder.stdin.take());
        self.holder.wait().unwrap();
    }
}
