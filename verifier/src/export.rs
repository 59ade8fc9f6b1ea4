//! A history as files, so that it can be carried away: `events.log` (a line for each event: hash, leaf of the log or `-`, exact text),
//! `log.ndjson` (a head for each leaf, in the order of the log) and `checkpoint.txt`. Events of one aggregate stand together, in
//! their order.

use std::fs::File;
use std::io::{BufRead, BufReader, Write};
use std::path::Path;

use crate::chain::Head;
use crate::check::{Checker, Report};
use crate::fault::Fault;
use crate::note::Checkpoint;

/// The events.
pub const EVENTS: &str = "events.log";
/// The leaves of the log.
pub const LOG: &str = "log.ndjson";
/// The checkpoint that came with the export.
pub const CHECKPOINT: &str = "checkpoint.txt";

/// An event longer than this is none.
const LINE_MAX: u64 = 256 << 20;

/// Writes an event's line.
///
/// # Errors
/// Whatever the file refuses.
pub fn write_event(out: &mut impl Write, hash: &str, leaf: Option<u64>, text: &str) -> std::io::Result<()> {
    match leaf {
        Some(leaf) => writeln!(out, "{hash} {leaf} {text}"),
        None => writeln!(out, "{hash} - {text}"),
    }
}

/// Reads the events of an export, one line at a time.
///
/// # Errors
/// [`Fault::Input`] for a line that is none; whatever `each` refuses.
pub fn read_events(
    directory: &Path,
    mut each: impl FnMut(&str, &str, Option<u64>) -> Result<(), Fault>,
) -> Result<(), Fault> {
    let mut lines = BufReader::with_capacity(1 << 20, open(directory, EVENTS)?);
    let (mut line, mut number) = (String::new(), 0_u64);
    loop {
        line.clear();
        number += 1;
        if std::io::Read::take(&mut lines, LINE_MAX).read_line(&mut line)? == 0 {
            return Ok(());
        }
        let fault = || Fault::Input(format!("{EVENTS}, line {number}: not `hash leaf text`"));
        let mut parts = line.trim_end_matches('\n').splitn(3, ' ');
        let (Some(hash), Some(leaf), Some(text)) = (parts.next(), parts.next(), parts.next()) else {
            return Err(fault());
        };
        let leaf = match leaf {
            "-" => None,
            leaf => Some(leaf.parse().map_err(|_| fault())?),
        };
        each(text, hash, leaf)?;
    }
}

/// Checks a whole history. `slots` is an empty file of the checker's own; `progress` is told the number of events now and then.
///
/// # Errors
/// The first thing that is wrong.
pub fn check_history(
    directory: &Path,
    slots: File,
    checkpoints: &[Checkpoint],
    mut progress: impl FnMut(u64),
) -> Result<Report, Fault> {
    let leaves = u64::try_from(heads(directory)?.count()).unwrap_or(u64::MAX);
    let mut checker = Checker::new(slots, leaves)?;
    read_events(directory, |text, hash, leaf| {
        checker.event(text, hash, leaf)?;
        if checker.events() % 50_000 == 0 {
            progress(checker.events());
        }
        Ok(())
    })?;
    checker.finish(checkpoints, heads(directory)?)
}

fn heads(directory: &Path) -> Result<impl Iterator<Item = Result<Head, Fault>>, Fault> {
    let lines = BufReader::new(open(directory, LOG)?).lines();
    Ok(lines
        .map(|line| serde_json::from_str(&line?).map_err(|error| Fault::Input(format!("{LOG}: {error}")))))
}

pub(crate) fn open(directory: &Path, name: &str) -> Result<File, Fault> {
    File::open(directory.join(name)).map_err(|error| Fault::Input(format!("{name}: {error}")))
}
