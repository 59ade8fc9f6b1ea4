//! The dossier's page for people: what happened, what was due, what was booked, in Vietnamese. It reads nothing more.

use chrono::{DateTime, NaiveDate, Utc};
use maud::{DOCTYPE, Markup, html};
use thads_verify::dossier::Made;

use super::super::books::ledger::EntryView;
use super::super::context::Core;
use super::super::deadline_views::DeadlineView;
use super::super::history_log::CheckpointView;
use crate::domain::case::Case;
use crate::domain::period::in_viet_nam;
use crate::domain::text::Lang;
use crate::store::events::Event;

/// How the page looks; it goes into the page, which stands alone.
const STYLE: &str = include_str!("page.css");

/// One event as the page shows it.
pub(super) struct Happened {
    pub(super) recorded_at: DateTime<Utc>,
    pub(super) seq: i64,
    effective_on: NaiveDate,
    kind: String,
    code: String,
    action: String,
    who: String,
    documents: Vec<String>,
    hash: String,
}

impl Happened {
    pub(super) fn of(core: &Core, row: &Event, who: String) -> Happened {
        let texts = core.law.texts();
        let label = |kind: &str| texts.label(&format!("document.{kind}"), Lang::Vi).to_owned();
        let documents = match Made::of(&row.body) {
            Made::Each(all) => all.iter().map(|one| format!("{} {}", label(&one.kind), one.number)).collect(),
            Made::Many { count, .. } => vec![format!("{count} văn bản")],
        };
        Happened {
            recorded_at: row.recorded_at.utc(),
            seq: row.seq,
            effective_on: row.effective_on,
            kind: row.aggregate_kind.clone(),
            code: row.code.clone(),
            action: texts.label(&format!("action.{}", row.action), Lang::Vi).to_owned(),
            who,
            documents,
            hash: row.hash.clone(),
        }
    }

    /// Days between the act and its recording.
    fn late(&self) -> i64 {
        (in_viet_nam(self.recorded_at.into()).date_naive() - self.effective_on).num_days()
    }
}

/// What the page is made of.
pub(super) struct Page<'a> {
    pub(super) core: &'a Core,
    pub(super) case: &'a Case,
    pub(super) timeline: &'a [Happened],
    pub(super) due: &'a [DeadlineView],
    pub(super) entries: &'a [EntryView],
    pub(super) checkpoint: &'a CheckpointView,
}

impl Page<'_> {
    /// The page. Every text in it is escaped.
    pub(super) fn render(&self) -> String {
        let page = html! {
            (DOCTYPE)
            html lang="vi" {
                head {
                    meta charset="utf-8";
                    title { "Hồ sơ thi hành án " (self.case.number) }
                    style { (maud::PreEscaped(STYLE)) }
                }
                body {
                    h1 { "Hồ sơ thi hành án " (self.case.number) }
                    p { "Quyết định ngày " (day(self.case.decided_on)) ". Giai đoạn: "
                        (self.core.law.texts().label(&format!("state.case.{}", self.case.stage), Lang::Vi)) "." }
                    h2 { "Diễn biến" }
                    (self.events())
                    h2 { "Thời hạn" }
                    (self.deadlines())
                    h2 { "Sổ chi tiết" }
                    (self.ledger())
                    h2 { "Điểm kiểm tra" }
                    pre { (self.checkpoint.note) }
                    p { "Cách kiểm tra: xem tập tin HOW-TO-VERIFY.txt." }
                }
            }
        };
        page.into_string()
    }

    fn events(&self) -> Markup {
        html! {
            table {
                tr { th { "Ngày" } th { "Ghi nhận" } th { "Việc" } th { "Người thực hiện" } th { "Văn bản" } th { "Mã băm" } }
                @for one in self.timeline {
                    tr {
                        td { (day(one.effective_on)) }
                        td {
                            (in_viet_nam(one.recorded_at.into()).format("%d/%m/%Y %H:%M"))
                            @if one.late() > 0 { br; span class="late" { "ghi muộn " (one.late()) " ngày" } }
                        }
                        td { (one.action) br; code { (one.kind) " " (one.code) " #" (one.seq) } }
                        td { (one.who) }
                        td { @for document in &one.documents { (document) br; } }
                        td { code { (one.hash.get(..16).unwrap_or_default()) } }
                    }
                }
            }
        }
    }

    fn deadlines(&self) -> Markup {
        let texts = self.core.law.texts();
        html! {
            table {
                tr { th { "Thời hạn" } th { "Từ" } th { "Đến" } th { "Tình trạng" } th { "Quá hạn lúc" } }
                @for one in self.due {
                    tr {
                        td { code { (one.key) } }
                        td { (day(one.started_on)) }
                        td { (day(one.due_on)) }
                        td { (texts.label(&format!("state.deadline.{}", one.status), Lang::Vi)) }
                        td { @if let Some(at) = one.breached_at { (in_viet_nam(at.into()).format("%d/%m/%Y %H:%M")) } }
                    }
                }
            }
        }
    }

    fn ledger(&self) -> Markup {
        html! {
            table {
                tr { th { "Ngày" } th { "Nghiệp vụ" } th { "Nợ" } th { "Có" } th { "Số tiền (đồng)" } }
                @for entry in self.entries {
                    @for line in &entry.postings {
                        tr {
                            td { (day(entry.posted_on)) }
                            td { (entry.kind) " " (entry.memo) @if entry.reverses.is_some() { " (đảo)" } }
                            td { (line.debit) }
                            td { (line.credit) }
                            td class="money" {
                                (line.amount)
                                @if let Some(specie) = &line.specie { " (" (specie.quantity) " " (specie.unit) ")" }
                            }
                        }
                    }
                }
            }
        }
    }
}

fn day(day: NaiveDate) -> String {
    day.format("%d/%m/%Y").to_string()
}
