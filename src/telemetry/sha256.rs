//! The name that a text has by what is in it.

use std::fmt::Write;

use aws_lc_rs::digest;

/// The SHA-256 in hexadecimal digits: what clients that store documents call them.
pub fn sha256(bytes: &[u8]) -> String {
    let digest = digest::digest(&digest::SHA256, bytes);
    digest.as_ref().iter().fold(String::with_capacity(64), |mut text, byte| {
        write!(text, "{byte:02x}").expect("a string takes all that is written");
        text
    })
}
