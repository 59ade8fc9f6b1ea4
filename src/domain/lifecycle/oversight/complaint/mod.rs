//! A complaint (khiếu nại) from the register to its execution: CP-01 … CP-14 (L106 96–107; ND152 74, 77). The first level is the
//! head's. The second level and the minister are outside bodies: what they decide is recorded from their papers by the office's
//! clerk, or by their own system. A complaint does not stop enforcement (L106 99.2.c): no row here touches the case.

mod bodies;
mod effects;
mod guards;
mod receive;
mod second;

pub use bodies::*;
pub use receive::{ComplaintReceived, KnownDocument, NewComplaint, receive};

use chrono::NaiveDate;

use super::{CaseInView, DRAFTERS, HEAD, RECORDERS};
use crate::domain::actor::Role;
use crate::domain::document::DocumentKind;
use crate::domain::ids::{DraftId, OfficeId, UserId};
use crate::domain::judgment::Drafts;
use crate::domain::lifecycle::drafts::{Drafted, propose, sign, waiting};
use crate::domain::lifecycle::plan::Plan;
use crate::domain::lifecycle::{Clock, Context, Lifecycle, Proposal, Subject, To, Transition, Who, assemble};
use crate::domain::oversight::complaint::{Complaint, ComplaintState};
use crate::domain::refusal::Refusal;

/// What a complaint's guards look at.
#[derive(Debug, Clone)]
pub struct ComplaintFacts {
    /// The complaint.
    pub complaint: Complaint,
    /// Its case.
    pub case: CaseInView,
}

impl Subject for ComplaintFacts {
    fn state(&self) -> &'static str {
        self.complaint.state.as_str()
    }
    fn is_final(&self) -> bool {
        use ComplaintState::{Executed, Rejected, Stopped};
        matches!(self.complaint.state, Rejected | Stopped | Executed)
    }
    fn office(&self) -> OfficeId {
        self.complaint.head.office
    }
    fn division(&self) -> Option<OfficeId> {
        self.case.division
    }
    fn officer(&self) -> Option<UserId> {
        self.case.officer
    }
    fn began_on(&self) -> NaiveDate {
        self.complaint.head.received_on
    }
    fn draft(&self, action: &str) -> Option<(DraftId, UserId)> {
        waiting(&self.complaint.drafts, action)
    }
}

impl Drafted for Complaint {
    fn drafts_mut(&mut self) -> &mut Drafts {
        &mut self.drafts
    }
}

type Row = Transition<ComplaintFacts>;

const NOTICE: Option<DocumentKind> = Some(DocumentKind::ComplaintNotice);
const RESOLVING: &[&str] = &["accepted", "extended"];
const FIRST_TERMS: &[Clock] = &[
    Clock::Effect("cmp_resolve1_before"),
    Clock::Effect("cmp_resolve1_security"),
    Clock::Effect("cmp_resolve1_coercion"),
    Clock::Effect("cmp_resolve1_after_coercion"),
];
const FIRST_ENDS: &[Clock] = &[
    Clock::Act("cmp_resolve1_before"),
    Clock::Act("cmp_resolve1_security"),
    Clock::Act("cmp_resolve1_coercion"),
    Clock::Act("cmp_resolve1_after_coercion"),
    Clock::Act("cmp_extension"),
];

const fn drafted(action: &'static str) -> Option<Proposal> {
    Some(Proposal::by(action, DRAFTERS))
}

const FIRST: &[Row] = &[
    Transition {
        guards: &[guards::TIME, guards::CONCERNED],
        proposal: drafted("propose_complaint_acceptance"),
        document: NOTICE,
        opens: FIRST_TERMS,
        closes: &[Clock::Act("cmp_accept1")],
        ..Transition::row("CP-02", "accept_complaint", &["received"], To::State("accepted"), HEAD)
    },
    Transition {
        proposal: drafted("propose_complaint_rejection"),
        document: NOTICE,
        closes: &[Clock::Act("cmp_accept1")],
        ..Transition::row("CP-03", "reject_complaint", &["received"], To::State("rejected"), HEAD)
    },
    Transition {
        proposal: drafted("propose_resolution_pause"),
        document: NOTICE,
        ..Transition::row("CP-04", "pause_resolution", RESOLVING, To::State("paused"), HEAD)
    },
    Transition {
        proposal: drafted("propose_resolution_resumption"),
        document: NOTICE,
        ..Transition::row("CP-05", "resume_resolution", &["paused"], To::OneOf(RESOLVING), HEAD)
    },
    Transition {
        proposal: drafted("propose_resolution_stop"),
        document: NOTICE,
        closes: FIRST_ENDS,
        ..Transition::row(
            "CP-06",
            "stop_resolution",
            &["accepted", "extended", "paused"],
            To::State("stopped"),
            HEAD,
        )
    },
    Transition {
        guards: &[guards::NOT_EXTENDED],
        opens: &[Clock::Effect("cmp_extension")],
        closes: FIRST_TERMS,
        ..Transition::row("CP-07", "extend_resolution", &["accepted"], To::State("extended"), HEAD)
    },
    Transition {
        proposal: drafted("propose_complaint_decision"),
        document: Some(DocumentKind::ComplaintDecision),
        opens: &[Clock::Act("cmp_send")],
        closes: FIRST_ENDS,
        ..Transition::row("CP-08", "decide_complaint", RESOLVING, To::State("decided_1"), HEAD)
    },
    Transition {
        guards: &[guards::NOT_NOTIFIED],
        opens: &[Clock::Effect("cmp_second")],
        closes: &[Clock::Act("cmp_send")],
        ..Transition::row(
            "CP-08B",
            "record_complaint_notice",
            &["decided_1"],
            To::Same,
            &[Who::Role(Role::IntakeClerk), Who::AssignedOfficer],
        )
    },
    Transition {
        guards: &[guards::IN_FORCE],
        opens: &[Clock::Effect("cmp_execute")],
        closes: &[Clock::Act("cmp_second")],
        ..Transition::row(
            "CP-09",
            "put_decision_in_force",
            &["decided_1"],
            To::State("effective"),
            &[Who::Role(Role::System)],
        )
    },
];

const RESOLVING_2: &[&str] = &["accepted_2", "extended_2"];
const SECOND_TERMS: &[Clock] = &[
    Clock::Effect("cmp_resolve2_before"),
    Clock::Effect("cmp_resolve2_coercion"),
    Clock::Effect("cmp_resolve2_after_coercion"),
];
const SECOND_ENDS: &[Clock] = &[
    Clock::Act("cmp_resolve2_before"),
    Clock::Act("cmp_resolve2_coercion"),
    Clock::Act("cmp_resolve2_after_coercion"),
    Clock::Act("cmp_extension"),
];

const SECOND: &[Row] = &[
    Transition {
        guards: &[guards::SECOND],
        opens: &[Clock::Effect("cmp_accept2")],
        closes: &[Clock::Act("cmp_second")],
        ..Transition::row(
            "CP-10",
            "receive_second_complaint",
            &["decided_1", "effective"],
            To::State("received_2"),
            RECORDERS,
        )
    },
    Transition {
        opens: SECOND_TERMS,
        closes: &[Clock::Act("cmp_accept2")],
        ..Transition::row(
            "CP-11",
            "record_second_acceptance",
            &["received_2"],
            To::State("accepted_2"),
            RECORDERS,
        )
    },
    Transition {
        opens: &[Clock::Effect("cmp_second")],
        closes: &[Clock::Act("cmp_accept2")],
        ..Transition::row(
            "CP-11",
            "record_second_rejection",
            &["received_2"],
            To::State("decided_1"),
            RECORDERS,
        )
    },
    Transition::row("CP-04", "record_second_pause", RESOLVING_2, To::State("paused_2"), RECORDERS),
    Transition::row("CP-05", "record_second_resumption", &["paused_2"], To::OneOf(RESOLVING_2), RECORDERS),
    Transition {
        opens: &[Clock::Effect("cmp_execute")],
        closes: SECOND_ENDS,
        ..Transition::row(
            "CP-06",
            "record_second_stop",
            &["accepted_2", "extended_2", "paused_2"],
            To::State("effective"),
            RECORDERS,
        )
    },
    Transition {
        guards: &[guards::NOT_EXTENDED],
        opens: &[Clock::Effect("cmp_extension")],
        closes: SECOND_TERMS,
        ..Transition::row(
            "CP-07",
            "record_second_extension",
            &["accepted_2"],
            To::State("extended_2"),
            RECORDERS,
        )
    },
    Transition {
        opens: &[Clock::Effect("cmp_execute")],
        closes: SECOND_ENDS,
        ..Transition::row("CP-12", "record_second_decision", RESOLVING_2, To::State("effective"), RECORDERS)
    },
    Transition {
        opens: &[Clock::Effect("cmp_execute")],
        closes: &[Clock::Effect("cmp_execute")],
        ..Transition::row("CP-13", "record_minister_review", &["effective"], To::State("reviewed"), RECORDERS)
    },
    Transition {
        closes: &[Clock::Act("cmp_execute")],
        ..Transition::row(
            "CP-14",
            "record_complaint_execution",
            &["effective", "reviewed"],
            To::State("executed"),
            &[Who::Role(Role::Head), Who::AssignedOfficer],
        )
    },
];

static TABLE: std::sync::LazyLock<Vec<Row>> = std::sync::LazyLock::new(|| assemble(&[FIRST, SECOND]));

/// The lifecycle of complaints.
pub struct ComplaintLifecycle;

impl Lifecycle for ComplaintLifecycle {
    const NAME: &'static str = "complaint";
    type Facts = ComplaintFacts;
    type Action = ComplaintAction;

    fn table() -> &'static [Row] {
        &TABLE
    }

    fn states() -> Vec<&'static str> {
        ComplaintState::ALL.iter().map(|state| state.as_str()).collect()
    }

    fn name(action: &ComplaintAction) -> &'static str {
        action.name()
    }

    fn apply(
        facts: &ComplaintFacts,
        action: &ComplaintAction,
        at: &Context<'_>,
        plan: &mut Plan,
    ) -> Result<(), Refusal> {
        use ComplaintAction as A;
        let mut complaint = facts.complaint.clone();
        let new = &mut complaint;
        match action {
            A::ProposeAcceptance(body) => propose("accept_complaint", effects::accept, body, facts, new, at),
            A::Accept(_) => sign("accept_complaint", effects::accept, facts, new, at, plan),
            A::ProposeRejection(body) => propose("reject_complaint", effects::reject, body, facts, new, at),
            A::Reject(_) => sign("reject_complaint", effects::reject, facts, new, at, plan),
            A::ProposePause(body) => propose("pause_resolution", effects::pause, body, facts, new, at),
            A::Pause(_) => sign("pause_resolution", effects::pause, facts, new, at, plan),
            A::ProposeResumption(body) => propose("resume_resolution", effects::resume, body, facts, new, at),
            A::Resume(_) => sign("resume_resolution", effects::resume, facts, new, at, plan),
            A::ProposeStop(body) => propose("stop_resolution", effects::stop, body, facts, new, at),
            A::Stop(_) => sign("stop_resolution", effects::stop, facts, new, at, plan),
            A::Extend(body) => effects::extend(facts, new, body, at, plan),
            A::ProposeDecision(body) => propose("decide_complaint", effects::decide, body, facts, new, at),
            A::Decide(_) => sign("decide_complaint", effects::decide, facts, new, at, plan),
            A::RecordNotice(body) => effects::notify(facts, new, body, at, plan),
            A::TakeEffect(_) => effects::take_effect(facts, new, at, plan),
            A::ReceiveSecond(body) => second::receive(facts, new, body, at, plan),
            A::AcceptSecond(_) => second::accept(facts, new, at, plan),
            A::RejectSecond(body) => second::reject(facts, new, body, at, plan),
            A::PauseSecond(body) => second::pause(new, body, at, plan),
            A::ResumeSecond(body) => second::resume(new, body, at, plan),
            A::StopSecond(body) => second::stop(new, body, at, plan),
            A::ExtendSecond(body) => second::extend(facts, new, body, at, plan),
            A::DecideSecond(body) => second::decide(new, body, at, plan),
            A::Review(body) => second::review(new, body, at, plan),
            A::Execute(body) => second::execute(facts, new, body, at),
        }?;
        plan.change_matter(&complaint)
    }
}
