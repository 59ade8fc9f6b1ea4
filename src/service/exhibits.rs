//! Lots of exhibits: entered, found, acted on, and those past their time. What may be done with one its lifecycle says.

use chrono::{DateTime, NaiveDate, Utc};
use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;
use uuid::Uuid;

use super::acts::{self, Asked, Board, Uuids};
use super::clock::legal_day;
use super::context::{Core, actor};
use super::convert::value;
use super::error::{ApiError, ApiResult};
use super::idempotency::{Answer, Once};
use super::matters::{self, Entering};
use super::{cases, past, refusals, scope};
use crate::domain::actor::Role;
use crate::domain::asset::Asset;
use crate::domain::case::Case;
use crate::domain::exhibit::{Exhibit, ExhibitState};
use crate::domain::ids::{AssetId, CaseId, MatterId, OfficeId, PartyId, UserId};
use crate::domain::lifecycle::Context;
use crate::domain::lifecycle::exhibit::{
    Entered, ExhibitAction, ExhibitFacts, ExhibitLifecycle, NamedAsset, NewExhibit, enter,
};
use crate::domain::lifecycle::plan::Plan;
use crate::domain::matter::Matter;
use crate::domain::refusal::{self, Refusal};
use crate::store::deadlines::Deadline;
use crate::store::heads::HeadFilter;
use crate::store::{
    At, Conn, IfFound, MAX_ROWS, Scope, assets, cases as case_rows, exhibits, judgments, next_after, parties,
    users,
};

impl Board for ExhibitLifecycle {
    fn load(conn: &mut Conn, asked: &Asked<'_, ExhibitAction>) -> ApiResult<ExhibitFacts> {
        let lot: Exhibit = matters::find(conn, asked.actor, asked.today, MatterId(asked.id))?;
        let named = asked.action.map(|action| action.named(&lot)).unwrap_or_default();
        let office = Scope::office(lot.head.office);
        let case = case_of(conn, &office, lot.head.case)?;
        let named_case = case_of(conn, &office, named.case)?;
        let in_force_on = match &case {
            Some(case) => judgments::get(conn, &office, case.judgment)?.in_force_on,
            None => None,
        };
        let of = named_case.as_ref().or(case.as_ref());
        let known = parties_of(conn, of, &named.parties)?;
        let asset = match named.asset {
            Some(asset) => asset_of(conn, &office, asset)?,
            None => None,
        };
        let assignee_is_officer = match named.assignee {
            Some(user) => cases::is_officer(conn, user, lot.head.office, asked.on)?,
            None => false,
        };
        let accountant_is_one = match named.accountant {
            Some(user) => users::actor(conn, user)?.has(Role::Accountant, lot.head.office, None, asked.on),
            None => false,
        };
        Ok(ExhibitFacts {
            lot,
            case,
            in_force_on,
            named_case,
            parties: known.into_iter().collect(),
            asset,
            assignee_is_officer,
            accountant_is_one,
        })
    }

    fn version(facts: &ExhibitFacts) -> i64 {
        facts.lot.head.version
    }

    fn parse(name: &str, body: Value) -> Option<Result<ExhibitAction, Vec<refusal::FieldError>>> {
        ExhibitAction::parse(name, body)
    }

    fn names() -> &'static [(&'static str, &'static str)] {
        ExhibitAction::names()
    }
}

/// A case of the lot's office.
fn case_of(conn: &mut Conn, office: &Scope, id: Option<CaseId>) -> ApiResult<Option<Case>> {
    let Some(id) = id else { return Ok(None) };
    case_rows::get(conn, office, id).if_found()?.map(|row| value(&row.doc)).transpose()
}

/// Those of these parties who are parties of the case's judgment.
fn parties_of(conn: &mut Conn, case: Option<&Case>, named: &[PartyId]) -> ApiResult<Vec<PartyId>> {
    let Some(case) = case else { return Ok(Vec::new()) };
    Ok(parties::of_judgment(conn, case.judgment, named)?.into_iter().map(|row| row.id).collect())
}

fn asset_of(conn: &mut Conn, office: &Scope, id: AssetId) -> ApiResult<Option<NamedAsset>> {
    let Some(row) = assets::get(conn, office, id).if_found()? else { return Ok(None) };
    let asset: Asset = value(&row.doc)?;
    Ok(Some(NamedAsset { id: asset.id, case: asset.case, owner: asset.owner }))
}

/// XB-01: enters a lot in the register.
///
/// # Errors
/// 403 for anybody but the office's officers and its intake clerk; 404 for a case that is not the user's to know of; 422 with every
/// wrong field.
pub async fn receive(core: &Core, once: Once, new: NewExhibit) -> ApiResult<Answer> {
    matters::enter(core, once, "exhibits", move |conn, entering| make(conn, entering, &new)).await
}

fn make(conn: &mut Conn, entering: &Entering<'_>, new: &NewExhibit) -> ApiResult<(Exhibit, Plan)> {
    let may = [Role::IntakeClerk, Role::EnforcementOfficer, Role::ChiefOfficer];
    if !may.iter().any(|role| entering.actor.has(*role, new.office, None, entering.today)) {
        return Err(ApiError::forbidden());
    }
    let case = match new.case {
        Some(case) => Some(cases::find(conn, entering.actor, entering.today, case)?),
        None => None,
    };
    let named: Vec<PartyId> = new.lines.iter().filter_map(|line| line.owner).collect();
    let known = parties_of(conn, case.as_ref(), &named)?;
    // The law of today also for what the agency has kept since before it (L106 116.6).
    let at = Context {
        law: entering.law,
        actor: entering.actor,
        on: entering.today,
        now: entering.now,
        ids: &Uuids,
    };
    let facts = Entered { case: case.as_ref(), parties: &known };
    enter(new, entering.id, facts, &at).map_err(|reason| match reason {
        Refusal::Content(errors) => {
            let errors = errors.into_iter().map(acts::plain).collect();
            refusals::cited(entering.law, entering.today, errors)
        }
        other => super::held_money::law_gap(&other),
    })
}

/// A time of a lot that has passed.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct PassedTime {
    /// The key in the law data; `ex.lie_1y` and `ex.lie_5y` tell how long it has lain.
    #[schema(example = "confiscate_handover")]
    pub key: String,
    /// The last day.
    pub due_on: NaiveDate,
    /// The document that it is about.
    pub about: Option<Uuid>,
}

/// A lot that is past its time.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct OverdueExhibit {
    /// The lot.
    pub id: MatterId,
    /// The agency.
    pub office: OfficeId,
    /// Who is responsible, where that is not the case's officer.
    pub officer: Option<UserId>,
    /// The case.
    pub case: Option<CaseId>,
    /// The number of the criminal case.
    pub criminal_case: Option<String>,
    /// Where it stands.
    pub state: ExhibitState,
    /// Since when the agency has had it.
    pub received_on: NaiveDate,
    /// How many lines wait.
    pub open_lines: usize,
    /// What has passed, the earliest first.
    pub passed: Vec<PassedTime>,
}

/// Lots past a time of handling, of counting or of reporting, or lying longer than a year, longer than five (W19), by identifier.
/// `key` picks one time.
///
/// # Errors
/// 403 when the user may see no register; 400 for an instant to come.
pub async fn overdue(
    core: &Core,
    user: UserId,
    office: Option<OfficeId>,
    key: Option<String>,
    as_of: Option<DateTime<Utc>>,
    after: Option<MatterId>,
    limit: i64,
) -> ApiResult<Vec<OverdueExhibit>> {
    let (clock, at) = (core.clock.clone(), past::instant(core, as_of)?);
    core.store
        .run_read(move |conn| {
            let (actor, today) = (actor(conn, user)?, clock.today());
            let scope = scope::office_wide(&scope::for_list(&actor, today, office)?);
            let key = key.as_deref();
            if let Some(at) = at {
                return overdue_then(conn, &scope, key, at, after, limit);
            }
            let rows = exhibits::overdue(conn, &scope, Exhibit::KIND, key, today, after, limit)?;
            let ids: Vec<MatterId> = rows.iter().map(|row| row.id).collect();
            let passed = exhibits::passed(conn, &ids, today)?;
            rows.iter().map(|row| Ok(told(&value(&row.doc)?, &passed))).collect()
        })
        .await
}

/// What was past its time as the office knew it at an instant, by the day of that instant.
fn overdue_then(
    conn: &mut Conn,
    scope: &Scope,
    key: Option<&str>,
    at: At,
    mut after: Option<MatterId>,
    limit: i64,
) -> ApiResult<Vec<OverdueExhibit>> {
    let wanted = usize::try_from(limit).unwrap_or_default();
    let mut found = Vec::new();
    loop {
        let (known, of) = ((Exhibit::KIND, at), HeadFilter::default());
        let lots: Vec<Exhibit> = past::states(conn, known, scope, &of, after.map(|id| id.0), MAX_ROWS)?;
        let mut passed = Vec::new();
        let ids: Vec<MatterId> = lots.iter().map(|lot| lot.head.id).collect();
        for some in ids.chunks(500) {
            passed.extend(exhibits::passed_then(conn, some, legal_day(at.utc()), at)?);
        }
        let asked =
            |one: &OverdueExhibit| one.passed.iter().any(|time| key.is_none_or(|key| time.key == key));
        found.extend(lots.iter().map(|lot| told(lot, &passed)).filter(asked));
        after = next_after(&lots, |lot| lot.head.id);
        if after.is_none() || found.len() >= wanted {
            found.truncate(wanted);
            return Ok(found);
        }
    }
}

/// A lot with those of these times that are its own.
fn told(lot: &Exhibit, passed: &[Deadline]) -> OverdueExhibit {
    let of_lot = passed.iter().filter(|deadline| deadline.matter_id == Some(lot.head.id));
    let passed = of_lot.map(|deadline| PassedTime {
        key: deadline.key.clone(),
        due_on: deadline.due_on,
        about: deadline.about_id.map(|about| about.0),
    });
    OverdueExhibit {
        id: lot.head.id,
        office: lot.head.office,
        officer: lot.head.officer,
        case: lot.head.case,
        criminal_case: lot.criminal_case.clone(),
        state: lot.state,
        received_on: lot.head.received_on,
        open_lines: lot.open().count(),
        passed: passed.collect(),
    }
}
