//! The guards of a lot: what may be done with it depends on its case, its orders and where its lines stand. What hangs on the
//! lines that a body names is checked where the action takes effect.

use super::{ExhibitFacts, day_of, reached, told};
use crate::domain::case::HeldKind;
use crate::domain::exhibit::{Disposition, ExhibitState, Line};
use crate::domain::lifecycle::disposal::{state_paid, time_bar_passed};
use crate::domain::lifecycle::guard::{after, not_stopped};
use crate::domain::lifecycle::{Context, Guard};
use crate::domain::refusal::Unmet;

type G = Guard<ExhibitFacts>;
type Verdict = Result<String, Unmet>;

/// The enforcement decision under which it is dealt with is known (L106 57.1, 58.2, 59.1; ND152 37.1).
pub(super) const HAS_CASE: G = Guard {
    code: "G-XB-CASE",
    test: |facts, _| match facts.lot.head.case {
        Some(case) => Ok(case.to_string()),
        None => Err(Unmet::new("G-XB-CASE", "none", "an enforcement decision")),
    },
};
/// The case is not over: money or an asset can still come into it.
pub(super) const CASE_OPEN: G = Guard {
    code: "G-XB-CASE",
    test: |facts, _| match &facts.case {
        Some(case) if !case.stage.is_final() => Ok(case.stage.to_string()),
        Some(case) => Err(Unmet::new("G-XB-CASE", case.stage.as_str(), "a case that is not over")),
        None => Err(Unmet::new("G-XB-CASE", "none", "a case that is not over")),
    },
};
/// No enforcement decision is known.
pub(super) const NO_CASE: G = Guard {
    code: "G-XB-UNKNOWN",
    test: |facts, _| match facts.lot.head.case {
        None => Ok("none".to_owned()),
        Some(case) => Err(Unmet::new("G-XB-UNKNOWN", case.to_string(), "no enforcement decision")),
    },
};
/// Its case is not interrupted as a whole (L106 46–47).
pub(super) const NO_HOLD: G = Guard {
    code: "G-HOLD",
    test: |facts, _| {
        let stop = facts.case.as_ref().and_then(|case| case.stop());
        not_stopped("G-HOLD", stop, "no interruption of the whole case")
    },
};
/// The hour fixed for the hand-over to the agency has come (ND152 37.1).
pub(super) const APPOINTED: G = Guard {
    code: "G-XB-TIME",
    test: |facts, at| match &facts.lot.appointment {
        None => Err(Unmet::new("G-XB-TIME", "no hour fixed", "an hour that has come").with("at", "-")),
        Some(appointment) => came(appointment.at, at),
    },
};
/// Some line waits to be taken over.
pub(super) const SCHEDULED: G = Guard {
    code: "G-XB-LINES",
    test: |facts, _| some(facts, |line| stands(line, ExhibitState::Scheduled), "scheduled"),
};
/// Some line waits for an hour to be fixed, or fixed anew.
pub(super) const TO_SCHEDULE: G = Guard {
    code: "G-XB-LINES",
    test: |facts, _| {
        let waits =
            |line: &Line| stands(line, ExhibitState::Comparing) || stands(line, ExhibitState::Scheduled);
        some(facts, waits, "comparing, scheduled")
    },
};
/// Some line was refused and waits to be explained.
pub(super) const CLARIFYING: G = Guard {
    code: "G-XB-LINES",
    test: |facts, _| some(facts, |line| stands(line, ExhibitState::Clarifying), "clarifying"),
};
/// Some line is in the agency's charge.
pub(super) const KEPT_LINE: G = Guard {
    code: "G-XB-LINES",
    test: |facts, _| some(facts, |line| line.state.is_kept(), "accepted, releasing"),
};
/// Some line is a sum of money that was not transferred yet (ND152 37.1).
pub(super) const MONEY: G = Guard {
    code: "G-XB-MONEY",
    test: |facts, _| {
        let money =
            |line: &&Line| line.held_kind() == HeldKind::Money && stands(line, ExhibitState::Scheduled);
        match facts.lot.lines.iter().filter(money).count() {
            0 => Err(Unmet::new("G-XB-MONEY", "none", "money that is to be transferred")),
            count => Ok(count.to_string()),
        }
    },
};
/// A signed order of the agency's own store waits for its slip.
pub(super) const NEEDS_SLIP: G = Guard {
    code: "G-EXH-1",
    test: |facts, _| {
        let lot = &facts.lot;
        let waits = lot.waiting_orders().any(|order| order.slip.is_none() && lot.is_own_store(order));
        ordered(waits, "an order to the own store without a slip")
    },
};
/// A signed order of the agency's own store, with its slip, waits to be carried out (TT04 11.2; ND152 38.2.a).
pub(super) const READY: G = Guard {
    code: "G-EXH-1",
    test: |facts, _| {
        let lot = &facts.lot;
        let waits = lot.waiting_orders().any(|order| order.slip.is_some() && lot.is_own_store(order));
        ordered(waits, "a signed order with its slip")
    },
};
/// Whoever signed the order does not write its slip (TT04 11).
pub(super) const NOT_THE_SIGNER: G = Guard { code: "G-EXH-4", test: |facts, at| third(facts, at, false) };
/// Storekeeper, signer and accountant are three people (TT04 11).
pub(super) const THIRD_PERSON: G = Guard { code: "G-EXH-4", test: |facts, at| third(facts, at, true) };
/// A signed order to another keeper waits to be carried out.
pub(super) const ELSEWHERE: G = Guard {
    code: "G-EXH-1",
    test: |facts, _| {
        let lot = &facts.lot;
        ordered(
            lot.waiting_orders().any(|order| !lot.is_own_store(order)),
            "a signed order to another keeper",
        )
    },
};
/// Some order waits.
pub(super) const SOME_ORDER: G = Guard {
    code: "G-EXH-1",
    test: |facts, _| ordered(facts.lot.waiting_orders().next().is_some(), "a signed order"),
};
/// Something was ordered out, and that was carried out (ND152 37.3).
pub(super) const OUT: G = Guard {
    code: "G-EXH-1",
    test: |facts, _| {
        ordered(facts.lot.lines.iter().any(Line::is_out), "a line that was ordered out and is out")
    },
};
/// Something is confiscated.
pub(super) const CONFISCATE: G =
    Guard { code: "G-XB-DISPOSITION", test: |facts, _| disposed(facts, Disposition::Confiscate) };
/// Something is to be given back.
pub(super) const RETURN: G =
    Guard { code: "G-XB-DISPOSITION", test: |facts, _| disposed(facts, Disposition::Return) };
/// Something is kept as security.
pub(super) const KEEP: G =
    Guard { code: "G-XB-DISPOSITION", test: |facts, _| disposed(facts, Disposition::Keep) };
/// Something is kept as security, or is to be given back to somebody who owes.
pub(super) const ENFORCEABLE: G = Guard {
    code: "G-XB-DISPOSITION",
    test: |facts, at| (KEEP.test)(facts, at).or_else(|_| (RETURN.test)(facts, at)),
};
/// Something is to be destroyed: by judgment, or by a decision (G-EXH-5; L106 58.1, 59.2).
pub(super) const TO_DESTROY: G = Guard {
    code: "G-TH-NONE",
    test: |facts, _| {
        if facts.lot.lines.iter().any(|line| line.state.is_kept() && line.is_to_be_destroyed()) {
            return Ok("to be destroyed".to_owned());
        }
        Err(Unmet::new("G-TH-NONE", "nothing", "something that is to be destroyed"))
    },
};
/// A council is set up and has not finished.
pub(super) const COUNCIL: G = Guard {
    code: "G-TH-COUNCIL",
    test: |facts, _| match facts.lot.council() {
        Some(council) => Ok(council.set_up_on.to_string()),
        None => Err(Unmet::new("G-TH-COUNCIL", "none", "a destruction council that was set up")),
    },
};
/// A thing that was not collected in time (L106 59.1).
pub(super) const GOODS_UNCLAIMED: G =
    Guard { code: "G-RT-GOODS", test: |facts, at| unclaimed(facts, at, "G-RT-GOODS", HeldKind::is_goods) };
/// A thing that was not collected in time; of a lot without a judgment, five years (L106 59.2; ND152 38.3).
pub(super) const UNCLAIMED_OR_UNKNOWN: G = Guard {
    code: "G-RT-GOODS",
    test: |facts, at| {
        let guard = if facts.lot.is_unknown() { FIVE_YEARS } else { GOODS_UNCLAIMED };
        (guard.test)(facts, at)
    },
};
/// Papers that were not collected in time (L106 59.2).
pub(super) const PAPERS_UNCLAIMED: G = Guard {
    code: "G-RT-PAPERS",
    test: |facts, at| unclaimed(facts, at, "G-RT-PAPERS", |kind| kind == HeldKind::Papers),
};
/// The hour fixed for the receiver of what is confiscated has come, and the things are there (ND152 39.2).
pub(super) const RECEIVER_DUE: G = Guard {
    code: "G-XB-TIME",
    test: |facts, at| {
        let hours = facts.lot.waiting_orders().filter_map(|order| order.at);
        match hours.min() {
            Some(hour) => came(hour, at),
            None => Err(Unmet::new("G-XB-TIME", "no hour fixed", "an hour that has come").with("at", "-")),
        }
    },
};
/// Something was confiscated and not refunded yet.
pub(super) const CONFISCATED: G = Guard {
    code: "G-TT-DONE",
    test: |facts, _| {
        let done = facts.lot.lines.iter().filter(|line| line.state == ExhibitState::Confiscated).count();
        if done > 0 {
            return Ok(done.to_string());
        }
        Err(Unmet::new("G-TT-DONE", "nothing confiscated", "a confiscation carried out and not refunded"))
    },
};
/// The time-bar of the creditor's request has passed (ND152 41.3).
pub(super) const TIME_BAR_PASSED: G = Guard {
    code: "G-RT-BAR",
    test: |facts, at| match facts.in_force_on {
        Some(day) => time_bar_passed(at, day),
        None => Err(Unmet::new("G-RT-BAR", "no judgment", "a time-bar that has passed").with("date", "-")),
    },
};
/// Nothing is owed to the State any more (ND152 41.3).
pub(super) const STATE_PAID: G = Guard {
    code: "G-RT-STATE",
    test: |facts, _| state_paid(facts.case.as_ref().map(|case| case.outstanding()).unwrap_or_default()),
};
/// The five years since the agency took it over have passed (ND152 38.3).
pub(super) const FIVE_YEARS: G = Guard {
    code: "G-XB-5Y",
    test: |facts, at| {
        let last = crate::domain::lifecycle::case::due(at, "ex.lie_5y", facts.lot.head.received_on)?;
        after(at, "G-XB-5Y", last)
    },
};

fn stands(line: &Line, state: ExhibitState) -> bool {
    line.state == state
}

fn some(facts: &ExhibitFacts, wanted: impl Fn(&Line) -> bool, required: &str) -> Verdict {
    match facts.lot.lines.iter().filter(|line| wanted(line)).count() {
        0 => Err(Unmet::new("G-XB-LINES", "none", required).with("required", required)),
        count => Ok(count.to_string()),
    }
}

fn came(hour: chrono::DateTime<chrono::Utc>, at: &Context<'_>) -> Verdict {
    let (now, told) = (told(at.now), told(hour));
    if reached(hour, at) {
        return Ok(told);
    }
    let unmet = Unmet::new("G-XB-TIME", now, format!("not before {told}"));
    Err(unmet.not_before(day_of(hour)).with("at", told))
}

/// Whether some order of the own store, with its slip or without, waits on which this user has not acted.
fn third(facts: &ExhibitFacts, at: &Context<'_>, with_slip: bool) -> Verdict {
    let lot = &facts.lot;
    let waits = lot.waiting_orders().filter(|order| order.slip.is_some() == with_slip);
    let mut waiting = waits.filter(|order| lot.is_own_store(order)).peekable();
    if waiting.peek().is_some() && waiting.all(|order| order.is_of(at.actor.user)) {
        return Err(Unmet::new("G-EXH-4", "signed or booked by the same person", "a third person"));
    }
    Ok("another person".to_owned())
}

fn ordered(waits: bool, required: &str) -> Verdict {
    if waits {
        return Ok(required.to_owned());
    }
    Err(Unmet::new("G-EXH-1", "none", required))
}

fn disposed(facts: &ExhibitFacts, wanted: Disposition) -> Verdict {
    let waits = |line: &&Line| line.state.is_kept() && line.disposition == Some(wanted);
    match facts.lot.lines.iter().filter(waits).count() {
        0 => {
            let unmet = Unmet::new("G-XB-DISPOSITION", "none", wanted.as_str());
            Err(unmet.with("required", wanted.as_str()))
        }
        count => Ok(count.to_string()),
    }
}

fn unclaimed(
    facts: &ExhibitFacts,
    at: &Context<'_>,
    code: &'static str,
    of_kind: impl Fn(HeldKind) -> bool,
) -> Verdict {
    let waits = facts.lot.open().filter(|line| of_kind(line.held_kind()));
    match waits.filter_map(|line| line.notified.as_ref()).map(|notice| notice.collect_until).min() {
        Some(last) => after(at, code, last),
        None => Err(Unmet::new(code, "nothing of that kind waits", "something unclaimed").with("date", "-")),
    }
}
