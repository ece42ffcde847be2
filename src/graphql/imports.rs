//! Imports that a server carries out, as answers.

use async_graphql::Value;

use super::{
    asked::{Answered, Asked},
    failure::{Code, error},
    response::{Answer, refused},
    select::{Compiler, text},
};
use crate::{
    catalog::{
        computed::{Output, Record},
        imports::{IMPORT_JOB, IMPORTER},
    },
    engine::compute::Datum,
    import::{IMPORTERS, jobs::Job},
};

impl Asked<'_> {
    pub(super) fn import_job(&self) -> Answered {
        let arguments = self.document.arguments(&self.selected);
        let id = arguments.iter().find(|it| it.0 == "id" && it.1 != Value::Null);
        let id = id.ok_or_else(|| "give `id`".to_owned()).and_then(|it| text("id", &it.1));
        let job = match id {
            Ok(id) => self.slot.asking.jobs.get(id).ok_or_else(|| (Code::NotFound, unknown(id))),
            Err(why) => Err((Code::BadUserInput, why)),
        };
        match job {
            Ok(job) => self.record(&self.sight.snapshot, &IMPORT_JOB, &record(&job)),
            Err((code, why)) => self.refused(code, why, Some(b"null")),
        }
    }

    pub(super) fn import_jobs(&self) -> Answered {
        // What is read here is no table of the snapshot; imports change most of them.
        self.sight.snapshot.note_all();
        self.listed(&IMPORT_JOB, self.slot.asking.jobs.all().iter().map(values).collect())
    }

    pub(super) fn importers(&self) -> Answered {
        let sets = IMPORTERS.iter().map(|it| {
            let texts = [it.name, it.doc, it.download, it.licence, it.mapped, it.left_out];
            texts.map(|it| Datum::Text(it.to_owned())).to_vec()
        });
        self.listed(&IMPORTER, sets.collect())
    }

    fn listed(&self, record: &'static Record, records: Vec<Vec<Datum>>) -> Answered {
        let mut compiler = Compiler::new(self.document, &self.slot.asking.viewer);
        let wanted = match compiler.wanted(Output::Records(record), &self.selected) {
            Ok(wanted) => wanted,
            Err(why) => return self.refused(Code::BadUserInput, why, None),
        };
        let snapshot = &self.sight.snapshot;
        self.computed(snapshot, &Datum::Records(records), (&wanted, &compiler.errors))
    }
}

fn unknown(id: &str) -> String {
    format!("there is no import `{id}`: it is forgotten, or never was")
}

/// The answer to one who wants to be told of a job that there is not.
pub(super) fn no_such(id: &str) -> Answer {
    refused(error(Code::NotFound, unknown(id), None))
}

/// As [`IMPORT_JOB`] has it.
pub(super) fn record(job: &Job) -> Datum {
    Datum::Record(values(job))
}

fn values(job: &Job) -> Vec<Datum> {
    let count = |it: u64| Datum::Int(it.cast_signed());
    let report = serde_json::to_string(&job.report).expect("a report is written as JSON");
    vec![
        Datum::Text(job.id.clone()),
        Datum::Enum(job.state.name()),
        Datum::Text(job.importer.to_owned()),
        Datum::Text(job.file.clone()),
        Datum::Text(job.by.to_string()),
        Datum::Moment(job.asked_at),
        job.ended_at.map_or(Datum::Null, Datum::Moment),
        Datum::Bool(job.report.is_dry),
        count(job.report.records),
        count(job.report.created),
        count(job.report.updated),
        count(job.report.unchanged),
        count(job.report.skipped.count),
        count(job.report.ambiguous.count),
        Datum::Json(report),
        job.failure.clone().map_or(Datum::Null, Datum::Text),
    ]
}
