//! Checking a history of `thads` without `thads`: chains of events, the Merkle tree over their heads, signed checkpoints. It knows no
//! database and no case; the server uses the same code to build what is checked here.
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic))]

pub mod against;
pub mod chain;
pub mod check;
pub mod dossier;
pub mod export;
pub mod fault;
pub mod merkle;
pub mod note;
pub mod personal;
#[cfg(test)]
mod tests;
