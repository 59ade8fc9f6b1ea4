//! Verification and classification: có điều kiện, chưa có điều kiện, publication, the two-year rule (L106 37–38; ND152 21–23).

use serde_json::json;

use super::guards::NO_MONEY_LEFT;
use super::guards::{
    ABLE_AGAIN, INFO_WAITS, NO_HOLD, NO_LIVE_ASSET, NO_NEW_INFO, NOT_PUBLISHED, ON_REQUEST, PROACTIVE,
    REVERIFIED, TWO_YEARS, VER_BEGUN, VER_REGISTRY, VER_START, VOL_OVER,
};
use super::{
    CaseFacts, ConcludeEnforceable, Means, ProposeNotEnforceable, PublishDebtor, Reason,
    ReceiveNewInformation, VerifyAgain, draft, draft_guards, enter, known_ground, sign, signed, wrong,
};
use crate::domain::actor::Role;
use crate::domain::case::{
    Case, Ending, EndingGround, NewInformation, NotEnforceable, NotEnforceableDraft, Publication,
    ReasonDraft, Stage, Verification, VerificationKind,
};
use crate::domain::document::DocumentKind;
use crate::domain::lifecycle::plan::Plan;
use crate::domain::lifecycle::{Clock, Context, To, Transition, Who};
use crate::domain::refusal::{FieldError, Refusal};

draft_guards!(NE_DRAFT, NE_EYES, not_enforceable, NotEnforceableDecision);
draft_guards!(CONTINUE_DRAFT, CONTINUE_EYES, continuation, ContinueDecision);
draft_guards!(BOOK_DRAFT, BOOK_EYES, separate_book, SeparateBookEntry);
draft_guards!(RETURN_DRAFT, RETURN_EYES, return_notice, ReturnNotice);

/// From which stages "chưa có điều kiện" may be decided (T-VE-07, 08).
const CLASSIFIABLE: &[&str] = &["verification", "enforceable", "enforcing"];
const WAITING: &[&str] = &["not_enforceable", "separate_book"];

const fn row(
    code: &'static str,
    action: &'static str,
    from: &'static [&'static str],
    to: To,
    who: &'static [Who],
) -> Transition<CaseFacts> {
    Transition { code, action, from, to, who, guards: &[], document: None, opens: &[], closes: &[] }
}

pub(super) const ROWS: &[Transition<CaseFacts>] = &[
    Transition {
        guards: &[VOL_OVER, NO_HOLD],
        opens: &[Clock::Effect("verify_first")],
        closes: &[Clock::Effect("voluntary")],
        ..row(
            "T-VO-02",
            "end_voluntary_period",
            &["voluntary"],
            To::State("verification"),
            &[Who::Role(Role::System), Who::AssignedOfficer],
        )
    },
    Transition {
        guards: &[VER_START, NO_HOLD],
        closes: &[Clock::Act("verify_first"), Clock::Effect("voluntary")],
        ..row(
            "T-VE-01",
            "start_verification",
            &["voluntary", "verification"],
            To::State("verification"),
            &[Who::AssignedOfficer],
        )
    },
    Transition {
        opens: &[Clock::Act("declaration_due")],
        ..row("T-VE-02", "demand_declaration", &["verification"], To::Same, &[Who::AssignedOfficer])
    },
    Transition {
        guards: &[VER_BEGUN, VER_REGISTRY, NO_HOLD],
        ..row(
            "T-VE-06",
            "conclude_enforceable",
            &["verification"],
            To::State("enforceable"),
            &[Who::AssignedOfficer],
        )
    },
    Transition {
        guards: &[VER_BEGUN, VER_REGISTRY, NO_LIVE_ASSET, NO_HOLD],
        opens: &[Clock::Effect("ne_decision")],
        ..row("T-VE-07", "propose_not_enforceable", CLASSIFIABLE, To::Same, &[Who::AssignedOfficer])
    },
    Transition {
        guards: &[NE_DRAFT, NE_EYES, VER_BEGUN, VER_REGISTRY, NO_LIVE_ASSET, NO_HOLD],
        document: Some(DocumentKind::NotEnforceableDecision),
        opens: &[
            Clock::Act("publish"),
            Clock::Effect("reverify_6m"),
            Clock::Effect("reverify_12m"),
            Clock::Act("two_years"),
        ],
        closes: &[Clock::Act("ne_decision")],
        ..row(
            "T-VE-08",
            "issue_not_enforceable_decision",
            CLASSIFIABLE,
            To::State("not_enforceable"),
            &[Who::Signer],
        )
    },
    Transition {
        guards: &[NOT_PUBLISHED],
        closes: &[Clock::Act("publish")],
        ..row("T-VE-09", "publish_debtor", &["not_enforceable"], To::Same, &[Who::Role(Role::IntakeClerk)])
    },
    Transition {
        opens: &[Clock::Effect("reverify_6m"), Clock::Effect("reverify_12m")],
        closes: &[Clock::Act("reverify_6m"), Clock::Act("reverify_12m")],
        ..row("T-VE-12", "verify_periodically", &["not_enforceable"], To::Same, &[Who::AssignedOfficer])
    },
    Transition {
        opens: &[Clock::Act("newinfo_verify")],
        ..row(
            "T-VE-13",
            "receive_new_information",
            WAITING,
            To::Same,
            &[Who::Role(Role::IntakeClerk), Who::AssignedOfficer],
        )
    },
    Transition {
        guards: &[INFO_WAITS],
        closes: &[Clock::Act("newinfo_verify")],
        ..row("T-VE-14", "verify_new_information", WAITING, To::Same, &[Who::AssignedOfficer])
    },
    Transition {
        guards: &[ABLE_AGAIN],
        ..row("D-DRAFT", "propose_continuation", WAITING, To::Same, &[Who::AssignedOfficer])
    },
    Transition {
        guards: &[CONTINUE_DRAFT, CONTINUE_EYES, ABLE_AGAIN],
        document: Some(DocumentKind::ContinueDecision),
        opens: &[Clock::Effect("unpublish")],
        closes: &[Clock::Act("reverify_6m"), Clock::Act("reverify_12m"), Clock::Act("two_years")],
        ..row("T-VE-15", "continue_enforcement", WAITING, To::State("enforceable"), &[Who::Signer])
    },
    Transition {
        guards: &[PROACTIVE, TWO_YEARS, REVERIFIED, NO_NEW_INFO],
        ..row("D-DRAFT", "propose_separate_book", &["not_enforceable"], To::Same, &[Who::AssignedOfficer])
    },
    Transition {
        guards: &[BOOK_DRAFT, BOOK_EYES, PROACTIVE, TWO_YEARS, REVERIFIED, NO_NEW_INFO],
        document: Some(DocumentKind::SeparateBookEntry),
        closes: &[Clock::Act("reverify_6m"), Clock::Act("reverify_12m"), Clock::Act("two_years")],
        ..row(
            "T-VE-17",
            "move_to_separate_book",
            &["not_enforceable"],
            To::State("separate_book"),
            &[Who::Signer],
        )
    },
    Transition {
        guards: &[ON_REQUEST, TWO_YEARS, REVERIFIED, NO_NEW_INFO, NO_MONEY_LEFT],
        ..row("D-DRAFT", "propose_return", &["not_enforceable"], To::Same, &[Who::AssignedOfficer])
    },
    Transition {
        guards: &[RETURN_DRAFT, RETURN_EYES, ON_REQUEST, TWO_YEARS, REVERIFIED, NO_NEW_INFO, NO_MONEY_LEFT],
        document: Some(DocumentKind::ReturnNotice),
        closes: &[Clock::Act("*")],
        ..row("T-VE-18", "return_request", &["not_enforceable"], To::State("ended"), &[Who::Signer])
    },
];

/// Verification must begin within its term of the period's end, not of the day somebody looked (L106 37.1).
pub(super) fn end_voluntary(case: &mut Case, at: &Context<'_>, plan: &mut Plan) -> Result<(), Refusal> {
    if let Some(until) = case.voluntary_until() {
        plan.open(at, "verify_first", until, None);
    }
    close_ended(case, at, plan);
    case.stage = Stage::Verification;
    Ok(())
}

/// Closes the periods that are over; another debtor's may still run.
fn close_ended(case: &Case, at: &Context<'_>, plan: &mut Plan) {
    for track in case.debtors.iter().filter(|track| track.voluntary_until.is_some_and(|until| until < at.on))
    {
        plan.close("voluntary", Some(track.party.0));
    }
}

pub(super) fn start(case: &mut Case, at: &Context<'_>, plan: &mut Plan) -> Result<(), Refusal> {
    close_ended(case, at, plan);
    case.stage = Stage::Verification;
    case.verifications.push(Verification {
        kind: VerificationKind::First,
        on: at.on,
        confirmed_by: None,
        shows_ability: None,
    });
    Ok(())
}

pub(super) fn demand_declaration(case: &mut Case, at: &Context<'_>) -> Result<(), Refusal> {
    case.declaration_demanded_on = Some(at.on);
    Ok(())
}

pub(super) fn conclude(
    facts: &CaseFacts,
    case: &mut Case,
    body: &ConcludeEnforceable,
) -> Result<(), Refusal> {
    if body.means == Means::Assets && !facts.assets.iter().any(|asset| asset.processable) {
        return Err(wrong("/means", "G-ABLE"));
    }
    close_verification(case, &body.confirmed_by, true);
    case.stage = Stage::Enforceable;
    Ok(())
}

pub(super) fn propose_ne(
    case: &mut Case,
    body: &ProposeNotEnforceable,
    at: &Context<'_>,
    plan: &mut Plan,
) -> Result<(), Refusal> {
    let mut errors = Vec::new();
    errors.extend(known_ground(body.ground.as_str(), "G-NE-GROUND", at).err());
    if body.ground.needs_no_other_assets() && !body.no_other_assets {
        errors.push(FieldError::new("/no_other_assets", "G-NE-OTHER"));
    }
    if body.ground_on > at.on {
        errors.push(FieldError::new("/ground_on", "contradicts"));
    }
    if case.decided_on > body.ground_on {
        errors.push(FieldError::new("/ground_on", "G-NE-GROUND"));
    }
    if !errors.is_empty() {
        return Err(errors.into());
    }
    plan.open(at, "ne_decision", body.ground_on, None);
    close_verification(case, &body.confirmed_by, false);
    let content = NotEnforceableDraft {
        ground: body.ground,
        proof: body.proof.clone(),
        ground_on: body.ground_on,
        yearly: body.yearly,
    };
    draft(&mut case.drafts.not_enforceable, content, at)
}

pub(super) fn issue_ne(case: &mut Case, at: &Context<'_>, plan: &mut Plan) -> Result<(), Refusal> {
    let signed = signed(&mut case.drafts.not_enforceable)?;
    let content = json!({ "ground": signed.content.ground, "proof": signed.content.proof });
    sign(case, DocumentKind::NotEnforceableDecision, signed.prepared_by, content, at, plan);
    case.not_enforceable = Some(NotEnforceable {
        ground: signed.content.ground,
        decided_on: at.on,
        yearly: signed.content.yearly,
    });
    case.publication = Publication::default();
    case.stage = Stage::NotEnforceable;
    plan.open(at, interval(case), at.on, None);
    Ok(())
}

pub(super) fn publish(case: &mut Case, body: &PublishDebtor, at: &Context<'_>) -> Result<(), Refusal> {
    if !body.sent_to_commune {
        return Err(wrong("/sent_to_commune", "required"));
    }
    case.publication.published_on = Some(at.on);
    Ok(())
}

pub(super) fn periodic(
    case: &mut Case,
    body: &VerifyAgain,
    at: &Context<'_>,
    plan: &mut Plan,
) -> Result<(), Refusal> {
    again(case, VerificationKind::Periodic, body, at)?;
    // The engine closes the interval that ran; the next one starts today (L106 38.3).
    plan.open(at, interval(case), at.on, None);
    Ok(())
}

pub(super) fn new_information(
    case: &mut Case,
    body: &ReceiveNewInformation,
    at: &Context<'_>,
) -> Result<(), Refusal> {
    case.new_information.push(NewInformation {
        received_on: at.on,
        source: body.source.clone(),
        verified_on: None,
        shows_ability: None,
    });
    Ok(())
}

pub(super) fn verify_information(
    case: &mut Case,
    body: &VerifyAgain,
    at: &Context<'_>,
) -> Result<(), Refusal> {
    if let Some(info) = case.new_information.iter_mut().find(|info| info.verified_on.is_none()) {
        if at.on < info.received_on {
            return Err(wrong("/effective_on", "contradicts"));
        }
        info.verified_on = Some(at.on);
        info.shows_ability = Some(body.shows_ability);
    }
    again(case, VerificationKind::NewInformation, body, at)
}

pub(super) fn propose_continuation(case: &mut Case, body: &Reason, at: &Context<'_>) -> Result<(), Refusal> {
    draft(&mut case.drafts.continuation, ReasonDraft { reason: body.reason.clone() }, at)
}

pub(super) fn continue_enforcement(
    case: &mut Case,
    at: &Context<'_>,
    plan: &mut Plan,
) -> Result<(), Refusal> {
    let signed = signed(&mut case.drafts.continuation)?;
    let content = json!({ "reason": signed.content.reason });
    sign(case, DocumentKind::ContinueDecision, signed.prepared_by, content, at, plan);
    if case.publication.published_on.is_some() {
        plan.open(at, "unpublish", at.on, None);
        case.publication.to_remove = true;
    }
    case.not_enforceable = None;
    case.stage = Stage::Enforceable;
    Ok(())
}

pub(super) fn propose_book(case: &mut Case, body: &Reason, at: &Context<'_>) -> Result<(), Refusal> {
    draft(&mut case.drafts.separate_book, ReasonDraft { reason: body.reason.clone() }, at)
}

/// An entry in a book, not a decision: nothing is served or sent (ND152 22.1).
pub(super) fn separate_book(case: &mut Case, at: &Context<'_>, plan: &mut Plan) -> Result<(), Refusal> {
    let signed = signed(&mut case.drafts.separate_book)?;
    let content = json!({ "reason": signed.content.reason });
    let kind = DocumentKind::SeparateBookEntry;
    let id = plan.record(at, kind, Some(signed.prepared_by), content);
    enter(case, kind, id, at);
    if let Some(reference) = case.decision_mut(id) {
        reference.sent_to_procuracy_on = Some(at.on);
    }
    case.stage = Stage::SeparateBook;
    Ok(())
}

pub(super) fn propose_return(case: &mut Case, body: &Reason, at: &Context<'_>) -> Result<(), Refusal> {
    draft(&mut case.drafts.return_notice, ReasonDraft { reason: body.reason.clone() }, at)
}

pub(super) fn return_request(case: &mut Case, at: &Context<'_>, plan: &mut Plan) -> Result<(), Refusal> {
    let signed = signed(&mut case.drafts.return_notice)?;
    let content = json!({ "reason": signed.content.reason });
    sign(case, DocumentKind::ReturnNotice, signed.prepared_by, content, at, plan);
    case.ended = Some(Ending { ground: EndingGround::RequestReturned, on: at.on });
    case.stage = Stage::Ended;
    Ok(())
}

/// Every six months, or every year for a prisoner or an unknown address (L106 38.3).
fn interval(case: &Case) -> &'static str {
    if case.not_enforceable.as_ref().is_some_and(|decision| decision.yearly) {
        "reverify_12m"
    } else {
        "reverify_6m"
    }
}

fn again(
    case: &mut Case,
    kind: VerificationKind,
    body: &VerifyAgain,
    at: &Context<'_>,
) -> Result<(), Refusal> {
    case.verifications.push(Verification {
        kind,
        on: at.on,
        confirmed_by: Some(body.confirmed_by.clone()),
        shows_ability: Some(body.shows_ability),
    });
    Ok(())
}

fn close_verification(case: &mut Case, confirmed_by: &str, shows_ability: bool) {
    if let Some(last) = case.verifications.last_mut() {
        last.confirmed_by = Some(confirmed_by.to_owned());
        last.shows_ability = Some(shows_ability);
    }
}
