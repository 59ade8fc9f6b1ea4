//! The hands of the demo: one act at a time through the services, exactly as the API would do it.

use chrono::NaiveDate;
use serde_json::{Value, json};
use uuid::Uuid;

use super::people::DemoOffice;
use crate::domain::ids::UserId;
use crate::domain::lifecycle::asset::AssetLifecycle;
use crate::domain::lifecycle::case::CaseLifecycle;
use crate::domain::lifecycle::exhibit::ExhibitLifecycle;
use crate::domain::lifecycle::intake::{JudgmentLifecycle, RequestLifecycle};
use crate::domain::lifecycle::money::{DistributionLifecycle, PayoutLifecycle};
use crate::domain::text::Lang;
use crate::service::acts::{self, Board, Command};
use crate::service::context::Core;
use crate::service::error::{ApiError, ApiResult};
use crate::service::idempotency::{Answer, Once};

/// A day written `2026-07-01`.
pub(super) fn day(text: &str) -> ApiResult<NaiveDate> {
    text.parse().map_err(ApiError::internal)
}

/// What is needed to act.
pub(super) struct Stage<'a> {
    pub core: &'a Core,
    pub office: &'a DemoOffice,
}

impl Stage<'_> {
    /// One act on a case.
    pub fn case(&self, id: Uuid, login: &str, on: &str, action: &str, body: Value) -> ApiResult<Value> {
        self.act::<CaseLifecycle>(id, login, Some(on), action, body)
    }

    /// One act on an asset.
    pub fn asset(&self, id: Uuid, login: &str, on: &str, action: &str, body: Value) -> ApiResult<Value> {
        self.act::<AssetLifecycle>(id, login, Some(on), action, body)
    }

    /// One act on a request.
    pub fn request(&self, id: Uuid, login: &str, on: &str, action: &str, body: Value) -> ApiResult<Value> {
        self.act::<RequestLifecycle>(id, login, Some(on), action, body)
    }

    /// One act on a judgment.
    pub fn judgment(&self, id: Uuid, login: &str, on: &str, action: &str, body: Value) -> ApiResult<Value> {
        self.act::<JudgmentLifecycle>(id, login, Some(on), action, body)
    }

    /// One act on a distribution, today.
    pub fn distribution(&self, id: Uuid, login: &str, action: &str, body: Value) -> ApiResult<Value> {
        self.act::<DistributionLifecycle>(id, login, None, action, body)
    }

    /// One act on a payout, today.
    pub fn payout(&self, id: Uuid, login: &str, action: &str, body: Value) -> ApiResult<Value> {
        self.act::<PayoutLifecycle>(id, login, None, action, body)
    }

    /// One act on a lot of exhibits.
    pub fn exhibit(&self, id: Uuid, login: &str, on: &str, action: &str, body: Value) -> ApiResult<Value> {
        self.act::<ExhibitLifecycle>(id, login, Some(on), action, body)
    }

    fn act<B: Board>(
        &self,
        id: Uuid,
        login: &str,
        on: Option<&str>,
        action: &str,
        body: Value,
    ) -> ApiResult<Value> {
        let mut fields = match body {
            Value::Object(fields) => fields,
            _ => serde_json::Map::new(),
        };
        fields.insert("action".to_owned(), json!(action));
        if let Some(on) = on {
            fields.insert("effective_on".to_owned(), json!(on));
        }
        let user = self.office.user(login)?;
        let command = Command {
            user,
            id,
            body: Value::Object(fields),
            seen: None,
            dry_run: false,
            once: once(user),
            lang: Lang::En,
        };
        let answer = acts::attempt::<B>(&self.core.store, self.core, &command).map_err(|mut error| {
            error.cause = Some(format!("demo: {action} on {on:?} by {login}").into());
            error
        })?;
        parsed(&answer)
    }
}

/// No key: the loader repeats nothing.
pub(super) fn once(user: UserId) -> Once {
    Once { user, key: None, digest: String::new() }
}

/// The answer's body.
pub(super) fn parsed(answer: &Answer) -> ApiResult<Value> {
    serde_json::from_str(&answer.body).map_err(ApiError::internal)
}

/// An identifier in an answer.
pub(super) fn id_at(answer: &Value, pointer: &str) -> ApiResult<Uuid> {
    let text = answer.pointer(pointer).and_then(Value::as_str);
    text.and_then(|text| text.parse().ok())
        .ok_or_else(|| ApiError::internal(format!("demo: nothing at {pointer}")))
}
