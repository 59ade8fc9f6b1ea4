//! The signed log over the history: heads of chains become leaves of a Merkle tree, whose root a checkpoint signs (RFC 6962, C2SP
//! tlog-checkpoint). Whoever kept one can prove later that nothing recorded before it was altered or taken away. Acts know
//! nothing of it: a chain that grew is found when the next checkpoint is made.

use chrono::{DateTime, TimeDelta, Utc};
use serde::Serialize;
use thads_verify::chain::Head;
use thads_verify::dossier::HeadProof;
use thads_verify::merkle::{Frontier, Hash, Run, consistency_runs, inclusion_runs, unhex};
use thads_verify::note::{Checkpoint, hex};
use utoipa::ToSchema;
use uuid::Uuid;

use super::context::{Core, actor};
use super::error::{ApiError, ApiResult, Code, FieldError};
use crate::domain::ids::UserId;
use crate::store::log::{self, CheckpointRow, Grown, Leaf, Node};
use crate::store::{AnyId, At, Conn, IfFound, MAX_ROWS, StoreError, events, next_after};

/// An act may be recorded by a clock that is behind, in a transaction that ends late: so far back each look reaches.
const REACHES_BACK: TimeDelta = TimeDelta::minutes(15);

/// A checkpoint in the list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = HistoryCheckpoint)]
pub struct CheckpointView {
    /// How many heads of chains it covers.
    pub size: i64,
    /// When it was made.
    pub made_at: DateTime<Utc>,
    /// The signed note, to be kept as it is.
    pub note: String,
}

/// Proof that a log continues an earlier one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct ConsistencyProof {
    /// Leaves of the earlier.
    pub from: i64,
    /// Leaves of the later.
    pub to: i64,
    /// The hashes of the proof, in hexadecimal (RFC 6962 2.1.2).
    pub path: Vec<String>,
}

/// Proof that the history of one thing is in the log.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct InclusionProof {
    /// The proof.
    #[schema(value_type = Object)]
    pub proof: HeadProof,
    /// The checkpoint that it holds for.
    pub checkpoint: CheckpointView,
}

/// Makes a checkpoint over every chain that has grown; none when nothing was recorded since the last one. `whole` looks at all
/// of the history instead of what is new.
///
/// # Errors
/// When no key is set; the database's failure; a conflict when another process makes one at this moment.
pub fn checkpoint(core: &Core, whole: bool) -> ApiResult<Option<CheckpointView>> {
    if core.signers.is_empty() {
        return Err(ApiError::not_ready("no key signs the history: set history.keys or history.keys_file"));
    }
    let began = core.clock.now();
    let last = core.store.read_one(log::last_checkpoint)?;
    let since = last.as_ref().filter(|_| !whole).map(|row| At::from(row.read_to.utc() - REACHES_BACK));
    let mut after = None;
    loop {
        let grown = core.store.write(|conn| extend(conn, since, after))?;
        after = next_after(&grown, |(_, aggregate, _, _, at)| (*at, *aggregate));
        if after.is_none() {
            break;
        }
    }
    core.store.write(|conn| sign(conn, core, began))
}

/// Adds a page of heads to the log.
fn extend(conn: &mut Conn, since: Option<At>, after: Option<(At, AnyId)>) -> Result<Vec<Grown>, StoreError> {
    let grown = log::grown(conn, since, after, MAX_ROWS)?;
    if grown.is_empty() {
        return Ok(grown);
    }
    let size = log::size(conn)?;
    let mut tree = frontier(conn, size)?;
    let (mut leaves, mut nodes) = (Vec::with_capacity(grown.len()), Vec::with_capacity(grown.len() * 2));
    for (kind, aggregate, size, hash, _) in &grown {
        let leaf = Leaf {
            place: signed(tree.size())?,
            aggregate_kind: kind.clone(),
            aggregate_id: *aggregate,
            size: *size,
            hash: hash.clone(),
        };
        let mut completed = Vec::new();
        tree.push(head(&leaf)?.leaf(), |level, place, hash| completed.push((level, place, hash)));
        for (level, place, hash) in completed {
            let level = i32::try_from(level).map_err(too_large)?;
            nodes.push(Node { level, place: signed(place)?, hash: hex(&hash) });
        }
        leaves.push(leaf);
    }
    log::append(conn, &leaves, &nodes)?;
    Ok(grown)
}

/// Signs the log as it is now, unless that is done already.
fn sign(conn: &mut Conn, core: &Core, began: DateTime<Utc>) -> ApiResult<Option<CheckpointView>> {
    let size = log::size(conn)?;
    if log::last_checkpoint(conn)?.is_some_and(|last| last.size == size) || size == 0 {
        return Ok(None);
    }
    let made_at = core.clock.now();
    let checkpoint = Checkpoint {
        origin: core.settings.history.origin.clone(),
        size: unsigned(size)?,
        root: frontier(conn, size)?.root(),
        more: vec![format!("made {}", made_at.to_rfc3339_opts(chrono::SecondsFormat::Secs, true))],
    };
    let row = CheckpointRow {
        size,
        made_at: At::from(made_at),
        read_to: At::from(began),
        note: checkpoint.sign(&core.signers),
    };
    log::keep(conn, &row)?;
    Ok(Some(view(row)))
}

/// The right edge of the tree at a size.
fn frontier(conn: &mut Conn, size: i64) -> Result<Frontier, StoreError> {
    let size = unsigned(size)?;
    let nodes: Result<Vec<Hash>, StoreError> =
        Frontier::places(size).into_iter().map(|(level, place)| node(conn, level, place)).collect();
    Frontier::at(size, nodes?).ok_or_else(|| StoreError::Database("the log's tree is incomplete".to_owned()))
}

fn node(conn: &mut Conn, level: u32, place: u64) -> Result<Hash, StoreError> {
    let hash = log::node(conn, i32::try_from(level).map_err(too_large)?, signed(place)?)?;
    unhex(&hash).ok_or_else(|| StoreError::Database("a node of the log is no hash".to_owned()))
}

fn path(conn: &mut Conn, runs: Vec<Run>) -> Result<Vec<String>, StoreError> {
    let mut path = Vec::with_capacity(runs.len());
    for run in runs {
        let subtrees: Result<Vec<Hash>, StoreError> =
            run.subtrees().into_iter().map(|(level, place)| node(conn, level, place)).collect();
        path.extend(Run::hash(&subtrees?).map(|hash| hex(&hash)));
    }
    Ok(path)
}

/// A leaf as the verifier knows it.
pub(super) fn head(leaf: &Leaf) -> Result<Head, StoreError> {
    Ok(Head {
        kind: leaf.aggregate_kind.clone(),
        id: leaf.aggregate_id.into(),
        size: unsigned(leaf.size)?,
        hash: leaf.hash.clone(),
    })
}

fn view(row: CheckpointRow) -> CheckpointView {
    CheckpointView { size: row.size, made_at: row.made_at.utc(), note: row.note }
}

fn unsigned(number: i64) -> Result<u64, StoreError> {
    u64::try_from(number).map_err(too_large)
}

fn signed(number: u64) -> Result<i64, StoreError> {
    i64::try_from(number).map_err(too_large)
}

fn too_large(_: std::num::TryFromIntError) -> StoreError {
    StoreError::Database("a number of the log is out of range".to_owned())
}

/// The last checkpoint. For everybody.
///
/// # Errors
/// 404 before the first.
pub async fn latest(core: &Core) -> ApiResult<CheckpointView> {
    let row = core.store.run_read_one(log::last_checkpoint).await?;
    row.map(view).ok_or_else(ApiError::not_found)
}

/// The checkpoint of a size. For everybody.
///
/// # Errors
/// 404 when none was made of that size.
pub async fn at_size(core: &Core, size: i64) -> ApiResult<CheckpointView> {
    Ok(view(core.store.run_read_one(move |conn| log::checkpoint(conn, size)).await?))
}

/// Checkpoints by size. For everybody.
///
/// # Errors
/// The database's failure.
pub async fn list(core: &Core, after: Option<i64>, limit: i64) -> ApiResult<Vec<CheckpointView>> {
    let rows = core.store.run_read_one(move |conn| log::checkpoints(conn, after, limit)).await?;
    Ok(rows.into_iter().map(view).collect())
}

/// Proof that the log of one checkpoint continues that of an earlier one. For everybody.
///
/// # Errors
/// 404 when either was not made; 422 when the later comes first.
pub async fn consistency(core: &Core, from: i64, to: i64) -> ApiResult<ConsistencyProof> {
    if from > to {
        return Err(ApiError::malformed("/from", "invalid_value"));
    }
    core.store
        .run_read(move |conn| {
            log::checkpoint(conn, from)?;
            log::checkpoint(conn, to)?;
            let path = path(conn, consistency_runs(unsigned(from)?, unsigned(to)?))?;
            Ok(ConsistencyProof { from, to, path })
        })
        .await
}

/// Proof that the history of one thing, as long as it was then, is in the log of the last checkpoint.
///
/// # Errors
/// 404 when no checkpoint covers it yet.
pub async fn inclusion(core: &Core, user: UserId, aggregate: Uuid) -> ApiResult<InclusionProof> {
    core.store
        .run_read(move |conn| {
            actor(conn, user)?;
            let checkpoint = log::last_checkpoint(conn)?.ok_or_else(ApiError::not_found)?;
            let proof = proof_of(conn, aggregate, checkpoint.size)?;
            Ok(InclusionProof { proof, checkpoint: view(checkpoint) })
        })
        .await
}

/// The last checkpoint after everything so far is signed: what an export carries. Where another process signs at this moment,
/// that one's.
///
/// # Errors
/// When no key signs the history, and none ever did.
pub(super) fn fresh(core: &Core) -> ApiResult<CheckpointView> {
    if !core.signers.is_empty() {
        match checkpoint(core, false) {
            Err(error) if error.code != Code::Duplicate => return Err(error),
            _ => {}
        }
    }
    let last = core.store.read_one(log::last_checkpoint)?;
    last.map(view).ok_or_else(|| {
        let mut error = ApiError::new(Code::NotReady);
        error.errors.push(FieldError::new("/history", "history_unsigned"));
        error
    })
}

/// The first checkpoint that covers the whole history of one aggregate as it is now; none where it was not made yet.
pub(super) fn first_over(conn: &mut Conn, aggregate: Uuid) -> ApiResult<Option<CheckpointView>> {
    let Some(last) = events::last(conn, AnyId(aggregate))? else { return Ok(None) };
    let leaf = log::leaf_of(conn, AnyId(aggregate), i64::MAX).if_found()?;
    let Some(leaf) = leaf.filter(|leaf| leaf.size == last.seq) else { return Ok(None) };
    Ok(log::first_over(conn, leaf.place)?.map(view))
}

/// The proof for one aggregate within the log's first leaves.
pub(super) fn proof_of(conn: &mut Conn, aggregate: Uuid, size: i64) -> Result<HeadProof, StoreError> {
    let leaf = log::leaf_of(conn, AnyId(aggregate), size)?;
    let index = unsigned(leaf.place)?;
    let path = path(conn, inclusion_runs(index, unsigned(size)?))?;
    Ok(HeadProof { head: head(&leaf)?, index, path })
}
