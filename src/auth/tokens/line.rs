//! The text of the file of tokens.

use std::{collections::HashSet, fmt, str::FromStr, sync::Arc};

use super::Token;
use crate::catalog::value::{BadValue, Moment};

/// The first line; the number changes with the layout.
const TITLE: &str = "bole tokens, format 1";
/// Instead of a moment that will not come.
const NEVER: &str = "never";

const NAME_CHARS_MAX: usize = 64;

/// What a token is called: 1 to 64 of `a-z`, `0-9` and `-`.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct TokenName(String);

impl fmt::Display for TokenName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl FromStr for TokenName {
    type Err = BadValue;

    fn from_str(text: &str) -> Result<Self, BadValue> {
        let is_plain = |it: u8| it.is_ascii_lowercase() || it.is_ascii_digit() || it == b'-';
        if (1..=NAME_CHARS_MAX).contains(&text.len()) && text.bytes().all(is_plain) {
            return Ok(TokenName(text.to_owned()));
        }
        Err(BadValue::new(format!(
            "`{text}` is no name of a token: write 1 to {NAME_CHARS_MAX} of a-z, 0-9 and `-`, such \
             as press-desk"
        )))
    }
}

/// The title, then a line for each token: its name, role, when it was made, expires and was revoked,
/// and the hash of its secret.
pub(super) fn written(tokens: &[Token]) -> String {
    let moment = |it: Option<Moment>| it.map_or(NEVER.to_owned(), |it| it.to_string());
    let line = |it: &Token| {
        let (expires, revoked) = (moment(it.expires), moment(it.revoked));
        format!("{} {} {} {expires} {revoked} {}\n", it.name, it.role.name(), it.created, it.hash)
    };
    format!("{TITLE}\n{}", tokens.iter().map(line).collect::<String>())
}

/// Where there is no file, there are no tokens.
pub(super) fn parse(bytes: Option<&[u8]>) -> Result<Arc<[Token]>, String> {
    let Some(bytes) = bytes else { return Ok(Arc::new([])) };
    let text = str::from_utf8(bytes).map_err(|_| "it is no text".to_owned())?;
    let mut lines = text.lines();
    if lines.next() != Some(TITLE) {
        return Err(format!("its first line is not `{TITLE}`: use the build that wrote it"));
    }
    let mut names = HashSet::new();
    let tokens = lines.enumerate().map(|(index, line)| {
        let token = token(line).filter(|it| names.insert(it.name.clone()));
        // The line is not repeated: it may hold what somebody pasted there.
        token.ok_or_else(|| format!("line {} is no token, or one of a name before", index + 2))
    });
    tokens.collect()
}

fn token(line: &str) -> Option<Token> {
    let moment = |it: &str| match it {
        NEVER => Some(None),
        it => it.parse().ok().map(Some),
    };
    let parts: Vec<&str> = line.split(' ').collect();
    let [name, role, created, expires, revoked, hash] = parts[..] else { return None };
    Some(Token {
        name: name.parse().ok()?,
        role: role.parse().ok()?,
        created: created.parse().ok()?,
        expires: moment(expires)?,
        revoked: moment(revoked)?,
        hash: hash.parse().ok()?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read_and_what_is_not_is_told_by_its_line() {
        let hash = "0f".repeat(32);
        let line = format!("desk EDITOR 2026-11-24T08:30:00.000Z never never {hash}");
        let text = format!("{TITLE}\n{line}\n");
        assert_eq!(written(&parse(Some(text.as_bytes())).unwrap()), text);
        let says = |text: String, what: &str| {
            let why = parse(Some(text.as_bytes())).unwrap_err();
            assert!(why.contains(what), "{why}");
        };
        says(format!("{TITLE}\n{line}\n{line}\n"), "line 3 ");
        says(format!("{TITLE}\n{}\n", line.replace("EDITOR", "editor")), "line 2 ");
        says(format!("{TITLE}\n{}\n", &line[..line.len() - 1]), "line 2 ");
        says(line, "first line");
    }

    #[test]
    fn a_name_is_short_and_plain() {
        for name in ["", "Desk", "press desk", "é", &"a".repeat(65)] {
            assert!(name.parse::<TokenName>().is_err(), "{name}");
        }
        assert_eq!("press-desk-2".parse::<TokenName>().unwrap().to_string(), "press-desk-2");
    }
}
