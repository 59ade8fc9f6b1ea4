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
mod agreements;
mod asset_bodies;
mod assets_lots;
mod assets_price;
mod assets_sale;
mod assets_seize;
mod assets_walk;
mod auditing;
mod bodies;
mod books;
mod breaches;
mod calendar_changes;
mod closing_cash;
mod closing_period;
mod closing_post;
mod closing_statements;
mod coerce;
mod coercion_costs;
mod coercion_plan;
mod complaints;
mod currency;
mod deadlines;
mod decisions;
mod denunciations;
mod distribution_guards;
mod distribution_many;
mod distributions;
mod dossier;
mod duties;
mod ending;
mod entrusted;
mod entrusting;
mod exempting;
mod exhibits;
mod exhibits_handling;
mod exhibits_store;
mod exhibits_walk;
mod fees;
mod findings;
mod handovers;
mod history_log;
mod intake_decisions;
mod intake_import;
mod intake_refusals;
mod intake_requests;
mod interruption;
mod invariants;
mod late_interest;
mod line;
mod measures;
mod measures_ended;
mod money_costs;
mod money_refusals;
mod money_together;
mod money_walk;
mod notices;
mod old_cases;
mod openapi;
mod past;
mod payment_lists;
mod payouts;
mod price_change;
mod procuracy;
mod receipts;
mod receipts_cash;
mod redactions;
mod refusals;
mod requests;
mod review;
mod sale_money;
mod scope;
mod settings;
mod shares;
mod support;
mod suspension;
mod termination;
mod time;
mod tracks_held;
mod tracks_office;
mod tracks_prison;
mod tracks_return;
mod tracks_state;
mod transfer;
mod turns;
mod verify;
mod wire;
