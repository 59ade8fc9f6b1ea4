//! What comes off a collection before the creditors (L106 53, 54.1, 81.2, 89.2): what is not the debtor's, the costs that he
//! bears, rent money, charges of the transfer, mortgagees who are no creditors.

use std::collections::BTreeSet;

use super::{Collection, Notes};
use crate::domain::asset::{Asset, GoodsEnd, SaleKind, Share};
use crate::domain::case::{AdvanceSource, Case, OpenCost};
use crate::domain::claim::Payee;
use crate::domain::distribution::{
    Charge, ChargeNote, CostPart, MoneySource, RentAnswer, RentReserve, id_of,
};
use crate::domain::ids::DecisionId;
use crate::domain::lifecycle::money::rent_reserve;
use crate::domain::money::Dong;
use crate::domain::refusal::Refusal;

/// Ranks among costs: a willing party's advance, the agency's, what the agency still owes.
const OF_PARTY: u16 = 0;
const OF_BUDGET: u16 = 1;
const OWED: u16 = 2;

/// The decisions whose costs are those of one collection: the asset's own, or every coercion without an asset.
pub fn cost_decisions(case: &Case, asset: Option<&Asset>) -> BTreeSet<DecisionId> {
    let coercions = case.measures.iter().filter(|measure| measure.coercive);
    match asset {
        None => coercions.filter(|one| one.measure != "CM-SEIZE").map(|one| one.decision).collect(),
        Some(asset) => {
            let own = asset.decisions.iter().map(|decision| decision.id);
            // A judged attachment is taken over by minutes; its costs are settled under them.
            let taken = coercions.filter(|one| asset.judged && Some(one.decided_on) == asset.seized_on);
            own.chain(taken.map(|one| one.decision)).collect()
        }
    }
}

impl Collection<'_> {
    /// Co-owners' shares of the price, and the price of other people's goods less their costs.
    pub(super) fn set_aside(&self, notes: &mut Notes) -> Vec<Charge> {
        let mut charges = self.co_owners(notes);
        charges.extend(self.goods(notes));
        charges
    }

    fn co_owners(&self, notes: &mut Notes) -> Vec<Charge> {
        let owners = &self.stated.co_owners;
        // A holder of a priority buys the debtor's part alone.
        let whole =
            self.asset.filter(|asset| asset.sale.as_ref().is_none_or(|sale| sale.by != SaleKind::Preemption));
        let common = whole.and_then(Asset::findings).and_then(|found| found.common);
        let share = common.and_then(|common| common.share).filter(|share| share.parts < share.of);
        let Some(Share { parts, of }) = share else {
            if !owners.is_empty() {
                notes.fault("/stated/co_owners", "contradicts");
            }
            return Vec::new();
        };
        let theirs: u64 = owners.iter().map(|owner| u64::from(owner.parts)).sum();
        if owners.is_empty() {
            notes.fault("/stated/co_owners", "required");
        } else if theirs + u64::from(parts) != u64::from(of) {
            notes.fault("/stated/co_owners", "contradicts");
        }
        let price = i128::from(self.gross().get());
        let part = |parts: u32| {
            Dong::new(i64::try_from(price * i128::from(parts) / i128::from(of.max(1))).unwrap_or(0))
        };
        let mut charges = Vec::new();
        for (place, owner) in owners.iter().enumerate() {
            self.party(owner.payee, format!("/stated/co_owners/{place}/payee"), notes);
            let id = id_of("co_owner", place, &owner.paper);
            notes.note(id, "co_owner", &owner.paper);
            // The debtor's own share is rounded up: the missing đồng stays with the claims.
            charges.push(charge(id, Payee::Party(owner.payee), part(owner.parts).unwrap_or_default(), 0));
        }
        charges
    }

    fn goods(&self, notes: &mut Notes) -> Vec<Charge> {
        let sold = self.asset.and_then(|asset| asset.foreign_goods.as_ref()).and_then(|goods| goods.settled);
        let sold = matches!(sold, Some(GoodsEnd::Priced | GoodsEnd::Together));
        match (sold, self.stated.goods.is_empty()) {
            (true, true) => notes.fault("/stated/goods", "required"),
            (false, false) => notes.fault("/stated/goods", "contradicts"),
            _ => {}
        }
        let mut charges = Vec::new();
        for (place, goods) in self.stated.goods.iter().enumerate() {
            self.party(goods.payee, format!("/stated/goods/{place}/payee"), notes);
            if goods.price.is_zero() || goods.costs > goods.price {
                notes.fault(format!("/stated/goods/{place}/price"), "amount_out_of_range");
            }
            let id = id_of("goods", place, &goods.paper);
            notes.note(id, "goods", &goods.paper);
            charges.push(charge(id, Payee::Party(goods.payee), goods.price.saturating_minus(goods.costs), 0));
        }
        charges
    }

    /// Settled, vouchered costs of the debtor's that nobody has paid. Advances out of which they were paid go back first, a willing party's
    /// before the agency's (L106 53.6–53.7); what was not paid ahead the agency owes.
    pub(super) fn costs(&self, notes: &mut Notes) -> Vec<Charge> {
        let decisions = cost_decisions(self.case, self.asset);
        let costs = &self.case.coercion.costs;
        let mut open = costs.open_for(|decision| decisions.contains(&decision));
        let mut books = self.books;
        let mut advances: Vec<_> = costs
            .advances
            .iter()
            .filter(|one| decisions.contains(&one.decision) && !one.open().is_zero())
            .collect();
        advances.sort_by_key(|one| (one.source == AdvanceSource::Budget, one.on, one.id));
        let mut charges = Vec::new();
        for advance in advances {
            // Only what the books know as advanced and spent is cleared there; what was never booked is owed like any cost.
            let most = advance.open().min(books.paid).min(books.advances);
            let covered = take(&mut open, advance.decision, most);
            let amount = Dong::sum(covered.iter().map(|part| part.amount)).unwrap_or(Dong::MAX);
            if amount.is_zero() {
                continue;
            }
            books.paid = books.paid.saturating_minus(amount);
            books.advances = books.advances.saturating_minus(amount);
            let rank = if advance.source == AdvanceSource::Party { OF_PARTY } else { OF_BUDGET };
            let payee = advance.party.map_or(Payee::Agency, Payee::Party);
            let what = format!("advance_{}", advance.source);
            let (id, advance) = (advance.id.0, Some(advance.id));
            notes.charges.push(ChargeNote { id, what, paper: None, article: None, advance, costs: covered });
            charges.push(Charge { advanced: true, ..charge(id, payee, amount, rank) });
        }
        for cost in open.into_iter().filter(|cost| !cost.part.amount.is_zero()) {
            let place = usize::try_from(cost.part.line).unwrap_or(usize::MAX);
            let id = id_of("cost", place, &cost.part.document.to_string());
            charges.push(charge(id, Payee::Agency, cost.part.amount, OWED));
            let (what, paper) = (cost.kind, cost.voucher);
            notes.charges.push(ChargeNote {
                id,
                what,
                paper,
                article: None,
                advance: None,
                costs: vec![cost.part],
            });
        }
        charges
    }

    /// Twelve months of the region's minimum wage for a debtor who loses the only home; whether it is made is the waterfall's.
    pub(super) fn rent(
        &self,
        notes: &mut Notes,
    ) -> Result<(Option<RentAnswer>, Option<RentReserve>), Refusal> {
        let Some(asset) = self.asset.filter(|asset| asset.only_home) else { return Ok((None, None)) };
        let Some(region) = self.rent_region else {
            notes.fault("/rent_region", "M09_ONLY_HOME");
            return Ok((None, None));
        };
        let amount = rent_reserve(self.law, self.on, region)?;
        let reserve = RentReserve { amount, payee: Payee::Party(asset.owner) };
        Ok((Some(RentAnswer { region, amount }), Some(reserve)))
    }

    pub(super) fn transfer_charges(&self, notes: &mut Notes) -> Vec<Charge> {
        if self.asset.is_none() && !self.stated.charges.is_empty() {
            notes.fault("/stated/charges", "contradicts");
        }
        let mut charges = Vec::new();
        for (place, stated) in self.stated.charges.iter().enumerate() {
            if stated.amount.is_zero() {
                notes.fault(format!("/stated/charges/{place}/amount"), "amount_out_of_range");
            }
            let id = id_of("charge", place, &stated.paper);
            notes.note(id, stated.kind.as_str(), &stated.paper);
            charges.push(charge(id, Payee::State, stated.amount, 0));
        }
        charges
    }

    pub(super) fn mortgagees(&self, source: MoneySource, notes: &mut Notes) -> Vec<Charge> {
        let needed = source == MoneySource::SecuredNonCreditor;
        match (needed, self.stated.mortgagees.is_empty()) {
            (true, true) => notes.fault("/stated/mortgagees", "required"),
            (false, false) => notes.fault("/stated/mortgagees", "contradicts"),
            _ => {}
        }
        let mut charges = Vec::new();
        for (place, stated) in self.stated.mortgagees.iter().enumerate() {
            self.party(stated.payee, format!("/stated/mortgagees/{place}/payee"), notes);
            if stated.amount.is_zero() {
                notes.fault(format!("/stated/mortgagees/{place}/amount"), "amount_out_of_range");
            }
            let id = id_of("mortgagee", place, &stated.paper);
            notes.note(id, "mortgagee", &stated.paper);
            charges.push(charge(id, Payee::Party(stated.payee), stated.amount, stated.rank));
        }
        charges
    }

    /// Whoever is named is a party of the judgment.
    fn party(&self, party: crate::domain::ids::PartyId, pointer: String, notes: &mut Notes) {
        if !self.parties.contains(&party) {
            notes.fault(pointer, "not_a_party");
        }
    }
}

fn charge(id: uuid::Uuid, payee: Payee, amount: Dong, rank: u16) -> Charge {
    Charge { id, payee, amount, rank, advanced: false }
}

/// Takes so much off what was paid ahead under a decision, the oldest first.
fn take(open: &mut [OpenCost], decision: DecisionId, amount: Dong) -> Vec<CostPart> {
    let mut left = amount;
    let mut parts = Vec::new();
    for cost in open.iter_mut().filter(|cost| cost.ahead && cost.decision == decision) {
        let used = left.min(cost.part.amount);
        if !used.is_zero() {
            parts.push(CostPart { amount: used, ..cost.part });
            left = left.saturating_minus(used);
            cost.part.amount = cost.part.amount.saturating_minus(used);
        }
    }
    parts
}
