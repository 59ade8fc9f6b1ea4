//! An asset in the agency's books (J05, J06, J10, J22, J23): from the seizure carried out until it leaves. Where it has no value yet it stands
//! off the balance at the conventional price, and is booked with its value as soon as it has one: by a valuation, an agreement of the
//! parties, or a price that was fixed. A price that is reduced for sale changes nothing here: a value in the books is no price (TT78 3.4).

use super::{Asset, AssetState};
use crate::domain::ledger::things::{Booked, Leaving, moved};
use crate::domain::ledger::{Account, Entry, LedgerRefusal};
use crate::domain::money::Dong;

impl Asset {
    /// Brings the books to where the asset stands now, and remembers it: the entries are those still to be written.
    ///
    /// # Errors
    /// [`LedgerRefusal`] where the entries cannot be made.
    pub fn settle_books(&mut self, conventional: Dong) -> Result<Vec<Entry>, LedgerRefusal> {
        let stands = self.stands(conventional);
        let leaving = match (&self.sale, self.state) {
            (Some(sale), AssetState::HandedOver) if sale.by.is_taking() => Leaving::Taken,
            (Some(_), AssetState::HandedOver | AssetState::Registered | AssetState::Closed) => {
                Leaving::Delivered
            }
            _ => Leaving::Gone,
        };
        let entries = moved(self.booked, stands, leaving, self.state.as_str())?;
        self.booked = stands;
        Ok(entries)
    }

    fn stands(&self, conventional: Dong) -> Option<Booked> {
        let account = self.account()?;
        Some(match self.book_value() {
            Some(value) => Booked { account, value },
            None => Booked { account: Account::Unpriced, value: conventional },
        })
    }

    /// The newest valuation; without one the price that was agreed or fixed first.
    fn book_value(&self) -> Option<Dong> {
        let valued = self.valuations.iter().rev().find_map(|valuation| valuation.value);
        let kept =
            self.booked.filter(|booked| booked.account != Account::Unpriced).map(|booked| booked.value);
        valued.or(kept).or(self.start_price).filter(|value| !value.is_zero())
    }

    fn account(&self) -> Option<Account> {
        use AssetState as S;
        self.seized_on?;
        match self.state {
            S::Seized
            | S::Valuing
            | S::PriceNotified
            | S::Revaluing
            | S::PriceFinal
            | S::PreemptOpen
            | S::ReadyForAuction
            | S::Disputed
            | S::CourtPending
            | S::SaleRescinded
            | S::ResultCancelled
            | S::AuctionStopped => Some(Account::Assets),
            S::PreemptDue
            | S::AuctionContracted
            | S::AuctionAnnounced
            | S::AuctionPaused
            | S::AuctionFailed
            | S::CreditorOption
            | S::TakeDebtorNotice
            | S::TakeDue
            | S::SoldUnpaid
            | S::DirectSale
            | S::SpecialSale
            | S::Paid => Some(Account::ForSale),
            // What is in a lot stands in the books as a part of it.
            S::InLot
            | S::Identified
            | S::Verifying
            | S::Verified
            | S::NotSeizable
            | S::SharePending
            | S::Exploited
            | S::SeizureDecided
            | S::HandedOver
            | S::Registered
            | S::Closed
            | S::Redeemed
            | S::Released
            | S::SeizureRevoked
            | S::ReturnedRestricted
            | S::ExploitEnded
            | S::Dissolved => None,
        }
    }
}
