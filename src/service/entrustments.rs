//! Entrustments received (T-IN-14): how they come in, the facts for their decisions, and what a sender may know of the receiver.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::ToSchema;
use validator::Validate;

use super::acts::{Asked, Board};
use super::context::{Core, actor};
use super::convert::{self, obligation, value};
use super::error::{ApiError, ApiResult, FieldError};
use super::idempotency::{Answer, Once};
use super::intake::{find_judgment, known_of};
use super::matters::{self, Entering};
use super::offices::OfficeKind;
use super::{cases, past, refusals};
use crate::domain::actor::Role;
use crate::domain::case::{Agency, AssetOutState, Case};
use crate::domain::entrustment::{Entrustment, EntrustmentFile, EntrustmentKind, EntrustmentState};
use crate::domain::ids::{CaseId, DecisionId, JudgmentId, MatterId, ObligationId, OfficeId, UserId};
use crate::domain::judgment::Obligation;
use crate::domain::lifecycle::entrustment::{
    EntrustmentAction, EntrustmentFacts, EntrustmentLifecycle, receive_clock,
};
use crate::domain::lifecycle::plan::{Opened, Plan};
use crate::domain::matter::MatterHead;
use crate::domain::refusal;
use crate::store::{At, Conn, IfFound, Scope, decisions, entrustments, obligations, offices};

impl Board for EntrustmentLifecycle {
    fn load(conn: &mut Conn, asked: &Asked<'_, EntrustmentAction>) -> ApiResult<EntrustmentFacts> {
        let entrustment: Entrustment = matters::find(conn, asked.actor, asked.today, MatterId(asked.id))?;
        let judgment = find_judgment(conn, asked.actor, asked.today, entrustment.judgment)?;
        let items: ApiResult<Vec<Obligation>> =
            obligations::by_ids(conn, &entrustment.obligations)?.into_iter().map(obligation).collect();
        let items = items?;
        let budget_funded = known_of(conn, items.iter())?.budget_funded;
        let assignee_is_officer = match asked.action {
            Some(EntrustmentAction::AssignEntrustedFile(body)) => {
                cases::is_officer(conn, body.officer, entrustment.head.office, asked.on)?
            }
            _ => false,
        };
        Ok(EntrustmentFacts { entrustment, judgment, items, budget_funded, assignee_is_officer })
    }

    fn version(facts: &EntrustmentFacts) -> i64 {
        facts.entrustment.head.version
    }

    fn parse(name: &str, body: Value) -> Option<Result<EntrustmentAction, Vec<refusal::FieldError>>> {
        EntrustmentAction::parse(name, body)
    }

    fn names() -> &'static [(&'static str, &'static str)] {
        EntrustmentAction::NAMES
    }
}

/// The agencies of this system among those named, and the own one; empty when none is named.
pub(super) fn agencies(
    conn: &mut Conn,
    named: &[Agency],
    own: OfficeId,
) -> ApiResult<BTreeMap<OfficeId, String>> {
    let mut found = BTreeMap::new();
    if named.is_empty() {
        return Ok(found);
    }
    let ids: BTreeSet<OfficeId> = named
        .iter()
        .filter_map(|agency| match agency {
            Agency::Office(id) => Some(*id),
            Agency::Code(_) => None,
        })
        .chain([own])
        .collect();
    for id in ids {
        if let Some(office) = offices::find(conn, id)?
            && office.kind == OfficeKind::Agency.as_str()
            && office.to_on.is_none()
        {
            found.insert(id, office.code);
        }
    }
    Ok(found)
}

/// An entrustment as it comes in. Its judgment is in the agency's register already (ND152 7).
#[derive(Debug, Clone, Serialize, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewEntrustment {
    /// What is entrusted.
    pub kind: EntrustmentKind,
    /// Who entrusts it.
    pub sender: Agency,
    /// The number of the sender's decision.
    #[validate(length(min = 1, max = 100))]
    #[schema(example = "15/2026/QĐ-THADS")]
    pub decision_number: String,
    /// Its day.
    pub decision_on: NaiveDate,
    /// The sender's document, when the sender works with this system.
    pub sent: Option<DecisionId>,
    /// The day of the sender's first enforcement decision (L106 42.5).
    pub first_decided_on: Option<NaiveDate>,
    /// The day the decision came in.
    pub received_on: NaiveDate,
    /// It is about a provisional urgent measure.
    #[serde(default)]
    pub provisional_measure: bool,
    /// The judgment, in this agency's register.
    pub judgment: JudgmentId,
    /// The items entrusted; for an asset those that it is to serve, if any.
    #[serde(default)]
    #[validate(length(max = 20_000))]
    pub obligations: Vec<ObligationId>,
    /// The day the creditor asked the sender for enforcement, for items on request.
    pub requested_on: Option<NaiveDate>,
    /// The asset, for an asset entrustment.
    #[validate(length(min = 1, max = 2000))]
    pub asset: Option<String>,
    /// What came with the decision.
    pub file: EntrustmentFile,
}

/// T-IN-14: enters an entrustment received.
///
/// # Errors
/// 403 for anybody but the office's intake clerk; 404 for a judgment not in its register; 422 with every wrong field; 409 when the
/// sender's decision was received already.
pub async fn register(core: &Core, once: Once, new: NewEntrustment) -> ApiResult<Answer> {
    matters::enter(core, once, "entrustments", move |conn, entering| enter(conn, entering, &new)).await
}

fn enter(conn: &mut Conn, entering: &Entering<'_>, new: &NewEntrustment) -> ApiResult<(Entrustment, Plan)> {
    let judgment = find_judgment(conn, entering.actor, entering.today, new.judgment)?;
    if !entering.actor.has(Role::IntakeClerk, judgment.office, None, entering.today) {
        return Err(ApiError::forbidden());
    }
    let mut errors = dates(new, entering.today);
    errors.extend(agency_error(conn, entering, &new.sender, judgment.office)?);
    errors.extend(item_errors(conn, new)?);
    if let Some(sent) = new.sent
        && !was_sent(conn, sent, new, judgment.office)?
    {
        errors.push(FieldError::new("/sent", "not_found"));
    }
    if !errors.is_empty() {
        return Err(refusals::cited(entering.law, entering.today, errors));
    }
    if let Some(sent) = new.sent {
        entrustments::link(conn, sent, entering.id)?;
    }
    let noted = note_request(conn, new, judgment.office, At::from(entering.now))?;
    let entrustment = Entrustment {
        head: MatterHead::new(entering.id, judgment.office, None, new.received_on),
        kind: new.kind,
        state: match new.kind {
            EntrustmentKind::Enforcement => EntrustmentState::Received,
            EntrustmentKind::Asset => EntrustmentState::AssetReceived,
        },
        sender: new.sender.clone(),
        decision_number: new.decision_number.clone(),
        decision_on: new.decision_on,
        sent: new.sent,
        first_decided_on: new.first_decided_on,
        provisional_measure: new.provisional_measure,
        judgment: judgment.id,
        obligations: new.obligations.clone(),
        asset: new.asset.clone(),
        file: new.file,
        drafts: BTreeMap::new(),
        cases: Vec::new(),
        reports: Vec::new(),
        handed_over_on: None,
        remittance: None,
        costs_to_claim: None,
    };
    let mut plan = Plan::new("entrustment", "T-IN-14", "register_entrustment", "", Vec::new());
    plan.noted = noted;
    // For enforcement the period runs from the decision and the file (L106 49.2), for an asset from the decision (50.3).
    if new.kind == EntrustmentKind::Asset || new.file.missing(new.kind).is_empty() {
        let key = receive_clock(&entrustment);
        match entering.law.deadline(key, new.received_on, new.received_on) {
            Ok(computation) => plan.opened.push(Opened { key: key.to_owned(), about: None, computation }),
            Err(gap) => plan.unknown.push(gap.to_string()),
        }
    }
    Ok((entrustment, plan))
}

/// The dates in their order: the sender's first decision, the entrustment, its receipt, today.
fn dates(new: &NewEntrustment, today: NaiveDate) -> Vec<FieldError> {
    let mut errors = Vec::new();
    if new.received_on > today {
        errors.push(FieldError::new("/received_on", "date_in_future"));
    }
    if new.decision_on > new.received_on {
        errors.push(FieldError::new("/decision_on", "contradicts"));
    }
    if new.first_decided_on.is_some_and(|first| first > new.decision_on) {
        errors.push(FieldError::new("/first_decided_on", "contradicts"));
    }
    if new.requested_on.is_some_and(|asked| asked > new.decision_on) {
        errors.push(FieldError::new("/requested_on", "contradicts"));
    }
    let asset = new.kind == EntrustmentKind::Asset;
    match &new.asset {
        None if asset => errors.push(FieldError::new("/asset", "required")),
        Some(_) if !asset => errors.push(FieldError::new("/asset", "contradicts")),
        _ => {}
    }
    if !asset && new.obligations.is_empty() {
        errors.push(FieldError::new("/obligations", "required"));
    }
    errors
}

/// The sender is another agency: of this system, or of the register.
pub(super) fn agency_error(
    conn: &mut Conn,
    entering: &Entering<'_>,
    sender: &Agency,
    own: OfficeId,
) -> ApiResult<Option<FieldError>> {
    let found = agencies(conn, std::slice::from_ref(sender), own)?;
    let (known, same) = match sender {
        Agency::Office(id) => (found.contains_key(id), *id == own),
        Agency::Code(code) => {
            let register = entering.law.reference("agencies").and_then(|file| file.get("agency"));
            let mut entries = register.and_then(Value::as_array).into_iter().flatten();
            let listed = entries.any(|one| one.get("code").and_then(Value::as_str) == Some(code));
            (listed, found.get(&own) == Some(code))
        }
    };
    Ok(match (known, same) {
        (false, _) => Some(FieldError::new("/sender", "not_in_list")),
        (true, true) => Some(FieldError::new("/sender", "contradicts")),
        (true, false) => None,
    })
}

/// Items are the judgment's, each once, and in no case yet.
fn item_errors(conn: &mut Conn, new: &NewEntrustment) -> ApiResult<Vec<FieldError>> {
    let known: BTreeMap<ObligationId, Option<CaseId>> = obligations::by_ids(conn, &new.obligations)?
        .into_iter()
        .filter(|row| row.judgment_id == new.judgment)
        .map(|row| (row.id, row.case_id))
        .collect();
    let mut seen = BTreeSet::new();
    let mut errors = Vec::new();
    for (index, id) in new.obligations.iter().enumerate() {
        let here = format!("/obligations/{index}");
        match known.get(id) {
            None => errors.push(FieldError::new(here, "not_in_list")),
            Some(_) if !seen.insert(*id) => errors.push(FieldError::new(here, "duplicate")),
            Some(Some(_)) if new.kind == EntrustmentKind::Enforcement => {
                errors.push(FieldError::new(here, "G-REQ-DUP").with("no", "-").with("date", "-"));
            }
            Some(_) => {}
        }
    }
    Ok(errors)
}

/// Whether the named office made this decision, of this kind, for this office.
fn was_sent(conn: &mut Conn, sent: DecisionId, new: &NewEntrustment, here: OfficeId) -> ApiResult<bool> {
    let Agency::Office(sender) = new.sender else { return Ok(false) };
    let Some(found) = decisions::get(conn, &Scope::office(sender), sent).if_found()? else {
        return Ok(false);
    };
    let kind = match new.kind {
        EntrustmentKind::Enforcement => "entrustment_decision",
        EntrustmentKind::Asset => "asset_entrustment_decision",
    };
    let content: Value = value(&found.content)?;
    let receiver: Option<Agency> =
        content.get("receiver").and_then(|receiver| serde_json::from_value(receiver.clone()).ok());
    Ok(found.kind == kind && found.signed_on == new.decision_on && receiver == Some(Agency::Office(here)))
}

/// The day the creditor asked, for items that were not asked for here; tells which those were.
fn note_request(
    conn: &mut Conn,
    new: &NewEntrustment,
    office: OfficeId,
    now: At,
) -> ApiResult<Vec<ObligationId>> {
    let Some(asked) = new.requested_on else { return Ok(Vec::new()) };
    let mut noted = Vec::new();
    for row in obligations::by_ids(conn, &new.obligations)? {
        let mut item = obligation(row)?;
        if item.requested_on.is_none() {
            item.requested_on = Some(asked);
            obligations::set_doc(conn, item.id, &convert::obligation_row(&item, office)?.doc, now)?;
            noted.push(item.id);
        }
    }
    Ok(noted)
}

/// What became of something that a case entrusted: the sender sees where the receiver stands, and nothing else of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct SentView {
    /// The decision.
    pub decision: DecisionId,
    /// What was entrusted.
    pub kind: EntrustmentKind,
    /// To whom.
    pub receiver: Agency,
    /// When.
    pub on: NaiveDate,
    /// How many items went, for enforcement.
    pub items: Option<usize>,
    /// The day it came back.
    pub returned_on: Option<NaiveDate>,
    /// What the receiver of an asset was told to do last.
    pub told: Option<AssetOutState>,
    /// Where the receiver's file stands, when the receiver works with this system and has entered it.
    pub receiver_state: Option<String>,
    /// The day the receiver entered it.
    pub received_on: Option<NaiveDate>,
}

/// What a case entrusted to other agencies, oldest first; with an instant, as this agency and the receivers knew it then.
///
/// # Errors
/// 404 when the case is not the user's to know of, or was not known then; 400 for an instant to come.
pub async fn sent(
    core: &Core,
    user: UserId,
    id: CaseId,
    as_of: Option<DateTime<Utc>>,
) -> ApiResult<Vec<SentView>> {
    let (clock, at) = (core.clock.clone(), past::instant(core, as_of)?);
    core.store
        .run_read(move |conn| {
            let actor = actor(conn, user)?;
            let now = cases::find(conn, &actor, clock.today(), id)?;
            let movement = at.map_or(Ok(now), |at| past::state::<Case>(conn, id.0, at))?.movement;
            let whole = movement.entrusted_out.into_iter().map(|out| SentView {
                decision: out.decision,
                kind: EntrustmentKind::Enforcement,
                receiver: out.receiver,
                on: out.on,
                items: Some(out.count),
                returned_on: out.returned_on,
                told: None,
                receiver_state: None,
                received_on: None,
            });
            let assets = movement.assets_out.into_iter().map(|out| SentView {
                decision: out.decision,
                kind: EntrustmentKind::Asset,
                receiver: out.receiver,
                on: out.on,
                items: None,
                returned_on: None,
                told: Some(out.state),
                receiver_state: None,
                received_on: None,
            });
            let mut views: Vec<SentView> = whole.chain(assets).collect();
            let ids: Vec<DecisionId> = views.iter().map(|view| view.decision).collect();
            for (decision, file, state, on) in entrustments::received(conn, &ids)? {
                let state = match at {
                    None => state,
                    Some(at) => match past::found::<Entrustment>(conn, file.0, at)? {
                        None => continue,
                        Some(then) => then.state.as_str().to_owned(),
                    },
                };
                for view in views.iter_mut().filter(|view| view.decision == decision) {
                    view.receiver_state = Some(state.clone());
                    view.received_on = Some(on);
                }
            }
            Ok(views)
        })
        .await
}
