//! Redactions: drafted, found, signed. What still needs the party's data is looked up here; whether it may go the lifecycle says.

use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::ToSchema;
use validator::Validate;

use super::acts::{Asked, Board};
use super::context::Core;
use super::convert::value;
use super::error::{ApiError, ApiResult, FieldError};
use super::idempotency::{Answer, Once};
use super::intake::find_judgment;
use super::matters::{self, Entering};
use crate::domain::actor::Role;
use crate::domain::case::Stage;
use crate::domain::ids::{JudgmentId, MatterId, OfficeId, PartyId};
use crate::domain::judgment::{Mode, Party};
use crate::domain::lifecycle::plan::Plan;
use crate::domain::lifecycle::redaction::{RedactionAction, RedactionFacts, RedactionLifecycle};
use crate::domain::matter::{Matter, MatterHead};
use crate::domain::personal::PersonalField;
use crate::domain::redaction::{Redaction, RedactionGround, RedactionState};
use crate::domain::refusal;
use crate::domain::request::RequestState;
use crate::store::cases::CaseFilter;
use crate::store::matters::MatterFilter;
use crate::store::requests::RequestFilter;
use crate::store::{
    Conn, MAX_ROWS, Scope, cases, every, judgments, matters as rows, obligations, parties, requests,
};

impl Board for RedactionLifecycle {
    fn load(conn: &mut Conn, asked: &Asked<'_, RedactionAction>) -> ApiResult<RedactionFacts> {
        let redaction: Redaction = matters::find(conn, asked.actor, asked.today, MatterId(asked.id))?;
        let open = open(conn, &redaction)?;
        Ok(RedactionFacts { redaction, open })
    }

    fn version(facts: &RedactionFacts) -> i64 {
        facts.redaction.head.version
    }

    fn parse(name: &str, body: Value) -> Option<Result<RedactionAction, Vec<refusal::FieldError>>> {
        RedactionAction::parse(name, body)
    }

    fn names() -> &'static [(&'static str, &'static str)] {
        RedactionAction::NAMES
    }
}

/// What of the party is not over: cases, requests of the judgment that wait for their decision, proactive items in no case yet.
fn open(conn: &mut Conn, redaction: &Redaction) -> ApiResult<Vec<String>> {
    let scope = Scope::office(redaction.head.office);
    let mut open = Vec::new();
    let theirs = obligations::cases_of_party(conn, redaction.judgment, redaction.party)?;
    let filter = CaseFilter { judgment: Some(redaction.judgment), ..CaseFilter::default() };
    for row in every(|after| cases::list(conn, &Scope::default(), &filter, after, MAX_ROWS), |row| row.id)? {
        if theirs.contains(&row.id) && !row.stage.parse::<Stage>().map_err(ApiError::internal)?.is_final() {
            open.push(row.number);
        }
    }
    let filter = RequestFilter { judgment: Some(redaction.judgment), ..RequestFilter::default() };
    for row in every(|after| requests::list(conn, &scope, &filter, after, MAX_ROWS), |row| row.id)? {
        if !row.state.parse::<RequestState>().map_err(ApiError::internal)?.is_final() {
            open.push(row.id.to_string());
        }
    }
    let waits = obligations::open_of(conn, redaction.judgment, Mode::Proactive.as_str())?;
    if waits.iter().any(|row| row.debtor_id == redaction.party || row.creditor_id == Some(redaction.party)) {
        open.push(judgments::get(conn, &scope, redaction.judgment)?.number);
    }
    Ok(open)
}

/// The redactions of a judgment's parties that were signed. An agency has few.
pub(super) fn signed_of(conn: &mut Conn, office: OfficeId, judgment: JudgmentId) -> ApiResult<Vec<MatterId>> {
    let filter =
        MatterFilter { state: Some(RedactionState::Signed.as_str().to_owned()), ..MatterFilter::default() };
    let rows = every(
        |after| rows::list(conn, &Scope::office(office), Redaction::KIND, &filter, after, MAX_ROWS),
        |row| row.id,
    )?;
    let mut found = Vec::new();
    for row in rows {
        let redaction: Redaction = value(&row.doc)?;
        found.extend(Some(row.id).filter(|_| redaction.judgment == judgment));
    }
    Ok(found)
}

/// A redaction to be drafted.
#[derive(Debug, Clone, Serialize, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewRedaction {
    /// The judgment.
    pub judgment: JudgmentId,
    /// The party.
    pub party: PartyId,
    /// Which values.
    #[validate(length(min = 1, max = 4))]
    pub fields: Vec<PersonalField>,
    /// Why.
    pub ground: RedactionGround,
    /// The article on which it rests.
    #[validate(length(min = 1, max = 200))]
    #[schema(example = "Điều 4 Luật 91/2025/QH15")]
    pub article: String,
    /// The facts; no value that is to be taken away.
    #[validate(length(min = 1, max = 2000))]
    pub reason: String,
}

/// RD-01: drafts a redaction.
///
/// # Errors
/// 404 for a judgment not in the user's register, 403 for anybody but its clerk or officers, 422 with every wrong field.
pub async fn draft(core: &Core, once: Once, new: NewRedaction) -> ApiResult<Answer> {
    matters::enter(core, once, "redactions", move |conn, entering| enter(conn, entering, &new)).await
}

fn enter(conn: &mut Conn, entering: &Entering<'_>, new: &NewRedaction) -> ApiResult<(Redaction, Plan)> {
    let judgment = find_judgment(conn, entering.actor, entering.today, new.judgment)?;
    let may = [Role::IntakeClerk, Role::EnforcementOfficer, Role::ChiefOfficer, Role::DeputyHead];
    if !may.iter().any(|role| entering.actor.has(*role, judgment.office, None, entering.today)) {
        return Err(ApiError::forbidden());
    }
    let mut errors = Vec::new();
    let mut fields = new.fields.clone();
    fields.sort_unstable();
    fields.dedup();
    if fields.len() != new.fields.len() {
        errors.push(FieldError::new("/fields", "duplicate"));
    }
    match parties::of_judgment(conn, judgment.id, &[new.party])?.pop() {
        None => errors.push(FieldError::new("/party", "not_a_party")),
        Some(row) => {
            let party: Party = value(&row.doc)?;
            if fields.iter().any(|field| party.redacted.contains_key(field)) {
                errors.push(FieldError::new("/fields", "contradicts"));
            }
            let values = fields.iter().filter_map(|field| party.personal(*field));
            let values: Vec<&str> = values.filter(|value| value.chars().count() > 3).collect();
            for (pointer, text) in [("/article", &new.article), ("/reason", &new.reason)] {
                if values.iter().any(|value| text.contains(value)) {
                    errors.push(FieldError::new(pointer, "repeats_value"));
                }
            }
        }
    }
    if !errors.is_empty() {
        return Err(super::refusals::cited(entering.law, entering.today, errors));
    }
    let redaction = Redaction {
        head: MatterHead::new(entering.id, judgment.office, None, entering.today),
        state: RedactionState::Drafted,
        judgment: judgment.id,
        party: new.party,
        fields,
        ground: new.ground,
        article: new.article.clone(),
        reason: new.reason.clone(),
        prepared_by: entering.actor.user,
        document: None,
        signed_on: None,
    };
    Ok((redaction, Plan::new("redaction", "RD-01", "draft_redaction", "", Vec::new())))
}
