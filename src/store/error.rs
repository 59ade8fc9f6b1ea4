//! What can go wrong in the database, in our words. Both engines' reports become the same names; no value that a person
//! typed is ever repeated (a report of PostgreSQL's may hold personal data).

use diesel::result::{DatabaseErrorInformation, DatabaseErrorKind, Error};

/// Why the store could not do as asked.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum StoreError {
    /// No such row, or none within the scope.
    #[error("not found")]
    NotFound,
    /// A constraint refused the write. The name is one of [`CONSTRAINTS`], or `unique`, `foreign_key`, `check`,
    /// `not_null`, `append_only`.
    #[error("conflict: {0}")]
    Conflict(&'static str),
    /// Somebody else changed the row first.
    #[error("the row has changed since it was read")]
    Stale,
    /// Too many are waiting, or a lock was held too long. Trying again may help.
    #[error("the database is busy")]
    Busy,
    /// The database cannot be reached.
    #[error("the database cannot be reached")]
    Unavailable,
    /// Anything else, with the engine's own first line.
    #[error("database: {0}")]
    Database(String),
}

/// A row that may be missing, where that is an answer and no failure.
pub trait IfFound<T> {
    /// `None` where there is no such row within the scope.
    ///
    /// # Errors
    /// Every other failure.
    fn if_found(self) -> Result<Option<T>, StoreError>;
}

impl<T> IfFound<T> for Result<T, StoreError> {
    fn if_found(self) -> Result<Option<T>, StoreError> {
        match self {
            Ok(row) => Ok(Some(row)),
            Err(StoreError::NotFound) => Ok(None),
            Err(error) => Err(error),
        }
    }
}

/// Every unique rule: its name in PostgreSQL, and the columns by which SQLite reports it.
pub const CONSTRAINTS: &[(&str, &str)] = &[
    ("offices_code", "offices.code"),
    ("users_login", "users.login"),
    ("refresh_tokens_hash", "refresh_tokens.token_hash"),
    ("idempotency_keys_key", "idempotency_keys.user_id, idempotency_keys.key"),
    ("counters_key", "counters.office_id, counters.book, counters.year"),
    (
        "judgments_identity",
        "judgments.office_id, judgments.number, judgments.issuer, judgments.pronounced_on",
    ),
    ("cases_number", "cases.office_id, cases.number"),
    ("decisions_number", "decisions.office_id, decisions.book, decisions.year, decisions.number"),
    ("events_sequence", "events.aggregate_id, events.seq"),
    ("log_leaves_head", "log_leaves.aggregate_id, log_leaves.size"),
    ("log_nodes_key", "log_nodes.level, log_nodes.place"),
    ("receipts_number", "receipts.office_id, receipts.book, receipts.year, receipts.number"),
    ("ledger_entries_reversed_once", "ledger_entries.reverses_id"),
    ("receipt_series_once", "receipt_series.office_id, receipt_series.series"),
    ("receipt_cancellations_pkey", "receipt_cancellations.receipt_id"),
    ("batch_lines_line", "batch_lines.matter_id, batch_lines.line"),
    (
        "batch_lines_once",
        "batch_lines.office_id, batch_lines.sender, batch_lines.paper, batch_lines.line_key",
    ),
    ("postings_line", "postings.entry_id, postings.line"),
    ("account_balances_key", "account_balances.file_id, account_balances.account"),
    ("distribution_lines_line", "distribution_lines.distribution_id, distribution_lines.line"),
    ("fee_accounts_key", "fee_accounts.case_id, fee_accounts.party_id"),
    ("event_marks_key", "event_marks.event_id, event_marks.mark, event_marks.subject"),
    ("refused_codes_key", "refused_codes.attempt_id, refused_codes.code"),
    (
        "exhibit_shelves_key",
        "exhibit_shelves.matter_id, exhibit_shelves.custodian, exhibit_shelves.disposition",
    ),
    ("closed_periods_key", "closed_periods.office_id, closed_periods.kind, closed_periods.to_on"),
    ("bank_statements_key", "bank_statements.office_id, bank_statements.ledger, bank_statements.statement"),
    ("statement_lines_key", "statement_lines.matter_id, statement_lines.line"),
    (
        "statement_lines_once",
        "statement_lines.office_id, statement_lines.ledger, statement_lines.statement, statement_lines.reference",
    ),
    (
        "statement_matches_key",
        "statement_matches.ledger, statement_matches.entry_id, statement_matches.posting",
    ),
    (
        "handover_balances_key",
        "handover_balances.matter_id, handover_balances.file_id, handover_balances.account",
    ),
];

impl From<Error> for StoreError {
    fn from(error: Error) -> Self {
        match error {
            Error::NotFound => StoreError::NotFound,
            Error::DatabaseError(kind, report) => from_report(&kind, report.as_ref()),
            Error::BrokenTransactionManager => StoreError::Unavailable,
            other => StoreError::Database(first_line(&other.to_string())),
        }
    }
}

fn from_report(kind: &DatabaseErrorKind, report: &dyn DatabaseErrorInformation) -> StoreError {
    let message = report.message();
    match kind {
        DatabaseErrorKind::UniqueViolation => StoreError::Conflict(unique_name(report)),
        DatabaseErrorKind::ForeignKeyViolation => StoreError::Conflict("foreign_key"),
        DatabaseErrorKind::CheckViolation => StoreError::Conflict("check"),
        DatabaseErrorKind::NotNullViolation => StoreError::Conflict("not_null"),
        DatabaseErrorKind::ClosedConnection | DatabaseErrorKind::UnableToSendCommand => {
            StoreError::Unavailable
        }
        DatabaseErrorKind::SerializationFailure => StoreError::Busy,
        _ if message.contains("append_only") => StoreError::Conflict("append_only"),
        _ if BUSY.iter().any(|sign| message.contains(sign)) => StoreError::Busy,
        _ if GONE.iter().any(|sign| message.contains(sign)) => StoreError::Unavailable,
        _ => StoreError::Database(first_line(message)),
    }
}

/// How the engines say that a lock was held too long.
const BUSY: &[&str] = &["database is locked", "lock timeout", "statement timeout", "deadlock detected"];

/// How PostgreSQL says that it is going away or coming back.
const GONE: &[&str] = &["terminating connection", "the database system is", "server closed the connection"];

fn unique_name(report: &dyn DatabaseErrorInformation) -> &'static str {
    let columns = report.message().strip_prefix("UNIQUE constraint failed: ");
    CONSTRAINTS
        .iter()
        .find(|(name, in_sqlite)| report.constraint_name() == Some(name) || columns == Some(in_sqlite))
        .map_or("unique", |(name, _)| name)
}

fn first_line(message: &str) -> String {
    message.lines().next().unwrap_or_default().to_owned()
}
