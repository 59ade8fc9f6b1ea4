//! Verifications that other agencies ask for (T-VE-21): how they come in, and the facts for their answer.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::ToSchema;
use validator::Validate;

use super::acts::{Asked, Board};
use super::context::Core;
use super::entrustments::agency_error;
use super::error::{ApiError, ApiResult, FieldError};
use super::idempotency::{Answer, Once};
use super::matters::{self, Entering};
use super::{cases, refusals};
use crate::domain::actor::Role;
use crate::domain::case::Agency;
use crate::domain::delegated_verification::{DelegatedAbout, DelegatedState, VerificationDelegation};
use crate::domain::ids::{MatterId, OfficeId};
use crate::domain::lifecycle::entrustment::{
    VerificationDelegationAction, VerificationDelegationFacts, VerificationDelegationLifecycle,
};
use crate::domain::lifecycle::plan::{Opened, Plan};
use crate::domain::matter::MatterHead;
use crate::domain::refusal;
use crate::store::Conn;

impl Board for VerificationDelegationLifecycle {
    fn load(
        conn: &mut Conn,
        asked: &Asked<'_, VerificationDelegationAction>,
    ) -> ApiResult<VerificationDelegationFacts> {
        let delegation: VerificationDelegation =
            matters::find(conn, asked.actor, asked.today, MatterId(asked.id))?;
        let assignee_is_officer = match asked.action {
            Some(VerificationDelegationAction::AssignDelegatedVerification(body)) => {
                cases::is_officer(conn, body.officer, delegation.head.office, asked.on)?
            }
            _ => false,
        };
        Ok(VerificationDelegationFacts { delegation, assignee_is_officer })
    }

    fn version(facts: &VerificationDelegationFacts) -> i64 {
        facts.delegation.head.version
    }

    fn parse(
        name: &str,
        body: Value,
    ) -> Option<Result<VerificationDelegationAction, Vec<refusal::FieldError>>> {
        VerificationDelegationAction::parse(name, body)
    }

    fn names() -> &'static [(&'static str, &'static str)] {
        VerificationDelegationAction::NAMES
    }
}

/// A delegated verification as it comes in.
#[derive(Debug, Clone, Serialize, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewVerificationDelegation {
    /// The agency that received it.
    pub office: OfficeId,
    /// Who asks.
    pub sender: Agency,
    /// The number of its letter.
    #[validate(length(min = 1, max = 100))]
    pub letter_number: String,
    /// The letter's day.
    pub letter_on: NaiveDate,
    /// The day it came in: the term runs from it.
    pub received_on: NaiveDate,
    /// What is to be verified.
    pub about: DelegatedAbout,
    /// The content asked for.
    #[validate(length(min = 1, max = 4000))]
    pub content: String,
}

/// T-VE-21: enters a delegated verification; the term to answer runs from its receipt (ND152 21.5).
///
/// # Errors
/// 403 for anybody but the office's intake clerk; 422 with every wrong field.
pub async fn register(core: &Core, once: Once, new: NewVerificationDelegation) -> ApiResult<Answer> {
    let make = move |conn: &mut Conn, entering: &Entering<'_>| enter(conn, entering, &new);
    matters::enter(core, once, "verification-delegations", make).await
}

fn enter(
    conn: &mut Conn,
    entering: &Entering<'_>,
    new: &NewVerificationDelegation,
) -> ApiResult<(VerificationDelegation, Plan)> {
    if !entering.actor.has(Role::IntakeClerk, new.office, None, entering.today) {
        return Err(ApiError::forbidden());
    }
    let mut errors = Vec::new();
    if new.received_on > entering.today {
        errors.push(FieldError::new("/received_on", "date_in_future"));
    }
    if new.letter_on > new.received_on {
        errors.push(FieldError::new("/letter_on", "contradicts"));
    }
    errors.extend(agency_error(conn, entering, &new.sender, new.office)?);
    if !errors.is_empty() {
        return Err(refusals::cited(entering.law, entering.today, errors));
    }
    let delegation = VerificationDelegation {
        head: MatterHead::new(entering.id, new.office, None, new.received_on),
        state: DelegatedState::Received,
        sender: new.sender.clone(),
        letter_number: new.letter_number.clone(),
        letter_on: new.letter_on,
        about: new.about,
        content: new.content.clone(),
        hard: false,
        drafts: BTreeMap::new(),
        verified_on: None,
        answer: None,
    };
    let action = "register_verification_delegation";
    let mut plan = Plan::new("verification_delegation", "T-VE-21", action, "", Vec::new());
    let key = new.about.clock();
    match entering.law.deadline(key, new.received_on, new.received_on) {
        Ok(computation) => plan.opened.push(Opened { key: key.to_owned(), about: None, computation }),
        Err(gap) => plan.unknown.push(gap.to_string()),
    }
    Ok((delegation, plan))
}
