//! RV-01: the procuracy remarks on a signed document, under one of the five headings of the review sheet. Remarks are only added.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use validator::Validate;

use crate::actions;
use crate::domain::actor::Role;
use crate::domain::ids::{OfficeId, UserId};
use crate::domain::lifecycle::plan::Plan;
use crate::domain::lifecycle::{Context, Lifecycle, Subject, To, Transition, Who, assemble};
use crate::domain::oversight::review::{
    DecisionReview, ReviewHeading, ReviewRemark, ReviewState, ReviewVerdict,
};
use crate::domain::refusal::Refusal;

actions! {
    /// Every action of a review.
    pub enum ReviewAction {
        /// RV-01: a remark under a heading.
        Remark(RemarkOnDecision) = "remark_on_decision",
    }
}

/// A remark.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
pub struct RemarkOnDecision {
    /// Under which heading.
    pub heading: ReviewHeading,
    /// What the reviewer holds.
    pub verdict: ReviewVerdict,
    /// The remark, without a name.
    #[validate(length(min = 1, max = 4000))]
    pub text: String,
}

/// What the guards look at.
#[derive(Debug, Clone)]
pub struct ReviewFacts {
    /// The review; one without remarks where nobody has made any.
    pub review: DecisionReview,
}

impl Subject for ReviewFacts {
    fn state(&self) -> &'static str {
        self.review.state.as_str()
    }
    fn is_final(&self) -> bool {
        false
    }
    fn office(&self) -> OfficeId {
        self.review.head.office
    }
    fn division(&self) -> Option<OfficeId> {
        self.review.head.division
    }
    fn officer(&self) -> Option<UserId> {
        None
    }
    /// Nobody remarks on a decision before its day.
    fn began_on(&self) -> chrono::NaiveDate {
        self.review.head.received_on
    }
}

type Row = Transition<ReviewFacts>;

const ROWS: &[Row] = &[Transition::row(
    "RV-01",
    "remark_on_decision",
    &[],
    To::State("remarked"),
    // The remark is the procuracy's own: nobody of the office makes it in its place (L106 12).
    &[Who::Role(Role::Prosecutor)],
)];

static TABLE: std::sync::LazyLock<Vec<Row>> = std::sync::LazyLock::new(|| assemble(&[ROWS]));

/// The lifecycle of reviews.
pub struct ReviewLifecycle;

impl Lifecycle for ReviewLifecycle {
    const NAME: &'static str = "review";
    type Facts = ReviewFacts;
    type Action = ReviewAction;

    fn table() -> &'static [Row] {
        &TABLE
    }

    fn states() -> Vec<&'static str> {
        ReviewState::ALL.iter().map(|state| state.as_str()).collect()
    }

    fn name(action: &ReviewAction) -> &'static str {
        action.name()
    }

    fn apply(
        facts: &ReviewFacts,
        action: &ReviewAction,
        at: &Context<'_>,
        plan: &mut Plan,
    ) -> Result<(), Refusal> {
        let ReviewAction::Remark(body) = action;
        let mut review = facts.review.clone();
        let before = review.standing(body.heading).cloned();
        review.remarks.retain(|remark| remark.heading != body.heading);
        review.remarks.push(ReviewRemark {
            id: at.ids.next(),
            heading: body.heading,
            verdict: body.verdict,
            text: body.text.clone(),
            by: at.actor.user,
            on: at.on,
            number: before.as_ref().map_or(0, |remark| remark.number) + 1,
            supersedes: before.map(|remark| remark.id),
        });
        review.remarks.sort_by_key(|remark| remark.heading);
        review.state = ReviewState::Remarked;
        plan.change_matter(&review)
    }
}
