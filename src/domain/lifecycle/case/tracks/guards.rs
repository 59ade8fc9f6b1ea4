//! The guards of return, confiscation and destruction: which way the case goes, whether a term has passed, what is there to act on.

use chrono::NaiveDate;

use crate::domain::case::{Case, Held, HeldKind, Stage, Track};
use crate::domain::lifecycle::case::CaseFacts;
use crate::domain::lifecycle::disposal::{state_paid, time_bar_passed};
use crate::domain::lifecycle::guard::after;
use crate::domain::lifecycle::{Context, Guard};
use crate::domain::refusal::Unmet;

type G = Guard<CaseFacts>;
type Verdict = Result<String, Unmet>;

/// The case has no voluntary period: return, confiscation or destruction (L106 57–59).
pub(super) const SPECIAL: G = Guard {
    code: "G-TRACK",
    test: |facts, _| match facts.case.track {
        Track::Standard => Err(not_on(&facts.case, "return, confiscate, destroy")),
        track => Ok(track.to_string()),
    },
};
/// The case returns something.
pub(super) const RETURN: G = Guard { code: "G-TRACK", test: |facts, _| on(facts, Track::Return) };
/// The case does not return anything yet.
pub(super) const NOT_RETURN: G = Guard {
    code: "G-TRACK",
    test: |facts, _| match facts.case.track {
        Track::Return => Err(not_on(&facts.case, "standard, confiscate, destroy")),
        track => Ok(track.to_string()),
    },
};
/// The case confiscates something.
pub(super) const CONFISCATE: G = Guard { code: "G-TRACK", test: |facts, _| on(facts, Track::Confiscate) };
/// A provisional urgent measure (L106 62).
pub(super) const PROVISIONAL: G = Guard {
    code: "G-KCTT",
    test: |facts, _| {
        if facts.case.provisional_measure {
            return Ok("provisional measure".to_owned());
        }
        Err(Unmet::new("G-KCTT", "no provisional measure", "a provisional measure"))
    },
};
/// Some debtor was validly notified and waits (L106 35).
pub(super) const NOTICE_GIVEN: G = Guard { code: "G-NOTICE-GIVEN", test: notice_given };
/// Something still waits for its recipient.
pub(super) const WAITING: G = Guard {
    code: "G-RT-OPEN",
    test: |facts, _| match facts.case.special.open().count() {
        0 => Err(Unmet::new("G-RT-OPEN", "nothing", "something that waits for its recipient")),
        count => Ok(count.to_string()),
    },
};
/// Money that was not collected in time (L106 59.1).
pub(super) const MONEY_UNCLAIMED: G = Guard {
    code: "G-RT-MONEY",
    test: |facts, at| {
        passed(facts, at, "G-RT-MONEY", |held| {
            (held.is_money() && held.deposit.is_none()).then(|| held.sold_on.or(held.collect_until)).flatten()
        })
    },
};
/// A thing that was not collected in time (L106 59.1).
pub(super) const GOODS_UNCLAIMED: G = Guard {
    code: "G-RT-GOODS",
    test: |facts, at| {
        passed(facts, at, "G-RT-GOODS", |held| unsold(held).then_some(held.collect_until).flatten())
    },
};
/// Papers that were not collected in time (L106 59.2).
pub(super) const PAPERS_UNCLAIMED: G = Guard {
    code: "G-RT-PAPERS",
    test: |facts, at| {
        passed(facts, at, "G-RT-PAPERS", |held| {
            (held.kind == HeldKind::Papers).then_some(held.collect_until).flatten()
        })
    },
};
/// Deposited money whose five years, or whose one year, have passed (L106 59.1).
pub(super) const FORFEITABLE: G = Guard {
    code: "G-RT-FORFEIT",
    test: |facts, at| {
        passed(facts, at, "G-RT-FORFEIT", |held| held.deposit.as_ref().map(|deposit| deposit.forfeit_after))
    },
};
/// Damaged currency that waits.
pub(super) const DAMAGED: G = Guard {
    code: "G-RT-DAMAGED",
    test: |facts, _| {
        let mut open = facts.case.special.open();
        match open.find(|held| held.kind == HeldKind::DamagedCurrency && held.exchange_asked_on.is_none()) {
            Some(held) => Ok(held.description.clone()),
            None => Err(Unmet::new("G-RT-DAMAGED", "none", "damaged currency that waits")),
        }
    },
};
/// Something was forfeited and not refunded yet.
pub(super) const FORFEITED: G = Guard {
    code: "G-RT-REFUND",
    test: |facts, _| {
        let forfeited = facts.case.special.held.iter().filter(|held| refundable(held)).count();
        if forfeited > 0 {
            return Ok(forfeited.to_string());
        }
        Err(Unmet::new("G-RT-REFUND", "nothing forfeited", "a forfeited sum that was not refunded"))
    },
};
/// The time-bar of the creditor's request has passed (ND152 41.3).
pub(super) const TIME_BAR_PASSED: G =
    Guard { code: "G-RT-BAR", test: |facts, at| time_bar_passed(at, facts.in_force_on) };
/// Nothing is owed to the State any more (ND152 41.3).
pub(super) const STATE_PAID: G =
    Guard { code: "G-RT-STATE", test: |facts, _| state_paid(facts.case.outstanding()) };
/// Money lies undistributed on the case.
pub(super) const MONEY_LIES: G = Guard {
    code: "G-TT-CASH",
    test: |facts, _| {
        if facts.money.provisional.is_zero() {
            return Err(Unmet::new("G-TT-CASH", "0", "money received on the case"));
        }
        Ok(facts.money.provisional.to_string())
    },
};
/// The case was decided only for a payment after the time-bar (ND152 10.3).
pub(super) const AFTER_BAR: G = Guard {
    code: "G-RT-AFTER-BAR",
    test: |facts, _| {
        if facts.case.special.after_time_bar {
            return Ok("after the time-bar".to_owned());
        }
        Err(Unmet::new("G-RT-AFTER-BAR", "another case", "a case for a payment after the time-bar"))
    },
};
/// A payment after the time-bar whose year has passed (ND152 10.3).
pub(super) const LATE_UNCLAIMED: G = Guard { code: "G-RT-LATE", test: late_unclaimed };
/// Something was confiscated and not refunded yet.
pub(super) const CONFISCATED: G = Guard {
    code: "G-TT-DONE",
    test: |facts, _| {
        let done = facts.case.special.confiscated.iter().filter(|one| one.refunded_on.is_none()).count();
        if done > 0 {
            return Ok(done.to_string());
        }
        Err(Unmet::new("G-TT-DONE", "nothing confiscated", "a confiscation carried out and not refunded"))
    },
};
/// There is something to destroy: by judgment, or by a decision on an unclaimed thing (L106 58.1, 59.2).
pub(super) const TO_DESTROY: G = Guard {
    code: "G-TH-NONE",
    test: |facts, _| {
        let unclaimed = facts.case.special.open().any(|held| held.destruction.is_some());
        if facts.case.track == Track::Destroy || unclaimed {
            return Ok("to be destroyed".to_owned());
        }
        Err(Unmet::new("G-TH-NONE", "nothing", "something that is to be destroyed"))
    },
};
/// A council is set up and has not finished.
pub(super) const COUNCIL: G = Guard {
    code: "G-TH-COUNCIL",
    test: |facts, _| match facts.case.special.council() {
        Some(council) => Ok(council.set_up_on.to_string()),
        None => Err(Unmet::new("G-TH-COUNCIL", "none", "a destruction council that was set up")),
    },
};

fn on(facts: &CaseFacts, track: Track) -> Verdict {
    if facts.case.track == track {
        return Ok(track.to_string());
    }
    Err(not_on(&facts.case, track.as_str()))
}

fn not_on(case: &Case, required: &str) -> Unmet {
    Unmet::new("G-TRACK", case.track.as_str(), required).with("required", required)
}

fn notice_given(facts: &CaseFacts, _: &Context<'_>) -> Verdict {
    let waits = |stage| matches!(stage, Stage::Decided);
    let mut tracks = facts.case.debtors.iter().filter(|track| waits(track.stage));
    match tracks.find_map(|track| track.notified_on) {
        Some(day) => Ok(day.to_string()),
        None => {
            Err(Unmet::new("G-NOTICE-GIVEN", "nobody notified waits", "a debtor who was validly notified"))
        }
    }
}

/// A thing that nobody sold or decided to destroy yet.
pub(super) fn unsold(held: &Held) -> bool {
    held.kind.is_goods() && held.sold_on.is_none() && held.destruction.is_none()
}

/// A forfeited sum that was not refunded.
pub(super) fn refundable(held: &Held) -> bool {
    held.ended == Some(crate::domain::case::HeldEnd::Forfeited) && held.refunded_on.is_none()
}

/// Whether the last day of one of these has passed.
fn passed(
    facts: &CaseFacts,
    at: &Context<'_>,
    code: &'static str,
    last: impl Fn(&Held) -> Option<NaiveDate>,
) -> Verdict {
    match facts.case.special.open().filter_map(last).min() {
        Some(last) => after(at, code, last),
        None => Err(Unmet::new(code, "nothing of that kind waits", "something unclaimed").with("date", "-")),
    }
}

fn late_unclaimed(facts: &CaseFacts, at: &Context<'_>) -> Verdict {
    let open = facts.case.special.late_payments.iter().filter(|late| late.settled_on.is_none());
    match open.map(|late| late.collect_until).min() {
        Some(last) => after(at, "G-RT-LATE", last),
        None => {
            let unmet = Unmet::new("G-RT-LATE", "no such payment", "a payment after the time-bar, notified");
            Err(unmet.with("date", "-"))
        }
    }
}
