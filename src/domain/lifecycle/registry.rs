//! The row behind an act of the past, by what the history says of it: its code and its action. It knows no facts.

use super::asset::AssetLifecycle;
use super::case::CaseLifecycle;
use super::entrustment::{EntrustmentLifecycle, VerificationDelegationLifecycle};
use super::exhibit::ExhibitLifecycle;
use super::held_money::HeldMoneyLifecycle;
use super::intake::{JudgmentLifecycle, RequestLifecycle};
use super::money::{DistributionLifecycle, PayoutLifecycle};
use super::oversight::complaint::ComplaintLifecycle;
use super::oversight::finding::FindingLifecycle;
use super::oversight::procuracy::ProcuracyLifecycle;
use super::private_office::{OfficeFileLifecycle, OfficeRequestLifecycle};
use super::procuracy_list::ProcuracyListLifecycle;
use super::{Lifecycle, Who};
use crate::domain::document::DocumentKind;

/// What a row says of who may do the act and which document it makes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ActRow {
    /// Who may do it; any one of them.
    pub who: &'static [Who],
    /// The document.
    pub document: Option<DocumentKind>,
    /// Whether one person drafts it and another signs.
    pub drafted: bool,
}

/// The row with this code and action, in whichever lifecycle. An act that makes its aggregate has none.
pub fn find(code: &str, action: &str) -> Option<ActRow> {
    let all = [
        row::<JudgmentLifecycle>,
        row::<RequestLifecycle>,
        row::<CaseLifecycle>,
        row::<AssetLifecycle>,
        row::<DistributionLifecycle>,
        row::<PayoutLifecycle>,
        row::<ProcuracyListLifecycle>,
        row::<HeldMoneyLifecycle>,
        row::<ExhibitLifecycle>,
        row::<OfficeFileLifecycle>,
        row::<OfficeRequestLifecycle>,
        row::<EntrustmentLifecycle>,
        row::<VerificationDelegationLifecycle>,
        row::<ComplaintLifecycle>,
        row::<ProcuracyLifecycle>,
        row::<FindingLifecycle>,
    ];
    all.into_iter().find_map(|of| of(code, action))
}

fn row<L: Lifecycle>(code: &str, action: &str) -> Option<ActRow> {
    let found = L::table().iter().find(|row| row.code == code && row.action == action)?;
    Some(ActRow { who: found.who, document: found.document, drafted: found.proposal.is_some() })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_is_found_by_its_lifecycle() {
        let found = find("PR-02", "agree_with_procuracy").unwrap();
        assert_eq!((found.document, found.drafted), (Some(DocumentKind::ProcuracyReply), true));
        assert_eq!(find("PR-02", "decline_recommendation"), None);
        assert_eq!(find("PR-01", "receive_procuracy_act"), None);
    }
}
