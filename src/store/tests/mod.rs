//! The store on both engines. Every test runs on each, on a database of its own.

mod engine;
pub mod support;
