//! Protest and recommendation of the procuracy: PR-01 … PR-10 (L106 112–113). What the procuracy, the ministry's body and the
//! minister answer is recorded from their papers. A protest alone does not suspend the case: no row here touches it.

mod bodies;
mod effects;
mod receive;

pub use bodies::*;
pub use receive::{NewProcuracyAct, ProcuracyActReceived, receive};

use chrono::NaiveDate;

use super::{CaseInView, DRAFTERS, HEAD, RECORDERS, terms_on};
use crate::domain::actor::Role;
use crate::domain::document::DocumentKind;
use crate::domain::ids::{DraftId, OfficeId, UserId};
use crate::domain::judgment::Drafts;
use crate::domain::lifecycle::drafts::{Drafted, propose, sign, waiting};
use crate::domain::lifecycle::plan::Plan;
use crate::domain::lifecycle::{
    Clock, Context, Guard, Lifecycle, Proposal, Subject, To, Transition, Who, assemble,
};
use crate::domain::oversight::procuracy::{ProcuracyAct, ProcuracyKind, ProcuracyState};
use crate::domain::refusal::{Refusal, Unmet};

/// What the guards look at.
#[derive(Debug, Clone)]
pub struct ProcuracyFacts {
    /// The act.
    pub act: ProcuracyAct,
    /// Its case, where it is about one.
    pub case: CaseInView,
}

impl Subject for ProcuracyFacts {
    fn state(&self) -> &'static str {
        self.act.state.as_str()
    }
    fn is_final(&self) -> bool {
        use ProcuracyState::{Declined, Executed, Withdrawn};
        matches!(self.act.state, Executed | Withdrawn | Declined)
    }
    fn office(&self) -> OfficeId {
        self.act.head.office
    }
    fn division(&self) -> Option<OfficeId> {
        self.case.division
    }
    fn officer(&self) -> Option<UserId> {
        self.case.officer
    }
    fn began_on(&self) -> NaiveDate {
        self.act.head.received_on
    }
    fn draft(&self, action: &str) -> Option<(DraftId, UserId)> {
        waiting(&self.act.drafts, action)
    }
}

impl Drafted for ProcuracyAct {
    fn drafts_mut(&mut self) -> &mut Drafts {
        &mut self.drafts
    }
}

type G = Guard<ProcuracyFacts>;
type Row = Transition<ProcuracyFacts>;

const PROTEST: G =
    Guard { code: "G-VKS-PROTEST", test: |facts, _| kind(facts, ProcuracyKind::Protest, "G-VKS-PROTEST") };

const RECOMMENDATION: G = Guard {
    code: "G-VKS-RECOMMENDATION",
    test: |facts, _| kind(facts, ProcuracyKind::Recommendation, "G-VKS-RECOMMENDATION"),
};

fn kind(facts: &ProcuracyFacts, wanted: ProcuracyKind, code: &'static str) -> Result<String, Unmet> {
    let found = facts.act.kind;
    if found == wanted {
        Ok(found.to_string())
    } else {
        Err(Unmet::new(code, found.as_str(), wanted.as_str()))
    }
}

/// Reconsideration is asked within the time to reply (L106 113.2).
const WITHIN_REPLY: G = Guard {
    code: "G-VKS-REPLY",
    test: |facts, at| match facts.act.reply_until {
        Some(until) if at.on > until => {
            Err(Unmet::new("G-VKS-REPLY", at.on.to_string(), format!("<= {until}"))
                .with("date", until.to_string()))
        }
        Some(until) => Ok(format!("{} <= {until}", at.on)),
        None => Ok("no time to reply in that law".to_owned()),
    },
};

/// Whether the law of this matter knows the request to reconsider; the 2008 law did not.
fn may_reconsider(facts: &ProcuracyFacts, at: &Context<'_>) -> bool {
    let terms = terms_on(facts.case.over_on, at.law, at.on);
    matches!(at.law.deadline_if_any("vks_reconsider", at.on, terms), Ok(Some(_)))
}

const RECONSIDERABLE: G = Guard {
    code: "G-VKS-RECONSIDER",
    test: |facts, at| {
        if may_reconsider(facts, at) {
            return Ok("known to that law".to_owned());
        }
        Err(Unmet::new("G-VKS-RECONSIDER", "the law of that time", "a law that knows reconsideration"))
    },
};

/// The way up is open once the procuracy maintains its protest; under the law that knows no reconsideration, at once.
const REPORTABLE: G = Guard {
    code: "G-VKS-MAINTAINED",
    test: |facts, at| {
        if facts.act.state == ProcuracyState::Maintained || !may_reconsider(facts, at) {
            return Ok(facts.act.state.to_string());
        }
        Err(Unmet::new("G-VKS-MAINTAINED", facts.act.state.as_str(), "maintained"))
    },
};

/// What comes from above is carried out when it upholds the act.
const UPHELD: G = Guard {
    code: "G-VKS-UPHELD",
    test: |facts, _| match (facts.act.state, facts.act.upheld()) {
        (ProcuracyState::DecidedUp | ProcuracyState::Final, Some(true)) => Ok("upheld".to_owned()),
        (ProcuracyState::DecidedUp | ProcuracyState::Final, found) => {
            let found = if found.is_some() { "not upheld" } else { "no answer" };
            Err(Unmet::new("G-VKS-UPHELD", found, "upheld"))
        }
        _ => Ok("accepted".to_owned()),
    },
};

const REPLY: Option<DocumentKind> = Some(DocumentKind::ProcuracyReply);
/// The procuracy itself, or the clerk from its paper.
const PROCURACY: &[Who] = &[Who::Role(Role::Prosecutor), Who::Role(Role::IntakeClerk)];

const fn drafted(action: &'static str) -> Option<Proposal> {
    Some(Proposal::by(action, DRAFTERS))
}

const ROWS: &[Row] = &[
    Transition {
        proposal: drafted("propose_procuracy_agreement"),
        document: REPLY,
        opens: &[Clock::Effect("vks_execute")],
        closes: &[Clock::Act("vks_reply")],
        ..Transition::row("PR-02", "agree_with_procuracy", &["received"], To::State("agreed"), HEAD)
    },
    Transition {
        guards: &[UPHELD],
        closes: &[Clock::Act("vks_execute")],
        ..Transition::row(
            "PR-03",
            "record_procuracy_execution",
            &["agreed"],
            To::State("executed"),
            &[Who::Role(Role::Head), Who::AssignedOfficer],
        )
    },
    Transition {
        guards: &[PROTEST, WITHIN_REPLY, RECONSIDERABLE],
        proposal: drafted("propose_reconsideration"),
        document: REPLY,
        opens: &[Clock::Effect("vks_reconsider")],
        closes: &[Clock::Act("vks_reply")],
        ..Transition::row(
            "PR-04",
            "ask_reconsideration",
            &["received"],
            To::State("reconsideration_asked"),
            HEAD,
        )
    },
    Transition {
        closes: &[Clock::Act("vks_reconsider")],
        ..Transition::row(
            "PR-05",
            "record_procuracy_answer",
            &["reconsideration_asked"],
            To::OneOf(&["withdrawn", "maintained"]),
            PROCURACY,
        )
    },
    Transition {
        proposal: drafted("propose_late_agreement"),
        document: REPLY,
        opens: &[Clock::Effect("vks_execute")],
        ..Transition::row("PR-06", "agree_after_all", &["maintained"], To::State("agreed"), HEAD)
    },
    Transition {
        guards: &[PROTEST, REPORTABLE],
        proposal: drafted("propose_report_up"),
        document: REPLY,
        opens: &[Clock::Effect("moj_answer")],
        closes: &[Clock::Act("vks_reply")],
        ..Transition::row(
            "PR-07",
            "report_protest_up",
            &["received", "maintained"],
            To::State("reported_up"),
            HEAD,
        )
    },
    Transition {
        opens: &[Clock::Effect("vks_execute")],
        closes: &[Clock::Act("moj_answer")],
        ..Transition::row(
            "PR-08",
            "record_upper_answer",
            &["reported_up"],
            To::State("decided_up"),
            RECORDERS,
        )
    },
    Transition {
        guards: &[UPHELD],
        closes: &[Clock::Act("vks_execute")],
        ..Transition::row(
            "PR-08",
            "record_procuracy_execution",
            &["decided_up", "final"],
            To::State("executed"),
            &[Who::Role(Role::Head), Who::AssignedOfficer],
        )
    },
    Transition {
        opens: &[Clock::Effect("minister_answer")],
        ..Transition::row(
            "PR-09",
            "record_minister_request",
            &["decided_up"],
            To::State("minister_review"),
            PROCURACY,
        )
    },
    Transition {
        opens: &[Clock::Effect("vks_execute")],
        closes: &[Clock::Act("minister_answer"), Clock::Effect("vks_execute")],
        ..Transition::row(
            "PR-09",
            "record_minister_answer",
            &["minister_review"],
            To::State("final"),
            RECORDERS,
        )
    },
    Transition {
        guards: &[RECOMMENDATION],
        proposal: drafted("propose_recommendation_refusal"),
        document: REPLY,
        closes: &[Clock::Act("vks_reply")],
        ..Transition::row("PR-10", "decline_recommendation", &["received"], To::State("declined"), HEAD)
    },
];

static TABLE: std::sync::LazyLock<Vec<Row>> = std::sync::LazyLock::new(|| assemble(&[ROWS]));

/// The lifecycle of acts of the procuracy.
pub struct ProcuracyLifecycle;

impl Lifecycle for ProcuracyLifecycle {
    const NAME: &'static str = "procuracy_act";
    type Facts = ProcuracyFacts;
    type Action = ProcuracyAction;

    fn table() -> &'static [Row] {
        &TABLE
    }

    fn states() -> Vec<&'static str> {
        ProcuracyState::ALL.iter().map(|state| state.as_str()).collect()
    }

    fn name(action: &ProcuracyAction) -> &'static str {
        action.name()
    }

    fn apply(
        facts: &ProcuracyFacts,
        action: &ProcuracyAction,
        at: &Context<'_>,
        plan: &mut Plan,
    ) -> Result<(), Refusal> {
        use ProcuracyAction as A;
        let mut act = facts.act.clone();
        let new = &mut act;
        match action {
            A::ProposeAgreement(body) => {
                propose("agree_with_procuracy", effects::agree, body, facts, new, at)
            }
            A::Agree(_) => sign("agree_with_procuracy", effects::agree, facts, new, at, plan),
            A::Execute(body) => effects::execute(facts, new, body, at),
            A::ProposeReconsideration(body) => {
                propose("ask_reconsideration", effects::reconsider, body, facts, new, at)
            }
            A::Reconsider(_) => sign("ask_reconsideration", effects::reconsider, facts, new, at, plan),
            A::Answer(body) => effects::answer(new, body, at),
            A::ProposeLateAgreement(body) => propose("agree_after_all", effects::agree, body, facts, new, at),
            A::AgreeAfterAll(_) => sign("agree_after_all", effects::agree, facts, new, at, plan),
            A::ProposeReport(body) => propose("report_protest_up", effects::report, body, facts, new, at),
            A::Report(_) => sign("report_protest_up", effects::report, facts, new, at, plan),
            A::UpperAnswer(body) => effects::upper_answer(facts, new, body, at, plan),
            A::MinisterRequest(body) => effects::minister_request(facts, new, body, at, plan),
            A::MinisterAnswer(body) => effects::minister_answer(facts, new, body, at, plan),
            A::ProposeDecline(body) => {
                propose("decline_recommendation", effects::decline, body, facts, new, at)
            }
            A::Decline(_) => sign("decline_recommendation", effects::decline, facts, new, at, plan),
        }?;
        plan.change_matter(&act)
    }
}
