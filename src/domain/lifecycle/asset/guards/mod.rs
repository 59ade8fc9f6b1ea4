//! The guards of an asset: one function, one condition, one code of section 3.3 of the specification. Numbers come from the law
//! of the act's day. A file for each phase; here what they share.

mod auction;
mod price;
mod sale;
mod seizure;

use chrono::NaiveDate;

pub use auction::*;
pub use price::*;
pub use sale::*;
pub use seizure::*;

use super::facts::AssetFacts;
use crate::domain::asset::AssetState;
use crate::domain::lifecycle::{Context, Guard, guard};
use crate::domain::refusal::Unmet;

type G = Guard<AssetFacts>;
type Verdict = Result<String, Unmet>;

/// No postponement in force (L106 46).
pub const NO_HOLD: G = Guard { code: "G64_NO_HOLD", test: no_hold };
/// No claim of a third person is open (L106 39.3, 46.1.d).
pub const NO_DISPUTE: G = Guard { code: "G12_DISPUTE", test: no_dispute };

fn met(value: impl ToString) -> Verdict {
    Ok(value.to_string())
}

/// Not met, with what is missing by the name of its text.
fn lacks(code: &'static str, what: &str, required: &str) -> Verdict {
    Err(Unmet::new(code, format!("no {what}"), required).with("list", what).with("date", "-"))
}

/// A rule of this program that two people passed over for a written reason counts as met, and says so.
fn unless_overridden(facts: &AssetFacts, code: &'static str, verdict: Verdict) -> Verdict {
    match verdict {
        Err(_) if facts.asset.overrides.iter().any(|one| one.guard == code) => met("overridden"),
        other => other,
    }
}

fn no_hold(facts: &AssetFacts, _: &Context<'_>) -> Verdict {
    guard::not_stopped("G64_NO_HOLD", facts.stop(), "none")
}

fn no_dispute(facts: &AssetFacts, _: &Context<'_>) -> Verdict {
    let open = matches!(
        facts.asset.state,
        AssetState::Disputed | AssetState::CourtPending | AssetState::SharePending
    );
    match facts.asset.dispute.as_ref().filter(|_| open) {
        None => met("none"),
        Some(dispute) => {
            let date = dispute.wait_until.map_or_else(|| "-".to_owned(), |day| day.to_string());
            let found = format!("{} since {}", dispute.kind, dispute.told_on);
            Err(Unmet::new("G12_DISPUTE", found, "settled").with("date", date))
        }
    }
}

/// A day that must be over.
fn after(last: Option<NaiveDate>, context: &Context<'_>, code: &'static str) -> Verdict {
    match last {
        Some(last) => guard::after(context, code, last),
        None => Err(Unmet::new(code, "no such term", "a term that is over").with("date", "-")),
    }
}
