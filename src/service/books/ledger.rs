//! The ledger of a case, of an office and of an account, and what stands on the accounts: now, on a day by what was booked, or as it
//! was recorded at an instant.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::lines::{LineView, shown};
use crate::domain::actor::{Actor, Role};
use crate::domain::event::hash;
use crate::domain::ids::{CaseId, EntryId, OfficeId, UserId};
use crate::domain::law::Law;
use crate::domain::ledger::{Account, Balances, Side, TrialBalance, Turnover, sums};
use crate::domain::money::Dong;
use crate::service::cases::{self, find};
use crate::service::context::{Core, actor, anywhere};
use crate::service::error::{ApiError, ApiResult, Code};
use crate::store::ledger_books::{self, Ask, Place, flows, office_balances, turnover};
use crate::store::{At, Conn, ledger, offices};

/// At which moment.
#[derive(Debug, Clone, Copy, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct Moment {
    /// Only what is booked on this day or earlier.
    #[param(example = "2026-09-30")]
    pub on: Option<NaiveDate>,
    /// Only what was recorded by this instant.
    pub as_of: Option<DateTime<Utc>>,
}

/// Between which days.
#[derive(Debug, Clone, Copy, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct Days {
    /// Booked on this day or later.
    #[param(example = "2026-09-01")]
    pub from: Option<NaiveDate>,
    /// Booked on this day or earlier.
    #[param(example = "2026-09-30")]
    pub to: Option<NaiveDate>,
    /// Only what was recorded by this instant.
    pub as_of: Option<DateTime<Utc>>,
}

impl Days {
    /// The question to the store.
    ///
    /// # Errors
    /// 422 where the last day is before the first.
    pub(super) fn ask(self, office: OfficeId) -> ApiResult<Ask<'static>> {
        if let (Some(from), Some(to)) = (self.from, self.to)
            && to < from
        {
            return Err(ApiError::field("/to", "period_order"));
        }
        Ok(Ask { from: self.from, to: self.to, as_of: self.as_of.map(At::from), ..Ask::office(office) })
    }
}

/// A ledger entry as the API shows it.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct EntryView {
    /// Its identifier.
    pub id: EntryId,
    /// The kind of entry, for example `J01`.
    pub kind: String,
    /// The day it is booked on.
    pub posted_on: NaiveDate,
    /// The entry that it reverses.
    pub reverses: Option<EntryId>,
    /// What it is for.
    pub memo: String,
    /// Its lines: each from one account to another, so that no entry can be out of balance.
    pub postings: Vec<LineView>,
}

/// A line of an account's ledger.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct AccountLine {
    /// The line.
    #[serde(flatten)]
    pub line: LineView,
    /// What went into the account, in đồng; negative on the side on which it does not stand.
    pub movement_dong: i64,
    /// What stands on it after the line, in đồng.
    pub balance_dong: i64,
}

/// Where a page of an account's ledger ends: of which account and days, after which line, and what stands on the account there.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct AccountMark {
    of: String,
    place: Place,
    balance: i64,
}

impl AccountMark {
    /// The mark after a row.
    pub fn after(of: (OfficeId, Account), days: Days, row: &AccountLine) -> AccountMark {
        AccountMark { of: asked(&(of, days)), place: row.line.place(), balance: row.balance_dong }
    }
}

/// What is asked for, in short: a mark belongs to one question.
pub(super) fn asked(question: &impl std::fmt::Debug) -> String {
    hash(&format!("{question:?}"))
}

/// The ledger entries of a case, by identifier.
///
/// # Errors
/// 404 when the case is not the user's to know of.
pub async fn entries(
    core: &Core,
    user: UserId,
    case: CaseId,
    moment: Moment,
    after: Option<EntryId>,
    limit: i64,
) -> ApiResult<Vec<EntryView>> {
    let (clock, law) = (core.clock.clone(), core.law.clone());
    core.store
        .run_read(move |conn| {
            let actor = actor(conn, user)?;
            find(conn, &actor, clock.today(), case)?;
            let until = (moment.on, moment.as_of.map(At::from));
            let rows = ledger::by_file(conn, case.into(), until, after, limit)?;
            entry_views(conn, &law, rows)
        })
        .await
}

/// Entries with their lines as the API shows them.
pub(in crate::service) fn entry_views(
    conn: &mut Conn,
    law: &Law,
    rows: Vec<(ledger::Entry, Vec<ledger::Posting>)>,
) -> ApiResult<Vec<EntryView>> {
    let mut views: Vec<EntryView> = Vec::with_capacity(rows.len());
    let mut all = Vec::new();
    for (entry, lines) in rows {
        all.extend(lines);
        views.push(EntryView {
            id: entry.id,
            kind: entry.kind,
            posted_on: entry.posted_on,
            reverses: entry.reverses_id,
            memo: entry.memo,
            postings: Vec::new(),
        });
    }
    let mut by_entry: BTreeMap<EntryId, Vec<LineView>> = BTreeMap::new();
    for line in shown(conn, law, all)? {
        by_entry.entry(line.entry).or_default().push(line);
    }
    for view in &mut views {
        view.postings = by_entry.remove(&view.id).unwrap_or_default();
    }
    Ok(views)
}

/// The accounts of a case.
///
/// # Errors
/// 404 when the case is not the user's to know of.
pub async fn case_balances(
    core: &Core,
    user: UserId,
    case: CaseId,
    moment: Moment,
) -> ApiResult<TrialBalance> {
    let clock = core.clock.clone();
    core.store
        .run_read(move |conn| {
            let actor = actor(conn, user)?;
            let case = find(conn, &actor, clock.today(), case)?;
            let books = if moment.on.is_none() && moment.as_of.is_none() {
                cases::balances(conn, case.id)?
            } else {
                let ask = Ask { file: Some(case.id.into()), ..until(case.office, moment) };
                folded(flows(conn, &ask)?)?
            };
            books.trial_balance().map_err(ApiError::internal)
        })
        .await
}

/// The accounts of an office: every case and its own file.
///
/// # Errors
/// 403 when the books are not the user's to read.
pub async fn office_trial_balance(
    core: &Core,
    user: UserId,
    office: OfficeId,
    moment: Moment,
) -> ApiResult<TrialBalance> {
    let today = core.clock.today();
    core.store
        .run_read(move |conn| {
            may_read(conn, user, office, today)?;
            let books = if moment.on.is_none() && moment.as_of.is_none() {
                let sums = office_balances(conn, office)?;
                let turnovers: ApiResult<Vec<(Account, Turnover)>> = sums
                    .into_iter()
                    .map(|(account, debit_dong, credit_dong)| {
                        let account = account.parse().map_err(ApiError::internal)?;
                        Ok((account, Turnover { debit_dong, credit_dong }))
                    })
                    .collect();
                Balances::from_turnovers(turnovers?)
            } else {
                folded(flows(conn, &until(office, moment))?)?
            };
            books.trial_balance().map_err(ApiError::internal)
        })
        .await
}

/// The lines of an office's ledger, by day.
///
/// # Errors
/// 403 when the books are not the user's to read.
pub async fn office_lines(
    core: &Core,
    user: UserId,
    office: OfficeId,
    days: Days,
    after: Option<Place>,
    limit: i64,
) -> ApiResult<Vec<LineView>> {
    let (today, law) = (core.clock.today(), core.law.clone());
    core.store
        .run_read(move |conn| {
            may_read(conn, user, office, today)?;
            let lines = ledger_books::lines(conn, &days.ask(office)?, after, limit)?;
            shown(conn, &law, lines)
        })
        .await
}

/// The lines of an account of an office, by day, each with what stands on the account after it.
///
/// # Errors
/// 403 when the books are not the user's to read; 400 for the mark of another account or other days.
pub async fn account_lines(
    core: &Core,
    user: UserId,
    (office, account): (OfficeId, Account),
    days: Days,
    after: Option<AccountMark>,
    limit: i64,
) -> ApiResult<Vec<AccountLine>> {
    let (today, law) = (core.clock.today(), core.law.clone());
    core.store
        .run_read(move |conn| {
            may_read(conn, user, office, today)?;
            let ask = Ask { account: Some(account.as_str()), ..days.ask(office)? };
            let (place, mut balance) = match after {
                Some(mark) if mark.of == asked(&((office, account), days)) => {
                    (Some(mark.place), mark.balance)
                }
                Some(_) => return Err(ApiError::new(Code::MalformedCursor)),
                None => (None, before(conn, &ask, account)?),
            };
            let lines = ledger_books::lines(conn, &ask, place, limit)?;
            let mut rows = Vec::with_capacity(lines.len());
            for line in shown(conn, &law, lines)? {
                let movement_dong = movement(&line, account);
                balance += movement_dong;
                rows.push(AccountLine { line, movement_dong, balance_dong: balance });
            }
            Ok(rows)
        })
        .await
}

/// What a line puts on an account's own side.
pub(super) fn movement(line: &LineView, account: Account) -> i64 {
    let on_debit = line.debit == account.as_str();
    if on_debit == (account.side() == Side::Debit) { line.amount.get() } else { -line.amount.get() }
}

/// What stood on an account before the first day asked for.
pub(super) fn before(conn: &mut Conn, ask: &Ask<'_>, account: Account) -> ApiResult<i64> {
    let Some(eve) = ask.from.map(|from| from.pred_opt().unwrap_or(from)) else { return Ok(0) };
    let (debit, credit) = turnover(conn, &Ask { from: None, to: Some(eve), ..*ask })?;
    Ok(match account.side() {
        Side::Debit => debit.get() - credit.get(),
        Side::Credit => credit.get() - debit.get(),
    })
}

fn until(office: OfficeId, moment: Moment) -> Ask<'static> {
    Ask { to: moment.on, as_of: moment.as_of.map(At::from), ..Ask::office(office) }
}

fn folded(flows: Vec<(String, String, Dong)>) -> ApiResult<Balances> {
    let account = |number: String| number.parse::<Account>().map_err(ApiError::internal);
    let flows: ApiResult<Vec<_>> = flows
        .into_iter()
        .map(|(debit, credit, amount)| Ok((account(debit)?, account(credit)?, amount)))
        .collect();
    Ok(Balances::from_turnovers(sums(flows?).map_err(ApiError::internal)?))
}

/// The books of a whole office are for its head, the head's deputies, its accountant, cashier and examiner, and for auditors.
pub(super) fn may_read(conn: &mut Conn, user: UserId, office: OfficeId, on: NaiveDate) -> ApiResult<Actor> {
    const READERS: [Role; 5] =
        [Role::Head, Role::DeputyHead, Role::Accountant, Role::Cashier, Role::Examiner];
    let actor = actor(conn, user)?;
    let own = READERS.iter().any(|role| actor.has(*role, office, None, on));
    if !own && !anywhere(&actor, &[Role::Auditor], on) {
        return Err(ApiError::forbidden());
    }
    offices::find(conn, office)?.ok_or_else(ApiError::not_found)?;
    Ok(actor)
}
