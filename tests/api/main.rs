//! The whole application from outside: every test sends requests to all of it, over a database of its own, once on SQLite and
//! once on PostgreSQL.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    missing_docs,
    unreachable_pub,
    reason = "tests say what went wrong by stopping"
)]

mod agree;
mod complaints;
mod denunciations;
mod line;
mod money_refusals;
mod old_cases;
mod openapi;
mod procuracy;
mod refusals;
mod requests;
mod scope;
mod support;
mod time;
mod turns;
mod wire;
