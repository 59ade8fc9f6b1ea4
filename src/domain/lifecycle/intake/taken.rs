//! What is asked of a case to be taken over: no contradiction, nothing missing; and the deadlines that run on (U29).

use std::collections::BTreeSet;

use chrono::NaiveDate;

use super::import::{ImportCase, ImportFacts};
use crate::domain::case::{Case, Stage};
use crate::domain::ids::PartyId;
use crate::domain::judgment::Mode;
use crate::domain::law::Law;
use crate::domain::lifecycle::Context;
use crate::domain::lifecycle::plan::{Opened, Plan};
use crate::domain::period::Step;
use crate::domain::refusal::{FieldError, Refusal};

/// The case, and the days between which it lies.
pub(super) struct Taken<'a> {
    pub facts: &'a ImportFacts<'a>,
    pub body: &'a ImportCase,
    /// The day the law changed.
    pub change: NaiveDate,
    /// Today.
    pub on: NaiveDate,
    pub law: &'a Law,
}

/// Everything that contradicts itself, the register, or the change of the law.
pub(super) fn errors(taken: &Taken<'_>) -> Vec<FieldError> {
    let mut errors = Vec::new();
    dates(taken, &mut errors);
    items(taken, &mut errors);
    stage(taken, &mut errors);
    for (index, deadline) in taken.body.running.iter().enumerate() {
        let here = format!("/running/{index}");
        if taken.law.versions(&deadline.key).is_none() {
            errors.push(FieldError::new(format!("{here}/key"), "not_in_list"));
        }
        if deadline.started_on < taken.body.decided_on || deadline.started_on > taken.on {
            errors.push(FieldError::new(format!("{here}/started_on"), "contradicts"));
        }
    }
    if taken.body.officer.is_some() && !taken.facts.officer_known {
        errors.push(FieldError::new("/officer", "G-OFFICER").with("reason", "no_officer_role"));
    }
    errors
}

fn dates(taken: &Taken<'_>, errors: &mut Vec<FieldError>) {
    let body = taken.body;
    let judged = taken.facts.judgment.pronounced_on;
    if body.decided_on >= taken.change || body.decided_on < judged {
        errors.push(FieldError::new("/decided_on", "contradicts"));
    }
    // An act of the old law lies between the decision and the change; anything else at most before today.
    let mut between = |pointer: String, day: Option<NaiveDate>, before: NaiveDate| {
        if day.is_some_and(|day| day < body.decided_on || day > before) {
            errors.push(FieldError::new(pointer, "contradicts"));
        }
    };
    let of_then = taken.change.pred_opt().unwrap_or(taken.change);
    for (index, debtor) in body.debtors.iter().enumerate() {
        between(format!("/debtors/{index}/notified_on"), debtor.notified_on, taken.on);
    }
    between("/file_opened_on".to_owned(), body.file_opened_on, taken.on);
    between("/last_verified_on".to_owned(), body.last_verified_on, taken.on);
    if let Some(decision) = &body.not_enforceable {
        between("/not_enforceable/decided_on".to_owned(), decision.decided_on, of_then);
    }
    for (index, hold) in body.holds.iter().enumerate() {
        between(format!("/holds/{index}/from"), hold.from, of_then);
    }
    for (index, hold) in body.holds.iter().enumerate() {
        if hold.from.zip(hold.until).is_some_and(|(from, until)| until < from) {
            errors.push(FieldError::new(format!("/holds/{index}/until"), "contradicts"));
        }
    }
    let before_decision = [
        ("/requested_on", body.requested_on, judged),
        ("/first_decision_on", body.first_decision_on, judged),
    ];
    for (pointer, day, from) in before_decision {
        if day.is_some_and(|day| day > body.decided_on || day < from) {
            errors.push(FieldError::new(pointer, "contradicts"));
        }
    }
}

fn items(taken: &Taken<'_>, errors: &mut Vec<FieldError>) {
    let mut seen = BTreeSet::new();
    for (index, named) in taken.body.obligations.iter().enumerate() {
        let here = format!("/obligations/{index}");
        let Some(item) = taken.facts.items.iter().find(|item| item.id == named.id) else {
            errors.push(FieldError::new(format!("{here}/id"), "not_in_list"));
            continue;
        };
        if !seen.insert(item.id) {
            errors.push(FieldError::new(format!("{here}/id"), "duplicate"));
        }
        if item.case.is_some() {
            let error = FieldError::new(format!("{here}/id"), "G-REQ-DUP");
            errors.push(error.with("no", "-").with("date", "-"));
        }
        if item.mode != taken.body.mode {
            errors.push(FieldError::new(format!("{here}/id"), "contradicts"));
        }
        if named.paid > item.amount {
            errors.push(FieldError::new(format!("{here}/paid"), "amount_out_of_range"));
        }
    }
    let owing: BTreeSet<PartyId> = taken.facts.items.iter().map(|item| item.debtor).collect();
    let mut named = BTreeSet::new();
    for (index, debtor) in taken.body.debtors.iter().enumerate() {
        let here = format!("/debtors/{index}/party");
        if !owing.contains(&debtor.party) {
            errors.push(FieldError::new(here.clone(), "not_a_party"));
        }
        if !named.insert(debtor.party) {
            errors.push(FieldError::new(here, "duplicate"));
        }
    }
    if owing.iter().any(|party| !named.contains(party)) {
        errors.push(FieldError::new("/debtors", "required"));
    }
}

fn stage(taken: &Taken<'_>, errors: &mut Vec<FieldError>) {
    let body = taken.body;
    if body.stage.is_final() {
        errors.push(FieldError::new("/stage", "contradicts"));
    }
    let cannot = matches!(body.stage, Stage::NotEnforceable | Stage::SeparateBook);
    match (cannot, &body.not_enforceable) {
        (true, None) => errors.push(FieldError::new("/not_enforceable", "required")),
        (false, Some(_)) => errors.push(FieldError::new("/not_enforceable", "contradicts")),
        _ => {}
    }
    if body.stage == Stage::Decided && body.debtors.iter().all(|debtor| debtor.notified_on.is_some()) {
        errors.push(FieldError::new("/stage", "contradicts"));
    }
    if body.mode == Mode::Proactive && (body.requested_on.is_some() || body.requested_by_debtor) {
        errors.push(FieldError::new("/requested_on", "contradicts"));
    }
}

/// The facts that every case taken over needs and this one lacks.
pub(super) fn missing(taken: &Taken<'_>) -> Vec<String> {
    let body = taken.body;
    let mut missing = Vec::new();
    let mut need = |needed: bool, there: bool, name: &str| {
        if needed && !there {
            missing.push(name.to_owned());
        }
    };
    need(true, body.first_decision_on.is_some(), "first_decision_on");
    need(body.mode == Mode::OnRequest, body.requested_on.is_some(), "requested_on");
    if let Some(decision) = &body.not_enforceable {
        need(true, decision.decided_on.is_some(), "not_enforceable_on");
        need(true, body.last_verified_on.is_some(), "last_verified_on");
    }
    need(!body.holds.is_empty(), body.holds.iter().all(|hold| hold.from.is_some()), "hold_from");
    for debtor in &body.debtors {
        let name = format!("notified_on:{}", debtor.party);
        need(body.stage != Stage::Decided, debtor.notified_on.is_some(), &name);
    }
    missing
}

/// The voluntary periods, the periodic verification that starts again, and the other deadlines run on, each with the day that the
/// other law gives. Where a fact is missing, none does.
pub(super) fn run_on(
    taken: &Taken<'_>,
    case: &mut Case,
    at: &Context<'_>,
    plan: &mut Plan,
) -> Result<(), Refusal> {
    for track in &mut case.debtors {
        let Some(notified) = track.notified_on else { continue };
        let running = at.law.deadline_over_change("voluntary", notified)?;
        track.voluntary_until = Some(running.due.due_on);
        if taken.body.stage == Stage::Voluntary {
            let about = Some(track.party.0);
            plan.opened.push(Opened { key: "voluntary".to_owned(), about, computation: running.due });
            if let Some(computation) = running.other {
                plan.others.push(Opened { key: "voluntary".to_owned(), about, computation });
            }
        }
    }
    for deadline in &taken.body.running {
        let running = at.law.deadline_over_change(&deadline.key, deadline.started_on)?;
        let key = deadline.key.clone();
        plan.opened.push(Opened { key: key.clone(), about: None, computation: running.due });
        if let Some(computation) = running.other {
            plan.others.push(Opened { key, about: None, computation });
        }
    }
    verify_again(taken, at, plan)?;
    if case.imported.as_ref().is_some_and(|imported| imported.needs_review()) {
        plan.opened.clear();
        plan.others.clear();
    }
    // What is opened here waits until the last interruption is over.
    case.standstill.since = case.live_holds().map(|hold| hold.from).min();
    Ok(())
}

/// The 2008 law stopped after two verifications; now they go on, and none is due before the change (L106 38.3).
fn verify_again(taken: &Taken<'_>, at: &Context<'_>, plan: &mut Plan) -> Result<(), Refusal> {
    let (Some(decision), Some(last)) = (&taken.body.not_enforceable, taken.body.last_verified_on) else {
        return Ok(());
    };
    if taken.body.stage != Stage::NotEnforceable {
        return Ok(());
    }
    let key = if decision.yearly { "reverify_12m" } else { "reverify_6m" };
    let mut next = at.law.deadline(key, last, taken.change)?;
    if next.due_on < taken.change {
        next.due_on = at.law.calendar().next_working_day_on_or_after(taken.change);
        next.steps.push(Step { date: next.due_on, note: "not_before_the_change".to_owned() });
    }
    plan.opened.push(Opened { key: key.to_owned(), about: None, computation: next });
    Ok(())
}
