//! The auction: the actions and what each takes.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use validator::Validate;

use crate::actions;
use crate::domain::asset::{Failure, OrganisationScore, PauseGround, StopGround};
use crate::domain::lifecycle::asset::{OnPaper, RecordPayment};
use crate::domain::lifecycle::case::Nothing;
use crate::domain::money::Dong;

actions! {
    /// Choice of the organisation, contract, announcement, session, pause, stop, redemption.
    pub enum AuctionAction {
        /// A-36N: the choice of an auction organisation is announced.
        PublishSelectionNotice(PublishSelectionNotice) = "publish_selection_notice",
        /// A-36O: the organisation is chosen.
        ChooseAuctionOrganisation(ChooseAuctionOrganisation) = "choose_auction_organisation",
        /// A-36P: the result of the choice is published.
        PublishSelectionResult(Nothing) = "publish_selection_result",
        /// A-36C: the public centre steps in.
        UsePublicCentre(UsePublicCentre) = "use_public_centre",
        /// the auction contract.
        SignAuctionContract(SignAuctionContract) = "sign_auction_contract",
        /// posted and announced.
        AnnounceAuction(AnnounceAuction) = "announce_auction",
        /// the debtor pays everything.
        RecordRedemption(RecordPayment) = "record_redemption",
        /// paused.
        PauseAuction(PauseAuction) = "pause_auction",
        /// it goes on.
        ContinueAuction(OnPaper) = "continue_auction",
        /// stopped.
        StopAuction(StopAuction) = "stop_auction",
        /// sold.
        RecordSale(RecordSale) = "record_sale",
        /// failed.
        RecordFailedAuction(RecordFailedAuction) = "record_failed_auction",
    }
}

/// Announcement of the choice of an auction organisation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
pub struct PublishSelectionNotice {
    /// Address on the agency's own page.
    #[validate(length(min = 1, max = 500))]
    pub own_page: String,
    /// Address on the national auction portal.
    #[validate(length(min = 1, max = 500))]
    pub national_portal: String,
}

/// The choice.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
pub struct ChooseAuctionOrganisation {
    /// The organisation.
    #[validate(length(min = 1, max = 300))]
    pub organisation: String,
    /// Every organisation that applied, scored by every criterion.
    #[validate(nested, length(min = 1, max = 100))]
    pub scores: Vec<OrganisationScore>,
    /// Why this one among several with the same points.
    #[validate(length(min = 1, max = 1000))]
    pub tie_reason: Option<String>,
}

/// The public auction centre of the area (L106 83.2.a).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
pub struct UsePublicCentre {
    /// The centre.
    #[validate(length(min = 1, max = 300))]
    pub centre: String,
}

/// An auction contract.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
pub struct SignAuctionContract {
    /// The deposit, in thousandths of the start price (AL16 39.1).
    pub deposit_permille: u32,
    /// The start price; must be the one fixed, in đồng.
    pub start_price: Dong,
    /// The day of the session, set by the agency.
    pub session_on: NaiveDate,
    /// The contract provides for pause and stop (L106 84.3).
    pub pause_and_stop_clauses: bool,
    /// It describes the asset: position, area, legal status, faults.
    pub asset_described: bool,
    /// Of several assets the dearest is sold first, and the sale stops when it is enough (L106 83.6).
    pub order_of_sale: bool,
    /// It lays down posting, notices, viewing and the sale of files, and who watches over them.
    pub notice_duties: bool,
}

/// Posting and announcement (AL16 35, 36, 38, 57).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
pub struct AnnounceAuction {
    /// Where it was posted.
    #[validate(length(min = 1, max = 500))]
    pub posted_at: String,
    /// The days of the public notices, past or to come; needed for real estate and for dear movables.
    #[validate(length(max = 20))]
    #[serde(default)]
    pub notices: Vec<NaiveDate>,
    /// The days on which it can be seen, in a row.
    pub viewing_days: u32,
    /// The last day on which files are sold and taken in.
    pub files_until: NaiveDate,
}

/// A pause (L106 84.1).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
pub struct PauseAuction {
    /// Why.
    pub ground: PauseGround,
    /// The paper.
    #[validate(length(min = 1, max = 1000))]
    pub paper: String,
}

/// A stop (L106 84.2; ND152 65.7–65.8).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
pub struct StopAuction {
    /// Why.
    pub ground: StopGround,
    /// The paper.
    #[validate(length(min = 1, max = 1000))]
    pub paper: String,
}

/// A session with a winner.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
pub struct RecordSale {
    /// The price, in đồng.
    pub price: Dong,
    /// How many valid bidders there were; one is enough at or above the start price (AL24 49.1).
    #[validate(range(min = 1, max = 100_000))]
    pub bidders: u32,
    /// The winner meets the conditions that the law sets for buyers of this asset; needed where it sets some.
    #[serde(default)]
    pub winner_eligible: bool,
}

/// A session without a winner.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
pub struct RecordFailedAuction {
    /// Why (AL16 52.1, as amended).
    pub failure: Failure,
    /// A deposit that does not come back (AL16 39.6), in đồng.
    pub forfeited_deposit: Option<Dong>,
}
