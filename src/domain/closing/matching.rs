//! Matching the lines of a statement with what is booked: by a reference that both carry, or by sum and day – each only where there is
//! exactly one on either side. What is not certain is left to a person. It knows no database.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use serde::Serialize;
use utoipa::ToSchema;

use super::super::ids::MatterId;
use super::super::money::Dong;
use super::PostingRef;
use crate::text_enum;

text_enum! {
    /// How a line was matched.
    pub enum HowMatched {
        /// Both carry one reference.
        Reference = "reference",
        /// The only one of that sum on that day.
        AmountAndDay = "amount_and_day",
        /// By a person, with a reason.
        ByHand = "by_hand",
    }
}

/// A line that stands open.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = OpenStatementLine)]
pub struct OpenLine {
    /// Its statement.
    pub statement: MatterId,
    /// Its place there.
    pub line: u32,
    /// The bank's reference.
    pub reference: String,
    /// The reference that payer or payee gave.
    pub end_to_end: Option<String>,
    /// The day.
    pub on: NaiveDate,
    /// True for money in.
    pub incoming: bool,
    /// The sum, in đồng.
    pub amount: Dong,
}

/// A posting that stands open.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = OpenPosting)]
pub struct Booked {
    /// Which.
    #[serde(flatten)]
    pub posting: PostingRef,
    /// The day.
    pub on: NaiveDate,
    /// True for money in.
    pub incoming: bool,
    /// The sum, in đồng.
    pub amount: Dong,
    /// The bank references of the receipts or of the payout behind it.
    pub references: Vec<String>,
}

/// A line with the posting that it is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = StatementMatch)]
pub struct Match {
    /// The line.
    pub line: u32,
    /// The posting.
    #[serde(flatten)]
    pub posting: PostingRef,
    /// How it was found.
    pub how: HowMatched,
    /// Why, where a person said so.
    pub reason: Option<String>,
}

/// What is certain.
pub fn automatic(lines: &[OpenLine], booked: &[Booked]) -> Vec<Match> {
    let by_reference = |line: &OpenLine| {
        let own = std::iter::once(line.reference.clone()).chain(line.end_to_end.clone());
        own.map(|reference| (line.incoming, line.amount, reference)).collect::<Vec<_>>()
    };
    let of_reference = |one: &Booked| {
        one.references.iter().map(|text| (one.incoming, one.amount, text.clone())).collect::<Vec<_>>()
    };
    let mut found = unique(lines.iter(), booked.iter(), by_reference, of_reference, HowMatched::Reference);
    let places: BTreeSet<u32> = found.iter().map(|one| one.line).collect();
    let postings: BTreeSet<PostingRef> = found.iter().map(|one| one.posting).collect();
    let lines_left = lines.iter().filter(|line| !places.contains(&line.line));
    let booked_left = booked.iter().filter(|one| !postings.contains(&one.posting));
    let by_day = |line: &OpenLine| vec![(line.incoming, line.amount, line.on)];
    let of_day = |one: &Booked| vec![(one.incoming, one.amount, one.on)];
    found.extend(unique(lines_left, booked_left, by_day, of_day, HowMatched::AmountAndDay));
    found.sort_by_key(|one| one.line);
    found
}

/// Pairs that share a key which no other line and no other posting has.
fn unique<'a, K: Ord>(
    lines: impl Iterator<Item = &'a OpenLine>,
    booked: impl Iterator<Item = &'a Booked>,
    of_line: impl Fn(&OpenLine) -> Vec<K>,
    of_booked: impl Fn(&Booked) -> Vec<K>,
    how: HowMatched,
) -> Vec<Match> {
    let mut by_key: BTreeMap<K, (BTreeSet<u32>, BTreeSet<PostingRef>)> = BTreeMap::new();
    for line in lines {
        for key in of_line(line) {
            by_key.entry(key).or_default().0.insert(line.line);
        }
    }
    for one in booked {
        for key in of_booked(one) {
            by_key.entry(key).or_default().1.insert(one.posting);
        }
    }
    let mut pairs: BTreeSet<(u32, PostingRef)> = BTreeSet::new();
    for (lines, postings) in by_key.values() {
        if let (Some(line), Some(posting), 1, 1) =
            (lines.first(), postings.first(), lines.len(), postings.len())
        {
            pairs.insert((*line, *posting));
        }
    }
    // Two references of one line may lead to two postings: then nothing is certain.
    let mut lines_of: BTreeMap<PostingRef, usize> = BTreeMap::new();
    let mut postings_of: BTreeMap<u32, usize> = BTreeMap::new();
    for (line, posting) in &pairs {
        *lines_of.entry(*posting).or_default() += 1;
        *postings_of.entry(*line).or_default() += 1;
    }
    let certain = |(line, posting): &(u32, PostingRef)| {
        lines_of.get(posting) == Some(&1) && postings_of.get(line) == Some(&1)
    };
    let matched = |(line, posting)| Match { line, posting, how, reason: None };
    pairs.into_iter().filter(certain).map(matched).collect()
}
