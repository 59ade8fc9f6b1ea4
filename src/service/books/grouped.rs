//! The books that go group by group: the general ledger account by account, the details decision by decision. Each group opens with
//! what stood before the period and closes with its sums and what stands after. How far a page came stands in its mark.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::ledger::{before, movement};
use super::lines::{LineView, shown};
use super::period::{Book, Cell, Names, Question, Row, Stop, Words, voucher};
use crate::domain::ids::OfficeId;
use crate::domain::law::Law;
use crate::domain::ledger::Account;
use crate::service::error::{ApiError, ApiResult};
use crate::store::ledger_books::{self, Ask, Place, flows};
use crate::store::{AnyId, Conn};

/// What a group is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(super) enum Group {
    /// An account.
    Account(Account),
    /// A case, or the office's own file.
    File(Uuid),
}

/// How far a page came.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Mark {
    group: Option<Group>,
    /// The group is closed; the next one follows.
    closed: bool,
    place: Option<Place>,
    /// What came in and went out of the group so far, and what stands there now.
    plus: i64,
    minus: i64,
    balance: i64,
}

/// A page of rows from a mark on.
pub(super) fn read(
    conn: &mut Conn,
    law: &Law,
    question: &Question,
    ask: &Ask<'_>,
    mut mark: Mark,
    limit: i64,
) -> ApiResult<(Vec<Row>, Option<Stop>)> {
    let words = Words { law, lang: question.lang };
    let mut rows: Vec<Row> = Vec::new();
    loop {
        let left = limit - i64::try_from(rows.len()).unwrap_or(limit);
        if left <= 0 {
            return Ok((rows, Some(Stop::Group(mark))));
        }
        let Some(group) = mark.group.filter(|_| !mark.closed) else {
            let Some((group, balance)) = next(conn, question, ask, mark.group)? else {
                return Ok((rows, None));
            };
            mark = Mark { group: Some(group), balance, ..Mark::default() };
            rows.push(edge(conn, &words, "opening", (question.office, group), &mark)?);
            continue;
        };
        let found = ledger_books::lines(conn, &within(ask, group), mark.place, left)?;
        let ends = i64::try_from(found.len()).unwrap_or(left) < left;
        let lines = shown(conn, law, found)?;
        let names = Names::of(conn, question.office, &lines)?;
        for line in &lines {
            let moved = moved(line, group.account(question))?;
            mark.plus += moved.max(0);
            mark.minus += (-moved).max(0);
            mark.balance += moved;
            mark.place = Some(line.place());
            rows.push(inner(&words, &names, line, group, (moved, mark.balance)));
        }
        if ends {
            rows.push(edge(conn, &words, "closing", (question.office, group), &mark)?);
            mark.closed = true;
        }
    }
}

impl Group {
    /// The account whose sums are shown: in a file the one asked for, else the money that lies there.
    fn account(self, question: &Question) -> Option<Account> {
        match self {
            Group::Account(account) => Some(account),
            Group::File(_) => question.account,
        }
    }
}

/// The next group in which something was booked in the period, and what stood there before.
fn next(
    conn: &mut Conn,
    question: &Question,
    ask: &Ask<'_>,
    after: Option<Group>,
) -> ApiResult<Option<(Group, i64)>> {
    if question.book == Book::CaseDetails {
        let after = match after {
            Some(Group::File(file)) => Some(AnyId(file)),
            _ => None,
        };
        let Some(file) = ledger_books::next_file(conn, ask, after)? else { return Ok(None) };
        let group = Group::File(file.0);
        return Ok(Some((group, opening(conn, question, ask, group)?)));
    }
    let mut accounts = Account::ALL.to_vec();
    accounts.sort_by_key(|account| account.as_str());
    let past = match after {
        Some(Group::Account(last)) => accounts.iter().position(|one| *one == last).map_or(0, |at| at + 1),
        _ => 0,
    };
    let asked = |account: &Account| ask.account.is_none_or(|one| one == account.as_str());
    for account in accounts.into_iter().skip(past).filter(asked) {
        let group = Group::Account(account);
        let before = opening(conn, question, ask, group)?;
        if before != 0 || !ledger_books::lines(conn, &within(ask, group), None, 1)?.is_empty() {
            return Ok(Some((group, before)));
        }
    }
    Ok(None)
}

fn within<'a>(ask: &Ask<'a>, group: Group) -> Ask<'a> {
    match group {
        Group::Account(account) => Ask { account: Some(account.as_str()), ..*ask },
        Group::File(file) => Ask { file: Some(AnyId(file)), ..*ask },
    }
}

/// What stood on the account before the period; the money that lay in the file.
fn opening(conn: &mut Conn, question: &Question, ask: &Ask<'_>, group: Group) -> ApiResult<i64> {
    let ask = within(ask, group);
    if let Some(account) = group.account(question) {
        return before(conn, &ask, account);
    }
    let Some(eve) = ask.from.and_then(|from| from.pred_opt()) else { return Ok(0) };
    let mut sum = 0;
    for (debit, credit, amount) in flows(conn, &Ask { from: None, to: Some(eve), ..ask })? {
        sum += money(&debit, &credit, amount.get())?;
    }
    Ok(sum)
}

/// What a line adds to its group: to the account on its own side, to the money of the file.
fn moved(line: &LineView, account: Option<Account>) -> ApiResult<i64> {
    match account {
        Some(account) => Ok(movement(line, account)),
        None => money(&line.debit, &line.credit, line.amount.get()),
    }
}

fn money(debit: &str, credit: &str, amount: i64) -> ApiResult<i64> {
    let is_money =
        |account: &str| account.parse::<Account>().map(Account::is_money).map_err(ApiError::internal);
    Ok(match (is_money(debit)?, is_money(credit)?) {
        (true, false) => amount,
        (false, true) => -amount,
        _ => 0,
    })
}

fn some(amount: i64) -> Cell {
    if amount == 0 { Cell::Empty } else { Cell::Dong(amount) }
}

/// The first or last row of a group.
fn edge(
    conn: &mut Conn,
    words: &Words<'_>,
    row: &str,
    (office, group): (OfficeId, Group),
    mark: &Mark,
) -> ApiResult<Row> {
    let label = words.of(&format!("row.{row}"));
    let sums = |amount: i64| if row == "closing" { Cell::Dong(amount) } else { Cell::Empty };
    let empty = |count: usize| std::iter::repeat_n(Cell::Empty, count);
    match group {
        Group::Account(account) => {
            let (debit, credit) = by_side(account, mark.plus, mark.minus);
            let mut cells = vec![label, Cell::Text(account.as_str().to_owned())];
            cells.extend(empty(5));
            cells.extend([sums(debit), sums(credit), Cell::Dong(mark.balance)]);
            cells.extend(empty(3));
            Ok(cells)
        }
        Group::File(file) => {
            let mut cells = vec![label, file_name(conn, office, words, file)?];
            cells.extend(empty(7));
            cells.extend([sums(mark.plus), sums(mark.minus), Cell::Dong(mark.balance)]);
            cells.extend(empty(2));
            Ok(cells)
        }
    }
}

fn file_name(conn: &mut Conn, office: OfficeId, words: &Words<'_>, file: Uuid) -> ApiResult<Cell> {
    let found = ledger_books::case_numbers(conn, office, &[file.into()])?.into_values().next();
    Ok(found.map_or_else(|| words.of("row.office_file"), Cell::Text))
}

/// What went into an account, on its debit and on its credit side.
fn by_side(account: Account, plus: i64, minus: i64) -> (i64, i64) {
    match account.side() {
        crate::domain::ledger::Side::Debit => (plus, minus),
        crate::domain::ledger::Side::Credit => (minus, plus),
    }
}

fn inner(
    words: &Words<'_>,
    names: &Names,
    line: &LineView,
    group: Group,
    (moved, balance): (i64, i64),
) -> Row {
    let (plus, minus) = (moved.max(0), (-moved).max(0));
    let start = [Cell::Day(line.posted_on), words.event(line), voucher(line), Cell::Text(line.memo.clone())];
    match group {
        Group::Account(account) => {
            let own = account.as_str();
            let counter = if line.debit == own { &line.credit } else { &line.debit };
            let (debit, credit) = by_side(account, plus, minus);
            let mut cells = vec![words.of("row.line"), Cell::Text(own.to_owned())];
            cells.extend(start);
            cells.extend([Cell::Text(counter.clone()), some(debit), some(credit), Cell::Dong(balance)]);
            cells.extend([names.payee(words, line), names.case(line), words.article(line)]);
            cells
        }
        Group::File(_) => {
            let case = match names.case(line) {
                Cell::Empty => words.of("row.office_file"),
                number => number,
            };
            let mut cells = vec![words.of("row.line"), case];
            cells.extend(start);
            cells.extend([Cell::Text(line.debit.clone()), Cell::Text(line.credit.clone())]);
            cells.extend([Cell::Dong(line.amount.get()), some(plus), some(minus), Cell::Dong(balance)]);
            cells.extend([names.payee(words, line), words.article(line)]);
            cells
        }
    }
}
