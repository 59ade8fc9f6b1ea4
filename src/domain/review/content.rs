//! Nội dung: what the document says, held against what was on record then – persons, items and things that it names, sums, days.
//! What has nothing to be compared with is left to the reviewer.

use chrono::NaiveDate;
use serde_json::Value;
use uuid::Uuid;

use super::Check;
use super::evidence::{CaseThen, Evidence};
use crate::domain::document::DocumentKind;
use crate::domain::law::Law;
use crate::domain::money::Dong;
use crate::domain::oversight::review::ReviewVerdict::{Breach, InOrder, Unknown};

/// What a field of the content names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A party of the judgment.
    Party,
    /// An item.
    Item,
    /// An asset of the case.
    Asset,
    /// Another document of the case.
    Document,
}

/// A field of the content that names something by its identifier.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reference {
    /// The field, as a JSON pointer.
    pub pointer: String,
    /// What it names.
    pub kind: Kind,
    /// The identifier.
    pub id: Uuid,
}

/// Fields that name a thing of the case, whatever the document.
const NAMING: &[(&str, Kind)] = &[
    ("debtor", Kind::Party),
    ("debtors", Kind::Party),
    ("creditor", Kind::Party),
    ("creditors", Kind::Party),
    ("addressee", Kind::Party),
    ("obligation", Kind::Item),
    ("obligations", Kind::Item),
    ("asset", Kind::Asset),
    ("decision", Kind::Document),
];
/// Days that lie before the signature or on it.
const PAST: &[&str] = &[
    "asked_on",
    "dated_on",
    "found_on",
    "ground_on",
    "made_on",
    "notified_on",
    "received_on",
    "refused_on",
    "told_on",
];
/// Days that do not lie before it.
const COMING: &[&str] = &["perform_until", "until"];

/// Everything that the content names by an identifier.
pub fn references(content: &Value) -> Vec<Reference> {
    let mut found = Vec::new();
    fields(content, "", &mut |pointer, name, value| {
        let Some((_, kind)) = NAMING.iter().find(|(known, _)| *known == name) else { return };
        let ids: Vec<&Value> = value.as_array().map_or_else(|| vec![value], |all| all.iter().collect());
        for id in ids.into_iter().filter_map(Value::as_str).filter_map(|text| text.parse().ok()) {
            found.push(Reference { pointer: pointer.to_owned(), kind: *kind, id });
        }
    });
    found
}

/// Each field with its pointer and its name.
fn fields(value: &Value, at: &str, see: &mut impl FnMut(&str, &str, &Value)) {
    match value {
        Value::Object(map) => {
            for (name, inner) in map {
                let here = format!("{at}/{}", name.replace('~', "~0").replace('/', "~1"));
                see(&here, name, inner);
                fields(inner, &here, see);
            }
        }
        Value::Array(items) => {
            for (index, inner) in items.iter().enumerate() {
                fields(inner, &format!("{at}/{index}"), see);
            }
        }
        _ => {}
    }
}

pub(super) fn checks(evidence: &Evidence, _: &Law) -> Vec<Check> {
    let content = &evidence.document.content;
    let mut checks = named(evidence);
    checks.extend(amount(evidence));
    checks.extend(days(content, evidence.document.signed_on));
    if checks.is_empty() {
        let empty = content.is_null() || content.as_object().is_some_and(serde_json::Map::is_empty);
        checks.push(Check::new(if empty { "RS-SAYS-NOTHING" } else { "RS-SAYS" }, Unknown));
    }
    checks
}

/// Persons, items, things, documents: of this case or not.
fn named(evidence: &Evidence) -> Vec<Check> {
    let one = |resolved: &super::Resolved| {
        let at = resolved.reference.pointer.clone();
        match (resolved.of_case, resolved.reference.kind) {
            (true, _) => Check::new("RS-NAMES", InOrder).about(at),
            // A document may stand in another file, for good reason.
            (false, Kind::Document) => Check::new("RS-NAMES-ELSEWHERE", Unknown).about(at),
            (false, _) => Check::new("RS-NAMES-NOT", Breach).about(at),
        }
    };
    evidence.named.iter().map(one).collect()
}

/// The sum that it says, against the item that it names or what the case owed then.
fn amount(evidence: &Evidence) -> Option<Check> {
    let document = &evidence.document;
    let said: Dong = serde_json::from_value(document.content.get("amount")?.clone()).ok()?;
    let at = "/amount";
    let item = evidence.named.iter().find(|one| one.reference.pointer == "/obligation");
    if let Some(amount) = item.and_then(|one| one.amount) {
        let (code, verdict) =
            if said > amount { ("RS-AMOUNT-ABOVE", Breach) } else { ("RS-AMOUNT", InOrder) };
        return Some(Check::new(code, verdict).about(at).with("amount", said).with("known", amount));
    }
    let Some(CaseThen { due, .. }) = evidence.case.as_ref() else {
        return Some(Check::new("RS-AMOUNT-UNKNOWN", Unknown).about(at).with("amount", said));
    };
    let opening = matches!(document.kind, DocumentKind::ProactiveDecision | DocumentKind::OnRequestDecision);
    let (code, verdict) = match (opening, said == *due, said > *due) {
        (true, true, _) | (false, _, false) => ("RS-AMOUNT", InOrder),
        (true, false, _) => ("RS-AMOUNT-DIFFERS", Breach),
        // Fees and costs may come on top: the records of the case alone do not tell.
        (false, _, true) => ("RS-AMOUNT-MORE", Unknown),
    };
    Some(Check::new(code, verdict).about(at).with("amount", said).with("known", *due))
}

/// Days that contradict the day of signing, or each other.
fn days(content: &Value, signed_on: NaiveDate) -> Vec<Check> {
    let mut checks = Vec::new();
    fields(content, "", &mut |at, name, value| {
        let Some(day) = value.as_str().and_then(|text| text.parse::<NaiveDate>().ok()) else { return };
        let fits = match (PAST.contains(&name), COMING.contains(&name)) {
            (true, _) => day <= signed_on,
            (_, true) => day >= signed_on,
            _ => return,
        };
        let (code, verdict) = if fits { ("RS-DAY", InOrder) } else { ("RS-DAY-NOT", Breach) };
        checks.push(Check::new(code, verdict).about(at).with("day", day).with("on", signed_on));
    });
    checks
}
