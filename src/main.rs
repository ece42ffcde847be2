//! Runs the command, and ends with its exit code.

fn main() -> std::process::ExitCode {
    bole::cli::run()
}
