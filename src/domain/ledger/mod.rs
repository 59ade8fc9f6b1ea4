//! The ledger (sổ kế toán nghiệp vụ): entries that cannot be out of balance, and the balances that they make.
//! Entries are never changed; a mistake is taken back by a reversal. It knows no distribution;
//! `entries` writes the money flows of enforcement in its terms, `things` those of assets and exhibits, and only `chart` reads law data.

mod account;
mod balance;
pub mod chart;
pub mod entries;
mod specie;
#[cfg(test)]
mod tests;
pub mod things;

use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use super::claim::Payee;
use super::ids::EntryId;
use super::money::{AmountOutOfRange, Dong};
use crate::text_enum;

pub use account::{Account, Side};
pub use balance::{Balances, TrialBalance, TrialRow, Turnover, sums};
pub use specie::{Holding, Holdings, Specie, SpecieFlow, holdings};

text_enum! {
    /// What happened.
    pub enum EntryKind {
        /// Money collected under a decision.
        Collected = "J01",
        /// Money taken provisionally, and given back.
        ProvisionalIn = "J02",
        /// Provisional money becomes official.
        MadeOfficial = "J03",
        /// Cash to the bank or Treasury, and back.
        Banked = "J04",
        /// A thing received: an asset, a judged exhibit.
        ThingReceived = "J05",
        /// A thing sent for sale, and back unsold.
        SentForSale = "J06",
        /// Advance for costs received.
        AdvanceReceived = "J07",
        /// Cost paid.
        CostPaid = "J08",
        /// Sale money: price due, price or bid deposit in.
        SaleMoney = "J09",
        /// A sold thing delivered.
        Delivered = "J10",
        /// Costs: distributed, refunded.
        Costs = "J11",
        /// Rent reserve: distributed, paid.
        RentReserve = "J12",
        /// Taxes, charges, court fees, fines: distributed, remitted.
        State = "J13",
        /// Creditors, owners, the debtor's rest: distributed.
        Parties = "J14",
        /// Enforcement fee: withheld, remitted.
        Fee = "J15",
        /// Paid out to a party.
        Payout = "J16",
        /// Paid out by post: sent, confirmed, come back.
        Post = "J17",
        /// Savings: paid in, drawn, interest.
        Savings = "J18",
        /// Unclaimed money forfeited to the budget, and refunded by it.
        Forfeited = "J19",
        /// A sale undone: its price is the buyer's again.
        SaleUndone = "J20",
        /// A bid deposit forfeited.
        DepositForfeited = "J21",
        /// A thing that leaves otherwise than by sale: confiscated, returned, destroyed, given back.
        ThingGone = "J22",
        /// A thing taken by a party against the claim.
        Taken = "J23",
        /// A wrong payment: found, recovered.
        WrongPayment = "J24",
        /// Money passed to another agency.
        Transferred = "J25",
        /// Cash that a count found missing or too much, booked by a signed entry.
        CashDifference = "J-CASH",
    }
}

/// An amount that goes from the credited to the debited account: debit and credit are equal because there is
/// one amount.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = LedgerPosting)]
pub struct Posting {
    debit: Account,
    credit: Account,
    #[serde(rename = "amount_dong")]
    amount: Dong,
    payee: Option<Payee>,
    #[serde(skip_serializing_if = "Option::is_none")]
    basis: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    specie: Option<Specie>,
}

impl Posting {
    /// A posting.
    ///
    /// # Errors
    /// [`LedgerRefusal::ZeroAmount`], [`LedgerRefusal::SameAccount`], [`LedgerRefusal::Mixed`].
    pub fn new(debit: Account, credit: Account, amount: Dong) -> Result<Posting, LedgerRefusal> {
        if amount.is_zero() {
            return Err(LedgerRefusal::ZeroAmount);
        }
        if debit == credit {
            return Err(LedgerRefusal::SameAccount(debit));
        }
        if debit.is_off_balance() != credit.is_off_balance() {
            return Err(LedgerRefusal::Mixed(debit, credit));
        }
        Ok(Posting { debit, credit, amount, payee: None, basis: None, specie: None })
    }

    /// The same posting, with the person whose detailed account it belongs to.
    #[must_use]
    pub const fn of(mut self, payee: Option<Payee>) -> Posting {
        self.payee = payee;
        self
    }

    /// The same posting, with the code of its legal basis, where it has one of its own beside the act's.
    #[must_use]
    pub const fn under(mut self, basis: Option<&'static str>) -> Posting {
        self.basis = basis;
        self
    }

    /// The same posting, with the currency or metal of which its amount is the value.
    #[must_use]
    pub fn in_specie(mut self, specie: Option<Specie>) -> Posting {
        self.specie = specie;
        self
    }

    /// Tài khoản ghi Nợ.
    pub const fn debit(&self) -> Account {
        self.debit
    }

    /// Tài khoản ghi Có.
    pub const fn credit(&self) -> Account {
        self.credit
    }

    /// The amount, never zero.
    pub const fn amount(&self) -> Dong {
        self.amount
    }

    /// The person of the detailed account.
    pub const fn payee(&self) -> Option<Payee> {
        self.payee
    }

    /// The code of its legal basis.
    pub const fn basis(&self) -> Option<&'static str> {
        self.basis
    }

    /// The currency or metal of which its amount is the value.
    pub const fn specie(&self) -> Option<&Specie> {
        self.specie.as_ref()
    }
}

/// A journal entry (bút toán): one event, its postings, never empty.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = LedgerEntry)]
pub struct Entry {
    kind: EntryKind,
    memo: String,
    postings: Vec<Posting>,
    reverses: Option<EntryId>,
    #[serde(skip_serializing_if = "Option::is_none")]
    voucher: Option<Uuid>,
}

impl Entry {
    /// An entry; also for one that is read back from the books, then with what it reverses.
    ///
    /// # Errors
    /// [`LedgerRefusal::Empty`] without postings.
    pub fn new(
        kind: EntryKind,
        memo: impl Into<String>,
        postings: Vec<Posting>,
        reverses: Option<EntryId>,
    ) -> Result<Entry, LedgerRefusal> {
        if postings.is_empty() {
            return Err(LedgerRefusal::Empty);
        }
        Ok(Entry { kind, memo: memo.into(), postings, reverses, voucher: None })
    }

    /// The entry that takes this one back. `id` is the identifier under which this one is in the books.
    ///
    /// # Errors
    /// [`LedgerRefusal::AlreadyReversal`]: what was reversed by mistake is entered anew, not reversed twice.
    pub fn reversal(&self, id: EntryId, memo: impl Into<String>) -> Result<Entry, LedgerRefusal> {
        if self.reverses.is_some() {
            return Err(LedgerRefusal::AlreadyReversal);
        }
        let turned = |p: &Posting| Posting { debit: p.credit, credit: p.debit, ..p.clone() };
        Entry::new(self.kind, memo, self.postings.iter().map(turned).collect(), Some(id))
    }

    /// The same entry, with the receipt or document that it rests on. Without one, it rests on the first that its act makes.
    #[must_use]
    pub const fn on(mut self, voucher: Uuid) -> Entry {
        self.voucher = Some(voucher);
        self
    }

    /// The same entry of one posting, with the currency or metal of which its amount is the value.
    #[must_use]
    pub fn in_specie(mut self, specie: Option<Specie>) -> Entry {
        if let [posting] = self.postings.as_mut_slice() {
            posting.specie = specie;
        }
        self
    }

    /// What happened.
    pub const fn kind(&self) -> EntryKind {
        self.kind
    }

    /// The reason in words.
    pub fn memo(&self) -> &str {
        &self.memo
    }

    /// The postings, at least one.
    pub fn postings(&self) -> &[Posting] {
        &self.postings
    }

    /// The entry that this one takes back.
    pub const fn reverses(&self) -> Option<EntryId> {
        self.reverses
    }

    /// The receipt or document that it rests on.
    pub const fn voucher(&self) -> Option<Uuid> {
        self.voucher
    }
}

/// Why the ledger does not take something.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum LedgerRefusal {
    /// An entry without postings.
    #[error("an entry has at least one posting")]
    Empty,
    /// A posting of nothing.
    #[error("a posting has an amount above zero")]
    ZeroAmount,
    /// Debit and credit on one account.
    #[error("a posting goes from one account to another, not from {0} to itself")]
    SameAccount(Account),
    /// One side on the balance, the other off it.
    #[error("a posting stays on the balance or off it: {0}, {1}")]
    Mixed(Account, Account),
    /// A reversal of a reversal.
    #[error("a reversal is not reversed")]
    AlreadyReversal,
    /// A balance would go to the wrong side.
    #[error("account {account} lacks {missing_dong} đồng")]
    Overdrawn {
        /// The account.
        account: Account,
        /// By how much.
        missing_dong: Dong,
    },
    /// Not an account for money.
    #[error("account {0} holds no money")]
    NotMoney(Account),
    /// Not an account from which somebody is paid.
    #[error("nobody is paid from account {0}")]
    NotPayable(Account),
    /// Not an account in which money waits for distribution.
    #[error("money in account {0} does not wait for distribution")]
    NotUndistributed(Account),
    /// Not an account in which things are held.
    #[error("account {0} holds no things")]
    NotThings(Account),
    /// Beyond what an amount can hold.
    #[error(transparent)]
    OutOfRange(#[from] AmountOutOfRange),
}
