//! What comes before money is paid out: late interest asked for, relief from the fee, fee decisions outside a distribution, their
//! correction, and the time to pay (ND152 29–30; TT216 4–7).

mod bodies;
mod decisions;
mod deposits;
mod relief;
mod shares;

pub use bodies::*;
pub(super) use decisions::{decide_on_thing, note_direct, note_set_off};
pub(in crate::domain::lifecycle) use shares::PAY_ON;

use serde_json::json;

use super::{CaseFacts, Named, OPEN, Phase, propose, record, sign, wrong};
use crate::domain::actor::Role;
use crate::domain::case::{Case, PayoutDelay, PayoutDelayGround};
use crate::domain::document::DocumentKind;
use crate::domain::lifecycle::plan::{ItemChange, Plan};
use crate::domain::lifecycle::{Clock, Context, Guard, Proposal, To, Transition, Who};
use crate::domain::refusal::{FieldError, Refusal, Unmet};

type G = Guard<CaseFacts>;

/// Money waits to be shared or paid.
const MONEY_WAITS: G = Guard {
    code: "G-PAY-WAITS",
    test: |facts, _| match (facts.money.undistributed, facts.money.unpaid) {
        (one, other) if one.is_zero() && other.is_zero() => {
            Err(Unmet::new("G-PAY-WAITS", "nothing", "money that waits to be paid out"))
        }
        (one, _) => Ok(one.get().to_string()),
    },
};
/// No extension lasts.
const NOT_DELAYED: G = Guard {
    code: "G-PAY-EXTENDED",
    test: |facts, _| match facts.case.fees.delay() {
        None => Ok("none".to_owned()),
        Some(delay) => Err(Unmet::new("G-PAY-EXTENDED", delay.ground.as_str(), "no extension that lasts")),
    },
};
/// An extension lasts.
const DELAYED: G = Guard {
    code: "G-PAY-DELAY",
    test: |facts, _| match facts.case.fees.delay() {
        Some(delay) => Ok(delay.ground.to_string()),
        None => Err(Unmet::new("G-PAY-DELAY", "none", "an extension that lasts")),
    },
};

const OFFICER: &[Who] = &[Who::AssignedOfficer];
const CLERKS: &[Who] = &[Who::AssignedOfficer, Who::Role(Role::IntakeClerk)];
const SIGNER: &[Who] = &[Who::Signer];
const ACCOUNTANT: &[Who] = &[Who::Role(Role::Accountant)];

pub(super) const ROWS: &[Transition<CaseFacts>] = &[
    Transition::row("MI-01", "ask_late_interest", OPEN, To::Same, CLERKS),
    Transition {
        opens: &[Clock::Effect("fee.decide_exempt")],
        ..Transition::row("MF-01", "request_fee_relief", OPEN, To::Same, CLERKS)
    },
    Transition {
        guards: &[relief::ASKED],
        document: Some(DocumentKind::FeeReliefDecision),
        proposal: Some(Proposal::by("propose_fee_relief", OFFICER)),
        closes: &[Clock::Effect("fee.decide_exempt")],
        ..Transition::row("MF-02", "decide_fee_relief", &[], To::Same, SIGNER)
    },
    Transition {
        guards: &[relief::BY_DEBTOR],
        document: Some(DocumentKind::FeeDecision),
        proposal: Some(Proposal::by("propose_fee_ruling", OFFICER)),
        ..Transition::row("MF-03", "rule_on_fee", OPEN, To::Same, SIGNER)
    },
    Transition {
        document: Some(DocumentKind::FeeDecision),
        proposal: Some(Proposal::by("propose_fee_decision", OFFICER)),
        ..Transition::row("MF-04", "decide_fee", &[], To::Same, SIGNER)
    },
    Transition {
        document: Some(DocumentKind::FeeDecision),
        proposal: Some(Proposal::by("propose_fee_correction", OFFICER)),
        ..Transition::row("MF-05", "correct_fee", &[], To::Same, SIGNER)
    },
    Transition {
        document: Some(DocumentKind::Receipt),
        opens: &[Clock::Effect("fee.remit_day"), Clock::Effect("cash.to_fund")],
        ..Transition::row("MF-06", "record_fee_payment", &[], To::Same, ACCOUNTANT)
    },
    Transition {
        guards: &[MONEY_WAITS, NOT_DELAYED],
        opens: &[Clock::Effect("payout.ext.many")],
        closes: &[Clock::Act("payout")],
        ..Transition::row("MP-01", "extend_payout", &[], To::Same, OFFICER)
    },
    Transition {
        guards: &[DELAYED],
        opens: &[Clock::Effect("payout.ext.end")],
        ..Transition::row("MP-02", "end_payout_extension", &[], To::Same, OFFICER)
    },
    Transition {
        guards: &[deposits::ON_DEPOSIT],
        ..Transition::row("MP-03", "draw_deposit", &[], To::Same, ACCOUNTANT)
    },
    Transition {
        guards: &[shares::LIE],
        document: Some(DocumentKind::TermDepositSlip),
        ..Transition::row("MP-04", "renew_shares", &[], To::Same, ACCOUNTANT)
    },
    Transition {
        guards: &[shares::LIE],
        opens: &[Clock::Effect("payout"), Clock::Effect(shares::PAY_ON)],
        closes: &[Clock::Effect(shares::PAY_ON)],
        ..Transition::row("MP-05", "free_shares", &[], To::Same, ACCOUNTANT)
    },
];

impl Phase for PayableAction {
    fn named(&self) -> Named {
        use PayableAction as A;
        let of_fee = |party| Named { parties: vec![party], fees_of: vec![party], ..Named::default() };
        match self {
            A::AskLateInterest(body) => Named { items: vec![body.obligation], ..Named::default() },
            A::RequestFeeRelief(body) => Named { parties: vec![body.party], ..Named::default() },
            A::ProposeFeeDecision(body) => of_fee(body.creditor),
            A::ProposeFeeCorrection(body) => of_fee(body.creditor),
            A::RecordFeePayment(body) => of_fee(body.creditor),
            A::FreeShares(body) => Named { shares_of: Some(body.distribution), ..Named::default() },
            _ => Named::default(),
        }
    }

    fn apply(
        &self,
        facts: &CaseFacts,
        case: &mut Case,
        at: &Context<'_>,
        plan: &mut Plan,
    ) -> Result<(), Refusal> {
        use PayableAction as A;
        match self {
            A::AskLateInterest(body) => ask(facts, case, body, at, plan),
            A::RequestFeeRelief(body) => relief::request(facts, case, body, at, plan),
            A::ProposeFeeRelief(body) => propose("decide_fee_relief", relief::decide, body, facts, case, at),
            A::DecideFeeRelief(_) => sign("decide_fee_relief", relief::decide, facts, case, at, plan),
            A::ProposeFeeRuling(body) => propose("rule_on_fee", relief::rule, body, facts, case, at),
            A::RuleOnFee(_) => sign("rule_on_fee", relief::rule, facts, case, at, plan),
            A::ProposeFeeDecision(body) => propose("decide_fee", decisions::decide, body, facts, case, at),
            A::DecideFee(_) => sign("decide_fee", decisions::decide, facts, case, at, plan),
            A::ProposeFeeCorrection(body) => {
                propose("correct_fee", decisions::correct, body, facts, case, at)
            }
            A::CorrectFee(_) => sign("correct_fee", decisions::correct, facts, case, at, plan),
            A::RecordFeePayment(body) => decisions::pay(facts, case, body, at, plan),
            A::ExtendPayout(body) => extend(case, body, at, plan),
            A::EndPayoutExtension(_) => end_extension(case, at, plan),
            A::DrawDeposit(body) => deposits::draw(facts, case, body, at, plan),
            A::RenewShares(body) => shares::renew(case, body, at, plan),
            A::FreeShares(body) => shares::free(facts, case, body, at, plan),
        }
    }
}

/// Interest is paid only to whoever asks for it, on an item on which the judgment orders it (ND152 29.1).
fn ask(
    facts: &CaseFacts,
    case: &mut Case,
    body: &AskLateInterest,
    at: &Context<'_>,
    plan: &mut Plan,
) -> Result<(), Refusal> {
    let found = facts.items.iter().find(|item| item.id == body.obligation && item.case == Some(case.id));
    let Some(item) = found else { return Err(wrong("/obligation", "not_in_list")) };
    let Some(terms) = &item.more.interest else {
        return Err(FieldError::new("/obligation", "G-INTEREST").into());
    };
    if terms.asked_on.is_some() {
        return Err(wrong("/obligation", "duplicate"));
    }
    let change = ItemChange { interest_asked_on: Some(at.on), ..ItemChange::status(item.id, item.status) };
    plan.items.push(change);
    let content = json!({ "obligation": body.obligation, "paper": body.paper });
    record(case, DocumentKind::InterestRequest, content, at, plan);
    Ok(())
}

/// Many creditors and little money: so many days from the receipt. On the other grounds until they end (ND152 30.3–30.4).
fn extend(case: &mut Case, body: &ExtendPayout, at: &Context<'_>, plan: &mut Plan) -> Result<(), Refusal> {
    let until = match body.ground {
        PayoutDelayGround::ManyCreditors => Some(plan.must_open(at, "payout.ext.many", at.on, None)?),
        _ => None,
    };
    let delay = PayoutDelay { ground: body.ground, from: at.on, until, ended_on: None };
    case.fees.delays.push(delay);
    let content = json!({ "ground": body.ground, "facts": body.facts, "until": until });
    record(case, DocumentKind::PayoutDelayNote, content, at, plan);
    Ok(())
}

fn end_extension(case: &mut Case, at: &Context<'_>, plan: &mut Plan) -> Result<(), Refusal> {
    let Some(delay) = case.fees.delays.iter_mut().find(|delay| delay.ended_on.is_none()) else {
        return Err(wrong("/effective_on", "contradicts"));
    };
    if at.on < delay.from {
        return Err(wrong("/effective_on", "contradicts"));
    }
    delay.ended_on = Some(at.on);
    plan.close("payout.ext.many", None);
    if delay.ground == PayoutDelayGround::ManyCreditors {
        plan.open(at, "payout", at.on, None);
    } else {
        plan.open(at, "payout.ext.end", at.on, None);
    }
    Ok(())
}
