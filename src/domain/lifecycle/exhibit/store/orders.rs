//! What may be ordered in and out (ND152 37.3; TT04 11.2). The head fixes the hour of a release; proceedings need a written request;
//! money and valuables lie with the Treasury (L106 40.1.b).

use rust_decimal::Decimal;
use serde_json::json;

use super::{
    CustodianKind, Exhibit, ExhibitFacts, Line, ProposeStoreEntry, ProposeStoreExit, checked, custody_errors,
    record,
};
use crate::domain::document::DocumentKind;
use crate::domain::exhibit::{
    Custody, ExhibitKind, ExhibitState, IncidentKind, Moved, MovementKind, StoreOrder,
};
use crate::domain::ids::DecisionId;
use crate::domain::lifecycle::Context;
use crate::domain::lifecycle::exhibit::day_of;
use crate::domain::lifecycle::exhibit::guards::{FIVE_YEARS, NO_HOLD};
use crate::domain::lifecycle::plan::Plan;
use crate::domain::refusal::{FieldError, Refusal};

/// An order to take in.
pub(super) fn entry(
    _: &ExhibitFacts,
    lot: &mut Exhibit,
    body: &ProposeStoreEntry,
    at: &Context<'_>,
    plan: &mut Plan,
) -> Result<(), Refusal> {
    let kind = body.kind;
    if !kind.is_entry() {
        return Err(FieldError::new("/kind", "not_in_list").into());
    }
    let limit = |line: &Line| match kind {
        MovementKind::Entry => line.not_entered(),
        _ => line.outside,
    };
    let mut errors = moved_errors(lot, &body.lines, limit);
    for (index, line) in lines_of(lot, &body.lines) {
        if kind == MovementKind::Entry {
            errors.extend(treasury_error(line, &line.custody, index));
        }
    }
    checked(errors)?;
    let content =
        json!({ "kind": kind, "lines": body.lines, "reason": body.reason, "from": body.counterpart });
    let id = record(DocumentKind::StoreEntryOrder, content, at, plan);
    lot.orders.push(StoreOrder {
        counterpart: Some(body.counterpart.clone()),
        ..order(id, kind, &body.lines, &body.reason, at)
    });
    Ok(())
}

/// An order to give out.
pub(super) fn exit(
    facts: &ExhibitFacts,
    lot: &mut Exhibit,
    body: &ProposeStoreExit,
    at: &Context<'_>,
    plan: &mut Plan,
) -> Result<(), Refusal> {
    let kind = body.kind;
    if kind.is_entry() || kind == MovementKind::Accept {
        return Err(FieldError::new("/kind", "not_in_list").into());
    }
    let mut errors = needed(body, at);
    errors.extend(moved_errors(lot, &body.lines, |line| line.stock));
    for (index, line) in lines_of(lot, &body.lines) {
        errors.extend(line_errors(lot, line, index, body));
    }
    if kind == MovementKind::Release {
        errors.extend(release_error(facts, at));
    }
    checked(errors)?;
    let content = json!({ "kind": kind, "lines": body.lines, "reason": body.reason, "to": body.counterpart,
        "at": body.at, "request": body.request, "keeper": body.to });
    let id = record(DocumentKind::StoreExitOrder, content, at, plan);
    if kind == MovementKind::Release {
        for moved in &body.lines {
            if let Some(line) = lot.line_mut(moved.line) {
                line.state = ExhibitState::Releasing;
            }
        }
        lot.settle();
    }
    lot.orders.push(StoreOrder {
        at: body.at,
        counterpart: Some(body.counterpart.clone()),
        request: body.request.clone(),
        to: body.to.clone(),
        incident: body.incident,
        ..order(id, kind, &body.lines, &body.reason, at)
    });
    Ok(())
}

fn order(id: DecisionId, kind: MovementKind, lines: &[Moved], reason: &str, at: &Context<'_>) -> StoreOrder {
    StoreOrder {
        id,
        kind,
        lines: lines.to_vec(),
        reason: reason.to_owned(),
        at: None,
        counterpart: None,
        request: None,
        to: None,
        incident: None,
        signed_by: at.actor.user,
        signed_on: at.on,
        slip: None,
        done_by: None,
        done_on: None,
        withdrawn_on: None,
    }
}

/// The lines that are named and are there.
fn lines_of<'a>(lot: &'a Exhibit, moved: &'a [Moved]) -> impl Iterator<Item = (usize, &'a Line)> {
    moved.iter().enumerate().filter_map(|(index, moved)| Some((index, lot.line(moved.line)?)))
}

/// Each line once, in the agency's charge, under no other order; never more than `limit` says; all in the own store, or none.
fn moved_errors(lot: &Exhibit, moved: &[Moved], limit: impl Fn(&Line) -> Decimal) -> Vec<FieldError> {
    let mut errors = Vec::new();
    let own = |line: &Line| line.custody.kind == CustodianKind::OwnStore;
    let first = moved.first().and_then(|first| lot.line(first.line)).map(own);
    for (index, one) in moved.iter().enumerate() {
        let here = format!("/lines/{index}/line");
        let Some(line) = lot.line(one.line) else {
            errors.push(FieldError::new(here, "not_in_list"));
            continue;
        };
        let again = moved[..index].iter().any(|other| other.line == one.line);
        let ordered =
            lot.waiting_orders().any(|order| order.lines.iter().any(|other| other.line == one.line));
        if again || ordered {
            errors.push(FieldError::new(here, "duplicate"));
        } else if !line.state.is_kept() || first != Some(own(line)) {
            errors.push(FieldError::new(here, "contradicts"));
        }
        let most = limit(line);
        if !Line::countable(one.quantity) || one.quantity > most {
            let wrong = FieldError::new(format!("/lines/{index}/quantity"), "G-XB-STOCK");
            errors.push(wrong.with("limit", most.normalize().to_string()));
        }
    }
    errors
}

/// What each kind of order needs beside its lines, and what it has no place for.
fn needed(body: &ProposeStoreExit, at: &Context<'_>) -> Vec<FieldError> {
    let fields = [
        ("/at", MovementKind::Release, body.at.is_some()),
        ("/request", MovementKind::Extract, body.request.is_some()),
        ("/to", MovementKind::Transfer, body.to.is_some()),
        ("/incident", MovementKind::WriteOff, body.incident.is_some()),
    ];
    let mut errors = Vec::new();
    for (pointer, kind, given) in fields {
        match (kind == body.kind, given) {
            (true, false) => errors.push(FieldError::new(pointer, "required")),
            (false, true) => errors.push(FieldError::new(pointer, "contradicts")),
            _ => {}
        }
    }
    if body.at.is_some_and(|hour| day_of(hour) < at.on) {
        errors.push(FieldError::new("/at", "contradicts"));
    }
    if body.request.as_ref().is_some_and(|request| request.on > at.on) {
        errors.push(FieldError::new("/request/on", "date_in_future"));
    }
    errors.extend(body.to.iter().filter_map(|to| custody_errors(to, "/to")));
    errors
}

/// What the order asks of a line: a release and a transfer take it whole, a transfer of valuables goes to the Treasury, a loss was
/// reported.
fn line_errors(lot: &Exhibit, line: &Line, index: usize, body: &ProposeStoreExit) -> Vec<FieldError> {
    let mut errors = Vec::new();
    let moved = body.lines.get(index).map(|moved| moved.quantity);
    let whole = matches!(body.kind, MovementKind::Release | MovementKind::Transfer);
    if whole && moved.is_some_and(|quantity| quantity < line.stock) {
        let wrong = FieldError::new(format!("/lines/{index}/quantity"), "G-XB-WHOLE");
        errors.push(wrong.with("limit", line.stock.normalize().to_string()));
    }
    let here = format!("/lines/{index}/line");
    match body.kind {
        // What is out for proceedings, or never came in, must be there first.
        MovementKind::Release if line.outside > Decimal::ZERO || line.not_entered() > Decimal::ZERO => {
            errors.push(
                FieldError::new(here, "G-XB-WHOLE").with("limit", line.accepted.normalize().to_string()),
            );
        }
        MovementKind::Transfer => {
            if body.to.as_ref() == Some(&line.custody) {
                errors.push(FieldError::new("/to", "contradicts"));
            }
            errors.extend(body.to.as_ref().and_then(|to| treasury_error(line, to, index)));
        }
        MovementKind::WriteOff => {
            let reported = lot.incidents.iter().any(|incident| {
                Some(incident.id) == body.incident
                    && incident.kind == IncidentKind::Loss
                    && incident.lines.contains(&line.seq)
            });
            if !reported {
                errors.push(FieldError::new("/incident", "not_in_list"));
            }
        }
        _ => {}
    }
    errors
}

/// Money, precious metals, stones and valuable papers go to the Treasury, nowhere else (L106 40.1.b).
fn treasury_error(line: &Line, to: &Custody, index: usize) -> Option<FieldError> {
    let precious = matches!(line.kind, ExhibitKind::Money | ExhibitKind::Valuables);
    let wrong = precious && to.kind != CustodianKind::Treasury;
    wrong.then(|| FieldError::new(format!("/lines/{index}/line"), "G-XB-TREASURY"))
}

/// Out to be dealt with only under an enforcement decision that is not interrupted, or after five years without one (ND152 38.3).
fn release_error(facts: &ExhibitFacts, at: &Context<'_>) -> Option<FieldError> {
    let guard = if facts.lot.is_unknown() { FIVE_YEARS } else { NO_HOLD };
    let unmet = (guard.test)(facts, at).err()?;
    let wrong = FieldError::new("/kind", if facts.lot.is_unknown() { "G-XB-CASE" } else { unmet.code });
    Some(unmet.params.into_iter().fold(wrong, |wrong, (name, value)| wrong.with(name, value)))
}
