//! An accounting period and its closing (kỳ kế toán, khóa sổ; TT78 4, 12.3). The year begins on the first of a month that the law
//! data name. What is closed keeps its figures for good, under a digest.

use std::collections::BTreeMap;

use chrono::{Datelike, Months, NaiveDate};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::super::event::hash;
use super::super::ids::{DecisionId, OfficeId, UserId};
use super::super::judgment::Drafts;
use super::super::ledger::Turnover;
use super::super::matter::{Matter, MatterHead};
use super::super::money::{AmountOutOfRange, Dong};
use crate::text_enum;

text_enum! {
    /// A kind of accounting period.
    pub enum PeriodKind {
        /// A month.
        Month = "month",
        /// A quarter of the accounting year.
        Quarter = "quarter",
        /// The accounting year.
        Year = "year",
    }
}

text_enum! {
    /// Where a closing stands.
    pub enum PeriodState {
        /// Being prepared.
        Open = "open",
        /// Signed: its figures stay.
        Closed = "closed",
    }
}

/// A period.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = PeriodSpan)]
pub struct Span {
    /// First day.
    pub from: NaiveDate,
    /// Last day.
    pub to: NaiveDate,
}

impl PeriodKind {
    /// How many months it has.
    const fn months(self) -> u32 {
        match self {
            PeriodKind::Month => 1,
            PeriodKind::Quarter => 3,
            PeriodKind::Year => 12,
        }
    }

    /// The period of this kind in which a day lies; `first_month` begins the accounting year.
    pub fn around(self, day: NaiveDate, first_month: u32) -> Option<Span> {
        let into_year = (day.month() + 12).checked_sub(first_month)? % 12;
        let back = Months::new(into_year % self.months());
        let from = day.with_day(1)?.checked_sub_months(back)?;
        let to = from.checked_add_months(Months::new(self.months()))?.pred_opt()?;
        Some(Span { from, to })
    }
}

/// What an account moved in the period, and where it stood before and after.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = PeriodFigure)]
pub struct Figure {
    /// The account.
    pub account: String,
    /// Balance before, on the debit side.
    pub opening_debit: Dong,
    /// Balance before, on the credit side.
    pub opening_credit: Dong,
    /// Debits of the period.
    pub debit: Dong,
    /// Credits of the period.
    pub credit: Dong,
    /// Balance after, on the debit side.
    pub closing_debit: Dong,
    /// Balance after, on the credit side.
    pub closing_credit: Dong,
}

/// Debits and credits of each account.
pub type Turnovers = BTreeMap<String, Turnover>;

/// The figures of a period: what was moved before it, and in it.
///
/// # Errors
/// [`AmountOutOfRange`] beyond what an amount can hold.
pub fn figures(before: &Turnovers, within: &Turnovers) -> Result<Vec<Figure>, AmountOutOfRange> {
    let accounts: std::collections::BTreeSet<&String> = before.keys().chain(within.keys()).collect();
    let sides = |debit: Dong, credit: Dong| (debit.saturating_minus(credit), credit.saturating_minus(debit));
    let figure = |account: &String| {
        let of = |turnovers: &Turnovers| turnovers.get(account).copied().unwrap_or_default();
        let Turnover { debit_dong: old_debit, credit_dong: old_credit } = of(before);
        let Turnover { debit_dong: debit, credit_dong: credit } = of(within);
        let (opening_debit, opening_credit) = sides(old_debit, old_credit);
        let (closing_debit, closing_credit) = sides(old_debit.plus(debit)?, old_credit.plus(credit)?);
        let account = account.clone();
        Ok(Figure { account, opening_debit, opening_credit, debit, credit, closing_debit, closing_credit })
    };
    accounts.into_iter().map(figure).collect()
}

/// The digest that binds figures to an agency and a period.
pub fn digest(office: OfficeId, kind: PeriodKind, span: Span, figures: &[Figure]) -> String {
    let text = serde_json::json!({ "office": office, "kind": kind, "from": span.from, "to": span.to,
        "figures": figures });
    hash(&text.to_string())
}

/// What is drafted for the signature: the figures as the accountant saw them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Prepared {
    /// Their digest.
    pub digest: String,
}

/// The closing of a period.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct PeriodClosing {
    /// What every matter has.
    #[serde(flatten)]
    pub head: MatterHead,
    /// Where it stands.
    pub state: PeriodState,
    /// Month, quarter or year.
    pub kind: PeriodKind,
    /// The days of the period.
    pub span: Span,
    /// Drafts that wait for a signature.
    #[schema(value_type = Object)]
    pub drafts: Drafts,
    /// The figures, by account, once closed.
    pub figures: Vec<Figure>,
    /// SHA-256 over them.
    pub digest: Option<String>,
    /// Who prepared them.
    pub prepared_by: Option<UserId>,
    /// Who signed.
    pub signed_by: Option<UserId>,
    /// The day.
    pub closed_on: Option<NaiveDate>,
    /// The minutes.
    pub document: Option<DecisionId>,
}

impl Matter for PeriodClosing {
    const KIND: &'static str = "period_closing";

    fn head(&self) -> &MatterHead {
        &self.head
    }
    fn head_mut(&mut self) -> &mut MatterHead {
        &mut self.head
    }
    fn state(&self) -> &'static str {
        self.state.as_str()
    }
}
