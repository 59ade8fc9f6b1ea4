//! Money: the lifecycles of a distribution plan and of a payout (L106 54; ND152 30). Each step is another person's: computed,
//! approved, ordered, released, confirmed.

mod claims;
pub mod collection;
mod diff;
mod distribution;
mod fees;
mod payout;
mod rules;

pub use claims::{claims_of, rent_reserve};
pub use diff::{LineChange, LineDiff, diff};
pub use distribution::{
    DistributionAction, DistributionFacts, DistributionLifecycle, OrderPayouts, PaymentOrderLine,
    next_after_payout,
};
pub use fees::fee_lines;
pub use payout::{ConfirmPayout, PayoutAction, PayoutFacts, PayoutLifecycle};
pub use rules::{fee_scale, no_fee, payment_rules};
