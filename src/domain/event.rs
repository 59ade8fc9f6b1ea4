//! An event of the history: what was done, by whom, under which law, on which facts, and what it left behind. Each commits to the
//! one before it by SHA-256 over its canonical JSON (RFC 8785). Storage and reading are not its concern.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::ToSchema;
use uuid::Uuid;

use super::ids::{DelegationId, UserId};

/// The content of an event: exactly this is hashed. The members stand in the order of canonical JSON.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct EventBody {
    /// The action.
    pub action: String,
    /// Who acted.
    pub actor: UserId,
    /// The whole aggregate after it.
    #[schema(value_type = Object)]
    pub after: Value,
    /// The kind of aggregate.
    pub aggregate: String,
    /// The aggregate.
    pub aggregate_id: Uuid,
    /// The transition's code.
    pub code: String,
    /// Under which delegation.
    pub delegation: Option<DelegationId>,
    /// The day it happened in law.
    pub effective_on: NaiveDate,
    /// Deadlines, documents, receipts, ledger entries that came with it.
    #[schema(value_type = Object)]
    pub effects: Value,
    /// The guards with the values they saw.
    #[schema(value_type = Vec<Object>)]
    pub guards: Value,
    /// The version of the law by which it was judged.
    pub law: String,
    /// The hash of the event before it; empty for the first.
    pub previous: String,
    /// The moment it was recorded.
    pub recorded_at: DateTime<Utc>,
    /// Its place in the aggregate's history, from 1, without gaps.
    pub seq: i64,
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
        let plain = [&self.guards, &self.effects, &self.after].into_iter().all(is_plain);
        let text = written(self, plain)?;
        let hash = hash(&text);
        Ok(Sealed { text, hash })
    }
}

/// Canonical JSON (RFC 8785) of a value.
///
/// # Errors
/// When it cannot be written as JSON.
pub fn canonical(value: &Value) -> Result<String, serde_json::Error> {
    written(value, is_plain(value))
}

/// What is plain, and already in order, is canonical as `serde_json` writes it: the library would sort it anew.
fn written(value: &impl Serialize, plain: bool) -> Result<String, serde_json::Error> {
    if plain { serde_json::to_string(value) } else { serde_json_canonicalizer::to_string(value) }
}

/// Whether a value leaves RFC 8785 nothing to decide: names are ASCII, so that their order in a [`serde_json::Map`] is that of UTF-16,
/// and numbers are integers that a double holds exactly.
fn is_plain(value: &Value) -> bool {
    const EXACT: u64 = 1 << 53;
    match value {
        Value::Null | Value::Bool(_) | Value::String(_) => true,
        Value::Number(number) => number.as_i64().is_some_and(|number| number.unsigned_abs() <= EXACT),
        Value::Array(values) => values.iter().all(is_plain),
        Value::Object(members) => members.iter().all(|(name, value)| name.is_ascii() && is_plain(value)),
    }
}

/// SHA-256 in hexadecimal: what the checker computes too.
pub use thads_verify::chain::hash_of as hash;

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::json;

    use super::*;

    #[test]
    fn the_hash_is_sha_256() {
        assert_eq!(hash("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    }

    fn values() -> impl Strategy<Value = Value> {
        let edges = [0, -1, 1 << 53, (1 << 53) + 1, -(1 << 53) - 1, i64::MAX, i64::MIN];
        let leaf = prop_oneof![
            Just(json!(null)),
            any::<bool>().prop_map(|one| json!(one)),
            any::<i64>().prop_map(|one| json!(one)),
            prop::sample::select(edges.to_vec()).prop_map(|one| json!(one)),
            any::<f32>().prop_map(|one| json!(one)),
            any::<String>().prop_map(|one| json!(one)),
            "[\\x00-\\x7fđ€𐀀\u{fb33}\"\\\\/]{0,6}".prop_map(|one| json!(one)),
        ];
        leaf.prop_recursive(4, 64, 8, |inner| {
            let names = prop_oneof!["[a-zA-Z_0-9]{0,4}", "[\\x00-\\x7f]{0,3}", "[\u{e000}-\u{fb33}𐀀đ]{0,2}"];
            prop_oneof![
                prop::collection::vec(inner.clone(), 0..8).prop_map(Value::Array),
                prop::collection::vec((names, inner), 0..8)
                    .prop_map(|all| Value::Object(all.into_iter().collect())),
            ]
        })
    }

    proptest! {
        #[test]
        fn what_is_hashed_is_canonical(after in values(), effects in values(), guards in values()) {
            prop_assert_eq!(canonical(&after).unwrap(), serde_json_canonicalizer::to_string(&after).unwrap());
            let body = EventBody {
                action: "act".to_owned(),
                actor: UserId(Uuid::from_u128(1)),
                after,
                aggregate: "case".to_owned(),
                aggregate_id: Uuid::from_u128(2),
                code: "T-EN-01".to_owned(),
                delegation: None,
                effective_on: NaiveDate::from_ymd_opt(2026, 9, 1).unwrap(),
                effects,
                guards,
                law: "l106".to_owned(),
                previous: String::new(),
                recorded_at: DateTime::UNIX_EPOCH,
                seq: 1,
            };
            prop_assert_eq!(body.seal().unwrap().text, serde_json_canonicalizer::to_string(&body).unwrap());
        }
    }
}
