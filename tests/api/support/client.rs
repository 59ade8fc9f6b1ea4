//! One person's view of the application: signed requests, and answers that know what every problem must have.

use actix_web::http::header::HeaderMap;
use actix_web::test::TestRequest;
use serde_json::{Value, json};
use thads::domain::ids::UserId;
use thads::service::token::Bearer;
use uuid::Uuid;

use super::App;

/// What came back.
pub struct Answer {
    pub status: u16,
    pub headers: HeaderMap,
    pub text: String,
}

impl Answer {
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.text)
            .unwrap_or_else(|_| panic!("{} and not JSON: {:?}", self.status, self.text))
    }

    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).map(|value| value.to_str().unwrap())
    }

    /// The body of a success.
    #[track_caller]
    pub fn ok(&self) -> Value {
        assert!((200..300).contains(&self.status), "{}: {}", self.status, pretty(&self.text));
        self.json()
    }

    /// The `items` of a list that fits on one page.
    #[track_caller]
    pub fn items(&self) -> Vec<Value> {
        let body = self.ok();
        assert!(body["next_cursor"].is_null(), "one page");
        body["items"].as_array().unwrap().clone()
    }

    /// Every code in `unmet[]`, else in `errors[]`.
    pub fn codes(&self) -> Vec<String> {
        let body = self.json();
        let of = |list: &Value| -> Vec<String> {
            let items = list.as_array().cloned().unwrap_or_default();
            items.iter().map(|one| one["code"].as_str().unwrap().to_owned()).collect()
        };
        let unmet = of(&body["unmet"]);
        if unmet.is_empty() { of(&body["errors"]) } else { unmet }
    }

    /// The problem's own code, having looked at what every problem has.
    #[track_caller]
    pub fn problem(&self, status: u16) -> String {
        assert_eq!(self.status, status, "{}", pretty(&self.text));
        assert_eq!(self.header("content-type"), Some("application/problem+json"));
        let body = self.json();
        assert_eq!(body["status"], status);
        for key in ["type", "title", "detail", "trace_id", "instance"] {
            assert!(body[key].as_str().is_some_and(|text| !text.is_empty()), "{key}: {body}");
        }
        body["code"].as_str().unwrap().to_owned()
    }

    /// A refusal for this legal reason: the reason is listed with message, citation and cure.
    #[track_caller]
    pub fn refused(&self, status: u16, code: &str) -> Value {
        self.problem(status);
        let body = self.json();
        let lists = [&body["unmet"], &body["errors"]];
        let found = lists
            .iter()
            .flat_map(|list| list.as_array().into_iter().flatten())
            .find(|one| one["code"] == code)
            .unwrap_or_else(|| panic!("{code} is not among {}", pretty(&self.text)));
        for key in ["message", "cure"] {
            assert!(
                found[key].as_str().is_some_and(|text| !text.is_empty() && text != code),
                "{code} without {key}: {found}"
            );
        }
        for key in ["message", "cure"] {
            assert!(!found[key].as_str().unwrap().contains('{'), "{code}: a placeholder is left: {found}");
        }
        assert!(found["citation"].is_object(), "{code} without a citation: {found}");
        found.clone()
    }
}

fn pretty(text: &str) -> String {
    serde_json::from_str::<Value>(text)
        .and_then(|value| serde_json::to_string_pretty(&value))
        .unwrap_or_else(|_| text.to_owned())
}

/// A person.
#[derive(Clone, Copy)]
pub struct As<'a> {
    pub app: &'a App,
    pub user: UserId,
}

impl As<'_> {
    /// A request with this person's token.
    pub fn signed(&self, request: TestRequest) -> TestRequest {
        let state = &self.app.state;
        let bearer = Bearer { user: self.user, session: Uuid::now_v7() };
        let token = state.keys.tokens.sign(bearer, state.clock.now()).unwrap();
        request.insert_header(("Authorization", format!("Bearer {token}")))
    }

    /// With a path below `/api/v1`.
    pub async fn get(&self, path: &str) -> Answer {
        let request = self.signed(TestRequest::get().uri(&format!("/api/v1{path}")));
        self.app.send(request).await
    }

    pub async fn post(&self, path: &str, body: &Value) -> Answer {
        self.post_with(path, body, &[]).await
    }

    pub async fn post_with(&self, path: &str, body: &Value, headers: &[(&str, &str)]) -> Answer {
        let mut request = self.signed(TestRequest::post().uri(&format!("/api/v1{path}")));
        for (name, value) in headers {
            request = request.insert_header((*name, *value));
        }
        let answer = self.app.send(request.set_json(body)).await;
        self.app.seen.asked(body, &answer);
        answer
    }

    /// Reads the version and does the action.
    pub async fn act(&self, path: &str, action: &str, body: Value) -> Answer {
        let seen = self.get(path).await;
        let etag = seen.header("etag").unwrap_or("\"1\"").to_owned();
        self.act_at(path, action, body, &etag).await
    }

    /// Does the action on a version seen before.
    pub async fn act_at(&self, path: &str, action: &str, body: Value, etag: &str) -> Answer {
        self.post_with(&format!("{path}/actions"), &tagged(action, body), &[("If-Match", etag)]).await
    }

    /// Does the action, which must succeed.
    pub async fn does(&self, path: &str, action: &str, body: Value) -> Value {
        let answer = self.act(path, action, body).await;
        assert!(answer.status == 200, "{action} on {path}: {}: {}", answer.status, pretty(&answer.text));
        let done = answer.json();
        super::ledger::in_chart(&done["happened"]);
        done
    }

    /// Tries the action with a wrong body: 422 with this code at this place, and nothing changed.
    pub async fn wrong(&self, path: &str, action: &str, body: Value, pointer: &str, code: &str) {
        let before = (self.get(path).await.header("etag").map(str::to_owned), self.app.traces(path).0);
        let answer = self.act(path, action, body).await;
        assert_eq!(answer.problem(422), "invalid_content", "{}", pretty(&answer.text));
        let errors = answer.json()["errors"].clone();
        let named = |one: &Value| one["pointer"] == pointer && one["code"] == code;
        assert!(errors.as_array().unwrap().iter().any(named), "{pointer} {code} is not among {errors}");
        let after = (self.get(path).await.header("etag").map(str::to_owned), self.app.traces(path).0);
        assert_eq!(after, before, "{action}: something changed");
    }

    /// Tries the action, which must be refused for this reason, leaving nothing behind but the record of the attempt.
    pub async fn may_not(&self, path: &str, action: &str, body: Value, status: u16, code: &str) -> Value {
        let before = (self.get(path).await.header("etag").map(str::to_owned), self.app.traces(path));
        let answer = self.act(path, action, body).await;
        let found = answer.refused(status, code);
        let after = (self.get(path).await.header("etag").map(str::to_owned), self.app.traces(path));
        assert_eq!(after.0, before.0, "{action}: the version moved");
        assert_eq!(after.1.0, before.1.0, "{action}: an event was written");
        assert_eq!(after.1.1, before.1.1 + 1, "{action}: the attempt was not recorded");
        assert!(self.app.last_refused(path).contains(code), "{action}: {}", self.app.last_refused(path));
        found
    }
}

/// An action's body with its tag.
pub fn tagged(action: &str, body: Value) -> Value {
    let mut body = if body.is_null() { json!({}) } else { body };
    body["action"] = json!(action);
    body
}
