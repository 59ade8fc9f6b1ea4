//! Papers and events that give or end a ground (T-SK-01): a court's notice, a party's letter, an agency's answer. The law's
//! clocks run from their receipt, so they are on record before anybody acts on them.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::domain::ids::{HoldId, PaperId};
use crate::text_enum;

text_enum! {
    /// What a paper gives a ground for; the codes of grounds are those of the law data.
    pub enum Gives {
        /// Critical illness (L106 46.1.a).
        Illness = "HO-A",
        /// Address unknown (46.1.b).
        AddressUnknown = "HO-B",
        /// Agreement, or the creditor's request (46.1.c).
        AgreedPostponement = "HO-C",
        /// A dispute over the property was accepted (46.1.d).
        OwnershipDispute = "HO-D",
        /// A claim against the auction was accepted (46.1.đ).
        AuctionDispute = "HO-DD",
        /// Another authority's measure (46.1.e).
        OtherMeasure = "HO-E",
        /// The issuer is asked to explain; judicial assistance (46.1.g).
        Explanation = "HO-G",
        /// A proposal of cassation is under way (46.1.h).
        CassationProposal = "HO-H",
        /// The recipient did not come, though notified twice (46.1.i).
        RecipientAbsent = "HO-I",
        /// An obstacle to the transfer of rights (46.1.k).
        TransferObstacle = "HO-K",
        /// Review of a mediation result or annulment of an award was accepted (46.1.l).
        ReviewAccepted = "HO-L",
        /// The protest authority asks to postpone (46.2).
        ProtestRequest = "HO-2",
        /// A bankruptcy or recovery petition was accepted (47.1.a).
        BankruptcyPetition = "SU-1A",
        /// A court asks to suspend a foreign award (47.1.b).
        ForeignAward = "SU-1B",
        /// The protest authority suspended enforcement (47.2).
        Protest = "SU-2A",
        /// A competition decision is suspended (47.2).
        Competition = "SU-2B",
        /// What stood in the way is over (46.3, 47.3; ND152 11.4).
        Resume = "RESUME",
        /// Creditor gone without successor (48.1).
        CreditorGone = "DC-1",
        /// Debtor gone without assets or successor (48.2).
        DebtorGone = "DC-2",
        /// Care has ended (48.3).
        CareEnded = "DC-3",
        /// Agreement or the creditor's request to stop (48.4).
        AgreedTermination = "DC-4",
        /// Exemption or reduction in effect (48.5).
        Exempted = "DC-5",
        /// The judgment was annulled (48.6).
        JudgmentAnnulled = "DC-6",
        /// Recovery ended, the debt paid (48.7).
        RecoveryPaid = "DC-7",
        /// Bankruptcy was opened (48.8).
        Bankruptcy = "DC-8",
        /// The provisional measure was cancelled (62.6).
        MeasureCancelled = "DC-KC",
        /// The provisional measure was changed or supplemented (62.5).
        MeasureChanged = "KC-CHANGE",
        /// Bankruptcy procedure was ended by the court (64.2).
        BankruptcyEnded = "BANKR-END",
        /// A ground to entrust was found (49.2).
        Entrust = "ENTRUST",
        /// Succession or agreement on a transfer of rights and duties (41.4).
        Transfer = "TRANSFER",
        /// A ground to end measures (95).
        EndMeasures = "END-MEASURES",
        /// A later judgment about an entrusted matter (ND152 26.8).
        ForwardJudgment = "FORWARD",
        /// A decision in bankruptcy that ends the case (ND152 32.1.b).
        BankruptcyLaw = "END-B",
        /// Papers that can be neither recovered nor reissued (ND152 32.1.c).
        PapersGone = "END-C",
        /// The person visited or cared for died, came of age or is able again (ND152 32.1.đ).
        VisitEnded = "END-DD",
        /// Prosecuted for not complying (ND152 32.1.e).
        Prosecuted = "END-E",
    }
}

impl Gives {
    /// The deadline that runs from the receipt, by its key; none where the law sets none.
    pub fn clock(self) -> Option<&'static str> {
        match self {
            Gives::ProtestRequest => Some("postpone_protest"),
            Gives::BankruptcyPetition | Gives::ForeignAward => Some("suspend"),
            Gives::Protest | Gives::Competition => Some("suspend_notice"),
            Gives::Resume => Some("resume"),
            Gives::MeasureCancelled => Some("terminate_kctt"),
            Gives::MeasureChanged => Some("kctt_change"),
            Gives::BankruptcyEnded => Some("bankr_recall"),
            Gives::Entrust => Some("entrust"),
            Gives::Transfer => Some("transfer"),
            Gives::EndMeasures => Some("end_measures"),
            Gives::ForwardJudgment => Some("forward_judgment"),
            Gives::BankruptcyLaw | Gives::PapersGone | Gives::VisitEnded | Gives::Prosecuted => None,
            other if other.as_str().starts_with("HO-") => Some("postpone"),
            _ => Some("terminate"),
        }
    }
}

/// A paper or event on record.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Paper {
    /// Its identifier.
    pub id: PaperId,
    /// The ground that it gives, or that it ends one.
    pub gives: Gives,
    /// The postponement or suspension that it ends.
    pub ends: Option<HoldId>,
    /// Its own date: that of a protest authority's request counts (L106 46.2).
    pub dated_on: NaiveDate,
    /// The day the agency received it: the clocks run from it.
    pub received_on: NaiveDate,
    /// Who it comes from, as a body or a role: no name of a person.
    pub source: String,
    /// Its number, or what it says, in brief.
    pub content: String,
    /// The day an act was based on it.
    pub used_on: Option<NaiveDate>,
}
