//! Guards on what a case's movement has come to. What hangs on the body of an act is checked with its effect.

use crate::domain::case::AssetOutState;
use crate::domain::lifecycle::Guard;
use crate::domain::lifecycle::case::CaseFacts;
use crate::domain::refusal::Unmet;

type G = Guard<CaseFacts>;

/// The case came by entrustment: only such a case is entrusted further (ND152 26.4).
pub(super) const ENTRUSTED_IN: G = Guard {
    code: "G-UT-IN",
    test: |facts, _| match &facts.case.movement.entrusted_in {
        Some(entrusted) => Ok(entrusted.matter.to_string()),
        None => {
            Err(Unmet::new("G-UT-IN", "a case of this agency's own", "a case entrusted by another agency"))
        }
    },
};

/// Something of the case is with another agency (ND152 26.5, 26.8).
pub(super) const ENTRUSTED_OUT: G = Guard {
    code: "G-UT-OUT",
    test: |facts, _| {
        if facts.case.is_entrusted_out() {
            return Ok(facts.case.movement.entrusted_out.len().to_string());
        }
        Err(Unmet::new("G-UT-OUT", "nothing is entrusted", "an entrustment in force"))
    },
};

/// Some asset is with another agency that has not been told to stop (ND152 27.1.c).
pub(super) const ASSET_OUT: G = Guard {
    code: "G-XL-OUT",
    test: |facts, _| {
        let mut out = facts.case.movement.assets_out.iter();
        match out.find(|asset| asset.state != AssetOutState::Stopped) {
            Some(asset) => Ok(asset.state.to_string()),
            None => Err(Unmet::new("G-XL-OUT", "no asset is entrusted", "an asset entrustment in force")),
        }
    },
};
