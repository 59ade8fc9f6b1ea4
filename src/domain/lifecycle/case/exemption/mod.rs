//! Exemption and reduction of a duty to the State budget (miễn, giảm nghĩa vụ thi hành án đối với khoản thu, nộp ngân sách nhà
//! nước; L106 42–45): the proposal, the courts' steps, the effect on the items. The termination that follows is another act.

mod bodies;
mod court;
mod rules;

pub use bodies::*;

use std::collections::BTreeSet;

use chrono::NaiveDate;
use serde_json::json;

use super::guards::{NO_HOLD, due};
use super::{CaseFacts, Named, OPEN, Phase, propose, record, sign};
use crate::domain::actor::Role;
use crate::domain::case::{Case, Exemption, ExemptionKind};
use crate::domain::document::DocumentKind;
use crate::domain::ids::{ExemptionId, PartyId};
use crate::domain::judgment::{Obligation, ObligationStatus};
use crate::domain::lifecycle::plan::Plan;
use crate::domain::lifecycle::{Clock, Context, Guard, Proposal, To, Transition, Who};
use crate::domain::money::Dong;
use crate::domain::refusal::{FieldError, Refusal, Unmet};
use rules::{Elapsed, Thresholds};

const OFFICER: &[Who] = &[Who::AssignedOfficer];
const COURT: &[Clock] = &[
    Clock::Effect("exempt_accept"),
    Clock::Effect("exempt_hearing"),
    Clock::Effect("exempt_send"),
    Clock::Effect("exempt_protest"),
    Clock::Effect("exempt_protest_upper"),
    Clock::Effect("exempt_fileup"),
    Clock::Effect("exempt_appeal"),
];

/// Minutes of verification no older than three months (L106 43.3).
const FRESH: Guard<CaseFacts> = Guard { code: "G-MG-FRESH", test: fresh };
/// A proposal is with the court.
const PENDING: Guard<CaseFacts> = Guard { code: "G-MG-PENDING", test: pending };
/// Some decision is in effect and not yet recorded as such (L106 45.1, 45.3–45.4).
const EFFECT: Guard<CaseFacts> = Guard { code: "G-DC-EFFECT", test: effect };
/// Some decision was recorded as being in effect (L106 45.5).
const GRANTED: Guard<CaseFacts> = Guard { code: "G-MG-GRANTED", test: granted };

pub(super) const ROWS: &[Transition<CaseFacts>] = &[
    Transition {
        guards: &[FRESH, NO_HOLD],
        document: Some(DocumentKind::ExemptionProposal),
        proposal: Some(Proposal::by("propose_exemption", OFFICER)),
        opens: &[Clock::Effect("exempt_accept")],
        ..Transition::row("T-MG-01", "send_exemption_file", OPEN, To::Same, &[Who::Signer])
    },
    Transition {
        guards: &[PENDING],
        opens: COURT,
        closes: COURT,
        ..Transition::row(
            "D-MG-COURT",
            "record_exemption_paper",
            &[],
            To::Same,
            &[Who::Role(Role::IntakeClerk), Who::AssignedOfficer],
        )
    },
    Transition {
        guards: &[EFFECT],
        opens: &[Clock::Effect("terminate")],
        closes: COURT,
        ..Transition::row(
            "T-MG-02",
            "record_exemption_effect",
            OPEN,
            To::Same,
            &[Who::Role(Role::IntakeClerk)],
        )
    },
    Transition {
        guards: &[GRANTED],
        document: Some(DocumentKind::ReopeningProposal),
        proposal: Some(Proposal::by("propose_exemption_reopening", OFFICER)),
        ..Transition::row("T-MG-03", "request_exemption_reopening", &[], To::Same, &[Who::Signer])
    },
];

fn fresh(facts: &CaseFacts, at: &Context<'_>) -> Result<String, Unmet> {
    let oldest = due(at, "exempt_fresh", at.on)?;
    let last = facts.case.verifications.iter().map(|verification| verification.on).max();
    match last {
        Some(last) if last >= oldest => Ok(last.to_string()),
        Some(last) => Err(Unmet::new("G-MG-FRESH", last.to_string(), format!(">= {oldest}"))
            .with("date", oldest.to_string())),
        None => Err(Unmet::new("G-MG-FRESH", "no verification", format!(">= {oldest}"))
            .with("date", oldest.to_string())),
    }
}

fn pending(facts: &CaseFacts, at: &Context<'_>) -> Result<String, Unmet> {
    match facts.case.exemptions.iter().find(|exemption| !exemption.is_over(at.on)) {
        Some(exemption) => Ok(exemption.proposed_on.to_string()),
        None => Err(Unmet::new("G-MG-PENDING", "none", "a proposal that is with the court")),
    }
}

fn effect(facts: &CaseFacts, at: &Context<'_>) -> Result<String, Unmet> {
    let waiting = |exemption: &&Exemption| {
        exemption.in_effect_on.is_none() && exemption.ruling().is_some_and(|ruling| !ruling.granted.is_zero())
    };
    if let Some(ready) = facts.case.exemptions.iter().find(|e| waiting(e) && e.takes_effect(at.on)) {
        return Ok(ready.id.to_string());
    }
    let until = facts.case.exemptions.iter().filter(waiting).find_map(|e| {
        let protested = e.protested_on.is_some() || e.dropped_on.is_some();
        if protested { None } else { e.last_protest_day() }
    });
    let unmet = Unmet::new(
        "G-DC-EFFECT",
        until.map_or("no decision in effect".to_owned(), |until| format!("protest until {until}")),
        "a decision that grants something and is in effect",
    );
    Err(match until {
        Some(until) => unmet.with("date", until.to_string()).not_before_day_after(until),
        None => unmet.with("date", "-"),
    })
}

fn granted(facts: &CaseFacts, _: &Context<'_>) -> Result<String, Unmet> {
    match facts.case.exemptions.iter().find_map(|exemption| exemption.in_effect_on) {
        Some(on) => Ok(on.to_string()),
        None => Err(Unmet::new("G-MG-GRANTED", "none", "an exemption or reduction in effect")),
    }
}

impl Phase for ExemptionAction {
    fn named(&self) -> Named {
        match self {
            ExemptionAction::ProposeExemption(_) | ExemptionAction::RecordExemptionEffect(_) => {
                Named { judgment_items: true, ..Named::default() }
            }
            _ => Named::default(),
        }
    }

    fn apply(
        &self,
        facts: &CaseFacts,
        case: &mut Case,
        at: &Context<'_>,
        plan: &mut Plan,
    ) -> Result<(), Refusal> {
        use ExemptionAction as Do;
        match self {
            Do::ProposeExemption(body) => propose("send_exemption_file", ask, body, facts, case, at),
            Do::SendExemptionFile(_) => sign("send_exemption_file", ask, facts, case, at, plan),
            Do::RecordExemptionPaper(body) => court::step(case, body, at, plan),
            Do::RecordExemptionEffect(body) => court::take_effect(facts, case, body, at, plan),
            Do::ProposeExemptionReopening(body) => {
                propose("request_exemption_reopening", court::reopen, body, facts, case, at)
            }
            Do::RequestExemptionReopening(_) => {
                sign("request_exemption_reopening", court::reopen, facts, case, at, plan)
            }
        }
    }
}

/// The debtor's duties to the State budget that are not over, in whichever case of the judgment.
fn to_the_budget(facts: &CaseFacts, debtor: PartyId) -> impl Iterator<Item = &Obligation> {
    let over = |item: &Obligation| {
        matches!(
            item.status,
            ObligationStatus::Done
                | ObligationStatus::Terminated
                | ObligationStatus::Exempted
                | ObligationStatus::Entrusted
        )
    };
    facts.items.iter().filter(move |item| item.creditor.is_none() && item.debtor == debtor && !over(item))
}

fn left_of(item: &Obligation) -> Dong {
    item.amount.saturating_minus(item.paid)
}

/// T-MG-01: the proposal with its file.
fn ask(
    facts: &CaseFacts,
    case: &mut Case,
    body: &ProposeExemption,
    at: &Context<'_>,
    plan: &mut Plan,
) -> Result<(), Refusal> {
    let remaining = total(to_the_budget(facts, body.debtor).map(left_of))?;
    let here = to_the_budget(facts, body.debtor).filter(|item| item.case == Some(case.id));
    let here: Vec<_> = here.collect();
    let in_this_case = total(here.iter().map(|item| left_of(item)))?;
    let mut errors = Vec::new();
    if case.debtor(body.debtor).is_none() {
        errors.push(FieldError::new("/debtor", "not_a_party"));
    }
    let first = first_decision(case, body, &mut errors);
    let unmet = |pointer: &str| {
        let error = FieldError::new(pointer, "G-MG");
        error.with("amount", remaining.to_string()).with("date", first.to_string())
    };
    let asked = match amount(facts, body, remaining, in_this_case, first, at)? {
        Some(asked) if !asked.is_zero() => asked,
        _ => {
            errors.push(unmet(if body.amount.is_some() { "/amount" } else { "/kind" }));
            Dong::ZERO
        }
    };
    let met = conditions(facts, body, &mut errors);
    let one_condition_only = met == BTreeSet::from([true, false]);
    if body.kind != ExemptionKind::ExemptRest {
        let both = at.law.choice("U25") == Some("both");
        if !met.is_empty() && (!met.contains(&true) || both && met.contains(&false)) {
            errors.push(unmet("/assets"));
        }
        errors.extend(once(case, body, at)?);
    }
    if !errors.is_empty() {
        return Err(errors.into());
    }
    let content = json!({
        "kind": body.kind, "debtor": body.debtor, "remaining": remaining, "asked": asked, "first_decided_on": first,
        "assets": body.assets, "income": body.income, "hardship": body.hardship,
        "one_condition_only": one_condition_only, "procuracy_opinion": body.procuracy_opinion,
    });
    let proposal = record(case, DocumentKind::ExemptionProposal, content, at, plan);
    let id = ExemptionId(at.ids.next());
    plan.open(at, "exempt_accept", at.on, Some(id.0));
    let items = here.iter().map(|item| item.id).collect();
    let mut exemption = Exemption::new(id, proposal, body.debtor, body.kind, at.on);
    (exemption.items, exemption.remaining, exemption.asked) = (items, remaining, asked);
    exemption.one_condition_only = one_condition_only;
    case.exemptions.push(exemption);
    Ok(())
}

fn total(amounts: impl Iterator<Item = Dong>) -> Result<Dong, Refusal> {
    Dong::sum(amounts).map_err(|_| FieldError::new("/debtor", "amount_out_of_range").into())
}

/// The years count from the first enforcement decision, here or at the agency that entrusted the case (L106 42.5).
fn first_decision(case: &Case, body: &ProposeExemption, errors: &mut Vec<FieldError>) -> NaiveDate {
    let entrusted = case.movement.entrusted_in.as_ref().and_then(|entrusted| entrusted.first_decided_on);
    let known = entrusted.unwrap_or(case.decided_on).min(case.decided_on);
    match body.first_decided_on {
        Some(told) if told > known => {
            errors.push(FieldError::new("/first_decided_on", "contradicts"));
            known
        }
        Some(told) => told,
        None => known,
    }
}

/// By how much the duty is to fall; `None` where the law gives no ground for it, zero where there is nothing to cut.
fn amount(
    facts: &CaseFacts,
    body: &ProposeExemption,
    remaining: Dong,
    here: Dong,
    first: NaiveDate,
    at: &Context<'_>,
) -> Result<Option<Dong>, Refusal> {
    let thresholds = Thresholds::on(at.on, at.law)?;
    let elapsed = Elapsed::since(first, at.on, at.law)?;
    Ok(match body.kind {
        ExemptionKind::Exempt if body.amount.is_some_and(|amount| amount != here) => None,
        ExemptionKind::Exempt => thresholds.may_exempt(remaining, elapsed).then_some(here),
        ExemptionKind::Reduce => {
            let largest = thresholds.largest_cut(remaining, elapsed).map(|cut| cut.min(here));
            largest.and_then(|largest| {
                let asked = body.amount.unwrap_or(largest);
                (asked <= largest).then_some(asked)
            })
        }
        // A part was actively performed before the hardship came (42.3).
        ExemptionKind::ExemptRest => {
            let performed = to_the_budget(facts, body.debtor).any(|item| !item.paid.is_zero());
            (performed && body.amount.is_none_or(|amount| amount == here)).then_some(here)
        }
    })
}

/// Both conditions of 42.1.a are to be proved one way or the other; the text joins them by "or", so one is enough, and the
/// proposal is marked (U25). An asset on record that may be processed contradicts "no assets".
fn conditions(facts: &CaseFacts, body: &ProposeExemption, errors: &mut Vec<FieldError>) -> BTreeSet<bool> {
    let rest = body.kind == ExemptionKind::ExemptRest;
    if rest != body.hardship.is_some() {
        errors.push(FieldError::new("/hardship", if rest { "required" } else { "contradicts" }));
    }
    let mut met = BTreeSet::new();
    for (pointer, condition) in [("/assets", &body.assets), ("/income", &body.income)] {
        match condition {
            Some(condition) => {
                met.insert(condition.met);
            }
            None if rest => {}
            None => errors.push(FieldError::new(pointer, "required")),
        }
    }
    let processable = facts.assets.iter().any(|asset| asset.processable);
    if processable && body.assets.as_ref().is_some_and(|condition| condition.met) {
        errors.push(FieldError::new("/assets", "contradicts"));
    }
    met
}

/// One exemption or reduction a year for each judgment (L106 42.4); one that is still with the court stands in the way too.
fn once(case: &Case, body: &ProposeExemption, at: &Context<'_>) -> Result<Option<FieldError>, Refusal> {
    let of_debtor = case.exemptions.iter().filter(|exemption| {
        exemption.debtor == body.debtor
            && exemption.dropped_on.is_none()
            && exemption.kind != ExemptionKind::ExemptRest
    });
    let Some(last) = of_debtor.max_by_key(|exemption| exemption.proposed_on) else { return Ok(None) };
    let decided = last.ruling().map(|ruling| ruling.on).filter(|_| last.is_over(at.on));
    let until = at.law.deadline("exempt.again", decided.unwrap_or(at.on), at.on)?.due_on;
    let again = decided.is_some() && at.on > until;
    let error = FieldError::new("/debtor", "G-MG-ONCE").with("date", until.to_string());
    Ok((!again).then_some(error))
}
