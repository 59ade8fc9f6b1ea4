//! One collection, from the records to the input of its distribution (L106 54; ND152 29–30): what the money is, which day fixes
//! who shares, what comes off it, whose claims share. What no record holds is stated with its paper; the rest is read. It knows
//! no store: the records come in.

mod claims;
mod deductions;
mod division;
mod source;
#[cfg(test)]
mod tests;
mod waiting;

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

pub use claims::decision_number;
pub use deductions::cost_decisions;
pub use waiting::{Incoming, Waiting, run, waiting};

use crate::domain::asset::Asset;
use crate::domain::case::{Case, FreedShares};
use crate::domain::claim::Payee;
use crate::domain::distribution::{
    AlsoDebtor, CaseSeen, Charge, ChargeNote, DistributionRefusal, HandPlan, Input, InterestRank,
    MoneySource, MortgageeRank, Plan, RentAnswer, RentReserve, RoundingRule, Stated, Terms, by_hand,
    distribute,
};
use crate::domain::ids::{ObligationId, PartyId};
use crate::domain::judgment::Obligation;
use crate::domain::law::Law;
use crate::domain::lifecycle::money::payment_rules;
use crate::domain::money::Dong;
use crate::domain::refusal::{FieldError, Refusal};

/// Another case of this agency against the same debtor, with the items that he owes there.
#[derive(Debug, Clone)]
pub struct OtherCase {
    /// The case.
    pub case: Case,
    /// Its items against this debtor.
    pub items: Vec<Obligation>,
}

/// What the books of the case hold of its costs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct CostBooks {
    /// Paid and not yet charged to anybody.
    pub paid: Dong,
    /// Advances not yet refunded.
    pub advances: Dong,
}

/// What is taken for granted instead of what is on record, to see what would be. Nothing is kept of it.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Assumed {
    /// So much money, in đồng.
    pub amount: Option<Dong>,
    /// From this source.
    pub source: Option<MoneySource>,
    /// This day closes pool 1.
    pub reference_date: Option<NaiveDate>,
    /// Late interest stands here.
    pub interest_rank: Option<InterestRank>,
    /// A mortgagee who is no creditor stands here.
    pub mortgagee_rank: Option<MortgageeRank>,
    /// Rounding by this rule.
    pub rounding: Option<RoundingRule>,
}

/// Everything on record about one collection, and what is stated of it.
pub struct Collection<'a> {
    /// The case whose money it is.
    pub case: &'a Case,
    /// The asset whose price it is.
    pub asset: Option<&'a Asset>,
    /// The items of the case.
    pub own: &'a [Obligation],
    /// Items of its judgment that nobody has requested yet and still may.
    pub unrequested: &'a [Obligation],
    /// The other cases against the debtor at this agency.
    pub others: &'a [OtherCase],
    /// The debtor whose money it is, where it is one.
    pub debtor: Option<PartyId>,
    /// The debtor under each of his entries.
    pub same_person: &'a BTreeSet<PartyId>,
    /// Those of the parties named who are parties of the judgment.
    pub parties: &'a BTreeSet<PartyId>,
    /// Those of the judgment's parties who owe something themselves here.
    pub also_debtors: &'a [AlsoDebtor],
    /// Shares set free from a deposit, where it is their money (ND152 30.2).
    pub freed: Option<&'a FreedShares>,
    /// What lies on deposit for single items: so much less is owed on them as far as others share (ND152 30.2).
    pub kept: &'a BTreeMap<ObligationId, Dong>,
    /// The first of the last days on which those may ask whose items nobody has requested.
    pub ask_until: Option<NaiveDate>,
    /// The money.
    pub money: Waiting,
    /// All of it came on one day.
    pub one_day: bool,
    /// The books.
    pub books: CostBooks,
    /// What is stated.
    pub stated: &'a Stated,
    /// The wage region of the debtor's residence.
    pub rent_region: Option<u8>,
    /// What is assumed.
    pub assumed: &'a Assumed,
    /// The law.
    pub law: &'a Law,
    /// The day of computation.
    pub on: NaiveDate,
}

/// The input of a distribution with the terms to be kept.
#[derive(Debug, Clone)]
pub struct Fed {
    /// By the order of Điều 54.
    pub input: Input,
    /// By another law's order instead.
    pub by_hand: Option<HandPlan>,
    /// The terms.
    pub terms: Terms,
}

impl Fed {
    /// The plan.
    ///
    /// # Errors
    /// [`DistributionRefusal`], when the input contradicts itself.
    pub fn plan(&self) -> Result<Plan, DistributionRefusal> {
        match &self.by_hand {
            Some(hand) => by_hand(hand),
            None => distribute(&self.input),
        }
    }
}

/// What is collected while the facts are read: every fault, and what stands behind each charge.
#[derive(Default)]
struct Notes {
    errors: Vec<FieldError>,
    charges: Vec<ChargeNote>,
}

impl Notes {
    fn fault(&mut self, pointer: impl Into<String>, code: &'static str) {
        self.errors.push(FieldError::new(pointer, code));
    }

    fn note(&mut self, id: uuid::Uuid, what: impl Into<String>, paper: &str) {
        let (paper, what) = (Some(paper.to_owned()), what.into());
        self.charges.push(ChargeNote { id, what, paper, article: None, advance: None, costs: Vec::new() });
    }
}

/// What comes off before the claims.
#[derive(Default)]
struct BeforeClaims {
    set_aside: Vec<Charge>,
    costs: Vec<Charge>,
    rent: Option<RentAnswer>,
    rent_reserve: Option<RentReserve>,
    transfer_charges: Vec<Charge>,
    mortgagees: Vec<Charge>,
}

impl Collection<'_> {
    /// The input of the distribution.
    ///
    /// # Errors
    /// [`Refusal::Content`] with everything that is missing, contradicts the record or names a stranger;
    /// [`Refusal::LawMissing`] where the law of the day has no value.
    pub fn feed(&self) -> Result<Fed, Refusal> {
        let mut notes = Notes::default();
        let mut rules = payment_rules(self.law, self.on)?;
        rules.interest_rank = self.assumed.interest_rank.unwrap_or(rules.interest_rank);
        rules.mortgagee_rank = self.assumed.mortgagee_rank.unwrap_or(rules.mortgagee_rank);
        rules.rounding = self.assumed.rounding.unwrap_or(rules.rounding);
        let source = self.source(&mut notes);
        let reference_date = self.reference_date(source, &mut notes);
        let named_case = self.named_case(source, &mut notes);
        let before = self.before_claims(source, &mut notes)?;
        let mut claims = self.claims(source, &mut notes);
        let divided = self.divide(source, &before, &mut claims)?;
        self.interest_first(&claims, &mut notes);
        self.uses(&mut notes);
        let hand = self.hand(source, before.rent_reserve, &mut notes);
        if !notes.errors.is_empty() {
            return Err(notes.errors.into());
        }
        let terms = Terms {
            source,
            reference_date,
            debtor: self.debtor,
            named_case,
            rules: rules.clone(),
            others: self
                .others
                .iter()
                .map(|one| CaseSeen { case: one.case.id, version: one.case.version })
                .collect(),
            charges: notes.charges,
            rent: before.rent,
            freed: self.freed.map(|freed| freed.id),
            ask_until: self.ask_until.filter(|_| self.waits(source).next().is_some()),
            also_debtors: self.also_debtors.to_vec(),
            divided,
            stated: self.stated.clone(),
        };
        let input = Input {
            source,
            gross: self.gross(),
            reference_date,
            named_case,
            realising_judgment: Some(self.case.judgment),
            freed: self.freed.is_some(),
            rules,
            set_aside: before.set_aside,
            costs: before.costs,
            rent_reserve: before.rent_reserve,
            transfer_charges: before.transfer_charges,
            mortgagees: before.mortgagees,
            claims,
            unrequested: self.waits(source).map(|item| item.id).collect(),
            rest_to: self.rest_to(),
        };
        Ok(Fed { input, by_hand: hand, terms })
    }

    /// What comes off before the claims. Of shares set free only costs that were settled since: the price gave all else.
    fn before_claims(&self, source: MoneySource, notes: &mut Notes) -> Result<BeforeClaims, Refusal> {
        if self.freed.is_some() {
            let stated = self.stated;
            for (field, empty) in [
                ("co_owners", stated.co_owners.is_empty()),
                ("goods", stated.goods.is_empty()),
                ("charges", stated.charges.is_empty()),
                ("mortgagees", stated.mortgagees.is_empty()),
                ("by_hand", stated.by_hand.is_none()),
            ] {
                if !empty {
                    notes.fault(format!("/stated/{field}"), "contradicts");
                }
            }
            return Ok(BeforeClaims { costs: self.costs(notes), ..BeforeClaims::default() });
        }
        let set_aside = self.set_aside(notes);
        let costs = self.costs(notes);
        let (rent, rent_reserve) = self.rent(notes)?;
        let transfer_charges = self.transfer_charges(notes);
        let mortgagees = self.mortgagees(source, notes);
        Ok(BeforeClaims { set_aside, costs, rent, rent_reserve, transfer_charges, mortgagees })
    }

    fn gross(&self) -> Dong {
        self.assumed.amount.unwrap_or(self.money.amount)
    }

    /// What is left goes back to whom it was taken from: the debtor, or the owner of the thing.
    fn rest_to(&self) -> Payee {
        let owner = self.asset.map(|asset| asset.owner).or(self.debtor);
        let debtor = owner.or_else(|| self.case.debtors.first().map(|track| track.party));
        debtor.map_or(Payee::State, Payee::Party)
    }
}
