//! The books: the chart of accounts, the ledger of a case, an office, an account, what stands on the accounts, the books of a period.

use std::fs::File;
use std::io::Read;
use std::pin::Pin;
use std::task::{Context, Poll};

use actix_web::body::{BodySize, MessageBody};
use actix_web::http::header;
use actix_web::web::Bytes;
use actix_web::{HttpRequest, HttpResponse, get, web};
use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::extract::page::{PageParams, cursor};
use super::extract::{AcceptLang, ApiPath, ApiQuery, Authenticated, List, Page};
use crate::app::AppState;
use crate::domain::ids::{CaseId, OfficeId};
use crate::domain::ledger::chart::{ChartAccount, chart};
use crate::domain::ledger::{Account, TrialBalance};
use crate::service::books::LineView;
use crate::service::books::ledger::{self, AccountLine, AccountMark, Days, EntryView, Moment};
use crate::service::books::period::{self, Book, Bookmark, Question};
use crate::service::books::sheet::{Exported, Format};
use crate::service::error::{ApiError, ApiResult};

/// The day of a chart.
#[derive(Debug, Clone, Copy, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct ChartDay {
    /// The day; today unless told.
    #[param(example = "2026-07-01")]
    pub on: Option<NaiveDate>,
}

/// List the accounts
///
/// The chart of accounts that holds on a day, each with its source and how sure that is, and the entries that move it.
#[utoipa::path(
    tag = "money",
    operation_id = "list_accounts",
    params(ChartDay, PageParams),
    responses((status = 200, description = "The accounts, by number", body = List<ChartAccount>, example = json!({"items": [{
        "number": "3376", "vi": "Tiền bán tài sản chờ phân phối", "en": "Sale money, not yet distributed", "parent": "337",
        "side": "credit", "on_balance": true, "own": false, "from": "2020-10-01", "to": null, "cite": "TT78 10",
        "source": "manual of the accounting program in use (follows TT78)", "status": "unconfirmed", "events": ["J09", "J14"]
    }]})))
)]
#[get("/accounts")]
pub async fn list_accounts(
    state: web::Data<AppState>,
    _: Authenticated,
    query: ApiQuery<ChartDay>,
    page: Page,
    req: HttpRequest,
) -> ApiResult<HttpResponse> {
    let on = query.0.on.unwrap_or_else(|| state.clock.today());
    let after: Option<String> = page.after()?;
    let most = usize::try_from(page.fetch()).unwrap_or_default();
    let rows = chart(&state.law).map_err(ApiError::internal)?.into_iter();
    let rows = rows.filter(|row| row.holds(on) && after.as_ref().is_none_or(|after| row.number > *after));
    Ok(List::of(rows.take(most).collect(), &page, |row: &ChartAccount| row.number.clone()).respond(&req))
}

/// List the ledger entries of a case
#[utoipa::path(
    tag = "money",
    operation_id = "list_case_ledger",
    params(("id" = CaseId, Path, description = "The case"), Moment, PageParams),
    responses((status = 200, description = "Its entries", body = List<EntryView>, example = json!({"items": []})))
)]
#[get("/cases/{id}/ledger")]
pub async fn list_case_ledger(
    state: web::Data<AppState>,
    user: Authenticated,
    id: ApiPath<CaseId>,
    moment: ApiQuery<Moment>,
    page: Page,
    req: HttpRequest,
) -> ApiResult<HttpResponse> {
    let rows = ledger::entries(&state, user.0, id.0, moment.0, page.after()?, page.fetch()).await?;
    Ok(List::of(rows, &page, |row: &EntryView| row.id).respond(&req))
}

/// Read the balances of a case
///
/// Debits equal credits, always. Now, or by what was booked on a day, or by what was recorded at an instant.
#[utoipa::path(
    tag = "money",
    operation_id = "read_case_balances",
    params(("id" = CaseId, Path, description = "The case"), Moment),
    responses((status = 200, description = "The trial balance", body = TrialBalance,
        example = json!({"rows": [], "debit_dong": 0, "credit_dong": 0})))
)]
#[get("/cases/{id}/balances")]
pub async fn read_case_balances(
    state: web::Data<AppState>,
    user: Authenticated,
    id: ApiPath<CaseId>,
    moment: ApiQuery<Moment>,
) -> ApiResult<HttpResponse> {
    Ok(HttpResponse::Ok().json(ledger::case_balances(&state, user.0, id.0, moment.0).await?))
}

/// Read the trial balance of an office
///
/// Every case and what belongs to none. For the head and the deputies, the accountant, the cashier, the examiner, and auditors.
#[utoipa::path(
    tag = "money",
    operation_id = "read_office_trial_balance",
    params(("id" = OfficeId, Path, description = "The office"), Moment),
    responses((status = 200, description = "The trial balance", body = TrialBalance,
        example = json!({"rows": [], "debit_dong": 0, "credit_dong": 0})))
)]
#[get("/offices/{id}/trial-balance")]
pub async fn read_office_trial_balance(
    state: web::Data<AppState>,
    user: Authenticated,
    id: ApiPath<OfficeId>,
    moment: ApiQuery<Moment>,
) -> ApiResult<HttpResponse> {
    Ok(HttpResponse::Ok().json(ledger::office_trial_balance(&state, user.0, id.0, moment.0).await?))
}

/// List the ledger of an office
///
/// Every line by day, with payee, act, document and article.
#[utoipa::path(
    tag = "money",
    operation_id = "list_office_ledger",
    params(("id" = OfficeId, Path, description = "The office"), Days, PageParams),
    responses((status = 200, description = "Its lines", body = List<LineView>, example = json!({"items": []})))
)]
#[get("/offices/{id}/ledger")]
pub async fn list_office_ledger(
    state: web::Data<AppState>,
    user: Authenticated,
    id: ApiPath<OfficeId>,
    days: ApiQuery<Days>,
    page: Page,
    req: HttpRequest,
) -> ApiResult<HttpResponse> {
    let rows = ledger::office_lines(&state, user.0, id.0, days.0, page.after()?, page.fetch()).await?;
    Ok(List::of(rows, &page, LineView::place).respond(&req))
}

/// List the ledger of an account
///
/// The lines of one account of an office by day, each with what stands on the account after it.
#[utoipa::path(
    tag = "money",
    operation_id = "list_account_ledger",
    params(
        ("id" = OfficeId, Path, description = "The office"), ("account" = Account, Path, description = "The account"),
        Days, PageParams
    ),
    responses((status = 200, description = "Its lines", body = List<AccountLine>, example = json!({"items": []})))
)]
#[get("/offices/{id}/accounts/{account}/ledger")]
pub async fn list_account_ledger(
    state: web::Data<AppState>,
    user: Authenticated,
    path: ApiPath<(OfficeId, Account)>,
    days: ApiQuery<Days>,
    page: Page,
    req: HttpRequest,
) -> ApiResult<HttpResponse> {
    let rows = ledger::account_lines(&state, user.0, path.0, days.0, page.after()?, page.fetch()).await?;
    Ok(List::of(rows, &page, |row: &AccountLine| AccountMark::after(path.0, days.0, row)).respond(&req))
}

/// Which part of a book, in which form.
#[derive(Debug, Clone, Copy, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct BookParams {
    /// The first day.
    #[param(example = "2026-09-01")]
    pub from: NaiveDate,
    /// The last day.
    #[param(example = "2026-09-30")]
    pub to: NaiveDate,
    /// As recorded by this instant.
    pub as_of: Option<DateTime<Utc>>,
    /// Of one account only; the details by decision then tell what came to it, went from it and is left on it. Receipts stand on
    /// none.
    #[param(inline)]
    pub account: Option<Account>,
    /// Of one case only.
    pub case: Option<CaseId>,
    /// A page as JSON unless told; the other forms hold the whole book, of at most 200,000 rows.
    #[param(inline)]
    pub format: Option<Format>,
}

/// A page of a book.
#[derive(Debug, Serialize, ToSchema)]
pub struct BookPage {
    /// The keys of the columns, in order.
    pub columns: Vec<String>,
    /// The rows: a cell for each column, `null` where there is nothing to say.
    #[schema(value_type = Vec<Vec<Object>>)]
    pub items: Vec<period::Row>,
    /// Where the next page begins; absent on the last one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next_cursor: Option<String>,
}

/// Read a book of a period
///
/// The journal, the general ledger, the details by decision, the register of receipts. As CSV or a workbook the whole of it; a book of
/// more than 200,000 rows is refused: ask for a shorter period, one account or one case.
#[utoipa::path(
    tag = "money",
    operation_id = "read_book",
    params(
        ("id" = OfficeId, Path, description = "The office"), ("book" = inline(Book), Path, description = "The book"),
        BookParams, PageParams
    ),
    responses((status = 200, description = "A page of the book, or the book as a file", body = BookPage, example = json!({
        "columns": ["received_on", "number", "receipt_kind", "channel", "amount", "payer", "paid_by", "case",
            "bank_reference", "cancelled_on"],
        "items": [["2026-09-01", "0000001", "Tự nguyện thi hành án", "chuyển khoản", 1000000, "Nguyễn Văn A", null,
            "12/QĐ-THADS", "FT1", null]]
    })))
)]
#[get("/offices/{id}/books/{book}")]
pub async fn read_book(
    state: web::Data<AppState>,
    user: Authenticated,
    path: ApiPath<(OfficeId, Book)>,
    query: ApiQuery<BookParams>,
    page: Page,
    lang: AcceptLang,
) -> ApiResult<HttpResponse> {
    let BookParams { from, to, as_of, account, case, format } = query.0;
    let (office, book) = path.0;
    let question = Question { office, book, from, to, as_of, account, case, lang: lang.0 };
    let (media, ending) = match format.unwrap_or(Format::Json) {
        Format::Json => {
            let after: Option<Bookmark> = page.after()?;
            let (items, next) = period::page(&state, user.0, question, after, i64::from(page.limit)).await?;
            let columns = book.columns().iter().map(|key| (*key).to_owned()).collect();
            let next_cursor = next.map(|mark| cursor(&mark));
            return Ok(HttpResponse::Ok().json(BookPage { columns, items, next_cursor }));
        }
        Format::Csv => ("text/csv; charset=utf-8", "csv"),
        Format::Xlsx => ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "xlsx"),
    };
    let made = period::export(&state, user.0, question, format.unwrap_or(Format::Csv)).await?;
    let name = format!("attachment; filename=\"{book}_{from}_{to}.{ending}\"");
    let mut answer = HttpResponse::Ok();
    answer.content_type(media).insert_header((header::CONTENT_DISPOSITION, name));
    Ok(answer.body(FileBody { left: made.length, made }))
}

/// A finished file, sent piece by piece: it is never in memory whole.
struct FileBody {
    made: Exported,
    left: u64,
}

/// How much is sent at a time.
const PIECE: u64 = 64 * 1024;

impl MessageBody for FileBody {
    type Error = std::io::Error;

    fn size(&self) -> BodySize {
        BodySize::Sized(self.left)
    }

    fn poll_next(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Result<Bytes, Self::Error>>> {
        if self.left == 0 {
            return Poll::Ready(None);
        }
        let size = usize::try_from(self.left.min(PIECE)).unwrap_or_default();
        let mut piece = vec![0; size];
        let read = File::read_exact(&mut self.made.file, &mut piece);
        self.left -= size as u64;
        Poll::Ready(Some(read.map(|()| Bytes::from(piece))))
    }
}

/// The routes.
pub fn routes(config: &mut impl super::Routes) {
    config
        .service(list_accounts)
        .service(list_case_ledger)
        .service(read_case_balances)
        .service(read_office_trial_balance)
        .service(list_office_ledger)
        .service(list_account_ledger)
        .service(read_book);
}
