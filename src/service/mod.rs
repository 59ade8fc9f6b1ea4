//! Use cases: one function each, one transaction each. Services own the clock, ask the domain what may happen and hand the
//! store what to write. They know nothing of HTTP.

pub mod auth;
pub mod clock;
pub mod context;
pub mod delegations;
pub mod error;
pub mod idempotency;
pub mod offices;
pub mod password;
pub mod token;
pub mod users;

#[cfg(test)]
mod tests;
