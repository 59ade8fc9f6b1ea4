//! Findings: their entry (FI-01) and the facts for every later step.

use serde_json::Value;

use super::{case_in_view, document_of, received, refused, reviews};
use crate::domain::actor::Role;
use crate::domain::ids::MatterId;
use crate::domain::ids::OfficeId;
use crate::domain::lifecycle::oversight::finding::{
    FindingAction, FindingFacts, FindingLifecycle, FindingReceived, NewFinding, receive,
};
use crate::domain::lifecycle::plan::Plan;
use crate::domain::matter::Matter;
use crate::domain::oversight::finding::OversightFinding;
use crate::domain::oversight::procuracy::ProcuracyAct;
use crate::domain::refusal;
use crate::service::acts::{Asked, Board};
use crate::service::context::Core;
use crate::service::convert::value;
use crate::service::error::{ApiError, ApiResult};
use crate::service::idempotency::{Answer, Once};
use crate::service::matters::{self, Entering};
use crate::store::{Conn, IfFound, Scope, matters as rows};

impl Board for FindingLifecycle {
    fn load(conn: &mut Conn, asked: &Asked<'_, FindingAction>) -> ApiResult<FindingFacts> {
        let finding: OversightFinding = matters::find(conn, asked.actor, asked.today, MatterId(asked.id))?;
        let named = asked.action.map(FindingAction::documents).unwrap_or_default();
        let case = case_in_view(conn, finding.head.office, finding.head.case, named)?;
        let act = match asked.action.and_then(FindingAction::act) {
            Some(id) => act(conn, finding.head.office, id)?,
            None => None,
        };
        Ok(FindingFacts { finding, case, act })
    }

    fn version(facts: &FindingFacts) -> i64 {
        facts.finding.head.version
    }

    fn parse(name: &str, body: Value) -> Option<Result<FindingAction, Vec<refusal::FieldError>>> {
        FindingAction::parse(name, body)
    }

    fn names() -> &'static [(&'static str, &'static str)] {
        FindingAction::NAMES
    }
}

/// The act of the procuracy, if the office has it.
fn act(conn: &mut Conn, office: OfficeId, id: MatterId) -> ApiResult<Option<ProcuracyAct>> {
    let found = rows::get(conn, &Scope::office(office), ProcuracyAct::KIND, id).if_found()?;
    found.map(|row| value(&row.doc)).transpose()
}

/// FI-01: enters a finding.
///
/// # Errors
/// 404 for a case that is not the user's to know of, 403 for anybody but the procuracy or the clerk, 422 with the wrong fields.
pub async fn enter(core: &Core, once: Once, new: NewFinding) -> ApiResult<Answer> {
    matters::enter(core, once, "findings", move |conn, entering| make(conn, entering, &new)).await
}

fn make(conn: &mut Conn, entering: &Entering<'_>, new: &NewFinding) -> ApiResult<(OversightFinding, Plan)> {
    let may = |role| entering.actor.has(role, new.office, None, entering.today);
    if !may(Role::IntakeClerk) && !may(Role::Prosecutor) {
        return Err(ApiError::forbidden());
    }
    let mut facts =
        FindingReceived { decided_on: None, signed_on: None, review: None, act: None, today: entering.today };
    if let Some(id) = new.case {
        let case = crate::service::cases::find(conn, entering.actor, entering.today, id)?;
        if case.office != new.office {
            return Err(ApiError::field("/case", "contradicts"));
        }
        facts.decided_on = Some(case.decided_on);
        if let Some(document) = new.decision.map(|id| document_of(conn, &case, id)).transpose()?.flatten() {
            facts.review = Some(reviews::of_document(conn, &document)?);
            facts.signed_on = Some(document.signed_on);
        }
    }
    if let Some(id) = new.act {
        facts.act = act(conn, new.office, id)?;
    }
    let at = received(entering, new.received_on);
    receive(new, entering.id, &facts, &at).map_err(|reason| refused(reason, entering, new.received_on))
}
