//! Series of printed receipts that an office announced (TT04 14–15): a number is taken from one of them, once. A form that is lost, burnt
//! or damaged stays in its series under its number, with the minutes that say so (TT04 14.8).

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::ids::{DecisionId, ReceiptId};
use super::matter::{Matter, MatterHead};
use crate::text_enum;

text_enum! {
    /// Where a series stands.
    pub enum ReceiptSeriesState {
        /// Announced; its numbers may be used.
        InUse = "in_use",
        /// Withdrawn; what was used stays.
        Withdrawn = "withdrawn",
    }
}

text_enum! {
    /// What happened to printed forms (TT04 14.8).
    pub enum LossCause {
        /// Lost.
        Lost = "lost",
        /// Burnt.
        Burnt = "burnt",
        /// Damaged.
        Damaged = "damaged",
    }
}

/// Forms that are gone: no blank one of them is written any more; of one that was written the receipt stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct LostForms {
    /// The minutes.
    pub document: DecisionId,
    /// The first number.
    pub first: i64,
    /// The last number.
    pub last: i64,
    /// What happened to them.
    pub cause: LossCause,
    /// The day of the loss.
    pub lost_on: NaiveDate,
    /// The day it was reported.
    pub reported_on: Option<NaiveDate>,
    /// The report.
    pub report: Option<String>,
}

impl LostForms {
    /// Whether it is one of them.
    pub fn holds(&self, number: i64) -> bool {
        self.first <= number && number <= self.last
    }
}

/// A number of a series, and what became of its form.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct SeriesNumber {
    /// The number.
    pub number: i64,
    /// The receipt written on it; none while it is blank.
    pub receipt: Option<ReceiptId>,
    /// That the form is gone.
    pub lost: Option<LostForms>,
}

/// A series of printed receipts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ReceiptSeries {
    /// What every matter has; it came in on the day of the announcement.
    #[serde(flatten)]
    pub head: MatterHead,
    /// Where it stands.
    pub state: ReceiptSeriesState,
    /// Its name.
    #[schema(example = "AA/26P")]
    pub series: String,
    /// The first number.
    pub first: i64,
    /// The last number.
    pub last: i64,
    /// The first day of use.
    pub from: NaiveDate,
    /// The announcement.
    pub paper: String,
    /// The day it was withdrawn.
    pub withdrawn_on: Option<NaiveDate>,
    /// Forms that are gone, oldest minutes first.
    #[serde(default)]
    pub lost: Vec<LostForms>,
}

impl ReceiptSeries {
    /// Whether a number may be written on a day.
    pub fn covers(&self, number: i64, on: NaiveDate) -> bool {
        let there = self.first <= number && number <= self.last;
        let gone = self.lost_form(number).is_some_and(|lost| lost.lost_on <= on);
        there && !gone && self.from <= on && self.withdrawn_on.is_none_or(|day| on < day)
    }

    /// That the form with this number is gone.
    pub fn lost_form(&self, number: i64) -> Option<&LostForms> {
        self.lost.iter().find(|lost| lost.holds(number))
    }
}

impl Matter for ReceiptSeries {
    const KIND: &'static str = "receipt_series";

    fn head(&self) -> &MatterHead {
        &self.head
    }

    fn head_mut(&mut self) -> &mut MatterHead {
        &mut self.head
    }

    fn state(&self) -> &'static str {
        self.state.as_str()
    }
}
