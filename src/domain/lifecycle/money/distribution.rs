//! A distribution from its computation to the bank: approval by a second person, booking, payment orders, their release.

mod effects;
mod guards;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use validator::Validate;

use super::fee_decisions::FEE_DECIDED;
use super::remit;
use crate::actions;
use crate::domain::actor::Role;
use crate::domain::asset::Asset;
use crate::domain::case::Case;
use crate::domain::claim::Payee;
use crate::domain::distribution::CaseSeen;
use crate::domain::document::DocumentKind;
use crate::domain::ids::{OfficeId, UserId};
use crate::domain::lifecycle::case::{MoneyBrief, Nothing, PAY_ON};
use crate::domain::lifecycle::plan::{Change, Plan};
use crate::domain::lifecycle::{Clock, Context, Lifecycle, Subject, To, Transition, Who};
use crate::domain::money::Dong;
use crate::domain::payment::{Channel, Distribution, DistributionState, FeeLine};
use crate::domain::refusal::Refusal;
use effects::{approve, order};
use guards::{
    COSTS, DELIVERED, FRESH, IN_ORDER, NO_HOLD, NOT_ORDERER, NOT_PREPARER, ONLY_HOME, PAYEES, WHOLE,
};

actions! {
    /// Every action of a distribution.
    pub enum DistributionAction {
        /// M-APPROVE: the head approves what another person computed; it is booked.
        ApproveDistribution(Nothing) = "approve_distribution",
        /// M-CANCEL: dropped before approval.
        CancelDistribution(Nothing) = "cancel_distribution",
        /// M-ORDER: the accountant prepares the payment orders.
        OrderPayouts(OrderPayouts) = "order_payouts",
        /// M-RELEASE: the head releases them.
        ReleasePayouts(Nothing) = "release_payouts",
    }
}

/// Payment orders for a distribution.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
pub struct OrderPayouts {
    /// How: by transfer (L106 54.6; ND152 30.5).
    pub means: Channel,
    /// Single payees and sums; every payee in full when absent.
    #[serde(default)]
    #[validate(length(max = 1000))]
    pub payments: Vec<PaymentOrderLine>,
    /// The deposit into which goes what waits for a request; needed where something does (ND152 30.2).
    #[serde(default)]
    #[validate(nested)]
    pub deposit: Option<SharesDeposit>,
}

/// A deposit of one month in the agency's name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
pub struct SharesDeposit {
    /// The bank.
    #[validate(length(min = 1, max = 200))]
    pub bank: String,
    /// The number of the slip.
    #[validate(length(min = 1, max = 200))]
    pub slip: String,
}

/// One payee and a sum.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
pub struct PaymentOrderLine {
    /// The payee.
    pub payee: Payee,
    /// The sum, in đồng.
    pub amount: Dong,
}

/// What a distribution's guards look at.
#[derive(Debug, Clone)]
pub struct DistributionFacts {
    /// The distribution.
    pub distribution: Distribution,
    /// Its lines; loaded only for the steps that need them.
    pub lines: Vec<FeeLine>,
    /// Its case.
    pub case: Case,
    /// The case's money.
    pub money: MoneyBrief,
    /// SHA-256 over the lines as they are stored; only where they are loaded.
    pub lines_digest: String,
    /// The asset whose price it shares.
    pub asset: Option<Asset>,
    /// The other cases that it looked at, as they are now.
    pub others: Vec<Case>,
    /// The other cases against the debtor at this agency as they are now; only until it is booked.
    pub others_now: Vec<CaseSeen>,
    /// Payees that are organisations.
    pub organisations: std::collections::BTreeSet<crate::domain::ids::PartyId>,
    /// Payees who have an account on record.
    pub accounts: std::collections::BTreeSet<crate::domain::ids::PartyId>,
    /// Currency and metal of the case that was collected and is nobody's yet.
    pub collected: crate::domain::ledger::Holdings,
}

impl Subject for DistributionFacts {
    fn state(&self) -> &'static str {
        self.distribution.state.as_str()
    }
    fn is_final(&self) -> bool {
        matches!(self.distribution.state, DistributionState::Executed | DistributionState::Cancelled)
    }
    fn office(&self) -> OfficeId {
        self.distribution.office
    }
    fn division(&self) -> Option<OfficeId> {
        self.distribution.division
    }
    fn officer(&self) -> Option<UserId> {
        self.distribution.officer
    }
    fn began_on(&self) -> NaiveDate {
        self.distribution.prepared_on
    }
}

static TABLE: &[Transition<DistributionFacts>] = &[
    Transition {
        code: "M-APPROVE",
        action: "approve_distribution",
        from: &["computed"],
        to: To::State("approved"),
        who: &[Who::Signer],
        guards: &[NOT_PREPARER, WHOLE, IN_ORDER, FRESH, DELIVERED, NO_HOLD, COSTS, ONLY_HOME, FEE_DECIDED],
        document: Some(DocumentKind::DistributionPlan),
        opens: &[Clock::Effect(remit::KEY)],
        closes: &[],
        proposal: None,
    },
    Transition {
        code: "M-CANCEL",
        action: "cancel_distribution",
        from: &["computed"],
        to: To::State("cancelled"),
        who: &[Who::Signer, Who::Role(Role::Accountant), Who::AssignedOfficer],
        guards: &[],
        document: Some(DocumentKind::DistributionPlan),
        opens: &[],
        closes: &[],
        proposal: None,
    },
    Transition {
        code: "M-ORDER",
        action: "order_payouts",
        from: &["approved"],
        to: To::State("ordered"),
        who: &[Who::Role(Role::Accountant)],
        guards: &[PAYEES, NO_HOLD],
        document: None,
        opens: &[Clock::Effect("fx.convert"), Clock::Effect("notify"), Clock::Effect(PAY_ON)],
        closes: &[],
        proposal: None,
    },
    Transition {
        code: "M-RELEASE",
        action: "release_payouts",
        from: &["ordered"],
        to: To::State("released"),
        who: &[Who::Signer],
        guards: &[NOT_ORDERER, NO_HOLD],
        document: Some(DocumentKind::PaymentOrder),
        opens: &[],
        closes: &[Clock::Act("payout")],
        proposal: None,
    },
];

/// The lifecycle of distributions.
pub struct DistributionLifecycle;

impl Lifecycle for DistributionLifecycle {
    const NAME: &'static str = "distribution";
    type Facts = DistributionFacts;
    type Action = DistributionAction;

    fn table() -> &'static [Transition<DistributionFacts>] {
        TABLE
    }

    fn states() -> Vec<&'static str> {
        DistributionState::ALL.iter().map(|state| state.as_str()).collect()
    }

    fn name(action: &DistributionAction) -> &'static str {
        action.name()
    }

    fn apply(
        facts: &DistributionFacts,
        action: &DistributionAction,
        at: &Context<'_>,
        plan: &mut Plan,
    ) -> Result<(), Refusal> {
        let mut distribution = facts.distribution.clone();
        match action {
            DistributionAction::ApproveDistribution(_) => {
                approve(facts, &mut distribution, at, plan)?;
            }
            DistributionAction::CancelDistribution(_) => distribution.state = DistributionState::Cancelled,
            DistributionAction::OrderPayouts(body) => order(facts, &mut distribution, body, at, plan)?,
            DistributionAction::ReleasePayouts(_) => {
                let content = serde_json::json!({ "payouts": distribution.payouts_open });
                let order = plan.record(at, DocumentKind::PaymentOrder, distribution.ordered_by, content);
                distribution.payment_order = Some(order.into());
                distribution.state = DistributionState::Released;
            }
        }
        plan.changes.insert(0, Change::Distribution(Box::new(distribution)));
        Ok(())
    }
}

/// A distribution of which a payout is owed again: it is not carried out yet.
pub fn reopened(distribution: &Distribution) -> Distribution {
    let mut next = distribution.clone();
    next.payouts_open = next.payouts_open.saturating_add(1);
    next.state = DistributionState::Released;
    next
}

/// A distribution after one of its payouts was confirmed: executed with the last one.
pub fn next_after_payout(distribution: &Distribution) -> Distribution {
    let mut next = distribution.clone();
    next.payouts_open = next.payouts_open.saturating_sub(1);
    if next.payouts_open == 0 {
        next.state = DistributionState::Executed;
    }
    next
}
