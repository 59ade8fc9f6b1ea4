//! Requests for enforcement: received, read, listed, and the facts for what is decided on them (L106 34; ND152 9).

use std::collections::BTreeSet;

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use utoipa::ToSchema;
use uuid::Uuid;
use validator::Validate;

use super::acts::{Asked, Board};
use super::context::{Core, actor};
use super::convert::{self, obligation, value};
use super::error::{ApiError, ApiResult, FieldError};
use super::idempotency::{Answer, Once, idempotent};
use super::intake::{find_judgment, items, known_of, opened};
use super::record::{self, History, Recording};
use super::{past, refusals, scope};
use crate::domain::actor::{Actor, Role};
use crate::domain::case::{Case, EndingGround};
use crate::domain::ids::{CaseId, JudgmentId, ObligationId, OfficeId, PartyId, RequestId, UserId};
use crate::domain::judgment::{CaseRef, Judgment};
use crate::domain::lifecycle::intake::{Covering, RequestAction, RequestFacts, RequestLifecycle};
use crate::domain::lifecycle::plan::Plan;
use crate::domain::refusal;
use crate::domain::request::{
    Completeness, Condition, Exclusion, LatePayment, ProtectedCase, Request, RequestChannel, RequestState,
};
use crate::store::heads::HeadFilter;
use crate::store::requests::RequestFilter;
use crate::store::{At, Conn, IfFound, Scope, cases, decisions, obligations, parties, requests};

impl Board for RequestLifecycle {
    fn load(conn: &mut Conn, asked: &Asked<'_, RequestAction>) -> ApiResult<RequestFacts> {
        let request = find_request(conn, asked.actor, asked.today, RequestId(asked.id))?;
        let judgment = find_judgment(conn, asked.actor, asked.today, request.judgment)?;
        let items = items(conn, &request.obligations)?;
        let ids: BTreeSet<CaseId> = items.iter().filter_map(|item| item.case).collect();
        let covering: ApiResult<Vec<Covering>> =
            ids.into_iter().map(|case| covering(conn, request.office, case)).collect();
        let known = known_of(conn, items.iter())?;
        Ok(RequestFacts {
            request,
            judgment,
            items,
            covering: covering?,
            budget_funded: known.budget_funded,
            no_address: known.no_address,
        })
    }

    fn version(facts: &RequestFacts) -> i64 {
        facts.request.version
    }

    fn parse(name: &str, body: Value) -> Option<Result<RequestAction, Vec<refusal::FieldError>>> {
        RequestAction::parse(name, body)
    }

    fn names() -> &'static [(&'static str, &'static str)] {
        RequestAction::NAMES
    }
}

/// A case that covers a requested item; what its termination decision says counts (L106 48.4).
fn covering(conn: &mut Conn, office: OfficeId, id: CaseId) -> ApiResult<Covering> {
    let row = cases::get(conn, &Scope::office(office), id)?;
    let case: Case = value(&row.doc)?;
    let mut agreed_termination = None;
    if let Some(found) = decisions::find_live(conn, id, &["termination_decision"])? {
        let content: Value = value(&found.content)?;
        if content.get("ground").and_then(Value::as_str) == Some("DC-4") {
            agreed_termination = Some(found.signed_on);
        }
    }
    Ok(Covering {
        reference: CaseRef { case: id, number: row.number, decided_on: row.decided_on },
        ended: case.ended.map(|ending| ending.ground),
        agreed_termination,
    })
}

fn find_request(conn: &mut Conn, actor: &Actor, today: NaiveDate, id: RequestId) -> ApiResult<Request> {
    let row = scope::find(actor, today, |scope| requests::get(conn, &scope::office_wide(scope), id))?;
    value(&row.doc)
}

/// A request as it comes in (ND152 9.2).
#[derive(Debug, Clone, Serialize, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewRequest {
    /// The judgment.
    pub judgment: JudgmentId,
    /// Who asks; a party of the judgment.
    pub requester: PartyId,
    /// The representative's written authority, where one acts.
    #[validate(length(min = 1, max = 300))]
    pub authority: Option<String>,
    /// The request date in law: sending, receipt or postmark (ND152 9.3).
    pub requested_on: NaiveDate,
    /// The day the agency received it, where that is another day (by post): the terms run from it.
    pub received_on: Option<NaiveDate>,
    /// How it came.
    pub channel: RequestChannel,
    /// The items requested.
    #[validate(length(max = 5000))]
    pub obligations: Vec<ObligationId>,
    /// Content asked for that the judgment does not hold.
    #[validate(length(min = 1, max = 2000))]
    pub other_content: Option<String>,
    /// What is there and what is not.
    pub completeness: Completeness,
    /// Intervals that are said not to count toward the time-bar (ND152 3); the head decides on them (10.2).
    #[serde(default)]
    #[validate(length(max = 50))]
    pub exclusions: Vec<Exclusion>,
    /// Cases in which certain grounds of refusal are shut (ND152 9.7.a–c); point d follows from `renews`.
    #[serde(default)]
    #[validate(length(max = 4))]
    pub protected: Vec<ProtectedCase>,
    /// The case whose request was returned and is renewed here (ND152 22.2).
    pub renews: Option<CaseId>,
    /// What proves that the debtor can perform, with a renewed request.
    #[validate(length(min = 1, max = 2000))]
    pub ability_proof: Option<String>,
    /// What a prisoner, a relative or a proxy pays after the time-bar (ND152 10.3).
    #[validate(nested)]
    pub late_payment: Option<LatePayment>,
    /// A condition on which the law makes enforcement depend (L106 34.3).
    #[validate(length(min = 1, max = 2000))]
    pub condition: Option<String>,
}

/// T-IN-02: receives a request; the answer is the slip (ND152 9.4).
///
/// # Errors
/// 404 for a judgment not in the register, 403 for anybody but the intake clerk, 422 with the wrong fields.
pub async fn receive_request(core: &Core, once: Once, new: NewRequest) -> ApiResult<Answer> {
    let core = core.clone();
    let store = core.store.clone();
    store
        .run_write(move |conn| {
            idempotent(conn, &once, core.clock.now(), |conn| enter_request(conn, &core, once.user, &new))
        })
        .await
}

fn enter_request(conn: &mut Conn, core: &Core, user: UserId, new: &NewRequest) -> ApiResult<Answer> {
    let today = core.clock.today();
    let now = core.clock.now();
    let actor = actor(conn, user)?;
    let judgment = find_judgment(conn, &actor, today, new.judgment)?;
    if !actor.has(Role::IntakeClerk, judgment.office, None, today) {
        return Err(ApiError::forbidden());
    }
    check_request(conn, core, new, &judgment, today)?;
    let request = made(new, &judgment);
    let mut row = convert::request_row(&request, At::from(now))?;
    row.version = request.version;
    requests::insert(conn, &row)?;
    let received = request.reception();
    let mut plan = Plan::new("request", "T-IN-02", "receive_request", "", Vec::new());
    for row in obligations::by_ids(conn, &new.obligations)? {
        let mut item = obligation(row)?;
        if item.requested_on.is_none() {
            item.requested_on = Some(new.requested_on);
            let doc = convert::obligation_row(&item, judgment.office)?.doc;
            obligations::set_doc(conn, item.id, &doc, At::from(now))?;
            plan.noted.push(item.id);
        }
    }
    plan.opened = opened(core, "request_supplement", received);
    plan.opened.extend(opened(core, "request_refuse", received));
    let history = History {
        aggregate: "request".into(),
        id: request.id.0,
        case: None,
        office: request.office,
        code: plan.code,
        action: plan.action,
    };
    let at = Recording { law: &core.law, actor: &actor, on: received, now };
    let after = serde_json::to_value(&request).map_err(ApiError::internal)?;
    let happened = record::begin(conn, &at, &plan, &history, after, &json!({}))?;
    let body = json!({ "request": request, "happened": happened });
    Ok(Answer::created(format!("/api/v1/requests/{}", request.id), &body)?.at_version(1))
}

fn made(new: &NewRequest, judgment: &Judgment) -> Request {
    let mut protected = new.protected.clone();
    if new.renews.is_some() && !protected.contains(&ProtectedCase::Returned) {
        protected.push(ProtectedCase::Returned);
    }
    Request {
        id: RequestId(Uuid::now_v7()),
        version: 1,
        office: judgment.office,
        judgment: judgment.id,
        state: RequestState::Received,
        requester: new.requester,
        authority: new.authority.clone(),
        requested_on: new.requested_on,
        channel: new.channel,
        obligations: new.obligations.clone(),
        completeness: new.completeness,
        exclusions: new.exclusions.clone(),
        drafts: std::collections::BTreeMap::new(),
        refused: Vec::new(),
        received_on: new.received_on,
        other_content: new.other_content.clone(),
        protected,
        renews: new.renews,
        ability_proof: new.ability_proof.clone(),
        late_payment: new.late_payment.clone(),
        late_accepted: None,
        condition: new.condition.clone().map(|what| Condition { what, met: None }),
        agreement: None,
        withdrawn: None,
    }
}

fn check_request(
    conn: &mut Conn,
    core: &Core,
    new: &NewRequest,
    judgment: &Judgment,
    today: NaiveDate,
) -> ApiResult<()> {
    let mut errors = dates(new, today);
    let of_judgment: BTreeSet<ObligationId> = obligations::by_ids(conn, &new.obligations)?
        .into_iter()
        .filter(|row| row.judgment_id == judgment.id)
        .map(|row| row.id)
        .collect();
    for (index, id) in new.obligations.iter().enumerate() {
        if !of_judgment.contains(id) {
            errors.push(FieldError::new(format!("/obligations/{index}"), "G-REQ-RELATED").with("list", id));
        }
    }
    if new.obligations.is_empty() && new.other_content.is_none() {
        errors.push(FieldError::new("/obligations", "required"));
    }
    if parties::of_judgment(conn, judgment.id, &[new.requester])?.is_empty() {
        errors.push(FieldError::new("/requester", "not_a_party"));
    }
    if new.protected.contains(&ProtectedCase::Returned) && new.renews.is_none() {
        errors.push(FieldError::new("/protected", "contradicts"));
    }
    if let Some(payment) = &new.late_payment {
        if !new.obligations.contains(&payment.obligation) {
            errors.push(FieldError::new("/late_payment/obligation", "not_in_list"));
        }
        if payment.amount.is_zero() {
            errors.push(FieldError::new("/late_payment/amount", "amount_out_of_range"));
        }
    }
    if let Some(case) = new.renews {
        errors.extend(returned(conn, judgment, case, new.requested_on)?);
    }
    if errors.is_empty() { Ok(()) } else { Err(refusals::cited(&core.law, today, errors)) }
}

fn dates(new: &NewRequest, today: NaiveDate) -> Vec<FieldError> {
    let mut errors = Vec::new();
    if new.requested_on > today {
        errors.push(FieldError::new("/requested_on", "date_in_future"));
    }
    match new.received_on {
        Some(received) if received > today => errors.push(FieldError::new("/received_on", "date_in_future")),
        Some(received) if received < new.requested_on => {
            errors.push(FieldError::new("/received_on", "contradicts"));
        }
        _ => {}
    }
    for (index, exclusion) in new.exclusions.iter().enumerate() {
        let here = format!("/exclusions/{index}/to");
        if exclusion.to < exclusion.from {
            errors.push(FieldError::new(here.clone(), "contradicts"));
        }
        if exclusion.to > today {
            errors.push(FieldError::new(here, "date_in_future"));
        }
    }
    errors
}

/// Only a request that was returned is renewed, and after its return (L106 34.2, 38.4).
fn returned(
    conn: &mut Conn,
    judgment: &Judgment,
    id: CaseId,
    requested_on: NaiveDate,
) -> ApiResult<Option<FieldError>> {
    let Some(row) = cases::get(conn, &Scope::office(judgment.office), id).if_found()? else {
        return Ok(Some(FieldError::new("/renews", "not_in_list")));
    };
    let case: Case = value(&row.doc)?;
    let ended = case.ended.filter(|ending| ending.ground == EndingGround::RequestReturned);
    Ok(match ended {
        _ if case.judgment != judgment.id => Some(FieldError::new("/renews", "not_in_list")),
        None => Some(FieldError::new("/renews", "G-RETURNED-PROOF")),
        Some(ending) if requested_on < ending.on => Some(FieldError::new("/requested_on", "contradicts")),
        Some(_) => None,
    })
}

/// A request as the API shows it, now or as it was known at an instant.
///
/// # Errors
/// 404 when it is not the user's to know of, or was not received yet.
pub async fn get_request(
    core: &Core,
    user: UserId,
    id: RequestId,
    as_of: Option<DateTime<Utc>>,
) -> ApiResult<Request> {
    let (clock, at) = (core.clock.clone(), past::instant(core, as_of)?);
    core.store
        .run_read(move |conn| {
            let actor = actor(conn, user)?;
            let request = find_request(conn, &actor, clock.today(), id)?;
            at.map_or(Ok(request), |at| past::state(conn, id.0, at))
        })
        .await
}

/// Requests of the office, by identifier; with an instant those that were received then, as they were.
///
/// # Errors
/// 403 when the user may see no register.
pub async fn list_requests(
    core: &Core,
    user: UserId,
    office: Option<OfficeId>,
    filter: RequestFilter,
    as_of: Option<DateTime<Utc>>,
    after: Option<RequestId>,
    limit: i64,
) -> ApiResult<Vec<Request>> {
    let (clock, at) = (core.clock.clone(), past::instant(core, as_of)?);
    core.store
        .run_read(move |conn| {
            let actor = actor(conn, user)?;
            let scope = scope::office_wide(&scope::for_list(&actor, clock.today(), office)?);
            if let Some(at) = at {
                let RequestFilter { state, judgment } = filter;
                let filter = HeadFilter { state, requests_of: judgment, ..HeadFilter::default() };
                return past::states(conn, ("request", at), &scope, &filter, after.map(|id| id.0), limit);
            }
            requests::list(conn, &scope, &filter, after, limit)?.iter().map(|row| value(&row.doc)).collect()
        })
        .await
}
