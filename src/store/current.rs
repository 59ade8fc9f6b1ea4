//! Every kind of aggregate as it is stored now, to be held against its history. It knows the tables and nothing of what they mean.

use diesel::prelude::*;

use super::schema::{assets, cases, distributions, judgments, matters, payouts, requests};
use super::{AnyId, Conn, StoreError};

macro_rules! documents {
    ($conn:expr, $table:ident, $ids:expr) => {
        $table::table.filter($table::id.eq_any($ids)).select(($table::id, $table::doc)).load($conn)
    };
}

/// The documents of these aggregates of one kind; at most a few hundred at once. What has no table of its own is a matter.
pub fn documents(conn: &mut Conn, kind: &str, ids: &[AnyId]) -> Result<Vec<(AnyId, String)>, StoreError> {
    let ids = ids.iter().copied();
    Ok(match kind {
        "judgment" => documents!(conn, judgments, ids),
        "request" => documents!(conn, requests, ids),
        "case" => documents!(conn, cases, ids),
        "asset" => documents!(conn, assets, ids),
        "distribution" => documents!(conn, distributions, ids),
        "payout" => documents!(conn, payouts, ids),
        _ => documents!(conn, matters, ids),
    }?)
}
