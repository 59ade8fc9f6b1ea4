//! Composite gates: what must be true before the four steps that cost most when they are wrong. A gate has no rules of its own: it
//! shows the guards of the rows behind it, met or unmet.

use super::guards::GRAVES;
use super::{AssetFacts, auction, delivery, price, seizure};
use crate::domain::lifecycle::{Context, Guard, Seen};
use crate::domain::refusal::Unmet;
use crate::text_enum;

text_enum! {
    /// A gate on the way to the sale.
    pub enum Gate {
        /// Ready to be seized.
        ReadyToSeize = "ready_to_seize",
        /// Ready to be valued.
        ReadyToValue = "ready_to_value",
        /// Ready for the auction contract.
        ReadyToAuction = "ready_to_auction",
        /// Ready to be handed over.
        ReadyToHandOver = "ready_to_hand_over",
    }
}

/// One line of a gate.
pub enum GateLine {
    /// Met, with the value that was seen.
    Met(Seen),
    /// Not met, and why.
    Unmet(Unmet),
}

impl Gate {
    /// The guards behind it: those of the row that the gate opens; before a seizure also what its minutes ask.
    fn guards(self) -> Vec<&'static Guard<AssetFacts>> {
        match self {
            Gate::ReadyToSeize => seizure::TO_DECIDE.iter().chain([&GRAVES]).collect(),
            Gate::ReadyToValue => price::TO_VALUE.iter().collect(),
            Gate::ReadyToAuction => auction::TO_CONTRACT.iter().collect(),
            Gate::ReadyToHandOver => delivery::TO_HAND_OVER.iter().collect(),
        }
    }

    /// Every line of the gate for this asset on this day.
    pub fn lines(self, facts: &AssetFacts, at: &Context<'_>) -> Vec<GateLine> {
        let judge = |guard: &'static Guard<AssetFacts>| match (guard.test)(facts, at) {
            Ok(value) => GateLine::Met(Seen { code: guard.code, value }),
            Err(unmet) => GateLine::Unmet(unmet),
        };
        self.guards().into_iter().map(judge).collect()
    }
}
