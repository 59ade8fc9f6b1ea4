//! Taking over a case that was opened under the 2008 law (L106 116.3–116.4; ND152 115.1): what must be known of it, which ground of
//! today takes the place of one of then, which deadlines run on. What is missing is named, and then nothing runs by itself.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use validator::Validate;

use super::taken::{self, Taken};
use crate::domain::case::{
    Case, DecisionRef, Hold, Imported, LegacyHold, LegacyNotEnforceable, NewCase, NotEnforceable,
    NotEnforceableGround, ReviewPoint, Scope, Stage, Track, Verification, VerificationKind,
};
use crate::domain::document::DocumentKind;
use crate::domain::ids::{CaseId, DecisionId, HoldId, JudgmentId, ObligationId, OfficeId, PartyId, UserId};
use crate::domain::judgment::{Judgment, Mode, Obligation};
use crate::domain::lifecycle::Context;
use crate::domain::lifecycle::plan::{Change, Performed, Plan};
use crate::domain::money::Dong;
use crate::domain::refusal::{FieldError, Refusal};

/// A case as it stood. Its judgment is in the register, entered with `imported`.
#[derive(Debug, Clone, Serialize, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ImportCase {
    /// The judgment.
    pub judgment: JudgmentId,
    /// The number of the enforcement decision; it is kept.
    #[validate(length(min = 1, max = 100))]
    #[schema(example = "45/QĐ-CCTHADS")]
    pub number: String,
    /// Proactive or on request.
    pub mode: Mode,
    /// The day of the enforcement decision, before 1 July 2026.
    pub decided_on: NaiveDate,
    /// The stage.
    pub stage: Stage,
    /// How it is enforced.
    #[serde(default)]
    pub track: Track,
    /// The items that it covers.
    #[validate(length(min = 1, max = 5000))]
    pub obligations: Vec<ImportItem>,
    /// Its debtors, each once.
    #[validate(length(min = 1, max = 1000))]
    pub debtors: Vec<ImportDebtor>,
    /// The division.
    pub division: Option<OfficeId>,
    /// The officer to whom it is assigned.
    pub officer: Option<UserId>,
    /// The day of the request.
    pub requested_on: Option<NaiveDate>,
    /// The debtor asked for enforcement: no fee (L106 53.1).
    #[serde(default)]
    pub requested_by_debtor: bool,
    /// The day of the first enforcement decision (L106 42.5).
    pub first_decision_on: Option<NaiveDate>,
    /// The day the file was opened.
    pub file_opened_on: Option<NaiveDate>,
    /// The decision that the debtor cannot perform yet (L08 44a).
    pub not_enforceable: Option<ImportNotEnforceable>,
    /// The day of the last verification.
    pub last_verified_on: Option<NaiveDate>,
    /// Postponements and suspensions in force (L08 48, 49).
    #[serde(default)]
    #[validate(length(max = 20))]
    pub holds: Vec<ImportHold>,
    /// Deadlines that are running, beside the voluntary period.
    #[serde(default)]
    #[validate(length(max = 100))]
    pub running: Vec<ImportDeadline>,
}

/// An item of the case.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ImportItem {
    /// The item.
    pub id: ObligationId,
    /// What has been performed, in đồng.
    #[serde(default)]
    pub paid: Dong,
}

/// A debtor of the case.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ImportDebtor {
    /// The debtor.
    pub party: PartyId,
    /// The day of valid notice.
    pub notified_on: Option<NaiveDate>,
}

/// A decision under L08 44a.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ImportNotEnforceable {
    /// Its ground.
    pub ground: LegacyNotEnforceable,
    /// Its day.
    pub decided_on: Option<NaiveDate>,
    /// Verified once a year.
    #[serde(default)]
    pub yearly: bool,
}

/// A postponement or suspension of 2008.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ImportHold {
    /// Its ground.
    pub ground: LegacyHold,
    /// Its first day.
    pub from: Option<NaiveDate>,
    /// Its end, where one was set.
    pub until: Option<NaiveDate>,
}

/// A running deadline.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ImportDeadline {
    /// The key in the law data.
    pub key: String,
    /// From this day.
    pub started_on: NaiveDate,
}

/// What is known here of the case to be taken over.
pub struct ImportFacts<'a> {
    /// The judgment.
    pub judgment: &'a Judgment,
    /// Those of the named items that are of the judgment.
    pub items: Vec<Obligation>,
    /// Debtors paid wholly from the State budget.
    pub budget_funded: BTreeSet<PartyId>,
    /// The officer named holds that role at the office.
    pub officer_known: bool,
}

/// Makes the plan of the take-over.
///
/// # Errors
/// Every contradiction, each with its field.
pub fn import(
    facts: &ImportFacts<'_>,
    body: &ImportCase,
    at: &Context<'_>,
    plan: &mut Plan,
) -> Result<CaseId, Refusal> {
    let change = at.law.regimes().last().map_or(at.on, |span| span.from);
    let taken = Taken { facts, body, change, on: at.on, law: at.law };
    let errors = taken::errors(&taken);
    if !errors.is_empty() {
        return Err(errors.into());
    }
    let missing = taken::missing(&taken);
    let mut case = opened(facts, body, at)?;
    standing(&mut case, body, at);
    case.imported = Some(Imported {
        on: at.on,
        regime_from: change,
        review: review(body, !missing.is_empty()),
        missing,
        first_decision_on: body.first_decision_on,
        requested_on: body.requested_on,
        not_enforceable: body.not_enforceable.as_ref().map(|decision| decision.ground),
        holds: body.holds.iter().map(|hold| hold.ground).collect(),
    });
    plan.imported = true;
    taken::run_on(&taken, &mut case, at, plan)?;
    plan.covers = body.obligations.iter().map(|item| item.id).collect();
    let paid = body.obligations.iter().filter(|item| !item.paid.is_zero());
    plan.performed.extend(paid.map(|item| Performed { obligation: item.id, amount: item.paid }));
    let id = case.id;
    plan.changes.push(Change::Case(Box::new(case)));
    Ok(id)
}

/// The case with its decision; what was decided then was served and sent then (L106 116.4).
fn opened(facts: &ImportFacts<'_>, body: &ImportCase, at: &Context<'_>) -> Result<Case, Refusal> {
    let too_much = |_| Refusal::from(FieldError::new("/obligations", "amount_out_of_range"));
    let amount_due = Dong::sum(facts.items.iter().map(|item| item.amount)).map_err(too_much)?;
    let amount_paid = Dong::sum(body.obligations.iter().map(|item| item.paid)).map_err(too_much)?;
    let kind = match body.mode {
        Mode::Proactive => DocumentKind::ProactiveDecision,
        Mode::OnRequest => DocumentKind::OnRequestDecision,
    };
    let funded = |party| (party, facts.budget_funded.contains(&party));
    let mut case = Case::open(NewCase {
        id: CaseId(at.ids.next()),
        office: facts.judgment.office,
        judgment: facts.judgment.id,
        request: None,
        mode: body.mode,
        track: body.track,
        provisional_measure: false,
        decided_on: body.decided_on,
        debtors: body.debtors.iter().map(|debtor| funded(debtor.party)).collect(),
        personal_duty: facts.items.iter().any(|item| item.personal),
        amount_due,
        decision: DecisionRef {
            id: DecisionId(at.ids.next()),
            kind,
            number: body.number.clone(),
            signed_on: body.decided_on,
            sent_to_procuracy_on: Some(body.decided_on),
        },
    });
    case.amount_paid = amount_paid;
    case.number.clone_from(&body.number);
    case.division = body.division;
    case.officer = body.officer;
    case.file_opened_on = body.file_opened_on;
    Ok(case)
}

/// Stage, notice, classification and interruptions as they stood. A date that is missing is taken to be today: nothing that needs
/// a time to have passed may come too early.
fn standing(case: &mut Case, body: &ImportCase, at: &Context<'_>) {
    case.stage = body.stage;
    // Returned only under its own conditions (U30).
    case.separate_book_legacy = body.stage == Stage::SeparateBook && body.mode == Mode::OnRequest;
    for track in &mut case.debtors {
        track.stage = body.stage;
        let given = body.debtors.iter().find(|debtor| debtor.party == track.party);
        track.notified_on = given.and_then(|debtor| debtor.notified_on);
    }
    if let Some(decision) = &body.not_enforceable {
        case.not_enforceable = Some(NotEnforceable {
            // An unknown address is no ground any more; until it is looked at, the decision stands (L106 116.4).
            ground: decision.ground.now().unwrap_or(NotEnforceableGround::NoMeans),
            decided_on: decision.decided_on.unwrap_or(at.on),
            yearly: decision.yearly,
            debtors: Vec::new(),
        });
    }
    if let Some(on) = body.last_verified_on {
        let kind =
            if body.not_enforceable.is_some() { VerificationKind::Periodic } else { VerificationKind::First };
        let shows_ability = matches!(body.stage, Stage::Enforceable | Stage::Enforcing);
        case.verifications.push(Verification {
            kind,
            on,
            confirmed_by: None,
            shows_ability: (body.stage != Stage::Verification).then_some(shows_ability),
        });
    }
    for hold in &body.holds {
        let ground = hold.ground.now();
        case.holds.push(Hold {
            id: HoldId(at.ids.next()),
            ground,
            scope: Scope::default(),
            paper: None,
            decision: DecisionId(at.ids.next()),
            from: hold.from.unwrap_or(at.on),
            until: hold.until,
            stops_interest: ground.stops_interest(),
            resumed_on: None,
        });
    }
}

fn review(body: &ImportCase, missing: bool) -> Vec<ReviewPoint> {
    let decision = body.not_enforceable.as_ref();
    let stopped = decision.is_some() && body.stage == Stage::NotEnforceable;
    let points = [
        (true, ReviewPoint::Stage),
        (missing, ReviewPoint::MissingFacts),
        (decision.is_some_and(|it| it.ground.now().is_none()), ReviewPoint::AddressUnknown),
        (
            body.holds.iter().any(|hold| hold.ground.leads_to().is_some()),
            ReviewPoint::HoldBecomesNotEnforceable,
        ),
        (stopped, ReviewPoint::VerificationRestarts),
        (body.stage == Stage::SeparateBook && body.mode == Mode::OnRequest, ReviewPoint::LegacyBook),
        (body.requested_by_debtor, ReviewPoint::FeeFreeDebtor),
    ];
    points.into_iter().filter_map(|(holds, point)| holds.then_some(point)).collect()
}
