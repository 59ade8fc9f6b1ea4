//! What the fee of a distribution needs from the store. How it is reckoned stands in the domain.

use super::error::ApiResult;
use crate::domain::asset::Asset;
use crate::domain::case::Case;
use crate::store::{Conn, receipts};

/// All money of the case so far came within the voluntary period: then no fee is due (L106 53.1).
pub(super) fn is_voluntary(conn: &mut Conn, case: &Case, asset: Option<&Asset>) -> ApiResult<bool> {
    let Some(until) = case.voluntary_until().filter(|_| asset.is_none()) else {
        return Ok(false);
    };
    let mut after = None;
    loop {
        let page = receipts::by_case(conn, case.id, after, crate::store::MAX_ROWS)?;
        if page.iter().any(|row| row.received_on > until) {
            return Ok(false);
        }
        match page.last() {
            Some(last) if i64::try_from(page.len()).unwrap_or(0) == crate::store::MAX_ROWS => {
                after = Some(last.id)
            }
            _ => return Ok(true),
        }
    }
}
