//! People and their roles: who sees them, who adds them, who grants. A password is hashed before the transaction begins.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;
use validator::{Validate, ValidationError};

use super::context::{Core, actor, anywhere, works_at};
use super::error::{ApiError, ApiResult, FieldError};
use super::idempotency::{Answer, Once, idempotent};
use super::password;
use crate::domain::actor::{Actor, Delegation, Role, RoleGrant};
use crate::domain::ids::{OfficeId, UserId};
use crate::store::{At, Conn, offices, users};

/// Someone who signs in, as colleagues see them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct User {
    /// Identifier.
    pub id: UserId,
    /// Name at sign-in.
    #[schema(example = "an.nguyen")]
    pub login: String,
    /// Name for people.
    #[schema(example = "Nguyễn Văn An")]
    pub display_name: String,
    /// May sign in.
    pub active: bool,
}

/// A role with its identifier.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Grant {
    /// Identifier.
    pub id: Uuid,
    /// The role, where and from when to when.
    #[serde(flatten)]
    pub grant: RoleGrant,
}

/// A user with everything on record that bears on what they may do.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct UserDetail {
    /// The user.
    #[serde(flatten)]
    pub user: User,
    /// Roles, past, present and future.
    pub grants: Vec<Grant>,
    /// Written delegations to the user.
    pub delegations: Vec<Delegation>,
}

/// A new user.
#[derive(Clone, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"login": "an.nguyen", "display_name": "Nguyễn Văn An", "password": "at least twelve characters",
    "grants": [{"office": "0197c0de-0000-7000-8000-000000000001", "division": null, "role": "enforcement_officer",
        "from": "2026-07-01", "to": null}]}))]
pub struct NewUser {
    /// Name at sign-in: a–z, 0–9, dot, hyphen, underscore.
    #[validate(length(min = 3, max = 64), custom(function = "is_login"))]
    pub login: String,
    /// Name for people.
    #[validate(length(min = 1, max = 200))]
    pub display_name: String,
    /// At least 12 characters.
    #[validate(custom(function = "is_password"))]
    #[schema(min_length = 12, max_length = 200, write_only)]
    pub password: String,
    /// The first roles.
    #[serde(default)]
    #[validate(length(max = 20))]
    pub grants: Vec<RoleGrant>,
}

/// A role to grant.
#[derive(Debug, Clone, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"office": "0197c0de-0000-7000-8000-000000000001", "division": null,
    "role": "enforcement_officer", "from": "2026-07-01", "to": null}))]
pub struct NewGrant {
    /// The agency.
    pub office: OfficeId,
    /// The division, where the role is limited to one.
    pub division: Option<OfficeId>,
    /// The role.
    pub role: Role,
    /// First day.
    pub from: NaiveDate,
    /// Last day; open when absent.
    pub to: Option<NaiveDate>,
}

/// The last day of a role.
#[derive(Debug, Clone, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"to": "2026-12-31"}))]
pub struct GrantEnd {
    /// The last day.
    pub to: NaiveDate,
}

/// A login is plain, so that it reads the same everywhere.
fn is_login(login: &str) -> Result<(), ValidationError> {
    let plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || b"._-".contains(&byte);
    if login.bytes().all(plain) { Ok(()) } else { Err(ValidationError::new("login")) }
}

/// Long rather than intricate (NIST SP 800-63B, 5.1.1.2).
fn is_password(text: &str) -> Result<(), ValidationError> {
    let (least, most) = (password::MIN_PASSWORD, password::MAX_PASSWORD);
    if (least..=most).contains(&text.chars().count()) {
        return Ok(());
    }
    let mut error = ValidationError::new("password_length");
    error.add_param("min".into(), &least);
    error.add_param("max".into(), &most);
    Err(error)
}

impl From<users::User> for User {
    fn from(row: users::User) -> Self {
        User { id: row.id, login: row.login, display_name: row.display_name, active: row.active }
    }
}

/// Users by key: of one office for those who work there, of all for administrators and auditors.
///
/// # Errors
/// 403 for others.
pub async fn list(
    core: &Core,
    user: UserId,
    office: Option<OfficeId>,
    after: Option<UserId>,
    limit: i64,
) -> ApiResult<Vec<User>> {
    let today = core.clock.today();
    core.store
        .run_read(move |conn| {
            let actor = actor(conn, user)?;
            let colleague = office.is_some_and(|office| works_at(&actor, office, today));
            if !colleague && !sees_all(&actor, today) {
                return Err(ApiError::forbidden());
            }
            Ok(users::list(conn, office, after, limit)?.into_iter().map(User::from).collect())
        })
        .await
}

/// One user: oneself, a colleague of an office, or anybody for administrators and auditors.
///
/// # Errors
/// 404 when there is none, or none to know of.
pub async fn get(core: &Core, user: UserId, id: UserId) -> ApiResult<UserDetail> {
    let today = core.clock.today();
    core.store
        .run_read(move |conn| {
            let actor = actor(conn, user)?;
            let found = detail(conn, id)?;
            let colleague = found.grants.iter().any(|one| works_at(&actor, one.grant.office, today));
            let known = user == id || colleague || sees_all(&actor, today);
            if known { Ok(found) } else { Err(ApiError::not_found()) }
        })
        .await
}

/// Adds a user with first roles. For administrators.
///
/// # Errors
/// 403 for others, 409 for a login that exists, 422 for an office that is not there.
pub async fn add(core: &Core, once: Once, new: NewUser) -> ApiResult<Answer> {
    let (now, today) = (core.clock.now(), core.clock.today());
    let plain = new.password.clone();
    let hashed =
        tokio::task::spawn_blocking(move || password::hash(&plain)).await.map_err(ApiError::internal)??;
    core.store
        .run_write(move |conn| {
            administrator(conn, once.user, today)?;
            idempotent(conn, &once, now, |conn| {
                let added = insert(conn, &new, hashed, now.into())?;
                Answer::created(format!("/api/v1/users/{}", added.user.id), &added)
            })
        })
        .await
}

/// Writes a new user; also used where the first one is made.
///
/// # Errors
/// As [`add`].
pub fn insert(conn: &mut Conn, new: &NewUser, password_hash: String, at: At) -> ApiResult<UserDetail> {
    if users::find_by_login(conn, &new.login)?.is_some() {
        return Err(ApiError::duplicate("login"));
    }
    let row = users::User {
        id: UserId(Uuid::now_v7()),
        login: new.login.clone(),
        display_name: new.display_name.clone(),
        password_hash,
        active: true,
        created_at: at,
    };
    users::insert(conn, &row)?;
    for (index, grant) in new.grants.iter().enumerate() {
        insert_grant(conn, row.id, grant, &format!("/grants/{index}"))?;
    }
    detail(conn, row.id)
}

/// Grants a role. For administrators.
///
/// # Errors
/// 403 for others, 404 for a user who is not there, 422 for an office that is not there.
pub async fn grant(core: &Core, once: Once, id: UserId, new: NewGrant) -> ApiResult<Answer> {
    let (now, today) = (core.clock.now(), core.clock.today());
    core.store
        .run_write(move |conn| {
            administrator(conn, once.user, today)?;
            idempotent(conn, &once, now, |conn| {
                users::find(conn, id)?.ok_or_else(ApiError::not_found)?;
                let NewGrant { office, division, role, from, to } = new;
                insert_grant(conn, id, &RoleGrant { office, division, role, from, to }, "")?;
                Answer::created(format!("/api/v1/users/{id}"), &detail(conn, id)?)
            })
        })
        .await
}

/// Sets the last day of a role. For administrators.
///
/// # Errors
/// 403 for others, 404 for a role that the user does not have, 422 for a day before the first.
pub async fn end_grant(core: &Core, once: Once, id: UserId, grant: Uuid, end: GrantEnd) -> ApiResult<Answer> {
    let (now, today) = (core.clock.now(), core.clock.today());
    core.store
        .run_write(move |conn| {
            administrator(conn, once.user, today)?;
            idempotent(conn, &once, now, |conn| {
                let found = users::grants(conn, id)?.into_iter().find(|(own, _)| own.0 == grant);
                let (own, held) = found.ok_or_else(ApiError::not_found)?;
                if end.to < held.from {
                    return Err(ApiError::field("/to", "period_order"));
                }
                users::end_grant(conn, own, end.to)?;
                Answer::ok(&detail(conn, id)?)
            })
        })
        .await
}

/// Lets a user sign in, or no longer. It counts at once. For administrators.
///
/// # Errors
/// 403 for others, 404 for a user who is not there.
pub async fn set_active(core: &Core, once: Once, id: UserId, active: bool) -> ApiResult<Answer> {
    let (now, today) = (core.clock.now(), core.clock.today());
    core.store
        .run_write(move |conn| {
            administrator(conn, once.user, today)?;
            idempotent(conn, &once, now, |conn| {
                users::find(conn, id)?.ok_or_else(ApiError::not_found)?;
                users::set_active(conn, id, active)?;
                Answer::ok(&detail(conn, id)?)
            })
        })
        .await
}

fn insert_grant(conn: &mut Conn, user: UserId, grant: &RoleGrant, at: &str) -> ApiResult<()> {
    let mut faults = Vec::new();
    if offices::find(conn, grant.office)?.is_none() {
        faults.push(FieldError::new(format!("{at}/office"), "not_found"));
    }
    if let Some(division) = grant.division {
        let found = offices::find(conn, division)?;
        if found.is_none_or(|found| found.parent_id != Some(grant.office)) {
            faults.push(FieldError::new(format!("{at}/division"), "contradicts"));
        }
    }
    if grant.to.is_some_and(|to| to < grant.from) {
        faults.push(FieldError::new(format!("{at}/to"), "period_order"));
    }
    if grant.role == Role::System {
        // The software's own role; nobody signs in with it.
        faults.push(FieldError::new(format!("{at}/role"), "not_in_list"));
    }
    if !faults.is_empty() {
        return Err(ApiError::invalid(faults));
    }
    Ok(users::insert_grant(conn, Uuid::now_v7(), user, grant)?)
}

fn detail(conn: &mut Conn, id: UserId) -> ApiResult<UserDetail> {
    let user = users::find(conn, id)?.ok_or_else(ApiError::not_found)?;
    let grants = users::grants(conn, id)?.into_iter().map(|(id, grant)| Grant { id: id.0, grant }).collect();
    Ok(UserDetail { user: user.into(), grants, delegations: users::delegations(conn, id)? })
}

fn sees_all(actor: &Actor, on: NaiveDate) -> bool {
    anywhere(actor, &[Role::Admin, Role::Auditor], on)
}

fn administrator(conn: &mut Conn, user: UserId, on: NaiveDate) -> ApiResult<()> {
    if anywhere(&actor(conn, user)?, &[Role::Admin], on) { Ok(()) } else { Err(ApiError::forbidden()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_login_is_plain_and_a_password_is_long() {
        assert!(is_login("an.nguyen-2_x").is_ok());
        for wrong in ["An", "án", "a b", "a@b"] {
            assert!(is_login(wrong).is_err(), "{wrong}");
        }
        assert!(is_password("mười hai ký ").is_ok());
        assert!(is_password("eleven char").is_err());
        assert!(is_password(&"x".repeat(201)).is_err());
    }
}
