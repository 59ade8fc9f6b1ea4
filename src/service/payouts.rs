//! What the guards of a payout look at beside the payout itself: its case, its payee, its money.

use super::acts::Asked;
use super::cases;
use super::convert::value;
use super::error::{ApiError, ApiResult};
use super::receipts;
use crate::domain::claim::Payee;
use crate::domain::judgment::Party;
use crate::domain::ledger::{Account, Holdings};
use crate::domain::lifecycle::money::{PayeeBrief, PayoutAction, PayoutFacts};
use crate::domain::money::Dong;
use crate::domain::payment::{Distribution, Payout};
use crate::store::{Conn, Scope, judgments, parties};

/// The facts of a payout.
pub(super) fn facts(
    conn: &mut Conn,
    asked: &Asked<'_, PayoutAction>,
    payout: Payout,
    distribution: Option<Distribution>,
) -> ApiResult<PayoutFacts> {
    let case = cases::find(conn, asked.actor, asked.today, payout.case)?;
    let balances = cases::balances(conn, payout.case)?;
    let payee = match payout.payee {
        Payee::Party(party) => match parties::by_ids(conn, &[party])?.pop() {
            Some(row) => {
                let party: Party = value(&row.doc)?;
                Some(PayeeBrief { kind: party.kind, has_account: party.bank_account.is_some() })
            }
            None => None,
        },
        Payee::State | Payee::Agency => None,
    };
    let named = match asked.action {
        Some(PayoutAction::FindWrongPayment(body)) => body.party(),
        _ => None,
    };
    let named_party = match named {
        Some(party) => !parties::of_judgment(conn, case.judgment, &[party])?.is_empty(),
        None => false,
    };
    let collected = match balances.balance(Account::CashForeign).is_zero() {
        true => Holdings::new(),
        false => receipts::collected(conn, case.office, case.id.into())?,
    };
    let in_dong = Account::ALL.iter().filter(|account| account.is_owed() && **account != Account::Parties);
    let dong_owed = Dong::sum(in_dong.map(|account| balances.balance(*account)));
    let judgment = judgments::get(conn, &Scope::office(case.office), case.judgment)?;
    Ok(PayoutFacts {
        at_bank: balances.balance(Account::Bank),
        at_treasury: balances.balance(Account::Treasury),
        in_fund: balances.balance(Account::Cash),
        collected,
        dong_owed: dong_owed.map_err(ApiError::internal)?,
        fees_there: balances.balance(Account::Fee),
        in_force_on: judgment.in_force_on.unwrap_or(case.decided_on),
        payout,
        distribution,
        case,
        payee,
        named_party,
    })
}
