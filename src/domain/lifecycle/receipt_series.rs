//! The lifecycle of a series of printed receipts: announced, withdrawn (TT04 14–15).

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use validator::Validate;

use super::plan::Plan;
use super::{Context, Lifecycle, Subject, To, Transition, Who};
use crate::actions;
use crate::domain::actor::Role;
use crate::domain::ids::{OfficeId, UserId};
use crate::domain::matter::Matter;
use crate::domain::receipt_series::{ReceiptSeries, ReceiptSeriesState};
use crate::domain::refusal::Refusal;

actions! {
    /// Every action of a series.
    pub enum ReceiptSeriesAction {
        /// RC-06: no further number of it is used.
        WithdrawSeries(WithdrawSeries) = "withdraw_series",
    }
}

/// The end of a series.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
pub struct WithdrawSeries {
    /// Why: used up, damaged, replaced by electronic receipts.
    #[validate(length(min = 1, max = 1000))]
    pub reason: String,
}

/// What is looked at: the series itself.
#[derive(Debug, Clone)]
pub struct ReceiptSeriesFacts {
    /// The series.
    pub series: ReceiptSeries,
}

impl Subject for ReceiptSeriesFacts {
    fn state(&self) -> &'static str {
        self.series.state.as_str()
    }
    fn is_final(&self) -> bool {
        self.series.state == ReceiptSeriesState::Withdrawn
    }
    fn office(&self) -> OfficeId {
        self.series.head.office
    }
    fn division(&self) -> Option<OfficeId> {
        None
    }
    fn officer(&self) -> Option<UserId> {
        None
    }
    fn began_on(&self) -> NaiveDate {
        self.series.head.received_on
    }
}

/// The lifecycle of a series of printed receipts.
pub struct ReceiptSeriesLifecycle;

const ROWS: &[Transition<ReceiptSeriesFacts>] = &[Transition::row(
    "RC-06",
    "withdraw_series",
    &["in_use"],
    To::State("withdrawn"),
    &[Who::Role(Role::Accountant)],
)];

impl Lifecycle for ReceiptSeriesLifecycle {
    const NAME: &'static str = ReceiptSeries::KIND;
    type Facts = ReceiptSeriesFacts;
    type Action = ReceiptSeriesAction;

    fn table() -> &'static [Transition<ReceiptSeriesFacts>] {
        ROWS
    }

    fn states() -> Vec<&'static str> {
        ReceiptSeriesState::ALL.iter().map(|state| state.as_str()).collect()
    }

    fn name(action: &ReceiptSeriesAction) -> &'static str {
        action.name()
    }

    fn apply(
        facts: &ReceiptSeriesFacts,
        action: &ReceiptSeriesAction,
        at: &Context<'_>,
        plan: &mut Plan,
    ) -> Result<(), Refusal> {
        let ReceiptSeriesAction::WithdrawSeries(_) = action;
        let mut series = facts.series.clone();
        series.state = ReceiptSeriesState::Withdrawn;
        series.withdrawn_on = Some(at.on);
        plan.change_matter(&series)
    }
}
