//! What a case's items claim in a distribution, and what a debtor keeps who loses the only home.

use chrono::NaiveDate;

use crate::domain::case::Case;
use crate::domain::claim::Payee;
use crate::domain::distribution::Claim;
use crate::domain::judgment::Obligation;
use crate::domain::law::Law;
use crate::domain::money::Dong;
use crate::domain::refusal::{Refusal, wrong};

/// The claims of a case, with the late interest that is due on them. What was terminated, exempted or entrusted is no claim here any more.
pub fn claims_of(case: &Case, items: &[Obligation]) -> Vec<Claim> {
    let claim = |item: &Obligation| Claim {
        obligation: item.id,
        case: case.id,
        judgment: item.judgment,
        kind: item.kind,
        payee: item.creditor.map_or(Payee::State, Payee::Party),
        principal: item.amount.saturating_minus(item.paid),
        interest: item.interest_due,
        requested_on: item.requested_on.unwrap_or(case.decided_on),
        decision_number: 0,
        preferred_rank: item.secured.then_some(0),
    };
    items.iter().filter(|item| item.is_claim()).map(claim).collect()
}

/// Twelve months of the region's minimum wage for a debtor who loses the only home (L106 89.2; ND152 67.3).
///
/// # Errors
/// Where the law of the day does not know the wage.
pub fn rent_reserve(law: &Law, on: NaiveDate, region: u8) -> Result<Dong, Refusal> {
    let months = law.integer("rent_reserve.months", on)?;
    let wage = law.dong(&format!("min_wage.{region}"), on)?;
    let amount = wage.get().checked_mul(months).and_then(|sum| Dong::new(sum).ok());
    amount.ok_or_else(|| wrong("/rent_region", "amount_out_of_range"))
}
