//! Cases: their facts for a decision, and what is read of them – now, or as the office knew them at an instant.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, NaiveDate, Utc};
use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;

use super::acts::{Asked, Board};
use super::clock::legal_day;
use super::context::{Core, actor};
use super::convert::{case_row, obligation, value, values};
use super::error::{ApiError, ApiResult, Code};
use super::{fees, notices, past, personal, receipts, scope};
use crate::domain::actor::{Actor, RoleGrant};
use crate::domain::asset::Asset;
use crate::domain::case::Case;
use crate::domain::event::EventBody;
use crate::domain::ids::{CaseId, DistributionId, MatterId, ObligationId, OfficeId, UserId};
use crate::domain::judgment::{Obligation, Party};
use crate::domain::ledger::{Account, Balances, Turnover};
use crate::domain::lifecycle::case::{
    AssetBrief, CaseAction, CaseFacts, CaseLifecycle, ComplaintBrief, MoneyBrief, Named, WaitingShare,
};
use crate::domain::lifecycle::guard::officer_roles;
use crate::domain::money::Dong;
use crate::domain::payment::FeeLine;
use crate::domain::refusal::FieldError;
use crate::domain::request::Request;
use crate::store::deadlines::{self, Owner};
use crate::store::heads::HeadFilter;
use crate::store::past::ItemsOf;
use crate::store::requests::{self, RequestFilter};
use crate::store::{
    AnyId, At, Conn, IfFound, MAX_ROWS, Scope, assets, cases, distributions, events, every, judgments,
    ledger, matters, obligations, parties, users,
};

/// The kind of matter that a complaint is, and the keys of the terms to resolve it (L106 102).
const COMPLAINT: &str = "complaint";
const RESOLVING: &str = "cmp_resolve";

impl Board for CaseLifecycle {
    fn load(conn: &mut Conn, asked: &Asked<'_, CaseAction>) -> ApiResult<CaseFacts> {
        let case = find(conn, asked.actor, asked.today, CaseId(asked.id))?;
        let docs: Vec<Asset> = values(&assets::docs_of_case(conn, case.id)?)?;
        let assets = docs.iter().map(AssetBrief::from).collect();
        let seized = docs.into_iter().filter(Asset::is_under_seizure).collect();
        let named = asked.action.map(|action| action.named(&case)).unwrap_or_default();
        let items = named_items(conn, &case, &named)?;
        let complaint = match named.complaint {
            Some(id) => complaint(conn, &case, id)?,
            None => None,
        };
        let other = match named.other.filter(|other| *other != case.id) {
            Some(other) => in_reach(conn, asked, other)?.filter(|other| other.office == case.office),
            None => None,
        };
        let (mut parties, mut budget_funded) = (BTreeSet::new(), BTreeSet::new());
        for row in parties::of_judgment(conn, case.judgment, &named.parties)? {
            parties.insert(row.id);
            if value::<Party>(&row.doc)?.budget_funded {
                budget_funded.insert(row.id);
            }
        }
        let agencies = super::entrustments::agencies(conn, &named.agencies, case.office)?;
        let assignee_is_officer = match named.assignee {
            Some(user) => is_officer(conn, user, case.office, asked.on)?,
            None => false,
        };
        let money = money(conn, case.id)?;
        let judgment = judgments::get(conn, &Scope::office(case.office), case.judgment)?;
        let in_force_on = judgment.in_force_on.unwrap_or(case.decided_on);
        let receipt = match named.receipt {
            Some(id) => receipts::brief(conn, case.office, id)?,
            None => None,
        };
        let paper_receipt = match &named.paper_receipt {
            Some(paper) => Some(receipts::paper_fate(conn, case.office, paper, asked.on)?),
            None => None,
        };
        let notices = match named.document {
            Some(document) => notices::of(conn, case.id, document, &named.parties)?,
            None => Vec::new(),
        };
        let creditors = items.iter().filter(|_| named.fees_of_items).filter_map(|item| item.creditor);
        let creditors: Vec<_> = named.fees_of.iter().copied().chain(creditors).collect();
        let mut fees = fees::accounts_of(conn, case.id, &creditors)?;
        if let Some(other) = &other {
            fees.extend(fees::accounts_of(conn, other.id, &creditors)?);
        }
        Ok(CaseFacts {
            shares: waiting_shares(conn, &case, named.shares_of)?,
            requested_by_debtor: fees::debtor_asked(conn, &case)?,
            fees,
            case,
            assets,
            seized,
            money,
            items,
            complaint,
            parties,
            budget_funded,
            agencies,
            notices,
            in_force_on,
            other: other.map(Box::new),
            assignee_is_officer,
            receipt,
            paper_receipt,
        })
    }

    fn version(facts: &CaseFacts) -> i64 {
        facts.case.version
    }

    fn parse(name: &str, body: Value) -> Option<Result<CaseAction, Vec<FieldError>>> {
        CaseAction::parse(name, body)
    }

    fn names() -> &'static [(&'static str, &'static str)] {
        CaseAction::names()
    }
}

/// Another case that an action names; one that the actor may not see is as good as none.
fn in_reach(conn: &mut Conn, asked: &Asked<'_, CaseAction>, id: CaseId) -> ApiResult<Option<Case>> {
    match find(conn, asked.actor, asked.today, id) {
        Ok(case) => Ok(Some(case)),
        Err(error) if matches!(error.code, Code::NotFound) => Ok(None),
        Err(error) => Err(error),
    }
}

/// The items that the action names, or all of the case or of its judgment.
fn named_items(conn: &mut Conn, case: &Case, named: &Named) -> ApiResult<Vec<Obligation>> {
    let rows = if named.judgment_items {
        obligations::all_by_judgment(conn, case.judgment)?
    } else if named.all_items {
        obligations::all_by_case(conn, case.id)?
    } else {
        obligations::by_ids(conn, &named.items)?
    };
    // Another office's items are not this one's to know of.
    rows.into_iter().filter(|row| row.office_id == case.office).map(obligation).collect()
}

/// What a distribution of the case kept for creditors who had not asked, with their items as they are now and whether a request for one
/// is still to be decided (ND152 30.2).
fn waiting_shares(conn: &mut Conn, case: &Case, of: Option<DistributionId>) -> ApiResult<Vec<WaitingShare>> {
    let mut deposits = case.standstill.deposits.iter().filter_map(|deposit| deposit.distribution);
    let Some(id) = of.filter(|id| deposits.any(|known| known == *id)) else { return Ok(Vec::new()) };
    let docs = distributions::all_lines(conn, id)?.into_iter().map(|row| row.doc).collect::<Vec<_>>();
    let mut lines: Vec<FeeLine> = values(&docs)?;
    lines.retain(|line| line.line.waits && !line.line.share_dong.is_zero());
    let ids: Vec<ObligationId> = lines.iter().filter_map(|line| line.line.obligation).collect();
    let items: ApiResult<Vec<Obligation>> =
        obligations::by_ids(conn, &ids)?.into_iter().map(obligation).collect();
    let items: BTreeMap<ObligationId, Obligation> = items?.into_iter().map(|item| (item.id, item)).collect();
    let of_judgment = RequestFilter { judgment: Some(case.judgment), ..RequestFilter::default() };
    let office = Scope::office(case.office);
    let rows = every(|after| requests::list(conn, &office, &of_judgment, after, MAX_ROWS), |row| row.id)?;
    let mut pending = BTreeSet::new();
    for row in rows {
        let request: Request = value(&row.doc)?;
        if !request.state.is_final() {
            pending.extend(request.obligations);
        }
    }
    let share = |line: FeeLine| {
        let item = items.get(&line.line.obligation?)?.clone();
        let pending = pending.contains(&item.id);
        Some(WaitingShare { item, payee: line.line.payee, amount: line.line.share_dong, pending })
    };
    Ok(lines.into_iter().filter_map(share).collect())
}

/// A case that the actor may see.
pub(super) fn find(conn: &mut Conn, actor: &Actor, today: NaiveDate, id: CaseId) -> ApiResult<Case> {
    let row = scope::find(actor, today, |scope| cases::get(conn, scope, id))?;
    value(&row.doc)
}

/// The complaint with this identifier, where it is about this case and of its office.
fn complaint(conn: &mut Conn, case: &Case, id: MatterId) -> ApiResult<Option<ComplaintBrief>> {
    let office = Scope { office: Some(case.office), ..Scope::default() };
    let found = matters::get(conn, &office, COMPLAINT, id).if_found()?;
    let Some(found) = found.filter(|row| row.case_id == Some(case.id)) else { return Ok(None) };
    let running = deadlines::open_by(conn, Owner::Matter(found.id))?;
    let terms = running.into_iter().filter(|deadline| deadline.key.starts_with(RESOLVING));
    Ok(Some(ComplaintBrief { resolve_until: terms.map(|deadline| deadline.due_on).max() }))
}

/// An enforcement officer, chief officer or head of the office on the day (L106 22.2.k, 25.1).
pub(super) fn is_officer(conn: &mut Conn, user: UserId, office: OfficeId, on: NaiveDate) -> ApiResult<bool> {
    Ok(!officer_grants(conn, user, office, on)?.is_empty())
}

/// The roles that make a user an officer of the office on the day.
pub(super) fn officer_grants(
    conn: &mut Conn,
    user: UserId,
    office: OfficeId,
    on: NaiveDate,
) -> ApiResult<Vec<RoleGrant>> {
    let mut grants = users::actor(conn, user)?.grants;
    grants.retain(|grant| officer_roles().contains(&grant.role) && grant.office == office && grant.holds(on));
    Ok(grants)
}

/// The accounts of a file: a case's, or the office's own.
pub(super) fn balances(conn: &mut Conn, file: impl Into<AnyId>) -> ApiResult<Balances> {
    let turnovers: ApiResult<Vec<(Account, Turnover)>> = ledger::balances(conn, file.into())?
        .into_iter()
        .map(|row| {
            let account = row.account.parse().map_err(ApiError::internal)?;
            Ok((account, Turnover { debit_dong: row.debit, credit_dong: row.credit }))
        })
        .collect();
    Ok(Balances::from_turnovers(turnovers?))
}

/// The case's money in brief.
pub(super) fn money(conn: &mut Conn, case: CaseId) -> ApiResult<MoneyBrief> {
    let books = balances(conn, case)?;
    let sum = |wanted: &dyn Fn(Account) -> bool| {
        Dong::sum(
            Account::ALL
                .iter()
                .copied()
                .filter(|account| wanted(*account))
                .map(|account| books.balance(account)),
        )
        .map_err(ApiError::internal)
    };
    let waiting = Account::ALL.iter().filter(|account| account.is_undistributed());
    let there = Dong::sum(waiting.map(|account| books.there(*account))).map_err(ApiError::internal);
    Ok(MoneyBrief {
        undistributed: there?,
        unpaid: sum(&|account| account.is_owed())?,
        costs_open: sum(&|account| account == Account::CostsPaid)?,
        provisional: books.balance(Account::Provisional),
        cash: books.balance(Account::Cash),
        bank: books.balance(Account::Bank),
        treasury: books.balance(Account::Treasury),
        savings: books.balance(Account::Savings),
        fee: books.balance(Account::Fee),
    })
}

/// A case as the API shows it.
///
/// # Errors
/// 404 when it is not the user's to know of, or did not exist yet at that instant.
pub async fn get(core: &Core, user: UserId, id: CaseId, as_of: Option<DateTime<Utc>>) -> ApiResult<Case> {
    let (clock, at) = (core.clock.clone(), past::instant(core, as_of)?);
    core.store
        .run_read(move |conn| {
            let actor = actor(conn, user)?;
            let case = find(conn, &actor, clock.today(), id)?;
            match at {
                None => Ok(case),
                Some(at) => past::state(conn, id.0, at),
            }
        })
        .await
}

/// A case in a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct CaseBrief {
    /// Its identifier.
    pub id: CaseId,
    /// The enforcement decision's number.
    pub number: String,
    /// Proactive or on request.
    pub mode: String,
    /// The main stage.
    pub stage: String,
    /// Postponed.
    pub held: bool,
    /// The day of the enforcement decision.
    pub decided_on: NaiveDate,
    /// The division.
    pub division: Option<OfficeId>,
    /// The officer.
    pub officer: Option<UserId>,
    /// Everything owed, in đồng.
    pub amount_due: Dong,
    /// Everything performed, in đồng.
    pub amount_paid: Dong,
    /// The version.
    pub version: i64,
}

/// What to list.
#[derive(Debug, Clone, Default)]
pub struct CaseQuery {
    /// The agency, for users of several.
    pub office: Option<OfficeId>,
    /// Which cases.
    pub filter: cases::CaseFilter,
}

/// Cases that the user may see, by identifier; with an instant those that were known then, as they were.
///
/// # Errors
/// 403 when the user may see no case; 400 for an instant to come.
pub async fn list(
    core: &Core,
    user: UserId,
    query: CaseQuery,
    as_of: Option<DateTime<Utc>>,
    after: Option<CaseId>,
    limit: i64,
) -> ApiResult<Vec<CaseBrief>> {
    let (clock, at) = (core.clock.clone(), past::instant(core, as_of)?);
    core.store
        .run_read(move |conn| {
            let actor = actor(conn, user)?;
            let scope = scope::for_list(&actor, clock.today(), query.office)?;
            if let Some(at) = at {
                let filter = heads(query.filter);
                let cases = past::states(conn, ("case", at), &scope, &filter, after.map(|id| id.0), limit)?;
                return cases.iter().map(brief_of).collect();
            }
            Ok(cases::list(conn, &scope, &query.filter, after, limit)?.into_iter().map(brief).collect())
        })
        .await
}

fn heads(asked: cases::CaseFilter) -> HeadFilter {
    HeadFilter {
        state: asked.stage,
        officer: asked.officer,
        division: asked.division,
        held: asked.held,
        cases_of: asked.judgment,
        number: asked.number,
        debtor: asked.debtor,
        ..HeadFilter::default()
    }
}

fn brief_of(case: &Case) -> ApiResult<CaseBrief> {
    let row = case_row(case, At::from(DateTime::UNIX_EPOCH), 0)?;
    Ok(CaseBrief {
        id: row.id,
        number: row.number,
        mode: row.mode,
        stage: row.stage,
        held: row.held,
        decided_on: row.decided_on,
        division: row.division_id,
        officer: row.officer_id,
        amount_due: row.amount_due,
        amount_paid: row.amount_paid,
        version: row.version,
    })
}

fn brief(row: cases::CaseHead) -> CaseBrief {
    CaseBrief {
        id: row.id,
        number: row.number,
        mode: row.mode,
        stage: row.stage,
        held: row.held,
        decided_on: row.decided_on,
        division: row.division_id,
        officer: row.officer_id,
        amount_due: row.amount_due,
        amount_paid: row.amount_paid,
        version: row.version,
    }
}

/// Items of a case, by identifier, now or as they were known at an instant.
///
/// # Errors
/// 404 when the case is not the user's to know of.
pub async fn items(
    core: &Core,
    user: UserId,
    id: CaseId,
    as_of: Option<DateTime<Utc>>,
    after: Option<crate::domain::ids::ObligationId>,
    limit: i64,
) -> ApiResult<Vec<Obligation>> {
    let (clock, at) = (core.clock.clone(), past::instant(core, as_of)?);
    core.store
        .run_read(move |conn| {
            let actor = actor(conn, user)?;
            find(conn, &actor, clock.today(), id)?;
            if let Some(at) = at {
                past::existed(conn, id.0, at)?;
                return past::items(conn, ItemsOf::Case(id), at, after, limit);
            }
            obligations::by_case(conn, id, after, limit)?.into_iter().map(obligation).collect()
        })
        .await
}

/// Parties of a case's judgment, by identifier, now or as they were known at an instant.
///
/// # Errors
/// 404 when the case is not the user's to know of.
pub async fn case_parties(
    core: &Core,
    user: UserId,
    id: CaseId,
    as_of: Option<DateTime<Utc>>,
    after: Option<crate::domain::ids::PartyId>,
    limit: i64,
) -> ApiResult<Vec<Party>> {
    let (clock, at) = (core.clock.clone(), past::instant(core, as_of)?);
    let (file, found) = core
        .store
        .run_read(move |conn| {
            let actor = actor(conn, user)?;
            let case = find(conn, &actor, clock.today(), id)?;
            let found: Vec<Party> = match at {
                Some(at) => {
                    past::existed(conn, id.0, at)?;
                    personal::known(conn, case.judgment, at, after, limit)?
                }
                None => parties::by_judgment(conn, case.judgment, after, limit)?
                    .into_iter()
                    .map(|row| value(&row.doc))
                    .collect::<ApiResult<_>>()?,
            };
            let works = personal::works(&actor, case.office, clock.today());
            Ok::<_, ApiError>(((case.office, Some(id), case.judgment), (works, found)))
        })
        .await?;
    personal::shown(core, user, "list_case_parties", file, found).await
}

/// The creditors of a case, at most so many; and whether that is all of them.
pub(super) fn creditors(
    conn: &mut Conn,
    case: CaseId,
    limit: i64,
) -> ApiResult<(Vec<crate::domain::ids::PartyId>, bool)> {
    let rows = obligations::by_case(conn, case, None, limit.min(MAX_ROWS))?;
    let whole = i64::try_from(rows.len()).unwrap_or(i64::MAX) < limit.min(MAX_ROWS);
    let mut creditors: Vec<_> = rows.into_iter().filter_map(|row| row.creditor_id).collect();
    creditors.sort_unstable();
    creditors.dedup();
    Ok((creditors, whole))
}

/// An event as the API shows it.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct EventView {
    /// The content that was hashed: everything but the last two members.
    #[serde(flatten)]
    pub body: EventBody,
    /// SHA-256 over the content's canonical JSON.
    pub hash: String,
    /// How many days after the day of the act it was recorded.
    pub late_days: i64,
}

impl EventView {
    /// An event as it was written.
    pub(super) fn of(row: events::Event) -> ApiResult<EventView> {
        let body: EventBody = value(&row.body)?;
        let late_days = (legal_day(body.recorded_at) - body.effective_on).num_days().max(0);
        Ok(EventView { body, hash: row.hash, late_days })
    }
}

/// Whose history.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Whose {
    /// A case's.
    Case(CaseId),
    /// An asset's.
    Asset(crate::domain::ids::AssetId),
}

/// The history of a case or an asset, oldest first.
///
/// # Errors
/// 404 when it is not the user's to know of.
pub async fn history(
    core: &Core,
    user: UserId,
    whose: Whose,
    after_seq: i64,
    limit: i64,
) -> ApiResult<Vec<EventView>> {
    let clock = core.clock.clone();
    core.store
        .run_read(move |conn| {
            let actor = actor(conn, user)?;
            let id = match whose {
                Whose::Case(id) => find(conn, &actor, clock.today(), id)?.id.0,
                Whose::Asset(id) => super::assets::find(conn, &actor, clock.today(), id)?.id.0,
            };
            let rows = events::page(conn, AnyId(id), after_seq, limit)?;
            rows.into_iter().map(EventView::of).collect()
        })
        .await
}
