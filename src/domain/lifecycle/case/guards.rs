//! The guards of a case: one function, one condition, one code of section 9.2 of the specification. Each gives the fact it saw
//! or why it is not met; numbers come from the law of the act's day.

use chrono::NaiveDate;

use super::facts::CaseFacts;
use crate::domain::case::{HolderKind, NewInformation, Stage, Verification, VerificationKind};
use crate::domain::judgment::Mode;
use crate::domain::law::Regime;
use crate::domain::lifecycle::guard::{after, not_stopped};
use crate::domain::lifecycle::{Context, Guard};
use crate::domain::period::{Period, Unit};
use crate::domain::refusal::Unmet;

type G = Guard<CaseFacts>;
type Verdict = Result<String, Unmet>;

/// Nothing stops the whole case: no postponement, suspension or pause (L106 46, 47, 101.1.b).
pub const NO_HOLD: G = Guard { code: "G-HOLD", test: no_hold };
/// The voluntary period has ended (L106 36.1, 72.1).
pub const VOL_OVER: G = Guard { code: "G-VOL-OVER", test: vol_over };
/// The voluntary period still runs: only then is a reason for early coercion needed.
pub const VOL_RUNNING: G = Guard { code: "G-VOL-RUNNING", test: vol_running };
/// Everything is performed.
pub const PERFORMED: G = Guard { code: "G-PERFORMED", test: performed };
/// Verification may begin (L106 37.1).
pub const VER_START: G = Guard { code: "G-VER-START", test: ver_start };
/// A verification was begun.
pub const VER_BEGUN: G = Guard { code: "G-VER-EVID", test: ver_begun };
/// Every registry that must be asked has answered (L106 37.2).
pub const VER_REGISTRY: G = Guard { code: "G-VER-REGISTRY", test: ver_registry };
/// No asset lives that could still yield money (L106 38.1.a).
pub const NO_LIVE_ASSET: G = Guard { code: "G-NE-ASSET", test: no_live_asset };
/// A verification after the decision showed means (L106 38.2).
pub const ABLE_AGAIN: G = Guard { code: "G-ABLE", test: able_again };
/// Two years since the decision under L106 38.1 (L106 38.4).
pub const TWO_YEARS: G = Guard { code: "G-2Y", test: two_years };
/// Verified at every interval (L106 38.3–38.4).
pub const REVERIFIED: G = Guard { code: "G-REVERIFIED", test: reverified };
/// No information that is unverified or showed means (L106 38.2, 38.4).
pub const NO_NEW_INFO: G = Guard { code: "G-NO-NEWINFO", test: no_new_info };
/// Some information waits for its verification.
pub const INFO_WAITS: G = Guard { code: "G-NEWINFO", test: info_waits };
/// The case is on request (ND152 22.2).
pub const ON_REQUEST: G = Guard { code: "G-RET-REQ", test: on_request };
/// The case is proactive (ND152 22.1).
pub const PROACTIVE: G = Guard { code: "G-BOOK-PRO", test: proactive };
/// Some debtor is not paid wholly from the State budget (ND152 42.10); which one is named in the body.
pub const BUDGET: G = Guard { code: "G-BUDGET", test: budget };
/// Something is owed (L106 72.2).
pub const COERCE: G = Guard { code: "G-COERCE", test: coerce };
/// Something is owed: else there is nothing to perform (L106 55.1).
pub const OWED: G = Guard { code: "G-OWED", test: owed };
/// Nothing is open: every item performed, no measure in force (L106 55.1).
pub const END_ALL: G = Guard { code: "G-END-ALL", test: end_all };
/// No asset is under seizure.
pub const ASSETS_FREE: G = Guard { code: "G-ASSETS-HELD", test: assets_free };
/// No money lies undistributed or unpaid.
pub const NO_MONEY_LEFT: G = Guard { code: "G-MONEY-LEFT", test: no_money_left };
/// Failed deliveries precede posting (ND152 17.1).
pub const POST: G = Guard { code: "G-POST", test: post };
/// Seven days of posting have passed (ND152 17.3).
pub const POST_DONE: G = Guard { code: "G-POST-7", test: post_done };
/// Some measure is in force.
pub const MEASURE_LIVES: G = Guard { code: "G-RELEASE", test: measure_lives };
/// Some decision has not gone to the procuracy yet.
pub const UNSENT: G = Guard { code: "G-UNSENT", test: unsent };
/// Some debtor waits for valid notice of the enforcement decision.
pub const NOTICE_DUE: G = Guard { code: "G-NOTIFIED", test: notice_due };
/// The file is not open yet (ND152 12.2).
pub const NO_FILE: G = Guard { code: "G-FILE", test: no_file };
/// The debtor is not published yet (ND152 23.1).
pub const NOT_PUBLISHED: G = Guard { code: "G-PUBLISHED", test: not_published };

/// A publication that the head decided and that has not appeared twice yet (ND152 18.1).
pub const MEDIA_DECIDED: G = Guard { code: "G-MEDIA", test: media_decided };
/// Papers are on their way abroad to a debtor (ND152 19.1).
pub const ABROAD_SENT: G = Guard { code: "G-ABROAD", test: abroad_sent };
/// The decision went to a prison and waits there for its delivery (ND152 33.1).
pub const PRISON_SENT: G = Guard { code: "G-PRISON", test: prison_sent };

/// A party's request for another officer waits for its answer (ND152 13.1–13.3).
pub const REPLACEMENT_ASKED: G = Guard { code: "G-REPL-GROUND", test: replacement_asked };
/// A question to the issuer waits for its answer (L106 13.3).
pub const QUESTION_OPEN: G = Guard { code: "G-QUESTION", test: question_open };

fn replacement_asked(facts: &CaseFacts, _: &Context<'_>) -> Verdict {
    match facts.case.record.replacements.iter().find(|one| one.answered_on.is_none()) {
        Some(request) => Ok(format!("{} of {}", request.ground, request.received_on)),
        None => Err(Unmet::new("G-REPL-GROUND", "none", "a party's request that waits for its answer")),
    }
}

fn question_open(facts: &CaseFacts, _: &Context<'_>) -> Verdict {
    match facts.case.record.questions.iter().find(|one| one.closed_on.is_none()) {
        Some(question) => Ok(question.asked_on.to_string()),
        None => Err(Unmet::new("G-QUESTION", "none", "a question that waits for its answer")),
    }
}

fn media_decided(facts: &CaseFacts, _: &Context<'_>) -> Verdict {
    match facts.case.media.iter().find(|media| media.published_on.is_none()) {
        Some(media) => Ok(media.decision.to_string()),
        None => Err(Unmet::new("G-MEDIA", "none decided", "a publication that the head decided")),
    }
}

fn abroad_sent(facts: &CaseFacts, _: &Context<'_>) -> Verdict {
    let mut waiting = facts.case.debtors.iter().filter(|track| track.notified_on.is_none());
    match waiting.find_map(|track| track.abroad.as_ref()) {
        Some(abroad) => Ok(abroad.sent_on.to_string()),
        None => Err(Unmet::new("G-ABROAD", "nothing sent", "papers on their way abroad").with("date", "-")),
    }
}

fn prison_sent(facts: &CaseFacts, _: &Context<'_>) -> Verdict {
    let mut waiting = facts.case.debtors.iter().filter(|track| track.notified_on.is_none());
    match waiting.find_map(|track| track.sent_to_prison_on) {
        Some(sent) => Ok(sent.to_string()),
        None => Err(Unmet::new("G-PRISON", "nothing sent", "the decision sent to the prison")),
    }
}

fn notice_due(facts: &CaseFacts, _: &Context<'_>) -> Verdict {
    let waiting = facts.case.debtors.iter().filter(|track| track.notified_on.is_none()).count();
    if waiting > 0 {
        return Ok(format!("{waiting} waiting"));
    }
    Err(Unmet::new("G-NOTIFIED", "every debtor was notified", "a debtor who waits for notice"))
}

fn no_file(facts: &CaseFacts, _: &Context<'_>) -> Verdict {
    match facts.case.file_opened_on {
        None => Ok("not open".to_owned()),
        Some(opened) => {
            Err(Unmet::new("G-FILE", opened.to_string(), "not open").with("date", opened.to_string()))
        }
    }
}

fn not_published(facts: &CaseFacts, _: &Context<'_>) -> Verdict {
    match facts.case.publication.published_on {
        None => Ok("not published".to_owned()),
        Some(on) => {
            Err(Unmet::new("G-PUBLISHED", on.to_string(), "not published").with("date", on.to_string()))
        }
    }
}

pub fn no_hold(facts: &CaseFacts, _: &Context<'_>) -> Verdict {
    not_stopped("G-HOLD", facts.case.stop(), "no interruption of the whole case")
}

fn vol_over(facts: &CaseFacts, context: &Context<'_>) -> Verdict {
    let Some(until) = facts.case.voluntary_until() else {
        return Err(Unmet::new("G-VOL-OVER", "no valid notice yet", "a voluntary period that has ended")
            .with("date", "-"));
    };
    if context.on > until {
        return Ok(until.to_string());
    }
    Err(Unmet::new("G-VOL-OVER", until.to_string(), format!("before {}", context.on))
        .with("date", until.to_string())
        .not_before_day_after(until))
}

fn vol_running(facts: &CaseFacts, context: &Context<'_>) -> Verdict {
    // Each debtor has a period of his own: the last one counts.
    match facts.case.debtors.iter().filter_map(|track| track.voluntary_until).max() {
        Some(until) if context.on <= until => Ok(until.to_string()),
        Some(until) => {
            Err(Unmet::new("G-VOL-RUNNING", until.to_string(), format!("on or after {}", context.on))
                .with("date", until.to_string()))
        }
        None => Err(Unmet::new("G-VOL-RUNNING", "no valid notice yet", "a running voluntary period")
            .with("date", "-")),
    }
}

fn performed(facts: &CaseFacts, _: &Context<'_>) -> Verdict {
    let received = facts.case.amount_paid.get().saturating_add(facts.money.undistributed.get());
    if received >= facts.case.amount_due.get() && facts.case.duties.is_empty() {
        return Ok(received.to_string());
    }
    Err(Unmet::new("G-PERFORMED", received.to_string(), facts.case.amount_due.get().to_string())
        .with("amount", facts.case.outstanding().saturating_minus(facts.money.undistributed).to_string()))
}

/// A provisional urgent measure has no voluntary period: it is verified at once (L106 36.1, 37.1).
fn ver_start(facts: &CaseFacts, context: &Context<'_>) -> Verdict {
    if facts.case.provisional_measure {
        return Ok("provisional measure".to_owned());
    }
    vol_over(facts, context).map_err(|unmet| Unmet { code: "G-VER-START", ..unmet })
}

fn ver_begun(facts: &CaseFacts, _: &Context<'_>) -> Verdict {
    match facts.case.verifications.last() {
        Some(last) => Ok(last.on.to_string()),
        None => {
            let unmet = Unmet::new("G-VER-EVID", "none", "a verification that was begun");
            Err(unmet.with("list", "verification"))
        }
    }
}

fn ver_registry(facts: &CaseFacts, _: &Context<'_>) -> Verdict {
    let assets = facts.assets.iter().filter(|asset| asset.lacks_registry_answer);
    let mut open: Vec<&str> = assets.map(|asset| asset.name.as_str()).collect();
    // A registry that was asked for what it knows counts as much as one that was asked about an asset (L106 37.2).
    let asked = facts.case.checks.open_inquiries().filter(|inquiry| inquiry.holder == HolderKind::Registry);
    open.extend(asked.map(|inquiry| inquiry.asks.as_str()));
    if open.is_empty() {
        return Ok(format!("{} assets answered", facts.assets.len()));
    }
    Err(Unmet::new("G-VER-REGISTRY", open.join("; "), "an answer of the registry for each")
        .with("assets", open.join("; ")))
}

fn no_live_asset(facts: &CaseFacts, _: &Context<'_>) -> Verdict {
    let live: Vec<_> = facts.assets.iter().filter(|asset| asset.processable).collect();
    if live.is_empty() {
        return Ok("none".to_owned());
    }
    // A debtor without assets may be found unable while another's are dealt with ([U15]); which one, the draft names.
    let mut tracks = facts.case.debtors_in(&[Stage::Verification, Stage::Enforceable, Stage::Enforcing]);
    if tracks.any(|track| live.iter().all(|asset| asset.owner != track.party)) {
        return Ok("a debtor has none".to_owned());
    }
    let live: Vec<&str> = live.into_iter().map(|asset| asset.name.as_str()).collect();
    Err(Unmet::new("G-NE-ASSET", live.join("; "), "no processable asset").with("assets", live.join("; ")))
}

fn able_again(facts: &CaseFacts, _: &Context<'_>) -> Verdict {
    let decided = facts.case.not_enforceable.as_ref().map(|ne| ne.decided_on);
    let shown =
        facts.case.verifications.iter().rev().find(|verification| {
            verification.shows_ability == Some(true) && Some(verification.on) >= decided
        });
    match shown {
        Some(verification) => Ok(verification.on.to_string()),
        None => {
            Err(Unmet::new("G-ABLE", "no verification showed means since the decision", "verified ability"))
        }
    }
}

fn two_years(facts: &CaseFacts, context: &Context<'_>) -> Verdict {
    let Some(decision) = &facts.case.not_enforceable else {
        return Err(Unmet::new("G-2Y", "no decision", "a decision under L106 38.1").with("date", "-"));
    };
    // Information that proved empty begins the two years anew only where the office has so chosen ([U18]).
    let empty = facts.case.new_information.iter().filter(|info| info.shows_ability == Some(false));
    let empty = empty.filter_map(|info| info.verified_on).max();
    let anew = empty.filter(|_| context.law.choice("U18") == Some("yes"));
    let start = anew.map_or(decision.decided_on, |day| day.max(decision.decided_on));
    let last = due(context, "two_years", start)?;
    after(context, "G-2Y", last)
}

/// How far the periodic verifications since the standing decision have come.
pub struct Periodic {
    need: i64,
    done: i64,
    previous: NaiveDate,
    fresh_until: NaiveDate,
    /// The limit that a verification missed, unless the head has accepted that ([U17]).
    pub late: Option<NaiveDate>,
}

/// Counts the periodic verifications since the standing decision.
pub fn periodic(facts: &CaseFacts, context: &Context<'_>) -> Result<Periodic, Unmet> {
    let Some(decision) = &facts.case.not_enforceable else {
        return Err(Unmet::new("G-REVERIFIED", "no decision", "a decision under L106 38.1")
            .with("done", "0")
            .with("need", "-")
            .with("date", "-"));
    };
    let key = if decision.yearly { "reverify_12m" } else { "reverify_6m" };
    let interval = months(period(context, key)?);
    let fitting = months(period(context, "two_years")?).checked_div(interval).unwrap_or_default();
    let any = context.law.choice("U17") == Some("any");
    let most = if any { 1 } else { i64::from(fitting) };
    let mut need = integer(context, "verifications_for_two_years")?.min(most);
    let legacy = facts.case.separate_book_legacy;
    if legacy {
        // The 2008 law let verification stop: one under the present law is enough ([U30]).
        need = 1;
    }
    let mut previous = decision.decided_on;
    let (mut done, mut late) = (0_i64, None);
    // Those of an earlier decision that was followed by a decision to continue do not count.
    let of_this = |v: &&Verification| v.kind == VerificationKind::Periodic && v.on > decision.decided_on;
    for verification in facts.case.verifications.iter().filter(of_this) {
        let limit = due(context, key, previous)?;
        if verification.on > limit && !any && !legacy {
            late = Some(limit);
        }
        previous = verification.on;
        if !legacy || context.law.regime(verification.on) == Regime::L2025 {
            done += 1;
        }
    }
    let accepted = facts.case.checks.late_excused.as_ref().is_some_and(|excuse| excuse.on >= previous);
    if accepted || context.law.choice("U17") == Some("any") {
        late = None;
    }
    Ok(Periodic { need, done, previous, fresh_until: due(context, key, previous)?, late })
}

/// Enough periodic verifications since the decision, none after its limit, the last not older than its interval ([U17]).
fn reverified(facts: &CaseFacts, context: &Context<'_>) -> Verdict {
    let Periodic { need, done, previous, fresh_until, late } = periodic(facts, context)?;
    if done >= need && late.is_none() && context.on <= fresh_until {
        return Ok(format!("{done}/{need}, last {previous}"));
    }
    let late = late.map(|limit| format!(", one after {limit}")).unwrap_or_default();
    Err(Unmet::new(
        "G-REVERIFIED",
        format!("{done} done, last {previous}{late}"),
        format!("{need}, none late, last within its interval"),
    )
    .with("done", done.to_string())
    .with("need", need.to_string())
    .with("date", previous.to_string()))
}

fn no_new_info(facts: &CaseFacts, context: &Context<'_>) -> Verdict {
    if let Ok(shown) = able_again(facts, context) {
        return Err(
            Unmet::new("G-NO-NEWINFO", format!("means shown {shown}"), "no means").with("date", shown)
        );
    }
    // What came before the standing decision was dealt with by it.
    let decided = facts.case.not_enforceable.as_ref().map(|decision| decision.decided_on);
    let open = |info: &&NewInformation| {
        info.verified_on.is_none() || (info.shows_ability == Some(true) && Some(info.received_on) >= decided)
    };
    match facts.case.new_information.iter().find(open) {
        None => Ok(format!("{} verified", facts.case.new_information.len())),
        Some(info) => Err(Unmet::new(
            "G-NO-NEWINFO",
            format!("received {}", info.received_on),
            "verified, without means",
        )
        .with("date", info.received_on.to_string())),
    }
}

fn info_waits(facts: &CaseFacts, _: &Context<'_>) -> Verdict {
    match facts.case.new_information.iter().find(|info| info.verified_on.is_none()) {
        Some(info) => Ok(info.received_on.to_string()),
        None => Err(Unmet::new("G-NEWINFO", "none", "information that waits for verification")),
    }
}

/// The 2008 law knew no return of a request: there is no act to take before 1 July 2026.
fn on_request(facts: &CaseFacts, context: &Context<'_>) -> Verdict {
    if context.law.regime(context.on) == Regime::L2008 {
        return Err(Unmet::new("G-RET-REQ", Regime::L2008.as_str(), Regime::L2025.as_str()));
    }
    mode(facts, Mode::OnRequest, "G-RET-REQ")
}

/// Under the 2008 law both kinds of case moved to the separate book (ND62 9.5).
fn proactive(facts: &CaseFacts, context: &Context<'_>) -> Verdict {
    if context.law.regime(context.on) == Regime::L2008 {
        return Ok(Regime::L2008.to_string());
    }
    mode(facts, Mode::Proactive, "G-BOOK-PRO")
}

fn mode(facts: &CaseFacts, wanted: Mode, code: &'static str) -> Verdict {
    if facts.case.mode == wanted {
        return Ok(wanted.to_string());
    }
    Err(Unmet::new(code, facts.case.mode.as_str(), wanted.as_str()))
}

fn budget(facts: &CaseFacts, _: &Context<'_>) -> Verdict {
    if facts.case.debtors.iter().any(|track| !track.budget_funded) {
        return Ok("no".to_owned());
    }
    Err(Unmet::new("G-BUDGET", "every debtor is paid from the State budget", "another debtor"))
}

fn owed(facts: &CaseFacts, _: &Context<'_>) -> Verdict {
    let owed = facts.case.outstanding();
    if !owed.is_zero() {
        return Ok(owed.get().to_string());
    }
    if !facts.case.duties.is_empty() {
        return Ok(format!("{} duties to act", facts.case.duties.len()));
    }
    Err(Unmet::new("G-OWED", "0", "an unperformed duty"))
}

fn coerce(facts: &CaseFacts, context: &Context<'_>) -> Verdict {
    owed(facts, context).map_err(|unmet| Unmet { code: "G-COERCE", ..unmet })
}

fn end_all(facts: &CaseFacts, _: &Context<'_>) -> Verdict {
    let mut open: Vec<String> = Vec::new();
    let owed = facts.case.outstanding();
    if !owed.is_zero() {
        open.push(format!("{owed} đồng"));
    }
    if !facts.case.duties.is_empty() {
        open.push(format!("{} nghĩa vụ khác", facts.case.duties.len()));
    }
    open.extend(facts.assets.iter().filter(|asset| asset.under_seizure).map(|asset| asset.name.clone()));
    open.extend(live_measures(facts).map(|measure| measure.measure.clone()));
    // What still waits for its recipient is not performed ([U28]).
    open.extend(facts.case.special.open().map(|held| held.description.clone()));
    if open.is_empty() {
        return Ok("nothing open".to_owned());
    }
    Err(Unmet::new("G-END-ALL", open.join("; "), "nothing open").with("list", open.join(", ")))
}

fn assets_free(facts: &CaseFacts, _: &Context<'_>) -> Verdict {
    let held: Vec<&str> = facts.assets.iter().filter(|a| a.under_seizure).map(|a| a.name.as_str()).collect();
    if held.is_empty() {
        return Ok("none".to_owned());
    }
    Err(Unmet::new("G-ASSETS-HELD", held.join("; "), "no asset under seizure")
        .with("assets", held.join("; ")))
}

fn no_money_left(facts: &CaseFacts, _: &Context<'_>) -> Verdict {
    let left = facts.money.undistributed.get().saturating_add(facts.money.unpaid.get());
    if left == 0 {
        return Ok("0".to_owned());
    }
    Err(Unmet::new("G-MONEY-LEFT", left.to_string(), "0").with("amount", left.to_string()))
}

fn post(facts: &CaseFacts, _: &Context<'_>) -> Verdict {
    if facts
        .case
        .debtors
        .iter()
        .any(|track| !track.failed_deliveries.is_empty() && track.notified_on.is_none())
    {
        return Ok("failed delivery on record".to_owned());
    }
    Err(Unmet::new("G-POST", "no failed delivery on record", "minutes of failed delivery")
        .with("list", "failed_delivery"))
}

fn post_done(facts: &CaseFacts, context: &Context<'_>) -> Verdict {
    let hanging = facts.case.debtors.iter().filter(|track| track.posting_removed_on.is_none());
    let Some(posted) = hanging.filter_map(|track| track.posted_on).min() else {
        return Err(Unmet::new("G-POST-7", "no posting", "a posting that hangs").with("date", "-"));
    };
    let last = due(context, "posting", posted)?;
    after(context, "G-POST-7", last)
}

/// Measures in force.
pub fn live_measures(facts: &CaseFacts) -> impl Iterator<Item = &crate::domain::case::Measure> {
    facts.case.live_measures()
}

fn measure_lives(facts: &CaseFacts, _: &Context<'_>) -> Verdict {
    match live_measures(facts).next() {
        Some(measure) => Ok(measure.measure.clone()),
        None => {
            let unmet = Unmet::new("G-RELEASE", "no measure in force", "a measure in force");
            Err(unmet.with("reason", "no_measure"))
        }
    }
}

fn unsent(facts: &CaseFacts, _: &Context<'_>) -> Verdict {
    match facts.case.decisions.iter().find(|decision| decision.sent_to_procuracy_on.is_none()) {
        Some(decision) => Ok(decision.number.clone()),
        None => Err(Unmet::new("G-UNSENT", "every decision was sent", "a decision not yet sent")),
    }
}

/// The last day of a period of the law; without the law nothing is decided.
pub fn due(context: &Context<'_>, key: &'static str, start: NaiveDate) -> Result<NaiveDate, Unmet> {
    context
        .law
        .deadline(key, start, context.on)
        .map(|found| found.due_on)
        .map_err(|gap| no_law(&gap.to_string()))
}

/// A period of the law.
pub fn period<'a>(context: &'a Context<'_>, key: &'static str) -> Result<&'a Period, Unmet> {
    context.law.period(key, context.on).map_err(|gap| no_law(&gap.to_string()))
}

/// A number of the law.
pub fn integer(context: &Context<'_>, key: &'static str) -> Result<i64, Unmet> {
    context.law.integer(key, context.on).map_err(|gap| no_law(&gap.to_string()))
}

fn no_law(gap: &str) -> Unmet {
    Unmet::new("G-LAW", gap, "a value in force on that day").with("reason", gap)
}

fn months(period: &Period) -> u32 {
    match period.unit {
        Unit::Years => period.value.saturating_mul(12),
        _ => period.value,
    }
}
