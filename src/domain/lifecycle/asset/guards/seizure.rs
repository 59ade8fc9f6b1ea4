//! Guards from discovery to the seizure (section 3.3, G01–G25 and G67).

use chrono::NaiveDate;

use super::{G, Verdict, lacks, met, unless_overridden};
use crate::domain::asset::{AssetKind, Findings, ProportionException};
use crate::domain::lifecycle::asset::facts::AssetFacts;
use crate::domain::lifecycle::case::due;
use crate::domain::lifecycle::{Context, Guard, coercion_time};
use crate::domain::money::Dong;
use crate::domain::refusal::Unmet;

/// The case is enforceable: ability on record, something owed (L106 72.2).
pub const BASIS: G = Guard { code: "G01_BASIS", test: basis };
/// The voluntary period is over, or evasion must be stopped, or the measure is provisional (L106 36.1, 62.2, 72.1).
pub const VOLUNTARY: G = Guard { code: "G02_VOLUNTARY", test: voluntary };
/// Ownership verified, the registry answered, fit to change hands (L106 37.2, 78.1; ND152 21.3).
pub const OWNER: G = Guard { code: "G03_OWNER", test: owner };
/// Real estate was looked at on site.
pub const SURVEY: G = Guard { code: "G-SURVEY", test: survey };
/// What was found is not older than the period after which means are verified anew (L106 38.3).
pub const FRESH: G = Guard { code: "G-FACTS-OLD", test: fresh };
/// Not on the list of what may never be seized (L106 79).
pub const NOT_EXCLUDED: G = Guard { code: "G04_EXCLUDED", test: not_excluded };
/// Worth no more than debt and costs, or an exception is borne out (L106 72.3).
pub const PROPORTION: G = Guard { code: "G05_PROPORTION", test: proportion };
/// The judgment does not attach it already, nor has it said whose it is (L106 39.3, 78.2).
pub const NOT_JUDGED: G = Guard { code: "G06_JUDGED", test: not_judged };
/// The judgment attaches it (L106 60, 78.2).
pub const ATTACHMENT_JUDGED: G = Guard { code: "G06_NOT_JUDGED", test: attachment_judged };
/// The only home comes last (L106 78.3.b).
pub const ONLY_HOME: G = Guard { code: "G07_ONLY_HOME", test: only_home };
/// Collateral of somebody else is worth more than it secures (L106 78.3.d).
pub const MORTGAGE: G = Guard { code: "G08_MORTGAGE", test: mortgage };
/// Collateral of a bad debt (ND152 55.2, 42.5).
pub const BAD_DEBT: G = Guard { code: "G09_BAD_DEBT", test: bad_debt };
/// Collateral of one contract is seized together.
pub const COLLATERAL_GROUP: G = Guard { code: "G-COLLATERAL-GROUP", test: collateral_group };
/// Common land and houses come last (ND152 54.3–54.4).
pub const COMMON_LAST: G = Guard { code: "G10_COMMON_LAST", test: common_last };
/// The debtor's share is known (L106 39.1).
pub const SHARE: G = Guard { code: "G11_SHARE", test: share };
/// Common property whose share is not known.
pub const COMMON_UNKNOWN: G = Guard { code: "G11_NONE", test: common_unknown };
/// The owner is not paid wholly from the State budget (ND152 42.10).
pub const STATE_FUNDED: G = Guard { code: "G13_STATE_FUNDED", test: state_funded };
/// No other authority's measure (ND152 42.5; L106 46.1.e).
pub const OTHER_AUTHORITY: G = Guard { code: "G14_OTHER_AUTH", test: other_authority };
/// Without a certificate: the opinion on planning is there (ND152 56.1).
pub const UNREGISTERED: G = Guard { code: "G15_UNREGISTERED", test: unregistered };
/// Natural resource: the licensor's opinion is there (ND152 59).
pub const RESOURCE: G = Guard { code: "G16_RESOURCE", test: resource };
/// The creditor has handed over the title papers that he holds (ND152 42.8).
pub const CREDITOR_PAPERS: G = Guard { code: "G17_CREDITOR_PAPERS", test: creditor_papers };
/// Not transferred away since the judgment (ND152 54.2.b).
pub const TRANSFERRED: G = Guard { code: "G18_TRANSFERRED", test: transferred };
/// Not under compulsory transfer (L106 78.3.e).
pub const IP: G = Guard { code: "G19_IP", test: ip };
/// Aircraft and ships are arrested under a law of their own (L106 80.2.e).
pub const VESSEL: G = Guard { code: "G20_SHIP", test: vessel };
/// Seizure notices served long enough before (L106 80.2.a).
pub const SEIZURE_NOTICE: G = Guard { code: "G21_RE_NOTICE", test: seizure_notice };
/// Costs notified long enough before (L106 72.7).
pub const COST_NOTICE: G = Guard { code: "G22_COST_NOTICE", test: cost_notice };
/// The day is one on which coercion may be carried out (L106 72.5).
pub const WINDOW: G = Guard { code: "G23_WINDOW", test: window };
/// Graves: their removal was asked for (ND152 68.1).
pub const GRAVES: G = Guard { code: "G67_GRAVES", test: graves };
/// It is collateral.
pub const MORTGAGED: G = Guard { code: "G08_NONE", test: mortgaged };
/// Others were told to remove their goods.
pub const GOODS_TOLD: G = Guard { code: "G29_NONE", test: goods_told };
/// It is a lot.
pub const IS_LOT: G = Guard { code: "G-LOT", test: is_lot };
/// A court or authority has the matter.
pub const DISPUTE_TAKEN: G = Guard { code: "G12_NONE", test: dispute_taken };

fn basis(facts: &AssetFacts, _: &Context<'_>) -> Verdict {
    let able = facts.case_is_enforceable() || facts.division().is_some();
    if able && !facts.case.outstanding().is_zero() {
        return met(facts.case.stage);
    }
    let missing = if able { "nothing_owed" } else { "ability" };
    Err(Unmet::new("G01_BASIS", facts.case.stage.as_str(), "enforceable or enforcing, with something owed")
        .with("list", missing))
}

fn voluntary(facts: &AssetFacts, context: &Context<'_>) -> Verdict {
    if let Some(until) = facts.division().and_then(|change| change.demand?.pay_until) {
        return met(until);
    }
    let track = facts.case.debtor(facts.asset.owner);
    if facts.case.provisional_measure || facts.asset.notices.urgent_reason.is_some() {
        return met("not waited for");
    }
    match track.and_then(|track| track.voluntary_until) {
        Some(until) if context.on > until => met(until),
        Some(until) => Err(Unmet::new("G02_VOLUNTARY", until.to_string(), format!("before {}", context.on))
            .with("date", until.to_string())
            .not_before_day_after(until)),
        None => {
            let required = "a voluntary period that has ended";
            Err(Unmet::new("G02_VOLUNTARY", "no valid notice to the owner", required).with("date", "-"))
        }
    }
}

fn owner(facts: &AssetFacts, _: &Context<'_>) -> Verdict {
    let registrable = facts.asset.kind.is_registrable();
    let missing = match &facts.asset.verified {
        None => "verification",
        Some(verified) if !verified.owned_by_debtor => "owned_by_debtor",
        Some(_) if facts.asset.lacks_registry_answer() => "registry_answer",
        Some(verified) if verified.findings.transferable == Some(false) => "transferable",
        Some(verified) if registrable && verified.findings.transferable.is_none() => "transferable",
        Some(verified) => return met(verified.on),
    };
    lacks("G03_OWNER", missing, "owned by the debtor, registry answered, fit to change hands")
}

fn survey(facts: &AssetFacts, _: &Context<'_>) -> Verdict {
    let surveyed = facts.asset.findings().and_then(|found| found.surveyed_on);
    match surveyed {
        Some(day) => met(day),
        None if !facts.asset.kind.is_real_estate() => met("movable"),
        None => lacks("G-SURVEY", "surveyed_on", "surveyed on site"),
    }
}

/// A deadline whose length the law of that day does not know cannot make facts old.
fn fresh(facts: &AssetFacts, context: &Context<'_>) -> Verdict {
    let Some(verified) = &facts.asset.verified else { return met("not verified") };
    let Ok(computed) = context.law.deadline("reverify", verified.on, context.on) else {
        return met(verified.on);
    };
    if context.on <= computed.due_on {
        return met(verified.on);
    }
    let unmet = Unmet::new("G-FACTS-OLD", verified.on.to_string(), "verified anew");
    unless_overridden(facts, "G-FACTS-OLD", Err(unmet.with("date", verified.on.to_string())))
}

fn not_excluded(facts: &AssetFacts, _: &Context<'_>) -> Verdict {
    match &facts.asset.excluded {
        None => met("not on the list"),
        Some(entry) => {
            Err(Unmet::new("G04_EXCLUDED", entry.clone(), "not on the list").with("reason", entry.clone()))
        }
    }
}

fn proportion(facts: &AssetFacts, _: &Context<'_>) -> Verdict {
    let value = facts.estimated();
    if !facts.exceeds_debt() {
        return met(value.get());
    }
    if facts.division().is_some() {
        return met("divided");
    }
    let borne_out = ProportionException::ALL.iter().find(|one| facts.supports(**one));
    match borne_out {
        Some(exception) => met(exception),
        None => {
            let limit = facts.limit();
            let unmet = Unmet::new("G05_PROPORTION", value.get().to_string(), limit.get().to_string());
            Err(unmet.with("limit", limit.to_string()))
        }
    }
}

fn not_judged(facts: &AssetFacts, _: &Context<'_>) -> Verdict {
    if !facts.asset.judged {
        return met("no");
    }
    Err(Unmet::new("G06_JUDGED", "attached by the judgment", "not attached by the judgment"))
}

fn attachment_judged(facts: &AssetFacts, _: &Context<'_>) -> Verdict {
    if facts.asset.judged {
        return met("attached by the judgment");
    }
    Err(Unmet::new("G06_NOT_JUDGED", "not attached by the judgment", "attached by the judgment"))
}

fn findings(facts: &AssetFacts) -> Findings {
    facts.asset.findings().cloned().unwrap_or_default()
}

/// Other property does not suffice, as far as it was looked at.
fn others_insufficient(found: &Findings) -> bool {
    found.other_property_sufficient == Some(false)
}

fn collateral_judged(found: &Findings) -> bool {
    found.mortgage.as_ref().is_some_and(|mortgage| mortgage.judged)
}

fn only_home(facts: &AssetFacts, _: &Context<'_>) -> Verdict {
    let found = findings(facts);
    let free = others_insufficient(&found) || found.proposed_by_debtor || collateral_judged(&found);
    if !facts.asset.only_home || free || facts.asset.judged || facts.division().is_some() {
        return met(if facts.asset.only_home { "nothing else suffices" } else { "no" });
    }
    lacks("G07_ONLY_HOME", "other_property", "no other property suffices, or the debtor agrees")
}

/// Nothing else suffices, and it is worth more than what it secures and the costs.
fn worth_seizing(facts: &AssetFacts, found: &Findings, secured: Dong) -> bool {
    let floor = secured.get().saturating_add(facts.asset.costs.get());
    others_insufficient(found) && facts.estimated().get() > floor
}

fn mortgage(facts: &AssetFacts, _: &Context<'_>) -> Verdict {
    let found = findings(facts);
    match &found.mortgage {
        None => met("none"),
        Some(mortgage) if mortgage.judged => met("judged collateral"),
        Some(mortgage) if worth_seizing(facts, &found, mortgage.secured) => met(mortgage.secured.get()),
        Some(mortgage) => {
            let required = "worth more than it secures and the costs, nothing else sufficing";
            let unmet = Unmet::new("G08_MORTGAGE", facts.estimated().get().to_string(), required);
            Err(unmet.with("amount", mortgage.secured.to_string()))
        }
    }
}

fn bad_debt(facts: &AssetFacts, _: &Context<'_>) -> Verdict {
    let found = findings(facts);
    let Some(mortgage) = found.mortgage.as_ref().filter(|mortgage| mortgage.bad_debt) else {
        return met("no");
    };
    let allowed = mortgage.bad_debt_case.is_some() && !mortgage.handled_by_lender;
    if allowed && worth_seizing(facts, &found, mortgage.secured) {
        return met("allowed");
    }
    let missing = if mortgage.handled_by_lender { "handled_by_lender" } else { "bad_debt_case" };
    lacks("G09_BAD_DEBT", missing, "a case of the Credit Institutions Law, and worth more than it secures")
}

fn collateral_group(facts: &AssetFacts, _: &Context<'_>) -> Verdict {
    let behind: Vec<&str> =
        facts.group.iter().filter(|other| !other.ready).map(|other| other.name.as_str()).collect();
    let verdict = if behind.is_empty() {
        met(facts.group.len())
    } else {
        let unmet = Unmet::new("G-COLLATERAL-GROUP", behind.join(", "), "verified too");
        Err(unmet.with("name", behind.join(", ")))
    };
    unless_overridden(facts, "G-COLLATERAL-GROUP", verdict)
}

fn common_last(facts: &AssetFacts, _: &Context<'_>) -> Verdict {
    let found = findings(facts);
    let last = others_insufficient(&found) || found.proposed_by_debtor;
    if found.common.is_none() || !facts.asset.kind.is_real_estate() || last {
        return met("yes");
    }
    lacks("G10_COMMON_LAST", "other_property", "no other property suffices, or the debtor proposes it")
}

fn share(facts: &AssetFacts, _: &Context<'_>) -> Verdict {
    match findings(facts).common {
        None => met("sole owner"),
        Some(common) => match common.share {
            Some(share) => met(format!("{}/{}", share.parts, share.of)),
            None => {
                Err(Unmet::new("G11_SHARE", "unknown", "the debtor's share determined").with("date", "-"))
            }
        },
    }
}

fn common_unknown(facts: &AssetFacts, _: &Context<'_>) -> Verdict {
    let common = findings(facts).common;
    if common.is_some_and(|common| common.share.is_none()) {
        return met("unknown");
    }
    Err(Unmet::new("G11_NONE", "no common property with an unknown share", "such property"))
}

fn state_funded(facts: &AssetFacts, _: &Context<'_>) -> Verdict {
    match facts.case.debtor(facts.asset.owner) {
        Some(track) if track.budget_funded => {
            Err(Unmet::new("G13_STATE_FUNDED", "paid from the State budget", "another debtor"))
        }
        _ => met("no"),
    }
}

fn other_authority(facts: &AssetFacts, _: &Context<'_>) -> Verdict {
    match &facts.asset.verified {
        Some(verified) if verified.other_authority => {
            Err(Unmet::new("G14_OTHER_AUTH", "another authority's measure", "no other measure"))
        }
        _ => met("none"),
    }
}

fn unregistered(facts: &AssetFacts, _: &Context<'_>) -> Verdict {
    match findings(facts).unregistered {
        Some(opinion) if opinion.paper.is_none() => {
            lacks("G15_UNREGISTERED", "opinion", "the opinion on planning and certificate")
        }
        _ => met("on file"),
    }
}

fn resource(facts: &AssetFacts, _: &Context<'_>) -> Verdict {
    let opinion = findings(facts).resource;
    let needed = facts.asset.kind == AssetKind::ResourceRight || opinion.is_some();
    if needed && opinion.and_then(|opinion| opinion.paper).is_none() {
        return lacks("G16_RESOURCE", "opinion", "the licensor's opinion");
    }
    met("on file")
}

fn creditor_papers(facts: &AssetFacts, _: &Context<'_>) -> Verdict {
    let papers = &facts.asset.papers;
    if papers.held_by_creditor && papers.received_on.is_none() {
        let asked = papers.demanded_on.len().to_string();
        return Err(Unmet::new("G17_CREDITOR_PAPERS", "with the creditor", "handed over").with("done", asked));
    }
    met("not with the creditor")
}

fn transferred(facts: &AssetFacts, _: &Context<'_>) -> Verdict {
    match findings(facts).transferred_on {
        None => met("no"),
        Some(day) => {
            Err(Unmet::new("G18_TRANSFERRED", day.to_string(), "not transferred")
                .with("date", day.to_string()))
        }
    }
}

fn ip(facts: &AssetFacts, context: &Context<'_>) -> Verdict {
    match findings(facts).compulsory_transfer_until {
        Some(until) if context.on <= until => {
            Err(Unmet::new("G19_IP", until.to_string(), format!("before {}", context.on))
                .with("date", until.to_string())
                .not_before_day_after(until))
        }
        _ => met("no"),
    }
}

fn vessel(facts: &AssetFacts, _: &Context<'_>) -> Verdict {
    if facts.asset.kind != AssetKind::Vessel {
        return met("no");
    }
    Err(Unmet::new("G20_SHIP", "aircraft or ship", "another asset"))
}

fn seizure_notice(facts: &AssetFacts, context: &Context<'_>) -> Verdict {
    if !facts.asset.kind.is_real_estate() {
        return met("movable");
    }
    ahead(facts, context, facts.asset.notices.seizure_on, "seize.notice.re", "G21_RE_NOTICE")
}

/// Told with the notices of the asset, or with the estimate of a plan with forces.
fn cost_notice(facts: &AssetFacts, context: &Context<'_>) -> Verdict {
    let decision = facts.seizure().map(|decision| decision.id);
    let of_plan = facts.case.coercion.cost_notices.iter().find(|notice| Some(notice.decision) == decision);
    let told = facts.asset.notices.costs_on.or(of_plan.map(|notice| notice.on));
    ahead(facts, context, told, "cost_notice", "G22_COST_NOTICE")
}

/// A notice that must lie at least so many working days before the act, unless an urgent reason is on record.
fn ahead(
    facts: &AssetFacts,
    context: &Context<'_>,
    served: Option<NaiveDate>,
    key: &'static str,
    code: &'static str,
) -> Verdict {
    if facts.asset.notices.urgent_reason.is_some() {
        return met("urgent reason on record");
    }
    let latest = due(context, key, context.on)?;
    match served {
        Some(day) if day <= latest => met(day),
        other => {
            let found = other.map_or_else(|| "no notice".to_owned(), |day| day.to_string());
            Err(Unmet::new(code, found, format!("{latest} or earlier")).with("date", latest.to_string()))
        }
    }
}

fn window(_: &AssetFacts, context: &Context<'_>) -> Verdict {
    coercion_time::day("G23_WINDOW", context)
}

fn graves(facts: &AssetFacts, _: &Context<'_>) -> Verdict {
    if findings(facts).graves && facts.asset.foreign_goods.is_none() {
        return Err(Unmet::new("G67_GRAVES", "removal not asked for", "removal asked for"));
    }
    met("settled")
}

fn mortgaged(facts: &AssetFacts, _: &Context<'_>) -> Verdict {
    match findings(facts).mortgage {
        Some(mortgage) => met(mortgage.contract),
        None => Err(Unmet::new("G08_NONE", "no collateral", "collateral")),
    }
}

fn goods_told(facts: &AssetFacts, _: &Context<'_>) -> Verdict {
    match &facts.asset.foreign_goods {
        Some(goods) => met(goods.told_on),
        None => Err(Unmet::new("G29_NONE", "nobody was told to remove goods", "an order to remove them")),
    }
}

fn is_lot(facts: &AssetFacts, _: &Context<'_>) -> Verdict {
    if facts.asset.is_lot() {
        return met(facts.asset.members.len());
    }
    Err(Unmet::new("G-LOT", "a single asset", "a lot"))
}

fn dispute_taken(facts: &AssetFacts, _: &Context<'_>) -> Verdict {
    match facts.asset.dispute.as_ref().and_then(|dispute| dispute.accepted.clone()) {
        Some(paper) => met(paper),
        None => Err(Unmet::new("G12_NONE", "no court or authority has it", "taken up")),
    }
}
