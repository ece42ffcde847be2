//! Runs the command.
fn main() {}
