//! Flags of `bole serve` about backups that it makes by itself.

use std::{
    path::{Path, PathBuf, absolute},
    sync::Arc,
    thread,
    time::Duration,
};

use anyhow::{Result, anyhow};
use clap::Args;

use super::now;
use crate::live::{BackupPlan, Backups, Live};

/// How long the clock is not looked at.
const LOOK: Duration = Duration::from_secs(30);
/// Backups that are made more often than that would be made all the time.
const EVERY_MIN: Duration = Duration::from_mins(1);

#[derive(Args, Clone, Debug)]
#[command(next_help_heading = "Backups")]
#[expect(clippy::struct_field_names, reason = "each is the name of a flag")]
pub(super) struct Scheduled {
    /// The folder in which backups are made while this serves; without one, none are. It must be no
    /// other server's, and not in the data directory.
    #[arg(long, env = "BOLE_BACKUP_DIR", value_name = "DIR")]
    backup_dir: Option<PathBuf>,
    /// How often one is made: minutes, hours or days, such as 90m, 24h or 7d.
    #[arg(long, env = "BOLE_BACKUP_EVERY", value_name = "TIME", default_value = "24h",
          value_parser = span)]
    backup_every: Duration,
    /// How many of them stay; older ones are taken away when a new one is whole.
    #[arg(long, env = "BOLE_BACKUP_KEEP", value_name = "N", default_value_t = 7,
          value_parser = clap::value_parser!(u32).range(1..))]
    backup_keep: u32,
}

impl Scheduled {
    /// Takes the folder, if backups are wanted. `data` is where the graph is.
    pub(super) fn open(&self, data: &Path) -> Result<Option<Arc<Backups>>> {
        let Some(folder) = self.backup_dir.clone() else { return Ok(None) };
        if folder.exists() && !folder.is_dir() {
            return Err(anyhow!(
                "`{}` is no directory: name one with --backup-dir",
                folder.display()
            ));
        }
        if absolute(&folder)?.starts_with(absolute(data)?) {
            return Err(anyhow!(
                "`{}` is in the data directory: name a folder outside of it with --backup-dir",
                folder.display()
            ));
        }
        let (every, keep) = (self.backup_every, self.backup_keep as usize);
        Ok(Some(Arc::new(Backups::open(BackupPlan { folder, every, keep })?)))
    }
}

/// Makes backups from now on.
pub(super) fn start(backups: Arc<Backups>, live: Arc<Live>) {
    thread::spawn(move || {
        loop {
            // It logs and counts what fails.
            drop(backups.run(&live, now()));
            thread::sleep(backups.due_in(now()).clamp(Duration::from_millis(10), LOOK));
        }
    });
}

fn span(text: &str) -> Result<Duration, String> {
    let units = [('m', 60), ('h', 3_600), ('d', 86_400)];
    let unit = units.iter().find_map(|(unit, seconds)| Some((text.strip_suffix(*unit)?, seconds)));
    let number =
        unit.and_then(|(number, seconds)| number.parse::<u32>().ok()?.checked_mul(*seconds));
    let span = number.map(|it| Duration::from_secs(it.into())).filter(|it| *it >= EVERY_MIN);
    span.ok_or_else(|| format!("`{text}` is no time between backups: write 90m, 24h or 7d"))
}

#[cfg(test)]
mod tests {
    use super::span;

    #[test]
    fn a_time_is_minutes_hours_or_days() {
        let seconds = |text: &str| span(text).map(|it| it.as_secs());
        assert_eq!(seconds("1m"), Ok(60));
        assert_eq!(seconds("24h"), Ok(86_400));
        assert_eq!(seconds("7d"), Ok(604_800));
        for bad in ["", "7", "0m", "1s", "-1h", "1.5h", "99999999999d", "4294967295d", "h", "1 h"] {
            let why = span(bad).unwrap_err();
            assert_eq!(why, format!("`{bad}` is no time between backups: write 90m, 24h or 7d"));
        }
    }
}
