//! What becomes of the lines of a lot: confiscated, destroyed, given back, enforced upon, or sold after five years without a judgment
//! (L106 57–60; ND152 38.3, 39–41). Each line must be out on an order that was carried out (ND152 37.3). The rules that a case obeys
//! too stand in [`crate::domain::lifecycle::disposal`].

mod bodies;
mod confiscation;
mod destruction;
mod returning;
mod security;

pub use bodies::*;

use super::guards::{
    CASE_OPEN, CONFISCATE, CONFISCATED, COUNCIL, ENFORCEABLE, FIVE_YEARS, GOODS_UNCLAIMED, HAS_CASE, KEEP,
    NO_CASE, NO_HOLD, OUT, PAPERS_UNCLAIMED, RECEIVER_DUE, RETURN, STATE_PAID, TIME_BAR_PASSED, TO_DESTROY,
    UNCLAIMED_OR_UNKNOWN,
};
use super::{
    AFTER_HANDLING, ExhibitFacts, KEPT, NamedByExhibit, OFFICER, Row, SIGNER, checked, finish, named_lines,
    reached, record,
};
use crate::domain::document::DocumentKind;
use crate::domain::exhibit::{Disposition, Exhibit, Line};
use crate::domain::lifecycle::drafts::{propose, sign};
use crate::domain::lifecycle::plan::Plan;
use crate::domain::lifecycle::{Clock, Context, Proposal, To, Transition};
use crate::domain::refusal::Refusal;

const COLLECTING: &[Clock] = &[
    Clock::Effect("unclaimed_goods"),
    Clock::Effect("unclaimed_goods_perishable"),
    Clock::Effect("unclaimed_papers"),
];
const GOODS: &[Clock] = &[Clock::Effect("unclaimed_goods"), Clock::Effect("unclaimed_goods_perishable")];

pub(super) const ROWS: &[Row] = &[
    Transition {
        guards: &[HAS_CASE, CONFISCATE, OUT, NO_HOLD],
        document: Some(DocumentKind::ConfiscationHandover),
        closes: &[Clock::Effect("confiscate_handover")],
        ..Transition::row("XB-20", "hand_over_confiscated", KEPT, To::OneOf(AFTER_HANDLING), OFFICER)
    },
    Transition {
        guards: &[CONFISCATE, RECEIVER_DUE],
        document: Some(DocumentKind::ExhibitMinutes),
        ..Transition::row("XB-21", "record_receiver_absence", KEPT, To::Same, OFFICER)
    },
    Transition {
        guards: &[CONFISCATED],
        document: Some(DocumentKind::RefundFile),
        proposal: Some(Proposal::by("propose_confiscation_refund", OFFICER)),
        ..Transition::row("XB-22", "refund_confiscation", &[], To::OneOf(AFTER_HANDLING), SIGNER)
    },
    Transition {
        guards: &[TO_DESTROY, NO_HOLD],
        document: Some(DocumentKind::DestructionCouncil),
        proposal: Some(Proposal::by("propose_destruction_council", OFFICER)),
        opens: &[Clock::Act("destroy_do")],
        closes: &[Clock::Act("destroy_council"), Clock::Act("destroy_do")],
        ..Transition::row("XB-23", "set_up_destruction_council", KEPT, To::Same, SIGNER)
    },
    Transition {
        guards: &[TO_DESTROY, COUNCIL, OUT, NO_HOLD],
        document: Some(DocumentKind::DestructionMinutes),
        closes: &[Clock::Effect("destroy_do")],
        ..Transition::row("XB-24", "destroy_items", KEPT, To::OneOf(AFTER_HANDLING), OFFICER)
    },
    Transition {
        guards: &[HAS_CASE, RETURN, NO_HOLD],
        document: Some(DocumentKind::CollectionNotice),
        opens: COLLECTING,
        closes: &[Clock::Effect("return_notice")],
        ..Transition::row("XB-25", "notify_recipient", KEPT, To::Same, OFFICER)
    },
    Transition {
        guards: &[HAS_CASE, RETURN, OUT, NO_HOLD],
        document: Some(DocumentKind::ExhibitMinutes),
        closes: COLLECTING,
        ..Transition::row("XB-26", "return_to_recipient", KEPT, To::OneOf(AFTER_HANDLING), OFFICER)
    },
    Transition {
        guards: &[CASE_OPEN, GOODS_UNCLAIMED, OUT, NO_HOLD],
        document: Some(DocumentKind::UnclaimedSaleRecord),
        closes: GOODS,
        ..Transition::row("XB-27", "sell_unclaimed_goods", KEPT, To::OneOf(AFTER_HANDLING), OFFICER)
    },
    Transition {
        guards: &[UNCLAIMED_OR_UNKNOWN, NO_HOLD],
        document: Some(DocumentKind::DestructionDecision),
        proposal: Some(Proposal::by("propose_destruction", OFFICER)),
        opens: &[Clock::Act("destroy_council")],
        closes: GOODS,
        ..Transition::row("XB-28", "decide_destruction", KEPT, To::Same, SIGNER)
    },
    Transition {
        guards: &[HAS_CASE, PAPERS_UNCLAIMED, OUT, NO_HOLD],
        document: Some(DocumentKind::PapersTransfer),
        closes: &[Clock::Effect("unclaimed_papers")],
        ..Transition::row("XB-29", "send_papers_to_issuer", KEPT, To::OneOf(AFTER_HANDLING), OFFICER)
    },
    Transition {
        guards: &[CASE_OPEN, ENFORCEABLE, OUT, NO_HOLD],
        closes: COLLECTING,
        ..Transition::row("XB-30", "enforce_exhibits", KEPT, To::OneOf(AFTER_HANDLING), OFFICER)
    },
    Transition {
        guards: &[HAS_CASE, KEEP, TIME_BAR_PASSED, STATE_PAID, NO_HOLD],
        opens: &[Clock::Act("return_notice")],
        ..Transition::row("XB-31", "return_security", KEPT, To::Same, OFFICER)
    },
    Transition {
        guards: &[NO_CASE, FIVE_YEARS, OUT],
        document: Some(DocumentKind::ForfeitureDecision),
        proposal: Some(Proposal::by("propose_unknown_sale", OFFICER)),
        ..Transition::row("XB-32", "settle_unknown_exhibits", KEPT, To::OneOf(AFTER_HANDLING), SIGNER)
    },
];

impl HandlingAction {
    pub(super) fn named(&self) -> NamedByExhibit {
        match self {
            HandlingAction::Enforce(body) => {
                NamedByExhibit { asset: Some(body.asset), ..NamedByExhibit::default() }
            }
            _ => NamedByExhibit::default(),
        }
    }

    pub(super) fn apply(
        &self,
        facts: &ExhibitFacts,
        lot: &mut Exhibit,
        at: &Context<'_>,
        plan: &mut Plan,
    ) -> Result<(), Refusal> {
        use HandlingAction as A;
        match self {
            A::HandOver(body) => confiscation::hand_over(facts, lot, body, at, plan),
            A::RecordAbsence(body) => confiscation::absent(lot, body, at, plan),
            A::ProposeRefund(body) => {
                propose("refund_confiscation", confiscation::refund, body, facts, lot, at)
            }
            A::Refund(_) => sign("refund_confiscation", confiscation::refund, facts, lot, at, plan),
            A::ProposeCouncil(body) => {
                propose("set_up_destruction_council", destruction::set_up, body, facts, lot, at)
            }
            A::SetUpCouncil(_) => {
                sign("set_up_destruction_council", destruction::set_up, facts, lot, at, plan)
            }
            A::Destroy(body) => destruction::destroy(lot, body, at, plan),
            A::NotifyOwner(body) => returning::notify(lot, body, at, plan),
            A::GiveBack(body) => returning::give_back(lot, body, at, plan),
            A::SellUnclaimed(body) => returning::sell(lot, body, at, plan),
            A::ProposeDestruction(body) => {
                propose("decide_destruction", destruction::decide, body, facts, lot, at)
            }
            A::DecideDestruction(_) => sign("decide_destruction", destruction::decide, facts, lot, at, plan),
            A::SendPapers(body) => returning::to_issuer(lot, body, at, plan),
            A::Enforce(body) => security::enforce(facts, lot, body, at, plan),
            A::GiveSecurityBack(body) => security::give_back(facts, lot, body),
            A::ProposeUnknownSale(body) => {
                propose("settle_unknown_exhibits", security::settle_unknown, body, facts, lot, at)
            }
            A::SettleUnknown(_) => {
                sign("settle_unknown_exhibits", security::settle_unknown, facts, lot, at, plan)
            }
        }
    }
}

/// A line of this disposition that is out on an order.
fn out_as(line: &Line, disposition: Disposition) -> Result<(), &'static str> {
    if line.state.is_final() || line.disposition != Some(disposition) {
        return Err("contradicts");
    }
    out(line)
}

/// A line that is out on an order.
fn out(line: &Line) -> Result<(), &'static str> {
    match line.is_out() {
        true => Ok(()),
        false if line.state.is_final() => Err("contradicts"),
        false => Err("G-EXH-1"),
    }
}
