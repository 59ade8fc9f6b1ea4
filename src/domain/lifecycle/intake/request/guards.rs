//! What must be true before a request is decided. Each asks of the request as a whole: whether some of its items can go into a
//! decision; which of them may is asked again of the items that are named.

use chrono::NaiveDate;
use std::collections::BTreeSet;

use super::RequestFacts;
use crate::domain::case::EndingGround;
use crate::domain::judgment::{Mode, Obligation, ObligationStatus};
use crate::domain::lifecycle::case::{due, period};
use crate::domain::lifecycle::intake::group::not_due;
use crate::domain::lifecycle::{Context, Guard};
use crate::domain::period::{Period, compute};
use crate::domain::refusal::Unmet;
use crate::domain::request::{Exclusion, ExclusionKind};

type G = Guard<RequestFacts>;
type Verdict = Result<String, Unmet>;

/// The last day on which a request was in time, and how many days did not count (L106 34.2; ND152 3): five years from
/// `base`, longer by every proven day inside, until nothing more is added.
///
/// # Errors
/// An unmet guard when the law data have no value for the day.
pub fn time_bar(
    base: NaiveDate,
    exclusions: &[Exclusion],
    context: &Context<'_>,
) -> Result<(NaiveDate, i64), Unmet> {
    // A period leaves its first day out and rolls; limitation, in the words of BLDS 151, does neither ([U1]).
    let strict = context.law.choice("U1") == Some("count_first_day_no_roll");
    let start = if strict { base.pred_opt().unwrap_or(base) } else { base };
    let five_years = Period { roll: false, ..period(context, "time_bar")?.clone() };
    let plain = compute(start, &five_years, context.law.calendar()).due_on;
    let mut last = plain;
    let excluded = loop {
        let days: BTreeSet<NaiveDate> = exclusions
            .iter()
            .flat_map(|exclusion| excluded_days(exclusion, context))
            .filter(|day| *day > start && *day <= last)
            .collect();
        let excluded = i64::try_from(days.len()).unwrap_or(i64::MAX);
        let longer = plain.checked_add_signed(chrono::TimeDelta::days(excluded)).unwrap_or(last);
        if longer <= last {
            break excluded;
        }
        last = longer;
    };
    let limit = if strict { last } else { context.law.calendar().next_working_day_on_or_after(last) };
    Ok((limit, excluded))
}

/// The days of an interval that do not count. Time of an interruption was left out by the 2008 law only ([U8]).
fn excluded_days(exclusion: &Exclusion, context: &Context<'_>) -> impl Iterator<Item = NaiveDate> {
    let (to, kind) = (exclusion.to, exclusion.kind);
    let change = context.law.regimes().last().map(|span| span.from);
    let never = context.law.choice("U8") == Some("never");
    exclusion.from.iter_days().take_while(move |day| *day <= to).filter(move |day| {
        kind != ExclusionKind::Interruption || (!never && change.is_some_and(|change| *day < change))
    })
}

/// The items on which the request can still lead to a decision.
pub(super) fn pending(facts: &RequestFacts) -> impl Iterator<Item = &Obligation> {
    let renewed = facts.request.renews;
    facts.items.iter().filter(move |item| {
        let open = item.case.is_none() && item.status != ObligationStatus::Entrusted;
        open || item.case.is_some() && item.case == renewed
    })
}

/// An item that was terminated because the parties agreed or the creditor asked (L106 48.4), and when.
pub(super) fn ended_by_agreement(item: &Obligation, facts: &RequestFacts) -> Option<NaiveDate> {
    let case = facts.covering.iter().find(|covering| Some(covering.reference.case) == item.case)?;
    let over = item.status == ObligationStatus::Terminated || case.ended == Some(EndingGround::Terminated);
    case.agreed_termination.filter(|_| over)
}

/// The limit of one item with the days that count; accepted days count, claimed ones only when asked for.
pub(super) fn limit(
    item: &Obligation,
    facts: &RequestFacts,
    claims: bool,
    at: &Context<'_>,
) -> Result<(NaiveDate, i64), Unmet> {
    let base = item.due_on.unwrap_or(facts.judgment.in_force_on);
    let counted = claims || facts.request.late_accepted.is_some();
    // An interruption is the agency's own decision: nobody has to accept it as proven.
    let own = |exclusion: &&Exclusion| counted || exclusion.kind == ExclusionKind::Interruption;
    let exclusions: Vec<Exclusion> = facts.request.exclusions.iter().filter(own).cloned().collect();
    time_bar(base, &exclusions, at)
}

/// In time for at least one item that has no decision yet.
pub(super) fn in_time(facts: &RequestFacts, claims: bool, at: &Context<'_>) -> Verdict {
    let asked = facts.request.requested_on;
    let mut latest: Option<(NaiveDate, i64)> = None;
    for item in pending(facts) {
        let (last, days) = limit(item, facts, claims, at)?;
        if asked <= last {
            return Ok(format!("{asked} <= {last}"));
        }
        latest = latest.max(Some((last, days)));
    }
    let Some((last, days)) = latest else { return Ok("nothing open".to_owned()) };
    Err(Unmet::new("G-REQ-TIMEBAR", asked.to_string(), format!("by {last}"))
        .with("limit", last.to_string())
        .with("n", days.to_string()))
}

/// Some item passes, or none is left to be asked.
fn some(facts: &RequestFacts, passes: impl Fn(&Obligation) -> bool) -> Option<usize> {
    let count = pending(facts).filter(|item| passes(item)).count();
    let none_left = pending(facts).next().is_none();
    if count > 0 || none_left { Some(count) } else { None }
}

pub(super) const COMPLETE: G = Guard {
    code: "G-REQ-COMPLETE",
    test: |facts, context| {
        let missing = facts.request.completeness.missing();
        if missing.is_empty() {
            return Ok("complete".to_owned());
        }
        let by = due(context, "request_supplement", facts.request.reception())?;
        Err(Unmet::new("G-REQ-COMPLETE", missing.join(", "), "nothing missing")
            .with("list", missing.join(", "))
            .with("date", by.to_string()))
    },
};

pub(super) const INCOMPLETE: G = Guard {
    code: "G-REQ-INCOMPLETE",
    test: |facts, _| match facts.request.completeness.missing() {
        missing if missing.is_empty() => Err(Unmet::new("G-REQ-INCOMPLETE", "complete", "something missing")),
        missing => Ok(missing.join(", ")),
    },
};

pub(super) const JUDGMENT_RECEIVED: G = Guard {
    code: "G-JUD-RECEIVED",
    test: |facts, context| {
        let received = facts.judgment.received_on;
        if received <= context.on {
            return Ok(received.to_string());
        }
        let unmet = Unmet::new("G-JUD-RECEIVED", context.on.to_string(), format!(">= {received}"));
        Err(unmet.not_before(received))
    },
};

pub(super) const JUDGMENT_IN_FORCE: G = Guard {
    code: "G-JUD-KIND",
    test: |facts, context| {
        let in_force = facts.judgment.in_force_on;
        if in_force <= context.on {
            return Ok(in_force.to_string());
        }
        Err(Unmet::new("G-JUD-KIND", context.on.to_string(), format!(">= {in_force}")).not_before(in_force))
    },
};

pub(super) const COMPETENCE: G = Guard {
    code: "G-COMPETENCE",
    test: |facts, _| match &facts.judgment.competent_agency {
        None => Ok("competent".to_owned()),
        Some(agency) => {
            let unmet = Unmet::new("G-COMPETENCE", agency.clone(), "this agency");
            Err(unmet.with("agency", agency.clone()))
        }
    },
};

pub(super) const IN_TIME: G =
    Guard { code: "G-REQ-TIMEBAR", test: |facts, context| in_time(facts, false, context) };

/// With the days that are claimed: what the head would accept.
pub(super) const IN_TIME_AS_CLAIMED: G =
    Guard { code: "G-REQ-TIMEBAR", test: |facts, context| in_time(facts, true, context) };

/// Five years have passed without any day left out (ND152 10.2).
pub(super) const LATE: G = Guard {
    code: "G-LATE",
    test: |facts, context| match in_time(facts, false, context) {
        Err(unmet) => Ok(unmet.required),
        Ok(seen) => Err(Unmet::new("G-LATE", seen, "a request after the time-bar")),
    },
};

pub(super) const LATE_PROOF: G = Guard {
    code: "G-LATE-PROOF",
    test: |facts, _| {
        let claims = &facts.request.exclusions;
        let stated = |text: &str| !text.trim().is_empty();
        let proven = |claim: &&Exclusion| stated(&claim.proof) && claim.place.as_deref().is_some_and(stated);
        let count = claims.iter().filter(proven).count();
        if count > 0 && count == claims.len() {
            return Ok(format!("{count} proven"));
        }
        let found = format!("{count} of {} with proof and place", claims.len());
        Err(Unmet::new("G-LATE-PROOF", found, "every claimed interval proven, with its place"))
    },
};

pub(super) const NOT_DECIDED: G = Guard {
    code: "G-REQ-DUP",
    test: |facts, _| {
        let open = facts.items.iter().filter(|item| item.case.is_none()).count();
        if open > 0 {
            return Ok(format!("{open} open"));
        }
        if facts.items.is_empty() {
            return Ok("nothing named".to_owned());
        }
        let (number, on) = match facts.covering.first() {
            Some(known) => (known.reference.number.clone(), known.reference.decided_on.to_string()),
            None => ("-".to_owned(), "-".to_owned()),
        };
        Err(Unmet::new("G-REQ-DUP", format!("decision {number} of {on}"), "an item without a decision")
            .with("no", number)
            .with("date", on))
    },
};

/// What was stopped by agreement is not asked for again (L106 48.4).
pub(super) const NO_REOPEN: G = Guard {
    code: "G-NO-REOPEN",
    test: |facts, _| {
        let ended = facts.items.iter().filter_map(|item| ended_by_agreement(item, facts)).max();
        match ended {
            Some(on) if !facts.items.iter().any(|item| item.case.is_none()) => {
                let unmet = Unmet::new("G-NO-REOPEN", format!("terminated {on}"), "not terminated");
                Err(unmet.with("date", on.to_string()))
            }
            _ => Ok("not terminated by agreement".to_owned()),
        }
    },
};

pub(super) const ON_REQUEST: G = Guard {
    code: "G-REQ-NOTPRO",
    test: |facts, _| {
        let proactive: Vec<String> = facts
            .items
            .iter()
            .filter(|item| item.mode == Mode::Proactive)
            .map(|item| item.id.to_string())
            .collect();
        if proactive.is_empty() {
            return Ok("on request".to_owned());
        }
        Err(Unmet::new("G-REQ-NOTPRO", proactive.join(", "), "no proactive item")
            .with("list", proactive.join(", ")))
    },
};

/// The requester is a party to one of the items, or acts under a written authority (L106 34.1; ND152 2).
pub(super) const STANDING: G = Guard {
    code: "G-REQ-STANDING",
    test: |facts, _| {
        let who = facts.request.requester;
        let is_party = facts.items.iter().any(|item| item.debtor == who || item.creditor == Some(who));
        if is_party || facts.request.authority.is_some() {
            return Ok(who.to_string());
        }
        Err(Unmet::new(
            "G-REQ-STANDING",
            "no party to the items, no authority",
            "a party or its representative",
        ))
    },
};

pub(super) const RELATED: G = Guard {
    code: "G-REQ-RELATED",
    test: |facts, _| match facts.items.len() {
        0 => {
            let unmet = Unmet::new("G-REQ-RELATED", "no item of the judgment", "an item of the judgment");
            Err(unmet.with("list", "-"))
        }
        count => Ok(count.to_string()),
    },
};

pub(super) const RIGHTS: G = Guard {
    code: "G-REQ-RIGHTS",
    test: |facts, _| match some(facts, |item| !item.more.not_enforced) {
        Some(count) => Ok(count.to_string()),
        None => {
            Err(Unmet::new("G-REQ-RIGHTS", "no right or duty to enforce", "an item that this law enforces"))
        }
    },
};

pub(super) const DUE: G = Guard {
    code: "G-DUE",
    test: |facts, context| {
        let agreement = facts.request.agreement.as_ref();
        if let Some(count) = some(facts, |item| not_due(item, agreement, context).is_none()) {
            return Ok(count.to_string());
        }
        let first = pending(facts).filter_map(|item| not_due(item, agreement, context)).min();
        let first = first.unwrap_or(context.on);
        Err(Unmet::new("G-DUE", context.on.to_string(), format!(">= {first}")).not_before(first))
    },
};

pub(super) const CONDITION: G = Guard {
    code: "G-CONDITION",
    test: |facts, _| match &facts.request.condition {
        Some(condition) if condition.met.is_none() => {
            Err(Unmet::new("G-CONDITION", condition.what.clone(), "information that it is met"))
        }
        Some(_) => Ok("met".to_owned()),
        None => Ok("none".to_owned()),
    },
};

/// Names and addresses of those between whom it is decided must stand in the decision (ND152 12.1.c).
pub(super) const CONTENT: G = Guard {
    code: "G-DEC-CONTENT",
    test: |facts, _| {
        let parties: BTreeSet<_> =
            pending(facts).flat_map(|item| [Some(item.debtor), item.creditor]).flatten().collect();
        let missing = parties.intersection(&facts.no_address).count();
        if missing == 0 {
            return Ok("complete".to_owned());
        }
        let list = format!("address ({missing})");
        Err(Unmet::new("G-DEC-CONTENT", list.clone(), "name and address of every party").with("list", list))
    },
};

/// The request takes up a returned one, and proves that the debtor can perform (ND152 22.2).
pub(super) const RETURNED_PROOF: G = Guard {
    code: "G-RETURNED-PROOF",
    test: |facts, _| match (&facts.request.renews, &facts.request.ability_proof) {
        (Some(case), Some(_)) => Ok(case.to_string()),
        (Some(_), None) => {
            Err(Unmet::new("G-RETURNED-PROOF", "no proof", "proof that the debtor can perform"))
        }
        (None, _) => {
            Err(Unmet::new("G-RETURNED-PROOF", "no returned request", "a request that was returned"))
        }
    },
};

/// A prisoner, a relative or a proxy pays, and the time-bar has passed (ND152 10.3).
pub(super) const LATE_PAYMENT: G = Guard {
    code: "G-LATE-PAID",
    test: |facts, context| {
        let Some(payment) = &facts.request.late_payment else {
            return Err(Unmet::new("G-LATE-PAID", "no payment", "a payment after the time-bar"));
        };
        let Some(item) = facts.items.iter().find(|item| item.id == payment.obligation) else {
            return Err(Unmet::new("G-LATE-PAID", "another item", "a payment on a requested item"));
        };
        let (last, _) = limit(item, facts, true, context)?;
        if facts.request.requested_on > last && item.case.is_none() {
            return Ok(payment.amount.to_string());
        }
        Err(Unmet::new("G-LATE-PAID", format!("in time until {last}"), "a payment after the time-bar"))
    },
};
