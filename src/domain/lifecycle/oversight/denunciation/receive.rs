//! DN-01: a denunciation comes in (L106 108). The denouncer's identity travels beside it and is never part of the value.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use validator::Validate;

use crate::domain::ids::{CaseId, MatterId, OfficeId, UserId};
use crate::domain::lifecycle::plan::Plan;
use crate::domain::matter::MatterHead;
use crate::domain::oversight::denunciation::{Denounced, Denunciation, DenunciationState, Resolver};
use crate::domain::refusal::{FieldError, Refusal};

/// A denunciation as it comes in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewDenunciation {
    /// The agency.
    pub office: OfficeId,
    /// The case, where it is about one.
    pub case: Option<CaseId>,
    /// Whom it is against, as a role.
    pub against: Denounced,
    /// The denounced user of this software, where there is one.
    pub denounced_user: Option<UserId>,
    /// The day it came in.
    pub received_on: NaiveDate,
    /// What is denounced, without a name.
    #[validate(length(min = 1, max = 4000))]
    pub content: String,
    /// The denunciation that it repeats.
    pub repeats: Option<MatterId>,
}

/// What the reception looks at beside the denunciation itself.
pub struct DenunciationReceived {
    /// Who enters it.
    pub clerk: UserId,
    /// The denunciation that it repeats, as far as the record knows it.
    pub earlier: Option<Earlier>,
    /// The named user works at the office.
    pub denounced_works_here: bool,
    /// Today.
    pub today: NaiveDate,
}

/// A denunciation that is repeated.
pub struct Earlier {
    /// How often the content was concluded, this one counted.
    pub concluded: u32,
    /// The day it was concluded.
    pub concluded_on: Option<NaiveDate>,
}

/// Checks a denunciation and enters it in the register.
///
/// # Errors
/// [`Refusal::Content`] with every wrong field.
pub fn receive(
    new: &NewDenunciation,
    id: MatterId,
    facts: &DenunciationReceived,
) -> Result<(Denunciation, Plan), Refusal> {
    let mut errors = Vec::new();
    if new.received_on > facts.today {
        errors.push(FieldError::new("/received_on", "date_in_future"));
    }
    if new.denounced_user.is_some() && !facts.denounced_works_here {
        errors.push(FieldError::new("/denounced_user", "not_in_list"));
    }
    if new.denounced_user == Some(facts.clerk) {
        // Nobody enters a denunciation of themselves.
        errors.push(FieldError::new("/denounced_user", "contradicts"));
    }
    match (new.repeats, &facts.earlier) {
        (Some(_), None) => errors.push(FieldError::new("/repeats", "not_in_list")),
        // What is repeated was concluded before.
        (Some(_), Some(earlier)) if earlier.concluded_on.is_none_or(|on| new.received_on < on) => {
            errors.push(FieldError::new("/repeats", "contradicts"));
        }
        _ => {}
    }
    if !errors.is_empty() {
        return Err(errors.into());
    }
    let resolver = new.against.resolver();
    let denunciation = Denunciation {
        head: MatterHead::new(id, new.office, new.case, new.received_on),
        state: DenunciationState::Received,
        against: new.against,
        denounced_user: new.denounced_user,
        resolver,
        content: new.content.clone(),
        repeats: new.repeats,
        concluded_before: facts.earlier.as_ref().map_or(0, |earlier| earlier.concluded),
        // What the head may not resolve, the clerk who entered it hands on.
        access: if resolver == Resolver::Head { Default::default() } else { [facts.clerk].into() },
        drafts: Default::default(),
        accepted_on: None,
        term: None,
        complexity: None,
        result: None,
    };
    let plan = Plan::new("denunciation", "DN-01", "receive_denunciation", "", Vec::new());
    Ok((denunciation, plan))
}
