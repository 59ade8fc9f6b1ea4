//! The cash of a day: counted by the cashier, and what the guards of its closing look at.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::ToSchema;
use validator::Validate;

use super::super::acts::{Asked, Board, plain};
use super::super::context::Core;
use super::super::convert::value;
use super::super::error::{ApiError, ApiResult, FieldError};
use super::super::idempotency::{Answer, Once};
use super::super::matters::{self, Entering};
use super::super::refusals::cited;
use super::{books, cash_due, dong, first_month, stood};
use crate::domain::actor::Role;
use crate::domain::closing::cash::{
    CashBook, CashCount, CountKind, CountState, Notes, SpecieCount, denominations,
};
use crate::domain::closing::difference;
use crate::domain::closing::period::PeriodKind;
use crate::domain::ids::{MatterId, OfficeId};
use crate::domain::ledger::{Account, Holdings, holdings};
use crate::domain::lifecycle::closing::cash::CashStated;
use crate::domain::lifecycle::closing::{CashCountAction, CashCountFacts, CashCountLifecycle};
use crate::domain::lifecycle::plan::Plan;
use crate::domain::matter::{Matter, MatterHead};
use crate::domain::refusal;
use crate::store::ledger_books::{Ask, specie_flows, turnover};
use crate::store::matters::MatterFilter;
use crate::store::{Conn, MAX_ROWS, Scope, matters as rows, next_after};

impl Board for CashCountLifecycle {
    fn load(conn: &mut Conn, asked: &Asked<'_, CashCountAction>) -> ApiResult<CashCountFacts> {
        let count: CashCount = matters::find(conn, asked.actor, asked.today, MatterId(asked.id))?;
        let office = count.head.office;
        let books = books(conn, office, asked.action.is_some())?;
        Ok(CashCountFacts {
            book: book(conn, office, count.day)?,
            foreign: foreign(conn, office, count.day)?,
            books,
            due: cash_due(conn, office, books.cash_closed_on)?,
            count,
        })
    }

    fn version(facts: &CashCountFacts) -> i64 {
        facts.count.head.version
    }

    fn parse(name: &str, body: Value) -> Option<Result<CashCountAction, Vec<refusal::FieldError>>> {
        CashCountAction::parse(name, body)
    }

    fn names() -> &'static [(&'static str, &'static str)] {
        CashCountAction::NAMES
    }
}

/// The accountant's cash book of a day, from the journal.
fn book(conn: &mut Conn, office: OfficeId, day: NaiveDate) -> ApiResult<CashBook> {
    let cash = Account::Cash.as_str();
    let opening = stood(conn, office, cash, day.pred_opt())?;
    let ask = Ask { account: Some(cash), from: Some(day), to: Some(day), ..Ask::office(office) };
    let (received, paid) = turnover(conn, &ask)?;
    let closing = dong(opening + difference(received, paid))?;
    Ok(CashBook { opening: dong(opening)?, received, paid, closing })
}

/// What of it is not đồng, at the end of a day.
fn foreign(conn: &mut Conn, office: OfficeId, day: NaiveDate) -> ApiResult<Holdings> {
    let flows = specie_flows(conn, &Ask { to: Some(day), ..Ask::office(office) })?;
    Ok(holdings(&flows, &Account::FOREIGN_FUND))
}

/// A count of the cash.
#[derive(Debug, Clone, Serialize, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewCashCount {
    /// The agency.
    pub office: OfficeId,
    /// Why it is counted.
    pub kind: CountKind,
    /// The day whose end is counted.
    pub day: NaiveDate,
    /// The notes, each denomination once; none when the fund is empty.
    #[validate(length(max = 20), nested)]
    pub notes: Vec<Notes>,
    /// The cashier's book of the day.
    pub book: CashBook,
    /// What is not đồng, each unit once; none when there is none.
    #[serde(default)]
    #[validate(length(max = 20), nested)]
    pub foreign: Vec<SpecieCount>,
}

/// KS-Q1: the cashier counts the cash at the end of a day, or of a period, or for a cause.
///
/// # Errors
/// 403 for anybody but the office's cashier; 422 with every wrong field.
pub async fn count(core: &Core, once: Once, new: NewCashCount) -> ApiResult<Answer> {
    matters::enter(core, once, "cash-counts", move |conn, entering| enter(conn, entering, &new)).await
}

fn enter(conn: &mut Conn, entering: &Entering<'_>, new: &NewCashCount) -> ApiResult<(CashCount, Plan)> {
    let today = entering.today;
    if !entering.actor.has(Role::Cashier, new.office, None, today) {
        return Err(ApiError::forbidden());
    }
    let mut errors = day_errors(conn, entering, new)?;
    if open_count(conn, new.office)? {
        errors.push(FieldError::new("/day", "G-QUY-ONE"));
    }
    let (notes, foreign) = (new.notes.clone(), new.foreign.clone());
    let stated = CashStated { notes, book: new.book, foreign };
    let counted = match stated.counted(&denominations(entering.law), today, entering.actor.user) {
        Ok(counted) if errors.is_empty() => counted,
        Ok(_) => return Err(cited(entering.law, today, errors)),
        Err(wrong) => {
            errors.extend(wrong.into_iter().map(plain));
            return Err(cited(entering.law, today, errors));
        }
    };
    let count = CashCount {
        head: MatterHead::new(entering.id, new.office, None, today),
        state: CountState::Counted,
        kind: new.kind,
        day: new.day,
        counts: vec![counted],
        book: None,
        foreign: Vec::new(),
        difference: None,
        settlement: None,
        drafts: std::collections::BTreeMap::new(),
        document: None,
    };
    Ok((count, Plan::new(CashCount::KIND, "KS-Q1", "count_cash", "", Vec::new())))
}

/// The day is over or today's, not closed yet, and the last of its period where a period is counted; the end of a month is counted as
/// such.
fn day_errors(conn: &mut Conn, entering: &Entering<'_>, new: &NewCashCount) -> ApiResult<Vec<FieldError>> {
    let (today, first) = (entering.today, first_month(entering.law, entering.today)?);
    let mut errors = Vec::new();
    let last_of = |kind: PeriodKind| kind.around(new.day, first).is_some_and(|span| span.to == new.day);
    if new.day > today {
        errors.push(FieldError::new("/day", "date_in_future"));
    }
    let fits = match new.kind {
        CountKind::AdHoc => new.day == today,
        CountKind::Day => !last_of(PeriodKind::Month),
        kind => kind.period().is_some_and(last_of),
    };
    if !fits {
        errors.push(FieldError::new("/kind", "contradicts"));
    }
    // Another count, and what is being booked, waits here.
    let closed = books(conn, new.office, true)?.cash_closed_on;
    let due =
        cash_due(conn, new.office, closed)?.filter(|due| new.kind != CountKind::AdHoc && *due < new.day);
    if let Some(due) = due {
        errors.push(FieldError::new("/day", "G-QUY-ORDER").with("date", due));
    }
    if new.kind != CountKind::AdHoc && closed.is_some_and(|closed| new.day <= closed) {
        let closed = closed.unwrap_or_default();
        let open = closed.succ_opt().unwrap_or(closed);
        errors.push(FieldError::new("/day", "M14_DAY").with("date", closed).with("open", open));
    }
    Ok(errors)
}

/// Another count is not closed: the cash is counted for one cause at a time.
fn open_count(conn: &mut Conn, office: OfficeId) -> ApiResult<bool> {
    for state in [CountState::Counted, CountState::Differs] {
        let filter = MatterFilter { state: Some(state.as_str().to_owned()), ..MatterFilter::default() };
        if !rows::list(conn, &Scope::office(office), CashCount::KIND, &filter, None, 1)?.is_empty() {
            return Ok(true);
        }
    }
    Ok(false)
}

/// The last day on which the cash was counted and agreed, for whatever cause.
pub(super) fn counted_on(conn: &mut Conn, office: OfficeId) -> ApiResult<Option<NaiveDate>> {
    let state = Some(CountState::Closed.as_str().to_owned());
    let filter = MatterFilter { state, ..MatterFilter::default() };
    let (mut last, mut after) = (None, None);
    loop {
        let page = rows::list(conn, &Scope::office(office), CashCount::KIND, &filter, after, MAX_ROWS)?;
        for row in &page {
            last = last.max(Some(value::<CashCount>(&row.doc)?.day));
        }
        after = next_after(&page, |row| row.id);
        if after.is_none() {
            return Ok(last);
        }
    }
}
