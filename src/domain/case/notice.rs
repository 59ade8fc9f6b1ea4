//! How a document is made known to a party (thông báo; L106 35; ND152 15–19, 33): the channels, what each proves, and the day from
//! which it counts. Notices themselves are kept apart from the case: a case may have tens of thousands of parties.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::domain::ids::{DecisionId, PartyId};
use crate::text_enum;

text_enum! {
    /// A way of giving notice.
    pub enum NoticeChannel {
        /// Handed over by a carrier (ND152 16).
        Physical = "physical",
        /// National electronic identification, VNeID (ND152 15).
        Digital = "digital",
        /// Public posting (ND152 17).
        Posting = "posting",
        /// Newspaper or broadcasting (ND152 18).
        Media = "media",
        /// Through the head of a prison (ND152 33).
        Prison = "prison",
        /// Judicial assistance (L106 35.4.b).
        Assistance = "assistance",
        /// A Vietnamese mission, for a citizen (L106 35.4.c).
        Mission = "mission",
        /// Post to an address abroad (L106 35.4.d).
        PostAbroad = "post_abroad",
        /// A representative office, branch or representative in Viet Nam (L106 35.4.đ).
        Representative = "representative",
        /// The Ministry of Justice's portal, when everything else failed (ND152 19.3).
        MinistryPortal = "ministry_portal",
    }
}

impl NoticeChannel {
    /// A way that leads to an address abroad.
    pub fn is_abroad(self) -> bool {
        use NoticeChannel as C;
        matches!(self, C::Assistance | C::Mission | C::PostAbroad | C::Representative | C::MinistryPortal)
    }
}

/// What is known of an addressee: it decides the channel (ND152 15–19, 33).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Circumstances {
    /// Serves a prison sentence.
    #[serde(default)]
    pub in_prison: bool,
    /// Lives abroad.
    #[serde(default)]
    pub abroad: bool,
    /// An address is known.
    pub address_known: bool,
    /// The identification number is known.
    pub number_known: bool,
    /// Proved to have no digital access, or asked for delivery and pays (ND152 16.1.c–d).
    #[serde(default)]
    pub wants_delivery: bool,
}

impl Circumstances {
    /// The channels that count, first the one that comes first in law. `decision` is whether the document is the enforcement
    /// decision itself, `digital` whether digital notice has been announced (ND152 115.2).
    pub fn channels(self, decision: bool, digital: bool) -> &'static [NoticeChannel] {
        use NoticeChannel as C;
        match (self.in_prison, self.abroad, self.address_known, self.number_known) {
            (true, ..) => &[C::Prison],
            (_, true, true, _) => {
                &[C::Assistance, C::Mission, C::PostAbroad, C::Representative, C::MinistryPortal]
            }
            (_, true, false, _) if digital => &[C::Digital],
            (_, true, false, _) => &[C::MinistryPortal],
            // Neither number nor address: only the posting is left (ND152 17.1.a).
            (_, _, false, false) => &[C::Posting],
            // The decision is handed over; where that fails, it is posted (ND152 16.1.b, 17.1.b; U42 without an address).
            _ if decision => &[C::Physical, C::Posting, C::Media],
            (_, _, true, false) => &[C::Physical, C::Posting],
            _ if self.wants_delivery || !digital => &[C::Physical, C::Posting],
            _ => &[C::Digital],
        }
    }
}

/// A notice of one document to one addressee.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Notice {
    /// Its identifier.
    pub id: Uuid,
    /// The document.
    pub document: DecisionId,
    /// The addressee.
    pub addressee: PartyId,
    /// How.
    pub channel: NoticeChannel,
    /// The day it was sent off.
    pub sent_on: Option<NaiveDate>,
    /// Ngày thông báo hợp lệ: the day from which the addressee's periods run; none until it is proven.
    pub valid_on: Option<NaiveDate>,
    /// What proves it: minutes, slip, message of the system, in brief.
    pub evidence: Option<String>,
}

/// Notice abroad on its way (ND152 19).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct AbroadNotice {
    /// The ways taken at the same time.
    pub channels: Vec<NoticeChannel>,
    /// The day the ministry sent a valid dossier, or the papers went off.
    pub sent_on: NaiveDate,
    /// The day the ministry was asked to urge.
    pub urged_on: Option<NaiveDate>,
    /// The day impossibility or failure was reported.
    pub failed_on: Option<NaiveDate>,
}

/// Notice by publication of the enforcement decision, as the head decided it (ND152 18).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct MediaNotice {
    /// The decision to publish.
    pub decision: DecisionId,
    /// Whom it is for.
    pub debtors: Vec<PartyId>,
    /// The second of two consecutive publications: valid from that day.
    pub published_on: Option<NaiveDate>,
}
