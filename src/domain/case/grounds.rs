//! The coded grounds of the law on which a case is classified, interrupted, stopped or ended. A ground is a code with an article
//! in `config/law` and a name in `config/text`; what it needs and does is asked of it here.

use crate::text_enum;

text_enum! {
    /// A ground of "chưa có điều kiện" (L106 38.1).
    pub enum NotEnforceableGround {
        /// No income beyond the minimum living and no assets that may be seized.
        NoMeans = "NE-A",
        /// The thing that the judgment orders dealt with no longer exists.
        ThingGone = "NE-B",
        /// The person to be handed over cannot be found.
        PersonNotFound = "NE-C",
        /// The specific thing is gone or unusable.
        SpecificThingGone = "NE-D",
        /// A personal duty, and the debtor lost civil capacity.
        IncapacityOfDebtor = "NE-DD",
        /// Collateral worth no more than the secured debt and costs.
        CollateralTooSmall = "NE-E",
        /// The creditor does not take an asset reduced to the costs.
        AssetNotTaken = "NE-G",
        /// Handled as collateral of a bad debt.
        BadDebtCollateral = "NE-H",
    }
}

impl NotEnforceableGround {
    /// Grounds that also need "no other income or assets" (L106 38.1.b, e, g, h).
    pub fn needs_no_other_assets(self) -> bool {
        matches!(
            self,
            Self::ThingGone | Self::CollateralTooSmall | Self::AssetNotTaken | Self::BadDebtCollateral
        )
    }
}

text_enum! {
    /// A ground of postponement (hoãn, L106 46) or suspension (tạm đình chỉ, L106 47).
    pub enum HoldGround {
        /// Personal duty; the debtor is critically ill.
        Illness = "HO-A",
        /// Personal duty; the debtor's address is unknown.
        AddressUnknown = "HO-B",
        /// Written agreement, or the creditor's written request.
        Agreement = "HO-C",
        /// A court accepted a dispute over ownership.
        OwnershipDispute = "HO-D",
        /// A court accepted a claim against the auction result.
        AuctionDispute = "HO-DD",
        /// Another authority's measure lies on the asset.
        OtherMeasure = "HO-E",
        /// The issuer is within its term to explain.
        Explanation = "HO-G",
        /// The authority is within its term to answer a cassation proposal.
        CassationProposal = "HO-H",
        /// The recipient was notified twice and did not come.
        RecipientAbsent = "HO-I",
        /// Transfer of rights is impossible for now.
        TransferObstacle = "HO-K",
        /// Review of a mediation result or annulment of an award was accepted.
        ReviewAccepted = "HO-L",
        /// Whoever may protest asked for it, to consider a protest (L106 46.2).
        ProtestRequest = "HO-2",
        /// A court accepted a petition for the debtor's recovery or bankruptcy (L106 47.1.a).
        BankruptcyPetition = "SU-1A",
        /// A court asks to suspend the recognition of a foreign award (L106 47.1.b).
        ForeignAward = "SU-1B",
        /// Whoever may protest suspended it (L106 47.2).
        Protest = "SU-2A",
        /// A competition decision is suspended (L106 47.2).
        Competition = "SU-2B",
    }
}

impl HoldGround {
    /// Grounds that hold only for duties tied to the person or not transferable (L106 46.1.a–b).
    pub fn needs_personal_duty(self) -> bool {
        matches!(self, Self::Illness | Self::AddressUnknown)
    }

    /// A suspension (tạm đình chỉ), not a postponement.
    pub fn is_suspension(self) -> bool {
        matches!(self, Self::BankruptcyPetition | Self::ForeignAward | Self::Protest | Self::Competition)
    }

    /// A suspension of which the parties are only told: the decision is another body's (L106 47.2).
    pub fn by_notice(self) -> bool {
        matches!(self, Self::Protest | Self::Competition)
    }

    /// Late interest stops in the words of the law (L106 46.1.c, 46.2, 47.2); for the others see U22.
    pub fn stops_interest(self) -> bool {
        matches!(self, Self::Agreement | Self::ProtestRequest | Self::Protest | Self::Competition)
    }
}

text_enum! {
    /// A ground of termination (đình chỉ, L106 48, 62.6).
    pub enum TerminationGround {
        /// The creditor died or ended; the right does not pass on.
        CreditorGone = "DC-1",
        /// The debtor died or ended; no assets, or the duty does not pass on.
        DebtorGone = "DC-2",
        /// The person to be cared for died or came of age.
        CareEnded = "DC-3",
        /// The parties agree, or the creditor asks.
        Agreement = "DC-4",
        /// Exemption or reduction in effect.
        Exempted = "DC-5",
        /// The judgment was annulled.
        JudgmentAnnulled = "DC-6",
        /// Recovery procedure ended, the debt paid.
        RecoveryPaid = "DC-7",
        /// Bankruptcy procedure opened.
        Bankruptcy = "DC-8",
        /// The issuing body cancelled the provisional measure (L106 62.6).
        MeasureCancelled = "DC-KC",
    }
}

text_enum! {
    /// On which ground a case ended (L106 55; ND152 32.1).
    pub enum EndingGround {
        /// Everything performed (L106 55.1).
        Performed = "END-1",
        /// Terminated as a whole (L106 55.2).
        Terminated = "END-2",
        /// A decision that only lifts a measure, or a passive provisional measure, was served on everybody (ND152 32.1.a).
        Served = "END-A",
        /// A ground of the law on recovery and bankruptcy (ND152 32.1.b).
        BankruptcyLaw = "END-B",
        /// Papers that can be neither recovered nor reissued; damaged currency (ND152 32.1.c).
        PapersGone = "END-C",
        /// The request was returned (ND152 32.1.d).
        RequestReturned = "END-D",
        /// A right to visit or care: the person died or came of age or is able again (ND152 32.1.đ).
        CareEnded = "END-DD",
        /// Prosecuted for not complying, on a proposal under L106 91 or 92 (ND152 32.1.e).
        Prosecuted = "END-E",
    }
}

text_enum! {
    /// Why a decision is recalled (thu hồi, L106 52.1).
    pub enum RecallGround {
        /// Issued without competence.
        NoCompetence = "RC-A",
        /// An error that changes the substance.
        SubstantialError = "RC-B",
        /// Its ground no longer exists.
        GroundGone = "RC-C",
        /// Entrusted to another agency.
        Entrusted = "RC-D",
        /// Another case in law.
        Other = "RC-DD",
    }
}
