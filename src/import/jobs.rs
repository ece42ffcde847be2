//! Imports that were asked for while others look on: what becomes of the last ones.

use std::{
    collections::VecDeque,
    ops::ControlFlow,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use tokio::sync::watch;

use super::{Asked, End, ImportError, Input, Report, run};
use crate::{
    catalog::{enums::JobState, value::Moment},
    live::{Live, LiveError},
};

/// Imports that are remembered, the last ones; those that are not over are never forgotten.
const JOBS_MAX: usize = 100;
/// Imports that are not over.
const UNDER_WAY_MAX: usize = 16;

/// Why an import is over that somebody ended.
pub const STOPPED: &str = "it was stopped";

/// One import.
#[derive(Clone, Debug)]
pub struct Job {
    /// As no other job is called, also after a restart.
    pub id: String,
    /// Who asked for it.
    pub by: Arc<str>,
    /// As [`super::Importer::name`].
    pub importer: &'static str,
    pub file: String,
    pub asked_at: Moment,
    pub ended_at: Option<Moment>,
    pub state: JobState,
    /// What has become of it so far.
    pub report: Report,
    /// Why it failed.
    pub failure: Option<String>,
    /// Whether somebody asked that it end.
    pub is_to_stop: bool,
    /// Grows each time something of it changes.
    pub revision: u64,
}

/// The last imports.
pub struct Jobs {
    state: Mutex<State>,
    news: watch::Sender<u64>,
}

#[derive(Default)]
struct State {
    /// The newest first.
    jobs: VecDeque<Job>,
    begun: u64,
}

impl Default for Jobs {
    fn default() -> Self {
        Jobs { state: Mutex::default(), news: watch::Sender::new(0) }
    }
}

impl Job {
    pub fn is_over(&self) -> bool {
        matches!(self.state, JobState::Done | JobState::Failed)
    }
}

impl Jobs {
    /// Takes in a new job, which waits for its turn; `Err` says why there is no room for it.
    pub fn add(
        &self,
        (importer, file): (&'static str, String),
        by: Arc<str>,
        now: Moment,
    ) -> Result<String, String> {
        let mut state = self.state();
        if state.jobs.iter().filter(|it| !it.is_over()).count() >= UNDER_WAY_MAX {
            return Err(format!(
                "{UNDER_WAY_MAX} imports are under way, which is the most: try again later"
            ));
        }
        state.begun += 1;
        let id = format!("{:x}-{}", now.millis(), state.begun);
        state.jobs.push_front(Job {
            id: id.clone(),
            by,
            importer,
            file,
            asked_at: now,
            ended_at: None,
            state: JobState::Queued,
            report: Report::default(),
            failure: None,
            is_to_stop: false,
            revision: 0,
        });
        while state.jobs.len() > JOBS_MAX
            && let Some(oldest) = state.jobs.iter().rposition(Job::is_over)
        {
            state.jobs.remove(oldest);
        }
        drop(state);
        self.tell();
        Ok(id)
    }

    /// The job with this id, unless it is forgotten.
    pub fn get(&self, id: &str) -> Option<Job> {
        self.state().jobs.iter().find(|it| it.id == id).cloned()
    }

    /// All that are remembered, the newest first.
    pub fn all(&self) -> Vec<Job> {
        self.state().jobs.iter().cloned().collect()
    }

    /// Tells when something of any job changed.
    pub fn news(&self) -> watch::Receiver<u64> {
        self.news.subscribe()
    }

    /// The turn of a job has come.
    pub fn begin(&self, id: &str) {
        self.change(id, |job| job.state = JobState::Running);
    }

    /// Lets a job end after the part of it that is being imported; false where there is none that is
    /// not over.
    pub fn stop(&self, id: &str) -> bool {
        let is_under_way = self.get(id).is_some_and(|it| !it.is_over());
        if is_under_way {
            self.change(id, |job| job.is_to_stop = true);
        }
        is_under_way
    }

    /// Returns when somebody has asked that a job end; never where nobody does.
    pub async fn told_to_stop(&self, id: &str) {
        let mut news = self.news();
        while !self.get(id).is_some_and(|it| it.is_to_stop) {
            // Those who tell are there as long as this is.
            let _ = news.changed().await;
        }
    }

    /// Carries out a job that was begun. `broken` tells why its file did not come whole, if so.
    pub fn carry_out(
        &self,
        id: &str,
        (input, live, asked): (Input, &Live, &Asked),
        broken: &dyn Fn() -> Option<String>,
    ) {
        let is_to_stop = || self.get(id).is_some_and(|it| it.is_to_stop);
        if is_to_stop() {
            return self.fail(id, (asked.now)(), STOPPED.to_owned());
        }
        let broken = || is_to_stop().then(|| STOPPED.to_owned()).or_else(broken);
        let outcome = run(input, live, asked, &mut |report| {
            self.change(id, |job| job.report.clone_from(report));
            if broken().is_some() { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
        });
        let (report, failure) = match outcome {
            Ok(report) => {
                let failure = broken().map(|why| {
                    format!(
                        "{why}: what was imported stays; send the file again, and it goes on there"
                    )
                });
                let failure = failure.or_else(|| fault(&report));
                (Some(report), failure)
            }
            Err(why) => (None, Some(told(&why))),
        };
        self.end(id, (asked.now)(), (report, failure));
    }

    /// Ends a job that could not be carried out.
    pub fn fail(&self, id: &str, now: Moment, why: String) {
        self.end(id, now, (None, Some(why)));
    }

    fn end(&self, id: &str, now: Moment, (report, failure): (Option<Report>, Option<String>)) {
        self.change(id, |job| {
            job.state = if failure.is_none() { JobState::Done } else { JobState::Failed };
            job.report = report.unwrap_or_else(|| job.report.clone());
            job.failure = failure;
            job.ended_at = Some(now);
        });
    }

    fn change(&self, id: &str, change: impl FnOnce(&mut Job)) {
        if let Some(job) = self.state().jobs.iter_mut().find(|it| it.id == id) {
            change(job);
            job.revision += 1;
        }
        self.tell();
    }

    fn tell(&self) {
        self.news.send_modify(|it| *it += 1);
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The fault that ended an import before its end.
fn fault(report: &Report) -> Option<String> {
    match (report.end, report.fault.as_ref().or(report.skipped.first.first())) {
        (End::Done, _) => None,
        (_, Some(it)) => Some(format!("{}:{}: {}: {}", report.file, it.line, it.column, it.reason)),
        (_, None) => Some("it was stopped before the end of the file".to_owned()),
    }
}

/// Why an import failed. What names files is for the log alone.
fn told(why: &ImportError) -> String {
    match why {
        ImportError::Live(it) if it.told().is_some() => {
            tracing::error!(%why, "an import failed");
            it.told().unwrap_or_default().to_owned()
        }
        ImportError::Live(LiveError::Store(_) | LiveError::Differs(_)) | ImportError::Io { .. } => {
            tracing::error!(%why, "an import failed");
            "something broke on this side: the log of the server says what".to_owned()
        }
        why => why.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn added(jobs: &Jobs) -> Result<String, String> {
        jobs.add(("csv", "a.csv".to_owned()), "token:desk".into(), Moment::from_millis(0))
    }

    #[test]
    fn the_last_hundred_are_remembered_and_none_that_is_not_over_is_forgotten() {
        let jobs = Jobs::default();
        let waiting = added(&jobs).unwrap();
        let ended: Vec<String> = (0..150)
            .map(|_| {
                let id = added(&jobs).unwrap();
                jobs.fail(&id, Moment::from_millis(1), "a fault".to_owned());
                id
            })
            .collect();
        let all: Vec<String> = jobs.all().into_iter().map(|it| it.id).collect();
        assert_eq!(all.len(), JOBS_MAX);
        assert_eq!((&all[0], all.last()), (&ended[149], Some(&waiting)));
        assert!(jobs.get(&ended[0]).is_none() && jobs.get(&waiting).is_some());
    }

    #[test]
    fn no_more_are_under_way_than_said() {
        let jobs = Jobs::default();
        let ids: Vec<String> = (0..UNDER_WAY_MAX).map(|_| added(&jobs).unwrap()).collect();
        assert!(added(&jobs).unwrap_err().contains("try again later"));
        jobs.fail(&ids[3], Moment::from_millis(1), "a fault".to_owned());
        assert!(added(&jobs).is_ok());
    }
}
