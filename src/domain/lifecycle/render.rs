//! Tables for readers: each lifecycle as rows with guards and citations, and as a Mermaid state diagram. It only reads.

use chrono::NaiveDate;
use serde::Serialize;
use utoipa::ToSchema;

use super::{Clock, Lifecycle, To, guard};
use crate::domain::citation::Citation;
use crate::domain::document::DocumentKind;
use crate::domain::law::Law;
use crate::domain::text::Lang;

/// A lifecycle as a table.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct WorkflowTable {
    /// The lifecycle's name.
    pub name: &'static str,
    /// Its states with their names.
    pub states: Vec<StateName>,
    /// Its rows.
    pub rows: Vec<WorkflowRow>,
}

/// A state with its name in the reader's language.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct StateName {
    /// The code.
    pub code: &'static str,
    /// The name.
    pub label: String,
}

/// One row.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct WorkflowRow {
    /// The transition's code.
    pub code: &'static str,
    /// The action.
    pub action: &'static str,
    /// What it is called.
    pub label: String,
    /// From these states; any when empty.
    pub from: Vec<&'static str>,
    /// To one of these; the same when empty.
    pub to: Vec<&'static str>,
    /// Who may.
    pub who: Vec<&'static str>,
    /// What must be true.
    pub guards: Vec<GuardRow>,
    /// The document made.
    pub document: Option<DocumentKind>,
    /// Deadlines opened.
    pub opens: Vec<&'static str>,
    /// Deadlines closed.
    pub closes: Vec<&'static str>,
    /// The legal basis on the day asked for.
    pub basis: Vec<Citation>,
}

/// A guard with its basis.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct GuardRow {
    /// The code.
    pub code: &'static str,
    /// The legal basis on the day asked for.
    pub basis: Vec<Citation>,
}

/// The table of a lifecycle under the law of a day.
pub fn table<L: Lifecycle>(law: &Law, on: NaiveDate, lang: Lang) -> WorkflowTable {
    let label = |code: &str| law.texts().label(code, lang).to_owned();
    let keys = |clocks: &[Clock]| clocks.iter().map(|clock| clock.key()).collect();
    let rows = L::table()
        .iter()
        .map(|row| WorkflowRow {
            code: row.code,
            action: row.action,
            label: label(&format!("action.{}", row.action)),
            from: row.from.to_vec(),
            to: targets(row.to),
            who: row.who.iter().map(|who| guard::name(*who)).collect(),
            guards: row
                .guards
                .iter()
                .map(|guard| GuardRow { code: guard.code, basis: law.basis(guard.code, on).to_vec() })
                .collect(),
            document: row.document,
            opens: keys(row.opens),
            closes: keys(row.closes),
            basis: law.basis(row.code, on).to_vec(),
        })
        .collect();
    let states = L::states()
        .into_iter()
        .map(|code| StateName { code, label: label(&format!("state.{}.{code}", L::NAME)) })
        .collect();
    WorkflowTable { name: L::NAME, states, rows }
}

fn targets(to: To) -> Vec<&'static str> {
    match to {
        To::Same => Vec::new(),
        To::State(state) => vec![state],
        To::OneOf(states) => states.to_vec(),
    }
}

/// The moves of a table as a Mermaid state diagram; rows that keep the state are left to the table.
pub fn mermaid(table: &WorkflowTable) -> String {
    let mut out = String::from("stateDiagram-v2\n");
    for state in &table.states {
        out.push_str(&format!("    {} : {}\n", state.code, state.label));
    }
    for row in &table.rows {
        for from in &row.from {
            for to in row.to.iter().filter(|to| *to != from) {
                out.push_str(&format!("    {from} --> {to} : {}\n", row.code));
            }
        }
    }
    out
}

/// The moves of a table as a picture: states on a line, each move an arc. No script, no fonts from elsewhere.
pub fn svg(table: &WorkflowTable) -> String {
    const STEP: usize = 64;
    const LEFT: usize = 30;
    let place = |code: &str| table.states.iter().position(|state| state.code == code).unwrap_or(0);
    let height = table.states.len() * STEP + 40;
    let mut out = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"900\" height=\"{height}\" font-family=\"sans-serif\" font-size=\"12\">\n\
         <title>{}</title>\n",
        table.name
    );
    for (index, state) in table.states.iter().enumerate() {
        let y = 20 + index * STEP;
        out.push_str(&format!(
            "<rect x=\"{LEFT}\" y=\"{y}\" width=\"260\" height=\"34\" rx=\"6\" fill=\"#eef3fb\" stroke=\"#33527a\"/>\
             <text x=\"{}\" y=\"{}\">{}</text>\n",
            LEFT + 10,
            y + 21,
            escape(&state.label)
        ));
    }
    for row in &table.rows {
        for from in &row.from {
            for to in row.to.iter().filter(|to| *to != from) {
                let (a, b) = (37 + place(from) * STEP, 37 + place(to) * STEP);
                let bend = 330 + a.abs_diff(b) / 2;
                out.push_str(&format!(
                    "<path d=\"M 290 {a} C {bend} {a}, {bend} {b}, 290 {b}\" fill=\"none\" stroke=\"#8aa\"/>\
                     <text x=\"{}\" y=\"{}\" fill=\"#555\">{}</text>\n",
                    300 + (bend - 330) * 3 / 4 + 20,
                    usize::midpoint(a, b) + 4,
                    row.code
                ));
            }
        }
    }
    out.push_str("</svg>\n");
    out
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}
