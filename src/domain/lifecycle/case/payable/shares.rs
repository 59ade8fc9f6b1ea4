//! The later life of what a distribution kept for creditors who had not asked for enforcement (ND152 30.2): it bears interest month by
//! month; who asks in time has his share; when the time to ask has run out, it goes on. Either way the money is set free for a
//! distribution of its own, which names it: who may share in that stands there.

use chrono::NaiveDate;
use serde_json::json;

use super::{FreeShares, RenewShares};
use crate::domain::case::{Case, FreedShares, TermDeposit};
use crate::domain::document::DocumentKind;
use crate::domain::ids::{DistributionId, FreedSharesId, ObligationId};
use crate::domain::ledger::entries::{drawn, interest_of_shares, shares_freed};
use crate::domain::ledger::{Account, LedgerRefusal};
use crate::domain::lifecycle::case::{CaseFacts, WaitingShare, arrived, record, wrong};
use crate::domain::lifecycle::intake::time_bar;
use crate::domain::lifecycle::plan::Plan;
use crate::domain::lifecycle::{Context, Guard};
use crate::domain::money::{AmountOutOfRange, Dong};
use crate::domain::refusal::{FieldError, Refusal, Unmet};

/// The duty to pay on what nobody asked for in time.
pub(in crate::domain::lifecycle) const PAY_ON: &str = "share.pay_on";

/// Some share waits on deposit for a request.
pub(super) const LIE: Guard<CaseFacts> = Guard {
    code: "G-SHARE-LIES",
    test: |facts, _| match facts.case.standstill.deposits.iter().find(|one| one.keeps_shares()) {
        Some(deposit) => Ok(deposit.amount.to_string()),
        None => Err(Unmet::new("G-SHARE-LIES", "none", "shares on deposit that wait for a request")),
    },
};

fn unbookable(_: LedgerRefusal) -> Refusal {
    wrong("/interest", "M01_BALANCE")
}

fn beyond(_: AmountOutOfRange) -> Refusal {
    wrong("/interest", "amount_out_of_range")
}

fn deposit_of<'a>(
    case: &'a mut Case,
    distribution: DistributionId,
    at: &Context<'_>,
) -> Result<&'a mut TermDeposit, Refusal> {
    let lies = |one: &&mut TermDeposit| one.distribution == Some(distribution) && one.keeps_shares();
    let found = case.standstill.deposits.iter_mut().find(lies);
    let deposit = found.ok_or_else(|| wrong("/distribution", "not_in_list"))?;
    if at.on < deposit.from { Err(wrong("/effective_on", "contradicts")) } else { Ok(deposit) }
}

/// The month is over: its interest lies with the shares, and a new month begins.
pub(super) fn renew(
    case: &mut Case,
    body: &RenewShares,
    at: &Context<'_>,
    plan: &mut Plan,
) -> Result<(), Refusal> {
    let deposit = deposit_of(case, body.distribution, at)?;
    if at.on < deposit.matures_on {
        let error = FieldError::new("/effective_on", "G-SHARE-TERM");
        return Err(error.with("date", deposit.matures_on.to_string()).into());
    }
    if !body.interest.is_zero() {
        let entry = interest_of_shares(body.interest, "deposit interest");
        plan.entries.push(entry.map_err(unbookable)?);
    }
    deposit.interest = deposit.interest.plus(body.interest).map_err(beyond)?;
    deposit.slip.clone_from(&body.slip);
    deposit.from = at.on;
    deposit.matures_on = at.law.deadline("hold_deposit_term", at.on, at.on)?.due_on;
    let content = json!({ "distribution": body.distribution, "amount": deposit.amount, "interest": deposit.interest,
        "slip": body.slip, "matures_on": deposit.matures_on });
    record(case, DocumentKind::TermDepositSlip, content, at, plan);
    Ok(())
}

/// Drawn with its part of the interest; it waits to be distributed like a price.
pub(super) fn free(
    facts: &CaseFacts,
    case: &mut Case,
    body: &FreeShares,
    at: &Context<'_>,
    plan: &mut Plan,
) -> Result<(), Refusal> {
    let deposit = deposit_of(case, body.distribution, at)?;
    if body.obligation.is_some_and(|item| deposit.has_freed(item)) {
        return Err(wrong("/obligation", "duplicate"));
    }
    let lie: Vec<&WaitingShare> =
        facts.shares.iter().filter(|share| !deposit.has_freed(share.item.id)).collect();
    let (out, next) = match body.obligation {
        Some(item) => (asked(facts, &lie, item, at)?, None),
        None => run_out(facts, &lie, at)?,
    };
    let capital = Dong::sum(out.iter().map(|share| share.amount)).map_err(beyond)?;
    if capital > facts.money.savings {
        let error = FieldError::new("/distribution", "M01_BALANCE");
        return Err(error.with("limit", facts.money.savings.to_string()).into());
    }
    let earlier = part_of(deposit.interest, capital, deposit.amount);
    let freed = FreedShares {
        id: FreedSharesId(at.ids.next()),
        on: at.on,
        asked: body.obligation,
        items: out.iter().map(|share| share.item.id).collect(),
        capital,
        interest: earlier.plus(body.interest).map_err(beyond)?,
    };
    if !body.interest.is_zero() {
        let entry = interest_of_shares(body.interest, "deposit interest");
        plan.entries.push(entry.map_err(unbookable)?);
    }
    plan.entries.push(drawn(Account::Bank, freed.total(), "shares").map_err(unbookable)?);
    let shares = out.iter().map(|share| (share.payee, share.amount));
    plan.entries.push(shares_freed(shares, freed.interest, "shares").map_err(unbookable)?);
    deposit.amount = deposit.amount.saturating_minus(capital);
    deposit.interest = deposit.interest.saturating_minus(earlier);
    deposit.freed.push(freed);
    if deposit.amount.is_zero() {
        deposit.drawn_on = Some(at.on);
    }
    clocks(body, deposit.drawn_on.is_some(), next, at, plan);
    arrived(case, at, plan);
    Ok(())
}

/// The duty to pay on is done with those whose time has run out; it goes on for the next ones, and falls away when all have asked.
fn clocks(body: &FreeShares, empty: bool, next: Option<NaiveDate>, at: &Context<'_>, plan: &mut Plan) {
    let about = body.distribution.0;
    if body.obligation.is_none() {
        plan.close(PAY_ON, Some(about));
    } else if empty {
        plan.lapse(PAY_ON, about);
    }
    if let Some(next) = next {
        plan.open(at, PAY_ON, next, Some(about));
    }
}

/// The last day on which a creditor may ask, as far as the agency knows (L106 34.2).
fn last_day(facts: &CaseFacts, share: &WaitingShare, at: &Context<'_>) -> Result<NaiveDate, Refusal> {
    let base = share.item.due_on.unwrap_or(facts.in_force_on);
    Ok(time_bar(base, &[], at).map_err(|unmet| Refusal::NotAllowed(vec![unmet]))?.0)
}

/// The share of a creditor whose request led to an enforcement decision: whether he asked in time was judged there.
fn asked<'a>(
    facts: &CaseFacts,
    lie: &[&'a WaitingShare],
    item: ObligationId,
    at: &Context<'_>,
) -> Result<Vec<&'a WaitingShare>, Refusal> {
    let his: Vec<&WaitingShare> = lie.iter().copied().filter(|share| share.item.id == item).collect();
    let Some(first) = his.first() else { return Err(wrong("/obligation", "not_in_list")) };
    if first.item.case.is_none() {
        let last = last_day(facts, first, at)?;
        return Err(FieldError::new("/obligation", "G-SHARE-ASKED").with("date", last.to_string()).into());
    }
    Ok(his)
}

/// All for whom nobody has asked in time, and from which day the duty to pay on runs for the others: the first last day among those who
/// still may ask, this one where a request is still to be decided.
fn run_out<'a>(
    facts: &CaseFacts,
    lie: &[&'a WaitingShare],
    at: &Context<'_>,
) -> Result<(Vec<&'a WaitingShare>, Option<NaiveDate>), Refusal> {
    let (mut out, mut next, mut pending) = (Vec::new(), None::<NaiveDate>, false);
    for share in lie.iter().filter(|share| share.item.case.is_none()) {
        let last = last_day(facts, share, at)?;
        if at.on <= last {
            next = Some(next.map_or(last, |next| next.min(last)));
        } else if share.pending {
            pending = true;
        } else {
            out.push(*share);
        }
    }
    if !out.is_empty() {
        return Ok((out, if pending { Some(at.on) } else { next }));
    }
    let error = match next {
        Some(last) => FieldError::new("/obligation", "G-SHARE-RUNS").with("date", last.to_string()),
        None => FieldError::new("/obligation", "G-SHARE-PENDING"),
    };
    Err(error.into())
}

/// The interest of a part of what lies there, rounded down; the last part has the rest.
fn part_of(interest: Dong, part: Dong, all: Dong) -> Dong {
    if part >= all {
        return interest;
    }
    let share = i128::from(interest.get()) * i128::from(part.get()) / i128::from(all.get().max(1));
    i64::try_from(share).ok().and_then(|share| Dong::new(share).ok()).unwrap_or_default()
}
