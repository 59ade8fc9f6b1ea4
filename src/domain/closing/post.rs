//! Handing over the post of an accountant (bàn giao kế toán; TT78 7.3): a checklist that must be green line by line, and minutes with
//! the balances of every decision.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use super::super::event::hash;
use super::super::ids::{DecisionId, MatterId, UserId};
use super::super::judgment::Drafts;
use super::super::matter::{Matter, MatterHead};
use super::super::money::{AmountOutOfRange, Dong};
use crate::text_enum;

text_enum! {
    /// Where a handover stands.
    pub enum HandoverState {
        /// Announced.
        Open = "open",
        /// The one who takes over has compared books and papers.
        Accepted = "accepted",
        /// Signed: the post has passed.
        HandedOver = "handed_over",
        /// Dropped.
        Dropped = "dropped",
    }
}

/// The balance of one account of one decision, or of what belongs to none.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, ToSchema)]
pub struct FileBalance {
    /// The case, or the agency's own file.
    pub file: Uuid,
    /// The account.
    pub account: String,
    /// All debits.
    pub debit: Dong,
    /// All credits.
    pub credit: Dong,
}

/// What the minutes say of the balances; the list itself stands apart.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = ListedBalances)]
pub struct Listed {
    /// How many decisions hold something.
    pub files: u32,
    /// How many lines the list has.
    pub lines: u32,
    /// All debits, in đồng.
    pub debit: Dong,
    /// All credits, in đồng.
    pub credit: Dong,
    /// SHA-256 over the list.
    pub digest: String,
}

/// Sums a list up.
///
/// # Errors
/// [`AmountOutOfRange`] beyond what an amount can hold.
pub fn listed(balances: &[FileBalance], handover: MatterId) -> Result<Listed, AmountOutOfRange> {
    let files: std::collections::BTreeSet<Uuid> = balances.iter().map(|line| line.file).collect();
    let count = |many: usize| u32::try_from(many).unwrap_or(u32::MAX);
    let mut text = handover.to_string();
    for line in balances {
        text.push_str(&format!(
            "\n{} {} {} {}",
            line.file,
            line.account,
            line.debit.get(),
            line.credit.get()
        ));
    }
    Ok(Listed {
        files: count(files.len()),
        lines: count(balances.len()),
        debit: Dong::sum(balances.iter().map(|line| line.debit))?,
        credit: Dong::sum(balances.iter().map(|line| line.credit))?,
        digest: hash(&text),
    })
}

/// The handover of an accountant's post.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct PostHandover {
    /// What every matter has.
    #[serde(flatten)]
    pub head: MatterHead,
    /// Where it stands.
    pub state: HandoverState,
    /// Who leaves the post.
    pub from: UserId,
    /// Who takes it over.
    pub to: UserId,
    /// Why.
    pub reason: String,
    /// The day on which the one who takes over accepted.
    pub accepted_on: Option<NaiveDate>,
    /// Drafts that wait for a signature.
    #[schema(value_type = Object)]
    pub drafts: Drafts,
    /// The balances by decision, once handed over.
    pub listed: Option<Listed>,
    /// The day of the handover.
    pub handed_over_on: Option<NaiveDate>,
    /// The minutes.
    pub document: Option<DecisionId>,
}

impl Matter for PostHandover {
    const KIND: &'static str = "post_handover";

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
