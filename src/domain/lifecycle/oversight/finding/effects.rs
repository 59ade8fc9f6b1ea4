//! What the steps of a finding do.

use chrono::NaiveDate;
use serde_json::json;

use super::super::carried_out_by;
use super::receive::fits;
use super::{
    CloseFinding, FindingDispute, FindingExecution, FindingFacts, FindingReply, LinkAct, MaintainFinding,
};
use crate::domain::document::DocumentKind;
use crate::domain::law::GapReason;
use crate::domain::lifecycle::Context;
use crate::domain::lifecycle::plan::{Opened, Plan};
use crate::domain::oversight::finding::{FindingEnd, FindingState, FindingStep, OversightFinding};
use crate::domain::refusal::{Refusal, wrong};

/// Opens a term of the office by the law of the act's day. `None` where that law has none.
pub(super) fn target(
    plan: &mut Plan,
    at: &Context<'_>,
    key: &str,
    start: NaiveDate,
) -> Result<Option<NaiveDate>, Refusal> {
    match at.law.deadline(key, start, at.on) {
        Ok(computation) => {
            let due = computation.due_on;
            plan.opened.push(Opened { key: key.to_owned(), about: None, computation });
            Ok(Some(due))
        }
        Err(gap) if gap.reason == GapReason::NoRule => Ok(None),
        Err(gap) => Err(gap.into()),
    }
}

/// Steps come in the order of their days.
fn step(
    finding: &mut OversightFinding,
    text: &str,
    number: Option<&str>,
    at: &Context<'_>,
    plan: &Plan,
) -> Result<(), Refusal> {
    if finding.steps.last().is_some_and(|last| at.on < last.on) {
        return Err(wrong("/effective_on", "contradicts"));
    }
    finding.steps.push(FindingStep {
        action: plan.action.to_owned(),
        on: at.on,
        by: at.actor.user,
        text: text.to_owned(),
        number: number.map(str::to_owned),
    });
    Ok(())
}

/// The answer as a document, and from it the time to carry out what it promises. What came with an act of the procuracy is carried
/// out within the act's own term.
fn reply(
    facts: &FindingFacts,
    finding: &mut OversightFinding,
    (reasons, measures): (&str, Option<&str>),
    at: &Context<'_>,
    plan: &mut Plan,
) -> Result<(), Refusal> {
    step(finding, reasons, None, at, plan)?;
    let content = json!({ "finding": facts.finding.head.id, "number": finding.number, "reasons": reasons,
        "measures": measures });
    plan.record(at, DocumentKind::FindingReply, plan.prepared_by, content);
    if finding.promised.take().is_some() {
        // What an earlier answer promised is promised anew, with its own time.
        plan.cancelled.push("finding_execute".to_owned());
    }
    finding.promised = measures.map(str::to_owned);
    finding.carry_out_until = match measures {
        Some(_) if finding.act.is_none() => target(plan, at, "finding_execute", at.on)?,
        _ => None,
    };
    Ok(())
}

pub(super) fn accept(
    facts: &FindingFacts,
    finding: &mut OversightFinding,
    body: &FindingReply,
    at: &Context<'_>,
    plan: &mut Plan,
) -> Result<(), Refusal> {
    if body.measures.is_none() {
        return Err(wrong("/measures", "required"));
    }
    reply(facts, finding, (&body.reasons, body.measures.as_deref()), at, plan)?;
    finding.state = FindingState::Accepted;
    Ok(())
}

pub(super) fn answer(
    facts: &FindingFacts,
    finding: &mut OversightFinding,
    body: &FindingReply,
    at: &Context<'_>,
    plan: &mut Plan,
) -> Result<(), Refusal> {
    reply(facts, finding, (&body.reasons, body.measures.as_deref()), at, plan)?;
    finding.state = FindingState::Answered;
    Ok(())
}

pub(super) fn dispute(
    facts: &FindingFacts,
    finding: &mut OversightFinding,
    body: &FindingDispute,
    at: &Context<'_>,
    plan: &mut Plan,
) -> Result<(), Refusal> {
    reply(facts, finding, (&body.reasons, None), at, plan)?;
    finding.state = FindingState::Disputed;
    Ok(())
}

/// A finding about a decision is carried out by documents of the case, unless what is asked leaves none behind: then in words.
pub(super) fn carry_out(
    facts: &FindingFacts,
    finding: &mut OversightFinding,
    body: &FindingExecution,
    at: &Context<'_>,
    plan: &Plan,
) -> Result<(), Refusal> {
    carried_out_by(&body.documents, &facts.case, Some(finding.head.received_on), at.on)?;
    step(finding, &body.report, None, at, plan)?;
    finding.carried_out_by = body.documents.clone();
    finding.state = FindingState::CarriedOut;
    Ok(())
}

/// The other body's paper: not before the last step, not after the day it is recorded.
fn paper(finding: &OversightFinding, dated_on: NaiveDate, at: &Context<'_>) -> Result<(), Refusal> {
    let last = finding.steps.last().map_or(finding.dated_on, |step| step.on);
    if dated_on > at.on || dated_on < last {
        return Err(wrong("/dated_on", "contradicts"));
    }
    Ok(())
}

pub(super) fn close(
    finding: &mut OversightFinding,
    body: &CloseFinding,
    at: &Context<'_>,
    plan: &mut Plan,
) -> Result<(), Refusal> {
    let fits = match body.end {
        FindingEnd::Remedied => finding.state == FindingState::CarriedOut,
        FindingEnd::Explained => matches!(finding.state, FindingState::Answered | FindingState::Disputed),
        FindingEnd::Withdrawn => true,
    };
    if !fits {
        return Err(wrong("/end", "contradicts"));
    }
    paper(finding, body.dated_on, at)?;
    step(finding, &body.text, Some(&body.number), at, plan)?;
    finding.end = Some(body.end);
    finding.state = FindingState::Closed;
    fall_away(plan);
    Ok(())
}

/// The answer or the work does not satisfy: an answer is owed anew.
pub(super) fn maintain(
    finding: &mut OversightFinding,
    body: &MaintainFinding,
    at: &Context<'_>,
    plan: &mut Plan,
) -> Result<(), Refusal> {
    paper(finding, body.dated_on, at)?;
    step(finding, &body.reasons, Some(&body.number), at, plan)?;
    fall_away(plan);
    finding.answer_until = match finding.act {
        None => target(plan, at, "finding_answer", at.on)?,
        Some(_) => None,
    };
    finding.carry_out_until = None;
    finding.promised = None;
    finding.drafts.clear();
    finding.state = FindingState::Raised;
    Ok(())
}

/// From now on the act's own terms run; the office's targets fall away.
pub(super) fn link(
    facts: &FindingFacts,
    finding: &mut OversightFinding,
    body: &LinkAct,
    at: &Context<'_>,
    plan: &mut Plan,
) -> Result<(), Refusal> {
    fits(finding.head.case, facts.act.as_ref()).map_err(|code| wrong("/act", code))?;
    if let Some(act) = &facts.act {
        if act.dated_on < finding.dated_on || act.head.received_on > at.on {
            return Err(wrong("/act", "contradicts"));
        }
        step(finding, &act.number, Some(&act.number), at, plan)?;
        finding.answer_until = act.reply_until;
    }
    finding.act = Some(body.act);
    finding.carry_out_until = None;
    fall_away(plan);
    Ok(())
}

/// The office's targets are over without having been met.
fn fall_away(plan: &mut Plan) {
    plan.cancelled = vec!["finding_answer".to_owned(), "finding_execute".to_owned()];
}
