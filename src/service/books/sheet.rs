//! A table written row by row into a file that has no name and goes with its last handle: CSV, or a workbook of Excel. No cell
//! becomes a formula, whatever words it holds. It knows no book.

use std::borrow::Cow;
use std::fs::File;
use std::io::{BufWriter, Seek, SeekFrom, Write};

use chrono::Datelike;
use rust_xlsxwriter::{ExcelDateTime, Format as Style, Workbook, Worksheet, XlsxError};

use super::period::Cell;
use crate::service::error::{ApiError, ApiResult};
use crate::text_enum;

text_enum! {
    /// In which form a book is read.
    pub enum Format {
        /// A page of it.
        Json = "json",
        /// All of it, as comma-separated values in UTF-8.
        Csv = "csv",
        /// All of it, as a workbook.
        Xlsx = "xlsx",
    }
}

/// A finished file.
#[derive(Debug)]
pub struct Exported {
    /// The file, at its beginning.
    pub file: File,
    /// Its length in bytes.
    pub length: u64,
}

/// A table that is being written.
pub(super) enum Sheet {
    Csv(Box<csv::Writer<BufWriter<File>>>),
    Xlsx(Box<(Workbook, u32)>),
}

impl Sheet {
    /// A table with its head.
    pub fn begin(format: Format, head: &[String]) -> ApiResult<Sheet> {
        let mut sheet = if format == Format::Xlsx {
            let mut workbook = Workbook::new();
            // Rows go to a temporary file as they come: the memory does not grow with the book.
            workbook.add_worksheet_with_constant_memory().map_err(ApiError::internal)?;
            Sheet::Xlsx(Box::new((workbook, 0)))
        } else {
            let mut file = BufWriter::new(tempfile::tempfile().map_err(ApiError::internal)?);
            // Without this mark Excel takes the letters of Vietnamese for those of another alphabet.
            file.write_all("\u{feff}".as_bytes()).map_err(ApiError::internal)?;
            Sheet::Csv(Box::new(csv::Writer::from_writer(file)))
        };
        sheet.add(&head.iter().cloned().map(Cell::Text).collect::<Vec<_>>())?;
        Ok(sheet)
    }

    /// Adds a row.
    pub fn add(&mut self, row: &[Cell]) -> ApiResult<()> {
        match self {
            Sheet::Csv(writer) => {
                for cell in row {
                    writer.write_field(plain(cell).as_bytes()).map_err(ApiError::internal)?;
                }
                writer.write_record(None::<&[u8]>).map_err(ApiError::internal)
            }
            Sheet::Xlsx(inner) => {
                let (workbook, next) = inner.as_mut();
                let sheet = workbook.worksheet_from_index(0).map_err(ApiError::internal)?;
                fill(sheet, *next, row).map_err(ApiError::internal)?;
                *next += 1;
                Ok(())
            }
        }
    }

    /// The file.
    pub fn finish(self) -> ApiResult<Exported> {
        let mut file = match self {
            Sheet::Csv(writer) => {
                let buffer = writer.into_inner().map_err(|error| ApiError::internal(error.to_string()))?;
                buffer.into_inner().map_err(|error| ApiError::internal(error.to_string()))?
            }
            Sheet::Xlsx(mut inner) => {
                let file = tempfile::tempfile().map_err(ApiError::internal)?;
                inner.0.save_to_writer(BufWriter::new(&file)).map_err(ApiError::internal)?;
                file
            }
        };
        let length = file.seek(SeekFrom::End(0)).map_err(ApiError::internal)?;
        file.rewind().map_err(ApiError::internal)?;
        Ok(Exported { file, length })
    }
}

fn plain(cell: &Cell) -> Cow<'_, str> {
    match cell {
        Cell::Empty => Cow::Borrowed(""),
        Cell::Text(text) => harmless(text),
        Cell::Day(day) => Cow::Owned(day.to_string()),
        Cell::Dong(amount) => Cow::Owned(amount.to_string()),
    }
}

/// A spreadsheet computes what begins so, quoted or not; an apostrophe makes it text.
pub fn harmless(text: &str) -> Cow<'_, str> {
    if text.starts_with(['=', '+', '-', '@', '\t', '\r', '\n']) {
        return Cow::Owned(format!("'{text}"));
    }
    Cow::Borrowed(text)
}

fn fill(sheet: &mut Worksheet, at: u32, row: &[Cell]) -> Result<(), XlsxError> {
    for (column, cell) in (0_u16..).zip(row) {
        match cell {
            Cell::Empty => {}
            // Written as a string and nothing else: no text becomes a formula.
            Cell::Text(text) => {
                sheet.write_string(at, column, text)?;
            }
            Cell::Dong(amount) => {
                sheet.write(at, column, *amount)?;
            }
            Cell::Day(day) => {
                let number = |part: u32| u8::try_from(part).unwrap_or_default();
                let year = u16::try_from(day.year()).unwrap_or_default();
                let date = ExcelDateTime::from_ymd(year, number(day.month()), number(day.day()))?;
                sheet.write_datetime_with_format(
                    at,
                    column,
                    &date,
                    &Style::new().set_num_format("dd/mm/yyyy"),
                )?;
            }
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::io::Read;

    use super::*;

    fn row() -> Vec<Cell> {
        vec![
            Cell::Text("=1+1".to_owned()),
            Cell::Text("@SUM(A1)".to_owned()),
            Cell::Text("một, \"hai\"".to_owned()),
            Cell::Dong(-5),
            Cell::Day("2026-09-30".parse().unwrap()),
            Cell::Empty,
        ]
    }

    fn written(format: Format) -> Vec<u8> {
        let mut sheet = Sheet::begin(format, &["Cột".to_owned()]).unwrap();
        // The rows of one table may differ in length here only: the head has one cell.
        if let Sheet::Csv(_) = &sheet {
            let file = BufWriter::new(tempfile::tempfile().unwrap());
            sheet = Sheet::Csv(Box::new(csv::WriterBuilder::new().flexible(true).from_writer(file)));
        }
        sheet.add(&row()).unwrap();
        let mut made = sheet.finish().unwrap();
        let mut bytes = Vec::new();
        made.file.read_to_end(&mut bytes).unwrap();
        assert_eq!(bytes.len() as u64, made.length);
        bytes
    }

    #[test]
    fn words_are_never_a_formula() {
        let text = String::from_utf8(written(Format::Csv)).unwrap();
        assert_eq!(text, "'=1+1,'@SUM(A1),\"một, \"\"hai\"\"\",-5,2026-09-30,\n");
        for (words, shown) in [("+84", "'+84"), ("-", "'-"), ("\tx", "'\tx"), ("a=b", "a=b"), ("", "")] {
            assert_eq!(harmless(words), shown);
        }
        let workbook = written(Format::Xlsx);
        assert_eq!(&workbook[..2], b"PK");
    }

    #[test]
    fn a_table_of_many_rows_is_written_whole() {
        for format in [Format::Csv, Format::Xlsx] {
            let mut sheet = Sheet::begin(format, &["A".to_owned()]).unwrap();
            for number in 0..10_000 {
                sheet.add(&[Cell::Dong(number)]).unwrap();
            }
            assert!(sheet.finish().unwrap().length > 10_000, "{format}");
        }
    }
}
