//! What becomes of things and money that are not enforced for a creditor: the rules that cases and lots of exhibits share – who
//! receives what is confiscated, who sits in a destruction council and how it votes, what a return needs, what the sale of the
//! unclaimed brings (L106 57–59; ND152 39–41). It knows neither the stages of a case nor the states of a lot.

use chrono::NaiveDate;

use super::Context;
use super::case::{ConfiscationReceiver, CouncilMember, CouncilSeat, due};
use super::guard::after;
use super::plan::Plan;
use super::receiving::take;
use crate::domain::case::Council;
use crate::domain::ids::{CaseId, DecisionId, OfficeId, ReceiptId};
use crate::domain::ledger::entries::{cost_charged, cost_paid};
use crate::domain::money::Dong;
use crate::domain::payment::{Channel, Receipt, ReceiptKind};
use crate::domain::refusal::{FieldError, Refusal, Unmet, wrong};

/// The time-bar of a creditor's request has passed (ND152 41.3).
///
/// # Errors
/// The unmet condition.
pub(crate) fn time_bar_passed(at: &Context<'_>, in_force_on: NaiveDate) -> Result<String, Unmet> {
    after(at, "G-RT-BAR", due(at, "time_bar", in_force_on)?)
}

/// Nothing is owed to the State any more (ND152 41.3).
///
/// # Errors
/// The unmet condition.
pub(crate) fn state_paid(owed: Dong) -> Result<String, Unmet> {
    if owed.is_zero() {
        return Ok("0".to_owned());
    }
    Err(Unmet::new("G-RT-STATE", owed.to_string(), "0").with("amount", owed.to_string()))
}

/// What is wrong with a hand-over of confiscated things: the wrong body, notified too early or too late, minutes that lack
/// something. Every agency here is provincial: which body receives then, the law of the day says (ND152 39.1, 39.3).
///
/// # Errors
/// [`Refusal::LawMissing`] where the law of the day names no receiver.
pub(crate) fn hand_over_errors(
    receiver: ConfiscationReceiver,
    notified_on: NaiveDate,
    decided_on: NaiveDate,
    minutes_complete: bool,
    at: &Context<'_>,
) -> Result<Vec<FieldError>, Refusal> {
    let mut errors = Vec::new();
    let required = at.law.text("confiscate.receiver", at.on)?;
    if receiver.as_str() != required {
        errors.push(FieldError::new("/receiver", "G-TT-RECEIVER").with("required", required));
    }
    if notified_on > at.on || notified_on < decided_on {
        errors.push(FieldError::new("/notified_on", "contradicts"));
    }
    if !minutes_complete {
        errors.push(FieldError::new("/minutes_complete", "G-TT-MINUTES"));
    }
    Ok(errors)
}

/// What is wrong with the members of a destruction council (L106 58.2; ND152 40.1).
///
/// # Errors
/// [`Refusal::LawMissing`] where the law of the day does not say who sits in it.
pub(crate) fn council_errors(
    members: &[CouncilMember],
    at: &Context<'_>,
) -> Result<Vec<FieldError>, Refusal> {
    let least = at.law.integer("destroy.council_min", at.on)?;
    let seats = at.law.list("destroy.council_seats", at.on)?;
    let mut errors = Vec::new();
    if i64::try_from(members.len()).unwrap_or(i64::MAX) < least {
        errors.push(FieldError::new("/members", "G-TH-MEMBERS").with("required", least.to_string()));
    }
    for seat in seats.iter().filter(|seat| !members.iter().any(|one| one.seat.as_str() == seat.as_str())) {
        errors.push(FieldError::new("/members", "G-TH-MEMBERS").with("required", seat.clone()));
    }
    // One officer sits in the council, and chairs it.
    let chair = members.iter().position(|member| member.seat == CouncilSeat::Officer);
    let officers = members.iter().filter(|member| member.seat == CouncilSeat::Officer).count();
    if chair != Some(0) || officers != 1 {
        errors.push(FieldError::new("/members/0/seat", "G-TH-CHAIR"));
    }
    Ok(errors)
}

/// A council that is set up; one that had not finished makes room for it.
pub(crate) fn set_up(
    councils: &mut Vec<Council>,
    decision: DecisionId,
    members: &[CouncilMember],
    on: NaiveDate,
) {
    finish(councils, on);
    councils.push(Council {
        decision,
        members: members.iter().map(|member| member.body.clone()).collect(),
        set_up_on: on,
        done_on: None,
    });
}

/// Nothing is left to destroy.
pub(crate) fn finish(councils: &mut [Council], on: NaiveDate) {
    for council in councils.iter_mut().filter(|council| council.done_on.is_none()) {
        council.done_on = Some(on);
    }
}

/// What is wrong with a council's vote and its minutes: more than half in favour, the chair decides a tie (ND152 40.1–40.2).
pub(crate) fn vote_errors(
    council: Option<&Council>,
    votes_for: u8,
    chair_in_favour: bool,
    minutes_signed: bool,
    at: &Context<'_>,
) -> Vec<FieldError> {
    let mut errors = Vec::new();
    if let Some(council) = council {
        let members = council.members.len();
        let twice = usize::from(votes_for) * 2;
        if usize::from(votes_for) > members {
            let limit = members.to_string();
            errors.push(FieldError::new("/votes_for", "amount_out_of_range").with("limit", limit));
        } else if twice < members || (twice == members && !chair_in_favour) {
            let required = (members / 2 + 1).to_string();
            errors.push(FieldError::new("/votes_for", "G-TH-VOTE").with("required", required));
        }
        if at.on < council.set_up_on {
            errors.push(FieldError::new("/effective_on", "contradicts"));
        }
    }
    if !minutes_signed {
        errors.push(FieldError::new("/minutes_signed", "G-TH-MINUTES"));
    }
    errors
}

/// What a return lacks: minutes signed by officer and recipient, the costs that the recipient bears (ND152 41.1, 41.5).
pub(crate) fn return_errors(minutes_signed: bool, costs_paid: bool) -> Vec<FieldError> {
    let mut errors = Vec::new();
    if !minutes_signed {
        errors.push(FieldError::new("/minutes_signed", "G-RT-MINUTES"));
    }
    if !costs_paid {
        errors.push(FieldError::new("/costs_paid", "G-RT-COSTS"));
    }
    errors
}

/// What the sale of something unclaimed brought.
#[derive(Debug, Clone, Copy)]
pub(crate) struct UnclaimedSale<'a> {
    /// The price, in đồng.
    pub price: Dong,
    /// Costs of keeping and selling, taken off the price, in đồng.
    pub costs: Dong,
    /// How the price came.
    pub channel: Channel,
    /// The bank's reference.
    pub reference: Option<&'a str>,
}

impl UnclaimedSale<'_> {
    /// What is wrong with it. A price goes to the agency's account only (ND152 30.5, 65.1).
    pub(crate) fn errors(&self) -> Vec<FieldError> {
        let kind = ReceiptKind::UnclaimedPrice;
        let mut errors = Vec::new();
        if self.price.is_zero() {
            errors.push(FieldError::new("/price", "amount_out_of_range").with("limit", "-"));
        }
        if self.costs > self.price {
            let limit = self.price.to_string();
            errors.push(FieldError::new("/costs", "amount_out_of_range").with("limit", limit));
        }
        if self.channel == Channel::Cash && !kind.in_cash() {
            errors.push(FieldError::new("/channel", "G-RC-CASH").with("reason", kind.as_str()));
        } else if self.reference.is_none() {
            errors.push(FieldError::new("/bank_reference", "required"));
        }
        errors
    }

    /// The price as money of the case, with its receipt, less the costs (L106 59.1).
    ///
    /// # Errors
    /// For no money, or costs that cannot be booked.
    pub(crate) fn book(
        &self,
        (office, case): (OfficeId, CaseId),
        at: &Context<'_>,
        plan: &mut Plan,
    ) -> Result<(), Refusal> {
        const MEMO: &str = "unclaimed";
        let kind = ReceiptKind::UnclaimedPrice;
        let price =
            IntoCase { office, case, kind, amount: self.price, channel: self.channel, paper: self.reference };
        price.enter("/price", at, plan)?;
        if !self.costs.is_zero() {
            let beyond = |_| wrong("/costs", "amount_out_of_range");
            plan.entries.push(cost_paid(self.channel.account(), self.costs, MEMO).map_err(beyond)?);
            plan.entries.push(cost_charged(self.costs, MEMO).map_err(beyond)?);
        }
        Ok(())
    }
}

/// Money from outside the case becomes money of the case, waiting there to be distributed, returned or paid to the State; with a
/// receipt for it.
pub(crate) struct IntoCase<'a> {
    /// The agency.
    pub office: OfficeId,
    /// The case.
    pub case: CaseId,
    /// What for.
    pub kind: ReceiptKind,
    /// The sum, in đồng.
    pub amount: Dong,
    /// How it came.
    pub channel: Channel,
    /// The paper with which it came.
    pub paper: Option<&'a str>,
}

impl IntoCase<'_> {
    /// Enters it.
    ///
    /// # Errors
    /// For no money.
    pub(crate) fn enter(&self, pointer: &str, at: &Context<'_>, plan: &mut Plan) -> Result<(), Refusal> {
        let id = ReceiptId(at.ids.next());
        let receipt = Receipt {
            case: Some(self.case),
            bank_reference: self.paper.map(str::to_owned),
            ..Receipt::new(id, self.office, self.kind, self.channel, self.amount, at.on)
        };
        take(receipt, pointer, plan)
    }
}
