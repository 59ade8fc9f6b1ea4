//! PR-01: an act of the procuracy comes in (L106 112). A late protest is accepted and flagged: whether it counts is not for the
//! software to say. A protest about a verification result makes the case verify again (L106 37.5).

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use validator::Validate;

use super::super::{change, term, terms_on};
use crate::domain::ids::{CaseId, DecisionId, MatterId, OfficeId};
use crate::domain::law::GapReason;
use crate::domain::lifecycle::Context;
use crate::domain::lifecycle::plan::Plan;
use crate::domain::matter::MatterHead;
use crate::domain::oversight::procuracy::{
    ProcuracyAct, ProcuracyKind, ProcuracyLevel, ProcuracyState, ProcuracySubject, Timeliness,
};
use crate::domain::refusal::{FieldError, Refusal};

/// An act of the procuracy as it comes in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewProcuracyAct {
    /// The agency.
    pub office: OfficeId,
    /// The case, where it is about one; a protest always is.
    pub case: Option<CaseId>,
    /// Protest or recommendation.
    pub kind: ProcuracyKind,
    /// Which procuracy.
    pub level: ProcuracyLevel,
    /// Its number.
    #[validate(length(min = 1, max = 100))]
    pub number: String,
    /// Its own date.
    pub dated_on: NaiveDate,
    /// The day the agency received it.
    pub received_on: NaiveDate,
    /// What it is about.
    pub subject: ProcuracySubject,
    /// The decision, where it is about one.
    pub decision: Option<DecisionId>,
    /// The day the procuracy received the decision or found the act.
    pub known_on: NaiveDate,
    /// The day the procuracy received the notice that the case ended.
    pub ending_notice_on: Option<NaiveDate>,
    /// What it asks for, without a name.
    #[validate(length(min = 1, max = 2000))]
    pub asks: String,
}

/// What the reception looks at beside the act itself.
pub struct ProcuracyActReceived {
    /// The day the case was decided.
    pub decided_on: Option<NaiveDate>,
    /// The day the case was over.
    pub over_on: Option<NaiveDate>,
    /// The first verification of the case.
    pub verified_on: Option<NaiveDate>,
    /// The day of the decision, if it is one of the case.
    pub signed_on: Option<NaiveDate>,
    /// Today.
    pub today: NaiveDate,
}

/// Checks an act of the procuracy and enters it in the register.
///
/// # Errors
/// [`Refusal::Content`] with every wrong field; [`Refusal::LawMissing`].
pub fn receive(
    new: &NewProcuracyAct,
    id: MatterId,
    facts: &ProcuracyActReceived,
    at: &Context<'_>,
) -> Result<(ProcuracyAct, Plan), Refusal> {
    let errors = check(new, facts);
    if !errors.is_empty() {
        return Err(errors.into());
    }
    let protest = new.kind == ProcuracyKind::Protest;
    let (timeliness, protest_until) = if protest { timeliness(new, facts, at)? } else { (None, None) };
    let mut plan = Plan::new("procuracy_act", "PR-01", "receive_procuracy_act", "", Vec::new());
    let terms = terms_on(facts.over_on, at.law, new.received_on);
    let reply = term(&mut plan, at, "vks_reply", new.received_on, terms)?;
    if protest && new.subject == ProcuracySubject::Verification && facts.over_on.is_none() {
        plan.on_case.push("reverify");
        term(&mut plan, at, "reverify", new.received_on, terms)?;
    }
    let act = ProcuracyAct {
        head: MatterHead::new(id, new.office, new.case, new.received_on),
        state: ProcuracyState::Received,
        kind: new.kind,
        level: new.level,
        number: new.number.clone(),
        dated_on: new.dated_on,
        subject: new.subject,
        decision: new.decision,
        known_on: new.known_on,
        ending_notice_on: new.ending_notice_on,
        timeliness,
        protest_until,
        asks: new.asks.clone(),
        reply_until: reply.map(|computation| computation.due_on),
        drafts: Default::default(),
        exchanges: Vec::new(),
        executed_by: Vec::new(),
    };
    Ok((act, plan))
}

fn check(new: &NewProcuracyAct, facts: &ProcuracyActReceived) -> Vec<FieldError> {
    let mut errors = Vec::new();
    if new.case.is_none() && new.kind == ProcuracyKind::Protest {
        errors.push(FieldError::new("/case", "required"));
    }
    if new.received_on > facts.today {
        errors.push(FieldError::new("/received_on", "date_in_future"));
    }
    if new.dated_on > new.received_on {
        errors.push(FieldError::new("/dated_on", "contradicts"));
    }
    let about = match (new.subject, new.decision) {
        (ProcuracySubject::Decision, None) => {
            errors.push(FieldError::new("/decision", "required"));
            None
        }
        (ProcuracySubject::Decision, Some(_)) => {
            if facts.signed_on.is_none() {
                errors.push(FieldError::new("/decision", "not_in_list"));
            }
            facts.signed_on
        }
        (_, Some(_)) => {
            errors.push(FieldError::new("/decision", "contradicts"));
            None
        }
        (ProcuracySubject::Verification, None) => {
            if facts.verified_on.is_none() {
                errors.push(FieldError::new("/subject", "contradicts"));
            }
            facts.verified_on
        }
        (ProcuracySubject::Act, None) => facts.decided_on,
    };
    // The decision or act, then the procuracy's knowledge of it, then its own paper.
    if new.known_on > new.dated_on || about.is_some_and(|on| new.known_on < on) {
        errors.push(FieldError::new("/known_on", "contradicts"));
    }
    match (new.ending_notice_on, facts.over_on) {
        (Some(_), None) => errors.push(FieldError::new("/ending_notice_on", "contradicts")),
        (Some(notice), Some(over)) if notice < over || notice > new.received_on => {
            errors.push(FieldError::new("/ending_notice_on", "contradicts"));
        }
        _ => {}
    }
    errors
}

/// Whether a protest is in time, and the last day for it. The time is that of the law in force when it comes in, also for a case
/// that was over before (L106 116.2).
fn timeliness(
    new: &NewProcuracyAct,
    facts: &ProcuracyActReceived,
    at: &Context<'_>,
) -> Result<(Option<Timeliness>, Option<NaiveDate>), Refusal> {
    let key = match new.level {
        ProcuracyLevel::Supreme | ProcuracyLevel::CentralMilitary => "vks_protest_supreme",
        _ => "vks_protest",
    };
    let (key, start) = match (facts.over_on, has_year(new, at)?) {
        (Some(over), true) => match ending_notice(new, over, at) {
            Some(notice) => ("vks_1y", notice),
            None => return Ok((Some(Timeliness::Unknown), None)),
        },
        _ => (key, new.known_on),
    };
    let until = at.law.deadline(key, start, new.received_on)?.due_on;
    let found = if new.dated_on <= until { Timeliness::InTime } else { Timeliness::Late };
    Ok((Some(found), Some(until)))
}

/// Whether the law of the day of reception gives a year for a case that is over.
fn has_year(new: &NewProcuracyAct, at: &Context<'_>) -> Result<bool, Refusal> {
    match at.law.deadline("vks_1y", new.received_on, new.received_on) {
        Ok(_) => Ok(true),
        Err(gap) if gap.reason == GapReason::NoRule => Ok(false),
        Err(gap) => Err(gap.into()),
    }
}

/// The start of the year. A case that was over before the change of law had no notice of ending: then the start is not known, or
/// the office has chosen to count from the end itself (U32).
fn ending_notice(new: &NewProcuracyAct, over: NaiveDate, at: &Context<'_>) -> Option<NaiveDate> {
    let before = change(at.law).is_some_and(|change| over < change);
    let chosen = at.law.choice("U32") == Some("from_the_end");
    new.ending_notice_on.or_else(|| Some(over).filter(|_| before && chosen))
}
