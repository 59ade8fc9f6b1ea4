//! What the list of actions can tell of endings before anybody writes a body: which papers wait, what is served, what is open.

use crate::domain::case::{EndingGround, Gives, TerminationGround};
use crate::domain::lifecycle::Guard;
use crate::domain::lifecycle::case::CaseFacts;
use crate::domain::lifecycle::case::papers::waits;
use crate::domain::refusal::Unmet;

type G = Guard<CaseFacts>;

/// A paper that gives a ground of termination waits (L106 48, 62.6).
pub const DC_GROUND: G = Guard {
    code: "G-DC-GROUND",
    test: |facts, _| waits(&facts.case, "G-DC-GROUND", |gives| ground(gives).is_some()),
};
/// The paper of an annulment waits (L106 63.2).
pub const ANNULLED: G = Guard {
    code: "G-DC-GROUND",
    test: |facts, _| waits(&facts.case, "G-DC-GROUND", |gives| gives == Gives::JudgmentAnnulled),
};
/// The case was terminated because bankruptcy was opened, and the court has ended that procedure (L106 64.2).
pub const RECALLABLE: G = Guard {
    code: "G-DC-RECALL",
    test: |facts, _| {
        if !facts.case.is_terminated_for_bankruptcy() {
            return Err(Unmet::new(
                "G-DC-RECALL",
                "no such termination",
                TerminationGround::Bankruptcy.as_str(),
            ));
        }
        waits(&facts.case, "G-DC-RECALL", |gives| gives == Gives::BankruptcyEnded)
    },
};
/// Every debtor has had valid notice (ND152 32.1.a).
pub const SERVED: G = Guard {
    code: "G-KCTT-PASSIVE",
    test: |facts, _| {
        let waiting = facts.case.debtors.iter().filter(|track| track.notified_on.is_none()).count();
        if waiting == 0 {
            return Ok("served".to_owned());
        }
        Err(Unmet::new("G-KCTT-PASSIVE", format!("{waiting} not served"), "served on every party"))
    },
};
/// A paper that gives a ground of the closed list waits (ND152 32.1).
pub const END_GROUND: G = Guard {
    code: "G-END-GROUND",
    test: |facts, _| waits(&facts.case, "G-END-GROUND", |gives| ending(gives).is_some()),
};

/// The ground of termination that a paper gives.
pub(super) fn ground(gives: Gives) -> Option<TerminationGround> {
    gives.as_str().parse().ok()
}

/// The ground of ending that a paper gives.
pub(super) fn ending(gives: Gives) -> Option<EndingGround> {
    gives.as_str().parse().ok()
}
