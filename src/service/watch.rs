//! What is looked at every day: gates of an asset as checklists, the lists of assets where faults show first, and the rules that two
//! people passed over.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;

use super::acts::{Asked, Board, Uuids};
use super::clock::legal_day;
use super::context::{Core, actor};
use super::convert::{asset_row, value};
use super::error::{ApiError, ApiResult};
use super::{past, refusals, scope};
use crate::domain::asset::Asset;
use crate::domain::case::Case;
use crate::domain::citation::Citation;
use crate::domain::document::DocumentKind;
use crate::domain::ids::{AssetId, CaseId, DecisionId, OfficeId, UserId};
use crate::domain::lifecycle::asset::{AssetLifecycle, Gate, GateLine};
use crate::domain::lifecycle::{Context, Lifecycle};
use crate::domain::text::Lang;
use crate::store::assets::{AssetFilter, Watch};
use crate::store::heads::HeadFilter;
use crate::store::{At, Conn, MAX_ROWS, Scope, assets, decisions, next_after};
use crate::text_enum;

/// One line of a gate.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct GateLineView {
    /// The guard's code.
    #[schema(example = "G03_OWNER")]
    pub code: &'static str,
    /// What it asks.
    pub asks: String,
    /// Whether it is met.
    pub met: bool,
    /// Where the rule stands.
    pub citations: Vec<Citation>,
    /// The fact that was looked at.
    pub found: String,
    /// Why it is not met, and what would cure it.
    pub unmet: Option<refusals::UnmetView>,
}

/// A gate as one checklist.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct GateView {
    /// The gate.
    pub gate: Gate,
    /// Every line is met.
    pub ready: bool,
    /// The day by whose law it was judged.
    pub effective_on: NaiveDate,
    /// The officer who answers for it.
    pub officer: Option<UserId>,
    /// The head, or whoever signs for the head, who approved the auction dossier.
    pub approved_by: Option<UserId>,
    /// Its lines.
    pub lines: Vec<GateLineView>,
}

/// A gate of an asset, each line met or unmet with its citation, fact and cure.
///
/// # Errors
/// 404 when the asset is not the user's to know of; 422 for a day in the future.
pub async fn gate(
    core: &Core,
    user: UserId,
    id: AssetId,
    gate: Gate,
    on: Option<NaiveDate>,
    lang: Lang,
) -> ApiResult<GateView> {
    let core = core.clone();
    let store = core.store.clone();
    store
        .run_read(move |conn| {
            let today = core.clock.today();
            let on = on.unwrap_or(today);
            if on > today {
                return Err(ApiError::field("/effective_on", "date_in_future"));
            }
            let actor = actor(conn, user)?;
            let asked = Asked { actor: &actor, id: id.0, today, on, action: None };
            let facts = AssetLifecycle::load(conn, &asked)?;
            let at = Context { law: &core.law, actor: &actor, on, now: core.clock.now(), ids: &Uuids };
            let reader = refusals::Reader { law: &core.law, lang, on, lifecycle: AssetLifecycle::NAME };
            let lines: Vec<GateLineView> =
                gate.lines(&facts, &at).into_iter().map(|line| view(line, &reader)).collect();
            Ok(GateView {
                gate,
                ready: lines.iter().all(|line| line.met),
                effective_on: on,
                officer: facts.case.officer,
                approved_by: facts.asset.dossier.as_ref().map(|dossier| dossier.approved_by),
                lines,
            })
        })
        .await
}

fn view(line: GateLine, reader: &refusals::Reader<'_>) -> GateLineView {
    let (code, found, unmet) = match line {
        GateLine::Met(seen) => (seen.code, seen.value, None),
        GateLine::Unmet(unmet) => (unmet.code, unmet.found.clone(), Some(reader.unmet(&unmet))),
    };
    GateLineView {
        code,
        asks: reader.law.texts().part(code, "asks", reader.lang, &[]).unwrap_or_default(),
        met: unmet.is_none(),
        citations: reader.law.basis(code, reader.on).to_vec(),
        found,
        unmet,
    }
}

text_enum! {
    /// A list of assets that somebody must look at.
    pub enum WatchList {
        /// Sold and not handed over.
        NotHandedOver = "not_handed_over",
        /// The same, the last day past.
        HandoverOverdue = "handover_overdue",
        /// The certificate ends within thirty days and no auction contract is signed.
        CertificateEnds = "certificate_ends",
        /// Has not moved for ninety days.
        Idle = "idle",
        /// Registered, without a registry's answer.
        AwaitsRegistry = "awaits_registry",
    }
}

/// How long before its end a certificate is watched, and after how long without an act an asset is idle: choices of this program.
const CERTIFICATE_DAYS: i64 = 30;
const IDLE_DAYS: i64 = 90;

impl WatchList {
    fn watch(self, today: NaiveDate) -> Watch {
        match self {
            WatchList::NotHandedOver => Watch::NotHandedOver,
            WatchList::HandoverOverdue => Watch::HandoverOverdue(today),
            WatchList::CertificateEnds => Watch::CertificateEnds(today + TimeDelta::days(CERTIFICATE_DAYS)),
            WatchList::Idle => Watch::Idle(today - TimeDelta::days(IDLE_DAYS)),
            WatchList::AwaitsRegistry => Watch::AwaitsRegistry,
        }
    }
}

/// Which assets to list across cases.
#[derive(Debug, Clone, Default)]
pub struct Wanted {
    /// Of this agency, for users of several.
    pub office: Option<OfficeId>,
    /// In this state.
    pub state: Option<String>,
    /// Of this kind.
    pub kind: Option<String>,
    /// On this watch list.
    pub watch: Option<WatchList>,
}

/// Assets of the cases that the user may see, by identifier; with an instant those that were known then, as they were, on the watch
/// lists of that day.
///
/// # Errors
/// 403 when the user may see no case; 400 for an instant to come.
pub async fn list(
    core: &Core,
    user: UserId,
    wanted: Wanted,
    as_of: Option<DateTime<Utc>>,
    after: Option<AssetId>,
    limit: i64,
) -> ApiResult<Vec<Asset>> {
    let (clock, at) = (core.clock.clone(), past::instant(core, as_of)?);
    core.store
        .run_read(move |conn| {
            let actor = actor(conn, user)?;
            let today = clock.today();
            let scope = scope::for_list(&actor, today, wanted.office)?;
            let then = as_of.map_or(today, legal_day);
            let watch = wanted.watch.map(|list| list.watch(then));
            let filter = AssetFilter { case: None, state: wanted.state, kind: wanted.kind, watch };
            if let Some(at) = at {
                return known(conn, &scope, &filter, at, (after, limit));
            }
            let rows = assets::list(conn, &scope, &filter, after, limit)?;
            rows.iter().map(|row| value(&row.doc)).collect()
        })
        .await
}

/// The assets that were on a list at an instant, among those of the office then: each is held against the list as its row was, and
/// against whose its case was.
fn known(
    conn: &mut Conn,
    scope: &Scope,
    filter: &AssetFilter,
    at: At,
    (after, limit): (Option<AssetId>, i64),
) -> ApiResult<Vec<Asset>> {
    let office = Scope { office: scope.office, ..Scope::default() };
    let heads = HeadFilter { state: filter.state.clone(), ..HeadFilter::default() };
    let (mut found, mut after) = (Vec::new(), after.map(|id| id.0));
    let mut in_scope: BTreeMap<CaseId, bool> = BTreeMap::new();
    // Who sees the whole office need not know whose the case was.
    let whole = scope.division.is_none() && scope.officer.is_none();
    let most = usize::try_from(limit).map_err(ApiError::internal)?;
    while found.len() < most {
        let page: Vec<Asset> = past::states(conn, ("asset", at), &office, &heads, after, MAX_ROWS)?;
        after = next_after(&page, |asset| asset.id.0);
        for asset in page {
            if !filter.fits(&asset_row(&asset, at, 0)?) {
                continue;
            }
            let own = match in_scope.entry(asset.case) {
                _ if whole => true,
                Entry::Occupied(known) => *known.get(),
                Entry::Vacant(place) => {
                    let case: Case = past::state(conn, asset.case.0, at)?;
                    let division = scope.division.is_none_or(|division| case.division == Some(division));
                    let officer = scope.officer.is_none_or(|officer| case.officer == Some(officer));
                    *place.insert(division && officer)
                }
            };
            found.extend(Some(asset).filter(|_| own));
        }
        if after.is_none() {
            break;
        }
    }
    found.truncate(most);
    Ok(found)
}

/// A rule of this program that two people passed over.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct OverrideView {
    /// The document that allows it.
    pub id: DecisionId,
    /// Its number.
    pub number: String,
    /// The case.
    pub case: Option<CaseId>,
    /// The asset.
    pub asset: Option<AssetId>,
    /// The guard.
    pub guard: Option<String>,
    /// Why.
    pub reason: Option<String>,
    /// Who asked.
    pub asked_by: Option<UserId>,
    /// Who allowed it.
    pub allowed_by: UserId,
    /// The day.
    pub on: NaiveDate,
    /// When it was recorded.
    pub recorded_at: DateTime<Utc>,
}

/// Every override at an agency, oldest first; for everyone who works there.
///
/// # Errors
/// 403 when the user may see no case.
pub async fn overrides(
    core: &Core,
    user: UserId,
    office: Option<OfficeId>,
    after: Option<DecisionId>,
    limit: i64,
) -> ApiResult<Vec<OverrideView>> {
    let clock = core.clock.clone();
    core.store
        .run_read(move |conn| {
            let actor = actor(conn, user)?;
            let scope = scope::office_wide(&scope::for_list(&actor, clock.today(), office)?);
            let kind = DocumentKind::OverrideDecision.as_str();
            let rows = decisions::of_kind(conn, &scope, kind, after, limit)?;
            rows.into_iter().map(override_view).collect()
        })
        .await
}

fn override_view(row: decisions::Decision) -> ApiResult<OverrideView> {
    let content: Value = value(&row.content)?;
    let said = |name: &str| content.get(name).and_then(Value::as_str).map(str::to_owned);
    Ok(OverrideView {
        id: row.id,
        number: row.full_number,
        case: row.case_id,
        asset: row.asset_id,
        guard: said("guard"),
        reason: said("reason"),
        asked_by: row.preparer_id,
        allowed_by: row.signer_id,
        on: row.signed_on,
        recorded_at: row.created_at.into(),
    })
}
