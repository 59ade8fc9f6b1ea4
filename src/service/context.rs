//! What every use case needs: the database, the law, the clock, the settings – and who is acting. Roles and delegations are
//! read inside the use case's own transaction, so that a withdrawn one counts at once.

use std::sync::Arc;

use chrono::NaiveDate;

use thads_verify::note::SecretKey;

use super::clock::Clock;
use super::error::{ApiError, ApiResult, Code};
use crate::domain::actor::{Actor, Role};
use crate::domain::ids::{OfficeId, UserId};
use crate::domain::law::Law;
use crate::settings::Settings;
use crate::store::{Conn, Store, StoreError, users};

/// What every use case needs. Cheap to clone.
#[derive(Clone)]
pub struct Core {
    /// The database.
    pub store: Store,
    /// The law's data.
    pub law: Arc<Law>,
    /// The clock.
    pub clock: Arc<dyn Clock>,
    /// The settings.
    pub settings: Arc<Settings>,
    /// What signs checkpoints of the history; none where the settings name no key.
    pub signers: Arc<Vec<SecretKey>>,
}

/// The acting user with every role and delegation on record.
///
/// # Errors
/// 401 when the user is gone or no longer active.
pub fn actor(conn: &mut Conn, user: UserId) -> ApiResult<Actor> {
    let found = users::find(conn, user)?;
    if !found.is_some_and(|found| found.active) {
        return Err(ApiError::new(Code::InvalidToken));
    }
    Ok(users::actor(conn, user)?)
}

/// Whether the actor holds one of these roles on the day, at whichever office. For the roles that reach everywhere
/// (administrator, auditor).
pub fn anywhere(actor: &Actor, roles: &[Role], on: NaiveDate) -> bool {
    actor.grants.iter().any(|grant| roles.contains(&grant.role) && grant.holds(on))
}

/// Whether the actor holds any role at the office on the day.
pub fn works_at(actor: &Actor, office: OfficeId, on: NaiveDate) -> bool {
    actor.grants.iter().any(|grant| grant.office == office && grant.holds(on))
}

impl From<StoreError> for ApiError {
    /// What a use case has not answered itself. A conflict names the rule in the database, never a value.
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::NotFound => ApiError::not_found(),
            StoreError::Conflict(name @ ("check" | "not_null" | "append_only")) => {
                ApiError::internal(format!("the database refused a row: {name}"))
            }
            StoreError::Conflict("foreign_key") => ApiError::field("", "not_found"),
            StoreError::Conflict(name) => ApiError::duplicate(name),
            StoreError::Stale => ApiError::new(Code::Stale),
            StoreError::Busy | StoreError::Unavailable => ApiError::not_ready(error),
            StoreError::Database(_) => ApiError::internal(error),
        }
    }
}
