//! Whose claims share: the items of the case and of every other case of this agency against the same debtor (L106 54.2), those
//! that nobody has requested yet (ND152 30.2), and the lines of another law's order (L106 54.4–54.5).

use super::{Collection, Notes};
use crate::domain::case::Case;
use crate::domain::claim::Payee;
use crate::domain::distribution::{Claim, HandLine, HandPlan, MoneySource, RentReserve, id_of};
use crate::domain::judgment::Obligation;
use crate::domain::lifecycle::money::claims_of;
use crate::domain::money::Dong;

impl Collection<'_> {
    /// Every claim against the debtor. A creditor who took the thing has had his share of it: the money that he paid in is the
    /// others' (ND152 66). His claim stays in its place, with nothing to get: the thing may secure no other.
    pub(super) fn claims(&self, source: MoneySource, notes: &mut Notes) -> Vec<Claim> {
        let sale = self.asset.and_then(|asset| asset.sale.as_ref());
        let taker = sale.filter(|sale| sale.by.is_taking()).and_then(|sale| sale.taker).map(Payee::Party);
        let own: Vec<Obligation> = self.own.iter().filter(|item| self.is_against(item)).cloned().collect();
        let mut claims = self.of_case(self.case, &own);
        for claim in claims.iter_mut().filter(|claim| Some(claim.payee) == taker) {
            (claim.principal, claim.interest) = (Dong::ZERO, Dong::ZERO);
        }
        if !source.gives_preference() {
            claims.iter_mut().for_each(|claim| claim.preferred_rank = None);
        }
        self.receivers(&mut claims, notes);
        for other in self.others {
            let mut theirs = self.of_case(&other.case, &other.items);
            if self.freed.is_none() || other.case.judgment != self.case.judgment {
                theirs.iter_mut().for_each(|claim| claim.preferred_rank = None);
            }
            claims.extend(theirs);
        }
        if let Some(freed) = self.freed {
            // Who has asked has his own share; then come the others of the duty that the thing secures (ND152 30.2; L106 54.3).
            for claim in &mut claims {
                let his = freed.asked == Some(claim.obligation);
                claim.preferred_rank = if his { Some(0) } else { claim.preferred_rank.map(|_| 1) };
            }
        }
        let unrequested: Vec<Obligation> = self.waits(source).cloned().collect();
        claims.extend(self.of_case(self.case, &unrequested));
        for claim in &mut claims {
            let kept = self.kept.get(&claim.obligation).copied().unwrap_or_default();
            claim.principal = claim.principal.saturating_minus(kept);
        }
        claims
    }

    fn of_case(&self, case: &Case, items: &[Obligation]) -> Vec<Claim> {
        let mut claims = claims_of(case, items);
        let number = decision_number(&case.number);
        claims.iter_mut().for_each(|claim| claim.decision_number = number);
        claims
    }

    /// An item that this person owes: alone, jointly with others, or with the thing that secures it.
    fn is_against(&self, item: &Obligation) -> bool {
        let Some(debtor) = self.debtor else { return true };
        let jointly = item.joint && self.case.debtor(debtor).is_some();
        self.same_person.contains(&item.debtor) || jointly || (self.asset.is_some() && item.secured)
    }

    /// Creditors of the duty that the attachment secures who may still request: their part is kept for them (ND152 30.2).
    pub(super) fn waits(&self, source: MoneySource) -> impl Iterator<Item = &Obligation> {
        let of_duty = |item: &&Obligation| item.secured && item.creditor.is_some() && item.case.is_none();
        let judged = source == MoneySource::JudgedAttachment;
        self.unrequested.iter().filter(move |_| judged).filter(of_duty)
    }

    /// Of several who receive one sum, the one who is paid (ND152 30.1).
    fn receivers(&self, claims: &mut [Claim], notes: &mut Notes) {
        for (place, receiver) in self.stated.receivers.iter().enumerate() {
            let at = |field: &str| format!("/stated/receivers/{place}/{field}");
            let claim = claims.iter_mut().find(|claim| claim.obligation == receiver.obligation);
            match claim.filter(|claim| matches!(claim.payee, Payee::Party(_))) {
                Some(claim) => claim.payee = Payee::Party(receiver.payee),
                None => notes.fault(at("obligation"), "not_in_list"),
            }
            if !self.parties.contains(&receiver.payee) {
                notes.fault(at("payee"), "not_a_party");
            } else if self.case.debtor(receiver.payee).is_some() {
                notes.fault(at("payee"), "contradicts");
            }
        }
    }

    /// Items that share and on which interest is due, each once (ND152 29.1). Money of several days paid interest on each of them: it is
    /// not shared so at once. Another law's order knows no interest apart.
    pub(super) fn interest_first(&self, claims: &[Claim], notes: &mut Notes) {
        let stated = &self.stated.interest_first;
        if !stated.is_empty() && (!self.one_day || self.stated.by_hand.is_some()) {
            notes.fault("/stated/interest_first", "contradicts");
        }
        for (place, first) in stated.iter().enumerate() {
            let at = format!("/stated/interest_first/{place}/obligation");
            let due = |claim: &Claim| claim.obligation == first.obligation && !claim.interest.is_zero();
            if !claims.iter().any(due) {
                notes.fault(at, "not_in_list");
            } else if stated.iter().take(place).any(|earlier| earlier.obligation == first.obligation) {
                notes.fault(at, "duplicate");
            }
        }
    }

    /// Recipients who owe something themselves here, each once and in a case in which he does (L106 59.5).
    pub(super) fn uses(&self, notes: &mut Notes) {
        let uses = &self.stated.uses;
        for (place, used) in uses.iter().enumerate() {
            let owes = self.also_debtors.iter().any(|one| one.payee == used.payee && one.case == used.case);
            if !owes {
                notes.fault(format!("/stated/uses/{place}/case"), "not_in_list");
            }
            if uses.iter().take(place).any(|earlier| earlier.payee == used.payee) {
                notes.fault(format!("/stated/uses/{place}/payee"), "duplicate");
            }
        }
    }

    /// Another law's order, line by line from its paper.
    pub(super) fn hand(
        &self,
        source: MoneySource,
        rent: Option<RentReserve>,
        notes: &mut Notes,
    ) -> Option<HandPlan> {
        let stated = self.stated.by_hand.as_ref()?;
        let mut lines = Vec::with_capacity(stated.lines.len());
        for (place, entry) in stated.lines.iter().enumerate() {
            let at = |field: &str| format!("/stated/by_hand/lines/{place}/{field}");
            let item = entry.obligation.and_then(|id| self.own.iter().find(|item| item.id == id));
            match (entry.obligation, item) {
                (Some(_), None) => notes.fault(at("obligation"), "not_in_list"),
                (Some(_), Some(item)) => {
                    if entry.payee != item.creditor.map_or(Payee::State, Payee::Party) {
                        notes.fault(at("payee"), "contradicts");
                    }
                    if entry.share > item.outstanding() {
                        notes.fault(at("share"), "amount_out_of_range");
                    }
                }
                (None, _) => {}
            }
            if matches!(entry.payee, Payee::Party(party) if !self.parties.contains(&party)) {
                notes.fault(at("payee"), "not_a_party");
            }
            let id = id_of("by_hand", place, &stated.paper);
            notes.note(id, "by_hand", &stated.paper);
            if let Some(note) = notes.charges.last_mut() {
                note.article = Some(entry.article.clone());
            }
            let item = item.map(|item| (item.id, self.case.id, item.kind));
            lines.push(HandLine {
                id,
                payee: entry.payee,
                claim: entry.claim,
                share: entry.share,
                rank: entry.rank,
                item,
            });
        }
        let rent_reserve = rent.filter(|_| source == MoneySource::BadDebt);
        Some(HandPlan { source, gross: self.gross(), rent_reserve, lines, rest_to: self.rest_to() })
    }
}

/// The number in an enforcement decision's full number, for ties of rounding.
pub fn decision_number(number: &str) -> u32 {
    let digits: String = number.chars().take_while(char::is_ascii_digit).collect();
    digits.parse().unwrap_or(u32::MAX)
}
