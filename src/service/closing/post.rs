//! The handover of an accountant's post: announced, and what its checklist looks at.

use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::ToSchema;
use validator::Validate;

use super::super::acts::{Asked, Board};
use super::super::context::{Core, actor};
use super::super::error::{ApiError, ApiResult, FieldError};
use super::super::idempotency::{Answer, Once};
use super::super::matters::{self, Entering};
use super::super::refusals::cited;
use super::{AT_BANK, books, cash, cash_due, cash_held, statement};
use crate::domain::actor::Role;
use crate::domain::closing::post::{FileBalance, HandoverState, PostHandover};
use crate::domain::ids::{MatterId, OfficeId, UserId};
use crate::domain::lifecycle::closing::{
    PostHandoverAction, PostHandoverFacts, PostHandoverLifecycle, Standing,
};
use crate::domain::lifecycle::plan::Plan;
use crate::domain::matter::{Matter, MatterHead};
use crate::domain::payment::DistributionState;
use crate::domain::refusal;
use crate::store::matters::MatterFilter;
use crate::store::{AnyId, Conn, MAX_ROWS, Scope, closings, every, matters as rows, users};

/// A distribution in one of these states is begun and not carried out.
const HALF_WAY: [DistributionState; 3] =
    [DistributionState::Approved, DistributionState::Ordered, DistributionState::Released];

impl Board for PostHandoverLifecycle {
    fn load(conn: &mut Conn, asked: &Asked<'_, PostHandoverAction>) -> ApiResult<PostHandoverFacts> {
        let handover: PostHandover = matters::find(conn, asked.actor, asked.today, MatterId(asked.id))?;
        let office = handover.head.office;
        let signs = matches!(asked.action, Some(PostHandoverAction::HandOverPost(_)));
        let books = books(conn, office, signs)?;
        let half_way = HALF_WAY.map(DistributionState::as_str);
        let distributions = closings::distributions_in(conn, office, &half_way)?;
        Ok(PostHandoverFacts {
            cash_due: cash_due(conn, office, books.cash_closed_on)?,
            cash_held: cash_held(conn, office, None)?,
            counted_on: cash::counted_on(conn, office)?,
            accounts: accounts(conn, office)?,
            unmatched: statement::unexplained(conn, office)?,
            distributions: usize::try_from(distributions).unwrap_or_default(),
            balances: if signs { balances(conn, office)? } else { Vec::new() },
            books,
            handover,
        })
    }

    fn version(facts: &PostHandoverFacts) -> i64 {
        facts.handover.head.version
    }

    fn parse(name: &str, body: Value) -> Option<Result<PostHandoverAction, Vec<refusal::FieldError>>> {
        PostHandoverAction::parse(name, body)
    }

    fn names() -> &'static [(&'static str, &'static str)] {
        PostHandoverAction::NAMES
    }
}

/// The accounts at bank and Treasury, each with its last booking and its last reconciled day.
fn accounts(conn: &mut Conn, office: OfficeId) -> ApiResult<Vec<(Standing, chrono::NaiveDate)>> {
    let mut found = Vec::new();
    for account in AT_BANK {
        let ledger = account.as_str();
        if let Some(moved) = closings::last_moved(conn, office, ledger)? {
            let reconciled_to = statement::reconciled_to(conn, office, ledger)?;
            found.push((Standing { ledger, reconciled_to }, moved));
        }
    }
    Ok(found)
}

/// Every balance of the agency that is not zero.
fn balances(conn: &mut Conn, office: OfficeId) -> ApiResult<Vec<FileBalance>> {
    let rows = every(
        |after| closings::open_balances(conn, office, after, MAX_ROWS),
        |(file, account, ..): &closings::OpenBalance| (*file, account.clone()),
    )?;
    let view = |(file, account, debit, credit): closings::OpenBalance| FileBalance {
        file: file.0,
        account,
        debit,
        credit,
    };
    Ok(rows.into_iter().map(view).collect())
}

/// A handover to announce.
#[derive(Debug, Clone, Serialize, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewPostHandover {
    /// The agency.
    pub office: OfficeId,
    /// The accountant who leaves.
    pub from: UserId,
    /// The accountant who takes over.
    pub to: UserId,
    /// Why: the decision behind it.
    #[validate(length(min = 1, max = 500))]
    pub reason: String,
}

/// KS-B1: announces the handover of an accountant's post.
///
/// # Errors
/// 403 for anybody but the head or the office's accountant; 422 when one of the two is not an accountant of the office, both are one
/// person, or another handover is under way.
pub async fn announce(core: &Core, once: Once, new: NewPostHandover) -> ApiResult<Answer> {
    matters::enter(core, once, "post-handovers", move |conn, entering| enter(conn, entering, &new)).await
}

fn enter(conn: &mut Conn, entering: &Entering<'_>, new: &NewPostHandover) -> ApiResult<(PostHandover, Plan)> {
    let today = entering.today;
    let may = [Role::Accountant, Role::Head];
    if !may.iter().any(|role| entering.actor.has(*role, new.office, None, today)) {
        return Err(ApiError::forbidden());
    }
    let mut errors = Vec::new();
    for (pointer, user) in [("/from", new.from), ("/to", new.to)] {
        let known = users::find(conn, user)?.is_some();
        if !known || !users::actor(conn, user)?.has(Role::Accountant, new.office, None, today) {
            errors.push(FieldError::new(pointer, "not_in_list"));
        }
    }
    if new.from == new.to {
        errors.push(FieldError::new("/to", "contradicts"));
    }
    // Another handover that is being announced waits here.
    books(conn, new.office, true)?;
    if under_way(conn, new.office)? {
        errors.push(FieldError::new("", "G-BG-ONCE"));
    }
    if !errors.is_empty() {
        return Err(cited(entering.law, today, errors));
    }
    let handover = PostHandover {
        head: MatterHead::new(entering.id, new.office, None, today),
        state: HandoverState::Open,
        from: new.from,
        to: new.to,
        reason: new.reason.clone(),
        accepted_on: None,
        drafts: std::collections::BTreeMap::new(),
        listed: None,
        handed_over_on: None,
        document: None,
    };
    Ok((handover, Plan::new(PostHandover::KIND, "KS-B1", "announce_post_handover", "", Vec::new())))
}

fn under_way(conn: &mut Conn, office: OfficeId) -> ApiResult<bool> {
    for state in [HandoverState::Open, HandoverState::Accepted] {
        let filter = MatterFilter { state: Some(state.as_str().to_owned()), ..MatterFilter::default() };
        if !rows::list(conn, &Scope::office(office), PostHandover::KIND, &filter, None, 1)?.is_empty() {
            return Ok(true);
        }
    }
    Ok(false)
}

/// The balances that the minutes of a handover list, by file and account.
///
/// # Errors
/// 404 when the handover is not the user's to know of.
pub async fn listed(
    core: &Core,
    user: UserId,
    id: MatterId,
    after: Option<(uuid::Uuid, String)>,
    limit: i64,
) -> ApiResult<Vec<FileBalance>> {
    let clock = core.clock.clone();
    core.store
        .run_read(move |conn| {
            let actor = actor(conn, user)?;
            matters::find::<PostHandover>(conn, &actor, clock.today(), id)?;
            let after = after.map(|(file, account)| (AnyId(file), account));
            let rows = closings::balances_of(conn, id, after, limit)?;
            Ok(rows
                .into_iter()
                .map(|row| FileBalance {
                    file: row.file_id.0,
                    account: row.account,
                    debit: row.debit,
                    credit: row.credit,
                })
                .collect())
        })
        .await
}
