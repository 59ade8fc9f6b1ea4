//! The hand-over: what is taken over, what is refused and why, what cures it, and money (ND152 37.1–37.2).

use serde_json::json;

use super::super::entering::dong;
use super::super::store::{REVIEWS, open_reviews};
use super::super::{custody_errors, finish};
use super::{
    AcceptExhibits, ClearExhibits, Exhibit, ExhibitFacts, ExhibitState, FoundLine, Line,
    ProposeExhibitRefusal, ReceiveExhibitMoney, checked, named_line, named_lines, record,
};
use crate::domain::document::DocumentKind;
use crate::domain::exhibit::{
    CustodianKind, Custody, Disposition, ExhibitKind, LineEnd, Moved, Movement, MovementKind, SealState,
};
use crate::domain::lifecycle::Context;
use crate::domain::lifecycle::disposal::IntoCase;
use crate::domain::lifecycle::plan::Plan;
use crate::domain::money::Dong;
use crate::domain::payment::{Channel, ReceiptKind};
use crate::domain::refusal::{FieldError, Refusal, wrong};

pub(super) fn accept(
    lot: &mut Exhibit,
    body: &AcceptExhibits,
    at: &Context<'_>,
    plan: &mut Plan,
) -> Result<(), Refusal> {
    let named: Vec<u32> = body.lines.iter().map(|found| found.line).collect();
    let mut errors = Vec::new();
    for (index, found) in body.lines.iter().enumerate() {
        let mut waits = |line: &Line| scheduled_thing(line);
        match named_line(lot, &named, index, found.line, "/line", &mut waits) {
            Err(error) => errors.push(error),
            Ok(()) => errors.extend(
                lot.line(found.line).map(|line| found_errors(line, found, index)).into_iter().flatten(),
            ),
        }
    }
    errors.extend(body.custody.iter().filter_map(|custody| custody_errors(custody, "/custody")));
    if !body.minutes_complete {
        errors.push(FieldError::new("/minutes_complete", "G-XB-MINUTES"));
    }
    checked(errors)?;
    let content = json!({ "lines": body.lines, "seizure": lot.seizure, "custody": body.custody });
    let minutes = record(DocumentKind::ExhibitMinutes, content, at, plan);
    let mut moved = Vec::new();
    for found in &body.lines {
        let Some(line) = lot.line_mut(found.line) else { continue };
        take_over(line, found, body.custody.as_ref());
        // What lies elsewhere stays there and is there at once; the own store takes in by its own order (TT04 11.2).
        if line.custody.kind != CustodianKind::OwnStore {
            line.enter(found.quantity).map_err(|_| wrong("/lines", "range"))?;
            moved.push(Moved { line: line.seq, quantity: found.quantity });
        }
    }
    if !moved.is_empty() {
        let keeper =
            moved.first().and_then(|first| lot.line(first.line)).map(|line| line.custody.keeper.clone());
        lot.movements.push(Movement {
            kind: MovementKind::Accept,
            lines: moved,
            order: None,
            paper: minutes.to_string(),
            counterpart: keeper.unwrap_or_default(),
            by: at.actor.user,
            on: at.on,
        });
    }
    let first = !lot.lines.iter().any(|line| line.state.is_kept() && !named.contains(&line.seq));
    if first {
        open_reviews(&lot.lines, REVIEWS, at, plan);
    }
    lot.settle();
    Ok(())
}

fn scheduled_thing(line: &Line) -> Result<(), &'static str> {
    match line.state {
        ExhibitState::Scheduled if line.kind != ExhibitKind::Money => Ok(()),
        _ => Err("contradicts"),
    }
}

/// Only what is complete and as recorded, or confirmed by the keeper's head; a package only with a whole seal, a clear content and
/// the conclusions that the law asks for (ND152 37.2.b–c).
fn found_errors(line: &Line, found: &FoundLine, index: usize) -> Vec<FieldError> {
    let mut errors = Vec::new();
    let mut wrong = |field: &str, code| errors.push(FieldError::new(format!("/lines/{index}/{field}"), code));
    if !Line::countable(found.quantity) {
        wrong("quantity", "range");
    }
    let confirmed = found.confirmation.is_some() || line.confirmation.is_some();
    if (found.quantity != line.quantity || !found.as_recorded) && !confirmed {
        wrong("as_recorded", "G-EXH-2");
    }
    if line.appraisal_required && line.appraisal.is_none() && found.appraisal.is_none() {
        wrong("appraisal", "G-EXH-3");
    }
    match (&line.seal, found.seal) {
        (Some(_), None) => wrong("seal", "required"),
        (None, Some(_)) => wrong("seal", "contradicts"),
        (Some(_), Some(state)) => {
            let concluded = found.seal_conclusion.is_some() || line.seal_conclusion.is_some();
            if state != SealState::Intact && !concluded {
                wrong("seal", "G-XB-SEAL");
            }
            if !found.content_clear {
                wrong("content_clear", "G-XB-CONTENT");
            }
        }
        (None, None) => {}
    }
    errors
}

fn take_over(line: &mut Line, found: &FoundLine, custody: Option<&Custody>) {
    line.accepted = found.quantity;
    line.condition.clone_from(&found.condition);
    line.confirmation = found.confirmation.clone().or(line.confirmation.take());
    line.seal_conclusion = found.seal_conclusion.clone().or(line.seal_conclusion.take());
    line.appraisal = found.appraisal.clone().or(line.appraisal.take());
    if let (Some(seal), Some(state)) = (&mut line.seal, found.seal) {
        seal.state = state;
    }
    if let Some(custody) = custody {
        line.custody = custody.clone();
    }
    line.state = ExhibitState::Accepted;
}

/// The keeper's head is asked to look into it (ND152 37.2.b).
pub(super) fn refuse(
    _: &ExhibitFacts,
    lot: &mut Exhibit,
    body: &ProposeExhibitRefusal,
    at: &Context<'_>,
    plan: &mut Plan,
) -> Result<(), Refusal> {
    let waits = |line: &Line| if line.state == ExhibitState::Scheduled { Ok(()) } else { Err("contradicts") };
    checked(named_lines(lot, &body.lines, waits))?;
    let content = json!({ "lines": body.lines, "reason": body.reason });
    record(DocumentKind::ExhibitLetter, content, at, plan);
    for line in lot.lines.iter_mut().filter(|line| body.lines.contains(&line.seq)) {
        line.state = ExhibitState::Clarifying;
    }
    lot.settle();
    Ok(())
}

pub(super) fn clear(lot: &mut Exhibit, body: &ClearExhibits, at: &Context<'_>) -> Result<(), Refusal> {
    let waits =
        |line: &Line| if line.state == ExhibitState::Clarifying { Ok(()) } else { Err("contradicts") };
    let mut errors = named_lines(lot, &body.lines, waits);
    if body.confirmation.is_none() && body.seal_conclusion.is_none() {
        errors.push(FieldError::new("/confirmation", "required"));
    }
    let papers = [("/confirmation/on", &body.confirmation), ("/seal_conclusion/on", &body.seal_conclusion)];
    for (pointer, paper) in papers {
        if paper.as_ref().is_some_and(|paper| paper.on > at.on) {
            errors.push(FieldError::new(pointer, "date_in_future"));
        }
    }
    checked(errors)?;
    for line in lot.lines.iter_mut().filter(|line| body.lines.contains(&line.seq)) {
        line.confirmation = body.confirmation.clone().or(line.confirmation.take());
        line.seal_conclusion = body.seal_conclusion.clone().or(line.seal_conclusion.take());
        line.state = ExhibitState::Scheduled;
    }
    lot.settle();
    Ok(())
}

/// The sum becomes money of the case, and the case deals with it: to the budget within the days of the law where it is confiscated
/// (ND152 39.4), to its owner where it is given back (ND152 41.2).
pub(super) fn money(
    lot: &mut Exhibit,
    body: &ReceiveExhibitMoney,
    at: &Context<'_>,
    plan: &mut Plan,
) -> Result<(), Refusal> {
    let waits = |line: &Line| match line.state {
        ExhibitState::Scheduled if line.kind == ExhibitKind::Money => Ok(()),
        _ => Err("contradicts"),
    };
    checked(named_lines(lot, &body.lines, waits))?;
    let Some(case) = lot.head.case else { return Err(wrong("/lines", "contradicts")) };
    let named = lot.lines.iter().filter(|line| body.lines.contains(&line.seq));
    let sums: Vec<Dong> = named.clone().filter_map(|line| dong(line.quantity)).collect();
    let amount = Dong::sum(sums).map_err(|_| wrong("/lines", "amount_out_of_range"))?;
    let (office, paper) = (lot.head.office, Some(body.bank_reference.as_str()));
    let kind = ReceiptKind::MadeOfficial;
    IntoCase { office, case, kind, amount, channel: Channel::Transfer, paper }.enter("/lines", at, plan)?;
    if named.clone().any(|line| line.disposition == Some(Disposition::Confiscate)) {
        plan.open(at, "confiscated_cash", at.on, None);
        plan.on_case.push("confiscated_cash");
    }
    finish(lot, &body.lines, LineEnd::ToCase, at.on);
    Ok(())
}
