//! A statement of a bank or Treasury account: its lines are matched with what is booked, what stays open on either side is explained,
//! and then the difference between bank and books is made up of what is listed, to the đồng (TT78 7.1.d).

use std::collections::BTreeSet;
use std::sync::LazyLock;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use serde_json::json;
use utoipa::ToSchema;
use validator::Validate;

use super::super::plan::Plan;
use super::super::{Context, Guard, Lifecycle, Subject, To, Transition};
use super::ACCOUNTANT;
use crate::actions;
use crate::domain::closing::PostingRef;
use crate::domain::closing::matching::{Booked, HowMatched, Match, OpenLine, automatic};
use crate::domain::closing::statement::{
    BankStatement, Explained, OpenItem, Reconciliation, StatementState, Undone,
};
use crate::domain::document::DocumentKind;
use crate::domain::ids::{DecisionId, MatterId, OfficeId, UserId};
use crate::domain::lifecycle::case::Nothing;
use crate::domain::matter::Matter;
use crate::domain::money::Dong;
use crate::domain::refusal::{FieldError, Refusal, Unmet, wrong};

actions! {
    /// Every action of a statement.
    pub enum BankStatementAction {
        /// KS-N2: lines are matched where there is no doubt.
        MatchStatement(Nothing) = "match_statement",
        /// KS-N3: a line is matched by hand, with a reason.
        MatchStatementLine(MatchStatementLine) = "match_statement_line",
        /// KS-N4: a match is taken back, with a reason.
        UnmatchLine(UnmatchLine) = "unmatch_line",
        /// KS-N5: what stays open is explained.
        ExplainOpenItem(ExplainOpenItem) = "explain_open_item",
        /// KS-N6: nothing is unexplained.
        ReconcileStatement(Nothing) = "reconcile_statement",
        /// KS-N7: opened again, because the books moved behind it.
        ReopenStatement(ReopenStatement) = "reopen_statement",
    }
}

/// A line and the postings that it is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
pub struct MatchStatementLine {
    /// The line.
    #[validate(range(min = 1))]
    pub line: u32,
    /// The postings; together they are as much as the line.
    #[validate(length(min = 1, max = 200))]
    pub postings: Vec<PostingRef>,
    /// Why they are the same money.
    #[validate(length(min = 1, max = 500))]
    pub reason: String,
}

/// A match to be taken back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
pub struct UnmatchLine {
    /// The line.
    #[validate(range(min = 1))]
    pub line: u32,
    /// Why.
    #[validate(length(min = 1, max = 500))]
    pub reason: String,
}

/// Something that stays open, and why.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
pub struct ExplainOpenItem {
    /// What is open.
    pub open: OpenItem,
    /// Why, and how it will be cleared.
    #[validate(length(min = 1, max = 500))]
    pub reason: String,
}

/// Why a reconciled statement is opened again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
pub struct ReopenStatement {
    /// Why.
    #[validate(length(min = 1, max = 500))]
    pub reason: String,
}

/// What the guards of a statement look at.
#[derive(Debug, Clone)]
pub struct BankStatementFacts {
    /// The statement.
    pub statement: BankStatement,
    /// Lines without a match, of this statement and those before it.
    pub lines: Vec<OpenLine>,
    /// Postings without a match.
    pub booked: Vec<Booked>,
    /// Lines of these statements that were booked later: what of them.
    pub booked_later: i64,
    /// Postings of this time that a later statement has: what of them.
    pub stated_later: i64,
    /// The books' balance of the account at the end of the statement.
    pub books: i64,
    /// What bank and books differed by on the eve of the first statement, as the books are now.
    pub base_difference: i64,
    /// The last day of the last closed period.
    pub closed_on: Option<NaiveDate>,
    /// An earlier statement that is not reconciled.
    pub earlier_open: Option<String>,
    /// The line that the action names has a match.
    pub line_is_matched: bool,
}

fn signed(incoming: bool, amount: Dong) -> i64 {
    if incoming { amount.get() } else { -amount.get() }
}

impl BankStatementFacts {
    /// Up to the statement's last day.
    fn until_end(&self) -> impl Iterator<Item = &Booked> {
        self.booked.iter().filter(|one| one.on <= self.statement.to)
    }

    /// What is on one side only, and explained nowhere.
    pub fn unexplained(&self) -> Vec<OpenItem> {
        let explained: BTreeSet<OpenItem> = self.statement.explained.iter().map(|one| one.item).collect();
        let lines =
            self.lines.iter().map(|line| OpenItem::Line { statement: line.statement, line: line.line });
        let postings = self.until_end().map(|one| OpenItem::Posting(one.posting));
        let opening = (self.base_difference != 0).then_some(OpenItem::Opening);
        lines.chain(postings).chain(opening).filter(|item| !explained.contains(item)).collect()
    }

    /// The difference, and what makes it up.
    pub fn reconciliation(&self) -> Reconciliation {
        let lines: i64 = self.lines.iter().map(|line| signed(line.incoming, line.amount)).sum();
        let booked: i64 = self.until_end().map(|one| signed(one.incoming, one.amount)).sum();
        Reconciliation {
            bank: self.statement.closing,
            books: self.books,
            difference: self.statement.closing.get() - self.books,
            opening: self.base_difference,
            only_bank: lines + self.booked_later,
            only_books: booked + self.stated_later,
        }
    }
}

impl Subject for BankStatementFacts {
    fn state(&self) -> &'static str {
        self.statement.state.as_str()
    }
    fn is_final(&self) -> bool {
        false
    }
    fn office(&self) -> OfficeId {
        self.statement.head.office
    }
    fn division(&self) -> Option<OfficeId> {
        self.statement.head.division
    }
    fn officer(&self) -> Option<UserId> {
        self.statement.head.officer
    }
    fn began_on(&self) -> NaiveDate {
        self.statement.head.received_on
    }
}

const EARLIER: Guard<BankStatementFacts> = Guard {
    code: "G-SK-EARLIER",
    test: |facts, _| match &facts.earlier_open {
        None => Ok("none".to_owned()),
        Some(open) => Err(Unmet::new("G-SK-EARLIER", open.clone(), "reconciled").with("doc", open.clone())),
    },
};

const EXPLAINED: Guard<BankStatementFacts> = Guard {
    code: "G-SK-OPEN",
    test: |facts, _| match facts.unexplained().len() {
        0 => Ok("0".to_owned()),
        open => Err(Unmet::new("G-SK-OPEN", open.to_string(), "0").with("count", open.to_string())),
    },
};

/// The statement ends in a period that is still open.
const NOT_CLOSED: Guard<BankStatementFacts> = Guard {
    code: "G-SK-CLOSED",
    test: |facts, _| match facts.closed_on.filter(|closed| facts.statement.to <= *closed) {
        None => Ok(facts.statement.to.to_string()),
        Some(closed) => {
            Err(Unmet::new("G-SK-CLOSED", closed.to_string(), "open").with("date", closed.to_string()))
        }
    },
};

const BOTH: &[&str] = &["imported", "reconciled"];

static TABLE: LazyLock<Vec<Transition<BankStatementFacts>>> = LazyLock::new(|| {
    vec![
        // What was explained as not booked yet is matched when it is: also on a statement that is reconciled.
        Transition::row("KS-N2", "match_statement", BOTH, To::Same, ACCOUNTANT),
        Transition::row("KS-N3", "match_statement_line", BOTH, To::Same, ACCOUNTANT),
        Transition::row("KS-N4", "unmatch_line", &["imported"], To::Same, ACCOUNTANT),
        Transition::row("KS-N5", "explain_open_item", &["imported"], To::Same, ACCOUNTANT),
        Transition {
            guards: &[EARLIER, EXPLAINED],
            document: Some(DocumentKind::BankReconciliation),
            ..Transition::row(
                "KS-N6",
                "reconcile_statement",
                &["imported"],
                To::State("reconciled"),
                ACCOUNTANT,
            )
        },
        Transition {
            guards: &[NOT_CLOSED],
            ..Transition::row("KS-N7", "reopen_statement", &["reconciled"], To::State("imported"), ACCOUNTANT)
        },
    ]
});

/// The lifecycle of a statement.
pub struct BankStatementLifecycle;

impl BankStatementAction {
    /// The line that the action names.
    pub fn line(&self) -> Option<u32> {
        match self {
            BankStatementAction::MatchStatementLine(body) => Some(body.line),
            BankStatementAction::UnmatchLine(body) => Some(body.line),
            _ => None,
        }
    }
}

impl Lifecycle for BankStatementLifecycle {
    const NAME: &'static str = BankStatement::KIND;
    type Facts = BankStatementFacts;
    type Action = BankStatementAction;

    fn table() -> &'static [Transition<BankStatementFacts>] {
        &TABLE
    }

    fn states() -> Vec<&'static str> {
        StatementState::ALL.iter().map(|state| state.as_str()).collect()
    }

    fn name(action: &BankStatementAction) -> &'static str {
        action.name()
    }

    fn apply(
        facts: &BankStatementFacts,
        action: &BankStatementAction,
        at: &Context<'_>,
        plan: &mut Plan,
    ) -> Result<(), Refusal> {
        let mut statement = facts.statement.clone();
        match action {
            BankStatementAction::MatchStatement(_) => {
                let own: Vec<OpenLine> = of(facts, statement.head.id).cloned().collect();
                plan.closing.matched = automatic(&own, &facts.booked);
            }
            BankStatementAction::MatchStatementLine(body) => {
                plan.closing.matched = by_hand(facts, statement.head.id, body)?;
            }
            BankStatementAction::UnmatchLine(body) => {
                if !facts.line_is_matched {
                    return Err(wrong("/line", "not_in_list"));
                }
                plan.closing.unmatched = vec![body.line];
                undo(&mut statement, Some(body.line), &body.reason, at)?;
            }
            BankStatementAction::ExplainOpenItem(body) => explain(facts, &mut statement, body, at)?,
            BankStatementAction::ReconcileStatement(_) => {
                let found = facts.reconciliation();
                // What is matched cancels out, so this holds unless a row was changed behind the program.
                if !found.adds_up() {
                    return Err(wrong("", "contradicts"));
                }
                let content = json!({ "account": statement.account, "statement": statement.statement,
                    "reconciliation": found, "explained": statement.explained });
                let document = plan.record(at, DocumentKind::BankReconciliation, None, content);
                statement.state = StatementState::Reconciled;
                statement.reconciliation = Some(found);
                statement.document = Some(DecisionId(document));
            }
            BankStatementAction::ReopenStatement(body) => {
                undo(&mut statement, None, &body.reason, at)?;
                statement.state = StatementState::Imported;
                statement.reconciliation = None;
            }
        }
        // What has its match is open no more.
        let matched = |line: u32| plan.closing.matched.iter().any(|one| one.line == line);
        let booked = |posting: PostingRef| plan.closing.matched.iter().any(|one| one.posting == posting);
        let id = statement.head.id;
        if statement.state == StatementState::Imported {
            statement.explained.retain(|one| match one.item {
                OpenItem::Line { statement, line } => statement != id || !matched(line),
                OpenItem::Posting(posting) => !booked(posting),
                OpenItem::Opening => true,
            });
        }
        plan.change_matter(&statement)
    }
}

fn undo(
    statement: &mut BankStatement,
    line: Option<u32>,
    reason: &str,
    at: &Context<'_>,
) -> Result<(), Refusal> {
    if statement.undone.len() >= BankStatement::UNDONE_MAX {
        return Err(wrong("/reason", "range"));
    }
    statement.undone.push(Undone { line, reason: reason.to_owned(), by: at.actor.user, on: at.on });
    Ok(())
}

fn of(facts: &BankStatementFacts, statement: MatterId) -> impl Iterator<Item = &OpenLine> {
    facts.lines.iter().filter(move |line| line.statement == statement)
}

fn by_hand(
    facts: &BankStatementFacts,
    own: MatterId,
    body: &MatchStatementLine,
) -> Result<Vec<Match>, Refusal> {
    let Some(line) = of(facts, own).find(|line| line.line == body.line) else {
        let code = if facts.line_is_matched { "duplicate" } else { "not_in_list" };
        return Err(wrong("/line", code));
    };
    let mut errors = Vec::new();
    let mut sum = Dong::ZERO;
    let mut matched = Vec::new();
    for (index, posting) in body.postings.iter().enumerate() {
        let pointer = format!("/postings/{index}");
        let twice = matched.iter().any(|one: &Match| one.posting == *posting);
        match facts.booked.iter().find(|one| one.posting == *posting) {
            Some(_) if twice => errors.push(FieldError::new(pointer, "duplicate")),
            Some(one) if one.incoming == line.incoming => {
                sum = sum.plus(one.amount).map_err(|_| wrong(&pointer, "amount_out_of_range"))?;
                let reason = Some(body.reason.clone());
                matched.push(Match { line: line.line, posting: *posting, how: HowMatched::ByHand, reason });
            }
            Some(_) => errors.push(FieldError::new(pointer, "contradicts")),
            None => errors.push(FieldError::new(pointer, "not_in_list")),
        }
    }
    if errors.is_empty() && sum != line.amount {
        let limit = line.amount.to_string();
        errors.push(
            FieldError::new("/postings", "G-SK-MATCH").with("limit", limit).with("sum", sum.to_string()),
        );
    }
    if errors.is_empty() { Ok(matched) } else { Err(errors.into()) }
}

fn explain(
    facts: &BankStatementFacts,
    statement: &mut BankStatement,
    body: &ExplainOpenItem,
    at: &Context<'_>,
) -> Result<(), Refusal> {
    let open = match body.open {
        OpenItem::Line { statement, line } => {
            facts.lines.iter().any(|one| one.statement == statement && one.line == line)
        }
        OpenItem::Posting(posting) => facts.until_end().any(|one| one.posting == posting),
        OpenItem::Opening => facts.base_difference != 0,
    };
    if !open {
        return Err(wrong("/open", "not_in_list"));
    }
    statement.explained.retain(|one| one.item != body.open);
    if statement.explained.len() >= BankStatement::EXPLAINED_MAX {
        return Err(wrong("/open", "range"));
    }
    let (item, reason) = (body.open, body.reason.clone());
    statement.explained.push(Explained { item, reason, by: at.actor.user, on: at.on });
    Ok(())
}
