//! Reviews: the procuracy's remarks on one signed document of a case. A review is there for every document, before anybody has
//! remarked anything; the first remark writes it.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::domain::actor::Actor;
use crate::domain::ids::{DecisionId, MatterId, OfficeId, UserId};
use crate::domain::lifecycle::oversight::review::{ReviewAction, ReviewFacts, ReviewLifecycle};
use crate::domain::matter::{Matter, MatterHead};
use crate::domain::oversight::review::{DecisionReview, ReviewState};
use crate::domain::refusal;
use crate::service::acts::{Asked, Board};
use crate::service::cases::EventView;
use crate::service::context::{Core, actor};
use crate::service::convert::value;
use crate::service::error::{ApiError, ApiResult};
use crate::service::{matters, scope};
use crate::store::decisions::Decision;
use crate::store::{Conn, IfFound, Scope, cases, decisions, matters as rows};

impl Board for ReviewLifecycle {
    fn load(conn: &mut Conn, asked: &Asked<'_, ReviewAction>) -> ApiResult<ReviewFacts> {
        let review = find(conn, asked.actor, asked.today, MatterId(asked.id))?;
        Ok(ReviewFacts { review })
    }

    fn version(facts: &ReviewFacts) -> i64 {
        facts.review.head.version
    }

    fn parse(name: &str, body: Value) -> Option<Result<ReviewAction, Vec<refusal::FieldError>>> {
        ReviewAction::parse(name, body)
    }

    fn names() -> &'static [(&'static str, &'static str)] {
        ReviewAction::NAMES
    }
}

/// The review of a document of a case that the actor may see.
fn find(conn: &mut Conn, actor: &Actor, today: chrono::NaiveDate, id: MatterId) -> ApiResult<DecisionReview> {
    let document = scope::find(actor, today, |scope| decisions::get(conn, scope, DecisionId(id.0)))?;
    of_document(conn, &document)
}

/// The review of a document: as it stands, or without remarks. A document that belongs to no case has none: what is confidential
/// among the matters belongs to none.
pub(crate) fn of_document(conn: &mut Conn, document: &Decision) -> ApiResult<DecisionReview> {
    let case = document.case_id.ok_or_else(ApiError::not_found)?;
    let id = MatterId(document.id.0);
    let kept = rows::get(conn, &Scope::office(document.office_id), DecisionReview::KIND, id).if_found()?;
    if let Some(row) = kept {
        return value(&row.doc);
    }
    let (division, _) = cases::assigned(conn, case)?;
    let head = MatterHead::new(id, document.office_id, Some(case), document.signed_on);
    let head = MatterHead { division, ..head };
    Ok(DecisionReview { head, state: ReviewState::Unremarked, remarks: Vec::new() })
}

/// The reviews among these documents of an office that anybody has remarked on.
///
/// # Errors
/// Whatever the database refuses.
pub(crate) fn kept(
    conn: &mut Conn,
    office: OfficeId,
    documents: &[DecisionId],
) -> ApiResult<BTreeMap<DecisionId, DecisionReview>> {
    let ids: Vec<MatterId> = documents.iter().map(|id| MatterId(id.0)).collect();
    let found = rows::by_ids(conn, office, DecisionReview::KIND, &ids)?;
    found.iter().map(|row| Ok((DecisionId(row.id.0), value(&row.doc)?))).collect()
}

/// The review of a document.
///
/// # Errors
/// 404 when the document is not the user's to know of.
pub async fn get(core: &Core, user: UserId, id: MatterId) -> ApiResult<DecisionReview> {
    let clock = core.clock.clone();
    core.store
        .run_read(move |conn| {
            let actor = actor(conn, user)?;
            find(conn, &actor, clock.today(), id)
        })
        .await
}

/// Every remark on a document, oldest first, those too whose place another one took.
///
/// # Errors
/// 404 when the document is not the user's to know of.
pub async fn history(
    core: &Core,
    user: UserId,
    id: MatterId,
    after_seq: i64,
    limit: i64,
) -> ApiResult<Vec<EventView>> {
    let clock = core.clock.clone();
    core.store
        .run_read(move |conn| {
            let actor = actor(conn, user)?;
            find(conn, &actor, clock.today(), id)?;
            matters::events_of(conn, id, after_seq, limit)
        })
        .await
}
