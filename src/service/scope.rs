//! What a user may see: from the roles valid today. An officer sees the cases assigned to them, a chief officer those of the
//! division, everybody else those of the office; an auditor sees everything. Everything else does not exist for them.

use chrono::NaiveDate;

use super::error::{ApiError, ApiResult};
use crate::domain::actor::{Actor, Role, RoleGrant};
use crate::domain::ids::OfficeId;
use crate::store::{Scope, StoreError};

/// The widest scopes first; empty when the user may see no case at all.
pub fn scopes(actor: &Actor, on: NaiveDate) -> Vec<Scope> {
    let mut scopes: Vec<Scope> = Vec::new();
    let mut valid: Vec<&RoleGrant> = actor.grants.iter().filter(|grant| grant.holds(on)).collect();
    valid.sort_by_key(|grant| breadth(grant.role));
    for grant in valid {
        let scope = match grant.role {
            Role::Auditor => Scope::default(),
            Role::EnforcementOfficer => {
                Scope { office: Some(grant.office), division: None, officer: Some(actor.user) }
            }
            Role::ChiefOfficer => {
                Scope { office: Some(grant.office), division: grant.division, officer: None }
            }
            Role::Admin => continue,
            _ => Scope { office: Some(grant.office), division: grant.division, officer: None },
        };
        if !scopes.contains(&scope) {
            scopes.push(scope);
        }
    }
    scopes
}

fn breadth(role: Role) -> u8 {
    match role {
        Role::Auditor => 0,
        Role::EnforcementOfficer => 3,
        Role::ChiefOfficer => 2,
        _ => 1,
    }
}

/// The scope for a list: the widest one, or the widest at the office asked for.
///
/// # Errors
/// 403 when the user may see no case, or none of that office.
pub fn for_list(actor: &Actor, on: NaiveDate, office: Option<OfficeId>) -> ApiResult<Scope> {
    let found = scopes(actor, on).into_iter().find(|scope| match (office, scope.office) {
        (Some(asked), Some(own)) => asked == own,
        _ => true,
    });
    let mut scope = found.ok_or_else(ApiError::forbidden)?;
    scope.office = scope.office.or(office);
    Ok(scope)
}

/// One thing by its identifier, in whichever of the user's scopes it lies. 404 when in none: whether it exists elsewhere is not
/// theirs to know.
///
/// # Errors
/// 404, or the database's failure.
pub fn find<T>(
    actor: &Actor,
    on: NaiveDate,
    mut get: impl FnMut(&Scope) -> Result<T, StoreError>,
) -> ApiResult<T> {
    for scope in scopes(actor, on) {
        match get(&scope) {
            Err(StoreError::NotFound) => {}
            other => return Ok(other?),
        }
    }
    Err(ApiError::not_found())
}

/// The scope of registers (judgments, requests): the office, for everyone who works there.
pub fn office_wide(scope: &Scope) -> Scope {
    Scope { office: scope.office, division: None, officer: None }
}
