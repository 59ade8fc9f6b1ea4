//! The chart of accounts as data (`config/reference/accounts.toml`): number, name, parent, side, validity, source. It is read from
//! the law's data and compared with the accounts that the entries use; it books nothing.

use chrono::NaiveDate;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{Account, EntryKind, Side};
use crate::domain::law::{Finding, Law, Severity, Status};
use crate::domain::money::Dong;

/// An account of the chart.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ChartAccount {
    /// Its number.
    #[schema(example = "3376")]
    pub number: String,
    /// Its name.
    pub vi: String,
    /// Its name in English.
    pub en: String,
    /// The account whose part it is.
    #[serde(default)]
    pub parent: Option<String>,
    /// The side on which it stands.
    pub side: Side,
    /// On the balance, or off it.
    pub on_balance: bool,
    /// A sub-account of this software.
    #[serde(default)]
    pub own: bool,
    /// The first day on which it is used.
    pub from: NaiveDate,
    /// The last day; open when absent.
    #[serde(default)]
    pub to: Option<NaiveDate>,
    /// The article.
    #[schema(example = "TT78 10")]
    pub cite: String,
    /// Where number and use were read.
    pub source: String,
    /// How sure that is.
    pub status: Status,
    /// The events that move it; none for an account that only heads its parts.
    pub events: Vec<EntryKind>,
}

impl ChartAccount {
    /// Whether it is used on this day.
    pub fn holds(&self, on: NaiveDate) -> bool {
        self.from <= on && self.to.is_none_or(|to| on <= to)
    }
}

/// One part of the file.
fn read<T: DeserializeOwned>(law: &Law, part: &str) -> Result<T, String> {
    let file = law.reference("accounts").ok_or("the file is missing")?;
    T::deserialize(&file[part]).map_err(|error| format!("{part}: {error}"))
}

/// The conventional price of a thing that has none (TT78 3): what it stands for off the balance.
///
/// # Errors
/// A sentence that says what in the file cannot be read.
pub fn conventional_price(law: &Law) -> Result<Dong, String> {
    let price = Dong::new(read(law, "conventional_price_dong")?).map_err(|error| error.to_string())?;
    if price.is_zero() { Err("a thing stands for something".to_owned()) } else { Ok(price) }
}

/// The whole chart, by number.
///
/// # Errors
/// A sentence that says what in the file cannot be read.
pub fn chart(law: &Law) -> Result<Vec<ChartAccount>, String> {
    let mut accounts: Vec<ChartAccount> = read(law, "account")?;
    accounts.sort_by(|one, other| one.number.cmp(&other.number));
    Ok(accounts)
}

/// Where the chart and the entries do not agree, and which rows nobody has confirmed.
pub fn review(law: &Law) -> Vec<Finding> {
    const FILE: &str = "reference/accounts.toml";
    let found = |severity, code: &str, key: &str, detail: &str| Finding {
        severity,
        code: code.to_owned(),
        key: format!("account.{key}"),
        detail: detail.to_owned(),
    };
    let rows = match conventional_price(law).and_then(|_| chart(law)) {
        Ok(rows) => rows,
        Err(problem) => return vec![found(Severity::Error, "unreadable", FILE, &problem)],
    };
    let mut findings = Vec::new();
    for account in Account::ALL {
        let number = account.as_str();
        let Some(row) = rows.iter().find(|row| row.number == number) else {
            findings.push(found(
                Severity::Error,
                "missing_key",
                number,
                "entries use it; the chart lacks it",
            ));
            continue;
        };
        if (row.side, row.on_balance) != (account.side(), !account.is_off_balance()) {
            let detail = "the chart has it on another side than the entries";
            findings.push(found(Severity::Error, "contradicts", number, detail));
        }
        if row.vi != account.label() {
            findings.push(found(Severity::Warning, "contradicts", number, "the books name it otherwise"));
        }
    }
    for (place, row) in rows.iter().enumerate() {
        let number = row.number.as_str();
        if place > 0 && rows[place - 1].number == row.number {
            findings.push(found(Severity::Error, "duplicate", number, "the number stands there twice"));
        }
        let parent = row.parent.as_deref();
        if parent.is_some_and(|parent| !rows.iter().any(|other| other.number == parent)) {
            findings.push(found(Severity::Error, "missing_key", number, "its parent is not in the chart"));
        }
        if !row.events.is_empty() && number.parse::<Account>().is_err() {
            findings.push(found(Severity::Error, "contradicts", number, "no entry can move it"));
        }
        match row.status {
            Status::Confirmed => {}
            Status::Unconfirmed => {
                let detail = format!("not read in the circular itself, but in: {}", row.source);
                findings.push(found(Severity::Warning, "unconfirmed", number, &detail));
            }
            Status::Unknown => findings.push(found(Severity::Warning, "unknown_value", number, "not known")),
        }
    }
    findings
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_chart_has_every_account_as_the_entries_use_it() {
        let law = Law::embedded().unwrap();
        let findings = review(&law);
        let wrong: Vec<_> = findings.iter().filter(|finding| finding.code != "unconfirmed").collect();
        assert!(wrong.is_empty(), "{wrong:?}");
        assert!(!findings.is_empty(), "the circular's appendix has not been read: every row says so");
        let rows = chart(&law).unwrap();
        let heads = rows.iter().filter(|row| row.events.is_empty()).count();
        assert_eq!(rows.len(), Account::ALL.len() + heads);
        let moved: std::collections::BTreeSet<EntryKind> =
            rows.iter().flat_map(|row| row.events.iter().copied()).collect();
        assert_eq!(moved.len(), EntryKind::ALL.len(), "each event moves some account");
        let before = "2020-09-30".parse().unwrap();
        assert!(rows.iter().all(|row| !row.holds(before)), "TT78 was not in force");
    }

    #[test]
    fn a_chart_that_lacks_or_turns_an_account_is_found() {
        let mut sources: Vec<(&str, String)> = crate::domain::law::embedded::FILES
            .iter()
            .map(|(name, text)| (*name, (*text).to_owned()))
            .collect();
        let file = sources.iter_mut().find(|(name, _)| *name == "reference/accounts.toml").unwrap();
        file.1 = file.1.replace("number = \"3376\"", "number = \"3377\"").replacen(
            "side = \"debit\"",
            "side = \"credit\"",
            2,
        );
        let sources: Vec<(&str, &str)> = sources.iter().map(|(name, text)| (*name, text.as_str())).collect();
        let codes: Vec<(String, String)> = review(&Law::from_sources(&sources).unwrap())
            .into_iter()
            .filter(|finding| finding.severity == Severity::Error)
            .map(|finding| (finding.code, finding.key))
            .collect();
        let expected = [("contradicts", "1111"), ("missing_key", "3376"), ("contradicts", "3377")];
        let expected = expected.map(|(code, key)| (code.to_owned(), format!("account.{key}")));
        assert_eq!(codes, expected);
    }
}
