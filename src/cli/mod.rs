//! The sub-commands of `thads`, one file each. They read settings, call the rest and print.

mod check_law;
mod create_admin;
mod demo;
mod history;
mod migrate;
mod openapi;
mod serve;

use std::io;
use std::path::PathBuf;

use clap::{Parser, Subcommand};

use crate::settings::Settings;

/// Case management for civil judgment enforcement in Viet Nam (thi hành án dân sự).
#[derive(Debug, Parser)]
#[command(name = "thads", version, about)]
pub struct Cli {
    /// A file with settings; see config/default.toml for every one.
    #[arg(long, global = true, env = "THADS_CONFIG")]
    config: Option<PathBuf>,
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Run the server.
    Serve,
    /// Run a server with an invented office, its people and about twenty cases.
    Demo(demo::Arguments),
    /// Bring the database's tables up to date.
    Migrate,
    /// Add an agency and its first administrator.
    CreateAdmin(create_admin::Arguments),
    /// Print the API's document (OpenAPI 3.1).
    Openapi,
    /// Make a key that signs checkpoints: its secret line goes into a file, its public half is printed.
    HistoryKey(history::KeyArguments),
    /// Make a checkpoint of the history now.
    Checkpoint(history::CheckpointArguments),
    /// Write the history, its log and the last checkpoint into a directory, for an auditor's own checker.
    ExportHistory(history::ExportArguments),
    /// Check the history of this database against checkpoints and public keys.
    Verify(history::VerifyArguments),
    /// Check the law's data: gaps, overlaps, unknown values. Fails on an error.
    CheckLaw,
}

/// Runs the sub-command.
///
/// # Errors
/// Whatever stopped it, in words for the operator.
pub fn run(cli: Cli) -> io::Result<()> {
    let settings = || Settings::load(cli.config.as_deref()).map_err(io::Error::other);
    match cli.command {
        Command::Serve => serve::run(settings()?),
        Command::Demo(arguments) => demo::run(settings()?, &arguments),
        Command::Migrate => migrate::run(&settings()?),
        Command::CreateAdmin(arguments) => create_admin::run(&settings()?, arguments),
        Command::Openapi => openapi::run(),
        Command::HistoryKey(arguments) => history::key(&arguments),
        Command::Checkpoint(arguments) => history::checkpoint(settings()?, &arguments),
        Command::ExportHistory(arguments) => history::export(&settings()?, &arguments),
        Command::Verify(arguments) => history::verify(&settings()?, &arguments),
        Command::CheckLaw => check_law::run(&settings()?),
    }
}
