//! Intake: judgments entered in the register, requests received, and the facts for their decisions (L106 33–34; ND152 7–12).

use std::collections::BTreeSet;

use chrono::NaiveDate;
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
use super::record::{self, History, Recording};
use super::{refusals, scope};
use crate::domain::actor::{Actor, Role};
use crate::domain::claim::ClaimKind;
use crate::domain::ids::{JudgmentId, ObligationId, OfficeId, PartyId, RequestId, UserId};
use crate::domain::judgment::{
    CaseRef, DutyKind, Judgment, Mode, Obligation, ObligationStatus, Party, PartyKind,
};
use crate::domain::lifecycle::intake::{
    JudgmentAction, JudgmentFacts, JudgmentLifecycle, RequestAction, RequestFacts, RequestLifecycle,
};
use crate::domain::lifecycle::plan::Plan;
use crate::domain::money::Dong;
use crate::domain::refusal;
use crate::domain::request::{Completeness, Exclusion, Request, RequestChannel, RequestState};
use crate::store::{At, Conn, Scope, cases, judgments, obligations, parties, requests};

impl Board for JudgmentLifecycle {
    fn load(conn: &mut Conn, asked: &Asked<'_, JudgmentAction>) -> ApiResult<JudgmentFacts> {
        let judgment = find_judgment(conn, asked.actor, asked.today, JudgmentId(asked.id))?;
        let mut named: BTreeSet<ObligationId> =
            asked.action.map(JudgmentAction::obligations).unwrap_or_default().into_iter().collect();
        named.extend(judgment.drafts.iter().flat_map(|draft| draft.content.obligations.iter().copied()));
        let named: Vec<ObligationId> = named.into_iter().collect();
        let mut items = items(conn, &named)?;
        items.retain(|item| item.judgment == judgment.id);
        let proactive_open = obligations::any_open(conn, judgment.id, Mode::Proactive.as_str())?;
        let budget_funded = budget_funded(conn, &items)?;
        Ok(JudgmentFacts { judgment, items, proactive_open, budget_funded })
    }

    fn version(facts: &JudgmentFacts) -> i64 {
        facts.judgment.version
    }

    fn parse(name: &str, body: Value) -> Option<Result<JudgmentAction, Vec<refusal::FieldError>>> {
        JudgmentAction::parse(name, body)
    }

    fn names() -> &'static [(&'static str, &'static str)] {
        JudgmentAction::NAMES
    }
}

impl Board for RequestLifecycle {
    fn load(conn: &mut Conn, asked: &Asked<'_, RequestAction>) -> ApiResult<RequestFacts> {
        let request = find_request(conn, asked.actor, asked.today, RequestId(asked.id))?;
        let judgment = find_judgment(conn, asked.actor, asked.today, request.judgment)?;
        let items = items(conn, &request.obligations)?;
        let covering: BTreeSet<_> = items.iter().filter_map(|item| item.case).collect();
        let office = Scope::office(request.office);
        let mut decided = Vec::new();
        for case in covering {
            let row = cases::get(conn, &office, case)?;
            decided.push(CaseRef { case, number: row.number, decided_on: row.decided_on });
        }
        let budget_funded = budget_funded(conn, &items)?;
        Ok(RequestFacts { request, judgment, items, decided, budget_funded })
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

pub(super) fn items(conn: &mut Conn, ids: &[ObligationId]) -> ApiResult<Vec<Obligation>> {
    obligations::by_ids(conn, ids)?.into_iter().map(obligation).collect()
}

pub(super) fn budget_funded(conn: &mut Conn, items: &[Obligation]) -> ApiResult<BTreeSet<PartyId>> {
    let debtors: BTreeSet<PartyId> = items.iter().map(|item| item.debtor).collect();
    let debtors: Vec<PartyId> = debtors.into_iter().collect();
    let mut funded = BTreeSet::new();
    for row in parties::by_ids(conn, &debtors)? {
        let party: Party = value(&row.doc)?;
        if party.budget_funded {
            funded.insert(party.id);
        }
    }
    Ok(funded)
}

pub(super) fn find_judgment(
    conn: &mut Conn,
    actor: &Actor,
    today: NaiveDate,
    id: JudgmentId,
) -> ApiResult<Judgment> {
    let row = scope::find(actor, today, |scope| judgments::get(conn, &scope::office_wide(scope), id))?;
    value(&row.doc)
}

fn find_request(conn: &mut Conn, actor: &Actor, today: NaiveDate, id: RequestId) -> ApiResult<Request> {
    let row = scope::find(actor, today, |scope| requests::get(conn, &scope::office_wide(scope), id))?;
    value(&row.doc)
}

/// A judgment to be entered in the register (ND152 7.4).
#[derive(Debug, Clone, Serialize, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewJudgment {
    /// The agency that received it.
    pub office: OfficeId,
    /// Kind, a code of the register of kinds (L106 2).
    #[validate(length(min = 1, max = 60))]
    #[schema(example = "civil_judgment")]
    pub kind: String,
    /// The court's number.
    #[validate(length(min = 1, max = 100))]
    #[schema(example = "12/2026/DS-ST")]
    pub number: String,
    /// The court or body.
    #[validate(length(min = 1, max = 200))]
    #[schema(example = "Tòa án nhân dân khu vực 1")]
    pub issuer: String,
    /// Day of pronouncement.
    pub pronounced_on: NaiveDate,
    /// Day of legal effect.
    pub in_force_on: NaiveDate,
    /// Day the agency received it.
    pub received_on: NaiveDate,
    /// Its parties; `obligations` names them by place, from 0.
    #[validate(nested, length(min = 1, max = 5000))]
    pub parties: Vec<NewParty>,
    /// The rights and duties pronounced.
    #[validate(nested, length(min = 1, max = 5000))]
    pub obligations: Vec<NewObligation>,
}

/// A party to be entered.
#[derive(Debug, Clone, Serialize, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewParty {
    /// Person or organisation.
    pub kind: PartyKind,
    /// Name.
    #[validate(length(min = 1, max = 300))]
    #[schema(example = "Nguyễn Văn Giả Định")]
    pub name: String,
    /// Address.
    #[validate(length(max = 500))]
    pub address: Option<String>,
    /// Personal or organisation identification number; may be unknown (ND152 9.2.a).
    #[validate(length(max = 20))]
    pub identity_number: Option<String>,
    /// The account into which a payout goes.
    #[validate(length(max = 60))]
    pub bank_account: Option<String>,
    /// A body whose funds come wholly from the State budget (ND152 88.1).
    #[serde(default)]
    pub budget_funded: bool,
}

/// An item to be entered.
#[derive(Debug, Clone, Serialize, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewObligation {
    /// The debtor's place in `parties`.
    pub debtor: usize,
    /// The creditor's place in `parties`; the State when absent.
    pub creditor: Option<usize>,
    /// Proactive or on request.
    pub mode: Mode,
    /// What it is for.
    pub kind: ClaimKind,
    /// What is to be done, where the duty is not to pay; then the sum is zero.
    #[serde(default)]
    pub duty: Option<DutyKind>,
    /// The sum pronounced, in đồng.
    pub amount: Dong,
    /// The day it falls due, where the judgment names one.
    pub due_on: Option<NaiveDate>,
    /// Owed jointly with others.
    #[serde(default)]
    pub joint: bool,
    /// Tied to the debtor's person or not transferable.
    #[serde(default)]
    pub personal: bool,
    /// Secured by collateral that the judgment orders to be realised.
    #[serde(default)]
    pub secured: bool,
}

/// A judgment with its parties and items.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct JudgmentView {
    /// The judgment.
    #[serde(flatten)]
    pub judgment: Judgment,
    /// Its parties; at most 200, the rest at `…/parties`.
    pub parties: Vec<Party>,
    /// Its items; at most 200, the rest at `…/obligations`.
    pub obligations: Vec<Obligation>,
}

const SHOWN: i64 = 200;

/// T-IN-01: enters a judgment.
///
/// # Errors
/// 403 for anybody but the office's intake clerk; 422 with every wrong field; 409 when it is in the register already.
pub async fn register_judgment(core: &Core, once: Once, new: NewJudgment) -> ApiResult<Answer> {
    let core = core.clone();
    let store = core.store.clone();
    store
        .run_write(move |conn| {
            idempotent(conn, &once, core.clock.now(), |conn| enter_judgment(conn, &core, once.user, &new))
        })
        .await
}

fn enter_judgment(conn: &mut Conn, core: &Core, user: UserId, new: &NewJudgment) -> ApiResult<Answer> {
    let today = core.clock.today();
    let now = core.clock.now();
    let actor = actor(conn, user)?;
    if !actor.has(Role::IntakeClerk, new.office, None, today) {
        return Err(ApiError::forbidden());
    }
    check_judgment(core, new, today)?;
    let judgment = Judgment {
        id: JudgmentId(Uuid::now_v7()),
        version: 1,
        office: new.office,
        kind: new.kind.clone(),
        number: new.number.clone(),
        issuer: new.issuer.clone(),
        pronounced_on: new.pronounced_on,
        in_force_on: new.in_force_on,
        received_on: new.received_on,
        drafts: Vec::new(),
    };
    let mut row = convert::judgment_row(&judgment, At::from(now))?;
    row.version = judgment.version;
    judgments::insert(conn, &row)?;
    let people: Vec<Party> = new.parties.iter().map(party).collect();
    let rows: ApiResult<Vec<_>> =
        people.iter().map(|party| convert::party_row(party, judgment.id, judgment.office)).collect();
    parties::insert_many(conn, &rows?)?;
    let items = new_items(new, &judgment, &people);
    let rows: ApiResult<Vec<_>> =
        items.iter().map(|item| convert::obligation_row(item, judgment.office)).collect();
    obligations::insert_many(conn, &rows?)?;

    let mut plan = Plan::new("judgment", "T-IN-01", "register_judgment", "", Vec::new());
    if items.iter().any(|item| item.mode == Mode::Proactive) {
        plan.opened = opened(core, "decision_proactive", new.received_on);
    }
    let at = Recording { law: &core.law, actor: &actor, on: new.received_on, now };
    let after = serde_json::to_value(&judgment).map_err(ApiError::internal)?;
    let happened = record::begin(conn, &at, &plan, &judgment_history(&judgment), after)?;
    let view = json!({ "judgment": judgment_view(conn, judgment)?, "happened": happened });
    let id = view.pointer("/judgment/id").and_then(Value::as_str).unwrap_or_default().to_owned();
    Ok(Answer::created(format!("/api/v1/judgments/{id}"), &view)?.at_version(1))
}

/// A deadline that starts with a reception; none where the law of the day sets none.
fn opened(core: &Core, key: &str, start: NaiveDate) -> Vec<crate::domain::lifecycle::plan::Opened> {
    match core.law.deadline_now(key, start, start, core.clock.now()) {
        Ok(computation) => {
            vec![crate::domain::lifecycle::plan::Opened { key: key.to_owned(), about: None, computation }]
        }
        Err(_) => Vec::new(),
    }
}

fn judgment_history(judgment: &Judgment) -> History {
    History {
        aggregate: "judgment".into(),
        id: judgment.id.0,
        case: None,
        office: judgment.office,
        code: "T-IN-01",
        action: "register_judgment",
    }
}

/// Kind known, dates in order and not in the future, items between parties of the judgment.
fn check_judgment(core: &Core, new: &NewJudgment, today: NaiveDate) -> ApiResult<()> {
    let mut errors = Vec::new();
    let kinds =
        core.law.reference("judgment-kinds").and_then(|file| file.get("kind")).and_then(Value::as_array);
    let known = |kind: &Value| kind.get("code").and_then(Value::as_str) == Some(new.kind.as_str());
    if !kinds.is_some_and(|kinds| kinds.iter().any(known)) {
        errors.push(FieldError::new("/kind", "G-JUD-KIND").with("date", new.in_force_on));
    }
    if new.received_on > today {
        errors.push(FieldError::new("/received_on", "date_in_future"));
    }
    if new.in_force_on > new.received_on {
        errors.push(FieldError::new("/in_force_on", "G-JUD-KIND").with("date", new.in_force_on));
    }
    if new.pronounced_on > new.in_force_on {
        errors.push(FieldError::new("/pronounced_on", "contradicts"));
    }
    for (index, item) in new.obligations.iter().enumerate() {
        if item.debtor >= new.parties.len() {
            errors.push(FieldError::new(format!("/obligations/{index}/debtor"), "not_a_party"));
        }
        if item.creditor.is_some_and(|creditor| creditor >= new.parties.len()) {
            errors.push(FieldError::new(format!("/obligations/{index}/creditor"), "not_a_party"));
        }
        if item.creditor == Some(item.debtor) {
            errors.push(FieldError::new(format!("/obligations/{index}/creditor"), "contradicts"));
        }
        // A duty to act has no sum; every other one has.
        if item.amount.is_zero() == item.duty.is_none() {
            errors.push(FieldError::new(format!("/obligations/{index}/amount"), "amount_out_of_range"));
        }
    }
    if errors.is_empty() { Ok(()) } else { Err(refusals::cited(&core.law, today, errors)) }
}

pub(super) fn party(new: &NewParty) -> Party {
    Party {
        id: PartyId(Uuid::now_v7()),
        kind: new.kind,
        name: new.name.clone(),
        address: new.address.clone(),
        identity_number: new.identity_number.clone(),
        bank_account: new.bank_account.clone(),
        budget_funded: new.budget_funded,
    }
}

fn new_items(new: &NewJudgment, judgment: &Judgment, people: &[Party]) -> Vec<Obligation> {
    let person = |place: usize| people.get(place).map(|party| party.id);
    let item = |item: &NewObligation| {
        Some(Obligation {
            id: ObligationId(Uuid::now_v7()),
            judgment: judgment.id,
            case: None,
            debtor: person(item.debtor)?,
            creditor: item.creditor.and_then(person),
            mode: item.mode,
            kind: item.kind,
            duty: item.duty,
            amount: item.amount,
            paid: Dong::ZERO,
            status: ObligationStatus::Open,
            due_on: item.due_on,
            joint: item.joint,
            personal: item.personal,
            secured: item.secured,
            requested_on: None,
        })
    };
    new.obligations.iter().filter_map(item).collect()
}

fn judgment_view(conn: &mut Conn, judgment: Judgment) -> ApiResult<JudgmentView> {
    let parties: ApiResult<Vec<Party>> = parties::by_judgment(conn, judgment.id, None, SHOWN)?
        .into_iter()
        .map(|row| value(&row.doc))
        .collect();
    let items: ApiResult<Vec<Obligation>> =
        obligations::by_judgment(conn, judgment.id, None, SHOWN)?.into_iter().map(obligation).collect();
    Ok(JudgmentView { judgment, parties: parties?, obligations: items? })
}

/// A judgment as the API shows it.
///
/// # Errors
/// 404 when it is not the user's to know of.
pub async fn get_judgment(core: &Core, user: UserId, id: JudgmentId) -> ApiResult<JudgmentView> {
    let clock = core.clock.clone();
    core.store
        .run_read(move |conn| {
            let actor = actor(conn, user)?;
            let judgment = find_judgment(conn, &actor, clock.today(), id)?;
            judgment_view(conn, judgment)
        })
        .await
}

/// Judgments of the office, by identifier.
///
/// # Errors
/// 403 when the user may see no register.
pub async fn list_judgments(
    core: &Core,
    user: UserId,
    office: Option<OfficeId>,
    after: Option<JudgmentId>,
    limit: i64,
) -> ApiResult<Vec<Judgment>> {
    let clock = core.clock.clone();
    core.store
        .run_read(move |conn| {
            let actor = actor(conn, user)?;
            let scope = scope::office_wide(&scope::for_list(&actor, clock.today(), office)?);
            judgments::list(conn, &scope, after, limit)?.iter().map(|row| value(&row.doc)).collect()
        })
        .await
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
    /// How it came.
    pub channel: RequestChannel,
    /// The items requested.
    #[validate(length(min = 1, max = 5000))]
    pub obligations: Vec<ObligationId>,
    /// What is there and what is not.
    pub completeness: Completeness,
    /// Proven intervals that do not count toward the time-bar (ND152 3).
    #[serde(default)]
    #[validate(length(max = 50))]
    pub exclusions: Vec<Exclusion>,
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
    let request = Request {
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
        decision_draft: None,
        refusal_draft: None,
        refused: Vec::new(),
    };
    let mut row = convert::request_row(&request, At::from(now))?;
    row.version = request.version;
    requests::insert(conn, &row)?;
    for row in obligations::by_ids(conn, &new.obligations)? {
        let mut item = obligation(row)?;
        if item.requested_on.is_none() {
            item.requested_on = Some(new.requested_on);
            obligations::set_doc(conn, item.id, &convert::obligation_row(&item, judgment.office)?.doc)?;
        }
    }
    let mut plan = Plan::new("request", "T-IN-02", "receive_request", "", Vec::new());
    plan.opened = opened(core, "request_supplement", new.requested_on);
    plan.opened.extend(opened(core, "request_refuse", new.requested_on));
    let history = History {
        aggregate: "request".into(),
        id: request.id.0,
        case: None,
        office: request.office,
        code: plan.code,
        action: plan.action,
    };
    let at = Recording { law: &core.law, actor: &actor, on: new.requested_on, now };
    let after = serde_json::to_value(&request).map_err(ApiError::internal)?;
    let happened = record::begin(conn, &at, &plan, &history, after)?;
    let body = json!({ "request": request, "happened": happened });
    Ok(Answer::created(format!("/api/v1/requests/{}", request.id), &body)?.at_version(1))
}

fn check_request(
    conn: &mut Conn,
    core: &Core,
    new: &NewRequest,
    judgment: &Judgment,
    today: NaiveDate,
) -> ApiResult<()> {
    let mut errors = Vec::new();
    if new.requested_on > today {
        errors.push(FieldError::new("/requested_on", "date_in_future"));
    }
    for (index, exclusion) in new.exclusions.iter().enumerate() {
        if exclusion.to < exclusion.from {
            errors.push(FieldError::new(format!("/exclusions/{index}/to"), "contradicts"));
        }
        if exclusion.to > today {
            errors.push(FieldError::new(format!("/exclusions/{index}/to"), "date_in_future"));
        }
    }
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
    let known = parties::by_ids(conn, &[new.requester])?;
    if !known.iter().any(|row| row.judgment_id == judgment.id) {
        errors.push(FieldError::new("/requester", "not_a_party"));
    }
    if errors.is_empty() { Ok(()) } else { Err(refusals::cited(&core.law, today, errors)) }
}

/// A request as the API shows it.
///
/// # Errors
/// 404 when it is not the user's to know of.
pub async fn get_request(core: &Core, user: UserId, id: RequestId) -> ApiResult<Request> {
    let clock = core.clock.clone();
    core.store
        .run_read(move |conn| {
            let actor = actor(conn, user)?;
            find_request(conn, &actor, clock.today(), id)
        })
        .await
}

/// Requests of the office, by identifier.
///
/// # Errors
/// 403 when the user may see no register.
pub async fn list_requests(
    core: &Core,
    user: UserId,
    office: Option<OfficeId>,
    filter: requests::RequestFilter,
    after: Option<RequestId>,
    limit: i64,
) -> ApiResult<Vec<Request>> {
    let clock = core.clock.clone();
    core.store
        .run_read(move |conn| {
            let actor = actor(conn, user)?;
            let scope = scope::office_wide(&scope::for_list(&actor, clock.today(), office)?);
            requests::list(conn, &scope, &filter, after, limit)?.iter().map(|row| value(&row.doc)).collect()
        })
        .await
}
