//! The way of a redaction: drafted, signed by the head or dropped. While something of the party is still being enforced the law needs
//! its data, and nothing is taken away.

use std::sync::LazyLock;

use chrono::NaiveDate;

use super::plan::{Plan, Redacts};
use super::{Context, Guard, Lifecycle, Subject, To, Transition, Who};
use crate::actions;
use crate::domain::actor::Role;
use crate::domain::ids::{DecisionId, OfficeId, UserId};
use crate::domain::lifecycle::case::Nothing;
use crate::domain::redaction::{Redaction, RedactionState};
use crate::domain::refusal::{Refusal, Unmet};

actions! {
    /// Every action of a redaction.
    pub enum RedactionAction {
        /// RD-02: the head signs; the values are gone.
        SignRedaction(Nothing) = "sign_redaction",
        /// RD-03: dropped.
        DropRedaction(Nothing) = "drop_redaction",
    }
}

/// What the guards of a redaction look at.
#[derive(Debug, Clone)]
pub struct RedactionFacts {
    /// The redaction.
    pub redaction: Redaction,
    /// What of the party is not over: numbers of cases, requests that wait, the judgment whose items are not taken up.
    pub open: Vec<String>,
}

impl Subject for RedactionFacts {
    fn state(&self) -> &'static str {
        self.redaction.state.as_str()
    }
    fn is_final(&self) -> bool {
        self.redaction.state != RedactionState::Drafted
    }
    fn office(&self) -> OfficeId {
        self.redaction.head.office
    }
    fn division(&self) -> Option<OfficeId> {
        self.redaction.head.division
    }
    fn officer(&self) -> Option<UserId> {
        self.redaction.head.officer
    }
    fn began_on(&self) -> NaiveDate {
        self.redaction.head.received_on
    }
}

/// Who prepares does not sign.
const ANOTHER: Guard<RedactionFacts> = Guard {
    code: "G-FOUR-EYES",
    test: |facts, context| {
        if facts.redaction.prepared_by == context.actor.user {
            return Err(Unmet::new("G-FOUR-EYES", "prepared by the signer", "prepared by another person"));
        }
        Ok("another person".to_owned())
    },
};

/// Nothing of the party is still being enforced.
const OVER: Guard<RedactionFacts> = Guard {
    code: "RD-OPEN",
    test: |facts, _| {
        if facts.open.is_empty() {
            return Ok("0".to_owned());
        }
        let list = facts.open.join(", ");
        Err(Unmet::new("RD-OPEN", list.clone(), "0").with("list", list))
    },
};

/// The lifecycle of redactions.
pub struct RedactionLifecycle;

const HEAD: &[Who] = &[Who::Role(Role::Head)];
const OFFICE: &[Who] = &[
    Who::Role(Role::Head),
    Who::Role(Role::IntakeClerk),
    Who::Role(Role::EnforcementOfficer),
    Who::Role(Role::ChiefOfficer),
];

static TABLE: LazyLock<Vec<Transition<RedactionFacts>>> = LazyLock::new(|| {
    vec![
        Transition {
            guards: &[ANOTHER, OVER],
            document: Some(Redaction::DOCUMENT),
            ..Transition::row("RD-02", "sign_redaction", &["drafted"], To::State("signed"), HEAD)
        },
        Transition::row("RD-03", "drop_redaction", &["drafted"], To::State("dropped"), OFFICE),
    ]
});

impl Lifecycle for RedactionLifecycle {
    const NAME: &'static str = "redaction";
    type Facts = RedactionFacts;
    type Action = RedactionAction;

    fn table() -> &'static [Transition<RedactionFacts>] {
        &TABLE
    }

    fn states() -> Vec<&'static str> {
        RedactionState::ALL.iter().map(|state| state.as_str()).collect()
    }

    fn name(action: &RedactionAction) -> &'static str {
        action.name()
    }

    fn apply(
        facts: &RedactionFacts,
        action: &RedactionAction,
        at: &Context<'_>,
        plan: &mut Plan,
    ) -> Result<(), Refusal> {
        let mut redaction = facts.redaction.clone();
        match action {
            RedactionAction::SignRedaction(_) => {
                let content = serde_json::json!({
                    "party": redaction.party, "fields": redaction.fields, "ground": redaction.ground,
                    "article": redaction.article, "reason": redaction.reason,
                });
                plan.prepared_by = Some(redaction.prepared_by);
                let document = plan.record(at, Redaction::DOCUMENT, Some(redaction.prepared_by), content);
                redaction.state = RedactionState::Signed;
                redaction.document = Some(DecisionId(document));
                redaction.signed_on = Some(at.on);
                plan.redacts =
                    Some(Redacts { party: redaction.party, fields: redaction.fields.clone(), document });
            }
            RedactionAction::DropRedaction(_) => redaction.state = RedactionState::Dropped,
        }
        plan.change_matter(&redaction)
    }
}
