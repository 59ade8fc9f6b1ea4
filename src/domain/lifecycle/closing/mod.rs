//! Closing and control of the books: the lifecycles of a period, of the cash of a day, of a statement, of an officer's list, of a
//! handover. What each guard looks at is counted before; nothing here reads the books.

pub mod cash;
pub mod files;
pub mod period;
pub mod post;
pub mod specie;
pub mod statement;

use chrono::NaiveDate;

use super::{Guard, Transition, Who};
use crate::domain::actor::Role;
use crate::domain::refusal::Unmet;

pub use cash::{CashCountAction, CashCountFacts, CashCountLifecycle};
pub use files::{FileReconciliationAction, FileReconciliationFacts, FileReconciliationLifecycle};
pub use period::{PeriodClosingAction, PeriodClosingFacts, PeriodClosingLifecycle};
pub use post::{PostHandoverAction, PostHandoverFacts, PostHandoverLifecycle};
pub use statement::{BankStatementAction, BankStatementFacts, BankStatementLifecycle};

const ACCOUNTANT: &[Who] = &[Who::Role(Role::Accountant)];
const CASHIER: &[Who] = &[Who::Role(Role::Cashier)];
const SIGNER: &[Who] = &[Who::Signer];

/// The signature asks more than the draft: figures that moved are drafted anew, so the draft's own row must not ask it.
fn signed_with<F>(
    mut rows: Vec<Transition<F>>,
    action: &str,
    guards: &'static [Guard<F>],
) -> Vec<Transition<F>> {
    rows.iter_mut().filter(|row| row.action == action).for_each(|row| row.guards = guards);
    rows
}

/// How far an account of the books is reconciled with its statements.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Standing {
    /// The account in the books.
    pub ledger: &'static str,
    /// The last day of its last reconciled statement.
    pub reconciled_to: Option<NaiveDate>,
}

/// Every account that moved or holds money is reconciled, each up to its day.
fn reconciled<'a>(
    code: &'static str,
    accounts: impl Iterator<Item = (&'a Standing, NaiveDate)>,
) -> Result<String, Unmet> {
    let (mut count, mut behind, mut last) = (0_usize, Vec::new(), None);
    for (account, to) in accounts {
        count += 1;
        if account.reconciled_to.is_none_or(|day| day < to) {
            let until = account.reconciled_to.map_or_else(|| "-".to_owned(), |day| day.to_string());
            behind.push(format!("{} ({until})", account.ledger));
            last = last.max(Some(to));
        }
    }
    let Some(to) = last else { return Ok(count.to_string()) };
    let behind = behind.join(", ");
    let unmet = Unmet::new(code, behind.clone(), format!("reconciled up to {to}"));
    Err(unmet.with("accounts", behind).with("date", to.to_string()))
}

/// The cash of every day up to this one is closed.
fn days_closed(code: &'static str, due: Option<NaiveDate>, to: NaiveDate) -> Result<String, Unmet> {
    match due.filter(|due| *due <= to) {
        None => Ok("all".to_owned()),
        Some(due) => Err(Unmet::new(code, due.to_string(), "every day closed").with("date", due.to_string())),
    }
}

/// No day whose cash differs waits to be settled.
fn no_difference(code: &'static str, differs: Option<NaiveDate>) -> Result<String, Unmet> {
    match differs {
        None => Ok("none".to_owned()),
        Some(day) => Err(Unmet::new(code, day.to_string(), "settled").with("date", day.to_string())),
    }
}
