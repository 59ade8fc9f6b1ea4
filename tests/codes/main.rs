//! What the law asks of the program, held against what is there: the list of codes (`tests/fixtures/codes.txt`) against tables
//! and law data and against what the API tests have exercised, the golden dates (`tests/fixtures/golden-dates.txt`)
//! against the counting of time, and the order of payment as text (`tests/fixtures/waterfall.txt`). No database is needed.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test says what it expects")]

mod exercised;
mod golden_dates;
mod list;
mod tables;
mod waterfall;
