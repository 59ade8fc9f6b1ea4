//! What the steps of a protest or recommendation do (L106 113).

use chrono::NaiveDate;
use serde_json::json;

use super::super::{carried_out_by, term, terms_on, wrong};
use super::{
    AnswerFromAbove, AnswerOfProcuracy, ProcuracyExecution, ProcuracyFacts, Reply, RequestToMinister,
};
use crate::domain::document::DocumentKind;
use crate::domain::lifecycle::Context;
use crate::domain::lifecycle::plan::Plan;
use crate::domain::oversight::procuracy::{
    Exchange, ProcuracyAct, ProcuracyAnswer, ProcuracyKind, ProcuracyState, ProcuracySubject,
};
use crate::domain::refusal::Refusal;

/// A paper of this office: recorded, entered in the exchange, and from it a term by the law of the matter.
fn write(
    facts: &ProcuracyFacts,
    act: &mut ProcuracyAct,
    body: &Reply,
    opens: Option<&str>,
    at: &Context<'_>,
    plan: &mut Plan,
) -> Result<(), Refusal> {
    after_last(act, at.on, at)?;
    plan.record(
        at,
        DocumentKind::ProcuracyReply,
        plan.prepared_by,
        json!({ "reasons": body.reasons, "act": act.number }),
    );
    act.exchanges.push(Exchange { action: plan.action.to_owned(), on: at.on, number: None, upholds: None });
    if let Some(key) = opens {
        term(plan, at, key, at.on, terms_on(facts.case.over_on, at.law, at.on))?;
    }
    Ok(())
}

/// A paper of another body: after the last one, not later than the day it is recorded.
fn receive(
    act: &mut ProcuracyAct,
    number: &str,
    dated_on: NaiveDate,
    upholds: Option<bool>,
    at: &Context<'_>,
    plan_action: &str,
) -> Result<(), Refusal> {
    if dated_on > at.on || act.exchanges.last().is_some_and(|last| dated_on < last.on) {
        return Err(wrong("/dated_on", "contradicts"));
    }
    act.exchanges.push(Exchange {
        action: plan_action.to_owned(),
        on: at.on,
        number: Some(number.to_owned()),
        upholds,
    });
    Ok(())
}

fn after_last(act: &ProcuracyAct, on: NaiveDate, _: &Context<'_>) -> Result<(), Refusal> {
    if act.exchanges.last().is_some_and(|last| on < last.on) {
        return Err(wrong("/effective_on", "contradicts"));
    }
    Ok(())
}

pub(super) fn agree(
    facts: &ProcuracyFacts,
    act: &mut ProcuracyAct,
    body: &Reply,
    at: &Context<'_>,
    plan: &mut Plan,
) -> Result<(), Refusal> {
    write(facts, act, body, Some("vks_execute"), at, plan)?;
    act.state = ProcuracyState::Agreed;
    Ok(())
}

pub(super) fn reconsider(
    facts: &ProcuracyFacts,
    act: &mut ProcuracyAct,
    body: &Reply,
    at: &Context<'_>,
    plan: &mut Plan,
) -> Result<(), Refusal> {
    write(facts, act, body, Some("vks_reconsider"), at, plan)?;
    act.state = ProcuracyState::ReconsiderationAsked;
    Ok(())
}

pub(super) fn report(
    facts: &ProcuracyFacts,
    act: &mut ProcuracyAct,
    body: &Reply,
    at: &Context<'_>,
    plan: &mut Plan,
) -> Result<(), Refusal> {
    write(facts, act, body, Some("moj_answer"), at, plan)?;
    act.state = ProcuracyState::ReportedUp;
    Ok(())
}

pub(super) fn decline(
    facts: &ProcuracyFacts,
    act: &mut ProcuracyAct,
    body: &Reply,
    at: &Context<'_>,
    plan: &mut Plan,
) -> Result<(), Refusal> {
    write(facts, act, body, None, at, plan)?;
    act.state = ProcuracyState::Declined;
    Ok(())
}

pub(super) fn answer(
    act: &mut ProcuracyAct,
    body: &AnswerOfProcuracy,
    at: &Context<'_>,
) -> Result<(), Refusal> {
    receive(act, &body.number, body.dated_on, None, at, "record_procuracy_answer")?;
    act.state = match body.answer {
        ProcuracyAnswer::Withdrawn => ProcuracyState::Withdrawn,
        ProcuracyAnswer::Maintained => ProcuracyState::Maintained,
    };
    Ok(())
}

pub(super) fn upper_answer(
    facts: &ProcuracyFacts,
    act: &mut ProcuracyAct,
    body: &AnswerFromAbove,
    at: &Context<'_>,
    plan: &mut Plan,
) -> Result<(), Refusal> {
    receive(act, &body.number, body.dated_on, Some(body.upholds), at, "record_upper_answer")?;
    act.state = ProcuracyState::DecidedUp;
    to_execute(facts, body.upholds, at, plan)
}

pub(super) fn minister_request(
    facts: &ProcuracyFacts,
    act: &mut ProcuracyAct,
    body: &RequestToMinister,
    at: &Context<'_>,
    plan: &mut Plan,
) -> Result<(), Refusal> {
    receive(act, &body.number, body.dated_on, None, at, "record_minister_request")?;
    act.state = ProcuracyState::MinisterReview;
    let terms = terms_on(facts.case.over_on, at.law, at.on);
    term(plan, at, "minister_answer", at.on, terms)?;
    Ok(())
}

pub(super) fn minister_answer(
    facts: &ProcuracyFacts,
    act: &mut ProcuracyAct,
    body: &AnswerFromAbove,
    at: &Context<'_>,
    plan: &mut Plan,
) -> Result<(), Refusal> {
    receive(act, &body.number, body.dated_on, Some(body.upholds), at, "record_minister_answer")?;
    act.state = ProcuracyState::Final;
    // What the answer before ordered is replaced by the last one.
    plan.close("vks_execute", None);
    to_execute(facts, body.upholds, at, plan)
}

/// What is upheld must be carried out.
fn to_execute(
    facts: &ProcuracyFacts,
    upholds: bool,
    at: &Context<'_>,
    plan: &mut Plan,
) -> Result<(), Refusal> {
    if upholds {
        term(plan, at, "vks_execute", at.on, terms_on(facts.case.over_on, at.law, at.on))?;
    }
    Ok(())
}

/// A protest against a decision is carried out by documents of the case; what is done otherwise is told in words.
pub(super) fn execute(
    facts: &ProcuracyFacts,
    act: &mut ProcuracyAct,
    body: &ProcuracyExecution,
    at: &Context<'_>,
) -> Result<(), Refusal> {
    after_last(act, at.on, at)?;
    let needs_document = act.kind == ProcuracyKind::Protest && act.subject == ProcuracySubject::Decision;
    if needs_document && body.documents.is_empty() {
        return Err(wrong("/documents", "required"));
    }
    carried_out_by(&body.documents, &facts.case, Some(act.head.received_on), at.on)?;
    act.executed_by = body.documents.clone();
    act.state = ProcuracyState::Executed;
    Ok(())
}
