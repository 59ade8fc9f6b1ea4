//! A judgment or decision to be enforced, its parties and the rights and duties it pronounces. It knows nothing of how they
//! are enforced.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use rust_decimal::{Decimal, RoundingStrategy, prelude::ToPrimitive};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::claim::ClaimKind;
use super::enquiry::Enquiry;
use super::ids::{CaseId, DraftId, JudgmentId, ObligationId, OfficeId, PartyId, UserId};
use super::interest::InterestTerms;
use super::money::Dong;
use super::personal::PersonalField;
use super::proactive::ProactiveKind;
use crate::text_enum;

text_enum! {
    /// How an item comes to be enforced.
    pub enum Mode {
        /// By the agency of its own motion (chủ động, L106 33.2).
        Proactive = "proactive",
        /// On a party's request (theo yêu cầu, L106 34).
        OnRequest = "on_request",
    }
}

text_enum! {
    /// What a party is.
    pub enum PartyKind {
        /// A natural person.
        Person = "person",
        /// A legal person or other organisation.
        Organisation = "organisation",
    }
}

text_enum! {
    /// The life of an obligation item (khoản phải thi hành).
    pub enum ObligationStatus {
        /// Nothing performed yet.
        Open = "open",
        /// Performed in part.
        Partial = "partial",
        /// Performed.
        Done = "done",
        /// Under a postponement or suspension of its own.
        Held = "held",
        /// Handed to another agency (L106 49).
        Entrusted = "entrusted",
        /// Ended by a termination decision.
        Terminated = "terminated",
        /// Exempted by a court (L106 42).
        Exempted = "exempted",
        /// Reduced by a court, the rest still owed (L106 42).
        Reduced = "reduced",
        /// Passed to another party (L106 41).
        Transferred = "transferred",
    }
}

text_enum! {
    /// A duty other than to pay or to hand over a thing (L106 91–94; a right to visit is enforced as an act, [U26]).
    pub enum DutyKind {
        /// To do something (L106 91).
        Act = "act",
        /// Not to do something (L106 92).
        Omission = "omission",
        /// To hand over a minor, or a person without capacity (L106 93).
        Child = "child",
        /// To take a worker back (L106 94).
        Worker = "worker",
        /// To allow visits or care.
        Visit = "visit",
    }
}

text_enum! {
    /// The exception under which one decision covers several debtors or recipients (ND152 8.1, 11.1).
    pub enum GroupRule {
        /// One decision for each debtor: the rule.
        PerDebtor = "GR-0",
        /// Return of money or property: one for each recipient.
        PerRecipient = "GR-A",
        /// Confiscation or destruction, no debtor identified: one for those items.
        NoDebtor = "GR-B",
        /// Items of the two rules above about the same exhibit: one common decision.
        SameExhibit = "GR-C",
        /// Joint or common duty: one common decision.
        Joint = "GR-D",
        /// One person has both right and duty: one for that person.
        RightAndDuty = "GR-E",
        /// Several people receive one common asset or sum, or owe each other.
        CommonAsset = "GR-F",
        /// A joint debtor asks and pays of his own accord: one for what is paid.
        JointPayment = "GR-G",
        /// Another case in law.
        OtherByLaw = "GR-H",
    }
}

text_enum! {
    /// The nature of a claim that bears no fee, beyond what its kind tells (TT216 6.1–6.3, 6.5–6.6).
    pub enum FeeNature {
        /// Damages for honour or dignity, or for dismissal.
        Personal = "personal",
        /// Money of social-policy, health or education programmes.
        SocialProgramme = "social_programme",
        /// A thing of only spiritual value.
        Sentimental = "sentimental",
        /// Recovered for the Bank for Social Policies.
        PolicyLoan = "policy_loan",
        /// A judgment without a value in money and without a court fee by value.
        NoValue = "no_value",
    }
}

/// A sum in foreign currency, with the rate at which it was entered: a sum without a rate is refused.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ForeignSum {
    /// ISO 4217.
    #[schema(example = "USD")]
    pub currency: String,
    /// How much, as text, with at most two places.
    #[schema(value_type = String, example = "1000.50")]
    pub amount: Decimal,
    /// Đồng for one unit.
    #[schema(value_type = String, example = "25400")]
    pub rate: Decimal,
    /// Whose rate.
    pub rate_source: String,
    /// Of which day.
    pub rate_on: NaiveDate,
}

impl ForeignSum {
    /// Its value in đồng, half up; none where it makes no sense: no such code, nothing, more than two places, no rate.
    pub fn dong(&self) -> Option<Dong> {
        let code = self.currency.len() == 3 && self.currency.bytes().all(|one| one.is_ascii_uppercase());
        let sensible =
            code && self.currency != "VND" && self.amount > Decimal::ZERO && self.rate > Decimal::ZERO;
        if !sensible || self.amount.normalize().scale() > 2 {
            return None;
        }
        let value = self.amount.checked_mul(self.rate)?;
        let whole = value.round_dp_with_strategy(0, RoundingStrategy::MidpointAwayFromZero);
        Dong::new(whole.to_i64()?).ok()
    }
}

/// A judgment as entered in the register (sổ nhận bản án, quyết định; ND152 7.4).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Judgment {
    /// Its identifier.
    pub id: JudgmentId,
    /// Grows by one with each change.
    pub version: i64,
    /// The agency that received it.
    pub office: OfficeId,
    /// Kind, a code of `config/reference/judgment-kinds.toml` (L106 2).
    pub kind: String,
    /// The court's number.
    #[schema(example = "12/2026/DS-ST")]
    pub number: String,
    /// The court or body.
    pub issuer: String,
    /// Day of pronouncement.
    pub pronounced_on: NaiveDate,
    /// Day of legal effect.
    pub in_force_on: NaiveDate,
    /// Day the agency received it.
    pub received_on: NaiveDate,
    /// Decisions drafted on its proactive items.
    pub drafts: Vec<Draft<GroupDraft>>,
    /// Other drafts that wait for a signature, by the name of the signed action.
    #[serde(default)]
    pub proposals: BTreeMap<String, Draft<serde_json::Value>>,
    /// The agency that is competent, when it is not this one (L106 32).
    #[serde(default)]
    pub competent_agency: Option<String>,
    /// What the issuer was asked, and reviews proposed (L106 22.2.d–đ).
    #[serde(default)]
    pub enquiries: Vec<Enquiry>,
    /// Entered for a case taken over from the 2008 law: its reception started no clock here.
    #[serde(default)]
    pub imported: bool,
}

/// A case that covers some item already.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct CaseRef {
    /// The case.
    pub case: CaseId,
    /// The decision's number, once given.
    pub number: String,
    /// The day of the decision.
    pub decided_on: NaiveDate,
}

/// A drafted document that waits for another person's signature.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Draft<T> {
    /// Its identifier.
    pub id: DraftId,
    /// Who prepared it.
    pub prepared_by: UserId,
    /// The day.
    pub prepared_on: NaiveDate,
    /// What it says.
    pub content: T,
}

/// Drafts that wait for a signature, by the name of the signed action.
pub type Drafts = BTreeMap<String, Draft<serde_json::Value>>;

/// The content of a drafted enforcement decision: which items, and by which grouping rule.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct GroupDraft {
    /// The items covered.
    pub obligations: Vec<ObligationId>,
    /// The grouping rule.
    pub rule: GroupRule,
    /// The article behind a grouping by another rule of law.
    #[serde(default)]
    pub basis: Option<String>,
}

/// A party of a judgment. Personal data live here and nowhere else; no event and no log repeats them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Party {
    /// Its identifier.
    pub id: PartyId,
    /// Person or organisation.
    pub kind: PartyKind,
    /// Name.
    pub name: String,
    /// Address, as in the judgment.
    pub address: Option<String>,
    /// Personal or organisation identification number; may be unknown (ND152 9.2.a).
    pub identity_number: Option<String>,
    /// The account into which a payout goes (ND152 9.2.g).
    pub bank_account: Option<String>,
    /// A body whose funds come wholly from the State budget (ND152 88.1).
    #[serde(default)]
    pub budget_funded: bool,
    /// What was taken away for good, and the number of the decision that says so.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub redacted: BTreeMap<PersonalField, String>,
}

/// One right or duty pronounced (khoản phải thi hành).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Obligation {
    /// Its identifier.
    pub id: ObligationId,
    /// The judgment.
    pub judgment: JudgmentId,
    /// The case whose decision covers it.
    pub case: Option<CaseId>,
    /// Who must perform.
    pub debtor: PartyId,
    /// Who is entitled; the State when absent.
    pub creditor: Option<PartyId>,
    /// Proactive or on request.
    pub mode: Mode,
    /// What it is for; decides the rank of payment.
    pub kind: ClaimKind,
    /// What is to be done, where the duty is not to pay; then the sum is zero.
    #[serde(default)]
    pub duty: Option<DutyKind>,
    /// The sum pronounced, in đồng.
    pub amount: Dong,
    /// What has been performed, in đồng.
    pub paid: Dong,
    /// Where it stands.
    pub status: ObligationStatus,
    /// The day it falls due, where the judgment names one.
    pub due_on: Option<NaiveDate>,
    /// Owed jointly with others (nghĩa vụ liên đới).
    pub joint: bool,
    /// Tied to the debtor's person or not transferable (L106 46.1.a–b).
    pub personal: bool,
    /// Secured by collateral that the judgment orders to be realised.
    pub secured: bool,
    /// The day the creditor's request was received; the decision's day for the State's claims.
    pub requested_on: Option<NaiveDate>,
    /// What more the judgment says of it.
    #[serde(default, flatten)]
    pub more: Pronounced,
    /// Late interest due on it on the day for which it was loaded; reckoned then, kept nowhere.
    #[serde(skip)]
    pub interest_due: Dong,
}

/// What a judgment says of an item beside parties, sum and date.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, ToSchema)]
pub struct Pronounced {
    /// Its entry in the list of proactive items (L106 33.2).
    #[serde(default)]
    pub proactive_kind: Option<ProactiveKind>,
    /// The exhibit, asset or sum it is about, as the judgment names it.
    #[serde(default)]
    pub thing: Option<String>,
    /// The judgment identifies no debtor; `debtor` is then whoever the thing was taken from (ND152 8.1.b).
    #[serde(default)]
    pub no_debtor: bool,
    /// It gives no right and puts no duty that this law enforces (L106 34.4.b; ND152 8.3).
    #[serde(default)]
    pub not_enforced: bool,
    /// The currency's code or the metal in which it is ordered; đồng when absent (TT04 17.2; ND152 30.6).
    #[serde(default)]
    pub specie: Option<String>,
    /// The item of which this one is the part that was paid (ND152 10.3, 11.1.b).
    #[serde(default)]
    pub part_of: Option<ObligationId>,
    /// Late interest, where the judgment orders it (ND152 29.1).
    #[serde(default)]
    pub interest: Option<InterestTerms>,
    /// Why no fee is due whatever is received, where the kind of claim does not tell it (TT216 6).
    #[serde(default)]
    pub fee_nature: Option<FeeNature>,
    /// The sum in foreign currency that it pronounces; `amount` is its value in đồng at the rate kept here.
    #[serde(default)]
    pub foreign: Option<ForeignSum>,
}

impl Pronounced {
    /// The currency in which it is to be paid (ND152 30.6): a code, not a metal.
    pub fn currency(&self) -> Option<&str> {
        let code = |unit: &&str| {
            unit.len() == 3 && *unit != "VND" && unit.bytes().all(|byte| byte.is_ascii_uppercase())
        };
        let ordered = self.specie.as_deref().filter(code);
        ordered.or_else(|| self.foreign.as_ref().map(|sum| sum.currency.as_str()))
    }
}

impl Obligation {
    /// What is still owed of it.
    pub fn outstanding(&self) -> Dong {
        self.amount.saturating_minus(self.paid)
    }

    /// Its entry in the list of proactive items; court fees and the like need not be told.
    pub fn proactive_kind(&self) -> Option<ProactiveKind> {
        let own = || ProactiveKind::of_claim(self.kind).filter(|_| self.mode == Mode::Proactive);
        self.more.proactive_kind.or_else(own)
    }
}

impl Obligation {
    /// It may still be paid in its case: not terminated, exempted or handed to another agency.
    pub fn is_claim(&self) -> bool {
        use ObligationStatus as S;
        !matches!(self.status, S::Terminated | S::Exempted | S::Entrusted)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_foreign_sum_has_its_value_half_up_or_makes_no_sense() {
        for (currency, amount, rate, dong) in [
            ("USD", "1000.50", "25400", Some(25_412_700)),
            ("USD", "0.01", "25450", Some(255)),
            ("USD", "0.01", "25449", Some(254)),
            ("JPY", "10", "165.25", Some(1_653)),
            ("USD", "1.500", "2", Some(3)),
            ("USD", "0.001", "25400", None),
            ("USD", "0", "25400", None),
            ("USD", "-1", "25400", None),
            ("USD", "1", "0", None),
            ("usd", "1", "25400", None),
            ("DOLLAR", "1", "25400", None),
            ("VND", "1", "1", None),
            ("USD", "79228162514264337593543950335", "2", None),
        ] {
            let sum = ForeignSum {
                currency: currency.to_owned(),
                amount: amount.parse().unwrap(),
                rate: rate.parse().unwrap(),
                rate_source: "VCB".to_owned(),
                rate_on: NaiveDate::default(),
            };
            assert_eq!(sum.dong().map(Dong::get), dong, "{amount} {currency} at {rate}");
        }
    }
}
