//! From the words of the command line, the environment and the file to what is to be done, or one
//! sentence why not.

use std::{
    env,
    ffi::OsString,
    io::{self, Write},
    path::PathBuf,
};

use clap::{
    Arg, ArgMatches, Args, Command, CommandFactory, FromArgMatches, error::ErrorKind,
    parser::ValueSource,
};

use super::{
    Cli, Directory, Exit, Serving,
    config::{self, File},
};

/// Commands that take the options of `serve`.
const SERVING: [&str; 2] = ["serve", "config"];

/// Why nothing is to be done.
enum Unread {
    /// The command line asks for the help, or can't be read.
    Line(clap::Error),
    /// The file can't be read: a sentence.
    File(String),
}

impl From<clap::Error> for Unread {
    fn from(why: clap::Error) -> Self {
        Unread::Line(why)
    }
}

/// What the command line says, and the options of `serve` as they are shown. `Err` where nothing is
/// left to do: it asked for the help, which is printed, or can't be read, which is said.
pub(super) fn parse() -> Result<(Cli, String), Exit> {
    read().map_err(|why| {
        let said = match &why {
            Unread::Line(why) if !why.use_stderr() => {
                drop(why.print());
                return Exit::Done;
            }
            Unread::Line(why) => sentence(&why.to_string()) + "; `bole --help` tells more",
            Unread::File(why) => why.clone(),
        };
        // Nobody is left to tell where standard error is closed.
        drop(writeln!(io::stderr(), "bole: {said}"));
        Exit::Misused
    })
}

fn read() -> Result<(Cli, String), Unread> {
    let (name, given) = given()?;
    let options = options();
    let path: Option<&PathBuf> = given.get_one("config");
    let file = File::read(path.map(PathBuf::as_path), &options, &alone).map_err(Unread::File)?;
    let serves = name.as_deref().is_none_or(|it| SERVING.contains(&it));
    let place = match &name {
        Some(name) if serves => given.subcommand_matches(name).unwrap_or(&given),
        _ => &given,
    };
    let is_open = |it: &&Arg| !is_from(place, it, ValueSource::EnvVariable) && !is_given(place, it);
    let said = config::options(&options).filter(is_open);
    let said: Vec<OsString> = if serves {
        said.flat_map(|it| file.words(it).to_vec()).collect()
    } else {
        said.filter(|it| it.get_long() == Some("data"))
            .flat_map(|it| file.words(it).to_vec())
            .collect()
    };
    let all = if serves {
        let words = options.get_arguments().filter(|it| is_given(place, it));
        let words = words.flat_map(|it| words_of(place, it));
        let name = name.as_deref().unwrap_or("serve");
        let line = ["bole", name].map(OsString::from).into_iter().chain(words).chain(said);
        Cli::command().try_get_matches_from(line)?
    } else if said.is_empty() {
        given.clone()
    } else {
        let mut line: Vec<OsString> = env::args_os().collect();
        line.splice(1..1, said);
        Cli::command().try_get_matches_from(line)?
    };
    let cli = Cli::from_arg_matches(&all)?;
    let shown = match name.as_deref() {
        Some(name @ "config") => {
            let all = all.subcommand_matches(name).unwrap_or(&all);
            config::shown(&options, (place, all), &file)
        }
        _ => String::new(),
    };
    Ok((cli, shown))
}

/// The options that a file can hold, and the file itself.
fn options() -> Command {
    Serving::augment_args(Directory::augment_args(Command::new("serve")))
}

/// Whether words of one option can be read.
fn alone(words: &[OsString]) -> Result<(), String> {
    let line = ["bole", "serve"].map(OsString::from).into_iter().chain(words.iter().cloned());
    // What an option needs besides may come from elsewhere: the whole is looked at later.
    match Cli::command().try_get_matches_from(line) {
        Err(why) if why.kind() != ErrorKind::MissingRequiredArgument => {
            Err(sentence(&why.to_string()))
        }
        _ => Ok(()),
    }
}

/// What the command line and the environment say, and the command. The flags of `serve` may stand
/// before it; before other commands they would be passed over.
fn given() -> Result<(Option<String>, ArgMatches), clap::Error> {
    let matches = Cli::command().try_get_matches()?;
    let Some((name, inner)) = matches.subcommand() else { return Ok((None, matches)) };
    let command = Serving::augment_args(Command::new("serve"));
    let early: Vec<&Arg> = command.get_arguments().filter(|it| is_given(&matches, it)).collect();
    if SERVING.contains(&name) {
        let late = early.into_iter().filter(|it| !is_given(inner, it));
        let late: Vec<OsString> = late.flat_map(|it| words_of(&matches, it)).collect();
        if late.is_empty() {
            return Ok((Some(name.to_owned()), matches));
        }
        let whole = Directory::augment_args(command);
        let given = whole.get_arguments().filter(|it| is_given(inner, it));
        let given = given.flat_map(|it| words_of(inner, it));
        let all = ["bole", name].map(OsString::from).into_iter().chain(late).chain(given);
        return Ok((Some(name.to_owned()), Cli::command().try_get_matches_from(all)?));
    }
    match early.first().and_then(|it| it.get_long()) {
        None => Ok((Some(name.to_owned()), matches)),
        Some(flag) => {
            let why =
                format!("`--{flag}` before `{name}` is for `serve`: leave it out, or put it last");
            Err(Cli::command().error(ErrorKind::ArgumentConflict, why))
        }
    }
}

/// Whether a flag stands in this part of the command line.
fn is_given(place: &ArgMatches, flag: &Arg) -> bool {
    is_from(place, flag, ValueSource::CommandLine)
}

fn is_from(place: &ArgMatches, flag: &Arg, source: ValueSource) -> bool {
    place.value_source(flag.get_id().as_str()) == Some(source)
}

/// A flag as it was given, once for each of its values.
fn words_of(place: &ArgMatches, flag: &Arg) -> Vec<OsString> {
    let long = format!("--{}", flag.get_long().unwrap_or_default());
    if !flag.get_action().takes_values() {
        return vec![long.into()];
    }
    let values = place.get_raw(flag.get_id().as_str()).into_iter().flatten();
    let word = |value| {
        let mut word = OsString::from(format!("{long}="));
        word.push(value);
        word
    };
    values.map(word).collect()
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
    sentence.trim_start_matches("error: ").to_owned()
}
