//! The HTTP floor from outside: requests to the whole application over a database of its own.

use std::sync::Arc;

use actix_web::http::header::HeaderMap;
use actix_web::test::{TestRequest, call_service, init_service, read_body};
use actix_web::web;
use chrono::TimeDelta;
use serde_json::{Value, json};

use crate::app::{self, AppState};
use crate::domain::actor::{Role, RoleGrant};
use crate::domain::law::Law;
use crate::service::clock::{Clock, SettableClock};
use crate::service::offices::{NewOffice, OfficeKind};
use crate::service::users::NewUser;
use crate::service::{offices, password, users};
use crate::settings::{Secret, Settings};
use crate::store::Conn;

const PASSWORD: &str = "một mật khẩu dài";

struct Server {
    state: web::Data<AppState>,
    clock: Arc<SettableClock>,
    office: String,
    _dir: tempfile::TempDir,
}

struct Answer {
    status: u16,
    headers: HeaderMap,
    text: String,
}

impl Answer {
    fn json(&self) -> Value {
        serde_json::from_str(&self.text).unwrap_or_else(|_| panic!("not JSON: {}", self.text))
    }

    fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).map(|value| value.to_str().unwrap())
    }

    /// The code of a problem, having looked at what every problem has.
    fn problem(&self) -> String {
        assert_eq!(self.header("content-type"), Some("application/problem+json"), "{}", self.text);
        let body = self.json();
        assert_eq!(body["status"], self.status);
        assert_eq!(body["type"], format!("/problems/{}", body["code"].as_str().unwrap()));
        for key in ["title", "detail", "trace_id", "instance"] {
            assert!(body[key].as_str().is_some_and(|text| !text.is_empty()), "{key}: {body}");
        }
        body["code"].as_str().unwrap().to_owned()
    }
}

impl Server {
    fn new() -> Server {
        Server::with(|_| {})
    }

    fn with(change: impl FnOnce(&mut Settings)) -> Server {
        let dir = tempfile::tempdir().unwrap();
        let mut settings = Settings::defaults().unwrap();
        settings.database.url = format!("sqlite:{}", dir.path().join("test.sqlite3").display());
        settings.auth.jwt_secret = Secret("a secret that only the tests know".to_owned());
        settings.auth.sign_in_burst = 100;
        change(&mut settings);
        let store = app::open_store(&settings).unwrap();
        store.migrate().unwrap();
        let clock = Arc::new(SettableClock::at("2026-07-15T02:00:00Z".parse().unwrap()));
        let now = clock.now();
        let office = store
            .write(|conn| {
                let new = NewOffice {
                    code: "T1".to_owned(),
                    kind: OfficeKind::Agency,
                    parent_id: None,
                    name: "Thi hành án dân sự tỉnh Thử".to_owned(),
                    is_city: false,
                    from: "2026-07-01".parse().unwrap(),
                    to: None,
                };
                let office = offices::insert(conn, new)?;
                let hash = password::hash(PASSWORD)?;
                for (login, role) in
                    [("admin.one", Role::Admin), ("head.one", Role::Head), ("deputy.one", Role::DeputyHead)]
                {
                    user(
                        conn,
                        login,
                        &hash,
                        RoleGrant {
                            office: office.id,
                            division: None,
                            role,
                            from: "2026-07-01".parse().unwrap(),
                            to: None,
                        },
                        now,
                    )?;
                }
                Ok::<_, crate::service::error::ApiError>(office.id.to_string())
            })
            .unwrap();
        let law = Arc::new(Law::embedded().unwrap());
        let state = web::Data::new(AppState::new(settings, store, law, clock.clone()).unwrap());
        Server { state, clock, office, _dir: dir }
    }

    async fn send(&self, request: TestRequest) -> Answer {
        let service = init_service(app::app(self.state.clone())).await;
        let response = call_service(&service, request.to_request()).await;
        let (status, headers) = (response.status().as_u16(), response.headers().clone());
        let text = String::from_utf8_lossy(&read_body(response).await).into_owned();
        Answer { status, headers, text }
    }

    async fn get(&self, token: &str, path: &str) -> Answer {
        self.send(TestRequest::get().uri(path).insert_header(("Authorization", format!("Bearer {token}"))))
            .await
    }

    async fn post(&self, token: &str, path: &str, key: Option<&str>, body: &Value) -> Answer {
        let mut request = TestRequest::post().uri(path).set_json(body);
        if !token.is_empty() {
            request = request.insert_header(("Authorization", format!("Bearer {token}")));
        }
        if let Some(key) = key {
            request = request.insert_header(("Idempotency-Key", key));
        }
        self.send(request).await
    }

    async fn sign_in(&self, login: &str) -> Value {
        let body = json!({"login": login, "password": PASSWORD});
        let answer = self.post("", "/api/v1/auth/token", None, &body).await;
        assert_eq!(answer.status, 200, "{}", answer.text);
        assert_eq!(answer.header("cache-control"), Some("no-store"));
        answer.json()
    }

    async fn token(&self, login: &str) -> String {
        self.sign_in(login).await["access_token"].as_str().unwrap().to_owned()
    }
}

fn user(
    conn: &mut Conn,
    login: &str,
    hash: &str,
    grant: RoleGrant,
    now: chrono::DateTime<chrono::Utc>,
) -> crate::service::error::ApiResult<()> {
    let new = NewUser {
        login: login.to_owned(),
        display_name: login.to_owned(),
        password: PASSWORD.to_owned(),
        grants: vec![grant],
    };
    users::insert(conn, &new, hash.to_owned(), now.into()).map(|_| ())
}

#[actix_web::test]
async fn signing_in_gives_tokens_and_says_nothing_else() {
    let server = Server::new();
    let token = server.token("head.one").await;
    let me = server.get(&token, "/api/v1/me").await;
    assert_eq!((me.status, &me.json()["login"]), (200, &json!("head.one")));
    assert!(!me.text.contains("argon2"));

    let wrong = json!({"login": "head.one", "password": "SECRET word"});
    let unknown = json!({"login": "nobody", "password": "SECRET word"});
    for body in [wrong, unknown] {
        let refused = server.post("", "/api/v1/auth/token", None, &body).await;
        assert_eq!((refused.status, refused.problem().as_str()), (401, "sign_in_failed"));
        assert!(refused.header("www-authenticate").is_some() && !refused.text.contains("SECRET"));
    }
}

#[actix_web::test]
async fn a_refresh_token_is_good_once_and_its_reuse_ends_the_sign_in() {
    let server = Server::new();
    let first = server.sign_in("head.one").await;
    let refresh = |token: &Value| json!({"refresh_token": token});
    let path = "/api/v1/auth/refresh";
    let second = server.post("", path, None, &refresh(&first["refresh_token"])).await;
    assert_eq!(second.status, 200, "{}", second.text);
    let reuse = server.post("", path, None, &refresh(&first["refresh_token"])).await;
    assert_eq!((reuse.status, reuse.problem().as_str()), (401, "invalid_token"));
    let family = server.post("", path, None, &refresh(&second.json()["refresh_token"])).await;
    assert_eq!(family.status, 401, "the whole sign-in has ended");

    let other = server.sign_in("head.one").await;
    let token = other["access_token"].as_str().unwrap();
    let out = server.post(token, "/api/v1/auth/logout", None, &json!({})).await;
    assert_eq!(out.status, 204);
    assert_eq!(server.post("", path, None, &refresh(&other["refresh_token"])).await.status, 401);

    let late = server.sign_in("head.one").await;
    server.clock.advance(TimeDelta::hours(8));
    assert_eq!(server.post("", path, None, &refresh(&late["refresh_token"])).await.status, 401);
}

#[actix_web::test]
async fn who_is_not_known_or_no_longer_active_is_refused() {
    let server = Server::new();
    let nobody = server.send(TestRequest::get().uri("/api/v1/me")).await;
    assert_eq!((nobody.status, nobody.problem().as_str()), (401, "unauthenticated"));
    assert_eq!(server.get("x.y.z", "/api/v1/me").await.problem(), "invalid_token");

    let (admin, head) = (server.token("admin.one").await, server.token("head.one").await);
    let id = server.get(&head, "/api/v1/me").await.json()["id"].as_str().unwrap().to_owned();
    let path = format!("/api/v1/users/{id}/activation");
    assert_eq!(server.post(&head, &path, None, &json!({"active": false})).await.problem(), "forbidden");
    assert_eq!(server.post(&admin, &path, None, &json!({"active": false})).await.status, 200);
    assert_eq!(
        server.get(&head, "/api/v1/me").await.status,
        401,
        "at once, with a token that has not expired"
    );

    server.clock.advance(TimeDelta::minutes(15));
    assert_eq!(server.get(&admin, "/api/v1/me").await.problem(), "invalid_token");
}

#[actix_web::test]
async fn too_many_attempts_wait() {
    let server = Server::with(|settings| settings.auth.sign_in_burst = 1);
    let body = json!({"login": "head.one", "password": "wrong"});
    assert_eq!(server.post("", "/api/v1/auth/token", None, &body).await.status, 401);
    let refused = server.post("", "/api/v1/auth/token", None, &body).await;
    assert_eq!((refused.status, refused.problem().as_str()), (429, "too_many_requests"));
    assert!(refused.header("retry-after").unwrap().parse::<u64>().unwrap() > 0);
}

#[actix_web::test]
async fn a_body_is_json_small_and_right() {
    let server = Server::with(|settings| settings.server.body_limit = 300);
    let admin = server.token("admin.one").await;
    let bearer = ("Authorization", format!("Bearer {admin}"));
    let post = || TestRequest::post().uri("/api/v1/offices").insert_header(bearer.clone());
    let json_type = ("Content-Type", "application/json");

    let text = server.send(post().insert_header(("Content-Type", "text/plain")).set_payload("{}")).await;
    assert_eq!((text.status, text.problem().as_str()), (415, "unsupported_media_type"));
    assert_eq!(server.send(post().insert_header(json_type).set_payload("{")).await.problem(), "malformed");
    let large = server.send(post().insert_header(json_type).set_payload(" ".repeat(301))).await;
    assert_eq!((large.status, large.problem().as_str()), (413, "too_large"));

    let body = json!({"code": "X", "kind": "agency", "name": "", "is_city": false, "from": "2026-07-01", "SECRETS": 1});
    let unknown = server.post(&admin, "/api/v1/offices", None, &body).await;
    assert_eq!(unknown.status, 422);
    assert_eq!(unknown.json()["errors"][0]["pointer"], "/SECRETS");
    let body = json!({"code": "X", "kind": "agency", "name": "", "is_city": false, "from": "2026-07-01"});
    let rule = server.post(&admin, "/api/v1/offices", None, &body).await.json();
    assert_eq!(
        (&rule["errors"][0]["pointer"], &rule["errors"][0]["code"]),
        (&json!("/name"), &json!("length"))
    );
}

#[actix_web::test]
async fn a_repeated_request_is_answered_from_memory() {
    let server = Server::new();
    let admin = server.token("admin.one").await;
    let body = json!({"code": "T2", "kind": "division", "parent_id": server.office, "name": "Phòng khu vực 1",
        "is_city": false, "from": "2026-07-01"});
    let path = "/api/v1/offices";
    let first = server.post(&admin, path, Some("k-1"), &body).await;
    assert_eq!(first.status, 201, "{}", first.text);
    assert_eq!(first.header("idempotency-replayed"), None);
    let again = server.post(&admin, path, Some("k-1"), &body).await;
    assert_eq!((again.status, again.header("idempotency-replayed")), (201, Some("true")));
    assert_eq!((&again.text, again.header("location")), (&first.text, first.header("location")));

    let mut other = body.clone();
    other["code"] = json!("T3");
    let mismatch = server.post(&admin, path, Some("k-1"), &other).await;
    assert_eq!((mismatch.status, mismatch.problem().as_str()), (422, "idempotency_mismatch"));
    assert_eq!(server.post(&admin, path, Some("k-2"), &body).await.problem(), "duplicate");
    // What failed is not kept: the same key may try again with something better.
    assert_eq!(server.post(&admin, path, Some("k-2"), &other).await.status, 201);
    assert_eq!(server.post(&admin, path, Some("á"), &other).await.problem(), "malformed");
}

#[actix_web::test]
async fn lists_are_paged_by_a_cursor() {
    let server = Server::new();
    let admin = server.token("admin.one").await;
    let mut seen = Vec::new();
    let mut path = format!("/api/v1/users?office={}&limit=2", server.office);
    loop {
        let page = server.get(&admin, &path).await;
        assert_eq!(page.status, 200, "{}", page.text);
        let body = page.json();
        seen.extend(
            body["items"].as_array().unwrap().iter().map(|user| user["login"].as_str().unwrap().to_owned()),
        );
        let Some(link) = page.header("link") else { break };
        path = link.trim_start_matches('<').split_once('>').unwrap().0.to_owned();
    }
    assert_eq!(seen, ["admin.one", "head.one", "deputy.one"]);
    for (query, code) in
        [("limit=0", "malformed"), ("cursor=%25", "malformed_cursor"), ("ofice=x", "malformed")]
    {
        let refused = server.get(&admin, &format!("/api/v1/users?{query}")).await;
        assert_eq!((refused.status, refused.problem().as_str()), (400, code), "{query}");
    }
    let head = server.token("head.one").await;
    assert_eq!(server.get(&head, "/api/v1/users").await.problem(), "forbidden");
    assert_eq!(server.get(&head, &format!("/api/v1/users?office={}", server.office)).await.status, 200);
}

#[actix_web::test]
async fn the_head_delegates_and_withdraws() {
    let server = Server::new();
    let (head, deputy) = (server.token("head.one").await, server.token("deputy.one").await);
    let id = server.get(&deputy, "/api/v1/me").await.json()["id"].as_str().unwrap().to_owned();
    let body = json!({"office": server.office, "delegate": id, "documents": ["on_request_decision"],
        "from": "2026-07-15", "to": "2026-12-31", "basis": "Văn bản số 12/UQ-THADS ngày 15/7/2026"});
    let path = "/api/v1/delegations";
    assert_eq!(server.post(&deputy, path, None, &body).await.problem(), "forbidden");
    let made = server.post(&head, path, None, &body).await;
    assert_eq!(made.status, 201, "{}", made.text);
    let me = server.get(&deputy, "/api/v1/me").await.json();
    assert_eq!(me["delegations"][0]["basis"], body["basis"]);

    let place = made.header("location").unwrap();
    assert_eq!(server.get(&deputy, place).await.status, 200);
    let revoke = format!("{place}/revocation");
    assert_eq!(server.post(&head, &revoke, None, &json!({"on": "2026-07-14"})).await.status, 422);
    let revoked = server.post(&head, &revoke, None, &json!({"on": "2026-09-01"})).await;
    assert_eq!(revoked.json()["revoked_on"], "2026-09-01");
    assert_eq!(server.post(&head, &revoke, None, &json!({"on": "2026-09-01"})).await.status, 409);
    let mut wrong = body.clone();
    wrong["to"] = json!("2026-07-01");
    assert_eq!(server.post(&head, path, None, &wrong).await.json()["errors"][0]["code"], "period_order");
}

#[actix_web::test]
async fn problems_speak_the_callers_language() {
    let server = Server::new();
    let vietnamese = server.send(TestRequest::get().uri("/nowhere")).await;
    assert_eq!((vietnamese.status, vietnamese.problem().as_str()), (404, "no_such_path"));
    assert_eq!(vietnamese.header("content-language"), Some("vi"));
    let english = TestRequest::get().uri("/nowhere").insert_header(("Accept-Language", "en"));
    assert_eq!(server.send(english).await.json()["title"], "No such path");
    let method = server.send(TestRequest::delete().uri("/api/v1/offices")).await;
    assert_eq!((method.status, method.problem().as_str()), (405, "method_not_allowed"));
    assert_eq!(method.header("allow"), Some("GET, POST"));
    let page = server.send(TestRequest::get().uri("/problems/not_found")).await;
    assert!(page.status == 200 && page.text.contains("Không tìm thấy"), "{}", page.text);
    let admin = server.token("admin.one").await;
    let path = server.get(&admin, "/api/v1/offices/not-an-id").await;
    assert_eq!((path.status, path.problem().as_str()), (400, "malformed"));
    let none = server.get(&admin, "/api/v1/offices/0197c0de-0000-7000-8000-000000000001").await;
    assert_eq!((none.status, none.problem().as_str()), (404, "not_found"));
}

#[actix_web::test]
async fn every_kind_of_problem_is_worded_in_both_languages() {
    use crate::domain::text::Lang;
    let law = Law::embedded().unwrap();
    for code in crate::service::error::Code::ALL {
        let key = crate::http::problem::text_key(*code);
        for lang in Lang::ALL {
            assert_ne!(law.texts().label(&key, *lang), key, "{key} has no title");
            assert!(law.texts().part(&key, "detail", *lang, &[]).is_some(), "{key} has no detail in {lang}");
        }
    }
    let own = law.texts().codes().filter(|code| code.starts_with("problem."));
    for key in own {
        let code = key.trim_start_matches("problem.");
        assert!(code.parse::<crate::service::error::Code>().is_ok(), "{key} is worded and never answered");
    }
}

#[actix_web::test]
async fn every_answer_is_traced_and_guarded() {
    let server = Server::new();
    let trace = "4bf92f3577b34da6a3ce929d0e0e4736";
    let request = TestRequest::get()
        .uri("/healthz")
        .insert_header(("X-Request-Id", "mine-1"))
        .insert_header(("traceparent", format!("00-{trace}-00f067aa0ba902b7-01")));
    let health = server.send(request).await;
    assert_eq!((health.status, health.header("x-request-id")), (200, Some("mine-1")));
    assert!(health.header("traceparent").unwrap().starts_with(&format!("00-{trace}-")));
    assert_eq!(health.header("x-content-type-options"), Some("nosniff"));
    assert!(
        server.send(TestRequest::get().uri("/healthz")).await.header("x-request-id").unwrap().len() == 36
    );

    let figures = server.send(TestRequest::get().uri("/metrics")).await;
    assert!(figures.text.contains(r#"route="/healthz",status="200""#), "{}", figures.text);
    let document = server.send(TestRequest::get().uri("/openapi.json")).await;
    assert!(document.json()["openapi"].as_str().unwrap().starts_with("3.1"));
    let docs = server.send(TestRequest::get().uri("/docs/")).await;
    assert!(docs.status == 200 && docs.text.contains("swagger-ui"), "{}", docs.text);
    assert!(!docs.text.contains("https://"), "nothing from elsewhere: {}", docs.text);
    assert_eq!(server.send(TestRequest::get().uri("/docs")).await.status, 308);
}

#[actix_web::test]
async fn ready_means_tables_and_calendar() {
    let server = Server::new();
    let ready = server.send(TestRequest::get().uri("/readyz")).await;
    assert_eq!(ready.status, 200, "{}", ready.text);
    server.clock.set("2040-01-01T00:00:00Z".parse().unwrap());
    let refused = server.send(TestRequest::get().uri("/readyz")).await;
    assert_eq!((refused.status, refused.problem().as_str()), (503, "not_ready"));
    assert_eq!(refused.json()["errors"][0]["code"], "calendar_too_short");
}

#[actix_web::test]
async fn the_law_answers_for_a_day() {
    let server = Server::new();
    let token = server.token("deputy.one").await;
    let path = "/api/v1/law/deadline-calculation?key=voluntary&start=2026-07-01";
    let answer = server.get(&token, path).await;
    assert_eq!(answer.status, 200, "{}", answer.text);
    assert_eq!(answer.json()["regime"], "l2025");
    assert!(!answer.json()["computation"]["steps"].as_array().unwrap().is_empty());
    let gap = server.get(&token, "/api/v1/law/parameters?key=nothing_of_the_kind").await;
    assert_eq!((gap.status, gap.problem().as_str()), (422, "law_gap"));
    assert!(gap.json()["detail"].as_str().unwrap().contains("nothing_of_the_kind"));
    let page = server.get(&token, "/api/v1/law/parameters?on=2026-07-01&limit=1").await.json();
    assert_eq!(page["items"].as_array().unwrap().len(), 1);
    assert!(page["next_cursor"].is_string());
    assert_eq!(server.get(&token, "/api/v1/law/calendar?year=2026").await.json()["loaded"], true);
    assert!(!server.get(&token, "/api/v1/law/settings").await.json()["items"].as_array().unwrap().is_empty());
}

#[actix_web::test]
async fn only_named_origins_may_call_from_a_browser() {
    let plain = Server::new();
    let from = |origin: &'static str| TestRequest::get().uri("/healthz").insert_header(("Origin", origin));
    assert_eq!(plain.send(from("https://a.example")).await.header("access-control-allow-origin"), None);
    let server = Server::with(|settings| settings.cors.origins = vec!["https://a.example".to_owned()]);
    let allowed = server.send(from("https://a.example")).await;
    assert_eq!(allowed.header("access-control-allow-origin"), Some("https://a.example"));
    assert_eq!(server.send(from("https://b.example")).await.header("access-control-allow-origin"), None);
}
