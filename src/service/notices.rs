//! Notices as records: written with the act that sends or proves them, read by whoever may see the case.

use chrono::{DateTime, Utc};
use uuid::Uuid;

use super::context::{Core, actor};
use super::convert::{text, value};
use super::error::ApiResult;
use super::past;
use super::record::Recording;
use crate::domain::case::Notice;
use crate::domain::ids::{CaseId, DecisionId, OfficeId, PartyId, UserId};
use crate::store::{AnyId, At, Conn, StoreError, notices};

/// Writes the notices of an act.
pub(super) fn write(
    conn: &mut Conn,
    at: &Recording<'_>,
    office: OfficeId,
    case: CaseId,
    made: &[Notice],
) -> ApiResult<()> {
    for notice in made {
        let row = notices::Notice {
            id: AnyId(notice.id),
            office_id: office,
            case_id: case,
            decision_id: Some(notice.document),
            addressee_id: notice.addressee,
            channel: notice.channel.as_str().to_owned(),
            valid_on: notice.valid_on,
            doc: text(notice)?,
            created_at: At::from(at.now),
        };
        match notices::update(conn, &row, At::from(at.now)) {
            Err(StoreError::Stale) => notices::insert_many(conn, &[row])?,
            other => other?,
        }
    }
    Ok(())
}

/// The notices of a document to these addressees.
pub(super) fn of(
    conn: &mut Conn,
    case: CaseId,
    document: DecisionId,
    addressees: &[PartyId],
) -> ApiResult<Vec<Notice>> {
    notices::to(conn, case, document, addressees)?.iter().map(|row| value(&row.doc)).collect()
}

/// The notices of a case, by identifier, now or as they were known at an instant.
///
/// # Errors
/// 404 when the case is not the user's to know of.
pub async fn of_case(
    core: &Core,
    user: UserId,
    case: CaseId,
    as_of: Option<DateTime<Utc>>,
    after: Option<Uuid>,
    limit: i64,
) -> ApiResult<Vec<Notice>> {
    let (clock, at) = (core.clock.clone(), past::instant(core, as_of)?);
    core.store
        .run_read(move |conn| {
            let actor = actor(conn, user)?;
            super::cases::find(conn, &actor, clock.today(), case)?;
            if let Some(at) = at {
                return past::notices(conn, case, at, after, limit);
            }
            let rows = notices::by_case(conn, case, after.map(AnyId), limit)?;
            rows.iter().map(|row| value(&row.doc)).collect()
        })
        .await
}
