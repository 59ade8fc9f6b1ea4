//! Closing and control of the books: what the guards of each lifecycle look at, counted from journal and registers; and what their
//! acts leave there. The rules stand in `domain::closing` and `domain::lifecycle::closing`.

pub mod cash;
pub mod files;
pub mod period;
pub mod post;
pub mod statement;

use chrono::NaiveDate;

use super::convert::value;
use super::error::{ApiError, ApiResult};
use super::record::Recording;
use super::refusals;
use crate::domain::closing::period::{Figure, PeriodClosing, PeriodKind, Turnovers, figures};
use crate::domain::closing::{BooksMark, BooksState, IN_FUND, difference};
use crate::domain::ids::{MatterId, OfficeId};
use crate::domain::law::Law;
use crate::domain::ledger::{Account, Turnover, sums};
use crate::domain::lifecycle::closing::Standing;
use crate::domain::lifecycle::plan::Plan;
use crate::domain::matter::Matter;
use crate::domain::money::Dong;
use crate::store::ledger_books::{Ask, flows, turnover};
use crate::store::{AnyId, Conn, Scope, closings, matters as rows};

/// The accounts that statements are about.
const AT_BANK: [Account; 2] = [Account::Bank, Account::Treasury];

fn state(books: closings::Books) -> BooksState {
    BooksState {
        closed_on: books.closed_on,
        cash_closed_on: books.cash_closed_on,
        cash_differs_on: books.cash_differs_on,
    }
}

/// How far the books of an agency are closed. An act that closes waits for what is being booked.
fn books(conn: &mut Conn, office: OfficeId, acting: bool) -> ApiResult<BooksState> {
    let found = if acting { closings::books_alone(conn, office)? } else { closings::books(conn, office)? };
    Ok(state(found))
}

/// M14: refuses what would be booked where the books are closed. One read, which also holds the books open until the act is written.
///
/// # Errors
/// 422 with the day that is closed, the first that is open, and the cure.
pub(super) fn may_book(conn: &mut Conn, at: &Recording<'_>, office: OfficeId, plan: &Plan) -> ApiResult<()> {
    if plan.entries.is_empty() && plan.office_entries.is_empty() {
        return Ok(());
    }
    let books = state(closings::books_held(conn, office)?);
    let found = [&plan.entries, &plan.office_entries].map(|entries| books.may_book(at.on, entries));
    match found.into_iter().find_map(Result::err) {
        None => Ok(()),
        Some(error) => Err(refusals::cited(at.law, at.on, vec![super::acts::plain(error)])),
    }
}

/// Writes what a plan of this kind leaves beside its matter.
///
/// # Errors
/// Whatever the database refuses.
pub(super) fn write(
    conn: &mut Conn,
    plan: &Plan,
    office: OfficeId,
    matter: Option<MatterId>,
) -> ApiResult<()> {
    let (effects, Some(matter)) = (&plan.closing, matter) else { return Ok(()) };
    if effects.is_empty() {
        return Ok(());
    }
    statement::write(conn, plan, matter)?;
    let balances: Vec<_> = effects
        .balances
        .iter()
        .map(|line| closings::HandoverBalance {
            matter_id: matter,
            file_id: AnyId(line.file),
            account: line.account.clone(),
            debit: line.debit,
            credit: line.credit,
        })
        .collect();
    closings::keep_balances(conn, &balances)?;
    match &effects.mark {
        None => Ok(()),
        Some(BooksMark::Cash { closed, differs }) => {
            Ok(closings::mark_cash(conn, office, *closed, *differs)?)
        }
        Some(BooksMark::Period { kind, from, to, digest }) => {
            let (kind, digest) = (kind.as_str().to_owned(), digest.clone());
            let period = closings::ClosedPeriod {
                office_id: office,
                kind,
                from_on: *from,
                to_on: *to,
                matter_id: matter,
                digest,
            };
            Ok(closings::close(conn, &period)?)
        }
    }
}

/// The month in which the accounting year begins.
fn first_month(law: &Law, on: NaiveDate) -> ApiResult<u32> {
    let month = law.integer("accounting.year_first_month", on).map_err(|gap| law_gap(&gap))?;
    u32::try_from(month).map_err(ApiError::internal)
}

fn law_gap(gap: &crate::domain::law::LawGap) -> ApiError {
    ApiError::new(super::error::Code::LawGap).with("gap", gap)
}

fn dong(amount: i64) -> ApiResult<Dong> {
    Dong::new(amount).map_err(ApiError::internal)
}

/// What the accounts of an agency moved in a span of days.
fn moved(
    conn: &mut Conn,
    office: OfficeId,
    from: Option<NaiveDate>,
    to: Option<NaiveDate>,
) -> ApiResult<Turnovers> {
    sums(flows(conn, &Ask { from, to, ..Ask::office(office) })?).map_err(ApiError::internal)
}

/// What stood on an account at the end of a day, or stands now: debits less credits, in đồng.
fn stood(conn: &mut Conn, office: OfficeId, account: &str, to: Option<NaiveDate>) -> ApiResult<i64> {
    let ask = Ask { account: Some(account), to, ..Ask::office(office) };
    let (debit, credit) = turnover(conn, &ask)?;
    Ok(difference(debit, credit))
}

/// The figures of an agency from a day to a day.
fn figures_of(conn: &mut Conn, office: OfficeId, from: NaiveDate, to: NaiveDate) -> ApiResult<Vec<Figure>> {
    let eve = from.pred_opt().ok_or_else(|| ApiError::internal("no eve"))?;
    let before = before(conn, office, eve)?;
    let within = moved(conn, office, Some(from), Some(to))?;
    figures(&before, &within).map_err(ApiError::internal)
}

/// Where the accounts stood at the end of a day: from the month closed on it, whose figures stay, else from the whole journal.
fn before(conn: &mut Conn, office: OfficeId, eve: NaiveDate) -> ApiResult<Turnovers> {
    let month = PeriodKind::Month.as_str();
    let Some(last) = closings::closed_to(conn, office, month, eve)? else {
        return moved(conn, office, None, Some(eve));
    };
    let row = rows::get(conn, &Scope::office(office), PeriodClosing::KIND, last.matter_id)?;
    let closing: PeriodClosing = value(&row.doc)?;
    let stood = |figure: Figure| {
        let turnover = Turnover { debit_dong: figure.closing_debit, credit_dong: figure.closing_credit };
        (figure.account, turnover)
    };
    Ok(closing.figures.into_iter().map(stood).collect())
}

/// The first day whose cash must still be closed: the first on which cash moved since the last closed one, or the end of a month at
/// which there is cash in the fund.
fn cash_due(conn: &mut Conn, office: OfficeId, closed: Option<NaiveDate>) -> ApiResult<Option<NaiveDate>> {
    let mut moved = None;
    for account in IN_FUND {
        let first = closings::first_moved(conn, office, account.as_str(), closed)?;
        moved = [moved, first].into_iter().flatten().min();
    }
    let Some(closed) = closed else { return Ok(moved) };
    let next = match cash_held(conn, office, Some(closed))? {
        true => closed.succ_opt(),
        false => None,
    };
    let month_end = next.and_then(|next| PeriodKind::Month.around(next, 1)).map(|span| span.to);
    Ok([moved, month_end].into_iter().flatten().min())
}

/// There is cash in the fund at the end of a day, or now: đồng, or what is not.
fn cash_held(conn: &mut Conn, office: OfficeId, to: Option<NaiveDate>) -> ApiResult<bool> {
    for account in IN_FUND {
        if stood(conn, office, account.as_str(), to)? > 0 {
            return Ok(true);
        }
    }
    Ok(false)
}

/// The accounts at bank and Treasury that moved or hold money up to a day, each with its last reconciled day.
fn standings(conn: &mut Conn, office: OfficeId, figures: &[Figure]) -> ApiResult<Vec<Standing>> {
    let mut found = Vec::new();
    for account in AT_BANK {
        let ledger = account.as_str();
        let lives = |figure: &Figure| {
            let moved = [figure.debit, figure.credit, figure.closing_debit, figure.closing_credit];
            figure.account == ledger && moved.iter().any(|sum| !sum.is_zero())
        };
        if figures.iter().any(lives) {
            let reconciled_to = statement::reconciled_to(conn, office, ledger)?;
            found.push(Standing { ledger, reconciled_to });
        }
    }
    Ok(found)
}
