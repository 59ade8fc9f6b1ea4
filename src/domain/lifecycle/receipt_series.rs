//! The lifecycle of a series of printed receipts: announced, withdrawn; forms that are lost, and the report on them (TT04 14–15).

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use serde_json::json;
use utoipa::ToSchema;
use validator::Validate;

use super::plan::Plan;
use super::{Clock, Context, Guard, Lifecycle, Subject, To, Transition, Who};
use crate::actions;
use crate::domain::actor::Role;
use crate::domain::document::DocumentKind;
use crate::domain::ids::{DecisionId, OfficeId, UserId};
use crate::domain::matter::Matter;
use crate::domain::receipt_series::{LossCause, LostForms, ReceiptSeries, ReceiptSeriesState};
use crate::domain::refusal::{FieldError, Refusal, Unmet, wrong};

actions! {
    /// Every action of a series.
    pub enum ReceiptSeriesAction {
        /// RC-06: no further number of it is used.
        WithdrawSeries(WithdrawSeries) = "withdraw_series",
        /// RC-07: forms are lost, burnt or damaged.
        RecordLostForms(RecordLostForms) = "record_lost_forms",
        /// RC-08: that is reported.
        ReportLostForms(ReportLostForms) = "report_lost_forms",
    }
}

/// The end of a series.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
pub struct WithdrawSeries {
    /// Why: used up, damaged, replaced by electronic receipts.
    #[validate(length(min = 1, max = 1000))]
    pub reason: String,
}

/// Forms that are gone, blank or written (TT04 14.8).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
pub struct RecordLostForms {
    /// The first number.
    pub first: i64,
    /// The last number.
    pub last: i64,
    /// What happened to them.
    pub cause: LossCause,
    /// The day of the loss.
    pub lost_on: NaiveDate,
    /// The minutes in brief: how it happened, which copies are gone; no name of a person.
    #[validate(length(min = 1, max = 2000))]
    pub content: String,
}

/// The report on a loss.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
pub struct ReportLostForms {
    /// The minutes of the loss.
    pub document: DecisionId,
    /// Number and day of the report.
    #[validate(length(min = 1, max = 200))]
    pub paper: String,
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

/// Some loss is not reported.
const UNREPORTED: Guard<ReceiptSeriesFacts> = Guard {
    code: "G-RC-LOST",
    test: |facts, _| match facts.series.lost.iter().find(|lost| lost.reported_on.is_none()) {
        Some(lost) => Ok(lost.lost_on.to_string()),
        None => Err(Unmet::new("G-RC-LOST", "none", "lost forms that are not reported yet")),
    },
};

const ACCOUNTANT: &[Who] = &[Who::Role(Role::Accountant)];
/// Forms of a series that is used no more can be lost too.
const ALWAYS: &[&str] = &["in_use", "withdrawn"];

const ROWS: &[Transition<ReceiptSeriesFacts>] = &[
    Transition::row("RC-06", "withdraw_series", &["in_use"], To::State("withdrawn"), ACCOUNTANT),
    Transition {
        document: Some(DocumentKind::LostFormsMinutes),
        opens: &[Clock::Effect("receipt.lost")],
        ..Transition::row("RC-07", "record_lost_forms", ALWAYS, To::Same, ACCOUNTANT)
    },
    Transition {
        guards: &[UNREPORTED],
        closes: &[Clock::Effect("receipt.lost")],
        ..Transition::row("RC-08", "report_lost_forms", ALWAYS, To::Same, ACCOUNTANT)
    },
];

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
        let mut series = facts.series.clone();
        match action {
            ReceiptSeriesAction::WithdrawSeries(_) => {
                series.state = ReceiptSeriesState::Withdrawn;
                series.withdrawn_on = Some(at.on);
            }
            ReceiptSeriesAction::RecordLostForms(body) => lose(&mut series, body, at, plan)?,
            ReceiptSeriesAction::ReportLostForms(body) => report(&mut series, body, at, plan)?,
        }
        plan.change_matter(&series)
    }
}

/// Numbers of this series, each lost once, since it was announced.
fn lose(
    series: &mut ReceiptSeries,
    body: &RecordLostForms,
    at: &Context<'_>,
    plan: &mut Plan,
) -> Result<(), Refusal> {
    let mut errors = Vec::new();
    if body.first < series.first || body.first > series.last {
        errors.push(FieldError::new("/first", "not_in_list"));
    }
    if body.last < body.first || body.last > series.last {
        errors.push(FieldError::new("/last", "contradicts"));
    }
    if series.lost.iter().any(|lost| lost.first <= body.last && body.first <= lost.last) {
        errors.push(FieldError::new("/first", "duplicate"));
    }
    if body.lost_on > at.on || body.lost_on < series.head.received_on {
        errors.push(FieldError::new("/lost_on", "contradicts"));
    }
    if !errors.is_empty() {
        return Err(errors.into());
    }
    let content = json!({ "series": series.series, "first": body.first, "last": body.last, "cause": body.cause,
        "lost_on": body.lost_on, "content": body.content });
    let document = plan.record(at, DocumentKind::LostFormsMinutes, None, content);
    plan.open(at, "receipt.lost", body.lost_on, Some(document));
    series.lost.push(LostForms {
        document: DecisionId(document),
        first: body.first,
        last: body.last,
        cause: body.cause,
        lost_on: body.lost_on,
        reported_on: None,
        report: None,
    });
    Ok(())
}

fn report(
    series: &mut ReceiptSeries,
    body: &ReportLostForms,
    at: &Context<'_>,
    plan: &mut Plan,
) -> Result<(), Refusal> {
    let Some(lost) = series.lost.iter_mut().find(|lost| lost.document == body.document) else {
        return Err(wrong("/document", "not_in_list"));
    };
    if lost.reported_on.is_some() {
        return Err(wrong("/document", "duplicate"));
    }
    if at.on < lost.lost_on {
        return Err(wrong("/effective_on", "contradicts"));
    }
    lost.reported_on = Some(at.on);
    lost.report = Some(body.paper.clone());
    plan.close("receipt.lost", Some(body.document.0));
    Ok(())
}
