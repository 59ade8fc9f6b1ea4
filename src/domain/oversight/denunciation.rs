//! A denunciation of somebody who enforces judgments (tố cáo, L106 108–110). Who denounces is not in here: that is kept apart and
//! shown to those on the access list only (L106 108.2.b).

use std::collections::BTreeSet;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::Term;
use crate::domain::ids::{MatterId, UserId};
use crate::domain::judgment::Drafts;
use crate::domain::matter::{Matter, MatterHead};
use crate::text_enum;

text_enum! {
    /// Where a denunciation stands.
    pub enum DenunciationState {
        /// Entered in the register.
        Received = "received",
        /// Not accepted.
        NotAccepted = "not_accepted",
        /// Handed to the body that resolves it.
        Forwarded = "forwarded",
        /// Accepted.
        Accepted = "accepted",
        /// Resolving stands still.
        Suspended = "suspended",
        /// Concluded.
        Concluded = "concluded",
        /// Stopped without a conclusion.
        Stopped = "stopped",
    }
}

text_enum! {
    /// Whom it is against; that decides who resolves it (L106 110.1; ND152 75.1).
    pub enum Denounced {
        /// Thủ trưởng.
        Head = "head",
        /// Phó Thủ trưởng, acting as an officer or under delegation.
        DeputyHead = "deputy_head",
        /// Chấp hành viên.
        Officer = "officer",
        /// Another civil servant of the agency.
        Staff = "staff",
        /// Trưởng văn phòng thi hành án dân sự.
        PrivateOfficeHead = "private_office_head",
        /// Thừa hành viên.
        Bailiff = "bailiff",
        /// Thủ trưởng cơ quan thi hành án quân khu.
        MilitaryHead = "military_head",
    }
}

text_enum! {
    /// Who resolves it (L106 110.1–110.2; ND152 75.1).
    pub enum Resolver {
        /// The head of this agency.
        Head = "head",
        /// The head of the ministry's managing body.
        MinistryBody = "ministry_body",
        /// The head of the managing body of the Ministry of Defence.
        DefenceBody = "defence_body",
    }
}

impl Denounced {
    /// Who resolves a denunciation against this person.
    pub fn resolver(self) -> Resolver {
        match self {
            Self::DeputyHead | Self::Officer | Self::Staff => Resolver::Head,
            Self::Head | Self::PrivateOfficeHead | Self::Bailiff => Resolver::MinistryBody,
            Self::MilitaryHead => Resolver::DefenceBody,
        }
    }
}

text_enum! {
    /// How hard the matter is; it chooses the longest term (L106 110.2).
    pub enum Complexity {
        /// Phức tạp.
        Complex = "complex",
        /// Đặc biệt phức tạp.
        VeryComplex = "very_complex",
    }
}

/// What came out (L106 110).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct DenunciationResult {
    /// The day.
    pub on: NaiveDate,
    /// Whether the denunciation is founded: wholly, partly, not.
    pub finding: Finding,
    /// Signs of a crime were found and handed to the investigating body (L106 110.3).
    pub handed_to_investigation: bool,
}

text_enum! {
    /// Whether what is denounced was found true.
    pub enum Finding {
        /// Wholly.
        True = "founded",
        /// Partly.
        Partly = "partly_founded",
        /// Not.
        False = "unfounded",
    }
}

/// A denunciation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Denunciation {
    /// Identifier, office, case, day of reception.
    #[serde(flatten)]
    pub head: MatterHead,
    /// Where it stands.
    pub state: DenunciationState,
    /// Whom it is against, as a role.
    pub against: Denounced,
    /// The denounced user of this software, who never sees it.
    pub denounced_user: Option<UserId>,
    /// Who resolves it.
    pub resolver: Resolver,
    /// What is denounced: no name of a person.
    pub content: String,
    /// The denunciation that this one repeats.
    pub repeats: Option<MatterId>,
    /// How often the same content was concluded before (ND152 76.1).
    pub concluded_before: u32,
    /// Who may see it beside the head.
    pub access: BTreeSet<UserId>,
    /// Drafts that wait for a signature.
    #[schema(value_type = Object)]
    pub drafts: Drafts,
    /// The day of acceptance.
    pub accepted_on: Option<NaiveDate>,
    /// The term to resolve it.
    pub term: Option<Term>,
    /// For which complexity the term was lengthened.
    pub complexity: Option<Complexity>,
    /// The result.
    pub result: Option<DenunciationResult>,
}

impl Denunciation {
    /// Whether this user is the one denounced: by name, or as the head.
    pub fn is_against(&self, user: UserId, is_head: bool) -> bool {
        self.denounced_user == Some(user) || (self.against == Denounced::Head && is_head)
    }
}

impl Matter for Denunciation {
    const KIND: &'static str = "denunciation";
    const CONFIDENTIAL: bool = true;

    fn head(&self) -> &MatterHead {
        &self.head
    }
    fn head_mut(&mut self) -> &mut MatterHead {
        &mut self.head
    }
    fn state(&self) -> &'static str {
        self.state.as_str()
    }
    fn may_see(&self, user: UserId, is_head: bool) -> bool {
        !self.is_against(user, is_head) && (is_head || self.access.contains(&user))
    }
}
