//! The program: reads the sub-command and runs it, nothing else.

use std::process::ExitCode;

use clap::Parser;

fn main() -> ExitCode {
    env_logger::Builder::from_env(env_logger::Env::default().default_filter_or("info")).init();
    match thads::cli::run(thads::cli::Cli::parse()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("thads: {error}");
            ExitCode::FAILURE
        }
    }
}
