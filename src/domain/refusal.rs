//! Why something may not be done: every unmet guard and every wrong field, as codes and values. It holds no texts (those are
//! in `config/text`) and no citations (those are in `config/law`): the API adds both in the reader's language.

use chrono::NaiveDate;

/// A condition that is not met: what was looked at, what is required, and when waiting alone would cure it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unmet {
    /// The guard's code, for example `G-2Y`.
    pub code: &'static str,
    /// Values for the message's placeholders.
    pub params: Vec<(&'static str, String)>,
    /// The fact that was looked at.
    pub found: String,
    /// What it had to be.
    pub required: String,
    /// The first day on which waiting would have cured it.
    pub not_before: Option<NaiveDate>,
}

impl Unmet {
    /// An unmet guard with the fact found and the fact required.
    pub fn new(code: &'static str, found: impl Into<String>, required: impl Into<String>) -> Unmet {
        Unmet { code, params: Vec::new(), found: found.into(), required: required.into(), not_before: None }
    }

    /// Adds a value for a placeholder of the message.
    #[must_use]
    pub fn with(mut self, name: &'static str, value: impl Into<String>) -> Unmet {
        self.params.push((name, value.into()));
        self
    }

    /// Says from which day on the guard would be met by itself.
    #[must_use]
    pub fn not_before(mut self, date: NaiveDate) -> Unmet {
        self.not_before = Some(date);
        self.with("date", date.to_string())
    }

    /// Says that waiting cures it once `last` is over.
    #[must_use]
    pub fn not_before_day_after(mut self, last: NaiveDate) -> Unmet {
        self.not_before = last.succ_opt();
        self
    }

    /// Whether the reason is who asks, not what is asked: the API answers 403 and not 409 where nothing else is unmet.
    pub fn is_about_authority(&self) -> bool {
        matches!(self.code, "G-ROLE" | "G-SIGNER" | "G-FOUR-EYES" | "G-EXH-4")
    }
}

/// A wrong field of a body: where, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldError {
    /// RFC 6901 pointer into the body.
    pub pointer: String,
    /// A code of `config/text/fields.toml`, or a guard's code where the law forbids the content.
    pub code: &'static str,
    /// Values for the message's placeholders.
    pub params: Vec<(&'static str, String)>,
}

impl FieldError {
    /// A wrong field.
    pub fn new(pointer: impl Into<String>, code: &'static str) -> FieldError {
        FieldError { pointer: pointer.into(), code, params: Vec::new() }
    }

    /// Adds a value for a placeholder of the message.
    #[must_use]
    pub fn with(mut self, name: &'static str, value: impl Into<String>) -> FieldError {
        self.params.push((name, value.into()));
        self
    }
}

/// Why a command was refused, all reasons at once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Refusal {
    /// The lifecycle does not allow it now, or not to this user.
    NotAllowed(Vec<Unmet>),
    /// The content of the command is wrong.
    Content(Vec<FieldError>),
    /// The law that is needed is not loaded: nothing is decided without it.
    LawMissing(String),
}

impl From<Vec<FieldError>> for Refusal {
    fn from(errors: Vec<FieldError>) -> Refusal {
        Refusal::Content(errors)
    }
}

/// One wrong field.
pub fn wrong(pointer: &str, code: &'static str) -> Refusal {
    Refusal::Content(vec![FieldError::new(pointer, code)])
}

impl From<FieldError> for Refusal {
    fn from(error: FieldError) -> Refusal {
        Refusal::Content(vec![error])
    }
}

impl From<super::law::LawGap> for Refusal {
    fn from(gap: super::law::LawGap) -> Refusal {
        Refusal::LawMissing(gap.to_string())
    }
}
