//! Counts and incidents (TT04 11.1, 11.4; ND152 38.1.e, 38.2.b–c). A count changes no stock: what is missing is reported at once and
//! written off by an order.

use rust_decimal::Decimal;
use serde_json::json;

use super::{
    Exhibit, ExhibitFacts, Line, ProposeInventory, ReportExhibitIncident, checked, named_lines, record,
};
use crate::domain::document::DocumentKind;
use crate::domain::exhibit::{Difference, Incident, Inventory, InventoryPeriod};
use crate::domain::lifecycle::Context;
use crate::domain::lifecycle::plan::Plan;
use crate::domain::refusal::{FieldError, Refusal};

/// A count, tried when it is drafted by the one who counted, made when the head signs it.
pub(super) fn take(
    facts: &ExhibitFacts,
    lot: &mut Exhibit,
    body: &ProposeInventory,
    at: &Context<'_>,
    plan: &mut Plan,
) -> Result<(), Refusal> {
    let mut errors = count_errors(lot, body);
    if !facts.accountant_is_one {
        errors.push(FieldError::new("/accountant", "not_in_list"));
    } else if body.accountant == at.actor.user || plan.prepared_by == Some(body.accountant) {
        errors.push(FieldError::new("/accountant", "G-EXH-4"));
    }
    checked(errors)?;
    let differences = differences(lot, body);
    let content = json!({ "period": body.period, "counts": body.counts, "differences": differences });
    let id = record(DocumentKind::InventoryMinutes, content, at, plan);
    for count in &body.counts {
        let Some(line) = lot.line_mut(count.line) else { continue };
        line.condition.clone_from(&count.condition);
        if let (Some(seal), Some(state)) = (&mut line.seal, count.seal) {
            seal.state = state;
        }
    }
    if !differences.is_empty() {
        plan.open(at, "ex.report", at.on, Some(id.0));
    }
    for key in body.period.meets() {
        plan.close(key, None);
    }
    super::open_reviews(&lot.lines, body.period.meets(), at, plan);
    lot.inventories.push(Inventory {
        id,
        period: body.period,
        on: at.on,
        counts: body.counts.clone(),
        differences,
        counted_by: plan.prepared_by,
        accountant: body.accountant,
        signed_by: at.actor.user,
    });
    Ok(())
}

/// Each line once and whole; every line of which something is there, but for a count for another reason.
fn count_errors(lot: &Exhibit, body: &ProposeInventory) -> Vec<FieldError> {
    let mut errors = Vec::new();
    for (index, count) in body.counts.iter().enumerate() {
        let here = |field: &str| format!("/counts/{index}/{field}");
        let Some(line) = lot.line(count.line) else {
            errors.push(FieldError::new(here("line"), "not_in_list"));
            continue;
        };
        if body.counts[..index].iter().any(|other| other.line == count.line) {
            errors.push(FieldError::new(here("line"), "duplicate"));
        } else if !line.state.is_kept() {
            errors.push(FieldError::new(here("line"), "contradicts"));
        }
        if count.counted != Decimal::ZERO && !Line::countable(count.counted) {
            errors.push(FieldError::new(here("counted"), "range"));
        }
        match (&line.seal, count.seal) {
            (Some(_), None) => errors.push(FieldError::new(here("seal"), "required")),
            (None, Some(_)) => errors.push(FieldError::new(here("seal"), "contradicts")),
            _ => {}
        }
    }
    let whole = body.period != InventoryPeriod::AdHoc;
    let counted = |line: &Line| body.counts.iter().any(|count| count.line == line.seq);
    if whole && lot.lines.iter().any(|line| line.stock > Decimal::ZERO && !counted(line)) {
        errors.push(FieldError::new("/counts", "required"));
    }
    errors
}

fn differences(lot: &Exhibit, body: &ProposeInventory) -> Vec<Difference> {
    let compared = body.counts.iter().filter_map(|count| {
        let line = lot.line(count.line)?;
        let seal_changed = line.seal.as_ref().map(|seal| seal.state) != count.seal;
        let differs = count.counted != line.stock || seal_changed;
        differs.then_some(Difference {
            line: line.seq,
            book: line.stock,
            counted: count.counted,
            seal_changed,
        })
    });
    compared.collect()
}

pub(super) fn report(
    lot: &mut Exhibit,
    body: &ReportExhibitIncident,
    at: &Context<'_>,
    plan: &mut Plan,
) -> Result<(), Refusal> {
    let kept = |line: &Line| if line.state.is_kept() { Ok(()) } else { Err("contradicts") };
    let mut errors = named_lines(lot, &body.lines, kept);
    if body.found_on > at.on {
        errors.push(FieldError::new("/found_on", "date_in_future"));
    } else if body.found_on < lot.head.received_on {
        errors.push(FieldError::new("/found_on", "contradicts"));
    }
    if body.inventory.is_some_and(|id| !lot.inventories.iter().any(|inventory| inventory.id == id)) {
        errors.push(FieldError::new("/inventory", "not_in_list"));
    }
    checked(errors)?;
    let content = json!({ "lines": body.lines, "kind": body.kind, "found_on": body.found_on,
        "details": body.details, "inventory": body.inventory });
    let id = record(DocumentKind::ExhibitReport, content, at, plan);
    if let Some(inventory) = body.inventory {
        plan.close("ex.report", Some(inventory.0));
    }
    lot.incidents.push(Incident {
        id,
        lines: body.lines.clone(),
        kind: body.kind,
        found_on: body.found_on,
        details: body.details.clone(),
        inventory: body.inventory,
        by: at.actor.user,
    });
    Ok(())
}
