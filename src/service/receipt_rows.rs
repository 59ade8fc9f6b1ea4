//! Writing a plan's receipts: their numbers, their rows, who really paid, what was cancelled. It decides nothing.

use super::error::ApiResult;
use super::numbering::Numbered;
use super::record::Recording;
use super::{convert, numbering};
use crate::domain::ids::OfficeId;
use crate::domain::lifecycle::plan::Plan;
use crate::store::{At, Conn, receipts};

/// Gives the numbers, late in the act: others wait for the next one of the series.
pub(super) fn number(conn: &mut Conn, at: &Recording<'_>, plan: &mut Plan) -> ApiResult<Vec<Numbered>> {
    let mut given = Vec::new();
    for receipt in &mut plan.receipts {
        // A printed number is what somebody wrote; an electronic one is given here.
        let numbered = match &receipt.paper {
            Some(paper) => numbering::printed(paper),
            None => numbering::next_in(conn, at.law, receipt.office, &receipt.series, at.on)?,
        };
        receipt.series.clone_from(&numbered.book);
        receipt.number.clone_from(&numbered.full);
        given.push(numbered);
    }
    Ok(given)
}

/// Receipts may belong to a matter that the same act enters: they come after it.
pub(super) fn store(conn: &mut Conn, at: &Recording<'_>, plan: &Plan, given: &[Numbered]) -> ApiResult<()> {
    for (receipt, numbered) in plan.receipts.iter().zip(given) {
        receipts::insert(conn, &convert::receipt_row(receipt, numbered, at.now)?)?;
    }
    for (receipt_id, name) in &plan.payers {
        receipts::insert_payer(conn, &receipts::Payer { receipt_id: *receipt_id, name: name.clone() })?;
    }
    Ok(())
}

/// Writes down what was cancelled.
pub(super) fn cancel(conn: &mut Conn, at: &Recording<'_>, plan: &Plan, office: OfficeId) -> ApiResult<()> {
    for one in &plan.cancellations {
        let row = receipts::Cancelled {
            receipt_id: one.receipt,
            office_id: office,
            cancelled_on: one.on,
            doc: convert::text(one)?,
            created_at: At::from(at.now),
        };
        receipts::cancel(conn, &row)?;
    }
    Ok(())
}
