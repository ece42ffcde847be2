//! `bole export`: the rows of a table as a file.

use std::{
    fs::{self, File},
    io,
    path::{Path, PathBuf},
    sync::Arc,
};

use anyhow::{Context, Result, anyhow};
use clap::Args;

use super::{Directory, Exit, existing, now, print};
use crate::{
    auth::Viewer,
    catalog::TABLES,
    export::{BYTE_ORDER_MARK, Format, Out},
    graphql::{Api, NotExported, pretty},
};

/// What is wanted.
#[derive(Args, Debug)]
pub(super) struct Export {
    /// The entity whose rows are wanted, such as `Person`.
    #[arg(long, env = "BOLE_ENTITY", value_name = "NAME", value_parser = entity)]
    entity: usize,
    /// As what they are written: csv, jsonl or parquet.
    #[arg(long, env = "BOLE_FORMAT", value_name = "FORMAT", default_value = "csv")]
    format: Format,
    /// Which rows are wanted, in JSON, as `where` of a query has it; all where left out.
    #[arg(long = "where", env = "BOLE_WHERE", value_name = "JSON")]
    condition: Option<String>,
    /// The file to write, which is there when it is whole; standard output where left out.
    #[arg(long, env = "BOLE_OUT", value_name = "FILE")]
    out: Option<PathBuf>,
    /// Begin a CSV file with a byte order mark, by which Excel knows that it is UTF-8.
    #[arg(long, env = "BOLE_BOM")]
    bom: bool,
}

fn entity(name: &str) -> Result<usize, String> {
    TABLES.iter().position(|it| it.name == name || it.many == name).ok_or_else(|| {
        let names: Vec<&str> = TABLES.iter().map(|it| it.name).collect();
        format!("it is no entity: write one of {}", names.join(", "))
    })
}

pub(super) fn export(directory: &Directory, asked: &Export) -> Result<Exit> {
    let api = Api::new(Arc::new(existing(directory)?), now);
    let Some(path) = &asked.out else {
        return match written(&api, asked, Box::new(io::stdout())) {
            // Whoever read has seen enough.
            Err(NotExported::Io(why)) if why.kind() == io::ErrorKind::BrokenPipe => Ok(Exit::Done),
            Err(NotExported::Io(why)) => Err(why).context("standard output"),
            outcome => told(outcome).map(|_| Exit::Done),
        };
    };
    let part = part_of(path);
    let file = File::create(&part).with_context(|| format!("`{}`", part.display()))?;
    let outcome = told(written(&api, asked, Box::new(file)));
    let rows = match outcome.and_then(|rows| Ok(fs::rename(&part, path).map(|()| rows)?)) {
        Ok(rows) => rows,
        Err(why) => {
            // What is left of it is of no use to anybody.
            drop(fs::remove_file(&part));
            return Err(why.context(format!("`{}`", path.display())));
        }
    };
    print(&format!("wrote {rows} rows to {}", path.display()))
}

/// Beside the file that is written: only a whole one gets its name.
fn part_of(path: &Path) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(".part");
    name.into()
}

fn written(api: &Api, asked: &Export, mut out: Out) -> Result<u64, NotExported> {
    if asked.bom && asked.format == Format::Csv {
        out.write_all(BYTE_ORDER_MARK).map_err(NotExported::Io)?;
    }
    let rows = (asked.entity, asked.condition.as_deref());
    api.export_rows(rows, &Viewer::local(), (asked.format, out))
}

fn told(outcome: Result<u64, NotExported>) -> Result<u64> {
    outcome.map_err(|why| match why {
        NotExported::Io(why) => why.into(),
        NotExported::Refused(answer) => match answer.messages() {
            messages if messages.is_empty() => anyhow!("{}", pretty(&answer)),
            messages => anyhow!(messages.join("; ")),
        },
    })
}
