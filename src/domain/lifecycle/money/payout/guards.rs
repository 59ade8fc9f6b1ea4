//! What must be true before money goes out to one payee: it is there, nobody holds it, the payee may receive it in this way, and a time
//! that must pass has passed (ND152 30, 41; TT04 18).

use super::PayoutFacts;
use crate::domain::claim::Payee;
use crate::domain::judgment::PartyKind;
use crate::domain::lifecycle::guard::after;
use crate::domain::lifecycle::{Context, Guard};
use crate::domain::money::Dong;
use crate::domain::payment::PayoutMeans;
use crate::domain::refusal::Unmet;

type G = Guard<PayoutFacts>;

/// The case has at least this much at the bank (TT78 7.1.b).
pub(super) const BALANCE: G = Guard {
    code: "M01_BALANCE",
    test: |facts, _| {
        let there = facts.there();
        let due = facts.due().plus(facts.payout.interest).unwrap_or(Dong::MAX);
        if there >= due {
            return Ok(there.get().to_string());
        }
        let limit = there.to_string();
        Err(Unmet::new("M01_BALANCE", limit.clone(), due.to_string()).with("limit", limit))
    },
};

/// No interruption lies on the case's money (ND152 30.3.b–c, 30.8).
pub(super) const NO_HOLD: G = Guard {
    code: "M05_HOLD",
    test: |facts, _| match facts.case.stop() {
        None => Ok("none".to_owned()),
        Some(stop) => Err(Unmet::new("M05_HOLD", stop.code, "no interruption").with("doc", stop.code)),
    },
};

fn unverified(found: &str, required: &str) -> Unmet {
    Unmet::new("M08_PAYEE", found, required).with("count", "1")
}

/// A party is paid by transfer into an account of its own (ND152 30.5).
pub(super) const ACCOUNT: G = Guard {
    code: "M08_PAYEE",
    test: |facts, _| match (facts.payout.payee, facts.payout.means, &facts.payee) {
        (Payee::State | Payee::Agency, ..) => Ok("budget or agency".to_owned()),
        (_, PayoutMeans::Agency | PayoutMeans::Post, _) => {
            Err(unverified("to be paid at the agency", "ordered by transfer"))
        }
        (_, _, Some(payee)) if payee.has_account => Ok("an account of its own".to_owned()),
        _ => Err(unverified("no account", "an account of the payee's own")),
    },
};

/// Only a natural person is paid at the agency, and only one who gave no account (ND152 30.5).
pub(super) const PERSON: G = Guard {
    code: "M08_PAYEE",
    test: |facts, _| match &facts.payee {
        Some(payee) if payee.kind == PartyKind::Organisation => {
            Err(unverified("an organisation", "a natural person: organisations by transfer"))
        }
        Some(_) if facts.payout.means == PayoutMeans::Agency => Ok("a natural person".to_owned()),
        _ => Err(unverified("ordered by transfer", "a natural person, ordered to be paid at the agency")),
    },
};

/// Where the judgment orders foreign currency, it is set aside or bought, or the parties agreed on đồng (ND152 30.6).
pub(super) const EXCHANGED: G = Guard {
    code: "G-FX",
    test: |facts, _| match facts.foreign_due() {
        None => Ok("settled".to_owned()),
        Some(currency) => {
            let required = "the currency collected or bought, or the parties' agreement on đồng";
            Err(Unmet::new("G-FX", currency, required).with("doc", currency))
        }
    },
};

/// It is owed in foreign currency, and not all of it is settled yet.
pub(super) const FOREIGN: G = Guard {
    code: "G-FX-DUE",
    test: |facts, _| match facts.foreign_due() {
        Some(currency) => Ok(currency.to_owned()),
        None => Err(Unmet::new("G-FX-DUE", "nothing to exchange", "owed in foreign currency, not settled")),
    },
};

/// What was collected in the currency is paid in it: only đồng are changed, and only for them may the parties agree on đồng (ND152 30.6).
pub(super) const NONE_COLLECTED: G = Guard {
    code: "G-FX-COLLECTED",
    test: |facts, _| match facts.collected_for() {
        None => Ok("none".to_owned()),
        Some((currency, held)) => {
            let found = format!("{} {currency}", held.quantity);
            Err(Unmet::new("G-FX-COLLECTED", found.clone(), "paid as it was collected").with("found", found))
        }
    },
};

/// The case holds the currency in which it is owed, and none was set aside or bought yet.
pub(super) const COLLECTED: G = Guard {
    code: "G-FX-HELD",
    test: |facts, _| match facts.collected_for() {
        Some((currency, held)) => Ok(format!("{} {currency}", held.quantity)),
        None => {
            let currency = facts.payout.foreign.as_deref().unwrap_or("VND");
            let required = "collected currency in which it is still owed";
            Err(Unmet::new("G-FX-HELD", "none", required).with("currency", currency))
        }
    },
};

/// Fees, the budget's part and costs are due in đồng: they are there before the currency goes to its payee, who bears the fee (TT216 5.4.a).
pub(super) const DONG_FIRST: G = Guard {
    code: "G-FX-DONG",
    test: |facts, _| {
        let there = facts.dong_there();
        if there >= facts.dong_owed {
            return Ok(there.to_string());
        }
        let short = facts.dong_owed.saturating_minus(there).to_string();
        Err(Unmet::new("G-FX-DONG", there.to_string(), facts.dong_owed.to_string()).with("amount", short))
    },
};

/// It is due in đồng, the case has too few, and the case holds currency that can be sold for them.
pub(super) const SHORT: G = Guard {
    code: "G-FX-SELL",
    test: |facts, _| {
        let short = facts.dong_short();
        if !short.is_zero() && !facts.collected.is_empty() {
            return Ok(short.to_string());
        }
        let found = if short.is_zero() { "no đồng are missing" } else { "no currency was collected" };
        Err(Unmet::new("G-FX-SELL", found, "due in đồng that are not there, and currency that is"))
    },
};

/// Whoever ordered it anew does not release it.
pub(super) const NOT_ORDERER: G = Guard {
    code: "G-FOUR-EYES",
    test: |facts, at| {
        if facts.payout.ordered_by == Some(at.actor.user) {
            return Err(Unmet::new(
                "G-FOUR-EYES",
                "prepared by the same person",
                "prepared by another person",
            ));
        }
        Ok("another person".to_owned())
    },
};

/// The payee must come, or his money came back (L106 59.1).
pub(super) const TO_COLLECT: G = Guard {
    code: "G-PAY-COLLECT",
    test: |facts, _| {
        let payout = &facts.payout;
        let party = matches!(payout.payee, Payee::Party(_));
        let waits = payout.means == PayoutMeans::Agency || !payout.failures.is_empty();
        if party && waits {
            return Ok("to be collected".to_owned());
        }
        Err(Unmet::new("G-PAY-COLLECT", "paid by transfer", "to be collected at the agency, or returned"))
    },
};

fn over(facts: &PayoutFacts, at: &Context<'_>, code: &'static str) -> Result<String, Unmet> {
    match &facts.payout.absence {
        Some(absence) => after(at, code, absence.collect_until),
        None => {
            Err(Unmet::new(code, "not notified", "notified, and the time to collect over").with("date", "-"))
        }
    }
}

/// By post only to a natural person, after the time to collect (ND152 30.5).
pub(super) const POSTABLE: G = Guard {
    code: "M10_POST",
    test: |facts, at| {
        let person = facts.payee.as_ref().is_some_and(|payee| payee.kind == PartyKind::Person);
        if !person {
            return Err(Unmet::new("M10_POST", "no natural person", "a natural person").with("amount", "-"));
        }
        over(facts, at, "M10_POST").map_err(|unmet| unmet.with("amount", "-"))
    },
};

/// The time to collect is over (L106 59.1).
pub(super) const UNCLAIMED: G = Guard { code: "G-RT-MONEY", test: |facts, at| over(facts, at, "G-RT-MONEY") };

/// The five years, or the one year, are over, and the notice is on file (L106 59.1).
pub(super) const FORFEITABLE: G = Guard {
    code: "M11_FORFEIT",
    test: |facts, at| match &facts.payout.deposit {
        Some(deposit) => after(at, "M11_FORFEIT", deposit.forfeit_after),
        None => Err(Unmet::new("M11_FORFEIT", "not deposited", "deposited after a notice").with("date", "-")),
    },
};
