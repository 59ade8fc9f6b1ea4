//! Complaints, acts of the procuracy, denunciations: how they come in, and the facts for what may be done with them.

pub mod complaints;
pub mod denunciations;
pub mod findings;
pub mod procuracy;
pub mod reviews;

use chrono::NaiveDate;

use super::acts::{self, Uuids};
use super::convert::value;
use super::error::{ApiError, ApiResult};
use super::matters::Entering;
use super::refusals;
use crate::domain::case::Case;
use crate::domain::ids::{CaseId, DecisionId, OfficeId};
use crate::domain::lifecycle::Context;
use crate::domain::lifecycle::oversight::CaseInView;
use crate::domain::refusal::Refusal;
use crate::store::{Conn, IfFound, Scope, cases, decisions};

/// The case of a matter, as its guards see it, with the documents that the action names.
fn case_in_view(
    conn: &mut Conn,
    office: OfficeId,
    case: Option<CaseId>,
    named: &[DecisionId],
) -> ApiResult<CaseInView> {
    let Some(id) = case else { return Ok(CaseInView::default()) };
    let case: Case = value(&cases::get(conn, &Scope::office(office), id)?.doc)?;
    let mut documents = Vec::with_capacity(named.len());
    for document in named {
        if let Some(row) = document_of(conn, &case, *document)? {
            documents.push((*document, row.signed_on));
        }
    }
    Ok(CaseInView { over_on: over_on(&case), division: case.division, officer: case.officer, documents })
}

/// The day a case ended or left the book.
fn over_on(case: &Case) -> Option<NaiveDate> {
    case.ended.as_ref().map(|ending| ending.on).or_else(|| case.removed.as_ref().map(|removal| removal.on))
}

/// A document, if it is one of the case.
fn document_of(conn: &mut Conn, case: &Case, id: DecisionId) -> ApiResult<Option<decisions::Decision>> {
    let found = decisions::get(conn, &Scope::office(case.office), id).if_found()?;
    Ok(found.filter(|row| row.case_id == Some(case.id)))
}

/// What a reception is judged by: the law of the day the matter came in.
fn received<'a>(entering: &'a Entering<'a>, on: NaiveDate) -> Context<'a> {
    Context { law: entering.law, actor: entering.actor, on, now: entering.now, ids: &Uuids }
}

/// A reception that is refused, with the articles of that day.
fn refused(refusal: Refusal, entering: &Entering<'_>, on: NaiveDate) -> ApiError {
    match refusal {
        Refusal::Content(errors) => {
            refusals::cited(entering.law, on, errors.into_iter().map(acts::plain).collect())
        }
        Refusal::LawMissing(gap) => ApiError::new(super::error::Code::LawGap).with("gap", gap),
        Refusal::NotAllowed(_) => ApiError::forbidden(),
    }
}
