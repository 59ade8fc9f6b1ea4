//! Intake: judgments entered in the register, requests received, and the facts for their decisions (L106 33–34; ND152 7–12).

use std::collections::{BTreeMap, BTreeSet};

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
use super::record::{self, History, Recording};
pub use super::requests::{NewRequest, get_request, list_requests, receive_request};
use super::{past, personal, refusals, scope};
use crate::domain::actor::{Actor, Role};
use crate::domain::claim::ClaimKind;
use crate::domain::ids::{JudgmentId, ObligationId, OfficeId, PartyId, UserId};
use crate::domain::interest::InterestTerms;
use crate::domain::judgment::{
    DutyKind, FeeNature, ForeignSum, Judgment, Mode, Obligation, ObligationStatus, Party, PartyKind,
    Pronounced,
};
use crate::domain::lifecycle::intake::{JudgmentAction, JudgmentFacts, JudgmentLifecycle};
use crate::domain::lifecycle::plan::Plan;
use crate::domain::money::Dong;
use crate::domain::proactive::ProactiveKind;
use crate::domain::refusal;
use crate::store::heads::HeadFilter;
use crate::store::past::ItemsOf;
use crate::store::{At, Conn, judgments, obligations, parties};

impl Board for JudgmentLifecycle {
    fn load(conn: &mut Conn, asked: &Asked<'_, JudgmentAction>) -> ApiResult<JudgmentFacts> {
        let judgment = find_judgment(conn, asked.actor, asked.today, JudgmentId(asked.id))?;
        let named: Vec<ObligationId> =
            JudgmentAction::obligations(asked.action, &judgment).into_iter().collect();
        let mut items = items(conn, &named)?;
        items.retain(|item| item.judgment == judgment.id);
        let open: ApiResult<Vec<Obligation>> =
            obligations::open_of(conn, judgment.id, Mode::Proactive.as_str())?
                .into_iter()
                .map(obligation)
                .collect();
        let open = open?;
        let known = known_of(conn, items.iter().chain(&open))?;
        Ok(JudgmentFacts {
            judgment,
            items,
            open,
            budget_funded: known.budget_funded,
            no_address: known.no_address,
        })
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

/// Items by identifier.
pub(super) fn items(conn: &mut Conn, ids: &[ObligationId]) -> ApiResult<Vec<Obligation>> {
    obligations::by_ids(conn, ids)?.into_iter().map(obligation).collect()
}

/// What a decision must know of the parties of its items.
#[derive(Debug, Default)]
pub(super) struct Known {
    /// Debtors paid wholly from the State budget.
    pub budget_funded: BTreeSet<PartyId>,
    /// Parties whose address is not known.
    pub no_address: BTreeSet<PartyId>,
}

/// Looks at the parties of these items.
pub(super) fn known_of<'a>(conn: &mut Conn, items: impl Iterator<Item = &'a Obligation>) -> ApiResult<Known> {
    let all: BTreeSet<PartyId> =
        items.flat_map(|item| [Some(item.debtor), item.creditor]).flatten().collect();
    let all: Vec<PartyId> = all.into_iter().collect();
    let mut known = Known::default();
    for row in parties::by_ids(conn, &all)? {
        let party: Party = value(&row.doc)?;
        if party.budget_funded {
            known.budget_funded.insert(party.id);
        }
        if party.address.is_none_or(|address| address.trim().is_empty()) {
            known.no_address.insert(party.id);
        }
    }
    Ok(known)
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
    /// The agency that is competent, when it is not this one (L106 32).
    #[serde(default)]
    #[validate(length(min = 1, max = 300))]
    pub competent_agency: Option<String>,
    /// Entered so that its cases can be taken over from before this program: no term starts with it.
    #[serde(default)]
    pub imported: bool,
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
    /// Its entry in the list of proactive items; may be left out where the kind of claim tells it.
    pub proactive_kind: Option<ProactiveKind>,
    /// The exhibit, asset or sum it is about, as the judgment names it.
    #[validate(length(min = 1, max = 300))]
    pub thing: Option<String>,
    /// The judgment identifies no debtor; `debtor` is then whoever the thing was taken from (ND152 8.1.b).
    #[serde(default)]
    pub no_debtor: bool,
    /// It gives no right and puts no duty that this law enforces (L106 34.4.b; ND152 8.3).
    #[serde(default)]
    pub not_enforced: bool,
    /// The currency's code or the metal in which it is ordered; đồng when absent.
    #[serde(default)]
    #[validate(length(min = 1, max = 40))]
    #[schema(example = "USD")]
    pub specie: Option<String>,
    /// Late interest, where the judgment orders it; the day the creditor asked for it may come later.
    #[serde(default)]
    pub interest: Option<InterestTerms>,
    /// Why no fee is due whatever is received, where the kind of claim does not tell it.
    #[serde(default)]
    pub fee_nature: Option<FeeNature>,
    /// The sum in foreign currency, with the rate that gives `amount`; a sum without a rate is refused.
    #[serde(default)]
    pub foreign: Option<ForeignSum>,
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
        proposals: BTreeMap::new(),
        competent_agency: new.competent_agency.clone(),
        enquiries: Vec::new(),
        imported: new.imported,
    };
    let mut row = convert::judgment_row(&judgment, At::from(now))?;
    row.version = judgment.version;
    judgments::insert(conn, &row)?;
    let people: Vec<Party> = new.parties.iter().map(party).collect();
    let rows: ApiResult<Vec<_>> =
        people.iter().map(|party| convert::party_row(party, judgment.id, judgment.office)).collect();
    parties::insert_many(conn, &rows?)?;
    let said = personal::keep(conn, &people, (judgment.id, judgment.office), At::from(now))?;
    let items = new_items(new, &judgment, &people);
    let rows: ApiResult<Vec<_>> =
        items.iter().map(|item| convert::obligation_row(item, judgment.office)).collect();
    obligations::insert_many(conn, &rows?, At::from(now))?;

    let mut plan = Plan::new("judgment", "T-IN-01", "register_judgment", "", Vec::new());
    plan.noted = items.iter().map(|item| item.id).collect();
    if !new.imported {
        let proactive = items.iter().filter(|item| item.mode == Mode::Proactive);
        let keys: BTreeSet<&str> =
            proactive.filter_map(|item| Some(item.proactive_kind()?.deadline())).collect();
        plan.opened = keys.into_iter().flat_map(|key| opened(core, key, new.received_on)).collect();
    }
    let at = Recording { law: &core.law, actor: &actor, on: new.received_on, now };
    let after = serde_json::to_value(&judgment).map_err(ApiError::internal)?;
    let happened =
        record::begin(conn, &at, &plan, &judgment_history(&judgment), after, &json!({ "parties": said }))?;
    let view = json!({ "judgment": judgment_view(conn, judgment)?, "happened": happened });
    let id = view.pointer("/judgment/id").and_then(Value::as_str).unwrap_or_default().to_owned();
    Ok(Answer::created(format!("/api/v1/judgments/{id}"), &view)?.at_version(1))
}

/// A deadline that starts with a reception; none where the law of the day sets none.
pub(super) fn opened(
    core: &Core,
    key: &str,
    start: NaiveDate,
) -> Vec<crate::domain::lifecycle::plan::Opened> {
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
    // A kind that the law of the day of reception does not know is none (article 2 of both laws).
    let regime = core.law.regime(new.received_on).as_str();
    let listed = |kind: &Value| kind.get(regime).and_then(Value::as_array).is_some_and(|it| !it.is_empty());
    let doubtful = |kind: &Value| kind.get("status").and_then(Value::as_str) != Some("confirmed");
    let known = |kind: &Value| {
        kind.get("code").and_then(Value::as_str) == Some(new.kind.as_str())
            && (listed(kind) || doubtful(kind))
    };
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
        errors.extend(
            money_terms(item, today)
                .into_iter()
                .map(|(field, code)| FieldError::new(format!("/obligations/{index}/{field}"), code)),
        );
        let kind = item.proactive_kind.or_else(|| ProactiveKind::of_claim(item.kind));
        let here = format!("/obligations/{index}/proactive_kind");
        match item.mode {
            Mode::Proactive if kind.is_none() => errors.push(FieldError::new(here, "required")),
            Mode::OnRequest if item.proactive_kind.is_some() => {
                errors.push(FieldError::new(here, "G-REQ-NOTPRO").with("list", index));
            }
            _ => {}
        }
    }
    if errors.is_empty() { Ok(()) } else { Err(refusals::cited(&core.law, today, errors)) }
}

/// What is wrong with late interest and foreign currency of an item.
fn money_terms(item: &NewObligation, today: NaiveDate) -> Vec<(&'static str, &'static str)> {
    let mut wrong = Vec::new();
    if let Some(terms) = &item.interest {
        if !terms.are_lawful() {
            wrong.push(("interest/rates", "contradicts"));
        }
        if item.duty.is_some() {
            wrong.push(("interest", "contradicts"));
        }
        if terms.asked_on.is_some_and(|asked| asked > today) {
            wrong.push(("interest/asked_on", "date_in_future"));
        }
    }
    if let Some(foreign) = &item.foreign {
        match foreign.dong() {
            None => wrong.push(("foreign", "amount_out_of_range")),
            Some(value) if value != item.amount => wrong.push(("foreign/amount", "contradicts")),
            Some(_) => {}
        }
        if foreign.rate_on > today {
            wrong.push(("foreign/rate_on", "date_in_future"));
        }
        if foreign.rate_source.trim().is_empty() {
            wrong.push(("foreign/rate_source", "required"));
        }
    }
    wrong
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
        redacted: BTreeMap::new(),
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
            more: Pronounced {
                proactive_kind: item.proactive_kind,
                thing: item.thing.clone(),
                no_debtor: item.no_debtor,
                not_enforced: item.not_enforced,
                specie: item.specie.clone().or_else(|| item.foreign.as_ref().map(|sum| sum.currency.clone())),
                part_of: None,
                interest: item.interest.clone(),
                fee_nature: item.fee_nature,
                foreign: item.foreign.clone(),
            },
            interest_due: Dong::ZERO,
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

/// A judgment as the API shows it, now or as it was known at an instant.
///
/// # Errors
/// 404 when it is not the user's to know of, or was not entered yet.
pub async fn get_judgment(
    core: &Core,
    user: UserId,
    id: JudgmentId,
    as_of: Option<DateTime<Utc>>,
) -> ApiResult<JudgmentView> {
    let (clock, at) = (core.clock.clone(), past::instant(core, as_of)?);
    let (works, mut view) = core
        .store
        .run_read(move |conn| {
            let actor = actor(conn, user)?;
            let judgment = find_judgment(conn, &actor, clock.today(), id)?;
            let works = personal::works(&actor, judgment.office, clock.today());
            let Some(at) = at else { return Ok((works, judgment_view(conn, judgment)?)) };
            let view = JudgmentView {
                judgment: past::state(conn, id.0, at)?,
                parties: personal::known(conn, id, at, None, SHOWN)?,
                obligations: past::items(conn, ItemsOf::Judgment(id), at, None, SHOWN)?,
            };
            Ok::<_, ApiError>((works, view))
        })
        .await?;
    let file = (view.judgment.office, None, id);
    view.parties = personal::shown(core, user, "read_judgment", file, (works, view.parties)).await?;
    Ok(view)
}

/// Judgments of the office, by identifier; with an instant those that were entered then.
///
/// # Errors
/// 403 when the user may see no register.
pub async fn list_judgments(
    core: &Core,
    user: UserId,
    office: Option<OfficeId>,
    as_of: Option<DateTime<Utc>>,
    after: Option<JudgmentId>,
    limit: i64,
) -> ApiResult<Vec<Judgment>> {
    let (clock, at) = (core.clock.clone(), past::instant(core, as_of)?);
    core.store
        .run_read(move |conn| {
            let actor = actor(conn, user)?;
            let scope = scope::office_wide(&scope::for_list(&actor, clock.today(), office)?);
            if let Some(at) = at {
                let all = HeadFilter::default();
                return past::states(conn, ("judgment", at), &scope, &all, after.map(|id| id.0), limit);
            }
            judgments::list(conn, &scope, after, limit)?.iter().map(|row| value(&row.doc)).collect()
        })
        .await
}
