//! "May I", "what if" and "do it" for every lifecycle: one way to load the facts, one way to decide, one way to record. What
//! differs between lifecycles is only where the facts come from ([`Board`]).

use chrono::NaiveDate;
use serde::Serialize;
use serde_json::{Value, json};
use utoipa::ToSchema;
use uuid::Uuid;

use super::access::{self, Access};
use super::context::{Core, actor};
use super::error::{ApiError, ApiResult, Code, FieldError};
use super::idempotency::{Answer, Once, idempotent};
use super::record::{self, Recording};
use super::refusals;
use crate::domain::actor::Actor;
use crate::domain::citation::Citation;
use crate::domain::event;
use crate::domain::ids::{OfficeId, UserId};
use crate::domain::lifecycle::{Context, IdSource, Lifecycle, Standing, Subject, decide, guard, standings};
use crate::domain::refusal::{self, Refusal};
use crate::domain::text::Lang;
use crate::store::{AnyId, At, Conn, Outcome, Store, refused};

/// Fresh identifiers, ordered in time.
pub struct Uuids;

impl IdSource for Uuids {
    fn next(&self) -> Uuid {
        Uuid::now_v7()
    }
}

/// A lifecycle's place in the database.
pub trait Board: Lifecycle + 'static {
    /// The facts, if the actor may know of the aggregate; for an action also what only that action looks at.
    ///
    /// # Errors
    /// 404, or the database's failure.
    fn load(conn: &mut Conn, asked: &Asked<'_, Self::Action>) -> ApiResult<Self::Facts>;
    /// The version of the aggregate.
    fn version(facts: &Self::Facts) -> i64;
    /// Reads an action's body.
    fn parse(name: &str, body: Value) -> Option<Result<Self::Action, Vec<refusal::FieldError>>>;
    /// The actions with the names of their bodies' schemas.
    fn names() -> &'static [(&'static str, &'static str)];
    /// What is done once the act is on record, and told in its answer; a repeated request does it again.
    ///
    /// # Errors
    /// What cannot be read. The act stands all the same.
    fn once_recorded(_core: &Core, _id: Uuid, answer: Answer) -> ApiResult<Answer> {
        Ok(answer)
    }
}

/// What is being asked for.
pub struct Asked<'a, A> {
    /// Who asks.
    pub actor: &'a Actor,
    /// The aggregate.
    pub id: Uuid,
    /// Today, for what the actor may see.
    pub today: NaiveDate,
    /// The day of the act.
    pub on: NaiveDate,
    /// The action, when one is to be decided.
    pub action: Option<&'a A>,
}

/// One action as `GET …/actions` shows it.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ActionStatus {
    /// Its name.
    pub action: &'static str,
    /// What it is called.
    pub label: String,
    /// The transition's code.
    pub code: &'static str,
    /// Whether it may be done now, by this user.
    pub allowed: bool,
    /// Who may do it.
    pub who: Vec<&'static str>,
    /// Its legal basis on that day.
    pub basis: Vec<Citation>,
    /// The name of its body's schema in the OpenAPI document.
    pub schema: &'static str,
    /// Everything that stands against it.
    pub unmet: Vec<refusals::UnmetView>,
}

/// The answer to `GET …/actions`.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ActionList {
    /// The state now.
    pub state: &'static str,
    /// The version to send as `If-Match`.
    pub version: i64,
    /// The day by whose law it was judged.
    pub effective_on: NaiveDate,
    /// Every action of the lifecycle.
    pub actions: Vec<ActionStatus>,
}

/// "May I": every action with what stands against it.
///
/// # Errors
/// 404 when the aggregate is not the user's to know of; 422 for a day in the future.
pub async fn actions<B: Board>(
    core: &Core,
    user: UserId,
    id: Uuid,
    on: Option<NaiveDate>,
    lang: Lang,
) -> ApiResult<ActionList> {
    let core = core.clone();
    let store = core.store.clone();
    store
        .run_read(move |conn| {
            let today = core.clock.today();
            let on = day(on, today)?;
            let actor = actor(conn, user)?;
            let facts = B::load(conn, &Asked { actor: &actor, id, today, on, action: None })?;
            let context = Context { law: &core.law, actor: &actor, on, now: core.clock.now(), ids: &Uuids };
            let view = refusals::Reader { law: &core.law, lang, on, lifecycle: B::NAME };
            let actions = standings::<B>(&facts, &context)
                .into_iter()
                .map(|one| status::<B>(one, &core, &view))
                .collect();
            Ok(ActionList { state: facts.state(), version: B::version(&facts), effective_on: on, actions })
        })
        .await
}

fn status<B: Board>(standing: Standing<B::Facts>, core: &Core, view: &refusals::Reader<'_>) -> ActionStatus {
    let row = standing.row;
    let schema = B::names().iter().find(|(name, _)| *name == row.action).map_or("", |(_, schema)| schema);
    ActionStatus {
        action: row.action,
        label: core.law.texts().label(&format!("action.{}", row.action), view.lang).to_owned(),
        code: row.code,
        allowed: standing.unmet.is_empty(),
        who: row.who.iter().map(|who| guard::name(*who)).collect(),
        basis: core.law.basis(row.code, view.on).to_vec(),
        schema,
        unmet: standing.unmet.iter().map(|unmet| view.unmet(unmet)).collect(),
    }
}

/// A command as it arrives.
pub struct Command {
    /// Who.
    pub user: UserId,
    /// On which aggregate.
    pub id: Uuid,
    /// The tagged body: `action`, `effective_on`, and the action's own fields.
    pub body: Value,
    /// The versions that the caller has seen; `None` only for the job loop and the demo loader, which act on what is there.
    pub seen: Option<Vec<i64>>,
    /// Only show what would happen.
    pub dry_run: bool,
    /// For safe repetition.
    pub once: Once,
    /// The reader's language.
    pub lang: Lang,
}

/// "Do it", or with `dry_run` "what if": the same code in the same transaction, rolled back in the end.
///
/// # Errors
/// 403 or 409 with every unmet guard, 412, 422 with every wrong field; then nothing is changed, and the attempt is on record.
pub async fn act<B: Board>(core: &Core, command: Command) -> ApiResult<Answer> {
    let core = core.clone();
    let store = core.store.clone();
    store.run(move |store| attempt::<B>(store, &core, &command)).await
}

/// The same without a network: for the job loop and the demo loader.
///
/// # Errors
/// As [`act`].
pub fn attempt<B: Board>(store: &Store, core: &Core, command: &Command) -> ApiResult<Answer> {
    let mut refusal: Option<Attempt> = None;
    let result = store.write_then(|conn| -> ApiResult<Outcome<Answer>> {
        if command.dry_run {
            return perform::<B>(conn, core, command, &mut refusal).map(Outcome::Rollback);
        }
        let once = &command.once;
        idempotent(conn, once, core.clock.now(), |conn| perform::<B>(conn, core, command, &mut refusal))
            .map(Outcome::Commit)
    });
    if let (Err(error), Some(refusal), false) = (&result, refusal, command.dry_run) {
        // The refused act was rolled back whole; that it was tried is written apart, and never instead of the answer.
        if let Err(lost) = note_refusal::<B>(store, core, command, &refusal, error) {
            log::error!("a refused attempt could not be recorded: {lost}");
        }
    }
    if command.dry_run { result } else { B::once_recorded(core, command.id, result?) }
}

struct Attempt {
    office: OfficeId,
    action: String,
    codes: Vec<String>,
}

fn perform<B: Board>(
    conn: &mut Conn,
    core: &Core,
    command: &Command,
    refusal: &mut Option<Attempt>,
) -> ApiResult<Answer> {
    let today = core.clock.today();
    let now = core.clock.now();
    let (name, on, body) = envelope(&command.body, today)?;
    let actor = actor(conn, command.user)?;
    let action = match B::parse(&name, body) {
        None => return Err(ApiError::field("/action", "not_in_list")),
        Some(Err(errors)) => return Err(ApiError::invalid(errors.into_iter().map(plain).collect())),
        Some(Ok(action)) => action,
    };
    let asked = Asked { actor: &actor, id: command.id, today, on, action: Some(&action) };
    let facts = B::load(conn, &asked)?;
    let version = B::version(&facts);
    if command.seen.as_ref().is_some_and(|seen| !seen.contains(&version)) {
        return Err(ApiError::stale(version));
    }
    let context = Context { law: &core.law, actor: &actor, on, now, ids: &Uuids };
    let plan = decide::<B>(&facts, &action, &context).map_err(|reason| {
        *refusal = Some(Attempt { office: facts.office(), action: name.clone(), codes: codes(&reason) });
        refused_as(reason, &refusals::Reader { law: &core.law, lang: command.lang, on, lifecycle: B::NAME })
    })?;
    let at = Recording { law: &core.law, actor: &actor, on, now };
    let recorded = record::write(conn, &at, plan).inspect_err(|error| {
        // What only the books can tell is refused while they are written: an attempt like any other.
        if error.code == Code::InvalidContent {
            let codes = error.errors.iter().map(|one| format!("{} {}", one.pointer, one.code)).collect();
            *refusal = Some(Attempt { office: facts.office(), action: name.clone(), codes });
        }
    })?;
    let (after, version) = recorded.after.clone();
    let answer = json!({ B::NAME: after, "happened": recorded, "dry_run": command.dry_run });
    Ok(Answer::ok(&answer)?.at_version(version))
}

/// Name, day and the rest of a tagged body.
fn envelope(body: &Value, today: NaiveDate) -> ApiResult<(String, NaiveDate, Value)> {
    let Value::Object(fields) = body else {
        return Err(ApiError::field("", "wrong_type"));
    };
    let mut fields = fields.clone();
    let name = match fields.remove("action") {
        Some(Value::String(name)) => name,
        Some(_) => return Err(ApiError::field("/action", "wrong_type")),
        None => return Err(ApiError::field("/action", "required")),
    };
    let on = match fields.remove("effective_on") {
        None | Some(Value::Null) => None,
        Some(value) => {
            Some(serde_json::from_value(value).map_err(|_| ApiError::field("/effective_on", "wrong_type"))?)
        }
    };
    Ok((name, day(on, today)?, Value::Object(fields)))
}

/// The day of an act: today unless told, never in the future.
fn day(on: Option<NaiveDate>, today: NaiveDate) -> ApiResult<NaiveDate> {
    match on {
        Some(on) if on > today => Err(ApiError::field("/effective_on", "date_in_future")),
        Some(on) => Ok(on),
        None => Ok(today),
    }
}

/// A wrong field as the API shows it.
pub(super) fn plain(error: refusal::FieldError) -> FieldError {
    let mut out = FieldError::new(error.pointer, error.code);
    out.params = error.params.into_iter().map(|(name, value)| (name.to_owned(), value)).collect();
    out
}

fn refused_as(reason: Refusal, view: &refusals::Reader<'_>) -> ApiError {
    match reason {
        Refusal::NotAllowed(unmet) => {
            let views: Vec<_> = unmet.iter().map(|one| view.unmet(one)).collect();
            let mut error = ApiError::refused(&views);
            if unmet.iter().all(refusal::Unmet::is_about_authority) {
                error.code = Code::Forbidden;
            }
            error
        }
        Refusal::Content(errors) => {
            refusals::cited(view.law, view.on, errors.into_iter().map(plain).collect())
        }
        Refusal::LawMissing(gap) => ApiError::new(Code::LawGap).with("gap", gap),
    }
}

fn codes(reason: &Refusal) -> Vec<String> {
    match reason {
        Refusal::NotAllowed(unmet) => unmet.iter().map(|one| one.code.to_owned()).collect(),
        Refusal::Content(errors) => {
            errors.iter().map(|one| format!("{} {}", one.pointer, one.code)).collect()
        }
        Refusal::LawMissing(gap) => vec![gap.clone()],
    }
}

fn note_refusal<B: Board>(
    store: &Store,
    core: &Core,
    command: &Command,
    refusal: &Attempt,
    error: &ApiError,
) -> ApiResult<()> {
    let row = refused::RefusedAttempt {
        id: AnyId(Uuid::now_v7()),
        at: At::from(core.clock.now()),
        actor_id: command.user,
        office_id: Some(refusal.office),
        aggregate_kind: B::NAME.to_owned(),
        aggregate_id: Some(AnyId(command.id)),
        action: refusal.action.clone(),
        codes: serde_json::to_string(&refusal.codes).map_err(ApiError::internal)?,
        body: serde_json::to_string(&json!({ "problem": error.code, "unmet": error.unmet }))
            .map_err(ApiError::internal)?,
    };
    let about = json!({ "attempt": row.id.0, "aggregate": row.aggregate_kind, "aggregate_id": command.id,
        "action": row.action, "codes": refusal.codes, "sha256": event::hash(&row.body) });
    let access = Access { code: "R-REFUSED", action: "attempt", office: row.office_id, case: None, about };
    access::note_with(store, core, command.user, &access, |conn| Ok(refused::insert(conn, &row)?))
}
