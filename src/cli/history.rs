//! `thads history-key`, `checkpoint`, `export-history`, `verify`: the signed history, for operators and for auditors at the machine.
//! An auditor elsewhere uses `thads-verify` on an export.

use std::io::{self, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use clap::Args;
use thads_verify::against;
use thads_verify::note::{PublicKey, SecretKey};

use crate::app;
use crate::service::clock::SystemClock;
use crate::service::{history_files, history_log};
use crate::settings::Settings;

#[derive(Debug, Args)]
pub(super) struct KeyArguments {
    /// The key's name: the agency and the year, for example. No spaces.
    #[arg(long)]
    name: String,
    /// The file for the secret line; it must not exist. Only its owner can read it.
    #[arg(long)]
    file: PathBuf,
}

#[derive(Debug, Args)]
pub(super) struct CheckpointArguments {
    /// Look at the whole history instead of what was recorded since the last one.
    #[arg(long)]
    whole: bool,
}

#[derive(Debug, Args)]
pub(super) struct ExportArguments {
    /// An empty directory, or one to be made.
    directory: PathBuf,
}

#[derive(Debug, Args)]
pub(super) struct VerifyArguments {
    /// A public key, `name+hash+base64`, or a file with one on each line.
    #[arg(long = "key", required = true)]
    keys: Vec<String>,
    /// A checkpoint that was kept elsewhere than in this database.
    #[arg(long = "checkpoint", required = true)]
    checkpoints: Vec<PathBuf>,
}

/// Makes a key and prints its public half.
pub(super) fn key(arguments: &KeyArguments) -> io::Result<()> {
    println!("{}", make_key(&arguments.name, &arguments.file)?);
    Ok(())
}

/// Writes a fresh key's secret line into a file of its owner's own.
pub(super) fn make_key(name: &str, file: &Path) -> io::Result<PublicKey> {
    let seed: [u8; 32] = rand::random();
    let key = SecretKey::new(name, &seed).map_err(io::Error::other)?;
    let mut file = std::fs::OpenOptions::new().write(true).create_new(true).mode(0o600).open(file)?;
    writeln!(file, "{name}:{}", STANDARD.encode(seed))?;
    Ok(key.public().clone())
}

/// Makes a checkpoint and prints it.
pub(super) fn checkpoint(settings: Settings, arguments: &CheckpointArguments) -> io::Result<()> {
    let law = app::load_law(&settings)?;
    let store = app::open_store(&settings)?;
    let core = app::core(settings, store, Arc::new(law), Arc::new(SystemClock))?;
    match history_log::checkpoint(&core, arguments.whole) {
        Ok(Some(made)) => io::stdout().write_all(made.note.as_bytes()),
        Ok(None) => {
            eprintln!("nothing was recorded since the last checkpoint");
            Ok(())
        }
        Err(error) => {
            let cause = error.cause.clone().unwrap_or_default();
            Err(io::Error::other(format!("{error} {cause}")))
        }
    }
}

/// Writes the export.
pub(super) fn export(settings: &Settings, arguments: &ExportArguments) -> io::Result<()> {
    let store = app::open_store(settings)?;
    let written = history_files::export(&store, &arguments.directory, tell).map_err(io::Error::other)?;
    println!("{written} events in {}", arguments.directory.display());
    Ok(())
}

/// Checks the database's history.
pub(super) fn verify(settings: &Settings, arguments: &VerifyArguments) -> io::Result<()> {
    let checkpoints = against::keys(&arguments.keys)
        .and_then(|keys| against::checkpoints(&arguments.checkpoints, &keys))
        .map_err(io::Error::other)?;
    let store = app::open_store(settings)?;
    let report = history_files::check(&store, &checkpoints, tell)
        .map_err(|stopped| io::Error::other(format!("NOT VERIFIED: {stopped}")))?;
    println!("{report}");
    Ok(())
}

/// Progress, for whoever waits: every fifty thousand events.
fn tell(events: u64) {
    if events.is_multiple_of(50_000) {
        eprintln!("{events} events");
    }
}
