//! `bole token`: who is let in with a secret of this server.

use std::str::FromStr;

use anyhow::{Result, anyhow};
use clap::{Args, Subcommand};

use super::{Directory, Exit, now, place, print};
use crate::{
    auth::{NewToken, Token, TokenName, TokenState, Tokens},
    catalog::{enums::AccessRole, value::Moment},
    store,
};

const DAY_MS: i64 = 86_400_000;

#[derive(Args, Debug)]
pub(super) struct Asked {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, Subcommand)]
enum What {
    /// Make a token, and print its secret, which is shown this once.
    #[command(after_help = "Examples:\n  bole token create --role editor --name press-desk\n  \
                      bole token create --role reader --name kiosk --expires never")]
    Create(Create),
    /// List all tokens: their names and roles, and whether they still hold.
    #[command(after_help = "Example:\n  bole token list --data /var/lib/bole")]
    List,
    /// End a token for good. A server that runs refuses it from its next request on.
    #[command(after_help = "Example:\n  bole token revoke press-desk")]
    Revoke {
        /// The name of the token.
        #[arg(value_name = "NAME")]
        name: TokenName,
    },
}

#[derive(Args, Debug)]
struct Create {
    /// reader reads, analyst also reads the history, editor also reads pay that is not public and
    /// writes, admin also takes rows away together with all that need them.
    #[arg(long, env = "BOLE_TOKEN_ROLE", value_name = "ROLE", value_parser = role)]
    role: AccessRole,
    /// What it is called, here and in the history: a-z, 0-9 and `-`. No other token ever has had
    /// the name.
    #[arg(long, env = "BOLE_TOKEN_NAME", value_name = "NAME")]
    name: TokenName,
    /// When it ends: after some days (`90d`), at a date or a time of UTC, or never.
    #[arg(long, env = "BOLE_TOKEN_EXPIRES", value_name = "WHEN", default_value = "90d")]
    expires: Expires,
}

/// When a token ends.
#[derive(Clone, Copy, Debug)]
enum Expires {
    Never,
    At(Moment),
    AfterDays(u32),
}

impl FromStr for Expires {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        if text == "never" {
            return Ok(Expires::Never);
        }
        if let Some(Ok(days)) = text.strip_suffix('d').map(str::parse) {
            return Ok(Expires::AfterDays(days));
        }
        let why = |_| format!("`{text}` is no end: write days like 90d, a date, or never");
        text.parse().map(Expires::At).map_err(why)
    }
}

impl Expires {
    fn moment(self, now: Moment) -> Option<Moment> {
        match self {
            Expires::Never => None,
            Expires::At(moment) => Some(moment),
            Expires::AfterDays(days) => {
                Some(Moment::from_millis(now.millis() + i64::from(days) * DAY_MS))
            }
        }
    }
}

fn role(text: &str) -> Result<AccessRole, String> {
    let why = |_| format!("`{text}` is no role: write reader, analyst, editor or admin");
    text.to_ascii_uppercase().parse().map_err(why)
}

pub(super) fn token(directory: &Directory, asked: Asked) -> Result<Exit> {
    let dir = place(directory)?;
    if dir.exists() {
        store::look(dir)?;
    }
    let tokens = Tokens::open(dir)?;
    match asked.what {
        What::Create(Create { role, name, expires }) => {
            let expires = expires.moment(now());
            let (called, ends) = (name.to_string(), until(expires));
            let secret = tokens.create(NewToken { name, role, expires }, now())?;
            print(&format!(
                "{}\n\nThis is the token `{called}` with the role {}, which expires {ends}. Keep it: it \
                 is not shown again.",
                secret.reveal(),
                role.name()
            ))
        }
        What::List => print(&listed(&tokens.list()?, now())),
        What::Revoke { name } => {
            if !dir.exists() {
                return Err(anyhow!(
                    "there is no data directory `{}`: name one with --data",
                    dir.display()
                ));
            }
            tokens.revoke(&name, now())?;
            print(&format!("revoked `{name}`: it is refused from the next request on"))
        }
    }
}

fn until(expires: Option<Moment>) -> String {
    expires.map_or("never".to_owned(), |it| it.to_string())
}

/// A line for each token below a line of titles.
fn listed(tokens: &[Token], now: Moment) -> String {
    let longest = tokens.iter().map(|it| it.name.to_string().len()).max().unwrap_or(0).max(4);
    let line = |[name, role, created, expires, state]: [&str; 5]| {
        format!("{name:longest$}  {role:7}  {created:24}  {expires:24}  {state}\n")
    };
    let titles = line(["name", "role", "created", "expires", "state"]);
    let lines = tokens.iter().map(|it| {
        let state = match it.state(now) {
            TokenState::Active => "active".to_owned(),
            TokenState::Expired(_) => "expired".to_owned(),
            TokenState::Revoked(at) => format!("revoked {at}"),
        };
        let (created, expires) = (it.created.to_string(), until(it.expires));
        line([&it.name.to_string(), it.role.name(), &created, &expires, &state])
    });
    titles + &lines.collect::<String>()
}
