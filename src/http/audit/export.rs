//! A search as a file: read and written page by page, so that its length costs no memory. A page that fails breaks the answer off,
//! which its reader notices; nothing half is passed off as whole.

use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll};

use actix_web::body::{BodySize, MessageBody};
use actix_web::web::Bytes;
use serde::Deserialize;
use utoipa::ToSchema;

use super::AuditParams;
use crate::domain::ids::UserId;
use crate::domain::text::Lang;
use crate::http::csv;
use crate::http::extract::ApiQuery;
use crate::http::extract::page::cursor;
use crate::service::audit::{self, AuditEvent, Cursor, EventQuery};
use crate::service::context::Core;
use crate::service::error::{ApiError, ApiResult};

/// The most events in one file.
pub const MOST: usize = 100_000;
/// So many are read at once.
const PAGE: usize = 500;

/// The form of the file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = ExportFormat)]
pub enum Format {
    /// Comma-separated, for spreadsheets.
    Csv,
    /// A list as the search answers it.
    Json,
}

impl Format {
    /// Its name.
    pub const fn as_str(self) -> &'static str {
        match self {
            Format::Csv => "csv",
            Format::Json => "json",
        }
    }
}

/// The form and what is searched for, from one query.
///
/// # Errors
/// 400 for a parameter that is missing or unknown.
pub fn asked(query: &str) -> ApiResult<(Format, AuditParams)> {
    let own = |part: &&str| part.split('=').next() == Some("format");
    let format = match query.split('&').find(own).and_then(|part| part.split_once('=')) {
        Some((_, "csv")) => Format::Csv,
        Some((_, "json")) => Format::Json,
        Some(_) => return Err(ApiError::malformed("/format", "not_in_list")),
        None => return Err(ApiError::malformed("/format", "required")),
    };
    let rest: Vec<&str> = query.split('&').filter(|part| !own(part)).collect();
    Ok((format, ApiQuery::<AuditParams>::read(&rest.join("&"))?.0))
}

/// A file that is being written.
pub struct Export {
    core: Core,
    user: UserId,
    query: EventQuery,
    lang: Lang,
    format: Format,
    after: Option<Cursor>,
    written: usize,
}

type Turn = Pin<Box<dyn Future<Output = ApiResult<(Bytes, Option<Export>)>>>>;

impl Export {
    /// A file of what is asked for, from a place on.
    pub fn new(
        core: Core,
        user: UserId,
        query: EventQuery,
        lang: Lang,
        format: Format,
        after: Option<Cursor>,
    ) -> Export {
        Export { core, user, query, lang, format, after, written: 0 }
    }

    /// As the body of an answer.
    pub fn stream(self) -> Streamed {
        Streamed { turn: Some(Box::pin(self.turn())) }
    }

    /// The next page, and what is left; every page has at least one byte, because an empty one would end the answer.
    async fn turn(mut self) -> ApiResult<(Bytes, Option<Export>)> {
        let size = PAGE.min(MOST - self.written);
        let fetch = i64::try_from(size + 1).map_err(ApiError::internal)?;
        let query = self.query.clone();
        let (_, mut rows) = audit::page(&self.core, self.user, query, self.after, fetch, self.lang).await?;
        let more = rows.len() > size;
        rows.truncate(size);
        let mut text = if self.written == 0 { self.head() } else { String::new() };
        for row in &rows {
            text.push_str(&self.row(row)?);
            self.written += 1;
        }
        self.after = rows.last().map(|row| (row.recorded_at, row.id)).or(self.after);
        if more && self.written < MOST {
            return Ok((text.into(), Some(self)));
        }
        text.push_str(&self.tail(more)?);
        Ok((text.into(), None))
    }

    fn head(&self) -> String {
        match self.format {
            // The mark by which spreadsheets know UTF-8.
            Format::Csv => format!("\u{feff}{}", csv::line(COLUMNS.iter().copied())),
            Format::Json => "{\"items\":[".to_owned(),
        }
    }

    fn row(&self, row: &AuditEvent) -> ApiResult<String> {
        match self.format {
            Format::Csv => Ok(csv::line(cells(row).iter().map(String::as_str))),
            Format::Json => {
                let comma = if self.written == 0 { "" } else { "," };
                let text = serde_json::to_string(row).map_err(ApiError::internal)?;
                Ok(format!("{comma}{text}"))
            }
        }
    }

    /// The end, with the place from which the next file goes on where this one is full.
    fn tail(&self, more: bool) -> ApiResult<String> {
        let next = self.after.as_ref().filter(|_| more).map(cursor);
        Ok(match (self.format, next) {
            (Format::Csv, None) => csv::line(["end", ""]),
            (Format::Csv, Some(next)) => csv::line(["next_cursor", next.as_str()]),
            (Format::Json, None) => "]}".to_owned(),
            (Format::Json, Some(next)) => format!("],\"next_cursor\":\"{next}\"}}"),
        })
    }
}

const COLUMNS: &[&str] = &[
    "recorded_at",
    "effective_on",
    "days_late",
    "office",
    "aggregate",
    "aggregate_id",
    "seq",
    "case",
    "code",
    "action",
    "label",
    "actor",
    "delegation",
    "overridden",
    "hash",
    "id",
];

fn cells(row: &AuditEvent) -> [String; 16] {
    [
        row.recorded_at.to_rfc3339_opts(chrono::SecondsFormat::Micros, true),
        row.effective_on.to_string(),
        row.days_late.to_string(),
        row.office.to_string(),
        row.aggregate.clone(),
        row.aggregate_id.to_string(),
        row.seq.to_string(),
        row.case.map(|case| case.to_string()).unwrap_or_default(),
        row.code.clone(),
        row.action.clone(),
        row.label.clone(),
        row.actor.to_string(),
        row.delegation.clone().unwrap_or_default(),
        row.overridden.join(" "),
        row.hash.clone(),
        row.id.to_string(),
    ]
}

/// The pages of a file, one after the other.
pub struct Streamed {
    turn: Option<Turn>,
}

impl MessageBody for Streamed {
    type Error = ApiError;

    fn size(&self) -> BodySize {
        BodySize::Stream
    }

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Result<Bytes, ApiError>>> {
        let Some(turn) = self.turn.as_mut() else { return Poll::Ready(None) };
        match turn.as_mut().poll(cx) {
            Poll::Pending => Poll::Pending,
            Poll::Ready(Ok((bytes, left))) => {
                self.turn = left.map(|export| -> Turn { Box::pin(export.turn()) });
                Poll::Ready(Some(Ok(bytes)))
            }
            Poll::Ready(Err(error)) => {
                log::error!("an export was broken off: {error}");
                self.turn = None;
                Poll::Ready(Some(Err(error)))
            }
        }
    }
}
