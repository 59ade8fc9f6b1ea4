//! Receipts of a case: money that comes in by every kind and channel, cash on its way to fund and bank, receipts cancelled
//! (L106 54.6, 74–77; ND152 30.5; TT04 14–17).

mod bodies;
mod cancel;
mod cash;
mod receive;

pub use bodies::*;
pub(crate) use receive::{ARRIVAL, arrived};

use super::{CaseFacts, Named, OPEN, Phase, propose, sign};
use crate::domain::actor::Role;
use crate::domain::case::Case;
use crate::domain::document::DocumentKind;
use crate::domain::ids::ReceiptId;
use crate::domain::ledger::Account;
use crate::domain::lifecycle::plan::Plan;
use crate::domain::lifecycle::receiving::CASH_CLOSES;
use crate::domain::lifecycle::{Context, Guard, Proposal, To, Transition, Who};
use crate::domain::money::Dong;
use crate::domain::refusal::{Refusal, Unmet};

/// What the office knows of a printed receipt's number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct PaperFate {
    /// It lies in a series that was announced and is in use.
    pub announced: bool,
    /// It was used already.
    pub used: bool,
}

/// Some cash is not in the fund yet (TT04 17.1).
const CASH_OUT: Guard<CaseFacts> = Guard {
    code: "G-RC-OUT",
    test: |facts, _| match facts.case.money.cash_out.len() {
        0 => Err(Unmet::new("G-RC-OUT", "none", "cash that is not in the fund yet")),
        some => Ok(some.to_string()),
    },
};
/// The fund holds cash of this case.
const IN_FUND: Guard<CaseFacts> = Guard {
    code: "G-RC-FUND",
    test: |facts, _| some(facts.money.lies_on(Account::Cash), "G-RC-FUND", "cash of this case in the fund"),
};
/// Money of this case lies on an account.
const ON_ACCOUNT: Guard<CaseFacts> = Guard {
    code: "G-RC-ACCOUNT",
    test: |facts, _| {
        let there = [Account::Bank, Account::Treasury].map(|account| facts.money.lies_on(account));
        let most = there.into_iter().max().unwrap_or_default();
        some(most, "G-RC-ACCOUNT", "money of this case on an account")
    },
};

fn some(amount: Dong, code: &'static str, required: &str) -> Result<String, Unmet> {
    if amount.is_zero() { Err(Unmet::new(code, "0", required)) } else { Ok(amount.to_string()) }
}

const TAKERS: &[Who] = &[Who::Role(Role::Accountant), Who::AssignedOfficer];
const FUND: &[Who] = &[Who::Role(Role::Cashier), Who::Role(Role::Accountant)];
const ACCOUNTANT: &[Who] = &[Who::Role(Role::Accountant)];
const RECEIVING: Transition<CaseFacts> = Transition {
    document: Some(DocumentKind::Receipt),
    opens: &[ARRIVAL[0], ARRIVAL[1], ARRIVAL[2], CASH_CLOSES[0], CASH_CLOSES[1], CASH_CLOSES[2]],
    ..Transition::row("T-EN-07", "receive_money", &["enforcing"], To::Same, TAKERS)
};

pub(super) const ROWS: &[Transition<CaseFacts>] = &[
    Transition {
        code: "T-VO-01",
        from: &["decided", "voluntary", "verification", "enforceable", "not_enforceable", "separate_book"],
        ..RECEIVING
    },
    RECEIVING,
    Transition {
        guards: &[CASH_OUT],
        closes: CASH_CLOSES,
        ..Transition::row("RC-01", "hand_in_cash", &[], To::Same, FUND)
    },
    Transition {
        guards: &[IN_FUND],
        closes: CASH_CLOSES,
        ..Transition::row("RC-02", "bank_cash", &[], To::Same, FUND)
    },
    Transition { guards: &[ON_ACCOUNT], ..Transition::row("RC-03", "draw_cash", OPEN, To::Same, FUND) },
    Transition {
        document: Some(DocumentKind::ReceiptCancellation),
        proposal: Some(Proposal::by("propose_receipt_cancellation", ACCOUNTANT)),
        ..Transition::row("RC-04", "cancel_receipt", OPEN, To::Same, &[Who::Signer])
    },
];

impl Phase for ReceiptsAction {
    fn named(&self) -> Named {
        match self {
            ReceiptsAction::ReceiveMoney(body) => Named {
                parties: body.payer.into_iter().collect(),
                items: body.original.iter().map(|original| original.obligation).collect(),
                paper_receipt: body.paper.clone(),
                ..Named::default()
            },
            ReceiptsAction::ProposeReceiptCancellation(body) => {
                Named { receipt: Some(body.receipt), ..Named::default() }
            }
            _ => Named::default(),
        }
    }

    fn apply(
        &self,
        facts: &CaseFacts,
        case: &mut Case,
        at: &Context<'_>,
        plan: &mut Plan,
    ) -> Result<(), Refusal> {
        use ReceiptsAction as A;
        match self {
            A::ReceiveMoney(body) => receive::receive(facts, case, body, at, plan),
            A::HandInCash(body) => cash::hand_in(case, &body.receipts, plan).map(|_| ()),
            A::BankCash(body) => cash::bank(facts, case, body, plan),
            A::DrawCash(body) => cash::draw(facts, body, plan),
            A::ProposeReceiptCancellation(body) => {
                propose("cancel_receipt", cancel::cancel, body, facts, case, at)
            }
            A::CancelReceipt(_) => sign("cancel_receipt", cancel::cancel, facts, case, at, plan),
        }
    }
}

/// Forgets what the case remembers of a receipt.
fn forget(case: &mut Case, receipt: ReceiptId) {
    case.money.cash_out.retain(|one| one.receipt != receipt);
    case.money.periods.retain(|one| one.receipt != receipt);
}
