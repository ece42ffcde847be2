//! The name that a text has by what is in it.

use std::fmt::Write;

use aws_lc_rs::digest;

/// Bytes of a SHA-256.
pub const SHA256_BYTES: usize = digest::SHA256_OUTPUT_LEN;

/// The SHA-256 in hexadecimal digits: what clients that store documents call them.
pub fn sha256(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(2 * SHA256_BYTES);
    for byte in sha256_bytes(bytes) {
        write!(text, "{byte:02x}").expect("a string takes all that is written");
    }
    text
}

/// The SHA-256 itself: no two texts that anybody could find have the same.
pub fn sha256_bytes(bytes: &[u8]) -> [u8; SHA256_BYTES] {
    let digest = digest::digest(&digest::SHA256, bytes);
    digest.as_ref().try_into().expect("a SHA-256 has that many bytes")
}
