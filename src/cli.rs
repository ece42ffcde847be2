//! The command line: what a person or a service manager starts.

mod access;
mod compact;
mod generate;
mod line;
mod serve;
mod token;

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
/// the seed folder. Every option can also be given by the environment variable named with it.
#[derive(Debug, Parser)]
#[command(
    name = "bole",
    version,
    after_help = "Examples:\n  bole\n  bole serve --data /var/lib/bole --listen 0.0.0.0:8080\n  \
                  bole query '{ people { totalCount } }'\n  bole schema > schema.graphql\n\n\
                  Exit codes:\n  0  all went well\n  1  it could not be done, or the query has errors\n  \
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
    /// The data directory; `serve` and `generate` make it where there is none.
    #[arg(long, global = true, env = "BOLE_DATA", value_name = "DIR", default_value = "data")]
    data: PathBuf,
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
    /// Print the schema in the GraphQL schema language.
    #[command(after_help = "Example:\n  bole schema > schema.graphql")]
    Schema,
    /// Read every row of the data directory and the history, compare them with the digests of the
    /// commits, and build everything anew. Prints how many rows each table has.
    #[command(after_help = "Example:\n  bole check --data /var/lib/bole")]
    Check,
    /// Forget what commits did but for the last ones, and write the data directory anew, which takes
    /// less room. The server must be stopped. Prints the sizes before and after.
    #[command(after_help = "Example:\n  bole compact --keep 1000 --data /var/lib/bole")]
    Compact(compact::Compact),
    /// Answer one query from the data directory, and print the JSON. The exit code is 1 where the
    /// answer has errors.
    #[command(after_help = "Examples:\n  bole query '{ people { totalCount } }'\n  \
                      bole query - --variables '{\"n\": 3}' --operation First < queries.graphql")]
    Query(Query),
    /// Fill a new data directory with a made-up graph of realistic shape, for measuring.
    #[command(after_help = "Example:\n  bole generate --people 100000 --seed 7 --data made-up")]
    Generate(generate::Generate),
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
    let exit = line::parse().and_then(|cli| {
        cli.carry_out().map_err(|why| {
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
    fn carry_out(self) -> Result<Exit> {
        match self.command.unwrap_or(Command::Serve(self.serving)) {
            Command::Serve(serving) => serve::serve(&self.directory, &serving),
            Command::Schema => print(&graphql::sdl()),
            Command::Check => check(&self.directory),
            Command::Compact(asked) => compact::compact(&self.directory, &asked),
            Command::Query(query) => answer(&self.directory, &query),
            Command::Token(asked) => token::token(&self.directory, asked),
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

/// Opens the data directory, or makes it.
fn open(directory: &Directory) -> Result<Live> {
    Ok(Live::open(place(directory)?)?)
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

fn check(directory: &Directory) -> Result<Exit> {
    let live = existing(directory)?;
    live.validate()?;
    let record = live.record();
    let tables = record.tables.iter().map(|it| format!("{:>12} {}\n", it.rows, it.name));
    print(&format!(
        "version {}\n{}every row is as it was committed, and all that is built from them agrees",
        record.version,
        tables.collect::<String>()
    ))
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
    let api = Api::new(Arc::new(existing(directory)?), now);
    let answer = api.execute(request, &Viewer::local());
    print(&graphql::pretty(&answer))?;
    Ok(if answer.outcome == Outcome::Done { Exit::Done } else { Exit::Failed })
}

/// The time it is.
fn now() -> Moment {
    #[expect(clippy::disallowed_methods, reason = "the clock enters here")]
    let now = std::time::SystemTime::now();
    let millis = now.duration_since(std::time::UNIX_EPOCH).map_or(0, |it| it.as_millis());
    Moment::from_millis(i64::try_from(millis).unwrap_or(i64::MAX))
}
