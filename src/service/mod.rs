//! Use cases: one function each, one transaction each. Services own the clock, ask the domain what may happen and hand the
//! store what to write. They know nothing of HTTP.

pub mod access;
pub mod acts;
pub mod assets;
pub mod auth;
mod booking;
pub mod books;
mod breaches;
pub mod calendar_changes;
pub mod cases;
pub mod clock;
pub mod context;
pub mod convert;
pub mod deadline_views;
mod deadlines;
pub mod delegations;
pub mod dossier;
pub mod entrustments;
pub mod error;
pub mod exhibits;
mod fees;
pub mod held_money;
pub mod history_files;
pub mod history_log;
pub mod idempotency;
pub mod import;
pub mod intake;
mod items;
pub mod legal;
pub mod lots;
pub mod matters;
pub mod money;
pub mod notices;
pub mod numbering;
pub mod offices;
pub mod oversight;
pub mod parties;
pub mod password;
pub mod private_office;
pub mod procuracy_lists;
pub mod receipt_series;
pub mod receipts;
pub mod record;
pub mod refusals;
pub mod requests;
pub mod scope;
pub mod time;
pub mod token;
pub mod users;
pub mod verification_delegations;
mod waiting;
pub mod watch;

#[cfg(test)]
mod tests;
