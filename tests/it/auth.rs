//! Who is let in: tokens, JWTs, and how often.

mod command;
pub(crate) mod issuer;
mod jwt;
mod limits;
mod log;
mod remote;
mod tokens;
