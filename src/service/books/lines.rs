//! A line of the ledger as a reader sees it: what moved, whose it is, which act made it, on which paper, under which article.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, NaiveDate, Utc};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::domain::citation::Citation;
use crate::domain::claim::Payee;
use crate::domain::ids::{CaseId, EntryId};
use crate::domain::law::Law;
use crate::domain::ledger::Specie;
use crate::domain::money::Dong;
use crate::service::convert::{payee, specie};
use crate::service::error::{ApiError, ApiResult};
use crate::store::ledger::{Entry, Posting};
use crate::store::ledger_books::{self, Number, Place, Voucher};
use crate::store::{AnyId, Conn};

/// A line of the ledger.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct LineView {
    /// The entry.
    pub entry: EntryId,
    /// The line's place in it, from 1.
    pub line: i32,
    /// The kind of entry, for example `J01`.
    pub kind: String,
    /// The day it is booked on.
    pub posted_on: NaiveDate,
    /// When it was recorded.
    pub recorded_at: DateTime<Utc>,
    /// The case; absent for what stands on the office's own file.
    pub case: Option<CaseId>,
    /// The account debited.
    pub debit: String,
    /// The account credited.
    pub credit: String,
    /// The sum, in đồng.
    pub amount: Dong,
    /// The currency or metal of which the sum is the value.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub specie: Option<Specie>,
    /// Whose it is, where the line belongs to one person.
    pub payee: Option<Payee>,
    /// What it is for.
    pub memo: String,
    /// The entry that it reverses.
    pub reverses: Option<EntryId>,
    /// The act that made it.
    pub source: SourceView,
    /// The receipt or document that it rests on.
    pub voucher: Option<VoucherView>,
    /// The code of its legal basis.
    pub basis: String,
    /// Where the rule stands, under the law of its day.
    pub citation: Vec<Citation>,
}

/// The act behind a line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct SourceView {
    /// What was acted on: `case`, `asset`, `distribution`, `payout`, or a kind of matter.
    pub kind: String,
    /// Which one.
    pub id: Uuid,
    /// The act's code.
    #[schema(example = "M-APPROVE")]
    pub code: String,
    /// Its place in the history of what it acted on.
    pub seq: Option<i64>,
}

/// A receipt or signed document.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct VoucherView {
    /// Its identifier.
    pub id: Uuid,
    /// `receipt`, or the document's kind.
    pub kind: String,
    /// Its number.
    pub number: String,
}

impl LineView {
    /// Where it stands in every book.
    pub fn place(&self) -> Place {
        (self.posted_on, self.entry, self.line)
    }
}

/// The lines with everything that they point at.
pub(super) fn shown(conn: &mut Conn, law: &Law, lines: Vec<Posting>) -> ApiResult<Vec<LineView>> {
    let ids: BTreeSet<EntryId> = lines.iter().map(|line| line.entry_id).collect();
    let entries = ledger_books::entries(conn, &ids.into_iter().collect::<Vec<_>>())?;
    let ids: BTreeSet<AnyId> = entries.values().filter_map(|entry| entry.voucher_id).collect();
    let vouchers = ledger_books::vouchers(conn, &ids.into_iter().collect::<Vec<_>>())?;
    let mut views = Vec::with_capacity(lines.len());
    for line in lines {
        let entry =
            entries.get(&line.entry_id).ok_or_else(|| ApiError::internal("a line without its entry"))?;
        views.push(view(law, entry, line, &vouchers)?);
    }
    Ok(views)
}

fn view(law: &Law, entry: &Entry, line: Posting, vouchers: &BTreeMap<AnyId, Voucher>) -> ApiResult<LineView> {
    let voucher = match entry.voucher_id.and_then(|id| vouchers.get(&id).map(|voucher| (id, voucher))) {
        None => None,
        Some((id, voucher)) => {
            Some(VoucherView { id: id.0, kind: voucher.kind.clone(), number: number(&voucher.number)? })
        }
    };
    let basis = line.basis.unwrap_or_else(|| entry.code.clone());
    Ok(LineView {
        entry: line.entry_id,
        line: line.line,
        kind: entry.kind.clone(),
        posted_on: line.posted_on,
        recorded_at: line.recorded_at.into(),
        case: entry.case_id,
        debit: line.debit,
        credit: line.credit,
        amount: line.amount,
        specie: specie(line.unit, line.quantity),
        payee: payee(line.payee.as_deref(), line.payee_id)?,
        memo: entry.memo.clone(),
        reverses: entry.reverses_id,
        source: SourceView {
            kind: entry.source_kind.clone(),
            id: entry.source_id.0,
            code: entry.code.clone(),
            seq: entry.seq,
        },
        voucher,
        citation: law.basis(&basis, line.posted_on).to_vec(),
        basis,
    })
}

fn number(number: &Number) -> ApiResult<String> {
    match number {
        Number::Plain(text) => Ok(text.clone()),
        Number::Inside(doc) => {
            let doc: serde_json::Value = serde_json::from_str(doc).map_err(ApiError::internal)?;
            Ok(doc["number"].as_str().unwrap_or_default().to_owned())
        }
    }
}
