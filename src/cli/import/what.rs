//! What is imported: a command for each open data set, and those for any file.

use clap::{ArgMatches, Args, Command, FromArgMatches, Subcommand};

use super::{Files, Table, Template, details};
use crate::import::{IMPORTERS, Importer};

#[derive(Clone)]
pub(in crate::cli) enum What {
    /// A data set of [`IMPORTERS`].
    Set(&'static Importer, Files),
    Csv(Table),
    Jsonl(Table),
    Template(Template),
    List,
}

/// The commands that are not about a data set.
#[derive(Debug, Subcommand)]
enum Others {
    /// Any CSV file, whose columns are fields of a type by their names or by `--map`.
    #[command(after_help = "Examples:\n  bole import csv people.csv --entity Person\n  \
                      bole import csv staff.csv --entity Person --map name=full_name --source hr")]
    Csv(Table),
    /// Any JSON lines, or an array of objects, whose members are fields of a type by their names or
    /// by `--map`.
    #[command(after_help = "Example:\n  bole import jsonl people.jsonl.gz --entity Person")]
    Jsonl(Table),
    /// Print an empty file with all columns of a type.
    #[command(after_help = "Example:\n  bole import template Person > people.csv")]
    Template(Template),
    /// Print every open data set that can be imported: what it is, where to download it, its
    /// licence, what is mapped and what is left out.
    #[command(after_help = "Example:\n  bole import list")]
    List,
}

impl std::fmt::Debug for What {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            What::Set(importer, files) => write!(f, "{} {files:?}", importer.name),
            What::Csv(table) | What::Jsonl(table) => table.fmt(f),
            What::Template(template) => template.fmt(f),
            What::List => f.write_str("List"),
        }
    }
}

impl From<Others> for What {
    fn from(other: Others) -> What {
        match other {
            Others::Csv(table) => What::Csv(table),
            Others::Jsonl(table) => What::Jsonl(table),
            Others::Template(template) => What::Template(template),
            Others::List => What::List,
        }
    }
}

impl Subcommand for What {
    fn augment_subcommands(command: Command) -> Command {
        let sets = IMPORTERS.iter().map(|it| {
            let help =
                format!("{}\nExample:\n  bole import {} FILE --dry-run", details(it), it.name);
            Files::augment_args(Command::new(it.name)).about(it.doc).after_help(help)
        });
        Others::augment_subcommands(command.subcommands(sets))
    }

    fn augment_subcommands_for_update(command: Command) -> Command {
        Self::augment_subcommands(command)
    }

    fn has_subcommand(name: &str) -> bool {
        IMPORTERS.iter().any(|it| it.name == name) || Others::has_subcommand(name)
    }
}

impl FromArgMatches for What {
    fn from_arg_matches(matches: &ArgMatches) -> Result<Self, clap::Error> {
        let set = matches.subcommand().and_then(|(name, inner)| {
            let importer = IMPORTERS.iter().find(|it| it.name == name)?;
            Some((*importer, inner))
        });
        match set {
            Some((importer, inner)) => Ok(What::Set(importer, Files::from_arg_matches(inner)?)),
            None => Others::from_arg_matches(matches).map(What::from),
        }
    }

    fn update_from_arg_matches(&mut self, matches: &ArgMatches) -> Result<(), clap::Error> {
        *self = Self::from_arg_matches(matches)?;
        Ok(())
    }
}
