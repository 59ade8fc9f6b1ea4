//! Things held by the agency as journal entries (J05, J06, J10, J22, J23): assets and priced exhibits stand on 114 by their value,
//! against 366; what has no price yet stands off the balance at its conventional price (TT78 3). A value in the books is never a
//! price for sale or fee (TT78 3.4). It knows no asset and no lot: whoever holds the thing says at which value it was booked.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{Account, Entry, EntryKind, LedgerRefusal, Posting};
use crate::domain::claim::Payee;
use crate::domain::money::Dong;

/// How a thing stands in the books: on which account, at which value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Booked {
    /// 1141, 1142 or 1143; the off-balance account while it has no price.
    pub account: Account,
    /// Its value in the books, in đồng.
    pub value: Dong,
}

/// How a thing leaves the books.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Leaving {
    /// To whoever bought it.
    Delivered,
    /// To a party who takes it against the claim.
    Taken,
    /// To the body that receives what is confiscated.
    HandedOver,
    /// To the party whose it is.
    Returned(Payee),
    /// Destroyed, released, given back unsold.
    Gone,
}

/// The entries that lead from how a thing stands to how it shall stand; none where nothing changes.
///
/// # Errors
/// [`LedgerRefusal`] where a thing would stand on an account that holds none.
pub fn moved(
    before: Option<Booked>,
    after: Option<Booked>,
    leaving: Leaving,
    memo: &str,
) -> Result<Vec<Entry>, LedgerRefusal> {
    let mut entries = Vec::new();
    match (before, after) {
        (None, None) => {}
        (None, Some(new)) => entries.extend(coming(new, memo)?),
        (Some(old), Some(new)) if old == new => {}
        // It gets a price, loses it, or the conventional price is another now.
        (Some(old), Some(new)) if [old.account, new.account].contains(&Account::Unpriced) => {
            entries.push(match old.account {
                Account::Unpriced => unpriced_off(old.value, EntryKind::ThingReceived, memo)?,
                store => gone(store, old.value, memo)?,
            });
            entries.extend(coming(new, memo)?);
        }
        (Some(old), Some(new)) => {
            if old.value != new.value {
                entries.push(revalued(old.account, old.value, new.value, memo)?);
            }
            match (old.account == Account::ForSale, new.account == Account::ForSale) {
                (false, true) => entries.push(sent_for_sale(old.account, new.value, memo)?),
                (true, false) => entries.push(back_unsold(new.account, new.value, memo)?),
                _ => {}
            }
        }
        (Some(old), None) if old.account == Account::Unpriced => {
            let kind = match leaving {
                Leaving::Delivered => EntryKind::Delivered,
                Leaving::Taken => EntryKind::Taken,
                _ => EntryKind::ThingGone,
            };
            entries.push(unpriced_off(old.value, kind, memo)?);
        }
        (Some(Booked { account, value }), None) => entries.push(match leaving {
            Leaving::Delivered => delivered(account, value, memo)?,
            Leaving::Taken => taken(account, value, memo)?,
            Leaving::HandedOver => handed_over(account, value, memo)?,
            Leaving::Returned(payee) => returned(account, payee, value, memo)?,
            Leaving::Gone => gone(account, value, memo)?,
        }),
    }
    Ok(entries)
}

fn coming(new: Booked, memo: &str) -> Result<Vec<Entry>, LedgerRefusal> {
    Ok(match new.account {
        Account::Unpriced => vec![received_unpriced(new.value, memo)?],
        Account::ForSale => vec![
            received(Account::Assets, new.value, memo)?,
            sent_for_sale(Account::Assets, new.value, memo)?,
        ],
        store => vec![received(store, new.value, memo)?],
    })
}

/// J05: a thing with a value comes in: an asset, or a judged exhibit.
///
/// # Errors
/// [`LedgerRefusal`] for no value or an account that holds no things.
pub fn received(store: Account, value: Dong, memo: &str) -> Result<Entry, LedgerRefusal> {
    let posting = Posting::new(things(store)?, Account::AssetsOwed, value)?;
    Entry::new(EntryKind::ThingReceived, memo, vec![posting], None)
}

/// J05: a thing without a price comes in, at its conventional price, off the balance.
///
/// # Errors
/// [`LedgerRefusal`] for no price.
pub fn received_unpriced(price: Dong, memo: &str) -> Result<Entry, LedgerRefusal> {
    let posting = Posting::new(Account::Unpriced, Account::OffBalance, price)?;
    Entry::new(EntryKind::ThingReceived, memo, vec![posting], None)
}

/// J05: a thing that had no price leaves the off-balance account: it got one, or it is gone.
///
/// # Errors
/// [`LedgerRefusal`] for no price.
pub fn unpriced_off(price: Dong, kind: EntryKind, memo: &str) -> Result<Entry, LedgerRefusal> {
    let posting = Posting::new(Account::OffBalance, Account::Unpriced, price)?;
    Entry::new(kind, memo, vec![posting], None)
}

/// J05: a thing held is valued anew.
///
/// # Errors
/// [`LedgerRefusal`] for the same value, or an account that holds no things.
pub fn revalued(store: Account, before: Dong, after: Dong, memo: &str) -> Result<Entry, LedgerRefusal> {
    let store = things(store)?;
    let posting = if after > before {
        Posting::new(store, Account::AssetsOwed, after.minus(before)?)?
    } else {
        Posting::new(Account::AssetsOwed, store, before.minus(after)?)?
    };
    Entry::new(EntryKind::ThingReceived, memo, vec![posting], None)
}

/// J06: a thing goes out to be sold.
///
/// # Errors
/// [`LedgerRefusal`] for no value or an account that holds no things.
pub fn sent_for_sale(store: Account, value: Dong, memo: &str) -> Result<Entry, LedgerRefusal> {
    let posting = Posting::new(Account::ForSale, things(store)?, value)?;
    Entry::new(EntryKind::SentForSale, memo, vec![posting], None)
}

/// J06: it comes back unsold.
///
/// # Errors
/// [`LedgerRefusal`] for no value or an account that holds no things.
pub fn back_unsold(store: Account, value: Dong, memo: &str) -> Result<Entry, LedgerRefusal> {
    let posting = Posting::new(things(store)?, Account::ForSale, value)?;
    Entry::new(EntryKind::SentForSale, memo, vec![posting], None)
}

/// J10: a sold thing is delivered to its buyer.
///
/// # Errors
/// [`LedgerRefusal`] for no value or an account that holds no things.
pub fn delivered(store: Account, value: Dong, memo: &str) -> Result<Entry, LedgerRefusal> {
    off_the_books(EntryKind::Delivered, store, value, memo)
}

/// J22: a confiscated thing is handed over to the body that disposes of it for the State.
///
/// # Errors
/// [`LedgerRefusal`] for no value or an account that holds no things.
pub fn handed_over(store: Account, value: Dong, memo: &str) -> Result<Entry, LedgerRefusal> {
    owed_then_given(Account::State, Payee::State, store, value, memo)
}

/// J22: a thing is returned to a party.
///
/// # Errors
/// [`LedgerRefusal`] for no value or an account that holds no things.
pub fn returned(store: Account, payee: Payee, value: Dong, memo: &str) -> Result<Entry, LedgerRefusal> {
    owed_then_given(Account::Parties, payee, store, value, memo)
}

/// J22: a thing is destroyed, given back unsold, or otherwise no longer the agency's to keep.
///
/// # Errors
/// [`LedgerRefusal`] for no value or an account that holds no things.
pub fn gone(store: Account, value: Dong, memo: &str) -> Result<Entry, LedgerRefusal> {
    off_the_books(EntryKind::ThingGone, store, value, memo)
}

/// J23: a party takes a thing against the claim. What he pays in is sale money (J09), what he does not pay in stands on the claim.
///
/// # Errors
/// [`LedgerRefusal`] for no value or an account that holds no things.
pub fn taken(store: Account, value: Dong, memo: &str) -> Result<Entry, LedgerRefusal> {
    off_the_books(EntryKind::Taken, store, value, memo)
}

fn off_the_books(kind: EntryKind, store: Account, value: Dong, memo: &str) -> Result<Entry, LedgerRefusal> {
    let posting = Posting::new(Account::AssetsOwed, things(store)?, value)?;
    Entry::new(kind, memo, vec![posting], None)
}

fn owed_then_given(
    owed: Account,
    payee: Payee,
    store: Account,
    value: Dong,
    memo: &str,
) -> Result<Entry, LedgerRefusal> {
    let owing = Posting::new(Account::AssetsOwed, owed, value)?.of(Some(payee));
    let given = Posting::new(owed, things(store)?, value)?.of(Some(payee));
    Entry::new(EntryKind::ThingGone, memo, vec![owing, given], None)
}

fn things(account: Account) -> Result<Account, LedgerRefusal> {
    if account.is_things() { Ok(account) } else { Err(LedgerRefusal::NotThings(account)) }
}
