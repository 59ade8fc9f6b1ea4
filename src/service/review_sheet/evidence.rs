//! What is on record about a document, brought together for the checks. Everything is read by an index of the document's own case
//! or aggregate; nothing is judged here.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use serde_json::Value;

use crate::domain::actor::{Actor, Delegation};
use crate::domain::case::Case;
use crate::domain::event::EventBody;
use crate::domain::ids::{
    AssetId, CaseId, DecisionId, DelegationId, JudgmentId, MatterId, ObligationId, OfficeId, PartyId,
    RequestId, UserId,
};
use crate::domain::lifecycle::plan::Closed;
use crate::domain::review::{
    Act, CaseThen, Document, Evidence, Notices, Reference, ReferenceKind, Resolved, Term, references,
};
use crate::service::clock::legal_day;
use crate::service::convert::value;
use crate::service::error::{ApiError, ApiResult};
use crate::service::past;
use crate::store::deadlines::{self, Deadline, Owner};
use crate::store::decisions::Decision;
use crate::store::{
    AnyId, Conn, IfFound, Scope, assets, cases, decisions, events, notices, obligations, parties, users,
};

/// What the documents of one page have in common, read once for all of them.
pub(super) struct Known {
    case: CaseId,
    today: NaiveDate,
    /// The case as it stands: how its opening document reached each debtor.
    now: Case,
    signers: BTreeMap<UserId, Actor>,
    delegations: BTreeMap<DelegationId, Delegation>,
    notices: BTreeMap<DecisionId, Notices>,
}

impl Known {
    /// Of these documents of a case.
    ///
    /// # Errors
    /// Whatever the database refuses.
    pub fn of(
        conn: &mut Conn,
        office: OfficeId,
        case: CaseId,
        rows: &[Decision],
        today: NaiveDate,
    ) -> ApiResult<Known> {
        let now = value(&cases::get(conn, &Scope::office(office), case)?.doc)?;
        let notices = notices::counts(conn, &rows.iter().map(|row| row.id).collect::<Vec<_>>())?;
        let mut signers = BTreeMap::new();
        for signer in rows.iter().map(|row| row.signer_id).collect::<BTreeSet<_>>() {
            signers.insert(signer, users::actor(conn, signer)?);
        }
        let mut delegations = BTreeMap::new();
        for id in rows.iter().filter_map(|row| row.delegation_id).collect::<BTreeSet<_>>() {
            delegations.extend(users::find_delegation(conn, id)?.map(|found| (id, found)));
        }
        Ok(Known { case, today, now, signers, delegations, notices })
    }
}

/// Everything that the sheet of a document looks at.
///
/// # Errors
/// Whatever the database refuses.
pub(super) fn gather(conn: &mut Conn, row: &Decision, known: &Known) -> ApiResult<Evidence> {
    let case = known.case;
    let signer = known.signers.get(&row.signer_id).ok_or_else(|| ApiError::internal("no signer"))?;
    let content: Value = value(&row.content)?;
    let event = event_of(conn, row, case)?;
    let then: Option<Case> = past::found(conn, case.0, row.created_at)?;
    let named = references(&content);
    let named = named.into_iter().map(|one| resolve(conn, row, case, then.as_ref(), one));
    let named: ApiResult<Vec<Resolved>> = named.collect();
    Ok(Evidence {
        terms: terms(conn, row, case, event.as_ref())?,
        act: event.as_ref().map(act),
        signer: signer.clone(),
        delegation: row.delegation_id.and_then(|id| known.delegations.get(&id).cloned()),
        case: then.map(|case| CaseThen {
            division: case.division,
            officer: case.officer,
            due: case.amount_due,
        }),
        notices: counted(conn, row, known)?,
        named: named?,
        today: known.today,
        document: Document {
            office: row.office_id,
            kind: row.kind.parse().map_err(ApiError::internal)?,
            number: row.full_number.clone(),
            signed_on: row.signed_on,
            recorded_on: legal_day(row.created_at.into()),
            signer: row.signer_id,
            delegation: row.delegation_id,
            prepared_by: row.preparer_id,
            content,
        },
    })
}

/// The event of the act that made the document: recorded at the same instant, naming it among its documents. It lies in the
/// history of what the document belongs to, or of something else of the case (a distribution).
fn event_of(conn: &mut Conn, row: &Decision, case: CaseId) -> ApiResult<Option<EventBody>> {
    let places = [
        row.asset_id.map(|id| id.0),
        row.matter_id.map(|id| id.0),
        row.request_id.map(|id| id.0),
        Some(case.0),
    ];
    for place in places.into_iter().flatten() {
        for event in events::at(conn, AnyId(place), row.created_at)? {
            let body: EventBody = value(&event.body)?;
            if makes(&body, row.id) {
                return Ok(Some(body));
            }
        }
    }
    for event in events::of_case_at(conn, case, AnyId(row.id.0), row.created_at)? {
        let body: EventBody = value(&event.body)?;
        // Where the act is another aggregate's, the case's own event tells the same act and has the document in its list.
        if makes(&body, row.id) || lists(&body.after, row.id) && body.actor == row.signer_id {
            return Ok(Some(body));
        }
    }
    Ok(None)
}

fn makes(body: &EventBody, id: DecisionId) -> bool {
    has_id(&body.effects["documents"], id)
}

fn lists(after: &Value, id: DecisionId) -> bool {
    has_id(&after["decisions"], id)
}

fn has_id(list: &Value, id: DecisionId) -> bool {
    let id = id.to_string();
    list.as_array().into_iter().flatten().any(|one| one["id"] == id.as_str())
}

fn act(body: &EventBody) -> Act {
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let list = |value: &Value| value.as_array().cloned().unwrap_or_default();
    let guards = list(&body.guards).iter().map(|one| (text(&one["code"]), text(&one["value"]))).collect();
    let unknown = list(&body.effects["deadlines_unknown"]).iter().map(text).collect();
    Act { code: body.code.clone(), action: body.action.clone(), guards, unknown }
}

fn closed(body: &EventBody) -> Vec<Closed> {
    named(&body.effects["deadlines_closed"])
}

/// Deadlines as an event names them.
fn named(list: &Value) -> Vec<Closed> {
    let one = |value: &Value| {
        let key = value["key"].as_str()?.to_owned();
        let about = value["about"].as_str().and_then(|id| id.parse().ok());
        Some(Closed { key, about })
    };
    list.as_array().into_iter().flatten().filter_map(one).collect()
}

/// The deadlines that the act closed or opened. Those about another document of the same act are that one's.
fn terms(conn: &mut Conn, row: &Decision, case: CaseId, event: Option<&EventBody>) -> ApiResult<Vec<Term>> {
    let mut found = Vec::new();
    if let Some(body) = event {
        let closed = closed(body);
        let keys: Vec<String> = closed.iter().map(|one| one.key.clone()).filter(|key| key != "*").collect();
        if !keys.is_empty() {
            let rows = deadlines::closed_on(conn, owner(body), &keys, row.signed_on)?;
            let by_act = |one: &Deadline| closed.iter().any(|c| c.is(&one.key, one.about_id.map(|id| id.0)));
            let done = rows.into_iter().filter(|one| one.status != "cancelled" && by_act(one));
            for one in done {
                found.push(term(one, row.id)?);
            }
        }
    }
    // Two acts may share an instant: the event says what its own opened.
    let opened: Vec<Closed> = event.map(|body| named(&body.effects["deadlines_opened"])).unwrap_or_default();
    let another =
        |id: DecisionId| id != row.id && event.is_some_and(|body| has_id(&body.effects["documents"], id));
    for one in deadlines::opened_at(conn, case, row.created_at)? {
        let about = one.about_id.map(|id| id.0);
        let of_document = about == Some(row.id.0);
        let of_act = opened.iter().any(|open| open.key == one.key && open.about == about);
        if of_document || of_act && !about.is_some_and(|about| another(DecisionId(about))) {
            found.push(term(one, row.id)?);
        }
    }
    Ok(found)
}

fn owner(body: &EventBody) -> Owner {
    let id = body.aggregate_id;
    match body.aggregate.as_str() {
        "asset" => Owner::Asset(AssetId(id)),
        "request" => Owner::Request(RequestId(id)),
        "judgment" => Owner::Judgment(JudgmentId(id)),
        "case" => Owner::Case(CaseId(id)),
        _ => Owner::Matter(MatterId(id)),
    }
}

fn term(row: Deadline, document: DecisionId) -> ApiResult<Term> {
    Ok(Term {
        key: row.key,
        about_document: row.about_id.is_some_and(|about| about.0 == document.0),
        started_on: row.started_on,
        due_on: row.due_on,
        status: row.status.parse().map_err(ApiError::internal)?,
        closed_on: row.closed_on,
        duty: match row.duty {
            Some(duty) => duty.parse().map_err(ApiError::internal)?,
            None => crate::domain::law::Duty::Other,
        },
        imported: row.imported,
    })
}

/// Documents that open a case: how they reached each debtor stands in the case itself.
const OPENING: &[&str] = &["proactive_decision", "on_request_decision"];

fn counted(conn: &mut Conn, row: &Decision, known: &Known) -> ApiResult<Notices> {
    let mut found = known.notices.get(&row.id).copied().unwrap_or_default();
    if OPENING.contains(&row.kind.as_str()) {
        let debtors: Vec<PartyId> = known.now.debtors.iter().map(|track| track.party).collect();
        let told = notices::to(conn, known.case, row.id, &debtors)?;
        let own =
            known.now.debtors.iter().filter(|track| told.iter().all(|row| row.addressee_id != track.party));
        for day in own.filter_map(|track| track.notified_on) {
            found.made += 1;
            found.valid += 1;
            found.first = found.first.into_iter().chain([day]).min();
            found.last = found.last.max(Some(day));
        }
    }
    Ok(found)
}

/// Whether what the document names is of its case.
fn resolve(
    conn: &mut Conn,
    row: &Decision,
    case: CaseId,
    then: Option<&Case>,
    reference: Reference,
) -> ApiResult<Resolved> {
    let office = Scope::office(row.office_id);
    let id = reference.id;
    let (of_case, amount) = match reference.kind {
        ReferenceKind::Party => match then {
            Some(then) => (!parties::of_judgment(conn, then.judgment, &[PartyId(id)])?.is_empty(), None),
            None => (false, None),
        },
        ReferenceKind::Item => {
            let found = obligations::by_ids(conn, &[ObligationId(id)])?.pop();
            let of_case =
                found.as_ref().zip(then).is_some_and(|(item, then)| item.judgment_id == then.judgment);
            (of_case, found.map(|item| item.amount))
        }
        ReferenceKind::Asset => {
            let found = assets::get(conn, &office, AssetId(id)).if_found()?;
            (found.is_some_and(|asset| asset.case_id == case), None)
        }
        ReferenceKind::Document => {
            let found = decisions::get(conn, &office, DecisionId(id)).if_found()?;
            (found.is_some_and(|document| document.case_id == Some(case)), None)
        }
    };
    Ok(Resolved { reference, of_case, amount })
}
