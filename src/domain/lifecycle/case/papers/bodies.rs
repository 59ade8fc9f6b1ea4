//! What is put on record of a paper that gives or ends a ground.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use validator::Validate;

use crate::actions;
use crate::domain::case::Gives;
use crate::domain::ids::HoldId;

actions! {
    /// Papers that give or end a ground.
    pub enum PapersAction {
        /// T-SK-01: a paper or event that gives or ends a ground was received.
        RecordPaper(RecordPaper) = "record_paper",
    }
}

/// A paper or event that gives or ends a ground. The day of the act is the day of receipt.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
pub struct RecordPaper {
    /// The ground.
    pub gives: Gives,
    /// The postponement or suspension that it ends; needed with `RESUME`.
    pub ends: Option<HoldId>,
    /// Its own date; the day of receipt unless told.
    pub dated_on: Option<NaiveDate>,
    /// The body or role it comes from: no name of a person.
    #[validate(length(min = 1, max = 200))]
    pub source: String,
    /// Its number, or what it says, in brief.
    #[validate(length(min = 1, max = 2000))]
    pub content: String,
}
