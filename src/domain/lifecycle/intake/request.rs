//! A request from reception to decision or refusal (L106 34; ND152 9–11), with the time-bar and its excluded days.

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
use crate::domain::judgment::{CaseRef, Draft, GroupDraft, GroupRule, Judgment, Mode, Obligation};
use crate::domain::lifecycle::case::{Nothing, due, period};
use crate::domain::lifecycle::plan::{Change, Plan};
use crate::domain::lifecycle::{Clock, Context, Guard, Lifecycle, Subject, To, Transition, Who};
use crate::domain::period::{Period, compute};
use crate::domain::refusal::{FieldError, Refusal, Unmet};
use crate::domain::request::{
    Completeness, Exclusion, ExclusionKind, RefusalDraft, RefusalGround, Request, RequestState,
};

actions! {
    /// Every action of a request.
    pub enum RequestAction {
        /// T-IN-03: the requester is told what is missing.
        AskToSupplement(Nothing) = "ask_to_supplement",
        /// T-IN-04: the missing parts arrive.
        ReceiveSupplement(ReceiveSupplement) = "receive_supplement",
        /// T-IN-05: entered in the register.
        RegisterRequest(Nothing) = "register_request",
        /// The refusal is drafted.
        ProposeRefusal(ProposeRefusal) = "propose_refusal",
        /// T-IN-06: refused.
        RefuseRequest(Nothing) = "refuse_request",
        /// The enforcement decision is drafted.
        ProposeDecisionOnRequest(ProposeOnRequest) = "propose_decision_on_request",
        /// T-DE-02: it is signed, and its case opens.
        IssueDecisionOnRequest(Nothing) = "issue_decision_on_request",
    }
}

/// What the requester sent in addition.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
pub struct ReceiveSupplement {
    /// What is there now.
    pub completeness: Completeness,
    /// Proven intervals that do not count toward the time-bar (ND152 3).
    #[serde(default)]
    #[validate(length(max = 50))]
    pub exclusions: Vec<Exclusion>,
}

/// Grounds of a refusal (L106 34.4).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
pub struct ProposeRefusal {
    /// One or more.
    #[validate(length(min = 1, max = 5))]
    pub grounds: Vec<RefusalGround>,
    /// In words.
    #[validate(length(min = 1, max = 2000))]
    pub reason: String,
    /// The request concerns a case in which refusal is forbidden (ND152 9.7).
    #[serde(default)]
    pub refusal_forbidden: bool,
}

/// Items for one decision on request.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
pub struct ProposeOnRequest {
    /// Items of the request; one decision for each debtor unless `rule` names an exception.
    #[validate(length(min = 1, max = 20_000))]
    pub obligations: Vec<ObligationId>,
    /// The grouping rule.
    pub rule: GroupRule,
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
    pub decided: Vec<CaseRef>,
    /// Debtors paid wholly from the State budget.
    pub budget_funded: BTreeSet<PartyId>,
}

impl Subject for RequestFacts {
    fn state(&self) -> &'static str {
        self.request.state.as_str()
    }
    fn is_final(&self) -> bool {
        matches!(self.request.state, RequestState::Refused | RequestState::Decided)
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
}

/// The last day on which a request was in time, and how many days did not count (L106 34.2; ND152 3): five years from
/// `base`, longer by every proven day inside, until nothing more is added.
///
/// # Errors
/// An unmet guard when the law data have no value for the day.
pub fn time_bar(
    base: NaiveDate,
    exclusions: &[Exclusion],
    context: &Context<'_>,
) -> Result<(NaiveDate, i64), Unmet> {
    // A period leaves its first day out and rolls; limitation, in the words of BLDS 151, does neither ([U1]).
    let strict = context.law.choice("U1") == Some("count_first_day_no_roll");
    let start = if strict { base.pred_opt().unwrap_or(base) } else { base };
    let five_years = Period { roll: false, ..period(context, "time_bar")?.clone() };
    let plain = compute(start, &five_years, context.law.calendar()).due_on;
    let mut last = plain;
    let excluded = loop {
        let days: BTreeSet<NaiveDate> = exclusions
            .iter()
            .flat_map(|exclusion| excluded_days(exclusion, context))
            .filter(|day| *day > start && *day <= last)
            .collect();
        let excluded = i64::try_from(days.len()).unwrap_or(i64::MAX);
        let longer = plain.checked_add_signed(chrono::TimeDelta::days(excluded)).unwrap_or(last);
        if longer <= last {
            break excluded;
        }
        last = longer;
    };
    let limit = if strict { last } else { context.law.calendar().next_working_day_on_or_after(last) };
    Ok((limit, excluded))
}

/// The days of an interval that do not count. Time of an interruption was left out by the 2008 law only ([U8]).
fn excluded_days(exclusion: &Exclusion, context: &Context<'_>) -> impl Iterator<Item = NaiveDate> {
    let (to, kind) = (exclusion.to, exclusion.kind);
    let change = context.law.regimes().last().map(|span| span.from);
    let never = context.law.choice("U8") == Some("never");
    exclusion.from.iter_days().take_while(move |day| *day <= to).filter(move |day| {
        kind != ExclusionKind::Interruption || (!never && change.is_some_and(|change| *day < change))
    })
}

type G = Guard<RequestFacts>;

const COMPLETE: G = Guard {
    code: "G-REQ-COMPLETE",
    test: |facts, context| {
        let missing = facts.request.completeness.missing();
        if missing.is_empty() {
            return Ok("complete".to_owned());
        }
        let by = due(context, "request_supplement", facts.request.requested_on)?;
        Err(Unmet::new("G-REQ-COMPLETE", missing.join(", "), "nothing missing")
            .with("list", missing.join(", "))
            .with("date", by.to_string()))
    },
};

const INCOMPLETE: G = Guard {
    code: "G-REQ-INCOMPLETE",
    test: |facts, _| match facts.request.completeness.missing() {
        missing if missing.is_empty() => Err(Unmet::new("G-REQ-INCOMPLETE", "complete", "something missing")),
        missing => Ok(missing.join(", ")),
    },
};

const IN_TIME: G = Guard {
    code: "G-REQ-TIMEBAR",
    test: |facts, context| {
        let first_due = facts.items.iter().filter_map(|item| item.due_on).max();
        let base = first_due.unwrap_or(facts.judgment.in_force_on);
        let (limit, excluded) = time_bar(base, &facts.request.exclusions, context)?;
        if facts.request.requested_on <= limit {
            return Ok(format!("{} <= {limit}", facts.request.requested_on));
        }
        Err(Unmet::new("G-REQ-TIMEBAR", facts.request.requested_on.to_string(), format!("by {limit}"))
            .with("limit", limit.to_string())
            .with("n", excluded.to_string()))
    },
};

const NOT_DECIDED: G = Guard {
    code: "G-REQ-DUP",
    test: |facts, _| {
        let open = facts.items.iter().filter(|item| item.case.is_none()).count();
        if open > 0 {
            return Ok(format!("{open} open"));
        }
        let (number, on) = match facts.decided.first() {
            Some(known) => (known.number.clone(), known.decided_on.to_string()),
            None => ("-".to_owned(), "-".to_owned()),
        };
        Err(Unmet::new("G-REQ-DUP", format!("decision {number} of {on}"), "an item without a decision")
            .with("no", number)
            .with("date", on))
    },
};

const ON_REQUEST: G = Guard {
    code: "G-REQ-NOTPRO",
    test: |facts, _| {
        let proactive: Vec<String> = facts
            .items
            .iter()
            .filter(|item| item.mode == Mode::Proactive)
            .map(|item| item.id.to_string())
            .collect();
        if proactive.is_empty() {
            return Ok("on request".to_owned());
        }
        Err(Unmet::new("G-REQ-NOTPRO", proactive.join(", "), "no proactive item")
            .with("list", proactive.join(", ")))
    },
};

/// The requester is a party to one of the items, or acts under a written authority (L106 34.1; ND152 2).
const STANDING: G = Guard {
    code: "G-REQ-STANDING",
    test: |facts, _| {
        let who = facts.request.requester;
        let is_party = facts.items.iter().any(|item| item.debtor == who || item.creditor == Some(who));
        if is_party || facts.request.authority.is_some() {
            return Ok(who.to_string());
        }
        Err(Unmet::new(
            "G-REQ-STANDING",
            "no party to the items, no authority",
            "a party or its representative",
        ))
    },
};

const REFUSAL_DRAFT: G = Guard {
    code: "G-DRAFT",
    test: |facts, _| match &facts.request.refusal_draft {
        Some(draft) => Ok(draft.id.to_string()),
        None => Err(Unmet::new("G-DRAFT", "none", "a drafted refusal").with("doc", "refusal_notice")),
    },
};

const DECISION_DRAFT: G = Guard {
    code: "G-DRAFT",
    test: |facts, _| match &facts.request.decision_draft {
        Some(draft) => Ok(draft.id.to_string()),
        None => Err(Unmet::new("G-DRAFT", "none", "a drafted decision").with("doc", "on_request_decision")),
    },
};

const REFUSAL_EYES: G = Guard {
    code: "G-FOUR-EYES",
    test: |facts, context| eyes(facts.request.refusal_draft.as_ref().map(|draft| draft.prepared_by), context),
};

const DECISION_EYES: G = Guard {
    code: "G-FOUR-EYES",
    test: |facts, context| {
        eyes(facts.request.decision_draft.as_ref().map(|draft| draft.prepared_by), context)
    },
};

fn eyes(prepared_by: Option<UserId>, context: &Context<'_>) -> Result<String, Unmet> {
    if prepared_by == Some(context.actor.user) {
        return Err(Unmet::new("G-FOUR-EYES", "prepared by the signer", "prepared by another person"));
    }
    Ok("another person".to_owned())
}

const CLERK: &[Who] = &[Who::Role(Role::IntakeClerk)];
const PREPARERS: &[Who] = &[
    Who::Role(Role::IntakeClerk),
    Who::Role(Role::Examiner),
    Who::Role(Role::EnforcementOfficer),
    Who::Role(Role::ChiefOfficer),
];

static TABLE: &[Transition<RequestFacts>] = &[
    Transition {
        guards: &[INCOMPLETE],
        document: Some(DocumentKind::SupplementNotice),
        closes: &[Clock::Act("request_supplement"), Clock::Act("request_refuse")],
        ..Transition::row(
            "T-IN-03",
            "ask_to_supplement",
            &["received"],
            To::State("supplement_requested"),
            CLERK,
        )
    },
    Transition {
        opens: &[Clock::Act("request_supplement"), Clock::Act("request_refuse")],
        ..Transition::row(
            "T-IN-04",
            "receive_supplement",
            &["supplement_requested"],
            To::State("received"),
            CLERK,
        )
    },
    Transition {
        guards: &[COMPLETE],
        opens: &[Clock::Effect("decision_on_request")],
        closes: &[Clock::Act("request_supplement")],
        ..Transition::row("T-IN-05", "register_request", &["received"], To::State("registered"), CLERK)
    },
    Transition::row("D-DRAFT", "propose_refusal", &["received", "registered"], To::Same, PREPARERS),
    Transition {
        guards: &[REFUSAL_DRAFT, REFUSAL_EYES],
        document: Some(DocumentKind::RefusalNotice),
        closes: &[Clock::Act("*")],
        ..Transition::row(
            "T-IN-06",
            "refuse_request",
            &["received", "registered"],
            To::State("refused"),
            &[Who::Signer],
        )
    },
    Transition {
        guards: &[STANDING, ON_REQUEST, IN_TIME, NOT_DECIDED],
        ..Transition::row("D-DRAFT", "propose_decision_on_request", &["registered"], To::Same, PREPARERS)
    },
    Transition {
        guards: &[DECISION_DRAFT, DECISION_EYES, STANDING, ON_REQUEST, IN_TIME, NOT_DECIDED],
        document: Some(DocumentKind::OnRequestDecision),
        opens: &[Clock::Effect("assign_officer"), Clock::Effect("notify"), Clock::Effect("send_vks")],
        closes: &[Clock::Act("decision_on_request"), Clock::Act("request_refuse")],
        ..Transition::row(
            "T-DE-02",
            "issue_decision_on_request",
            &["registered"],
            To::OneOf(&["registered", "decided"]),
            &[Who::Signer],
        )
    },
];

/// The lifecycle of requests.
pub struct RequestLifecycle;

impl Lifecycle for RequestLifecycle {
    const NAME: &'static str = "request";
    type Facts = RequestFacts;
    type Action = RequestAction;

    fn table() -> &'static [Transition<RequestFacts>] {
        TABLE
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
        match action {
            RequestAction::AskToSupplement(_) => {
                let missing = facts.request.completeness.missing();
                plan.record(
                    at,
                    DocumentKind::SupplementNotice,
                    None,
                    serde_json::json!({ "missing": missing }),
                );
                request.state = RequestState::SupplementRequested;
            }
            RequestAction::ReceiveSupplement(body) => {
                check_exclusions(&body.exclusions, at)?;
                request.completeness = body.completeness;
                request.exclusions.extend(body.exclusions.iter().cloned());
                // What was drafted on the old papers is judged anew.
                request.refusal_draft = None;
                request.state = RequestState::Received;
            }
            RequestAction::RegisterRequest(_) => {
                // From the complete set, or from the first reception ([U7]).
                let whole = at.law.choice("U7") != Some("reception");
                let start = if whole { at.on } else { request.requested_on };
                plan.open(at, "decision_on_request", start, None);
                request.state = RequestState::Registered;
            }
            RequestAction::ProposeRefusal(body) => propose_refusal(facts, &mut request, body, at)?,
            RequestAction::RefuseRequest(_) => refuse(&mut request, at, plan),
            RequestAction::ProposeDecisionOnRequest(body) => propose_decision(facts, &mut request, body, at)?,
            RequestAction::IssueDecisionOnRequest(_) => return issue(facts, request, at, plan),
        }
        plan.changes.push(Change::Request(Box::new(request)));
        Ok(())
    }
}

/// An interval has an end after its start and lies in the past.
fn check_exclusions(exclusions: &[Exclusion], at: &Context<'_>) -> Result<(), Refusal> {
    let mut errors = Vec::new();
    for (index, exclusion) in exclusions.iter().enumerate() {
        if exclusion.to < exclusion.from {
            errors.push(FieldError::new(format!("/exclusions/{index}/to"), "contradicts"));
        }
        if exclusion.to > at.on {
            errors.push(FieldError::new(format!("/exclusions/{index}/to"), "date_in_future"));
        }
    }
    if errors.is_empty() { Ok(()) } else { Err(errors.into()) }
}

/// A ground must be true: nobody is refused as late while in time, or as decided while undecided (L106 34.4).
fn propose_refusal(
    facts: &RequestFacts,
    request: &mut Request,
    body: &ProposeRefusal,
    at: &Context<'_>,
) -> Result<(), Refusal> {
    let mut errors = Vec::new();
    for (index, ground) in body.grounds.iter().enumerate() {
        let untrue = at.law.basis(ground.as_str(), at.on).is_empty()
            || match ground {
                RefusalGround::TimeBarred => (IN_TIME.test)(facts, at).is_ok(),
                RefusalGround::AlreadyDecided => (NOT_DECIDED.test)(facts, at).is_ok(),
                RefusalGround::NoRight | RefusalGround::NothingToEnforce | RefusalGround::NotCompetent => {
                    false
                }
            };
        if untrue || body.refusal_forbidden {
            let error = FieldError::new(format!("/grounds/{index}"), "G-REFUSE-GROUND");
            errors.push(error.with("reason", ground.as_str()));
        }
    }
    if !errors.is_empty() {
        return Err(errors.into());
    }
    request.refusal_draft = Some(Draft {
        id: DraftId(at.ids.next()),
        prepared_by: at.actor.user,
        prepared_on: at.on,
        content: RefusalDraft { grounds: body.grounds.clone(), reason: body.reason.clone() },
    });
    Ok(())
}

fn refuse(request: &mut Request, at: &Context<'_>, plan: &mut Plan) {
    if let Some(draft) = request.refusal_draft.take() {
        let content = serde_json::json!({ "grounds": draft.content.grounds, "reason": draft.content.reason });
        plan.record(at, DocumentKind::RefusalNotice, Some(draft.prepared_by), content);
        request.refused = draft.content.grounds;
    }
    request.state = RequestState::Refused;
}

fn propose_decision(
    facts: &RequestFacts,
    request: &mut Request,
    body: &ProposeOnRequest,
    at: &Context<'_>,
) -> Result<(), Refusal> {
    let items = named(&facts.items, &body.obligations, "G-REQ-RELATED")?;
    let errors = check_group(&items, body.rule, Mode::OnRequest, at);
    if !errors.is_empty() {
        return Err(errors.into());
    }
    request.decision_draft = Some(Draft {
        id: DraftId(at.ids.next()),
        prepared_by: at.actor.user,
        prepared_on: at.on,
        content: GroupDraft { obligations: body.obligations.clone(), rule: body.rule },
    });
    Ok(())
}

fn issue(
    facts: &RequestFacts,
    mut request: Request,
    at: &Context<'_>,
    plan: &mut Plan,
) -> Result<(), Refusal> {
    let Some(draft) = request.decision_draft.take() else {
        return Err(Refusal::NotAllowed(vec![
            Unmet::new("G-DRAFT", "none", "a drafted decision").with("doc", "on_request_decision"),
        ]));
    };
    let items = named(&facts.items, &draft.content.obligations, "G-REQ-RELATED")?;
    let errors = check_group(&items, draft.content.rule, Mode::OnRequest, at);
    if !errors.is_empty() {
        return Err(errors.into());
    }
    let still_open =
        facts.items.iter().any(|item| item.case.is_none() && !draft.content.obligations.contains(&item.id));
    if !still_open {
        request.state = RequestState::Decided;
    }
    let opening = Opening {
        office: request.office,
        request: Some(request.id),
        mode: Mode::OnRequest,
        prepared_by: draft.prepared_by,
        budget_funded: facts.budget_funded.clone(),
    };
    plan.changes.push(Change::Request(Box::new(request)));
    open_case(&facts.judgment, &items, opening, at, plan)?;
    Ok(())
}
