//! The issuer of the judgment is asked to correct, supplement or explain it (L106 13.3, 22.2.d); cassation or reopening is proposed
//! (22.2.đ). Both give grounds of postponement, put on record as papers.

use serde_json::json;

use super::{AskIssuer, OFFICER, ProposeCassation, RecordIssuerAnswer, SIGNER};
use crate::domain::actor::Role;
use crate::domain::case::{Case, Gives, HoldGround, IssuerQuestion, Paper};
use crate::domain::document::DocumentKind;
use crate::domain::ids::{HoldId, PaperId};
use crate::domain::lifecycle::case::guards::QUESTION_OPEN;
use crate::domain::lifecycle::case::{CaseFacts, OPEN, record, wrong};
use crate::domain::lifecycle::plan::Plan;
use crate::domain::lifecycle::{Clock, Context, Proposal, To, Transition, Who};
use crate::domain::refusal::{FieldError, Refusal};

pub(super) const ROWS: &[Transition<CaseFacts>] = &[
    Transition {
        document: Some(DocumentKind::IssuerQuestion),
        proposal: Some(Proposal::by("propose_issuer_question", OFFICER)),
        opens: &[
            Clock::Effect("court_explains"),
            Clock::Effect("court_explains_complex"),
            Clock::Effect("postpone"),
        ],
        ..Transition::row("T-BA-01", "ask_issuer", OPEN, To::Same, SIGNER)
    },
    Transition {
        guards: &[QUESTION_OPEN],
        opens: &[Clock::Effect("resume")],
        closes: &[Clock::Effect("court_explains"), Clock::Effect("court_explains_complex")],
        ..Transition::row(
            "T-BA-02",
            "record_issuer_answer",
            OPEN,
            To::Same,
            &[Who::Role(Role::IntakeClerk), Who::AssignedOfficer],
        )
    },
    Transition {
        document: Some(DocumentKind::CassationProposal),
        proposal: Some(Proposal::by("propose_cassation", OFFICER)),
        opens: &[Clock::Effect("postpone")],
        ..Transition::row("T-BA-03", "request_cassation", OPEN, To::Same, SIGNER)
    },
];

/// A ground that this office's own act gives: on record like any other paper, its clock running from today.
fn ground(
    case: &mut Case,
    gives: Gives,
    ends: Option<HoldId>,
    content: &str,
    at: &Context<'_>,
    plan: &mut Plan,
) {
    let id = PaperId(at.ids.next());
    case.papers.push(Paper {
        id,
        gives,
        ends,
        dated_on: at.on,
        received_on: at.on,
        source: "cơ quan thi hành án dân sự".to_owned(),
        content: content.to_owned(),
        used_on: None,
    });
    if let Some(key) = gives.clock() {
        plan.open(at, key, at.on, Some(id.0));
    }
}

pub(super) fn ask(
    _: &CaseFacts,
    case: &mut Case,
    body: &AskIssuer,
    at: &Context<'_>,
    plan: &mut Plan,
) -> Result<(), Refusal> {
    let answered = case.record.questions.iter().any(|one| one.answered == Some(true));
    if body.to_court_above && !answered {
        return Err(wrong("/to_court_above", "contradicts"));
    }
    let content = json!({ "point": body.point, "to_court_above": body.to_court_above });
    let document = record(case, DocumentKind::IssuerQuestion, content, at, plan);
    let key = if body.complex { "court_explains_complex" } else { "court_explains" };
    let answer_until = plan.must_open(at, key, at.on, Some(document.0))?;
    case.record.questions.push(IssuerQuestion {
        document,
        asked_on: at.on,
        complex: body.complex,
        answer_until,
        closed_on: None,
        answered: None,
    });
    ground(case, Gives::Explanation, None, &body.point, at, plan);
    Ok(())
}

pub(super) fn answer(
    case: &mut Case,
    body: &RecordIssuerAnswer,
    at: &Context<'_>,
    plan: &mut Plan,
) -> Result<(), Refusal> {
    let found = case.record.questions.iter_mut().find(|one| one.document == body.question);
    let Some(question) = found else { return Err(wrong("/question", "not_in_list")) };
    if question.closed_on.is_some() {
        return Err(wrong("/question", "duplicate"));
    }
    if at.on < question.asked_on {
        return Err(wrong("/effective_on", "contradicts"));
    }
    if !body.answered && at.on <= question.answer_until {
        let until = question.answer_until.to_string();
        return Err(FieldError::new("/answered", "G-TERM").with("date", until).into());
    }
    question.closed_on = Some(at.on);
    question.answered = Some(body.answered);
    plan.close("court_explains", Some(body.question.0));
    plan.close("court_explains_complex", Some(body.question.0));
    // What the office waited for is here: a postponement for it has lost its ground (L106 46.3).
    let waiting: Vec<HoldId> =
        case.live_holds().filter(|hold| hold.ground == HoldGround::Explanation).map(|hold| hold.id).collect();
    for hold in waiting {
        ground(case, Gives::Resume, Some(hold), &body.content, at, plan);
    }
    Ok(())
}

pub(super) fn cassation(
    _: &CaseFacts,
    case: &mut Case,
    body: &ProposeCassation,
    at: &Context<'_>,
    plan: &mut Plan,
) -> Result<(), Refusal> {
    let content = json!({ "ground": body.ground, "authority": body.authority });
    record(case, DocumentKind::CassationProposal, content, at, plan);
    case.record.cassation_proposed_on.push(at.on);
    ground(case, Gives::CassationProposal, None, &body.ground, at, plan);
    Ok(())
}
