//! Asking the issuer of a judgment, recording what came of it, proposing a review (T-BA-01…03). The enquiries hang on a judgment or
//! on a case: the effects work on the list alone, so that both lifecycles use the same ones.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use serde_json::json;
use utoipa::ToSchema;
use validator::Validate;

use crate::domain::document::DocumentKind;
use crate::domain::enquiry::{Enquiry, EnquiryKind, EnquiryOutcome};
use crate::domain::ids::DecisionId;
use crate::domain::lifecycle::Context;
use crate::domain::lifecycle::plan::Plan;
use crate::domain::refusal::wrong;
use crate::domain::refusal::{FieldError, Refusal};

/// What the issuer is asked (L106 22.2.d).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
pub struct ProposeEnquiry {
    /// The error or the unclear point.
    #[validate(length(min = 1, max = 5000))]
    pub point: String,
    /// The court directly above is asked, because the issuer's answer was unclear or never came.
    #[serde(default)]
    pub court_above: bool,
    /// The matter is complex: the longer term for the answer (L106 13.3).
    #[serde(default)]
    pub complex: bool,
}

/// What came of an enquiry.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
pub struct RecordAnswer {
    /// The enquiry.
    pub enquiry: DecisionId,
    /// The answer in brief; absent when the term passed without one.
    #[validate(length(min = 1, max = 5000))]
    pub answer: Option<String>,
    /// The answer leaves the point unclear, or cannot be enforced.
    #[serde(default)]
    pub unclear: bool,
}

/// A review that is proposed (L106 22.2.đ).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
pub struct ProposeReview {
    /// The ground of cassation or reopening.
    #[validate(length(min = 1, max = 5000))]
    pub ground: String,
}

/// T-BA-01. The term runs from the receipt by the issuer; it is taken to be the day of the act, which the sender may set.
pub(crate) fn ask(
    enquiries: &mut Vec<Enquiry>,
    body: &ProposeEnquiry,
    at: &Context<'_>,
    plan: &mut Plan,
) -> Result<(), Refusal> {
    let kind = if body.court_above { EnquiryKind::CourtAbove } else { EnquiryKind::Issuer };
    let unhelpful = |one: &Enquiry| {
        let outcome = one.outcome.as_ref();
        one.kind == EnquiryKind::Issuer && outcome.is_some_and(|it| it.unclear || it.answer.is_none())
    };
    if body.court_above && !enquiries.iter().any(unhelpful) {
        return Err(wrong("/court_above", "contradicts"));
    }
    if enquiries.iter().any(|one| one.kind == kind && one.outcome.is_none()) {
        return Err(wrong("/point", "duplicate"));
    }
    let document = DocumentKind::IssuerQuestion;
    enter(enquiries, kind, document, &body.point, body.complex, at, plan);
    Ok(())
}

/// T-BA-03.
pub(crate) fn propose_review(
    enquiries: &mut Vec<Enquiry>,
    body: &ProposeReview,
    at: &Context<'_>,
    plan: &mut Plan,
) {
    let kind = EnquiryKind::Cassation;
    enter(enquiries, kind, DocumentKind::CassationProposal, &body.ground, false, at, plan);
}

fn enter(
    enquiries: &mut Vec<Enquiry>,
    kind: EnquiryKind,
    document: DocumentKind,
    point: &str,
    complex: bool,
    at: &Context<'_>,
    plan: &mut Plan,
) {
    let content = json!({ "to": kind, "point": point, "complex": complex });
    let id = plan.record(at, document, plan.prepared_by, content);
    let due_on = Enquiry::clock(kind, complex).and_then(|key| {
        plan.open(at, key, at.on, Some(id));
        plan.opened.last().filter(|opened| opened.about == Some(id)).map(|opened| opened.computation.due_on)
    });
    enquiries.push(Enquiry {
        id: DecisionId(id),
        kind,
        point: point.to_owned(),
        complex,
        asked_on: at.on,
        due_on,
        outcome: None,
    });
}

/// T-BA-02: the answer, or that the term passed without one. Gives the enquiry, for what hangs on it.
pub(crate) fn answer(
    enquiries: &mut [Enquiry],
    body: &RecordAnswer,
    at: &Context<'_>,
    plan: &mut Plan,
) -> Result<Enquiry, Refusal> {
    let Some(enquiry) = enquiries.iter_mut().find(|one| one.id == body.enquiry) else {
        return Err(wrong("/enquiry", "not_in_list"));
    };
    if enquiry.outcome.is_some() {
        return Err(wrong("/enquiry", "duplicate"));
    }
    if at.on < enquiry.asked_on {
        return Err(wrong("/effective_on", "contradicts"));
    }
    if body.answer.is_none() {
        lapsed(enquiry.due_on, at)?;
    }
    if body.answer.is_none() && body.unclear {
        return Err(wrong("/unclear", "contradicts"));
    }
    enquiry.outcome = Some(EnquiryOutcome { on: at.on, answer: body.answer.clone(), unclear: body.unclear });
    if let Some(key) = Enquiry::clock(enquiry.kind, enquiry.complex) {
        plan.close(key, Some(enquiry.id.0));
    }
    Ok(enquiry.clone())
}

/// Silence counts only when the term is over; without a known term it never does (U19).
fn lapsed(due_on: Option<NaiveDate>, at: &Context<'_>) -> Result<(), Refusal> {
    match due_on {
        Some(due) if at.on > due => Ok(()),
        Some(due) => Err(FieldError::new("/answer", "G-TERM").with("date", due.to_string()).into()),
        None => Err(wrong("/answer", "required")),
    }
}
