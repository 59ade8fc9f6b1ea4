//! Builders for interruptions and endings: a recorded paper, a postponement, a suspension, a complaint that is being resolved.

use serde_json::{Value, json};
use thads::domain::ids::{CaseId, DeadlineId, MatterId};
use thads::service::error::ApiError;
use thads::store::deadlines::{self, Deadline};
use thads::store::matters::{self, Matter};
use thads::store::{At, Conn};
use uuid::Uuid;

use super::build::Case;
use super::{App, As};

/// Something that is put into a body, over what stands there.
pub fn with(mut body: Value, more: Value) -> Value {
    for (key, value) in more.as_object().unwrap() {
        body[key] = value.clone();
    }
    body
}

/// A paper that gives this ground, recorded today; its identifier.
pub async fn paper(app: &App, case: &Case, gives: &str) -> Value {
    let body = json!({"gives": gives, "source": "court", "content": format!("Văn bản {gives}")});
    recorded(app, case, body).await
}

pub async fn recorded(app: &App, case: &Case, body: Value) -> Value {
    let done = app.clerk().does(&case.path, "record_paper", body).await;
    done["case"]["papers"].as_array().unwrap().last().unwrap()["id"].clone()
}

/// The paper that ends a hold.
pub async fn end_paper(app: &App, case: &Case, hold: &Value) -> Value {
    let body = json!({"gives": "RESUME", "ends": hold, "source": "court", "content": "Văn bản chấm dứt"});
    recorded(app, case, body).await
}

/// Drafted by the officer, signed by the head; the head's answer.
pub async fn sign(app: &App, case: &Case, propose: &str, signed: &str, body: Value) -> Value {
    app.officer().does(&case.path, propose, body).await;
    app.head().does(&case.path, signed, json!({})).await
}

/// Postponed by agreement on the clock's day; the hold's identifier.
pub async fn agreed(app: &App, case: &Case, until: &str, more: Value) -> Value {
    let paper = paper(app, case, "HO-C").await;
    let body = with(json!({"paper": paper, "until": until}), more);
    let held = sign(app, case, "propose_postponement", "postpone", body).await;
    last_hold(&held)
}

/// Suspended on a paper that needs a decision, or by notice; the hold's identifier.
pub async fn suspended(app: &App, case: &Case, gives: &str, more: Value) -> Value {
    let body = with(json!({"paper": paper(app, case, gives).await}), more);
    let held = if matches!(gives, "SU-2A" | "SU-2B") {
        sign(app, case, "propose_suspension_notice", "notify_suspension", body).await
    } else {
        sign(app, case, "propose_suspension", "suspend", body).await
    };
    last_hold(&held)
}

pub fn last_hold(answer: &Value) -> Value {
    answer["case"]["holds"].as_array().unwrap().last().unwrap()["id"].clone()
}

pub fn resumption(hold: &Value) -> Value {
    json!({"hold": hold, "reason": "Căn cứ không còn"})
}

/// The case's deadlines with this key.
pub async fn clocks(app: &App, case: &Case, key: &str) -> Vec<Value> {
    let all = app.auditor().get(&case.sub("deadlines")).await.items();
    all.into_iter().filter(|one| one["key"] == key).collect()
}

pub async fn clock(app: &App, case: &Case, key: &str) -> Value {
    clocks(app, case, key).await.pop().unwrap_or_else(|| panic!("no {key}"))
}

/// A complaint about the case whose term to be resolved runs to this day: as another part of the program keeps one.
pub fn complaint(app: &App, case: &Case, resolve_until: &str) -> Value {
    let case: CaseId = case.id.as_str().unwrap().parse::<Uuid>().unwrap().into();
    let id = MatterId(Uuid::now_v7());
    let now: At = "2026-07-15T02:00:00Z".parse::<chrono::DateTime<chrono::Utc>>().unwrap().into();
    let on = "2026-07-15".parse().unwrap();
    let law = super::law();
    let computed = law.deadline("cmp_resolve1_coercion", on, on).unwrap();
    let reckoning = thads::domain::deadline::Reckoning::new(computed);
    let matter = Matter {
        id,
        office_id: app.office,
        division_id: None,
        officer_id: None,
        case_id: Some(case),
        kind: "complaint".to_owned(),
        state: "accepted".to_owned(),
        confidential: false,
        received_on: on,
        version: 1,
        doc: "{}".to_owned(),
        created_at: now,
        updated_at: now,
    };
    let term = Deadline {
        id: DeadlineId(Uuid::now_v7()),
        office_id: app.office,
        division_id: None,
        officer_id: None,
        case_id: None,
        request_id: None,
        judgment_id: None,
        asset_id: None,
        key: "cmp_resolve1_coercion".to_owned(),
        regime: "l2025".to_owned(),
        started_on: on,
        due_on: resolve_until.parse().unwrap(),
        due_at: None,
        provisional: false,
        status: "open".to_owned(),
        computation: serde_json::to_string(&reckoning).unwrap(),
        opened_seq: 1,
        closed_on: None,
        created_at: now,
        about_id: None,
        matter_id: Some(id),
        duty: None,
        imported: false,
        lapses_at: None,
        alarm_at: None,
        breached_at: None,
        calendar: String::new(),
    };
    let kept = app.state.store.write(|conn: &mut Conn| {
        matters::insert(conn, &matter)?;
        deadlines::insert_many(conn, &[term])?;
        Ok::<_, ApiError>(())
    });
    kept.unwrap();
    json!(id)
}

impl As<'_> {
    /// Tries the action, whose content must be refused for this reason, leaving nothing behind but the record of the attempt.
    /// A reason of the law comes with message, citation and cure; a plain wrong field only with its code.
    pub async fn rejects(&self, path: &str, action: &str, body: Value, code: &str) {
        if code.starts_with('G') {
            self.may_not(path, action, body, 422, code).await;
            return;
        }
        let before = (self.get(path).await.header("etag").map(str::to_owned), self.app.traces(path));
        let answer = self.act(path, action, body).await;
        assert_eq!(answer.problem(422), "invalid_content", "{}", answer.text);
        assert!(answer.codes().iter().any(|one| one == code), "{action}: {code} is not in {}", answer.text);
        let after = (self.get(path).await.header("etag").map(str::to_owned), self.app.traces(path));
        assert_eq!((&after.0, after.1.0), (&before.0, before.1.0), "{action}: something was written");
        assert_eq!(after.1.1, before.1.1 + 1, "{action}: the attempt was not recorded");
    }
}
