//! Distributions from preview to preparation: what one would be, what it would be otherwise, the plan that is kept for another
//! person's approval, and what a new computation changed (L106 54). What the records say is read in `collections`.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use serde_json::json;
use utoipa::ToSchema;
use uuid::Uuid;
use validator::Validate;

use super::collections::Work;
use super::context::{Core, actor};
use super::convert::{self, value};
use super::error::{ApiError, ApiResult, Code, FieldError};
use super::idempotency::{Answer, Once, idempotent};
use super::record::{self, History, Recording};
use super::{fees, refusals, scope};
use crate::domain::actor::Role;
use crate::domain::citation::Citation;
use crate::domain::distribution::{
    AlsoDebtor, CaseSeen, ClaimPart, DistributionRefusal, Explained, Line, MoneySource, PaymentStep, Stated,
    explain,
};
use crate::domain::event::hash;
use crate::domain::ids::{AssetId, CaseId, DistributionId, FreedSharesId, UserId};
use crate::domain::law::{Law, Status};
use crate::domain::lifecycle::money::collection::{Assumed, Fed};
use crate::domain::lifecycle::money::{FeeFacts, LineDiff, diff, fee_lines};
use crate::domain::lifecycle::plan::{Change, Plan};
use crate::domain::money::Dong;
use crate::domain::payment::{Distribution, DistributionState, FeeLine};
use crate::domain::refusal::Refusal;
use crate::store::{At, Conn, distributions};

/// How many lines a preview shows at most.
pub const PREVIEW_LINES: usize = 1_000;

/// Which money to share out.
#[derive(Debug, Clone, Serialize, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewDistribution {
    /// The case.
    pub case: CaseId,
    /// The asset whose price is shared; the money collected otherwise when absent.
    pub asset: Option<AssetId>,
    /// Shares set free from a deposit: their money is shared, and nothing else (ND152 30.2).
    #[serde(default)]
    pub freed: Option<FreedSharesId>,
    /// The wage region (1–4) of the debtor's residence; needed when the asset was the debtor's only home (L106 89.2).
    #[validate(range(min = 1, max = 4))]
    pub rent_region: Option<u8>,
    /// What no record holds, each thing with its paper.
    #[serde(default)]
    #[validate(nested)]
    pub stated: Stated,
}

/// A distribution as it would be under other facts.
#[derive(Debug, Clone, Serialize, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct WhatIf {
    /// The money, and what is stated of it.
    #[validate(nested)]
    pub distribution: NewDistribution,
    /// What is assumed instead of what is on record.
    #[serde(default)]
    pub assumed: Assumed,
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
    /// Where the money comes from.
    pub source: MoneySource,
    /// The day that closes pool 1.
    pub reference_date: NaiveDate,
    /// How the đồng left over by rounding are given: the setting, and its answer.
    pub rounding: Rounding,
    /// The other cases against the debtor that were looked at.
    pub others: Vec<CaseSeen>,
    /// Parties of the judgment who owe something themselves here: what falls to them may be used there (L106 59.5).
    pub also_debtors: Vec<AlsoDebtor>,
    /// What each step gets.
    pub steps: Vec<StepTotal>,
    /// How many lines it has.
    pub line_count: usize,
    /// The first lines, each with its article and how its sum was found.
    pub lines: Vec<PreviewLine>,
}

/// The rule of rounding by its setting.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Rounding {
    /// The setting, as `GET /law/settings` lists it.
    pub setting: &'static str,
    /// Its answer.
    pub rule: crate::domain::distribution::RoundingRule,
}

/// What a step gets.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct StepTotal {
    /// The step.
    pub step: PaymentStep,
    /// How much, in đồng.
    pub amount: Dong,
}

/// A line with the article behind it.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct PreviewLine {
    /// The line.
    #[serde(flatten)]
    pub line: FeeLine,
    /// Where the law says so: the step, the row, the part.
    pub basis: Vec<Citation>,
    /// The paper behind it, and its article, for what was stated.
    pub paper: Option<String>,
    /// How its sum was found.
    pub explained: Explained,
}

/// What a new computation changed.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct DiffView {
    /// The computation before it; nothing to compare with when absent.
    pub before: Option<DistributionId>,
    /// How much less or more is shared, in đồng.
    pub amount_before: Option<Dong>,
    /// See `amount_before`.
    pub amount_after: Dong,
    /// How many lines differ.
    pub count: usize,
    /// The first of them.
    pub lines: Vec<LineDiff>,
}

/// What a distribution would be today; nothing is written.
///
/// # Errors
/// 404, or 422 when there is nothing to share or something must be stated.
pub async fn preview(core: &Core, user: UserId, asked: WhatIf) -> ApiResult<Preview> {
    let core = core.clone();
    let store = core.store.clone();
    store
        .run_read(move |conn| {
            let actor = actor(conn, user)?;
            let work = Work::load(conn, &core, &actor, &asked.distribution)?;
            let shared = share(conn, &work, &core.law, &asked)?;
            Ok(shown(&work, &shared, &core.law))
        })
        .await
}

fn shown(work: &Work, shared: &Shared, law: &Law) -> Preview {
    let terms = &shared.fed.terms;
    let plain: Vec<Line> = shared.lines.iter().map(|line| line.line).collect();
    let of_money = match terms.freed {
        Some(_) => Some("PART-waits"),
        None => (terms.source == MoneySource::Divided).then_some("STEP-division"),
    };
    let explained = explain(shared.amount, &plain);
    let lines = shared.lines.iter().zip(explained).take(PREVIEW_LINES).map(|(line, explained)| {
        let note = terms.charges.iter().find(|note| Some(note.id) == line.line.charge);
        let article = note.and_then(|note| note.article.clone());
        let paper = note.and_then(|note| note.paper.clone());
        let paper = [paper, article].into_iter().flatten().collect::<Vec<_>>().join("; ");
        let paper = Some(paper).filter(|paper| !paper.is_empty());
        PreviewLine { basis: basis(law, &line.line, of_money, work.on), line: line.clone(), paper, explained }
    });
    let mut steps: Vec<StepTotal> = Vec::new();
    for line in &plain {
        match steps.last_mut().filter(|total| total.step == line.step) {
            Some(total) => total.amount = total.amount.plus(line.share_dong).unwrap_or(Dong::MAX),
            None => steps.push(StepTotal { step: line.step, amount: line.share_dong }),
        }
    }
    Preview {
        amount: shared.amount,
        fees: shared.fees,
        fee_status: shared.status,
        source: terms.source,
        reference_date: terms.reference_date,
        rounding: Rounding { setting: "A-U12", rule: terms.rules.rounding },
        others: terms.others.clone(),
        also_debtors: terms.also_debtors.clone(),
        steps,
        line_count: plain.len(),
        lines: lines.collect(),
    }
}

/// The articles of a line: of its step, of its row, of interest, of waiting, and of the code under which all of the money stands.
pub fn basis(law: &Law, line: &Line, of_money: Option<&str>, on: NaiveDate) -> Vec<Citation> {
    let mut codes = vec![line.step.as_str()];
    codes.extend(line.row.map(|row| row.as_str()));
    codes.extend(line.part.filter(|part| *part == ClaimPart::Interest).map(|_| "PART-interest"));
    codes.extend(line.waits.then_some("PART-waits"));
    codes.extend(of_money.filter(|code| !codes.contains(code)));
    codes.into_iter().flat_map(|code| law.basis(code, on)).cloned().collect()
}

/// M-PREPARE: computes a distribution and keeps it for another person's approval. One that was computed before for the same
/// money and not yet approved gives way to it.
///
/// # Errors
/// 403 for anybody but the case's officer or the office's accountant; 404; 422 when there is nothing to share.
pub async fn prepare(core: &Core, once: Once, asked: NewDistribution) -> ApiResult<Answer> {
    let core = core.clone();
    let store = core.store.clone();
    store
        .run_write(move |conn| {
            idempotent(conn, &once, core.clock.now(), |conn| keep(conn, &core, once.user, asked))
        })
        .await
}

fn keep(conn: &mut Conn, core: &Core, user: UserId, asked: NewDistribution) -> ApiResult<Answer> {
    let now = core.clock.now();
    let actor = actor(conn, user)?;
    let work = Work::load(conn, core, &actor, &asked)?;
    let case = &work.case;
    let accountant = actor.has(Role::Accountant, case.office, case.division, work.on);
    if !accountant && case.officer != Some(user) {
        return Err(ApiError::forbidden());
    }
    let shared = share(conn, &work, &core.law, &WhatIf { distribution: asked, assumed: Assumed::default() })?;
    let at = Recording { law: &core.law, actor: &actor, on: work.on, now };
    let before = work.computed.as_ref();
    let distribution = made(&work, &shared, user, before)?;
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
    let after = serde_json::to_value(&distribution).map_err(ApiError::internal)?;
    let happened = record::append(conn, &at, &history, None, json!([]), json!({}), after)?;
    if let Some(before) = before {
        let mut gone = before.clone();
        gone.state = DistributionState::Cancelled;
        gone.replaced_by = Some(distribution.id);
        let mut plan =
            Plan::new("distribution", "M-CANCEL", "cancel_distribution", before.state.as_str(), Vec::new());
        plan.changes.push(Change::Distribution(Box::new(gone)));
        record::write(conn, &at, plan)?;
    }
    let body = json!({ "distribution": distribution, "fee_status": shared.status, "happened": happened });
    Ok(Answer::created(format!("/api/v1/distributions/{}", distribution.id), &body)?.at_version(1))
}

fn made(
    work: &Work,
    shared: &Shared,
    user: UserId,
    before: Option<&Distribution>,
) -> ApiResult<Distribution> {
    let case = &work.case;
    Ok(Distribution {
        id: DistributionId(Uuid::now_v7()),
        version: 1,
        office: case.office,
        division: case.division,
        officer: case.officer,
        case: case.id,
        asset: work.asset.as_ref().map(|asset| asset.id),
        state: DistributionState::Computed,
        amount: shared.amount,
        fees: shared.fees,
        prepared_by: user,
        prepared_on: work.on,
        case_version: case.version,
        approved_by: None,
        ordered_by: None,
        payment_order: None,
        line_count: u32::try_from(shared.lines.len()).unwrap_or(u32::MAX),
        lines_digest: hash(&convert::text(&shared.lines)?),
        payouts_open: 0,
        edition: before.map_or(1, |before| before.edition.saturating_add(1)),
        replaces: before.map(|before| before.id),
        replaced_by: None,
        terms: Some(shared.fed.terms.clone()),
        arrived: work.arrived.clone(),
    })
}

struct Shared {
    amount: Dong,
    fed: Fed,
    lines: Vec<FeeLine>,
    fees: Dong,
    status: Status,
}

fn share(conn: &mut Conn, work: &Work, law: &Law, asked: &WhatIf) -> ApiResult<Shared> {
    let fed = work
        .feed(law, &asked.distribution, &asked.assumed)
        .map_err(|refusal| refused(law, work.on, refusal))?;
    let plan = fed.plan().map_err(|refusal| unshareable(law, work.on, &fed, refusal))?;
    let amount = plan.gross_dong;
    let (items, cases) = (work.all_items(), work.all_cases());
    let ids: Vec<CaseId> = cases.iter().map(|case| case.id).collect();
    let accounts = fees::accounts(conn, &ids)?;
    let mut by_debtor = BTreeSet::new();
    for case in &cases {
        if fees::by_debtor(conn, case, work.requests.get(&case.id))? {
            by_debtor.insert(case.id);
        }
    }
    let free = fees::free(&work.case, work.asset.as_ref(), &work.arrived);
    let facts = FeeFacts {
        law,
        on: work.arrived.last().map_or(work.on, |last| last.on),
        cases: &cases,
        asset: work.asset.as_ref().map(|asset| asset.id),
        items: &items,
        accounts: &accounts,
        free: &free,
        amount,
        by_debtor: &by_debtor,
    };
    let lines = fee_lines(&facts, plan.lines);
    let (mut lines, status) = lines.map_err(|refusal| refused(law, work.on, refusal))?;
    lines.retain(|line| !line.line.share_dong.is_zero() || !line.line.claim_dong.is_zero());
    let fees = Dong::sum(lines.iter().map(|line| line.fee)).map_err(ApiError::internal)?;
    Ok(Shared { amount, fed, lines, fees, status })
}

/// Why there is no plan: an order that is not kept, or anything else that makes none.
fn unshareable(law: &Law, on: NaiveDate, fed: &Fed, refusal: DistributionRefusal) -> ApiError {
    let (pointer, code) = match (&fed.by_hand, refusal) {
        (Some(_), DistributionRefusal::OutOfOrder) => ("/stated/by_hand/lines", "M03_ORDER"),
        (Some(_), _) => ("/stated/by_hand/lines", "M02_PLAN"),
        (None, _) => ("/case", "M02_PLAN"),
    };
    let error = FieldError::new(pointer, code).with("reason", refusal);
    refusals::cited(law, on, vec![error])
}

fn refused(law: &Law, on: NaiveDate, refusal: Refusal) -> ApiError {
    match refusal {
        Refusal::LawMissing(gap) => ApiError::new(Code::LawGap).with("gap", gap),
        Refusal::Content(errors) => {
            refusals::cited(law, on, errors.into_iter().map(super::acts::plain).collect())
        }
        Refusal::NotAllowed(_) => ApiError::internal("computing a distribution has no guards"),
    }
}

/// What a computation changed against the one before.
///
/// # Errors
/// 404 when it is not the user's to know of.
pub async fn difference(core: &Core, user: UserId, id: DistributionId) -> ApiResult<DiffView> {
    let clock = core.clock.clone();
    core.store
        .run_read(move |conn| {
            let actor = actor(conn, user)?;
            let row = scope::find(&actor, clock.today(), |scope| distributions::get(conn, scope, id))?;
            let this: Distribution = value(&row.doc)?;
            let Some(before) = this.replaces else {
                let amount_after = this.amount;
                return Ok(DiffView {
                    before: None,
                    amount_before: None,
                    amount_after,
                    count: 0,
                    lines: Vec::new(),
                });
            };
            let office = crate::store::Scope::office(this.office);
            let old: Distribution = value(&distributions::get(conn, &office, before)?.doc)?;
            let (was, is) = (lines(conn, before)?, lines(conn, id)?);
            let mut differing = diff(&was, &is);
            let count = differing.len();
            differing.truncate(PREVIEW_LINES);
            let (amount_before, amount_after) = (Some(old.amount), this.amount);
            Ok(DiffView { before: Some(before), amount_before, amount_after, count, lines: differing })
        })
        .await
}

fn lines(conn: &mut Conn, id: DistributionId) -> ApiResult<Vec<FeeLine>> {
    distributions::all_lines(conn, id)?.iter().map(|row| value(&row.doc)).collect()
}
