//! The chain of one aggregate: events numbered from 1 without gaps, each naming the hash of the one before it. Every event is
//! hashed anew; nothing that stands beside its text is believed.

use serde::Deserialize;
use sha2::{Digest, Sha256};
use uuid::Uuid;

use crate::fault::{Fault, Place};
use crate::merkle::{Hash, leaf_hash};
use crate::note::hex;

/// What a chain needs to know of an event's text; the rest is only hashed.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Said {
    /// The kind of aggregate.
    pub aggregate: String,
    /// The aggregate.
    pub aggregate_id: Uuid,
    /// The place in its history, from 1.
    pub seq: u64,
    /// The hash of the event before; empty for the first.
    pub previous: String,
    /// When it was recorded.
    pub recorded_at: String,
    /// The day it happened in law.
    #[serde(default)]
    pub effective_on: String,
    /// The transition's code.
    #[serde(default)]
    pub code: String,
    /// The action.
    #[serde(default)]
    pub action: String,
    /// Who acted.
    #[serde(default)]
    pub actor: Uuid,
}

/// SHA-256 of an event's exact text, in hexadecimal.
pub fn hash_of(text: &str) -> String {
    hex(&Sha256::digest(text.as_bytes()))
}

/// The head of a chain, as it stands in the log: how long the chain was, and the hash of its last event. The hash of that
/// one event commits to all before it.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, Deserialize)]
pub struct Head {
    /// The kind of aggregate.
    pub kind: String,
    /// The aggregate.
    pub id: Uuid,
    /// The number of its events.
    pub size: u64,
    /// The hash of the last one.
    pub hash: String,
}

impl Head {
    /// The leaf's text.
    pub fn text(&self) -> String {
        format!("thads chain head v1\n{}\n{}\n{}\n{}\n", self.kind, self.id, self.size, self.hash)
    }

    /// The leaf's hash.
    pub fn leaf(&self) -> Hash {
        leaf_hash(self.text().as_bytes())
    }
}

/// The chain that is being read.
#[derive(Debug, Clone, Default)]
pub struct Chain {
    at: Option<(Uuid, u64, String)>,
}

impl Chain {
    /// Takes the next event; events of one aggregate come together, in their order.
    ///
    /// # Errors
    /// The first thing that is wrong with it.
    pub fn take(&mut self, text: &str, stored_hash: &str) -> Result<(Said, Head), Fault> {
        let said: Said = serde_json::from_str(text).map_err(|_| Fault::Unreadable { after: self.place() })?;
        let place = Place { kind: said.aggregate.clone(), id: said.aggregate_id, seq: said.seq };
        let hash = hash_of(text);
        if hash != stored_hash {
            return Err(Fault::Altered { place });
        }
        let (expected, previous) = match &self.at {
            Some((id, seq, hash)) if *id == said.aggregate_id => (seq + 1, hash.as_str()),
            _ => (1, ""),
        };
        if said.seq != expected {
            return Err(Fault::Gap { place, expected });
        }
        if said.previous != previous {
            return Err(Fault::Unlinked { place });
        }
        let head = Head { kind: said.aggregate.clone(), id: said.aggregate_id, size: said.seq, hash };
        self.at = Some((said.aggregate_id, said.seq, head.hash.clone()));
        Ok((said, head))
    }

    /// The last event taken.
    fn place(&self) -> Option<Uuid> {
        self.at.as_ref().map(|(id, ..)| *id)
    }
}
