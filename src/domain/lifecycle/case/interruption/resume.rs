//! The end of an interruption: one postponement, one suspension, one pause at a time. What was paused goes on with the days that
//! were left once the last interruption of the whole case is over.

use chrono::NaiveDate;
use serde_json::json;

use super::guards::{ending_papers, for_review, idle, is_ended};
use super::postpone::in_order;
use super::scope::{check, free_items};
use super::{
    DepositMoney, LiftPause, PauseForComplaint, Resumption, ReviewOutcome, ReviewResult, SuspensionEnd,
    SuspensionOver,
};
use crate::domain::case::{Case, Hold, HoldGround, Pause, PriceChange, Scope, TermDeposit};
use crate::domain::document::DocumentKind;
use crate::domain::ids::HoldId;
use crate::domain::ledger::Account;
use crate::domain::ledger::entries::saved;
use crate::domain::lifecycle::Context;
use crate::domain::lifecycle::case::{CaseFacts, issue, record, wrong};
use crate::domain::lifecycle::plan::{Plan, Running};
use crate::domain::money::Dong;
use crate::domain::refusal::{FieldError, Refusal};

pub(super) fn resume(
    facts: &CaseFacts,
    case: &mut Case,
    body: &Resumption,
    at: &Context<'_>,
    plan: &mut Plan,
) -> Result<(), Refusal> {
    ready(case, body.hold, |ground| !ground.is_suspension(), Vec::new(), at)?;
    let content = json!({ "hold": body.hold, "reason": body.reason });
    issue(case, DocumentKind::ContinueDecision, content, at, plan);
    end_hold(facts, case, body.hold, at, plan);
    Ok(())
}

pub(super) fn end_suspension(
    facts: &CaseFacts,
    case: &mut Case,
    body: &SuspensionOver,
    at: &Context<'_>,
    plan: &mut Plan,
) -> Result<(), Refusal> {
    let mut errors = Vec::new();
    let ground = case.live_hold(body.hold).map(|hold| hold.ground);
    if ground.is_some_and(|ground| !ends(body.event, ground)) {
        errors.push(FieldError::new("/event", "contradicts"));
    }
    ready(case, body.hold, HoldGround::is_suspension, errors, at)?;
    let content = json!({ "hold": body.hold, "event": body.event, "reason": body.reason });
    issue(case, DocumentKind::ContinueDecision, content, at, plan);
    end_hold(facts, case, body.hold, at, plan);
    Ok(())
}

/// Which event ends which suspension (L106 47.3; ND152 11.4; U23).
fn ends(event: SuspensionEnd, ground: HoldGround) -> bool {
    use SuspensionEnd as E;
    match ground {
        HoldGround::BankruptcyPetition => matches!(event, E::RecoveryEndedUnpaid | E::BankruptcyNotOpened),
        HoldGround::ForeignAward => event == E::AwardNotSuspended,
        HoldGround::Protest => event == E::ProtestWithdrawn,
        HoldGround::Competition => event == E::CompetitionResumed,
        _ => false,
    }
}

/// An amended judgment also changes the enforcement decision (L106 63.3).
pub(super) fn after_review(
    facts: &CaseFacts,
    case: &mut Case,
    body: &ReviewResult,
    at: &Context<'_>,
    plan: &mut Plan,
) -> Result<(), Refusal> {
    let mut errors = Vec::new();
    match (body.outcome, &body.amendment) {
        (ReviewOutcome::Amended, None) => errors.push(FieldError::new("/amendment", "required")),
        (ReviewOutcome::Kept, Some(_)) => errors.push(FieldError::new("/amendment", "contradicts")),
        _ => {}
    }
    ready(case, body.hold, for_review, errors, at)?;
    let content = json!({ "hold": body.hold, "outcome": body.outcome, "reason": body.reason });
    issue(case, DocumentKind::ContinueDecision, content, at, plan);
    if let Some(amendment) = &body.amendment {
        let content = json!({ "amendment": amendment, "reason": body.reason });
        issue(case, DocumentKind::ReviewAmendment, content, at, plan);
    }
    end_hold(facts, case, body.hold, at, plan);
    Ok(())
}

/// The hold is in force, of this kind, and over on the day of the act.
fn ready(
    case: &Case,
    id: HoldId,
    kind: impl Fn(HoldGround) -> bool,
    mut errors: Vec<FieldError>,
    at: &Context<'_>,
) -> Result<(), Refusal> {
    match case.live_hold(id) {
        None => errors.push(FieldError::new("/hold", "not_in_list")),
        Some(hold) if !kind(hold.ground) => errors.push(FieldError::new("/hold", "contradicts")),
        Some(hold) if at.on < hold.from => errors.push(FieldError::new("/effective_on", "contradicts")),
        Some(hold) if !is_ended(case, hold, at.on) => errors.push(FieldError::new("/hold", "G-RESUME")),
        Some(hold) => errors.extend(in_order(case, &hold.scope, at)),
    }
    if errors.is_empty() { Ok(()) } else { Err(errors.into()) }
}

/// Ends one hold: its papers are used up, its clocks met, its items free; with the last stop of the whole case what was paused
/// goes on.
pub(in crate::domain::lifecycle::case) fn end_hold(
    facts: &CaseFacts,
    case: &mut Case,
    id: HoldId,
    at: &Context<'_>,
    plan: &mut Plan,
) {
    let Some(hold) = case.live_hold(id).cloned() else { return };
    use_ending_papers(case, &hold, at, plan);
    if let Some(live) = case.holds.iter_mut().find(|one| one.id == id) {
        live.resumed_on = Some(at.on);
    }
    plan.close("resume", Some(id.0));
    plan.close("hold_until", Some(id.0));
    free_items(facts, case, &hold.scope.items, plan);
    if hold.scope.is_whole() {
        go_on(case, at, plan);
    }
}

fn use_ending_papers(case: &mut Case, hold: &Hold, at: &Context<'_>, plan: &mut Plan) {
    let ending: Vec<_> = ending_papers(case, hold, at.on).map(|paper| paper.id).collect();
    for id in ending {
        if let Some(paper) = case.paper_mut(id) {
            paper.used_on = Some(at.on);
        }
        plan.close("resume", Some(id.0));
    }
}

/// If nothing stops the whole case any more, its clocks go on, each debtor's voluntary period and the days to pay by a new value with the
/// days that were left, unless U2 let them run through.
fn go_on(case: &mut Case, at: &Context<'_>, plan: &mut Plan) {
    let Some(since) = case.move_on() else { return };
    plan.running = Some(Running::Resume);
    if at.law.pauses("voluntary", since) {
        for track in case.debtors.iter_mut().filter(|track| track.ended.is_none()) {
            track.voluntary_until = later(track.voluntary_until, track.notified_on, since, at);
        }
    }
    if at.law.pauses("pricechange.pay", since) {
        for demand in case.price_changes.iter_mut().filter_map(PriceChange::open_demand_mut) {
            demand.pay_until = later(demand.pay_until, demand.received_on, since, at);
        }
    }
}

/// The new end of a period that an interruption stopped; whoever was notified during it has his whole period before him.
fn later(
    until: Option<NaiveDate>,
    notified: Option<NaiveDate>,
    since: NaiveDate,
    at: &Context<'_>,
) -> Option<NaiveDate> {
    let from = notified.map_or(since, |notified| notified.max(since));
    match until {
        Some(end) if end >= from => at.on.checked_add_signed(end - from).map(|end| roll(end, at)),
        until => until,
    }
}

/// A period that ends on a day off ends with the next working day (BLDS 148.5).
fn roll(end: NaiveDate, at: &Context<'_>) -> NaiveDate {
    at.law.calendar().next_working_day_on_or_after(end)
}

/// T-PA-01: the resolver's own paper, within the term that he has for the complaint (L106 101.1.b).
pub(super) fn pause(
    facts: &CaseFacts,
    case: &mut Case,
    body: &PauseForComplaint,
    at: &Context<'_>,
    plan: &mut Plan,
) -> Result<(), Refusal> {
    let mut errors = check(facts, case, &body.scope, "contradicts");
    errors.extend(in_order(case, &body.scope, at));
    match &facts.complaint {
        None => errors.push(FieldError::new("/complaint", "not_in_list")),
        Some(complaint) => match complaint.resolve_until {
            None => errors.push(FieldError::new("/complaint", "contradicts")),
            Some(last) if body.until > last => {
                errors.push(FieldError::new("/until", "G-PAUSE-TERM").with("date", last.to_string()));
            }
            Some(_) => {}
        },
    }
    if body.until < at.on {
        errors.push(FieldError::new("/until", "contradicts"));
    }
    if case.live_pauses().any(|pause| pause.complaint == Some(body.complaint.0)) {
        errors.push(FieldError::new("/complaint", "duplicate"));
    }
    if !errors.is_empty() {
        return Err(errors.into());
    }
    let content = json!({ "complaint": body.complaint, "scope": body.scope, "until": body.until,
        "reason": body.reason });
    issue(case, DocumentKind::PauseOrder, content, at, plan);
    case.pauses.push(Pause {
        complaint: Some(body.complaint.0),
        scope: body.scope.clone(),
        from: at.on,
        until: body.until,
        lifted_on: None,
    });
    if body.scope.is_whole() && case.stand_still(at.on) {
        plan.running = Some(Running::Pause);
    }
    Ok(())
}

/// T-PA-02: lifted by the resolver, or by the software once the term is over (L106 101.1.c).
pub(super) fn lift(
    case: &mut Case,
    body: &LiftPause,
    at: &Context<'_>,
    plan: &mut Plan,
) -> Result<(), Refusal> {
    let of = |pause: &&mut Pause| pause.complaint == Some(body.complaint.0) && pause.lifted_on.is_none();
    let Some(pause) = case.pauses.iter_mut().find(of) else { return Err(wrong("/complaint", "not_in_list")) };
    if at.on < pause.from {
        return Err(wrong("/effective_on", "contradicts"));
    }
    let (over, scope): (bool, Scope) = (at.on > pause.until, pause.scope.clone());
    pause.lifted_on = Some(at.on);
    if !over {
        // Before its term it ends by a paper of its own; after it by itself.
        issue(case, DocumentKind::PauseLift, json!({ "complaint": body.complaint }), at, plan);
    }
    if scope.is_whole() {
        go_on(case, at, plan);
    }
    Ok(())
}

/// T-HO-06: in the office's name, for one month (ND152 30.8).
pub(super) fn deposit(
    facts: &CaseFacts,
    case: &mut Case,
    body: &DepositMoney,
    at: &Context<'_>,
    plan: &mut Plan,
) -> Result<(), Refusal> {
    let mut errors = Vec::new();
    if !super::guards::deposit_bases(case).any(|decision| decision == body.decision) {
        errors.push(FieldError::new("/decision", "not_in_list"));
    }
    let left = idle(facts, body.decision);
    if body.amount.is_zero() || body.amount > left {
        errors.push(FieldError::new("/amount", "amount_out_of_range").with("limit", left.to_string()));
    }
    if !errors.is_empty() {
        return Err(errors.into());
    }
    let matures_on = at.law.deadline("hold_deposit_term", at.on, at.on)?.due_on;
    let content = json!({ "decision": body.decision, "amount": body.amount, "bank": body.bank, "slip": body.slip,
        "matures_on": matures_on });
    record(case, DocumentKind::TermDepositSlip, content, at, plan);
    let entry = saved(Account::Bank, body.amount, "term deposit");
    plan.entries.push(entry.map_err(|_| wrong("/amount", "M01_BALANCE"))?);
    case.standstill.deposits.push(TermDeposit {
        decision: Some(body.decision),
        asset: None,
        drawn_on: None,
        distribution: None,
        interest: Dong::ZERO,
        freed: Vec::new(),
        amount: body.amount,
        bank: body.bank.clone(),
        slip: body.slip.clone(),
        from: at.on,
        matures_on,
    });
    if body.amount == left {
        plan.close("deposit_on_hold", Some(body.decision.0));
    }
    Ok(())
}
