//! An event of the history: what was done, by whom, under which law, on which facts, and what it left behind. Each commits to the
//! one before it by SHA-256 over its canonical JSON (RFC 8785). Storage and reading are not its concern.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use super::ids::{DelegationId, UserId};

/// The content of an event: exactly this is hashed.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct EventBody {
    /// The kind of aggregate.
    pub aggregate: String,
    /// The aggregate.
    pub aggregate_id: Uuid,
    /// Its place in the aggregate's history, from 1, without gaps.
    pub seq: i64,
    /// The transition's code.
    pub code: String,
    /// The action.
    pub action: String,
    /// Who acted.
    pub actor: UserId,
    /// Under which delegation.
    pub delegation: Option<DelegationId>,
    /// The day it happened in law.
    pub effective_on: NaiveDate,
    /// The moment it was recorded.
    pub recorded_at: DateTime<Utc>,
    /// The version of the law by which it was judged.
    pub law: String,
    /// The guards with the values they saw.
    #[schema(value_type = Vec<Object>)]
    pub guards: serde_json::Value,
    /// Deadlines, documents, receipts, ledger entries that came with it.
    #[schema(value_type = Object)]
    pub effects: serde_json::Value,
    /// The whole aggregate after it.
    #[schema(value_type = Object)]
    pub after: serde_json::Value,
    /// The hash of the event before it; empty for the first.
    pub previous: String,
}

/// An event's text as hashed, and its hash.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sealed {
    /// Canonical JSON.
    pub text: String,
    /// SHA-256 of the text, in hexadecimal.
    pub hash: String,
}

impl EventBody {
    /// The canonical text and its hash.
    ///
    /// # Errors
    /// When the content cannot be written as JSON.
    pub fn seal(&self) -> Result<Sealed, serde_json::Error> {
        let text = serde_json_canonicalizer::to_string(self)?;
        let hash = hash(&text);
        Ok(Sealed { text, hash })
    }
}

/// SHA-256 in hexadecimal: what the checker computes too.
pub use thads_verify::chain::hash_of as hash;

#[cfg(test)]
mod tests {
    use super::hash;

    #[test]
    fn the_hash_is_sha_256() {
        assert_eq!(hash("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    }
}
