//! The file that holds options of `serve`, and the effective configuration as such a file.
//!
//! Both know of the options what clap knows: a new flag of `serve` is a key of the file without a
//! word here.

use std::{
    any::TypeId,
    collections::HashMap,
    ffi::OsString,
    fs,
    path::{Path, PathBuf},
};

use clap::{Arg, ArgAction, ArgMatches, Command, parser::ValueSource};
use toml::{
    Spanned,
    de::{DeTable, DeValue},
};

/// Not a key of the file which it names.
const NOT_KEYS: [&str; 2] = ["config", "help"];

/// Whether an option is a number.
fn is_number(arg: &Arg) -> bool {
    let parser = arg.get_value_parser().type_id();
    let numbers = [
        TypeId::of::<u16>(),
        TypeId::of::<u32>(),
        TypeId::of::<u64>(),
        TypeId::of::<usize>(),
        TypeId::of::<i64>(),
        TypeId::of::<f64>(),
    ];
    numbers.into_iter().any(|it| parser == it)
}

/// The options that can stand in a file.
pub(super) fn options(command: &Command) -> impl Iterator<Item = &Arg> {
    let named = command.get_arguments().filter(|it| it.get_long().is_some());
    named.filter(|it| !NOT_KEYS.contains(&it.get_id().as_str()))
}

/// A file that was read, and whose keys are options with values of the right kind.
pub(super) struct File {
    path: PathBuf,
    /// By the name of the option.
    settings: HashMap<String, Setting>,
}

struct Setting {
    line: usize,
    /// As it would stand on the command line.
    words: Vec<OsString>,
}

impl File {
    /// `None` as the path is a file without keys. `command` has the options, and parses one of them
    /// alone.
    ///
    /// # Errors
    ///
    /// A sentence with the file, and the line where there is one.
    pub(super) fn read(
        path: Option<&Path>,
        command: &Command,
        parses: &dyn Fn(&[OsString]) -> Result<(), String>,
    ) -> Result<File, String> {
        let Some(path) = path else {
            return Ok(File { path: PathBuf::new(), settings: HashMap::new() });
        };
        let text = fs::read_to_string(path).map_err(|why| {
            format!("`{}` can't be read ({why}): name another file with --config", path.display())
        })?;
        let at = |line: usize, why: &str| format!("{}:{line}: {why}", path.display());
        let line = |place: usize| 1 + text[..place.min(text.len())].matches('\n').count();
        let table = DeTable::parse(&text).map_err(|why| {
            let place = why.span().map_or(text.len(), |it| it.start);
            at(line(place), &format!("this is no TOML: {}", why.message().trim()))
        })?;
        let mut settings = HashMap::new();
        for (key, value) in table.get_ref() {
            let line = line(key.span().start);
            let words = words(key.get_ref(), value, command).map_err(|why| at(line, &why))?;
            parses(&words).map_err(|why| at(line, &why))?;
            settings.insert(key.get_ref().to_string(), Setting { line, words });
        }
        Ok(File { path: path.to_owned(), settings })
    }

    /// What the file says of an option, as it would stand on the command line.
    pub(super) fn words(&self, option: &Arg) -> &[OsString] {
        self.of(option).map_or(&[], |it| &it.words)
    }

    fn of(&self, option: &Arg) -> Option<&Setting> {
        self.settings.get(option.get_long()?)
    }
}

/// A key and its value as words of the command line.
fn words(
    key: &str,
    value: &Spanned<DeValue<'_>>,
    command: &Command,
) -> Result<Vec<OsString>, String> {
    let Some(option) = options(command).find(|it| it.get_long() == Some(key)) else {
        return Err(unknown(key, command));
    };
    let values = match value.get_ref() {
        DeValue::Array(values) if takes_several(option) => values.iter().collect(),
        _ => vec![value],
    };
    let words = values.into_iter().map(|it| word(key, it.get_ref(), option));
    Ok(words.collect::<Result<Vec<_>, _>>()?.into_iter().flatten().collect())
}

fn takes_several(option: &Arg) -> bool {
    matches!(option.get_action(), ArgAction::Append) || option.get_value_delimiter().is_some()
}

/// One value; `None` where it says what is so without a word.
fn word(key: &str, value: &DeValue<'_>, option: &Arg) -> Result<Option<OsString>, String> {
    let is_switch = !option.get_action().takes_values();
    let text = match value {
        DeValue::Boolean(is_on) if is_switch => return Ok(is_on.then(|| format!("--{key}").into())),
        DeValue::Integer(it) if is_number(option) && !is_switch => it.to_string(),
        DeValue::Float(it) if is_number(option) && !is_switch => it.to_string(),
        DeValue::String(it) if !is_number(option) && !is_switch => it.to_string(),
        other => {
            let kind = other.type_str();
            let right = match (is_switch, is_number(option)) {
                (true, _) => "true or false".to_owned(),
                (false, true) => "a number, without quotes".to_owned(),
                (false, false) => {
                    format!("text in quotes, such as `{key} = \"{}\"`", sample(option))
                }
            };
            return Err(format!("`{key}` is of the kind {kind}: write {right}"));
        }
    };
    Ok(Some(format!("--{key}={text}").into()))
}

/// A value that an option takes.
fn sample(option: &Arg) -> String {
    let default = option.get_default_values().first();
    let default = default.map(|it| it.to_string_lossy().into_owned());
    let name = || option.get_value_names().and_then(|it| it.first()).map(ToString::to_string);
    default.or_else(name).unwrap_or_default()
}

fn unknown(key: &str, command: &Command) -> String {
    let plain = |text: &str| text.replace(['_', '-'], "").to_ascii_lowercase();
    let named = options(command).filter_map(Arg::get_long).collect::<Vec<_>>();
    let shown: String = key.chars().take(40).collect();
    match named.iter().find(|it| plain(it) == plain(key)) {
        Some(right) => format!("there is no option `{shown}`: write `{right}`"),
        None => format!("there is no option `{shown}`: the keys are {}", named.join(", ")),
    }
}

/// The effective configuration as a file, with where each value is from. `given` is what the command
/// line and the environment say, `all` what holds with the file.
pub(super) fn shown(
    command: &Command,
    (given, all): (&ArgMatches, &ArgMatches),
    file: &File,
) -> String {
    let mut text = String::new();
    let mut heading = None;
    for option in options(command) {
        if option.get_help_heading() != heading {
            heading = option.get_help_heading();
            text.push_str(&heading.map_or(String::new(), |it| format!("\n# {it}\n")));
        }
        let key = option.get_long().unwrap_or_default();
        let from = origin(option, given, file);
        let line = match value(option, all) {
            // A secret.
            Some(_) if option.is_hide_env_values_set() => format!("# {key} is set  # {from}\n"),
            Some(value) => format!("{key} = {value}  # {from}\n"),
            None => format!("# {key} is not set\n"),
        };
        text.push_str(&line);
    }
    text
}

fn origin(option: &Arg, given: &ArgMatches, file: &File) -> String {
    match (given.value_source(option.get_id().as_str()), file.of(option)) {
        (Some(ValueSource::CommandLine), _) => "flag".to_owned(),
        (Some(ValueSource::EnvVariable), _) => {
            let name = option.get_env().unwrap_or_default().to_string_lossy();
            format!("environment: {name}")
        }
        (_, Some(setting)) => format!("file: {}:{}", file.path.display(), setting.line),
        (_, None) => "default".to_owned(),
    }
}

/// What an option is, as TOML; `None` where it is nothing.
fn value(option: &Arg, all: &ArgMatches) -> Option<String> {
    let id = option.get_id().as_str();
    if !option.get_action().takes_values() {
        return Some(all.get_flag(id).to_string());
    }
    let raw = all.get_raw(id)?;
    let one = |it: &std::ffi::OsStr| match it.to_string_lossy() {
        text if is_number(option) => text.into_owned(),
        text => toml::Value::String(text.into_owned()).to_string(),
    };
    let values: Vec<String> = raw.map(one).collect();
    Some(if takes_several(option) { format!("[{}]", values.join(", ")) } else { values.concat() })
}
