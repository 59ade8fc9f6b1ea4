//! Refusals for a reader: the message, citation and cure of each unmet guard in the reader's language, under the law of the
//! act's day.

use chrono::NaiveDate;
use serde::Serialize;
use utoipa::ToSchema;

use super::error::{ApiError, FieldError};
use crate::domain::citation::Citation;
use crate::domain::law::Law;
use crate::domain::refusal::Unmet;
use crate::domain::text::Lang;

/// Wrong fields with the article behind each, where there is one.
pub fn cited(law: &Law, on: NaiveDate, errors: Vec<FieldError>) -> ApiError {
    let cite = |error: FieldError| {
        let citation = law.basis(&error.code, on).first().cloned();
        error.cited(citation)
    };
    ApiError::invalid(errors.into_iter().map(cite).collect())
}

/// For whom, and under which law.
pub struct Reader<'a> {
    /// The law.
    pub law: &'a Law,
    /// The language.
    pub lang: Lang,
    /// The day of the act.
    pub on: NaiveDate,
    /// The lifecycle, for the names of its states.
    pub lifecycle: &'static str,
}

/// One reason against an action.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct UnmetView {
    /// The guard's code.
    #[schema(example = "G-2Y")]
    pub code: &'static str,
    /// The reason in words.
    pub message: String,
    /// Where the rule stands.
    pub citation: Option<Citation>,
    /// Every place where it stands.
    pub citations: Vec<Citation>,
    /// The fact that was looked at.
    pub found: String,
    /// What it had to be.
    pub required: String,
    /// Which action, by which role, would satisfy it.
    pub cure: String,
    /// The first day on which waiting would have cured it.
    pub not_before: Option<NaiveDate>,
}

impl Reader<'_> {
    /// An unmet guard for the reader.
    pub fn unmet(&self, unmet: &Unmet) -> UnmetView {
        let texts = self.law.texts();
        let mut params: Vec<(&str, String)> = unmet
            .params
            .iter()
            .map(|(name, value)| (*name, texts.value(self.lifecycle, name, value, self.lang)))
            .collect();
        // A guard that gives no value of its own for a place in its text has said what it found.
        params.push(("*", unmet.found.clone()));
        let citations = self.law.basis(unmet.code, self.on).to_vec();
        UnmetView {
            code: unmet.code,
            message: texts.render(unmet.code, self.lang, &params),
            citation: citations.first().cloned(),
            citations,
            found: unmet.found.clone(),
            required: unmet.required.clone(),
            cure: texts.cure(unmet.code, self.lang, &params),
            not_before: unmet.not_before,
        }
    }
}
