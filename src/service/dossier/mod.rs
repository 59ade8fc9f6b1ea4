//! The dossier of a case: one archive with everything that is on record of it, for people and for programs, and what proves it. What
//! it is made of is read in one snapshot; that it was carried away is recorded first.

mod page;

use std::collections::BTreeMap;
use std::io::{Cursor, Write};

use serde::Serialize;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use thads_verify::dossier::{DOCUMENTS, Document, INDEX, PARTIES, PROOFS};
use thads_verify::export::{CHECKPOINT, EVENTS, write_event};
use thads_verify::personal::PERSONAL;
use uuid::Uuid;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use super::access::{self, Access};
use super::books::ledger::{EntryView, entry_views};
use super::context::{Core, actor, anywhere};
use super::convert::{obligation, value};
use super::deadline_views::{DeadlineView, view};
use super::error::{ApiError, ApiResult};
use super::history_files::HOW;
use super::history_log::{self, CheckpointView};
use super::{cases, convert, personal};
use crate::domain::actor::{Actor, Role};
use crate::domain::case::Case;
use crate::domain::ids::{CaseId, UserId};
use crate::domain::law::Law;
use crate::domain::matter::Matter;
use crate::domain::redaction::Redaction;
use crate::store::deadlines::Owner;
use crate::store::{AnyId, Conn, IfFound, MAX_ROWS, every};
use crate::store::{assets, deadlines, decisions, events, ledger, notices, obligations, receipts, users};

/// Who may carry a case away, beside the auditor: those who answer for it, and those who review it.
const MAY: &[Role] = &[
    Role::Head,
    Role::DeputyHead,
    Role::ChiefOfficer,
    Role::EnforcementOfficer,
    Role::Examiner,
    Role::Prosecutor,
];

/// An archive and its name.
pub struct Dossier {
    /// The name of the file.
    pub name: String,
    /// The ZIP archive.
    pub bytes: Vec<u8>,
}

/// Makes the dossier of a case.
///
/// # Errors
/// 404 when the case is not the user's to know of, 403 for roles that do not carry cases away, 503 when nothing signs the history.
pub async fn build(core: &Core, user: UserId, case: CaseId) -> ApiResult<Dossier> {
    let inner = core.clone();
    core.store.run(move |_| make(&inner, user, case)).await
}

fn make(core: &Core, user: UserId, id: CaseId) -> ApiResult<Dossier> {
    let today = core.clock.today();
    let case = core.store.read(|conn| {
        let actor = actor(conn, user)?;
        let case = cases::find(conn, &actor, today, id)?;
        if may(&actor, &case, today) { Ok(case) } else { Err(ApiError::forbidden()) }
    })?;
    let about = json!({ "case": id });
    let access = Access {
        code: "R-EXPORT",
        action: "export_dossier",
        office: Some(case.office),
        case: Some(id),
        about,
    };
    access::note(&core.store, core, user, &access)?;
    let checkpoint = history_log::fresh(core)?;
    core.store.read(|conn| {
        let mut archive = Archive::new();
        fill(conn, core, id, &checkpoint, &mut archive)?;
        archive.finish(&checkpoint)
    })
}

fn may(actor: &Actor, case: &Case, today: chrono::NaiveDate) -> bool {
    let here = |role: &Role| actor.has(*role, case.office, case.division, today);
    MAY.iter().any(here) || anywhere(actor, &[Role::Auditor], today)
}

/// Everything, in the order in which it is read.
fn fill(
    conn: &mut Conn,
    core: &Core,
    id: CaseId,
    checkpoint: &CheckpointView,
    archive: &mut Archive,
) -> ApiResult<()> {
    let row = crate::store::cases::get(conn, &crate::store::Scope::default(), id)?;
    let case: Case = value(&row.doc)?;
    archive.name = case.number.clone();
    let chains = chains(conn, &case)?;
    let timeline = history(conn, core, &chains, archive)?;
    proofs(conn, &chains, checkpoint, archive)?;
    archive.put(CHECKPOINT, checkpoint.note.as_bytes())?;
    archive.put("HOW-TO-VERIFY.txt", HOW.as_bytes())?;
    let items: ApiResult<Vec<_>> = obligations::all_by_case(conn, id)?.into_iter().map(obligation).collect();
    let due = every_deadline(conn, id)?;
    let entries = every_entry(conn, &core.law, id)?;
    let assets: Vec<Value> = convert::values(&assets::docs_of_case(conn, id)?)?;
    archive.put_json("case.json", &json!({ "case": case, "obligations": items?, "assets": assets }))?;
    archive.put_json("deadlines.json", &due)?;
    archive.put_json("ledger.json", &entries)?;
    people(conn, &case, archive)?;
    documents(conn, id, archive)?;
    others(conn, id, archive)?;
    let page =
        page::Page { core, case: &case, timeline: &timeline, due: &due, entries: &entries, checkpoint };
    archive.put("timeline.html", page.render().as_bytes())
}

/// The case's chains, those of its judgment and its request, and those of the decisions that took values of its parties away.
fn chains(conn: &mut Conn, case: &Case) -> ApiResult<Vec<(String, AnyId)>> {
    let mut chains = events::chains_of_case(conn, case.id)?;
    chains.push(("judgment".to_owned(), case.judgment.into()));
    chains.extend(case.request.map(|request| ("request".to_owned(), request.into())));
    let redactions = super::redactions::signed_of(conn, case.office, case.judgment)?;
    chains.extend(redactions.into_iter().map(|id| (Redaction::KIND.to_owned(), id.into())));
    chains.sort_by_key(|(_, id)| *id);
    chains.dedup();
    Ok(chains)
}

/// Writes every event and keeps what the timeline shows of it.
fn history(
    conn: &mut Conn,
    core: &Core,
    chains: &[(String, AnyId)],
    archive: &mut Archive,
) -> ApiResult<Vec<page::Happened>> {
    let mut timeline = Vec::new();
    let mut names: BTreeMap<UserId, String> = BTreeMap::new();
    archive.begin(EVENTS)?;
    for (_, id) in chains {
        let mut after = 0;
        loop {
            let rows = events::page(conn, *id, after, MAX_ROWS)?;
            let Some(last) = rows.last() else { break };
            after = last.seq;
            for row in rows {
                write_event(archive, &row.hash, None, &row.body).map_err(ApiError::internal)?;
                if let std::collections::btree_map::Entry::Vacant(place) = names.entry(row.actor_id) {
                    let name = users::find(conn, row.actor_id)?.map(|user| user.display_name);
                    place.insert(name.unwrap_or_default());
                }
                let who = names.get(&row.actor_id).cloned().unwrap_or_default();
                timeline.push(page::Happened::of(core, &row, who));
            }
        }
    }
    archive.end();
    timeline.sort_by_key(|one| (one.recorded_at, one.seq));
    Ok(timeline)
}

/// The place of each chain in the signed log; a chain without one is not covered yet, and the checker says so.
fn proofs(
    conn: &mut Conn,
    chains: &[(String, AnyId)],
    checkpoint: &CheckpointView,
    archive: &mut Archive,
) -> ApiResult<()> {
    let mut proofs = Vec::with_capacity(chains.len());
    for (_, id) in chains {
        proofs.extend(history_log::proof_of(conn, (*id).into(), checkpoint.size).if_found()?);
    }
    archive.put_json(PROOFS, &proofs)
}

/// The parties of the judgment, with their personal data: whoever reads the dossier may see them. Beside them every version of them
/// with its salts, by which each value is held against the digest in its event.
fn people(conn: &mut Conn, case: &Case, archive: &mut Archive) -> ApiResult<()> {
    let mut people = Vec::new();
    archive.begin(PERSONAL)?;
    personal::every_version(conn, case.judgment, |party, versions| -> ApiResult<()> {
        people.push(party.clone());
        for version in versions {
            serde_json::to_writer(&mut *archive, &version).map_err(ApiError::internal)?;
            archive.write_all(b"\n").map_err(ApiError::internal)?;
        }
        Ok(())
    })?;
    archive.end();
    archive.put_json(PARTIES, &people)
}

/// Each document a line: its content as the history committed to it.
fn documents(conn: &mut Conn, case: CaseId, archive: &mut Archive) -> ApiResult<()> {
    let rows = every(|after| decisions::by_case(conn, case, None, after, MAX_ROWS), |row| row.id)?;
    archive.begin(DOCUMENTS)?;
    for row in rows {
        let document = Document {
            id: row.id.0,
            kind: row.kind,
            number: row.full_number,
            signed_on: row.signed_on.to_string(),
            content: row.content,
        };
        serde_json::to_writer(&mut *archive, &document).map_err(ApiError::internal)?;
        archive.write_all(b"\n").map_err(ApiError::internal)?;
    }
    archive.end();
    Ok(())
}

/// Notices and receipts.
fn others(conn: &mut Conn, case: CaseId, archive: &mut Archive) -> ApiResult<()> {
    let sent = every(|after| notices::by_case(conn, case, after, MAX_ROWS), |row| row.id)?;
    let sent: ApiResult<Vec<Value>> = sent.iter().map(|row| value(&row.doc)).collect();
    archive.put_json("notices.json", &sent?)?;
    let received = every(|after| receipts::by_case(conn, case, None, after, MAX_ROWS), |row| row.id)?;
    let received: ApiResult<Vec<Value>> = received.iter().map(|row| value(&row.doc)).collect();
    archive.put_json("receipts.json", &received?)
}

fn every_deadline(conn: &mut Conn, case: CaseId) -> ApiResult<Vec<DeadlineView>> {
    let rows = every(|after| deadlines::by(conn, Owner::Case(case), after, MAX_ROWS), |row| row.id)?;
    rows.into_iter().map(view).collect()
}

fn every_entry(conn: &mut Conn, law: &Law, case: CaseId) -> ApiResult<Vec<EntryView>> {
    let rows = every(
        |after| ledger::by_file(conn, case.into(), (None, None), after, MAX_ROWS),
        |(entry, _)| entry.id,
    )?;
    entry_views(conn, law, rows)
}

/// The archive that is being written, with the digest of each file for its index.
struct Archive {
    zip: ZipWriter<Cursor<Vec<u8>>>,
    name: String,
    file: Option<(String, Sha256)>,
    index: BTreeMap<String, String>,
}

impl Archive {
    fn new() -> Archive {
        let zip = ZipWriter::new(Cursor::new(Vec::new()));
        Archive { zip, name: String::new(), file: None, index: BTreeMap::new() }
    }

    fn begin(&mut self, name: &str) -> ApiResult<()> {
        self.end();
        self.zip.start_file(name, SimpleFileOptions::default()).map_err(ApiError::internal)?;
        self.file = Some((name.to_owned(), Sha256::new()));
        Ok(())
    }

    fn end(&mut self) {
        if let Some((name, digest)) = self.file.take() {
            self.index.insert(name, thads_verify::note::hex(&digest.finalize()));
        }
    }

    fn put(&mut self, name: &str, bytes: &[u8]) -> ApiResult<()> {
        self.begin(name)?;
        self.write_all(bytes).map_err(ApiError::internal)?;
        self.end();
        Ok(())
    }

    fn put_json(&mut self, name: &str, value: &impl Serialize) -> ApiResult<()> {
        self.put(name, &serde_json::to_vec_pretty(value).map_err(ApiError::internal)?)
    }

    fn finish(mut self, checkpoint: &CheckpointView) -> ApiResult<Dossier> {
        self.end();
        let index = json!({ "files": self.index, "checkpoint_size": checkpoint.size });
        self.put_json(INDEX, &index)?;
        let name: String = self
            .name
            .chars()
            .map(|letter| if letter.is_ascii_alphanumeric() { letter } else { '-' })
            .collect();
        let bytes = self.zip.finish().map_err(ApiError::internal)?.into_inner();
        Ok(Dossier { name: format!("{name}-{}.zip", Uuid::now_v7().simple()), bytes })
    }
}

impl Write for Archive {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        let written = self.zip.write(bytes)?;
        if let Some((_, digest)) = &mut self.file {
            digest.update(bytes.get(..written).unwrap_or_default());
        }
        Ok(written)
    }

    fn flush(&mut self) -> std::io::Result<()> {
        self.zip.flush()
    }
}
