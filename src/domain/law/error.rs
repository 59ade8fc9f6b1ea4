//! What can be wrong with law as data: a file that cannot be read, a value that is not there, a finding of the review.

use chrono::NaiveDate;
use serde::Serialize;
use utoipa::ToSchema;

use crate::text_enum;

/// A file of law data that cannot be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{file}{}: {problem}", key.as_ref().map(|key| format!(" [{key}]")).unwrap_or_default())]
pub struct LawError {
    /// The file.
    pub file: String,
    /// The entry.
    pub key: Option<String>,
    /// What is wrong.
    pub problem: String,
}

text_enum! {
    /// Why a rule gives no value.
    pub enum GapReason {
        /// No rule has this key.
        UnknownKey = "unknown_key",
        /// The rule has no version for the day.
        NotDated = "not_dated",
        /// The value is not known, and no fallback is chosen.
        Unknown = "unknown",
        /// The law of that day has no such rule.
        NoRule = "no_rule",
        /// The value is of another kind.
        OtherKind = "other_kind",
    }
}

/// No value for a key on a day. Whoever needs the value must stop: nothing is guessed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the law data gives no value for {key} on {on}: {reason}")]
pub struct LawGap {
    /// The key.
    pub key: String,
    /// The day.
    pub on: NaiveDate,
    /// Why.
    pub reason: GapReason,
}

text_enum! {
    /// What a finding means for starting the program.
    pub enum Severity {
        /// The program must not start.
        Error = "error",
        /// It may start; somebody should look.
        Warning = "warning",
    }
}

/// Something the review of the law data found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Finding {
    /// Whether it stops the program.
    pub severity: Severity,
    /// What kind: `overlap`, `gap`, `unknown_value`, `missing_key`, `missing_basis`, `missing_text`, …
    pub code: String,
    /// The key or code concerned.
    pub key: String,
    /// The finding in a sentence.
    pub detail: String,
}
