//! Orders on their way: the slip, the movement, the withdrawal. A movement takes what is there and no more (I32), not before the hour
//! that the head fixed (ND152 37.3), and in the agency's own store by a third person (TT04 11).

use rust_decimal::Decimal;
use serde_json::json;

use super::{
    CarryOutStoreOrder, Exhibit, IssueStoreSlip, Line, RecordKeeperMovement, WithdrawStoreOrder, record,
};
use crate::domain::document::DocumentKind;
use crate::domain::exhibit::{
    Custody, ExhibitState, LineEnd, Movement, MovementKind, QuantityOutOfRange, Slip, StoreOrder,
};
use crate::domain::ids::DecisionId;
use crate::domain::lifecycle::Context;
use crate::domain::lifecycle::exhibit::{close_collecting, reached, told};
use crate::domain::lifecycle::plan::Plan;
use crate::domain::refusal::{FieldError, Refusal, wrong};

/// An order that waits, at the agency's own store or elsewhere.
fn waiting<'a>(
    lot: &'a Exhibit,
    id: DecisionId,
    own: Option<bool>,
    at: &Context<'_>,
) -> Result<&'a StoreOrder, Refusal> {
    let Some(order) = lot.order(id) else { return Err(wrong("/order", "not_in_list")) };
    if !order.waits() {
        return Err(wrong("/order", "duplicate"));
    }
    if own.is_some_and(|own| own != lot.is_own_store(order)) {
        return Err(wrong("/order", "contradicts"));
    }
    if at.on < order.signed_on {
        return Err(wrong("/effective_on", "contradicts"));
    }
    Ok(order)
}

pub(super) fn issue_slip(
    lot: &mut Exhibit,
    body: &IssueStoreSlip,
    at: &Context<'_>,
    plan: &mut Plan,
) -> Result<(), Refusal> {
    let order = waiting(lot, body.order, Some(true), at)?;
    if order.slip.is_some() {
        return Err(wrong("/order", "duplicate"));
    }
    if order.signed_by == at.actor.user {
        return Err(wrong("/order", "G-EXH-4"));
    }
    let content = json!({ "order": order.id, "kind": order.kind, "lines": order.lines });
    let id = record(DocumentKind::StoreSlip, content, at, plan);
    if let Some(order) = lot.orders.iter_mut().find(|order| order.id == body.order) {
        order.slip = Some(Slip { id, by: at.actor.user, on: at.on });
    }
    Ok(())
}

pub(super) fn carry_out(
    lot: &mut Exhibit,
    body: &CarryOutStoreOrder,
    at: &Context<'_>,
    plan: &mut Plan,
) -> Result<(), Refusal> {
    let order = waiting(lot, body.order, Some(true), at)?.clone();
    let Some(slip) = &order.slip else { return Err(wrong("/order", "G-EXH-1")) };
    if order.is_of(at.actor.user) {
        return Err(wrong("/order", "G-EXH-4"));
    }
    if at.on < slip.on {
        return Err(wrong("/effective_on", "contradicts"));
    }
    done(lot, &order, &body.minutes, at, plan)
}

pub(super) fn record_keeper(
    lot: &mut Exhibit,
    body: &RecordKeeperMovement,
    at: &Context<'_>,
    plan: &mut Plan,
) -> Result<(), Refusal> {
    let order = waiting(lot, body.order, Some(false), at)?.clone();
    done(lot, &order, &body.slip, at, plan)
}

/// The order is carried out, and the book of the store says so.
fn done(
    lot: &mut Exhibit,
    order: &StoreOrder,
    paper: &str,
    at: &Context<'_>,
    plan: &mut Plan,
) -> Result<(), Refusal> {
    if let Some(hour) = order.at
        && !reached(hour, at)
    {
        return Err(FieldError::new("/order", "G-XB-TIME").with("at", told(hour)).into());
    }
    for moved in &order.lines {
        let Some(line) = lot.line_mut(moved.line) else { return Err(wrong("/order", "contradicts")) };
        let there = line.stock.normalize().to_string();
        apply(line, order.kind, moved.quantity, order.to.as_ref())
            .map_err(|QuantityOutOfRange| FieldError::new("/order", "G-XB-STOCK").with("limit", there))?;
        let gone = line.stock.is_zero() && line.outside.is_zero() && line.not_entered().is_zero();
        if order.kind == MovementKind::WriteOff && gone {
            line.finish(LineEnd::WrittenOff, at.on);
        }
    }
    lot.movements.push(Movement {
        kind: order.kind,
        lines: order.lines.clone(),
        order: Some(order.id),
        paper: paper.to_owned(),
        counterpart: order.counterpart.clone().unwrap_or_default(),
        by: at.actor.user,
        on: at.on,
    });
    if let Some(order) = lot.orders.iter_mut().find(|one| one.id == order.id) {
        order.done_by = Some(at.actor.user);
        order.done_on = Some(at.on);
    }
    lot.settle();
    close_collecting(lot, plan);
    Ok(())
}

/// One line goes in or out.
fn apply(
    line: &mut Line,
    kind: MovementKind,
    quantity: Decimal,
    to: Option<&Custody>,
) -> Result<(), QuantityOutOfRange> {
    match kind {
        MovementKind::Accept | MovementKind::Entry => line.enter(quantity),
        MovementKind::Return => {
            if quantity > line.outside {
                return Err(QuantityOutOfRange);
            }
            line.enter(quantity)?;
            line.outside -= quantity;
            // What was ordered out and came back is to be ordered out anew.
            line.state = ExhibitState::Accepted;
            Ok(())
        }
        MovementKind::Release | MovementKind::Extract => {
            line.leave(quantity)?;
            line.outside = line.outside.checked_add(quantity).ok_or(QuantityOutOfRange)?;
            Ok(())
        }
        MovementKind::Transfer => {
            line.leave(quantity)?;
            line.enter(quantity)?;
            if let Some(to) = to {
                line.custody = to.clone();
            }
            Ok(())
        }
        MovementKind::WriteOff => {
            line.leave(quantity)?;
            line.lost = line.lost.checked_add(quantity).ok_or(QuantityOutOfRange)?;
            Ok(())
        }
    }
}

pub(super) fn withdraw(
    lot: &mut Exhibit,
    body: &WithdrawStoreOrder,
    at: &Context<'_>,
) -> Result<(), Refusal> {
    let order = waiting(lot, body.order, None, at)?.clone();
    if order.kind == MovementKind::Release {
        for moved in &order.lines {
            if let Some(line) = lot.line_mut(moved.line) {
                line.state = ExhibitState::Accepted;
            }
        }
    }
    if let Some(order) = lot.orders.iter_mut().find(|order| order.id == body.order) {
        order.withdrawn_on = Some(at.on);
    }
    lot.settle();
    Ok(())
}
