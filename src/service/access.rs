//! Who looked, searched, carried away, or tried what was refused: events in a chain of each user's own. They hold what it was
//! about, never a value that was seen.

use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use uuid::Uuid;

use super::context::{Core, actor};
use super::error::{ApiError, ApiResult};
use super::record::{self, History, Recording};
use crate::domain::ids::{CaseId, OfficeId, UserId};
use crate::store::{Conn, Store, StoreError};

/// The kind of these chains.
pub const KIND: &str = "access";

/// An act that changes nothing and is recorded all the same.
#[derive(Debug, Clone)]
pub struct Access {
    /// `R-REFUSED`, `R-READ`, `R-SEARCH` or `R-EXPORT`.
    pub code: &'static str,
    /// What was done.
    pub action: &'static str,
    /// At which agency; where it was at none in particular, the user's own.
    pub office: Option<OfficeId>,
    /// In which case.
    pub case: Option<CaseId>,
    /// What it was about: identifiers, codes, counts; no personal data.
    pub about: Value,
}

/// The chain of a user's accesses: an identifier of its own, so that it is never taken for the user's.
pub fn chain_of(user: UserId) -> Uuid {
    let digest: [u8; 32] = Sha256::new().chain_update(KIND).chain_update(user.0.as_bytes()).finalize().into();
    let mut bytes = [0; 16];
    bytes.iter_mut().zip(digest).for_each(|(byte, from)| *byte = from);
    uuid::Builder::from_custom_bytes(bytes).into_uuid()
}

/// Records it in a transaction of its own. Two requests of one user may come at once: then the second waits its turn.
///
/// # Errors
/// The database's failure. Whoever reads is not answered before the reading is recorded.
pub fn note(store: &Store, core: &Core, user: UserId, access: &Access) -> ApiResult<()> {
    note_with(store, core, user, access, |_| Ok(()))
}

/// The same, with what else is kept of it in the same transaction.
///
/// # Errors
/// As [`note`].
pub fn note_with(
    store: &Store,
    core: &Core,
    user: UserId,
    access: &Access,
    beside: impl Fn(&mut Conn) -> ApiResult<()>,
) -> ApiResult<()> {
    const TURNS: usize = 20;
    for _ in 0..TURNS {
        match store.write(|conn| beside(conn).and_then(|()| write(conn, core, user, access))) {
            Err(error) if is_a_turn_lost(&error) => {}
            done => return done,
        }
    }
    Err(ApiError::not_ready(StoreError::Busy))
}

/// The same for a caller that is not in the database's thread.
///
/// # Errors
/// As [`note`].
pub async fn noted(core: &Core, user: UserId, access: Access) -> ApiResult<()> {
    let inner = core.clone();
    core.store.run(move |store| note(store, &inner, user, &access)).await
}

fn is_a_turn_lost(error: &ApiError) -> bool {
    error.params.iter().any(|(_, value)| value == "events_sequence")
}

fn write(conn: &mut Conn, core: &Core, user: UserId, access: &Access) -> ApiResult<()> {
    let (on, now) = (core.clock.today(), core.clock.now());
    let actor = actor(conn, user)?;
    let office = access.office.or_else(|| actor.grants.first().map(|grant| grant.office));
    let at = Recording { law: &core.law, actor: &actor, on, now };
    let history = History {
        aggregate: KIND.into(),
        id: chain_of(user),
        case: access.case,
        office: office.ok_or_else(ApiError::forbidden)?,
        code: access.code,
        action: access.action,
    };
    record::append(conn, &at, &history, None, json!([]), access.about.clone(), Value::Null)?;
    Ok(())
}
