//! What must be true for each step of a complaint, and the periods that its object chooses.

use chrono::NaiveDate;

use super::super::{change, terms_on};
use super::ComplaintFacts;
use crate::domain::lifecycle::{Context, Guard};
use crate::domain::oversight::complaint::{Complaint, ComplaintClass, ComplaintObject};
use crate::domain::oversight::without_obstacles;
use crate::domain::refusal::{Refusal, Unmet};

type G = Guard<ComplaintFacts>;

/// The parameter of the time limit to complain.
pub(super) fn limit_key(object: ComplaintObject) -> &'static str {
    match object {
        ComplaintObject::BeforeMeasures => "cmp_limit_before",
        ComplaintObject::AccountFreeze => "cmp_limit_freeze",
        ComplaintObject::Security => "cmp_limit_security",
        ComplaintObject::Coercion | ComplaintObject::AfterCoercion => "cmp_limit_coercion",
    }
}

/// The parameter of the term to decide at first instance.
pub(super) fn first_key(object: ComplaintObject) -> &'static str {
    match object {
        ComplaintObject::BeforeMeasures => "cmp_resolve1_before",
        ComplaintObject::AccountFreeze | ComplaintObject::Security => "cmp_resolve1_security",
        ComplaintObject::Coercion => "cmp_resolve1_coercion",
        ComplaintObject::AfterCoercion => "cmp_resolve1_after_coercion",
    }
}

/// The parameter of the term to decide at second instance; none where there is no second.
pub(super) fn second_key(object: ComplaintObject) -> Option<&'static str> {
    match object {
        ComplaintObject::BeforeMeasures => Some("cmp_resolve2_before"),
        ComplaintObject::AccountFreeze | ComplaintObject::Security => None,
        ComplaintObject::Coercion => Some("cmp_resolve2_coercion"),
        ComplaintObject::AfterCoercion => Some("cmp_resolve2_after_coercion"),
    }
}

/// The last day to complain: of a case that was over before the change of law by the old law; otherwise a limit that ran over
/// the change is the longer one, because it is a party's (L106 116.1, 116.3; U29).
pub(super) fn limit(
    complaint: &Complaint,
    over_on: Option<NaiveDate>,
    at: &Context<'_>,
) -> Result<NaiveDate, Refusal> {
    let key = limit_key(complaint.object);
    let terms = terms_on(over_on, at.law, at.on);
    let old = change(at.law).is_some_and(|change| terms < change);
    let computation = if old {
        at.law.deadline(key, complaint.known_on, terms)?
    } else {
        at.law.deadline_over_change(key, complaint.known_on)?.due
    };
    Ok(without_obstacles(computation, &complaint.obstacles, at.law.calendar()).0)
}

fn gap(refusal: &Refusal) -> Unmet {
    let found = match refusal {
        Refusal::LawMissing(gap) => gap.clone(),
        _ => String::new(),
    };
    Unmet::new("G-LAW", found.clone(), "a value in the law data").with("gap", found)
}

pub(super) const TIME: G = Guard {
    code: "G-CMP-TIME",
    test: |facts, at| {
        let complaint = &facts.complaint;
        let limit = limit(complaint, facts.case.over_on, at).map_err(|refusal| gap(&refusal))?;
        if complaint.first.lodged_on <= limit {
            return Ok(format!("{} <= {limit}", complaint.first.lodged_on));
        }
        Err(Unmet::new("G-CMP-TIME", complaint.first.lodged_on.to_string(), format!("<= {limit}"))
            .with("date", limit.to_string()))
    },
};

pub(super) const CONCERNED: G = Guard {
    code: "G-CMP-CONCERNED",
    test: |facts, _| {
        if facts.complaint.is_concerned() {
            return Ok("a party, or a person harmed directly".to_owned());
        }
        let required = "a party, or a related person harmed directly";
        Err(Unmet::new("G-CMP-CONCERNED", "related persons without direct harm", required))
    },
};

/// The first decision's term may be lengthened once.
pub(super) const NOT_EXTENDED: G = Guard {
    code: "G-CMP-EXTEND",
    test: |facts, at| {
        let level = facts.complaint.second.as_ref().unwrap_or(&facts.complaint.first);
        if level.extended_by.is_some() {
            return Err(Unmet::new("G-CMP-EXTEND", "lengthened before", "not lengthened yet"));
        }
        match level.term.as_ref().map(crate::domain::oversight::Term::due_on) {
            Some(due) if at.on <= due => Ok(format!("{} <= {due}", at.on)),
            due => {
                let required = due.map_or("a running term".to_owned(), |due| format!("<= {due}"));
                Err(Unmet::new("G-CMP-EXTEND", at.on.to_string(), required))
            }
        }
    },
};

pub(super) const NOT_NOTIFIED: G =
    Guard {
        code: "G-CMP-NOTIFIED",
        test: |facts, _| match facts.complaint.first_notified_on {
            None => Ok("not yet".to_owned()),
            Some(on) => Err(Unmet::new("G-CMP-NOTIFIED", on.to_string(), "no notice on record")
                .with("date", on.to_string())),
        },
    };

/// The last day for a second complaint, once the first decision is notified.
pub(super) fn second_until(facts: &ComplaintFacts, at: &Context<'_>) -> Result<Option<NaiveDate>, Refusal> {
    let Some(notified) = facts.complaint.first_notified_on else { return Ok(None) };
    let terms = terms_on(facts.case.over_on, at.law, notified.max(at.on));
    Ok(Some(at.law.deadline("cmp_second", notified, terms)?.due_on))
}

/// The first decision comes into force when nobody complained again in time; about a security measure at once (L106 105.5).
pub(super) const IN_FORCE: G = Guard {
    code: "G-CMP-FINAL",
    test: |facts, at| {
        if facts.complaint.object.class() == ComplaintClass::Cb {
            return Ok("a security measure: at once".to_owned());
        }
        match second_until(facts, at).map_err(|refusal| gap(&refusal))? {
            Some(until) if at.on > until => Ok(format!("{} > {until}", at.on)),
            Some(until) => Err(Unmet::new("G-CMP-FINAL", at.on.to_string(), format!("> {until}"))
                .not_before_day_after(until)
                .with("date", until.to_string())),
            None => {
                Err(Unmet::new("G-CMP-FINAL", "no valid notice on record", "valid notice of the decision")
                    .with("date", "-"))
            }
        }
    },
};

/// A second complaint exists for this class, and the first decision is validly notified and not in force (L106 98.2, 105.5).
pub(super) const SECOND: G = Guard {
    code: "G-CMP-SECOND",
    test: |facts, _| {
        let required = "a class with a second complaint, a first decision notified and not in force";
        if facts.complaint.object.class() == ComplaintClass::Cb {
            return Err(Unmet::new("G-CMP-SECOND", "CB", required));
        }
        match (facts.complaint.effective_on, facts.complaint.first_notified_on) {
            (None, Some(on)) => Ok(on.to_string()),
            (Some(on), _) => Err(Unmet::new("G-CMP-SECOND", format!("in force from {on}"), required)),
            (None, None) => Err(Unmet::new("G-CMP-SECOND", "no valid notice on record", required)),
        }
    },
};
