//! Refused attempts across an agency: who tried what, and by which codes it was refused.

use chrono::{DateTime, Utc};
use serde::Serialize;
use serde_json::json;
use utoipa::ToSchema;
use uuid::Uuid;

use super::{HIDDEN, label, note, reach, words};
use crate::domain::ids::{OfficeId, UserId};
use crate::domain::text::Lang;
use crate::service::context::Core;
use crate::service::convert::value;
use crate::service::error::{ApiError, ApiResult};
use crate::store::refused::{self as rows, RefusedFilter};
use crate::store::{AnyId, At};

/// What to look for; every condition that is set must hold.
#[derive(Debug, Clone, Default, Serialize)]
pub struct RefusedQuery {
    /// At this agency.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub office: Option<OfficeId>,
    /// Of this person.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub actor: Option<UserId>,
    /// Refused for this code.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub code: Option<String>,
    /// This action.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub action: Option<String>,
    /// On this kind of thing.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub lifecycle: Option<String>,
    /// From this instant.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub from: Option<DateTime<Utc>>,
    /// Before this instant.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub to: Option<DateTime<Utc>>,
}

/// A refused attempt.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct RefusedView {
    /// Identifier.
    pub id: Uuid,
    /// When.
    pub at: DateTime<Utc>,
    /// Who.
    pub actor: UserId,
    /// The agency.
    pub office: Option<OfficeId>,
    /// The kind of thing.
    #[schema(example = "case")]
    pub aggregate: String,
    /// Which one.
    pub aggregate_id: Option<Uuid>,
    /// The action.
    pub action: String,
    /// What the action is called.
    pub label: String,
    /// By which codes it was refused; a wrong field with its place.
    pub codes: Vec<String>,
}

/// A page of refused attempts, the newest first; recorded as a search.
///
/// # Errors
/// 403 for anybody but an auditor, or the head or the procuracy of the agency; 400 for what cannot be asked.
pub async fn refused(
    core: &Core,
    user: UserId,
    query: RefusedQuery,
    after: Option<(DateTime<Utc>, Uuid)>,
    limit: i64,
    lang: Lang,
) -> ApiResult<Vec<RefusedView>> {
    words(&[("code", &query.code), ("action", &query.action), ("lifecycle", &query.lifecycle)])?;
    if query.from.zip(query.to).is_some_and(|(from, to)| to < from) {
        return Err(ApiError::malformed("/to", "period_order"));
    }
    let asked = serde_json::to_value(&query).map_err(ApiError::internal)?;
    let inner = core.clone();
    let (office, found) = core
        .store
        .run_read(move |conn| {
            let office = reach(conn, user, inner.clock.today(), query.office)?;
            let filter = RefusedFilter {
                office,
                actor: query.actor,
                code: query.code,
                action: query.action,
                kind: query.lifecycle,
                from: query.from.map(At::from),
                to: query.to.map(At::from),
                hidden: HIDDEN,
            };
            let after = after.map(|(at, id)| (At::from(at), AnyId(id)));
            let rows = rows::list(conn, &filter, after, limit)?;
            let views = rows.into_iter().map(|row| view(&inner, row, lang));
            Ok::<_, ApiError>((office, views.collect::<ApiResult<Vec<_>>>()?))
        })
        .await?;
    let about = json!({ "asked": asked, "further": after.is_some(), "found": found.len() });
    note(core, user, "R-SEARCH", "search_refused_attempts", office, about).await?;
    Ok(found)
}

fn view(core: &Core, row: rows::RefusedAttempt, lang: Lang) -> ApiResult<RefusedView> {
    Ok(RefusedView {
        id: row.id.0,
        at: row.at.utc(),
        actor: row.actor_id,
        office: row.office_id,
        aggregate: row.aggregate_kind,
        aggregate_id: row.aggregate_id.map(|id| id.0),
        label: label(&core.law, &row.action, lang),
        action: row.action,
        codes: value(&row.codes)?,
    })
}
