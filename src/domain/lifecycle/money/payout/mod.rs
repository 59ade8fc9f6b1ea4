//! A payout: released with its distribution, confirmed by the bank, then booked (L106 54.6; ND152 30.5). What comes back is owed again;
//! what nobody collects is deposited and in the end the budget's (L106 59.1; ND152 41).

mod absent;
mod bodies;
mod currency;
mod effects;
mod guards;

use std::sync::LazyLock;

use chrono::NaiveDate;

pub use bodies::*;

use guards::{
    ACCOUNT, BALANCE, COLLECTED, DONG_FIRST, EXCHANGED, FOREIGN, FORFEITABLE, NO_HOLD, NONE_COLLECTED,
    NOT_ORDERER, PERSON, POSTABLE, SHORT, TO_COLLECT, UNCLAIMED,
};

use super::remit;
use crate::domain::actor::Role;
use crate::domain::case::Case;
use crate::domain::document::DocumentKind;
use crate::domain::ids::{DraftId, OfficeId, UserId};
use crate::domain::judgment::{Drafts, PartyKind};
use crate::domain::ledger::{Account, Holding, Holdings};
use crate::domain::lifecycle::drafts::{Drafted, propose, sign, waiting};
use crate::domain::lifecycle::plan::{Change, Plan};
use crate::domain::lifecycle::{Clock, Context, Lifecycle, Proposal, Subject, To, Transition, Who, assemble};
use crate::domain::money::Dong;
use crate::domain::payment::{Distribution, Payout, PayoutState};
use crate::domain::refusal::Refusal;

/// What guards need to know of a payee.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PayeeBrief {
    /// Person or organisation.
    pub kind: PartyKind,
    /// An account is on record.
    pub has_account: bool,
}

/// What a payout's guards look at.
#[derive(Debug, Clone)]
pub struct PayoutFacts {
    /// The payout.
    pub payout: Payout,
    /// Its distribution; none for a fee given back.
    pub distribution: Option<Distribution>,
    /// Its case.
    pub case: Case,
    /// What the case has at the bank.
    pub at_bank: Dong,
    /// What it has at the Treasury.
    pub at_treasury: Dong,
    /// What it has in the fund.
    pub in_fund: Dong,
    /// Currency and metal of the case that was collected and is nobody's yet.
    pub collected: Holdings,
    /// What the case owes to others than parties: fees, the budget, costs. All of it is paid in đồng.
    pub dong_owed: Dong,
    /// Fees not remitted yet.
    pub fees_there: Dong,
    /// The payee, where it is a party.
    pub payee: Option<PayeeBrief>,
    /// The party that the action names is one of the case's judgment.
    pub named_party: bool,
    /// The day the judgment took effect.
    pub in_force_on: NaiveDate,
}

impl PayoutFacts {
    /// What lies where the payout's money lies: at the bank, and the currency that is set aside for it.
    pub(super) fn there(&self) -> Dong {
        let currency = self.payout.parts().into_iter().filter(|part| part.specie.is_some());
        currency.fold(self.at_bank, |there, part| there.plus(part.value).unwrap_or(Dong::MAX))
    }

    /// The currency in which its payee is to be paid, as long as some of it is neither set aside nor bought nor given up.
    pub(super) fn foreign_due(&self) -> Option<&str> {
        let due = !self.payout.is_exchanged() && self.payout.dong_agreed.is_none();
        self.payout.foreign.as_deref().filter(|_| due)
    }

    /// Collected currency in which its payee is to be paid. Once his part was set aside, what comes later is not his.
    pub(super) fn collected_for(&self) -> Option<(&str, Holding)> {
        let currency = self.foreign_due().filter(|_| self.payout.in_kind.is_none())?;
        self.collected.get(currency).map(|held| (currency, *held))
    }

    /// The đồng of the case, wherever they lie.
    pub(super) fn dong_there(&self) -> Dong {
        Dong::sum([self.at_bank, self.at_treasury, self.in_fund]).unwrap_or(Dong::MAX)
    }

    /// How many đồng are missing for a payout that is paid in đồng.
    pub(super) fn dong_short(&self) -> Dong {
        let in_dong = self.payout.foreign.is_none() || self.payout.dong_agreed.is_some();
        let due = self.due().plus(self.payout.interest).unwrap_or(Dong::MAX);
        let in_kind = self.payout.in_kind.as_ref().map_or(Dong::ZERO, |kind| kind.value);
        if in_dong { due.saturating_minus(in_kind).saturating_minus(self.dong_there()) } else { Dong::ZERO }
    }

    /// What is still to go out, its interest apart: a fee that was given back to a creditor meanwhile is not remitted.
    pub(super) fn due(&self) -> Dong {
        match self.payout.account {
            Account::Fee => self.payout.amount.min(self.fees_there),
            _ => self.payout.amount,
        }
    }
}

impl Subject for PayoutFacts {
    fn state(&self) -> &'static str {
        self.payout.state.as_str()
    }
    fn is_final(&self) -> bool {
        self.payout.state == PayoutState::Confirmed
    }
    fn office(&self) -> OfficeId {
        self.payout.office
    }
    fn division(&self) -> Option<OfficeId> {
        self.payout.division
    }
    fn officer(&self) -> Option<UserId> {
        self.payout.officer
    }
    fn began_on(&self) -> NaiveDate {
        self.payout.ordered_on
    }
    fn draft(&self, action: &str) -> Option<(DraftId, UserId)> {
        waiting(&self.payout.drafts, action)
    }
}

impl Drafted for Payout {
    fn drafts_mut(&mut self) -> &mut Drafts {
        &mut self.drafts
    }
}

const CASHIERS: &[Who] = &[Who::Role(Role::Accountant), Who::Role(Role::Cashier)];
const ACCOUNTANT: &[Who] = &[Who::Role(Role::Accountant)];
const OFFICER: &[Who] = &[Who::AssignedOfficer];
const CLERKS: &[Who] = &[Who::AssignedOfficer, Who::Role(Role::Accountant)];
const SIGNER: &[Who] = &[Who::Signer];
const CONFIRMED: To = To::State("confirmed");
const RETURNED: To = To::State("returned");
const UNPAID: &[&str] = &["ordered", "released", "returned", "reordered"];
const FORFEIT: &[Clock] = &[Clock::Effect("forfeit.5y"), Clock::Effect("forfeit.1y")];
const WAITING: &[Clock] = &[
    Clock::Effect("return_notice"),
    Clock::Effect("unclaimed_money"),
    Clock::Effect("forfeit.5y"),
    Clock::Effect("forfeit.1y"),
];
const BACK: &[Clock] = &[Clock::Effect("return_notice")];

const PAYING: &[Transition<PayoutFacts>] = &[
    Transition {
        guards: &[BALANCE, NO_HOLD, ACCOUNT, EXCHANGED],
        closes: &[Clock::Effect(remit::KEY)],
        ..Transition::row("T-EN-08", "confirm_payout", &["released"], CONFIRMED, CASHIERS)
    },
    Transition {
        guards: &[NO_HOLD, PERSON, EXCHANGED],
        ..Transition::row("MP-10", "pay_at_agency", &["released"], CONFIRMED, CASHIERS)
    },
    Transition { opens: BACK, ..Transition::row("MP-11", "fail_payout", &["released"], RETURNED, CASHIERS) },
    Transition {
        opens: BACK,
        ..Transition::row("MP-12", "return_payout", &["confirmed"], RETURNED, CASHIERS)
    },
    Transition {
        guards: &[NO_HOLD],
        closes: WAITING,
        ..Transition::row(
            "MP-13",
            "order_again",
            &["returned", "notified", "deposited"],
            To::State("reordered"),
            ACCOUNTANT,
        )
    },
    Transition {
        guards: &[NOT_ORDERER, NO_HOLD],
        document: Some(DocumentKind::PaymentOrder),
        ..Transition::row("MP-14", "release_payout", &["reordered"], To::State("released"), SIGNER)
    },
    Transition {
        document: Some(DocumentKind::RecoveryDecision),
        ..Transition::row("MP-23", "find_wrong_payment", &["confirmed"], To::State("wrong"), OFFICER)
    },
    Transition {
        document: Some(DocumentKind::Receipt),
        opens: &[Clock::Effect("fx.convert"), Clock::Effect("cash.to_fund")],
        ..Transition::row("MP-24", "record_recovery", &["wrong"], RETURNED, ACCOUNTANT)
    },
    Transition {
        guards: &[FOREIGN, NONE_COLLECTED],
        closes: &[Clock::Effect("fx.convert")],
        ..Transition::row("MP-25", "buy_currency", UNPAID, To::Same, CLERKS)
    },
    Transition {
        guards: &[FOREIGN, NONE_COLLECTED],
        closes: &[Clock::Effect("fx.convert")],
        ..Transition::row("MP-26", "agree_on_dong", UNPAID, To::Same, CLERKS)
    },
    Transition {
        guards: &[COLLECTED, DONG_FIRST],
        document: Some(DocumentKind::PaymentOrder),
        closes: &[Clock::Effect("fx.convert")],
        ..Transition::row("MP-27", "set_currency_aside", UNPAID, To::Same, CLERKS)
    },
    Transition { guards: &[SHORT], ..Transition::row("MP-28", "sell_currency", UNPAID, To::Same, CLERKS) },
];

const ABSENT: &[Transition<PayoutFacts>] = &[
    Transition {
        guards: &[TO_COLLECT],
        document: Some(DocumentKind::CollectionNotice),
        opens: &[Clock::Effect("unclaimed_money")],
        closes: BACK,
        ..Transition::row("MP-15", "notify_payee", &["released", "returned"], To::State("notified"), CLERKS)
    },
    Transition {
        guards: &[POSTABLE, NO_HOLD],
        document: Some(DocumentKind::PaymentOrder),
        closes: &[Clock::Effect("unclaimed_money")],
        ..Transition::row("MP-16", "post_payout", &["notified"], To::State("posted"), ACCOUNTANT)
    },
    Transition::row("MP-17", "confirm_post", &["posted"], CONFIRMED, ACCOUNTANT),
    Transition::row("MP-18", "record_post_return", &["posted"], To::State("notified"), ACCOUNTANT),
    Transition {
        guards: &[UNCLAIMED],
        document: Some(DocumentKind::DepositNotice),
        opens: FORFEIT,
        closes: &[Clock::Effect("unclaimed_money")],
        ..Transition::row("MP-19", "deposit_payout", &["notified"], To::State("deposited"), CLERKS)
    },
    Transition::row("MP-20", "record_deposit_interest", &["deposited"], To::Same, ACCOUNTANT),
    Transition {
        guards: &[FORFEITABLE],
        document: Some(DocumentKind::ForfeitureDecision),
        proposal: Some(Proposal::by("propose_payout_forfeiture", CLERKS)),
        closes: FORFEIT,
        ..Transition::row("MP-21", "forfeit_payout", &["deposited"], To::State("forfeited"), SIGNER)
    },
    Transition {
        document: Some(DocumentKind::RefundFile),
        proposal: Some(Proposal::by("propose_payout_refund", CLERKS)),
        opens: &[Clock::Effect("fx.convert")],
        ..Transition::row("MP-22", "refund_payout", &["forfeited"], RETURNED, SIGNER)
    },
];

static TABLE: LazyLock<Vec<Transition<PayoutFacts>>> = LazyLock::new(|| assemble(&[PAYING, ABSENT]));

/// The lifecycle of payouts.
pub struct PayoutLifecycle;

/// The payout and its distribution as an act leaves them.
#[derive(Debug, Clone)]
pub(super) struct Work {
    payout: Payout,
    distribution: Option<Distribution>,
}

impl Drafted for Work {
    fn drafts_mut(&mut self) -> &mut Drafts {
        &mut self.payout.drafts
    }
}

impl Lifecycle for PayoutLifecycle {
    const NAME: &'static str = "payout";
    type Facts = PayoutFacts;
    type Action = PayoutAction;

    fn table() -> &'static [Transition<PayoutFacts>] {
        &TABLE
    }

    fn states() -> Vec<&'static str> {
        PayoutState::ALL.iter().map(|state| state.as_str()).collect()
    }

    fn name(action: &PayoutAction) -> &'static str {
        action.name()
    }

    fn apply(
        facts: &PayoutFacts,
        action: &PayoutAction,
        at: &Context<'_>,
        plan: &mut Plan,
    ) -> Result<(), Refusal> {
        let mut work = Work { payout: facts.payout.clone(), distribution: facts.distribution.clone() };
        act(facts, action, &mut work, at, plan)?;
        plan.changes.insert(0, Change::Payout(Box::new(work.payout)));
        let changed = work.distribution.filter(|after| facts.distribution.as_ref() != Some(after));
        if let Some(distribution) = changed {
            plan.changes.push(Change::Distribution(Box::new(distribution)));
        }
        Ok(())
    }
}

fn act(
    facts: &PayoutFacts,
    action: &PayoutAction,
    work: &mut Work,
    at: &Context<'_>,
    plan: &mut Plan,
) -> Result<(), Refusal> {
    use PayoutAction as A;
    match action {
        A::ConfirmPayout(body) => effects::confirm(facts, work, body, at, plan),
        A::PayAtAgency(body) => effects::pay_at_agency(facts, work, body, at, plan),
        A::FailPayout(body) => effects::fail(work, body, at, plan),
        A::ReturnPayout(body) => effects::bring_back(work, body, at, plan),
        A::OrderAgain(body) => effects::order_again(facts, work, body, at, plan),
        A::ReleasePayout(_) => effects::release(work, at, plan),
        A::NotifyPayee(body) => absent::notify(work, body, at, plan),
        A::PostPayout(body) => absent::post(work, body, at, plan),
        A::ConfirmPost(body) => absent::confirm_post(work, body, at, plan),
        A::RecordPostReturn(body) => absent::post_returned(work, body, at, plan),
        A::DepositPayout(body) => absent::deposit(facts, work, body, at, plan),
        A::RecordDepositInterest(body) => absent::interest(work, body, plan),
        A::ProposePayoutForfeiture(body) => propose("forfeit_payout", absent::forfeit, body, facts, work, at),
        A::ForfeitPayout(_) => sign("forfeit_payout", absent::forfeit, facts, work, at, plan),
        A::ProposePayoutRefund(body) => propose("refund_payout", absent::refund, body, facts, work, at),
        A::RefundPayout(_) => sign("refund_payout", absent::refund, facts, work, at, plan),
        A::FindWrongPayment(body) => effects::find_wrong(facts, work, body, at, plan),
        A::RecordRecovery(body) => effects::recover(facts, work, body, at, plan),
        A::BuyCurrency(body) => currency::buy(work, body, at, plan),
        A::AgreeOnDong(body) => currency::agree_on_dong(work, body, plan),
        A::SetCurrencyAside(body) => currency::set_aside(facts, work, body, at, plan),
        A::SellCurrency(body) => currency::sell(facts, work, body, at, plan),
    }
}
