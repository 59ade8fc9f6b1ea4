//! The cash of a day (khóa sổ quỹ, kiểm kê quỹ; TT04 17.1, TT78 5): three figures side by side – the accountant's book, the
//! cashier's book, the notes counted. A day is closed when they are one; else the difference is on record until it is settled.

use chrono::NaiveDate;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use validator::Validate;

use super::super::ids::{DecisionId, UserId};
use super::super::judgment::Drafts;
use super::super::law::Law;
use super::super::ledger::Specie;
use super::super::matter::{Matter, MatterHead};
use super::super::money::{AmountOutOfRange, Dong};
use super::super::quantity::Quantity;
use super::period::PeriodKind;
use crate::text_enum;

text_enum! {
    /// Why the cash is counted.
    pub enum CountKind {
        /// At the end of a day.
        Day = "day",
        /// At the end of a month; it closes the day too.
        Month = "month",
        /// At the end of a quarter.
        Quarter = "quarter",
        /// At the end of the accounting year.
        Year = "year",
        /// For a cause: a handover, a disaster, an order. It closes no day.
        AdHoc = "ad_hoc",
    }
}

impl CountKind {
    /// The period whose last day it must fall on.
    pub const fn period(self) -> Option<PeriodKind> {
        match self {
            CountKind::Month => Some(PeriodKind::Month),
            CountKind::Quarter => Some(PeriodKind::Quarter),
            CountKind::Year => Some(PeriodKind::Year),
            CountKind::Day | CountKind::AdHoc => None,
        }
    }
}

text_enum! {
    /// Where a count stands.
    pub enum CountState {
        /// Counted by the cashier.
        Counted = "counted",
        /// The figures differ, on record.
        Differs = "differs",
        /// Closed.
        Closed = "closed",
        /// Dropped, to be counted anew: an earlier day must come first.
        Dropped = "dropped",
    }
}

/// Notes of one kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
#[schema(as = CashNotes)]
pub struct Notes {
    /// What one of them is worth, in đồng.
    pub denomination: Dong,
    /// How many there are.
    #[validate(range(min = 1, max = 10_000_000))]
    pub pieces: u32,
}

/// The notes and coins that are legal tender, from the reference data.
pub fn denominations(law: &Law) -> Vec<Dong> {
    let notes = law.reference("denominations").and_then(|table| table["note"].as_array());
    let worth = notes.into_iter().flatten().filter_map(|note| note["dong"].as_i64());
    worth.filter_map(|dong| Dong::new(dong).ok()).collect()
}

/// The sum of counted notes.
///
/// # Errors
/// [`AmountOutOfRange`] beyond what an amount can hold.
pub fn total(notes: &[Notes]) -> Result<Dong, AmountOutOfRange> {
    let worth = |notes: &Notes| {
        let value = notes.denomination.get().checked_mul(i64::from(notes.pieces));
        value.ok_or(AmountOutOfRange).and_then(Dong::new)
    };
    notes.iter().try_fold(Dong::ZERO, |sum, notes| sum.plus(worth(notes)?))
}

/// A cash book of one day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, Validate, ToSchema)]
pub struct CashBook {
    /// In the fund when the day began.
    pub opening: Dong,
    /// Taken in.
    pub received: Dong,
    /// Given out.
    pub paid: Dong,
    /// In the fund when it ended.
    pub closing: Dong,
}

impl CashBook {
    /// Whether its own figures agree.
    pub fn adds_up(&self) -> bool {
        self.opening.plus(self.received).is_ok_and(|sum| sum.minus(self.paid) == Ok(self.closing))
    }
}

/// Notes of a foreign currency, or pieces of a metal, of one kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
#[schema(as = ForeignNotes)]
pub struct Pieces {
    /// How much of its unit one of them is.
    pub denomination: Quantity,
    /// How many there are.
    #[validate(range(min = 1, max = 10_000_000))]
    pub pieces: u32,
}

/// What is not đồng, of one unit: counted, and as the cashier's book has it (TT78 3.1).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
#[schema(as = ForeignCount)]
pub struct SpecieCount {
    /// The currency's code or the metal, as the receipts name it.
    #[validate(length(min = 1, max = 40))]
    #[schema(example = "USD")]
    pub unit: String,
    /// The notes, each denomination once; none when there are none.
    #[validate(length(max = 40), nested)]
    pub notes: Vec<Pieces>,
    /// What the cashier's book has at the end of the day, as text.
    #[schema(value_type = String, example = "1000")]
    pub book: Decimal,
}

impl SpecieCount {
    /// The sum of the notes, as long as it can be held.
    pub fn total(&self) -> Option<Decimal> {
        self.notes.iter().try_fold(Decimal::ZERO, |sum, notes| {
            sum.checked_add(notes.denomination.decimal().checked_mul(Decimal::from(notes.pieces))?)
        })
    }
}

/// Three figures of what is not đồng, of one unit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = ForeignFigures)]
pub struct SpecieFigures {
    /// The currency's code or the metal.
    pub unit: String,
    /// The accountant's book.
    #[schema(value_type = String)]
    pub accountant: Decimal,
    /// The cashier's book.
    #[schema(value_type = String)]
    pub cashier: Decimal,
    /// The notes.
    #[schema(value_type = String)]
    pub counted: Decimal,
}

impl SpecieFigures {
    /// The three are one.
    pub fn equal(&self) -> bool {
        self.accountant == self.cashier && self.accountant == self.counted
    }
}

/// What a count found missing or too much, of one unit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = ForeignSettlement)]
pub struct SpecieSettled {
    /// How much of what.
    #[serde(flatten)]
    pub specie: Specie,
    /// True when it was missing, false when there was too much.
    pub short: bool,
    /// Its value, in đồng.
    pub value: Dong,
}

/// One count by the cashier, with what his book says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = CashCounted)]
pub struct Counted {
    /// The day of counting.
    pub on: NaiveDate,
    /// Who counted.
    pub by: UserId,
    /// The notes.
    pub notes: Vec<Notes>,
    /// Their sum.
    pub total: Dong,
    /// The cashier's book.
    pub book: CashBook,
    /// What is not đồng, by its unit.
    #[serde(default)]
    pub foreign: Vec<SpecieCount>,
}

/// A difference on record.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct CashDifference {
    /// The day it was recorded.
    pub on: NaiveDate,
    /// By whom.
    pub by: UserId,
    /// The accountant's book.
    pub accountant: Dong,
    /// The cashier's book.
    pub cashier: Dong,
    /// The notes.
    pub counted: Dong,
    /// What is not đồng, by its unit.
    #[serde(default)]
    pub foreign: Vec<SpecieFigures>,
    /// How the two explain it.
    pub explanation: String,
    /// The minutes of the count.
    pub minutes: String,
}

/// How a difference was settled by an entry.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct CashSettlement {
    /// The day.
    pub on: NaiveDate,
    /// True when cash was missing, false when there was too much.
    pub short: bool,
    /// By how much; nothing where only what is not đồng differed.
    pub amount: Dong,
    /// What is not đồng, by its unit.
    #[serde(default)]
    pub foreign: Vec<SpecieSettled>,
    /// Why it is booked so.
    pub reason: String,
    /// Who must make it good, where somebody must.
    pub responsible: Option<UserId>,
}

/// The count of the cash of a day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct CashCount {
    /// What every matter has.
    #[serde(flatten)]
    pub head: MatterHead,
    /// Where it stands.
    pub state: CountState,
    /// Why it is counted.
    pub kind: CountKind,
    /// The day whose end is counted.
    pub day: NaiveDate,
    /// The counts; the last one holds.
    pub counts: Vec<Counted>,
    /// The accountant's book, as it was when the day was closed.
    pub book: Option<CashBook>,
    /// What is not đồng, by its unit, as it was when the day was closed.
    #[serde(default)]
    pub foreign: Vec<SpecieFigures>,
    /// The difference, if there was one.
    pub difference: Option<CashDifference>,
    /// How it was settled, if by an entry.
    pub settlement: Option<CashSettlement>,
    /// Drafts that wait for a signature.
    #[schema(value_type = Object)]
    pub drafts: Drafts,
    /// The minutes that closed it.
    pub document: Option<DecisionId>,
}

impl CashCount {
    /// How often the cash of one day is counted at most.
    pub const COUNTS_MAX: usize = 20;

    /// The count that holds.
    pub fn last(&self) -> Option<&Counted> {
        self.counts.last()
    }

    /// Whether it closes its day.
    pub fn closes_day(&self) -> bool {
        self.kind != CountKind::AdHoc
    }
}

impl Matter for CashCount {
    const KIND: &'static str = "cash_count";

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
