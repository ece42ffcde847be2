//! What the system tells of this process, under the names that every exporter gives it.

use std::fs;

use super::reading::{Reading, Unit};

/// What of it the system tells; nothing where there is no `/proc`.
pub fn readings() -> Vec<Reading> {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let resident = of_status(&status, "VmRSS").map(|it| {
        let help = "Memory of the process that is not swapped out";
        Reading::gauge("process_resident_memory", help, it * 1024.0).in_unit(Unit::Bytes)
    });
    let threads = of_status(&status, "Threads")
        .map(|it| Reading::gauge("process_threads", "Threads of the process", it));
    let files = fs::read_dir("/proc/self/fd").ok().map(|it| {
        // The folder that is read is one of them.
        let open = f64::from(u32::try_from(it.count()).unwrap_or(u32::MAX)) - 1.0;
        Reading::gauge("process_open_fds", "Files and sockets that the process has open", open)
    });
    resident.into_iter().chain(threads).chain(files).collect()
}

/// The number in a line of `/proc/self/status`.
fn of_status(status: &str, name: &str) -> Option<f64> {
    let line = status.lines().find_map(|it| it.strip_prefix(name)?.strip_prefix(':'))?;
    line.split_whitespace().next()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_of_the_status_are_found_by_their_whole_names() {
        let status = "Name:\tbole\nVmRSSx:\t1 kB\nVmRSS:\t  2048 kB\nThreads:\t3\n";
        assert_eq!(of_status(status, "VmRSS"), Some(2048.0));
        assert_eq!(of_status(status, "Threads"), Some(3.0));
        assert_eq!(of_status(status, "VmSwap"), None);
    }
}
