//! What one creditor has received under one enforcement decision and owes in fees for it (TT216 5): the fee of each instalment is the
//! difference that it makes, so what came before must be known, through whatever distribution or hand it came. It knows no rate.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::fee::{Factor, FeeAssessment, FeeInput, NoFee};
use super::ids::{CaseId, ObligationId, OfficeId, PartyId};
use super::money::{AmountOutOfRange, Dong};

/// How the fee of one creditor on one instalment was reckoned.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = FeeAssessed)]
pub struct Assessed {
    /// What stood there before.
    pub before: FeeAccount,
    /// What it depends on.
    pub input: FeeInput,
    /// What it comes to.
    pub result: FeeAssessment,
}

/// What was handed over directly between the parties and still awaits its fee decision (TT216 4.4).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = FeeDirectPart)]
pub struct DirectPart {
    /// The item.
    pub obligation: ObligationId,
    /// The day.
    pub on: NaiveDate,
    /// How much, in đồng.
    pub amount: Dong,
    /// The part of the fee that is due.
    pub factor: Factor,
    /// Why there is none, where there is none.
    pub no_fee: Option<NoFee>,
}

/// What a creditor has received and owes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct FeeAccount {
    /// The enforcement decision.
    pub case: CaseId,
    /// The creditor.
    pub party: PartyId,
    /// The agency.
    pub office: OfficeId,
    /// Received so far, as far as it bears a fee, in đồng.
    pub received: Dong,
    /// Fees decided so far, in đồng.
    pub due: Dong,
    /// Fees kept back or paid so far, in đồng.
    pub collected: Dong,
    /// What still awaits its fee decision.
    #[serde(default)]
    pub direct: Vec<DirectPart>,
}

impl FeeAccount {
    /// An account on which nothing is yet.
    pub fn new(office: OfficeId, case: CaseId, party: PartyId) -> FeeAccount {
        FeeAccount {
            case,
            party,
            office,
            received: Dong::ZERO,
            due: Dong::ZERO,
            collected: Dong::ZERO,
            direct: Vec::new(),
        }
    }

    /// Fee decided and not yet collected: kept back from what comes next.
    pub fn carried(&self) -> Dong {
        self.due.saturating_minus(self.collected)
    }
}

impl Assessed {
    /// The account after the instalment.
    ///
    /// # Errors
    /// [`AmountOutOfRange`] beyond what an amount can hold.
    pub fn after(&self) -> Result<FeeAccount, AmountOutOfRange> {
        let before = &self.before;
        Ok(FeeAccount {
            received: before.received.plus(self.input.received_now)?,
            due: before.due.plus(self.result.fee_dong)?,
            collected: before.collected.plus(self.result.withheld_dong)?,
            ..before.clone()
        })
    }
}
