//! Series of printed receipts that an office announced (TT04 14–15): a number is taken from one of them, once.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

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
}

impl ReceiptSeries {
    /// Whether a number may be written on a day.
    pub fn covers(&self, number: i64, on: NaiveDate) -> bool {
        let there = self.first <= number && number <= self.last;
        there && self.from <= on && self.withdrawn_on.is_none_or(|day| on < day)
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
