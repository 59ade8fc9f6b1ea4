//! CP-01: a complaint comes in (L106 96.1, 103; ND152 77). What contradicts the file is refused here, field by field: a complaint
//! before its decision, an object that does not fit the document, complainants who are no party, missing content.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use validator::Validate;

use super::super::{term, terms_on};
use crate::domain::document::DocumentKind;
use crate::domain::ids::{CaseId, DecisionId, OfficeId, PartyId};
use crate::domain::law::GapReason;
use crate::domain::lifecycle::Context;
use crate::domain::lifecycle::plan::Plan;
use crate::domain::matter::MatterHead;
use crate::domain::oversight::Obstacle;
use crate::domain::oversight::complaint::{
    Attacked, Complainant, Complaint, ComplaintChannel, ComplaintClass, ComplaintObject, ComplaintState,
    Level, Respondent,
};
use crate::domain::refusal::{FieldError, Refusal};

/// A complaint as it comes in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewComplaint {
    /// The case.
    pub case: CaseId,
    /// What kind of thing is complained of.
    pub object: ComplaintObject,
    /// The document complained of; either this or `act`.
    pub decision: Option<DecisionId>,
    /// The act complained of, in brief, without a name.
    #[validate(length(min = 1, max = 500))]
    pub act: Option<String>,
    /// The day of the act; a document has its own.
    pub act_on: Option<NaiveDate>,
    /// Whose decision or act it is.
    pub respondent: Respondent,
    /// Who complains.
    #[validate(length(min = 1, max = 5000))]
    pub complainants: Vec<Complainant>,
    /// Who speaks for them, when they are five or more.
    #[serde(default)]
    #[validate(length(max = 50))]
    pub representatives: Vec<PartyId>,
    /// How it came.
    pub channel: ComplaintChannel,
    /// The complaint's own date.
    pub lodged_on: NaiveDate,
    /// The day the agency received it.
    pub received_on: NaiveDate,
    /// Valid notice of the decision, or knowledge of the act.
    pub known_on: NaiveDate,
    /// Proven intervals left out of the time limit.
    #[serde(default)]
    #[validate(nested, length(max = 50))]
    pub obstacles: Vec<Obstacle>,
    /// What it asks for, without a name.
    #[validate(length(min = 1, max = 2000))]
    pub asks: String,
    /// What the complaint must hold.
    pub content: ComplaintContent,
}

/// What a complaint must hold (L106 103).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ComplaintContent {
    /// Its date.
    pub dated: bool,
    /// Name and address of whoever complains.
    pub complainant_named: bool,
    /// Name and address of whom it is against.
    pub respondent_named: bool,
    /// What is complained of, why, and what is asked for.
    pub reasons_given: bool,
    /// Signed or fingerprinted, by everybody who complains.
    pub signed: bool,
}

/// A document of the case, as the register knows it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct KnownDocument {
    /// Its kind.
    pub kind: DocumentKind,
    /// The day of signing.
    pub signed_on: NaiveDate,
}

/// What the reception looks at beside the complaint itself.
pub struct ComplaintReceived<'a> {
    /// The office of the case.
    pub office: OfficeId,
    /// The day the case was decided.
    pub decided_on: NaiveDate,
    /// The day the case was over.
    pub over_on: Option<NaiveDate>,
    /// The first coercion decision of the case.
    pub coerced_on: Option<NaiveDate>,
    /// The document complained of, if it is one of the case.
    pub document: Option<KnownDocument>,
    /// Those of the persons named who are parties of the case's judgment.
    pub parties: &'a [PartyId],
    /// Today.
    pub today: NaiveDate,
}

/// Checks a complaint and enters it in the register.
///
/// # Errors
/// [`Refusal::Content`] with every wrong field; [`Refusal::LawMissing`].
pub fn receive(
    new: &NewComplaint,
    id: crate::domain::ids::MatterId,
    facts: &ComplaintReceived<'_>,
    at: &Context<'_>,
) -> Result<(Complaint, Plan), Refusal> {
    let mut errors = missing_content(new);
    let act_on = attacked_on(new, facts, &mut errors);
    check_dates(new, act_on, facts, &mut errors);
    check_people(new, facts, most_representatives(new, at)?, &mut errors);
    check_object(new, act_on, facts, &mut errors);
    errors.extend(check_obstacles(&new.obstacles, facts.today));
    let Some(act_on) = act_on.filter(|_| errors.is_empty()) else { return Err(errors.into()) };
    let complaint = Complaint {
        head: MatterHead::new(id, facts.office, Some(new.case), new.received_on),
        state: ComplaintState::Received,
        object: new.object,
        attacked: Attacked { decision: new.decision, act: new.act.clone(), on: act_on },
        respondent: new.respondent,
        complainants: new.complainants.clone(),
        representatives: new.representatives.clone(),
        channel: new.channel,
        known_on: new.known_on,
        obstacles: new.obstacles.clone(),
        asks: new.asks.clone(),
        drafts: Default::default(),
        first: Level::new(new.lodged_on),
        first_notified_on: None,
        second: None,
        review: None,
        effective_on: None,
        executed_by: Vec::new(),
    };
    let mut plan = Plan::new("complaint", "CP-01", "receive_complaint", "", Vec::new());
    let terms = terms_on(facts.over_on, at.law, new.received_on);
    term(&mut plan, at, "cmp_accept1", new.received_on, terms)?;
    Ok((complaint, plan))
}

fn missing_content(new: &NewComplaint) -> Vec<FieldError> {
    let content = new.content;
    let parts = [
        ("dated", content.dated),
        ("complainant_named", content.complainant_named),
        ("respondent_named", content.respondent_named),
        ("reasons_given", content.reasons_given),
        ("signed", content.signed),
    ];
    let missing = parts.into_iter().filter(|(_, there)| !there);
    missing
        .map(|(name, _)| FieldError::new(format!("/content/{name}"), "G-CMP-FORM").with("list", name))
        .collect()
}

/// The day of the decision or act: exactly one of both is complained of.
fn attacked_on(
    new: &NewComplaint,
    facts: &ComplaintReceived<'_>,
    errors: &mut Vec<FieldError>,
) -> Option<NaiveDate> {
    match (new.decision, &new.act, facts.document) {
        (Some(_), Some(_), _) => errors.push(FieldError::new("/act", "contradicts")),
        (None, None, _) => errors.push(FieldError::new("/decision", "required")),
        (Some(_), None, None) => errors.push(FieldError::new("/decision", "not_in_list")),
        (Some(_), None, Some(document)) => {
            if new.act_on.is_some_and(|on| on != document.signed_on) {
                errors.push(FieldError::new("/act_on", "contradicts"));
            }
            return Some(document.signed_on);
        }
        (None, Some(_), _) => {
            if new.act_on.is_none() {
                errors.push(FieldError::new("/act_on", "required"));
            }
            return new.act_on;
        }
    }
    None
}

/// The act, then its notice, then the complaint, then its reception.
fn check_dates(
    new: &NewComplaint,
    act_on: Option<NaiveDate>,
    facts: &ComplaintReceived<'_>,
    errors: &mut Vec<FieldError>,
) {
    if new.received_on > facts.today {
        errors.push(FieldError::new("/received_on", "date_in_future"));
    }
    if new.lodged_on > new.received_on {
        errors.push(FieldError::new("/lodged_on", "contradicts"));
    }
    if new.known_on > new.lodged_on || act_on.is_some_and(|act| new.known_on < act) {
        errors.push(FieldError::new("/known_on", "contradicts"));
    }
    if act_on.is_some_and(|act| act < facts.decided_on) {
        errors.push(FieldError::new("/act_on", "contradicts"));
    }
}

/// How many may speak for so many complainants, as the law of the day says; `None` where it says nothing of it (ND152 77).
fn most_representatives(new: &NewComplaint, at: &Context<'_>) -> Result<Option<u64>, Refusal> {
    let table = match at.law.table("cmp_representatives", new.received_on) {
        Ok(table) => table,
        Err(gap) if gap.reason == GapReason::NoRule => return Ok(None),
        Err(gap) => return Err(gap.into()),
    };
    let many = u64::try_from(new.complainants.len()).unwrap_or(u64::MAX);
    let number = |row: &serde_json::Value, name: &str| row.get(name).and_then(serde_json::Value::as_u64);
    let rows = table.as_array().into_iter().flatten();
    let fitting = rows.filter(|row| number(row, "from").is_some_and(|from| from <= many));
    Ok(Some(fitting.filter_map(|row| number(row, "max")).max().unwrap_or(0)))
}

fn check_people(
    new: &NewComplaint,
    facts: &ComplaintReceived<'_>,
    most: Option<u64>,
    errors: &mut Vec<FieldError>,
) {
    let named: Vec<PartyId> = new.complainants.iter().map(|one| one.party).collect();
    for (index, party) in named.iter().enumerate() {
        if !facts.parties.contains(party) {
            errors.push(FieldError::new(format!("/complainants/{index}/party"), "not_a_party"));
        } else if named[..index].contains(party) {
            errors.push(FieldError::new(format!("/complainants/{index}/party"), "duplicate"));
        }
    }
    let given = u64::try_from(new.representatives.len()).unwrap_or(u64::MAX);
    if let Some(most) = most.filter(|most| given > *most || (*most > 0 && given == 0)) {
        let error = FieldError::new("/representatives", "G-CMP-REPRESENT");
        errors.push(error.with("n", named.len().to_string()).with("max", most.to_string()));
    }
    for (index, party) in new.representatives.iter().enumerate() {
        if !named.contains(party) {
            errors.push(FieldError::new(format!("/representatives/{index}"), "not_in_list"));
        } else if new.representatives[..index].contains(party) {
            errors.push(FieldError::new(format!("/representatives/{index}"), "duplicate"));
        }
    }
}

/// The kind of object must fit the document, and what stands before or after a coercion decision its day.
fn check_object(
    new: &NewComplaint,
    act_on: Option<NaiveDate>,
    facts: &ComplaintReceived<'_>,
    errors: &mut Vec<FieldError>,
) {
    use ComplaintObject::{AfterCoercion, BeforeMeasures, Coercion};
    let Some(act_on) = act_on else { return };
    let fits = match facts.document.map(|document| document.kind) {
        Some(DocumentKind::SecurityDecision) => new.object.class() == ComplaintClass::Cb,
        Some(DocumentKind::CoercionDecision | DocumentKind::SeizureDecision) => new.object == Coercion,
        Some(_) => matches!(new.object, BeforeMeasures | AfterCoercion),
        None => true,
    };
    let in_order = match new.object {
        BeforeMeasures => facts.coerced_on.is_none_or(|coerced| act_on <= coerced),
        AfterCoercion | Coercion => facts.coerced_on.is_some_and(|coerced| coerced <= act_on),
        _ => true,
    };
    if !(fits && in_order) {
        errors.push(FieldError::new("/object", "contradicts"));
    }
}

pub(super) fn check_obstacles(obstacles: &[Obstacle], today: NaiveDate) -> Vec<FieldError> {
    let mut errors = Vec::new();
    for (index, obstacle) in obstacles.iter().enumerate() {
        let at = format!("/obstacles/{index}/to");
        if obstacle.to < obstacle.from {
            errors.push(FieldError::new(at, "contradicts"));
        } else if obstacle.to > today {
            errors.push(FieldError::new(at, "date_in_future"));
        }
    }
    errors
}
