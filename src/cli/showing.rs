//! Flags of `bole serve` about whose pages may ask, and what is told of the schema.

use std::net::SocketAddr;

use clap::{Args, ValueEnum};

use crate::{
    graphql::{Introspection, Showing},
    http::{Browsers, Hosts, Origin},
};

#[derive(Args, Clone, Debug)]
#[command(next_help_heading = "Browsers and the schema")]
pub(super) struct Shown {
    /// An origin, such as `https://app.example.org`, whose pages may ask and read the answers; can be
    /// given several times. `*` is for all pages there are: they have no more than what they know,
    /// since browsers never add a credential.
    #[arg(long, env = "BOLE_CORS_ORIGIN", value_name = "URL|*", value_delimiter = ',')]
    cors_origin: Vec<Origin>,
    /// A name by which the server is called, without the port; can be given several times. Requests
    /// whose header `Host` is another name are refused, but for localhost and addresses. Without it,
    /// and while it listens at this machine alone, no other name is taken; else any. `*` takes any.
    #[arg(long, env = "BOLE_HOST_NAME", value_name = "NAME|*", value_delimiter = ',')]
    host_name: Vec<String>,
    /// Who may ask for the schema, by introspection and at /schema.graphql.
    #[arg(long, env = "BOLE_INTROSPECTION", value_name = "WHOM", default_value = "on")]
    introspection: Whom,
    /// Whether a name that is not in the schema is answered with those that are like it.
    #[arg(long, env = "BOLE_SUGGESTIONS", value_name = "WHETHER", default_value = "on")]
    suggestions: Switch,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Whom {
    /// Everybody.
    On,
    /// Nobody.
    Off,
    /// Those with the role editor or admin.
    Editors,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Switch {
    /// It is.
    On,
    /// It is not.
    Off,
}

impl Shown {
    /// Whose pages may ask a server that listens at this address, and by which names.
    pub(super) fn browsers(&self, listen: SocketAddr) -> Browsers {
        if self.cors_origin.contains(&Origin::Any) {
            tracing::warn!("pages of any origin may read what anonymous readers may");
        }
        let names = &self.host_name;
        let is_open = names.is_empty() && !listen.ip().is_loopback();
        let hosts = if is_open || names.iter().any(|it| it == "*") {
            Hosts::Any
        } else {
            Hosts::Named(names.iter().map(|it| it.to_ascii_lowercase()).collect())
        };
        Browsers { origins: self.cors_origin.clone(), hosts }
    }

    pub(super) fn showing(&self) -> Showing {
        let introspection = match self.introspection {
            Whom::On => Introspection::On,
            Whom::Off => Introspection::Off,
            Whom::Editors => Introspection::Editors,
        };
        Showing { introspection, suggestions: self.suggestions == Switch::On }
    }
}
