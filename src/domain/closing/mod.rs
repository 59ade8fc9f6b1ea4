//! Closing and control of the books (TT78 4–8, 12): periods, the cash of each day, statements of bank and Treasury, the files of each
//! officer, the accountant's post. Here stands what they share: how far an agency's books are closed, and what that refuses. It
//! knows no database; what is booked is `ledger`'s.

pub mod cash;
pub mod files;
pub mod matching;
pub mod period;
pub mod post;
pub mod statement;

use chrono::NaiveDate;
use serde::Serialize;
use utoipa::ToSchema;

use super::ids::EntryId;
use super::ledger::{Account, Entry, EntryKind};
use super::money::Dong;
use super::refusal::FieldError;
use period::PeriodKind;

/// How far the books of an agency are closed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct BooksState {
    /// The last day of the last closed period.
    pub closed_on: Option<NaiveDate>,
    /// The last day whose cash is closed.
    pub cash_closed_on: Option<NaiveDate>,
    /// The day whose cash does not agree and is not settled.
    pub cash_differs_on: Option<NaiveDate>,
}

impl BooksState {
    /// Whether these entries may be booked on this day: not into a closed period (TT78 12.3), not into the cash of a closed day, and
    /// no cash at all but on the day that does not agree, where
    /// its cause may be booked, save the entry that settles it.
    ///
    /// # Errors
    /// The code of the rule, with the day that is closed and the first that is open.
    pub fn may_book(&self, on: NaiveDate, entries: &[Entry]) -> Result<(), FieldError> {
        let refused = |code: &'static str, last: NaiveDate| {
            let open = last.succ_opt().unwrap_or(last);
            let error = FieldError::new("/effective_on", code).with("date", last.to_string());
            Err(error.with("open", open.to_string()))
        };
        if let Some(last) = self.closed_on.filter(|last| on <= *last) {
            return refused("M14_PERIOD", last);
        }
        let cash = |entry: &&Entry| entry.postings().iter().any(moves_cash);
        let moving: Vec<&Entry> = entries.iter().filter(cash).collect();
        if moving.is_empty() {
            return Ok(());
        }
        if let Some(last) = self.cash_closed_on.filter(|last| on <= *last) {
            return refused("M14_DAY", last);
        }
        let settles = moving.iter().all(|entry| entry.kind() == EntryKind::CashDifference);
        match self.cash_differs_on.filter(|day| on != *day && !settles) {
            Some(day) => refused("M14_CASH", day),
            None => Ok(()),
        }
    }
}

/// Where cash lies: đồng, and what is not.
pub const IN_FUND: [Account; 3] = [Account::Cash, Account::FOREIGN_FUND[0], Account::FOREIGN_FUND[1]];

fn moves_cash(posting: &super::ledger::Posting) -> bool {
    [posting.debit(), posting.credit()].iter().any(|account| IN_FUND.contains(account))
}

/// What an act of this kind does beside its matter's new state.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, ToSchema)]
pub struct ClosingEffects {
    /// How far the books are closed from now on.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub mark: Option<BooksMark>,
    /// A statement comes in, with or without lines.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub imported: bool,
    /// Lines of a statement.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub lines: Vec<statement::Line>,
    /// Lines matched with what is booked.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub matched: Vec<matching::Match>,
    /// Lines whose matches are taken back.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub unmatched: Vec<u32>,
    /// Balances that minutes list.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub balances: Vec<post::FileBalance>,
}

impl ClosingEffects {
    /// Nothing.
    pub fn is_empty(&self) -> bool {
        *self == ClosingEffects::default()
    }
}

/// How far the books are closed after an act.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[serde(tag = "what", rename_all = "snake_case")]
pub enum BooksMark {
    /// A period is closed.
    Period {
        /// Month, quarter or year.
        kind: PeriodKind,
        /// First day.
        from: NaiveDate,
        /// Last day.
        to: NaiveDate,
        /// SHA-256 over its figures.
        digest: String,
    },
    /// The cash of a day is closed, or differs.
    Cash {
        /// The last closed day, where it moves.
        closed: Option<NaiveDate>,
        /// The day that differs; none once all agrees.
        differs: Option<NaiveDate>,
    },
}

/// One line of one entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, serde::Deserialize, ToSchema)]
pub struct PostingRef {
    /// The entry.
    pub entry: EntryId,
    /// Its line, from 1.
    pub posting: i32,
}

/// A difference with its sign: what the one has more than the other, in đồng.
pub fn difference(one: Dong, other: Dong) -> i64 {
    one.get().saturating_sub(other.get())
}

#[cfg(test)]
mod tests;
