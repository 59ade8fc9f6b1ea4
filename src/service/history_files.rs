//! The whole history checked where it lies, or carried away as files for an auditor's own checker. It reads in pages and keeps
//! nothing: memory does not grow with the history.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::Path;

use serde::Deserialize;
use serde_json::Value;
use thads_verify::chain::{Head, Said};
use thads_verify::check::{Checker, Report};
use thads_verify::export::{CHECKPOINT, EVENTS, LOG, write_event};
use thads_verify::fault::{Fault, Place};
use thads_verify::note::Checkpoint;
use thads_verify::personal::{FIELDS, People, Redactions, Values};

use super::error::ApiError;
use super::history_log::head;
use super::personal;
use crate::domain::ids::JudgmentId;
use crate::domain::judgment::Party;
use crate::domain::matter::Matter;
use crate::domain::redaction::Redaction;
use crate::store::events::{self, Event};
use crate::store::{AnyId, Conn, MAX_ROWS, Store, StoreError, current, log};

/// The kind under which reads and refusals are recorded: nothing is stored beside these events.
use super::access::KIND as ACCESS;

/// How to check an export: it goes with it.
pub(super) const HOW: &str = include_str!("how_to_verify.txt");

/// Why an export or a check stopped.
#[derive(Debug, thiserror::Error)]
pub enum Stopped {
    /// The history is not right, or cannot be read.
    #[error(transparent)]
    Fault(#[from] Fault),
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The files.
    #[error(transparent)]
    Io(#[from] std::io::Error),
}

impl From<ApiError> for Stopped {
    fn from(error: ApiError) -> Self {
        Stopped::Fault(Fault::Input(format!("{error} {}", error.cause.clone().unwrap_or_default())))
    }
}

/// Checks the history of a live database: its chains and columns, the log, the checkpoints, every aggregate against its own
/// last event, and the personal values of every party against the digests in the history. `progress` is told the number of events after each page.
///
/// # Errors
/// The first thing that is wrong.
pub fn check(
    store: &Store,
    checkpoints: &[Checkpoint],
    mut progress: impl FnMut(u64),
) -> Result<Report, Stopped> {
    store.read(|conn| {
        let leaves = u64::try_from(log::size(conn)?).unwrap_or(0);
        let mut checker = Checker::new(tempfile::tempfile()?, leaves)?;
        let (mut last, mut personal) = <(Last, Personal)>::default();
        each_page(conn, |conn, page| {
            for (event, leaf) in page {
                let said = checker.event(
                    &event.body,
                    &event.hash,
                    leaf.and_then(|leaf| u64::try_from(leaf).ok()),
                )?;
                columns(&event, &said)?;
                personal.see(conn, &event)?;
                last.see(event);
            }
            last.compare(conn)?;
            progress(checker.events());
            Ok(())
        })?;
        last.end();
        last.compare(conn)?;
        let values = personal.finish(conn)?;
        Ok(Report { values, ..checker.finish(checkpoints, heads(conn))? })
    })
}

/// Writes the history, the log and the last checkpoint into an empty directory.
///
/// # Errors
/// When the directory is not empty or cannot be written; when no checkpoint was made yet; the database's failure.
pub fn export(store: &Store, directory: &Path, mut progress: impl FnMut(u64)) -> Result<u64, Stopped> {
    std::fs::create_dir_all(directory)?;
    if std::fs::read_dir(directory)?.next().is_some() {
        return Err(Fault::Input(format!("{} is not empty", directory.display())).into());
    }
    let file = |name: &str| Ok::<_, std::io::Error>(BufWriter::new(File::create(directory.join(name))?));
    store.read(|conn| {
        let last = log::last_checkpoint(conn)?.ok_or(Fault::NoCheckpoint)?;
        std::fs::write(directory.join(CHECKPOINT), last.note)?;
        std::fs::write(directory.join("HOW-TO-VERIFY.txt"), HOW)?;
        let (mut out, mut written) = (file(EVENTS)?, 0);
        each_page(conn, |_, page| {
            for (event, leaf) in page {
                let leaf = leaf.and_then(|leaf| u64::try_from(leaf).ok());
                write_event(&mut out, &event.hash, leaf, &event.body)?;
                written += 1;
            }
            progress(written);
            Ok(())
        })?;
        out.flush()?;
        let mut out = file(LOG)?;
        for head in heads(conn) {
            serde_json::to_writer(&mut out, &head?).map_err(std::io::Error::from)?;
            out.write_all(b"\n")?;
        }
        out.flush()?;
        Ok(written)
    })
}

impl From<Stopped> for super::error::ApiError {
    fn from(stopped: Stopped) -> Self {
        super::error::ApiError::internal(stopped)
    }
}

type Page = Vec<(Event, Option<i64>)>;

fn each_page(
    conn: &mut Conn,
    mut each: impl FnMut(&mut Conn, Page) -> Result<(), Stopped>,
) -> Result<(), Stopped> {
    let mut after = None;
    loop {
        let page = events::all(conn, after, MAX_ROWS)?;
        let Some((last, _)) = page.last() else { return Ok(()) };
        after = Some((last.aggregate_id, last.seq));
        each(conn, page)?;
    }
}

/// The log's leaves in their order, read in pages.
fn heads(conn: &mut Conn) -> impl Iterator<Item = Result<Head, Fault>> + '_ {
    let (mut page, mut after) = (Vec::new().into_iter(), None);
    std::iter::from_fn(move || {
        let leaf = match page.next() {
            Some(leaf) => leaf,
            None => match log::leaves(conn, after, MAX_ROWS) {
                Ok(next) => {
                    page = next.into_iter();
                    page.next()?
                }
                Err(error) => return Some(Err(Fault::Input(error.to_string()))),
            },
        };
        after = Some(leaf.place);
        Some(head(&leaf).map_err(|error| Fault::Input(error.to_string())))
    })
}

/// The columns by which events are searched say what the text says.
fn columns(event: &Event, said: &Said) -> Result<(), Fault> {
    let recorded = chrono::DateTime::parse_from_rfc3339(&said.recorded_at).map(|at| at.to_utc());
    let says = [
        ("aggregate_kind", event.aggregate_kind == said.aggregate),
        ("aggregate_id", event.aggregate_id.0 == said.aggregate_id),
        ("seq", u64::try_from(event.seq) == Ok(said.seq)),
        ("code", event.code == said.code),
        ("action", event.action == said.action),
        ("actor_id", event.actor_id.0 == said.actor),
        ("effective_on", event.effective_on.to_string() == said.effective_on),
        ("recorded_at", recorded.is_ok_and(|at| crate::store::At::from(at) == event.recorded_at)),
        ("previous_hash", event.previous_hash == said.previous),
    ];
    match says.iter().find(|(_, same)| !same) {
        None => Ok(()),
        Some((column, _)) => {
            let place = Place { kind: said.aggregate.clone(), id: said.aggregate_id, seq: said.seq };
            Err(Fault::Column { place, column })
        }
    }
}

/// What the history says of the parties of the judgment whose chain is being read, and what was found so far.
#[derive(Default)]
struct Personal {
    running: Option<(JudgmentId, People)>,
    redactions: Redactions,
    found: Values,
}

impl Personal {
    fn see(&mut self, conn: &mut Conn, event: &Event) -> Result<(), Stopped> {
        let judgment = JudgmentId(event.aggregate_id.0);
        if self.running.as_ref().is_some_and(|(id, _)| *id != judgment) {
            self.end(conn)?;
        }
        match event.aggregate_kind.as_str() {
            "judgment" => {
                let (_, people) = self.running.get_or_insert_with(|| (judgment, People::default()));
                people.event(&event.body, &mut self.redactions);
            }
            Redaction::KIND => People::default().event(&event.body, &mut self.redactions),
            _ => {}
        }
        Ok(())
    }

    /// Holds the parties of the judgment that has ended against what was said of them.
    fn end(&mut self, conn: &mut Conn) -> Result<(), Stopped> {
        let Some((judgment, mut people)) = self.running.take() else { return Ok(()) };
        let (redactions, mut found) = (&mut self.redactions, Values::default());
        personal::every_version(conn, judgment, |party: &Party, versions| -> Result<(), Stopped> {
            for version in &versions {
                people.version(version, redactions)?;
            }
            match versions.last() {
                Some(last) => last.shows(|field| {
                    field.parse().ok().and_then(|field| party.personal(field)).map(str::to_owned)
                })?,
                None => found.uncommitted += u64::try_from(FIELDS.len()).unwrap_or(u64::MAX),
            }
            Ok(())
        })?;
        self.found += found;
        self.found += people.end()?;
        Ok(())
    }

    fn finish(mut self, conn: &mut Conn) -> Result<Values, Stopped> {
        self.end(conn)?;
        self.redactions.end()?;
        Ok(self.found)
    }
}

/// The last event of each chain, until it has been compared with the aggregate itself.
#[derive(Default)]
struct Last {
    running: Option<Event>,
    ended: BTreeMap<String, Vec<(AnyId, String)>>,
}

/// What an event left behind.
#[derive(Deserialize)]
struct After {
    after: Value,
}

impl Last {
    fn see(&mut self, event: Event) {
        if self.running.as_ref().is_some_and(|last| last.aggregate_id != event.aggregate_id) {
            self.end();
        }
        self.running = Some(event);
    }

    fn end(&mut self) {
        if let Some(last) = self.running.take().filter(|last| last.aggregate_kind != ACCESS) {
            self.ended.entry(last.aggregate_kind).or_default().push((last.aggregate_id, last.body));
        }
    }

    /// Holds what has ended against the rows.
    fn compare(&mut self, conn: &mut Conn) -> Result<(), Stopped> {
        for (kind, chains) in std::mem::take(&mut self.ended) {
            for batch in chains.chunks(500) {
                let ids: Vec<AnyId> = batch.iter().map(|(id, _)| *id).collect();
                let now: BTreeMap<AnyId, String> =
                    current::documents(conn, &kind, &ids)?.into_iter().collect();
                for (id, body) in batch {
                    let id_of = || (*id).into();
                    let Some(document) = now.get(id) else {
                        return Err(Fault::State { kind, id: id_of(), gone: true }.into());
                    };
                    let left: Result<After, _> = serde_json::from_str(body);
                    let is: Result<Value, _> = serde_json::from_str(document);
                    if !matches!((left, is), (Ok(left), Ok(is)) if left.after == is) {
                        return Err(Fault::State { kind, id: id_of(), gone: false }.into());
                    }
                }
            }
        }
        Ok(())
    }
}
