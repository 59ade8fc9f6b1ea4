//! What the decision on a measure says, by the kind of measure (L106 67–76, 88–90; ND152 43–51, 57, 70–72). Numbers of accounts and
//! names of persons stand on the paper, not here.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use validator::{Validate, ValidationErrors};

use super::handover::ThingOrder;
use crate::domain::ids::DecisionId;
use crate::domain::money::Dong;
use crate::text_enum;

text_enum! {
    /// Who keeps an account (ND152 43.1).
    pub enum KeeperKind {
        /// The State Treasury.
        Treasury = "treasury",
        /// A credit institution or the branch of a foreign bank.
        Bank = "bank",
        /// A depository member.
        DepositoryMember = "depository_member",
        /// A digital technology firm.
        DigitalFirm = "digital_firm",
        /// Another body or person.
        Other = "other",
    }
}

text_enum! {
    /// What lies on an account (ND152 49.4–49.5).
    pub enum Fund {
        /// The debtor's own money or property.
        Own = "own",
        /// Service, joint-venture and association revenue of a public unit at the Treasury (49.4).
        ServiceRevenue = "service_revenue",
        /// A State financial fund outside the budget (49.4).
        ExtraBudget = "extra_budget_fund",
        /// Another deposit of a unit, or a person's deposit at the Treasury (49.4).
        Deposit = "deposit",
        /// A State budget fund (49.5).
        Budget = "budget_fund",
        /// Budget money given to a unit, an investor or a project board, with charges and fees collected by law (49.5).
        BudgetMoney = "budget_money",
        /// Sums that a State body collects or keeps for the time being (49.5).
        HeldForState = "held_for_state",
    }
}

impl Fund {
    /// Whether it may be frozen or deducted there: never what ND152 49.5 lists, and at the Treasury only what 49.4 lists.
    pub fn may_be_taken(self, keeper: KeeperKind) -> bool {
        match self {
            Fund::Budget | Fund::BudgetMoney | Fund::HeldForState => false,
            Fund::Own => keeper != KeeperKind::Treasury,
            Fund::ServiceRevenue | Fund::ExtraBudget | Fund::Deposit => true,
        }
    }
}

/// An account.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
pub struct Account {
    /// What kind of body keeps it.
    pub keeper: KeeperKind,
    /// The body's name.
    #[validate(length(min = 1, max = 300))]
    pub name: String,
    /// What lies on it.
    pub fund: Fund,
}

/// Property kept by another (L106 67.3).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
pub struct Deposited {
    /// Who keeps it, as a body or a role.
    #[validate(length(min = 1, max = 300))]
    pub keeper: String,
    /// What it is.
    #[validate(length(min = 1, max = 2000))]
    pub property: String,
    /// Where it lies.
    #[validate(length(min = 1, max = 300))]
    pub place: String,
}

text_enum! {
    /// How securities are held (ND152 57.1–57.2).
    pub enum Listing {
        /// Listed at an exchange.
        Listed = "listed",
        /// Registered for trading.
        Registered = "registered",
        /// Not listed, centrally registered at the securities depository.
        Central = "central",
    }
}

/// Securities to be frozen (ND152 57.1.a).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
pub struct Securities {
    /// How they are held.
    pub listing: Listing,
    /// Their code.
    #[validate(length(min = 1, max = 20))]
    pub code: String,
    /// How many.
    #[validate(range(min = 1))]
    pub quantity: u32,
}

text_enum! {
    /// What is stopped (L106 68).
    pub enum StopKind {
        /// Dealings in it.
        Dealings = "dealings",
        /// Its registration.
        Registration = "registration",
        /// The transfer of rights in it.
        Transfer = "transfer",
        /// A change of its state.
        Alteration = "alteration",
    }
}

/// Property whose dealings are stopped (L106 68).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
pub struct Stopped {
    /// What it is.
    #[validate(length(min = 1, max = 2000))]
    pub property: String,
    /// Others own it too: they may sue (L106 39).
    pub common: bool,
    /// What is stopped.
    #[validate(length(min = 1, max = 4))]
    pub stops: Vec<StopKind>,
}

text_enum! {
    /// With whom something is found (L106 69, 75).
    pub enum Possessor {
        /// The debtor.
        Debtor = "debtor",
        /// Another party.
        OtherParty = "other_party",
        /// Somebody else.
        ThirdPerson = "third_person",
    }
}

/// Property or papers to be held (L106 69); what was held, piece by piece, stands in the minutes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
pub struct Custody {
    /// The kind of property or papers.
    #[validate(length(min = 1, max = 2000))]
    pub property: String,
    /// With whom it is found.
    pub with: Possessor,
}

/// One account, and how much is deducted from it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
pub struct AccountSum {
    /// The account.
    #[validate(nested)]
    pub account: Account,
    /// The sum, in đồng.
    pub amount: Dong,
}

text_enum! {
    /// Where what is deducted goes (L106 73).
    pub enum DeductedTo {
        /// To the agency's account.
        Agency = "agency",
        /// To the creditor's account at once.
        Creditor = "creditor",
    }
}

/// Deduction from accounts (L106 73; ND152 49.1).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
pub struct Deduction {
    /// The accounts; several, where one does not yield the whole (ND152 49.2).
    #[validate(length(min = 1, max = 50), nested)]
    pub from: Vec<AccountSum>,
    /// Where the money goes.
    pub to: DeductedTo,
    /// The agency's receiving account; needed when it goes there.
    #[serde(default)]
    #[validate(length(min = 1, max = 200))]
    pub receiving_account: Option<String>,
    /// The last day to carry it out.
    pub execute_by: NaiveDate,
}

text_enum! {
    /// How often business income is collected (ND152 50.1).
    pub enum Every {
        /// Each month.
        Month = "month",
        /// Each quarter.
        Quarter = "quarter",
        /// Each year.
        Year = "year",
    }
}

impl Every {
    /// The months of one instalment.
    pub fn months(self) -> i64 {
        match self {
            Every::Month => 1,
            Every::Quarter => 3,
            Every::Year => 12,
        }
    }
}

/// Collection from a business (L106 74.1; ND152 50.1); sums are those of one instalment, in đồng.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
pub struct BusinessTake {
    /// How often.
    pub every: Every,
    /// What the business yields, by books and facts.
    pub income: Dong,
    /// What is left for the business; the officer fixes it on the debtor's papers.
    pub left_for_business: Dong,
    /// The region in which the debtor really lives: 1 to 4.
    #[validate(range(min = 1, max = 4))]
    pub region: u8,
    /// The parties agreed otherwise on what is left for the household.
    #[serde(default)]
    pub agreed: bool,
    /// What is collected.
    pub amount: Dong,
}

/// Money that the debtor holds (L106 74.2).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
pub struct CashTake {
    /// The sum, in đồng.
    pub amount: Dong,
    /// It is shown to be somebody else's.
    #[serde(default)]
    pub anothers: bool,
}

/// Money with another person, or owed to the debtor under a judgment (L106 74.3–74.4).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
pub struct HolderTake {
    /// The demand that was not obeyed.
    pub demand: DecisionId,
    /// The sum, in đồng.
    pub amount: Dong,
}

/// A valuable paper to be taken (L106 75).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
pub struct PaperTake {
    /// Its kind and issuer.
    #[validate(length(min = 1, max = 500))]
    pub paper: String,
    /// With whom it is.
    pub with: Possessor,
    /// What it is worth, in đồng.
    pub value: Dong,
}

text_enum! {
    /// Why income may be deducted (L106 76.2).
    pub enum IncomeGround {
        /// The parties agreed.
        Agreed = "agreed",
        /// The judgment orders it.
        Judged = "judged",
        /// Alimony.
        Alimony = "alimony",
        /// A periodic duty.
        Periodic = "periodic",
        /// A small sum.
        SmallSum = "small_sum",
        /// Other property does not suffice.
        OtherInsufficient = "other_insufficient",
    }
}

/// Deduction from income (L106 76; ND152 51.1–51.2); sums are monthly, in đồng.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
pub struct IncomeTake {
    /// Who pays the income.
    #[validate(length(min = 1, max = 300))]
    pub payer: String,
    /// Why it may be deducted.
    pub ground: IncomeGround,
    /// The real income.
    pub income: Dong,
    /// Dependants on the list that the tax office confirmed.
    #[validate(range(max = 50))]
    pub dependants: u8,
    /// The region in which the debtor really lives: 1 to 4.
    #[validate(range(min = 1, max = 4))]
    pub region: u8,
    /// The parties agreed otherwise on what is left for the debtor himself.
    #[serde(default)]
    pub agreed: bool,
    /// What is deducted.
    pub amount: Dong,
    /// The agency's receiving account.
    #[validate(length(min = 1, max = 200))]
    pub receiving_account: String,
    /// From when and how long.
    #[validate(length(min = 1, max = 200))]
    pub term: String,
}

macro_rules! contents {
    ($($(#[$meta:meta])* $variant:ident($body:ty) = $name:literal: $($measure:literal),+;)+) => {
        /// What the decision on a measure says, by the kind of measure.
        #[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
        pub enum MeasureContent {
            $($(#[$meta])* #[serde(rename = $name)] $variant($body)),+
        }

        impl MeasureContent {
            /// The kind of content that a measure's decision must have; `None` where the law asks for none of these.
            pub fn required(measure: &str) -> Option<&'static str> {
                match measure { $($($measure)|+ => Some($name),)+ _ => None }
            }

            /// The kind of content.
            pub const fn name(&self) -> &'static str {
                match self { $(Self::$variant(_) => $name),+ }
            }
        }

        impl Validate for MeasureContent {
            fn validate(&self) -> Result<(), ValidationErrors> {
                let (name, inner) = match self { $(Self::$variant(body) => ($name, body.validate())),+ };
                ValidationErrors::merge(Ok(()), name, inner)
            }
        }
    };
}

contents! {
    /// Freeze of an account.
    AccountFreeze(Account) = "account_freeze": "SM-FRZ-ACC";
    /// Freeze of property kept by another.
    DepositFreeze(Deposited) = "deposit_freeze": "SM-FRZ-DEP";
    /// Freeze of securities.
    SecuritiesFreeze(Securities) = "securities_freeze": "SM-FRZ-SEC";
    /// Dealings stopped.
    Stop(Stopped) = "stop": "SM-SUS";
    /// Custody.
    Custody(Custody) = "custody": "SM-HLD";
    /// Deduction from accounts.
    Deduction(Deduction) = "deduction": "CM-ACC";
    /// Collection from a business.
    Business(BusinessTake) = "business": "CM-CASH-BIZ";
    /// Collection of money that the debtor holds.
    Cash(CashTake) = "cash": "CM-CASH-HELD";
    /// Collection from another person.
    Holder(HolderTake) = "holder": "CM-CASH-3P", "CM-CASH-JD";
    /// A valuable paper.
    Paper(PaperTake) = "paper": "CM-PAPER";
    /// Deduction from income.
    Income(IncomeTake) = "income": "CM-INC";
    /// A thing, papers, a house or land to be handed over.
    Thing(ThingOrder) = "thing": "CM-DELIV";
}
