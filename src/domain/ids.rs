//! Typed identifiers: UUIDv7 under a name, so that a case's id can never stand where an asset's is meant.
//! The domain never makes one up (no randomness, no clock): services hand them in.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

macro_rules! ids {
    ($($(#[$meta:meta])* $name:ident),+ $(,)?) => {$(
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ToSchema)]
        #[serde(transparent)]
        pub struct $name(pub Uuid);

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result { self.0.fmt(f) }
        }

        impl std::str::FromStr for $name {
            type Err = uuid::Error;
            fn from_str(text: &str) -> Result<Self, Self::Err> { Uuid::parse_str(text).map($name) }
        }

        impl From<Uuid> for $name {
            fn from(id: Uuid) -> Self { $name(id) }
        }
    )+};
}

ids! {
    /// An agency (cơ quan thi hành án dân sự) or one of its divisions (phòng).
    OfficeId,
    /// A person who signs in, or a system.
    UserId,
    /// A written delegation of signature (L106 22.3).
    DelegationId,
    /// A judgment or decision to be enforced (bản án, quyết định).
    JudgmentId,
    /// A request for enforcement (yêu cầu thi hành án).
    RequestId,
    /// An enforcement case: one enforcement decision (L106 3.8).
    CaseId,
    /// A person or organisation of a judgment (đương sự).
    PartyId,
    /// One right or duty that a judgment pronounces (khoản phải thi hành).
    ObligationId,
    /// A thing of the debtor's that enforcement looks at (tài sản).
    AssetId,
    /// A drafted document that waits for a signature.
    DraftId,
    /// A signed document (quyết định, thông báo).
    DecisionId,
    /// A paper or event that gives or ends a ground.
    PaperId,
    /// A postponement or suspension.
    HoldId,
    /// A proposal to exempt from or reduce a duty to the State budget.
    ExemptionId,
    /// A matter beside the cases: a complaint, a protest, an entrustment received.
    MatterId,
    /// Something that waits for its recipient: money, a thing, papers.
    HeldId,
    /// A paper that came from a prison.
    PrisonPaperId,
    /// An advance on costs.
    AdvanceId,
    /// A request for relief from costs.
    ReliefId,
    /// A request to value a divided thing anew (L106 82.5).
    PriceChangeId,
    /// A statutory deadline that has been opened.
    DeadlineId,
    /// Money received (biên lai).
    ReceiptId,
    /// A distribution plan (bảng phân phối).
    DistributionId,
    /// Shares on deposit that are to be distributed (ND152 30.2).
    FreedSharesId,
    /// An order to pay one payee (ủy nhiệm chi).
    PayoutId,
    /// A journal entry of the ledger (bút toán).
    EntryId,
}
