//! From the words of the command line to what is to be done, or one sentence why not.

use std::io::{self, Write};

use clap::{ArgMatches, CommandFactory, FromArgMatches, error::ErrorKind, parser::ValueSource};

use super::{Cli, Command, Exit, Serving};

/// Takes what a flag says from one place to another.
type Take = fn(&mut Serving, &Serving);

/// The flags of `serve`.
const FLAGS: &[(&str, Take)] = &[
    ("seed", |to, from| to.seed.clone_from(&from.seed)),
    ("listen", |to, from| to.listen = from.listen),
    ("log", |to, from| to.log = from.log),
    ("anonymous", |to, from| to.access.anonymous = from.access.anonymous),
    ("jwks", |to, from| to.access.jwks.clone_from(&from.access.jwks)),
    ("jwt_issuer", |to, from| to.access.jwt_issuer.clone_from(&from.access.jwt_issuer)),
    ("jwt_audience", |to, from| to.access.jwt_audience.clone_from(&from.access.jwt_audience)),
    ("jwt_role_claim", |to, from| to.access.jwt_role_claim.clone_from(&from.access.jwt_role_claim)),
    ("min_contributors", |to, from| to.min_contributors = from.min_contributors),
    ("rate_limit", |to, from| to.access.rate_limit = from.access.rate_limit),
    ("rate_limit_anonymous", |to, from| {
        to.access.rate_limit_anonymous = from.access.rate_limit_anonymous;
    }),
];

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

/// The flags of `serve` may stand before it; before other commands they would be passed over.
fn read(matches: &ArgMatches) -> Result<Cli, clap::Error> {
    let mut cli = Cli::from_arg_matches(matches)?;
    let Some((name, inner)) = matches.subcommand() else { return Ok(cli) };
    let given = |place: &ArgMatches, flag| {
        place.value_source(flag).is_some_and(|it| it == ValueSource::CommandLine)
    };
    if let Some(Command::Serve(serving)) = &mut cli.command {
        for (flag, take) in FLAGS {
            if given(matches, flag) && !given(inner, flag) {
                take(serving, &cli.serving);
            }
        }
    } else if let Some((flag, _)) = FLAGS.iter().find(|it| given(matches, it.0)) {
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

#[cfg(test)]
mod tests {
    use clap::Args;

    use super::*;

    #[test]
    fn every_flag_of_serve_may_stand_before_it() {
        let command = Serving::augment_args(clap::Command::new("serve"));
        let flags: Vec<_> = command.get_arguments().map(|it| it.get_id().to_string()).collect();
        assert_eq!(flags, FLAGS.iter().map(|it| it.0).collect::<Vec<_>>());
    }
}
