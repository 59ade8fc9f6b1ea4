//! Statements of bank and Treasury accounts (sao kê, sổ phụ; TT78 7.1.d): what a file says, once it is read and adds up. Two forms are
//! read, CSV and ISO 20022 camt.053; of a line only what reconciliation needs is kept – no name, no account of a payer.

pub mod camt;
pub mod csv;

use std::collections::BTreeSet;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::super::ids::{DecisionId, UserId};
use super::super::ledger::Account;
use super::super::matter::{Matter, MatterHead};
use super::super::money::Dong;
use super::super::refusal::FieldError;
use super::PostingRef;
use crate::text_enum;

/// How many lines one statement holds: a longer one comes in parts.
pub const LINES_MAX: usize = 5_000;
/// How long a reference may be (ISO 20022 has 35 characters).
const REFERENCE_MAX: usize = 64;

text_enum! {
    /// In which form a statement comes.
    pub enum StatementFormat {
        /// Columns `record,account,statement,date,reference,amount`.
        Csv = "csv",
        /// ISO 20022 Bank to Customer Statement.
        Camt053 = "camt053",
    }
}

text_enum! {
    /// Where a statement stands.
    pub enum StatementState {
        /// Read; lines are being matched.
        Imported = "imported",
        /// Nothing is unexplained.
        Reconciled = "reconciled",
    }
}

/// What is wrong with a file, and on which of its lines.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// The code.
    pub code: &'static str,
    /// The line or entry, from 1; 0 for the whole.
    pub at: usize,
    /// What it is about: a reference, the sum expected. Never what a person wrote.
    pub what: String,
}

impl Fault {
    /// A fault at a line.
    pub fn new(code: &'static str, at: usize, what: impl Into<String>) -> Fault {
        Fault { code, at, what: what.into() }
    }
}

impl From<Fault> for FieldError {
    fn from(fault: Fault) -> FieldError {
        FieldError::new("/content", fault.code).with("line", fault.at.to_string()).with("what", fault.what)
    }
}

/// A line of a statement.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = StatementLine)]
pub struct Line {
    /// Its place, from 1.
    pub line: u32,
    /// The bank's reference.
    pub reference: String,
    /// The reference that payer or payee gave.
    pub end_to_end: Option<String>,
    /// The day on which the bank booked it.
    pub booked_on: NaiveDate,
    /// True for money in.
    pub incoming: bool,
    /// The sum, in đồng.
    pub amount: Dong,
}

/// What a file says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Read {
    /// The account's number.
    pub account: String,
    /// The statement's number.
    pub statement: String,
    /// First day.
    pub from: NaiveDate,
    /// Last day.
    pub to: NaiveDate,
    /// Balance before.
    pub opening: Dong,
    /// Balance after.
    pub closing: Dong,
    /// The lines.
    pub lines: Vec<Line>,
}

/// Reads a file and sees that it agrees with itself.
///
/// # Errors
/// The first [`Fault`].
pub fn read(format: StatementFormat, content: &str) -> Result<Read, Fault> {
    let read = match format {
        StatementFormat::Csv => csv::read(content)?,
        StatementFormat::Camt053 => camt::read(content)?,
    };
    read.check()?;
    Ok(read)
}

impl Read {
    fn check(&self) -> Result<(), Fault> {
        if self.to < self.from {
            return Err(Fault::new("G-SK-FORM", 0, "period"));
        }
        let mut seen = BTreeSet::new();
        let (mut incoming, mut outgoing) = (self.opening, Dong::ZERO);
        for line in &self.lines {
            let at = usize::try_from(line.line).unwrap_or_default();
            if !seen.insert(&line.reference) {
                return Err(Fault::new("G-SK-TWICE", at, line.reference.clone()));
            }
            if line.booked_on < self.from || line.booked_on > self.to {
                return Err(Fault::new("G-SK-FORM", at, "date"));
            }
            let sum = if line.incoming { &mut incoming } else { &mut outgoing };
            *sum = sum.plus(line.amount).map_err(|_| Fault::new("G-SK-AMOUNT", at, "sum"))?;
        }
        match incoming.minus(outgoing) {
            Ok(sum) if sum == self.closing => Ok(()),
            Ok(sum) => Err(Fault::new("G-SK-SUM", 0, sum.get().to_string())),
            Err(_) => Err(Fault::new("G-SK-SUM", 0, "below zero")),
        }
    }
}

/// A reference or number: printable ASCII of a bounded length.
pub(super) fn reference(text: &str, at: usize, what: &str) -> Result<String, Fault> {
    let text = text.trim();
    let fits =
        !text.is_empty() && text.len() <= REFERENCE_MAX && text.bytes().all(|b| (0x20..0x7f).contains(&b));
    if fits { Ok(text.to_owned()) } else { Err(Fault::new("G-SK-FORM", at, what)) }
}

/// Whole đồng: digits, and after a point nothing but zeros. A sign, a fraction, a group mark or an exponent is refused.
pub(super) fn amount(text: &str, at: usize) -> Result<Dong, Fault> {
    let wrong = || Fault::new("G-SK-AMOUNT", at, "amount");
    let text = text.trim();
    let (whole, fraction) = text.split_once('.').unwrap_or((text, "0"));
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    if !digits(whole) || !digits(fraction) || whole.len() > 18 || fraction.bytes().any(|b| b != b'0') {
        return Err(wrong());
    }
    whole.parse::<i64>().ok().and_then(|dong| Dong::new(dong).ok()).ok_or_else(wrong)
}

/// A day `YYYY-MM-DD`, also as the beginning of a moment.
pub(super) fn day(text: &str, at: usize) -> Result<NaiveDate, Fault> {
    let text = text.trim();
    let day = text.get(..10).filter(|_| text.len() == 10 || text.as_bytes().get(10) == Some(&b'T'));
    day.and_then(|day| day.parse().ok()).ok_or_else(|| Fault::new("G-SK-FORM", at, "date"))
}

/// Why something is still open at the end of a statement.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = ExplainedItem)]
pub struct Explained {
    /// What is open.
    #[serde(flatten)]
    pub item: OpenItem,
    /// Why.
    pub reason: String,
    /// Who says so.
    pub by: UserId,
    /// The day.
    pub on: NaiveDate,
}

/// A match that was taken back, or a reconciliation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = UndoneItem)]
pub struct Undone {
    /// The line whose match it was; absent where the whole statement was opened again.
    pub line: Option<u32>,
    /// Why.
    pub reason: String,
    /// Who says so.
    pub by: UserId,
    /// The day.
    pub on: NaiveDate,
}

/// Something that stands on one side only.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, ToSchema)]
#[serde(tag = "item", rename_all = "snake_case")]
pub enum OpenItem {
    /// On the statement, not in the books.
    Line {
        /// The statement.
        statement: super::super::ids::MatterId,
        /// The line.
        line: u32,
    },
    /// In the books, not on the statement.
    Posting(PostingRef),
    /// What bank and books differed by when the first statement began.
    Opening,
}

/// The difference between bank and books at the end of a statement, to the đồng.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = BankDifference)]
pub struct Reconciliation {
    /// The bank's balance.
    pub bank: Dong,
    /// The books' balance of the account.
    pub books: i64,
    /// Bank less books.
    pub difference: i64,
    /// What they differed by when the first statement began.
    pub opening: i64,
    /// On the statement, not in the books: money in less money out.
    pub only_bank: i64,
    /// In the books, not on the statement: money in less money out.
    pub only_books: i64,
}

impl Reconciliation {
    /// Whether the open items make up the difference.
    pub fn adds_up(&self) -> bool {
        self.difference == self.opening + self.only_bank - self.only_books
    }
}

/// A statement of an account.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct BankStatement {
    /// What every matter has.
    #[serde(flatten)]
    pub head: MatterHead,
    /// Where it stands.
    pub state: StatementState,
    /// The account in the books.
    pub ledger: Account,
    /// The account's number at the bank.
    pub account: String,
    /// The statement's number.
    pub statement: String,
    /// First day.
    pub from: NaiveDate,
    /// Last day.
    pub to: NaiveDate,
    /// Balance before, in đồng.
    pub opening: Dong,
    /// Balance after, in đồng.
    pub closing: Dong,
    /// How many lines it has.
    pub line_count: u32,
    /// SHA-256 over the file.
    pub digest: String,
    /// The first statement of this account: the day from which books and bank are compared.
    pub base: NaiveDate,
    /// What they differed by on the eve of that day, in đồng.
    pub base_difference: i64,
    /// What is open, and why.
    pub explained: Vec<Explained>,
    /// What was taken back, and why.
    #[serde(default)]
    pub undone: Vec<Undone>,
    /// What bank and books differed by, once reconciled.
    pub reconciliation: Option<Reconciliation>,
    /// The minutes.
    pub document: Option<DecisionId>,
}

impl BankStatement {
    /// How many items one statement explains at most.
    pub const EXPLAINED_MAX: usize = 500;
    /// How often something of one statement is taken back at most.
    pub const UNDONE_MAX: usize = 500;
}

impl Matter for BankStatement {
    const KIND: &'static str = "bank_statement";

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
