//! When a newer calendar moves a deadline, the copy of its last day that the aggregate keeps moves along: the guards read that copy.
//! Which field is the copy of which deadline stands here; when one moves is not its business.

use chrono::NaiveDate;
use uuid::Uuid;

use super::asset::Asset;
use super::case::Case;

/// A deadline's last day, and the one that it moves to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Move<'a> {
    /// The key in `config/law`.
    pub key: &'a str,
    /// The document or person that it is about.
    pub about: Option<Uuid>,
    /// The last day as it stands.
    pub from: NaiveDate,
    /// The last day that follows.
    pub to: NaiveDate,
}

impl Move<'_> {
    /// Moves the copy that a case keeps; false when it keeps none.
    pub fn in_case(&self, case: &mut Case) -> bool {
        if self.key != "voluntary" {
            return false;
        }
        let tracks = case.debtors.iter_mut().filter(|track| Some(track.party.0) == self.about);
        self.set(tracks.filter_map(|track| track.voluntary_until.as_mut()))
    }

    /// Moves the copy that an asset keeps; false when it keeps none.
    pub fn in_asset(&self, asset: &mut Asset) -> bool {
        match self.key {
            "reval.request" => {
                let notices = asset.result_notices.iter_mut();
                let own = notices.filter(|notice| Some(notice.party.0) == self.about);
                self.set(own.filter_map(|notice| notice.window_until.as_mut()))
            }
            "al.select_notice" => self.set(asset.selection.iter_mut().map(|one| &mut one.notice_until)),
            "buyer.pay" | "take.debtor_redeem" | "take.pay" => {
                self.set(asset.sale.iter_mut().map(|sale| &mut sale.pay_until))
            }
            _ => false,
        }
    }

    /// Only a day that is the deadline's: another may have taken its place since.
    fn set<'d>(&self, days: impl Iterator<Item = &'d mut NaiveDate>) -> bool {
        let mut moved = false;
        for day in days.filter(|day| **day == self.from) {
            *day = self.to;
            moved |= self.from != self.to;
        }
        moved
    }
}
