//! Postponement (hoãn): on a ground of L106 46.1, or because whoever may protest asked for it (46.2), in time or late.

use chrono::{DateTime, NaiveDate, Utc};
use serde_json::json;

use super::guards::{for_review, ground, is_clause_one};
use super::scope::{check, covered, hold_items, is_over};
use super::{DeclinePostponement, LatePostponement, ProposePostponement, ReviewPostponement};
use crate::domain::case::{Case, Gives, Hold, HoldGround, Paper, Scope};
use crate::domain::document::DocumentKind;
use crate::domain::ids::{DecisionId, HoldId, PaperId};
use crate::domain::judgment::ObligationStatus;
use crate::domain::lifecycle::Context;
use crate::domain::lifecycle::case::papers::take_paper;
use crate::domain::lifecycle::case::{CaseFacts, issue, known_ground, record};
use crate::domain::lifecycle::plan::{Plan, Running};
use crate::domain::period::in_viet_nam;
use crate::domain::refusal::{FieldError, Refusal};

/// How many valid notices ground I needs (L106 46.1.i).
const NOTICES: usize = 2;

/// What a new interruption is made of.
pub(super) struct NewHold<'a> {
    pub ground: HoldGround,
    pub scope: &'a Scope,
    pub paper: &'a Paper,
    pub decision: DecisionId,
    pub until: Option<NaiveDate>,
    pub stops_interest: bool,
}

pub(super) fn postpone(
    facts: &CaseFacts,
    case: &mut Case,
    body: &ProposePostponement,
    at: &Context<'_>,
    plan: &mut Plan,
) -> Result<(), Refusal> {
    let mut errors = check(facts, case, &body.scope, "contradicts");
    errors.extend(in_order(case, &body.scope, at));
    if body.until.is_some_and(|until| until <= at.on) {
        errors.push(FieldError::new("/until", "contradicts"));
    }
    let paper = take_paper(case, body.paper, is_clause_one, at, plan, &mut errors);
    let found = paper.as_ref().and_then(|paper| Some((paper, ground(paper.gives)?)));
    let Some((paper, ground)) = found else { return Err(errors.into()) };
    errors.extend(known_ground(ground.as_str(), "G-HO-GROUND", at).err().map(on_paper));
    conditions(facts, case, body, ground, paper, at, &mut errors);
    if !errors.is_empty() {
        return Err(errors.into());
    }
    let content =
        json!({ "ground": ground, "paper": paper.content, "scope": body.scope, "until": body.until });
    let decision = issue(case, DocumentKind::PostponementDecision, content, at, plan);
    let stops_interest = ground.stops_interest() && !body.interest_runs;
    let new = NewHold { ground, scope: &body.scope, paper, decision, until: body.until, stops_interest };
    hold(facts, case, &new, at, plan);
    Ok(())
}

/// What each ground of L106 46.1 asks beside its paper.
fn conditions(
    facts: &CaseFacts,
    case: &Case,
    body: &ProposePostponement,
    ground: HoldGround,
    paper: &Paper,
    at: &Context<'_>,
    errors: &mut Vec<FieldError>,
) {
    let items = covered(facts, case, &body.scope);
    if ground.needs_personal_duty() && (items.is_empty() || items.iter().any(|item| !item.personal)) {
        errors.push(FieldError::new("/scope", "G-HO-PERSONAL"));
    }
    if body.interest_runs && ground != HoldGround::Agreement {
        errors.push(FieldError::new("/interest_runs", "contradicts"));
    }
    match ground {
        HoldGround::Agreement => agreement(body, at, errors),
        HoldGround::OwnershipDispute => dispute(facts, body, errors),
        HoldGround::RecipientAbsent => {
            let mut days: Vec<_> = body.notified_on.iter().filter(|day| **day <= paper.received_on).collect();
            days.sort_unstable();
            days.dedup();
            if days.len() < NOTICES {
                let unmet = FieldError::new("/notified_on", "G-HO-GROUND");
                errors.push(unmet.with("reason", "two_notices"));
            }
        }
        _ => {}
    }
}

/// The law names no longest term for an agreed postponement; an end or review date is asked so that none is forgotten [D].
fn agreement(body: &ProposePostponement, at: &Context<'_>, errors: &mut Vec<FieldError>) {
    if body.harms_others {
        errors.push(FieldError::new("/harms_others", "G-HO-HARM"));
    }
    let Some(until) = body.until else {
        errors.push(FieldError::new("/until", "required"));
        return;
    };
    match at.law.deadline("agreement_hold_review", at.on, at.on) {
        Ok(latest) if until > latest.due_on => {
            errors.push(FieldError::new("/until", "G-HO-REVIEW").with("date", latest.due_on.to_string()));
        }
        // Where the law data have no review date, any date that was given will do.
        Ok(_) | Err(_) => {}
    }
}

/// Not when a judgment has dealt with the asset, and not while other means are there (L106 46.1.d).
fn dispute(facts: &CaseFacts, body: &ProposePostponement, errors: &mut Vec<FieldError>) {
    if body.adjudicated {
        errors.push(FieldError::new("/adjudicated", "G-HO-ASSET"));
    }
    if body.other_assets {
        errors.push(FieldError::new("/other_assets", "G-HO-ASSET"));
    }
    let disputed = |id| body.scope.assets.contains(&id);
    let others = facts.assets.iter().filter(|asset| asset.processable && !disputed(asset.id)).count();
    // Of a whole case with one asset on file that one is the disputed one; more of them are other means.
    let spare = if body.scope.assets.is_empty() { others.saturating_sub(1) } else { 0 };
    if spare > 0 {
        errors.push(FieldError::new("/scope", "G-HO-ASSET"));
    }
}

/// The parts of a request of whoever may protest that both its rows judge.
struct Request<'a> {
    paper: PaperId,
    scope: &'a Scope,
    until: NaiveDate,
    other_authority: Option<&'a str>,
    reason: Option<&'a str>,
}

pub(super) fn for_protest(
    facts: &CaseFacts,
    case: &mut Case,
    body: &ReviewPostponement,
    at: &Context<'_>,
    plan: &mut Plan,
) -> Result<(), Refusal> {
    let mut errors = Vec::new();
    match (body.received_at, body.coercion_at) {
        // No coercion fixed yet counts as time enough [D].
        (_, None) => {}
        (None, Some(_)) => errors.push(FieldError::new("/received_at", "required")),
        (Some(received), Some(coercion)) => {
            let late = comes_late(case, body.paper, received, coercion, at, &mut errors)?;
            if late == Some(true) {
                errors.push(FieldError::new("/coercion_at", "G-HO-24H").with("reason", "late"));
            }
        }
    }
    let request = Request {
        paper: body.paper,
        scope: &body.scope,
        until: body.until,
        other_authority: body.other_authority.as_deref(),
        reason: None,
    };
    on_request(facts, case, &request, errors, at, plan)
}

pub(super) fn late(
    facts: &CaseFacts,
    case: &mut Case,
    body: &LatePostponement,
    at: &Context<'_>,
    plan: &mut Plan,
) -> Result<(), Refusal> {
    let mut errors = Vec::new();
    must_be_late(case, body.paper, body.received_at, body.coercion_at, at, &mut errors)?;
    let request = Request {
        paper: body.paper,
        scope: &body.scope,
        until: body.until,
        other_authority: body.other_authority.as_deref(),
        reason: Some(&body.reason),
    };
    on_request(facts, case, &request, errors, at, plan)
}

/// A late request binds nobody; whoever made it learns why it is not followed.
pub(super) fn decline(
    _: &CaseFacts,
    case: &mut Case,
    body: &DeclinePostponement,
    at: &Context<'_>,
    plan: &mut Plan,
) -> Result<(), Refusal> {
    let mut errors = Vec::new();
    must_be_late(case, body.paper, body.received_at, body.coercion_at, at, &mut errors)?;
    let paper = take_paper(case, body.paper, |gives| gives == Gives::ProtestRequest, at, plan, &mut errors);
    match paper {
        Some(paper) if errors.is_empty() => {
            let content = json!({ "paper": paper.content, "to": paper.source, "reason": body.reason });
            record(case, DocumentKind::PostponementRefusal, content, at, plan);
            Ok(())
        }
        _ => Err(errors.into()),
    }
}

fn on_request(
    facts: &CaseFacts,
    case: &mut Case,
    body: &Request<'_>,
    mut errors: Vec<FieldError>,
    at: &Context<'_>,
    plan: &mut Plan,
) -> Result<(), Refusal> {
    errors.extend(check(facts, case, body.scope, "G-HO-DONE"));
    errors.extend(in_order(case, body.scope, at));
    errors.extend(all_done(facts, case, body.scope));
    if body.until <= at.on {
        errors.push(FieldError::new("/until", "contradicts"));
    }
    let earlier = earlier_request(case);
    let paper = take_paper(case, body.paper, |gives| gives == Gives::ProtestRequest, at, plan, &mut errors);
    let Some(paper) = paper else { return Err(errors.into()) };
    let ground = HoldGround::ProtestRequest;
    errors.extend(known_ground(ground.as_str(), "G-HO-GROUND", at).err().map(on_paper));
    if let Some((source, doc)) = earlier
        && (body.other_authority.is_none() || source == paper.source)
    {
        // Once; the head may let another authority's request through (U20).
        errors.push(FieldError::new("/paper", "G-HO-ONCE").with("doc", doc));
    }
    // Three months from the date of the request itself, not from its receipt.
    let latest = at.law.deadline("hold_until", paper.dated_on, at.on)?.due_on;
    if body.until > latest {
        errors.push(FieldError::new("/until", "G-HO-3M").with("date", latest.to_string()));
    }
    if !errors.is_empty() {
        return Err(errors.into());
    }
    let content = json!({
        "ground": ground, "paper": paper.content, "scope": body.scope, "until": body.until,
        "other_authority": body.other_authority, "reason": body.reason,
    });
    let decision = issue(case, DocumentKind::PostponementDecision, content, at, plan);
    let until = Some(body.until);
    let new = NewHold { ground, scope: body.scope, paper: &paper, decision, until, stops_interest: true };
    let id = hold(facts, case, &new, at, plan);
    plan.open(at, "hold_until", paper.dated_on, Some(id.0));
    Ok(())
}

/// Nothing is postponed for what is performed already (L106 46.2).
fn all_done(facts: &CaseFacts, case: &Case, scope: &Scope) -> Option<FieldError> {
    let own = |id: &_| facts.items.iter().find(|item| item.id == *id && item.case == Some(case.id));
    let named = scope.items.iter().filter_map(own);
    let (mut some, mut done) = (false, true);
    for item in named {
        some = true;
        done &= is_over(item) && item.status == ObligationStatus::Done;
    }
    (some && done).then(|| FieldError::new("/scope", "G-HO-DONE"))
}

/// Who asked for the earlier postponement of this kind, and by which paper.
fn earlier_request(case: &Case) -> Option<(String, String)> {
    let hold = case.holds.iter().find(|hold| hold.ground == HoldGround::ProtestRequest)?;
    let paper = case.papers.iter().find(|paper| Some(paper.id) == hold.paper);
    Some(paper.map_or_else(Default::default, |paper| (paper.source.clone(), paper.content.clone())))
}

fn must_be_late(
    case: &Case,
    paper: PaperId,
    received: DateTime<Utc>,
    coercion: DateTime<Utc>,
    at: &Context<'_>,
    errors: &mut Vec<FieldError>,
) -> Result<(), Refusal> {
    if comes_late(case, paper, received, coercion, at, errors)? == Some(false) {
        errors.push(FieldError::new("/coercion_at", "G-HO-24H").with("reason", "in_time"));
    }
    Ok(())
}

/// Whether the request came in too shortly before the coercion to bind (L106 46.2); nothing where the moments contradict the
/// record.
fn comes_late(
    case: &Case,
    paper: PaperId,
    received: DateTime<Utc>,
    coercion: DateTime<Utc>,
    at: &Context<'_>,
    errors: &mut Vec<FieldError>,
) -> Result<Option<bool>, Refusal> {
    let day = in_viet_nam(received.fixed_offset()).date_naive();
    let recorded = case.papers.iter().find(|one| one.id == paper).map(|one| one.received_on);
    if received > at.now || recorded.is_some_and(|recorded| recorded != day) {
        errors.push(FieldError::new("/received_at", "contradicts"));
        return Ok(None);
    }
    if coercion <= received {
        errors.push(FieldError::new("/coercion_at", "contradicts"));
        return Ok(None);
    }
    let least = at.law.period("postpone_protest_notice", at.on)?.value;
    Ok(Some(coercion - received < chrono::TimeDelta::hours(i64::from(least))))
}

/// Interruptions of the whole case are recorded in their order: a later one is not slipped in before an earlier one.
pub(super) fn in_order(case: &Case, scope: &Scope, at: &Context<'_>) -> Option<FieldError> {
    let late = scope.is_whole() && case.last_turn().is_some_and(|last| at.on < last);
    late.then(|| FieldError::new("/effective_on", "contradicts"))
}

/// Enters an interruption: what runs is paused with the first that covers the whole case, named items show it, collected money
/// must go on deposit where the judgment is looked at again.
pub(super) fn hold(
    facts: &CaseFacts,
    case: &mut Case,
    new: &NewHold<'_>,
    at: &Context<'_>,
    plan: &mut Plan,
) -> HoldId {
    let id = HoldId(at.ids.next());
    case.holds.push(Hold {
        id,
        ground: new.ground,
        scope: new.scope.clone(),
        paper: Some(new.paper.id),
        decision: new.decision,
        from: at.on,
        until: new.until,
        stops_interest: new.stops_interest,
        resumed_on: None,
    });
    if !new.scope.is_whole() {
        hold_items(facts, new.scope, plan);
    } else if case.stand_still(at.on) {
        plan.running = Some(Running::Pause);
    }
    if let Some(until) = new.until {
        // With the end of the term the five days to continue begin (L106 46.3).
        plan.open(at, "resume", until, Some(id.0));
    }
    let every = at.law.choice("U40") == Some("every_interruption");
    if (every || for_review(new.ground)) && !facts.money.undistributed.is_zero() {
        plan.open(at, "deposit_on_hold", at.on, Some(new.decision.0));
    }
    id
}

/// A ground is wrong where its paper is named.
pub(super) fn on_paper(error: FieldError) -> FieldError {
    FieldError { pointer: "/paper".to_owned(), ..error }
}
