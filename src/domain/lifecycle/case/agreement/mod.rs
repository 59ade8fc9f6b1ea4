//! Agreements of the parties and set-off of mutual duties (L106 36.2; ND152 14, 31). An agreement does not move the case: the
//! officer waits, or proposes postponement or termination.

mod bodies;

pub use bodies::*;

use serde_json::json;
use uuid::Uuid;

use super::{CaseFacts, MEASURABLE, Named, OPEN, Phase, record, wrong};
use crate::domain::actor::Role;
use crate::domain::case::{Agreement, AgreementFault, AgreementStatus, Case, Stage};
use crate::domain::document::DocumentKind;
use crate::domain::judgment::Obligation;
use crate::domain::lifecycle::plan::{Change, Opened, Performed, Plan};
use crate::domain::lifecycle::{Clock, Context, Guard, To, Transition, Who};
use crate::domain::period::{Computation, Period, Step, Unit, midnight};
use crate::domain::refusal::{FieldError, Refusal, Unmet};

type G = Guard<CaseFacts>;

/// Some agreement's term runs.
const RUNNING: G = Guard { code: "G-AGR-RUNS", test: running };
/// Costs to date are paid (ND152 14.5, 31.1).
const FEE_PAID: G = Guard { code: "G-FEE-PAID", test: fee_paid };

const OFFICER: &[Who] = &[Who::AssignedOfficer];

pub(super) const ROWS: &[Transition<CaseFacts>] = &[
    Transition {
        document: Some(DocumentKind::AgreementMinutes),
        opens: &[Clock::Effect("agreement_due")],
        ..Transition::row("T-VO-06", "recognise_agreement", OPEN, To::Same, OFFICER)
    },
    Transition {
        document: Some(DocumentKind::AgreementRefusal),
        ..Transition::row("T-VO-07", "refuse_agreement", OPEN, To::Same, OFFICER)
    },
    Transition {
        guards: &[RUNNING],
        closes: &[Clock::Effect("agreement_due")],
        ..Transition::row("T-VO-06", "record_agreement_performed", OPEN, To::Same, OFFICER)
    },
    Transition {
        guards: &[RUNNING],
        closes: &[Clock::Effect("agreement_due")],
        ..Transition::row("T-VO-08", "record_agreement_default", OPEN, To::Same, OFFICER)
    },
    Transition {
        guards: &[FEE_PAID],
        document: Some(DocumentKind::SetOffMinutes),
        ..Transition::row(
            "T-VO-09",
            "set_off",
            MEASURABLE,
            To::Same,
            &[Who::AssignedOfficer, Who::Role(Role::Accountant)],
        )
    },
];

fn running(facts: &CaseFacts, _: &Context<'_>) -> Result<String, Unmet> {
    match facts.case.agreements.iter().find(|one| one.status == AgreementStatus::Running) {
        Some(one) => Ok(one.perform_until.to_string()),
        None => Err(Unmet::new("G-AGR-RUNS", "none", "an agreement whose term runs")),
    }
}

fn fee_paid(facts: &CaseFacts, _: &Context<'_>) -> Result<String, Unmet> {
    let open = facts.money.costs_open;
    if open.is_zero() {
        return Ok("0".to_owned());
    }
    Err(Unmet::new("G-FEE-PAID", open.get().to_string(), "0").with("amount", open.to_string()))
}

impl Phase for AgreementAction {
    fn named(&self) -> Named {
        match self {
            AgreementAction::RecogniseAgreement(body) => {
                Named { parties: body.parties.clone(), ..Named::default() }
            }
            AgreementAction::RecordAgreementDefault(body) => {
                Named { parties: vec![body.proposed_by], ..Named::default() }
            }
            AgreementAction::SetOff(body) => Named {
                items: vec![body.obligation, body.counter],
                fees_of_items: true,
                other: body.counter_case,
                ..Named::default()
            },
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
        match self {
            AgreementAction::RecogniseAgreement(body) => recognise(facts, case, body, at, plan),
            AgreementAction::RefuseAgreement(body) => refuse(case, body, at, plan),
            AgreementAction::RecordAgreementPerformed(body) => {
                close(case, body.agreement, AgreementStatus::Performed, at, plan)
            }
            AgreementAction::RecordAgreementDefault(body) => default(facts, case, body, at, plan),
            AgreementAction::SetOff(body) => set_off(facts, case, body, at, plan),
        }
    }
}

fn recognise(
    facts: &CaseFacts,
    case: &mut Case,
    body: &RecogniseAgreement,
    at: &Context<'_>,
    plan: &mut Plan,
) -> Result<(), Refusal> {
    let mut errors = form(body);
    errors.extend(who(facts, body));
    if body.made_on > at.on || body.perform_until < body.made_on {
        let pointer = if body.made_on > at.on { "/made_on" } else { "/perform_until" };
        errors.push(FieldError::new(pointer, "contradicts"));
    }
    for (index, fault) in body.faults.iter().enumerate() {
        let error = FieldError::new(format!("/faults/{index}"), "G-AGR-LAWFUL");
        errors.push(error.with("reason", fault.as_str()));
    }
    if !body.related_took_part {
        let error = FieldError::new("/related_took_part", "G-AGR-LAWFUL");
        errors.push(error.with("reason", AgreementFault::WrongPersons.as_str()));
    }
    let sold = facts.assets.iter().find(|asset| asset.sold);
    if let Some(sold) = sold.filter(|_| body.terminates && !body.buyer_consents) {
        errors.push(FieldError::new("/buyer_consents", "G-BUYER").with("name", sold.name.clone()));
    }
    if !errors.is_empty() {
        return Err(errors.into());
    }
    let content =
        json!({ "made_on": body.made_on, "perform_until": body.perform_until, "content": body.content });
    record(case, DocumentKind::AgreementMinutes, content, at, plan);
    let id = at.ids.next();
    plan.opened.push(Opened {
        key: "agreement_due".to_owned(),
        about: Some(id),
        computation: agreed(body, at),
    });
    case.agreements.push(Agreement {
        id,
        made_on: body.made_on,
        recognised_on: at.on,
        perform_until: body.perform_until,
        status: AgreementStatus::Running,
        closed_on: None,
    });
    Ok(())
}

/// What a written agreement must contain (L106 36.2).
fn form(body: &RecogniseAgreement) -> Vec<FieldError> {
    let points = [
        (body.written, "/written", "in_writing"),
        (body.says_consequences, "/says_consequences", "consequences"),
        (body.says_fee_and_costs, "/says_fee_and_costs", "fee_and_costs"),
        (body.signed, "/signed", "all_signatures"),
    ];
    let missing = points.into_iter().filter(|(there, ..)| !there);
    missing.map(|(_, at, name)| FieldError::new(at, "G-AGR-FORM").with("list", name)).collect()
}

/// Both sides must be there: a debtor of the case, and somebody to whom something is owed.
fn who(facts: &CaseFacts, body: &RecogniseAgreement) -> Vec<FieldError> {
    let strangers = body.parties.iter().enumerate().filter(|(_, party)| !facts.parties.contains(party));
    let mut errors: Vec<FieldError> =
        strangers.map(|(index, _)| FieldError::new(format!("/parties/{index}"), "not_a_party")).collect();
    let debtors = body.parties.iter().filter(|party| facts.case.debtor(**party).is_some()).count();
    if errors.is_empty() && (debtors == 0 || debtors == body.parties.len()) {
        let error = FieldError::new("/parties", "G-AGR-LAWFUL");
        errors.push(error.with("reason", AgreementFault::WrongPersons.as_str()));
    }
    errors
}

/// The day on which the parties agreed ends the period, whatever day it is.
fn agreed(body: &RecogniseAgreement, at: &Context<'_>) -> Computation {
    let days = u32::try_from((body.perform_until - at.on).num_days()).unwrap_or_default();
    Computation {
        start: midnight(at.on),
        period: Period { roll: false, ..Period::new(days, Unit::CalendarDays) },
        due_on: body.perform_until,
        due_at: None,
        rolled: false,
        provisional: false,
        // No calendar was asked: a newer one moves nothing.
        calendar: at.law.calendar().edition(),
        steps: vec![Step { date: body.perform_until, note: "agreed".to_owned() }],
    }
}

fn refuse(case: &mut Case, body: &RefuseAgreement, at: &Context<'_>, plan: &mut Plan) -> Result<(), Refusal> {
    if body.made_on > at.on {
        return Err(wrong("/made_on", "contradicts"));
    }
    let content = json!({ "made_on": body.made_on, "faults": body.faults, "reason": body.reason });
    record(case, DocumentKind::AgreementRefusal, content, at, plan);
    Ok(())
}

fn default(
    facts: &CaseFacts,
    case: &mut Case,
    body: &AgreementDefault,
    at: &Context<'_>,
    plan: &mut Plan,
) -> Result<(), Refusal> {
    if !facts.parties.contains(&body.proposed_by) {
        return Err(wrong("/proposed_by", "not_a_party"));
    }
    close(case, body.agreement, AgreementStatus::Defaulted, at, plan)
}

fn close(
    case: &mut Case,
    id: Uuid,
    status: AgreementStatus,
    at: &Context<'_>,
    plan: &mut Plan,
) -> Result<(), Refusal> {
    let Some(agreement) = case.agreements.iter_mut().find(|one| one.id == id) else {
        return Err(wrong("/agreement", "not_in_list"));
    };
    if agreement.status != AgreementStatus::Running {
        return Err(wrong("/agreement", "duplicate"));
    }
    if at.on < agreement.recognised_on {
        return Err(wrong("/effective_on", "contradicts"));
    }
    agreement.status = status;
    agreement.closed_on = Some(at.on);
    plan.close("agreement_due", Some(id));
    Ok(())
}

/// The same sum leaves both items; what is left goes on (ND152 31.1).
fn set_off(
    facts: &CaseFacts,
    case: &mut Case,
    body: &SetOff,
    at: &Context<'_>,
    plan: &mut Plan,
) -> Result<(), Refusal> {
    let (own, counter) = pair(facts, body)?;
    let other = facts.other.as_deref();
    let mut errors = Vec::new();
    if body.harms_others {
        errors.push(FieldError::new("/harms_others", "G-SET-OFF").with("reason", "harms_others"));
    }
    let mutual = if own.judgment == counter.judgment {
        own.creditor == Some(counter.debtor) && counter.creditor == Some(own.debtor)
    } else {
        // Parties are entered judgment by judgment: only people can say that they are the same.
        body.same_persons && own.creditor.is_some() && counter.creditor.is_some()
    };
    if !mutual {
        errors.push(FieldError::new("/counter", "G-SET-OFF").with("reason", "not_mutual"));
    }
    errors.extend(barred(own, "/obligation", body, at)?);
    errors.extend(barred(counter, "/counter", body, at)?);
    let owed = |item: &Obligation| item.amount.saturating_minus(item.paid);
    let limit = owed(own).min(owed(counter));
    if body.amount.is_zero() || body.amount > limit {
        errors.push(FieldError::new("/amount", "amount_out_of_range").with("limit", limit.to_string()));
    }
    for item in [own, counter] {
        let of = if item.case == Some(case.id) { Some(&facts.case) } else { other };
        let pointer = if item.id == own.id { "/obligation" } else { "/counter" };
        if let Some(stop) = of.and_then(|of| of.stop_of_item(item.id)) {
            errors.push(FieldError::new(pointer, "G-HOLD").with("doc", stop.code));
        }
        if of.is_some_and(|of| of.stage.is_final() || of.stage == Stage::SeparateBook) {
            errors.push(FieldError::new(pointer, "contradicts"));
        }
    }
    if !errors.is_empty() {
        return Err(errors.into());
    }
    let content = json!({ "obligation": body.obligation, "counter": body.counter, "amount": body.amount });
    record(case, DocumentKind::SetOffMinutes, content, at, plan);
    let paid =
        |case: &Case| case.amount_paid.plus(body.amount).map_err(|_| wrong("/amount", "amount_out_of_range"));
    case.amount_paid = paid(case)?;
    match other {
        Some(other) => {
            let mut other = other.clone();
            other.amount_paid = paid(&other)?;
            plan.changes.push(Change::Case(Box::new(other)));
        }
        None => case.amount_paid = paid(case)?,
    }
    for item in [own, counter] {
        plan.performed.push(Performed { obligation: item.id, amount: body.amount });
        let of = if item.case == Some(case.id) { Some(&facts.case) } else { other };
        if let Some(of) = of {
            super::payable::note_set_off(facts, of, item, body.amount, at, plan)?;
        }
    }
    Ok(())
}

/// Duties that may not be set off: of another kind, not due yet, disputed, or excluded by law (ND152 31.2; BLDS 377–379).
fn barred(
    item: &Obligation,
    pointer: &str,
    body: &SetOff,
    at: &Context<'_>,
) -> Result<Vec<FieldError>, Refusal> {
    let excluded = at.law.list("set_off.excluded", at.on)?.iter().any(|code| code == item.kind.as_str());
    let reasons = [
        (item.duty.is_some() || item.more.foreign.is_some(), "other_kind"),
        (item.due_on.is_some_and(|due| due > at.on), "not_due"),
        (body.disputed, "disputed"),
        (excluded || item.personal, "excluded"),
        (item.creditor.is_none(), "state"),
    ];
    let unmet = reasons.iter().filter(|(barred, _)| *barred);
    Ok(unmet.map(|(_, reason)| FieldError::new(pointer, "M13_SETOFF").with("reason", *reason)).collect())
}

/// The two items: this case's own, and the one of the case that was named.
fn pair<'a>(facts: &'a CaseFacts, body: &SetOff) -> Result<(&'a Obligation, &'a Obligation), Refusal> {
    let this = facts.case.id;
    let counter_case = body.counter_case.unwrap_or(this);
    if counter_case != this && facts.other.is_none() {
        return Err(wrong("/counter_case", "not_in_list"));
    }
    if body.obligation == body.counter {
        return Err(wrong("/counter", "duplicate"));
    }
    let item = |id, of| facts.items.iter().find(|item| item.id == id && item.case == Some(of));
    let own = item(body.obligation, this).ok_or_else(|| wrong("/obligation", "not_in_list"))?;
    let counter = item(body.counter, counter_case).ok_or_else(|| wrong("/counter", "not_in_list"))?;
    Ok((own, counter))
}
