//! The closing of an accounting period (TT78 4, 12.3): prepared by the accountant, signed by the head. Periods close in order, after
//! they ended, when the cash of every day is closed, no difference is open and every statement is reconciled.

use std::sync::LazyLock;

use chrono::NaiveDate;
use serde_json::json;

use super::super::drafts::{lay_down, take_up, waiting};
use super::super::guard::after;
use super::super::plan::Plan;
use super::super::{Context, Guard, Lifecycle, Proposal, Subject, To, Transition, assemble};
use super::{ACCOUNTANT, SIGNER, Standing, days_closed, no_difference, reconciled, signed_with};
use crate::actions;
use crate::domain::closing::period::{Figure, PeriodClosing, PeriodKind, PeriodState, Prepared, digest};
use crate::domain::closing::{BooksMark, BooksState};
use crate::domain::document::DocumentKind;
use crate::domain::ids::{DecisionId, DraftId, OfficeId, UserId};
use crate::domain::lifecycle::case::Nothing;
use crate::domain::matter::Matter;
use crate::domain::refusal::{Refusal, Unmet};

actions! {
    /// Every action of the closing of a period.
    pub enum PeriodClosingAction {
        /// KS-K2: the accountant lays the figures down to be signed.
        ProposePeriodClosing(Nothing) = "propose_period_closing",
        /// KS-K2: signed; the period is closed.
        ClosePeriod(Nothing) = "close_period",
    }
}

/// What the guards of a closing look at.
#[derive(Debug, Clone)]
pub struct PeriodClosingFacts {
    /// The closing.
    pub closing: PeriodClosing,
    /// How far the books are closed.
    pub books: BooksState,
    /// The last day of the last closed period of its kind.
    pub last_of_kind: Option<NaiveDate>,
    /// The first day on which anything was booked.
    pub first_booked: Option<NaiveDate>,
    /// The first day whose cash must still be closed.
    pub cash_due: Option<NaiveDate>,
    /// The accounts at bank and Treasury that moved or hold money.
    pub accounts: Vec<Standing>,
    /// The figures of the period as the books have them now.
    pub figures: Vec<Figure>,
}

impl PeriodClosingFacts {
    fn digest(&self) -> String {
        digest(self.closing.head.office, self.closing.kind, self.closing.span, &self.figures)
    }
}

impl Subject for PeriodClosingFacts {
    fn state(&self) -> &'static str {
        self.closing.state.as_str()
    }
    fn is_final(&self) -> bool {
        self.closing.state == PeriodState::Closed
    }
    fn office(&self) -> OfficeId {
        self.closing.head.office
    }
    fn division(&self) -> Option<OfficeId> {
        self.closing.head.division
    }
    fn officer(&self) -> Option<UserId> {
        self.closing.head.officer
    }
    fn began_on(&self) -> NaiveDate {
        self.closing.head.received_on
    }
    fn draft(&self, action: &str) -> Option<(DraftId, UserId)> {
        waiting(&self.closing.drafts, action)
    }
}

const ENDED: Guard<PeriodClosingFacts> =
    Guard { code: "G-KS-ENDED", test: |facts, at| after(at, "G-KS-ENDED", facts.closing.span.to) };

/// The period before it is closed; before the first booking there is none.
const ORDER: Guard<PeriodClosingFacts> = Guard {
    code: "G-KS-ORDER",
    test: |facts, _| {
        let from = facts.closing.span.from;
        let fits = match (facts.last_of_kind, facts.first_booked) {
            (Some(last), _) => last.succ_opt() == Some(from),
            (None, Some(first)) => from <= first,
            (None, None) => true,
        };
        if fits {
            return Ok(from.to_string());
        }
        let open = facts.last_of_kind.and_then(|last| last.succ_opt()).or(facts.first_booked);
        let open = open.map_or_else(|| "-".to_owned(), |day| day.to_string());
        Err(Unmet::new("G-KS-ORDER", open.clone(), "the period before it closed").with("date", open))
    },
};

/// A quarter and a year consist of closed months.
const MONTHS: Guard<PeriodClosingFacts> = Guard {
    code: "G-KS-MONTHS",
    test: |facts, _| {
        let to = facts.closing.span.to;
        let closed = facts.books.closed_on;
        if facts.closing.kind == PeriodKind::Month || closed.is_some_and(|closed| closed >= to) {
            return Ok(to.to_string());
        }
        let found = closed.map_or_else(|| "-".to_owned(), |closed| closed.to_string());
        Err(Unmet::new("G-KS-MONTHS", found.clone(), format!("closed up to {to}")).with("date", found))
    },
};

const CASH: Guard<PeriodClosingFacts> = Guard {
    code: "G-KS-CASH",
    test: |facts, _| days_closed("G-KS-CASH", facts.cash_due, facts.closing.span.to),
};

const DIFFERENCE: Guard<PeriodClosingFacts> =
    Guard { code: "G-KS-DIFF", test: |facts, _| no_difference("G-KS-DIFF", facts.books.cash_differs_on) };

const BANK: Guard<PeriodClosingFacts> = Guard {
    code: "G-KS-BANK",
    test: |facts, _| {
        reconciled("G-KS-BANK", facts.accounts.iter().map(|account| (account, facts.closing.span.to)))
    },
};

/// What was prepared is what is signed: nothing was booked into the period in between.
const UNMOVED: Guard<PeriodClosingFacts> = Guard {
    code: "G-KS-MOVED",
    test: |facts, _| {
        let draft = facts.closing.drafts.get("close_period");
        let prepared = draft.and_then(|draft| draft.content.get("digest")?.as_str().map(str::to_owned));
        let now = facts.digest();
        match prepared.filter(|prepared| *prepared != now) {
            None => Ok(now),
            Some(prepared) => Err(Unmet::new("G-KS-MOVED", prepared, now)),
        }
    },
};

static TABLE: LazyLock<Vec<Transition<PeriodClosingFacts>>> = LazyLock::new(|| {
    let guards: &[Guard<PeriodClosingFacts>] = &[ENDED, ORDER, MONTHS, CASH, DIFFERENCE, BANK];
    let signed: &[Guard<PeriodClosingFacts>] = &[ENDED, ORDER, MONTHS, CASH, DIFFERENCE, BANK, UNMOVED];
    let close = Transition {
        guards,
        document: Some(DocumentKind::PeriodClosingMinutes),
        proposal: Some(Proposal::by("propose_period_closing", ACCOUNTANT)),
        ..Transition::row("KS-K2", "close_period", &["open"], To::State("closed"), SIGNER)
    };
    signed_with(assemble(&[&[close]]), "close_period", signed)
});

/// The lifecycle of the closing of a period.
pub struct PeriodClosingLifecycle;

impl Lifecycle for PeriodClosingLifecycle {
    const NAME: &'static str = PeriodClosing::KIND;
    type Facts = PeriodClosingFacts;
    type Action = PeriodClosingAction;

    fn table() -> &'static [Transition<PeriodClosingFacts>] {
        &TABLE
    }

    fn states() -> Vec<&'static str> {
        PeriodState::ALL.iter().map(|state| state.as_str()).collect()
    }

    fn name(action: &PeriodClosingAction) -> &'static str {
        action.name()
    }

    fn apply(
        facts: &PeriodClosingFacts,
        action: &PeriodClosingAction,
        at: &Context<'_>,
        plan: &mut Plan,
    ) -> Result<(), Refusal> {
        let mut closing = facts.closing.clone();
        match action {
            PeriodClosingAction::ProposePeriodClosing(_) => {
                let prepared = Prepared { digest: facts.digest() };
                lay_down(&mut closing.drafts, "close_period", &prepared, at)?;
            }
            PeriodClosingAction::ClosePeriod(_) => close(facts, &mut closing, at, plan)?,
        }
        plan.change_matter(&closing)
    }
}

fn close(
    facts: &PeriodClosingFacts,
    closing: &mut PeriodClosing,
    at: &Context<'_>,
    plan: &mut Plan,
) -> Result<(), Refusal> {
    let prepared: Prepared = take_up(&mut closing.drafts, "close_period", at, plan)?;
    let (kind, span) = (closing.kind, closing.span);
    let content = json!({ "kind": kind, "from": span.from, "to": span.to, "digest": prepared.digest });
    let document = plan.record(at, DocumentKind::PeriodClosingMinutes, plan.prepared_by, content);
    closing.state = PeriodState::Closed;
    closing.figures.clone_from(&facts.figures);
    closing.prepared_by = plan.prepared_by;
    closing.signed_by = Some(at.actor.user);
    closing.closed_on = Some(at.on);
    closing.document = Some(DecisionId(document));
    closing.digest = Some(prepared.digest.clone());
    let digest = prepared.digest;
    plan.closing.mark = Some(BooksMark::Period { kind, from: span.from, to: span.to, digest });
    Ok(())
}
