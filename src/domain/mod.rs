//! What the law says and what may happen: pure decisions on values. No database, no HTTP, no clock, no files, no
//! randomness, no floats – everything comes in as an argument and goes out as a value.

pub mod actor;
pub mod calendar;
pub mod citation;
pub mod claim;
pub mod distribution;
pub mod document;
pub mod fee;
pub mod ids;
pub mod law;
pub mod ledger;
pub mod money;
pub mod period;
pub mod text;
pub mod text_enum;
