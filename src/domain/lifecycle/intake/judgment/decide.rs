//! Decisions of the agency's own motion: which items go together, how their case is enforced, which clocks start with it.

use std::collections::BTreeSet;

use serde_json::json;

use super::{IssueProactive, JudgmentFacts, ProposeProactive, ProposeProvisional, is_measure};
use crate::domain::case::Track;
use crate::domain::ids::DraftId;
use crate::domain::judgment::{Draft, GroupDraft, Judgment, Mode, Obligation};
use crate::domain::lifecycle::Context;
use crate::domain::lifecycle::intake::group::{self, Group};
use crate::domain::lifecycle::intake::open::{Opening, named, open_case};
use crate::domain::lifecycle::plan::Plan;
use crate::domain::proactive::ProactiveKind;
use crate::domain::refusal::{FieldError, Refusal};

pub(super) fn propose(
    facts: &JudgmentFacts,
    judgment: &mut Judgment,
    body: &ProposeProactive,
    at: &Context<'_>,
) -> Result<(), Refusal> {
    let content =
        GroupDraft { obligations: body.obligations.clone(), rule: body.rule, basis: body.basis.clone() };
    grouped(facts, &content, at)?;
    judgment.drafts.push(Draft {
        id: DraftId(at.ids.next()),
        prepared_by: at.actor.user,
        prepared_on: at.on,
        content,
    });
    Ok(())
}

/// T-DE-01.
pub(super) fn issue(
    facts: &JudgmentFacts,
    judgment: &mut Judgment,
    body: &IssueProactive,
    at: &Context<'_>,
    plan: &mut Plan,
) -> Result<(), Refusal> {
    let Some(place) = judgment.drafts.iter().position(|draft| draft.id == body.draft) else {
        return Err(FieldError::new("/draft", "not_in_list").into());
    };
    let draft = judgment.drafts.remove(place);
    if draft.prepared_by == at.actor.user {
        return Err(FieldError::new("/draft", "G-FOUR-EYES").into());
    }
    if at.on < draft.prepared_on {
        return Err(FieldError::new("/effective_on", "contradicts").into());
    }
    let items = grouped(facts, &draft.content, at)?;
    let kinds: BTreeSet<ProactiveKind> = items.iter().filter_map(|item| item.proactive_kind()).collect();
    let mut opening = Opening::new(judgment.office, judgment.id, Mode::Proactive);
    opening.prepared_by = Some(draft.prepared_by);
    opening.budget_funded.clone_from(&facts.budget_funded);
    opening.track = track(&kinds);
    opening.content = json!({ "rule": draft.content.rule, "basis": draft.content.basis, "list": &kinds });
    open_case(&items, opening, at, plan)?;
    let clocks: BTreeSet<&str> = kinds.iter().flat_map(|kind| kind.clocks()).copied().collect();
    for key in clocks {
        plan.open(at, key, at.on, None);
    }
    close_terms(facts, &items, plan);
    Ok(())
}

/// T-DE-08: at once, before the voluntary period and without it (L106 33.3.b, 62).
pub(super) fn provisional(
    facts: &JudgmentFacts,
    judgment: &mut Judgment,
    body: &ProposeProvisional,
    at: &Context<'_>,
    plan: &mut Plan,
) -> Result<(), Refusal> {
    let items = named(&facts.items, &body.obligations, "not_in_list")?;
    let mut errors = group::check_open(&items);
    for (index, item) in items.iter().enumerate() {
        if !is_measure(item) {
            let error = FieldError::new(format!("/obligations/{index}"), "G-PROACTIVE");
            errors.push(error.with("list", item.id.to_string()));
        }
    }
    if !errors.is_empty() {
        return Err(errors.into());
    }
    let mut opening = Opening::new(judgment.office, judgment.id, Mode::Proactive);
    opening.prepared_by = plan.prepared_by;
    opening.budget_funded.clone_from(&facts.budget_funded);
    opening.provisional_measure = true;
    opening.content = json!({ "list": [ProactiveKind::ProvisionalMeasure] });
    open_case(&items, opening, at, plan)?;
    close_terms(facts, &items, plan);
    Ok(())
}

fn grouped<'a>(
    facts: &'a JudgmentFacts,
    content: &GroupDraft,
    at: &Context<'_>,
) -> Result<Vec<&'a Obligation>, Refusal> {
    let items = named(&facts.items, &content.obligations, "not_in_list")?;
    let basis = content.basis.as_deref();
    let of = Group {
        items: &items,
        rule: content.rule,
        mode: Mode::Proactive,
        basis,
        requester: None,
        agreement: None,
    };
    let mut errors = group::check(&of, at);
    errors.extend(group::check_open(&items));
    for (index, item) in items.iter().enumerate() {
        let here = format!("/obligations/{index}");
        // A provisional measure has its own decision, made at once (T-DE-08).
        if is_measure(item) {
            errors.push(FieldError::new(here.clone(), "G-GROUP"));
        }
        let nameless = [Some(item.debtor), item.creditor].into_iter().flatten();
        if nameless.filter(|party| facts.no_address.contains(party)).count() > 0 {
            errors.push(FieldError::new(here, "G-DEC-CONTENT").with("list", "address"));
        }
    }
    if errors.is_empty() { Ok(items) } else { Err(errors.into()) }
}

/// The way of all its items when they share one; what is mixed in one decision goes the standard way.
fn track(kinds: &BTreeSet<ProactiveKind>) -> Track {
    let mut tracks = kinds.iter().map(|kind| kind.track());
    let Some(first) = tracks.next() else { return Track::Standard };
    if tracks.all(|track| track == first) { first } else { Track::Standard }
}

/// The term for the decision is met when no item under it is left without one.
fn close_terms(facts: &JudgmentFacts, decided: &[&Obligation], plan: &mut Plan) {
    let key = |item: &Obligation| item.proactive_kind().map_or("decision_proactive", |kind| kind.deadline());
    let is_left = |item: &&Obligation| !decided.iter().any(|one| one.id == item.id);
    let left: BTreeSet<&str> = facts.open.iter().filter(is_left).map(key).collect();
    let met: BTreeSet<&str> = decided.iter().map(|item| key(item)).collect();
    for key in met.difference(&left) {
        plan.close(key, None);
    }
}
