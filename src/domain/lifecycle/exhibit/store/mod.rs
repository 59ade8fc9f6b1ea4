//! The store: nothing goes in or out without an order that one drafted and another signed; in the agency's own store the accountant
//! writes the slip and the storekeeper carries it out, three people (ND152 37.3, 38.2; TT04 11). Counts and incidents.

mod bodies;
mod count;
mod moving;
mod orders;

pub use bodies::*;

use super::guards::{ELSEWHERE, KEPT_LINE, NEEDS_SLIP, NOT_THE_SIGNER, READY, SOME_ORDER, THIRD_PERSON};
use super::{
    ACCOUNTANT, ExhibitFacts, KEPT, NamedByExhibit, OFFICER, Row, SIGNER, checked, custody_errors,
    named_lines, record,
};
use crate::domain::actor::Role;
use crate::domain::document::DocumentKind;
use crate::domain::exhibit::{CustodianKind, Exhibit, Line};
use crate::domain::ids::UserId;
use crate::domain::lifecycle::drafts::{propose, sign};
use crate::domain::lifecycle::plan::Plan;
use crate::domain::lifecycle::{Clock, Context, Proposal, To, Transition, Who};
use crate::domain::refusal::Refusal;

/// The clocks of counting.
pub(super) const REVIEWS: &[&str] = &["ex.review.quarter", "ex.review.half", "ex.review.year"];
const REVIEW_CLOCKS: &[Clock] =
    &[Clock::Effect("ex.review.quarter"), Clock::Effect("ex.review.half"), Clock::Effect("ex.review.year")];
const COUNT_OPENS: &[Clock] = &[
    Clock::Effect("ex.review.quarter"),
    Clock::Effect("ex.review.half"),
    Clock::Effect("ex.review.year"),
    Clock::Effect("ex.report"),
];
const STOREKEEPER: &[Who] = &[Who::Role(Role::Storekeeper)];
/// Who counts: the storekeeper; the officer where another keeps it.
const COUNTERS: &[Who] = &[Who::Role(Role::Storekeeper), Who::AssignedOfficer];
const AFTER_MOVING: &[&str] = &["clarifying", "scheduled", "accepted", "releasing", "closed"];

pub(super) const ROWS: &[Row] = &[
    Transition {
        guards: &[KEPT_LINE],
        document: Some(DocumentKind::StoreEntryOrder),
        proposal: Some(Proposal::by("propose_store_entry", OFFICER)),
        ..Transition::row("XB-12", "order_store_entry", KEPT, To::Same, SIGNER)
    },
    Transition {
        guards: &[KEPT_LINE],
        document: Some(DocumentKind::StoreExitOrder),
        proposal: Some(Proposal::by("propose_store_exit", OFFICER)),
        ..Transition::row("XB-13", "order_store_exit", KEPT, To::OneOf(KEPT), SIGNER)
    },
    Transition {
        guards: &[NEEDS_SLIP, NOT_THE_SIGNER],
        document: Some(DocumentKind::StoreSlip),
        ..Transition::row("XB-14", "issue_store_slip", KEPT, To::Same, ACCOUNTANT)
    },
    Transition {
        guards: &[READY, THIRD_PERSON],
        ..Transition::row("XB-15", "carry_out_store_order", KEPT, To::OneOf(AFTER_MOVING), STOREKEEPER)
    },
    Transition {
        guards: &[ELSEWHERE],
        ..Transition::row("XB-16", "record_keeper_movement", KEPT, To::OneOf(AFTER_MOVING), OFFICER)
    },
    Transition {
        guards: &[SOME_ORDER],
        ..Transition::row("XB-17", "withdraw_store_order", KEPT, To::OneOf(KEPT), &[Who::Role(Role::Head)])
    },
    Transition {
        guards: &[KEPT_LINE],
        document: Some(DocumentKind::InventoryMinutes),
        proposal: Some(Proposal::by("propose_inventory", COUNTERS)),
        opens: COUNT_OPENS,
        closes: REVIEW_CLOCKS,
        ..Transition::row("XB-18", "sign_inventory", KEPT, To::Same, SIGNER)
    },
    Transition {
        guards: &[KEPT_LINE],
        document: Some(DocumentKind::ExhibitReport),
        closes: &[Clock::Effect("ex.report")],
        ..Transition::row(
            "XB-19",
            "report_exhibit_incident",
            KEPT,
            To::Same,
            &[Who::Role(Role::Storekeeper), Who::AssignedOfficer, Who::Role(Role::Accountant)],
        )
    },
];

impl StoreAction {
    /// A signature names what its draft names.
    pub(super) fn named(&self, lot: &Exhibit) -> NamedByExhibit {
        let accountant: Option<UserId> = match self {
            StoreAction::ProposeInventory(body) => Some(body.accountant),
            StoreAction::SignInventory(_) => lot.drafts.get("sign_inventory").and_then(|draft| {
                let body: ProposeInventory = serde_json::from_value(draft.content.clone()).ok()?;
                Some(body.accountant)
            }),
            _ => None,
        };
        NamedByExhibit { accountant, ..NamedByExhibit::default() }
    }

    pub(super) fn apply(
        &self,
        facts: &ExhibitFacts,
        lot: &mut Exhibit,
        at: &Context<'_>,
        plan: &mut Plan,
    ) -> Result<(), Refusal> {
        use StoreAction as A;
        match self {
            A::ProposeEntry(body) => propose("order_store_entry", orders::entry, body, facts, lot, at),
            A::OrderEntry(_) => sign("order_store_entry", orders::entry, facts, lot, at, plan),
            A::ProposeExit(body) => propose("order_store_exit", orders::exit, body, facts, lot, at),
            A::OrderExit(_) => sign("order_store_exit", orders::exit, facts, lot, at, plan),
            A::IssueSlip(body) => moving::issue_slip(lot, body, at, plan),
            A::CarryOut(body) => moving::carry_out(lot, body, at, plan),
            A::RecordKeeperMovement(body) => moving::record_keeper(lot, body, at, plan),
            A::Withdraw(body) => moving::withdraw(lot, body, at),
            A::ProposeInventory(body) => propose("sign_inventory", count::take, body, facts, lot, at),
            A::SignInventory(_) => sign("sign_inventory", count::take, facts, lot, at, plan),
            A::ReportIncident(body) => count::report(lot, body, at, plan),
        }
    }
}

/// Lets the clocks of counting run from today; each quarter only in the agency's own store (TT04 11.4; ND152 38.1.e).
pub(super) fn open_reviews(lines: &[Line], keys: &[&str], at: &Context<'_>, plan: &mut Plan) {
    let kept = |line: &&Line| line.state.is_kept();
    let own = lines.iter().filter(kept).any(|line| line.custody.kind == CustodianKind::OwnStore);
    if !lines.iter().any(|line| line.state.is_kept()) {
        return;
    }
    for key in keys.iter().filter(|key| own || **key != "ex.review.quarter") {
        plan.open(at, key, at.on, None);
    }
}
