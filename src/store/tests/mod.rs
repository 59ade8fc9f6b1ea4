//! The store on both engines. Every test runs on each, on a database of its own.

mod columns;
mod deadlines;
mod engine;
mod round_trips;
mod rules;
mod sample;
pub mod support;
mod together;
