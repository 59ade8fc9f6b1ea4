//! What the guards of an asset look at: the asset file and, of its case and of other files, only what bears on it.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

use crate::domain::asset::Asset;
use crate::domain::case::{Case, DecisionRef, PriceChange, Stage, Stop};
use crate::domain::document::DocumentKind;
use crate::domain::fee_account::FeeAccount;
use crate::domain::ids::{DraftId, OfficeId, PartyId, UserId};
use crate::domain::judgment::Obligation;
use crate::domain::lifecycle::case::MoneyBrief;
use crate::domain::lifecycle::drafts::waiting;
use crate::domain::lifecycle::{Context, Subject};
use crate::domain::money::Dong;
use crate::domain::refusal::{Refusal, wrong};

/// Another file that has the same thing under seizure.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rival {
    /// Its place in the order; the first when none is recorded.
    pub rank: Option<u32>,
}

/// Another asset of the case that secures the same contract.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GroupMember {
    /// What it is.
    pub name: String,
    /// Verified, or further.
    pub ready: bool,
}

/// Everything that a decision on an asset looks at.
#[derive(Debug, Clone)]
pub struct AssetFacts {
    /// The asset.
    pub asset: Asset,
    /// Its case.
    pub case: Case,
    /// The creditors of the case: they and the owner receive the valuation result. At most [`AssetFacts::PARTIES_MAX`].
    pub creditors: Vec<PartyId>,
    /// The case's money.
    pub money: MoneyBrief,
    /// Every creditor is listed; beyond the limit notice goes by publication, which a later part of the software records.
    pub creditors_whole: bool,
    /// What is in it, where it is a lot.
    pub members: Vec<Asset>,
    /// Other files that have the same thing under seizure.
    pub rivals: Vec<Rival>,
    /// Other assets of the case under the same security contract.
    pub group: Vec<GroupMember>,
    /// Those of the parties that the action names who are parties of the case's judgment.
    pub named_parties: BTreeSet<PartyId>,
    /// The case's items; only for acts by which a creditor takes the asset.
    pub items: Vec<Obligation>,
    /// What the creditor who takes it has received and owes in fees.
    pub fees: Vec<FeeAccount>,
    /// What distributions have shared of the price of its present sale; only for acts that undo a sale.
    pub shared: Dong,
}

impl AssetFacts {
    /// How many creditors a decision on an asset looks at.
    pub const PARTIES_MAX: i64 = 1_000;

    /// The parties who must receive the valuation result (L106 82.2.c): the owner and the creditors.
    pub fn parties(&self) -> Vec<PartyId> {
        let mut parties = vec![self.asset.owner];
        parties.extend(self.creditors.iter().copied().filter(|party| *party != self.asset.owner));
        parties
    }

    /// The case has moved to enforcement or stands ready for it.
    pub fn case_is_enforceable(&self) -> bool {
        matches!(self.case.stage, Stage::Enforceable | Stage::Enforcing)
    }

    /// What stops it: an interruption of the case, of the asset, or of anything in the lot.
    pub fn stop(&self) -> Option<Stop> {
        let files =
            std::iter::once(self.asset.id).chain(self.asset.members.iter().map(|member| member.asset));
        files.into_iter().find_map(|id| self.case.stop_of_asset(id))
    }

    /// What is owed and what enforcing it has cost so far: the measure of L106 72.3 and 83.4.
    pub fn limit(&self) -> Dong {
        self.case.outstanding().plus(self.asset.costs).unwrap_or(self.case.outstanding())
    }

    /// The officer's estimate.
    pub fn estimated(&self) -> Dong {
        self.asset.verified.as_ref().map(|verified| verified.estimated_value).unwrap_or_default()
    }

    /// Worth more than debt and costs.
    pub fn exceeds_debt(&self) -> bool {
        self.estimated() > self.limit()
    }

    /// The division in which it is taken because the new sums were not paid: that thing is coerced, whatever it is worth and whatever else
    /// there is (ND152 62.3).
    pub fn division(&self) -> Option<&PriceChange> {
        self.case.divided(self.asset.id)
    }

    /// Nothing is owed that is not paid, or in the agency's hands to be shared out.
    pub fn settled(&self) -> bool {
        self.money.undistributed >= self.case.outstanding() && self.money.costs_open.is_zero()
    }

    /// The start price of the coming or running round.
    pub fn start_price(&self) -> Dong {
        self.asset.start_price.unwrap_or(Dong::ZERO)
    }

    /// The reduced price is at or below the costs (L106 83.3).
    pub fn at_cost_floor(&self) -> bool {
        self.asset.reductions > 0 && self.start_price() <= self.asset.costs
    }

    /// Debt secured by it and costs, where a creditor outside the judgment holds it as collateral (ND152 55.4).
    pub fn secured_limit(&self) -> Option<Dong> {
        let mortgage = self.asset.findings()?.mortgage.as_ref().filter(|mortgage| !mortgage.judged)?;
        mortgage.secured.plus(self.asset.costs).ok()
    }

    /// The price is not above that limit.
    pub fn at_secured_floor(&self) -> bool {
        self.secured_limit().is_some_and(|limit| self.start_price() <= limit)
    }

    /// What a creditor still has to receive.
    pub fn owed_to(&self, creditor: PartyId) -> Dong {
        let his = self.items.iter().filter(|item| item.creditor == Some(creditor) && item.is_claim());
        Dong::sum(his.map(|item| item.amount.saturating_minus(item.paid))).unwrap_or_default()
    }

    /// The decision that ordered the seizure; its day fixes who shares the price first (L106 54.2.b).
    pub fn seizure(&self) -> Option<&DecisionRef> {
        self.asset.decisions.iter().find(|one| one.kind == DocumentKind::SeizureDecision)
    }
}

/// The lowest price after one reduction: `ceil(P · (1 − rate))` (L106 83.3).
///
/// # Errors
/// Where the law of the day has no rate.
pub fn lowest_after(price: Dong, at: &Context<'_>) -> Result<Dong, Refusal> {
    let rate = at.law.rate("price.reduction_max_rate", at.on)?;
    let lowest = (Decimal::from(price.get()) * (Decimal::ONE - rate)).ceil();
    lowest
        .to_i64()
        .and_then(|dong| Dong::new(dong).ok())
        .ok_or_else(|| wrong("/new_price", "amount_out_of_range"))
}

impl Subject for AssetFacts {
    fn state(&self) -> &'static str {
        self.asset.state.as_str()
    }
    fn is_final(&self) -> bool {
        self.asset.is_over()
    }
    fn office(&self) -> OfficeId {
        self.asset.office
    }
    fn division(&self) -> Option<OfficeId> {
        self.case.division
    }
    fn officer(&self) -> Option<UserId> {
        self.case.officer
    }
    fn began_on(&self) -> NaiveDate {
        self.asset.recorded_on
    }
    fn draft(&self, action: &str) -> Option<(DraftId, UserId)> {
        waiting(&self.asset.drafts, action)
    }
}
