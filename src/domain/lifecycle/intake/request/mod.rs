//! The lifecycle of a request, from reception to decision, refusal or withdrawal (L106 34; ND152 9–11): its table and its facts.

mod bodies;
mod decide;
mod effects;
mod guards;

use std::collections::BTreeSet;
use std::sync::LazyLock;

use chrono::NaiveDate;

pub use bodies::*;
pub use guards::time_bar;

use crate::domain::actor::Role;
use crate::domain::case::EndingGround;
use crate::domain::document::DocumentKind;
use crate::domain::ids::{DraftId, OfficeId, PartyId, UserId};
use crate::domain::judgment::{CaseRef, Drafts, Judgment, Obligation};
use crate::domain::lifecycle::drafts::{Drafted, propose, sign, waiting};
use crate::domain::lifecycle::plan::{Change, Plan};
use crate::domain::lifecycle::{Clock, Context, Lifecycle, Proposal, Subject, To, Transition, Who, assemble};
use crate::domain::refusal::Refusal;
use crate::domain::request::{Request, RequestState, Withdrawal};
use guards::{
    COMPETENCE, COMPLETE, CONDITION, CONTENT, DUE, IN_TIME, IN_TIME_AS_CLAIMED, INCOMPLETE,
    JUDGMENT_IN_FORCE, JUDGMENT_RECEIVED, LATE, LATE_PAYMENT, LATE_PROOF, NO_REOPEN, NOT_DECIDED, ON_REQUEST,
    RELATED, RETURNED_PROOF, RIGHTS, STANDING,
};

/// A case that covers some requested item already.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Covering {
    /// The case and its decision.
    pub reference: CaseRef,
    /// On which ground it ended, when it did.
    pub ended: Option<EndingGround>,
    /// The day a termination by agreement or on the creditor's request was decided (L106 48.4).
    pub agreed_termination: Option<NaiveDate>,
}

/// What a request's guards look at.
#[derive(Debug, Clone)]
pub struct RequestFacts {
    /// The request.
    pub request: Request,
    /// Its judgment.
    pub judgment: Judgment,
    /// The items requested.
    pub items: Vec<Obligation>,
    /// The cases that cover some of them already.
    pub covering: Vec<Covering>,
    /// Debtors paid wholly from the State budget.
    pub budget_funded: BTreeSet<PartyId>,
    /// Parties of the items whose address is not known.
    pub no_address: BTreeSet<PartyId>,
}

impl Subject for RequestFacts {
    fn state(&self) -> &'static str {
        self.request.state.as_str()
    }
    fn is_final(&self) -> bool {
        self.request.state.is_final()
    }
    fn office(&self) -> OfficeId {
        self.request.office
    }
    fn division(&self) -> Option<OfficeId> {
        None
    }
    fn officer(&self) -> Option<UserId> {
        None
    }
    fn began_on(&self) -> NaiveDate {
        self.request.requested_on
    }
    fn draft(&self, action: &str) -> Option<(DraftId, UserId)> {
        waiting(&self.request.drafts, action)
    }
}

impl Drafted for Request {
    fn drafts_mut(&mut self) -> &mut Drafts {
        &mut self.drafts
    }
}

const CLERK: &[Who] = &[Who::Role(Role::IntakeClerk)];
pub(super) const PREPARERS: &[Who] = &[
    Who::Role(Role::IntakeClerk),
    Who::Role(Role::Examiner),
    Who::Role(Role::EnforcementOfficer),
    Who::Role(Role::ChiefOfficer),
];
const HEAD: &[Who] = &[Who::Signer];
const DECISION_OPENS: &[Clock] =
    &[Clock::Effect("assign_officer"), Clock::Effect("notify"), Clock::Effect("send_vks")];
const DECISION_CLOSES: &[Clock] = &[Clock::Act("decision_on_request"), Clock::Act("request_refuse")];

const ROWS: &[Transition<RequestFacts>] = &[
    // The days to refuse stand still from the notice to the supplement (U44).
    Transition {
        guards: &[INCOMPLETE],
        document: Some(DocumentKind::SupplementNotice),
        closes: &[Clock::Act("request_supplement"), Clock::Pause("request_refuse")],
        ..Transition::row(
            "T-IN-03",
            "ask_to_supplement",
            &["received"],
            To::State("supplement_requested"),
            CLERK,
        )
    },
    Transition {
        opens: &[Clock::Act("request_supplement"), Clock::Resume("request_refuse")],
        ..Transition::row(
            "T-IN-04",
            "receive_supplement",
            &["supplement_requested"],
            To::State("received"),
            CLERK,
        )
    },
    Transition {
        guards: &[COMPLETE, JUDGMENT_RECEIVED],
        opens: &[Clock::Effect("decision_on_request")],
        closes: &[Clock::Act("request_supplement")],
        ..Transition::row("T-IN-05", "register_request", &["received"], To::State("registered"), CLERK)
    },
    Transition {
        document: Some(DocumentKind::RefusalNotice),
        closes: &[Clock::Act("request_refuse"), Clock::Act("decision_on_request"), Clock::Act("*")],
        proposal: Some(Proposal::by("propose_refusal", PREPARERS)),
        ..Transition::row(
            "T-IN-06",
            "refuse_request",
            &["received", "registered", "late_review"],
            To::State("refused"),
            HEAD,
        )
    },
    Transition {
        guards: &[LATE],
        ..Transition::row("T-IN-07", "route_late_request", &["registered"], To::State("late_review"), CLERK)
    },
    Transition {
        guards: &[LATE_PROOF, IN_TIME_AS_CLAIMED],
        document: Some(DocumentKind::LateRequestDecision),
        proposal: Some(Proposal::by("propose_late_acceptance", PREPARERS)),
        ..Transition::row("T-IN-08", "accept_late_request", &["late_review"], To::State("registered"), HEAD)
    },
    Transition {
        document: Some(DocumentKind::LateRequestDecision),
        closes: &[Clock::Act("request_refuse"), Clock::Act("decision_on_request"), Clock::Act("*")],
        proposal: Some(Proposal::by("propose_late_rejection", PREPARERS)),
        ..Transition::row("T-IN-09", "reject_late_request", &["late_review"], To::State("refused"), HEAD)
    },
    Transition {
        closes: &[Clock::Pause("decision_on_request")],
        ..Transition::row("T-IN-10", "mark_not_due", &["registered"], To::State("not_due"), CLERK)
    },
    Transition {
        guards: &[DUE],
        opens: &[Clock::Act("decision_on_request")],
        ..Transition::row(
            "T-IN-11",
            "resume_request",
            &["not_due"],
            To::State("registered"),
            &[Who::Role(Role::System), Who::Role(Role::IntakeClerk)],
        )
    },
    Transition {
        closes: &[Clock::Act("*")],
        ..Transition::row(
            "T-IN-12",
            "withdraw_request",
            &["received", "supplement_requested", "registered", "late_review", "not_due"],
            To::State("withdrawn"),
            CLERK,
        )
    },
    Transition::row(
        "T-IN-13",
        "note_agreement",
        &["received", "supplement_requested", "registered", "late_review", "not_due"],
        To::Same,
        CLERK,
    ),
    Transition {
        guards: &[
            JUDGMENT_IN_FORCE,
            COMPETENCE,
            STANDING,
            RELATED,
            RIGHTS,
            ON_REQUEST,
            IN_TIME,
            NOT_DECIDED,
            NO_REOPEN,
            DUE,
            CONDITION,
            CONTENT,
        ],
        document: Some(DocumentKind::OnRequestDecision),
        opens: DECISION_OPENS,
        closes: DECISION_CLOSES,
        proposal: Some(Proposal::by("propose_decision_on_request", PREPARERS)),
        ..Transition::row(
            "T-DE-02",
            "issue_decision_on_request",
            &["registered"],
            To::OneOf(&["registered", "decided"]),
            HEAD,
        )
    },
    Transition {
        guards: &[
            RETURNED_PROOF,
            JUDGMENT_IN_FORCE,
            COMPETENCE,
            STANDING,
            RELATED,
            RIGHTS,
            ON_REQUEST,
            NO_REOPEN,
            DUE,
            CONDITION,
            CONTENT,
        ],
        document: Some(DocumentKind::OnRequestDecision),
        opens: DECISION_OPENS,
        closes: DECISION_CLOSES,
        proposal: Some(Proposal::by("propose_renewed_decision", PREPARERS)),
        ..Transition::row(
            "T-DE-03",
            "issue_renewed_decision",
            &["registered"],
            To::OneOf(&["registered", "decided"]),
            HEAD,
        )
    },
    Transition {
        guards: &[LATE_PAYMENT, COMPETENCE, RIGHTS, ON_REQUEST, CONTENT],
        document: Some(DocumentKind::OnRequestDecision),
        opens: DECISION_OPENS,
        closes: DECISION_CLOSES,
        proposal: Some(Proposal::by("propose_late_payment_decision", PREPARERS)),
        ..Transition::row(
            "T-DE-07",
            "issue_late_payment_decision",
            &["registered", "late_review"],
            To::State("decided"),
            HEAD,
        )
    },
];

static TABLE: LazyLock<Vec<Transition<RequestFacts>>> = LazyLock::new(|| assemble(&[ROWS]));

/// The lifecycle of requests.
pub struct RequestLifecycle;

impl Lifecycle for RequestLifecycle {
    const NAME: &'static str = "request";
    type Facts = RequestFacts;
    type Action = RequestAction;

    fn table() -> &'static [Transition<RequestFacts>] {
        &TABLE
    }

    fn states() -> Vec<&'static str> {
        RequestState::ALL.iter().map(|state| state.as_str()).collect()
    }

    fn name(action: &RequestAction) -> &'static str {
        action.name()
    }

    fn apply(
        facts: &RequestFacts,
        action: &RequestAction,
        at: &Context<'_>,
        plan: &mut Plan,
    ) -> Result<(), Refusal> {
        let mut request = facts.request.clone();
        act(facts, &mut request, action, at, plan)?;
        plan.changes.insert(0, Change::Request(Box::new(request)));
        Ok(())
    }
}

fn act(
    facts: &RequestFacts,
    request: &mut Request,
    action: &RequestAction,
    at: &Context<'_>,
    plan: &mut Plan,
) -> Result<(), Refusal> {
    use RequestAction as A;
    const REFUSE: &str = "refuse_request";
    const ACCEPT: &str = "accept_late_request";
    const REJECT: &str = "reject_late_request";
    const ISSUE: &str = "issue_decision_on_request";
    const RENEW: &str = "issue_renewed_decision";
    const LATE_PAID: &str = "issue_late_payment_decision";
    match action {
        A::AskToSupplement(_) => effects::ask(facts, request, at, plan),
        A::ReceiveSupplement(body) => effects::supplement(request, body, at)?,
        A::RegisterRequest(_) => effects::register(request, at, plan),
        A::ProposeRefusal(body) => propose(REFUSE, effects::refuse, body, facts, request, at)?,
        A::RefuseRequest(_) => sign(REFUSE, effects::refuse, facts, request, at, plan)?,
        A::RouteLateRequest(body) => effects::route_late(request, body, at)?,
        A::ProposeLateAcceptance(body) => propose(ACCEPT, effects::accept_late, body, facts, request, at)?,
        A::AcceptLateRequest(_) => sign(ACCEPT, effects::accept_late, facts, request, at, plan)?,
        A::ProposeLateRejection(body) => propose(REJECT, effects::reject_late, body, facts, request, at)?,
        A::RejectLateRequest(_) => sign(REJECT, effects::reject_late, facts, request, at, plan)?,
        A::MarkNotDue(body) => effects::mark_not_due(facts, request, body, at)?,
        A::ResumeRequest(body) => effects::resume(request, body, at, plan)?,
        A::WithdrawRequest(body) => {
            request.withdrawn = Some(Withdrawal { on: at.on, paper: body.paper.clone() });
            request.drafts.clear();
            request.state = RequestState::Withdrawn;
        }
        A::NoteAgreement(body) => effects::agree(facts, request, body, at)?,
        A::ProposeDecisionOnRequest(body) => propose(ISSUE, decide::issue, body, facts, request, at)?,
        A::IssueDecisionOnRequest(_) => sign(ISSUE, decide::issue, facts, request, at, plan)?,
        A::ProposeRenewedDecision(body) => propose(RENEW, decide::renew, body, facts, request, at)?,
        A::IssueRenewedDecision(_) => sign(RENEW, decide::renew, facts, request, at, plan)?,
        A::ProposeLatePaymentDecision(body) => {
            propose(LATE_PAID, decide::late_payment, body, facts, request, at)?;
        }
        A::IssueLatePaymentDecision(_) => sign(LATE_PAID, decide::late_payment, facts, request, at, plan)?,
    }
    Ok(())
}
