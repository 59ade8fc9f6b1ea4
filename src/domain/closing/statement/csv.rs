//! A statement as CSV (RFC 4180, UTF-8). The first row names the columns `record,account,statement,date,reference,amount`. Rows:
//! one `opening` and one `closing` with the balance of their day, between them `credit` (money in) and `debit` (money out). Amounts
//! are whole đồng; account and statement are the same in every row. It knows no books.

use super::{Fault, LINES_MAX, Line, Read, amount, day, reference};
use crate::domain::money::Dong;

const COLUMNS: [&str; 6] = ["record", "account", "statement", "date", "reference", "amount"];

/// Reads it.
///
/// # Errors
/// The first [`Fault`].
pub fn read(content: &str) -> Result<Read, Fault> {
    let content = content.strip_prefix('\u{feff}').unwrap_or(content);
    let mut rows = csv::ReaderBuilder::new().from_reader(content.as_bytes());
    let named = rows.headers().is_ok_and(|header| header.iter().eq(COLUMNS));
    if !named {
        return Err(Fault::new("G-SK-FORM", 1, COLUMNS.join(",")));
    }
    let mut reading = Reading::default();
    for (row, at) in rows.records().zip(2..) {
        // The reader's own error would repeat the row.
        let row = row.map_err(|_| Fault::new("G-SK-FORM", at, "columns"))?;
        let cells: [&str; 6] = std::array::from_fn(|column| row.get(column).unwrap_or_default());
        reading.row(cells, at)?;
    }
    reading.done()
}

#[derive(Default)]
struct Reading {
    account: Option<(String, String)>,
    opening: Option<(chrono::NaiveDate, Dong)>,
    closing: Option<(chrono::NaiveDate, Dong)>,
    lines: Vec<Line>,
}

impl Reading {
    fn row(
        &mut self,
        [record, account, statement, date, reference_text, sum]: [&str; 6],
        at: usize,
    ) -> Result<(), Fault> {
        let of = (reference(account, at, "account")?, reference(statement, at, "statement")?);
        if *self.account.get_or_insert_with(|| of.clone()) != of {
            return Err(Fault::new("G-SK-FORM", at, "one account, one statement"));
        }
        let (date, sum) = (day(date, at)?, amount(sum, at)?);
        match record {
            "opening" if self.opening.is_none() && self.lines.is_empty() => self.opening = Some((date, sum)),
            "closing" if self.opening.is_some() && self.closing.is_none() => self.closing = Some((date, sum)),
            "credit" | "debit" if self.opening.is_some() && self.closing.is_none() => {
                if sum.is_zero() {
                    return Err(Fault::new("G-SK-AMOUNT", at, "amount"));
                }
                if self.lines.len() >= LINES_MAX {
                    return Err(Fault::new("G-SK-SIZE", at, LINES_MAX.to_string()));
                }
                let line = u32::try_from(self.lines.len() + 1).unwrap_or(u32::MAX);
                let reference = reference(reference_text, at, "reference")?;
                let incoming = record == "credit";
                let end_to_end = None;
                self.lines.push(Line { line, reference, end_to_end, booked_on: date, incoming, amount: sum });
            }
            _ => return Err(Fault::new("G-SK-FORM", at, "record")),
        }
        Ok(())
    }

    fn done(self) -> Result<Read, Fault> {
        let missing = |what: &str| Fault::new("G-SK-FORM", 0, what);
        let (account, statement) = self.account.ok_or_else(|| missing("opening"))?;
        let (from, opening) = self.opening.ok_or_else(|| missing("opening"))?;
        let (to, closing) = self.closing.ok_or_else(|| missing("closing"))?;
        Ok(Read { account, statement, from, to, opening, closing, lines: self.lines })
    }
}
