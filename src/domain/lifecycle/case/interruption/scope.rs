//! What an interruption or a partial termination covers: whether the named things are the case's, and which items that makes.

use crate::domain::case::{Case, Scope};
use crate::domain::ids::ObligationId;
use crate::domain::judgment::{Obligation, ObligationStatus};
use crate::domain::lifecycle::case::{CaseFacts, Named};
use crate::domain::lifecycle::plan::{ItemChange, Plan};
use crate::domain::refusal::FieldError;

/// What must be loaded to judge a scope: the items that it names, or all where it names none.
pub(in crate::domain::lifecycle::case) fn named(scope: &Scope) -> Named {
    Named { items: scope.items.clone(), all_items: scope.items.is_empty(), ..Named::default() }
}

/// Nothing is left to do on it.
pub(in crate::domain::lifecycle::case) fn is_over(item: &Obligation) -> bool {
    use ObligationStatus as S;
    matches!(item.status, S::Done | S::Terminated | S::Exempted | S::Entrusted)
}

/// Names everything that is not the case's, is over already or stands there twice. `over` is the code for a thing that is over.
pub(in crate::domain::lifecycle::case) fn check(
    facts: &CaseFacts,
    case: &Case,
    scope: &Scope,
    over: &'static str,
) -> Vec<FieldError> {
    let mut errors = Vec::new();
    for (place, id) in scope.items.iter().enumerate() {
        let code = match facts.items.iter().find(|item| item.id == *id && item.case == Some(case.id)) {
            None => "not_in_list",
            Some(_) if scope.items[..place].contains(id) => "duplicate",
            Some(item) if is_over(item) => over,
            Some(_) => continue,
        };
        errors.push(FieldError::new(format!("/scope/items/{place}"), code));
    }
    for (place, id) in scope.debtors.iter().enumerate() {
        let code = match case.debtor(*id) {
            None => "not_a_party",
            Some(_) if scope.debtors[..place].contains(id) => "duplicate",
            Some(track) if track.ended.is_some() => over,
            Some(_) => continue,
        };
        errors.push(FieldError::new(format!("/scope/debtors/{place}"), code));
    }
    for (place, id) in scope.assets.iter().enumerate() {
        let code = match facts.assets.iter().find(|asset| asset.id == *id) {
            None => "not_in_list",
            Some(_) if scope.assets[..place].contains(id) => "duplicate",
            Some(_) => continue,
        };
        errors.push(FieldError::new(format!("/scope/assets/{place}"), code));
    }
    errors
}

/// The items that a scope covers and that are not over: those it names, those its debtors owe, all of a whole case.
pub(in crate::domain::lifecycle::case) fn covered<'a>(
    facts: &'a CaseFacts,
    case: &Case,
    scope: &Scope,
) -> Vec<&'a Obligation> {
    let own = facts.items.iter().filter(|item| item.case == Some(case.id) && !is_over(item));
    let within = |item: &&Obligation| {
        scope.is_whole() || scope.items.contains(&item.id) || scope.debtors.contains(&item.debtor)
    };
    own.filter(within).collect()
}

/// Items under an interruption of their own show it.
pub(super) fn hold_items(facts: &CaseFacts, scope: &Scope, plan: &mut Plan) {
    let named = facts.items.iter().filter(|item| scope.items.contains(&item.id) && !is_over(item));
    plan.items.extend(named.map(|item| ItemChange::status(item.id, ObligationStatus::Held)));
}

/// Items that no interruption names any more stand where they stood before.
pub(in crate::domain::lifecycle::case) fn free_items(
    facts: &CaseFacts,
    case: &Case,
    items: &[ObligationId],
    plan: &mut Plan,
) {
    let still = |id: &ObligationId| case.live_holds().any(|hold| hold.scope.items.contains(id));
    for item in facts.items.iter().filter(|item| items.contains(&item.id) && !still(&item.id)) {
        if item.status == ObligationStatus::Held {
            let status = if item.paid.is_zero() { ObligationStatus::Open } else { ObligationStatus::Partial };
            plan.items.push(ItemChange::status(item.id, status));
        }
    }
}
