//! Human numbers: gap-free per office, book and year, given at the moment of signing inside the act's own transaction, never
//! reused. Which kind of document goes into which book, and when a book begins anew, is reference data.

use chrono::{Datelike, NaiveDate};

use super::error::{ApiError, ApiResult, FieldError};
use super::refusals;
use crate::domain::document::DocumentKind;
use crate::domain::ids::OfficeId;
use crate::domain::law::Law;
use crate::domain::receipt::PaperNumber;
use crate::store::{Conn, counters};

/// The most digits of a receipt's number (TT04 15.1).
const RECEIPT_DIGITS: usize = 7;

/// A number as given.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Numbered {
    /// The book.
    pub book: String,
    /// The book's year.
    pub year: i32,
    /// The number in it.
    pub number: i64,
    /// As it is written on the document.
    pub full: String,
}

/// Gives the next number for a document of this kind signed on this day.
///
/// # Errors
/// When the reference data name no book for the kind, or the database fails.
pub fn next(
    conn: &mut Conn,
    law: &Law,
    office: OfficeId,
    kind: DocumentKind,
    on: NaiveDate,
) -> ApiResult<Numbered> {
    let missing = || ApiError::not_ready(format!("no book for documents of kind {kind}"));
    several(conn, law, office, kind, on, 1)?.pop().ok_or_else(missing)
}

/// Gives the next numbers for so many documents of this kind signed on this day, in one step.
///
/// # Errors
/// As [`next`].
pub fn several(
    conn: &mut Conn,
    law: &Law,
    office: OfficeId,
    kind: DocumentKind,
    on: NaiveDate,
    count: usize,
) -> ApiResult<Vec<Numbered>> {
    let holds = |book: &serde_json::Value| {
        let kinds = book.get("documents").and_then(|kinds| kinds.as_array());
        kinds.is_some_and(|kinds| kinds.iter().any(|known| known == kind.as_str()))
    };
    give(conn, law, office, on, count, holds)
}

/// Gives the next number of a series of receipts: it begins anew with each calendar year (TT04 14.2).
///
/// # Errors
/// When the reference data know no such series, its seven digits are used up (`M12_RECEIPT`), or the database fails.
pub fn next_in(
    conn: &mut Conn,
    law: &Law,
    office: OfficeId,
    series: &str,
    on: NaiveDate,
) -> ApiResult<Numbered> {
    let is = |book: &serde_json::Value| book.get("code").is_some_and(|code| code == series);
    let missing = || ApiError::not_ready(format!("no series {series}"));
    let numbered = give(conn, law, office, on, 1, is)?.pop().ok_or_else(missing)?;
    if numbered.full.len() > RECEIPT_DIGITS {
        let error = FieldError::new("", "M12_RECEIPT").with("number", numbered.full);
        return Err(refusals::cited(law, on, vec![error]));
    }
    Ok(numbered)
}

/// The number that somebody wrote on a printed receipt: its series knows no years, and shares no number with an electronic one.
pub fn printed(paper: &PaperNumber) -> Numbered {
    Numbered {
        book: format!("printed/{}", paper.series),
        year: 0,
        number: paper.number,
        full: format!("{:0>RECEIPT_DIGITS$}", paper.number),
    }
}

fn give(
    conn: &mut Conn,
    law: &Law,
    office: OfficeId,
    on: NaiveDate,
    count: usize,
    is: impl Fn(&serde_json::Value) -> bool,
) -> ApiResult<Vec<Numbered>> {
    let missing = || ApiError::not_ready("no book for such numbers");
    let reference = law.reference("numbering").ok_or_else(missing)?;
    let books = reference.get("book").and_then(|books| books.as_array()).ok_or_else(missing)?;
    let book = books.iter().find(|book| is(book)).ok_or_else(missing)?;
    let text = |name: &str| book.get(name).and_then(|value| value.as_str()).ok_or_else(missing);
    let starts = reference
        .get("reset")
        .and_then(|resets| resets.get(text("reset").ok()?))
        .and_then(|reset| reset.get("starts"))
        .and_then(|starts| starts.as_str())
        .ok_or_else(missing)?;
    let year = book_year(starts, on).ok_or_else(missing)?;
    let code = text("code")?;
    let count = i64::try_from(count).map_err(ApiError::internal)?;
    let last = counters::several(conn, office, code, year, count)?;
    let width =
        book.get("width").and_then(serde_json::Value::as_u64).and_then(|width| usize::try_from(width).ok());
    let pattern = text("pattern")?.replace("{year}", &year.to_string());
    let numbered = |number: i64| {
        let padded = format!("{number:0>width$}", width = width.unwrap_or(0));
        Numbered { book: code.to_owned(), year, number, full: pattern.replace("{number}", &padded) }
    };
    Ok((last - count + 1..=last).map(numbered).collect())
}

/// The year of a book that begins anew on `MM-DD`: named after the calendar year in which it ends.
fn book_year(starts: &str, on: NaiveDate) -> Option<i32> {
    let (month, day) = starts.split_once('-')?;
    let start = NaiveDate::from_ymd_opt(on.year(), month.parse().ok()?, day.parse().ok()?)?;
    let whole_year = start.ordinal() == 1;
    Some(if whole_year || on < start { on.year() } else { on.year() + 1 })
}

#[cfg(test)]
mod tests {
    use super::book_year;

    #[test]
    fn a_statistical_year_is_named_after_its_end() {
        let day = |text: &str| text.parse().unwrap();
        assert_eq!(book_year("10-01", day("2026-09-30")), Some(2026));
        assert_eq!(book_year("10-01", day("2026-10-01")), Some(2027));
        assert_eq!(book_year("01-01", day("2026-12-31")), Some(2026));
    }
}
