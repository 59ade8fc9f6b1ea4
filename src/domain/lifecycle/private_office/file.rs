//! The file of an office: received, completed, and decided – which opens a case in which what the office achieved is recognised
//! (T-VP-01, T-DE-06; L106 31.6; ND151 44.1).

use std::collections::BTreeSet;
use std::sync::LazyLock;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use validator::Validate;

use crate::actions;
use crate::domain::actor::Role;
use crate::domain::document::DocumentKind;
use crate::domain::ids::{DraftId, OfficeId, PartyId, UserId};
use crate::domain::judgment::{GroupRule, Judgment, Mode, Obligation};
use crate::domain::lifecycle::case::Nothing;
use crate::domain::lifecycle::drafts::{lay_down, take_up, waiting};
use crate::domain::lifecycle::intake::{Opening, check_group, named, open_case};
use crate::domain::lifecycle::plan::{Performed, Plan};
use crate::domain::lifecycle::{Clock, Context, Lifecycle, Proposal, Subject, To, Transition, Who, assemble};
use crate::domain::matter::Matter;
use crate::domain::private_office::{OfficeFile, OfficeFileState};
use crate::domain::refusal::{FieldError, Refusal};

actions! {
    /// Every action of an office's file.
    pub enum OfficeFileAction {
        /// T-VP-01: what was missing is there.
        CompleteOfficeFile(CompleteOfficeFile) = "complete_office_file",
        /// T-DE-06: the decision is drafted.
        ProposeHandoverDecision(ProposeHandoverDecision) = "propose_office_decision",
        /// T-DE-06: decided; a case opens.
        IssueOfficeDecision(Nothing) = "issue_office_decision",
    }
}

/// What was missing came in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
pub struct CompleteOfficeFile {
    /// Number of the minutes that record it.
    #[validate(length(min = 1, max = 100))]
    pub minutes: String,
}

/// A drafted enforcement decision on the office's file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
pub struct ProposeHandoverDecision {
    /// The grouping rule.
    pub rule: GroupRule,
}

/// What the guards of an office's file look at.
#[derive(Debug, Clone)]
pub struct OfficeFileFacts {
    /// The file.
    pub file: OfficeFile,
    /// Its judgment.
    pub judgment: Judgment,
    /// Its items.
    pub items: Vec<Obligation>,
    /// Debtors paid wholly from the State budget.
    pub budget_funded: BTreeSet<PartyId>,
}

impl Subject for OfficeFileFacts {
    fn state(&self) -> &'static str {
        self.file.state.as_str()
    }
    fn is_final(&self) -> bool {
        self.file.state == OfficeFileState::Decided
    }
    fn office(&self) -> OfficeId {
        self.file.head.office
    }
    fn division(&self) -> Option<OfficeId> {
        self.file.head.division
    }
    fn officer(&self) -> Option<UserId> {
        self.file.head.officer
    }
    fn began_on(&self) -> NaiveDate {
        self.file.head.received_on
    }
    fn draft(&self, action: &str) -> Option<(DraftId, UserId)> {
        waiting(&self.file.drafts, action)
    }
}

const DRAFTERS: &[Who] = &[
    Who::Role(Role::IntakeClerk),
    Who::Role(Role::Examiner),
    Who::Role(Role::EnforcementOfficer),
    Who::Role(Role::ChiefOfficer),
];

const ROWS: &[Transition<OfficeFileFacts>] = &[
    Transition {
        opens: &[Clock::Act("office_handover_decision")],
        ..Transition::row(
            "T-VP-01",
            "complete_office_file",
            &["incomplete"],
            To::State("complete"),
            &[Who::Role(Role::IntakeClerk)],
        )
    },
    Transition {
        document: Some(DocumentKind::OnRequestDecision),
        proposal: Some(Proposal::by("propose_office_decision", DRAFTERS)),
        opens: &[Clock::Effect("notify"), Clock::Effect("send_vks"), Clock::Effect("assign_officer")],
        closes: &[Clock::Act("office_handover_decision")],
        ..Transition::row(
            "T-DE-06",
            "issue_office_decision",
            &["complete"],
            To::State("decided"),
            &[Who::Signer],
        )
    },
];

static TABLE: LazyLock<Vec<Transition<OfficeFileFacts>>> = LazyLock::new(|| assemble(&[ROWS]));

/// The lifecycle of an office's file.
pub struct OfficeFileLifecycle;

impl Lifecycle for OfficeFileLifecycle {
    const NAME: &'static str = OfficeFile::KIND;
    type Facts = OfficeFileFacts;
    type Action = OfficeFileAction;

    fn table() -> &'static [Transition<OfficeFileFacts>] {
        &TABLE
    }

    fn states() -> Vec<&'static str> {
        OfficeFileState::ALL.iter().map(|state| state.as_str()).collect()
    }

    fn name(action: &OfficeFileAction) -> &'static str {
        action.name()
    }

    fn apply(
        facts: &OfficeFileFacts,
        action: &OfficeFileAction,
        at: &Context<'_>,
        plan: &mut Plan,
    ) -> Result<(), Refusal> {
        let mut file = facts.file.clone();
        match action {
            OfficeFileAction::CompleteOfficeFile(body) => {
                file.minutes = format!("{}; {}", file.minutes, body.minutes);
                file.complete_on = Some(at.on);
                file.state = OfficeFileState::Complete;
            }
            OfficeFileAction::ProposeHandoverDecision(body) => {
                check(facts, body.rule, at)?;
                lay_down(&mut file.drafts, "issue_office_decision", body, at)?;
            }
            OfficeFileAction::IssueOfficeDecision(_) => issue(facts, &mut file, at, plan)?,
        }
        plan.change_matter(&file)
    }
}

/// The items with what the office has achieved; the same checks as for a decision on request.
fn check(facts: &OfficeFileFacts, rule: GroupRule, at: &Context<'_>) -> Result<Vec<Obligation>, Refusal> {
    let items = named(&facts.items, &facts.file.obligations, "G-REQ-RELATED")?;
    let mut errors = check_group(&items, rule, Mode::OnRequest, at);
    let mut recognised = Vec::with_capacity(items.len());
    for item in items {
        let mut item = item.clone();
        let of_item = facts.file.results.iter().filter(|result| result.obligation == item.id);
        for result in of_item {
            match item.paid.plus(result.amount) {
                Ok(paid) if paid < item.amount => item.paid = paid,
                // What is performed whole needs no coercion.
                _ => errors.push(FieldError::new("/results", "G-VP-RESULT")),
            }
        }
        recognised.push(item);
    }
    if errors.is_empty() { Ok(recognised) } else { Err(errors.into()) }
}

fn issue(
    facts: &OfficeFileFacts,
    file: &mut OfficeFile,
    at: &Context<'_>,
    plan: &mut Plan,
) -> Result<(), Refusal> {
    let body: ProposeHandoverDecision = take_up(&mut file.drafts, "issue_office_decision", at, plan)?;
    let items = check(facts, body.rule, at)?;
    let items: Vec<&Obligation> = items.iter().collect();
    let mut opening = Opening::new(file.head.office, facts.judgment.id, Mode::OnRequest);
    opening.prepared_by = Some(plan.prepared_by.unwrap_or(at.actor.user));
    opening.budget_funded = facts.budget_funded.clone();
    let case = open_case(&items, opening, at, plan)?;
    for result in &file.results {
        plan.performed.push(Performed { obligation: result.obligation, amount: result.amount });
    }
    file.head.case = Some(case);
    file.state = OfficeFileState::Decided;
    Ok(())
}
