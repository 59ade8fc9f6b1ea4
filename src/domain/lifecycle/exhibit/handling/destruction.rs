//! Destruction: the decision on what nobody collected or what is ruined, the council and its work (L106 58, 59.2; ND152 38.3, 40, 41.5).

use serde_json::json;

use super::{
    DestroyExhibits, Disposition, Exhibit, ExhibitFacts, Line, ProposeExhibitDestruction, checked, finish,
    named_lines, out, record,
};
use crate::domain::document::DocumentKind;
use crate::domain::exhibit::LineEnd;
use crate::domain::lifecycle::Context;
use crate::domain::lifecycle::case::ProposeDestructionCouncil;
use crate::domain::lifecycle::disposal;
use crate::domain::lifecycle::exhibit::close_collecting;
use crate::domain::lifecycle::guard::must_be_over;
use crate::domain::lifecycle::plan::Plan;
use crate::domain::refusal::{FieldError, Refusal};

pub(super) fn set_up(
    _: &ExhibitFacts,
    lot: &mut Exhibit,
    body: &ProposeDestructionCouncil,
    at: &Context<'_>,
    plan: &mut Plan,
) -> Result<(), Refusal> {
    checked(disposal::council_errors(&body.members, at)?)?;
    let decision = record(DocumentKind::DestructionCouncil, json!({ "members": body.members }), at, plan);
    disposal::set_up(&mut lot.councils, decision, &body.members, at.on);
    Ok(())
}

pub(super) fn destroy(
    lot: &mut Exhibit,
    body: &DestroyExhibits,
    at: &Context<'_>,
    plan: &mut Plan,
) -> Result<(), Refusal> {
    let fits = |line: &Line| if line.is_to_be_destroyed() { out(line) } else { Err("G-EXH-5") };
    let mut errors = named_lines(lot, &body.lines, fits);
    let (in_favour, signed) = (body.chair_in_favour, body.minutes_signed);
    errors.extend(disposal::vote_errors(lot.council(), body.votes_for, in_favour, signed, at));
    let named = |line: &Line| body.lines.contains(&line.seq);
    let owned =
        lot.lines.iter().any(|line| named(line) && line.destruction.is_some() && line.owner.is_some());
    if owned && !body.owners_told {
        errors.push(FieldError::new("/owners_told", "G-XB-TOLD"));
    }
    checked(errors)?;
    let content = json!({ "form": body.form, "condition": body.condition, "contractor": body.contractor,
        "cost": body.cost, "votes_for": body.votes_for, "lines": body.lines });
    record(DocumentKind::DestructionMinutes, content, at, plan);
    finish(lot, &body.lines, LineEnd::Destroyed, at.on);
    if !lot.open().any(Line::is_to_be_destroyed) {
        disposal::finish(&mut lot.councils, at.on);
        plan.close("destroy_do", None);
    }
    Ok(())
}

/// What nobody collected and nobody buys, or what is ruined; of a lot without a judgment what stands on the ministries' list. Its
/// owner is told, and may still come before it is destroyed (ND152 41.5).
pub(super) fn decide(
    _: &ExhibitFacts,
    lot: &mut Exhibit,
    body: &ProposeExhibitDestruction,
    at: &Context<'_>,
    plan: &mut Plan,
) -> Result<(), Refusal> {
    let mut errors = Vec::new();
    if lot.is_unknown() {
        let kept = |line: &Line| match line.state.is_kept() && line.destruction.is_none() {
            true => Ok(()),
            false => Err("contradicts"),
        };
        errors.extend(named_lines(lot, &body.lines, kept));
        if body.list.is_none() {
            errors.push(FieldError::new("/list", "required"));
        }
    } else {
        let unclaimed = |line: &Line| {
            let waits = line.state.is_kept() && line.destruction.is_none() && line.held_kind().is_goods();
            if waits && line.disposition == Some(Disposition::Return) { Ok(()) } else { Err("contradicts") }
        };
        errors.extend(named_lines(lot, &body.lines, unclaimed));
        for (index, seq) in body.lines.iter().enumerate() {
            let last =
                lot.line(*seq).and_then(|line| line.notified.as_ref()).map(|notice| notice.collect_until);
            errors.extend(must_be_over(at, &format!("/lines/{index}"), "G-RT-GOODS", last).err());
        }
        if body.list.is_some() {
            errors.push(FieldError::new("/list", "contradicts"));
        }
    }
    checked(errors)?;
    let content = json!({ "lines": body.lines, "reason": body.reason, "list": body.list });
    let decision = record(DocumentKind::DestructionDecision, content, at, plan);
    for line in lot.lines.iter_mut().filter(|line| body.lines.contains(&line.seq)) {
        line.destruction = Some(decision);
    }
    close_collecting(lot, plan);
    Ok(())
}
