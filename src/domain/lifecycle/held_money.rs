//! The lifecycle of held money: ascribed to a case, forfeited after five years, refunded when judgment or receiver is found later
//! (T-PN-02, T-TT-04; L106 57.4; ND152 34.4).

use std::sync::LazyLock;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use serde_json::json;
use utoipa::ToSchema;
use validator::Validate;

use super::case::Nothing;
use super::disposal::IntoCase;
use super::drafts::{lay_down, take_up, waiting};
use super::guard::after;
use super::plan::Plan;
use super::{Clock, Context, Guard, Lifecycle, Proposal, Subject, To, Transition, Who, assemble};
use crate::actions;
use crate::domain::actor::Role;
use crate::domain::case::Stage;
use crate::domain::document::DocumentKind;
use crate::domain::held_money::{HeldMoney, HeldMoneySource, HeldMoneyState};
use crate::domain::ids::{CaseId, DraftId, OfficeId, UserId};
use crate::domain::matter::Matter;
use crate::domain::refusal::{FieldError, Refusal};

actions! {
    /// Every action of held money.
    pub enum HeldMoneyAction {
        /// T-PN-02, T-TT-04: its judgment or receiver was found in time.
        AttributeMoney(AttributeMoney) = "attribute_money",
        /// T-PN-02, T-TT-04: the forfeiture is drafted.
        ProposeMoneyForfeiture(ProposeMoneyForfeiture) = "propose_money_forfeiture",
        /// T-PN-02, T-TT-04: forfeited to the budget.
        ForfeitMoney(Nothing) = "forfeit_money",
        /// T-PN-02, T-TT-04: the refund is drafted.
        ProposeMoneyRefund(ProposeMoneyRefund) = "propose_money_refund",
        /// T-PN-02, T-TT-04: refunded, and enforced where a judgment came.
        RefundMoney(Nothing) = "refund_money",
    }
}

/// The case to which the money belongs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
pub struct AttributeMoney {
    /// The case, of the same agency and not over.
    pub case: CaseId,
    /// How that was found.
    #[validate(length(min = 1, max = 1000))]
    pub proof: String,
}

/// A proposed forfeiture.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
pub struct ProposeMoneyForfeiture {
    /// What was done to find judgment and receiver.
    #[validate(length(min = 1, max = 2000))]
    pub searches: String,
    /// The Treasury's voucher.
    #[validate(length(min = 1, max = 100))]
    pub voucher: String,
}

/// A proposed refund by the budget (thoái thu).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
pub struct ProposeMoneyRefund {
    /// The case in which it is enforced; none when it goes to its receiver at once.
    pub case: Option<CaseId>,
    /// How judgment or receiver was found.
    #[validate(length(min = 1, max = 1000))]
    pub proof: String,
    /// The finance body's refund order.
    #[validate(length(min = 1, max = 200))]
    pub refund_order: String,
}

/// What the case that an action names is like.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NamedCase {
    /// The case.
    pub id: CaseId,
    /// Its agency.
    pub office: OfficeId,
    /// Its stage.
    pub stage: Stage,
}

/// What the guards of held money look at.
#[derive(Debug, Clone)]
pub struct HeldMoneyFacts {
    /// The money.
    pub money: HeldMoney,
    /// The case that the action or its draft names.
    pub case: Option<NamedCase>,
}

impl Subject for HeldMoneyFacts {
    fn state(&self) -> &'static str {
        self.money.state.as_str()
    }
    fn is_final(&self) -> bool {
        matches!(self.money.state, HeldMoneyState::Attributed | HeldMoneyState::Refunded)
    }
    fn office(&self) -> OfficeId {
        self.money.head.office
    }
    fn division(&self) -> Option<OfficeId> {
        self.money.head.division
    }
    fn officer(&self) -> Option<UserId> {
        self.money.head.officer
    }
    fn began_on(&self) -> NaiveDate {
        self.money.head.received_on
    }
    fn draft(&self, action: &str) -> Option<(DraftId, UserId)> {
        waiting(&self.money.drafts, action)
    }
}

/// The five years have passed.
const FIVE_YEARS: Guard<HeldMoneyFacts> =
    Guard { code: "G-HM-5Y", test: |facts, at| after(at, "G-HM-5Y", facts.money.forfeit_after) };

const CLERKS: &[Who] =
    &[Who::Role(Role::Accountant), Who::Role(Role::EnforcementOfficer), Who::Role(Role::Examiner)];
const SIGNER: &[Who] = &[Who::Signer];
const FORFEIT: Proposal = Proposal::by("propose_money_forfeiture", CLERKS);
const REFUND: Proposal = Proposal::by("propose_money_refund", CLERKS);

const ROWS: &[Transition<HeldMoneyFacts>] = &[
    Transition {
        document: Some(DocumentKind::Receipt),
        closes: &[Clock::Act("prison_unknown_5y")],
        ..Transition::row("T-PN-02", "attribute_money", &["prison"], To::State("attributed"), CLERKS)
    },
    Transition {
        document: Some(DocumentKind::Receipt),
        closes: &[Clock::Act("provisional_money")],
        ..Transition::row("T-TT-04", "attribute_money", &["provisional"], To::State("attributed"), CLERKS)
    },
    Transition {
        guards: &[FIVE_YEARS],
        document: Some(DocumentKind::ForfeitureDecision),
        proposal: Some(FORFEIT),
        closes: &[Clock::Act("prison_unknown_5y")],
        ..Transition::row("T-PN-02", "forfeit_money", &["prison"], To::State("prison_forfeited"), SIGNER)
    },
    Transition {
        guards: &[FIVE_YEARS],
        document: Some(DocumentKind::ForfeitureDecision),
        proposal: Some(FORFEIT),
        closes: &[Clock::Act("provisional_money")],
        ..Transition::row(
            "T-TT-04",
            "forfeit_money",
            &["provisional"],
            To::State("provisional_forfeited"),
            SIGNER,
        )
    },
    Transition {
        document: Some(DocumentKind::RefundFile),
        proposal: Some(REFUND),
        ..Transition::row("T-PN-02", "refund_money", &["prison_forfeited"], To::State("refunded"), SIGNER)
    },
    Transition {
        document: Some(DocumentKind::RefundFile),
        proposal: Some(REFUND),
        ..Transition::row(
            "T-TT-04",
            "refund_money",
            &["provisional_forfeited"],
            To::State("refunded"),
            SIGNER,
        )
    },
];

static TABLE: LazyLock<Vec<Transition<HeldMoneyFacts>>> = LazyLock::new(|| assemble(&[ROWS]));

/// The lifecycle of held money.
pub struct HeldMoneyLifecycle;

impl HeldMoneyAction {
    /// The case that the action, or the draft that it signs, names.
    pub fn named(&self, money: &HeldMoney) -> Option<CaseId> {
        match self {
            HeldMoneyAction::AttributeMoney(body) => Some(body.case),
            HeldMoneyAction::ProposeMoneyRefund(body) => body.case,
            HeldMoneyAction::RefundMoney(_) => {
                let draft = money.drafts.get("refund_money")?.content.clone();
                serde_json::from_value::<ProposeMoneyRefund>(draft).ok()?.case
            }
            _ => None,
        }
    }
}

impl Lifecycle for HeldMoneyLifecycle {
    const NAME: &'static str = HeldMoney::KIND;
    type Facts = HeldMoneyFacts;
    type Action = HeldMoneyAction;

    fn table() -> &'static [Transition<HeldMoneyFacts>] {
        &TABLE
    }

    fn states() -> Vec<&'static str> {
        HeldMoneyState::ALL.iter().map(|state| state.as_str()).collect()
    }

    fn name(action: &HeldMoneyAction) -> &'static str {
        action.name()
    }

    fn apply(
        facts: &HeldMoneyFacts,
        action: &HeldMoneyAction,
        at: &Context<'_>,
        plan: &mut Plan,
    ) -> Result<(), Refusal> {
        let mut money = facts.money.clone();
        match action {
            HeldMoneyAction::AttributeMoney(body) => {
                into_case(facts, &mut money, body.case, at, plan)?;
                money.state = HeldMoneyState::Attributed;
                money.settled_on = Some(at.on);
            }
            HeldMoneyAction::ProposeMoneyForfeiture(body) => {
                lay_down(&mut money.drafts, "forfeit_money", body, at)?;
            }
            HeldMoneyAction::ForfeitMoney(_) => forfeit(&mut money, at, plan)?,
            HeldMoneyAction::ProposeMoneyRefund(body) => {
                check_refund(facts, body)?;
                lay_down(&mut money.drafts, "refund_money", body, at)?;
            }
            HeldMoneyAction::RefundMoney(_) => refund(facts, &mut money, at, plan)?,
        }
        plan.change_matter(&money)
    }
}

/// The sum becomes money of the case, waiting there to be distributed or returned.
fn into_case(
    facts: &HeldMoneyFacts,
    money: &mut HeldMoney,
    case: CaseId,
    at: &Context<'_>,
    plan: &mut Plan,
) -> Result<(), Refusal> {
    check_case(facts)?;
    money.head.case = Some(case);
    let (office, amount, channel, paper) =
        (money.head.office, money.amount, money.channel, money.paper.as_str());
    IntoCase { office, case, amount, channel, paper }.enter("/case", at, plan)
}

fn check_case(facts: &HeldMoneyFacts) -> Result<(), Refusal> {
    match &facts.case {
        None => Err(FieldError::new("/case", "not_in_list").into()),
        Some(case) if case.office != facts.money.head.office => {
            Err(FieldError::new("/case", "not_in_list").into())
        }
        Some(case) if case.stage.is_final() => Err(FieldError::new("/case", "contradicts").into()),
        Some(_) => Ok(()),
    }
}

/// The payment into the budget leaves no trace in a case's books: there is no case.
fn forfeit(money: &mut HeldMoney, at: &Context<'_>, plan: &mut Plan) -> Result<(), Refusal> {
    let body: ProposeMoneyForfeiture = take_up(&mut money.drafts, "forfeit_money", at, plan)?;
    let content = json!({ "amount": money.amount, "searches": body.searches, "voucher": body.voucher });
    plan.record(at, DocumentKind::ForfeitureDecision, plan.prepared_by, content);
    money.forfeited_on = Some(at.on);
    money.state = match money.source {
        HeldMoneySource::Prison => HeldMoneyState::PrisonForfeited,
        HeldMoneySource::Provisional => HeldMoneyState::ProvisionalForfeited,
    };
    Ok(())
}

/// Provisional money comes back only to be enforced: its judgment has come (L106 57.4).
fn check_refund(facts: &HeldMoneyFacts, body: &ProposeMoneyRefund) -> Result<(), Refusal> {
    match (facts.money.source, body.case) {
        (HeldMoneySource::Provisional, None) => Err(FieldError::new("/case", "required").into()),
        (_, None) => Ok(()),
        (_, Some(_)) => check_case(facts),
    }
}

fn refund(
    facts: &HeldMoneyFacts,
    money: &mut HeldMoney,
    at: &Context<'_>,
    plan: &mut Plan,
) -> Result<(), Refusal> {
    let body: ProposeMoneyRefund = take_up(&mut money.drafts, "refund_money", at, plan)?;
    check_refund(facts, &body)?;
    if let Some(case) = body.case {
        into_case(facts, money, case, at, plan)?;
    }
    let content =
        json!({ "amount": money.amount, "proof": body.proof, "order": body.refund_order, "case": body.case });
    plan.record(at, DocumentKind::RefundFile, plan.prepared_by, content);
    money.state = HeldMoneyState::Refunded;
    money.settled_on = Some(at.on);
    Ok(())
}
