//! Which received entrustment belongs to which sender's decision, where both agencies work with this system.

use chrono::NaiveDate;
use diesel::prelude::*;

use super::schema::{entrustment_links, matters};
use super::{Conn, StoreError};
use crate::domain::ids::{DecisionId, MatterId};

/// Links a sender's decision with the receiver's file. A decision received already: `Conflict`.
pub fn link(conn: &mut Conn, decision: DecisionId, matter: MatterId) -> Result<(), StoreError> {
    let row = (entrustment_links::decision_id.eq(decision), entrustment_links::matter_id.eq(matter));
    diesel::insert_into(entrustment_links::table).values(row).execute(conn)?;
    Ok(())
}

/// The receivers' files of these decisions, each with its state and day of receipt, and nothing else of theirs.
pub fn received(
    conn: &mut Conn,
    decisions: &[DecisionId],
) -> Result<Vec<(DecisionId, MatterId, String, NaiveDate)>, StoreError> {
    let joined = entrustment_links::table
        .inner_join(matters::table.on(matters::id.eq(entrustment_links::matter_id)))
        .filter(entrustment_links::decision_id.eq_any(decisions.iter().copied()))
        .select((entrustment_links::decision_id, matters::id, matters::state, matters::received_on));
    Ok(joined.load(conn)?)
}
