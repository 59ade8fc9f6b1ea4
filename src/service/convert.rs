//! Between the domain's values and the store's rows. A row carries the whole value as JSON beside the columns that are searched;
//! what was once written can always be read.

use chrono::{DateTime, Utc};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use super::error::{ApiError, ApiResult};
use super::numbering::Numbered;
use crate::domain::asset::Asset;
use crate::domain::case::Case;
use crate::domain::claim::Payee;
use crate::domain::fee_account::FeeAccount;
use crate::domain::ids::{MatterId, OfficeId, PartyId};
use crate::domain::judgment::{Judgment, Obligation, Party};
use crate::domain::ledger::{Entry, Specie};
use crate::domain::matter::{MatterChange, Shelf};
use crate::domain::money::Dong;
use crate::domain::payment::{Distribution, FeeLine, Payout, Receipt};
use crate::domain::period::in_viet_nam;
use crate::domain::quantity::Quantity;
use crate::domain::request::Request;
use crate::store::{
    AnyId, At, assets, cases, distributions, exhibits, fee_accounts, judgments, ledger, matters, obligations,
    parties, payouts, receipts, requests,
};

/// A value as JSON text.
///
/// # Errors
/// Never in practice: these values have only text keys.
pub fn text(value: &impl Serialize) -> ApiResult<String> {
    serde_json::to_string(value).map_err(ApiError::internal)
}

/// A stored value.
///
/// # Errors
/// When the row was not written by this software.
pub fn value<T: DeserializeOwned>(text: &str) -> ApiResult<T> {
    serde_json::from_str(text).map_err(ApiError::internal)
}

/// Stored values.
///
/// # Errors
/// When a row was not written by this software.
pub fn values<T: DeserializeOwned>(texts: &[String]) -> ApiResult<Vec<T>> {
    texts.iter().map(|text| value(text)).collect()
}

/// A judgment's row; its version column is the one to compare with.
pub fn judgment_row(judgment: &Judgment, now: At) -> ApiResult<judgments::Judgment> {
    Ok(judgments::Judgment {
        id: judgment.id,
        office_id: judgment.office,
        division_id: None,
        version: judgment.version - 1,
        number: judgment.number.clone(),
        issuer: judgment.issuer.clone(),
        pronounced_on: judgment.pronounced_on,
        in_force_on: Some(judgment.in_force_on),
        received_on: Some(judgment.received_on),
        state: "registered".to_owned(),
        doc: text(judgment)?,
        created_at: now,
    })
}

/// A request's row; its version column is the one to compare with.
pub fn request_row(request: &Request, now: At) -> ApiResult<requests::Request> {
    Ok(requests::Request {
        id: request.id,
        office_id: request.office,
        division_id: None,
        judgment_id: request.judgment,
        version: request.version - 1,
        state: request.state.as_str().to_owned(),
        requested_on: request.requested_on,
        case_id: None,
        doc: text(request)?,
        created_at: now,
    })
}

/// A case's row; `back` is 1 to compare with the version before, 0 to insert.
pub fn case_row(case: &Case, now: At, back: i64) -> ApiResult<cases::Case> {
    Ok(cases::Case {
        id: case.id,
        office_id: case.office,
        division_id: case.division,
        officer_id: case.officer,
        judgment_id: case.judgment,
        request_id: case.request,
        number: case.number.clone(),
        mode: case.mode.as_str().to_owned(),
        stage: case.stage.as_str().to_owned(),
        held: case.is_interrupted(),
        decided_on: case.decided_on,
        amount_due: case.amount_due,
        amount_paid: case.amount_paid,
        version: case.version - back,
        doc: text(case)?,
        created_at: now,
        updated_at: now,
    })
}

/// A matter's row; `back` as for a case.
pub fn matter_row(matter: &MatterChange, now: At, back: i64) -> ApiResult<matters::Matter> {
    let head = &matter.head;
    Ok(matters::Matter {
        id: head.id,
        office_id: head.office,
        division_id: head.division,
        officer_id: head.officer,
        case_id: head.case,
        kind: matter.kind.to_owned(),
        state: matter.state.to_owned(),
        confidential: matter.confidential,
        received_on: head.received_on,
        version: head.version - back,
        doc: text(&matter.value)?,
        created_at: now,
        updated_at: now,
    })
}

/// Where the open lines of a lot lie.
pub fn shelf_rows(lot: MatterId, shelves: &[Shelf]) -> Vec<exhibits::Shelf> {
    let row = |shelf: &Shelf| exhibits::Shelf {
        matter_id: lot,
        custodian: shelf.custodian.to_owned(),
        disposition: shelf.disposition.to_owned(),
    };
    shelves.iter().map(row).collect()
}

/// An asset's row; `back` as for a case.
pub fn asset_row(asset: &Asset, now: At, back: i64) -> ApiResult<assets::Asset> {
    Ok(assets::Asset {
        id: asset.id,
        office_id: asset.office,
        case_id: asset.case,
        version: asset.version - back,
        state: asset.state.as_str().to_owned(),
        kind: asset.kind.as_str().to_owned(),
        name: asset.name.clone(),
        doc: text(asset)?,
        created_at: now,
        identifier: asset.identifier.clone(),
        certificate_until: asset.certificate_watched(),
        hand_over_until: asset.hand_over_watched(),
        moved_on: (!asset.is_over()).then(|| in_viet_nam(asset.updated_at.into()).date_naive()),
        awaits_registry: asset.lacks_registry_answer() && !asset.is_lot(),
    })
}

/// A distribution's row; `back` as for a case.
pub fn distribution_row(
    distribution: &Distribution,
    now: At,
    back: i64,
) -> ApiResult<distributions::Distribution> {
    Ok(distributions::Distribution {
        id: distribution.id,
        office_id: distribution.office,
        case_id: distribution.case,
        version: distribution.version - back,
        state: distribution.state.as_str().to_owned(),
        amount: distribution.amount,
        prepared_by: distribution.prepared_by,
        approved_by: distribution.approved_by,
        case_version: distribution.case_version,
        doc: text(distribution)?,
        created_at: now,
    })
}

/// A distribution's lines, whole in `doc`.
pub fn line_rows(
    distribution: &Distribution,
    lines: &[FeeLine],
) -> ApiResult<Vec<distributions::DistributionLine>> {
    lines
        .iter()
        .zip(1..)
        .map(|(line, place)| {
            Ok(distributions::DistributionLine {
                distribution_id: distribution.id,
                line: place,
                step: line.line.step.as_str().to_owned(),
                row: line.line.row.map(|row| row.as_str().to_owned()).unwrap_or_default(),
                obligation_id: line.line.obligation,
                payee_id: party_of(line.line.payee),
                claim: line.line.claim_dong,
                share: line.line.share_dong,
                fee: line.fee,
                doc: text(line)?,
            })
        })
        .collect()
}

/// A payout's row; `back` as for a case.
pub fn payout_row(payout: &Payout, now: At, back: i64) -> ApiResult<payouts::Payout> {
    Ok(payouts::Payout {
        id: payout.id,
        office_id: payout.office,
        case_id: payout.case,
        distribution_id: payout.distribution,
        payee_id: party_of(payout.payee),
        amount: payout.amount,
        means: payout.means.as_str().to_owned(),
        state: payout.state.as_str().to_owned(),
        version: payout.version - back,
        doc: text(payout)?,
        created_at: now,
    })
}

fn party_of(payee: Payee) -> Option<crate::domain::ids::PartyId> {
    match payee {
        Payee::Party(party) => Some(party),
        Payee::State | Payee::Agency => None,
    }
}

/// A fee account's row, whole in `doc`.
pub fn fee_row(account: &FeeAccount) -> ApiResult<fee_accounts::FeeAccount> {
    Ok(fee_accounts::FeeAccount {
        case_id: account.case,
        party_id: account.party,
        office_id: account.office,
        received: account.received,
        due: account.due,
        collected: account.collected,
        doc: text(account)?,
    })
}

/// A receipt's row.
pub fn receipt_row(
    receipt: &Receipt,
    numbered: &Numbered,
    now: DateTime<Utc>,
) -> ApiResult<receipts::Receipt> {
    Ok(receipts::Receipt {
        id: receipt.id,
        office_id: receipt.office,
        case_id: receipt.case,
        matter_id: receipt.matter,
        asset_id: receipt.asset,
        book: numbered.book.clone(),
        year: numbered.year,
        number: numbered.number,
        kind: receipt.kind.as_str().to_owned(),
        channel: receipt.channel.as_str().to_owned(),
        amount: receipt.amount,
        received_on: receipt.received_on,
        lookup: receipt.lookup(),
        doc: text(receipt)?,
        created_at: At::from(now),
    })
}

/// A ledger entry's lines.
pub fn posting_rows(entry: &Entry, row: &ledger::Entry) -> Vec<ledger::Posting> {
    entry
        .postings()
        .iter()
        .zip(1..)
        .map(|(posting, line)| {
            let (payee, payee_id) = match posting.payee() {
                None => (None, None),
                Some(Payee::Party(party)) => (Some("party"), Some(party.into())),
                Some(Payee::State) => (Some("state"), None),
                Some(Payee::Agency) => (Some("agency"), None),
            };
            ledger::Posting {
                entry_id: row.id,
                line,
                office_id: row.office_id,
                file_id: row.file_id,
                posted_on: row.posted_on,
                debit: posting.debit().as_str().to_owned(),
                credit: posting.credit().as_str().to_owned(),
                amount: posting.amount(),
                payee: payee.map(str::to_owned),
                payee_id,
                basis: posting.basis().map(str::to_owned),
                unit: posting.specie().map(|specie| specie.unit.clone()),
                quantity: posting.specie().map(|specie| specie.quantity.ten_thousandths()),
                recorded_at: row.created_at,
            }
        })
        .collect()
}

/// Whose a line is.
///
/// # Errors
/// For a row that names nobody.
pub fn payee(kind: Option<&str>, id: Option<AnyId>) -> ApiResult<Option<Payee>> {
    match (kind, id) {
        (None, _) => Ok(None),
        (Some("state"), _) => Ok(Some(Payee::State)),
        (Some("agency"), _) => Ok(Some(Payee::Agency)),
        (Some("party"), Some(id)) => Ok(Some(Payee::Party(PartyId(id.0)))),
        _ => Err(ApiError::internal("a line for nobody")),
    }
}

/// The currency or metal of a line.
pub fn specie(unit: Option<String>, quantity: Option<i64>) -> Option<Specie> {
    Some(Specie { unit: unit?, quantity: Quantity::of_ten_thousandths(quantity?)? })
}

/// What an item carries beside its columns.
#[derive(Serialize, Deserialize)]
struct ItemDoc {
    #[serde(default)]
    duty: Option<crate::domain::judgment::DutyKind>,
    joint: bool,
    personal: bool,
    secured: bool,
    requested_on: Option<chrono::NaiveDate>,
    #[serde(default)]
    more: crate::domain::judgment::Pronounced,
}

/// An item's row.
pub fn obligation_row(item: &Obligation, office: OfficeId) -> ApiResult<obligations::Obligation> {
    let doc = ItemDoc {
        duty: item.duty,
        joint: item.joint,
        personal: item.personal,
        secured: item.secured,
        requested_on: item.requested_on,
        more: item.more.clone(),
    };
    Ok(obligations::Obligation {
        id: item.id,
        judgment_id: item.judgment,
        office_id: office,
        case_id: item.case,
        debtor_id: item.debtor,
        creditor_id: item.creditor,
        mode: item.mode.as_str().to_owned(),
        kind: item.kind.as_str().to_owned(),
        amount: item.amount,
        paid: item.paid,
        status: item.status.as_str().to_owned(),
        due_on: item.due_on,
        doc: text(&doc)?,
    })
}

/// An item from its row.
pub fn obligation(row: obligations::Obligation) -> ApiResult<Obligation> {
    let doc: ItemDoc = value(&row.doc)?;
    Ok(Obligation {
        id: row.id,
        judgment: row.judgment_id,
        case: row.case_id,
        debtor: row.debtor_id,
        creditor: row.creditor_id,
        mode: row.mode.parse().map_err(ApiError::internal)?,
        kind: row.kind.parse().map_err(ApiError::internal)?,
        amount: row.amount,
        paid: row.paid,
        status: row.status.parse().map_err(ApiError::internal)?,
        due_on: row.due_on,
        duty: doc.duty,
        joint: doc.joint,
        personal: doc.personal,
        secured: doc.secured,
        requested_on: doc.requested_on,
        more: doc.more,
        interest_due: Dong::ZERO,
    })
}

/// A party's row.
pub fn party_row(
    party: &Party,
    judgment: crate::domain::ids::JudgmentId,
    office: OfficeId,
) -> ApiResult<parties::Party> {
    Ok(parties::Party {
        id: party.id,
        judgment_id: judgment,
        office_id: office,
        kind: party.kind.as_str().to_owned(),
        name: party.name.clone(),
        doc: text(party)?,
        identity: identity(party),
    })
}

/// The identity number as it is compared: without blanks, in capitals.
fn identity(party: &Party) -> Option<String> {
    let number = party.identity_number.as_ref()?;
    let plain: String = number.chars().filter(|letter| !letter.is_whitespace()).collect();
    (!plain.is_empty()).then(|| plain.to_uppercase())
}
