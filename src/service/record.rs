//! Writing a plan: everything that one act changes, in the transaction that decided it. Numbers are given here, versions are
//! compared here, the history grows here; nothing is decided here.

use chrono::{DateTime, NaiveDate, Utc};
use serde::Serialize;
use serde_json::json;
use thads_verify::dossier::MadeDocument;
use utoipa::ToSchema;
use uuid::Uuid;

use super::convert;
use super::error::{ApiError, ApiResult};
use super::record_events::first_of_payouts;
pub(super) use super::record_events::{History, append};
use super::{known, numbering, receipt_rows};
use crate::domain::actor::Actor;
use crate::domain::document::DocumentKind;
use crate::domain::event::hash;
use crate::domain::ids::{AssetId, CaseId, DecisionId, MatterId, OfficeId, RequestId};
use crate::domain::law::Law;
use crate::domain::ledger::Entry;
use crate::domain::lifecycle::plan::{Change, NewDocument, Plan};
use crate::store::{
    At, Conn, assets, cases, decisions, distributions, exhibits, fee_accounts, judgments, matters, payouts,
    requests,
};

/// Under what an act is recorded.
pub struct Recording<'a> {
    /// The law.
    pub law: &'a Law,
    /// Who acts.
    pub actor: &'a Actor,
    /// The day of the act.
    pub on: NaiveDate,
    /// The moment of recording.
    pub now: DateTime<Utc>,
}

/// What was recorded, for the answer.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Recorded {
    /// The transition's code.
    pub code: String,
    /// The action.
    pub action: String,
    /// The state before.
    pub from: String,
    /// The state after.
    pub to: String,
    /// Events written.
    pub events: Vec<RecordedEvent>,
    /// Deadlines opened.
    pub deadlines_opened: Vec<crate::domain::lifecycle::plan::Opened>,
    /// Keys of the deadlines closed.
    pub deadlines_closed: Vec<String>,
    /// Deadlines that the law's data cannot tell.
    pub deadlines_unknown: Vec<String>,
    /// Documents made, with their numbers; at most 200, the register of decisions has all of them.
    pub documents: Vec<RecordedDocument>,
    /// Receipts issued.
    pub receipts: Vec<crate::domain::payment::Receipt>,
    /// Ledger entries; of a plan with very many postings only their number is told.
    pub postings: Vec<Entry>,
    /// Ledger entries on the office's own file, of what moves from there into a case.
    pub office_postings: Vec<Entry>,
    /// How many postings all of them have.
    pub posting_count: usize,
    /// Cases opened.
    pub cases: Vec<CaseId>,
    /// The acting aggregate as it is now, and its version: shown beside what happened.
    #[serde(skip)]
    pub after: (serde_json::Value, i64),
}

/// An event in brief.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct RecordedEvent {
    /// Kind of aggregate.
    pub aggregate: String,
    /// The aggregate.
    pub aggregate_id: Uuid,
    /// The transition's code.
    pub code: &'static str,
    /// Its place in the aggregate's history.
    pub seq: i64,
    /// Its hash.
    pub hash: String,
}

/// What the reception of something new has begun.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Begun {
    /// The first event.
    #[serde(flatten)]
    pub event: RecordedEvent,
    /// Deadlines opened.
    pub deadlines_opened: Vec<crate::domain::lifecycle::plan::Opened>,
}

/// A document in brief.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct RecordedDocument {
    /// The document.
    pub id: DecisionId,
    /// Its kind.
    pub kind: DocumentKind,
    /// Its number.
    pub number: String,
}

/// Writes a plan.
///
/// # Errors
/// 412 when an aggregate changed since it was read; whatever the database refuses.
pub fn write(conn: &mut Conn, at: &Recording<'_>, mut plan: Plan) -> ApiResult<Recorded> {
    let also = std::mem::take(&mut plan.also);
    let place = Place::of(&plan)?;
    super::booking::settle_assets(at, &mut plan, &place)?;
    let documents = number_documents(conn, at, &mut plan, &place)?;
    let receipts_given = receipt_rows::number(conn, at, &mut plan)?;
    set_versions(&mut plan.changes);
    let mut recorded_events = Vec::new();
    // What ran out before the act stands before it in the history.
    let moved = super::deadlines::settle(conn, at, &plan, &place)?;
    // A new case is there before the matter that names it.
    let mut in_order: Vec<&Change> = plan.changes.iter().collect();
    in_order.sort_by_key(|change| !matches!(change, Change::Case(case) if case.version == 1));
    in_order.into_iter().try_for_each(|change| store_change(conn, at, change))?;
    let effects = known::carried(conn, at, (&plan, &place), effects(&plan, &documents), moved)?;
    for (index, change) in plan.changes.iter().enumerate() {
        let effects = if index == 0 { effects.clone() } else { json!({}) };
        recorded_events.push(append_event(conn, at, &plan, change, effects)?);
    }
    store_documents(conn, at, &plan, &documents, &place)?;
    receipt_rows::store(conn, at, &plan, &receipts_given)?;
    receipt_rows::cancel(conn, at, &plan, place.office)?;
    let opened_seq = recorded_events.first().map_or(0, |event| event.seq);
    store_money(conn, at, &plan, &place, opened_seq)?;
    let accounts: ApiResult<Vec<_>> = plan.fees.iter().map(convert::fee_row).collect();
    fee_accounts::put(conn, &accounts?)?;
    if let Some(case) = place.case {
        super::notices::write(conn, at, place.office, case, &plan.notices)?;
    }
    let mut posting_count = postings(&plan.entries) + postings(&plan.office_entries);
    let (mut receipts, mut postings, mut of_office) = (plan.receipts, plan.entries, plan.office_entries);
    for other in also {
        let other = write(conn, at, other)?;
        recorded_events.extend(other.events);
        receipts.extend(other.receipts);
        postings.extend(other.postings);
        of_office.extend(other.office_postings);
        posting_count += other.posting_count;
    }
    if posting_count > ENTRIES_WHOLE {
        (postings, of_office) = (Vec::new(), Vec::new());
    }
    let to = plan.changes.first().map(state_of).unwrap_or_default();
    let after = match plan.changes.first() {
        Some(change) => (after(change)?, version_of(change)),
        None => (serde_json::Value::Null, 0),
    };
    Ok(Recorded {
        code: plan.code.to_owned(),
        action: plan.action.to_owned(),
        from: plan.from.to_owned(),
        to,
        events: recorded_events,
        deadlines_closed: plan.closed.iter().map(|closed| closed.key.clone()).collect(),
        deadlines_opened: plan.opened,
        deadlines_unknown: plan.unknown,
        documents: documents
            .into_iter()
            .take(DOCUMENTS_WHOLE)
            .map(|(id, kind, numbered)| RecordedDocument { id: DecisionId(id), kind, number: numbered.full })
            .collect(),
        receipts,
        postings,
        office_postings: of_office,
        posting_count,
        cases: plan.changes.iter().filter_map(opened_case).collect(),
        after,
    })
}

/// The case that a change opens.
pub(super) fn opened_case(change: &Change) -> Option<CaseId> {
    match change {
        Change::Case(case) if case.version == 1 => Some(case.id),
        _ => None,
    }
}

/// Where an act belongs: for its documents, deadlines and money.
pub(super) struct Place {
    pub office: OfficeId,
    pub case: Option<CaseId>,
    pub request: Option<RequestId>,
    pub asset: Option<AssetId>,
    pub judgment: Option<crate::domain::ids::JudgmentId>,
    pub matter: Option<MatterId>,
    pub division: Option<OfficeId>,
    pub officer: Option<crate::domain::ids::UserId>,
}

impl Place {
    fn of(plan: &Plan) -> ApiResult<Place> {
        let mut place: Option<Place> = None;
        for change in &plan.changes {
            let this = Place::one(change);
            match &mut place {
                None => place = Some(this),
                Some(place) => {
                    place.case = place.case.or(this.case);
                    place.division = place.division.or(this.division);
                    place.officer = place.officer.or(this.officer);
                }
            }
        }
        place.ok_or_else(|| ApiError::internal("a plan that changes nothing"))
    }

    fn one(change: &Change) -> Place {
        let empty = |office| Place {
            office,
            case: None,
            request: None,
            asset: None,
            judgment: None,
            matter: None,
            division: None,
            officer: None,
        };
        match change {
            Change::Judgment(one) => Place { judgment: Some(one.id), ..empty(one.office) },
            Change::Request(one) => Place { request: Some(one.id), ..empty(one.office) },
            Change::Case(one) => Place {
                case: Some(one.id),
                division: one.division,
                officer: one.officer,
                ..empty(one.office)
            },
            Change::Asset(one) => Place { case: Some(one.case), asset: Some(one.id), ..empty(one.office) },
            Change::Distribution(one) => Place {
                case: Some(one.case),
                division: one.division,
                officer: one.officer,
                ..empty(one.office)
            },
            Change::Payout(one) => Place {
                case: Some(one.case),
                division: one.division,
                officer: one.officer,
                ..empty(one.office)
            },
            Change::Matter(one) => Place {
                matter: Some(one.head.id),
                case: one.head.case.filter(|_| !one.confidential),
                division: one.head.division,
                officer: one.head.officer,
                ..empty(one.head.office)
            },
        }
    }
}

type Given = (Uuid, DocumentKind, numbering::Numbered);

fn number_documents(
    conn: &mut Conn,
    at: &Recording<'_>,
    plan: &mut Plan,
    place: &Place,
) -> ApiResult<Vec<Given>> {
    let mut books: Vec<(DocumentKind, std::vec::IntoIter<numbering::Numbered>)> = Vec::new();
    for document in &plan.documents {
        if !books.iter().any(|(kind, _)| *kind == document.kind) {
            let count = plan.documents.iter().filter(|one| one.kind == document.kind).count();
            let numbers = numbering::several(conn, at.law, place.office, document.kind, at.on, count)?;
            books.push((document.kind, numbers.into_iter()));
        }
    }
    let mut given = Vec::new();
    for document in &mut plan.documents {
        let book = books.iter_mut().find(|(kind, _)| *kind == document.kind);
        let numbered = book.and_then(|(_, numbers)| numbers.next());
        let numbered = numbered.ok_or_else(|| ApiError::internal("a document without a number"))?;
        document.number = Some(numbered.full.clone());
        given.push((document.id, document.kind, numbered));
    }
    for change in &mut plan.changes {
        let decisions = match change {
            Change::Case(case) => {
                if let Some((.., numbered)) = given
                    .iter()
                    .find(|(id, ..)| case.number.is_empty() && case.decisions.iter().any(|d| d.id.0 == *id))
                {
                    case.number = numbered.full.clone();
                }
                &mut case.decisions
            }
            Change::Asset(asset) => &mut asset.decisions,
            _ => continue,
        };
        for decision in decisions.iter_mut().filter(|decision| decision.number.is_empty()) {
            if let Some((.., numbered)) = given.iter().find(|(id, ..)| *id == decision.id.0) {
                decision.number = numbered.full.clone();
            }
        }
    }
    Ok(given)
}

/// The document carries the version it will have; the row is compared with the one before.
fn set_versions(changes: &mut [Change]) {
    for change in changes {
        match change {
            Change::Judgment(one) => one.version += 1,
            Change::Request(one) => one.version += 1,
            Change::Case(one) => one.version += 1,
            Change::Asset(one) => one.version += 1,
            Change::Distribution(one) => one.version += 1,
            Change::Payout(one) => one.version += 1,
            Change::Matter(_) => {}
        }
    }
}

fn store_change(conn: &mut Conn, at: &Recording<'_>, change: &Change) -> ApiResult<()> {
    let now = At::from(at.now);
    match change {
        Change::Judgment(one) => {
            judgments::compare_and_set(conn, &convert::judgment_row(one, now)?).map(|_| ())
        }
        Change::Request(one) => requests::compare_and_set(conn, &convert::request_row(one, now)?).map(|_| ()),
        Change::Case(one) if one.version == 1 => cases::insert(conn, &convert::case_row(one, now, 0)?),
        Change::Case(one) => cases::compare_and_set(conn, &convert::case_row(one, now, 1)?).map(|_| ()),
        Change::Asset(one) if one.version == 1 => assets::insert(conn, &convert::asset_row(one, now, 0)?),
        Change::Asset(one) => assets::compare_and_set(conn, &convert::asset_row(one, now, 1)?).map(|_| ()),
        Change::Distribution(one) => {
            distributions::compare_and_set(conn, &convert::distribution_row(one, now, 1)?).map(|_| ())
        }
        Change::Payout(one) => payouts::compare_and_set(conn, &convert::payout_row(one, now, 1)?).map(|_| ()),
        Change::Matter(one) if one.head.version == 1 => {
            matters::insert(conn, &convert::matter_row(one, now, 0)?)
        }
        Change::Matter(one) => matters::compare_and_set(conn, &convert::matter_row(one, now, 1)?),
    }?;
    if let Change::Matter(one) = change
        && let Some(shelves) = &one.shelves
    {
        exhibits::put(conn, one.head.id, &convert::shelf_rows(one.head.id, shelves))?;
    }
    Ok(())
}

/// The state that a change leads to.
fn state_of(change: &Change) -> String {
    match change {
        Change::Judgment(_) => "registered",
        Change::Request(one) => one.state.as_str(),
        Change::Case(one) => one.stage.as_str(),
        Change::Asset(one) => one.state.as_str(),
        Change::Distribution(one) => one.state.as_str(),
        Change::Payout(one) => one.state.as_str(),
        Change::Matter(one) => one.state,
    }
    .to_owned()
}

fn version_of(change: &Change) -> i64 {
    match change {
        Change::Judgment(one) => one.version,
        Change::Request(one) => one.version,
        Change::Case(one) => one.version,
        Change::Asset(one) => one.version,
        Change::Distribution(one) => one.version,
        Change::Payout(one) => one.version,
        Change::Matter(one) => one.head.version,
    }
}

/// Kind and identifier of what changes, the case that it belongs to, its office.
pub(super) fn identity(change: &Change) -> (&'static str, Uuid, Option<CaseId>, OfficeId) {
    match change {
        Change::Judgment(one) => ("judgment", one.id.0, None, one.office),
        Change::Request(one) => ("request", one.id.0, None, one.office),
        Change::Case(one) => ("case", one.id.0, Some(one.id), one.office),
        Change::Asset(one) => ("asset", one.id.0, Some(one.case), one.office),
        Change::Distribution(one) => ("distribution", one.id.0, Some(one.case), one.office),
        Change::Payout(one) => ("payout", one.id.0, Some(one.case), one.office),
        Change::Matter(one) => {
            // Nothing that is read with the case may tell of a confidential matter.
            (one.kind, one.head.id.0, one.head.case.filter(|_| !one.confidential), one.head.office)
        }
    }
}

fn after(change: &Change) -> ApiResult<serde_json::Value> {
    match change {
        Change::Judgment(one) => serde_json::to_value(one),
        Change::Request(one) => serde_json::to_value(one),
        Change::Case(one) => serde_json::to_value(one),
        Change::Asset(one) => serde_json::to_value(one),
        Change::Distribution(one) => serde_json::to_value(one),
        Change::Payout(one) => serde_json::to_value(one),
        Change::Matter(one) => Ok(one.value.clone()),
    }
    .map_err(ApiError::internal)
}

/// What the act brought beside the new states. Ledger entries of a large distribution are committed to by their digest.
fn effects(plan: &Plan, documents: &[Given]) -> serde_json::Value {
    let entries = |entries: &[Entry]| {
        let (count, whole) = (postings(entries), json!(entries));
        if count <= ENTRIES_WHOLE {
            whole
        } else {
            json!({ "postings": count, "sha256": hash(&whole.to_string()) })
        }
    };
    json!({
        "deadlines_opened": plan.opened,
        "deadlines_unknown": plan.unknown,
        "deadlines_closed": plan.closed,
        "running": plan.running,
        "documents": documents_shown(plan, documents),
        "receipts": plan.receipts,
        "entries": entries(&plan.entries),
        "office_entries": entries(&plan.office_entries),
        "obligations_covered": plan.covers.len(),
        "obligations_performed": performed(plan),
        "obligations_changed": plan.items,
        "notices": plan.notices,
        "payouts": plan.payouts.len(),
    })
}

/// The documents of an act, each with the digest of its content as it is stored: so the history commits to what the document says. Of
/// very many their number and one digest over all of that.
fn documents_shown(plan: &Plan, documents: &[Given]) -> serde_json::Value {
    let shown = |(document, (id, kind, numbered)): (&NewDocument, &Given)| MadeDocument {
        id: *id,
        kind: kind.as_str().to_owned(),
        number: numbered.full.clone(),
        sha256: Some(hash(&document.content.to_string())),
    };
    let all: Vec<MadeDocument> = plan.documents.iter().zip(documents).map(shown).collect();
    if all.len() <= DOCUMENTS_WHOLE {
        return json!(all);
    }
    json!({ "documents": all.len(), "sha256": hash(&json!(all).to_string()) })
}

/// So many documents of one act are named one by one.
const DOCUMENTS_WHOLE: usize = 200;

/// A plan with more postings than this shows their number only.
const ENTRIES_WHOLE: usize = 200;

fn postings(entries: &[Entry]) -> usize {
    entries.iter().map(|entry| entry.postings().len()).sum()
}

/// What was performed: each item, or of very many their number and sum.
fn performed(plan: &Plan) -> serde_json::Value {
    if plan.performed.len() <= ENTRIES_WHOLE {
        return serde_json::to_value(&plan.performed).unwrap_or_default();
    }
    let sum: i128 = plan.performed.iter().map(|one| i128::from(one.amount.get())).sum();
    json!({ "items": plan.performed.len(), "dong": sum.to_string() })
}

fn append_event(
    conn: &mut Conn,
    at: &Recording<'_>,
    plan: &Plan,
    change: &Change,
    effects: serde_json::Value,
) -> ApiResult<RecordedEvent> {
    let (aggregate, id, case, office) = identity(change);
    let entry =
        History { aggregate: aggregate.into(), id, case, office, code: plan.code, action: plan.action };
    let guards = serde_json::to_value(&plan.guards).map_err(ApiError::internal)?;
    append(conn, at, &entry, plan.delegation, guards, effects, after(change)?)
}

/// Writes the first event of an aggregate whose row was just inserted, with the deadlines that its reception opens and the items
/// that it noted; `more` is what else the event says.
///
/// # Errors
/// Whatever the database refuses.
pub(super) fn begin(
    conn: &mut Conn,
    at: &Recording<'_>,
    plan: &Plan,
    into: &History,
    after: serde_json::Value,
    more: &serde_json::Value,
) -> ApiResult<Begun> {
    let mut place = Place {
        office: into.office,
        case: None,
        request: None,
        asset: None,
        judgment: None,
        matter: None,
        division: None,
        officer: None,
    };
    match into.aggregate.as_ref() {
        "judgment" => place.judgment = Some(into.id.into()),
        _ => place.request = Some(into.id.into()),
    }
    let opened = super::deadlines::open(conn, at, plan, &place, 1)?;
    let mut effects = known::with(conn, effects(plan, &[]), &opened, &plan.noted)?;
    if let (Some(effects), Some(more)) = (effects.as_object_mut(), more.as_object()) {
        effects.extend(more.clone());
    }
    let event = append(conn, at, into, None, json!([]), effects, after)?;
    Ok(Begun { event, deadlines_opened: plan.opened.clone() })
}

fn store_documents(
    conn: &mut Conn,
    at: &Recording<'_>,
    plan: &Plan,
    given: &[Given],
    place: &Place,
) -> ApiResult<()> {
    let rows = plan.documents.iter().zip(given).map(|(document, (_, _, numbered))| decisions::Decision {
        id: DecisionId(document.id),
        office_id: place.office,
        case_id: plan.belongs.get(&document.id).copied().or(place.case),
        request_id: place.request,
        asset_id: place.asset,
        kind: document.kind.as_str().to_owned(),
        book: numbered.book.clone(),
        year: numbered.year,
        number: numbered.number,
        full_number: numbered.full.clone(),
        signed_on: at.on,
        signer_id: at.actor.user,
        delegation_id: plan.delegation,
        preparer_id: document.prepared_by,
        content: document.content.to_string(),
        created_at: At::from(at.now),
        matter_id: place.matter,
    });
    let rows: Vec<_> = rows.collect();
    Ok(decisions::insert_many(conn, &rows)?)
}

fn store_money(conn: &mut Conn, at: &Recording<'_>, plan: &Plan, place: &Place, seq: i64) -> ApiResult<()> {
    if !plan.payouts.is_empty() {
        let rows: Result<Vec<_>, _> =
            plan.payouts.iter().map(|payout| convert::payout_row(payout, At::from(at.now), 0)).collect();
        payouts::insert_many(conn, &rows?)?;
        first_of_payouts(conn, at, plan)?;
    }
    super::closing::may_book(conn, at, place.office, plan)?;
    super::booking::book(conn, at, plan, place, seq)?;
    // What an act closes is closed after its own entries.
    super::closing::write(conn, plan, place.office, place.matter)
}
