//! Which money one collection is. What waits on a case may have come in several ways, and each way has its own day and its own
//! pool: the oldest run of one kind, under one decision, is shared first. It knows no account.

use chrono::NaiveDate;

use crate::domain::ids::{DecisionId, PartyId};
use crate::domain::money::Dong;

/// A receipt in brief, oldest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Incoming {
    /// How much.
    pub amount: Dong,
    /// Paid of the debtor's own will.
    pub voluntary: bool,
    /// Who paid.
    pub payer: Option<PartyId>,
    /// The decision under which it was collected, where that is recorded.
    pub decision: Option<DecisionId>,
    /// The day it came.
    pub on: Option<NaiveDate>,
    /// The day the agency had it, where that was earlier.
    pub there_since: Option<NaiveDate>,
}

/// The money of one collection.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Waiting {
    /// How much.
    pub amount: Dong,
    /// Paid of the debtor's own will.
    pub voluntary: bool,
    /// Who paid all of it, where it was one.
    pub payer: Option<PartyId>,
    /// The decision under which all of it was collected, where that is recorded.
    pub decision: Option<DecisionId>,
    /// The day the last of it came.
    pub on: Option<NaiveDate>,
}

/// The receipts of one collection, oldest first. What waits is the newest that came; of it the oldest run of one kind and one decision is
/// shared first. Money that no receipt explains came in as `other`.
pub fn run(receipts: &[Incoming], balance: Dong, other: bool) -> Vec<Incoming> {
    let mut left = balance;
    let mut run = Vec::new();
    for receipt in receipts.iter().rev() {
        if left.is_zero() {
            break;
        }
        let amount = receipt.amount.min(left);
        left = left.saturating_minus(amount);
        run.push(Incoming { amount, ..*receipt });
    }
    if !left.is_zero() {
        run.push(Incoming {
            amount: left,
            voluntary: other,
            payer: None,
            decision: None,
            on: None,
            there_since: None,
        });
    }
    run.reverse();
    if let Some(first) = run.first().copied() {
        let alike = |one: &&Incoming| one.voluntary == first.voluntary && one.decision == first.decision;
        run.truncate(run.iter().take_while(alike).count());
    }
    run
}

/// What such receipts are together; without any, nothing that came in as `other`.
pub fn waiting(run: &[Incoming], other: bool) -> Waiting {
    let first = run.first();
    let payer = first.and_then(|first| first.payer);
    Waiting {
        amount: Dong::sum(run.iter().map(|one| one.amount)).unwrap_or(Dong::MAX),
        voluntary: first.map_or(other, |first| first.voluntary),
        decision: first.and_then(|first| first.decision),
        payer: payer.filter(|payer| run.iter().all(|one| one.payer == Some(*payer))),
        on: run.last().and_then(|last| last.on),
    }
}
