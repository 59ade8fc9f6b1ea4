//! How means are looked for: verification begins, holders are asked and answer, another agency is asked, results come in,
//! the debtor declares (L106 37; ND152 21).

use serde_json::json;

use super::bodies::{
    DelegateVerification, DelegationAnswer, OfDelegation, ReceiveResult, RecordDeclaration,
    RecordInquiryAnswer, Reverify, ReverifyReason, SendInquiry, StartVerification, VerifyAgain,
};
use crate::domain::case::{
    AnswerKind, Case, Declaration, DeclarationOutcome, DelegatedVerification, HolderKind, Inquiry,
    InquiryAnswer, ReceivedResult, ResultSource, Stage, Verification, VerificationForm, VerificationKind,
};
use crate::domain::document::DocumentKind;
use crate::domain::ids::PartyId;
use crate::domain::lifecycle::Context;
use crate::domain::lifecycle::case::{CaseFacts, record, wrong};
use crate::domain::lifecycle::plan::Plan;
use crate::domain::refusal::{FieldError, Refusal};

/// Verification must begin within its term of the period's end, not of the day somebody looked (L106 37.1).
pub(super) fn end_voluntary(case: &mut Case, at: &Context<'_>, plan: &mut Plan) -> Result<(), Refusal> {
    if let Some(until) = case.debtors_in(&[Stage::Voluntary]).filter_map(|track| track.voluntary_until).min()
    {
        plan.open(at, "verify_first", until, None);
    }
    close_ended(case, at, plan);
    let over = over(case, at);
    case.move_tracks(&over, Stage::Verification);
    Ok(())
}

/// Closes the periods that are over; another debtor's may still run.
fn close_ended(case: &Case, at: &Context<'_>, plan: &mut Plan) {
    for track in case.debtors.iter().filter(|track| track.voluntary_until.is_some_and(|until| until < at.on))
    {
        plan.close("voluntary", Some(track.party.0));
    }
}

/// Debtors whose own period is over and who have come no further yet; for a provisional measure everybody, because it has no
/// voluntary period (L106 36.1).
fn over(case: &Case, at: &Context<'_>) -> Vec<PartyId> {
    let stages: &[Stage] = if case.provisional_measure {
        &[Stage::Decided, Stage::Voluntary, Stage::Verification]
    } else {
        &[Stage::Voluntary, Stage::Verification]
    };
    let waiting = case.debtors_in(stages);
    let ended = waiting
        .filter(|track| case.provisional_measure || track.voluntary_until.is_some_and(|until| until < at.on));
    ended.map(|track| track.party).collect()
}

pub(super) fn start(
    case: &mut Case,
    body: &StartVerification,
    at: &Context<'_>,
    plan: &mut Plan,
) -> Result<(), Refusal> {
    close_ended(case, at, plan);
    let over = over(case, at);
    if !over.is_empty() {
        case.move_tracks(&over, Stage::Verification);
    }
    let kind = if case.provisional_measure { VerificationKind::Provisional } else { VerificationKind::First };
    case.verifications.push(Verification { kind, on: at.on, confirmed_by: None, shows_ability: None });
    let mut errors = Vec::new();
    for (index, inquiry) in body.inquiries.iter().enumerate() {
        errors.extend(ask(case, inquiry, &format!("/inquiries/{index}"), at, plan));
    }
    if errors.is_empty() { Ok(()) } else { Err(errors.into()) }
}

pub(super) fn send(
    case: &mut Case,
    body: &SendInquiry,
    at: &Context<'_>,
    plan: &mut Plan,
) -> Result<(), Refusal> {
    let errors = ask(case, body, "", at, plan);
    if errors.is_empty() { Ok(()) } else { Err(errors.into()) }
}

/// Sends one inquiry; its terms run from the day the holder received it (L106 37.6; ND152 21.4, 21.6.a).
fn ask(
    case: &mut Case,
    body: &SendInquiry,
    place: &str,
    at: &Context<'_>,
    plan: &mut Plan,
) -> Vec<FieldError> {
    let mut errors = Vec::new();
    if body.debtor.is_some_and(|debtor| case.debtor(debtor).is_none()) {
        errors.push(FieldError::new(format!("{place}/debtor"), "not_a_party"));
    }
    let sent_on = body.sent_on.unwrap_or(at.on);
    if sent_on > at.on || sent_on < case.decided_on {
        errors.push(FieldError::new(format!("{place}/sent_on"), "contradicts"));
    }
    let id = at.ids.next();
    // No text sets a term for opinions; three working days are a target that a setting can lift ([U13]).
    let no_term = body.holder == HolderKind::CompetentBody && at.law.choice("U13") == Some("none");
    if !no_term {
        plan.open(at, body.holder.clock(case.provisional_measure), at.on, Some(id));
    }
    plan.open(at, "info_refusal", at.on, Some(id));
    case.checks.inquiries.push(Inquiry {
        id,
        holder: body.holder,
        debtor: body.debtor,
        asks: body.asks.clone(),
        sent_on,
        received_on: at.on,
        answer: None,
    });
    errors
}

pub(super) fn answer(
    case: &mut Case,
    body: &RecordInquiryAnswer,
    at: &Context<'_>,
    plan: &mut Plan,
) -> Result<(), Refusal> {
    let provisional = case.provisional_measure;
    let Some(inquiry) = case.checks.inquiries.iter_mut().find(|inquiry| inquiry.id == body.inquiry) else {
        return Err(wrong("/inquiry", "not_in_list"));
    };
    if inquiry.answer.is_some() {
        return Err(wrong("/inquiry", "duplicate"));
    }
    if at.on < inquiry.sent_on {
        return Err(wrong("/effective_on", "contradicts"));
    }
    if body.outcome == AnswerKind::Refused && body.shows_means.is_some() {
        return Err(wrong("/shows_means", "contradicts"));
    }
    inquiry.answer = Some(InquiryAnswer {
        on: at.on,
        kind: body.outcome,
        content: body.content.clone(),
        shows_means: body.shows_means,
    });
    plan.close(inquiry.holder.clock(provisional), Some(inquiry.id));
    plan.close("info_refusal", Some(inquiry.id));
    Ok(())
}

pub(super) fn demand_declaration(case: &mut Case, at: &Context<'_>) -> Result<(), Refusal> {
    case.declaration_demanded_on = Some(at.on);
    Ok(())
}

/// Nobody has failed to declare before his time is over.
pub(super) fn declared(
    case: &mut Case,
    body: &RecordDeclaration,
    at: &Context<'_>,
    plan: &mut Plan,
) -> Result<(), Refusal> {
    if case.debtor(body.debtor).is_none() {
        return Err(wrong("/debtor", "not_a_party"));
    }
    let Some(demanded) = case.declaration_demanded_on.filter(|demanded| at.on >= *demanded) else {
        return Err(wrong("/effective_on", "contradicts"));
    };
    let until = at.law.deadline("declaration_due", demanded, at.on)?.due_on;
    if body.outcome == DeclarationOutcome::NotGiven && at.on <= until {
        return Err(wrong("/outcome", "contradicts"));
    }
    case.checks.declarations.push(Declaration { debtor: body.debtor, outcome: body.outcome, on: at.on });
    plan.close("declaration_due", None);
    Ok(())
}

pub(super) fn delegate(
    _: &CaseFacts,
    case: &mut Case,
    body: &DelegateVerification,
    at: &Context<'_>,
    plan: &mut Plan,
) -> Result<(), Refusal> {
    let content = json!({ "subject": body.subject, "agency": body.agency, "content": body.content });
    let document = record(case, DocumentKind::VerificationDelegation, content, at, plan);
    case.checks.delegated.push(DelegatedVerification {
        document,
        subject: body.subject,
        agency: body.agency.clone(),
        signed_on: at.on,
        received_on: None,
        answered_on: None,
    });
    Ok(())
}

/// The other agency's term runs from its receipt (ND152 21.5).
pub(super) fn delegation_received(
    case: &mut Case,
    body: &OfDelegation,
    at: &Context<'_>,
    plan: &mut Plan,
) -> Result<(), Refusal> {
    let provisional = case.provisional_measure;
    let mut delegated = case.checks.delegated.iter_mut();
    let Some(one) = delegated.find(|one| one.document == body.delegation) else {
        return Err(wrong("/delegation", "not_in_list"));
    };
    if one.received_on.is_some() {
        return Err(wrong("/delegation", "duplicate"));
    }
    if at.on < one.signed_on {
        return Err(wrong("/effective_on", "contradicts"));
    }
    one.received_on = Some(at.on);
    plan.open(at, one.subject.clock(provisional), at.on, Some(one.document.0));
    Ok(())
}

pub(super) fn delegation_answered(
    case: &mut Case,
    body: &DelegationAnswer,
    at: &Context<'_>,
    plan: &mut Plan,
) -> Result<(), Refusal> {
    let provisional = case.provisional_measure;
    let mut delegated = case.checks.delegated.iter_mut();
    let Some(one) = delegated.find(|one| one.document == body.delegation) else {
        return Err(wrong("/delegation", "not_in_list"));
    };
    if one.answered_on.is_some() {
        return Err(wrong("/delegation", "duplicate"));
    }
    if one.received_on.is_none_or(|received| at.on < received) {
        return Err(wrong("/effective_on", "contradicts"));
    }
    one.answered_on = Some(at.on);
    plan.close(one.subject.clock(provisional), Some(one.document.0));
    case.verifications.push(Verification {
        kind: VerificationKind::Delegated,
        on: at.on,
        confirmed_by: Some(body.confirmed_by.clone()),
        shows_ability: Some(body.shows_ability),
    });
    Ok(())
}

pub(super) fn receive_result(
    case: &mut Case,
    body: &ReceiveResult,
    at: &Context<'_>,
    plan: &mut Plan,
) -> Result<(), Refusal> {
    if body.source != ResultSource::Protest && body.shows_ability.is_none() {
        return Err(wrong("/shows_ability", "required"));
    }
    let id = at.ids.next();
    case.checks.results.push(ReceivedResult {
        id,
        source: body.source,
        received_on: at.on,
        shows_ability: body.shows_ability,
        settled_on: None,
    });
    plan.open(at, "reverify", at.on, Some(id));
    Ok(())
}

pub(super) fn reverify(
    case: &mut Case,
    body: &Reverify,
    at: &Context<'_>,
    plan: &mut Plan,
) -> Result<(), Refusal> {
    let kind = match body.reason {
        ReverifyReason::Need | ReverifyReason::Difference | ReverifyReason::Protest => {
            VerificationKind::Again
        }
        ReverifyReason::ResultUsed => VerificationKind::ResultUsed,
        ReverifyReason::ExemptionFile => VerificationKind::ExemptionFile,
    };
    let answers_one = matches!(
        body.reason,
        ReverifyReason::Difference | ReverifyReason::Protest | ReverifyReason::ResultUsed
    );
    match body.result {
        None if answers_one => return Err(wrong("/result", "required")),
        Some(_) if !answers_one => return Err(wrong("/result", "contradicts")),
        None => {}
        Some(id) => {
            settle(case, body, id, at)?;
            plan.close("reverify", Some(id));
        }
    }
    let found = VerifyAgain {
        shows_ability: body.shows_ability,
        confirmed_by: body.confirmed_by.clone(),
        form: body.form,
    };
    again(case, kind, &found, at)
}

fn settle(case: &mut Case, body: &Reverify, id: uuid::Uuid, at: &Context<'_>) -> Result<(), Refusal> {
    let Some(result) = case.checks.results.iter_mut().find(|result| result.id == id) else {
        return Err(wrong("/result", "not_in_list"));
    };
    if result.settled_on.is_some() {
        return Err(wrong("/result", "duplicate"));
    }
    if at.on < result.received_on {
        return Err(wrong("/effective_on", "contradicts"));
    }
    let protest = result.source == ResultSource::Protest;
    if protest != (body.reason == ReverifyReason::Protest) {
        return Err(wrong("/reason", "contradicts"));
    }
    if body.reason == ReverifyReason::ResultUsed && result.shows_ability != Some(body.shows_ability) {
        return Err(wrong("/shows_ability", "contradicts"));
    }
    result.settled_on = Some(at.on);
    Ok(())
}

/// A further verification. In writing it rests on an answer that is on record (L106 37.3; ND152 21.4).
pub(super) fn again(
    case: &mut Case,
    kind: VerificationKind,
    body: &VerifyAgain,
    at: &Context<'_>,
) -> Result<(), Refusal> {
    let answered = |inquiry: &Inquiry| {
        inquiry
            .answer
            .as_ref()
            .is_some_and(|answer| answer.kind == AnswerKind::Answered && answer.on <= at.on)
    };
    if body.form == VerificationForm::InWriting && !case.checks.inquiries.iter().any(answered) {
        return Err(FieldError::new("/form", "G-VER-EVID").with("list", "written_answer").into());
    }
    case.verifications.push(Verification {
        kind,
        on: at.on,
        confirmed_by: Some(body.confirmed_by.clone()),
        shows_ability: Some(body.shows_ability),
    });
    Ok(())
}

/// The verification that was begun is closed by its conclusion; a conclusion against the last finding is a finding of its own.
pub(super) fn close_verification(case: &mut Case, confirmed_by: &str, shows_ability: bool, at: &Context<'_>) {
    let open = |one: &&mut Verification| one.shows_ability.is_none();
    if let Some(last) = case.verifications.iter_mut().rev().find(open) {
        last.confirmed_by = Some(confirmed_by.to_owned());
        last.shows_ability = Some(shows_ability);
    } else if case.verifications.last().is_some_and(|last| last.shows_ability != Some(shows_ability)) {
        case.verifications.push(Verification {
            kind: VerificationKind::Again,
            on: at.on,
            confirmed_by: Some(confirmed_by.to_owned()),
            shows_ability: Some(shows_ability),
        });
    }
}
