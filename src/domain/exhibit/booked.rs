//! A lot in the agency's books (J05, J22): a line stands there from the hand-over to the agency until its end, by its value where it has
//! one, else off the balance at the conventional price (TT78 3). Money is no thing: it is booked as money where it comes in. A lot whose
//! judgment is not known stands on the office's own file, and moves to its case once it has one.

use super::{Exhibit, ExhibitKind, Line, LineEnd};
use crate::domain::claim::Payee;
use crate::domain::ledger::things::{Booked, Leaving, moved};
use crate::domain::ledger::{Account, Entry, LedgerRefusal};
use crate::domain::money::Dong;

/// Entries still to be written.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Unbooked {
    /// In the file of the lot: its case, or the office's own while it has none.
    pub here: Vec<Entry>,
    /// On the office's own file, where the lot stood until now.
    pub office: Vec<Entry>,
}

impl Exhibit {
    /// Brings the books to where the lines stand now, and remembers it.
    ///
    /// # Errors
    /// [`LedgerRefusal`] where the entries cannot be made.
    pub fn settle_books(&mut self, conventional: Dong) -> Result<Unbooked, LedgerRefusal> {
        let mut unbooked = Unbooked::default();
        let case = self.head.case;
        let moves = self.booked_in != case && self.lines.iter().any(|line| line.booked.is_some());
        for line in &mut self.lines {
            let memo = format!("{}/{}", line.seq, line.state.as_str());
            let stands = line.stands(conventional);
            if moves {
                unbooked.office.extend(moved(line.booked.take(), None, Leaving::Gone, &memo)?);
            }
            unbooked.here.extend(moved(line.booked, stands, line.leaving(), &memo)?);
            line.booked = stands;
        }
        self.booked_in = case;
        Ok(unbooked)
    }
}

impl Line {
    fn stands(&self, conventional: Dong) -> Option<Booked> {
        if self.kind == ExhibitKind::Money || !self.state.is_kept() {
            return None;
        }
        Some(match self.value.filter(|value| !value.is_zero()) {
            Some(value) => Booked { account: Account::Exhibits, value },
            None => Booked { account: Account::Unpriced, value: conventional },
        })
    }

    fn leaving(&self) -> Leaving {
        match self.end {
            Some(LineEnd::HandedOver) => Leaving::HandedOver,
            Some(LineEnd::SoldUnclaimed | LineEnd::ToBudget) => Leaving::Delivered,
            Some(LineEnd::Collected | LineEnd::Refunded) => {
                self.owner.map_or(Leaving::Gone, |owner| Leaving::Returned(Payee::Party(owner)))
            }
            // What is enforced upon comes back into the books as an asset of its case.
            _ => Leaving::Gone,
        }
    }
}
