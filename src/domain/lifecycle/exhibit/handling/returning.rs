//! Giving back: the notice, the return, and what becomes of what nobody collects – sold, or sent to the body that issued it (L106
//! 59.1–59.2; ND152 41.1). Money is given back by the case whose money it has become (ND152 41.2).

use serde_json::json;

use super::{
    Disposition, Exhibit, Line, NotifyExhibitOwner, ReturnExhibits, SellUnclaimedExhibit, SendExhibitPapers,
    checked, finish, named_lines, out, out_as, record,
};
use crate::domain::case::HeldKind;
use crate::domain::document::DocumentKind;
use crate::domain::exhibit::{LineEnd, Notified};
use crate::domain::lifecycle::Context;
use crate::domain::lifecycle::disposal::{UnclaimedSale, return_errors};
use crate::domain::lifecycle::exhibit::close_collecting;
use crate::domain::lifecycle::guard::must_be_over;
use crate::domain::lifecycle::plan::Plan;
use crate::domain::refusal::{FieldError, Refusal, wrong};

pub(super) fn notify(
    lot: &mut Exhibit,
    body: &NotifyExhibitOwner,
    at: &Context<'_>,
    plan: &mut Plan,
) -> Result<(), Refusal> {
    let owner = body.lines.first().and_then(|seq| lot.line(*seq)).and_then(|line| line.owner);
    let waits = |line: &Line| match line.disposition {
        _ if line.notified.is_some() => Err("duplicate"),
        Some(Disposition::Return) if line.state.is_kept() && line.owner == owner => Ok(()),
        _ => Err("contradicts"),
    };
    let mut errors = named_lines(lot, &body.lines, waits);
    if body.recipient_owes_money {
        errors.push(FieldError::new("/recipient_owes_money", "G-RT-OWES"));
    }
    checked(errors)?;
    let content = json!({ "lines": body.lines, "recipient": owner, "place": body.place });
    let document = record(DocumentKind::CollectionNotice, content, at, plan);
    for seq in &body.lines {
        let Some(line) = lot.line_mut(*seq) else { continue };
        let Some(key) = line.held_kind().clock() else { continue };
        let running = plan.opened.iter().find(|opened| opened.key == key);
        let collect_until = match running {
            Some(opened) => opened.computation.due_on,
            None => plan.must_open(at, key, at.on, Some(document.0))?,
        };
        line.notified = Some(Notified { document, on: at.on, collect_until });
    }
    let untold = |line: &Line| line.disposition == Some(Disposition::Return) && line.notified.is_none();
    if !lot.open().any(untold) {
        plan.close("return_notice", None);
    }
    Ok(())
}

pub(super) fn give_back(
    lot: &mut Exhibit,
    body: &ReturnExhibits,
    at: &Context<'_>,
    plan: &mut Plan,
) -> Result<(), Refusal> {
    let fits = |line: &Line| match &line.notified {
        None => Err("contradicts"),
        Some(_) => out_as(line, Disposition::Return),
    };
    let mut errors = named_lines(lot, &body.lines, fits);
    errors.extend(return_errors(body.minutes_signed, body.costs_paid));
    checked(errors)?;
    record(DocumentKind::ExhibitMinutes, json!({ "lines": body.lines, "returned": true }), at, plan);
    finish(lot, &body.lines, LineEnd::Collected, at.on);
    close_collecting(lot, plan);
    Ok(())
}

pub(super) fn sell(
    lot: &mut Exhibit,
    body: &SellUnclaimedExhibit,
    at: &Context<'_>,
    plan: &mut Plan,
) -> Result<(), Refusal> {
    let Some(line) = lot.line(body.line) else { return Err(wrong("/line", "not_in_list")) };
    let mut errors = Vec::new();
    if !line.held_kind().is_goods() || line.destruction.is_some() {
        errors.push(FieldError::new("/line", "contradicts"));
    }
    errors.extend(out(line).err().map(|code| FieldError::new("/line", code)));
    let last = line.notified.as_ref().map(|notice| notice.collect_until);
    errors.extend(must_be_over(at, "/line", "G-RT-GOODS", last).err());
    let sale = UnclaimedSale {
        price: body.price,
        costs: body.costs,
        channel: body.channel,
        reference: body.bank_reference.as_deref(),
    };
    errors.extend(sale.errors());
    checked(errors)?;
    let Some(case) = lot.head.case else { return Err(wrong("/line", "contradicts")) };
    sale.book((lot.head.office, case), at, plan)?;
    let content = json!({ "line": body.line, "valuation": body.valuation, "value": body.value,
        "price": body.price, "costs": body.costs, "bank_reference": body.bank_reference });
    record(DocumentKind::UnclaimedSaleRecord, content, at, plan);
    finish(lot, &[body.line], LineEnd::SoldUnclaimed, at.on);
    close_collecting(lot, plan);
    Ok(())
}

pub(super) fn to_issuer(
    lot: &mut Exhibit,
    body: &SendExhibitPapers,
    at: &Context<'_>,
    plan: &mut Plan,
) -> Result<(), Refusal> {
    let papers =
        |line: &Line| if line.held_kind() == HeldKind::Papers { out(line) } else { Err("contradicts") };
    let mut errors = named_lines(lot, &body.lines, papers);
    for (index, seq) in body.lines.iter().enumerate() {
        let last = lot.line(*seq).and_then(|line| line.notified.as_ref()).map(|notice| notice.collect_until);
        errors.extend(must_be_over(at, &format!("/lines/{index}"), "G-RT-PAPERS", last).err());
    }
    checked(errors)?;
    let content = json!({ "lines": body.lines, "issuer": body.issuer, "letter": body.letter });
    record(DocumentKind::PapersTransfer, content, at, plan);
    finish(lot, &body.lines, LineEnd::ToIssuer, at.on);
    close_collecting(lot, plan);
    Ok(())
}
