//! Books against case files: the list of an officer's cases for a month, drawn from the journal.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::ToSchema;
use validator::Validate;

use super::super::acts::{Asked, Board};
use super::super::cases::officer_grants;
use super::super::context::Core;
use super::super::convert::value;
use super::super::error::{ApiError, ApiResult, FieldError};
use super::super::idempotency::{Answer, Once};
use super::super::matters::{self, Entering};
use super::super::refusals::cited;
use super::books;
use crate::domain::actor::Role;
use crate::domain::closing::files::{FileFigures, FileListState, FileReconciliation};
use crate::domain::closing::period::{PeriodKind, Span, Turnovers, figures};
use crate::domain::event::hash;
use crate::domain::ids::{CaseId, MatterId, OfficeId, UserId};
use crate::domain::ledger::sums;
use crate::domain::lifecycle::closing::{
    FileReconciliationAction, FileReconciliationFacts, FileReconciliationLifecycle,
};
use crate::domain::lifecycle::plan::Plan;
use crate::domain::matter::{Matter, MatterHead};
use crate::domain::money::Dong;
use crate::domain::refusal;
use crate::store::ledger_books::{Ask, flows_of_files};
use crate::store::matters::MatterFilter;
use crate::store::{AnyId, Conn, MAX_ROWS, Scope, closings, matters as rows, next_after};

impl Board for FileReconciliationLifecycle {
    fn load(
        conn: &mut Conn,
        asked: &Asked<'_, FileReconciliationAction>,
    ) -> ApiResult<FileReconciliationFacts> {
        let list: FileReconciliation = matters::find(conn, asked.actor, asked.today, MatterId(asked.id))?;
        // Nothing is booked between the comparison and the signature.
        books(conn, list.head.office, asked.action.is_some())?;
        let open = list.state == FileListState::Drawn;
        let now = match list.head.officer.filter(|_| open) {
            Some(officer) => digest(&drawn(conn, list.head.office, officer, list.month)?)?,
            None => list.digest.clone(),
        };
        Ok(FileReconciliationFacts { list, now })
    }

    fn version(facts: &FileReconciliationFacts) -> i64 {
        facts.list.head.version
    }

    fn parse(name: &str, body: Value) -> Option<Result<FileReconciliationAction, Vec<refusal::FieldError>>> {
        FileReconciliationAction::parse(name, body)
    }

    fn names() -> &'static [(&'static str, &'static str)] {
        FileReconciliationAction::NAMES
    }
}

/// A list to draw.
#[derive(Debug, Clone, Serialize, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewFileReconciliation {
    /// The agency.
    pub office: OfficeId,
    /// The officer whose files they are.
    pub officer: UserId,
    /// Any day of the month.
    pub day: NaiveDate,
}

/// KS-H1: the accountant draws and signs the list of an officer's cases for a month that is over.
///
/// # Errors
/// 403 for anybody but the office's accountant; 422 for a month that is not over, an officer of another office, or a list that is
/// under way or agreed.
pub async fn draw(core: &Core, once: Once, new: NewFileReconciliation) -> ApiResult<Answer> {
    matters::enter(core, once, "file-reconciliations", move |conn, entering| enter(conn, entering, &new))
        .await
}

fn enter(
    conn: &mut Conn,
    entering: &Entering<'_>,
    new: &NewFileReconciliation,
) -> ApiResult<(FileReconciliation, Plan)> {
    let today = entering.today;
    if !entering.actor.has(Role::Accountant, new.office, None, today) {
        return Err(ApiError::forbidden());
    }
    let month = PeriodKind::Month.around(new.day, 1).ok_or_else(|| ApiError::field("/day", "range"))?.to;
    let mut errors = Vec::new();
    if month >= today {
        errors.push(FieldError::new("/day", "G-MONTH-OPEN").with("date", month));
    }
    let held = officer_grants(conn, new.officer, new.office, today)?;
    if held.is_empty() {
        errors.push(FieldError::new("/officer", "not_in_list"));
    }
    // Another list that is being drawn, and what is being booked, waits here.
    books(conn, new.office, true)?;
    if is_drawn(conn, new, month)? {
        errors.push(FieldError::new("/day", "G-HS-ONCE").with("date", month));
    }
    if !errors.is_empty() {
        return Err(cited(entering.law, today, errors));
    }
    let files = drawn(conn, new.office, new.officer, month)?;
    if files.len() > FileReconciliation::FILES_MAX {
        return Err(ApiError::field("/officer", "range"));
    }
    let mut head = MatterHead::new(entering.id, new.office, None, today);
    head.officer = Some(new.officer);
    // An officer of one division signs there: his role counts for nothing else.
    head.division = held.iter().map(|grant| grant.division).min().flatten();
    let list = FileReconciliation {
        head,
        state: FileListState::Drawn,
        month,
        digest: digest(&files)?,
        files,
        drawn_by: entering.actor.user,
        differences: Vec::new(),
        document: None,
    };
    Ok((list, Plan::new(FileReconciliation::KIND, "KS-H1", "draw_file_list", "", Vec::new())))
}

fn digest(files: &[FileFigures]) -> ApiResult<String> {
    Ok(hash(&serde_json::to_string(files).map_err(ApiError::internal)?))
}

/// A list of this officer and month that was not dropped.
fn is_drawn(conn: &mut Conn, new: &NewFileReconciliation, month: NaiveDate) -> ApiResult<bool> {
    let filter = MatterFilter { officer: Some(new.officer), ..MatterFilter::default() };
    let mut after = None;
    loop {
        let page =
            rows::list(conn, &Scope::office(new.office), FileReconciliation::KIND, &filter, after, MAX_ROWS)?;
        for row in page.iter().filter(|row| row.state != FileListState::Dropped.as_str()) {
            if value::<FileReconciliation>(&row.doc)?.month == month {
                return Ok(true);
            }
        }
        after = next_after(&page, |row| row.id);
        if after.is_none() {
            return Ok(false);
        }
    }
}

/// The officer's cases that held money at the beginning or end of the month, or moved some in it.
fn drawn(
    conn: &mut Conn,
    office: OfficeId,
    officer: UserId,
    month: NaiveDate,
) -> ApiResult<Vec<FileFigures>> {
    let span = PeriodKind::Month.around(month, 1).ok_or_else(|| ApiError::internal("no month"))?;
    let mut files = Vec::new();
    let mut after: Option<CaseId> = None;
    loop {
        let page = closings::booked_cases(conn, office, officer, after, MAX_ROWS)?;
        files.extend(of_page(conn, office, &page, span)?);
        after = next_after(&page, |(case, _)| *case);
        if after.is_none() {
            return Ok(files);
        }
    }
}

fn of_page(
    conn: &mut Conn,
    office: OfficeId,
    page: &[(CaseId, String)],
    span: Span,
) -> ApiResult<Vec<FileFigures>> {
    let ids: Vec<AnyId> = page.iter().map(|(case, _)| AnyId(case.0)).collect();
    let eve = span.from.pred_opt().ok_or_else(|| ApiError::internal("no eve"))?;
    let ask = Ask { to: Some(eve), ..Ask::office(office) };
    let before = by_file(flows_of_files(conn, &ask, &ids)?)?;
    let within =
        by_file(flows_of_files(conn, &Ask { from: Some(span.from), to: Some(span.to), ..ask }, &ids)?)?;
    let mut files = Vec::new();
    for (case, number) in page {
        let none = Turnovers::new();
        let id = AnyId(case.0);
        let (before, within) = (before.get(&id).unwrap_or(&none), within.get(&id).unwrap_or(&none));
        let mut figures = figures(before, within).map_err(ApiError::internal)?;
        figures.retain(|figure| {
            let sums = [figure.opening_debit, figure.opening_credit, figure.debit, figure.credit];
            sums.iter().any(|sum| !sum.is_zero())
        });
        if !figures.is_empty() {
            files.push(FileFigures { case: *case, number: number.clone(), figures });
        }
    }
    Ok(files)
}

fn by_file(flows: Vec<(AnyId, String, String, Dong)>) -> ApiResult<BTreeMap<AnyId, Turnovers>> {
    let mut files: BTreeMap<AnyId, Vec<(String, String, Dong)>> = BTreeMap::new();
    for (file, debit, credit, amount) in flows {
        files.entry(file).or_default().push((debit, credit, amount));
    }
    files.into_iter().map(|(file, flows)| Ok((file, sums(flows).map_err(ApiError::internal)?))).collect()
}
