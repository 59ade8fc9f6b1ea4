//! The cash of a day: counted by the cashier, closed by the accountant when three figures are one, else on record as a difference
//! that only a recount or a signed entry settles (TT04 17.1; TT78 5).

use std::sync::LazyLock;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use serde_json::json;
use utoipa::ToSchema;
use validator::Validate;

use super::super::drafts::{lay_down, take_up, waiting};
use super::super::plan::Plan;
use super::super::{Context, Guard, Lifecycle, Proposal, Subject, To, Transition, assemble};
use super::specie::{self, SpecieRate};
use super::{ACCOUNTANT, CASHIER, SIGNER, signed_with};
use crate::actions;
use crate::domain::closing::cash::{
    CashBook, CashCount, CashDifference, CashSettlement, CountState, Counted, Notes, SpecieCount,
    SpecieFigures, denominations, total,
};
use crate::domain::closing::{BooksMark, BooksState};
use crate::domain::document::DocumentKind;
use crate::domain::ids::{DecisionId, DraftId, OfficeId, UserId};
use crate::domain::ledger::entries::cash_difference;
use crate::domain::ledger::{Account, Holdings};
use crate::domain::lifecycle::case::Nothing;
use crate::domain::matter::Matter;
use crate::domain::money::Dong;
use crate::domain::refusal::{FieldError, Refusal, Unmet, wrong};

actions! {
    /// Every action of a count of the cash.
    pub enum CashCountAction {
        /// KS-Q2: the cashier counts again, or corrects his book.
        RecountCash(CashStated) = "recount_cash",
        /// KS-Q3: three figures are one; the day is closed.
        CloseCashDay(Nothing) = "close_cash_day",
        /// KS-Q4: the figures differ; that is on record.
        RecordCashDifference(RecordCashDifference) = "record_cash_difference",
        /// KS-Q5: the entry that settles the difference is drafted.
        ProposeCashSettlement(ProposeCashSettlement) = "propose_cash_settlement",
        /// KS-Q5: signed and booked.
        SettleCashDifference(Nothing) = "settle_cash_difference",
        /// KS-Q6: dropped, because an earlier day must be counted first.
        DropCashCount(Nothing) = "drop_cash_count",
    }
}

/// What the cashier counted, and what his book says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
pub struct CashStated {
    /// The notes, each denomination once; none when the fund is empty.
    #[validate(length(max = 20), nested)]
    pub notes: Vec<Notes>,
    /// The cashier's book of the day.
    pub book: CashBook,
    /// What is not đồng, each unit once; none when there is none.
    #[serde(default)]
    #[validate(length(max = 20), nested)]
    pub foreign: Vec<SpecieCount>,
}

impl CashStated {
    /// The count, if it is one: legal notes, each once, and a book that adds up.
    ///
    /// # Errors
    /// Every wrong field.
    pub fn counted(
        &self,
        denominations: &[Dong],
        on: NaiveDate,
        by: UserId,
    ) -> Result<Counted, Vec<FieldError>> {
        let mut errors = Vec::new();
        let mut seen = std::collections::BTreeSet::new();
        for (index, notes) in self.notes.iter().enumerate() {
            let pointer = format!("/notes/{index}/denomination");
            if !denominations.contains(&notes.denomination) {
                errors.push(FieldError::new(pointer.clone(), "not_in_list"));
            }
            if !seen.insert(notes.denomination) {
                errors.push(FieldError::new(pointer, "duplicate"));
            }
        }
        if !self.book.adds_up() {
            errors.push(FieldError::new("/book/closing", "contradicts"));
        }
        errors.extend(specie::faults(&self.foreign));
        match total(&self.notes) {
            Ok(total) if errors.is_empty() => {
                let (notes, foreign) = (self.notes.clone(), self.foreign.clone());
                Ok(Counted { on, by, notes, total, book: self.book, foreign })
            }
            Ok(_) => Err(errors),
            Err(_) => {
                errors.push(FieldError::new("/notes", "amount_out_of_range"));
                Err(errors)
            }
        }
    }
}

/// A difference between the three figures.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
pub struct RecordCashDifference {
    /// How accountant and cashier explain it.
    #[validate(length(min = 1, max = 2000))]
    pub explanation: String,
    /// The minutes of the count.
    #[validate(length(min = 1, max = 200))]
    pub minutes: String,
}

/// How the difference is to be booked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
pub struct ProposeCashSettlement {
    /// Why it is booked as missing or as surplus.
    #[validate(length(min = 1, max = 2000))]
    pub reason: String,
    /// Who must make it good, where somebody must.
    pub responsible: Option<UserId>,
    /// The rates of what is not đồng and is too much, where the books have none of it.
    #[serde(default)]
    #[validate(length(max = 20), nested)]
    pub rates: Vec<SpecieRate>,
}

/// What is drafted for the signature: what was proposed, and the three figures on which it rests.
#[derive(Serialize, Deserialize)]
struct Prepared {
    #[serde(flatten)]
    body: ProposeCashSettlement,
    figures: [Dong; 3],
    #[serde(default)]
    foreign: Vec<SpecieFigures>,
}

/// What the guards of a count look at.
#[derive(Debug, Clone)]
pub struct CashCountFacts {
    /// The count.
    pub count: CashCount,
    /// The accountant's book of that day, from the ledger.
    pub book: CashBook,
    /// What of it is not đồng, by its unit.
    pub foreign: Holdings,
    /// How far the books are closed.
    pub books: BooksState,
    /// The first day whose cash must still be closed.
    pub due: Option<NaiveDate>,
}

impl CashCountFacts {
    /// Accountant's book, cashier's book, notes.
    fn three(&self) -> [Dong; 3] {
        let (cashier, counted) =
            self.count.last().map_or_else(Default::default, |last| (last.book.closing, last.total));
        [self.book.closing, cashier, counted]
    }

    /// The same of what is not đồng.
    fn foreign(&self) -> Vec<SpecieFigures> {
        specie::figures(&self.foreign, self.count.last())
    }

    fn equal(&self) -> bool {
        let [books, cashier, counted] = self.three();
        books == cashier && books == counted && self.foreign().iter().all(SpecieFigures::equal)
    }

    fn figures(&self) -> String {
        shown(self.three(), &self.foreign())
    }
}

fn shown(three: [Dong; 3], foreign: &[SpecieFigures]) -> String {
    let dong = three.map(|figure| figure.to_string()).join(" / ");
    let of =
        |one: &SpecieFigures| format!("{} {} / {} / {}", one.unit, one.accountant, one.cashier, one.counted);
    [dong].into_iter().chain(foreign.iter().map(of)).collect::<Vec<_>>().join("; ")
}

/// The notes are other than the books, and the cashier's book agrees with one of the two.
fn bookable<T: PartialEq>([books, cashier, counted]: [T; 3]) -> bool {
    books != counted && (cashier == books || cashier == counted)
}

impl Subject for CashCountFacts {
    fn state(&self) -> &'static str {
        self.count.state.as_str()
    }
    fn is_final(&self) -> bool {
        matches!(self.count.state, CountState::Closed | CountState::Dropped)
    }
    fn office(&self) -> OfficeId {
        self.count.head.office
    }
    fn division(&self) -> Option<OfficeId> {
        self.count.head.division
    }
    fn officer(&self) -> Option<UserId> {
        self.count.head.officer
    }
    fn began_on(&self) -> NaiveDate {
        self.count.last().map_or(self.count.head.received_on, |last| last.on)
    }
    fn draft(&self, action: &str) -> Option<(DraftId, UserId)> {
        waiting(&self.count.drafts, action)
    }
}

/// Whoever counted does not state the book.
const TWO: Guard<CashCountFacts> = Guard {
    code: "G-QUY-TWO",
    test: |facts, at| match facts.count.last().is_some_and(|last| last.by == at.actor.user) {
        false => Ok("another person".to_owned()),
        true => Err(Unmet::new("G-QUY-TWO", "the one who counted", "another person")),
    },
};

const EQUAL: Guard<CashCountFacts> = Guard {
    code: "G-QUY-EQUAL",
    test: |facts, _| match facts.equal() {
        true => Ok(facts.figures()),
        false => Err(Unmet::new("G-QUY-EQUAL", facts.figures(), "equal").with("figures", facts.figures())),
    },
};

const DIFFERS: Guard<CashCountFacts> = Guard {
    code: "G-QUY-DIFFERS",
    test: |facts, _| match facts.equal() {
        false => Ok(facts.figures()),
        true => {
            Err(Unmet::new("G-QUY-DIFFERS", facts.figures(), "different").with("figures", facts.figures()))
        }
    },
};

/// Only what the notes lack or exceed can be booked; a book that is wrong is put right by its keeper.
const BOOKABLE: Guard<CashCountFacts> = Guard {
    code: "G-QUY-NOTES",
    test: |facts, _| {
        // Đồng and each unit agree, or can be booked.
        let [books, cashier, counted] = facts.three();
        let dong = (books == cashier && books == counted) || bookable(facts.three());
        let foreign =
            |one: &SpecieFigures| one.equal() || bookable([one.accountant, one.cashier, one.counted]);
        if !facts.equal() && dong && facts.foreign().iter().all(foreign) {
            return Ok(facts.figures());
        }
        Err(Unmet::new("G-QUY-NOTES", facts.figures(), "notes other than the books")
            .with("figures", facts.figures()))
    },
};

/// What was drafted is what is signed: nothing was counted or booked in between.
const UNMOVED: Guard<CashCountFacts> = Guard {
    code: "G-QUY-MOVED",
    test: |facts, _| {
        let Some(draft) = facts.count.drafts.get("settle_cash_difference") else {
            return Ok(facts.figures());
        };
        let drafted = Prepared::deserialize(&draft.content).ok();
        let drafted = drafted.map(|drafted| (drafted.figures, drafted.foreign));
        if drafted == Some((facts.three(), facts.foreign())) {
            return Ok(facts.figures());
        }
        let drafted = drafted.map_or_else(|| "-".to_owned(), |(three, foreign)| shown(three, &foreign));
        let unmet = Unmet::new("G-QUY-MOVED", facts.figures(), drafted.clone());
        Err(unmet.with("figures", facts.figures()).with("drafted", drafted))
    },
};

/// The days before it are closed.
const ORDER: Guard<CashCountFacts> = Guard {
    code: "G-QUY-ORDER",
    test: |facts, _| match facts.due.filter(|due| facts.count.closes_day() && *due < facts.count.day) {
        None => Ok(facts.count.day.to_string()),
        Some(due) => Err(Unmet::new("G-QUY-ORDER", due.to_string(), "closed").with("date", due.to_string())),
    },
};

static TABLE: LazyLock<Vec<Transition<CashCountFacts>>> = LazyLock::new(|| {
    let rows = assemble(&[&[
        Transition::row("KS-Q2", "recount_cash", &["counted", "differs"], To::Same, CASHIER),
        Transition {
            guards: &[TWO, EQUAL, ORDER],
            document: Some(DocumentKind::CashCountMinutes),
            ..Transition::row(
                "KS-Q3",
                "close_cash_day",
                &["counted", "differs"],
                To::State("closed"),
                ACCOUNTANT,
            )
        },
        Transition {
            guards: &[TWO, DIFFERS, ORDER],
            document: Some(DocumentKind::CashCountMinutes),
            ..Transition::row(
                "KS-Q4",
                "record_cash_difference",
                &["counted"],
                To::State("differs"),
                ACCOUNTANT,
            )
        },
        Transition {
            guards: &[BOOKABLE],
            document: Some(DocumentKind::CashSettlementDecision),
            proposal: Some(Proposal::by("propose_cash_settlement", ACCOUNTANT)),
            ..Transition::row("KS-Q5", "settle_cash_difference", &["differs"], To::State("closed"), SIGNER)
        },
        Transition::row("KS-Q6", "drop_cash_count", &["counted"], To::State("dropped"), CASHIER),
    ]]);
    signed_with(rows, "settle_cash_difference", &[BOOKABLE, UNMOVED])
});

/// The lifecycle of a count of the cash.
pub struct CashCountLifecycle;

impl Lifecycle for CashCountLifecycle {
    const NAME: &'static str = CashCount::KIND;
    type Facts = CashCountFacts;
    type Action = CashCountAction;

    fn table() -> &'static [Transition<CashCountFacts>] {
        &TABLE
    }

    fn states() -> Vec<&'static str> {
        CountState::ALL.iter().map(|state| state.as_str()).collect()
    }

    fn name(action: &CashCountAction) -> &'static str {
        action.name()
    }

    fn apply(
        facts: &CashCountFacts,
        action: &CashCountAction,
        at: &Context<'_>,
        plan: &mut Plan,
    ) -> Result<(), Refusal> {
        let mut count = facts.count.clone();
        match action {
            CashCountAction::RecountCash(body) => recount(&mut count, body, at)?,
            CashCountAction::CloseCashDay(_) => close(facts, &mut count, at, plan),
            CashCountAction::RecordCashDifference(body) => differ(facts, &mut count, body, at, plan),
            CashCountAction::ProposeCashSettlement(body) => {
                specie::differences(&facts.foreign, &facts.foreign(), &body.rates)?;
                let (figures, foreign) = (facts.three(), facts.foreign());
                let prepared = Prepared { body: body.clone(), figures, foreign };
                lay_down(&mut count.drafts, "settle_cash_difference", &prepared, at)?;
            }
            CashCountAction::SettleCashDifference(_) => settle(facts, &mut count, at, plan)?,
            CashCountAction::DropCashCount(_) => count.state = CountState::Dropped,
        }
        plan.change_matter(&count)
    }
}

fn recount(count: &mut CashCount, body: &CashStated, at: &Context<'_>) -> Result<(), Refusal> {
    if count.counts.len() >= CashCount::COUNTS_MAX {
        return Err(wrong("/notes", "range"));
    }
    count.counts.push(body.counted(&denominations(at.law), at.on, at.actor.user)?);
    Ok(())
}

fn minutes(facts: &CashCountFacts, count: &CashCount, at: &Context<'_>, plan: &mut Plan) -> DecisionId {
    let content = json!({ "day": count.day, "kind": count.kind, "accountant": facts.book,
        "count": count.last(), "foreign": facts.foreign() });
    DecisionId(plan.record(at, DocumentKind::CashCountMinutes, None, content))
}

/// The day that it closes, where it closes one.
fn mark(facts: &CashCountFacts, count: &CashCount, differs: bool) -> BooksMark {
    if differs {
        return BooksMark::Cash { closed: None, differs: Some(count.day) };
    }
    let later = facts.books.cash_closed_on.is_none_or(|closed| closed < count.day);
    BooksMark::Cash { closed: Some(count.day).filter(|_| count.closes_day() && later), differs: None }
}

fn close(facts: &CashCountFacts, count: &mut CashCount, at: &Context<'_>, plan: &mut Plan) {
    count.document = Some(minutes(facts, count, at, plan));
    count.book = Some(facts.book);
    count.foreign = facts.foreign();
    count.state = CountState::Closed;
    count.drafts.clear();
    plan.closing.mark = Some(mark(facts, count, false));
}

fn differ(
    facts: &CashCountFacts,
    count: &mut CashCount,
    body: &RecordCashDifference,
    at: &Context<'_>,
    plan: &mut Plan,
) {
    let [accountant, cashier, counted] = facts.three();
    count.document = Some(minutes(facts, count, at, plan));
    count.difference = Some(CashDifference {
        on: at.on,
        by: at.actor.user,
        accountant,
        cashier,
        counted,
        foreign: facts.foreign(),
        explanation: body.explanation.clone(),
        minutes: body.minutes.clone(),
    });
    count.state = CountState::Differs;
    plan.closing.mark = Some(mark(facts, count, true));
}

/// What is missing becomes a claim, what is too much a debt; both are booked on the day of the signature.
fn settle(
    facts: &CashCountFacts,
    count: &mut CashCount,
    at: &Context<'_>,
    plan: &mut Plan,
) -> Result<(), Refusal> {
    let Prepared { body, figures: [books, _, counted], foreign } =
        take_up(&mut count.drafts, "settle_cash_difference", at, plan)?;
    let short = counted < books;
    let amount = if short { books.minus(counted) } else { counted.minus(books) };
    let amount = amount.map_err(|_| wrong("", "amount_out_of_range"))?;
    let memo = format!("cash count {}", count.day);
    if !amount.is_zero() {
        let entry = cash_difference(Account::Cash, short, amount, &memo);
        plan.entries.push(entry.map_err(|_| wrong("", "amount_out_of_range"))?);
    }
    let settled = specie::differences(&facts.foreign, &foreign, &body.rates)?;
    plan.entries.extend(specie::entries(&settled, &memo)?);
    let content = json!({ "day": count.day, "short": short, "amount": amount, "foreign": settled,
        "reason": body.reason, "responsible": body.responsible });
    plan.record(at, DocumentKind::CashSettlementDecision, plan.prepared_by, content);
    count.settlement = Some(CashSettlement {
        on: at.on,
        short,
        amount,
        foreign: settled,
        reason: body.reason,
        responsible: body.responsible,
    });
    count.book = Some(facts.book);
    count.foreign = foreign;
    count.state = CountState::Closed;
    plan.closing.mark = Some(mark(facts, count, false));
    Ok(())
}
