//! The guards that only verification has: one function, one condition, one code. Those that other phases share stand beside the
//! case's table.

use crate::domain::case::{Case, Stage};
use crate::domain::law::Regime;
use crate::domain::lifecycle::case::CaseFacts;
use crate::domain::lifecycle::case::guards::{integer, no_hold, periodic};
use crate::domain::lifecycle::{Context, Guard};
use crate::domain::refusal::Unmet;

type G = Guard<CaseFacts>;
type Verdict = Result<String, Unmet>;

/// Some debtor's own voluntary period is over, and he stands there still (L106 36.1).
pub const VOL_ENDED: G = Guard { code: "G-VOL-OVER", test: vol_ended };
/// Some debtor is being verified.
pub const VERIFYING: G = Guard { code: "G-VERIFYING", test: verifying };
/// An inquiry may go out: the case is not stopped, or only what runs on through an interruption is being verified.
pub const INQUIRY_FREE: G = Guard { code: "G-HOLD", test: inquiry_free };
/// Some inquiry has no answer.
pub const INQUIRY_OPEN: G = Guard { code: "G-INQUIRY", test: inquiry_open };
/// A declaration was demanded.
pub const DEMANDED: G = Guard { code: "G-DECLARATION", test: demanded };
/// Some delegation has not reached its agency yet.
pub const DELEGATION_SENT: G = Guard { code: "G-DELEGATION", test: delegation_sent };
/// Some delegation waits for its answer.
pub const DELEGATION_OPEN: G = Guard { code: "G-DELEGATION", test: delegation_open };
/// A decision under L106 38.1 stands.
pub const NE_STANDS: G = Guard { code: "G-NE-STANDS", test: ne_stands };
/// A decision under L106 38.1 stands whose verifications are periodic: in the separate book only the old ones on request
/// ([U30], [U33]).
pub const PERIODIC: G = Guard { code: "G-NE-STANDS", test: is_periodic };
/// Some periodic verification was late, and nobody has accepted it ([U17]).
pub const LATE: G = Guard { code: "G-LATE-VERIFY", test: late };
/// Not in the separate book, or there from the time of the 2008 law ([U30]).
pub const LEGACY: G = Guard { code: "G-BOOK-LEGACY", test: legacy };
/// The debtor is published.
pub const PUBLISHED: G = Guard { code: "G-PUBL-STANDS", test: published };
/// A change of the published data is known (ND152 23.2).
pub const PUBL_CHANGED: G = Guard { code: "G-PUBL-CHANGE", test: publication_changed };
/// The publication has lost its ground (ND152 23.2).
pub const PUBL_OVER: G = Guard { code: "G-PUBL-REMOVE", test: publication_over };
/// The commune was told and still posts (ND152 23.2).
pub const COMMUNE_POSTS: G = Guard { code: "G-PUBL-COMMUNE", test: commune_posts };
/// Some papers were demanded and not handed over.
pub const PAPERS_OPEN: G = Guard { code: "G-PAPERS-OPEN", test: papers_open };
/// Demanded often enough before coercion, and withheld (ND152 42.8).
pub const PAPERS_WITHHELD: G = Guard { code: "G-PAPERS2", test: papers_withheld };

fn vol_ended(facts: &CaseFacts, context: &Context<'_>) -> Verdict {
    let ends = facts.case.debtors_in(&[Stage::Voluntary]).filter_map(|track| track.voluntary_until);
    match ends.min() {
        Some(until) if context.on > until => Ok(until.to_string()),
        Some(until) => Err(Unmet::new("G-VOL-OVER", until.to_string(), format!("before {}", context.on))
            .with("date", until.to_string())
            .not_before_day_after(until)),
        None => {
            let unmet = Unmet::new("G-VOL-OVER", "no debtor is in it", "a voluntary period that has ended");
            Err(unmet.with("date", "-"))
        }
    }
}

fn verifying(facts: &CaseFacts, _: &Context<'_>) -> Verdict {
    let count = facts.case.debtors_in(&[Stage::Verification]).count();
    if count > 0 {
        return Ok(format!("{count} debtors"));
    }
    Err(Unmet::new("G-VERIFYING", "no debtor is being verified", "a debtor who is being verified"))
}

fn inquiry_free(facts: &CaseFacts, context: &Context<'_>) -> Verdict {
    if facts.case.not_enforceable.is_some() {
        return Ok("periodic and new-information verification run on".to_owned());
    }
    no_hold(facts, context)
}

fn inquiry_open(facts: &CaseFacts, _: &Context<'_>) -> Verdict {
    match facts.case.checks.open_inquiries().next() {
        Some(inquiry) => Ok(format!("{} since {}", inquiry.holder, inquiry.received_on)),
        None => Err(Unmet::new("G-INQUIRY", "every inquiry is answered", "an inquiry without an answer")),
    }
}

fn demanded(facts: &CaseFacts, _: &Context<'_>) -> Verdict {
    match facts.case.declaration_demanded_on {
        Some(on) => Ok(on.to_string()),
        None => Err(Unmet::new("G-DECLARATION", "no demand", "a demand to declare")),
    }
}

fn delegation_sent(facts: &CaseFacts, _: &Context<'_>) -> Verdict {
    match facts.case.checks.delegated.iter().find(|one| one.received_on.is_none()) {
        Some(one) => Ok(one.signed_on.to_string()),
        None => Err(Unmet::new("G-DELEGATION", "none is under way", "a delegation not yet received")),
    }
}

fn delegation_open(facts: &CaseFacts, _: &Context<'_>) -> Verdict {
    let waits = |received: bool, answered: bool| received && !answered;
    let mut delegated = facts.case.checks.delegated.iter();
    match delegated.find(|one| waits(one.received_on.is_some(), one.answered_on.is_some())) {
        Some(one) => Ok(one.signed_on.to_string()),
        None => Err(Unmet::new("G-DELEGATION", "none waits for an answer", "a delegation that was received")),
    }
}

fn ne_stands(facts: &CaseFacts, _: &Context<'_>) -> Verdict {
    match &facts.case.not_enforceable {
        Some(decision) => Ok(decision.decided_on.to_string()),
        None => Err(Unmet::new("G-NE-STANDS", "none", "a decision under L106 38.1")),
    }
}

fn is_periodic(facts: &CaseFacts, context: &Context<'_>) -> Verdict {
    let waits = facts.case.debtors_in(&[Stage::NotEnforceable]).next().is_some();
    if facts.case.separate_book_legacy || waits {
        return ne_stands(facts, context);
    }
    Err(Unmet::new("G-NE-STANDS", facts.case.stage.as_str(), "a decision with periodic verification"))
}

fn late(facts: &CaseFacts, context: &Context<'_>) -> Verdict {
    match periodic(facts, context)?.late {
        Some(limit) => Ok(format!("limit {limit}")),
        None => Err(Unmet::new("G-LATE-VERIFY", "none was late", "a periodic verification after its limit")),
    }
}

/// The 2008 law moved cases on request to the separate book; such a case may still be returned (L106 38.4; 116.4).
fn legacy(facts: &CaseFacts, _: &Context<'_>) -> Verdict {
    if facts.case.stage != Stage::SeparateBook {
        return Ok("not in the separate book".to_owned());
    }
    if facts.case.separate_book_legacy {
        return Ok("in the separate book since the 2008 law".to_owned());
    }
    Err(Unmet::new("G-BOOK-LEGACY", "separate book of a proactive case", "separate book of the 2008 law"))
}

fn published(facts: &CaseFacts, _: &Context<'_>) -> Verdict {
    match facts.case.publication.published_on {
        Some(on) => Ok(on.to_string()),
        None => Err(Unmet::new("G-PUBL-STANDS", "not published", "a publication that stands")),
    }
}

fn publication_changed(facts: &CaseFacts, _: &Context<'_>) -> Verdict {
    match facts.case.publication.change_known_on {
        Some(on) => Ok(on.to_string()),
        None => Err(Unmet::new("G-PUBL-CHANGE", "no change is known", "a known change of the data")),
    }
}

fn publication_over(facts: &CaseFacts, context: &Context<'_>) -> Verdict {
    let on = published(facts, context).map_err(|unmet| Unmet { code: "G-PUBL-REMOVE", ..unmet })?;
    if facts.case.publication.to_remove || nothing_owed(&facts.case) {
        return Ok(on);
    }
    let required = "continued, recalled, terminated or performed";
    Err(Unmet::new("G-PUBL-REMOVE", "its ground still holds", required))
}

/// Money and other duties are all performed.
pub(super) fn nothing_owed(case: &Case) -> bool {
    case.outstanding().is_zero() && case.duties.is_empty()
}

fn commune_posts(facts: &CaseFacts, _: &Context<'_>) -> Verdict {
    let publication = facts.case.publication;
    match (publication.removed_on, publication.commune_removed_on) {
        (Some(on), None) => Ok(on.to_string()),
        _ => Err(Unmet::new("G-PUBL-COMMUNE", "no posting to be taken down", "a commune that was told")),
    }
}

fn papers_open(facts: &CaseFacts, _: &Context<'_>) -> Verdict {
    match facts.case.checks.paper_demands.iter().find(|demand| demand.handed_over_on.is_none()) {
        Some(demand) => Ok(demand.on.to_string()),
        None => Err(Unmet::new("G-PAPERS-OPEN", "none", "papers demanded and not handed over")),
    }
}

fn papers_withheld(facts: &CaseFacts, context: &Context<'_>) -> Verdict {
    if context.law.regime(context.on) == Regime::L2008 {
        let unmet = Unmet::new("G-PAPERS2", Regime::L2008.as_str(), Regime::L2025.as_str());
        return Err(unmet.with("done", "0").with("need", "-"));
    }
    let need = integer(context, "paper_demands_min")?;
    let free = facts.assets.iter().filter(|asset| !asset.under_seizure);
    let most = free.map(|asset| facts.case.checks.demands_for(asset.id)).max().unwrap_or_default();
    if i64::try_from(most).is_ok_and(|most| most >= need) {
        return Ok(format!("{most}/{need}"));
    }
    Err(Unmet::new("G-PAPERS2", most.to_string(), need.to_string())
        .with("done", most.to_string())
        .with("need", need.to_string()))
}
