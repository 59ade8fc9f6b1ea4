//! Held money: received, found, acted on. What may be done with it its lifecycle says.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::ToSchema;
use validator::Validate;

use super::acts::{Asked, Board, Uuids};
use super::context::Core;
use super::convert::value;
use super::error::{ApiError, ApiResult, FieldError};
use super::idempotency::{Answer, Once};
use super::matters::{self, Entering};
use super::receipts;
use crate::domain::actor::Role;
use crate::domain::case::Case;
use crate::domain::held_money::{HeldMoney, HeldMoneySource};
use crate::domain::ids::{MatterId, OfficeId, ReceiptId};
use crate::domain::lifecycle::held_money::{HeldMoneyAction, HeldMoneyFacts, HeldMoneyLifecycle};
use crate::domain::lifecycle::plan::Plan;
use crate::domain::lifecycle::receiving::{CashTaken, start_cash_clock, take};
use crate::domain::lifecycle::{Context, IdSource};
use crate::domain::matter::MatterHead;
use crate::domain::money::Dong;
use crate::domain::payment::{Channel, Receipt, ReceiptKind};
use crate::domain::refusal::{self, Refusal};
use crate::store::{Conn, IfFound, Scope, cases};

impl Board for HeldMoneyLifecycle {
    fn load(conn: &mut Conn, asked: &Asked<'_, HeldMoneyAction>) -> ApiResult<HeldMoneyFacts> {
        let money: HeldMoney = matters::find(conn, asked.actor, asked.today, MatterId(asked.id))?;
        let row = match asked.action.and_then(|action| action.named(&money)) {
            None => None,
            Some(id) => cases::get(conn, &Scope::office(money.head.office), id).if_found()?,
        };
        let case: Option<Case> = row.map(|row| value(&row.doc)).transpose()?;
        let receipt = match money.receipt.filter(|_| asked.action.is_some_and(HeldMoneyAction::takes_back)) {
            Some(id) => receipts::brief(conn, money.head.office, id)?,
            None => None,
        };
        Ok(HeldMoneyFacts { money, case: case.map(Box::new), receipt })
    }

    fn version(facts: &HeldMoneyFacts) -> i64 {
        facts.money.head.version
    }

    fn parse(name: &str, body: Value) -> Option<Result<HeldMoneyAction, Vec<refusal::FieldError>>> {
        HeldMoneyAction::parse(name, body)
    }

    fn names() -> &'static [(&'static str, &'static str)] {
        HeldMoneyAction::NAMES
    }
}

/// Money that cannot be ascribed to a case.
#[derive(Debug, Clone, Serialize, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewHeldMoney {
    /// The agency.
    pub office: OfficeId,
    /// Where it came from.
    pub source: HeldMoneySource,
    /// The body that sent it: no name of a person.
    #[validate(length(min = 1, max = 200))]
    pub sender: String,
    /// The paper with which it came: a list of payers, a receipt.
    #[validate(length(min = 1, max = 100))]
    pub paper: String,
    /// The sum, in đồng.
    pub amount: Dong,
    /// Where it lies.
    pub channel: Channel,
    /// The day it came.
    pub received_on: NaiveDate,
    /// Where cash was taken; at the office unless told.
    #[serde(default)]
    #[validate(nested)]
    pub cash: Option<CashTaken>,
}

/// T-PN-02, T-TT-04: enters held money; the five years run from its receipt.
///
/// # Errors
/// 403 for anybody but the office's accountant or intake clerk; 422 with every wrong field.
pub async fn receive(core: &Core, once: Once, new: NewHeldMoney) -> ApiResult<Answer> {
    matters::enter(core, once, "held-money", move |_, entering| enter(entering, &new)).await
}

fn enter(entering: &Entering<'_>, new: &NewHeldMoney) -> ApiResult<(HeldMoney, Plan)> {
    let may = [Role::Accountant, Role::IntakeClerk];
    if !may.iter().any(|role| entering.actor.has(*role, new.office, None, entering.today)) {
        return Err(ApiError::forbidden());
    }
    let mut errors = Vec::new();
    if new.amount.is_zero() {
        errors.push(FieldError::new("/amount", "amount_out_of_range"));
    }
    if new.received_on > entering.today {
        errors.push(FieldError::new("/received_on", "date_in_future"));
    }
    if !errors.is_empty() {
        return Err(super::refusals::cited(entering.law, entering.today, errors));
    }
    let (code, action) = match new.source {
        HeldMoneySource::Prison => ("T-PN-02", "receive_held_money"),
        HeldMoneySource::Provisional => ("T-TT-04", "receive_held_money"),
    };
    let mut plan = Plan::new("held_money", code, action, "", Vec::new());
    // The law of today also for what came before it: money that is unascribed now (ND152 34.4).
    let context = Context {
        law: entering.law,
        actor: entering.actor,
        on: entering.today,
        now: entering.now,
        ids: &Uuids,
    };
    let forfeit_after =
        plan.must_open(&context, new.source.clock(), new.received_on, None).map_err(|gap| law_gap(&gap))?;
    let receipt = Receipt {
        matter: Some(entering.id),
        bank_reference: Some(new.paper.clone()),
        ..Receipt::new(
            ReceiptId(Uuids.next()),
            new.office,
            ReceiptKind::Provisional,
            new.channel,
            new.amount,
            new.received_on,
        )
    };
    let id = receipt.id;
    let how = new.cash.unwrap_or(CashTaken::AT_OFFICE);
    let taken = start_cash_clock(&receipt, how, &context, &mut plan);
    taken.and_then(|()| take(receipt, "/amount", &mut plan)).map_err(|refusal| law_gap(&refusal))?;
    let money = HeldMoney {
        head: MatterHead::new(entering.id, new.office, None, new.received_on),
        state: new.source.state(),
        source: new.source,
        sender: new.sender.clone(),
        paper: new.paper.clone(),
        amount: new.amount,
        channel: new.channel,
        receipt: Some(id),
        cash_out: new.channel == Channel::Cash,
        list: None,
        forfeit_after,
        drafts: std::collections::BTreeMap::new(),
        forfeited_on: None,
        settled_on: None,
    };
    Ok((money, plan))
}

/// Without the law's period nothing is entered.
pub(super) fn law_gap(refusal: &Refusal) -> ApiError {
    match refusal {
        Refusal::LawMissing(gap) => ApiError::new(super::error::Code::LawGap).with("gap", gap),
        Refusal::Content(errors) => {
            ApiError::invalid(errors.iter().cloned().map(super::acts::plain).collect())
        }
        other => ApiError::internal(format!("{other:?}")),
    }
}
