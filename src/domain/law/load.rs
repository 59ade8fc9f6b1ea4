//! Reads the files of `config/` into a [`Law`]. It takes texts, not paths: who reads them from where is not its business.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use rust_decimal::Decimal;
use serde::Deserialize;

use super::cite::Names;
use super::{Choice, Duty, Hold, Instrument, Law, LawError, Parameter, Regime, RegimeSpan, Status, Value};
use crate::domain::calendar::Calendar;
use crate::domain::citation::Citation;
use crate::domain::money::Dong;
use crate::domain::period::{Period, Unit};
use crate::domain::text::Texts;

/// The longest period that a file may hold; anything above is a slip of the pen.
const LONGEST: u32 = 36_600;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct InstrumentsFile {
    instrument: Vec<Instrument>,
    regime: Vec<RegimeRow>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RegimeRow {
    regime: Regime,
    from: NaiveDate,
    to: Option<NaiveDate>,
    #[serde(default)]
    cite: OneOrMany,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct SettingsFile {
    #[serde(default)]
    setting: Vec<Choice>,
    #[serde(default)]
    fallback: Vec<Fallback>,
}

/// What to use where the law's value is not known.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Fallback {
    key: String,
    regime: Regime,
    value: toml::Value,
    unit: Option<Unit>,
    counts: Option<Unit>,
    reason: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ParametersFile {
    #[serde(default)]
    parameter: Vec<Row>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Row {
    key: String,
    #[serde(default)]
    kind: Kind,
    party: Duty,
    starts: Option<String>,
    hold: Option<Hold>,
    missed: Option<String>,
    #[serde(default)]
    least: bool,
    note: Option<String>,
    #[serde(default)]
    aliases: Vec<String>,
    versions: Vec<Version>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Version {
    regime: Option<Regime>,
    from: Option<NaiveDate>,
    to: Option<NaiveDate>,
    value: Option<toml::Value>,
    unit: Option<Unit>,
    counts: Option<Unit>,
    roll: Option<bool>,
    #[serde(default)]
    cite: OneOrMany,
    status: Option<Status>,
    note: Option<String>,
}

#[derive(Deserialize, Default, Clone, Copy)]
#[serde(rename_all = "snake_case")]
enum Kind {
    #[default]
    Period,
    Integer,
    Rate,
    Dong,
    Text,
    List,
    Table,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum OneOrMany {
    One(String),
    Many(Vec<String>),
}

impl Default for OneOrMany {
    fn default() -> Self {
        OneOrMany::Many(Vec::new())
    }
}

impl OneOrMany {
    fn as_slice(&self) -> &[String] {
        match self {
            OneOrMany::One(one) => std::slice::from_ref(one),
            OneOrMany::Many(many) => many,
        }
    }
}

#[derive(Deserialize)]
struct BasisRow {
    #[serde(default)]
    l2025: OneOrMany,
    #[serde(default)]
    l2008: OneOrMany,
}

impl Law {
    /// The law from the files of `config/`, each with its name under that directory (`law/settings.toml`).
    ///
    /// # Errors
    /// Everything that is wrong with the files, not only the first thing.
    pub fn from_sources(sources: &[(&str, &str)]) -> Result<Law, Vec<LawError>> {
        let mut loader = Loader::new(sources)?;
        for (name, text) in sources {
            let read = match name.split_once('/') {
                Some(("law", "instruments.toml" | "settings.toml")) => Ok(()),
                Some(("law", file)) if file.starts_with("basis") => loader.basis(name, text),
                Some(("law", _)) => loader.parameters(name, text),
                Some(("calendar", _)) => Calendar::from_toml(text).map(|read| loader.calendar = Some(read)),
                Some(("text", _)) => loader.texts.add(name, text),
                Some(("reference", file)) => loader.reference(name, file, text),
                _ => Err(error(name, None, "not a file that the law data consists of")),
            };
            if let Err(problem) = read {
                loader.errors.push(problem);
            }
        }
        loader.finish()
    }
}

fn error(source: &str, key: Option<&str>, problem: impl Into<String>) -> LawError {
    LawError { file: source.to_owned(), key: key.map(str::to_owned), problem: problem.into() }
}

fn read<'a, T: Deserialize<'a>>(source: &str, text: &'a str) -> Result<T, LawError> {
    toml::from_str(text).map_err(|problem| error(source, None, problem.to_string()))
}

/// The one file of a name, which must be there.
fn only<T: for<'a> Deserialize<'a>>(sources: &[(&str, &str)], name: &str) -> Result<T, Vec<LawError>> {
    let found = sources.iter().find(|(source, _)| *source == name);
    let (_, text) = found.ok_or_else(|| vec![error(name, None, "the file is missing")])?;
    read(name, text).map_err(|problem| vec![problem])
}

struct Loader {
    names: Names,
    instruments: Vec<Instrument>,
    regimes: Vec<RegimeSpan>,
    settings: SettingsFile,
    parameters: BTreeMap<String, Vec<Parameter>>,
    aliases: BTreeMap<String, String>,
    basis: BTreeMap<String, BTreeMap<Regime, Vec<Citation>>>,
    texts: Texts,
    calendar: Option<Calendar>,
    references: BTreeMap<String, serde_json::Value>,
    errors: Vec<LawError>,
}

impl Loader {
    fn new(sources: &[(&str, &str)]) -> Result<Loader, Vec<LawError>> {
        let file: InstrumentsFile = only(sources, "law/instruments.toml")?;
        let settings = only(sources, "law/settings.toml")?;
        let mut loader = Loader {
            names: Names::new(&file.instrument),
            instruments: file.instrument,
            regimes: Vec::new(),
            settings,
            parameters: BTreeMap::new(),
            aliases: BTreeMap::new(),
            basis: BTreeMap::new(),
            texts: Texts::default(),
            calendar: None,
            references: BTreeMap::new(),
            errors: Vec::new(),
        };
        for row in file.regime {
            let citation = loader.cite("law/instruments.toml", row.regime.as_str(), &row.cite);
            loader.regimes.push(RegimeSpan { regime: row.regime, from: row.from, to: row.to, citation });
        }
        loader.regimes.sort_by_key(|span| span.from);
        Ok(loader)
    }

    fn cite(&mut self, source: &str, key: &str, cites: &OneOrMany) -> Vec<Citation> {
        let mut read = Vec::with_capacity(cites.as_slice().len());
        for text in cites.as_slice() {
            match self.names.parse(text) {
                Ok(citation) => read.push(citation),
                Err(problem) => self.errors.push(error(source, Some(key), problem)),
            }
        }
        read
    }

    fn basis(&mut self, source: &str, text: &str) -> Result<(), LawError> {
        let rows: BTreeMap<String, BasisRow> = read(source, text)?;
        for (code, row) in rows {
            let new = self.cite(source, &code, &row.l2025);
            let old = self.cite(source, &code, &row.l2008);
            if self.basis.contains_key(&code) {
                self.errors.push(error(source, Some(&code), "the code has articles in another file"));
            }
            self.basis.insert(code, BTreeMap::from([(Regime::L2025, new), (Regime::L2008, old)]));
        }
        Ok(())
    }

    fn reference(&mut self, source: &str, file: &str, text: &str) -> Result<(), LawError> {
        let table = read(source, text)?;
        self.references.insert(file.trim_end_matches(".toml").to_owned(), table);
        Ok(())
    }

    fn parameters(&mut self, source: &str, text: &str) -> Result<(), LawError> {
        let file: ParametersFile = read(source, text)?;
        for row in file.parameter {
            if self.parameters.contains_key(&row.key) || self.aliases.contains_key(&row.key) {
                self.errors.push(error(source, Some(&row.key), "the key is used twice"));
                continue;
            }
            let mut versions = Vec::with_capacity(row.versions.len());
            for version in &row.versions {
                match self.version(source, &row, version) {
                    Ok(parameter) => versions.push(parameter),
                    Err(problem) => self.errors.push(error(source, Some(&row.key), problem)),
                }
            }
            versions.sort_by_key(|version| version.from);
            for alias in row.aliases {
                if self.parameters.contains_key(&alias) || self.aliases.contains_key(&alias) {
                    self.errors.push(error(source, Some(&alias), "the key is used twice"));
                }
                self.aliases.insert(alias, row.key.clone());
            }
            self.parameters.insert(row.key, versions);
        }
        Ok(())
    }

    fn version(&mut self, source: &str, row: &Row, version: &Version) -> Result<Parameter, String> {
        let span = version.regime.and_then(|regime| self.regimes.iter().find(|span| span.regime == regime));
        let from = version.from.or(span.map(|span| span.from)).ok_or("a version needs regime or from")?;
        let to = version.to.or(span.and_then(|span| span.to));
        let status = version.status.unwrap_or(Status::Confirmed);
        let fallback = self.settings.fallback.iter().find(|fallback| {
            status == Status::Unknown && fallback.key == row.key && Some(fallback.regime) == version.regime
        });
        let note = fallback.map(|fallback| fallback.reason.clone());
        let value = match (&version.value, fallback) {
            (Some(_), _) if status == Status::Unknown => return Err("a value that is unknown".to_owned()),
            (Some(value), _) => {
                convert(row.kind, value, version.unit, version.counts, version.roll.unwrap_or(true))?
            }
            (None, Some(fallback)) => {
                convert(row.kind, &fallback.value, fallback.unit, fallback.counts, true)?
            }
            (None, None) => Value::Absent,
        };
        let fallback = fallback.is_some();
        let citation = self.cite(source, &row.key, &version.cite);
        let note = version.note.clone().or(note).or_else(|| row.note.clone());
        if version.cite.as_slice().is_empty() && note.is_none() && value != Value::Absent {
            return Err("a value without a citation and without a remark".to_owned());
        }
        Ok(Parameter {
            key: row.key.clone(),
            value,
            citation,
            from,
            to,
            status,
            fallback,
            party: row.party,
            starts: row.starts.clone(),
            hold: row.hold,
            missed: row.missed.clone(),
            least: row.least,
            note,
        })
    }

    fn finish(mut self) -> Result<Law, Vec<LawError>> {
        for fallback in &self.settings.fallback {
            if !self.parameters.contains_key(&fallback.key) {
                self.errors.push(error("law/settings.toml", Some(&fallback.key), "a fallback for no key"));
            }
        }
        let mut choices = BTreeMap::new();
        for choice in self.settings.setting {
            let wrong = |problem: String| error("law/settings.toml", Some(&choice.code), problem);
            if !choice.options.contains(&choice.default) {
                self.errors.push(wrong("the choice is not one of the options".to_owned()));
            }
            if let Some(first) = choice.options.first()
                && choice.fixed
                && *first != choice.default
            {
                self.errors.push(wrong(format!("the program follows only `{first}`")));
            }
            if choices.contains_key(&choice.code) {
                self.errors.push(wrong("the question is asked twice".to_owned()));
            }
            choices.insert(choice.code.clone(), choice);
        }
        let counts = choices.get("U3").is_none_or(|choice| choice.default == "yes");
        match self.calendar {
            Some(calendar) if self.errors.is_empty() => Ok(Law {
                regimes: self.regimes,
                instruments: self.instruments,
                parameters: self.parameters,
                aliases: self.aliases,
                basis: self.basis,
                choices,
                calendar: calendar.counting_make_up_saturdays(counts),
                texts: self.texts,
                references: self.references,
            }),
            Some(_) => Err(self.errors),
            None => {
                self.errors.push(error("calendar", None, "no calendar is loaded"));
                Err(self.errors)
            }
        }
    }
}

fn convert(
    kind: Kind,
    value: &toml::Value,
    unit: Option<Unit>,
    counts: Option<Unit>,
    roll: bool,
) -> Result<Value, String> {
    let number = || value.as_integer().ok_or_else(|| "a whole number is expected".to_owned());
    let word = || value.as_str().ok_or_else(|| "a text is expected".to_owned());
    match kind {
        Kind::Period => {
            let unit = unit.ok_or("a period needs a unit")?;
            let length = u32::try_from(number()?).ok().filter(|length| *length <= LONGEST);
            let plain = Period::new(length.ok_or("a period out of range")?, unit);
            let back_counts = if unit == Unit::Back { counts.or(plain.back_counts) } else { None };
            Ok(Value::Period(Period { roll: plain.roll && roll, back_counts, ..plain }))
        }
        Kind::Integer => number().map(Value::Integer),
        Kind::Dong => Dong::new(number()?).map(Value::Dong).map_err(|problem| problem.to_string()),
        Kind::Rate => {
            let rate: Result<Decimal, _> = word()?.parse();
            rate.map(Value::Rate).map_err(|problem| problem.to_string())
        }
        Kind::Text => word().map(|text| Value::Text(text.to_owned())),
        Kind::List => {
            let items = value.as_array().ok_or("a list is expected")?;
            let words: Option<Vec<String>> =
                items.iter().map(|item| item.as_str().map(str::to_owned)).collect();
            words.map(Value::List).ok_or_else(|| "a list of texts is expected".to_owned())
        }
        Kind::Table => serde_json::to_value(value).map(Value::Table).map_err(|problem| problem.to_string()),
    }
}
