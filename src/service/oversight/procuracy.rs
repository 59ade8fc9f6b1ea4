//! Acts of the procuracy: the register's entry (PR-01) and the facts for every later step.

use serde_json::Value;

use super::{case_in_view, document_of, over_on, received, refused};
use crate::domain::actor::Role;
use crate::domain::ids::MatterId;
use crate::domain::lifecycle::oversight::procuracy::{
    NewProcuracyAct, ProcuracyActReceived, ProcuracyAction, ProcuracyFacts, ProcuracyLifecycle, receive,
};
use crate::domain::lifecycle::plan::Plan;
use crate::domain::oversight::procuracy::ProcuracyAct;
use crate::domain::refusal;
use crate::service::acts::{Asked, Board};
use crate::service::context::Core;
use crate::service::error::{ApiError, ApiResult};
use crate::service::idempotency::{Answer, Once};
use crate::service::matters::{self, Entering};
use crate::store::Conn;

impl Board for ProcuracyLifecycle {
    fn load(conn: &mut Conn, asked: &Asked<'_, ProcuracyAction>) -> ApiResult<ProcuracyFacts> {
        let act: ProcuracyAct = matters::find(conn, asked.actor, asked.today, MatterId(asked.id))?;
        let named = asked.action.map(ProcuracyAction::documents).unwrap_or_default();
        let case = case_in_view(conn, act.head.office, act.head.case, named)?;
        Ok(ProcuracyFacts { act, case })
    }

    fn version(facts: &ProcuracyFacts) -> i64 {
        facts.act.head.version
    }

    fn parse(name: &str, body: Value) -> Option<Result<ProcuracyAction, Vec<refusal::FieldError>>> {
        ProcuracyAction::parse(name, body)
    }

    fn names() -> &'static [(&'static str, &'static str)] {
        ProcuracyAction::NAMES
    }
}

/// PR-01: enters an act of the procuracy.
///
/// # Errors
/// 404 for a case that is not the user's to know of, 403 for anybody but the procuracy or the clerk, 422 with the wrong fields.
pub async fn enter(core: &Core, once: Once, new: NewProcuracyAct) -> ApiResult<Answer> {
    matters::enter(core, once, "procuracy-acts", move |conn, entering| make(conn, entering, &new)).await
}

fn make(conn: &mut Conn, entering: &Entering<'_>, new: &NewProcuracyAct) -> ApiResult<(ProcuracyAct, Plan)> {
    let may = |role| entering.actor.has(role, new.office, None, entering.today);
    if !may(Role::IntakeClerk) && !may(Role::Prosecutor) {
        return Err(ApiError::forbidden());
    }
    let mut facts = ProcuracyActReceived {
        decided_on: None,
        over_on: None,
        verified_on: None,
        signed_on: None,
        today: entering.today,
    };
    if let Some(id) = new.case {
        let case = crate::service::cases::find(conn, entering.actor, entering.today, id)?;
        if case.office != new.office {
            return Err(ApiError::field("/case", "contradicts"));
        }
        facts.decided_on = Some(case.decided_on);
        facts.over_on = over_on(&case);
        facts.verified_on = case.verifications.first().map(|one| one.on);
        if let Some(decision) = new.decision {
            facts.signed_on = document_of(conn, &case, decision)?.map(|row| row.signed_on);
        }
    }
    let at = received(entering, new.received_on);
    receive(new, entering.id, &facts, &at).map_err(|reason| refused(reason, entering, new.received_on))
}
