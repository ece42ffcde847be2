//! From the words of the command line to what is to be done, or one sentence why not.

use std::io::{self, Write};

use clap::{ArgMatches, CommandFactory, FromArgMatches, error::ErrorKind, parser::ValueSource};

use super::{Cli, Command, Exit};

/// What the command line says. `Err` where nothing is left to do: it asked for the help, which is
/// printed, or can't be read, which is said.
pub(super) fn parse() -> Result<Cli, Exit> {
    let read = Cli::command().try_get_matches().and_then(|it| read(&it));
    read.map_err(|why| {
        if why.use_stderr() {
            // Nobody is left to tell where standard error is closed.
            drop(writeln!(io::stderr(), "bole: {}", sentence(&why.to_string())));
            Exit::Misused
        } else {
            drop(why.print());
            Exit::Done
        }
    })
}

/// The flags of `serve`.
const FLAGS: [&str; 4] = ["seed", "listen", "min_contributors", "log"];

/// The flags of `serve` may stand before it; before other commands they would be passed over.
fn read(matches: &ArgMatches) -> Result<Cli, clap::Error> {
    let mut cli = Cli::from_arg_matches(matches)?;
    let Some((name, inner)) = matches.subcommand() else { return Ok(cli) };
    let given = |place: &ArgMatches, flag| {
        place.value_source(flag).is_some_and(|it| it == ValueSource::CommandLine)
    };
    if let Some(Command::Serve(serving)) = &mut cli.command {
        let stands_before = |flag| given(matches, flag) && !given(inner, flag);
        if stands_before("seed") {
            serving.seed.clone_from(&cli.serving.seed);
        }
        if stands_before("listen") {
            serving.listen = cli.serving.listen;
        }
        if stands_before("min_contributors") {
            serving.min_contributors = cli.serving.min_contributors;
        }
        if stands_before("log") {
            serving.log = cli.serving.log;
        }
    } else if let Some(flag) = FLAGS.into_iter().find(|it| given(matches, it)) {
        let flag = flag.replace('_', "-");
        let why =
            format!("`--{flag}` before `{name}` is for `serve`: leave it out, or put it last");
        return Err(Cli::command().error(ErrorKind::ArgumentConflict, why));
    }
    Ok(cli)
}

/// What clap says in paragraphs, without the usage.
fn sentence(paragraphs: &str) -> String {
    let text = ["\n\nUsage:", "\n\nFor more information"]
        .iter()
        .fold(paragraphs, |text, end| text.split_once(end).map_or(text, |it| it.0));
    let mut sentence = String::new();
    for part in text.lines().map(str::trim).filter(|it| !it.is_empty()) {
        let joint = match sentence.as_str() {
            "" => "",
            it if it.ends_with(':') => " ",
            _ => "; ",
        };
        sentence = format!("{sentence}{joint}{part}");
    }
    format!("{}; `bole --help` tells more", sentence.trim_start_matches("error: "))
}
