//! A judgment once registered: drafting and signing the proactive decisions on its items (L106 33.2; ND152 8).

use std::collections::BTreeSet;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use validator::Validate;

use super::open::{Opening, check_group, named, open_case};
use crate::actions;
use crate::domain::actor::Role;
use crate::domain::document::DocumentKind;
use crate::domain::ids::{DraftId, ObligationId, OfficeId, PartyId, UserId};
use crate::domain::judgment::{Draft, GroupDraft, GroupRule, Judgment, Mode, Obligation};
use crate::domain::lifecycle::plan::{Change, Plan};
use crate::domain::lifecycle::{Clock, Context, Guard, Lifecycle, Subject, To, Transition, Who};
use crate::domain::refusal::{FieldError, Refusal, Unmet};

actions! {
    /// Every action of a judgment.
    pub enum JudgmentAction {
        /// The proactive decision is drafted.
        ProposeProactiveDecision(ProposeProactive) = "propose_proactive_decision",
        /// T-DE-01: it is signed, and its case opens.
        IssueProactiveDecision(IssueProactive) = "issue_proactive_decision",
    }
}

/// Items for one proactive decision.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
pub struct ProposeProactive {
    /// The items; one decision for each debtor unless `rule` names an exception.
    #[validate(length(min = 1, max = 20_000))]
    pub obligations: Vec<ObligationId>,
    /// The grouping rule.
    pub rule: GroupRule,
}

/// Which draft is signed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
pub struct IssueProactive {
    /// The draft.
    pub draft: DraftId,
}

/// What a judgment's guards look at.
#[derive(Debug, Clone)]
pub struct JudgmentFacts {
    /// The judgment.
    pub judgment: Judgment,
    /// The items named by the action or by the drafts.
    pub items: Vec<Obligation>,
    /// Some proactive item has no decision yet.
    pub proactive_open: bool,
    /// Debtors paid wholly from the State budget.
    pub budget_funded: BTreeSet<PartyId>,
}

impl Subject for JudgmentFacts {
    fn state(&self) -> &'static str {
        "registered"
    }
    fn is_final(&self) -> bool {
        false
    }
    fn office(&self) -> OfficeId {
        self.judgment.office
    }
    fn division(&self) -> Option<OfficeId> {
        None
    }
    fn officer(&self) -> Option<UserId> {
        None
    }
    fn began_on(&self) -> NaiveDate {
        self.judgment.received_on
    }
}

const PROACTIVE_OPEN: Guard<JudgmentFacts> = Guard {
    code: "G-NO-PROACTIVE",
    test: |facts, _| {
        if facts.proactive_open {
            return Ok("open proactive items".to_owned());
        }
        Err(Unmet::new("G-NO-PROACTIVE", "none open", "a proactive item without a decision"))
    },
};

const DRAFT: Guard<JudgmentFacts> = Guard {
    code: "G-DRAFT",
    test: |facts, _| match facts.judgment.drafts.len() {
        0 => Err(Unmet::new("G-DRAFT", "none", "a drafted decision").with("doc", "proactive_decision")),
        count => Ok(count.to_string()),
    },
};

/// At least one draft was prepared by somebody else; which one is signed is checked with the body.
const FOUR_EYES: Guard<JudgmentFacts> = Guard {
    code: "G-FOUR-EYES",
    test: |facts, context| {
        let drafts = &facts.judgment.drafts;
        if drafts.is_empty() || drafts.iter().any(|draft| draft.prepared_by != context.actor.user) {
            return Ok("another person".to_owned());
        }
        Err(Unmet::new("G-FOUR-EYES", "prepared by the signer", "prepared by another person"))
    },
};

static TABLE: &[Transition<JudgmentFacts>] = &[
    Transition {
        code: "D-DRAFT",
        action: "propose_proactive_decision",
        from: &["registered"],
        to: To::Same,
        who: &[
            Who::Role(Role::IntakeClerk),
            Who::Role(Role::Examiner),
            Who::Role(Role::EnforcementOfficer),
            Who::Role(Role::ChiefOfficer),
        ],
        guards: &[PROACTIVE_OPEN],
        document: None,
        opens: &[],
        closes: &[],
        proposal: None,
    },
    Transition {
        code: "T-DE-01",
        action: "issue_proactive_decision",
        from: &["registered"],
        to: To::Same,
        who: &[Who::Signer],
        guards: &[DRAFT, FOUR_EYES, PROACTIVE_OPEN],
        document: Some(DocumentKind::ProactiveDecision),
        opens: &[Clock::Effect("assign_officer"), Clock::Effect("notify"), Clock::Effect("send_vks")],
        closes: &[Clock::Act("decision_proactive")],
        proposal: None,
    },
];

/// The lifecycle of judgments.
pub struct JudgmentLifecycle;

impl Lifecycle for JudgmentLifecycle {
    const NAME: &'static str = "judgment";
    type Facts = JudgmentFacts;
    type Action = JudgmentAction;

    fn table() -> &'static [Transition<JudgmentFacts>] {
        TABLE
    }

    fn states() -> Vec<&'static str> {
        vec!["registered"]
    }

    fn name(action: &JudgmentAction) -> &'static str {
        action.name()
    }

    fn apply(
        facts: &JudgmentFacts,
        action: &JudgmentAction,
        at: &Context<'_>,
        plan: &mut Plan,
    ) -> Result<(), Refusal> {
        match action {
            JudgmentAction::ProposeProactiveDecision(body) => propose(facts, body, at, plan),
            JudgmentAction::IssueProactiveDecision(body) => issue(facts, body, at, plan),
        }
    }
}

impl JudgmentAction {
    /// The items that the action names.
    pub fn obligations(&self) -> Vec<ObligationId> {
        match self {
            JudgmentAction::ProposeProactiveDecision(body) => body.obligations.clone(),
            JudgmentAction::IssueProactiveDecision(_) => Vec::new(),
        }
    }
}

fn propose(
    facts: &JudgmentFacts,
    body: &ProposeProactive,
    at: &Context<'_>,
    plan: &mut Plan,
) -> Result<(), Refusal> {
    let items = named(&facts.items, &body.obligations, "not_in_list")?;
    let errors = check_group(&items, body.rule, Mode::Proactive, at);
    if !errors.is_empty() {
        return Err(errors.into());
    }
    let mut judgment = facts.judgment.clone();
    judgment.drafts.push(Draft {
        id: DraftId(at.ids.next()),
        prepared_by: at.actor.user,
        prepared_on: at.on,
        content: GroupDraft { obligations: body.obligations.clone(), rule: body.rule },
    });
    plan.changes.push(Change::Judgment(Box::new(judgment)));
    Ok(())
}

fn issue(
    facts: &JudgmentFacts,
    body: &IssueProactive,
    at: &Context<'_>,
    plan: &mut Plan,
) -> Result<(), Refusal> {
    let mut judgment = facts.judgment.clone();
    let Some(place) = judgment.drafts.iter().position(|draft| draft.id == body.draft) else {
        return Err(Refusal::Content(vec![FieldError::new("/draft", "not_in_list")]));
    };
    let draft = judgment.drafts.remove(place);
    if draft.prepared_by == at.actor.user {
        return Err(Refusal::Content(vec![FieldError::new("/draft", "G-FOUR-EYES")]));
    }
    let items = named(&facts.items, &draft.content.obligations, "not_in_list")?;
    let errors = check_group(&items, draft.content.rule, Mode::Proactive, at);
    if !errors.is_empty() {
        return Err(errors.into());
    }
    let opening = Opening {
        office: judgment.office,
        request: None,
        mode: Mode::Proactive,
        prepared_by: draft.prepared_by,
        budget_funded: facts.budget_funded.clone(),
    };
    plan.changes.push(Change::Judgment(Box::new(judgment)));
    open_case(&facts.judgment, &items, opening, at, plan)?;
    Ok(())
}
