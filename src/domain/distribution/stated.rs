//! What whoever prepares a distribution states, each thing with its paper, because no record holds it: co-owners, other
//! people's goods, taxes of the transfer, mortgagees, an order of another law. And the terms under which a plan was computed,
//! kept with it: a computed plan never changes. A paper is named by number, day and maker, no person. It computes nothing.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;
use validator::Validate;

use super::{MoneySource, Rules};
use crate::domain::claim::Payee;
use crate::domain::event::hash;
use crate::domain::ids::{AdvanceId, CaseId, DecisionId, FreedSharesId, ObligationId, PartyId};
use crate::domain::money::Dong;
use crate::text_enum;

/// The decision that a voluntary payer named.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NamedDecision {
    /// The case of that decision.
    pub case: CaseId,
    /// Where he named it.
    #[validate(length(min = 1, max = 300))]
    pub paper: String,
}

/// A co-owner of the thing that was sold whole (L106 39.2).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CoOwner {
    /// Who.
    pub payee: PartyId,
    /// His parts, of as many as the record of the debtor's own share counts.
    #[validate(range(min = 1, max = 1_000_000))]
    pub parts: u32,
    /// What shows it.
    #[validate(length(min = 1, max = 300))]
    pub paper: String,
}

/// The owner of goods that were sold with the thing (L106 81.2, 90.3.a).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct GoodsOwner {
    /// Who.
    pub payee: PartyId,
    /// Their price in the sale, in đồng.
    pub price: Dong,
    /// What keeping and handling them cost, in đồng.
    pub costs: Dong,
    /// What shows it.
    #[validate(length(min = 1, max = 300))]
    pub paper: String,
}

text_enum! {
    /// A charge or tax tied to the transfer of the thing (L106 54.1).
    pub enum ChargeKind {
        /// Phí, lệ phí.
        Charge = "charge",
        /// Lệ phí trước bạ.
        RegistrationFee = "registration_fee",
        /// Thuế thu nhập cá nhân.
        PersonalIncomeTax = "personal_income_tax",
        /// Thuế thu nhập doanh nghiệp.
        CorporateIncomeTax = "corporate_income_tax",
    }
}

/// A charge or tax that the debtor or owner owes for the transfer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct TransferCharge {
    /// Which.
    pub kind: ChargeKind,
    /// How much, in đồng.
    pub amount: Dong,
    /// The notice of the tax office, the contract.
    #[validate(length(min = 1, max = 300))]
    #[schema(example = "Thông báo thuế số 45/TB-CCT ngày 12/10/2026")]
    pub paper: String,
}

/// What a mortgagee who is no creditor claims from the thing (L106 54.3).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct MortgageeClaim {
    /// Who.
    pub payee: PartyId,
    /// The secured debt, in đồng.
    pub amount: Dong,
    /// His rank by registration, 1 first; equal ranks share (BLDS 308).
    #[validate(range(min = 1, max = 100))]
    pub rank: u16,
    /// His statement of the debt.
    #[validate(length(min = 1, max = 300))]
    pub paper: String,
}

/// Of several who receive one sum together: the one who is paid (ND152 30.1).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct JointReceiver {
    /// The item.
    pub obligation: ObligationId,
    /// Who is paid.
    pub payee: PartyId,
    /// The judgment's words, the request.
    #[validate(length(min = 1, max = 300))]
    pub paper: String,
}

/// An item on which what is paid goes to the late interest first: the parties agreed so, or the judgment says it (ND152 29.1).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct InterestFirst {
    /// The item.
    pub obligation: ObligationId,
    /// Their agreement, the judgment's words.
    #[validate(length(min = 1, max = 300))]
    pub paper: String,
}

/// A recipient who is himself a debtor here: what falls to him is used in that case (L106 59.5).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct UsedThere {
    /// Who.
    pub payee: PartyId,
    /// The case in which he owes.
    pub case: CaseId,
    /// The decision or request of that case's officer.
    #[validate(length(min = 1, max = 300))]
    pub paper: String,
}

/// A party who owes something himself in another case of this agency.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, ToSchema)]
pub struct AlsoDebtor {
    /// The party.
    pub payee: PartyId,
    /// The case.
    pub case: CaseId,
}

/// One line of another law's order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct HandEntry {
    /// Who gets it; the one entitled by the item, where an item is named.
    pub payee: Payee,
    /// The item of the case that it performs, where it performs one.
    #[serde(default)]
    pub obligation: Option<ObligationId>,
    /// What is owed, in đồng.
    pub claim: Dong,
    /// What the paper gives, in đồng.
    pub share: Dong,
    /// Its rank, 1 first: a later rank gets something only when every earlier one is full.
    #[validate(range(min = 1, max = 1000))]
    pub rank: u16,
    /// The article under which it stands there.
    #[validate(length(min = 1, max = 200))]
    #[schema(example = "Điều 199 Luật Các tổ chức tín dụng")]
    pub article: String,
}

/// A plan by another law's order, from the paper that orders it (L106 54.4–54.5).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ByHand {
    /// `bad_debt` or `bankruptcy`.
    pub source: MoneySource,
    /// The paper.
    #[validate(length(min = 1, max = 300))]
    pub paper: String,
    /// Its lines.
    #[validate(nested, length(min = 1, max = 5000))]
    pub lines: Vec<HandEntry>,
}

/// Everything that is stated and not on record.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, Validate, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Stated {
    /// The decision that a voluntary payer named: it alone shares first.
    #[validate(nested)]
    pub named: Option<NamedDecision>,
    /// The coercion decision under which it was collected, where several could be meant.
    pub decision: Option<DecisionId>,
    /// Co-owners, when the thing was sold whole.
    #[validate(nested, length(max = 100))]
    pub co_owners: Vec<CoOwner>,
    /// Owners of goods sold with it.
    #[validate(nested, length(max = 100))]
    pub goods: Vec<GoodsOwner>,
    /// Charges and taxes of the transfer.
    #[validate(nested, length(max = 100))]
    pub charges: Vec<TransferCharge>,
    /// Mortgagees who are no creditors.
    #[validate(nested, length(max = 100))]
    pub mortgagees: Vec<MortgageeClaim>,
    /// Who is paid of several who receive one sum.
    #[validate(nested, length(max = 1000))]
    pub receivers: Vec<JointReceiver>,
    /// Items on which interest goes before the principal, of money that came on one day. What each creditor gets stays the same.
    #[validate(nested, length(max = 1000))]
    pub interest_first: Vec<InterestFirst>,
    /// Recipients who owe something themselves here.
    #[validate(nested, length(max = 1000))]
    pub uses: Vec<UsedThere>,
    /// Another law's order.
    #[validate(nested)]
    pub by_hand: Option<ByHand>,
}

impl Stated {
    /// The parties whom it names: each must be one of the judgment's.
    pub fn parties(&self) -> Vec<PartyId> {
        let hand = self.by_hand.iter().flat_map(|hand| &hand.lines).filter_map(|line| match line.payee {
            Payee::Party(party) => Some(party),
            Payee::State | Payee::Agency => None,
        });
        let owners = self.co_owners.iter().map(|one| one.payee).chain(self.goods.iter().map(|one| one.payee));
        let lenders = self.mortgagees.iter().map(|one| one.payee);
        owners.chain(lenders).chain(self.receivers.iter().map(|one| one.payee)).chain(hand).collect()
    }
}

/// A part of one settled cost.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct CostPart {
    /// The settlement.
    pub document: DecisionId,
    /// The place of the cost in it, from 0.
    pub line: u32,
    /// How much of it, in đồng.
    pub amount: Dong,
}

/// What stands behind a charge: its lines carry the same identifier.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ChargeNote {
    /// The charge.
    pub id: Uuid,
    /// What it is: a kind of cost, of charge, of owner.
    pub what: String,
    /// The paper or voucher.
    pub paper: Option<String>,
    /// The article that the paper names.
    #[serde(default)]
    pub article: Option<String>,
    /// The advance that goes back.
    #[serde(default)]
    pub advance: Option<AdvanceId>,
    /// The settled costs that it pays.
    #[serde(default)]
    pub costs: Vec<CostPart>,
}

/// A case whose claims were looked at, as it stood then.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, ToSchema)]
pub struct CaseSeen {
    /// The case.
    pub case: CaseId,
    /// Its version.
    pub version: i64,
}

/// The answer on the rent money of an only home.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct RentAnswer {
    /// The wage region of the debtor's residence.
    pub region: u8,
    /// The full reserve, in đồng; whether it is made depends on what the debtor would keep.
    pub amount: Dong,
}

/// A share of a divided thing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct DividedShare {
    /// The item.
    pub obligation: ObligationId,
    /// What was still owed on it, in đồng: its part of the price takes the place of that.
    pub owed: Dong,
}

/// Under which terms a plan was computed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Terms {
    /// Where the money comes from.
    pub source: MoneySource,
    /// The day that closes pool 1.
    pub reference_date: NaiveDate,
    /// The debtor whose money it is, where it is one.
    pub debtor: Option<PartyId>,
    /// The decision that alone shares first.
    pub named_case: Option<CaseId>,
    /// Rows and choices.
    pub rules: Rules,
    /// The other cases against this debtor at this agency.
    pub others: Vec<CaseSeen>,
    /// What stands behind each charge.
    pub charges: Vec<ChargeNote>,
    /// The answer on rent money; absent where it was no only home.
    pub rent: Option<RentAnswer>,
    /// Those of the judgment's parties who owe something themselves here.
    #[serde(default)]
    pub also_debtors: Vec<AlsoDebtor>,
    /// Shares set free from a deposit, where it is their money that is shared (ND152 30.2).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub freed: Option<FreedSharesId>,
    /// The first of the last days on which those may still ask whose shares wait (ND152 30.2).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ask_until: Option<NaiveDate>,
    /// What each share of a divided thing was still owed before its price came (ND152 62.3).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub divided: Vec<DividedShare>,
    /// What was stated.
    pub stated: Stated,
}

/// The identifier of something stated: the same words give the same one, so that two computations can be compared.
pub fn id_of(what: &str, place: usize, paper: &str) -> Uuid {
    let digest = hash(&format!("{what}\u{0}{place}\u{0}{paper}"));
    let number = digest.get(..32).and_then(|head| u128::from_str_radix(head, 16).ok());
    Uuid::from_u128(number.unwrap_or_default())
}
