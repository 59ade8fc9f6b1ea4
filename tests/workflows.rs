//! Every lifecycle as a page that a lawyer can read, kept as a snapshot: a change of a table or of an article shows as a change
//! of a page. It reads the tables through the same rendering as the API.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test says what it expects")]

use std::fmt::Write;

use chrono::NaiveDate;
use thads::domain::citation::Citation;
use thads::domain::law::{Law, Status, Value};
use thads::domain::lifecycle::Lifecycle;
use thads::domain::lifecycle::asset::AssetLifecycle;
use thads::domain::lifecycle::case::CaseLifecycle;
use thads::domain::lifecycle::closing::{
    BankStatementLifecycle, CashCountLifecycle, FileReconciliationLifecycle, PeriodClosingLifecycle,
    PostHandoverLifecycle,
};
use thads::domain::lifecycle::entrustment::{EntrustmentLifecycle, VerificationDelegationLifecycle};
use thads::domain::lifecycle::exhibit::ExhibitLifecycle;
use thads::domain::lifecycle::held_money::HeldMoneyLifecycle;
use thads::domain::lifecycle::intake::{JudgmentLifecycle, RequestLifecycle};
use thads::domain::lifecycle::money::{DistributionLifecycle, PayoutLifecycle};
use thads::domain::lifecycle::oversight::complaint::ComplaintLifecycle;
use thads::domain::lifecycle::oversight::denunciation::DenunciationLifecycle;
use thads::domain::lifecycle::oversight::finding::FindingLifecycle;
use thads::domain::lifecycle::oversight::procuracy::ProcuracyLifecycle;
use thads::domain::lifecycle::oversight::review::ReviewLifecycle;
use thads::domain::lifecycle::payment_list::PaymentListLifecycle;
use thads::domain::lifecycle::private_office::{OfficeFileLifecycle, OfficeRequestLifecycle};
use thads::domain::lifecycle::procuracy_list::ProcuracyListLifecycle;
use thads::domain::lifecycle::receipt_series::ReceiptSeriesLifecycle;
use thads::domain::lifecycle::redaction::RedactionLifecycle;
use thads::domain::lifecycle::render::{WorkflowRow, WorkflowTable, table};
use thads::domain::period::{Period, Unit};
use thads::domain::text::Lang;

struct Page<'a> {
    law: &'a Law,
    table: WorkflowTable,
    now: NaiveDate,
    before: NaiveDate,
    text: String,
}

impl Page<'_> {
    fn label(&self, code: &str) -> &str {
        // A label that is missing shows as its code: the reader would see it.
        let known = self.law.texts().codes().find(|known| *known == code);
        known.map_or("?", |code| self.law.texts().label(code, Lang::Vi))
    }

    fn states(&self, codes: &[&str], none: &str) -> String {
        let names: Vec<_> =
            codes.iter().map(|code| self.label(&format!("state.{}.{code}", self.table.name))).collect();
        if names.is_empty() { none.to_owned() } else { names.join(" | ") }
    }

    fn clocks(&self, keys: &[&str]) -> Vec<String> {
        keys.iter().map(|key| self.clock(key)).collect()
    }

    fn clock(&self, key: &str) -> String {
        if key == "*" {
            return "mọi thời hạn đang chạy".to_owned();
        }
        let Ok(rule) = self.law.parameter(key, self.now) else { return format!("{key}: ?") };
        let value = match &rule.value {
            Value::Period(period) => period_in_words(period),
            _ => "pháp luật ngày này không quy định".to_owned(),
        };
        let doubt = match rule.status {
            Status::Confirmed => "",
            Status::Unconfirmed => ", cần kiểm tra lại",
            Status::Unknown => ", chưa biết giá trị: tạm dùng theo lựa chọn của chương trình",
        };
        format!("{key} – {value} ({}{doubt})", cited(&rule.citation))
    }

    fn line(&mut self, name: &str, value: &str) {
        if !value.is_empty() {
            let _ = writeln!(self.text, "    {name}: {value}");
        }
    }

    fn row(&mut self, row: &WorkflowRow) {
        let _ = writeln!(self.text, "\n{} · {} ({})", row.code, row.label, row.action);
        let moves =
            format!("{} → {}", self.states(&row.from, "mọi giai đoạn"), self.states(&row.to, "giữ nguyên"));
        self.line("giai đoạn", &moves);
        let who: Vec<_> = row.who.iter().map(|who| self.label(&format!("role.{who}"))).collect();
        self.line("người thực hiện", &who.join(" | "));
        for guard in &row.guards {
            let message = unfilled(self.label(guard.code));
            self.line(
                "điều kiện",
                &format!("{} – nếu không: {message} [{}]", guard.code, cited(&guard.basis)),
            );
        }
        let document = row.document.map(|kind| self.label(&format!("document.{kind}")).to_owned());
        self.line("văn bản", &document.unwrap_or_default());
        for clock in self.clocks(&row.opens) {
            self.line("mở thời hạn", &clock);
        }
        for clock in self.clocks(&row.closes) {
            self.line("đóng thời hạn", &clock);
        }
        self.line("căn cứ từ 01/7/2026", &cited(&row.basis));
        self.line("căn cứ đến 30/6/2026", &cited(self.law.basis(row.code, self.before)));
    }
}

fn period_in_words(period: &Period) -> String {
    let unit = match period.unit {
        Unit::CalendarDays => "ngày",
        Unit::WorkingDays => "ngày làm việc",
        Unit::Hours => "giờ",
        Unit::Months => "tháng",
        Unit::Years => "năm",
        Unit::Back => "ngày trước",
        Unit::Now => return "ngay".to_owned(),
    };
    format!("{} {unit}", period.value)
}

/// A message with `…` for every value that the program fills in.
fn unfilled(message: &str) -> String {
    let mut parts = message.split('{');
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |text, part| text + "…" + part.split_once('}').map_or(part, |(_, rest)| rest))
}

fn cited(citations: &[Citation]) -> String {
    if citations.is_empty() {
        return "không có quy định tương ứng".to_owned();
    }
    citations.iter().map(ToString::to_string).collect::<Vec<_>>().join("; ")
}

fn page<L: Lifecycle>(title: &str) -> String {
    let law = Law::embedded().expect("the law that is built in");
    let day = |text: &str| text.parse::<NaiveDate>().expect("a date");
    let (now, before) = (day("2026-11-02"), day("2026-06-30"));
    let table = table::<L>(&law, now, Lang::Vi);
    let rows = table.rows.clone();
    let mut page =
        Page {
            law: &law, table, now, before, text: format!("{title} – theo pháp luật ngày 02/11/2026\n\n")
        };
    for state in page.table.states.clone() {
        let _ = writeln!(page.text, "{} – {}", state.code, state.label);
    }
    for row in &rows {
        page.row(row);
    }
    page.text
}

#[test]
fn judgment() {
    insta::assert_snapshot!(page::<JudgmentLifecycle>("Bản án, quyết định"));
}

#[test]
fn request() {
    insta::assert_snapshot!(page::<RequestLifecycle>("Yêu cầu thi hành án"));
}

#[test]
fn case() {
    insta::assert_snapshot!(page::<CaseLifecycle>("Việc thi hành án"));
}

#[test]
fn asset() {
    insta::assert_snapshot!(page::<AssetLifecycle>("Tài sản"));
}

#[test]
fn distribution() {
    insta::assert_snapshot!(page::<DistributionLifecycle>("Phân phối tiền"));
}

#[test]
fn entrustment() {
    insta::assert_snapshot!(page::<EntrustmentLifecycle>("Ủy thác đến"));
}

#[test]
fn verification_delegation() {
    insta::assert_snapshot!(page::<VerificationDelegationLifecycle>("Ủy quyền xác minh đến"));
}

#[test]
fn payout() {
    insta::assert_snapshot!(page::<PayoutLifecycle>("Chi trả"));
}

#[test]
fn procuracy_list() {
    insta::assert_snapshot!(page::<ProcuracyListLifecycle>("Danh sách việc kết thúc gửi Viện kiểm sát"));
}

#[test]
fn redaction() {
    insta::assert_snapshot!(page::<RedactionLifecycle>("Xóa dữ liệu cá nhân"));
}

#[test]
fn held_money() {
    insta::assert_snapshot!(page::<HeldMoneyLifecycle>("Tiền chưa xác định được vụ việc"));
}

#[test]
fn receipt_series() {
    insta::assert_snapshot!(page::<ReceiptSeriesLifecycle>("Ký hiệu biên lai giấy"));
}

#[test]
fn payment_list() {
    insta::assert_snapshot!(page::<PaymentListLifecycle>("Bảng kê tiền nộp"));
}

#[test]
fn exhibit() {
    insta::assert_snapshot!(page::<ExhibitLifecycle>("Vật chứng, tài sản tạm giữ"));
}

#[test]
fn office_file() {
    insta::assert_snapshot!(page::<OfficeFileLifecycle>("Hồ sơ của văn phòng thi hành án dân sự"));
}

#[test]
fn office_request() {
    insta::assert_snapshot!(page::<OfficeRequestLifecycle>("Đề nghị của văn phòng thi hành án dân sự"));
}

#[test]
fn complaint() {
    insta::assert_snapshot!(page::<ComplaintLifecycle>("Khiếu nại"));
}

#[test]
fn procuracy_act() {
    insta::assert_snapshot!(page::<ProcuracyLifecycle>("Kháng nghị, kiến nghị"));
}

#[test]
fn denunciation() {
    insta::assert_snapshot!(page::<DenunciationLifecycle>("Tố cáo"));
}

#[test]
fn review() {
    insta::assert_snapshot!(page::<ReviewLifecycle>("Ý kiến kiểm sát về quyết định"));
}

#[test]
fn finding() {
    insta::assert_snapshot!(page::<FindingLifecycle>("Sai phạm, tồn tại được phát hiện"));
}

#[test]
fn period_closing() {
    insta::assert_snapshot!(page::<PeriodClosingLifecycle>("Khóa sổ kỳ kế toán"));
}

#[test]
fn cash_count() {
    insta::assert_snapshot!(page::<CashCountLifecycle>("Khóa sổ, kiểm kê quỹ"));
}

#[test]
fn bank_statement() {
    insta::assert_snapshot!(page::<BankStatementLifecycle>("Sổ phụ ngân hàng, kho bạc"));
}

#[test]
fn file_reconciliation() {
    insta::assert_snapshot!(page::<FileReconciliationLifecycle>("Đối chiếu sổ kế toán với hồ sơ"));
}

#[test]
fn post_handover() {
    insta::assert_snapshot!(page::<PostHandoverLifecycle>("Bàn giao kế toán"));
}
