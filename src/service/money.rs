//! Money across lifecycles: what a distribution would be, its preparation, and the facts for each later step (L106 54).

use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use utoipa::ToSchema;
use uuid::Uuid;
use validator::Validate;

use super::acts::{Asked, Board};
use super::context::{Core, actor};
use super::convert::{self, obligation, value};
use super::error::{ApiError, ApiResult, Code, FieldError};
use super::idempotency::{Answer, Once, idempotent};
use super::record::{self, History, Recording};
use super::{assets, cases, fees, refusals, scope};
use crate::domain::actor::{Actor, Role};
use crate::domain::asset::Asset;
use crate::domain::case::Case;
use crate::domain::claim::Payee;
use crate::domain::distribution::{Charge, Claim, Input, MoneySource, RentReserve, distribute};
use crate::domain::document::DocumentKind;
use crate::domain::event::hash;
use crate::domain::ids::{AssetId, CaseId, DistributionId, PartyId, PayoutId, UserId};
use crate::domain::judgment::{Obligation, Party};
use crate::domain::law::{Law, Status};
use crate::domain::ledger::Account;
use crate::domain::lifecycle::money::{
    DistributionAction, DistributionFacts, DistributionLifecycle, PayoutAction, PayoutFacts, PayoutLifecycle,
    claims_of, fee_lines, payment_rules, rent_reserve,
};
use crate::domain::lifecycle::plan::Plan;
use crate::domain::money::Dong;
use crate::domain::payment::{Distribution, DistributionState, FeeLine, Payout};
use crate::domain::refusal::{self, Refusal};
use crate::store::{At, Conn, distributions, obligations, parties, payouts};

impl Board for DistributionLifecycle {
    fn load(conn: &mut Conn, asked: &Asked<'_, DistributionAction>) -> ApiResult<DistributionFacts> {
        let id = DistributionId(asked.id);
        let row = scope::find(asked.actor, asked.today, |scope| distributions::get(conn, scope, id))?;
        let distribution: Distribution = value(&row.doc)?;
        let case = cases::find(conn, asked.actor, asked.today, distribution.case)?;
        let delivered = match distribution.asset {
            Some(asset) => assets::find(conn, asked.actor, asked.today, asset)?.handed_over_on.is_some(),
            None => true,
        };
        let open = matches!(distribution.state, DistributionState::Computed | DistributionState::Approved);
        let lines: ApiResult<Vec<FeeLine>> = match open {
            true => distributions::all_lines(conn, id)?.iter().map(|row| value(&row.doc)).collect(),
            false => Ok(Vec::new()),
        };
        let lines = lines?;
        let accounts = accounts(conn, &lines)?;
        let money = cases::money(conn, case.id)?;
        Ok(DistributionFacts { distribution, lines, case, money, delivered, accounts })
    }

    fn version(facts: &DistributionFacts) -> i64 {
        facts.distribution.version
    }

    fn parse(name: &str, body: Value) -> Option<Result<DistributionAction, Vec<refusal::FieldError>>> {
        DistributionAction::parse(name, body)
    }

    fn names() -> &'static [(&'static str, &'static str)] {
        DistributionAction::NAMES
    }
}

impl Board for PayoutLifecycle {
    fn load(conn: &mut Conn, asked: &Asked<'_, PayoutAction>) -> ApiResult<PayoutFacts> {
        let id = PayoutId(asked.id);
        let row = scope::find(asked.actor, asked.today, |scope| payouts::get(conn, scope, id))?;
        let mut payout: Payout = value(&row.doc)?;
        let row = scope::find(asked.actor, asked.today, |scope| {
            distributions::get(conn, scope, payout.distribution)
        })?;
        let distribution: Distribution = value(&row.doc)?;
        payout.follow(&distribution);
        let at_bank = cases::balances(conn, payout.case)?.balance(Account::Bank);
        Ok(PayoutFacts { payout, distribution, at_bank })
    }

    fn version(facts: &PayoutFacts) -> i64 {
        facts.payout.version
    }

    fn parse(name: &str, body: Value) -> Option<Result<PayoutAction, Vec<refusal::FieldError>>> {
        PayoutAction::parse(name, body)
    }

    fn names() -> &'static [(&'static str, &'static str)] {
        PayoutAction::NAMES
    }
}

/// The payees of these lines who have an account on record.
fn accounts(conn: &mut Conn, lines: &[FeeLine]) -> ApiResult<BTreeSet<PartyId>> {
    let payees: BTreeSet<PartyId> = lines
        .iter()
        .filter_map(|line| match line.line.payee {
            Payee::Party(party) => Some(party),
            Payee::State | Payee::Agency => None,
        })
        .collect();
    let payees: Vec<PartyId> = payees.into_iter().collect();
    let mut with_account = BTreeSet::new();
    for row in parties::by_ids(conn, &payees)? {
        let party: Party = value(&row.doc)?;
        if party.bank_account.is_some() {
            with_account.insert(party.id);
        }
    }
    Ok(with_account)
}

/// Which money to share out.
#[derive(Debug, Clone, Serialize, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewDistribution {
    /// The case.
    pub case: CaseId,
    /// The asset whose price is shared; the money collected otherwise when absent.
    pub asset: Option<AssetId>,
    /// The wage region (1–4) of the debtor's residence; needed when the asset was the debtor's only home (L106 89.2).
    #[validate(range(min = 1, max = 4))]
    pub rent_region: Option<u8>,
}

/// A distribution as it would be.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Preview {
    /// The sum to share, in đồng.
    pub amount: Dong,
    /// Fees that would be withheld, in đồng.
    pub fees: Dong,
    /// Whether the fee scale is confirmed for the day.
    pub fee_status: Status,
    /// The lines, each naming its step, row, claim, share and fee.
    pub lines: Vec<PreviewLine>,
}

/// A line with the article behind it.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct PreviewLine {
    /// The line.
    #[serde(flatten)]
    pub line: FeeLine,
    /// Where the law says so.
    pub basis: Vec<crate::domain::citation::Citation>,
}

/// What a distribution would be today; nothing is written.
///
/// # Errors
/// 404, or 422 when there is nothing to share.
pub async fn preview(core: &Core, user: UserId, asked: NewDistribution) -> ApiResult<Preview> {
    let core = core.clone();
    let store = core.store.clone();
    store
        .run_read(move |conn| {
            let actor = actor(conn, user)?;
            let work = Work::load(conn, &core, &actor, &asked)?;
            let shared = work.share(conn, &core.law)?;
            let basis = |line: &FeeLine| core.law.basis(line.line.basis(), work.on).to_vec();
            let lines = shared
                .lines
                .iter()
                .map(|line| PreviewLine { basis: basis(line), line: line.clone() })
                .collect();
            Ok(Preview { amount: work.amount, fees: shared.fees, fee_status: shared.status, lines })
        })
        .await
}

/// M-PREPARE: computes a distribution and keeps it for another person's approval.
///
/// # Errors
/// 403 for anybody but the case's officer or the office's accountant; 404; 422 when there is nothing to share.
pub async fn prepare(core: &Core, once: Once, asked: NewDistribution) -> ApiResult<Answer> {
    let core = core.clone();
    let store = core.store.clone();
    store
        .run_write(move |conn| {
            idempotent(conn, &once, core.clock.now(), |conn| keep(conn, &core, once.user, &asked))
        })
        .await
}

fn keep(conn: &mut Conn, core: &Core, user: UserId, asked: &NewDistribution) -> ApiResult<Answer> {
    let now = core.clock.now();
    let actor = actor(conn, user)?;
    let work = Work::load(conn, core, &actor, asked)?;
    let case = &work.case;
    let accountant = actor.has(Role::Accountant, case.office, case.division, work.on);
    if !accountant && case.officer != Some(user) {
        return Err(ApiError::forbidden());
    }
    let shared = work.share(conn, &core.law)?;
    let line_count = u32::try_from(shared.lines.len()).unwrap_or(u32::MAX);
    let distribution = Distribution {
        id: DistributionId(Uuid::now_v7()),
        version: 1,
        office: case.office,
        division: case.division,
        officer: case.officer,
        case: case.id,
        asset: asked.asset,
        state: DistributionState::Computed,
        amount: work.amount,
        fees: shared.fees,
        prepared_by: user,
        prepared_on: work.on,
        case_version: case.version,
        approved_by: None,
        ordered_by: None,
        line_count,
        lines_digest: hash(&convert::text(&shared.lines)?),
        payouts_open: 0,
    };
    let rows = convert::line_rows(&distribution, &shared.lines)?;
    distributions::insert(conn, &convert::distribution_row(&distribution, At::from(now), 0)?, &rows)?;
    let plan = Plan::new("distribution", "M-PREPARE", "prepare_distribution", "", Vec::new());
    let history = History {
        aggregate: "distribution".into(),
        id: distribution.id.0,
        case: Some(case.id),
        office: case.office,
        code: plan.code,
        action: plan.action,
    };
    let at = Recording { law: &core.law, actor: &actor, on: work.on, now };
    let after = serde_json::to_value(&distribution).map_err(ApiError::internal)?;
    let happened = record::append(conn, &at, &history, None, json!([]), json!({}), after)?;
    let body = json!({ "distribution": distribution, "fee_status": shared.status, "happened": happened });
    Ok(Answer::created(format!("/api/v1/distributions/{}", distribution.id), &body)?.at_version(1))
}

/// Everything a distribution is computed from.
struct Work {
    case: Case,
    asset: Option<Asset>,
    amount: Dong,
    items: Vec<Obligation>,
    rent_region: Option<u8>,
    on: NaiveDate,
}

struct Shared {
    lines: Vec<FeeLine>,
    fees: Dong,
    status: Status,
}

impl Work {
    fn load(conn: &mut Conn, core: &Core, actor: &Actor, asked: &NewDistribution) -> ApiResult<Work> {
        let on = core.clock.today();
        let case = cases::find(conn, actor, on, asked.case)?;
        let asset = match asked.asset {
            Some(id) => {
                let asset = assets::find(conn, actor, on, id)?;
                if asset.case != case.id {
                    return Err(ApiError::field("/asset", "not_in_list"));
                }
                Some(asset)
            }
            None => None,
        };
        let waiting = if asset.is_some() { Account::SaleMoney } else { Account::Provisional };
        let amount = cases::balances(conn, case.id)?.balance(waiting);
        if amount.is_zero() {
            return Err(cited(&core.law, on, FieldError::new("/case", "M02_PLAN")));
        }
        let items: ApiResult<Vec<Obligation>> =
            obligations::all_by_case(conn, case.id)?.into_iter().map(obligation).collect();
        Ok(Work { case, asset, amount, items: items?, rent_region: asked.rent_region, on })
    }

    fn share(&self, conn: &mut Conn, law: &Law) -> ApiResult<Shared> {
        let input = self.input(law)?;
        let plan = distribute(&input).map_err(|refused| {
            let error = FieldError::new("/case", "M02_PLAN").with("reason", refused);
            cited(law, self.on, error)
        })?;
        let voluntary = fees::is_voluntary(conn, &self.case, self.asset.as_ref())?;
        let (mut lines, status) =
            fee_lines(law, self.on, &self.items, plan.lines, voluntary).map_err(unlawful)?;
        lines.retain(|line| !line.line.share_dong.is_zero() || !line.line.claim_dong.is_zero());
        let fees = Dong::sum(lines.iter().map(|line| line.fee)).map_err(ApiError::internal)?;
        Ok(Shared { lines, fees, status })
    }

    fn input(&self, law: &Law) -> ApiResult<Input> {
        let secured = self.items.iter().any(|item| item.secured) && self.asset.is_some();
        let coerced = self.asset.is_some() || self.case.measures.iter().any(|measure| measure.coercive);
        let source = match (secured, coerced) {
            (true, _) => MoneySource::SecuredCreditor,
            (false, true) => MoneySource::Coerced,
            (false, false) => MoneySource::Voluntary,
        };
        let debtor = self.asset.as_ref().map(|asset| asset.owner);
        let debtor = debtor.or_else(|| self.case.debtors.first().map(|track| track.party));
        let rest_to = debtor.map_or(Payee::State, Payee::Party);
        Ok(Input {
            source,
            gross: self.amount,
            reference_date: self.reference_date(),
            named_case: None,
            realising_judgment: secured.then_some(self.case.judgment),
            rules: payment_rules(law, self.on).map_err(unlawful)?,
            set_aside: Vec::new(),
            costs: self.costs(),
            rent_reserve: self.rent_reserve(law, rest_to)?,
            transfer_charges: Vec::new(),
            mortgagees: Vec::new(),
            claims: self.claims(),
            rest_to,
        })
    }

    /// The moment that fixes who shares: the coercion decision, else the payment (L106 54.2.b).
    fn reference_date(&self) -> NaiveDate {
        let seizure = self.asset.as_ref().and_then(|asset| {
            asset.decisions.iter().find(|decision| decision.kind == DocumentKind::SeizureDecision)
        });
        let coercion =
            self.case.measures.iter().find(|measure| measure.coercive).map(|measure| measure.decided_on);
        seizure.map(|decision| decision.signed_on).or(coercion).unwrap_or(self.on)
    }

    fn costs(&self) -> Vec<Charge> {
        let costs = self.asset.as_ref().map_or(Dong::ZERO, |asset| asset.costs);
        let charge =
            Charge { id: self.case.id.0, payee: Payee::Agency, amount: costs, rank: 0, advanced: false };
        if costs.is_zero() { Vec::new() } else { vec![charge] }
    }

    /// Twelve months of the region's minimum wage for a debtor who loses the only home (L106 89.2; ND152 67.3).
    fn rent_reserve(&self, law: &Law, debtor: Payee) -> ApiResult<Option<RentReserve>> {
        if !self.asset.as_ref().is_some_and(|asset| asset.only_home) {
            return Ok(None);
        }
        let Some(region) = self.rent_region else {
            return Err(cited(law, self.on, FieldError::new("/rent_region", "M09_ONLY_HOME")));
        };
        let amount = rent_reserve(law, self.on, region).map_err(unlawful)?;
        Ok(Some(RentReserve { amount, payee: debtor }))
    }

    /// A creditor who took the asset has had his share of it: the money that he paid in is the others' (ND152 66).
    fn claims(&self) -> Vec<Claim> {
        let sale = self.asset.as_ref().and_then(|asset| asset.sale.as_ref());
        let taker = sale.filter(|sale| sale.by.is_taking()).and_then(|sale| sale.taker).map(Payee::Party);
        let mut claims = claims_of(&self.case, &self.items);
        claims.retain(|claim| Some(claim.payee) != taker);
        claims
    }
}

fn cited(law: &Law, on: NaiveDate, error: FieldError) -> ApiError {
    refusals::cited(law, on, vec![error])
}

fn unlawful(refusal: Refusal) -> ApiError {
    match refusal {
        Refusal::LawMissing(gap) => ApiError::new(Code::LawGap).with("gap", gap),
        _ => ApiError::internal("the law data cannot be read"),
    }
}

/// A distribution as the API shows it.
///
/// # Errors
/// 404 when it is not the user's to know of.
pub async fn get_distribution(core: &Core, user: UserId, id: DistributionId) -> ApiResult<Distribution> {
    let clock = core.clock.clone();
    core.store
        .run_read(move |conn| {
            let actor = actor(conn, user)?;
            let row = scope::find(&actor, clock.today(), |scope| distributions::get(conn, scope, id))?;
            value(&row.doc)
        })
        .await
}

/// The lines of a distribution, by place.
///
/// # Errors
/// 404 when it is not the user's to know of.
pub async fn distribution_lines(
    core: &Core,
    user: UserId,
    id: DistributionId,
    after: i32,
    limit: i64,
) -> ApiResult<Vec<(i32, FeeLine)>> {
    let clock = core.clock.clone();
    core.store
        .run_read(move |conn| {
            let actor = actor(conn, user)?;
            scope::find(&actor, clock.today(), |scope| distributions::get(conn, scope, id))?;
            let rows = distributions::lines(conn, id, after, limit)?;
            rows.iter().map(|row| Ok((row.line, value(&row.doc)?))).collect()
        })
        .await
}

/// A payout as the API shows it.
///
/// # Errors
/// 404 when it is not the user's to know of.
pub async fn get_payout(core: &Core, user: UserId, id: PayoutId) -> ApiResult<Payout> {
    let clock = core.clock.clone();
    core.store
        .run_read(move |conn| {
            let actor = actor(conn, user)?;
            let asked =
                Asked { actor: &actor, id: id.0, today: clock.today(), on: clock.today(), action: None };
            Ok(PayoutLifecycle::load(conn, &asked)?.payout)
        })
        .await
}

/// The payouts of a case, by identifier.
///
/// # Errors
/// 404 when the case is not the user's to know of.
pub async fn payouts_of_case(
    core: &Core,
    user: UserId,
    case: CaseId,
    after: Option<PayoutId>,
    limit: i64,
) -> ApiResult<Vec<Payout>> {
    let clock = core.clock.clone();
    core.store
        .run_read(move |conn| {
            let actor = actor(conn, user)?;
            cases::find(conn, &actor, clock.today(), case)?;
            let rows = payouts::by_case(conn, case, after, limit)?;
            let mut plans: BTreeMap<DistributionId, Distribution> = BTreeMap::new();
            let mut out = Vec::with_capacity(rows.len());
            for row in rows {
                let mut payout: Payout = value(&row.doc)?;
                let plan = match plans.entry(payout.distribution) {
                    Entry::Occupied(known) => known.into_mut(),
                    Entry::Vacant(place) => {
                        let scope = crate::store::Scope::office(payout.office);
                        let plan = distributions::get(conn, &scope, payout.distribution)?;
                        place.insert(value(&plan.doc)?)
                    }
                };
                payout.follow(plan);
                out.push(payout);
            }
            Ok(out)
        })
        .await
}
