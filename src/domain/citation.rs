//! A reference to a place in the law: instrument, article, clause, point. It knows no text of the law.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A place in a legal instrument. Numbers are text, because Vietnamese law has articles such as `44a` and points such as `đ`.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
pub struct Citation {
    /// The instrument's name and number, as it is quoted.
    #[schema(example = "Luật 106/2025/QH15")]
    pub text: String,
    /// Điều.
    #[schema(example = "37")]
    pub article: String,
    /// Khoản.
    #[schema(example = "1")]
    pub clause: Option<String>,
    /// Điểm.
    pub point: Option<String>,
}

impl std::fmt::Display for Citation {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        if let Some(point) = &self.point {
            write!(f, "điểm {point} ")?;
        }
        if let Some(clause) = &self.clause {
            write!(f, "khoản {clause} ")?;
        }
        write!(f, "Điều {} {}", self.article, self.text)
    }
}
