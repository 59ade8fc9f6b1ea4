//! Checking a whole history against checkpoints, event by event. Memory stays flat however long it is: the hash of each leaf goes
//! to its place in a file, one bit for each is kept, and the tree is built from the file at the end.

use std::io::{BufReader, Read, Seek, SeekFrom, Write};

use crate::chain::{Chain, Head};
use crate::fault::{Fault, Place};
use crate::merkle::{Frontier, Hash};
use crate::note::Checkpoint;
use crate::personal::Values;

/// What was found good.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Report {
    /// Events read.
    pub events: u64,
    /// Chains read.
    pub chains: u64,
    /// Leaves of the log.
    pub leaves: u64,
    /// Checkpoints that agree.
    pub checkpoints: u64,
    /// Events that no checkpoint covers yet.
    pub uncovered: u64,
    /// The recording time of the oldest of them.
    pub uncovered_since: Option<String>,
    /// Personal values beside the history, where it was checked beside them.
    pub values: Values,
}

impl std::fmt::Display for Report {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(
            f,
            "verified: {} events in {} chains, {} leaves, {} checkpoints",
            self.events, self.chains, self.leaves, self.checkpoints
        )?;
        if self.values != Values::default() {
            write!(f, "\n{}", self.values)?;
        }
        match &self.uncovered_since {
            Some(since) => write!(
                f,
                "\nnot covered by a checkpoint yet: {} events, the oldest recorded {since}",
                self.uncovered
            ),
            None => Ok(()),
        }
    }
}

/// A check under way. `S` holds 32 bytes for each leaf: an unnamed file.
pub struct Checker<S> {
    slots: S,
    filled: Vec<u8>,
    leaves: u64,
    chain: Chain,
    last: Option<uuid::Uuid>,
    since_leaf: (u64, Option<String>),
    report: Report,
}

impl<S: Read + Write + Seek> Checker<S> {
    /// A check of a log with so many leaves.
    ///
    /// # Errors
    /// [`Fault::Input`] for more leaves than this machine can count.
    pub fn new(slots: S, leaves: u64) -> Result<Checker<S>, Fault> {
        let bytes =
            usize::try_from(leaves / 8 + 1).map_err(|_| Fault::Input("too many leaves".to_owned()))?;
        Ok(Checker {
            slots,
            filled: vec![0; bytes],
            leaves,
            chain: Chain::default(),
            last: None,
            since_leaf: (0, None),
            report: Report { leaves, ..Report::default() },
        })
    }

    /// Takes the next event. The events of one aggregate come together, in their order. `leaf` is its place in the log, if
    /// its chain ended with it when a checkpoint was made; it is a claim, and checked.
    ///
    /// # Errors
    /// The first thing that is wrong.
    pub fn event(&mut self, text: &str, hash: &str, leaf: Option<u64>) -> Result<crate::chain::Said, Fault> {
        let (said, head) = self.chain.take(text, hash)?;
        self.report.events += 1;
        if self.last != Some(said.aggregate_id) {
            self.end_chain();
            self.last = Some(said.aggregate_id);
            self.report.chains += 1;
        }
        match leaf {
            Some(index) => {
                self.fill(index, &head)?;
                self.since_leaf = (0, None);
            }
            None => {
                self.since_leaf.0 += 1;
                self.since_leaf.1.get_or_insert_with(|| said.recorded_at.clone());
            }
        }
        Ok(said)
    }

    /// How far the check is.
    pub const fn events(&self) -> u64 {
        self.report.events
    }

    fn end_chain(&mut self) {
        let (count, since) = std::mem::take(&mut self.since_leaf);
        self.report.uncovered += count;
        let oldest = self.report.uncovered_since.take();
        self.report.uncovered_since = match (oldest, since) {
            (Some(a), Some(b)) => Some(a.min(b)),
            (a, b) => a.or(b),
        };
    }

    fn fill(&mut self, index: u64, head: &Head) -> Result<(), Fault> {
        let place = usize::try_from(index / 8).ok().filter(|_| index < self.leaves);
        let byte = place.and_then(|place| self.filled.get_mut(place)).ok_or(Fault::Claimed { index })?;
        let bit = 1 << (index % 8);
        if *byte & bit != 0 {
            return Err(Fault::Claimed { index });
        }
        *byte |= bit;
        self.slots.seek(SeekFrom::Start(index * 32))?;
        self.slots.write_all(&head.leaf())?;
        Ok(())
    }

    /// Builds the tree and compares it with each checkpoint. `log` gives what the log recorded, leaf by leaf; it only names
    /// the place that the checkpoints prove bad.
    ///
    /// # Errors
    /// The first thing that is wrong.
    pub fn finish(
        mut self,
        checkpoints: &[Checkpoint],
        log: impl Iterator<Item = Result<Head, Fault>>,
    ) -> Result<Report, Fault> {
        if self.report.events == 0 {
            return Err(Fault::Empty);
        }
        if checkpoints.is_empty() {
            return Err(Fault::NoCheckpoint);
        }
        self.end_chain();
        self.slots.flush()?;
        self.compare_leaves(log)?;
        let mut wanted: Vec<&Checkpoint> = checkpoints.iter().collect();
        wanted.sort_by_key(|checkpoint| checkpoint.size);
        if let Some(short) = wanted.iter().find(|checkpoint| checkpoint.size > self.leaves) {
            return Err(Fault::Short { have: self.leaves, of: name(short), size: short.size });
        }
        self.compare_roots(&wanted)?;
        self.report.checkpoints = u64::try_from(wanted.len()).unwrap_or(u64::MAX);
        Ok(self.report)
    }

    fn compare_leaves(&mut self, log: impl Iterator<Item = Result<Head, Fault>>) -> Result<(), Fault> {
        self.slots.seek(SeekFrom::Start(0))?;
        let mut found = BufReader::new(&mut self.slots);
        for (index, head) in (0..self.leaves).zip(log) {
            let head = head?;
            if !is_filled(&self.filled, index) {
                return Err(Fault::Missing { head: Box::new(head), index });
            }
            let mut slot: Hash = [0; 32];
            found.read_exact(&mut slot)?;
            if slot != head.leaf() {
                let place = Place { kind: head.kind, id: head.id, seq: head.size };
                return Err(Fault::Rewritten { place, index });
            }
        }
        match (0..self.leaves).find(|index| !is_filled(&self.filled, *index)) {
            Some(index) => Err(Fault::Leaf { index }),
            None => Ok(()),
        }
    }

    fn compare_roots(&mut self, wanted: &[&Checkpoint]) -> Result<(), Fault> {
        self.slots.seek(SeekFrom::Start(0))?;
        let mut hashes = BufReader::new(&mut self.slots);
        let mut tree = Frontier::default();
        let mut good = None;
        for checkpoint in wanted {
            while tree.size() < checkpoint.size {
                let mut hash: Hash = [0; 32];
                hashes.read_exact(&mut hash)?;
                tree.push(hash, |_, _, _| ());
            }
            if tree.root() != checkpoint.root {
                return Err(Fault::Forked { of: name(checkpoint), size: checkpoint.size, good });
            }
            good = Some(checkpoint.size);
        }
        Ok(())
    }
}

fn is_filled(filled: &[u8], index: u64) -> bool {
    let byte = usize::try_from(index / 8).ok().and_then(|place| filled.get(place));
    byte.is_some_and(|byte| byte & (1 << (index % 8)) != 0)
}

fn name(checkpoint: &Checkpoint) -> String {
    checkpoint.more.first().map_or_else(|| checkpoint.size.to_string(), Clone::clone)
}
