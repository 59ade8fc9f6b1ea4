//! Reads compact citations such as `ND152 22.2.a` into [`Citation`]s with the instrument's full name.

use std::collections::BTreeMap;

use super::Instrument;
use crate::domain::citation::Citation;

/// The names of instruments by short code.
#[derive(Debug, Clone, Default)]
pub struct Names(BTreeMap<String, String>);

impl Names {
    /// The names, under their codes and the other codes in use.
    pub fn new(instruments: &[Instrument]) -> Names {
        let mut names = BTreeMap::new();
        for one in instruments {
            for code in std::iter::once(&one.code).chain(&one.aliases) {
                names.insert(code.clone(), one.name.clone());
            }
        }
        Names(names)
    }

    /// Reads `CODE article[.clause[.point]]`.
    ///
    /// # Errors
    /// A sentence that says what is wrong.
    pub fn parse(&self, text: &str) -> Result<Citation, String> {
        let (code, place) = text.split_once(' ').ok_or_else(|| format!("`{text}` names no article"))?;
        let name = self.0.get(code).ok_or_else(|| format!("`{text}` names an unknown instrument"))?;
        let mut parts = place.split('.');
        let mut next = |what: &str, shape: fn(&str) -> bool| match parts.next() {
            None => Ok(None),
            Some(part) if shape(part) => Ok(Some(part.to_owned())),
            Some(_) => Err(format!("`{text}` has no readable {what}")),
        };
        let article = next("article", is_numbered)?.ok_or_else(|| format!("`{text}` names no article"))?;
        let clause = next("clause", is_numbered)?;
        let point = next("point", is_lettered)?;
        if parts.next().is_some() {
            return Err(format!("`{text}` has too many parts"));
        }
        Ok(Citation { text: name.clone(), article, clause, point })
    }
}

/// `44`, `44a`: digits, then at most one letter.
fn is_numbered(part: &str) -> bool {
    let rest = part.trim_start_matches(|c: char| c.is_ascii_digit());
    rest.len() < part.len() && (rest.is_empty() || is_letter(rest))
}

/// `a`, `đ`, `a1`: one letter, then digits.
fn is_lettered(part: &str) -> bool {
    is_letter(part.trim_end_matches(|c: char| c.is_ascii_digit()))
}

fn is_letter(part: &str) -> bool {
    let mut chars = part.chars();
    chars.next().is_some_and(|c| c.is_alphabetic() && c.is_lowercase()) && chars.next().is_none()
}
