//! Taking over a case from the 2008 law: one request, one case, one event. What must be known and what runs on is the domain's.

use serde_json::json;

use super::acts::Uuids;
use super::context::{Core, actor};
use super::convert::{self, value};
use super::error::{ApiError, ApiResult, FieldError};
use super::idempotency::{Answer, Once, idempotent};
use super::intake::{items, known_of};
use super::record::{self, Recording};
use super::refusals;
use crate::domain::actor::{Actor, Role};
use crate::domain::case::Case;
use crate::domain::ids::ObligationId;
use crate::domain::judgment::Judgment;
use crate::domain::lifecycle::Context;
use crate::domain::lifecycle::intake::{ImportCase, ImportFacts, import_case};
use crate::domain::lifecycle::plan::Plan;
use crate::domain::refusal::Refusal;
use crate::store::{At, Conn, Scope, judgments, obligations};

/// T-IMPORT: enters a case as it stood.
///
/// # Errors
/// 404 for a judgment not in the register of an office where the user is clerk or administrator; 422 with every contradiction; 409
/// when the number is taken.
pub async fn import(core: &Core, once: Once, body: ImportCase) -> ApiResult<Answer> {
    let core = core.clone();
    let store = core.store.clone();
    store
        .run_write(move |conn| {
            idempotent(conn, &once, core.clock.now(), |conn| {
                let actor = actor(conn, once.user)?;
                enter(conn, &core, &actor, &body)
            })
        })
        .await
}

fn enter(conn: &mut Conn, core: &Core, actor: &Actor, body: &ImportCase) -> ApiResult<Answer> {
    let (today, now) = (core.clock.today(), core.clock.now());
    let row = judgments::get(conn, &Scope::default(), body.judgment)?;
    let may = |role| actor.has(role, row.office_id, None, today);
    if !may(Role::IntakeClerk) && !may(Role::Admin) {
        let here = super::context::works_at(actor, row.office_id, today);
        return Err(if here { ApiError::forbidden() } else { ApiError::not_found() });
    }
    let judgment: Judgment = value(&row.doc)?;
    let ids: Vec<ObligationId> = body.obligations.iter().map(|item| item.id).collect();
    let mut items = items(conn, &ids)?;
    items.retain(|item| item.judgment == judgment.id);
    let known = known_of(conn, items.iter())?;
    let officer_known = match body.officer {
        Some(officer) => super::cases::is_officer(conn, officer, judgment.office, today)?,
        None => false,
    };
    let facts = ImportFacts {
        judgment: &judgment,
        items: items.clone(),
        budget_funded: known.budget_funded,
        officer_known,
    };
    let context = Context { law: &core.law, actor, on: today, now, ids: &Uuids };
    let mut plan = Plan::new("case", "T-IMPORT", "import_case", "", Vec::new());
    import_case(&facts, body, &context, &mut plan).map_err(|refusal| refused(core, today, refusal))?;
    if let Some(requested_on) = body.requested_on {
        for mut item in items {
            item.requested_on = Some(requested_on);
            let doc = convert::obligation_row(&item, judgment.office)?.doc;
            obligations::set_doc(conn, item.id, &doc, At::from(now))?;
        }
    }
    let at = Recording { law: &core.law, actor, on: today, now };
    let recorded = record::write(conn, &at, plan)?;
    let case: Case = serde_json::from_value(recorded.after.0.clone()).map_err(ApiError::internal)?;
    let location = format!("/api/v1/cases/{}", case.id);
    let needs_review = case.imported.as_ref().is_some_and(|imported| imported.needs_review());
    let answer = json!({ "case": case, "needs_review": needs_review, "happened": recorded });
    Ok(Answer::created(location, &answer)?.at_version(1))
}

fn refused(core: &Core, today: chrono::NaiveDate, refusal: Refusal) -> ApiError {
    match refusal {
        Refusal::Content(errors) => {
            let plain = |error: crate::domain::refusal::FieldError| {
                let mut out = FieldError::new(error.pointer, error.code);
                out.params = error.params.into_iter().map(|(name, value)| (name.to_owned(), value)).collect();
                out
            };
            refusals::cited(&core.law, today, errors.into_iter().map(plain).collect())
        }
        Refusal::LawMissing(gap) => ApiError::new(super::error::Code::LawGap).with("gap", gap),
        Refusal::NotAllowed(_) => ApiError::forbidden(),
    }
}
