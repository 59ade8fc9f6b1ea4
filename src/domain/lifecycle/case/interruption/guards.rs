//! What the list of actions can tell of interruptions before anybody writes a body: which papers wait for an act, what has
//! ended, what money lies idle.

use chrono::NaiveDate;

use crate::domain::case::{Case, Gives, Hold, HoldGround, Paper, TerminationGround, TrackEnd};
use crate::domain::ids::DecisionId;
use crate::domain::lifecycle::case::CaseFacts;
use crate::domain::lifecycle::case::papers::{no_paper, waits};
use crate::domain::lifecycle::{Context, Guard};
use crate::domain::money::Dong;
use crate::domain::refusal::Unmet;

type G = Guard<CaseFacts>;
type Verdict = Result<String, Unmet>;

/// A paper that gives a ground of postponement waits (L106 46.1).
pub const HO_GROUND: G =
    Guard { code: "G-HO-GROUND", test: |facts, _| waits(&facts.case, "G-HO-GROUND", is_clause_one) };
/// A request of whoever may protest waits (L106 46.2).
pub const HO_REQUEST: G = Guard {
    code: "G-HO-GROUND",
    test: |facts, _| waits(&facts.case, "G-HO-GROUND", |gives| gives == Gives::ProtestRequest),
};
/// A court's notice or request to suspend waits (L106 47.1).
pub const SU_GROUND: G = Guard {
    code: "G-SU-GROUND",
    test: |facts, _| waits(&facts.case, "G-SU-GROUND", |gives| ground(gives).is_some_and(by_decision)),
};
/// Another body's suspension waits to be made known (L106 47.2).
pub const SU_NOTICE: G = Guard {
    code: "G-SU-GROUND",
    test: |facts, _| {
        waits(&facts.case, "G-SU-GROUND", |gives| ground(gives).is_some_and(HoldGround::by_notice))
    },
};
/// Some request to suspend is there that may have come too late (L106 47.1.b, 47.2).
pub const SU_ASKED: G = Guard {
    code: "G-SU-GROUND",
    test: |facts, _| {
        let asked = |gives| matches!(gives, Gives::ForeignAward | Gives::Protest | Gives::Competition);
        waits(&facts.case, "G-SU-GROUND", asked)
    },
};
/// A review of the judgment is on record (L106 63.4).
pub const REVIEWED: G = Guard {
    code: "G-SU-GROUND",
    test: |facts, _| match facts.case.papers.iter().find(|paper| is_review(paper.gives)) {
        Some(paper) => Ok(paper.gives.to_string()),
        None => Err(no_paper("G-SU-GROUND", "paper of a review")),
    },
};
/// Something is left to postpone (L106 46.2).
pub const NOT_DONE: G = Guard {
    code: "G-HO-DONE",
    test: |facts, _| {
        if facts.case.amount_due.is_zero() || !facts.case.outstanding().is_zero() {
            return Ok(facts.case.outstanding().get().to_string());
        }
        Err(Unmet::new("G-HO-DONE", "all performed", "an unperformed duty"))
    },
};
/// Something has been performed already: else there is nothing to inform about.
pub const SOME_DONE: G = Guard {
    code: "G-HO-UNDONE",
    test: |facts, _| {
        let track = facts.case.debtors.iter().any(|track| track.ended == Some(TrackEnd::Done));
        if track || !facts.case.amount_paid.is_zero() {
            return Ok(facts.case.amount_paid.get().to_string());
        }
        Err(Unmet::new("G-HO-UNDONE", "nothing performed", "a performed part"))
    },
};
/// A postponement is over: the paper that ends it is on record, or its term has passed (L106 46.3).
pub const POSTPONEMENT_OVER: G =
    Guard { code: "G-RESUME", test: |facts, at| over(facts, at, |hold| !hold.ground.is_suspension()) };
/// The paper that ends a suspension is on record (L106 47.3).
pub const SUSPENSION_OVER: G =
    Guard { code: "G-RESUME", test: |facts, at| over(facts, at, |hold| hold.ground.is_suspension()) };
/// The paper that ends an interruption for a review is on record (L106 63.1, 63.3).
pub const REVIEW_OVER: G =
    Guard { code: "G-RESUME", test: |facts, at| over(facts, at, |hold| for_review(hold.ground)) };
/// A pause is in force (L106 101.1.c).
pub const PAUSED: G = Guard {
    code: "G-PAUSE",
    test: |facts, _| match facts.case.live_pauses().next() {
        Some(pause) => Ok(pause.until.to_string()),
        None => Err(Unmet::new("G-PAUSE", "none", "a pause in force")),
    },
};
/// Collected money lies idle while the case is interrupted or its judgment annulled (ND152 30.8).
pub const MONEY_IDLE: G = Guard {
    code: "G-DEPOSIT",
    test: |facts, _| {
        let idle = deposit_bases(&facts.case).map(|decision| idle(facts, decision)).max();
        match idle {
            Some(amount) if !amount.is_zero() => Ok(amount.get().to_string()),
            Some(_) => Err(Unmet::new("G-DEPOSIT", "nothing collected", "collected money")
                .with("reason", "nothing_collected")),
            None => Err(Unmet::new("G-DEPOSIT", "no interruption", "an interruption or an annulment")
                .with("reason", "no_interruption")),
        }
    },
};

/// The ground of a hold that a paper gives.
pub(super) fn ground(gives: Gives) -> Option<HoldGround> {
    gives.as_str().parse().ok()
}

/// A ground of L106 46.1.
pub(super) fn is_clause_one(gives: Gives) -> bool {
    ground(gives).is_some_and(|ground| !ground.is_suspension() && ground != HoldGround::ProtestRequest)
}

/// A suspension that the office itself decides (L106 47.1).
pub(super) fn by_decision(ground: HoldGround) -> bool {
    ground.is_suspension() && !ground.by_notice()
}

/// Interruptions that serve a review of the judgment: the deposit is certain for them (ND152 30.8; U40).
pub(in crate::domain::lifecycle::case) fn for_review(ground: HoldGround) -> bool {
    matches!(ground, HoldGround::ProtestRequest | HoldGround::CassationProposal | HoldGround::Protest)
}

/// A paper that tells of a review.
pub(super) fn is_review(gives: Gives) -> bool {
    matches!(gives, Gives::Protest | Gives::ProtestRequest | Gives::JudgmentAnnulled)
}

/// The unused papers that end this hold.
pub(super) fn ending_papers<'a>(
    case: &'a Case,
    hold: &'a Hold,
    on: NaiveDate,
) -> impl Iterator<Item = &'a Paper> {
    let ends = move |paper: &&Paper| paper.ends == Some(hold.id) && paper.received_on <= on;
    case.unused_papers(Gives::Resume).filter(ends)
}

/// Whether a hold is over on a day. The term ends a postponement; a suspension has none.
pub(super) fn is_ended(case: &Case, hold: &Hold, on: NaiveDate) -> bool {
    let passed = !hold.ground.is_suspension() && hold.until.is_some_and(|until| on > until);
    passed || ending_papers(case, hold, on).next().is_some()
}

/// Decisions after which collected money may go on deposit: interruptions in force, a termination after an annulment.
pub(super) fn deposit_bases(case: &Case) -> impl Iterator<Item = DecisionId> + '_ {
    let annulled = |ground| ground == TerminationGround::JudgmentAnnulled;
    let ended = case.exit.terminations.iter().filter(move |one| annulled(one.ground));
    case.live_holds().map(|hold| hold.decision).chain(ended.map(|one| one.decision))
}

/// What lies undistributed and is not on deposit after this decision.
pub(super) fn idle(facts: &CaseFacts, decision: DecisionId) -> Dong {
    let deposits = facts.case.standstill.deposits.iter();
    let deposits =
        deposits.filter(|deposit| deposit.decision == Some(decision) && deposit.drawn_on.is_none());
    deposits.fold(facts.money.undistributed, |left, deposit| left.saturating_minus(deposit.amount))
}

fn over(facts: &CaseFacts, at: &Context<'_>, wanted: impl Fn(&Hold) -> bool) -> Verdict {
    let mut term: Option<NaiveDate> = None;
    for hold in facts.case.live_holds().filter(|hold| wanted(hold)) {
        if is_ended(&facts.case, hold, at.on) {
            return Ok(hold.ground.to_string());
        }
        if !hold.ground.is_suspension() {
            term = [term, hold.until].into_iter().flatten().min();
        }
    }
    let live = facts.case.live_holds().any(wanted);
    let found = if live { "in force, not ended" } else { "none" };
    let unmet = Unmet::new("G-RESUME", found, "one whose ground or term has ended");
    Err(match term {
        Some(last) => unmet.not_before_day_after(last),
        None => unmet,
    })
}
