//! What waited for the end of the file.

use super::{
    later::{Gap, Waiting},
    record,
    staged::Staged,
    work::{Fault, Work},
};
use crate::import::Record;

/// Why something waited in vain.
const NEVER: &str = "it is neither in the graph nor in the file";

/// Stages one that waited, or lets it wait for another; in the last pass it has waited in vain.
pub(super) fn settle(
    work: &mut Work,
    staged: &mut Staged<'_>,
    waiting: Waiting,
) -> Result<(), Fault> {
    match waiting {
        Waiting::Row { line, row, .. } => {
            let record = Record { line, rows: vec![*row], left_out: Vec::new() };
            let Some(mut outcome) = work.record(staged, &record)? else {
                work.later.settled();
                return Ok(());
            };
            let again = outcome.waiting.pop_if(|it| matches!(it, Waiting::Row { .. }));
            match again {
                Some(again) => {
                    staged.roll_back();
                    wait(work, again)
                }
                None => {
                    work.later.settled();
                    work.count(&outcome);
                    work.keep(staged, outcome)
                }
            }
        }
        Waiting::Gap(it) => field(work, staged, it),
    }
}

fn wait(work: &mut Work, waiting: Waiting) -> Result<(), Fault> {
    if work.later.is_last() {
        return work.vain(&waiting, NEVER);
    }
    work.later.push(waiting).map_or(Ok(()), |it| work.vain(&it, NEVER))
}

fn field(work: &mut Work, staged: &mut Staged<'_>, mut it: Gap) -> Result<(), Fault> {
    let mut scene = work.scene(staged);
    let (targets, lacking) = record::resolved(&mut scene, &it.targets);
    if let Some(lacking) = lacking {
        it.lacking = lacking;
        if !work.later.is_last() {
            return wait(work, Waiting::Gap(it));
        }
        work.vain(&Waiting::Gap(it.clone()), NEVER)?;
    }
    work.later.settled();
    let mut scene = work.scene(staged);
    let is_linked = !targets.is_empty() && record::link(&mut scene, &it, targets);
    match record::check(&scene, it.line) {
        Ok(()) => {
            staged.accept();
            work.report.linked += u64::from(is_linked);
            Ok(())
        }
        Err(wrong) => {
            staged.roll_back();
            work.leave_out(wrong)
        }
    }
}
