//! Signing in, refreshing, signing out. A sign-in is a family of refresh tokens of which one is valid; an old one that comes
//! back was stolen or copied, and ends the family. Hashing a password takes long on purpose, so it happens with no
//! connection held: signing in is the one use case with more than one blocking hop.

use std::sync::Arc;

use chrono::{DateTime, TimeDelta, Utc};
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;
use uuid::Uuid;

use super::context::Core;
use super::error::{ApiError, ApiResult, Code};
use super::password;
use super::token::{Bearer, Tokens};
use crate::domain::ids::UserId;
use crate::store::tokens::RefreshToken;
use crate::store::{Conn, StoreError, tokens, users};

/// What a sign-in gives.
#[derive(Debug, Clone)]
pub struct SignedIn {
    /// The access token.
    pub access: String,
    /// Seconds that it lives.
    pub expires_in: i64,
    /// The refresh token: good once.
    pub refresh: String,
    /// When the sign-in ends.
    pub ends_at: DateTime<Utc>,
}

/// Signs tokens and knows a hash that fits no password, so that an unknown login takes as long as a wrong password.
pub struct Keys {
    /// The access tokens.
    pub tokens: Tokens,
    nobody: Arc<str>,
    digests: Hmac<Sha256>,
}

impl Keys {
    /// With this secret.
    ///
    /// # Errors
    /// When the machine gives no randomness.
    pub fn new(secret: &[u8], access_minutes: u32) -> ApiResult<Self> {
        let nobody = password::hash(&password::fresh_token())?.into();
        let digests = Hmac::new_from_slice(secret).map_err(ApiError::internal)?;
        Ok(Keys { tokens: Tokens::new(secret, access_minutes), nobody, digests })
    }

    /// The digest of a request. It is kept beside the idempotency key, and a request may hold a password, so it is keyed:
    /// nobody can try passwords against it.
    pub fn digest(&self, parts: &[&[u8]]) -> String {
        let mut mac = self.digests.clone();
        for part in parts {
            mac.update(part);
        }
        mac.finalize().into_bytes().iter().map(|byte| format!("{byte:02x}")).collect()
    }
}

/// Signs somebody in by login and password.
///
/// # Errors
/// 401, the same for an unknown login, a wrong password and a user who is no longer active.
pub async fn sign_in(core: &Core, keys: &Keys, login: String, password: String) -> ApiResult<SignedIn> {
    let found = core.store.run_read_one(move |conn| users::find_by_login(conn, &login)).await?;
    let hash = found.as_ref().map_or_else(|| keys.nobody.to_string(), |user| user.password_hash.clone());
    let fits = tokio::task::spawn_blocking(move || password::fits(&password, &hash)).await;
    let fits = fits.map_err(ApiError::internal)?;
    let user = found.filter(|user| user.active && fits).ok_or_else(|| ApiError::new(Code::SignInFailed))?.id;

    let now = core.clock.now();
    let ends_at = now + TimeDelta::hours(i64::from(core.settings.auth.refresh_hours));
    let family = Uuid::now_v7();
    let refresh = core.store.run_write(move |conn| hand_out(conn, user, family, now, ends_at)).await?;
    answer(keys, Bearer { user, session: family }, refresh, now, ends_at)
}

/// Exchanges a refresh token for the next pair.
///
/// # Errors
/// 401 for one that is unknown, expired, withdrawn or used before; the last ends the sign-in.
pub async fn refresh(core: &Core, keys: &Keys, token: &str) -> ApiResult<SignedIn> {
    let hash = password::digest(token.as_bytes());
    let now = core.clock.now();
    let next = core.store.run_write(move |conn| exchange(conn, &hash, now)).await?;
    let (old, refresh) = next.ok_or_else(|| ApiError::new(Code::InvalidToken))?;
    let bearer = Bearer { user: old.user_id, session: old.family_id.0 };
    answer(keys, bearer, refresh, now, old.expires_at.utc())
}

/// Ends a sign-in. The access token lives on for its few minutes.
///
/// # Errors
/// When the database fails.
pub async fn sign_out(core: &Core, session: Uuid) -> ApiResult<()> {
    let now = core.clock.now();
    core.store
        .run_write(move |conn| Ok(tokens::revoke_family(conn, session.into(), crate::store::At::from(now))?))
        .await
}

fn answer(
    keys: &Keys,
    bearer: Bearer,
    refresh: String,
    now: DateTime<Utc>,
    ends_at: DateTime<Utc>,
) -> ApiResult<SignedIn> {
    let access = keys.tokens.sign(bearer, now).map_err(ApiError::internal)?;
    Ok(SignedIn { access, expires_in: keys.tokens.lifetime_seconds(), refresh, ends_at })
}

fn hand_out(
    conn: &mut Conn,
    user: UserId,
    family: Uuid,
    now: DateTime<Utc>,
    ends_at: DateTime<Utc>,
) -> ApiResult<String> {
    let token = password::fresh_token();
    let row = RefreshToken {
        id: Uuid::now_v7().into(),
        token_hash: password::digest(token.as_bytes()),
        family_id: family.into(),
        user_id: user,
        issued_at: now.into(),
        expires_at: ends_at.into(),
        used_at: None,
        revoked_at: None,
    };
    tokens::insert(conn, &row)?;
    Ok(token)
}

/// `None` is a refusal whose consequences (a family ended) must be kept, so it is not an error of the transaction.
fn exchange(conn: &mut Conn, hash: &str, now: DateTime<Utc>) -> ApiResult<Option<(RefreshToken, String)>> {
    let Some(old) = tokens::find_by_hash(conn, hash)? else { return Ok(None) };
    if old.revoked_at.is_some() || old.expires_at.utc() <= now {
        return Ok(None);
    }
    let first_use = old.used_at.is_none()
        && match tokens::mark_used(conn, old.id, crate::store::At::from(now)) {
            Ok(()) => true,
            Err(StoreError::Stale) => false,
            Err(error) => return Err(error.into()),
        };
    let is_active = users::find(conn, old.user_id)?.is_some_and(|user| user.active);
    if !first_use || !is_active {
        tokens::revoke_family(conn, old.family_id, crate::store::At::from(now))?;
        return Ok(None);
    }
    let next = hand_out(conn, old.user_id, old.family_id.0, now, old.expires_at.utc())?;
    Ok(Some((old, next)))
}
