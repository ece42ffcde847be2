//! The command line: what a person or a service manager starts.

mod access;
mod answering;
mod backup;
mod backups;
mod check;
mod compact;
mod config;
mod duration;
mod export;
mod generate;
mod handles;
mod health;
mod import;
mod limits;
mod line;
mod listening;
mod progress;
mod serve;
mod showing;
mod signals;
mod socket;
mod token;
mod watching;

use std::{
    fs::ReadDir,
    io::{self, Write},
    net::SocketAddr,
    path::{Path, PathBuf},
    process::ExitCode,
    sync::Arc,
};

use anyhow::{Context, Result, anyhow};
use clap::{Args, Parser, Subcommand};
use tracing_subscriber::filter::LevelFilter;

use crate::{
    auth::Viewer,
    catalog::value::Moment,
    graphql::{self, Api, Outcome},
    live::Live,
    store,
};

/// A self-hosted talent graph: people, institutions, companies, pay and papers, each with its
/// source, asked in GraphQL.
///
/// Without a command, `bole` serves. The data directory is made on the first start, and filled from
/// the seed folder. Every option can also be given by the environment variable named with it, and those
/// of `serve` in a file (`--config`).
#[derive(Debug, Parser)]
#[command(
    name = "bole",
    version,
    after_help = "Examples:\n  bole\n  bole serve --data /var/lib/bole --listen 0.0.0.0:8080\n  \
                  bole query '{ people { totalCount } }'\n  bole schema > schema.graphql\n\n\
                  Exit codes:\n  0  all went well\n  \
                  1  it could not be done, was stopped, or the query has errors\n  \
                  2  the command line can't be read"
)]
pub struct Cli {
    #[command(subcommand)]
    command: Option<Command>,
    #[command(flatten)]
    directory: Directory,
    #[command(flatten)]
    serving: Serving,
}

/// Where the graph is.
#[derive(Args, Clone, Debug)]
struct Directory {
    /// The data directory; `serve`, `import` and `generate` make it where there is none.
    #[arg(long, global = true, env = "BOLE_DATA", value_name = "DIR", default_value = "data")]
    data: PathBuf,
    /// A TOML file with options of `serve`, as `listen = "0.0.0.0:8080"`. What the command line or the
    /// environment says goes before it. Other commands take the data directory from it.
    #[arg(long, global = true, env = "BOLE_CONFIG", value_name = "FILE")]
    config: Option<PathBuf>,
}

#[derive(Args, Clone, Debug)]
struct Serving {
    /// A folder of CSV files, one for each entity, that fills a new data directory; `none` leaves
    /// it empty. A data directory that has rows is not touched.
    #[arg(long, env = "BOLE_SEED", value_name = "DIR|none", default_value = "seed")]
    seed: PathBuf,
    /// The address to listen at; port 0 takes a free one.
    #[arg(long, env = "BOLE_LISTEN", value_name = "ADDR", default_value = "127.0.0.1:8080")]
    listen: SocketAddr,
    /// How many persons must stand together for pay that they told in confidence to be summed up.
    #[arg(long, env = "BOLE_MIN_CONTRIBUTORS", value_name = "N", default_value_t = 5,
          value_parser = clap::value_parser!(u32).range(2..))]
    min_contributors: u32,
    /// How the log is written, to standard error.
    #[arg(long, env = "BOLE_LOG", value_name = "FORM", default_value = "text")]
    log: LogForm,
    #[command(flatten)]
    access: access::Access,
    #[command(flatten)]
    limits: limits::Bounds,
    #[command(flatten)]
    listening: listening::Listening,
    #[command(flatten)]
    answering: answering::Keeping,
    #[command(flatten)]
    shown: showing::Shown,
    #[command(flatten)]
    watching: watching::Watching,
    #[command(flatten)]
    backups: backups::Scheduled,
}

#[derive(Clone, Copy, Debug, clap::ValueEnum)]
enum LogForm {
    /// Lines for people.
    Text,
    /// One JSON object a line.
    Json,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Serve GraphQL, GraphiQL and the schema until SIGINT or SIGTERM; requests that have begun
    /// are answered.
    #[command(after_help = "Examples:\n  bole serve --listen 127.0.0.1:0\n  \
                      bole serve --data empty --seed none --log json")]
    Serve(Serving),
    /// Print the configuration that `serve` would have with the same options, as a file for `--config`,
    /// and where each value is from.
    #[command(after_help = "Example:\n  bole config --config /etc/bole.toml --log json")]
    Config(Serving),
    /// Ask a running server how it is. The exit code is 1 where it does not say that it is well.
    #[command(after_help = "Example:\n  bole health --url http://127.0.0.1:8080 --ready")]
    Health(health::Health),
    /// Print the schema in the GraphQL schema language.
    #[command(after_help = "Example:\n  bole schema > schema.graphql")]
    Schema,
    /// Read every row of the data directory and the history, compare them with the digests of the
    /// commits, and build everything anew; or read a backup. Prints how many rows each table has.
    #[command(after_help = "Examples:\n  bole check --data /var/lib/bole\n  \
                      bole check --repair --data /var/lib/bole\n  bole check monday.bole")]
    Check(check::Check),
    /// Write all that the data directory holds to one file, also while a server runs, which goes on
    /// meanwhile.
    #[command(after_help = "Examples:\n  bole backup --out monday.bole --data /var/lib/bole\n  \
                      bole backup --out - | ssh other 'cat > monday.bole'")]
    Backup(backup::Asked),
    /// Make a data directory of a backup, all of which is compared with its checksums before.
    #[command(after_help = "Example:\n  bole restore monday.bole --data /var/lib/bole")]
    Restore(backup::Restore),
    /// Forget what commits did but for the last ones, and write the data directory anew, which takes
    /// less room. The server must be stopped. Prints the sizes before and after.
    #[command(after_help = "Example:\n  bole compact --keep 1000 --data /var/lib/bole")]
    Compact(compact::Compact),
    /// Answer one query from the data directory, and print the JSON. The exit code is 1 where the
    /// answer has errors.
    #[command(after_help = "Examples:\n  bole query '{ people { totalCount } }'\n  \
                      bole query - --variables '{\"n\": 3}' --operation First < queries.graphql")]
    Query(Query),
    /// Write the rows of one entity to a file, under the names of its fields, as `import` reads them.
    /// Texts in two languages have two columns; in CSV, `|` stands between the entries of a list,
    /// and `\` before one that is a part of an entry.
    #[command(
        after_help = "Examples:\n  bole export --entity Person --format csv --out people.csv\n  \
                      bole export --entity Model --format jsonl --where '{\"kind\": {\"eq\": \"LANGUAGE\"}}'"
    )]
    Export(export::Export),
    /// Fill a new data directory with a made-up graph of realistic shape, for measuring.
    #[command(after_help = "Example:\n  bole generate --people 100000 --seed 7 --data made-up")]
    Generate(generate::Generate),
    /// Import files: open data sets by their names, or any CSV and JSON lines. A batch of records is
    /// one commit, so that importing a file again goes on where it was stopped, and changes nothing
    /// where the file was imported already.
    #[command(after_help = "Examples:\n  bole import list\n  \
                      bole import ror v1.63-2025-04-03-ror-data.zip --as-of 2025-04-03\n  \
                      bole import csv people.csv --entity Person --map name=full_name")]
    Import {
        #[command(subcommand)]
        what: import::What,
    },
    /// Make, list and revoke tokens, also while a server runs.
    Token(token::Asked),
}

#[derive(Args, Debug)]
struct Query {
    /// The query; `-` reads it from standard input.
    #[arg(value_name = "TEXT")]
    text: String,
    /// The variables, a JSON object.
    #[arg(long, env = "BOLE_VARIABLES", value_name = "JSON")]
    variables: Option<String>,
    /// Which operation of the text is meant, where it has several.
    #[arg(long, env = "BOLE_OPERATION", value_name = "NAME")]
    operation: Option<String>,
}

/// How the process ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Exit {
    /// All went well.
    Done = 0,
    /// The command could not be carried out; standard error says why. A query with errors, too.
    Failed = 1,
    /// The command line can't be read; standard error says why.
    Misused = 2,
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> ExitCode {
        ExitCode::from(exit as u8)
    }
}

/// Carries out what the command line says.
pub fn run() -> ExitCode {
    let exit = line::parse().and_then(|(cli, settings)| {
        cli.carry_out(&settings).map_err(|why| {
            // Nobody is left to tell where standard error is closed.
            drop(writeln!(io::stderr(), "bole: {}", sentence(&why)));
            Exit::Failed
        })
    });
    exit.unwrap_or_else(|exit| exit).into()
}

/// An error with those causes that it does not tell itself.
fn sentence(why: &anyhow::Error) -> String {
    why.chain().map(ToString::to_string).fold(String::new(), |text, cause| match text.as_str() {
        "" => cause,
        _ if text.contains(&cause) => text,
        _ => format!("{text}: {cause}"),
    })
}

impl Cli {
    /// `settings` are those of `serve`, as they are shown.
    fn carry_out(self, settings: &str) -> Result<Exit> {
        match self.command.unwrap_or(Command::Serve(self.serving)) {
            Command::Serve(serving) => serve::serve(&self.directory, &serving),
            Command::Config(_) => print(settings),
            Command::Health(asked) => health::health(&asked),
            Command::Schema => print(&graphql::sdl()),
            Command::Check(asked) => check::check(&self.directory, &asked),
            Command::Backup(asked) => backup::backup(&self.directory, &asked),
            Command::Restore(asked) => backup::restore(&self.directory, &asked),
            Command::Compact(asked) => compact::compact(&self.directory, &asked),
            Command::Query(query) => answer(&self.directory, &query),
            Command::Export(asked) => export::export(&self.directory, &asked),
            Command::Token(asked) => token::token(&self.directory, asked),
            Command::Import { what } => import::import(&self.directory, what),
            Command::Generate(generate) => generate::generate(&self.directory.data, &generate),
        }
    }
}

fn print(text: &str) -> Result<Exit> {
    match writeln!(io::stdout(), "{}", text.trim_end()) {
        // Whoever read has seen enough.
        Err(why) if why.kind() == io::ErrorKind::BrokenPipe => Ok(Exit::Done),
        outcome => outcome.map(|()| Exit::Done).context("standard output"),
    }
}

/// Where the data directory is, or could be made.
fn place(directory: &Directory) -> Result<&Path> {
    let dir = &directory.data;
    if dir.exists() && !dir.is_dir() {
        return Err(anyhow!("`{}` is no directory: name one with --data", dir.display()));
    }
    Ok(dir)
}

/// Opens the data directory, without making one.
fn existing(directory: &Directory) -> Result<Live> {
    Ok(Live::open(made(directory)?)?)
}

/// Where the data directory is, which must be there.
fn made(directory: &Directory) -> Result<&Path> {
    let dir = place(directory)?;
    // Tokens may be made before there is a graph.
    let is_empty =
        |mut it: ReadDir| it.all(|it| it.is_ok_and(|it| store::is_of_tokens(&it.file_name())));
    if !dir.exists() || dir.read_dir().is_ok_and(is_empty) {
        return Err(anyhow!(
            "there is no data directory `{}`: start `bole` to make one, or name another with --data",
            dir.display()
        ));
    }
    Ok(dir)
}

/// Bytes as a person would say them.
fn size(bytes: u64) -> String {
    let (whole, tenth) = (bytes >> 20, ((bytes & 0xF_FFFF) * 10) >> 20);
    format!("{whole}.{tenth} MiB")
}

fn answer(directory: &Directory, query: &Query) -> Result<Exit> {
    let text = match query.text.as_str() {
        "-" => io::read_to_string(io::stdin()).context("standard input")?,
        text => text.to_owned(),
    };
    let mut request = graphql::Request::new(text);
    if let Some(variables) = &query.variables {
        request = request.variables(graphql::variables(variables).map_err(|why| anyhow!(why))?);
    }
    if let Some(operation) = &query.operation {
        request = request.operation_name(operation);
    }
    log_problems();
    let api = Api::new(Arc::new(existing(directory)?), now);
    let answer = api.execute(request, &Viewer::local());
    print(&graphql::pretty(&answer))?;
    Ok(if answer.outcome == Outcome::Done { Exit::Done } else { Exit::Failed })
}

/// To standard error, since the answer names no files.
fn log_problems() {
    let log = tracing_subscriber::fmt().with_writer(io::stderr).with_target(false);
    log.with_ansi(false).with_max_level(LevelFilter::WARN).init();
}

/// The time it is.
fn now() -> Moment {
    #[expect(clippy::disallowed_methods, reason = "the clock enters here")]
    let now = std::time::SystemTime::now();
    let millis = now.duration_since(std::time::UNIX_EPOCH).map_or(0, |it| it.as_millis());
    Moment::from_millis(i64::try_from(millis).unwrap_or(i64::MAX))
}
