//! Flags of `bole serve` about how much one request may ask for.

use std::time::Duration;

use clap::{Args, value_parser};

use crate::graphql::Limits;

#[derive(Args, Clone, Debug)]
#[expect(clippy::struct_field_names, reason = "each is called as its flag")]
#[command(next_help_heading = "How much one request may ask for")]
pub(super) struct Bounds {
    /// Words, texts, numbers and signs of a document.
    #[arg(long, env = "BOLE_MAX_TOKENS", value_name = "N", default_value_t = Limits::default().tokens)]
    max_tokens: usize,
    /// Characters of one name in a document.
    #[arg(long, env = "BOLE_MAX_NAME", value_name = "N", default_value_t = Limits::default().name_chars)]
    max_name: usize,
    /// Operations of a document.
    #[arg(long, env = "BOLE_MAX_OPERATIONS", value_name = "N", default_value_t = Limits::default().operations)]
    max_operations: usize,
    /// Fragments of a document.
    #[arg(long, env = "BOLE_MAX_FRAGMENTS", value_name = "N", default_value_t = Limits::default().fragments)]
    max_fragments: usize,
    /// Directives of a document.
    #[arg(long, env = "BOLE_MAX_DIRECTIVES", value_name = "N", default_value_t = Limits::default().directives)]
    max_directives: usize,
    /// Aliases of a document.
    #[arg(long, env = "BOLE_MAX_ALIASES", value_name = "N", default_value_t = Limits::default().aliases)]
    max_aliases: usize,
    /// Fields of the root, with the fragments written out.
    #[arg(long, env = "BOLE_MAX_ROOT_FIELDS", value_name = "N",
          default_value_t = Limits::default().root_fields)]
    max_root_fields: usize,
    /// Fields of a document, with the fragments written out.
    #[arg(long, env = "BOLE_MAX_FIELDS", value_name = "N", default_value_t = Limits::default().fields)]
    max_fields: usize,
    /// Selections within selections, with the fragments written out. Introspection asks for 13. More
    /// than 64 are never read.
    #[arg(long, env = "BOLE_MAX_DEPTH", value_name = "N", default_value_t = 24,
          value_parser = value_parser!(u16).range(1..=64))]
    max_depth: u16,
    /// Lists and objects within each other, in an argument or a variable. More than 100 are never
    /// read.
    #[arg(long, env = "BOLE_MAX_NESTING", value_name = "N", default_value_t = 32,
          value_parser = value_parser!(u16).range(1..=100))]
    max_nesting: u16,
    /// What a request may cost: 1 for each row, group, bin and record that can be in the answer, and
    /// 1 for each 1,000 rows that are looked at.
    #[arg(long, env = "BOLE_MAX_COST", value_name = "N", default_value_t = Limits::default().cost)]
    max_cost: u64,
    /// Rows that a request may look at, each weighed by what is done with it.
    #[arg(long, env = "BOLE_MAX_ROWS", value_name = "N", default_value_t = Limits::default().rows)]
    max_rows: u64,
    /// Milliseconds that a request may take; changes and exports are not interrupted.
    #[arg(long, env = "BOLE_MAX_TIME_MS", value_name = "N", default_value_t = 10_000)]
    max_time_ms: u64,
}

impl Bounds {
    pub(super) fn limits(&self) -> Limits {
        Limits {
            tokens: self.max_tokens,
            name_chars: self.max_name,
            operations: self.max_operations,
            fragments: self.max_fragments,
            directives: self.max_directives,
            aliases: self.max_aliases,
            root_fields: self.max_root_fields,
            fields: self.max_fields,
            depth: self.max_depth.into(),
            nesting: self.max_nesting.into(),
            cost: self.max_cost,
            rows: self.max_rows,
            time: Duration::from_millis(self.max_time_ms),
        }
    }
}

#[cfg(test)]
mod tests {
    use clap::{Command, FromArgMatches};

    use super::*;

    #[test]
    fn what_is_not_said_is_as_everywhere_else() {
        let matches = Bounds::augment_args(Command::new("bole")).get_matches_from(["bole"]);
        assert_eq!(Bounds::from_arg_matches(&matches).unwrap().limits(), Limits::default());
    }
}
