//! An asset file on the day it is opened: what it begins with, and everything that is still empty.

use super::*;
use crate::domain::case::Case;

/// Whose thing, of which kind, and what it is called.
type Thing = (PartyId, AssetKind, String);

impl Asset {
    /// A file in which nothing has happened yet: whose thing it is, of which kind, and what it is called.
    pub fn record(id: AssetId, thing: Thing, case: &Case, at: (NaiveDate, DateTime<Utc>)) -> Asset {
        let ((owner, kind, name), (on, now)) = (thing, at);
        Asset {
            id,
            version: 0,
            office: case.office,
            case: case.id,
            owner,
            kind,
            name,
            state: AssetState::Identified,
            recorded_on: on,
            excluded: None,
            only_home: false,
            identifier: None,
            judged: false,
            security_contract: None,
            rank: None,
            lot: None,
            members: Vec::new(),
            queries: Vec::new(),
            verified: None,
            notices: SeizureNotices::default(),
            seized_on: None,
            custody: None,
            papers: Papers::default(),
            foreign_goods: None,
            supplements: Vec::new(),
            dispute: None,
            settled_disputes: Vec::new(),
            exploitation: None,
            valuations: Vec::new(),
            result_notices: Vec::new(),
            revaluation_by: None,
            price_basis: PriceBasis::default(),
            price_kept_on: None,
            reconciliation: None,
            preemption: Preemption::default(),
            preemption_closed_on: None,
            dossier: None,
            procuracy_review: None,
            price_final_on: None,
            unsold_on: None,
            transfer_asked_on: None,
            transferred_in_on: None,
            taking_told_on: None,
            start_price: None,
            selection: None,
            rounds: Vec::new(),
            auction_break: None,
            reductions: 0,
            costs: Dong::ZERO,
            sale: None,
            books: SaleBooks::default(),
            direct_notice_on: None,
            handover_plan: None,
            money_deposited_on: None,
            handed_over_on: None,
            title_file_on: None,
            overrides: Vec::new(),
            drafts: BTreeMap::new(),
            booked: None,
            updated_at: now,
            decisions: Vec::new(),
        }
    }
}
