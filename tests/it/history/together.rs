//! Changes that several threads ask for at once.

use std::{
    panic::{AssertUnwindSafe, catch_unwind},
    sync::{Arc, Barrier, mpsc},
    thread,
};

use bole::{
    catalog::{Change, Edit, place},
    engine::Snapshot,
    live::{Decided, Live},
};

use super::{because, new, row, title};

const THREADS: usize = 16;
const TURNS: usize = 20;

/// The number in a row's title; 0 where there is no row.
fn count(snapshot: &Snapshot, key: &str) -> usize {
    let source = place("Source");
    let row = snapshot.frame(source).find(key).map(|it| snapshot.row(source, it));
    title(row.as_ref()).map_or(0, |it| it.parse().unwrap())
}

fn counted(snapshot: &Snapshot, key: &str) -> Change {
    let next = (count(snapshot, key) + 1).to_string();
    Change { edits: vec![Edit::Put(row(key, &next))] }
}

#[test]
fn each_change_is_decided_on_what_all_others_left() {
    let (dir, live) = new();
    thread::scope(|scope| {
        for _ in 0..THREADS {
            scope.spawn(|| {
                for _ in 0..TURNS {
                    let decide = |snapshot: &Snapshot| Ok::<_, ()>(counted(snapshot, "all"));
                    let made = live.transact(because("count"), decide).unwrap();
                    assert_eq!(made.version, made.snapshot.version());
                    assert_eq!(made.version, count(&made.snapshot, "all") as u64);
                    assert!(live.snapshot().version() >= made.version, "it can be seen");
                }
            });
        }
    });
    assert_eq!(count(&live.snapshot(), "all"), THREADS * TURNS);
    live.validate().unwrap();
    drop(live);
    let live = Live::open(dir.path()).unwrap();
    assert_eq!(count(&live.snapshot(), "all"), THREADS * TURNS);
    assert_eq!(live.commits(0, 10_000).unwrap().commits.len(), THREADS * TURNS);
}

/// Lets one change wait in its decision until `others` more are asked for, so that these make one
/// group, and gives what became of them.
fn while_one_decides<T: Send>(
    live: &Live,
    others: Vec<Box<dyn FnOnce() -> T + Send + '_>>,
) -> Vec<T> {
    let (begun, has_begun) = mpsc::channel();
    let (go, may_go) = mpsc::channel::<()>();
    thread::scope(|scope| {
        scope.spawn(move || {
            live.transact(because("first"), move |it| {
                begun.send(()).unwrap();
                may_go.recv().unwrap();
                Ok::<_, ()>(counted(it, "slow"))
            })
        });
        has_begun.recv().unwrap();
        let asking = Arc::new(Barrier::new(others.len() + 1));
        let asked = others.into_iter().map(|other| {
            let asking = Arc::clone(&asking);
            scope.spawn(move || {
                asking.wait();
                other()
            })
        });
        let asked: Vec<_> = asked.collect();
        asking.wait();
        go.send(()).unwrap();
        asked.into_iter().map(|it| it.join().unwrap()).collect()
    })
}

#[test]
fn a_refusal_and_a_panic_reach_only_who_brought_them() {
    let (_dir, live) = new();
    let outcomes = while_one_decides(
        &live,
        (0..9)
            .map(|it| -> Box<dyn FnOnce() -> &'static str + Send + '_> {
                let live = &live;
                Box::new(move || {
                    let outcome = catch_unwind(AssertUnwindSafe(|| {
                        live.transact(because("one of many"), move |snapshot| match it % 3 {
                            0 => Ok(counted(snapshot, "all")),
                            1 => Err("refused"),
                            _ => std::panic::resume_unwind(Box::new("it panics")),
                        })
                    }));
                    match outcome {
                        Ok(Ok(_)) => "made",
                        Ok(Err(Decided::Refused(why))) => why,
                        Ok(Err(Decided::Failed(why))) => panic!("{why}"),
                        Err(_) => "panicked",
                    }
                })
            })
            .collect(),
    );
    assert_eq!(outcomes, ["made", "refused", "panicked"].repeat(3));
    assert_eq!(count(&live.snapshot(), "all"), 3);
    assert_eq!(live.snapshot().version(), 4);
    live.validate().unwrap();
}

#[test]
fn large_and_small_changes_at_once_are_all_made() {
    let (_dir, live) = new();
    let sizes = [1, 1_500, 2, 1_200, 3];
    let others =
        sizes.iter().enumerate().map(|(at, size)| -> Box<dyn FnOnce() -> u64 + Send + '_> {
            let live = &live;
            Box::new(move || {
                let edits =
                    (0..*size).map(|it| Edit::Put(row(&format!("c{at}-{it}"), "x"))).collect();
                live.commit(Change { edits }, because("some")).unwrap().version
            })
        });
    let mut versions = while_one_decides(&live, others.collect());
    versions.sort_unstable();
    assert_eq!(versions, [2, 3, 4, 5, 6]);
    let rows = live.snapshot().frame(place("Source")).live().len();
    assert_eq!(rows, 1 + sizes.iter().sum::<u64>());
    live.validate().unwrap();
}
