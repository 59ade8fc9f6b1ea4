//! Pages for people: the API's documentation (Swagger UI, bundled, no internet needed) and what each problem means.

use actix_web::{HttpRequest, HttpResponse, get, web};
use utoipa_swagger_ui::{Config, SwaggerUi};

use super::extract::{AcceptLang, ApiPath};
use super::problem::{status, text_key};
use crate::app::AppState;
use crate::domain::text::{Lang, Texts};
use crate::service::error::{ApiError, Code};

/// The documentation under `/docs/`.
pub fn swagger() -> SwaggerUi {
    SwaggerUi::new("/docs/{_:.*}").config(Config::from("/openapi.json"))
}

/// `/docs` without the slash leads there.
pub async fn to_docs(_: HttpRequest) -> HttpResponse {
    HttpResponse::PermanentRedirect().insert_header(("Location", "/docs/")).finish()
}

/// Every kind of problem
#[utoipa::path(
    tag = "operation",
    operation_id = "list_problems",
    responses((status = 200, description = "A page", content_type = "text/html", body = String,
        example = "<!doctype html>…"))
)]
#[get("/problems")]
pub async fn list_problems(state: web::Data<AppState>, lang: AcceptLang) -> HttpResponse {
    let row = |code: &Code| {
        let title = escape(state.law.texts().label(&text_key(*code), lang.0));
        format!(
            "<li><a href=\"/problems/{code}\"><code>{code}</code></a> {} {title}</li>",
            status(*code).as_u16()
        )
    };
    let rows: String = Code::ALL.iter().map(row).collect();
    html(lang.0, "problems", &format!("<h1>problems</h1><ul>{rows}</ul>"))
}

/// What a kind of problem means
#[utoipa::path(
    tag = "operation",
    operation_id = "read_problem",
    params(("code" = String, Path, description = "The problem's code", example = "not_found")),
    responses((status = 200, description = "A page", content_type = "text/html", body = String,
        example = "<!doctype html>…"))
)]
#[get("/problems/{code}")]
pub async fn read_problem(
    state: web::Data<AppState>,
    path: ApiPath<String>,
    lang: AcceptLang,
) -> Result<HttpResponse, ApiError> {
    let code: Code = path.0.parse().map_err(|_| ApiError::not_found())?;
    Ok(html(lang.0, code.as_str(), &page(code, state.law.texts())))
}

fn page(code: Code, texts: &Texts) -> String {
    let mut body = format!("<h1><code>{code}</code> – {}</h1>", status(code).as_u16());
    for lang in Lang::ALL {
        let key = text_key(code);
        let title = escape(texts.label(&key, *lang));
        let detail = escape(&texts.part(&key, "detail", *lang, &[]).unwrap_or_default());
        body.push_str(&format!("<section lang=\"{lang}\"><h2>{title}</h2><p>{detail}</p></section>"));
    }
    body + "<p><a href=\"/problems\">/problems</a></p>"
}

fn html(lang: Lang, title: &str, body: &str) -> HttpResponse {
    let page = format!(
        "<!doctype html><html lang=\"{lang}\"><head><meta charset=\"utf-8\"><title>{title}</title>\
         <style>body{{font:16px/1.5 sans-serif;max-width:44rem;margin:2rem auto;padding:0 1rem}}</style></head>\
         <body>{body}</body></html>"
    );
    HttpResponse::Ok().content_type("text/html; charset=utf-8").body(page)
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}
