//! Agreements of the parties on performance (thỏa thuận thi hành án, L106 36.2; ND152 14). An agreement never moves a case.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::text_enum;

text_enum! {
    /// Why an agreement is not recognised (ND152 14.3; L106 36.2).
    pub enum AgreementFault {
        /// It breaks a prohibition of the law.
        Prohibited = "AG-LAW",
        /// It offends social ethics.
        Unethical = "AG-ETHICS",
        /// It is not true to the facts.
        Untrue = "AG-UNTRUE",
        /// It harms the rights of a third person.
        ThirdPerson = "AG-THIRD",
        /// It evades the enforcement fee.
        FeeEvasion = "AG-FEE",
        /// The wrong persons took part.
        WrongPersons = "AG-PERSONS",
        /// It harms the State's interest.
        State = "AG-STATE",
    }
}

text_enum! {
    /// What became of an agreement.
    pub enum AgreementStatus {
        /// Recognised, its term runs.
        Running = "running",
        /// Performed as agreed.
        Performed = "performed",
        /// Not performed: enforcement goes on by the decision (ND152 14.4).
        Defaulted = "defaulted",
    }
}

/// An agreement that the officer recognised.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Agreement {
    /// Its identifier: its deadline is about it.
    pub id: Uuid,
    /// The day the parties made it.
    pub made_on: NaiveDate,
    /// The day it was recognised.
    pub recognised_on: NaiveDate,
    /// The last day to perform as agreed.
    pub perform_until: NaiveDate,
    /// Where it stands.
    pub status: AgreementStatus,
    /// The day it was performed or broken.
    pub closed_on: Option<NaiveDate>,
}
