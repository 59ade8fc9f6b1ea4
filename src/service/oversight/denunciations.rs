//! Denunciations: the register's entry (DN-01), the denouncers kept apart, and who looked (L106 108.2.b). Whoever may not see one
//! gets 404, like somebody of another office.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::ToSchema;
use uuid::Uuid;
use validator::Validate;

use super::super::past;
use super::{over_on, refused};
use crate::domain::actor::Role;
use crate::domain::case::Case;
use crate::domain::ids::{MatterId, OfficeId, UserId};
use crate::domain::lifecycle::oversight::denunciation::{
    DenunciationAction, DenunciationFacts, DenunciationLifecycle, DenunciationReceived, Earlier,
    NewDenunciation, receive,
};
use crate::domain::lifecycle::plan::Plan;
use crate::domain::matter::Matter;
use crate::domain::oversight::denunciation::{Denunciation, DenunciationState};
use crate::domain::refusal;
use crate::service::acts::{Asked, Board};
use crate::service::cases::EventView;
use crate::service::context::{Core, actor};
use crate::service::convert::{text, value};
use crate::service::error::{ApiError, ApiResult};
use crate::service::idempotency::{Answer, Once};
use crate::service::matters::{self, Entering};
use crate::store::{self, AnyId, At, Conn, IfFound, Scope, cases, denouncers, users};

impl Board for DenunciationLifecycle {
    fn load(conn: &mut Conn, asked: &Asked<'_, DenunciationAction>) -> ApiResult<DenunciationFacts> {
        let denunciation: Denunciation = matters::find(conn, asked.actor, asked.today, MatterId(asked.id))?;
        let office = denunciation.head.office;
        let over_on = match denunciation.head.case {
            Some(id) => over_on(&value::<Case>(&cases::get(conn, &Scope::office(office), id)?.doc)?),
            None => None,
        };
        let (named_works_here, named_is_head) = match asked.action.and_then(DenunciationAction::user) {
            Some(user) => place_of(conn, user, office, asked.on)?,
            None => (false, false),
        };
        Ok(DenunciationFacts { denunciation, over_on, named_works_here, named_is_head })
    }

    fn version(facts: &DenunciationFacts) -> i64 {
        facts.denunciation.head.version
    }

    fn parse(name: &str, body: Value) -> Option<Result<DenunciationAction, Vec<refusal::FieldError>>> {
        DenunciationAction::parse(name, body)
    }

    fn names() -> &'static [(&'static str, &'static str)] {
        DenunciationAction::NAMES
    }
}

/// Whether a user works at the office on a day, and as its head.
fn place_of(conn: &mut Conn, user: UserId, office: OfficeId, on: NaiveDate) -> ApiResult<(bool, bool)> {
    let valid = |from: NaiveDate, to: Option<NaiveDate>| from <= on && to.is_none_or(|to| on <= to);
    let held = users::grants(conn, user)?;
    let mut here = held
        .iter()
        .map(|(_, grant)| grant)
        .filter(|grant| grant.office == office && valid(grant.from, grant.to));
    let roles: Vec<Role> = here.by_ref().map(|grant| grant.role).collect();
    let works = roles.iter().any(|role| !matches!(role, Role::System | Role::Integrator | Role::Prosecutor));
    Ok((works, roles.contains(&Role::Head)))
}

/// One who denounces: personal data, shown to those on the access list only.
#[derive(Clone, Serialize, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct DenouncerIdentity {
    /// Name.
    #[validate(length(min = 1, max = 300))]
    pub name: String,
    /// Address.
    #[validate(length(max = 500))]
    pub address: Option<String>,
    /// Telephone or e-mail.
    #[validate(length(max = 200))]
    pub contact: Option<String>,
    /// Asks that the identity stay secret.
    pub secret: bool,
}

/// A denunciation with those who make it.
#[derive(Clone, Serialize, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct DenunciationEntry {
    /// What is denounced.
    #[validate(nested)]
    pub denunciation: NewDenunciation,
    /// Who denounces; kept apart.
    #[validate(nested, length(min = 1, max = 100))]
    pub denouncers: Vec<DenouncerIdentity>,
}

/// DN-01: enters a denunciation.
///
/// # Errors
/// 403 for anybody but the clerk, 404 for a case that is not theirs to know of, 422 with the wrong fields.
pub async fn enter(core: &Core, once: Once, new: DenunciationEntry) -> ApiResult<Answer> {
    let people = new.denouncers;
    let make = move |conn: &mut Conn, entering: &Entering<'_>| make(conn, entering, &new.denunciation);
    let keep = move |conn: &mut Conn, made: &Denunciation| keep(conn, made.head().id, &people);
    matters::enter_and(core, once, "denunciations", make, keep).await
}

fn keep(conn: &mut Conn, matter: MatterId, people: &[DenouncerIdentity]) -> ApiResult<()> {
    for person in people {
        let row = denouncers::Denouncer { id: AnyId(Uuid::now_v7()), matter_id: matter, doc: text(person)? };
        denouncers::insert(conn, &row)?;
    }
    Ok(())
}

fn make(conn: &mut Conn, entering: &Entering<'_>, new: &NewDenunciation) -> ApiResult<(Denunciation, Plan)> {
    if !entering.actor.has(Role::IntakeClerk, new.office, None, entering.today) {
        return Err(ApiError::forbidden());
    }
    if let Some(id) = new.case {
        let case = crate::service::cases::find(conn, entering.actor, entering.today, id)?;
        if case.office != new.office {
            return Err(ApiError::field("/denunciation/case", "contradicts"));
        }
    }
    let denounced_works_here = match new.denounced_user {
        Some(user) => place_of(conn, user, new.office, entering.today)?.0,
        None => false,
    };
    let earlier = match new.repeats {
        Some(id) => earlier(conn, new.office, id)?,
        None => None,
    };
    let facts = DenunciationReceived {
        clerk: entering.actor.user,
        earlier,
        denounced_works_here,
        today: entering.today,
    };
    receive(new, entering.id, &facts).map_err(|reason| {
        let mut error = refused(reason, entering, new.received_on);
        for field in &mut error.errors {
            field.pointer = format!("/denunciation{}", field.pointer);
        }
        error
    })
}

/// The denunciation that is repeated: what is needed of it, and no more.
fn earlier(conn: &mut Conn, office: OfficeId, id: MatterId) -> ApiResult<Option<Earlier>> {
    let found = store::matters::get(conn, &Scope::office(office), Denunciation::KIND, id).if_found()?;
    let Some(row) = found else { return Ok(None) };
    let known: Denunciation = value(&row.doc)?;
    let concluded = u32::from(known.state == DenunciationState::Concluded);
    Ok(Some(Earlier {
        concluded: known.concluded_before.saturating_add(concluded),
        concluded_on: known.result.map(|result| result.on),
    }))
}

/// Finds one that the user may see and records that it was looked at; of what, not what it says.
fn look(conn: &mut Conn, core: &Core, user: UserId, id: MatterId, what: &str) -> ApiResult<Denunciation> {
    let actor = actor(conn, user)?;
    let found: Denunciation = matters::find(conn, &actor, core.clock.today(), id)?;
    let read = denouncers::Read {
        id: AnyId(Uuid::now_v7()),
        matter_id: id,
        user_id: user,
        what: what.to_owned(),
        at: At::from(core.clock.now()),
    };
    denouncers::note_read(conn, &read)?;
    log::info!("{what} of denunciation {id} read by {user}");
    Ok(found)
}

/// A denunciation, now or as it was known at an instant; that it was read is recorded.
///
/// # Errors
/// 404 when it is not the user's to know of.
pub async fn get(
    core: &Core,
    user: UserId,
    id: MatterId,
    as_of: Option<chrono::DateTime<chrono::Utc>>,
) -> ApiResult<Denunciation> {
    let (inner, at) = (core.clone(), past::instant(core, as_of)?);
    core.store
        .run_write(move |conn| {
            let found = look(conn, &inner, user, id, "content")?;
            at.map_or(Ok(found), |at| past::state(conn, id.0, at))
        })
        .await
}

/// Who denounces; that it was read is recorded.
///
/// # Errors
/// 404 when the denunciation is not the user's to know of.
pub async fn denouncers(core: &Core, user: UserId, id: MatterId) -> ApiResult<Vec<DenouncerIdentity>> {
    let inner = core.clone();
    core.store
        .run_write(move |conn| {
            look(conn, &inner, user, id, "denouncers")?;
            denouncers::of(conn, id, store::MAX_ROWS)?.iter().map(|row| value(&row.doc)).collect()
        })
        .await
}

/// The history; that it was read is recorded.
///
/// # Errors
/// 404 when the denunciation is not the user's to know of.
pub async fn history(
    core: &Core,
    user: UserId,
    id: MatterId,
    after_seq: i64,
    limit: i64,
) -> ApiResult<Vec<EventView>> {
    let inner = core.clone();
    core.store
        .run_write(move |conn| {
            look(conn, &inner, user, id, "history")?;
            matters::events_of(conn, id, after_seq, limit)
        })
        .await
}

/// That somebody looked at a denunciation.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ReadView {
    /// Its identifier.
    pub id: Uuid,
    /// Who.
    pub user: UserId,
    /// What of it: `content`, `denouncers`, `history`.
    pub what: String,
    /// When.
    pub at: chrono::DateTime<chrono::Utc>,
}

/// Who looked, oldest first.
///
/// # Errors
/// 404 when the denunciation is not the user's to know of.
pub async fn reads(
    core: &Core,
    user: UserId,
    id: MatterId,
    after: Option<Uuid>,
    limit: i64,
) -> ApiResult<Vec<ReadView>> {
    let clock = core.clock.clone();
    core.store
        .run_read(move |conn| {
            let actor = actor(conn, user)?;
            let _: Denunciation = matters::find(conn, &actor, clock.today(), id)?;
            let rows = denouncers::reads(conn, id, after.map(AnyId), limit)?;
            let view = |row: denouncers::Read| ReadView {
                id: row.id.0,
                user: row.user_id,
                what: row.what,
                at: row.at.into(),
            };
            Ok(rows.into_iter().map(view).collect())
        })
        .await
}
