//! The database, SQLite or PostgreSQL, behind one connection type. Row functions take `&mut Conn` and plain values and
//! return plain structs; no SQL stands outside this module. It knows no HTTP and decides nothing of the law.

mod conn;
pub mod engine;
pub mod error;
mod schema;
#[cfg(test)]
mod tests;
pub mod types;

pub use conn::Conn;
pub use engine::{Outcome, Store};
pub use error::StoreError;
pub use types::{AnyId, At};
