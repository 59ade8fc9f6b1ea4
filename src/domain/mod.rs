//! What the law says and what may happen: pure decisions on values. No database, no HTTP, no clock, no files, no
//! randomness, no floats – everything comes in as an argument and goes out as a value.

pub mod actor;
pub mod asset;
pub mod calendar;
pub mod case;
pub mod citation;
pub mod claim;
pub mod deadline;
pub mod delegated_verification;
pub mod distribution;
pub mod document;
pub mod enquiry;
pub mod entrustment;
pub mod event;
pub mod exhibit;
pub mod fee;
pub mod held_money;
pub mod ids;
pub mod judgment;
pub mod law;
pub mod ledger;
pub mod lifecycle;
pub mod matter;
pub mod money;
pub mod moved;
pub mod office_time;
pub mod oversight;
pub mod payment;
pub mod period;
pub mod private_office;
pub mod proactive;
pub mod procuracy_list;
pub mod refusal;
pub mod request;
pub mod text;
pub mod text_enum;
