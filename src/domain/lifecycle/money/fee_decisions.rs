//! Fee decisions (quyết định thu phí; TT216 5.1): one numbered document for each creditor and collection, signed with the distribution
//! that keeps the fee back. Before money goes out, every line has one, or a ground on which none is due (TT216 5.4.a, 6).

use std::collections::BTreeSet;

use serde_json::json;

use super::DistributionFacts;
use crate::domain::case::Case;
use crate::domain::claim::Payee;
use crate::domain::document::DocumentKind;
use crate::domain::fee_account::Assessed;
use crate::domain::ids::UserId;
use crate::domain::lifecycle::plan::Plan;
use crate::domain::lifecycle::{Context, Guard};
use crate::domain::payment::{Distribution, FeeLine};
use crate::domain::refusal::{Refusal, Unmet, wrong};

/// Every creditor's line has a fee decision or a ground for none, and nobody waits for a decision on relief.
pub(super) const FEE_DECIDED: Guard<DistributionFacts> = Guard {
    code: "M06_FEE",
    test: |facts, _| {
        let paid = || facts.lines.iter().filter(|line| !line.line.share_dong.is_zero());
        let open = paid().filter(|line| line.fee_open).count();
        let open_in = |case: &Case| {
            let reliefs = case.fees.reliefs.iter().filter(|relief| relief.is_open());
            reliefs.map(|relief| (Some(case.id), relief.party)).collect::<Vec<_>>()
        };
        let asked: BTreeSet<_> =
            std::iter::once(&facts.case).chain(&facts.others).flat_map(open_in).collect();
        let waits = |line: &&FeeLine| match line.line.payee {
            Payee::Party(party) => asked.contains(&(line.line.case, party)),
            Payee::State | Payee::Agency => false,
        };
        let waiting = paid().filter(waits).count();
        if open + waiting == 0 {
            return Ok("each line has a fee decision or a ground for none".to_owned());
        }
        let found = format!("{open} lines without a ruling, {waiting} with an application not decided");
        Err(Unmet::new("M06_FEE", found, "a fee decision or a ground for none on each line"))
    },
};

/// Signs the fee of each creditor, with a receipt for what is kept back (TT04 14.4), and keeps what he has received and owes.
pub(super) fn decide_fees(
    distribution: &Distribution,
    lines: &[FeeLine],
    preparer: Option<UserId>,
    at: &Context<'_>,
    plan: &mut Plan,
) -> Result<(), Refusal> {
    let mut withheld = false;
    for assessed in lines.iter().filter_map(|line| line.assessed.as_deref()) {
        plan.fees.push(assessed.after().map_err(|_| wrong("", "amount_out_of_range"))?);
        let result = &assessed.result;
        // Below the threshold nothing is decided yet; an exemption is a decision too.
        let nothing = result.scale_after_dong == result.scale_before_dong;
        if nothing && result.withheld_dong.is_zero() {
            continue;
        }
        let decision = plan.record(at, DocumentKind::FeeDecision, preparer, content(distribution, assessed));
        if !result.withheld_dong.is_zero() {
            withheld = true;
            let content = json!({ "decision": decision, "creditor": assessed.before.party, "amount": result.withheld_dong });
            plan.record(at, DocumentKind::FeeReceipt, preparer, content);
        }
    }
    if withheld {
        super::remit::open(at, distribution.id.0, plan)?;
    }
    Ok(())
}

fn content(distribution: &Distribution, assessed: &Assessed) -> serde_json::Value {
    let (input, result) = (&assessed.input, &assessed.result);
    json!({
        "creditor": assessed.before.party, "distribution": distribution.id,
        "received_before": input.received_before, "received_now": input.received_now,
        "factor": input.factor, "relief": result.relief, "scale_before": result.scale_before_dong,
        "scale_after": result.scale_after_dong, "fee": result.fee_dong, "carried_before": input.carried,
        "withheld": result.withheld_dong, "carried": result.carried_dong,
    })
}

/// A relief reduces one fee decision (TT216 7.4); of several the largest has counted, and only that one is used up.
pub(super) fn use_reliefs(case: &mut Case, distribution: &Distribution, lines: &[FeeLine], at: &Context<'_>) {
    if case.fees.reliefs.is_empty() {
        return;
    }
    for assessed in lines.iter().filter_map(|line| line.assessed.as_deref()) {
        let (before, result) = (&assessed.before, &assessed.result);
        let decided = result.scale_after_dong != result.scale_before_dong;
        let Some(used) = result.relief.filter(|_| decided && before.case == case.id) else { continue };
        let held = case.fees.reliefs.iter_mut().find(|one| {
            let same = (one.ground, one.percent) == (used.ground, used.percent);
            same && one.holds_for(before.party, distribution.asset)
        });
        if let Some(relief) = held {
            relief.used_on = Some(at.on);
        }
    }
}
