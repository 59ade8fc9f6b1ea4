//! A statement as ISO 20022 camt.053 (any version 001.xx): read strictly and only as far as reconciliation needs it. One statement a
//! file; no document type, no entity but the five of XML itself and numbered characters, no processing instruction; depth, length and number of entries are
//! bounded. Only booked entries in đồng. It knows no books.

use quick_xml::Reader;
use quick_xml::events::{BytesRef, BytesStart, Event};

use super::{Fault, LINES_MAX, Line, Read, amount, day, reference};
use crate::domain::money::Dong;

const NAMESPACE: &str = "urn:iso:std:iso:20022:tech:xsd:camt.053.001.";
/// Deeper than any element that the schema has.
const DEPTH_MAX: usize = 32;
/// Longer than any text that is read.
const TEXT_MAX: usize = 200;

/// Reads it.
///
/// # Errors
/// The first [`Fault`]; its line is the entry's place, from 1.
pub fn read(content: &str) -> Result<Read, Fault> {
    let mut xml = Reader::from_str(content.strip_prefix('\u{feff}').unwrap_or(content));
    let mut reading = Reading::default();
    loop {
        let event = xml.read_event().map_err(|_| reading.form("XML"))?;
        match event {
            Event::Start(tag) => reading.open(&tag)?,
            Event::Empty(tag) => {
                reading.open(&tag)?;
                reading.close()?;
            }
            Event::End(_) => reading.close()?,
            Event::Text(text) => reading.text(&text)?,
            Event::GeneralRef(entity) => {
                let text = character(&entity).ok_or_else(|| reading.unsafe_xml("entity"))?;
                reading.text(&text)?;
            }
            Event::Comment(_) | Event::Decl(_) => {}
            Event::DocType(_) => return Err(reading.unsafe_xml("DOCTYPE")),
            Event::PI(_) => return Err(reading.unsafe_xml("processing instruction")),
            Event::CData(_) => return Err(reading.unsafe_xml("CDATA")),
            Event::Eof => break,
        }
    }
    reading.done()
}

/// A character by its number, or one of the five entities that XML itself has.
fn character(entity: &BytesRef<'_>) -> Option<String> {
    if let Some(numbered) = entity.resolve_char_ref().ok()? {
        return Some(numbered.to_string());
    }
    let known = match &**entity {
        "amp" => "&",
        "lt" => "<",
        "gt" => ">",
        "quot" => "\"",
        "apos" => "'",
        _ => return None,
    };
    Some(known.to_owned())
}

/// An entry or a balance while it is read.
#[derive(Default)]
struct Part {
    kind: String,
    sum: Option<String>,
    direction: Option<String>,
    date: Option<String>,
    status: Option<String>,
    service_reference: Option<String>,
    entry_reference: Option<String>,
    end_to_end: Option<String>,
}

#[derive(Default)]
struct Reading {
    path: Vec<String>,
    text: String,
    statements: usize,
    statement: Option<String>,
    account: Option<String>,
    from: Option<String>,
    to: Option<String>,
    part: Part,
    opening: Option<(chrono::NaiveDate, Dong)>,
    closing: Option<(chrono::NaiveDate, Dong)>,
    lines: Vec<Line>,
    ended: bool,
}

impl Reading {
    fn at(&self) -> usize {
        self.lines.len() + usize::from(self.below("Ntry").is_some())
    }

    fn form(&self, what: &str) -> Fault {
        Fault::new("G-SK-FORM", self.at(), what)
    }

    fn unsafe_xml(&self, what: &str) -> Fault {
        Fault::new("G-SK-XML", self.at(), what)
    }

    /// The path below a child of the statement, where one is open.
    fn below(&self, child: &str) -> Option<Vec<&str>> {
        let path: Vec<&str> = self.path.iter().map(String::as_str).collect();
        match path.as_slice() {
            ["Document", "BkToCstmrStmt", "Stmt", first, rest @ ..] if *first == child => Some(rest.to_vec()),
            _ => None,
        }
    }

    fn open(&mut self, tag: &BytesStart<'_>) -> Result<(), Fault> {
        if self.ended || self.path.len() >= DEPTH_MAX {
            return Err(self.form("depth"));
        }
        let name = tag.local_name().as_ref().to_owned();
        if self.path.is_empty() && (name != "Document" || !self.in_namespace(tag)?) {
            return Err(Fault::new("G-SK-FORM", 0, "camt.053.001"));
        }
        self.path.push(name);
        self.text.clear();
        let path: Vec<&str> = self.path.iter().map(String::as_str).collect();
        match path.as_slice() {
            ["Document", "BkToCstmrStmt", "Stmt"] => {
                self.statements += 1;
                if self.statements > 1 {
                    return Err(Fault::new("G-SK-FORM", 0, "one statement"));
                }
            }
            ["Document", "BkToCstmrStmt", "Stmt", "Ntry" | "Bal"] => self.part = Part::default(),
            ["Document", "BkToCstmrStmt", "Stmt", "Ntry" | "Bal", "Amt"] => {
                let currency = self.attribute(tag, "Ccy")?;
                if currency.as_deref() != Some("VND") {
                    return Err(Fault::new("G-SK-CURRENCY", self.at(), "Ccy"));
                }
            }
            _ => {}
        }
        Ok(())
    }

    /// Whether a tag's default namespace is a version of camt.053.
    fn in_namespace(&self, tag: &BytesStart<'_>) -> Result<bool, Fault> {
        for attribute in tag.attributes() {
            let attribute = attribute.map_err(|_| self.form("attribute"))?;
            let key: &str = attribute.key.as_ref();
            if (key == "xmlns" || key.starts_with("xmlns:")) && attribute.value.starts_with(NAMESPACE) {
                return Ok(true);
            }
        }
        Ok(false)
    }

    fn attribute(&self, tag: &BytesStart<'_>, name: &str) -> Result<Option<String>, Fault> {
        for attribute in tag.attributes() {
            let attribute = attribute.map_err(|_| self.form("attribute"))?;
            let key: &str = attribute.key.as_ref();
            if key == name {
                return Ok(Some(attribute.value.into_owned()));
            }
        }
        Ok(None)
    }

    fn text(&mut self, text: &str) -> Result<(), Fault> {
        // What a payer wrote may be long, and is not read.
        if self.text.len() + text.len() <= TEXT_MAX {
            self.text.push_str(text);
        }
        if self.path.is_empty() && !text.trim().is_empty() {
            return Err(self.form("text"));
        }
        Ok(())
    }

    fn close(&mut self) -> Result<(), Fault> {
        let text = self.text.trim().to_owned();
        self.text.clear();
        let path: Vec<&str> = self.path.iter().map(String::as_str).collect();
        let below = match path.as_slice() {
            ["Document", "BkToCstmrStmt", "Stmt", below @ ..] => below,
            _ => &[],
        };
        match below {
            ["Id"] => self.statement = Some(text),
            ["Acct", "Id", "IBAN"] | ["Acct", "Id", "Othr", "Id"] => self.account = Some(text),
            ["FrToDt", "FrDtTm" | "FrDt"] => self.from = Some(text),
            ["FrToDt", "ToDtTm" | "ToDt"] => self.to = Some(text),
            ["Acct", "Ccy"] if text != "VND" => return Err(Fault::new("G-SK-CURRENCY", 0, "Acct/Ccy")),
            ["Bal" | "Ntry", "Amt"] => self.part.sum = Some(text),
            ["Bal" | "Ntry", "CdtDbtInd"] => self.part.direction = Some(text),
            ["Bal", "Tp", "CdOrPrtry", "Cd"] => self.part.kind = text,
            ["Bal", "Dt", "Dt" | "DtTm"] | ["Ntry", "BookgDt", "Dt" | "DtTm"] => self.part.date = Some(text),
            ["Ntry", "Sts"] if !text.is_empty() => self.part.status = Some(text),
            ["Ntry", "Sts", "Cd"] => self.part.status = Some(text),
            ["Ntry", "AcctSvcrRef"] => self.part.service_reference = Some(text),
            ["Ntry", "NtryRef"] => self.part.entry_reference = Some(text),
            ["Ntry", "NtryDtls", "TxDtls", "Refs", "EndToEndId"] => {
                self.part.end_to_end.get_or_insert(text);
            }
            ["Bal"] => self.balance()?,
            ["Ntry"] => self.entry()?,
            _ => {}
        }
        self.path.pop();
        self.ended = self.path.is_empty();
        Ok(())
    }

    /// Money in or out; a balance below zero is none that an agency's account may have.
    fn incoming(&self, part: &Part) -> Result<bool, Fault> {
        match part.direction.as_deref() {
            Some("CRDT") => Ok(true),
            Some("DBIT") => Ok(false),
            _ => Err(self.form("CdtDbtInd")),
        }
    }

    fn balance(&mut self) -> Result<(), Fault> {
        let part = std::mem::take(&mut self.part);
        let slot = match part.kind.as_str() {
            "OPBD" | "PRCD" => &self.opening,
            "CLBD" => &self.closing,
            _ => return Ok(()),
        };
        if slot.is_some() {
            return Err(self.form("Bal"));
        }
        let sum = amount(part.sum.as_deref().unwrap_or_default(), 0)?;
        if !self.incoming(&part)? && !sum.is_zero() {
            return Err(Fault::new("G-SK-AMOUNT", 0, "balance below zero"));
        }
        let found = Some((day(part.date.as_deref().unwrap_or_default(), 0)?, sum));
        if part.kind == "CLBD" {
            self.closing = found
        } else {
            self.opening = found
        }
        Ok(())
    }

    fn entry(&mut self) -> Result<(), Fault> {
        let at = self.at();
        if self.lines.len() >= LINES_MAX {
            return Err(Fault::new("G-SK-SIZE", at, LINES_MAX.to_string()));
        }
        let part = std::mem::take(&mut self.part);
        if part.status.as_deref() != Some("BOOK") {
            return Err(self.form("Sts"));
        }
        let sum = amount(part.sum.as_deref().unwrap_or_default(), at)?;
        if sum.is_zero() {
            return Err(Fault::new("G-SK-AMOUNT", at, "amount"));
        }
        let incoming = self.incoming(&part)?;
        let own = part.service_reference.or(part.entry_reference).unwrap_or_default();
        let end_to_end = part.end_to_end.filter(|text| text != "NOTPROVIDED" && !text.is_empty());
        self.lines.push(Line {
            line: u32::try_from(at).unwrap_or(u32::MAX),
            reference: reference(&own, at, "AcctSvcrRef")?,
            end_to_end: end_to_end.map(|text| reference(&text, at, "EndToEndId")).transpose()?,
            booked_on: day(part.date.as_deref().unwrap_or_default(), at)?,
            incoming,
            amount: sum,
        });
        Ok(())
    }

    fn done(self) -> Result<Read, Fault> {
        let missing = |what: &str| Fault::new("G-SK-FORM", 0, what);
        if !self.ended || self.statements != 1 {
            return Err(missing("Stmt"));
        }
        let (opened_on, opening) = self.opening.ok_or_else(|| missing("OPBD"))?;
        let (closed_on, closing) = self.closing.ok_or_else(|| missing("CLBD"))?;
        let from = self.from.as_deref().map(|text| day(text, 0)).transpose()?.unwrap_or(opened_on);
        let to = self.to.as_deref().map(|text| day(text, 0)).transpose()?.unwrap_or(closed_on);
        let account = reference(self.account.as_deref().unwrap_or_default(), 0, "Acct/Id")?;
        let statement = reference(self.statement.as_deref().unwrap_or_default(), 0, "Stmt/Id")?;
        Ok(Read { account, statement, from, to, opening, closing, lines: self.lines })
    }
}
