//! The handover of an accountant's post (TT78 7.3): the one who takes over accepts, the head signs – once every line of the checklist
//! is green. The checklist is the guards of the row that hands over.

use std::sync::LazyLock;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use serde_json::json;
use utoipa::ToSchema;
use validator::Validate;

use super::super::drafts::{lay_down, take_up, waiting};
use super::super::plan::Plan;
use super::super::{Context, Guard, Lifecycle, Proposal, Subject, To, Transition, assemble};
use super::{ACCOUNTANT, SIGNER, Standing, days_closed, no_difference, reconciled};
use crate::actions;
use crate::domain::actor::Role;
use crate::domain::closing::BooksState;
use crate::domain::closing::post::{FileBalance, HandoverState, PostHandover, listed};
use crate::domain::document::DocumentKind;
use crate::domain::ids::{DecisionId, DraftId, OfficeId, UserId};
use crate::domain::lifecycle::Who;
use crate::domain::lifecycle::case::Nothing;
use crate::domain::matter::Matter;
use crate::domain::refusal::{Refusal, Unmet, wrong};

actions! {
    /// Every action of a handover.
    pub enum PostHandoverAction {
        /// KS-B2: the one who takes over has compared books and papers.
        AcceptPost(Nothing) = "accept_post",
        /// KS-B3: an accountant drafts the minutes.
        ProposePostHandover(ProposePostHandover) = "propose_post_handover",
        /// KS-B3: signed; the post has passed.
        HandOverPost(Nothing) = "hand_over_post",
        /// KS-B4: dropped.
        DropPostHandover(Nothing) = "drop_post_handover",
    }
}

/// What is handed over beside the books.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
pub struct ProposePostHandover {
    /// Papers, vouchers, seals, unfinished work.
    #[validate(length(min = 1, max = 4000))]
    pub papers: String,
}

/// What the guards of a handover look at.
#[derive(Debug, Clone)]
pub struct PostHandoverFacts {
    /// The handover.
    pub handover: PostHandover,
    /// How far the books are closed.
    pub books: BooksState,
    /// The first day whose cash must still be closed.
    pub cash_due: Option<NaiveDate>,
    /// There is money in the fund.
    pub cash_held: bool,
    /// The last day on which the cash was counted and agreed.
    pub counted_on: Option<NaiveDate>,
    /// The accounts at bank and Treasury that ever moved, each with its last booking.
    pub accounts: Vec<(Standing, NaiveDate)>,
    /// Lines and postings without a match and without an explanation.
    pub unmatched: usize,
    /// Distributions that are approved and not carried out.
    pub distributions: usize,
    /// Balances by file; loaded only for the act.
    pub balances: Vec<FileBalance>,
}

impl Subject for PostHandoverFacts {
    fn state(&self) -> &'static str {
        self.handover.state.as_str()
    }
    fn is_final(&self) -> bool {
        matches!(self.handover.state, HandoverState::HandedOver | HandoverState::Dropped)
    }
    fn office(&self) -> OfficeId {
        self.handover.head.office
    }
    fn division(&self) -> Option<OfficeId> {
        self.handover.head.division
    }
    fn officer(&self) -> Option<UserId> {
        self.handover.head.officer
    }
    fn began_on(&self) -> NaiveDate {
        self.handover.accepted_on.unwrap_or(self.handover.head.received_on)
    }
    fn draft(&self, action: &str) -> Option<(DraftId, UserId)> {
        waiting(&self.handover.drafts, action)
    }
}

/// Only the one who takes over accepts.
const TAKER: Guard<PostHandoverFacts> = Guard {
    code: "G-BG-TAKER",
    test: |facts, at| match facts.handover.to == at.actor.user {
        true => Ok(at.actor.user.to_string()),
        false => Err(Unmet::new("G-BG-TAKER", "another person", "the one who takes the post over")),
    },
};

const DAYS: Guard<PostHandoverFacts> =
    Guard { code: "G-BG-DAYS", test: |facts, at| days_closed("G-BG-DAYS", facts.cash_due, at.on) };

const DIFFERENCE: Guard<PostHandoverFacts> =
    Guard { code: "G-BG-DIFF", test: |facts, _| no_difference("G-BG-DIFF", facts.books.cash_differs_on) };

/// The cash was counted on the day of the handover, and agreed (TT78 5).
const COUNT: Guard<PostHandoverFacts> = Guard {
    code: "G-BG-COUNT",
    test: |facts, at| {
        let found = facts.counted_on.map_or_else(|| "-".to_owned(), |day| day.to_string());
        if !facts.cash_held || facts.counted_on == Some(at.on) {
            return Ok(found);
        }
        Err(Unmet::new("G-BG-COUNT", found.clone(), at.on.to_string()).with("date", found))
    },
};

/// The last booking of each account lies in a reconciled statement.
const BANK: Guard<PostHandoverFacts> = Guard {
    code: "G-BG-BANK",
    test: |facts, _| reconciled("G-BG-BANK", facts.accounts.iter().map(|(account, moved)| (account, *moved))),
};

const LINES: Guard<PostHandoverFacts> = Guard {
    code: "G-BG-LINES",
    test: |facts, _| match facts.unmatched {
        0 => Ok("0".to_owned()),
        open => Err(Unmet::new("G-BG-LINES", open.to_string(), "0").with("count", open.to_string())),
    },
};

const DISTRIBUTION: Guard<PostHandoverFacts> = Guard {
    code: "G-BG-DISTRIBUTION",
    test: |facts, _| match facts.distributions {
        0 => Ok("0".to_owned()),
        open => Err(Unmet::new("G-BG-DISTRIBUTION", open.to_string(), "0").with("count", open.to_string())),
    },
};

/// The checklist.
const CHECKLIST: &[Guard<PostHandoverFacts>] = &[DAYS, DIFFERENCE, COUNT, BANK, LINES, DISTRIBUTION];
const DROPPERS: &[Who] = &[Who::Role(Role::Accountant), Who::Role(Role::Head)];

static TABLE: LazyLock<Vec<Transition<PostHandoverFacts>>> = LazyLock::new(|| {
    assemble(&[&[
        Transition {
            guards: &[TAKER],
            ..Transition::row("KS-B2", "accept_post", &["open"], To::State("accepted"), ACCOUNTANT)
        },
        Transition {
            guards: CHECKLIST,
            document: Some(DocumentKind::PostHandoverMinutes),
            proposal: Some(Proposal::by("propose_post_handover", ACCOUNTANT)),
            ..Transition::row("KS-B3", "hand_over_post", &["accepted"], To::State("handed_over"), SIGNER)
        },
        Transition::row("KS-B4", "drop_post_handover", &["open", "accepted"], To::State("dropped"), DROPPERS),
    ]])
});

/// The lifecycle of a handover.
pub struct PostHandoverLifecycle;

impl Lifecycle for PostHandoverLifecycle {
    const NAME: &'static str = PostHandover::KIND;
    type Facts = PostHandoverFacts;
    type Action = PostHandoverAction;

    fn table() -> &'static [Transition<PostHandoverFacts>] {
        &TABLE
    }

    fn states() -> Vec<&'static str> {
        HandoverState::ALL.iter().map(|state| state.as_str()).collect()
    }

    fn name(action: &PostHandoverAction) -> &'static str {
        action.name()
    }

    fn apply(
        facts: &PostHandoverFacts,
        action: &PostHandoverAction,
        at: &Context<'_>,
        plan: &mut Plan,
    ) -> Result<(), Refusal> {
        let mut handover = facts.handover.clone();
        match action {
            PostHandoverAction::AcceptPost(_) => {
                handover.accepted_on = Some(at.on);
                handover.state = HandoverState::Accepted;
            }
            PostHandoverAction::ProposePostHandover(body) => {
                lay_down(&mut handover.drafts, "hand_over_post", body, at)?;
            }
            PostHandoverAction::HandOverPost(_) => hand_over(facts, &mut handover, at, plan)?,
            PostHandoverAction::DropPostHandover(_) => handover.state = HandoverState::Dropped,
        }
        plan.change_matter(&handover)
    }
}

fn hand_over(
    facts: &PostHandoverFacts,
    handover: &mut PostHandover,
    at: &Context<'_>,
    plan: &mut Plan,
) -> Result<(), Refusal> {
    let body: ProposePostHandover = take_up(&mut handover.drafts, "hand_over_post", at, plan)?;
    let list = listed(&facts.balances, handover.head.id).map_err(|_| wrong("", "amount_out_of_range"))?;
    let content = json!({ "from": handover.from, "to": handover.to, "papers": body.papers, "listed": list });
    let document = plan.record(at, DocumentKind::PostHandoverMinutes, plan.prepared_by, content);
    handover.document = Some(DecisionId(document));
    handover.listed = Some(list);
    handover.handed_over_on = Some(at.on);
    handover.state = HandoverState::HandedOver;
    plan.closing.balances.clone_from(&facts.balances);
    Ok(())
}
