//! Căn cứ: the articles of the act and the guards that let it pass, each with the value it saw then – not what is so today.

use super::evidence::Evidence;
use super::{Check, no_act};
use crate::domain::law::Law;
use crate::domain::oversight::review::ReviewVerdict::{InOrder, Unknown};

/// Guards that say who acted: they stand under the authority.
pub(super) const OF_AUTHORITY: &[&str] = &["G-ROLE", "G-DRAFT", "G-FOUR-EYES"];
/// What a guard saw that two people passed over, in this program's own rules.
const PASSED_OVER: &str = "overridden";

pub(super) fn checks(evidence: &Evidence, law: &Law) -> Vec<Check> {
    let Some(act) = &evidence.act else { return no_act() };
    let on = evidence.document.signed_on;
    let articles = law.basis(&act.code, on);
    // An act without an article in the law of its day rests on what only its paper can say.
    let verdict = if articles.is_empty() { Unknown } else { InOrder };
    let mut checks = vec![
        Check::new("RS-ACT", verdict).about(act.code.clone()).with("action", &act.action).cited(articles),
    ];
    for (guard, value) in act.guards.iter().filter(|(code, _)| !OF_AUTHORITY.contains(&code.as_str())) {
        let (code, verdict) =
            if value == PASSED_OVER { ("RS-PASSED-OVER", Unknown) } else { ("RS-GUARD", InOrder) };
        let check = Check::new(code, verdict).about(guard.clone()).with("value", value);
        checks.push(check.cited(law.basis(guard, on)));
    }
    checks
}
