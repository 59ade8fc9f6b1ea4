//! Balances per account, and the trial balance (bảng cân đối phát sinh). An entry is taken whole or not at
//! all.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::account::{Account, Side};
use super::{Entry, LedgerRefusal};
use crate::domain::money::{AmountOutOfRange, Dong};

/// What went into an account on each side.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, ToSchema)]
pub struct Turnover {
    /// Phát sinh Nợ.
    pub debit_dong: Dong,
    /// Phát sinh Có.
    pub credit_dong: Dong,
}

/// What went into each account, of flows from the account debited to the one credited.
///
/// # Errors
/// [`AmountOutOfRange`] beyond what an amount can hold.
pub fn sums<K: Ord>(
    flows: impl IntoIterator<Item = (K, K, Dong)>,
) -> Result<BTreeMap<K, Turnover>, AmountOutOfRange> {
    let mut sums: BTreeMap<K, Turnover> = BTreeMap::new();
    for (debit, credit, amount) in flows {
        let debited = sums.entry(debit).or_default();
        debited.debit_dong = debited.debit_dong.plus(amount)?;
        let credited = sums.entry(credit).or_default();
        credited.credit_dong = credited.credit_dong.plus(amount)?;
    }
    Ok(sums)
}

/// The state of a set of accounts: of one case, or of an agency.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Balances(BTreeMap<Account, Turnover>);

/// One line of the trial balance.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct TrialRow {
    /// The account.
    pub account: Account,
    /// Its name.
    pub label: String,
    /// What went into it.
    #[serde(flatten)]
    pub turnover: Turnover,
    /// What stands on it, on its own side.
    pub balance_dong: Dong,
}

/// Every account that moved, with the sums of both sides, which are equal. What stands off the balance is shown and not summed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct TrialBalance {
    /// The accounts, by number.
    pub rows: Vec<TrialRow>,
    /// Sum of the debits.
    pub debit_dong: Dong,
    /// Sum of the credits.
    pub credit_dong: Dong,
}

impl TrialBalance {
    /// Debits equal credits.
    pub fn is_balanced(&self) -> bool {
        self.debit_dong == self.credit_dong
    }
}

impl Balances {
    /// Balances as the books keep them.
    pub fn from_turnovers(turnovers: impl IntoIterator<Item = (Account, Turnover)>) -> Balances {
        Balances(turnovers.into_iter().collect())
    }

    /// What went into an account.
    pub fn turnover(&self, account: Account) -> Turnover {
        self.0.get(&account).copied().unwrap_or_default()
    }

    /// What stands on an account, on its own side.
    pub fn balance(&self, account: Account) -> Dong {
        let (own, other) = self.sides(account);
        own.saturating_minus(other)
    }

    /// What waits on an account to be distributed and is really there: the part of a price that a buyer still owes is not.
    pub fn there(&self, waiting: Account) -> Dong {
        match waiting {
            Account::SaleMoney => self.balance(waiting).saturating_minus(self.balance(Account::Buyers)),
            _ => self.balance(waiting),
        }
    }

    /// Takes an entry in.
    ///
    /// # Errors
    /// [`LedgerRefusal::Overdrawn`] when an account that the entry moves would end on the wrong side; nothing
    /// is taken in then.
    pub fn apply(&mut self, entry: &Entry) -> Result<(), LedgerRefusal> {
        let mut after = self.clone();
        for posting in entry.postings() {
            let debited = after.0.entry(posting.debit()).or_default();
            debited.debit_dong = debited.debit_dong.plus(posting.amount())?;
            let credited = after.0.entry(posting.credit()).or_default();
            credited.credit_dong = credited.credit_dong.plus(posting.amount())?;
        }
        for account in entry.postings().iter().flat_map(|posting| [posting.debit(), posting.credit()]) {
            let (own, other) = after.sides(account);
            if other > own {
                return Err(LedgerRefusal::Overdrawn { account, missing_dong: other.minus(own)? });
            }
        }
        *self = after;
        Ok(())
    }

    /// The trial balance.
    ///
    /// # Errors
    /// [`AmountOutOfRange`] beyond what an amount can hold.
    pub fn trial_balance(&self) -> Result<TrialBalance, AmountOutOfRange> {
        let row = |(account, turnover): (&Account, &Turnover)| TrialRow {
            account: *account,
            label: account.label().to_owned(),
            turnover: *turnover,
            balance_dong: self.balance(*account),
        };
        let on_balance = || self.0.iter().filter(|(account, _)| !account.is_off_balance());
        Ok(TrialBalance {
            rows: self.0.iter().filter(|(account, _)| **account != Account::OffBalance).map(row).collect(),
            debit_dong: Dong::sum(on_balance().map(|(_, turnover)| turnover.debit_dong))?,
            credit_dong: Dong::sum(on_balance().map(|(_, turnover)| turnover.credit_dong))?,
        })
    }

    /// The account's own side and the other.
    fn sides(&self, account: Account) -> (Dong, Dong) {
        let turnover = self.turnover(account);
        match account.side() {
            Side::Debit => (turnover.debit_dong, turnover.credit_dong),
            Side::Credit => (turnover.credit_dong, turnover.debit_dong),
        }
    }
}
