//! Agencies (cơ quan thi hành án dân sự) and their regional divisions (phòng): who sees them, who adds them.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;
use validator::Validate;

use super::context::{Core, actor, anywhere};
use super::error::{ApiError, ApiResult, FieldError};
use super::idempotency::{Answer, Once, idempotent};
use crate::domain::actor::Role;
use crate::domain::ids::{OfficeId, UserId};
use crate::store::{Conn, offices};
use crate::text_enum;

text_enum! {
    /// What an office is.
    pub enum OfficeKind {
        /// A provincial agency (thi hành án dân sự tỉnh, thành phố).
        Agency = "agency",
        /// A regional division of an agency (phòng thi hành án dân sự khu vực).
        Division = "division",
    }
}

/// An agency or a division.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Office {
    /// Identifier.
    pub id: OfficeId,
    /// Short code, unique.
    #[schema(example = "HN")]
    pub code: String,
    /// Agency or division.
    pub kind: OfficeKind,
    /// The agency of a division.
    pub parent_id: Option<OfficeId>,
    /// Name.
    pub name: String,
    /// In a centrally-run city, where some amounts differ.
    pub is_city: bool,
    /// First day.
    pub from: NaiveDate,
    /// Last day.
    pub to: Option<NaiveDate>,
}

/// A new agency or division.
#[derive(Debug, Clone, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"code": "HN-1", "kind": "division", "parent_id": "0197c0de-0000-7000-8000-000000000001",
    "name": "Phòng Thi hành án dân sự khu vực 1", "is_city": true, "from": "2026-07-01"}))]
pub struct NewOffice {
    /// Short code, unique.
    #[validate(length(min = 1, max = 20))]
    pub code: String,
    /// Agency or division.
    pub kind: OfficeKind,
    /// The agency of a division; none for an agency.
    pub parent_id: Option<OfficeId>,
    /// Name.
    #[validate(length(min = 1, max = 200))]
    pub name: String,
    /// In a centrally-run city, where some amounts differ.
    pub is_city: bool,
    /// First day.
    pub from: NaiveDate,
    /// Last day.
    pub to: Option<NaiveDate>,
}

impl TryFrom<offices::Office> for Office {
    type Error = ApiError;

    fn try_from(row: offices::Office) -> ApiResult<Self> {
        Ok(Office {
            id: row.id,
            code: row.code,
            kind: row.kind.parse().map_err(ApiError::internal)?,
            parent_id: row.parent_id,
            name: row.name,
            is_city: row.is_city,
            from: row.from_on,
            to: row.to_on,
        })
    }
}

/// Offices, by key. Everybody who is signed in may know them.
///
/// # Errors
/// 401 for a user who is no longer active.
pub async fn list(core: &Core, user: UserId, after: Option<OfficeId>, limit: i64) -> ApiResult<Vec<Office>> {
    core.store
        .run_read(move |conn| {
            actor(conn, user)?;
            offices::list(conn, after, limit)?.into_iter().map(Office::try_from).collect()
        })
        .await
}

/// One office.
///
/// # Errors
/// 404 when there is none.
pub async fn get(core: &Core, user: UserId, id: OfficeId) -> ApiResult<Office> {
    core.store
        .run_read(move |conn| {
            actor(conn, user)?;
            offices::find(conn, id)?.ok_or_else(ApiError::not_found)?.try_into()
        })
        .await
}

/// Adds an office. For administrators.
///
/// # Errors
/// 403 for others, 409 for a code that exists, 422 for a parent that does not fit the kind.
pub async fn add(core: &Core, once: Once, new: NewOffice) -> ApiResult<Answer> {
    let (now, today) = (core.clock.now(), core.clock.today());
    core.store
        .run_write(move |conn| {
            if !anywhere(&actor(conn, once.user)?, &[Role::Admin], today) {
                return Err(ApiError::forbidden());
            }
            idempotent(conn, &once, now, |conn| {
                let office = insert(conn, new)?;
                Answer::created(format!("/api/v1/offices/{}", office.id), &office)
            })
        })
        .await
}

/// Writes a new office; also used where the first one is made.
///
/// # Errors
/// As [`add`].
pub fn insert(conn: &mut Conn, new: NewOffice) -> ApiResult<Office> {
    let parent = match new.parent_id {
        Some(id) => Some(offices::find(conn, id)?.ok_or_else(|| ApiError::field("/parent_id", "not_found"))?),
        None => None,
    };
    let under_agency = parent.is_some_and(|parent| parent.kind == OfficeKind::Agency.as_str());
    let mut faults = Vec::new();
    if (new.kind == OfficeKind::Division) != under_agency {
        faults.push(FieldError::new("/parent_id", "contradicts"));
    }
    if new.to.is_some_and(|to| to < new.from) {
        faults.push(FieldError::new("/to", "period_order"));
    }
    if !faults.is_empty() {
        return Err(ApiError::invalid(faults));
    }
    if offices::find_by_code(conn, &new.code)?.is_some() {
        return Err(ApiError::duplicate("code"));
    }
    let row = offices::Office {
        id: OfficeId(Uuid::now_v7()),
        code: new.code,
        parent_id: new.parent_id,
        kind: new.kind.to_string(),
        name: new.name,
        is_city: new.is_city,
        from_on: new.from,
        to_on: new.to,
    };
    offices::insert(conn, &row)?;
    row.try_into()
}
