//! What the tables and their effects cannot do without: keys of law data, codes with articles, codes with texts. Start-up and
//! `check-law` compare it with the law that is loaded; it reads no law itself.

use super::asset::AssetLifecycle;
use super::case::{CaseLifecycle, ExitBar};
use super::closing::{
    BankStatementLifecycle, CashCountLifecycle, FileReconciliationLifecycle, PeriodClosingLifecycle,
    PostHandoverLifecycle,
};
use super::entrustment::{EntrustmentLifecycle, VerificationDelegationLifecycle};
use super::exhibit::ExhibitLifecycle;
use super::held_money::HeldMoneyLifecycle;
use super::intake::{JudgmentLifecycle, RequestLifecycle};
use super::money::{DistributionLifecycle, PayoutLifecycle};
use super::oversight::complaint::ComplaintLifecycle;
use super::oversight::denunciation::DenunciationLifecycle;
use super::oversight::finding::FindingLifecycle;
use super::oversight::procuracy::ProcuracyLifecycle;
use super::oversight::review::ReviewLifecycle;
use super::payment_list::PaymentListLifecycle;
use super::private_office::{OfficeFileLifecycle, OfficeRequestLifecycle};
use super::procuracy_list::ProcuracyListLifecycle;
use super::receipt_series::ReceiptSeriesLifecycle;
use super::redaction::RedactionLifecycle;
use super::{Lifecycle, guard};
use crate::domain::actor::Role;
use crate::domain::case::{
    AgreementFault, EndingGround, HoldGround, NotEnforceableGround, PayoutDelayGround, RecallGround,
    ReliefGround, TargetGround, TerminationGround,
};
use crate::domain::claim::RowCode;
use crate::domain::distribution::PaymentStep;
use crate::domain::document::DocumentKind;
use crate::domain::fee;
use crate::domain::judgment::GroupRule;
use crate::domain::law::review::Needs;
use crate::domain::law::{Finding, Law, Severity};
use crate::domain::ledger::chart;
use crate::domain::oversight::complaint::{PauseGround, RejectionGround, ReviewGround, StopGround};
use crate::domain::proactive::ProactiveKind;
use crate::domain::receipt::{Channel, ReceiptKind};
use crate::domain::request::RefusalGround;

/// Codes that no row carries: guards shared by all rows, and what effects say of a wrong content.
pub(super) const CODES: &[&str] = &[
    "G-STATE",
    "G-FINAL",
    "G-DATE-ORDER",
    "G-ROLE",
    "G-SIGNER",
    "G-LAW",
    "G-BUYER",
    "G-DC-86",
    "G-DC-EFFECT",
    "G-DOC-KIND",
    "G-AGR-LAWFUL",
    "G-COERCE-ABLE",
    "G-CG",
    "G-CG-NONE",
    "G-MG",
    "G-MG-ONCE",
    "G-UT-ACCOUNT",
    "G-UT-JOINT",
    "G-UT-KCTT",
    "G-UT-LOCAL",
    "G-UT-ORDER",
    "G-UT-PROV",
    "G-UT-REFUSE",
    "G-ACC-SPARED",
    "G-EXIT-BAR",
    "G-HOLDER-TERM",
    "G-MIN-LEFT",
    "G-RELIEF",
    "G-TAKEN",
    "G-TARGET",
    "G-TOLD",
    "G-XL",
    "G-XL-FILE",
    "G-XL-WHY",
    "G-CMP-EXTENSION",
    "G-CMP-FORM",
    "G-CMP-GROUND",
    "G-CMP-REPRESENT",
    "G-CMP-TIME",
    "G-DC-GROUND",
    "G-AGR-FORM",
    "G-DEC-CONTENT",
    "G-DUE",
    "G-DUTY",
    "G-JD-CARRIED",
    "G-JD-FEE-TOLD",
    "G-JD-FOUND",
    "G-JD-MINUTES",
    "G-JD-SUMMONS",
    "G-JD-TERM",
    "G-JD-THING",
    "G-EARLY",
    "G-EXIT-HEAD",
    "G-EXH-2",
    "G-EXH-3",
    "G-EXH-5",
    "G-FEE-PAID",
    "G-END-ART",
    "G-GROUP",
    "G-HO-24H",
    "G-HO-3M",
    "G-HO-ASSET",
    "G-HO-HARM",
    "G-HO-ONCE",
    "G-HO-PERSONAL",
    "G-HO-REVIEW",
    "G-LIST-OPEN",
    "G-MONTH-OPEN",
    "G-NE-GROUND",
    "G-NE-OTHER",
    "G-NEW-LEVEL",
    "G-AMEND",
    "G-ANNUL",
    "G-NOTICE-CHANNEL",
    "G-NOTICE-DIG",
    "G-NOTICE-EVID",
    "G-NOTICE-PHYS",
    "G-OFFICER",
    "G-PAUSE-TERM",
    "G-PERSUADE",
    "G-PROACTIVE",
    "G-RECALL",
    "G-REFUSE-GROUND",
    "G-RECALL",
    "G-REQ-RELATED",
    "G-PC-ADVANCE",
    "G-PC-CHANGE",
    "G-PC-DELAY",
    "G-PC-PAID",
    "G-PC-TWICE",
    "G-TERM",
    "G-SU-EXEMPT",
    "G-PN-MINUTES",
    "G-RT-COSTS",
    "G-RT-MINUTES",
    "G-RT-OWES",
    "G-RT-PLACE",
    "G-TH-CHAIR",
    "G-TH-MEMBERS",
    "G-TH-MINUTES",
    "G-TH-VOTE",
    "G-TT-MINUTES",
    "G-TT-RECEIVER",
    "G-VP-AGREED",
    "G-VP-LATER",
    "G-VP-RESULT",
    "G-XB-CONTENT",
    "G-XB-MINUTES",
    "G-XB-SEAL",
    "G-XB-STOCK",
    "G-XB-STORAGE",
    "G-XB-TOLD",
    "G-XB-TREASURY",
    "G-XB-WHOLE",
    "G-SET-OFF",
    "G25_ATTENDANCE",
    "G26_MINUTES",
    "G32_VALUER",
    "G37_REVAL_ADVANCE",
    "G39_START_PRICE",
    "G43_CONTRACT",
    "G45_SESSION_DATE",
    "G46_REDUCE",
    "G49_REFUSAL",
    "G55_NO_CASH",
    "G57_TAKE_AGREED",
    "G60_HANDOVER",
    "G61_RELEASE",
    "G-EXPLOIT",
    "G-BUYER-CONDITION",
    "G-LOT-MEMBER",
    "G-OVERRIDE",
    "G-REVAL-GROUND",
    "G-SEIZED-TWICE",
    "G24_PLAN",
    "G27_CUSTODY",
    "G30_STATE_MATCH",
    "G33_SELF_PRICE",
    "G34_COUNCIL",
    "G51_REDEEM_FULL",
    "G53_PAUSE",
    "G54_STOP",
    "G56_TAKER_PAID",
    "G58_DIRECT",
    "G65_CANCEL",
    "G66_ONE_BIDDER",
    "M09_ONLY_HOME",
    "G-INTEREST",
    "G-SHARE-TERM",
    "G-SHARE-ASKED",
    "G-SHARE-RUNS",
    "G-SHARE-PENDING",
    "G-FEE-DIRECT",
    "M13_SETOFF",
    "M-TRANSFER",
    "M02_PLAN",
    "G-BL-TWICE",
    "G-RC-CASH",
    "G-RC-PERIOD",
    "G-RC-ONCE",
    "G-RC-SPENT",
    "M12_RECEIPT",
    "M15_FX",
    "M14_PERIOD",
    "M14_DAY",
    "M14_CASH",
    "G-KS-ONCE",
    "G-QUY-ONE",
    "G-HS-ONCE",
    "G-BG-ONCE",
    "G-SK-FORM",
    "G-SK-XML",
    "G-SK-CURRENCY",
    "G-SK-AMOUNT",
    "G-SK-SIZE",
    "G-SK-SUM",
    "G-SK-TWICE",
    "G-SK-CHAIN",
    "G-SK-ACCOUNT",
    "G-SK-MATCH",
];

/// Acts that make an aggregate: no row leads to them, because nothing is there to act on yet.
pub const CREATIONS: &[&str] = &[
    "A-01",
    "A-01L",
    "BL-01",
    "CP-01",
    "FI-01",
    "M-PREPARE",
    "PR-01",
    "RC-05",
    "RD-01",
    "T-IMPORT",
    "T-IN-01",
    "T-IN-02",
    "XB-01",
    "KS-K1",
    "KS-Q1",
    "KS-N1",
    "KS-H1",
    "KS-B1",
];

/// Codes of wrong fields, named `field.<code>`.
pub(super) const FIELDS: &[&str] = &[
    "amount_out_of_range",
    "contradicts",
    "date_in_future",
    "duplicate",
    "length",
    "not_a_party",
    "not_in_list",
    "range",
    "required",
    "unknown_field",
    "wrong_type",
];

/// Keys that guards and effects read beside the clocks of the rows.
pub(super) const KEYS: &[&str] = &[
    "fee.revalue_rate",
    "small_value.wages",
    "rent_reserve.months",
    "redeem",
    "preempt.later",
    "min_wage.4",
    "min_wage.3",
    "min_wage.2",
    "min_wage.1",
    "direct.notice",
    "al.view_days",
    "al.simplified_files",
    "al.simplified_below",
    "al.notice_second_re",
    "al.notice_second_mv",
    "al.notice_media_times",
    "al.notice_media_from",
    "al.notice_apart",
    "al.files_until",
    "agreement_hold_review",
    "al.deposit_rate_max",
    "al.deposit_rate_min",
    "al.post_mv",
    "al.post_re",
    "al.simplified_post_mv",
    "al.simplified_post_re",
    "at_once_alarm_hours",
    "auction.session.mv",
    "auction.session.re",
    "base_salary",
    "confiscate.receiver",
    "cmp_accept1",
    "cmp_limit_before",
    "cmp_limit_coercion",
    "cmp_limit_freeze",
    "cmp_limit_security",
    "cmp_representatives",
    "cost.bearers",
    "cost.rates",
    "cost_notice",
    "digital_notice",
    "deposit.savings_multiple",
    "destroy.council_min",
    "destroy.council_seats",
    "deleg_verify_now",
    "deleg_verify_other",
    "deleg_verify_reg",
    "entrust.measure_kinds",
    "ex.lie_1y",
    "ex.lie_5y",
    "exempt.again",
    "exempt.below",
    "exempt.to",
    "exempt.years",
    "exempt.years_long",
    "exempt_fresh",
    "fee.brackets",
    "fee.exempt_claims",
    "fee_threshold_multiple",
    "fee.direct_performance",
    "fee.reduction.poor_max",
    "fee.reduction.verified_asset",
    "fee.reduction.verified_asset_force",
    "late_interest.days_per_year",
    "late_interest.rate",
    "payout.post_multiple",
    "set_off.excluded",
    "hold_deposit_term",
    "night_begins",
    "night_ends",
    "office_hours",
    "paper_demands_min",
    "payment_order.rows",
    "payment_order.sequence",
    "postpone_protest_notice",
    "preempt.mv",
    "preempt.re",
    "reduce.cap_above",
    "reduce.part",
    "reduce.part_above",
    "reduce.to",
    "price.council_min",
    "price.reduction_max_rate",
    "pricechange.min_rate",
    "prison.yearly_from",
    "reductions_before_option",
    "seize.notice.re",
    "tet_window",
    "reverify",
    "time_bar",
    "verifications_for_two_years",
    "vks_1y",
    "vks_protest",
    "vks_protest_supreme",
    "vks_reply",
    "wages_kept",
    "accounting.year_first_month",
];

/// Everything that the lifecycles need of the law data.
pub fn needs() -> Needs {
    let mut needs = Needs::default();
    rows::<JudgmentLifecycle>(&mut needs);
    rows::<RequestLifecycle>(&mut needs);
    rows::<CaseLifecycle>(&mut needs);
    rows::<AssetLifecycle>(&mut needs);
    rows::<DistributionLifecycle>(&mut needs);
    rows::<PayoutLifecycle>(&mut needs);
    rows::<ProcuracyListLifecycle>(&mut needs);
    rows::<HeldMoneyLifecycle>(&mut needs);
    rows::<ReceiptSeriesLifecycle>(&mut needs);
    rows::<PaymentListLifecycle>(&mut needs);
    rows::<PeriodClosingLifecycle>(&mut needs);
    rows::<CashCountLifecycle>(&mut needs);
    rows::<BankStatementLifecycle>(&mut needs);
    rows::<FileReconciliationLifecycle>(&mut needs);
    rows::<PostHandoverLifecycle>(&mut needs);
    rows::<RedactionLifecycle>(&mut needs);
    rows::<ExhibitLifecycle>(&mut needs);
    rows::<OfficeFileLifecycle>(&mut needs);
    rows::<OfficeRequestLifecycle>(&mut needs);
    rows::<EntrustmentLifecycle>(&mut needs);
    rows::<VerificationDelegationLifecycle>(&mut needs);
    rows::<ComplaintLifecycle>(&mut needs);
    rows::<ProcuracyLifecycle>(&mut needs);
    rows::<DenunciationLifecycle>(&mut needs);
    rows::<ReviewLifecycle>(&mut needs);
    rows::<FindingLifecycle>(&mut needs);
    for code in CODES {
        coded(&mut needs, code);
    }
    let channels = || Channel::ALL.iter().copied();
    let kinds = ReceiptKind::ALL.iter().flat_map(|kind| channels().map(|channel| kind.code(channel)));
    needs.basis.extend(kinds.map(str::to_owned));
    needs.basis.extend(CREATIONS.iter().map(|code| (*code).to_owned()));
    needs.parameters.extend(KEYS.iter().map(|key| (*key).to_owned()));
    needs.texts.extend(FIELDS.iter().map(|code| format!("field.{code}")));
    needs.texts.extend(DocumentKind::ALL.iter().map(|kind| format!("document.{kind}")));
    needs.texts.extend(["action.form_lot".to_owned()]);
    needs.texts.extend(Role::ALL.iter().map(|role| format!("role.{role}")));
    for code in grounds() {
        needs.basis.insert(code.to_owned());
        needs.texts.insert(format!("ground.{code}"));
    }
    needs
}

/// The law's own review, and what the tables miss. A value missing from the law in force is an error; one missing from an
/// earlier law only stops the acts of that time that need it.
pub fn review(law: &Law) -> Vec<Finding> {
    let mut findings = law.check();
    let Some((first, last)) = law.regimes().first().zip(law.regimes().last()) else { return findings };
    let needs = needs();
    let now = law.check_needs(&needs, last.from);
    let then = law.check_needs(&needs, first.from).into_iter().filter(|finding| !now.contains(finding));
    findings.extend(then.map(|finding| Finding { severity: Severity::Warning, ..finding }));
    findings.extend(now);
    findings.extend(chart::review(law));
    findings
}

fn rows<L: Lifecycle>(needs: &mut Needs) {
    needs.texts.extend(L::states().iter().map(|state| format!("state.{}.{state}", L::NAME)));
    for row in L::table() {
        needs.basis.insert(row.code.to_owned());
        needs.texts.insert(format!("action.{}", row.action));
        needs.texts.extend(row.who.iter().map(|who| format!("role.{}", guard::name(*who))));
        for guard in row.guards {
            coded(needs, guard.code);
        }
        let keys = row.opens.iter().chain(row.closes).map(|clock| clock.key());
        needs.parameters.extend(keys.filter(|key| *key != "*").map(str::to_owned));
    }
}

fn coded(needs: &mut Needs, code: &str) {
    needs.basis.insert(code.to_owned());
    needs.texts.insert(code.to_owned());
}

/// Grounds, rows of the order of payment and its steps.
fn grounds() -> impl Iterator<Item = &'static str> {
    let case = NotEnforceableGround::ALL.iter().map(|ground| ground.as_str());
    case.chain(HoldGround::ALL.iter().map(|ground| ground.as_str()))
        .chain(TerminationGround::ALL.iter().map(|ground| ground.as_str()))
        .chain(EndingGround::ALL.iter().map(|ground| ground.as_str()))
        .chain(AgreementFault::ALL.iter().map(|fault| fault.as_str()))
        .chain(TargetGround::ALL.iter().map(|ground| ground.as_str()))
        .chain(ExitBar::ALL.iter().map(|bar| bar.as_str()))
        .chain(ReliefGround::ALL.iter().map(|ground| ground.as_str()))
        .chain(fee::FeeReliefGround::ALL.iter().map(|ground| ground.as_str()))
        .chain(fee::NoFee::ALL.iter().map(|ground| ground.as_str()))
        .chain(PayoutDelayGround::ALL.iter().map(|ground| ground.as_str()))
        .chain(RecallGround::ALL.iter().map(|ground| ground.as_str()))
        .chain(RejectionGround::ALL.iter().map(|ground| ground.as_str()))
        .chain(PauseGround::ALL.iter().map(|ground| ground.as_str()))
        .chain(StopGround::ALL.iter().map(|ground| ground.as_str()))
        .chain(ReviewGround::ALL.iter().map(|ground| ground.as_str()))
        .chain(RefusalGround::ALL.iter().map(|ground| ground.as_str()))
        .chain(ProactiveKind::ALL.iter().map(|kind| kind.as_str()))
        .chain(GroupRule::ALL.iter().map(|rule| rule.as_str()))
        .chain(RowCode::ALL.iter().map(|row| row.as_str()))
        .chain(PaymentStep::ALL.iter().map(|step| step.as_str()))
}
