//! XB-01: a lot is entered in the register, with the enforcement decision under which it is dealt with, or because the agency has
//! kept it since before (L106 116.6; ND152 37.1, 38.3). What contradicts itself is refused here, field by field.

use chrono::NaiveDate;
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use validator::Validate;

use super::store::{REVIEWS, open_reviews};
use super::{custody_errors, open_clocks};
use crate::domain::case::Case;
use crate::domain::exhibit::{
    Custody, Disposition, Exhibit, ExhibitKind, ExhibitState, Line, MONEY_UNIT, Moved, Movement,
    MovementKind, PaperRef, Seal,
};
use crate::domain::ids::{CaseId, MatterId, OfficeId, PartyId};
use crate::domain::lifecycle::Context;
use crate::domain::lifecycle::plan::Plan;
use crate::domain::matter::{Matter, MatterHead};
use crate::domain::money::Dong;
use crate::domain::refusal::{FieldError, Refusal};

/// A lot as it is entered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewExhibit {
    /// The agency.
    pub office: OfficeId,
    /// The enforcement decision under which it is dealt with; none while its judgment is not known.
    pub case: Option<CaseId>,
    /// The number of the criminal case: no name of a person.
    #[validate(length(min = 1, max = 100))]
    pub criminal_case: Option<String>,
    /// The minutes of the first seizure.
    #[validate(nested)]
    pub seizure: PaperRef,
    /// The day the agency took it over, or, if it has not yet, the day it is entered.
    pub received_on: NaiveDate,
    /// The number of the minutes by which the agency took it over, if it has.
    #[validate(length(min = 1, max = 100))]
    pub taken_over: Option<String>,
    /// Its lines.
    #[validate(nested, length(min = 1, max = 500))]
    pub lines: Vec<NewLine>,
}

/// A line as it is entered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewLine {
    /// What it is.
    pub kind: ExhibitKind,
    /// In brief: no name of a person.
    #[validate(length(min = 1, max = 1000))]
    pub description: String,
    /// How much of it, as the minutes of seizure say.
    #[schema(value_type = String, example = "2.5")]
    pub quantity: Decimal,
    /// In which unit; money in đồng.
    #[validate(length(min = 1, max = 30))]
    pub unit: String,
    /// Its weight in grams.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    pub weight_grams: Option<Decimal>,
    /// Its condition.
    #[validate(length(min = 1, max = 1000))]
    pub condition: String,
    /// Serial, engine, frame numbers.
    #[serde(default)]
    #[validate(length(max = 20))]
    pub serials: Vec<String>,
    /// Its seal, where it is a sealed package.
    #[serde(default)]
    #[validate(nested)]
    pub seal: Option<Seal>,
    /// The law asks for an appraisal.
    #[serde(default)]
    pub appraisal_required: bool,
    /// The number of its conclusion.
    #[serde(default)]
    #[validate(length(min = 1, max = 100))]
    pub appraisal: Option<String>,
    /// It spoils.
    #[serde(default)]
    pub perishable: bool,
    /// What it is worth in the books, in đồng, as judged or appraised; a thing without a value stands off the balance (TT78 3).
    #[serde(default)]
    pub value: Option<Dong>,
    /// What the judgment says of it.
    #[serde(default)]
    pub disposition: Option<Disposition>,
    /// Whose it is.
    #[serde(default)]
    pub owner: Option<PartyId>,
    /// Where it lies.
    #[validate(nested)]
    pub custody: Custody,
}

/// What the register knows of what a new lot names.
#[derive(Debug, Clone, Copy)]
pub struct Entered<'a> {
    /// The case.
    pub case: Option<&'a Case>,
    /// Those of the owners named who are parties of its judgment.
    pub parties: &'a [PartyId],
}

/// Checks a lot and enters it in the register.
///
/// # Errors
/// [`Refusal::Content`] with every wrong field.
pub fn enter(
    new: &NewExhibit,
    id: MatterId,
    facts: Entered<'_>,
    at: &Context<'_>,
) -> Result<(Exhibit, Plan), Refusal> {
    let mut errors = lot_errors(new, facts, at);
    for (index, line) in new.lines.iter().enumerate() {
        line_errors(line, &format!("/lines/{index}"), new, facts, &mut errors);
    }
    super::checked(errors)?;
    let state = if new.taken_over.is_some() { ExhibitState::Accepted } else { ExhibitState::Judged };
    let mut lines = Vec::with_capacity(new.lines.len());
    for (seq, line) in (1..).zip(&new.lines) {
        lines.push(entered(line, seq, state));
    }
    let mut plan = Plan::new(Exhibit::KIND, "XB-01", "enter_exhibits", "", Vec::new());
    // It is reckoned by the law of the day it is entered, also for what has lain since before it (ND152 38.3).
    plan.regime = Some(at.law.regime(at.on));
    plan.open(at, "ex.lie_1y", new.received_on, None);
    plan.open(at, "ex.lie_5y", new.received_on, None);
    if let Some(case) = facts.case {
        open_clocks(lines.iter(), case.decided_on, at, &mut plan);
    }
    if state == ExhibitState::Accepted {
        open_reviews(&lines, REVIEWS, at, &mut plan);
    }
    let movements =
        new.taken_over.iter().map(|minutes| opening(&lines, minutes, new.received_on, at)).collect();
    let mut lot = Exhibit {
        head: MatterHead::new(id, new.office, new.case, new.received_on),
        state,
        judgment: facts.case.map(|case| case.judgment),
        criminal_case: new.criminal_case.clone(),
        seizure: new.seizure.clone(),
        lines,
        appointment: None,
        enquiries: Vec::new(),
        orders: Vec::new(),
        movements,
        inventories: Vec::new(),
        incidents: Vec::new(),
        councils: Vec::new(),
        absences: Vec::new(),
        drafts: Default::default(),
        booked_in: None,
    };
    super::settle_books(&mut lot, at, &mut plan)?;
    Ok((lot, plan))
}

fn lot_errors(new: &NewExhibit, facts: Entered<'_>, at: &Context<'_>) -> Vec<FieldError> {
    let mut errors = Vec::new();
    match facts.case {
        None if new.case.is_some() => errors.push(FieldError::new("/case", "not_in_list")),
        // Without a decision nothing is taken over: it stays with whoever keeps it (ND152 37.1).
        None if new.taken_over.is_none() => errors.push(FieldError::new("/case", "required")),
        None => {}
        Some(case) if case.office != new.office => errors.push(FieldError::new("/office", "contradicts")),
        Some(case) if case.stage.is_final() => errors.push(FieldError::new("/case", "contradicts")),
        Some(case) if new.taken_over.is_none() && new.received_on < case.decided_on => {
            errors.push(FieldError::new("/received_on", "contradicts"));
        }
        Some(_) => {}
    }
    if new.received_on > at.on {
        errors.push(FieldError::new("/received_on", "date_in_future"));
    }
    if new.seizure.on > new.received_on {
        errors.push(FieldError::new("/seizure/on", "contradicts"));
    }
    errors
}

fn line_errors(
    line: &NewLine,
    here: &str,
    new: &NewExhibit,
    facts: Entered<'_>,
    errors: &mut Vec<FieldError>,
) {
    let mut wrong = |field: &str, code| errors.push(FieldError::new(format!("{here}/{field}"), code));
    if !Line::countable(line.quantity) {
        wrong("quantity", "range");
    }
    if line.weight_grams.is_some_and(|weight| !Line::countable(weight)) {
        wrong("weight_grams", "range");
    }
    if line.kind == ExhibitKind::Money {
        if line.unit != MONEY_UNIT || dong(line.quantity).is_none() {
            wrong("unit", "contradicts");
        }
        if line.value.is_some() {
            wrong("value", "contradicts");
        }
        // What the agency holds of money and cannot ascribe to a case is entered as held money (ND152 34.4; L106 57.4).
        if new.taken_over.is_some() {
            wrong("kind", "contradicts");
        }
    }
    let known = facts.case.is_some();
    match (known, line.disposition) {
        (true, None) => wrong("disposition", "required"),
        (false, Some(_)) => wrong("disposition", "contradicts"),
        _ => {}
    }
    let needs_owner = matches!(line.disposition, Some(Disposition::Return | Disposition::Keep));
    match line.owner {
        None if known && needs_owner => wrong("owner", "required"),
        Some(_) if !known => wrong("owner", "contradicts"),
        Some(owner) if !facts.parties.contains(&owner) => wrong("owner", "not_a_party"),
        _ => {}
    }
    errors.extend(custody_errors(&line.custody, &format!("{here}/custody")));
}

/// A sum of money that a line is.
pub(super) fn dong(quantity: Decimal) -> Option<Dong> {
    let whole = quantity.fract().is_zero().then(|| quantity.to_i64()).flatten()?;
    Dong::new(whole).ok()
}

fn entered(line: &NewLine, seq: u32, state: ExhibitState) -> Line {
    let there = if state == ExhibitState::Accepted { line.quantity } else { Decimal::ZERO };
    Line {
        seq,
        kind: line.kind,
        description: line.description.clone(),
        quantity: line.quantity,
        unit: line.unit.clone(),
        weight_grams: line.weight_grams,
        condition: line.condition.clone(),
        serials: line.serials.clone(),
        seal: line.seal.clone(),
        appraisal_required: line.appraisal_required,
        appraisal: line.appraisal.clone(),
        perishable: line.perishable,
        value: line.value,
        booked: None,
        disposition: line.disposition,
        owner: line.owner,
        custody: line.custody.clone(),
        state,
        confirmation: None,
        seal_conclusion: None,
        accepted: there,
        taken_in: there,
        taken_out: Decimal::ZERO,
        stock: there,
        outside: Decimal::ZERO,
        lost: Decimal::ZERO,
        notified: None,
        destruction: None,
        asset: None,
        end: None,
        ended_on: None,
    }
}

/// What the agency held when it was entered here.
fn opening(lines: &[Line], minutes: &str, on: NaiveDate, at: &Context<'_>) -> Movement {
    let moved = |line: &Line| Moved { line: line.seq, quantity: line.stock };
    Movement {
        kind: MovementKind::Accept,
        lines: lines.iter().map(moved).collect(),
        order: None,
        paper: minutes.to_owned(),
        counterpart: lines.first().map(|line| line.custody.keeper.clone()).unwrap_or_default(),
        by: at.actor.user,
        on,
    }
}
