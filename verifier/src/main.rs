//! `thads-verify`: checks an exported history or a dossier with nothing but the files, a public key and the checkpoints that
//! the auditor has kept. It exits with 0 only if everything was checked and everything is right.

use std::io::{self, IsTerminal, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::{Args, Parser, Subcommand};
use thads_verify::against;
use thads_verify::dossier::check_dossier;
use thads_verify::export::{self, check_history};
use thads_verify::fault::Fault;
use thads_verify::note::Checkpoint;

/// Checks a history of thads against signed checkpoints.
#[derive(Debug, Parser)]
#[command(name = "thads-verify", version, about)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Check a whole exported history (events.log, log.ndjson).
    History(Against),
    /// Check an unpacked dossier of one case (events.log, proofs.json).
    Dossier(Against),
}

#[derive(Debug, Args)]
struct Against {
    /// The directory of the export.
    directory: PathBuf,
    /// A public key, `name+hash+base64`, or a file with one on each line. Obtain it from elsewhere than the export.
    #[arg(long = "key", required = true)]
    keys: Vec<String>,
    /// A checkpoint that you kept; several may be given. Without one the export's own is used, which proves less.
    #[arg(long = "checkpoint")]
    checkpoints: Vec<PathBuf>,
}

fn main() -> ExitCode {
    let done = match Cli::parse().command {
        Command::History(against) => history(&against),
        Command::Dossier(against) => dossier(&against),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(fault) => {
            eprintln!("NOT VERIFIED: {fault}");
            ExitCode::FAILURE
        }
    }
}

impl Against {
    /// The checkpoints, and whether they came from elsewhere than the export.
    fn checkpoints(&self) -> Result<(Vec<Checkpoint>, bool), Fault> {
        let own = [self.directory.join(export::CHECKPOINT)];
        let kept = !self.checkpoints.is_empty();
        let files = if kept { self.checkpoints.as_slice() } else { &own };
        Ok((against::checkpoints(files, &against::keys(&self.keys)?)?, kept))
    }
}

fn history(against: &Against) -> Result<(), Fault> {
    let (checkpoints, kept) = against.checkpoints()?;
    let shows = io::stderr().is_terminal();
    let report =
        check_history(&against.directory, unnamed_file(&against.directory)?, &checkpoints, |events| {
            if shows {
                eprint!("\r{events} events");
            } else {
                eprintln!("{events} events");
            }
        })?;
    if shows {
        eprintln!();
    }
    let mut out = io::stdout().lock();
    writeln!(out, "{report}")?;
    warn(kept, &mut out)
}

fn dossier(against: &Against) -> Result<(), Fault> {
    let (checkpoints, kept) = against.checkpoints()?;
    let checkpoint = checkpoints.first().ok_or(Fault::NoCheckpoint)?;
    let report = check_dossier(&against.directory, checkpoint)?;
    let mut out = io::stdout().lock();
    writeln!(
        out,
        "verified: {} events in {} chains, {} documents",
        report.events, report.chains, report.documents
    )?;
    writeln!(out, "{}", report.values)?;
    if report.undigested > 0 {
        writeln!(out, "documents whose event tells no digest: {}", report.undigested)?;
    }
    if report.uncovered > 0 {
        writeln!(out, "not covered by the checkpoint: {} events", report.uncovered)?;
    }
    if report.absent > 0 {
        writeln!(out, "documents that the history names and this dossier does not hold: {}", report.absent)?;
    }
    warn(kept, &mut out)
}

fn warn(kept: bool, out: &mut impl Write) -> Result<(), Fault> {
    if !kept {
        writeln!(
            out,
            "NOTE: the checkpoint came with the export. Give one that you kept, or compare it with one published."
        )?;
    }
    Ok(())
}

/// A file that is gone when the check ends, beside the export or else where temporary files are.
fn unnamed_file(beside: &Path) -> Result<std::fs::File, Fault> {
    Ok(tempfile::tempfile_in(beside).or_else(|_| tempfile::tempfile())?)
}
