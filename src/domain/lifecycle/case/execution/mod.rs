//! What happens with a measure beside its decision: the demand that precedes it, to whom it goes, what is reported, things held and
//! returned, property that another body has in hand (L106 66–77, 95.6; ND152 42–51, 72–73).

mod bodies;
pub(super) mod custody;

pub use bodies::*;

use serde_json::json;

use super::enforcement::on_debtor;
use super::guards::MEASURE_LIVES;
use super::{CaseFacts, MEASURABLE, Phase, record, wrong};
use crate::domain::actor::Role;
use crate::domain::case::{
    Case, Delivery, Handover, HolderDemand, Measure, MeasureOutcome, MeasureResult, OtherHandling,
    Persuasion, Recipient, TakenBy, ThingNature,
};
use crate::domain::document::DocumentKind;
use crate::domain::ids::DecisionId;
use crate::domain::lifecycle::plan::Plan;
use crate::domain::lifecycle::{Clock, Context, Guard, To, Transition, Who, coercion_time};
use crate::domain::refusal::{FieldError, Refusal, Unmet};

type G = Guard<CaseFacts>;

/// Some measure was ordered, whether it still stands or not: its end must be told too.
const MEASURED: G = Guard { code: "G-MEASURED", test: measured };
/// Something is held, or is to be held.
const CUSTODY: G = Guard { code: "G-CUSTODY", test: custody::ordered };
/// Some letter to another handler waits for its outcome.
const HANDLED_ELSEWHERE: G = Guard { code: "G-ELSEWHERE", test: handled_elsewhere };

const OFFICER: &[Who] = &[Who::AssignedOfficer];
const SENDERS: &[Who] = &[Who::AssignedOfficer, Who::Role(Role::IntakeClerk)];
/// What runs for whoever carries a measure out.
const EXECUTORS: &[&str] = &["sm.freeze.report", "sm.vsdc", "income.payer", "sec.deliver.vsdc"];
const EXECUTOR_CLOCKS: &[Clock] = &[
    Clock::Effect("sm.freeze.report"),
    Clock::Effect("sm.vsdc"),
    Clock::Effect("income.payer"),
    Clock::Effect("sec.deliver.vsdc"),
];

pub(super) const ROWS: &[Transition<CaseFacts>] = &[
    Transition {
        guards: &[MEASURED],
        opens: EXECUTOR_CLOCKS,
        closes: &[Clock::Effect("sec.deliver")],
        ..Transition::row("MX-01", "deliver_measure", &[], To::Same, SENDERS)
    },
    Transition {
        guards: &[MEASURE_LIVES],
        closes: EXECUTOR_CLOCKS,
        ..Transition::row("MX-02", "record_measure_result", &[], To::Same, SENDERS)
    },
    Transition {
        document: Some(DocumentKind::CoercionLetter),
        ..Transition::row("MX-03", "demand_from_holder", MEASURABLE, To::Same, OFFICER)
    },
    Transition {
        document: Some(DocumentKind::CoercionLetter),
        ..Transition::row("MX-04", "write_to_other_handler", MEASURABLE, To::Same, OFFICER)
    },
    Transition {
        guards: &[HANDLED_ELSEWHERE],
        opens: &[Clock::Effect("credit.surplus")],
        closes: &[Clock::Effect("credit.surplus")],
        ..Transition::row("MX-04", "record_other_handling", &[], To::Same, OFFICER)
    },
    Transition {
        guards: &[CUSTODY],
        document: Some(DocumentKind::FreezeMinutes),
        ..Transition::row("MX-05", "record_things_held", MEASURABLE, To::Same, OFFICER)
    },
    Transition {
        guards: &[CUSTODY],
        document: Some(DocumentKind::CoercionLetter),
        closes: &[Clock::Effect("return_notice")],
        ..Transition::row("MX-05", "notify_things_return", &[], To::Same, OFFICER)
    },
    Transition {
        guards: &[CUSTODY],
        closes: &[Clock::Effect("return_notice")],
        ..Transition::row("MX-05", "return_things_held", &[], To::Same, OFFICER)
    },
    Transition::row("MX-06", "record_persuasion", MEASURABLE, To::Same, OFFICER),
];

fn measured(facts: &CaseFacts, _: &Context<'_>) -> Result<String, Unmet> {
    match facts.case.measures.last() {
        Some(measure) => Ok(measure.measure.clone()),
        None => Err(Unmet::new("G-MEASURED", "none", "a measure that was ordered")),
    }
}

fn handled_elsewhere(facts: &CaseFacts, _: &Context<'_>) -> Result<String, Unmet> {
    match facts.case.coercion.other_handlings.iter().find(|one| one.surplus.is_none()) {
        Some(letter) => Ok(letter.on.to_string()),
        None => Err(Unmet::new("G-ELSEWHERE", "none", "a letter that waits for its outcome")),
    }
}

impl Phase for ExecutionAction {
    fn apply(
        &self,
        _: &CaseFacts,
        case: &mut Case,
        at: &Context<'_>,
        plan: &mut Plan,
    ) -> Result<(), Refusal> {
        use ExecutionAction as A;
        match self {
            A::DeliverMeasure(body) => deliver(case, body, at, plan),
            A::RecordMeasureResult(body) => report(case, body, at, plan),
            A::DemandFromHolder(body) => demand(case, body, at, plan),
            A::WriteToOtherHandler(body) => write(case, body, at, plan),
            A::RecordOtherHandling(body) => handled(case, body, at, plan),
            A::RecordThingsHeld(body) => custody::hold(case, body, at, plan),
            A::NotifyThingsReturn(body) => custody::notify(case, body.decision, at, plan),
            A::ReturnThingsHeld(body) => custody::give_back(case, body, at, plan),
            A::RecordPersuasion(body) => persuade(case, body, at),
        }
    }
}

/// The measure that an act names, whether it still stands or not, and not before its decision.
fn named<'a>(case: &'a Case, decision: DecisionId, at: &Context<'_>) -> Result<&'a Measure, Refusal> {
    let Some(measure) = case.measures.iter().find(|one| one.decision == decision) else {
        return Err(wrong("/decision", "not_in_list"));
    };
    if at.on < measure.released_on.unwrap_or(measure.decided_on) {
        return Err(wrong("/effective_on", "contradicts"));
    }
    Ok(measure)
}

fn deliver(case: &mut Case, body: &DeliverMeasure, at: &Context<'_>, plan: &mut Plan) -> Result<(), Refusal> {
    let measure = named(case, body.decision, at)?.clone();
    let mut errors = Vec::new();
    for (field, given) in [("witness", body.witness), ("posted", body.posted)] {
        if body.refused && !given {
            errors.push(FieldError::new(format!("/{field}"), "required"));
        }
    }
    let known = case.coercion.terms_of(body.decision).into_iter().flat_map(|terms| &terms.deliveries);
    let mut known = known.filter(|one| one.to == body.to && one.name == body.name);
    if measure.released_on.is_some() {
        match known.next() {
            None => errors.push(FieldError::new("/name", "not_in_list")),
            Some(told) if told.end_told_on.is_some() => errors.push(FieldError::new("/name", "duplicate")),
            Some(_) => {}
        }
    } else if known.next().is_some() {
        errors.push(FieldError::new("/name", "duplicate"));
    } else if body.to == Recipient::Executor {
        errors.extend(executor(&measure, body, at, plan));
        let things = &case.coercion.handovers;
        let securities = |one: &Handover| one.nature == ThingNature::Securities;
        if things.iter().any(|one| one.decision == body.decision && securities(one)) {
            plan.close("sec.deliver", Some(body.decision.0));
            plan.open(at, "sec.deliver.vsdc", at.on, Some(body.decision.0));
        }
    }
    if !errors.is_empty() {
        return Err(errors.into());
    }
    let deliveries = &mut case.coercion.terms_mut(body.decision).deliveries;
    if measure.released_on.is_some() {
        for told in deliveries.iter_mut().filter(|one| one.to == body.to && one.name == body.name) {
            told.end_told_on = Some(at.on);
        }
        return Ok(());
    }
    deliveries.push(Delivery {
        to: body.to,
        name: body.name.clone(),
        on: at.on,
        refused: body.refused,
        ended_on: None,
        end_told_on: None,
    });
    Ok(())
}

/// A keeper freezes at once and reports within 24 hours, the depository within a working day, whoever pays income deducts from the
/// nearest pay period (ND152 43.2, 51.4, 57.1).
fn executor(measure: &Measure, body: &DeliverMeasure, at: &Context<'_>, plan: &mut Plan) -> Vec<FieldError> {
    let mut errors = Vec::new();
    let about = Some(measure.decision.0);
    match measure.measure.as_str() {
        "SM-FRZ-ACC" | "SM-FRZ-DEP" => match &body.at_hour {
            None => plan.open(at, "sm.freeze.report", at.on, about),
            Some(hour) => match coercion_time::minute("/at_hour", hour, at) {
                Ok(minute) => plan.open_at(at, "sm.freeze.report", minute, about),
                Err(error) => errors.push(error),
            },
        },
        "SM-FRZ-SEC" => plan.open(at, "sm.vsdc", at.on, about),
        "CM-INC" => {
            if !body.with_judgment {
                errors.push(FieldError::new("/with_judgment", "required"));
            }
            match body.pay_period_on {
                None => errors.push(FieldError::new("/pay_period_on", "required")),
                Some(day) => plan.open(at, "income.payer", day, about),
            }
        }
        _ => {}
    }
    errors
}

fn report(
    case: &mut Case,
    body: &RecordMeasureResult,
    at: &Context<'_>,
    plan: &mut Plan,
) -> Result<(), Refusal> {
    named(case, body.decision, at)?;
    if body.outcome == MeasureOutcome::Stopped && body.note.is_none() {
        return Err(wrong("/note", "required"));
    }
    if body.outcome == MeasureOutcome::None && body.amount.is_some_and(|amount| !amount.is_zero()) {
        return Err(wrong("/amount", "contradicts"));
    }
    for key in EXECUTORS {
        plan.close(key, Some(body.decision.0));
    }
    case.coercion.terms_mut(body.decision).results.push(MeasureResult {
        on: at.on,
        outcome: body.outcome,
        amount: body.amount,
        note: body.note.clone(),
    });
    Ok(())
}

fn demand(
    case: &mut Case,
    body: &DemandFromHolder,
    at: &Context<'_>,
    plan: &mut Plan,
) -> Result<(), Refusal> {
    let mut errors = on_debtor(case, body.debtor, &body.measure);
    let by_judgment = body.measure == "CM-CASH-JD";
    let of_debtor = |one: &Measure| one.measure == body.measure && one.debtor == Some(body.debtor);
    match body.measure.as_str() {
        "CM-CASH-3P" | "CM-CASH-JD" => {}
        // Whoever has the paper did not hand it over: its value is asked of whoever can transfer it (L106 75).
        "CM-PAPER" if case.live_measures().any(of_debtor) => {}
        _ => errors.push(FieldError::new("/measure", "not_in_list")),
    }
    match body.in_force_on {
        None if by_judgment => errors.push(FieldError::new("/in_force_on", "required")),
        Some(day) if !by_judgment || day > at.on => {
            errors.push(FieldError::new("/in_force_on", "contradicts"));
        }
        _ => {}
    }
    if body.other_agency && !by_judgment {
        errors.push(FieldError::new("/other_agency", "contradicts"));
    }
    if body.amount.is_zero() {
        errors.push(FieldError::new("/amount", "amount_out_of_range"));
    }
    if body.until <= at.on {
        errors.push(FieldError::new("/until", "contradicts"));
    }
    if !errors.is_empty() {
        return Err(errors.into());
    }
    let content = json!({ "measure": body.measure, "debtor": body.debtor, "holder": body.holder,
        "facts": body.facts, "amount": body.amount, "until": body.until, "other_agency": body.other_agency });
    let document = record(case, DocumentKind::CoercionLetter, content, at, plan);
    case.coercion.demands.push(HolderDemand {
        document,
        debtor: body.debtor,
        measure: body.measure.clone(),
        holder: body.holder.clone(),
        amount: body.amount,
        until: body.until,
        other_agency: body.other_agency,
    });
    Ok(())
}

fn write(
    case: &mut Case,
    body: &WriteToOtherHandler,
    at: &Context<'_>,
    plan: &mut Plan,
) -> Result<(), Refusal> {
    if case.debtor(body.debtor).is_none() {
        return Err(wrong("/debtor", "not_a_party"));
    }
    let content = json!({ "debtor": body.debtor, "by": body.by, "name": body.name,
        "property": body.property, "owed": case.outstanding() });
    let document = record(case, DocumentKind::CoercionLetter, content, at, plan);
    case.coercion.other_handlings.push(OtherHandling {
        document,
        debtor: body.debtor,
        by: body.by,
        name: body.name.clone(),
        property: body.property.clone(),
        on: at.on,
        handled_on: None,
        surplus: None,
    });
    Ok(())
}

fn handled(
    case: &mut Case,
    body: &RecordOtherHandling,
    at: &Context<'_>,
    plan: &mut Plan,
) -> Result<(), Refusal> {
    let mut letters = case.coercion.other_handlings.iter_mut();
    let Some(letter) = letters.find(|one| one.document == body.letter) else {
        return Err(wrong("/letter", "not_in_list"));
    };
    if letter.surplus.is_some() {
        return Err(wrong("/letter", "duplicate"));
    }
    let changed = letter.handled_on.is_some_and(|day| day != body.handled_on);
    if body.handled_on < letter.on || body.handled_on > at.on || changed {
        return Err(wrong("/handled_on", "contradicts"));
    }
    let first = letter.handled_on.replace(body.handled_on).is_none();
    if first && letter.by == TakenBy::CreditInstitution {
        plan.open(at, "credit.surplus", body.handled_on, Some(body.letter.0));
    }
    if body.surplus.is_some() {
        letter.surplus = body.surplus;
        plan.close("credit.surplus", Some(body.letter.0));
    }
    Ok(())
}

fn persuade(case: &mut Case, body: &RecordPersuasion, at: &Context<'_>) -> Result<(), Refusal> {
    if case.debtor(body.debtor).is_none() {
        return Err(wrong("/debtor", "not_a_party"));
    }
    case.coercion.persuasions.push(Persuasion {
        debtor: body.debtor,
        on: at.on,
        with: body.with.clone(),
        result: body.result.clone(),
    });
    Ok(())
}

/// Whatever ended a measure, be it an act on the case or on one of its assets: what runs about it falls away, and the restriction in
/// every register ends (L106 95; ND152 111).
pub(crate) fn measures_ended(before: &Case, case: &mut Case, at: &Context<'_>, plan: &mut Plan) {
    let lived = |measure: &Measure| before.live_measures().any(|one| one.decision == measure.decision);
    let gone = case.measures.iter().filter(|one| one.released_on.is_some() && lived(one));
    let gone: Vec<DecisionId> = gone.map(|measure| measure.decision).collect();
    for decision in &gone {
        super::coercion::measure_over(case, *decision, plan);
        super::handover::measure_over(case, *decision, plan);
    }
    for terms in case.coercion.terms.iter_mut().filter(|terms| gone.contains(&terms.decision)) {
        for told in &mut terms.deliveries {
            told.ended_on = Some(at.on);
        }
        let executors = terms.deliveries.iter().any(|one| one.to == Recipient::Executor);
        for key in EXECUTORS.iter().filter(|_| executors) {
            plan.lapse(key, terms.decision.0);
        }
    }
}
