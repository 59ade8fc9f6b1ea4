//! Money: the lifecycles of a distribution plan and of a payout (L106 54; ND152 30). Each step is another person's: computed,
//! approved, ordered, released, confirmed.

mod claims;
pub mod collection;
mod diff;
mod distribution;
mod fee_decisions;
mod fees;
mod interest;
mod payout;
mod remit;
mod rules;

pub use claims::{claims_of, rent_reserve};
pub use diff::{LineChange, LineDiff, diff};
pub use distribution::{
    DistributionAction, DistributionFacts, DistributionLifecycle, OrderPayouts, PaymentOrderLine,
    SharesDeposit, next_after_payout, reopened,
};
pub use fees::{Bears, FeeAccounts, FeeFacts, asked_by_debtor, fee_lines, note_received};
pub use interest::{History, ItemInterest, WhyNone, interest_of};
pub use payout::*;
pub(crate) use remit::open as open_remittance;
pub use rules::{direct_factor, fee_scale, nature_of, payment_rules};
