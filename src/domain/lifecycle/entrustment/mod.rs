//! What other agencies send: entrustments of enforcement, entrustments of an asset, delegated verifications (L106 37.4.d, 49.2,
//! 50.3; ND152 21.5, 26–27). The judgment is entered in this agency's own register first (ND152 7): parties and items then are
//! the same thing here as in every other case, and the entrustment only names them.

mod bodies;
mod received;
mod verification;

pub use bodies::*;
pub(crate) use received::receive_clock;
pub use received::{EntrustmentFacts, EntrustmentLifecycle};
pub use verification::{VerificationDelegationFacts, VerificationDelegationLifecycle};
