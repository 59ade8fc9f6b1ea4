//! A history as files, so that it can be carried away: `events.log` (a line for each event: hash, leaf of the log or `-`, exact text),
//! `log.ndjson` (a head for each leaf, in the order of the log) and `checkpoint.txt`. Events of one aggregate stand together, in
//! their order. A dossier adds `proofs.json` and holds the chains of one case only.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{BufRead, BufReader, Write};
use std::path::Path;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use uuid::Uuid;

use crate::chain::{Chain, Head, hash_of};
use crate::check::{Checker, Report};
use crate::fault::Fault;
use crate::merkle::{Hash, includes};
use crate::note::{Checkpoint, hex};

/// The events.
pub const EVENTS: &str = "events.log";
/// The leaves of the log.
pub const LOG: &str = "log.ndjson";
/// The checkpoint that came with the export.
pub const CHECKPOINT: &str = "checkpoint.txt";
/// The proofs of a dossier.
pub const PROOFS: &str = "proofs.json";

/// The documents of a dossier, one a line.
pub const DOCUMENTS: &str = "documents.ndjson";
/// The digests of a dossier's files.
pub const INDEX: &str = "index.json";

/// An event longer than this is none.
const LINE_MAX: u64 = 256 << 20;

/// Proof that a chain's head is in the log of a checkpoint.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct HeadProof {
    /// The head.
    pub head: Head,
    /// Its leaf.
    pub index: u64,
    /// The hashes beside the way to the root, in hexadecimal.
    pub path: Vec<String>,
}

impl HeadProof {
    /// Whether the checkpoint's log has this head.
    pub fn holds(&self, checkpoint: &Checkpoint) -> bool {
        let path: Option<Vec<Hash>> = self.path.iter().map(|hash| unhex(hash)).collect();
        path.is_some_and(|path| {
            includes(&self.head.leaf(), self.index, checkpoint.size, &path, &checkpoint.root)
        })
    }
}

/// A document as a dossier carries it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Document {
    /// Its identifier.
    pub id: Uuid,
    /// Its kind.
    pub kind: String,
    /// Its number.
    pub number: String,
    /// The day of signing.
    pub signed_on: String,
    /// What it says: the exact text whose digest its event holds.
    pub content: String,
}

/// The digests of a dossier's files.
#[derive(Debug, Deserialize)]
struct Index {
    files: BTreeMap<String, String>,
}

/// What an event says of the documents that it made.
#[derive(Debug, Deserialize)]
struct Made {
    #[serde(default)]
    effects: Effects,
}

#[derive(Debug, Default, Deserialize)]
struct Effects {
    #[serde(default)]
    documents: Vec<MadeDocument>,
}

#[derive(Debug, Deserialize)]
struct MadeDocument {
    id: Uuid,
    #[serde(default)]
    sha256: Option<String>,
}

/// A hash from hexadecimal.
pub fn unhex(text: &str) -> Option<Hash> {
    if text.len() != 64 || !text.is_ascii() {
        return None;
    }
    let mut hash: Hash = [0; 32];
    for (place, byte) in hash.iter_mut().enumerate() {
        *byte = u8::from_str_radix(text.get(place * 2..place * 2 + 2)?, 16).ok()?;
    }
    Some(hash)
}

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

/// What a dossier proves.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct DossierReport {
    /// Events read.
    pub events: u64,
    /// Chains read.
    pub chains: u64,
    /// Events recorded after the checkpoint.
    pub uncovered: u64,
    /// Documents whose content is what its event committed to.
    pub documents: u64,
    /// Documents whose event does not tell the digest of the content.
    pub undigested: u64,
}

/// Checks the chains of one case against one checkpoint: each up to the head whose place in the log is proven; then the
/// documents against the events that made them, and every file against the index.
///
/// # Errors
/// The first thing that is wrong.
pub fn check_dossier(directory: &Path, checkpoint: &Checkpoint) -> Result<DossierReport, Fault> {
    let proofs: Vec<HeadProof> = read_json(directory, PROOFS)?;
    if let Some(bad) = proofs.iter().find(|proof| !proof.holds(checkpoint)) {
        return Err(Fault::Proof { of: format!("{} {}", bad.head.kind, bad.head.id) });
    }
    let (mut chain, mut report) = (Chain::default(), DossierReport::default());
    let mut reached = vec![false; proofs.len()];
    let mut made: BTreeMap<Uuid, Option<String>> = BTreeMap::new();
    read_events(directory, |text, hash, _| {
        let (said, head) = chain.take(text, hash)?;
        report.events += 1;
        report.chains += u64::from(said.seq == 1);
        let proven = proofs.iter().position(|proof| proof.head.id == said.aggregate_id);
        match proven.and_then(|at| proofs.get(at).map(|proof| (at, proof))) {
            Some((at, proof)) if head.size == proof.head.size => {
                if head != proof.head {
                    let place = crate::fault::Place { kind: head.kind, id: head.id, seq: head.size };
                    return Err(Fault::Rewritten { place, index: proof.index });
                }
                reached.iter_mut().skip(at).take(1).for_each(|reached| *reached = true);
            }
            Some((_, proof)) if head.size < proof.head.size => {}
            _ => report.uncovered += 1,
        }
        made.extend(documents_of(text).into_iter().map(|one| (one.id, one.sha256)));
        Ok(())
    })?;
    check_documents(directory, &made, &mut report)?;
    check_files(directory)?;
    match reached.iter().position(|reached| !reached).and_then(|at| proofs.get(at)) {
        Some(proof) => Err(Fault::Missing { head: Box::new(proof.head.clone()), index: proof.index }),
        None if report.events == 0 => Err(Fault::Empty),
        None => Ok(report),
    }
}

fn documents_of(text: &str) -> Vec<MadeDocument> {
    serde_json::from_str::<Made>(text).map(|made| made.effects.documents).unwrap_or_default()
}

fn check_documents(
    directory: &Path,
    made: &BTreeMap<Uuid, Option<String>>,
    report: &mut DossierReport,
) -> Result<(), Fault> {
    for line in BufReader::new(open(directory, DOCUMENTS)?).lines() {
        let document: Document =
            serde_json::from_str(&line?).map_err(|error| Fault::Input(format!("{DOCUMENTS}: {error}")))?;
        match made.get(&document.id) {
            Some(Some(digest)) if *digest == hash_of(&document.content) => report.documents += 1,
            Some(None) => report.undigested += 1,
            _ => return Err(Fault::File { file: format!("{DOCUMENTS}, document {}", document.number) }),
        }
    }
    Ok(())
}

fn check_files(directory: &Path) -> Result<(), Fault> {
    let index: Index = read_json(directory, INDEX)?;
    for (name, digest) in index.files {
        // The index is the archive's own word: it names files beside it and nothing else.
        if Path::new(&name).components().count() != 1 || name.contains("..") {
            return Err(Fault::File { file: name });
        }
        let mut hasher = Sha256::new();
        std::io::copy(&mut open(directory, &name)?, &mut Hashing(&mut hasher))?;
        if hex(&hasher.finalize()) != digest {
            return Err(Fault::File { file: name });
        }
    }
    Ok(())
}

/// What is written to it is only hashed.
struct Hashing<'a>(&'a mut Sha256);

impl Write for Hashing<'_> {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.update(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

fn read_json<T: serde::de::DeserializeOwned>(directory: &Path, name: &str) -> Result<T, Fault> {
    serde_json::from_reader(BufReader::new(open(directory, name)?))
        .map_err(|error| Fault::Input(format!("{name}: {error}")))
}

fn open(directory: &Path, name: &str) -> Result<File, Fault> {
    File::open(directory.join(name)).map_err(|error| Fault::Input(format!("{name}: {error}")))
}
