//! The price of a divided thing that its taker did not pay the others for (ND152 62.3–62.4): what is left after the costs goes to them in the
//! judged ratio, without late interest; so each bears the costs in the ratio of what he really gets. The rest is the taker's, out of which
//! he pays what else he owes.

use super::{BeforeClaims, Collection};
use crate::domain::asset::Asset;
use crate::domain::case::PriceChange;
use crate::domain::distribution::{Charge, Claim, DividedShare, MoneySource};
use crate::domain::money::{AmountOutOfRange, Dong};
use crate::domain::refusal::{Refusal, wrong};

impl Collection<'_> {
    /// The division whose thing was sold. A creditor who took it set his claim off against it, and what he paid in is shared like any price
    /// (ND152 66).
    pub(super) fn division(&self) -> Option<&PriceChange> {
        let taken = |asset: &&Asset| asset.sale.as_ref().is_some_and(|sale| sale.by.is_taking());
        self.case.divided(self.asset.filter(|asset| !taken(asset))?.id)
    }

    /// Restates the claims that share in the thing by what it brought; what each was owed before. What a creditor was paid before counts
    /// as part of his share.
    pub(super) fn divide(
        &self,
        source: MoneySource,
        before: &BeforeClaims,
        claims: &mut [Claim],
    ) -> Result<Vec<DividedShare>, Refusal> {
        let change = self.division().filter(|_| source == MoneySource::Divided);
        let Some(change) = change else { return Ok(Vec::new()) };
        claims.iter_mut().for_each(|claim| claim.preferred_rank = None);
        let off = [&before.set_aside, &before.costs, &before.transfer_charges].into_iter().flatten();
        let net = off.fold(self.gross(), |net, charge: &Charge| net.saturating_minus(charge.amount));
        let parts = change.parts_of(net).map_err(beyond)?;
        let first = change.payments.iter().all(|payment| payment.shared_on.is_none());
        let mut shares = Vec::new();
        for (payment, part) in change.payments.iter().zip(parts) {
            let item = self.own.iter().find(|item| item.id == payment.obligation);
            let claim = claims.iter_mut().find(|claim| claim.obligation == payment.obligation);
            // What was paid in full before has no share in it.
            let shares_in = |claim: &&mut Claim| match first {
                true => payment.demanded.is_some() && !claim.principal.is_zero(),
                false => payment.shared_on.is_some(),
            };
            let claim = claim.filter(shares_in);
            let (Some(item), Some(claim)) = (item, claim) else { continue };
            shares.push(DividedShare { obligation: item.id, owed: claim.principal });
            claim.principal = match first {
                true => part.saturating_minus(item.paid),
                false => claim.principal.plus(part).map_err(beyond)?,
            };
            (claim.interest, claim.preferred_rank) = (Dong::ZERO, Some(0));
        }
        Ok(shares)
    }
}

fn beyond(_: AmountOutOfRange) -> Refusal {
    wrong("/case", "amount_out_of_range")
}
