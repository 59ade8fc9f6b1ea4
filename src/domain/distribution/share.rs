//! Division of a sum in proportion to claims, whole đồng, nothing lost. It knows no law and no order of
//! payment.

use super::RoundingRule;
use crate::domain::money::{AmountOutOfRange, Dong};

/// What one claim gets: the share, and the đồng (0 or 1) in it that rounding added.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Share {
    /// The share, rounding included.
    pub amount: Dong,
    /// 0 or 1.
    pub extra: u8,
}

/// Divides `money` among `claims`: each share rounded down, the missing đồng one by one by the rule. When the money
/// covers every claim, each is paid in full and the rest stays undivided. Ties go to the earlier place, so the
/// caller's order decides them.
///
/// Each share is the exact ratio rounded down or up. As a share only falls short when the money does,
/// rounding up cannot pass the claim.
pub(super) fn divide(
    money: Dong,
    claims: &[Dong],
    rule: RoundingRule,
) -> Result<Vec<Share>, AmountOutOfRange> {
    let total: i128 = claims.iter().map(|claim| i128::from(claim.get())).sum();
    let available = i128::from(money.get());
    if total <= available {
        return Ok(claims.iter().map(|claim| Share { amount: *claim, extra: 0 }).collect());
    }
    let mut shares = Vec::with_capacity(claims.len());
    let mut remainders = Vec::with_capacity(claims.len());
    let mut given = 0_i128;
    for (place, claim) in claims.iter().enumerate() {
        // both factors are below 2^53, so the product is far from the limit of i128
        let product = available * i128::from(claim.get());
        let floor = product / total;
        given += floor;
        remainders.push((product % total, place));
        shares.push(Share { amount: dong(floor)?, extra: 0 });
    }
    // whoever's exact share is whole gets no more: nobody is a whole đồng from his ratio
    remainders.retain(|(remainder, _)| *remainder > 0);
    if rule == RoundingRule::LargestRemainder {
        remainders.sort_unstable_by(|a, b| b.0.cmp(&a.0).then(a.1.cmp(&b.1)));
    }
    let missing = usize::try_from(available - given).map_err(|_| AmountOutOfRange)?;
    let one = Dong::new(1)?;
    for (_, place) in remainders.into_iter().take(missing) {
        if let Some(share) = shares.get_mut(place) {
            *share = Share { amount: share.amount.plus(one)?, extra: 1 };
        }
    }
    Ok(shares)
}

fn dong(amount: i128) -> Result<Dong, AmountOutOfRange> {
    Dong::new(i64::try_from(amount).map_err(|_| AmountOutOfRange)?)
}

#[cfg(test)]
mod tests {
    use super::{RoundingRule, divide};
    use crate::domain::money::Dong;

    fn by(rule: RoundingRule, money: i64, claims: &[i64]) -> Vec<i64> {
        let claims: Vec<Dong> = claims.iter().map(|claim| Dong::new(*claim).unwrap()).collect();
        let shares = divide(Dong::new(money).unwrap(), &claims, rule).unwrap();
        shares.iter().map(|share| share.amount.get()).collect()
    }

    fn shares(money: i64, claims: &[i64]) -> Vec<i64> {
        by(RoundingRule::LargestRemainder, money, claims)
    }

    #[test]
    fn by_the_other_rule_the_missing_dong_go_to_the_first_places() {
        assert_eq!(by(RoundingRule::EarliestRequest, 10, &[6, 7, 7]), [3, 4, 3]);
        assert_eq!(by(RoundingRule::EarliestRequest, 7, &[1, 9, 10]), [1, 3, 3]);
        assert_eq!(shares(7, &[1, 9, 10]), [0, 3, 4]);
        assert_eq!(by(RoundingRule::EarliestRequest, 5, &[2, 1, 7]), [1, 1, 3]);
        assert_eq!(by(RoundingRule::EarliestRequest, 20, &[6, 7, 7]), [6, 7, 7]);
    }

    #[test]
    fn the_missing_dong_go_to_the_largest_remainders_and_ties_to_the_first() {
        assert_eq!(shares(100, &[1, 1, 1].map(|claim| claim * 100)), [34, 33, 33]);
        assert_eq!(shares(10, &[6, 7, 7]), [3, 4, 3]);
        assert_eq!(shares(1, &[5, 5]), [1, 0]);
        assert_eq!(shares(20, &[6, 7, 7]), [6, 7, 7]);
        assert_eq!(shares(25, &[6, 7, 7]), [6, 7, 7]);
        assert_eq!(shares(0, &[6, 7]), [0, 0]);
        assert_eq!(shares(3, &[0, 9]), [0, 3]);
        assert!(shares(3, &[]).is_empty());
    }

    #[test]
    fn the_largest_amounts_do_not_overflow() {
        let max = Dong::MAX.get();
        assert_eq!(shares(max, &[max, max, max]).iter().sum::<i64>(), max);
    }
}
