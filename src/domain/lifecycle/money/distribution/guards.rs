//! What must be true before a distribution is approved, ordered and released (L106 53–54; ND152 30). Each guard looks at facts
//! that were loaded once; none looks at what the action's body says.

use super::DistributionFacts;
use crate::domain::asset::Asset;
use crate::domain::case::{Case, Stop};
use crate::domain::claim::Payee;
use crate::domain::distribution::{DistributionRefusal, Plan as Shares};
use crate::domain::ids::{CaseId, UserId};
use crate::domain::lifecycle::money::collection::cost_decisions;
use crate::domain::lifecycle::{Context, Guard};
use crate::domain::money::Dong;
use crate::domain::payment::{DistributionState, FeeLine};
use crate::domain::refusal::Unmet;

type G = Guard<DistributionFacts>;
type Verdict = Result<String, Unmet>;

/// Whoever computed it does not approve it.
pub(super) const NOT_PREPARER: G = Guard {
    code: "G-FOUR-EYES",
    test: |facts, context| another(Some(facts.distribution.prepared_by), context),
};

/// Whoever prepared the payment orders does not release them.
pub(super) const NOT_ORDERER: G =
    Guard { code: "G-FOUR-EYES", test: |facts, context| another(facts.distribution.ordered_by, context) };

/// The lines are those that were computed, and add up to the money.
pub(super) const WHOLE: G = Guard { code: "M02_PLAN", test: whole };
/// A later row or pool gets something only when every earlier one is full.
pub(super) const IN_ORDER: G = Guard { code: "M03_ORDER", test: in_order };
/// Neither the case nor its money nor any other case of the debtor moved since the computation.
pub(super) const FRESH: G = Guard { code: "M02_STALE", test: fresh };
/// Sale money is shared only after delivery (L106 54.6; ND152 30.7).
pub(super) const DELIVERED: G = Guard { code: "M04_DELIVERED", test: delivered };
/// No interruption lies on the money, nor on an item that shares in it (L106 46.1; ND152 30.8).
pub(super) const NO_HOLD: G = Guard { code: "M05_HOLD", test: no_hold };
/// Costs are settled by the head, and no creditor is paid while an advance is open (L106 53.6–53.7).
pub(super) const COSTS: G = Guard { code: "M07_COSTS", test: costs };
/// Every organisation that is paid has an account on record; a natural person without one is paid at the agency (ND152 30.5).
pub(super) const PAYEES: G = Guard { code: "M08_PAYEE", test: payees };
/// For an only home the rent money was reckoned (L106 89.2).
pub(super) const ONLY_HOME: G = Guard { code: "M09_ONLY_HOME", test: only_home };

fn another(prepared_by: Option<UserId>, context: &Context<'_>) -> Verdict {
    if prepared_by == Some(context.actor.user) {
        return Err(Unmet::new("G-FOUR-EYES", "prepared by the same person", "prepared by another person"));
    }
    Ok("another person".to_owned())
}

/// The lines are compared with the money only until the plan is booked.
fn is_computed(facts: &DistributionFacts) -> bool {
    facts.distribution.state == DistributionState::Computed
}

fn proof(facts: &DistributionFacts) -> Result<(), DistributionRefusal> {
    let lines = facts.lines.iter().map(|line| line.line).collect();
    Shares { gross_dong: facts.distribution.amount, lines }.check()
}

fn whole(facts: &DistributionFacts, _: &Context<'_>) -> Verdict {
    if !is_computed(facts) {
        return Ok("booked".to_owned());
    }
    let refused =
        |found: String| Err(Unmet::new("M02_PLAN", found, "the lines computed, adding up to the money"));
    if facts.lines_digest != facts.distribution.lines_digest {
        return refused("other lines than those computed".to_owned());
    }
    match proof(facts) {
        Err(broken) if broken != DistributionRefusal::OutOfOrder => refused(broken.to_string()),
        _ => Ok(facts.distribution.amount.to_string()),
    }
}

fn in_order(facts: &DistributionFacts, _: &Context<'_>) -> Verdict {
    if is_computed(facts) && proof(facts) == Err(DistributionRefusal::OutOfOrder) {
        let found = "a later row is paid and an earlier one is not full";
        return Err(Unmet::new("M03_ORDER", found, "every earlier row full"));
    }
    Ok("each row full before the next".to_owned())
}

fn fresh(facts: &DistributionFacts, _: &Context<'_>) -> Verdict {
    let (then, now) = (facts.distribution.case_version, facts.case.version);
    let waiting = facts.waiting();
    let others: Vec<_> = facts.distribution.terms.iter().flat_map(|terms| &terms.others).copied().collect();
    let moved = others != facts.others_now;
    if then == now && waiting >= facts.distribution.amount && !(moved && is_computed(facts)) {
        return Ok(now.to_string());
    }
    let left = waiting.to_string();
    let other = if moved { ", another case of the debtor moved" } else { "" };
    let found = format!("case version {now}, undistributed {left}{other}");
    Err(Unmet::new("M02_STALE", found, format!("case version {then}")).with("amount", left))
}

fn delivered(facts: &DistributionFacts, _: &Context<'_>) -> Verdict {
    if facts.asset.as_ref().is_none_or(|asset| asset.handed_over_on.is_some()) {
        return Ok("delivered".to_owned());
    }
    Err(Unmet::new("M04_DELIVERED", "not handed over", "handed over"))
}

fn no_hold(facts: &DistributionFacts, _: &Context<'_>) -> Verdict {
    let asset = facts.asset.as_ref().and_then(|asset| facts.case.stop_of_asset(asset.id));
    match facts.case.stop().or(asset).or_else(|| held_line(facts)) {
        None => Ok("none".to_owned()),
        Some(stop) => Err(Unmet::new("M05_HOLD", stop.code, "no interruption").with("doc", stop.code)),
    }
}

/// What stops an item that is paid, in whichever case it stands.
fn held_line(facts: &DistributionFacts) -> Option<Stop> {
    let cases = std::iter::once(&facts.case).chain(&facts.others);
    let cases: Vec<&Case> = cases.filter(|case| case.is_interrupted()).collect();
    if cases.is_empty() {
        return None;
    }
    let stop = |line: &FeeLine| {
        let case = cases.iter().find(|case| Some(case.id) == line.line.case)?;
        case.stop_of_item(line.line.obligation?)
    };
    facts.lines.iter().filter(|line| !line.line.share_dong.is_zero()).find_map(stop)
}

fn costs(facts: &DistributionFacts, _: &Context<'_>) -> Verdict {
    if !is_computed(facts) {
        return Ok("booked".to_owned());
    }
    let costs = &facts.case.coercion.costs;
    let decisions = cost_decisions(&facts.case, facts.asset.as_ref());
    let refused = |found: String, required: &str| Err(Unmet::new("M07_COSTS", found, required));
    if let Some(estimated) = decisions.iter().map(|one| costs.expected(*one)).find(|sum| !sum.is_zero()) {
        return refused(format!("estimated {estimated}, not settled"), "costs settled by the head");
    }
    let settled = costs.settlements.iter().filter(|sheet| decisions.contains(&sheet.decision));
    let settled = Dong::sum(settled.map(|sheet| sheet.total)).unwrap_or(Dong::MAX);
    let known = facts.asset.as_ref().map_or(Dong::ZERO, |asset: &Asset| asset.costs);
    if settled < known {
        return refused(format!("spent {known}, settled {settled}"), "every cost settled by the head");
    }
    let paid =
        facts.lines.iter().any(|line| line.line.obligation.is_some() && !line.line.share_dong.is_zero());
    let open = costs.advances.iter().filter(|one| decisions.contains(&one.decision)).find_map(|advance| {
        let back = facts.lines.iter().filter(|line| line.line.charge == Some(advance.id.0));
        let back = Dong::sum(back.map(|line| line.line.share_dong)).unwrap_or(Dong::MAX);
        Some(advance.open().saturating_minus(back)).filter(|left| !left.is_zero())
    });
    match open.filter(|_| paid) {
        Some(left) => refused(format!("advance of {left} open"), "every advance refunded"),
        None => Ok(settled.to_string()),
    }
}

fn payees(facts: &DistributionFacts, _: &Context<'_>) -> Verdict {
    if is_computed(facts) {
        return Ok("asked when payment is ordered".to_owned());
    }
    let lacks = |party| facts.organisations.contains(&party) && !facts.accounts.contains(&party);
    let without = |line: &&FeeLine| matches!(line.line.payee, Payee::Party(party) if lacks(party));
    let paid = facts.lines.iter().filter(|line| !line.line.waits && !line.line.share_dong.is_zero());
    let without = paid.filter(without).count();
    if without == 0 {
        return Ok("every payee has an account".to_owned());
    }
    let found = format!("{without} payees without an account");
    Err(Unmet::new("M08_PAYEE", found, "an account for each payee").with("count", without.to_string()))
}

fn only_home(facts: &DistributionFacts, _: &Context<'_>) -> Verdict {
    // Of shares set free the price gave it already.
    let first = facts.distribution.terms.as_ref().is_none_or(|terms| terms.freed.is_none());
    let home = facts.asset.as_ref().is_some_and(|asset| asset.only_home) && is_computed(facts) && first;
    let rent = facts.distribution.terms.as_ref().and_then(|terms| terms.rent);
    match (home, rent) {
        (true, None) => Err(Unmet::new("M09_ONLY_HOME", "no answer", "the rent reserve reckoned")),
        (true, Some(rent)) => Ok(rent.amount.to_string()),
        (false, _) => Ok("no only home".to_owned()),
    }
}

impl DistributionFacts {
    /// What still waits on the account that this money is on.
    fn waiting(&self) -> Dong {
        match self.distribution.asset {
            Some(_) => self.money.undistributed.saturating_minus(self.money.provisional),
            None => self.money.provisional,
        }
    }

    /// The case of an item that is paid, the acting one or another of the debtor's.
    pub(super) fn case_of(&self, id: Option<CaseId>) -> Option<&Case> {
        std::iter::once(&self.case).chain(&self.others).find(|case| Some(case.id) == id)
    }
}
