//! A finding of oversight from its entry to its end: FI-01 … FI-08 (L106 12, 113). The office answers – drafted by one, signed by the
//! head – and carries out; it is closed by the procuracy, or by the clerk from the paper of the body that raised it, so that neither head
//! nor officer declares his own fault remedied.

mod bodies;
mod effects;
mod receive;

pub use bodies::*;
pub use receive::{FindingReceived, NewFinding, receive};

use chrono::NaiveDate;

use super::{CaseInView, DRAFTERS, HEAD};
use crate::domain::actor::Role;
use crate::domain::document::DocumentKind;
use crate::domain::ids::{DraftId, OfficeId, UserId};
use crate::domain::judgment::Drafts;
use crate::domain::lifecycle::drafts::{Drafted, propose, sign, waiting};
use crate::domain::lifecycle::plan::Plan;
use crate::domain::lifecycle::{
    Clock, Context, Guard, Lifecycle, Proposal, Subject, To, Transition, Who, assemble,
};
use crate::domain::oversight::finding::{FindingState, OversightFinding};
use crate::domain::oversight::procuracy::ProcuracyAct;
use crate::domain::refusal::{Refusal, Unmet};

/// What the guards look at.
#[derive(Debug, Clone)]
pub struct FindingFacts {
    /// The finding.
    pub finding: OversightFinding,
    /// Its case, where it is about one.
    pub case: CaseInView,
    /// The act of the procuracy that the action names, if it is one of the office.
    pub act: Option<ProcuracyAct>,
}

impl Subject for FindingFacts {
    fn state(&self) -> &'static str {
        self.finding.state.as_str()
    }
    fn is_final(&self) -> bool {
        self.finding.state == FindingState::Closed
    }
    fn office(&self) -> OfficeId {
        self.finding.head.office
    }
    fn division(&self) -> Option<OfficeId> {
        self.case.division
    }
    fn officer(&self) -> Option<UserId> {
        self.case.officer
    }
    fn began_on(&self) -> NaiveDate {
        self.finding.head.received_on
    }
    fn draft(&self, action: &str) -> Option<(DraftId, UserId)> {
        waiting(&self.finding.drafts, action)
    }
}

impl Drafted for OversightFinding {
    fn drafts_mut(&mut self) -> &mut Drafts {
        &mut self.drafts
    }
}

type G = Guard<FindingFacts>;
type Row = Transition<FindingFacts>;

/// There is something to carry out.
const PROMISED: G = Guard {
    code: "G-FIND-PROMISED",
    test: |facts, _| match &facts.finding.promised {
        Some(_) => Ok("promised".to_owned()),
        None => Err(Unmet::new("G-FIND-PROMISED", "nothing was promised", "measures that the answer names")),
    },
};

/// What was promised is done before the finding ends.
const NOTHING_OWED: G = Guard {
    code: "G-FIND-OWED",
    test: |facts, _| match (&facts.finding.promised, facts.finding.state) {
        (Some(_), FindingState::Answered) => {
            Err(Unmet::new("G-FIND-OWED", "promised and not carried out", "carried out"))
        }
        _ => Ok(facts.finding.state.to_string()),
    },
};

/// One act of the procuracy for a finding.
const NO_ACT: G = Guard {
    code: "G-FIND-ACT",
    test: |facts, _| match facts.finding.act {
        None => Ok("none".to_owned()),
        Some(act) => Err(Unmet::new("G-FIND-ACT", act.to_string(), "no act yet")),
    },
};

const REPLY: Option<DocumentKind> = Some(DocumentKind::FindingReply);
/// Whoever oversees, or the clerk from its paper.
const OVERSEERS: &[Who] = &[Who::Role(Role::Prosecutor), Who::Role(Role::IntakeClerk)];
const ANSWERED: &[Clock] = &[Clock::Act("finding_answer")];
const TO_DO: &[Clock] = &[Clock::Effect("finding_execute")];
const ALL: &[Clock] = &[Clock::Effect("finding_answer"), Clock::Effect("finding_execute")];

const fn drafted(action: &'static str) -> Option<Proposal> {
    Some(Proposal::by(action, DRAFTERS))
}

const ROWS: &[Row] = &[
    Transition {
        proposal: drafted("propose_finding_acceptance"),
        document: REPLY,
        opens: TO_DO,
        closes: ANSWERED,
        ..Transition::row(
            "FI-02",
            "accept_finding",
            &["raised", "answered", "disputed"],
            To::State("accepted"),
            HEAD,
        )
    },
    Transition {
        proposal: drafted("propose_finding_answer"),
        document: REPLY,
        opens: TO_DO,
        closes: ANSWERED,
        ..Transition::row("FI-03", "answer_finding", &["raised"], To::State("answered"), HEAD)
    },
    Transition {
        proposal: drafted("propose_finding_dispute"),
        document: REPLY,
        closes: ANSWERED,
        ..Transition::row("FI-04", "dispute_finding", &["raised"], To::State("disputed"), HEAD)
    },
    Transition {
        guards: &[PROMISED],
        closes: &[Clock::Act("finding_execute")],
        ..Transition::row(
            "FI-05",
            "carry_out_finding",
            &["accepted", "answered"],
            To::State("carried_out"),
            &[Who::Role(Role::Head), Who::AssignedOfficer],
        )
    },
    Transition {
        guards: &[NOTHING_OWED],
        closes: ALL,
        ..Transition::row(
            "FI-06",
            "close_finding",
            &["raised", "answered", "disputed", "carried_out"],
            To::State("closed"),
            OVERSEERS,
        )
    },
    Transition {
        opens: &[Clock::Effect("finding_answer")],
        closes: ALL,
        ..Transition::row(
            "FI-07",
            "maintain_finding",
            &["answered", "disputed", "carried_out"],
            To::State("raised"),
            OVERSEERS,
        )
    },
    Transition {
        guards: &[NO_ACT],
        closes: ALL,
        ..Transition::row(
            "FI-08",
            "link_finding_act",
            &["raised", "answered", "accepted", "disputed"],
            To::Same,
            OVERSEERS,
        )
    },
];

static TABLE: std::sync::LazyLock<Vec<Row>> = std::sync::LazyLock::new(|| assemble(&[ROWS]));

/// The lifecycle of findings.
pub struct FindingLifecycle;

impl Lifecycle for FindingLifecycle {
    const NAME: &'static str = "finding";
    type Facts = FindingFacts;
    type Action = FindingAction;

    fn table() -> &'static [Row] {
        &TABLE
    }

    fn states() -> Vec<&'static str> {
        FindingState::ALL.iter().map(|state| state.as_str()).collect()
    }

    fn name(action: &FindingAction) -> &'static str {
        action.name()
    }

    fn apply(
        facts: &FindingFacts,
        action: &FindingAction,
        at: &Context<'_>,
        plan: &mut Plan,
    ) -> Result<(), Refusal> {
        use FindingAction as A;
        let mut finding = facts.finding.clone();
        let new = &mut finding;
        match action {
            A::ProposeAcceptance(body) => propose("accept_finding", effects::accept, body, facts, new, at),
            A::Accept(_) => sign("accept_finding", effects::accept, facts, new, at, plan),
            A::ProposeAnswer(body) => propose("answer_finding", effects::answer, body, facts, new, at),
            A::Answer(_) => sign("answer_finding", effects::answer, facts, new, at, plan),
            A::ProposeDispute(body) => propose("dispute_finding", effects::dispute, body, facts, new, at),
            A::Dispute(_) => sign("dispute_finding", effects::dispute, facts, new, at, plan),
            A::CarryOut(body) => effects::carry_out(facts, new, body, at, plan),
            A::Close(body) => effects::close(new, body, at, plan),
            A::Maintain(body) => effects::maintain(new, body, at, plan),
            A::Link(body) => effects::link(facts, new, body, at, plan),
        }?;
        plan.change_matter(&finding)
    }
}
