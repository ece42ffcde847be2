//! `bole import`: files into the data directory.

mod stop;
mod what;

use std::{
    fs,
    io::Seek,
    ops::ControlFlow,
    path::{Path, PathBuf},
    sync::Arc,
};

use anyhow::{Context, Result, anyhow};
use clap::{Args, ValueEnum};

use super::{
    Directory, Exit, now, place, print,
    progress::{Progress, Step},
};
use crate::{
    catalog::{self, Row, value::PartialDate},
    import::{
        self, Asked, End, IMPORTERS, Importer, Input, Records, Report, Text, any, opened, template,
    },
    live::{Live, LiveError},
    store::StoreError,
};
use stop::Stop;
pub(super) use what::What;

/// How files are imported.
#[derive(Args, Clone, Debug)]
pub(super) struct How {
    /// Tell what would be done, and write nothing.
    #[arg(long, env = "BOLE_DRY_RUN")]
    dry_run: bool,
    /// Stop at the first fault. What was imported before its batch stays.
    #[arg(long, env = "BOLE_STRICT")]
    strict: bool,
    /// When the data was true, for rows that do not say so themselves: a day, a month or a year.
    #[arg(long, env = "BOLE_AS_OF", value_name = "DATE")]
    as_of: Option<PartialDate>,
    /// Write the reports into this file, too: a JSON array with one for each file.
    #[arg(long, env = "BOLE_REPORT", value_name = "FILE")]
    report: Option<PathBuf>,
}

/// Files of an open data set.
#[derive(Args, Clone, Debug)]
pub(super) struct Files {
    /// The files, imported one after the other: as they are, packed by gzip, or in a zip.
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    #[command(flatten)]
    how: How,
}

/// A file whose columns are those of a table.
#[derive(Args, Clone, Debug)]
pub(super) struct Table {
    /// The file: as it is, packed by gzip, or in a zip.
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// What its rows are, such as Person.
    #[arg(long, env = "BOLE_ENTITY", value_name = "TYPE")]
    entity: String,
    /// A field, and the column of the file that holds it where that is called otherwise; give it as
    /// often as is needed.
    #[arg(long = "map", value_name = "FIELD=COLUMN", value_parser = any::pair)]
    map: Vec<(String, String)>,
    /// A field, and what it holds in rows that do not say it themselves; give it as often as is
    /// needed.
    #[arg(long = "set", value_name = "FIELD=VALUE", value_parser = any::pair)]
    set: Vec<(String, String)>,
    /// The key of the source of rows that name none; without it, a source is made for the file.
    #[arg(long, env = "BOLE_SOURCE", value_name = "KEY")]
    source: Option<String>,
    #[command(flatten)]
    how: How,
}

/// An empty file to fill in.
#[derive(Args, Clone, Debug)]
pub(super) struct Template {
    /// What its rows are to be, such as Person.
    #[arg(value_name = "TYPE")]
    entity: String,
    /// How it is written.
    #[arg(long, env = "BOLE_FORMAT", value_name = "FORMAT", default_value = "csv")]
    format: Format,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Format {
    /// A line with the names of the columns.
    Csv,
    /// One object with all members.
    Jsonl,
}

/// What is read of a file.
struct Source {
    importer: &'static str,
    row: Option<Row>,
    read: Box<dyn FnOnce(Text) -> Records>,
}

pub(super) fn import(directory: &Directory, what: What) -> Result<Exit> {
    match what {
        What::List => print(&listed()),
        What::Template(asked) => {
            let table = any::table(&asked.entity)?;
            print(&match asked.format {
                Format::Csv => template::header(table),
                Format::Jsonl => template::object(table),
            })
        }
        What::Set(importer, Files { files, how }) => {
            let live = opened(directory, &how, importer.name)?;
            let source = || Source {
                importer: importer.name,
                row: Some((importer.source)()),
                read: Box::new(importer.read),
            };
            let files = files.into_iter().map(|it| (it, source())).collect();
            imported(&live, files, &how)
        }
        What::Csv(asked) => table(directory, asked, "csv", any::csv),
        What::Jsonl(asked) => table(directory, asked, "jsonl", any::json_lines),
    }
}

/// Imports a file whose columns are those of a table.
fn table(
    directory: &Directory,
    asked: Table,
    importer: &'static str,
    read: fn(any::Mapping, Text) -> Records,
) -> Result<Exit> {
    let Table { file, entity, map, set, source, how } = asked;
    let made = match source {
        None => Some(
            any::source(&file).map_err(|why| anyhow!("`{}`: {}", file.display(), why.reason))?,
        ),
        Some(_) => None,
    };
    let key = match (&made, source) {
        (Some(row), _) => row.key().clone(),
        (None, key) => key.unwrap_or_default().parse()?,
    };
    let mapping = any::Mapping::new(&entity, key.clone(), &map)?.with(&set)?;
    let live = opened(directory, &how, importer)?;
    let is_there = live.snapshot().find(catalog::place("Source"), key.as_str()).is_some();
    if made.is_none() && !is_there {
        return Err(anyhow!(
            "there is no source `{key}`: name one that is there, or leave out --source to have one \
             made for the file"
        ));
    }
    let read = Box::new(move |text| read(mapping, text));
    imported(&live, vec![(file, Source { importer, row: made, read })], &how)
}

/// Opens the data directory; a dry run makes none.
fn opened(directory: &Directory, how: &How, importer: &str) -> Result<Live> {
    if how.dry_run {
        // So that it says what is amiss where there is none.
        super::made(directory)?;
    }
    Live::open(place(directory)?).map_err(|why| match why {
        LiveError::Store(StoreError::InUse { .. }) => anyhow!(
            "{why}; while a server has it open, send the file to that: POST /import/{importer}"
        ),
        why => why.into(),
    })
}

fn imported(live: &Live, files: Vec<(PathBuf, Source)>, how: &How) -> Result<Exit> {
    // Before any is imported, which may take hours.
    for (file, _) in &files {
        opened::check(file)?;
    }
    let stop = Stop::new()?;
    let mut reports = Vec::new();
    for (file, source) in files {
        let report = one(live, (&file, source), how, &stop)?;
        print(&report.to_string())?;
        let end = report.end;
        reports.push(report);
        if end != End::Done {
            break;
        }
    }
    if let Some(path) = &how.report {
        let json = serde_json::to_string_pretty(&reports)? + "\n";
        fs::write(path, json).with_context(|| format!("`{}`", path.display()))?;
    }
    let is_done = reports.last().is_none_or(|it| it.end == End::Done);
    Ok(if is_done { Exit::Done } else { Exit::Failed })
}

fn one(live: &Live, (file, source): (&Path, Source), how: &How, stop: &Stop) -> Result<Report> {
    let (text, mut place) = opened::followed(file)?;
    let whole = place.metadata().map_or(0, |it| it.len());
    let input = Input {
        importer: source.importer,
        file: file.display().to_string(),
        source: source.row,
        records: (source.read)(text),
    };
    let asked = Asked {
        as_of: how.as_of,
        is_dry: how.dry_run,
        is_strict: how.strict,
        batch_rows: import::BATCH_ROWS,
        by: Arc::from(format!("import:{}", source.importer)),
        now,
    };
    let mut progress = Progress::new();
    let report = import::run(input, live, &asked, &mut |report| {
        // The file stands where it is read.
        let done = place.stream_position().unwrap_or_default();
        let (of, count) = (&*report.file, report.rows);
        progress.tell(Step { of, done, whole, count, unit: "rows" });
        if stop.is_wanted() { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    });
    progress.end();
    Ok(report?)
}

/// What is known of every data set that can be imported.
fn listed() -> String {
    let sets = IMPORTERS.iter().map(|it| format!("{}\n  {}\n{}", it.name, it.doc, details(it)));
    let sets: Vec<String> = sets.collect();
    sets.join("\n")
}

fn details(importer: &Importer) -> String {
    let Importer { download, licence, mapped, left_out, .. } = importer;
    format!(
        "  Download: {download}\n  Licence: {licence}\n  Mapped: {mapped}\n  Left out: {left_out}\n"
    )
}
