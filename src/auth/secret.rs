//! Secrets of tokens, and what is kept of them.

use std::{fmt, str::FromStr};

use aws_lc_rs::{constant_time, digest, rand};

/// What every secret begins with, so that one that leaked is known for what it is.
const PREFIX: &str = "bole_";
/// Those of base64url, which stand for 6 bits each.
const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
/// 258 bits.
const CHARS: usize = 43;

/// What somebody shows to be let in. Told to the person who asked for the token, and then forgotten.
pub struct Secret(String);

/// Never the secret: it would end in a log.
impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret")
    }
}

/// Whether a credential is meant for a secret.
pub(super) fn is_one(credential: &str) -> bool {
    credential.starts_with(PREFIX)
}

impl Secret {
    pub(super) fn random() -> Self {
        let mut bytes = [0; CHARS];
        rand::fill(&mut bytes).expect("the system has random bytes");
        let chars = bytes.iter().map(|it| char::from(ALPHABET[usize::from(it & 63)]));
        Secret(PREFIX.chars().chain(chars).collect())
    }

    /// The text, to be shown once.
    pub fn reveal(&self) -> &str {
        &self.0
    }

    pub(super) fn hash(&self) -> Hash {
        Hash::of(&self.0)
    }
}

/// SHA-256 of a secret: all that is kept. A slow hash is for passwords, which can be guessed; nobody
/// gets through 2²⁵⁸ secrets, however fast each can be tried.
#[derive(Clone)]
pub(super) struct Hash([u8; 32]);

impl Hash {
    pub(super) fn of(secret: &str) -> Self {
        let digest = digest::digest(&digest::SHA256, secret.as_bytes());
        Hash(digest.as_ref().try_into().expect("SHA-256 has 32 bytes"))
    }

    /// Takes the same time whatever the other one is.
    pub(super) fn is(&self, other: &Hash) -> bool {
        constant_time::verify_slices_are_equal(&self.0, &other.0).is_ok()
    }
}

impl fmt::Debug for Hash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Hash")
    }
}

/// 64 hexadecimal digits.
impl fmt::Display for Hash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|it| write!(f, "{it:02x}"))
    }
}

impl FromStr for Hash {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let digit = |it: u8| char::from(it).to_digit(16).and_then(|it| u8::try_from(it).ok());
        let byte = |pair: &[u8]| Some(digit(pair[0])? << 4 | digit(pair[1])?);
        let bytes = text.as_bytes().chunks_exact(2).map(byte).collect::<Option<Vec<u8>>>();
        let bytes = bytes.filter(|_| text.len() == 64).and_then(|it| it.try_into().ok());
        bytes.map(Hash).ok_or_else(|| "a hash has 64 hexadecimal digits".to_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_is_known_by_its_hash_alone_and_no_two_are_the_same() {
        let (one, other) = (Secret::random(), Secret::random());
        assert!(is_one(one.reveal()) && one.reveal().len() == 48);
        let read: Hash = one.hash().to_string().parse().unwrap();
        assert!(read.is(&Hash::of(one.reveal())) && !read.is(&other.hash()));
        assert!(
            "ab".repeat(31).parse::<Hash>().is_err() && "é".repeat(32).parse::<Hash>().is_err()
        );
    }

    #[test]
    fn neither_a_secret_nor_its_hash_is_written_for_debugging() {
        let secret = Secret::random();
        let text = format!("{secret:?} {:?}", secret.hash());
        assert_eq!(text, "Secret Hash");
    }
}
