//! A denunciation from the register to its result: DN-01 … DN-11 (L106 108–110; ND152 75–76). Codes are this program's own: the
//! law on denunciations sets the procedure. Who may see it is asked before any of this: the service answers 404 to everybody else.

mod bodies;
mod effects;
mod receive;

pub use bodies::*;
pub use receive::{DenunciationReceived, Earlier, NewDenunciation, receive};

use chrono::NaiveDate;

use super::{DRAFTERS, HEAD};
use crate::domain::actor::Role;
use crate::domain::document::DocumentKind;
use crate::domain::ids::{DraftId, OfficeId, UserId};
use crate::domain::judgment::Drafts;
use crate::domain::lifecycle::drafts::{Drafted, propose, sign, waiting};
use crate::domain::lifecycle::plan::Plan;
use crate::domain::lifecycle::{
    Clock, Context, Guard, Lifecycle, Proposal, Subject, To, Transition, Who, assemble,
};
use crate::domain::oversight::Term;
use crate::domain::oversight::denunciation::{Denunciation, DenunciationState, Resolver};
use crate::domain::refusal::{Refusal, Unmet};

/// What the guards look at.
#[derive(Debug, Clone)]
pub struct DenunciationFacts {
    /// The denunciation.
    pub denunciation: Denunciation,
    /// The day its case was over, where it is about one.
    pub over_on: Option<NaiveDate>,
    /// The user whom the action names works at the office.
    pub named_works_here: bool,
    /// The user whom the action names is the head, whom some denunciations are against.
    pub named_is_head: bool,
}

impl Subject for DenunciationFacts {
    fn state(&self) -> &'static str {
        self.denunciation.state.as_str()
    }
    fn is_final(&self) -> bool {
        use DenunciationState::{Accepted, Received, Suspended};
        !matches!(self.denunciation.state, Received | Accepted | Suspended)
    }
    fn office(&self) -> OfficeId {
        self.denunciation.head.office
    }
    fn division(&self) -> Option<OfficeId> {
        None
    }
    fn officer(&self) -> Option<UserId> {
        None
    }
    fn began_on(&self) -> NaiveDate {
        self.denunciation.head.received_on
    }
    fn draft(&self, action: &str) -> Option<(DraftId, UserId)> {
        waiting(&self.denunciation.drafts, action)
    }
}

impl Drafted for Denunciation {
    fn drafts_mut(&mut self) -> &mut Drafts {
        &mut self.drafts
    }
}

type G = Guard<DenunciationFacts>;
type Row = Transition<DenunciationFacts>;

/// The head resolves it, and not somebody above him (L106 110.1; ND152 75.1).
const OURS: G = Guard {
    code: "G-DEN-RESOLVER",
    test: |facts, _| match facts.denunciation.resolver {
        Resolver::Head => Ok("head".to_owned()),
        other => Err(Unmet::new("G-DEN-RESOLVER", other.as_str(), "head")),
    },
};

/// Somebody above resolves it.
const NOT_OURS: G = Guard {
    code: "G-DEN-FORWARD",
    test: |facts, _| match facts.denunciation.resolver {
        Resolver::Head => Err(Unmet::new("G-DEN-FORWARD", "head", "another body")),
        other => Ok(other.to_string()),
    },
};

/// The result of a repeated denunciation is not looked at again (ND152 76.1).
const NOT_SETTLED: G = Guard {
    code: "G-DEN-REPEAT",
    test: |facts, _| match facts.denunciation.concluded_before {
        before @ (0 | 1) => Ok(before.to_string()),
        before => Err(Unmet::new("G-DEN-REPEAT", before.to_string(), "<= 1")),
    },
};

/// A term is lengthened while it runs.
const RUNNING: G =
    Guard {
        code: "G-DEN-TERM",
        test: |facts, at| match facts.denunciation.term.as_ref().map(Term::due_on) {
            Some(due) if at.on > due => Err(Unmet::new("G-DEN-TERM", at.on.to_string(), format!("<= {due}"))
                .with("date", due.to_string())),
            Some(due) => Ok(format!("{} <= {due}", at.on)),
            None => Err(Unmet::new("G-DEN-TERM", "no term", "a running term").with("date", "-")),
        },
    };

const DECISION: Option<DocumentKind> = Some(DocumentKind::DenunciationDecision);
/// Who may hand on what is not for this head: he, or the clerk who entered it and is on its list.
const HANDS_ON: &[Who] = &[Who::Role(Role::Head), Who::Role(Role::IntakeClerk)];
const TERMS: &[Clock] =
    &[Clock::Act("denounce"), Clock::Act("denounce_extended"), Clock::Act("denounce_extended_hard")];

const fn drafted(action: &'static str) -> Option<Proposal> {
    Some(Proposal::by(action, DRAFTERS))
}

const ROWS: &[Row] = &[
    Transition {
        guards: &[OURS, NOT_SETTLED],
        proposal: drafted("propose_denunciation_acceptance"),
        document: DECISION,
        opens: &[Clock::Effect("denounce")],
        ..Transition::row("DN-02", "accept_denunciation", &["received"], To::State("accepted"), HEAD)
    },
    Transition {
        guards: &[OURS],
        proposal: drafted("propose_denunciation_refusal"),
        document: DECISION,
        ..Transition::row("DN-03", "refuse_denunciation", &["received"], To::State("not_accepted"), HEAD)
    },
    Transition {
        guards: &[NOT_OURS],
        ..Transition::row("DN-04", "forward_denunciation", &["received"], To::State("forwarded"), HANDS_ON)
    },
    Transition {
        guards: &[RUNNING],
        opens: &[Clock::Effect("denounce_extended"), Clock::Effect("denounce_extended_hard")],
        closes: &[Clock::Effect("denounce"), Clock::Effect("denounce_extended")],
        ..Transition::row("DN-05", "extend_denunciation_term", &["accepted"], To::Same, HEAD)
    },
    Transition {
        proposal: drafted("propose_denunciation_suspension"),
        document: DECISION,
        ..Transition::row("DN-06", "suspend_denunciation", &["accepted"], To::State("suspended"), HEAD)
    },
    Transition {
        proposal: drafted("propose_denunciation_resumption"),
        document: DECISION,
        ..Transition::row("DN-07", "resume_denunciation", &["suspended"], To::State("accepted"), HEAD)
    },
    Transition {
        proposal: drafted("propose_denunciation_conclusion"),
        document: Some(DocumentKind::DenunciationConclusion),
        closes: TERMS,
        ..Transition::row("DN-08", "conclude_denunciation", &["accepted"], To::State("concluded"), HEAD)
    },
    Transition {
        proposal: drafted("propose_denunciation_stop"),
        document: DECISION,
        closes: TERMS,
        ..Transition::row(
            "DN-09",
            "stop_denunciation",
            &["accepted", "suspended"],
            To::State("stopped"),
            HEAD,
        )
    },
    Transition::row("DN-10", "grant_denunciation_access", &[], To::Same, HEAD),
    Transition::row("DN-11", "withdraw_denunciation_access", &[], To::Same, HEAD),
];

static TABLE: std::sync::LazyLock<Vec<Row>> = std::sync::LazyLock::new(|| assemble(&[ROWS]));

/// The lifecycle of denunciations.
pub struct DenunciationLifecycle;

impl Lifecycle for DenunciationLifecycle {
    const NAME: &'static str = "denunciation";
    type Facts = DenunciationFacts;
    type Action = DenunciationAction;

    fn table() -> &'static [Row] {
        &TABLE
    }

    fn states() -> Vec<&'static str> {
        DenunciationState::ALL.iter().map(|state| state.as_str()).collect()
    }

    fn name(action: &DenunciationAction) -> &'static str {
        action.name()
    }

    fn apply(
        facts: &DenunciationFacts,
        action: &DenunciationAction,
        at: &Context<'_>,
        plan: &mut Plan,
    ) -> Result<(), Refusal> {
        use DenunciationAction as A;
        let mut denunciation = facts.denunciation.clone();
        let new = &mut denunciation;
        match action {
            A::ProposeAcceptance(body) => {
                propose("accept_denunciation", effects::accept, body, facts, new, at)
            }
            A::Accept(_) => sign("accept_denunciation", effects::accept, facts, new, at, plan),
            A::ProposeRefusal(body) => propose("refuse_denunciation", effects::refuse, body, facts, new, at),
            A::Refuse(_) => sign("refuse_denunciation", effects::refuse, facts, new, at, plan),
            A::Forward(_) => {
                new.state = DenunciationState::Forwarded;
                Ok(())
            }
            A::Extend(body) => effects::extend(facts, new, body, at, plan),
            A::ProposeSuspension(body) => {
                propose("suspend_denunciation", effects::suspend, body, facts, new, at)
            }
            A::Suspend(_) => sign("suspend_denunciation", effects::suspend, facts, new, at, plan),
            A::ProposeResumption(body) => {
                propose("resume_denunciation", effects::resume, body, facts, new, at)
            }
            A::Resume(_) => sign("resume_denunciation", effects::resume, facts, new, at, plan),
            A::ProposeConclusion(body) => {
                propose("conclude_denunciation", effects::conclude, body, facts, new, at)
            }
            A::Conclude(_) => sign("conclude_denunciation", effects::conclude, facts, new, at, plan),
            A::ProposeStop(body) => propose("stop_denunciation", effects::stop, body, facts, new, at),
            A::Stop(_) => sign("stop_denunciation", effects::stop, facts, new, at, plan),
            A::GrantAccess(body) => effects::grant(facts, new, body),
            A::WithdrawAccess(body) => effects::withdraw(new, body),
        }?;
        plan.change_matter(&denunciation)
    }
}
