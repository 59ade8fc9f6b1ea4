//! A payout: released with its distribution, confirmed by the bank, then booked (L106 54.6; ND152 30.5).

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use validator::Validate;

use super::next_after_payout;
use crate::actions;
use crate::domain::actor::Role;
use crate::domain::ids::{OfficeId, UserId};
use crate::domain::ledger::Account;
use crate::domain::ledger::entries::paid_out;
use crate::domain::lifecycle::plan::{Change, Plan};
use crate::domain::lifecycle::{Context, Guard, Lifecycle, Subject, To, Transition, Who};
use crate::domain::money::Dong;
use crate::domain::payment::{Distribution, Payout, PayoutState};
use crate::domain::refusal::wrong;
use crate::domain::refusal::{Refusal, Unmet};

actions! {
    /// Every action of a payout.
    pub enum PayoutAction {
        /// T-EN-08: the bank carried it out.
        ConfirmPayout(ConfirmPayout) = "confirm_payout",
    }
}

/// The bank's confirmation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
pub struct ConfirmPayout {
    /// The bank's reference.
    #[validate(length(min = 1, max = 100))]
    pub bank_reference: String,
}

/// What a payout's guards look at.
#[derive(Debug, Clone)]
pub struct PayoutFacts {
    /// The payout.
    pub payout: Payout,
    /// Its distribution.
    pub distribution: Distribution,
    /// What the case has at the bank.
    pub at_bank: Dong,
}

impl Subject for PayoutFacts {
    fn state(&self) -> &'static str {
        self.payout.state.as_str()
    }
    fn is_final(&self) -> bool {
        self.payout.state == PayoutState::Confirmed
    }
    fn office(&self) -> OfficeId {
        self.payout.office
    }
    fn division(&self) -> Option<OfficeId> {
        self.payout.division
    }
    fn officer(&self) -> Option<UserId> {
        self.payout.officer
    }
    fn began_on(&self) -> NaiveDate {
        self.payout.ordered_on
    }
}

/// The case has at least this much at the bank (TT78 7.1.b).
const BALANCE: Guard<PayoutFacts> = Guard {
    code: "M01_BALANCE",
    test: |facts, _| {
        if facts.at_bank >= facts.payout.amount {
            return Ok(facts.at_bank.get().to_string());
        }
        let limit = facts.at_bank.to_string();
        Err(Unmet::new("M01_BALANCE", limit.clone(), facts.payout.amount.to_string()).with("limit", limit))
    },
};

static TABLE: &[Transition<PayoutFacts>] = &[Transition {
    code: "T-EN-08",
    action: "confirm_payout",
    from: &["released"],
    to: To::State("confirmed"),
    who: &[Who::Role(Role::Accountant), Who::Role(Role::Cashier)],
    guards: &[BALANCE],
    document: None,
    opens: &[],
    closes: &[],
    proposal: None,
}];

/// The lifecycle of payouts.
pub struct PayoutLifecycle;

impl Lifecycle for PayoutLifecycle {
    const NAME: &'static str = "payout";
    type Facts = PayoutFacts;
    type Action = PayoutAction;

    fn table() -> &'static [Transition<PayoutFacts>] {
        TABLE
    }

    fn states() -> Vec<&'static str> {
        PayoutState::ALL.iter().map(|state| state.as_str()).collect()
    }

    fn name(action: &PayoutAction) -> &'static str {
        action.name()
    }

    fn apply(
        facts: &PayoutFacts,
        action: &PayoutAction,
        at: &Context<'_>,
        plan: &mut Plan,
    ) -> Result<(), Refusal> {
        let PayoutAction::ConfirmPayout(body) = action;
        let mut payout = facts.payout.clone();
        payout.state = PayoutState::Confirmed;
        payout.bank_reference = Some(body.bank_reference.clone());
        payout.confirmed_on = Some(at.on);
        let entry = paid_out(payout.account, Account::Bank, payout.payee, payout.amount, "payout")
            .map_err(|_| wrong("", "M01_BALANCE"))?;
        plan.entries.push(entry);
        plan.changes.push(Change::Payout(Box::new(payout)));
        plan.changes.push(Change::Distribution(Box::new(next_after_payout(&facts.distribution))));
        Ok(())
    }
}
