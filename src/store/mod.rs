//! The database, SQLite or PostgreSQL, behind one connection type. Row functions take `&mut Conn` and plain values and
//! return plain structs; no SQL stands outside this module. It knows no HTTP and decides nothing of the law.
//!
//! Every function can fail with a [`StoreError`]: `NotFound` where it says `get`, `Stale` where it changes one row that
//! somebody else may have changed, `Conflict` where a constraint refuses.
#![allow(clippy::missing_errors_doc, reason = "said once, above")]

pub mod assets;
pub mod audit;
mod audit_tables;
pub mod batch_lines;
pub mod cases;
pub mod closings;
mod conn;
pub mod counters;
pub mod current;
pub mod deadline_calendar;
pub mod deadline_lists;
pub mod deadlines;
pub mod decisions;
pub mod denouncers;
pub mod distributions;
pub mod engine;
pub mod entrustments;
pub mod error;
pub mod events;
pub mod exhibits;
pub mod fee_accounts;
pub mod heads;
pub mod idempotency;
pub mod judgments;
pub mod ledger;
pub mod ledger_books;
pub mod log;
pub mod matters;
pub mod notices;
pub mod obligations;
pub mod offices;
pub mod parties;
pub mod past;
pub mod payouts;
pub mod performances;
pub mod receipts;
pub mod refused;
pub mod requests;
mod rows;
mod schema;
mod schema_past;
mod schema_payouts;
mod schema_receipts;
pub mod statements;
#[cfg(test)]
pub(crate) mod tests;
pub mod tokens;
pub mod types;
pub mod users;
mod versions;

pub use conn::Conn;
pub use engine::{Outcome, Store};
pub use error::{IfFound, StoreError};
pub use rows::{MAX_ROWS, Scope, every, next_after};
pub use types::{AnyId, At};
pub use versions::until_further_notice;
