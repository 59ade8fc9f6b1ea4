//! Bodies that several phases of a case share.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use validator::Validate;

/// An action that needs nothing beyond its name and date; what it signs was drafted before.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
pub struct Nothing {}

/// A draft that needs nothing but its reason.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
pub struct Reason {
    /// In words, with the papers it rests on.
    #[validate(length(min = 1, max = 2000))]
    pub reason: String,
}
