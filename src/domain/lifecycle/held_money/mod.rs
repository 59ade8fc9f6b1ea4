//! The lifecycle of held money: ascribed to a case, forfeited after five years, refunded when judgment or receiver is found later
//! (T-PN-02, T-TT-04; L106 57.4; ND152 34.4). Its money stands in the office's own books until it belongs to a case.

mod effects;

use std::sync::LazyLock;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use validator::Validate;

use super::case::{BankPlace, Nothing};
use super::drafts::{lay_down, waiting};
use super::guard::after;
use super::plan::Plan;
use super::receiving::{CASH_CLOSES, ReceiptBrief};
use super::{Clock, Context, Guard, Lifecycle, Proposal, Subject, To, Transition, Who, assemble};
use crate::actions;
use crate::domain::actor::Role;
use crate::domain::case::Case;
use crate::domain::document::DocumentKind;
use crate::domain::held_money::{HeldMoney, HeldMoneyState};
use crate::domain::ids::{CaseId, DraftId, OfficeId, UserId};
use crate::domain::matter::Matter;
use crate::domain::payment::Channel;
use crate::domain::refusal::{Refusal, Unmet};

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
        /// RC-01: its cash reaches the fund.
        HandInCash(Nothing) = "hand_in_cash",
        /// RC-02: its cash goes to the bank or the Treasury.
        BankCash(BankHeldCash) = "bank_cash",
        /// The cancellation of its receipt is drafted.
        ProposeReceiptCancellation(CancelHeldReceipt) = "propose_receipt_cancellation",
        /// RC-04: taken by mistake; its receipt is cancelled.
        CancelReceipt(Nothing) = "cancel_receipt",
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

/// Its cash is paid into an account.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
pub struct BankHeldCash {
    /// Where.
    pub into: BankPlace,
    /// The paying-in slip.
    #[validate(length(min = 1, max = 100))]
    pub paper: String,
}

/// A provisional receipt is taken back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
pub struct CancelHeldReceipt {
    /// Why: no name of a person.
    #[validate(length(min = 1, max = 1000))]
    pub reason: String,
}

/// What the guards of held money look at.
#[derive(Debug, Clone)]
pub struct HeldMoneyFacts {
    /// The money.
    pub money: HeldMoney,
    /// The case that the action or its draft names.
    pub case: Option<Box<Case>>,
    /// Its receipt, for an action that takes it back.
    pub receipt: Option<ReceiptBrief>,
}

impl Subject for HeldMoneyFacts {
    fn state(&self) -> &'static str {
        self.money.state.as_str()
    }
    fn is_final(&self) -> bool {
        use HeldMoneyState as S;
        matches!(self.money.state, S::Attributed | S::Refunded | S::Cancelled)
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

/// Its cash is not in the fund yet (TT04 17.1).
const CASH_OUT: Guard<HeldMoneyFacts> = Guard {
    code: "G-RC-OUT",
    test: |facts, _| {
        let required = "cash that is not in the fund yet";
        if facts.money.cash_out {
            Ok("out".to_owned())
        } else {
            Err(Unmet::new("G-RC-OUT", "none", required))
        }
    },
};
/// It lies in cash.
const IN_CASH: Guard<HeldMoneyFacts> = Guard {
    code: "G-RC-FUND",
    test: |facts, _| match facts.money.channel {
        Channel::Cash => Ok("cash".to_owned()),
        other => Err(Unmet::new("G-RC-FUND", other.as_str(), "money that lies in cash")),
    },
};

const HELD: &[&str] = &["prison", "provisional"];
/// Where its cash may still have to reach the fund: also once it belongs to a case.
const TAKEN: &[&str] = &["prison", "provisional", "attributed"];
const FUND: &[Who] = &[Who::Role(Role::Cashier), Who::Role(Role::Accountant)];
const ACCOUNTANT: &[Who] = &[Who::Role(Role::Accountant)];
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
    Transition {
        guards: &[CASH_OUT],
        closes: CASH_CLOSES,
        ..Transition::row("RC-01", "hand_in_cash", TAKEN, To::Same, FUND)
    },
    Transition {
        guards: &[IN_CASH],
        closes: CASH_CLOSES,
        ..Transition::row("RC-02", "bank_cash", HELD, To::Same, FUND)
    },
    Transition {
        document: Some(DocumentKind::ReceiptCancellation),
        proposal: Some(Proposal::by("propose_receipt_cancellation", ACCOUNTANT)),
        ..Transition::row("RC-04", "cancel_receipt", HELD, To::State("cancelled"), SIGNER)
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

    /// Whether the action looks at the money's receipt.
    pub fn takes_back(&self) -> bool {
        matches!(self, HeldMoneyAction::ProposeReceiptCancellation(_) | HeldMoneyAction::CancelReceipt(_))
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
                effects::into_case(facts, &mut money, body.case, at, plan)?;
                money.state = HeldMoneyState::Attributed;
                money.settled_on = Some(at.on);
            }
            HeldMoneyAction::ProposeMoneyForfeiture(body) => {
                lay_down(&mut money.drafts, "forfeit_money", body, at)?;
            }
            HeldMoneyAction::ForfeitMoney(_) => effects::forfeit(&mut money, at, plan)?,
            HeldMoneyAction::ProposeMoneyRefund(body) => {
                effects::check_refund(facts, body)?;
                lay_down(&mut money.drafts, "refund_money", body, at)?;
            }
            HeldMoneyAction::RefundMoney(_) => effects::refund(facts, &mut money, at, plan)?,
            HeldMoneyAction::HandInCash(_) => effects::hand_in(&mut money, plan),
            HeldMoneyAction::BankCash(body) => effects::bank(&mut money, body, plan)?,
            HeldMoneyAction::ProposeReceiptCancellation(body) => {
                effects::check_cancellation(facts, at)?;
                lay_down(&mut money.drafts, "cancel_receipt", body, at)?;
            }
            HeldMoneyAction::CancelReceipt(_) => effects::cancel(facts, &mut money, at, plan)?,
        }
        plan.change_matter(&money)
    }
}
