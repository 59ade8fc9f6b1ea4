//! FI-01: a finding is entered, from a remark on the review sheet or from a paper of another body. Where it came with a protest or a
//! recommendation, the act's own terms run (L106 113.1); where no text gives a term, the office's own target does.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;
use validator::Validate;

use crate::domain::ids::{CaseId, DecisionId, MatterId, OfficeId};
use crate::domain::lifecycle::Context;
use crate::domain::lifecycle::plan::Plan;
use crate::domain::matter::MatterHead;
use crate::domain::oversight::finding::{FindingSource, FindingState, OversightFinding};
use crate::domain::oversight::procuracy::{ProcuracyAct, ProcuracyState};
use crate::domain::oversight::review::{DecisionReview, ReviewHeading, ReviewVerdict};
use crate::domain::refusal::{FieldError, Refusal};

/// A finding as it is entered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewFinding {
    /// The agency.
    pub office: OfficeId,
    /// The case, where it is about one.
    pub case: Option<CaseId>,
    /// Where it comes from.
    pub source: FindingSource,
    /// The number of the paper; a remark has none.
    #[validate(length(min = 1, max = 100))]
    pub number: Option<String>,
    /// The day of the paper or remark.
    pub dated_on: NaiveDate,
    /// The day the agency received it.
    pub received_on: NaiveDate,
    /// The decision, where it is about one.
    pub decision: Option<DecisionId>,
    /// The heading, where it is about a decision.
    pub heading: Option<ReviewHeading>,
    /// The remark that stands under that heading.
    pub remark: Option<Uuid>,
    /// The protest or recommendation with which it came, as it stands in the register.
    pub act: Option<MatterId>,
    /// What was found, without a name.
    #[validate(length(min = 1, max = 4000))]
    pub found: String,
    /// The article that it goes against.
    #[validate(length(min = 1, max = 300))]
    pub article: String,
    /// What is asked for.
    #[validate(length(min = 1, max = 2000))]
    pub asks: Option<String>,
}

/// What the reception looks at beside the finding itself.
pub struct FindingReceived {
    /// The day the case was decided.
    pub decided_on: Option<NaiveDate>,
    /// The day of the decision, if it is one of the case or its assets.
    pub signed_on: Option<NaiveDate>,
    /// The remarks on that decision.
    pub review: Option<DecisionReview>,
    /// The act, if it is one of the office.
    pub act: Option<ProcuracyAct>,
    /// Today.
    pub today: NaiveDate,
}

/// Checks a finding and enters it.
///
/// # Errors
/// [`Refusal::Content`] with every wrong field; [`Refusal::LawMissing`].
pub fn receive(
    new: &NewFinding,
    id: MatterId,
    facts: &FindingReceived,
    at: &Context<'_>,
) -> Result<(OversightFinding, Plan), Refusal> {
    let errors = check(new, facts);
    if !errors.is_empty() {
        return Err(errors.into());
    }
    let mut plan = Plan::new("finding", "FI-01", "raise_finding", "", Vec::new());
    let answer_until = match &facts.act {
        Some(act) => act.reply_until,
        None => super::effects::target(&mut plan, at, "finding_answer", new.received_on)?,
    };
    let finding = OversightFinding {
        head: MatterHead::new(id, new.office, new.case, new.received_on),
        state: FindingState::Raised,
        source: new.source,
        number: new.number.clone(),
        dated_on: new.dated_on,
        decision: new.decision,
        heading: new.heading,
        remark: new.remark,
        act: new.act,
        found: new.found.clone(),
        article: new.article.clone(),
        asks: new.asks.clone(),
        answer_until,
        carry_out_until: None,
        promised: None,
        carried_out_by: Vec::new(),
        end: None,
        steps: Vec::new(),
        drafts: Default::default(),
    };
    Ok((finding, plan))
}

fn check(new: &NewFinding, facts: &FindingReceived) -> Vec<FieldError> {
    let mut errors = Vec::new();
    let mut wrong = |at: &str, code| errors.push(FieldError::new(at, code));
    if new.received_on > facts.today {
        wrong("/received_on", "date_in_future");
    }
    if new.dated_on > new.received_on {
        wrong("/dated_on", "contradicts");
    }
    let since = facts.signed_on.or(facts.decided_on);
    if since.is_some_and(|since| new.dated_on < since) {
        wrong("/dated_on", "contradicts");
    }
    match (new.decision, facts.signed_on) {
        (Some(_), None) => wrong("/decision", "not_in_list"),
        (Some(_), Some(_)) if new.heading.is_none() => wrong("/heading", "required"),
        (None, _) if new.heading.is_some() => wrong("/heading", "contradicts"),
        _ => {}
    }
    let remark = new.source == FindingSource::Remark;
    if new.number.is_none() && !remark {
        wrong("/number", "required");
    }
    match (remark, new.remark) {
        (true, None) => wrong("/remark", "required"),
        (false, Some(_)) => wrong("/remark", "contradicts"),
        (true, Some(id)) => {
            let standing = facts.review.as_ref().zip(new.heading).and_then(|(all, head)| all.standing(head));
            match standing.filter(|standing| standing.id == id) {
                // A remark that something else took the place of is nobody's opinion any more.
                None => wrong("/remark", "not_in_list"),
                Some(one) if one.verdict == ReviewVerdict::InOrder || one.on > new.dated_on => {
                    wrong("/remark", "contradicts");
                }
                Some(_) => {}
            }
        }
        (false, None) => {}
    }
    match (new.source == FindingSource::ProcuracyAct, new.act) {
        (true, None) => wrong("/act", "required"),
        (_, Some(_)) => match fits(new.case, facts.act.as_ref()) {
            Ok(()) => {}
            Err(code) => wrong("/act", code),
        },
        (false, None) => {}
    }
    errors
}

/// An act of the office that still stands, about the same case where it is about one.
pub(super) fn fits(case: Option<CaseId>, act: Option<&ProcuracyAct>) -> Result<(), &'static str> {
    match act {
        None => Err("not_in_list"),
        Some(act) if act.state == ProcuracyState::Withdrawn => Err("contradicts"),
        Some(act) if act.head.case.is_some_and(|of| case != Some(of)) => Err("contradicts"),
        Some(_) => Ok(()),
    }
}
