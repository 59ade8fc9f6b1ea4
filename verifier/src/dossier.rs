//! The dossier of one case as files: the chains of the case as in an export, `proofs.json` (the place of each in the log),
//! `documents.ndjson`, `parties.json`, `personal.ndjson` (every version of every party with its salts), and `index.json` with the
//! digest of every file.

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Write};
use std::path::Path;

use serde::{Deserialize, Serialize};
use serde_json::Value;
use sha2::{Digest, Sha256};
use uuid::Uuid;

use crate::chain::{Chain, Head, Said, hash_of};
use crate::export::{open, read_events};
use crate::fault::{Fault, Place};
use crate::merkle::{Hash, includes, unhex};
use crate::note::{Checkpoint, hex};
use crate::personal::{FIELDS, PERSONAL, People, Redactions, Values, Version};

/// The proofs.
pub const PROOFS: &str = "proofs.json";
/// The documents, one a line, by identifier.
pub const DOCUMENTS: &str = "documents.ndjson";
/// The parties as they are now.
pub const PARTIES: &str = "parties.json";
/// The digests of the files.
pub const INDEX: &str = "index.json";

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

/// A document as its event names it. The members stand in the order of their names, as in the text that was hashed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MadeDocument {
    /// Its identifier.
    pub id: Uuid,
    /// Its kind.
    pub kind: String,
    /// Its number.
    pub number: String,
    /// The digest of what it says.
    #[serde(default)]
    pub sha256: Option<String>,
}

impl From<&Document> for MadeDocument {
    fn from(document: &Document) -> MadeDocument {
        let Document { id, kind, number, content, .. } = document.clone();
        MadeDocument { id, kind, number, sha256: Some(hash_of(&content)) }
    }
}

/// What an event says of the documents that it made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Made {
    /// Each of them.
    Each(Vec<MadeDocument>),
    /// How many, and the digest of the list of all.
    Many {
        /// How many.
        count: usize,
        /// The digest of the JSON list of what [`Made::Each`] would hold.
        sha256: String,
    },
}

impl Made {
    /// Reads it from an event's text; an event that says nothing made none.
    pub fn of(text: &str) -> Made {
        let none = Made::Each(Vec::new());
        let said: Option<WithEffects> = serde_json::from_str(text).ok();
        match said.map(|said| said.effects.documents) {
            Some(list @ Value::Array(_)) => serde_json::from_value(list).map_or(none, Made::Each),
            Some(many) => serde_json::from_value(many)
                .map_or(none, |many: ManyMade| Made::Many { count: many.documents, sha256: many.sha256 }),
            None => none,
        }
    }
}

#[derive(Debug, Deserialize)]
struct WithEffects {
    #[serde(default)]
    effects: Effects,
}

#[derive(Debug, Default, Deserialize)]
struct Effects {
    #[serde(default)]
    documents: Value,
}

#[derive(Debug, Deserialize)]
struct ManyMade {
    documents: usize,
    sha256: String,
}

#[derive(Debug, Deserialize)]
struct Index {
    files: BTreeMap<String, String>,
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
    /// Documents that the events name and the dossier does not hold: of another file, or taken out.
    pub absent: u64,
    /// Personal values of the parties.
    pub values: Values,
}

/// Checks the chains of one case against one checkpoint: each up to the head whose place in the log is proven; then the
/// documents and the personal values against the events that made them, and every file against the index.
///
/// # Errors
/// The first thing that is wrong.
pub fn check_dossier(directory: &Path, checkpoint: &Checkpoint) -> Result<DossierReport, Fault> {
    let proofs: Vec<HeadProof> = read_json(directory, PROOFS)?;
    if let Some(bad) = proofs.iter().find(|proof| !proof.holds(checkpoint)) {
        return Err(Fault::Proof { of: format!("{} {}", bad.head.kind, bad.head.id) });
    }
    let mut due: BTreeMap<Uuid, HeadProof> = proofs.into_iter().map(|proof| (proof.head.id, proof)).collect();
    let (mut chain, mut report) = (Chain::default(), DossierReport::default());
    let (mut documents, mut people, mut redactions) = <(Documents, People, Redactions)>::default();
    read_events(directory, |text, hash, _| {
        let (said, head) = chain.take(text, hash)?;
        report.events += 1;
        report.chains += u64::from(said.seq == 1);
        report.uncovered += u64::from(!reaches(&said, head, &mut due)?);
        documents.made(Made::of(text));
        people.event(text, &mut redactions);
        Ok(())
    })?;
    documents.check(directory, &mut report)?;
    report.values = check_people(directory, people, redactions)?;
    check_files(directory)?;
    match due.into_values().next() {
        Some(proof) => Err(Fault::Missing { index: proof.index, head: Box::new(proof.head) }),
        None if report.events == 0 => Err(Fault::Empty),
        None => Ok(report),
    }
}

/// Whether the event is at or before the proven head of its chain; the head itself has to be the proven one, and is then done.
fn reaches(said: &Said, head: Head, due: &mut BTreeMap<Uuid, HeadProof>) -> Result<bool, Fault> {
    let Some(proof) = due.get(&said.aggregate_id) else { return Ok(false) };
    if head.size < proof.head.size {
        return Ok(true);
    }
    if head != proof.head {
        let place = Place { kind: head.kind, id: head.id, seq: head.size };
        return Err(Fault::Rewritten { place, index: proof.index });
    }
    due.remove(&said.aggregate_id);
    Ok(true)
}

/// What the events say of documents.
#[derive(Default)]
struct Documents {
    each: BTreeMap<Uuid, Option<String>>,
    many: Vec<(usize, String)>,
}

impl Documents {
    fn made(&mut self, made: Made) {
        match made {
            Made::Each(documents) => self.each.extend(documents.into_iter().map(|one| (one.id, one.sha256))),
            Made::Many { count, sha256 } => self.many.push((count, sha256)),
        }
    }

    /// Holds every document of the file against the event that made it.
    fn check(mut self, directory: &Path, report: &mut DossierReport) -> Result<(), Fault> {
        let mut of_many = Vec::new();
        for line in BufReader::new(open(directory, DOCUMENTS)?).lines() {
            let document: Document = serde_json::from_str(&line?)
                .map_err(|error| Fault::Input(format!("{DOCUMENTS}: {error}")))?;
            match self.each.remove(&document.id) {
                Some(Some(digest)) if digest == hash_of(&document.content) => report.documents += 1,
                Some(None) => report.undigested += 1,
                Some(Some(_)) => return Err(altered(&document.number)),
                None => of_many.push(MadeDocument::from(&document)),
            }
        }
        report.documents += u64::try_from(of_many.len()).unwrap_or(u64::MAX);
        self.check_many(&of_many)?;
        let named = self.many.iter().map(|(count, _)| *count).sum::<usize>() + self.each.len();
        report.absent = u64::try_from(named).unwrap_or(u64::MAX);
        Ok(())
    }

    /// Documents of one act have identifiers that follow each other, so each act's stand together.
    fn check_many(&mut self, mut left: &[MadeDocument]) -> Result<(), Fault> {
        while let Some(first) = left.first() {
            let fits = |(count, digest): &(usize, String)| {
                let whole = left.get(..*count).and_then(|some| serde_json::to_string(some).ok());
                whole.is_some_and(|text| hash_of(&text) == *digest)
            };
            let at = self.many.iter().position(fits).ok_or_else(|| altered(&first.number))?;
            let (count, _) = self.many.swap_remove(at);
            left = left.get(count.max(1)..).unwrap_or_default();
        }
        Ok(())
    }
}

fn altered(number: &str) -> Fault {
    Fault::File { file: format!("{DOCUMENTS}, document {number}") }
}

/// A party as it is shown.
#[derive(Debug, Deserialize)]
struct Shown {
    id: Uuid,
    #[serde(flatten)]
    fields: BTreeMap<String, Value>,
}

/// Holds every version against what its event says, what is gone against the decision that took it, and the parties as they are shown
/// against the last version of each.
fn check_people(directory: &Path, mut people: People, mut redactions: Redactions) -> Result<Values, Fault> {
    let mut last: BTreeMap<Uuid, Version> = BTreeMap::new();
    for line in BufReader::new(open(directory, PERSONAL)?).lines() {
        let version: Version =
            serde_json::from_str(&line?).map_err(|error| Fault::Input(format!("{PERSONAL}: {error}")))?;
        people.version(&version, &mut redactions)?;
        last.insert(version.party, version);
    }
    redactions.end()?;
    let mut found = people.end()?;
    for shown in read_json::<Vec<Shown>>(directory, PARTIES)? {
        match last.remove(&shown.id) {
            Some(version) => {
                version.shows(|field| shown.fields.get(field).and_then(Value::as_str).map(str::to_owned))?;
            }
            None => found.uncommitted += u64::try_from(FIELDS.len()).unwrap_or(u64::MAX),
        }
    }
    match last.into_keys().next() {
        Some(party) => Err(Fault::Person { party }),
        None => Ok(found),
    }
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
