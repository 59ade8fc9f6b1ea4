//! A request of an office for a security measure: an officer decides within 24 hours, or the head refuses in writing (T-VP-02;
//! ND151 43.2).

use std::sync::LazyLock;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use serde_json::json;
use utoipa::ToSchema;
use validator::Validate;

use crate::actions;
use crate::domain::document::DocumentKind;
use crate::domain::ids::{DraftId, OfficeId, UserId};
use crate::domain::lifecycle::case::{Nothing, Reason};
use crate::domain::lifecycle::drafts::{lay_down, take_up, waiting};
use crate::domain::lifecycle::plan::Plan;
use crate::domain::lifecycle::{Clock, Context, Lifecycle, Proposal, Subject, To, Transition, Who, assemble};
use crate::domain::matter::Matter;
use crate::domain::private_office::{OfficeRequest, OfficeRequestState};
use crate::domain::refusal::{FieldError, Refusal};

actions! {
    /// Every action of an office's request.
    pub enum OfficeRequestAction {
        /// T-VP-02: an officer is assigned.
        AssignOfficeRequest(AssignOfficeRequest) = "assign_office_request",
        /// T-VP-02: the measure is ordered.
        GrantOfficeRequest(GrantOfficeRequest) = "grant_office_request",
        /// T-VP-02: the refusal is drafted.
        ProposeOfficeRefusal(Reason) = "propose_office_refusal",
        /// T-VP-02: refused in writing.
        RefuseOfficeRequest(Nothing) = "refuse_office_request",
    }
}

/// Who decides.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
pub struct AssignOfficeRequest {
    /// An enforcement officer of the agency.
    pub officer: UserId,
}

/// The measure that is ordered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
pub struct GrantOfficeRequest {
    /// The measure's code, for example `SM-FRZ-ACC`.
    #[validate(length(min = 4, max = 20))]
    pub measure: String,
    /// Dissipation, destruction or evasion must be stopped (L106 66.1).
    #[validate(length(min = 1, max = 2000))]
    pub reason: String,
}

/// What the guards of an office's request look at.
#[derive(Debug, Clone)]
pub struct OfficeRequestFacts {
    /// The request.
    pub request: OfficeRequest,
    /// The user whom the action assigns holds an officer's role at the agency on that day.
    pub assignee_is_officer: bool,
}

impl Subject for OfficeRequestFacts {
    fn state(&self) -> &'static str {
        self.request.state.as_str()
    }
    fn is_final(&self) -> bool {
        matches!(self.request.state, OfficeRequestState::Granted | OfficeRequestState::Refused)
    }
    fn office(&self) -> OfficeId {
        self.request.head.office
    }
    fn division(&self) -> Option<OfficeId> {
        self.request.head.division
    }
    fn officer(&self) -> Option<UserId> {
        self.request.head.officer
    }
    fn began_on(&self) -> NaiveDate {
        self.request.head.received_on
    }
    fn draft(&self, action: &str) -> Option<(DraftId, UserId)> {
        waiting(&self.request.drafts, action)
    }
}

const OPEN: &[&str] = &["received", "assigned"];
const OFFICER: &[Who] = &[Who::AssignedOfficer];

const ROWS: &[Transition<OfficeRequestFacts>] = &[
    Transition {
        document: Some(DocumentKind::Assignment),
        ..Transition::row("T-VP-02", "assign_office_request", OPEN, To::State("assigned"), &[Who::Signer])
    },
    Transition {
        document: Some(DocumentKind::SecurityDecision),
        opens: &[Clock::Effect("notify"), Clock::Effect("send_vks")],
        closes: &[Clock::Act("office_security")],
        ..Transition::row("T-VP-02", "grant_office_request", &["assigned"], To::State("granted"), OFFICER)
    },
    Transition {
        document: Some(DocumentKind::OfficeRefusal),
        proposal: Some(Proposal::by("propose_office_refusal", OFFICER)),
        closes: &[Clock::Act("office_security")],
        ..Transition::row("T-VP-02", "refuse_office_request", OPEN, To::State("refused"), &[Who::Signer])
    },
];

static TABLE: LazyLock<Vec<Transition<OfficeRequestFacts>>> = LazyLock::new(|| assemble(&[ROWS]));

/// The lifecycle of an office's request.
pub struct OfficeRequestLifecycle;

impl Lifecycle for OfficeRequestLifecycle {
    const NAME: &'static str = OfficeRequest::KIND;
    type Facts = OfficeRequestFacts;
    type Action = OfficeRequestAction;

    fn table() -> &'static [Transition<OfficeRequestFacts>] {
        &TABLE
    }

    fn states() -> Vec<&'static str> {
        OfficeRequestState::ALL.iter().map(|state| state.as_str()).collect()
    }

    fn name(action: &OfficeRequestAction) -> &'static str {
        action.name()
    }

    fn apply(
        facts: &OfficeRequestFacts,
        action: &OfficeRequestAction,
        at: &Context<'_>,
        plan: &mut Plan,
    ) -> Result<(), Refusal> {
        let mut request = facts.request.clone();
        match action {
            OfficeRequestAction::AssignOfficeRequest(body) => {
                if !facts.assignee_is_officer {
                    let error = FieldError::new("/officer", "G-OFFICER");
                    return Err(error.with("reason", "no_officer_role").into());
                }
                request.head.officer = Some(body.officer);
                request.state = OfficeRequestState::Assigned;
                plan.record(at, DocumentKind::Assignment, None, json!({ "officer": body.officer }));
            }
            OfficeRequestAction::GrantOfficeRequest(body) => {
                if at.law.basis(&body.measure, at.on).is_empty() || !body.measure.starts_with("SM-") {
                    return Err(FieldError::new("/measure", "not_in_list").into());
                }
                let content = json!({ "measure": body.measure, "reason": body.reason,
                    "office": request.private_office, "under": request.decision_number });
                plan.issue(at, DocumentKind::SecurityDecision, None, content);
                request.state = OfficeRequestState::Granted;
                request.decided_on = Some(at.on);
            }
            OfficeRequestAction::ProposeOfficeRefusal(body) => {
                lay_down(&mut request.drafts, "refuse_office_request", body, at)?;
            }
            OfficeRequestAction::RefuseOfficeRequest(_) => {
                let body: Reason = take_up(&mut request.drafts, "refuse_office_request", at, plan)?;
                let content = json!({ "reason": body.reason, "office": request.private_office });
                plan.record(at, DocumentKind::OfficeRefusal, plan.prepared_by, content);
                request.state = OfficeRequestState::Refused;
                request.decided_on = Some(at.on);
            }
        }
        plan.change_matter(&request)
    }
}
