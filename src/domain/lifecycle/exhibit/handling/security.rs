//! What is kept as security: enforced upon as an asset of the case, or given back; and what has no judgment after five years (L106
//! 59.5, 60; ND152 38.3, 41.3).

use serde_json::json;

use super::{
    Disposition, EnforceExhibits, Exhibit, ExhibitFacts, GiveSecurityBack, Line, ProposeUnknownSale, checked,
    finish, named_lines, out, record,
};
use crate::domain::document::DocumentKind;
use crate::domain::exhibit::LineEnd;
use crate::domain::lifecycle::Context;
use crate::domain::lifecycle::exhibit::close_collecting;
use crate::domain::lifecycle::plan::Plan;
use crate::domain::refusal::{FieldError, Refusal};

/// From here on it is an asset, with a life of its own (L106 59.5, 60).
pub(super) fn enforce(
    facts: &ExhibitFacts,
    lot: &mut Exhibit,
    body: &EnforceExhibits,
    at: &Context<'_>,
    plan: &mut Plan,
) -> Result<(), Refusal> {
    let asset = facts.asset.filter(|asset| Some(asset.case) == lot.head.case);
    let fits = |line: &Line| match line.disposition {
        Some(Disposition::Keep | Disposition::Return) => match asset {
            Some(asset) if line.owner != Some(asset.owner) => Err("contradicts"),
            _ => out(line),
        },
        _ => Err("contradicts"),
    };
    let mut errors = named_lines(lot, &body.lines, fits);
    if asset.is_none() {
        errors.push(FieldError::new("/asset", "not_in_list"));
    }
    checked(errors)?;
    finish(lot, &body.lines, LineEnd::Enforced, at.on);
    for line in lot.lines.iter_mut().filter(|line| body.lines.contains(&line.seq)) {
        line.asset = Some(body.asset);
    }
    close_collecting(lot, plan);
    Ok(())
}

/// It goes back to the debtor, nobody else (ND152 41.3); the way of returning begins.
pub(super) fn give_back(
    facts: &ExhibitFacts,
    lot: &mut Exhibit,
    body: &GiveSecurityBack,
) -> Result<(), Refusal> {
    let of_debtor = |line: &Line| {
        let case = facts.case.as_ref();
        line.owner.is_some_and(|owner| case.is_some_and(|case| case.debtor(owner).is_some()))
    };
    let kept = |line: &Line| match line.disposition {
        Some(Disposition::Keep) if line.state.is_kept() && of_debtor(line) => Ok(()),
        _ => Err("contradicts"),
    };
    let mut errors = named_lines(lot, &body.lines, kept);
    if !body.no_request {
        errors.push(FieldError::new("/no_request", "contradicts"));
    }
    checked(errors)?;
    for line in lot.lines.iter_mut().filter(|line| body.lines.contains(&line.seq)) {
        line.disposition = Some(Disposition::Return);
    }
    Ok(())
}

/// Sold from the ministries' list, the price paid into the budget; there is no case in whose books it could stand (ND152 38.3).
pub(super) fn settle_unknown(
    _: &ExhibitFacts,
    lot: &mut Exhibit,
    body: &ProposeUnknownSale,
    at: &Context<'_>,
    plan: &mut Plan,
) -> Result<(), Refusal> {
    let fits = |line: &Line| if line.destruction.is_none() { out(line) } else { Err("contradicts") };
    let mut errors = named_lines(lot, &body.lines, fits);
    if body.price.is_zero() {
        errors.push(FieldError::new("/price", "amount_out_of_range").with("limit", "-"));
    }
    checked(errors)?;
    let content = json!({ "lines": body.lines, "list": body.list, "valuation": body.valuation,
        "price": body.price, "voucher": body.voucher });
    record(DocumentKind::ForfeitureDecision, content, at, plan);
    finish(lot, &body.lines, LineEnd::ToBudget, at.on);
    Ok(())
}
