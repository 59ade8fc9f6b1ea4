//! Users, the roles granted to them and the powers delegated to them. It does not judge whether they are valid on a day.

use chrono::NaiveDate;
use diesel::prelude::*;

use super::rows::{bounded, changed_one, on_engine};
use super::schema::{delegations, role_grants, users};
use super::{AnyId, At, Conn, StoreError};
use crate::domain::actor::{Actor, Delegation, RoleGrant};
use crate::domain::document::DocumentKind;
use crate::domain::ids::{DelegationId, OfficeId, UserId};

/// Someone who signs in.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable, Insertable)]
#[diesel(table_name = users, treat_none_as_default_value = false)]
pub struct User {
    /// Identifier.
    pub id: UserId,
    /// Name at sign-in, unique.
    pub login: String,
    /// Name for people.
    pub display_name: String,
    /// The digest, with its parameters and salt.
    pub password_hash: String,
    /// May sign in.
    pub active: bool,
    /// When added.
    pub created_at: At,
}

/// Adds a user.
pub fn insert(conn: &mut Conn, user: &User) -> Result<(), StoreError> {
    diesel::insert_into(users::table).values(user).execute(conn)?;
    Ok(())
}

/// Adds a user unless there is one with this login; many may do so at once.
pub fn ensure(conn: &mut Conn, user: &User) -> Result<(), StoreError> {
    on_engine!(conn, inner => diesel::insert_into(users::table)
        .values(user)
        .on_conflict_do_nothing()
        .execute(inner))?;
    Ok(())
}

/// A user, whom nobody else changes or holds until the transaction ends.
pub fn hold(conn: &mut Conn, id: UserId) -> Result<(), StoreError> {
    if let Conn::Pg(conn) = conn {
        users::table.find(id).select(users::id).for_no_key_update().first::<UserId>(conn)?;
    }
    Ok(())
}

/// One user.
pub fn find(conn: &mut Conn, id: UserId) -> Result<Option<User>, StoreError> {
    Ok(users::table.find(id).select(User::as_select()).first(conn).optional()?)
}

/// One user by the name at sign-in.
pub fn find_by_login(conn: &mut Conn, login: &str) -> Result<Option<User>, StoreError> {
    let query = users::table.filter(users::login.eq(login));
    Ok(query.select(User::as_select()).first(conn).optional()?)
}

/// Users, by key; those with a role at an office, where one is named.
pub fn list(
    conn: &mut Conn,
    office: Option<OfficeId>,
    after: Option<UserId>,
    limit: i64,
) -> Result<Vec<User>, StoreError> {
    let mut query = users::table.select(User::as_select()).into_boxed();
    if let Some(office) = office {
        let there = role_grants::table.filter(role_grants::office_id.eq(office)).select(role_grants::user_id);
        query = query.filter(users::id.eq_any(there));
    }
    if let Some(after) = after {
        query = query.filter(users::id.gt(after));
    }
    Ok(query.order(users::id).limit(bounded(limit)).load(conn)?)
}

/// Lets a user sign in, or no longer.
pub fn set_active(conn: &mut Conn, id: UserId, active: bool) -> Result<(), StoreError> {
    changed_one(diesel::update(users::table.find(id)).set(users::active.eq(active)).execute(conn)?)
}

/// Replaces the password's digest.
pub fn set_password(conn: &mut Conn, id: UserId, password_hash: &str) -> Result<(), StoreError> {
    let change = users::password_hash.eq(password_hash);
    changed_one(diesel::update(users::table.find(id)).set(change).execute(conn)?)
}

#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = role_grants, treat_none_as_default_value = false)]
struct GrantRow {
    id: AnyId,
    user_id: UserId,
    office_id: OfficeId,
    division_id: Option<OfficeId>,
    role: String,
    from_on: NaiveDate,
    to_on: Option<NaiveDate>,
}

/// Grants a role.
pub fn insert_grant(
    conn: &mut Conn,
    id: impl Into<AnyId>,
    user: UserId,
    grant: &RoleGrant,
) -> Result<(), StoreError> {
    let row = GrantRow {
        id: id.into(),
        user_id: user,
        office_id: grant.office,
        division_id: grant.division,
        role: grant.role.to_string(),
        from_on: grant.from,
        to_on: grant.to,
    };
    diesel::insert_into(role_grants::table).values(&row).execute(conn)?;
    Ok(())
}

/// The roles of a user, past, present and future, each with its identifier.
pub fn grants(conn: &mut Conn, user: UserId) -> Result<Vec<(AnyId, RoleGrant)>, StoreError> {
    let query = role_grants::table.filter(role_grants::user_id.eq(user)).order(role_grants::id);
    let rows = query.select(GrantRow::as_select()).limit(bounded(i64::MAX)).load(conn)?;
    rows.into_iter()
        .map(|row| {
            let role = row.role.parse().map_err(unreadable)?;
            let (office, division) = (row.office_id, row.division_id);
            Ok((row.id, RoleGrant { office, division, role, from: row.from_on, to: row.to_on }))
        })
        .collect()
}

/// Sets the last day of a role.
pub fn end_grant(conn: &mut Conn, id: impl Into<AnyId>, to: NaiveDate) -> Result<(), StoreError> {
    let grant = role_grants::table.find(id.into());
    changed_one(diesel::update(grant).set(role_grants::to_on.eq(to)).execute(conn)?)
}

#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = delegations, treat_none_as_default_value = false)]
struct DelegationRow {
    id: DelegationId,
    office_id: OfficeId,
    delegator_id: UserId,
    delegate_id: UserId,
    documents: String,
    division_id: Option<OfficeId>,
    from_on: NaiveDate,
    to_on: NaiveDate,
    basis: String,
    revoked_on: Option<NaiveDate>,
    created_at: At,
}

impl DelegationRow {
    fn delegation(self) -> Result<Delegation, StoreError> {
        let documents: Vec<DocumentKind> = serde_json::from_str(&self.documents).map_err(unreadable)?;
        Ok(Delegation {
            id: self.id,
            office: self.office_id,
            delegator: self.delegator_id,
            delegate: self.delegate_id,
            documents,
            division: self.division_id,
            from: self.from_on,
            to: self.to_on,
            basis: self.basis,
            revoked_on: self.revoked_on,
        })
    }
}

/// Records a written delegation.
pub fn insert_delegation(
    conn: &mut Conn,
    delegation: &Delegation,
    at: impl Into<At>,
) -> Result<(), StoreError> {
    let row = DelegationRow {
        id: delegation.id,
        office_id: delegation.office,
        delegator_id: delegation.delegator,
        delegate_id: delegation.delegate,
        documents: serde_json::to_string(&delegation.documents).map_err(unreadable)?,
        division_id: delegation.division,
        from_on: delegation.from,
        to_on: delegation.to,
        basis: delegation.basis.clone(),
        revoked_on: delegation.revoked_on,
        created_at: at.into(),
    };
    diesel::insert_into(delegations::table).values(&row).execute(conn)?;
    Ok(())
}

/// One delegation.
pub fn find_delegation(conn: &mut Conn, id: DelegationId) -> Result<Option<Delegation>, StoreError> {
    let row = delegations::table.find(id).select(DelegationRow::as_select()).first(conn).optional()?;
    row.map(DelegationRow::delegation).transpose()
}

/// The delegations to a user.
pub fn delegations(conn: &mut Conn, delegate: UserId) -> Result<Vec<Delegation>, StoreError> {
    let query = delegations::table.filter(delegations::delegate_id.eq(delegate)).order(delegations::id);
    let rows = query.select(DelegationRow::as_select()).limit(bounded(i64::MAX)).load(conn)?;
    rows.into_iter().map(DelegationRow::delegation).collect()
}

/// The delegations of an agency, by key.
pub fn delegations_of(
    conn: &mut Conn,
    office: OfficeId,
    after: Option<DelegationId>,
    limit: i64,
) -> Result<Vec<Delegation>, StoreError> {
    let mut query = delegations::table.select(DelegationRow::as_select()).into_boxed();
    query = query.filter(delegations::office_id.eq(office));
    if let Some(after) = after {
        query = query.filter(delegations::id.gt(after));
    }
    let rows: Vec<DelegationRow> = query.order(delegations::id).limit(bounded(limit)).load(conn)?;
    rows.into_iter().map(DelegationRow::delegation).collect()
}

/// Withdraws a delegation from a day on. One that is withdrawn stays so: [`StoreError::Stale`].
pub fn revoke(conn: &mut Conn, id: DelegationId, on: NaiveDate) -> Result<(), StoreError> {
    let live = delegations::table.find(id).filter(delegations::revoked_on.is_null());
    changed_one(diesel::update(live).set(delegations::revoked_on.eq(on)).execute(conn)?)
}

/// A user with everything on record that bears on what they may do.
pub fn actor(conn: &mut Conn, user: UserId) -> Result<Actor, StoreError> {
    let grants = grants(conn, user)?.into_iter().map(|(_, grant)| grant).collect();
    let delegations = delegations(conn, user)?;
    Ok(Actor { user, grants, delegations })
}

fn unreadable(_: impl std::error::Error) -> StoreError {
    StoreError::Database("a role or a list of documents that this version does not know".to_owned())
}
