//! One dated value of the law, with its citation and how sure we are of it.

use chrono::NaiveDate;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::domain::citation::Citation;
use crate::domain::money::Dong;
use crate::domain::period::Period;
use crate::text_enum;

text_enum! {
    /// Which law an act follows.
    pub enum Regime {
        /// Luật 26/2008/QH12 as amended.
        L2008 = "l2008",
        /// Luật 106/2025/QH15.
        L2025 = "l2025",
    }
}

text_enum! {
    /// How sure a value is.
    pub enum Status {
        /// Read in the text of the law.
        Confirmed = "confirmed",
        /// Seen, but not in a text we could read in full.
        Unconfirmed = "unconfirmed",
        /// Not known; a value then is only a fallback that the office chose.
        Unknown = "unknown",
    }
}

text_enum! {
    /// Whose period it is.
    pub enum Duty {
        /// The enforcement agency's.
        Office = "office",
        /// A party's, a buyer's, a complainant's.
        Party = "party",
        /// Another body's.
        Other = "other",
    }
}

text_enum! {
    /// What an interruption of the whole case does to a running deadline (a design choice, U2).
    pub enum Hold {
        /// It pauses.
        Pauses = "P",
        /// It runs on.
        Runs = "R",
        /// It ends.
        Cancels = "C",
    }
}

/// The value of a rule.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(tag = "kind", content = "value", rename_all = "snake_case")]
#[schema(as = ParameterValue)]
pub enum Value {
    /// A length of time.
    Period(Period),
    /// A number.
    Integer(i64),
    /// A rate, exact.
    Rate(Decimal),
    /// An amount of money.
    Dong(Dong),
    /// A word.
    Text(String),
    /// Codes.
    List(Vec<String>),
    /// A table.
    Table(serde_json::Value),
    /// No value: the law of that time has no such rule, or it is not known (see the status).
    Absent,
}

/// A rule's value from a day to a day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Parameter {
    /// The key that code names.
    #[schema(example = "voluntary")]
    pub key: String,
    /// The value.
    pub value: Value,
    /// Where it stands.
    pub citation: Vec<Citation>,
    /// First day.
    pub from: NaiveDate,
    /// Last day; open when absent.
    pub to: Option<NaiveDate>,
    /// How sure it is.
    pub status: Status,
    /// True when the value is not the law's but a fallback chosen in the settings.
    pub fallback: bool,
    /// Whose period it is.
    pub party: Duty,
    /// What starts the period.
    pub starts: Option<String>,
    /// What an interruption of the case does to it.
    pub hold: Option<Hold>,
    /// What follows when it is missed, as a code.
    pub missed: Option<String>,
    /// A shortest time that must pass, not a time by which to act: over a change of the law the longer one holds.
    pub least: bool,
    /// A remark.
    pub note: Option<String>,
}

impl Parameter {
    /// Whether this version holds on a day.
    pub fn holds(&self, on: NaiveDate) -> bool {
        self.from <= on && self.to.is_none_or(|to| on <= to)
    }
}
