//! Complaints: the register's entry (CP-01) and the facts for every later step.

use serde_json::Value;

use super::{case_in_view, document_of, over_on, received, refused};
use crate::domain::actor::Role;
use crate::domain::document::DocumentKind;
use crate::domain::ids::{MatterId, PartyId};
use crate::domain::lifecycle::oversight::complaint::{
    ComplaintAction, ComplaintFacts, ComplaintLifecycle, ComplaintReceived, KnownDocument, NewComplaint,
    receive,
};
use crate::domain::lifecycle::plan::Plan;
use crate::domain::oversight::complaint::Complaint;
use crate::domain::refusal;
use crate::service::acts::{Asked, Board};
use crate::service::context::Core;
use crate::service::error::{ApiError, ApiResult};
use crate::service::idempotency::{Answer, Once};
use crate::service::matters::{self, Entering};
use crate::store::{Conn, decisions, parties};

impl Board for ComplaintLifecycle {
    fn load(conn: &mut Conn, asked: &Asked<'_, ComplaintAction>) -> ApiResult<ComplaintFacts> {
        let complaint: Complaint = matters::find(conn, asked.actor, asked.today, MatterId(asked.id))?;
        let named = asked.action.map(ComplaintAction::documents).unwrap_or_default();
        let case = case_in_view(conn, complaint.head.office, complaint.head.case, named)?;
        Ok(ComplaintFacts { complaint, case })
    }

    fn version(facts: &ComplaintFacts) -> i64 {
        facts.complaint.head.version
    }

    fn parse(name: &str, body: Value) -> Option<Result<ComplaintAction, Vec<refusal::FieldError>>> {
        ComplaintAction::parse(name, body)
    }

    fn names() -> &'static [(&'static str, &'static str)] {
        ComplaintAction::NAMES
    }
}

/// CP-01: enters a complaint.
///
/// # Errors
/// 404 for a case that is not the user's to know of, 403 for anybody but the clerk or another body's system, 422 with the wrong
/// fields.
pub async fn enter(core: &Core, once: Once, new: NewComplaint) -> ApiResult<Answer> {
    matters::enter(core, once, "complaints", move |conn, entering| make(conn, entering, &new)).await
}

fn make(conn: &mut Conn, entering: &Entering<'_>, new: &NewComplaint) -> ApiResult<(Complaint, Plan)> {
    let case = crate::service::cases::find(conn, entering.actor, entering.today, new.case)?;
    let may = |role| entering.actor.has(role, case.office, None, entering.today);
    if !may(Role::IntakeClerk) && !may(Role::Integrator) {
        return Err(ApiError::forbidden());
    }
    let document = match new.decision {
        Some(id) => document_of(conn, &case, id)?,
        None => None,
    };
    let document = document
        .and_then(|row| Some(KnownDocument { kind: row.kind.parse().ok()?, signed_on: row.signed_on }));
    let coercive = [DocumentKind::CoercionDecision.as_str(), DocumentKind::SeizureDecision.as_str()];
    let coerced_on = decisions::first_signed(conn, case.id, &coercive)?;
    let named: Vec<PartyId> =
        new.complainants.iter().map(|one| one.party).chain(new.representatives.iter().copied()).collect();
    let known = parties::by_ids(conn, &named)?;
    let parties: Vec<PartyId> =
        known.into_iter().filter(|row| row.judgment_id == case.judgment).map(|row| row.id).collect();
    let facts = ComplaintReceived {
        office: case.office,
        decided_on: case.decided_on,
        over_on: over_on(&case),
        coerced_on,
        document,
        parties: &parties,
        today: entering.today,
    };
    let at = received(entering, new.received_on);
    receive(new, entering.id, &facts, &at).map_err(|reason| refused(reason, entering, new.received_on))
}
