//! From the judgment to the hand-over: comparison with the minutes of the first seizure, the question to the court where they
//! differ, the hand-over line by line, the refusal and what cures it (ND152 37.1–37.2).

mod accept;
mod bodies;

pub use bodies::*;

use serde_json::json;

use super::guards::{APPOINTED, CASE_OPEN, CLARIFYING, HAS_CASE, MONEY, NO_CASE, SCHEDULED, TO_SCHEDULE};
use super::{
    ACCOUNTANT, ExhibitFacts, KEPT, NamedByExhibit, OFFICER, OPEN, RECORDERS, Row, SIGNER, checked, day_of,
    named_line, named_lines, open_clocks, record,
};
use crate::domain::document::DocumentKind;
use crate::domain::exhibit::{Appointment, Disposition, Exhibit, ExhibitState, Line};
use crate::domain::lifecycle::drafts::{propose, sign};
use crate::domain::lifecycle::intake::enquiry;
use crate::domain::lifecycle::plan::Plan;
use crate::domain::lifecycle::{Clock, Context, Proposal, To, Transition};
use crate::domain::refusal::{FieldError, Refusal, wrong};

const HANDLING_CLOCKS: &[Clock] =
    &[Clock::Effect("confiscate_handover"), Clock::Effect("destroy_council"), Clock::Effect("return_notice")];
const ANSWERS: &[Clock] = &[Clock::Effect("court_explains"), Clock::Effect("court_explains_complex")];
/// The states in which something may be taken over: other lines may have gone further.
const TAKING: &[&str] = &["scheduled", "accepted", "releasing"];

pub(super) const ROWS: &[Row] = &[
    Transition {
        document: Some(DocumentKind::Assignment),
        ..Transition::row("XB-02", "assign_exhibits", OPEN, To::Same, SIGNER)
    },
    Transition {
        guards: &[NO_CASE],
        opens: HANDLING_CLOCKS,
        ..Transition::row("XB-03", "judge_exhibits", KEPT, To::Same, RECORDERS)
    },
    Transition {
        guards: &[HAS_CASE],
        document: Some(DocumentKind::ExhibitLetter),
        ..Transition::row("XB-04", "send_for_comparison", &["judged"], To::State("comparing"), OFFICER)
    },
    Transition {
        document: Some(DocumentKind::IssuerQuestion),
        proposal: Some(Proposal::by("propose_mismatch_question", OFFICER)),
        opens: ANSWERS,
        ..Transition::row(
            "XB-05",
            "ask_about_mismatch",
            &["comparing", "mismatch"],
            To::State("mismatch"),
            SIGNER,
        )
    },
    Transition {
        closes: ANSWERS,
        ..Transition::row(
            "XB-06",
            "record_mismatch_answer",
            &["mismatch"],
            To::OneOf(&["comparing", "mismatch"]),
            RECORDERS,
        )
    },
    Transition {
        guards: &[TO_SCHEDULE],
        document: Some(DocumentKind::ExhibitNotice),
        ..Transition::row(
            "XB-07",
            "schedule_exhibit_handover",
            &["comparing", "scheduled", "accepted", "releasing"],
            To::OneOf(TAKING),
            OFFICER,
        )
    },
    Transition {
        guards: &[SCHEDULED, APPOINTED],
        document: Some(DocumentKind::ExhibitMinutes),
        opens: &[
            Clock::Effect("ex.review.quarter"),
            Clock::Effect("ex.review.half"),
            Clock::Effect("ex.review.year"),
        ],
        ..Transition::row("XB-08", "accept_exhibits", TAKING, To::OneOf(KEPT), OFFICER)
    },
    Transition {
        guards: &[SCHEDULED, APPOINTED],
        document: Some(DocumentKind::ExhibitLetter),
        proposal: Some(Proposal::by("propose_exhibit_refusal", OFFICER)),
        ..Transition::row(
            "XB-09",
            "refuse_exhibits",
            TAKING,
            To::OneOf(&["clarifying", "scheduled", "accepted", "releasing"]),
            SIGNER,
        )
    },
    Transition {
        guards: &[CLARIFYING],
        ..Transition::row(
            "XB-10",
            "clear_exhibits",
            &["clarifying", "scheduled", "accepted", "releasing"],
            To::OneOf(TAKING),
            OFFICER,
        )
    },
    Transition {
        guards: &[MONEY, APPOINTED, CASE_OPEN],
        opens: &[Clock::Effect("confiscated_cash")],
        ..Transition::row(
            "XB-11",
            "receive_exhibit_money",
            TAKING,
            To::OneOf(&["clarifying", "scheduled", "accepted", "releasing", "closed"]),
            ACCOUNTANT,
        )
    },
];

impl ReceiptAction {
    pub(super) fn named(&self) -> NamedByExhibit {
        match self {
            ReceiptAction::Assign(body) => {
                NamedByExhibit { assignee: Some(body.officer), ..NamedByExhibit::default() }
            }
            ReceiptAction::Judge(body) => NamedByExhibit {
                case: Some(body.case),
                parties: body.lines.iter().filter_map(|line| line.owner).collect(),
                ..NamedByExhibit::default()
            },
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
        use ReceiptAction as A;
        match self {
            A::Assign(body) => assign(facts, lot, body, at, plan),
            A::Judge(body) => judge(facts, lot, body, at, plan),
            A::SendForComparison(_) => {
                let content = json!({ "case": lot.head.case, "criminal_case": lot.criminal_case });
                record(DocumentKind::ExhibitLetter, content, at, plan);
                move_lines(lot, &[ExhibitState::Judged], ExhibitState::Comparing);
                Ok(())
            }
            A::ProposeMismatchQuestion(body) => propose("ask_about_mismatch", ask, body, facts, lot, at),
            A::AskAboutMismatch(_) => sign("ask_about_mismatch", ask, facts, lot, at, plan),
            A::RecordMismatchAnswer(body) => answer(lot, body, at, plan),
            A::Schedule(body) => schedule(lot, body, at, plan),
            A::Accept(body) => accept::accept(lot, body, at, plan),
            A::ProposeRefusal(body) => propose("refuse_exhibits", accept::refuse, body, facts, lot, at),
            A::Refuse(_) => sign("refuse_exhibits", accept::refuse, facts, lot, at, plan),
            A::Clear(body) => accept::clear(lot, body, at),
            A::ReceiveMoney(body) => accept::money(lot, body, at, plan),
        }
    }
}

/// Lines of these states stand in that one from now on.
fn move_lines(lot: &mut Exhibit, from: &[ExhibitState], to: ExhibitState) {
    for line in lot.lines.iter_mut().filter(|line| from.contains(&line.state)) {
        line.state = to;
    }
    lot.settle();
}

fn assign(
    facts: &ExhibitFacts,
    lot: &mut Exhibit,
    body: &AssignExhibits,
    at: &Context<'_>,
    plan: &mut Plan,
) -> Result<(), Refusal> {
    if !facts.assignee_is_officer {
        return Err(FieldError::new("/officer", "G-OFFICER").with("reason", "no_officer_role").into());
    }
    lot.head.officer = Some(body.officer);
    record(DocumentKind::Assignment, json!({ "officer": body.officer }), at, plan);
    Ok(())
}

/// Every open line gets what the judgment says of it; the clocks run from the enforcement decision.
fn judge(
    facts: &ExhibitFacts,
    lot: &mut Exhibit,
    body: &JudgeExhibits,
    at: &Context<'_>,
    plan: &mut Plan,
) -> Result<(), Refusal> {
    let Some(case) = &facts.named_case else { return Err(wrong("/case", "not_in_list")) };
    if case.stage.is_final() {
        return Err(wrong("/case", "contradicts"));
    }
    let named: Vec<u32> = body.lines.iter().map(|judged| judged.line).collect();
    let mut errors = Vec::new();
    for (index, judged) in body.lines.iter().enumerate() {
        let mut open = |line: &Line| if line.state.is_final() { Err("contradicts") } else { Ok(()) };
        errors.extend(named_line(lot, &named, index, judged.line, "/line", &mut open).err());
        let here = format!("/lines/{index}/owner");
        let needed = matches!(judged.disposition, Disposition::Return | Disposition::Keep);
        match judged.owner {
            None if needed => errors.push(FieldError::new(here, "required")),
            Some(owner) if !facts.parties.contains(&owner) => {
                errors.push(FieldError::new(here, "not_a_party"));
            }
            _ => {}
        }
    }
    if lot.open().any(|line| !named.contains(&line.seq)) {
        errors.push(FieldError::new("/lines", "required"));
    }
    checked(errors)?;
    lot.head.case = Some(case.id);
    lot.judgment = Some(case.judgment);
    for judged in &body.lines {
        if let Some(line) = lot.line_mut(judged.line) {
            line.disposition = Some(judged.disposition);
            line.owner = judged.owner;
        }
    }
    open_clocks(lot.open(), case.decided_on, at, plan);
    Ok(())
}

/// Exactly one of both: a question to the court, or the proposal of a review.
fn ask(
    _: &ExhibitFacts,
    lot: &mut Exhibit,
    body: &ProposeMismatchQuestion,
    at: &Context<'_>,
    plan: &mut Plan,
) -> Result<(), Refusal> {
    if body.keeper_letter.on > at.on {
        return Err(wrong("/keeper_letter/on", "date_in_future"));
    }
    match (&body.question, &body.review) {
        (None, None) => return Err(wrong("/question", "required")),
        (Some(_), Some(_)) => return Err(wrong("/review", "contradicts")),
        (Some(question), None) => enquiry::ask(&mut lot.enquiries, question, at, plan)?,
        (None, Some(review)) => enquiry::propose_review(&mut lot.enquiries, review, at, plan),
    }
    move_lines(lot, &[ExhibitState::Comparing], ExhibitState::Mismatch);
    Ok(())
}

/// An answer that leaves the point unclear leaves the lot where it is: the court above is asked.
fn answer(
    lot: &mut Exhibit,
    body: &RecordMismatchAnswer,
    at: &Context<'_>,
    plan: &mut Plan,
) -> Result<(), Refusal> {
    let enquiry = enquiry::answer(&mut lot.enquiries, &body.answer, at, plan).map_err(below_answer)?;
    let helps = enquiry.outcome.as_ref().is_some_and(|outcome| outcome.answer.is_some() && !outcome.unclear);
    let mut errors = Vec::new();
    for (index, correction) in body.corrections.iter().enumerate() {
        let here = format!("/corrections/{index}");
        match lot.line(correction.line) {
            None => errors.push(FieldError::new(format!("{here}/line"), "not_in_list")),
            Some(_) if !helps => errors.push(FieldError::new(format!("{here}/line"), "contradicts")),
            Some(line) => {
                let owned = matches!(correction.disposition, Some(Disposition::Return | Disposition::Keep));
                if owned && line.owner.is_none() {
                    errors.push(FieldError::new(format!("{here}/disposition"), "contradicts"));
                }
                if correction.quantity.is_some_and(|quantity| !Line::countable(quantity)) {
                    errors.push(FieldError::new(format!("{here}/quantity"), "range"));
                }
            }
        }
    }
    checked(errors)?;
    for correction in &body.corrections {
        let Some(line) = lot.line_mut(correction.line) else { continue };
        line.disposition = correction.disposition.or(line.disposition);
        line.quantity = correction.quantity.unwrap_or(line.quantity);
        if let Some(description) = &correction.description {
            line.description.clone_from(description);
        }
    }
    let waits = lot.enquiries.iter().any(|one| one.outcome.is_none());
    if helps && !waits {
        move_lines(lot, &[ExhibitState::Mismatch], ExhibitState::Comparing);
    }
    Ok(())
}

/// The shared body stands below `/answer` here.
fn below_answer(refusal: Refusal) -> Refusal {
    match refusal {
        Refusal::Content(errors) => {
            let below = |error: FieldError| match error.pointer.as_str() {
                "/effective_on" => error,
                _ => FieldError { pointer: format!("/answer{}", error.pointer), ..error },
            };
            Refusal::Content(errors.into_iter().map(below).collect())
        }
        other => other,
    }
}

fn schedule(
    lot: &mut Exhibit,
    body: &ScheduleExhibitHandover,
    at: &Context<'_>,
    plan: &mut Plan,
) -> Result<(), Refusal> {
    if day_of(body.at) < at.on {
        return Err(wrong("/at", "contradicts"));
    }
    record(DocumentKind::ExhibitNotice, json!({ "at": body.at, "place": body.place }), at, plan);
    lot.appointment = Some(Appointment { at: body.at, place: body.place.clone() });
    move_lines(lot, &[ExhibitState::Comparing], ExhibitState::Scheduled);
    Ok(())
}
