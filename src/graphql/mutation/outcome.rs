//! Carries out a mutation, and tells what came of it.

use std::sync::{Arc, Mutex, PoisonError};

use async_graphql::Value;

use super::{
    Task,
    changes::{cascades, is_true},
    merge,
    payload::{self, payloads},
    plan::{Object, Plan},
    problem::{self, Problem},
    request::{KEY, canonical, key, why},
    revert::Reverted,
    value::text,
};
use crate::{
    catalog::{
        Change, RowId, TABLES,
        computed::{Output, Record},
        enums::{AccessRole, ChangeAction, UserErrorCode},
        place,
        rules::Around,
    },
    engine::{Snapshot, compute::Datum, cost::Estimate, merge::Merged},
    graphql::{
        asked::{Answered, Asked},
        failure::{Code, of_live},
        names::camel,
        select::Compiler,
    },
    live::{CarriedOut, Decided, LiveError, Reason, Request},
};

/// What a plan came to.
#[derive(Default)]
pub(super) struct Told {
    /// The rows that the input is about, in its order.
    pub(super) rows: Vec<(RowId, ChangeAction)>,
    pub(super) deleted: Vec<RowId>,
    pub(super) cleared: Vec<RowId>,
    pub(super) conflict: Option<RowId>,
    pub(super) merged: Option<Merged>,
    pub(super) reverted: Reverted,
    pub(super) problems: Vec<Problem>,
}

/// A mutation that was carried out, tried, or refused for what its input says.
pub(super) struct Outcome {
    pub(super) told: Told,
    pub(super) version: Option<u64>,
    /// The graph from which the answer is read.
    pub(super) snapshot: Arc<Snapshot>,
}

impl Asked<'_> {
    /// Carries out a mutation.
    pub(in crate::graphql) fn carry_out(&self, task: Task) -> Answered {
        let arguments = self.document.arguments(&self.selected);
        let input = arguments.into_iter().find(|it| it.0 == "input").map(|it| it.1);
        let Some(Value::Object(input)) = input else {
            let why = "`input` must be given, and be an input object".to_owned();
            return self.refused(Code::BadUserInput, why, None);
        };
        let role = if cascades(&input) { AccessRole::Admin } else { AccessRole::Editor };
        if let Err(why) = self.slot.asking.viewer.may(role) {
            return self.refused(Code::Forbidden, why.to_string(), None);
        }
        let outcome = match (task, is_true(&input, "dryRun")) {
            (Task::Revert, is_tried) => self.revert(&input, is_tried),
            (_, true) => self.tried(task, &input),
            (_, false) => self.made(task, &input),
        };
        match outcome {
            Ok(outcome) => {
                let datum = outcome.datum(task, &input);
                self.record(&outcome.snapshot, record(task), &datum)
            }
            Err(why) => {
                let (code, why) = of_live(&why);
                let why = format!("the change was not made, as far as is known: {why}");
                self.refused(code, why, None)
            }
        }
    }

    /// What it costs to tell what came of a mutation, in rows of a column that could be read
    /// meanwhile.
    pub(in crate::graphql) fn cost_of_telling(&self, task: Task) -> u64 {
        let mut compiler = Compiler::new(self.document, &self.slot.asking.viewer);
        let wanted = compiler.wanted(Output::Record(record(task)), &self.selected);
        wanted.map_or(0, |it| Estimate::new(&self.sight.snapshot).record(&it))
    }

    /// What would come of it.
    fn tried(&self, task: Task, input: &Object) -> Result<Outcome, LiveError> {
        let present = self.slot.asking.live.snapshot();
        let (told, change) = planned(&present, task, input);
        let snapshot = Arc::new(present.apply(&change)?);
        Ok(Outcome { told, version: None, snapshot })
    }

    /// What came of it; of a request that was carried out before, what came of it then.
    fn made(&self, task: Task, input: &Object) -> Result<Outcome, LiveError> {
        let reason = self.reason(task, input);
        let left = Arc::new(Mutex::new(Left::Told(Box::default())));
        let (leave, live) = (Arc::clone(&left), Arc::clone(&self.slot.asking.live));
        let (asked, written) = (reason.clone(), input.clone());
        let decided = self.slot.asking.live.transact(reason.clone(), move |snapshot| {
            let (found, change) = match live.carried_out(&asked)? {
                Some(before) => (Left::Before(before), Change::default()),
                None => {
                    let (told, change) = planned(snapshot, task, &written);
                    (Left::Told(Box::new(told)), change)
                }
            };
            *leave.lock().unwrap_or_else(PoisonError::into_inner) = found;
            Ok::<Change, LiveError>(change)
        });
        let committed = decided.map_err(|why| match why {
            Decided::Refused(why) | Decided::Failed(why) => why,
        })?;
        let mut left = left.lock().unwrap_or_else(PoisonError::into_inner);
        match &mut *left {
            Left::Told(told) => {
                let told = std::mem::take(&mut **told);
                let version = told.problems.is_empty().then_some(committed.version);
                Ok(Outcome { told, version, snapshot: committed.snapshot })
            }
            Left::Before(before) => self.again(task, input, (&reason, *before)),
        }
    }

    /// What came of a request when it was carried out before, or why it is another one.
    fn again(
        &self,
        task: Task,
        input: &Object,
        (reason, before): (&Reason, CarriedOut),
    ) -> Result<Outcome, LiveError> {
        let live = &self.slot.asking.live;
        if reason.request.as_ref().is_none_or(|it| it.digest != before.digest) {
            let problem = Problem {
                code: UserErrorCode::Conflict,
                path: vec!["input".to_owned(), KEY.to_owned()],
                message: format!(
                    "another request with this key made version {}: give each a key of its own",
                    before.version
                ),
            };
            let told = Told { problems: vec![problem], ..Told::default() };
            return Ok(Outcome { told, version: None, snapshot: live.snapshot() });
        }
        let version = Some(before.version);
        let of = |version| live.as_of(version).map(Some).or_else(past_telling);
        let (Some(found), Some(snapshot)) = (of(before.version - 1)?, of(before.version)?) else {
            let problem = Problem {
                code: UserErrorCode::Forgotten,
                path: vec!["input".to_owned(), KEY.to_owned()],
                message: format!(
                    "this request was carried out before, and made version {}; what it gave then \
                     can't be told any more: look at the rows as they are",
                    before.version
                ),
            };
            let told = Told { problems: vec![problem], ..Told::default() };
            return Ok(Outcome { told, version, snapshot: live.snapshot() });
        };
        let (told, _) = planned(&found, task, input);
        Ok(Outcome { told, version, snapshot })
    }

    pub(super) fn reason(&self, task: Task, input: &Object) -> Reason {
        let mut reason = Reason::new(self.slot.asking.now, &self.slot.asking.viewer.name);
        reason.why = why(input).ok().flatten().map(|it| it.as_str().into());
        let key = (task == Task::Apply).then(|| key(input).ok().flatten()).flatten();
        reason.request = key.map(|it| Request::new(&it, &canonical(input)));
        reason
    }
}

/// Nothing, where a graph of the past is too far back to be made again.
fn past_telling(why: LiveError) -> Result<Option<Arc<Snapshot>>, LiveError> {
    match why {
        LiveError::Forgotten { .. } | LiveError::Far { .. } => Ok(None),
        why => Err(why),
    }
}

/// What was found when a change was to be decided on.
enum Left {
    Told(Box<Told>),
    /// The request was carried out before.
    Before(CarriedOut),
}

/// What comes of an input, and the change that it makes; none where something is wrong.
fn planned(snapshot: &Snapshot, task: Task, input: &Object) -> (Told, Change) {
    let mut plan = Plan::new(snapshot);
    plan.within("why", |plan| plan.taken(why(input)));
    let mut merged = None;
    if task == Task::Apply {
        plan.within(KEY, |plan| plan.taken(key(input)));
    }
    let rows: Vec<RowId> = match task {
        Task::Create(table) => {
            let one = camel(TABLES[table].one);
            let row = plan.given(input, &one);
            let id = row.and_then(|row| plan.within(&one, |plan| plan.create(table, row, None)));
            id.into_iter().collect()
        }
        Task::Update(table) => plan.changed(table, input, None).into_iter().collect(),
        Task::Delete(table) => plan.removed(table, input).into_iter().collect(),
        Task::Upsert(table) => plan.upsert(table, input),
        Task::Apply => plan.apply(input),
        Task::Merge => {
            let (id, done) = plan.merge(input).unzip();
            merged = done;
            id.into_iter().collect()
        }
        Task::Revert => unreachable!("it follows from the history, not from a plan"),
    };
    let change = plan.change();
    let (conflict, problems) = (plan.conflict.take(), std::mem::take(&mut plan.problems));
    let Some(change) = change else {
        return (Told { conflict, problems, ..Told::default() }, Change::default());
    };
    let rows = rows.into_iter().map(|id| {
        let action = plan.action(&id);
        (id, action)
    });
    let told = Told {
        rows: rows.collect(),
        deleted: plan.deleted(),
        cleared: plan.cleared.iter().filter(|it| plan.exists(it)).cloned().collect(),
        conflict,
        merged,
        reverted: Reverted::default(),
        problems,
    };
    (told, change)
}

fn record(task: Task) -> &'static Record {
    match task {
        Task::Create(table) => payloads(table).create,
        Task::Update(table) => payloads(table).update,
        Task::Delete(table) => payloads(table).delete,
        Task::Upsert(table) => payloads(table).upsert,
        Task::Apply => &payload::APPLY,
        Task::Merge => &payload::MERGE,
        Task::Revert => &payload::REVERT,
    }
}

impl Outcome {
    /// As the record of the task's payload.
    fn datum(&self, task: Task, input: &Object) -> Datum {
        let told = &self.told;
        let first = || told.rows.first().map_or(Datum::Null, |it| self.row(&it.0));
        let dry_run = Datum::Bool(is_true(input, "dryRun"));
        let mut values = match task {
            Task::Create(_) => vec![first()],
            Task::Update(_) => {
                vec![first(), told.conflict.as_ref().map_or(Datum::Null, |it| self.row(it))]
            }
            Task::Delete(_) => vec![ids(&told.deleted), ids(&told.cleared), dry_run],
            Task::Upsert(table) => {
                let frame = self.snapshot.frame(table);
                let rows = told.rows.iter().filter_map(|it| frame.find(it.0.key()));
                vec![
                    Datum::Rows(table, rows.collect()),
                    self.count(ChangeAction::Created),
                    self.count(ChangeAction::Updated),
                    self.count(ChangeAction::Unchanged),
                ]
            }
            Task::Apply => {
                let results = told.rows.iter().map(|(id, action)| {
                    let action = Datum::Enum(action.name());
                    vec![Datum::Text(id.to_string()), action, self.row(id)]
                });
                let results = Datum::Records(results.collect());
                vec![results, ids(&told.deleted), ids(&told.cleared), dry_run]
            }
            Task::Revert => {
                let rows = i64::try_from(told.reverted.rows).map_or(Datum::Null, Datum::Int);
                vec![rows, ids(&told.reverted.conflicts), dry_run]
            }
            Task::Merge => {
                let data = merge::data(told.merged.as_ref());
                [first()].into_iter().chain(data).chain([dry_run]).collect()
            }
        };
        let version = self.version.and_then(|it| i64::try_from(it).ok());
        let client = input.get("clientMutationId").and_then(|it| text(it).ok());
        values.extend([
            version.map_or(Datum::Null, Datum::Int),
            problem::datum(told.problems.clone()),
            client.map_or(Datum::Null, |it| Datum::Text(it.to_owned())),
        ]);
        Datum::Record(values)
    }

    fn row(&self, id: &RowId) -> Datum {
        let table = place(id.table());
        let row = self.snapshot.frame(table).find(id.key());
        row.map_or(Datum::Null, |row| Datum::Row(table, row))
    }

    fn count(&self, action: ChangeAction) -> Datum {
        let count = self.told.rows.iter().filter(|it| it.1 == action).count();
        i64::try_from(count).map_or(Datum::Null, Datum::Int)
    }
}

fn ids(ids: &[RowId]) -> Datum {
    Datum::Texts(ids.iter().map(ToString::to_string).collect())
}
