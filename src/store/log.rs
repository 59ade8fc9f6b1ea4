//! The transparency log: heads of chains as leaves, the complete subtrees over them, checkpoints. Rows are added, never changed. It
//! knows no hashing.

use diesel::dsl::{exists, max, not};
use diesel::prelude::*;

use super::rows::{bounded, insert_rows};
use super::schema::{checkpoints, events, log_leaves, log_nodes};
use super::{AnyId, At, Conn, StoreError};

/// The event after another.
mod next {
    #![allow(missing_docs, reason = "the macro writes public items that cannot carry a comment")]

    use super::super::schema::events;

    diesel::alias!(events as later: Later);
}
use next::later;

/// A leaf: how long a chain was, and its last hash.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable, Insertable)]
#[diesel(table_name = log_leaves, treat_none_as_default_value = false)]
pub struct Leaf {
    /// Its place, from 0.
    pub place: i64,
    /// The kind of aggregate.
    pub aggregate_kind: String,
    /// The aggregate.
    pub aggregate_id: AnyId,
    /// The number of its events.
    pub size: i64,
    /// The hash of the last one.
    pub hash: String,
}

/// The root of a complete subtree; on level 0 the hash of a leaf.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable, Insertable)]
#[diesel(table_name = log_nodes, treat_none_as_default_value = false)]
pub struct Node {
    /// The level.
    pub level: i32,
    /// Its place on the level.
    pub place: i64,
    /// Hexadecimal.
    pub hash: String,
}

/// A signed checkpoint.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable, Insertable)]
#[diesel(table_name = checkpoints, treat_none_as_default_value = false)]
pub struct CheckpointRow {
    /// How many leaves it covers.
    pub size: i64,
    /// When it was made.
    pub made_at: At,
    /// Everything recorded before this instant had been looked at.
    pub read_to: At,
    /// The signed note.
    pub note: String,
}

/// The head of a chain that has grown: kind, aggregate, number of events, last hash, and when that one was recorded.
pub type Grown = (String, AnyId, i64, String, At);

/// Heads of chains that are no leaves yet, among the events recorded since an instant, in the order of recording; from after
/// this one on.
pub fn grown(
    conn: &mut Conn,
    since: Option<At>,
    after: Option<(At, AnyId)>,
    limit: i64,
) -> Result<Vec<Grown>, StoreError> {
    let next = later
        .filter(later.field(events::aggregate_id).eq(events::aggregate_id))
        .filter(later.field(events::seq).eq(events::seq + 1));
    let leaf = log_leaves::table
        .filter(log_leaves::aggregate_id.eq(events::aggregate_id))
        .filter(log_leaves::size.eq(events::seq));
    let mut query = events::table
        .filter(not(exists(next)))
        .filter(not(exists(leaf)))
        .select((
            events::aggregate_kind,
            events::aggregate_id,
            events::seq,
            events::hash,
            events::recorded_at,
        ))
        .into_boxed();
    if let Some(since) = since {
        query = query.filter(events::recorded_at.ge(since));
    }
    if let Some((at, aggregate)) = after {
        let same = events::recorded_at.eq(at).and(events::aggregate_id.gt(aggregate));
        query = query.filter(events::recorded_at.ge(at)).filter(events::recorded_at.gt(at).or(same));
    }
    let query = query.order((events::recorded_at, events::aggregate_id)).limit(bounded(limit));
    Ok(query.load(conn)?)
}

/// How many leaves there are.
pub fn size(conn: &mut Conn) -> Result<i64, StoreError> {
    let last: Option<i64> = log_leaves::table.select(max(log_leaves::place)).first(conn)?;
    Ok(last.map_or(0, |place| place + 1))
}

/// Adds leaves and the subtrees that they complete. Somebody else added leaves meanwhile: a conflict.
pub fn append(conn: &mut Conn, leaves: &[Leaf], nodes: &[Node]) -> Result<(), StoreError> {
    insert_rows!(conn, log_leaves::table, leaves);
    insert_rows!(conn, log_nodes::table, nodes);
    Ok(())
}

/// The hash of one complete subtree.
pub fn node(conn: &mut Conn, level: i32, place: i64) -> Result<String, StoreError> {
    Ok(log_nodes::table.find((level, place)).select(log_nodes::hash).first(conn)?)
}

/// Leaves in their order, from after this place on.
pub fn leaves(conn: &mut Conn, after: Option<i64>, limit: i64) -> Result<Vec<Leaf>, StoreError> {
    let mut query = log_leaves::table.select(Leaf::as_select()).into_boxed();
    if let Some(after) = after {
        query = query.filter(log_leaves::place.gt(after));
    }
    Ok(query.order(log_leaves::place).limit(bounded(limit)).load(conn)?)
}

/// The last leaf of an aggregate among the first so many.
pub fn leaf_of(conn: &mut Conn, aggregate: AnyId, within: i64) -> Result<Leaf, StoreError> {
    let query = log_leaves::table.filter(log_leaves::aggregate_id.eq(aggregate));
    let query = query.filter(log_leaves::place.lt(within)).select(Leaf::as_select());
    Ok(query.order(log_leaves::size.desc()).first(conn)?)
}

/// Keeps a checkpoint. One of that size is there already: a conflict.
pub fn keep(conn: &mut Conn, checkpoint: &CheckpointRow) -> Result<(), StoreError> {
    diesel::insert_into(checkpoints::table).values(checkpoint).execute(conn)?;
    Ok(())
}

/// The last checkpoint.
pub fn last_checkpoint(conn: &mut Conn) -> Result<Option<CheckpointRow>, StoreError> {
    let query = checkpoints::table.select(CheckpointRow::as_select());
    Ok(query.order(checkpoints::size.desc()).first(conn).optional()?)
}

/// The first checkpoint that covers a leaf.
pub fn first_over(conn: &mut Conn, place: i64) -> Result<Option<CheckpointRow>, StoreError> {
    let query = checkpoints::table.filter(checkpoints::size.gt(place)).select(CheckpointRow::as_select());
    Ok(query.order(checkpoints::size).first(conn).optional()?)
}

/// The checkpoint of a size.
pub fn checkpoint(conn: &mut Conn, size: i64) -> Result<CheckpointRow, StoreError> {
    Ok(checkpoints::table.find(size).select(CheckpointRow::as_select()).first(conn)?)
}

/// Checkpoints by size, from after this one on.
pub fn checkpoints(
    conn: &mut Conn,
    after: Option<i64>,
    limit: i64,
) -> Result<Vec<CheckpointRow>, StoreError> {
    let mut query = checkpoints::table.select(CheckpointRow::as_select()).into_boxed();
    if let Some(after) = after {
        query = query.filter(checkpoints::size.gt(after));
    }
    Ok(query.order(checkpoints::size).limit(bounded(limit)).load(conn)?)
}
