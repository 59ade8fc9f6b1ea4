//! Money that another law's order shares out (L106 54.4–54.5): the lines come from the paper that orders them, and only what
//! every plan must keep is proved here – nothing lost, nobody above his claim, no later rank before an earlier.

use uuid::Uuid;

use super::waterfall::blank;
use super::{DistributionRefusal, Line, MoneySource, PaymentStep, Plan, RentReserve};
use crate::domain::claim::{ClaimKind, Payee};
use crate::domain::ids::{CaseId, ObligationId};
use crate::domain::money::Dong;

/// One line of the paper.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HandLine {
    /// Its identifier: what the paper says of it is noted under it.
    pub id: Uuid,
    /// Who gets it.
    pub payee: Payee,
    /// What is owed.
    pub claim: Dong,
    /// What the paper gives.
    pub share: Dong,
    /// Lower ranks first.
    pub rank: u16,
    /// The item that it performs, with its case and nature.
    pub item: Option<(ObligationId, CaseId, ClaimKind)>,
}

/// A collection whose order another law fixes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HandPlan {
    /// [`MoneySource::BadDebt`] or [`MoneySource::Bankruptcy`].
    pub source: MoneySource,
    /// The money.
    pub gross: Dong,
    /// Of bad debts' collateral the rent reserve is subtracted first (L106 54.4).
    pub rent_reserve: Option<RentReserve>,
    /// The lines.
    pub lines: Vec<HandLine>,
    /// Who gets what is left.
    pub rest_to: Payee,
}

/// The plan of another law's order.
///
/// # Errors
/// [`DistributionRefusal`], when the lines are more than the money, above a claim or out of their own order.
pub fn by_hand(hand: &HandPlan) -> Result<Plan, DistributionRefusal> {
    let step = match hand.source {
        MoneySource::BadDebt => PaymentStep::BadDebt,
        MoneySource::Bankruptcy => PaymentStep::Bankruptcy,
        other => return Err(DistributionRefusal::OtherLaw(other)),
    };
    if hand.gross.is_zero() {
        return Err(DistributionRefusal::NothingToDistribute);
    }
    let mut lines = Vec::with_capacity(hand.lines.len() + 2);
    let owed: i128 = hand.lines.iter().map(|line| i128::from(line.claim.get())).sum();
    let keeps = i128::from(hand.gross.get()) - owed;
    let reserve = hand.rent_reserve.filter(|_| hand.source == MoneySource::BadDebt);
    if let Some(reserve) = reserve.filter(|reserve| keeps < i128::from(reserve.amount.get())) {
        lines.push(Line {
            claim_dong: reserve.amount,
            share_dong: reserve.amount.min(hand.gross),
            ..blank(1, PaymentStep::RentReserve, None, reserve.payee)
        });
    }
    let mut entered: Vec<&HandLine> = hand.lines.iter().collect();
    entered.sort_by_key(|line| line.rank);
    let mut stage = 1;
    for same_rank in entered.chunk_by(|a, b| a.rank == b.rank) {
        stage += 1;
        lines.extend(same_rank.iter().map(|line| Line {
            charge: Some(line.id),
            obligation: line.item.map(|item| item.0),
            case: line.item.map(|item| item.1),
            kind: line.item.map(|item| item.2),
            claim_dong: line.claim,
            share_dong: line.share,
            ..blank(stage, step, None, line.payee)
        }));
    }
    let given = Dong::sum(lines.iter().map(|line| line.share_dong))?;
    let left = hand.gross.minus(given).map_err(|_| DistributionRefusal::NotConserved)?;
    if !left.is_zero() {
        lines.push(Line {
            claim_dong: left,
            share_dong: left,
            ..blank(stage + 1, PaymentStep::Rest, None, hand.rest_to)
        });
    }
    let plan = Plan { gross_dong: hand.gross, lines };
    plan.check()?;
    Ok(plan)
}
