//! Which items go into one enforcement decision: one decision for each debtor, and the named exceptions (ND152 8.1, 11.1); and
//! which of them are due (ND152 11.2).

use std::collections::BTreeSet;

use chrono::{Datelike, NaiveDate};

use crate::domain::case::Track;
use crate::domain::claim::ClaimKind;
use crate::domain::ids::PartyId;
use crate::domain::judgment::{GroupRule, Mode, Obligation, ObligationStatus};
use crate::domain::law::Law;
use crate::domain::lifecycle::Context;
use crate::domain::refusal::FieldError;
use crate::domain::request::EarlyAgreement;

/// A proposed grouping of items.
pub(super) struct Group<'a> {
    pub items: &'a [&'a Obligation],
    pub rule: GroupRule,
    pub mode: Mode,
    /// The article behind GR-H.
    pub basis: Option<&'a str>,
    /// Who asks, for GR-G.
    pub requester: Option<PartyId>,
    /// What the parties agreed before the decision.
    pub agreement: Option<&'a EarlyAgreement>,
}

/// Wrong places in a proposed grouping. Whether an item has a decision already is asked apart: a renewed request has one.
pub(super) fn check(group: &Group<'_>, at: &Context<'_>) -> Vec<FieldError> {
    let mut errors = Vec::new();
    if group.items.is_empty() {
        errors.push(FieldError::new("/obligations", "required"));
    }
    let mut seen = BTreeSet::new();
    for (index, item) in group.items.iter().enumerate() {
        let here = format!("/obligations/{index}");
        if !seen.insert(item.id) {
            errors.push(FieldError::new(here.clone(), "duplicate"));
        }
        if item.mode != group.mode {
            let code = if group.mode == Mode::Proactive { "G-PROACTIVE" } else { "G-REQ-NOTPRO" };
            errors.push(FieldError::new(here.clone(), code).with("list", item.id.to_string()));
        }
        if item.more.not_enforced {
            errors.push(FieldError::new(here.clone(), "G-REQ-RIGHTS"));
        }
        if let Some(due) = not_due(item, group.agreement, at) {
            errors.push(FieldError::new(here, "G-DUE").with("date", due.to_string()));
        }
    }
    if !group.items.is_empty() && !fits(group) {
        errors.push(FieldError::new("/rule", "G-GROUP"));
    }
    if group.rule == GroupRule::OtherByLaw && group.basis.is_none_or(|basis| basis.trim().is_empty()) {
        errors.push(FieldError::new("/basis", "required"));
    }
    errors
}

/// Wrong places in a grouping that came by another way than a request here: by entrustment, from a private office.
pub(crate) fn check_group(
    items: &[&Obligation],
    rule: GroupRule,
    mode: Mode,
    at: &Context<'_>,
) -> Vec<FieldError> {
    let group = Group { items, rule, mode, basis: None, requester: None, agreement: None };
    let mut errors = check(&group, at);
    errors.extend(check_open(items));
    errors
}

/// Wrong places where an item has a decision already. What another agency enforces by entrustment is decided there (L106 49.2).
pub(super) fn check_open(items: &[&Obligation]) -> Vec<FieldError> {
    let decided = items
        .iter()
        .enumerate()
        .filter(|(_, item)| item.case.is_some() || item.status == ObligationStatus::Entrusted);
    let error = |index: usize| {
        FieldError::new(format!("/obligations/{index}"), "G-REQ-DUP").with("no", "-").with("date", "-")
    };
    decided.map(|(index, _)| error(index)).collect()
}

/// Whether the exception is one of this way of issuing, and these items fall under it.
fn fits(group: &Group<'_>) -> bool {
    let items = group.items;
    let debtors: BTreeSet<PartyId> = items.iter().map(|item| item.debtor).collect();
    let recipients: BTreeSet<Option<PartyId>> = items.iter().map(|item| item.creditor).collect();
    let things: BTreeSet<Option<&str>> = items.iter().map(|item| item.more.thing.as_deref()).collect();
    let one_thing = things.len() == 1 && !things.contains(&None);
    let all_on = |wanted: &[Track]| {
        items.iter().all(|item| item.proactive_kind().is_some_and(|kind| wanted.contains(&kind.track())))
    };
    let proactive = group.mode == Mode::Proactive;
    match group.rule {
        GroupRule::PerDebtor => debtors.len() == 1,
        GroupRule::PerRecipient => {
            proactive && recipients.len() == 1 && !recipients.contains(&None) && all_on(&[Track::Return])
        }
        GroupRule::NoDebtor => {
            proactive
                && items.iter().all(|item| item.more.no_debtor)
                && all_on(&[Track::Confiscate, Track::Destroy])
        }
        GroupRule::SameExhibit => {
            proactive && one_thing && all_on(&[Track::Return, Track::Confiscate, Track::Destroy])
        }
        GroupRule::Joint => items.iter().all(|item| item.joint),
        GroupRule::RightAndDuty => proactive && right_and_duty(items),
        GroupRule::CommonAsset => !proactive && (one_thing || mutual(items)),
        GroupRule::JointPayment => {
            !proactive && items.len() == 1 && items.iter().all(|item| item.joint) && pays_himself(group)
        }
        GroupRule::OtherByLaw => proactive,
    }
}

/// One person is entitled by some of the items and owes the others; no item is between others only.
fn right_and_duty(items: &[&Obligation]) -> bool {
    let person = |who: PartyId| items.iter().all(|item| item.debtor == who || item.creditor == Some(who));
    let owes = |who: PartyId| items.iter().any(|item| item.debtor == who);
    items.iter().filter_map(|item| item.creditor).any(|who| owes(who) && person(who))
}

/// Somebody owes by one item and is entitled by another.
fn mutual(items: &[&Obligation]) -> bool {
    items.iter().any(|item| items.iter().any(|other| other.creditor == Some(item.debtor)))
}

fn pays_himself(group: &Group<'_>) -> bool {
    group.items.first().is_some_and(|item| group.requester == Some(item.debtor))
}

/// The due date that has not come yet. Alimony is decided for the whole enforcement year (ND152 11.2); an agreement on earlier
/// performance, or on one payment, needs no due date.
pub(super) fn not_due(
    item: &Obligation,
    agreement: Option<&EarlyAgreement>,
    at: &Context<'_>,
) -> Option<NaiveDate> {
    let due = item.due_on.filter(|due| *due > at.on)?;
    if agreement.is_some_and(|agreement| agreement.before_due) {
        return None;
    }
    let this_year = item.kind == ClaimKind::Alimony && enforcement_year_end(at.law, at.on) >= Some(due);
    if this_year { None } else { Some(due) }
}

/// The last day of the enforcement year in which a day lies; its first day is law data.
pub(super) fn enforcement_year_end(law: &Law, on: NaiveDate) -> Option<NaiveDate> {
    let starts = law.reference("numbering")?.pointer("/reset/statistical_year/starts")?.as_str()?;
    let (month, day) = starts.split_once('-')?;
    let (month, day) = (month.parse().ok()?, day.parse().ok()?);
    let this = NaiveDate::from_ymd_opt(on.year(), month, day)?;
    let next = if on < this { this } else { NaiveDate::from_ymd_opt(on.year() + 1, month, day)? };
    next.pred_opt()
}

#[cfg(test)]
mod tests {
    use super::enforcement_year_end;
    use crate::domain::law::Law;

    #[test]
    fn the_enforcement_year_ends_before_october() {
        let law = Law::embedded().unwrap();
        let end = |on: &str| enforcement_year_end(&law, on.parse().unwrap()).unwrap().to_string();
        assert_eq!(end("2026-09-30"), "2026-09-30");
        assert_eq!(end("2026-10-01"), "2027-09-30");
    }
}
