//! Suspension (tạm đình chỉ): by the office's decision (L106 47.1), or by another body's, of which the parties are only told
//! (47.2). And what the body that asks to stop learns of parts that are performed already.

use serde_json::json;

use super::guards::{by_decision, ground, is_review};
use super::postpone::{NewHold, hold, in_order, on_paper};
use super::scope::{check, covered};
use super::{PerformedPart, ProposeSuspension, SuspensionNotice};
use crate::domain::case::{Case, Gives, HoldGround};
use crate::domain::claim::ClaimKind;
use crate::domain::document::DocumentKind;
use crate::domain::judgment::{Obligation, ObligationStatus};
use crate::domain::lifecycle::Context;
use crate::domain::lifecycle::case::papers::take_paper;
use crate::domain::lifecycle::case::{CaseFacts, issue, known_ground, record};
use crate::domain::lifecycle::plan::Plan;
use crate::domain::refusal::{FieldError, Refusal};

pub(super) fn suspend(
    facts: &CaseFacts,
    case: &mut Case,
    body: &ProposeSuspension,
    at: &Context<'_>,
    plan: &mut Plan,
) -> Result<(), Refusal> {
    let mut errors = check(facts, case, &body.scope, "contradicts");
    errors.extend(in_order(case, &body.scope, at));
    errors.extend(wrong_document(case, body.paper, HoldGround::by_notice));
    let wanted = |gives| ground(gives).is_some_and(HoldGround::is_suspension);
    let paper = take_paper(case, body.paper, wanted, at, plan, &mut errors);
    let found = paper.as_ref().and_then(|paper| Some((paper, ground(paper.gives)?)));
    let Some((paper, ground)) = found else { return Err(errors.into()) };
    errors.extend(known_ground(ground.as_str(), "G-SU-GROUND", at).err().map(on_paper));
    if ground == HoldGround::BankruptcyPetition {
        errors.extend(exempt(facts, case, body));
    } else if body.third_party_security {
        errors.push(FieldError::new("/third_party_security", "contradicts"));
    }
    if !errors.is_empty() {
        return Err(errors.into());
    }
    let content = json!({ "ground": ground, "paper": paper.content, "scope": body.scope });
    let decision = issue(case, DocumentKind::SuspensionDecision, content, at, plan);
    let stops_interest = ground.stops_interest();
    let new = NewHold { ground, scope: &body.scope, paper, decision, until: None, stops_interest };
    hold(facts, case, &new, at, plan);
    Ok(())
}

/// The decision is another body's: the parties get a notice, and nothing else is issued (L106 47.2).
pub(super) fn by_notice(
    facts: &CaseFacts,
    case: &mut Case,
    body: &SuspensionNotice,
    at: &Context<'_>,
    plan: &mut Plan,
) -> Result<(), Refusal> {
    let mut errors = check(facts, case, &body.scope, "G-HO-DONE");
    errors.extend(in_order(case, &body.scope, at));
    errors.extend(wrong_document(case, body.paper, by_decision));
    let wanted = |gives| ground(gives).is_some_and(HoldGround::is_suspension);
    let paper = take_paper(case, body.paper, wanted, at, plan, &mut errors);
    let found = paper.as_ref().and_then(|paper| Some((paper, ground(paper.gives)?)));
    let Some((paper, ground)) = found else { return Err(errors.into()) };
    errors.extend(known_ground(ground.as_str(), "G-SU-GROUND", at).err().map(on_paper));
    if !errors.is_empty() {
        return Err(errors.into());
    }
    let content = json!({ "ground": ground, "paper": paper.content, "scope": body.scope });
    let decision = record(case, DocumentKind::SuspensionNotice, content, at, plan);
    // The notice itself is served like every document on the parties (L106 35.1).
    plan.open(at, "notify", at.on, Some(decision.0));
    let stops_interest = ground.stops_interest();
    let new = NewHold { ground, scope: &body.scope, paper, decision, until: None, stops_interest };
    hold(facts, case, &new, at, plan);
    Ok(())
}

/// A decision where a notice belongs, or a notice where a decision does (L106 47.1–47.2).
fn wrong_document(
    case: &Case,
    paper: crate::domain::ids::PaperId,
    other_kind: impl Fn(HoldGround) -> bool,
) -> Option<FieldError> {
    let gives = case.papers.iter().find(|one| one.id == paper)?.gives;
    ground(gives).is_some_and(other_kind).then(|| FieldError::new("/paper", "G-DOC-KIND"))
}

/// Duties that no bankruptcy petition suspends (L106 47.1.a): they are named, so that the scope can leave them out.
fn exempt(facts: &CaseFacts, case: &Case, body: &ProposeSuspension) -> Vec<FieldError> {
    let covered = covered(facts, case, &body.scope);
    let mut errors = Vec::new();
    if body.third_party_security {
        let code = if covered.iter().any(|item| item.secured) { "G-SU-EXEMPT" } else { "contradicts" };
        errors.push(FieldError::new("/third_party_security", code));
    }
    for item in covered.into_iter().filter(|item| is_exempt(item)) {
        let place = body.scope.items.iter().position(|id| *id == item.id);
        let at = place.map_or_else(|| "/scope".to_owned(), |place| format!("/scope/items/{place}"));
        let error = FieldError::new(at, "G-SU-EXEMPT").with("item", item.id.to_string());
        if errors.len() < EXEMPT_SHOWN {
            errors.push(error);
        }
    }
    errors
}

/// So many exempt items are named in one refusal; a case may have thousands.
const EXEMPT_SHOWN: usize = 100;

/// Life, health and honour, severance, wages; attachment for the State; a duty that is no property duty at all.
fn is_exempt(item: &Obligation) -> bool {
    use ClaimKind as K;
    let kind = matches!(
        item.kind,
        K::DamagesLifeHealth
            | K::DamagesMental
            | K::Severance
            | K::JobLossAllowance
            | K::Wages
            | K::Confiscation
    );
    kind || item.personal
}

/// T-HO-04: to the protest authority.
pub(super) fn performed(
    facts: &CaseFacts,
    case: &mut Case,
    body: &PerformedPart,
    at: &Context<'_>,
    plan: &mut Plan,
) -> Result<(), Refusal> {
    inform(facts, case, body, |gives| gives == Gives::ProtestRequest, at, plan)
}

/// T-SU-04: to the court, the protester or the Chairman of the Commission.
pub(super) fn reply(
    facts: &CaseFacts,
    case: &mut Case,
    body: &PerformedPart,
    at: &Context<'_>,
    plan: &mut Plan,
) -> Result<(), Refusal> {
    let asked = |gives| matches!(gives, Gives::ForeignAward | Gives::Protest | Gives::Competition);
    inform(facts, case, body, asked, at, plan)
}

fn inform(
    facts: &CaseFacts,
    case: &mut Case,
    body: &PerformedPart,
    asked: impl Fn(Gives) -> bool,
    at: &Context<'_>,
    plan: &mut Plan,
) -> Result<(), Refusal> {
    let mut errors = performed_items(facts, case, body);
    let all = case.stage.is_final() || (!case.amount_due.is_zero() && case.outstanding().is_zero());
    let paper = match case.papers.iter().find(|paper| paper.id == body.paper) {
        // The paper is answered whole only where nothing is left that it could stop.
        Some(_) if all => take_paper(case, body.paper, asked, at, plan, &mut errors),
        Some(paper) if asked(paper.gives) && paper.used_on.is_none() => Some(paper.clone()),
        Some(paper) => {
            let code = if paper.used_on.is_some() { "duplicate" } else { "contradicts" };
            errors.push(FieldError::new("/paper", code));
            None
        }
        None => {
            errors.push(FieldError::new("/paper", "not_in_list"));
            None
        }
    };
    match paper {
        Some(paper) if errors.is_empty() => {
            let content = json!({ "to": paper.source, "paper": paper.content, "performed": body.content,
                "items": body.items });
            record(case, DocumentKind::PerformedNotice, content, at, plan);
            Ok(())
        }
        _ => Err(errors.into()),
    }
}

/// T-GT-03: protester, procuracy and parties learn it; the paper stays, the judgment's fate is another act (L106 63.4).
pub(super) fn about_review(
    facts: &CaseFacts,
    case: &mut Case,
    body: &PerformedPart,
    at: &Context<'_>,
    plan: &mut Plan,
) -> Result<(), Refusal> {
    let mut errors = performed_items(facts, case, body);
    let paper = case.papers.iter().find(|paper| paper.id == body.paper).cloned();
    match &paper {
        None => errors.push(FieldError::new("/paper", "not_in_list")),
        Some(paper) if !is_review(paper.gives) => errors.push(FieldError::new("/paper", "contradicts")),
        Some(paper) if at.on < paper.received_on => {
            errors.push(FieldError::new("/effective_on", "contradicts"));
        }
        Some(_) => {}
    }
    match paper {
        Some(paper) if errors.is_empty() => {
            let content = json!({ "to": [paper.source, "procuracy", "parties"], "paper": paper.content,
                "performed": body.content, "items": body.items });
            issue(case, DocumentKind::PerformedNotice, content, at, plan);
            Ok(())
        }
        _ => Err(errors.into()),
    }
}

fn performed_items(facts: &CaseFacts, case: &Case, body: &PerformedPart) -> Vec<FieldError> {
    let mut errors = Vec::new();
    for (place, id) in body.items.iter().enumerate() {
        let code = match facts.items.iter().find(|item| item.id == *id && item.case == Some(case.id)) {
            None => "not_in_list",
            Some(_) if body.items[..place].contains(id) => "duplicate",
            Some(item) if item.paid.is_zero() && item.status != ObligationStatus::Done => "G-HO-UNDONE",
            Some(_) => continue,
        };
        errors.push(FieldError::new(format!("/items/{place}"), code));
    }
    errors
}
