//! The books of a period as tables: journal (nhật ký), general ledger (sổ cái), details by decision (sổ chi tiết), register of receipts
//! (TT78 11.2). A book is read page by page and never held whole, whether it is shown or written to a file.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::grouped::{self, Mark};
use super::ledger::{Days, asked, may_read};
use super::lines::{LineView, shown};
use super::sheet::{Exported, Format, Sheet};
use crate::domain::citation::Citation;
use crate::domain::claim::Payee;
use crate::domain::ids::{CaseId, OfficeId, PartyId, UserId};
use crate::domain::law::Law;
use crate::domain::ledger::Account;
use crate::domain::text::Lang;
use crate::service::access::{self, Access};
use crate::service::context::Core;
use crate::service::error::{ApiError, ApiResult, Code, FieldError};
use crate::service::receipts::{self, ReceiptView};
use crate::store::ledger_books::{self, Ask, ReceiptPlace};
use crate::store::{Conn, MAX_ROWS, parties};
use crate::text_enum;

text_enum! {
    /// A book.
    pub enum Book {
        /// Nhật ký: every line by day.
        Journal = "journal",
        /// Sổ cái: account by account, with what stood before and stands after.
        GeneralLedger = "general_ledger",
        /// Sổ chi tiết: decision by decision, with the money that lies there.
        CaseDetails = "case_details",
        /// Every receipt by day.
        Receipts = "receipts",
    }
}

/// A file has no more rows than this: beyond it, ask for a shorter period, one account or one case.
pub const MOST_ROWS: usize = 200_000;

/// Which book, of whom, between which days.
#[derive(Debug, Clone, Copy)]
pub struct Question {
    /// The agency.
    pub office: OfficeId,
    /// The book.
    pub book: Book,
    /// The first day.
    pub from: NaiveDate,
    /// The last day.
    pub to: NaiveDate,
    /// As recorded by this instant.
    pub as_of: Option<DateTime<Utc>>,
    /// Of one account only.
    pub account: Option<Account>,
    /// Of one case only.
    pub case: Option<CaseId>,
    /// The reader's language.
    pub lang: Lang,
}

/// A cell of a row.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(untagged)]
pub enum Cell {
    /// Nothing.
    Empty,
    /// Words.
    Text(String),
    /// A day.
    Day(NaiveDate),
    /// An amount in đồng.
    Dong(i64),
}

impl Cell {
    /// Words, or nothing.
    pub(super) fn of(text: Option<String>) -> Cell {
        text.map_or(Cell::Empty, Cell::Text)
    }
}

/// A row: a cell for each column of its book.
pub type Row = Vec<Cell>;

/// Where a page of a book ends, and of which question: in the answer to another one the place means nothing.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Bookmark {
    of: String,
    at: Stop,
}

/// Where a page ends.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) enum Stop {
    /// After a line.
    Line(ledger_books::Place),
    /// Inside a group of a grouped book.
    Group(Mark),
    /// After a receipt.
    Receipt(ReceiptPlace),
}

impl Book {
    /// Its columns, in order; each has its name under `column.<key>`.
    pub const fn columns(self) -> &'static [&'static str] {
        match self {
            Book::Journal => &[
                "posted_on",
                "entry",
                "line",
                "event",
                "voucher",
                "memo",
                "debit",
                "credit",
                "amount",
                "payee",
                "case",
                "act",
                "article",
            ],
            Book::GeneralLedger => &[
                "row",
                "account",
                "posted_on",
                "event",
                "voucher",
                "memo",
                "counter",
                "debit_amount",
                "credit_amount",
                "balance",
                "payee",
                "case",
                "article",
            ],
            Book::CaseDetails => &[
                "row",
                "case",
                "posted_on",
                "event",
                "voucher",
                "memo",
                "debit",
                "credit",
                "amount",
                "money_in",
                "money_out",
                "money_left",
                "payee",
                "article",
            ],
            Book::Receipts => &[
                "received_on",
                "number",
                "receipt_kind",
                "channel",
                "amount",
                "payer",
                "paid_by",
                "case",
                "bank_reference",
                "cancelled_on",
            ],
        }
    }
}

impl Question {
    /// The question to the store.
    ///
    /// # Errors
    /// 422 for days in the wrong order, and for an account of the register of receipts, which knows none.
    fn ask(&self) -> ApiResult<Ask<'static>> {
        if self.book == Book::Receipts && self.account.is_some() {
            return Err(ApiError::field("/account", "contradicts"));
        }
        let days = Days { from: Some(self.from), to: Some(self.to), as_of: self.as_of };
        let ask = days.ask(self.office)?;
        Ok(Ask { account: self.account.map(Account::as_str), file: self.case.map(Into::into), ..ask })
    }
}

/// The rows of one page of a book, and where it ends unless the book does.
///
/// # Errors
/// 403 when the books are not the user's to read; 400 for the mark of another question.
pub async fn page(
    core: &Core,
    user: UserId,
    question: Question,
    after: Option<Bookmark>,
    limit: i64,
) -> ApiResult<(Vec<Row>, Option<Bookmark>)> {
    let (today, law) = (core.clock.today(), core.law.clone());
    // The reader's language may change between two pages.
    let of = asked(&Question { lang: Lang::Vi, ..question });
    core.store
        .run_read(move |conn| {
            may_read(conn, user, question.office, today)?;
            let after = after.map(|mark| mark.within(&of)).transpose()?;
            let (rows, next) = read(conn, &law, &question, after, limit)?;
            Ok((rows, next.map(|at| Bookmark { of, at })))
        })
        .await
}

impl Bookmark {
    fn within(self, of: &str) -> ApiResult<Stop> {
        if self.of == of { Ok(self.at) } else { Err(ApiError::new(Code::MalformedCursor)) }
    }
}

/// The whole book as a file; that it was carried away is on record before it is.
///
/// # Errors
/// 403 when the books are not the user's to read; 422 when it has more than [`MOST_ROWS`] rows.
pub async fn export(core: &Core, user: UserId, question: Question, format: Format) -> ApiResult<Exported> {
    let (today, law) = (core.clock.today(), core.law.clone());
    let (made, rows) = core
        .store
        .run_read(move |conn| {
            may_read(conn, user, question.office, today)?;
            let columns = question.book.columns().iter();
            let head: Vec<String> = columns
                .map(|key| law.texts().label(&format!("column.{key}"), question.lang).to_owned())
                .collect();
            let mut sheet = Sheet::begin(format, &head)?;
            let (mut after, mut count) = (None, 0);
            loop {
                let (rows, next) = read(conn, &law, &question, after, MAX_ROWS)?;
                count += rows.len();
                if count > MOST_ROWS {
                    let limit = FieldError::new("/to", "book_too_long").with("limit", MOST_ROWS);
                    return Err(ApiError::invalid(vec![limit]));
                }
                rows.iter().try_for_each(|row| sheet.add(row))?;
                match next {
                    None => return Ok((sheet.finish()?, count)),
                    next => after = next,
                }
            }
        })
        .await?;
    let Question { office, book, from, to, as_of, account, case, .. } = question;
    let about = json!({ "book": book, "from": from, "to": to, "as_of": as_of, "account": account, "case": case,
        "format": format, "rows": rows });
    let access = Access { code: "R-EXPORT", action: "export_book", office: Some(office), case: None, about };
    access::noted(core, user, access).await?;
    Ok(made)
}

fn read(
    conn: &mut Conn,
    law: &Law,
    question: &Question,
    after: Option<Stop>,
    limit: i64,
) -> ApiResult<(Vec<Row>, Option<Stop>)> {
    match (question.book, after) {
        (Book::Journal, None) => journal(conn, law, question, None, limit),
        (Book::Journal, Some(Stop::Line(place))) => journal(conn, law, question, Some(place), limit),
        (Book::GeneralLedger | Book::CaseDetails, None) => {
            grouped::read(conn, law, question, &question.ask()?, Mark::default(), limit)
        }
        (Book::GeneralLedger | Book::CaseDetails, Some(Stop::Group(mark))) => {
            grouped::read(conn, law, question, &question.ask()?, mark, limit)
        }
        (Book::Receipts, None) => register(conn, law, question, None, limit),
        (Book::Receipts, Some(Stop::Receipt(place))) => register(conn, law, question, Some(place), limit),
        _ => Err(ApiError::new(Code::MalformedCursor)),
    }
}

fn journal(
    conn: &mut Conn,
    law: &Law,
    question: &Question,
    after: Option<ledger_books::Place>,
    limit: i64,
) -> ApiResult<(Vec<Row>, Option<Stop>)> {
    let found = ledger_books::lines(conn, &question.ask()?, after, limit)?;
    let full = i64::try_from(found.len()).unwrap_or(limit) == limit;
    let lines = shown(conn, law, found)?;
    let names = Names::of(conn, question.office, &lines)?;
    let words = Words { law, lang: question.lang };
    let row = |line: &LineView| {
        vec![
            Cell::Day(line.posted_on),
            Cell::Text(line.entry.to_string()),
            Cell::Dong(i64::from(line.line)),
            words.event(line),
            voucher(line),
            Cell::Text(line.memo.clone()),
            Cell::Text(line.debit.clone()),
            Cell::Text(line.credit.clone()),
            Cell::Dong(line.amount.get()),
            names.payee(&words, line),
            names.case(line),
            Cell::Text(line.source.code.clone()),
            words.article(line),
        ]
    };
    let next = lines.last().filter(|_| full).map(|last| Stop::Line(last.place()));
    Ok((lines.iter().map(row).collect(), next))
}

fn register(
    conn: &mut Conn,
    law: &Law,
    question: &Question,
    after: Option<ReceiptPlace>,
    limit: i64,
) -> ApiResult<(Vec<Row>, Option<Stop>)> {
    let ask = question.ask()?;
    let found = ledger_books::receipts_between(conn, &ask, after, limit)?;
    let full = i64::try_from(found.len()).unwrap_or(limit) == limit;
    let next = found.last().filter(|_| full).map(|last| Stop::Receipt((last.received_on, last.id)));
    let cases: BTreeSet<CaseId> = found.iter().filter_map(|row| row.case_id).collect();
    let cases = ledger_books::case_numbers(conn, question.office, &cases.into_iter().collect::<Vec<_>>())?;
    let views = receipts::views(conn, &found, ask.as_of)?;
    let names = party_names(conn, views.iter().filter_map(|view| view.receipt.payer).collect())?;
    let named = |kind: &str, code: &str| {
        let key = format!("{kind}.{code}");
        let label = law.texts().label(&key, question.lang);
        Cell::Text(if label == key { code.to_owned() } else { label.to_owned() })
    };
    let row = |ReceiptView { receipt, paid_by, cancelled, .. }: ReceiptView| {
        vec![
            Cell::Day(receipt.received_on),
            Cell::Text(receipt.number),
            named("receipt", receipt.kind.as_str()),
            named("channel", receipt.channel.as_str()),
            Cell::Dong(receipt.amount.get()),
            Cell::of(receipt.payer.and_then(|id| names.get(&id).cloned())),
            Cell::of(paid_by),
            Cell::of(receipt.case.and_then(|case| cases.get(&case).cloned())),
            Cell::of(receipt.bank_reference),
            cancelled.map_or(Cell::Empty, |one| Cell::Day(one.on)),
        ]
    };
    Ok((views.into_iter().map(row).collect(), next))
}

/// The words of a reader.
pub(super) struct Words<'a> {
    pub law: &'a Law,
    pub lang: Lang,
}

impl Words<'_> {
    /// The kind of entry, with its name.
    pub fn event(&self, line: &LineView) -> Cell {
        let key = format!("event.{}", line.kind);
        Cell::Text(format!("{} – {}", line.kind, self.law.texts().label(&key, self.lang)))
    }

    /// Where the rule of a line stands.
    pub fn article(&self, line: &LineView) -> Cell {
        let texts: Vec<String> = line.citation.iter().map(Citation::to_string).collect();
        Cell::of(Some(texts.join("; ")).filter(|text| !text.is_empty()))
    }

    /// A word of the books.
    pub fn of(&self, key: &str) -> Cell {
        Cell::Text(self.law.texts().label(key, self.lang).to_owned())
    }
}

/// The number of the receipt or document.
pub(super) fn voucher(line: &LineView) -> Cell {
    Cell::of(line.voucher.as_ref().map(|voucher| voucher.number.clone()))
}

/// What the lines of a page call by identifiers.
pub(super) struct Names {
    payees: BTreeMap<PartyId, String>,
    cases: BTreeMap<CaseId, String>,
}

impl Names {
    /// The names for these lines.
    pub fn of(conn: &mut Conn, office: OfficeId, lines: &[LineView]) -> ApiResult<Names> {
        let payee = |line: &LineView| match line.payee {
            Some(Payee::Party(party)) => Some(party),
            _ => None,
        };
        let cases: BTreeSet<CaseId> = lines.iter().filter_map(|line| line.case).collect();
        Ok(Names {
            payees: party_names(conn, lines.iter().filter_map(payee).collect())?,
            cases: ledger_books::case_numbers(conn, office, &cases.into_iter().collect::<Vec<_>>())?,
        })
    }

    /// Whose a line is.
    pub fn payee(&self, words: &Words<'_>, line: &LineView) -> Cell {
        match line.payee {
            None => Cell::Empty,
            Some(Payee::Party(party)) => Cell::of(self.payees.get(&party).cloned()),
            Some(Payee::State) => words.of("payee.state"),
            Some(Payee::Agency) => words.of("payee.agency"),
        }
    }

    /// The number of its decision.
    pub fn case(&self, line: &LineView) -> Cell {
        Cell::of(line.case.and_then(|case| self.cases.get(&case).cloned()))
    }
}

fn party_names(conn: &mut Conn, ids: BTreeSet<PartyId>) -> ApiResult<BTreeMap<PartyId, String>> {
    let found = parties::by_ids(conn, &ids.into_iter().collect::<Vec<_>>())?;
    Ok(found.into_iter().map(|party| (party.id, party.name)).collect())
}
