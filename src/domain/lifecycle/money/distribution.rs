//! A distribution from its computation to the bank: approval by a second person, booking, payment orders, their release.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use validator::Validate;

use crate::actions;
use crate::domain::actor::Role;
use crate::domain::case::Case;
use crate::domain::claim::Payee;
use crate::domain::distribution::Plan as Shares;
use crate::domain::document::DocumentKind;
use crate::domain::ids::{OfficeId, PayoutId, UserId};
use crate::domain::ledger::entries::{distributed, fee_withheld, payable_account};
use crate::domain::ledger::{Account, LedgerRefusal};
use crate::domain::lifecycle::case::{MoneyBrief, Nothing};
use crate::domain::lifecycle::plan::{Change, Performed, Plan};
use crate::domain::lifecycle::{Clock, Context, Guard, Lifecycle, Subject, To, Transition, Who};
use crate::domain::money::Dong;
use crate::domain::payment::{Channel, Distribution, DistributionState, FeeLine, Payout, PayoutState};
use crate::domain::refusal::wrong;
use crate::domain::refusal::{FieldError, Refusal, Unmet};

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
    /// The asset whose price it shares has been handed over; true where there is none.
    pub delivered: bool,
    /// Payees who have an account on record.
    pub accounts: std::collections::BTreeSet<crate::domain::ids::PartyId>,
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

type G = Guard<DistributionFacts>;

/// Whoever computed it does not approve it.
const NOT_PREPARER: G = Guard {
    code: "G-FOUR-EYES",
    test: |facts, context| another(Some(facts.distribution.prepared_by), context),
};

/// Whoever prepared the payment orders does not release them.
const NOT_ORDERER: G =
    Guard { code: "G-FOUR-EYES", test: |facts, context| another(facts.distribution.ordered_by, context) };

fn another(prepared_by: Option<UserId>, context: &Context<'_>) -> Result<String, Unmet> {
    if prepared_by == Some(context.actor.user) {
        return Err(Unmet::new("G-FOUR-EYES", "prepared by the same person", "prepared by another person"));
    }
    Ok("another person".to_owned())
}

/// Neither the case nor its money moved since the computation.
const FRESH: G = Guard {
    code: "M02_STALE",
    test: |facts, _| {
        let (then, now) = (facts.distribution.case_version, facts.case.version);
        if then == now && facts.money.undistributed >= facts.distribution.amount {
            return Ok(now.to_string());
        }
        let left = facts.money.undistributed.to_string();
        Err(Unmet::new(
            "M02_STALE",
            format!("case version {now}, undistributed {left}"),
            format!("case version {then}"),
        )
        .with("amount", left))
    },
};

/// Sale money is shared only after delivery (L106 54.6; ND152 30.7).
const DELIVERED: G = Guard {
    code: "M04_DELIVERED",
    test: |facts, _| {
        if facts.delivered {
            return Ok("delivered".to_owned());
        }
        Err(Unmet::new("M04_DELIVERED", "not handed over", "handed over"))
    },
};

/// No interruption lies on the case's money, nor on an item that shares in it (L106 46.1; ND152 30.8).
const NO_HOLD: G = Guard {
    code: "M05_HOLD",
    test: |facts, _| {
        let paid = facts.lines.iter().filter(|line| !line.line.share_dong.is_zero());
        let held = paid.filter_map(|line| facts.case.stop_of_item(line.line.obligation?)).next();
        match facts.case.stop().or(held) {
            None => Ok("none".to_owned()),
            Some(stop) => Err(Unmet::new("M05_HOLD", stop.code, "no interruption").with("doc", stop.code)),
        }
    },
};

/// Every party who is paid has an account on record (ND152 30.5).
const PAYEES: G = Guard {
    code: "M08_PAYEE",
    test: |facts, _| {
        let without = facts
            .lines
            .iter()
            .filter(|line| matches!(line.line.payee, Payee::Party(party) if !facts.accounts.contains(&party)))
            .count();
        if without == 0 {
            return Ok("every payee has an account".to_owned());
        }
        Err(Unmet::new(
            "M08_PAYEE",
            format!("{without} payees without an account"),
            "an account for each payee",
        )
        .with("count", without.to_string()))
    },
};

static TABLE: &[Transition<DistributionFacts>] = &[
    Transition {
        code: "M-APPROVE",
        action: "approve_distribution",
        from: &["computed"],
        to: To::State("approved"),
        who: &[Who::Signer],
        guards: &[NOT_PREPARER, FRESH, DELIVERED, NO_HOLD],
        document: Some(DocumentKind::DistributionPlan),
        opens: &[],
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
        opens: &[],
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
                plan.record(at, DocumentKind::PaymentOrder, distribution.ordered_by, content);
                distribution.state = DistributionState::Released;
            }
        }
        plan.changes.insert(0, Change::Distribution(Box::new(distribution)));
        Ok(())
    }
}

impl DistributionAction {
    /// Whether the step looks at the lines.
    pub fn needs_lines(name: &str) -> bool {
        matches!(name, "approve_distribution" | "order_payouts")
    }
}

/// Books the shares and the fees; the debtor's debt falls by the gross share, the fee is the creditor's (TT216 5.4.a).
fn approve(
    facts: &DistributionFacts,
    distribution: &mut Distribution,
    at: &Context<'_>,
    plan: &mut Plan,
) -> Result<(), Refusal> {
    let waiting = if distribution.asset.is_some() { Account::SaleMoney } else { Account::Provisional };
    let shares =
        Shares { gross_dong: distribution.amount, lines: facts.lines.iter().map(|line| line.line).collect() };
    plan.entries.extend(distributed(&shares, waiting, "distribution").map_err(unbookable)?);
    for line in facts.lines.iter().filter(|line| !line.fee.is_zero()) {
        plan.entries.push(fee_withheld(line.line.payee, line.fee, "fee").map_err(unbookable)?);
    }
    let mut case = facts.case.clone();
    for line in &facts.lines {
        if let Some(obligation) = line.line.obligation.filter(|_| !line.line.share_dong.is_zero()) {
            plan.performed.push(Performed { obligation, amount: line.line.share_dong });
            case.amount_paid =
                case.amount_paid.plus(line.line.share_dong).map_err(|_| wrong("", "amount_out_of_range"))?;
        }
    }
    let preparer = Some(distribution.prepared_by);
    let content = serde_json::json!({ "amount": distribution.amount, "lines": distribution.lines_digest });
    plan.record(at, DocumentKind::DistributionPlan, preparer, content);
    if !distribution.fees.is_zero() {
        let fee = serde_json::json!({ "amount": distribution.fees });
        plan.record(at, DocumentKind::FeeDecision, preparer, fee);
    }
    plan.changes.push(Change::Case(Box::new(case)));
    distribution.approved_by = Some(at.actor.user);
    distribution.state = DistributionState::Approved;
    Ok(())
}

/// What each payee gets net of the fee, and what the budget gets of fees, by ledger account.
fn payable(facts: &DistributionFacts) -> Result<BTreeMap<(Account, Payee), Dong>, Refusal> {
    let mut sums: BTreeMap<(Account, Payee), Dong> = BTreeMap::new();
    let mut add = |account: Account, payee: Payee, amount: Dong| -> Result<(), Refusal> {
        let sum = sums.entry((account, payee)).or_insert(Dong::ZERO);
        *sum = sum.plus(amount).map_err(|_| wrong("", "amount_out_of_range"))?;
        Ok(())
    };
    for line in &facts.lines {
        let net = line.line.share_dong.saturating_minus(line.fee);
        add(payable_account(&line.line), line.line.payee, net)?;
        add(Account::Fee, Payee::State, line.fee)?;
    }
    sums.retain(|_, amount| !amount.is_zero());
    Ok(sums)
}

fn order(
    facts: &DistributionFacts,
    distribution: &mut Distribution,
    body: &OrderPayouts,
    at: &Context<'_>,
    plan: &mut Plan,
) -> Result<(), Refusal> {
    let sums = payable(facts)?;
    let mut errors = Vec::new();
    if body.means == Channel::Cash {
        errors.push(FieldError::new("/means", "M-TRANSFER"));
    }
    for (index, payment) in body.payments.iter().enumerate() {
        let owed = sums.iter().filter(|((_, payee), _)| *payee == payment.payee).map(|(_, amount)| *amount);
        let owed = Dong::sum(owed).map_err(|_| wrong("", "amount_out_of_range"))?;
        if owed.is_zero() {
            errors.push(FieldError::new(format!("/payments/{index}/payee"), "not_a_party"));
        } else if payment.amount != owed {
            // More than is there is refused (TT78 7.1.b); less would leave a plan half carried out.
            let error = FieldError::new(format!("/payments/{index}/amount"), "M01_BALANCE");
            errors.push(error.with("limit", owed.to_string()));
        }
    }
    if !errors.is_empty() {
        return Err(errors.into());
    }
    for ((account, payee), amount) in sums {
        plan.payouts.push(Payout {
            id: PayoutId(at.ids.next()),
            version: 1,
            office: distribution.office,
            division: distribution.division,
            officer: distribution.officer,
            case: distribution.case,
            distribution: distribution.id,
            payee,
            account,
            amount,
            state: PayoutState::Ordered,
            ordered_on: at.on,
            bank_reference: None,
            confirmed_on: None,
        });
    }
    distribution.payouts_open = u32::try_from(plan.payouts.len()).unwrap_or(u32::MAX);
    distribution.ordered_by = Some(at.actor.user);
    distribution.state = DistributionState::Ordered;
    Ok(())
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

fn unbookable(refusal: LedgerRefusal) -> Refusal {
    match refusal {
        LedgerRefusal::Overdrawn { missing_dong, .. } => Refusal::NotAllowed(vec![
            Unmet::new("M01_BALANCE", missing_dong.to_string(), "0").with("limit", missing_dong.to_string()),
        ]),
        _ => {
            Refusal::NotAllowed(vec![Unmet::new("M02_PLAN", refusal.to_string(), "lines that can be booked")])
        }
    }
}
