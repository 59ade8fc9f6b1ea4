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
mod intake_decisions;
mod intake_import;
mod intake_refusals;
mod intake_requests;
mod line;
mod money_refusals;
mod openapi;
mod refusals;
mod requests;
mod scope;
mod support;
mod time;
mod turns;
mod wire;
