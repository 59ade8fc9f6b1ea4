//! Statements of bank and Treasury accounts: imported, listed with what is open on either side, and what their guards look at.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::ToSchema;
use validator::Validate;

use super::super::acts::{Asked, Board, plain};
use super::super::context::{Core, actor};
use super::super::convert::value;
use super::super::error::{ApiError, ApiResult, FieldError};
use super::super::idempotency::{Answer, Once};
use super::super::matters::{self, Entering};
use super::super::refusals::cited;
use super::{AT_BANK, books, stood};
use crate::domain::actor::Role;
use crate::domain::closing::matching::{Booked, HowMatched, OpenLine, automatic};
use crate::domain::closing::statement::{
    BankStatement, Line, Read, Reconciliation, StatementFormat, StatementState, read,
};
use crate::domain::closing::{PostingRef, difference};
use crate::domain::event::hash;
use crate::domain::ids::{EntryId, MatterId, OfficeId, UserId};
use crate::domain::ledger::Account;
use crate::domain::lifecycle::closing::{BankStatementAction, BankStatementFacts, BankStatementLifecycle};
use crate::domain::lifecycle::plan::{Change, Plan};
use crate::domain::matter::{Matter, MatterHead};
use crate::domain::money::Dong;
use crate::domain::refusal;
use crate::store::statements::{Later, OPEN_MAX};
use crate::store::{AnyId, Conn, Scope, closings, matters as rows, statements};

impl Board for BankStatementLifecycle {
    fn load(conn: &mut Conn, asked: &Asked<'_, BankStatementAction>) -> ApiResult<BankStatementFacts> {
        let statement: BankStatement = matters::find(conn, asked.actor, asked.today, MatterId(asked.id))?;
        // What is matched, reconciled or opened again is not booked upon or closed meanwhile.
        books(conn, statement.head.office, asked.action.is_some())?;
        let named =
            asked.action.and_then(BankStatementAction::line).and_then(|line| i32::try_from(line).ok());
        let line_is_matched = match named {
            Some(line) => !statements::matches(conn, statement.head.id, &[line])?.is_empty(),
            None => false,
        };
        Ok(BankStatementFacts { line_is_matched, ..facts(conn, statement)? })
    }

    fn version(facts: &BankStatementFacts) -> i64 {
        facts.statement.head.version
    }

    fn parse(name: &str, body: Value) -> Option<Result<BankStatementAction, Vec<refusal::FieldError>>> {
        BankStatementAction::parse(name, body)
    }

    fn names() -> &'static [(&'static str, &'static str)] {
        BankStatementAction::NAMES
    }
}

/// A statement with what stands open on either side at its end, and what is booked since.
pub(super) fn facts(conn: &mut Conn, statement: BankStatement) -> ApiResult<BankStatementFacts> {
    let (office, ledger, to) = (statement.head.office, statement.ledger.as_str(), statement.to);
    let lines = statements::open_lines(conn, office, ledger, to, OPEN_MAX)?;
    let earlier = statements::latest(conn, office, ledger, Some(statement.from))?;
    let earlier_open = match earlier {
        Some(earlier) => {
            let row = rows::get(conn, &Scope::office(office), BankStatement::KIND, earlier.matter_id)?;
            (row.state != StatementState::Reconciled.as_str()).then_some(earlier.statement)
        }
        None => None,
    };
    let eve = statement.base.pred_opt();
    let base_difference = match statements::first(conn, office, ledger)? {
        Some(first) => first.opening.get() - stood(conn, office, ledger, eve)?,
        None => statement.base_difference,
    };
    let over = |conn: &mut Conn, later: Later| -> ApiResult<i64> {
        let incoming = statements::over_day(conn, office, ledger, true, later, to)?;
        Ok(incoming - statements::over_day(conn, office, ledger, false, later, to)?)
    };
    Ok(BankStatementFacts {
        lines: lines.into_iter().map(open_line).collect::<ApiResult<_>>()?,
        booked: booked(conn, &statement)?,
        booked_later: over(conn, Later::Booked)?,
        stated_later: over(conn, Later::Stated)?,
        books: stood(conn, office, ledger, Some(to))?,
        base_difference,
        closed_on: closings::books(conn, office)?.closed_on,
        earlier_open,
        line_is_matched: false,
        statement,
    })
}

/// The last day up to which an account is reconciled: none where the books moved since behind its last reconciled statement.
pub(super) fn reconciled_to(
    conn: &mut Conn,
    office: OfficeId,
    ledger: &str,
) -> ApiResult<Option<chrono::NaiveDate>> {
    let reconciled = StatementState::Reconciled.as_str();
    let Some(last) = statements::last_in_state(conn, office, ledger, reconciled)? else { return Ok(None) };
    let row = rows::get(conn, &Scope::office(office), BankStatement::KIND, last.matter_id)?;
    let statement: BankStatement = value(&row.doc)?;
    let books = stood(conn, office, ledger, Some(last.to_on))?;
    Ok(statement.reconciliation.filter(|found| found.books == books).map(|_| last.to_on))
}

fn open_line(row: statements::Line) -> ApiResult<OpenLine> {
    Ok(OpenLine {
        statement: row.matter_id,
        line: u32::try_from(row.line).map_err(ApiError::internal)?,
        reference: row.reference,
        end_to_end: row.end_to_end,
        on: row.booked_on,
        incoming: row.incoming,
        amount: row.amount,
    })
}

/// The postings without a match since the first statement, each with the bank references of its vouchers.
fn booked(conn: &mut Conn, statement: &BankStatement) -> ApiResult<Vec<Booked>> {
    let (office, ledger) = (statement.head.office, statement.ledger.as_str());
    let mut found = Vec::new();
    for incoming in [true, false] {
        let rows = statements::open_postings(conn, office, ledger, incoming, statement.base, OPEN_MAX)?;
        found.extend(rows.into_iter().map(|(entry, posting, on, amount)| Booked {
            posting: PostingRef { entry, posting },
            on,
            incoming,
            amount,
            references: Vec::new(),
        }));
    }
    let entries: Vec<EntryId> = found.iter().map(|one| one.posting.entry).collect();
    let sources = statements::sources(conn, &entries)?;
    let ids: Vec<AnyId> =
        sources.iter().flat_map(|(_, voucher, source)| voucher.iter().copied().chain([*source])).collect();
    let known: BTreeMap<AnyId, String> = statements::vouchers(conn, &ids)?
        .into_iter()
        .filter_map(|(id, doc)| Some((id, reference_of(&doc)?)))
        .collect();
    let mut by_entry: BTreeMap<EntryId, Vec<String>> = BTreeMap::new();
    for (entry, voucher, source) in sources {
        let references = voucher.into_iter().chain([source]).filter_map(|id| known.get(&id).cloned());
        by_entry.entry(entry).or_default().extend(references);
    }
    for one in &mut found {
        one.references = by_entry.get(&one.posting.entry).cloned().unwrap_or_default();
    }
    Ok(found)
}

/// The bank's reference of a receipt or payout.
fn reference_of(doc: &str) -> Option<String> {
    let doc: Value = serde_json::from_str(doc).ok()?;
    doc["bank_reference"].as_str().map(str::to_owned)
}

/// A statement's file.
#[derive(Debug, Clone, Serialize, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewBankStatement {
    /// The agency.
    pub office: OfficeId,
    /// The account in the books: 1121 bank, 1122 Treasury.
    pub ledger: Account,
    /// The form of the file.
    pub format: StatementFormat,
    /// The file, as text.
    #[validate(length(min = 1, max = 900_000))]
    pub content: String,
}

/// KS-N1: imports a statement, once, and matches what is certain.
///
/// # Errors
/// 403 for anybody but the office's accountant; 422 for a file that does not agree with itself or with the statement before it, and
/// for lines that are there already.
pub async fn import(core: &Core, once: Once, new: NewBankStatement) -> ApiResult<Answer> {
    matters::enter(core, once, "bank-statements", move |conn, entering| enter(conn, entering, &new)).await
}

fn enter(
    conn: &mut Conn,
    entering: &Entering<'_>,
    new: &NewBankStatement,
) -> ApiResult<(BankStatement, Plan)> {
    let today = entering.today;
    if !entering.actor.has(Role::Accountant, new.office, None, today) {
        return Err(ApiError::forbidden());
    }
    let refused = |errors: Vec<FieldError>| cited(entering.law, today, errors);
    if !AT_BANK.contains(&new.ledger) {
        return Err(refused(vec![FieldError::new("/ledger", "not_in_list")]));
    }
    let read = read(new.format, &new.content).map_err(|fault| refused(vec![plain(fault.into())]))?;
    // Another import of this account waits here.
    books(conn, new.office, true)?;
    let errors = chain_errors(conn, new, &read, today)?;
    if !errors.is_empty() {
        return Err(refused(errors));
    }
    let ledger = new.ledger.as_str();
    let first = statements::first(conn, new.office, ledger)?;
    let (base, opening) = first.map_or((read.from, read.opening), |first| (first.from_on, first.opening));
    let base_difference = opening.get() - stood(conn, new.office, ledger, base.pred_opt())?;
    let statement = BankStatement {
        head: MatterHead::new(entering.id, new.office, None, today),
        state: StatementState::Imported,
        ledger: new.ledger,
        account: read.account,
        statement: read.statement,
        from: read.from,
        to: read.to,
        opening: read.opening,
        closing: read.closing,
        line_count: u32::try_from(read.lines.len()).map_err(ApiError::internal)?,
        digest: hash(&new.content),
        base,
        base_difference,
        explained: Vec::new(),
        undone: Vec::new(),
        reconciliation: None,
        document: None,
    };
    let mut plan = Plan::new(BankStatement::KIND, "KS-N1", "import_statement", "", Vec::new());
    let open: Vec<OpenLine> = read.lines.iter().map(|line| as_open(line, entering.id)).collect();
    plan.closing.matched = automatic(&open, &booked(conn, &statement)?);
    plan.closing.imported = true;
    plan.closing.lines = read.lines;
    Ok((statement, plan))
}

fn as_open(line: &Line, statement: MatterId) -> OpenLine {
    OpenLine {
        statement,
        line: line.line,
        reference: line.reference.clone(),
        end_to_end: line.end_to_end.clone(),
        on: line.booked_on,
        incoming: line.incoming,
        amount: line.amount,
    }
}

/// The statement is new, of the same account, and goes on where the one before it ended.
fn chain_errors(
    conn: &mut Conn,
    new: &NewBankStatement,
    read: &Read,
    today: chrono::NaiveDate,
) -> ApiResult<Vec<FieldError>> {
    let ledger = new.ledger.as_str();
    let mut errors = Vec::new();
    if read.to > today {
        errors.push(FieldError::new("/content", "date_in_future"));
    }
    let twice = |what: &str| FieldError::new("/content", "G-SK-TWICE").with("line", 0).with("what", what);
    if let Some(known) = statements::by_number(conn, new.office, ledger, &read.statement)? {
        // The same file again, or the same number with other lines: each line that is there already is named.
        let seen = statements::references(conn, known.matter_id)?;
        let again: Vec<&str> =
            read.lines.iter().map(|line| line.reference.as_str()).filter(|one| seen.contains(*one)).collect();
        errors.push(twice(&read.statement));
        errors.extend(again.into_iter().take(20).map(twice));
        return Ok(errors);
    }
    if let Some(last) = statements::latest(conn, new.office, ledger, None)? {
        if last.account != read.account {
            errors.push(FieldError::new("/content", "G-SK-ACCOUNT").with("doc", &last.account));
        }
        if read.from <= last.to_on {
            errors.push(
                FieldError::new("/content", "G-SK-CHAIN")
                    .with("date", last.to_on)
                    .with("limit", last.closing),
            );
        } else if read.opening != last.closing {
            let gap = difference(read.opening, last.closing);
            let error = FieldError::new("/content", "G-SK-CHAIN").with("date", last.to_on);
            errors.push(error.with("limit", last.closing).with("difference", gap));
        }
    }
    Ok(errors)
}

/// Writes the lines and matches of a plan.
///
/// # Errors
/// Whatever the database refuses.
pub(super) fn write(conn: &mut Conn, plan: &Plan, matter: MatterId) -> ApiResult<()> {
    let effects = &plan.closing;
    let Some(statement) = plan.changes.iter().find_map(statement_of).transpose()? else { return Ok(()) };
    let ledger = statement.ledger.as_str();
    let number = |line: u32| i32::try_from(line).map_err(ApiError::internal);
    if effects.imported {
        let row = statements::Statement {
            matter_id: matter,
            office_id: statement.head.office,
            ledger: ledger.to_owned(),
            account: statement.account.clone(),
            statement: statement.statement.clone(),
            from_on: statement.from,
            to_on: statement.to,
            opening: statement.opening,
            closing: statement.closing,
        };
        statements::insert(conn, &row)?;
    }
    let line = |one: &Line| {
        Ok(statements::Line {
            matter_id: matter,
            line: number(one.line)?,
            office_id: statement.head.office,
            ledger: ledger.to_owned(),
            statement: statement.statement.clone(),
            reference: one.reference.clone(),
            end_to_end: one.end_to_end.clone(),
            booked_on: one.booked_on,
            incoming: one.incoming,
            amount: one.amount,
        })
    };
    let lines: ApiResult<Vec<_>> = effects.lines.iter().map(line).collect();
    statements::insert_lines(conn, &lines?)?;
    for line in &effects.unmatched {
        statements::remove_matches(conn, matter, number(*line)?)?;
    }
    let found = |one: &crate::domain::closing::matching::Match| {
        Ok(statements::Match {
            ledger: ledger.to_owned(),
            entry_id: one.posting.entry,
            posting: one.posting.posting,
            matter_id: matter,
            line: number(one.line)?,
            how: one.how.as_str().to_owned(),
            reason: one.reason.clone(),
        })
    };
    let matched: ApiResult<Vec<_>> = effects.matched.iter().map(found).collect();
    Ok(statements::insert_matches(conn, &matched?)?)
}

fn statement_of(change: &Change) -> Option<ApiResult<BankStatement>> {
    match change {
        Change::Matter(one) if one.kind == BankStatement::KIND => {
            Some(serde_json::from_value(one.value.clone()).map_err(ApiError::internal))
        }
        _ => None,
    }
}

/// A line as the API shows it.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = StatementLineView)]
pub struct LineView {
    /// The line.
    #[serde(flatten)]
    pub line: Line,
    /// What it is in the books; none while it stands open.
    pub matches: Vec<MatchView>,
}

/// A match as the API shows it.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = StatementMatchView)]
pub struct MatchView {
    /// The posting.
    #[serde(flatten)]
    pub posting: PostingRef,
    /// How it was found.
    pub how: HowMatched,
    /// Why, where a person said so.
    pub reason: Option<String>,
}

/// The lines of a statement, by place.
///
/// # Errors
/// 404 when the statement is not the user's to know of.
pub async fn lines(
    core: &Core,
    user: UserId,
    id: MatterId,
    after: u32,
    limit: i64,
) -> ApiResult<Vec<LineView>> {
    let clock = core.clock.clone();
    core.store
        .run_read(move |conn| {
            let actor = actor(conn, user)?;
            matters::find::<BankStatement>(conn, &actor, clock.today(), id)?;
            let after = i32::try_from(after).unwrap_or(i32::MAX);
            let rows = statements::lines(conn, id, after, limit)?;
            let places: Vec<i32> = rows.iter().map(|row| row.line).collect();
            let matches = statements::matches(conn, id, &places)?;
            rows.into_iter().map(|row| line_view(row, &matches)).collect()
        })
        .await
}

fn line_view(row: statements::Line, matches: &[statements::Match]) -> ApiResult<LineView> {
    let own = matches.iter().filter(|one| one.line == row.line);
    let view = |one: &statements::Match| {
        Ok(MatchView {
            posting: PostingRef { entry: one.entry_id, posting: one.posting },
            how: one.how.parse().map_err(ApiError::internal)?,
            reason: one.reason.clone(),
        })
    };
    let matches: ApiResult<Vec<MatchView>> = own.map(view).collect();
    let line = Line {
        line: u32::try_from(row.line).map_err(ApiError::internal)?,
        reference: row.reference,
        end_to_end: row.end_to_end,
        booked_on: row.booked_on,
        incoming: row.incoming,
        amount: row.amount,
    };
    Ok(LineView { line, matches: matches? })
}

/// What stands open at the end of a statement, on either side, and what it makes up.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = OpenItemsView)]
pub struct OpenView {
    /// The difference between bank and books.
    pub reconciliation: Reconciliation,
    /// Whether the open items make it up.
    pub adds_up: bool,
    /// On the statement, not in the books; at most a thousand, oldest first.
    pub only_bank: Vec<OpenLine>,
    /// In the books, not on the statement; at most a thousand, oldest first.
    pub only_books: Vec<Booked>,
    /// How many there are of both.
    pub count: usize,
    /// The sum of what is only at the bank, money in.
    pub incoming: Dong,
}

/// What stands open at the end of a statement.
///
/// # Errors
/// 404 when the statement is not the user's to know of.
pub async fn open_items(core: &Core, user: UserId, id: MatterId) -> ApiResult<OpenView> {
    let clock = core.clock.clone();
    core.store
        .run_read(move |conn| {
            let actor = actor(conn, user)?;
            let statement = matters::find::<BankStatement>(conn, &actor, clock.today(), id)?;
            let to = statement.to;
            let found = facts(conn, statement)?;
            let reconciliation = found.reconciliation();
            let incoming = found.lines.iter().filter(|line| line.incoming).map(|line| line.amount);
            let incoming = Dong::sum(incoming).map_err(ApiError::internal)?;
            let mut only_books: Vec<Booked> = found.booked.into_iter().filter(|one| one.on <= to).collect();
            only_books.sort_by_key(|one| (one.on, one.posting));
            let mut only_bank = found.lines;
            let count = only_bank.len() + only_books.len();
            only_bank.truncate(1_000);
            only_books.truncate(1_000);
            let adds_up = reconciliation.adds_up();
            Ok(OpenView { reconciliation, adds_up, only_bank, only_books, count, incoming })
        })
        .await
}

/// How many items of an account are open and not explained on its last statement: for a handover.
pub(super) fn unexplained(conn: &mut Conn, office: OfficeId) -> ApiResult<usize> {
    let mut count = 0;
    for account in AT_BANK {
        if let Some(last) = statements::latest(conn, office, account.as_str(), None)? {
            let row = rows::get(conn, &Scope::office(office), BankStatement::KIND, last.matter_id)?;
            let statement: BankStatement = value(&row.doc)?;
            count += facts(conn, statement)?.unexplained().len();
        }
    }
    Ok(count)
}
