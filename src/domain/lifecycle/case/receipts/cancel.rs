//! A receipt is cancelled: by a reversing entry, for a reason, by a second person, once, and only while its money is still there and
//! shared out to nobody. Its number stays used, the receipt stays visible.

use serde_json::json;

use super::receive::HERE;
use super::{CaseFacts, ProposeReceiptCancellation, forget};
use crate::domain::case::Case;
use crate::domain::document::DocumentKind;
use crate::domain::lifecycle::Context;
use crate::domain::lifecycle::case::costs::forget_advance;
use crate::domain::lifecycle::case::record;
use crate::domain::lifecycle::plan::Plan;
use crate::domain::refusal::{FieldError, Refusal, wrong};

pub(super) fn cancel(
    facts: &CaseFacts,
    case: &mut Case,
    body: &ProposeReceiptCancellation,
    at: &Context<'_>,
    plan: &mut Plan,
) -> Result<(), Refusal> {
    let Some(brief) = facts.receipt.as_ref().filter(|brief| brief.receipt.case == Some(case.id)) else {
        return Err(wrong("/receipt", "not_in_list"));
    };
    let receipt = &brief.receipt;
    let mut errors = brief.faults(at);
    // A price is taken back with its sale; what came from the office's own books goes back there. What is paid for a cost or a fee or by a
    // prison is entered by an act that does more than write the receipt: its reversal alone would leave the rest standing.
    let all_of_it = HERE.contains(&receipt.kind) || forget_advance(case, receipt.id, plan);
    if receipt.asset.is_some() || receipt.matter.is_some() || !all_of_it {
        errors.push(FieldError::new("/receipt", "contradicts"));
    }
    if !errors.is_empty() {
        return Err(errors.into());
    }
    let content = json!({ "receipt": receipt.id, "number": receipt.number, "series": receipt.series,
        "amount": receipt.amount, "reason": body.reason });
    let document = record(case, DocumentKind::ReceiptCancellation, content, at, plan);
    brief.reverse(&body.reason, document, at, plan)?;
    forget(case, receipt.id);
    if receipt.kind.waits().is_undistributed() && facts.money.undistributed == receipt.amount {
        // There is no money any more with which an advance would have to go back.
        plan.cancelled.push("cost.advance_refund".to_owned());
        let open = case.coercion.costs.advances.iter_mut().filter(|advance| !advance.open().is_zero());
        open.for_each(|advance| advance.refund_due_since = None);
        if facts.money.unpaid.is_zero() {
            // Nothing is left that would have to be paid on.
            plan.cancelled.extend(["payout", "confiscated_cash"].map(str::to_owned));
        }
    }
    Ok(())
}
