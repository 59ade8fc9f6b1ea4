//! The lifecycle of a registered judgment: the decisions made of the agency's own motion on its items (L106 33.2; ND152 8), and what
//! its issuer is asked.

mod bodies;
mod decide;

use std::collections::BTreeSet;
use std::sync::LazyLock;

use chrono::NaiveDate;

pub use bodies::*;

use super::enquiry;
use super::request::PREPARERS;
use crate::domain::actor::Role;
use crate::domain::document::DocumentKind;
use crate::domain::ids::{DraftId, ObligationId, OfficeId, PartyId, UserId};
use crate::domain::judgment::{Drafts, Judgment, Obligation};
use crate::domain::lifecycle::drafts::{Drafted, propose, sign, waiting};
use crate::domain::lifecycle::plan::{Change, Plan};
use crate::domain::lifecycle::{
    Clock, Context, Guard, Lifecycle, Proposal, Subject, To, Transition, Who, assemble,
};
use crate::domain::proactive::ProactiveKind;
use crate::domain::refusal::{Refusal, Unmet};

/// What a judgment's guards look at.
#[derive(Debug, Clone)]
pub struct JudgmentFacts {
    /// The judgment.
    pub judgment: Judgment,
    /// The items named by the action or by the drafts.
    pub items: Vec<Obligation>,
    /// Every proactive item that has no decision yet.
    pub open: Vec<Obligation>,
    /// Debtors paid wholly from the State budget.
    pub budget_funded: BTreeSet<PartyId>,
    /// Parties of those items whose address is not known.
    pub no_address: BTreeSet<PartyId>,
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
    fn draft(&self, action: &str) -> Option<(DraftId, UserId)> {
        waiting(&self.judgment.proposals, action)
    }
}

impl Drafted for Judgment {
    fn drafts_mut(&mut self) -> &mut Drafts {
        &mut self.proposals
    }
}

type G = Guard<JudgmentFacts>;

const IN_FORCE: G = Guard {
    code: "G-JUD-KIND",
    test: |facts, context| {
        let in_force = facts.judgment.in_force_on;
        if in_force <= context.on {
            return Ok(in_force.to_string());
        }
        Err(Unmet::new("G-JUD-KIND", context.on.to_string(), format!(">= {in_force}")).not_before(in_force))
    },
};

const COMPETENCE: G = Guard {
    code: "G-COMPETENCE",
    test: |facts, _| match &facts.judgment.competent_agency {
        None => Ok("competent".to_owned()),
        Some(agency) => {
            let unmet = Unmet::new("G-COMPETENCE", agency.clone(), "this agency");
            Err(unmet.with("agency", agency.clone()))
        }
    },
};

const PROACTIVE_OPEN: G = Guard {
    code: "G-NO-PROACTIVE",
    test: |facts, _| match facts.open.iter().filter(|item| !is_measure(item)).count() {
        0 => Err(Unmet::new("G-NO-PROACTIVE", "none open", "a proactive item without a decision")),
        count => Ok(count.to_string()),
    },
};

/// A provisional urgent measure that has no decision yet (L106 33.2.e).
const MEASURE_OPEN: G = Guard {
    code: "G-PROACTIVE",
    test: |facts, _| match facts.open.iter().filter(|item| is_measure(item)).count() {
        0 => Err(Unmet::new("G-PROACTIVE", "no open item PA-E", "a provisional measure without a decision")
            .with("list", "PA-E")),
        count => Ok(count.to_string()),
    },
};

/// Names and addresses of those between whom it is decided must stand in the decision (ND152 12.1.c).
const CONTENT: G = Guard {
    code: "G-DEC-CONTENT",
    test: |facts, _| {
        let parties: BTreeSet<_> =
            facts.open.iter().flat_map(|item| [Some(item.debtor), item.creditor]).flatten().collect();
        let missing = parties.intersection(&facts.no_address).count();
        if missing == 0 || missing < parties.len() {
            return Ok(format!("{missing} without an address"));
        }
        let list = format!("address ({missing})");
        Err(Unmet::new("G-DEC-CONTENT", list.clone(), "name and address of every party").with("list", list))
    },
};

const DRAFT: G = Guard {
    code: "G-DRAFT",
    test: |facts, _| match facts.judgment.drafts.len() {
        0 => Err(Unmet::new("G-DRAFT", "none", "a drafted decision").with("doc", "proactive_decision")),
        count => Ok(count.to_string()),
    },
};

/// At least one draft was prepared by somebody else; which one is signed is checked with the body.
const FOUR_EYES: G = Guard {
    code: "G-FOUR-EYES",
    test: |facts, context| {
        let drafts = &facts.judgment.drafts;
        if drafts.is_empty() || drafts.iter().any(|draft| draft.prepared_by != context.actor.user) {
            return Ok("another person".to_owned());
        }
        Err(Unmet::new("G-FOUR-EYES", "prepared by the signer", "prepared by another person"))
    },
};

const ASKED: G = Guard {
    code: "G-ENQUIRY",
    test: |facts, _| match facts.judgment.enquiries.iter().filter(|one| one.outcome.is_none()).count() {
        0 => Err(Unmet::new("G-ENQUIRY", "none", "an enquiry that waits for an answer")),
        count => Ok(count.to_string()),
    },
};

fn is_measure(item: &Obligation) -> bool {
    item.proactive_kind() == Some(ProactiveKind::ProvisionalMeasure)
}

const REGISTERED: &[&str] = &["registered"];
const HEAD: &[Who] = &[Who::Signer];

const ROWS: &[Transition<JudgmentFacts>] = &[
    // Several proactive decisions may be drafted at once, one for each group: the signer names which.
    Transition {
        guards: &[IN_FORCE, COMPETENCE, PROACTIVE_OPEN, CONTENT],
        ..Transition::row("D-DRAFT", "propose_proactive_decision", REGISTERED, To::Same, PREPARERS)
    },
    Transition {
        guards: &[DRAFT, FOUR_EYES, IN_FORCE, COMPETENCE, PROACTIVE_OPEN, CONTENT],
        document: Some(DocumentKind::ProactiveDecision),
        opens: &[
            Clock::Effect("assign_officer"),
            Clock::Effect("notify"),
            Clock::Effect("send_vks"),
            Clock::Effect("return_notice"),
            Clock::Effect("confiscate_handover"),
            Clock::Effect("confiscated_cash"),
            Clock::Effect("destroy_council"),
        ],
        closes: &[Clock::Effect("decision_proactive"), Clock::Effect("decision_bankruptcy")],
        ..Transition::row("T-DE-01", "issue_proactive_decision", REGISTERED, To::Same, HEAD)
    },
    Transition {
        guards: &[COMPETENCE, MEASURE_OPEN],
        document: Some(DocumentKind::ProactiveDecision),
        opens: &[Clock::Effect("assign_officer"), Clock::Effect("send_vks")],
        closes: &[Clock::Effect("kctt_decision")],
        proposal: Some(Proposal::by("propose_provisional_decision", PREPARERS)),
        ..Transition::row("T-DE-08", "issue_provisional_decision", REGISTERED, To::Same, HEAD)
    },
    Transition {
        document: Some(DocumentKind::IssuerQuestion),
        opens: &[Clock::Effect("court_explains"), Clock::Effect("court_explains_complex")],
        proposal: Some(Proposal::by("propose_issuer_request", PREPARERS)),
        ..Transition::row("T-BA-01", "ask_issuer", REGISTERED, To::Same, HEAD)
    },
    Transition {
        guards: &[ASKED],
        closes: &[Clock::Effect("court_explains"), Clock::Effect("court_explains_complex")],
        ..Transition::row(
            "T-BA-02",
            "record_issuer_answer",
            REGISTERED,
            To::Same,
            &[Who::Role(Role::IntakeClerk)],
        )
    },
    Transition {
        document: Some(DocumentKind::CassationProposal),
        proposal: Some(Proposal::by("propose_cassation", PREPARERS)),
        ..Transition::row("T-BA-03", "send_cassation_proposal", REGISTERED, To::Same, HEAD)
    },
];

static TABLE: LazyLock<Vec<Transition<JudgmentFacts>>> = LazyLock::new(|| assemble(&[ROWS]));

/// The lifecycle of judgments.
pub struct JudgmentLifecycle;

impl Lifecycle for JudgmentLifecycle {
    const NAME: &'static str = "judgment";
    type Facts = JudgmentFacts;
    type Action = JudgmentAction;

    fn table() -> &'static [Transition<JudgmentFacts>] {
        &TABLE
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
        use JudgmentAction as A;
        const MEASURE: &str = "issue_provisional_decision";
        const ASK: &str = "ask_issuer";
        const REVIEW: &str = "send_cassation_proposal";
        let mut new = facts.judgment.clone();
        let judgment = &mut new;
        match action {
            A::ProposeProactiveDecision(body) => decide::propose(facts, judgment, body, at)?,
            A::IssueProactiveDecision(body) => decide::issue(facts, judgment, body, at, plan)?,
            A::ProposeProvisionalDecision(body) => {
                propose(MEASURE, decide::provisional, body, facts, judgment, at)?;
            }
            A::IssueProvisionalDecision(_) => sign(MEASURE, decide::provisional, facts, judgment, at, plan)?,
            A::ProposeIssuerRequest(body) => propose(ASK, ask, body, facts, judgment, at)?,
            A::AskIssuer(_) => sign(ASK, ask, facts, judgment, at, plan)?,
            A::RecordIssuerAnswer(body) => {
                enquiry::answer(&mut judgment.enquiries, body, at, plan)?;
            }
            A::ProposeCassation(body) => propose(REVIEW, review, body, facts, judgment, at)?,
            A::SendCassationProposal(_) => sign(REVIEW, review, facts, judgment, at, plan)?,
        }
        plan.changes.insert(0, Change::Judgment(Box::new(new)));
        Ok(())
    }
}

fn ask(
    _: &JudgmentFacts,
    judgment: &mut Judgment,
    body: &enquiry::ProposeEnquiry,
    at: &Context<'_>,
    plan: &mut Plan,
) -> Result<(), Refusal> {
    enquiry::ask(&mut judgment.enquiries, body, at, plan)
}

fn review(
    _: &JudgmentFacts,
    judgment: &mut Judgment,
    body: &enquiry::ProposeReview,
    at: &Context<'_>,
    plan: &mut Plan,
) -> Result<(), Refusal> {
    enquiry::propose_review(&mut judgment.enquiries, body, at, plan);
    Ok(())
}

impl JudgmentAction {
    /// The items that the action names, or that wait in a draft of the judgment.
    pub fn obligations(action: Option<&JudgmentAction>, judgment: &Judgment) -> BTreeSet<ObligationId> {
        let mut named: BTreeSet<ObligationId> = match action {
            Some(JudgmentAction::ProposeProactiveDecision(body)) => {
                body.obligations.iter().copied().collect()
            }
            Some(JudgmentAction::ProposeProvisionalDecision(body)) => {
                body.obligations.iter().copied().collect()
            }
            _ => BTreeSet::new(),
        };
        named.extend(judgment.drafts.iter().flat_map(|draft| draft.content.obligations.iter().copied()));
        for draft in judgment.proposals.values() {
            if let Ok(body) = serde_json::from_value::<ProposeProvisional>(draft.content.clone()) {
                named.extend(body.obligations);
            }
        }
        named
    }
}
