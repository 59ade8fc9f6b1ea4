//! Files and requests of private enforcement offices: received, found, acted on.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::ToSchema;
use validator::Validate;

use super::acts::{Asked, Board, Uuids};
use super::context::Core;
use super::convert::value;
use super::error::{ApiError, ApiResult, FieldError};
use super::held_money::law_gap;
use super::idempotency::{Answer, Once};
use super::matters::{self, Entering};
use crate::domain::actor::Role;
use crate::domain::ids::{JudgmentId, MatterId, ObligationId, OfficeId, PartyId};
use crate::domain::judgment::Judgment;
use crate::domain::lifecycle::Context;
use crate::domain::lifecycle::plan::{Opened, Plan};
use crate::domain::lifecycle::private_office::{
    OfficeFileAction, OfficeFileFacts, OfficeFileLifecycle, OfficeRequestAction, OfficeRequestFacts,
    OfficeRequestLifecycle,
};
use crate::domain::matter::MatterHead;
use crate::domain::period::{compute_at, in_viet_nam};
use crate::domain::private_office::{
    OfficeFile, OfficeFileState, OfficeRequest, OfficeRequestState, OfficeResult,
};
use crate::domain::refusal;
use crate::store::{Conn, Scope, judgments, parties};

impl Board for OfficeFileLifecycle {
    fn load(conn: &mut Conn, asked: &Asked<'_, OfficeFileAction>) -> ApiResult<OfficeFileFacts> {
        let file: OfficeFile = matters::find(conn, asked.actor, asked.today, MatterId(asked.id))?;
        let row = judgments::get(conn, &Scope::office(file.head.office), file.judgment)?;
        let judgment: Judgment = value(&row.doc)?;
        let mut items = super::intake::items(conn, &file.obligations)?;
        items.retain(|item| item.judgment == judgment.id);
        let budget_funded = super::intake::known_of(conn, items.iter())?.budget_funded;
        Ok(OfficeFileFacts { file, judgment, items, budget_funded })
    }

    fn version(facts: &OfficeFileFacts) -> i64 {
        facts.file.head.version
    }

    fn parse(name: &str, body: Value) -> Option<Result<OfficeFileAction, Vec<refusal::FieldError>>> {
        OfficeFileAction::parse(name, body)
    }

    fn names() -> &'static [(&'static str, &'static str)] {
        OfficeFileAction::NAMES
    }
}

impl Board for OfficeRequestLifecycle {
    fn load(conn: &mut Conn, asked: &Asked<'_, OfficeRequestAction>) -> ApiResult<OfficeRequestFacts> {
        let request: OfficeRequest = matters::find(conn, asked.actor, asked.today, MatterId(asked.id))?;
        let assignee_is_officer = match asked.action {
            Some(OfficeRequestAction::AssignOfficeRequest(body)) => {
                super::cases::is_officer(conn, body.officer, request.head.office, asked.on)?
            }
            _ => false,
        };
        Ok(OfficeRequestFacts { request, assignee_is_officer })
    }

    fn version(facts: &OfficeRequestFacts) -> i64 {
        facts.request.head.version
    }

    fn parse(name: &str, body: Value) -> Option<Result<OfficeRequestAction, Vec<refusal::FieldError>>> {
        OfficeRequestAction::parse(name, body)
    }

    fn names() -> &'static [(&'static str, &'static str)] {
        OfficeRequestAction::NAMES
    }
}

/// The file of an office, handed over because the requester wants coercion (L106 31.6).
#[derive(Debug, Clone, Serialize, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewOfficeFile {
    /// The agency.
    pub office: OfficeId,
    /// The office that hands it over.
    #[validate(length(min = 1, max = 200))]
    pub private_office: String,
    /// Number of the office's recalling decision.
    #[validate(length(min = 1, max = 100))]
    pub recall_number: String,
    /// The judgment, from the register.
    pub judgment: JudgmentId,
    /// Who asked for coercion.
    pub requester: PartyId,
    /// The requester disagrees with the hand-over: then there is none.
    pub requester_disagrees: bool,
    /// The day the contract was liquidated.
    pub liquidated_on: NaiveDate,
    /// The day of hand-over.
    pub received_on: NaiveDate,
    /// Number of the minutes of hand-over.
    #[validate(length(min = 1, max = 100))]
    pub minutes: String,
    /// Every paper is there.
    pub full: bool,
    /// The items still to be enforced.
    #[validate(length(min = 1, max = 5000))]
    pub obligations: Vec<ObligationId>,
    /// What the office has achieved on them.
    #[validate(length(max = 5000))]
    pub results: Vec<OfficeResult>,
}

/// T-VP-01: receives the file of an office.
///
/// # Errors
/// 403 for anybody but the office's intake clerk; 422 with every wrong field.
pub async fn receive_file(core: &Core, once: Once, new: NewOfficeFile) -> ApiResult<Answer> {
    matters::enter(core, once, "office-files", move |conn, entering| enter_file(conn, entering, &new)).await
}

fn enter_file(
    conn: &mut Conn,
    entering: &Entering<'_>,
    new: &NewOfficeFile,
) -> ApiResult<(OfficeFile, Plan)> {
    clerk(entering, new.office)?;
    let errors = file_errors(conn, entering, new)?;
    if !errors.is_empty() {
        return Err(super::refusals::cited(entering.law, entering.today, errors));
    }
    let mut plan = Plan::new("office_file", "T-VP-01", "receive_office_file", "", Vec::new());
    if new.full {
        let context = Context {
            law: entering.law,
            actor: entering.actor,
            on: new.received_on,
            now: entering.now,
            ids: &Uuids,
        };
        plan.must_open(&context, "office_handover_decision", new.received_on, None)
            .map_err(|gap| law_gap(&gap))?;
    }
    let file = OfficeFile {
        head: MatterHead::new(entering.id, new.office, None, new.received_on),
        state: if new.full { OfficeFileState::Complete } else { OfficeFileState::Incomplete },
        private_office: new.private_office.clone(),
        recall_number: new.recall_number.clone(),
        judgment: new.judgment,
        requester: new.requester,
        liquidated_on: new.liquidated_on,
        minutes: new.minutes.clone(),
        obligations: new.obligations.clone(),
        results: new.results.clone(),
        complete_on: new.full.then_some(new.received_on),
        drafts: std::collections::BTreeMap::new(),
    };
    Ok((file, plan))
}

fn clerk(entering: &Entering<'_>, office: OfficeId) -> ApiResult<()> {
    if entering.actor.has(Role::IntakeClerk, office, None, entering.today) {
        return Ok(());
    }
    Err(ApiError::forbidden())
}

/// Judgment, requester and items belong together; dates follow each other; results are of these items and leave something owed.
fn file_errors(conn: &mut Conn, entering: &Entering<'_>, new: &NewOfficeFile) -> ApiResult<Vec<FieldError>> {
    let mut errors = Vec::new();
    if judgments::get(conn, &Scope::office(new.office), new.judgment).is_err() {
        errors.push(FieldError::new("/judgment", "not_in_list"));
    }
    let known = parties::by_ids(conn, &[new.requester])?;
    if !known.iter().any(|party| party.judgment_id == new.judgment) {
        errors.push(FieldError::new("/requester", "not_a_party"));
    }
    if new.requester_disagrees {
        errors.push(FieldError::new("/requester_disagrees", "G-VP-AGREED"));
    }
    if new.received_on > entering.today {
        errors.push(FieldError::new("/received_on", "date_in_future"));
    }
    if new.received_on < new.liquidated_on {
        errors.push(FieldError::new("/received_on", "contradicts"));
    }
    let items = super::intake::items(conn, &new.obligations)?;
    for (index, id) in new.obligations.iter().enumerate() {
        let here = format!("/obligations/{index}");
        if !items.iter().any(|item| item.id == *id && item.judgment == new.judgment) {
            errors.push(FieldError::new(here, "not_in_list"));
        } else if new.obligations[..index].contains(id) {
            errors.push(FieldError::new(here, "duplicate"));
        }
    }
    for (index, result) in new.results.iter().enumerate() {
        let here = format!("/results/{index}/obligation");
        match items.iter().find(|item| item.id == result.obligation) {
            None => errors.push(FieldError::new(here, "not_in_list")),
            Some(_) if new.results[..index].iter().any(|one| one.obligation == result.obligation) => {
                errors.push(FieldError::new(here, "duplicate"));
            }
            Some(item) if result.amount >= item.amount.saturating_minus(item.paid) => {
                errors.push(FieldError::new(format!("/results/{index}/amount"), "G-VP-RESULT"));
            }
            Some(_) => {}
        }
    }
    Ok(errors)
}

/// A request of an office for a security measure (ND151 43.2).
#[derive(Debug, Clone, Serialize, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewOfficeRequest {
    /// The agency.
    pub office: OfficeId,
    /// The office.
    #[validate(length(min = 1, max = 200))]
    pub private_office: String,
    /// Number of the office's enforcement decision.
    #[validate(length(min = 1, max = 100))]
    pub decision_number: String,
    /// The minute it came: 24 hours run from it.
    pub received_at: DateTime<Utc>,
    /// The measure asked for, as a code, for example `SM-FRZ-ACC`.
    #[validate(length(min = 4, max = 20))]
    pub measure: String,
    /// Why.
    #[validate(length(min = 1, max = 2000))]
    pub reason: String,
}

/// T-VP-02: receives an office's request.
///
/// # Errors
/// 403 for anybody but the office's intake clerk; 422 with every wrong field.
pub async fn receive_request(core: &Core, once: Once, new: NewOfficeRequest) -> ApiResult<Answer> {
    matters::enter(core, once, "office-requests", move |_, entering| enter_request(entering, &new)).await
}

fn enter_request(entering: &Entering<'_>, new: &NewOfficeRequest) -> ApiResult<(OfficeRequest, Plan)> {
    clerk(entering, new.office)?;
    let local = in_viet_nam(new.received_at.fixed_offset());
    let received_on = local.date_naive();
    let mut errors = Vec::new();
    if new.received_at > entering.now {
        errors.push(FieldError::new("/received_at", "date_in_future"));
    }
    if entering.law.basis(&new.measure, received_on).is_empty() || !new.measure.starts_with("SM-") {
        errors.push(FieldError::new("/measure", "not_in_list"));
    }
    if !errors.is_empty() {
        return Err(super::refusals::cited(entering.law, entering.today, errors));
    }
    let mut plan = Plan::new("office_request", "T-VP-02", "receive_office_request", "", Vec::new());
    let period = entering.law.period("office_security", received_on);
    let period = period.map_err(|gap| law_gap(&gap.into()))?;
    let computation = compute_at(local, period, entering.law.calendar());
    plan.opened.push(Opened { key: "office_security".to_owned(), about: None, computation });
    let request = OfficeRequest {
        head: MatterHead::new(entering.id, new.office, None, received_on),
        state: OfficeRequestState::Received,
        private_office: new.private_office.clone(),
        decision_number: new.decision_number.clone(),
        received_at: new.received_at,
        measure: new.measure.clone(),
        reason: new.reason.clone(),
        drafts: std::collections::BTreeMap::new(),
        decided_on: None,
    };
    Ok((request, plan))
}
