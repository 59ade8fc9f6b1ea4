//! The list of what the agency enforces of its own motion (L106 33.2; ND152 8.2–8.4), and what each entry decides: the term for
//! the decision, the way the case is enforced, the clocks that start with it. It holds no number: the terms are law data.

use super::case::Track;
use super::claim::ClaimKind;
use crate::text_enum;

text_enum! {
    /// An entry of the list of proactive items (danh mục chủ động).
    pub enum ProactiveKind {
        /// Fine, truy thu, illicit gains, court fee and charges (L106 33.2.a).
        FineOrFee = "PA-A",
        /// Return of money, property, things, papers to a party (33.2.b).
        Return = "PA-B",
        /// Confiscation to the State (33.2.c).
        Confiscation = "PA-C",
        /// Other revenue of the State: tax arrears, aid, compensation to the State (33.2.c; ND152 8.2).
        StateRevenue = "PA-C-REV",
        /// Destruction of exhibits (33.2.c).
        Destruction = "PA-C-DES",
        /// Compensation that the agency has collected already (33.2.d).
        Collected = "PA-D",
        /// Recovery of land-use right and other property for the State (33.2.đ).
        LandRecovery = "PA-DD",
        /// Provisional urgent measure (33.2.e).
        ProvisionalMeasure = "PA-E",
        /// Declaration of bankruptcy (33.2.g).
        Bankruptcy = "PA-G",
        /// Another item by law (33.2.h).
        OtherByLaw = "PA-H",
        /// An exhibit held as security for no named duty (ND152 8.4).
        HeldExhibit = "PA-X1",
        /// The judgment only lifts an earlier measure (ND152 8.4).
        MeasureLifted = "PA-X2",
    }
}

impl ProactiveKind {
    /// The key of the term within which the decision must be made. PA-X2 has none of its own (U4).
    pub fn deadline(self) -> &'static str {
        match self {
            Self::ProvisionalMeasure => "kctt_decision",
            Self::Bankruptcy => "decision_bankruptcy",
            _ => "decision_proactive",
        }
    }

    /// The way its case is enforced (L106 57–59).
    pub fn track(self) -> Track {
        match self {
            Self::Return | Self::Collected => Track::Return,
            Self::Confiscation => Track::Confiscate,
            Self::Destruction => Track::Destroy,
            _ => Track::Standard,
        }
    }

    /// The clocks that its decision starts beside those of every decision.
    pub fn clocks(self) -> &'static [&'static str] {
        match self.track() {
            Track::Return => &["return_notice"],
            Track::Confiscate => &["confiscate_handover", "confiscated_cash"],
            Track::Destroy => &["destroy_council"],
            Track::Standard => &[],
        }
    }

    /// The entry under which a claim stands when nobody says otherwise; none where several are possible.
    pub fn of_claim(kind: ClaimKind) -> Option<ProactiveKind> {
        match kind {
            ClaimKind::CourtFee | ClaimKind::Fine | ClaimKind::BudgetRecovery => Some(Self::FineOrFee),
            ClaimKind::TaxArrears => Some(Self::StateRevenue),
            ClaimKind::Confiscation => Some(Self::Confiscation),
            _ => None,
        }
    }
}
