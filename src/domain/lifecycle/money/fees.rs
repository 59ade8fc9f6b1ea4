//! The fee on each line of a distribution (TT216 4–7; L106 53.1): which part of it bears one, and what each creditor owes on all that he
//! has received under one decision. The scale stands in `fee`; what was received before, and when the money came, comes in.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;

use super::rules::{fee_scale, nature_of};
use crate::domain::case::Case;
use crate::domain::claim::Payee;
use crate::domain::distribution::Line;
use crate::domain::fee::{Factor, FeeInput, FeeScale, NoFee};
use crate::domain::fee_account::{Assessed, DirectPart, FeeAccount};
use crate::domain::ids::{AssetId, CaseId, ObligationId, PartyId};
use crate::domain::judgment::{Mode, Obligation};
use crate::domain::law::{Law, Regime, Status};
use crate::domain::lifecycle::Context;
use crate::domain::lifecycle::plan::Plan;
use crate::domain::money::{AmountOutOfRange, Dong};
use crate::domain::payment::FeeLine;
use crate::domain::refusal::{Refusal, wrong};

/// Accounts of creditors, by decision and creditor.
pub type FeeAccounts = BTreeMap<(CaseId, PartyId), FeeAccount>;

/// Everything that the fees of a distribution depend on.
pub struct FeeFacts<'a> {
    /// The law.
    pub law: &'a Law,
    /// The day the money came: its base salary gives the threshold.
    pub on: NaiveDate,
    /// The cases whose claims share.
    pub cases: &'a [Case],
    /// The asset whose price is shared.
    pub asset: Option<AssetId>,
    /// Every item of those cases.
    pub items: &'a [Obligation],
    /// What their creditors have received and owe.
    pub accounts: &'a FeeAccounts,
    /// Parts of the money that bear no fee by the day on which they came.
    pub free: &'a [(NoFee, Dong)],
    /// All the money.
    pub amount: Dong,
    /// Cases that the debtor himself asked for.
    pub by_debtor: &'a BTreeSet<CaseId>,
}

/// Whether a fee is due on a claim.
pub enum Bears {
    /// It is.
    Fee,
    /// It is not.
    None(NoFee),
    /// The head must say.
    Open,
}

type Key = (CaseId, PartyId);

/// One fee for each creditor and decision on everything received under it, kept back from the first lines (TT216 5.1–5.4).
///
/// # Errors
/// Where the law of the day knows no scale, or a sum is beyond what an amount can hold.
pub fn fee_lines(of: &FeeFacts<'_>, lines: Vec<Line>) -> Result<(Vec<FeeLine>, Status), Refusal> {
    let (scale, status) = fee_scale(of.law, of.on)?;
    let by_item: BTreeMap<ObligationId, &Obligation> = of.items.iter().map(|item| (item.id, item)).collect();
    let payees = lines.iter().filter_map(|line| Some((line.obligation?, line.payee))).collect();
    let requested = requested(of.items, &payees).map_err(beyond)?;
    let mut now: BTreeMap<Key, Dong> = BTreeMap::new();
    let mut out = Vec::with_capacity(lines.len());
    for line in lines {
        let mut made = FeeLine::new(line);
        let item = line.obligation.and_then(|id| by_item.get(&id).copied());
        made.bears_interest = item.is_some_and(|item| item.more.interest.is_some());
        made.foreign = item.and_then(|item| item.more.currency()).map(str::to_owned);
        // What waits for a request is not received yet: its fee comes with the payment.
        let item = item.filter(|_| !line.waits);
        if let (Payee::Party(party), Some(item), Some(case)) = (line.payee, item, line.case) {
            let asked = requested.get(&(case, party)).copied().unwrap_or_default();
            match bears(of, &scale, item, case, asked)? {
                Bears::None(reason) => made.no_fee = Some(reason),
                Bears::Open => made.fee_open = true,
                Bears::Fee => {
                    (made.fee_base, made.no_fee) = base(of, line.share_dong)?;
                    let sum = now.entry((case, party)).or_default();
                    *sum = sum.plus(made.fee_base).map_err(beyond)?;
                }
            }
        }
        out.push(made);
    }
    let mut due = BTreeMap::new();
    for (key, received) in now {
        due.insert(key, assess(of, &scale, key, received)?);
    }
    keep_back(&mut out, due);
    Ok((out, status))
}

/// The fee of one creditor on what he receives now.
fn assess(of: &FeeFacts<'_>, scale: &FeeScale, key: Key, received_now: Dong) -> Result<Assessed, Refusal> {
    let case = of.cases.iter().find(|case| case.id == key.0).ok_or_else(|| wrong("/case", "not_in_list"))?;
    let known = of.accounts.get(&key).cloned();
    let before = known.unwrap_or_else(|| FeeAccount::new(case.office, key.0, key.1));
    let input = FeeInput {
        received_before: before.received,
        received_now,
        carried: before.carried(),
        // The agency has collected the money (TT216 4.5).
        factor: Factor::WHOLE,
        reliefs: case.fees.reliefs_of(key.1, of.asset),
        no_fee: None,
    };
    let result = scale.assess(&input).map_err(|_| wrong("", "amount_out_of_range"))?;
    Ok(Assessed { before, input, result })
}

/// Takes each creditor's fee from his lines, the first one first; the reckoning stands on his first line that bears one.
fn keep_back(lines: &mut [FeeLine], mut due: BTreeMap<Key, Assessed>) {
    let mut left: BTreeMap<Key, Dong> =
        due.iter().map(|(key, assessed)| (*key, assessed.result.withheld_dong)).collect();
    for line in lines.iter_mut() {
        let (Payee::Party(party), Some(case)) = (line.line.payee, line.line.case) else { continue };
        if line.fee_base.is_zero() {
            continue;
        }
        let key = (case, party);
        line.assessed = due.remove(&key).map(Box::new);
        if let Some(left) = left.get_mut(&key) {
            line.fee = (*left).min(line.line.share_dong);
            *left = left.saturating_minus(line.fee);
        }
    }
}

/// What was asked for under each decision for whoever receives it: for himself, or as one of several or for them (TT216 4.3, 6.4).
fn requested(
    items: &[Obligation],
    payees: &BTreeMap<ObligationId, Payee>,
) -> Result<BTreeMap<Key, Dong>, AmountOutOfRange> {
    let mut sums: BTreeMap<Key, Dong> = BTreeMap::new();
    for item in items.iter().filter(|item| item.mode == Mode::OnRequest) {
        let payee = match payees.get(&item.id) {
            Some(Payee::Party(party)) => Some(*party),
            _ => item.creditor,
        };
        if let (Some(case), Some(payee)) = (item.case, payee) {
            let sum = sums.entry((case, payee)).or_default();
            *sum = sum.plus(item.amount)?;
        }
    }
    Ok(sums)
}

/// Grounds on which no fee is due, those of the claim before those of the request.
fn bears(
    of: &FeeFacts<'_>,
    scale: &FeeScale,
    item: &Obligation,
    case: CaseId,
    requested: Dong,
) -> Result<Bears, Refusal> {
    if let Some(reason) = nature_of(of.law, of.on, item)? {
        return Ok(Bears::None(reason));
    }
    if requested <= scale.threshold {
        return Ok(Bears::None(NoFee::BelowThreshold));
    }
    if !of.by_debtor.contains(&case) {
        return Ok(Bears::Fee);
    }
    let Some(case) = of.cases.iter().find(|one| one.id == case) else { return Ok(Bears::Open) };
    Ok(asked_by_debtor(of.law, case))
}

/// The debtor himself had asked for enforcement: none before the new law; since then the head says who pays (L106 53.1; TT216 2).
pub fn asked_by_debtor(law: &Law, case: &Case) -> Bears {
    if law.regime(case.decided_on) == Regime::L2008 {
        return Bears::None(NoFee::DebtorRequested);
    }
    match &case.fees.ruling {
        None => Bears::Open,
        Some(ruling) if ruling.creditors_pay => Bears::Fee,
        Some(_) => Bears::None(NoFee::HeadRuling),
    }
}

/// The part of a share that bears a fee: money of free days is shared like the rest. With the reason when nothing is left.
fn base(of: &FeeFacts<'_>, share: Dong) -> Result<(Dong, Option<NoFee>), Refusal> {
    let free = Dong::sum(of.free.iter().map(|(_, amount)| *amount)).map_err(beyond)?;
    let first = of.free.iter().find(|(_, amount)| !amount.is_zero()).map(|(reason, _)| *reason);
    if free.is_zero() || of.amount.is_zero() {
        return Ok((share, None));
    }
    if free >= of.amount {
        return Ok((Dong::ZERO, first));
    }
    let part = i128::from(share.get()) * i128::from(free.get()) / i128::from(of.amount.get());
    let part = i64::try_from(part).ok().and_then(|part| Dong::new(part).ok());
    let part = part.ok_or_else(|| wrong("", "amount_out_of_range"))?;
    Ok((share.saturating_minus(part), None))
}

/// Notes what a creditor received otherwise than in money from the agency: the fee on it is decided later and paid in, or kept back from
/// what comes next. None for the voluntary period and for what bears none by its nature (TT216 4.4, 5.4.b, 6).
///
/// # Errors
/// Where the law of the day is missing.
pub fn note_received(
    known: &[FeeAccount],
    of: &Case,
    item: &Obligation,
    amount: Dong,
    factor: Factor,
    at: &Context<'_>,
    plan: &mut Plan,
) -> Result<(), Refusal> {
    let Some(creditor) = item.creditor else { return Ok(()) };
    // The whole fee on a judged thing was decided before (TT216 5.4.b).
    if of.coercion.handovers.iter().any(|thing| thing.obligation == item.id && thing.fee.is_some()) {
        return Ok(());
    }
    let voluntary = of.voluntary_until().is_some_and(|until| at.on <= until);
    let no_fee = nature_of(at.law, at.on, item)?.or(voluntary.then_some(NoFee::VoluntaryPeriod));
    let part = DirectPart { obligation: item.id, on: at.on, amount, factor, no_fee };
    let his = |account: &&FeeAccount| (account.case, account.party) == (of.id, creditor);
    if let Some(account) = plan.fees.iter_mut().find(|account| his(&&**account)) {
        account.direct.push(part);
        return Ok(());
    }
    let known = known.iter().find(his).cloned();
    let mut account = known.unwrap_or_else(|| FeeAccount::new(of.office, of.id, creditor));
    account.direct.push(part);
    plan.fees.push(account);
    Ok(())
}

fn beyond(_: AmountOutOfRange) -> Refusal {
    wrong("", "amount_out_of_range")
}
