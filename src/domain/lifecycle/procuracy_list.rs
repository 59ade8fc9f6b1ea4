//! The way of a monthly list (T-KT-04): drafted, sent, received by the procuracy. Every case on it learns of it by an event of its
//! own, with the deadline that this closes or opens.

use std::sync::LazyLock;

use chrono::NaiveDate;

use super::plan::{Change, Plan};
use super::{Clock, Context, Guard, Lifecycle, Subject, To, Transition, Who};
use crate::actions;
use crate::domain::actor::Role;
use crate::domain::case::{Case, Listed};
use crate::domain::ids::{DecisionId, OfficeId, UserId};
use crate::domain::lifecycle::case::Nothing;
use crate::domain::procuracy_list::{ListState, ListedCase, ProcuracyList};
use crate::domain::refusal::wrong;
use crate::domain::refusal::{Refusal, Unmet};

actions! {
    /// Every action of a monthly list.
    pub enum ProcuracyListAction {
        /// T-KT-04: the list goes to the procuracy.
        SendList(Nothing) = "send_list",
        /// T-KT-04: the procuracy received it on the day of the act; its year runs from then.
        RecordListReceipt(Nothing) = "record_list_receipt",
        /// T-KT-04: dropped before it was sent; its cases go on a new one.
        DropList(Nothing) = "drop_list",
    }
}

/// What the guards of a list look at.
#[derive(Debug, Clone)]
pub struct ProcuracyListFacts {
    /// The list.
    pub list: ProcuracyList,
    /// Its cases as they are now; loaded only for an act.
    pub cases: Vec<Case>,
}

impl Subject for ProcuracyListFacts {
    fn state(&self) -> &'static str {
        self.list.state.as_str()
    }
    fn is_final(&self) -> bool {
        matches!(self.list.state, ListState::Received | ListState::Dropped)
    }
    fn office(&self) -> OfficeId {
        self.list.head.office
    }
    fn division(&self) -> Option<OfficeId> {
        self.list.head.division
    }
    fn officer(&self) -> Option<UserId> {
        self.list.head.officer
    }
    fn began_on(&self) -> NaiveDate {
        self.list.sent_on.unwrap_or(self.list.head.received_on)
    }
}

/// Some case is on it.
const NOT_EMPTY: Guard<ProcuracyListFacts> = Guard {
    code: "G-LIST-EMPTY",
    test: |facts, _| match facts.list.cases.len() {
        0 => Err(Unmet::new("G-LIST-EMPTY", "0", "an ended case")),
        cases => Ok(cases.to_string()),
    },
};

/// The lifecycle of monthly lists.
pub struct ProcuracyListLifecycle;

const CLERK: &[Who] = &[Who::Role(Role::IntakeClerk)];

static TABLE: LazyLock<Vec<Transition<ProcuracyListFacts>>> = LazyLock::new(|| {
    vec![
        Transition {
            guards: &[NOT_EMPTY],
            document: Some(ProcuracyList::DOCUMENT),
            closes: &[Clock::Effect("vks_monthly")],
            ..Transition::row("T-KT-04", "send_list", &["drafted"], To::State("sent"), CLERK)
        },
        Transition {
            opens: &[Clock::Effect("vks_1y")],
            ..Transition::row("T-KT-04", "record_list_receipt", &["sent"], To::State("received"), CLERK)
        },
        Transition::row("T-KT-04", "drop_list", &["drafted"], To::State("dropped"), CLERK),
    ]
});

impl Lifecycle for ProcuracyListLifecycle {
    const NAME: &'static str = "procuracy_list";
    type Facts = ProcuracyListFacts;
    type Action = ProcuracyListAction;

    fn table() -> &'static [Transition<ProcuracyListFacts>] {
        &TABLE
    }

    fn states() -> Vec<&'static str> {
        ListState::ALL.iter().map(|state| state.as_str()).collect()
    }

    fn name(action: &ProcuracyListAction) -> &'static str {
        action.name()
    }

    fn apply(
        facts: &ProcuracyListFacts,
        action: &ProcuracyListAction,
        at: &Context<'_>,
        plan: &mut Plan,
    ) -> Result<(), Refusal> {
        let mut list = facts.list.clone();
        match action {
            ProcuracyListAction::SendList(_) => send(facts, &mut list, at, plan)?,
            ProcuracyListAction::RecordListReceipt(_) => receive(facts, &mut list, at, plan),
            ProcuracyListAction::DropList(_) => list.state = ListState::Dropped,
        }
        plan.change_matter(&list)
    }
}

fn send(
    facts: &ProcuracyListFacts,
    list: &mut ProcuracyList,
    at: &Context<'_>,
    plan: &mut Plan,
) -> Result<(), Refusal> {
    // A case whose end was recalled since the draft makes the list untrue: it is dropped and drawn anew.
    let now: Vec<ListedCase> = facts.cases.iter().filter_map(ListedCase::of).collect();
    if list.cases.iter().any(|line| !now.contains(line)) {
        return Err(wrong("/cases", "contradicts"));
    }
    let content = serde_json::json!({ "month": list.month, "cases": list.cases });
    let document = DecisionId(plan.record(at, ProcuracyList::DOCUMENT, None, content));
    list.state = ListState::Sent;
    list.sent_on = Some(at.on);
    list.document = Some(document);
    for case in &facts.cases {
        let mut case = case.clone();
        let from = case.stage.as_str();
        case.exit.listed = Some(Listed { list: list.head.id, sent_on: at.on, received_on: None });
        let mut told = Plan::new("case", plan.code, plan.action, from, Vec::new());
        told.close("vks_monthly", None);
        told.changes.push(Change::Case(Box::new(case)));
        plan.also.push(told);
    }
    Ok(())
}

fn receive(facts: &ProcuracyListFacts, list: &mut ProcuracyList, at: &Context<'_>, plan: &mut Plan) {
    list.state = ListState::Received;
    list.reached_on = Some(at.on);
    for case in &facts.cases {
        let mut case = case.clone();
        let from = case.stage.as_str();
        if let Some(listed) = case.exit.listed.as_mut().filter(|listed| listed.list == list.head.id) {
            listed.received_on = Some(at.on);
        }
        let mut told = Plan::new("case", plan.code, plan.action, from, Vec::new());
        told.open(at, "vks_1y", at.on, Some(list.head.id.0));
        told.changes.push(Change::Case(Box::new(case)));
        plan.also.push(told);
    }
}
