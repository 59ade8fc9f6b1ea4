//! The review sheet of a case for the procuracy: each signed document with what the records say under the five headings, the
//! remark that stands beside each, and the findings made from it. Only read here; remarks and findings are acts of their own.

mod evidence;

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, Utc};
use serde::Serialize;
use utoipa::ToSchema;

use evidence::Known;

use super::context::{Core, actor};
use super::convert::value;
use super::error::{ApiError, ApiResult};
use super::oversight::reviews;
use super::{cases, scope};
use crate::domain::citation::Citation;
use crate::domain::ids::{AssetId, CaseId, DecisionId, DelegationId, MatterId, OfficeId, UserId};
use crate::domain::law::Law;
use crate::domain::matter::Matter;
use crate::domain::oversight::finding::{FindingState, OversightFinding};
use crate::domain::oversight::review::{ReviewHeading, ReviewRemark, ReviewVerdict};
use crate::domain::review::{self, Check};
use crate::domain::text::Lang;
use crate::store::deadlines::{self, Owner};
use crate::store::decisions::Decision;
use crate::store::matters::MatterFilter;
use crate::store::{Conn, MAX_ROWS, Scope, decisions, matters, users};

/// The review sheet of one document.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ReviewSheet {
    /// The document; also the identifier of its review.
    pub id: DecisionId,
    /// Its kind.
    pub kind: String,
    /// What the kind is called.
    pub title: String,
    /// Its number.
    pub number: String,
    /// The day of signing.
    pub signed_on: NaiveDate,
    /// When it was recorded.
    pub recorded_at: DateTime<Utc>,
    /// Who signed.
    pub signer: UserId,
    /// Under which delegation.
    pub delegation: Option<DelegationId>,
    /// Who prepared it.
    pub prepared_by: Option<UserId>,
    /// The asset it is about.
    pub asset: Option<AssetId>,
    /// What it says.
    #[schema(value_type = Object)]
    pub content: serde_json::Value,
    /// The version of its review: 0 before the first remark. To be sent as `If-Match` with a remark.
    pub review_version: i64,
    /// The five headings.
    pub headings: Vec<SheetHeading>,
}

/// What the records and the reviewer say under a heading.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct SheetHeading {
    /// Which.
    pub heading: ReviewHeading,
    /// What it is called.
    pub label: String,
    /// What the records say, all checks together.
    pub verdict: ReviewVerdict,
    /// The checks.
    pub checks: Vec<SheetCheck>,
    /// The remark that stands beside it.
    pub remark: Option<ReviewRemark>,
    /// The findings about it.
    pub findings: Vec<SheetFinding>,
}

/// One point that was checked.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct SheetCheck {
    /// What is said.
    #[schema(example = "RS-DL-MET")]
    pub code: &'static str,
    /// The guard, deadline or field that it is about.
    pub subject: Option<String>,
    /// What the records say of it.
    pub verdict: ReviewVerdict,
    /// In words.
    pub message: String,
    /// Days left, or if negative too many.
    pub days: Option<i64>,
    /// Where the rule stands.
    pub citations: Vec<Citation>,
}

/// A finding in brief.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct SheetFinding {
    /// Which.
    pub id: MatterId,
    /// Where it stands.
    pub state: FindingState,
    /// The last day to answer.
    pub answer_until: Option<NaiveDate>,
    /// The last day to carry it out; of the act with which it came, where there is one.
    pub carry_out_until: Option<NaiveDate>,
}

/// A page of the review sheet of a case: its documents and those of its assets, by identifier.
///
/// # Errors
/// 404 when the case is not the user's to know of.
pub async fn of_case(
    core: &Core,
    user: UserId,
    case: CaseId,
    after: Option<DecisionId>,
    limit: i64,
    lang: Lang,
) -> ApiResult<Vec<ReviewSheet>> {
    let core = core.clone();
    let store = core.store.clone();
    store
        .run_read(move |conn| {
            let actor = actor(conn, user)?;
            cases::find(conn, &actor, core.clock.today(), case)?;
            let rows = decisions::by_case(conn, case, None, after, limit)?;
            sheets(conn, &core, case, rows, lang)
        })
        .await
}

/// The review sheet of one document of a case.
///
/// # Errors
/// 404 when the case or the document is not the user's to know of.
pub async fn of_document(
    core: &Core,
    user: UserId,
    case: CaseId,
    document: DecisionId,
    lang: Lang,
) -> ApiResult<ReviewSheet> {
    let core = core.clone();
    let store = core.store.clone();
    store
        .run_read(move |conn| {
            let actor = actor(conn, user)?;
            let today = core.clock.today();
            let row = scope::find(&actor, today, |scope| decisions::get(conn, scope, document))?;
            if row.case_id != Some(case) {
                return Err(ApiError::not_found());
            }
            let found = sheets(conn, &core, case, vec![row], lang)?;
            found.into_iter().next().ok_or_else(ApiError::not_found)
        })
        .await
}

fn sheets(
    conn: &mut Conn,
    core: &Core,
    case: CaseId,
    rows: Vec<Decision>,
    lang: Lang,
) -> ApiResult<Vec<ReviewSheet>> {
    let Some(office) = rows.first().map(|row| row.office_id) else { return Ok(Vec::new()) };
    let ids: Vec<DecisionId> = rows.iter().map(|row| row.id).collect();
    let findings = findings(conn, office, case, &ids)?;
    let kept = reviews::kept(conn, office, &ids)?;
    let known = Known::of(conn, office, case, &rows, core.clock.today())?;
    let mut reader = Reader { law: &core.law, lang, names: BTreeMap::new() };
    rows.into_iter()
        .map(|row| {
            let review = kept.get(&row.id);
            let evidence = evidence::gather(conn, &row, &known)?;
            let mut headings = Vec::new();
            for one in review::sheet(&evidence, &core.law) {
                let checks: ApiResult<Vec<SheetCheck>> =
                    one.checks.into_iter().map(|check| reader.check(conn, check)).collect();
                let about = |(finding, _): &&(OversightFinding, Option<NaiveDate>)| {
                    finding.decision == Some(row.id) && finding.heading == Some(one.heading)
                };
                headings.push(SheetHeading {
                    heading: one.heading,
                    label: reader.label(&format!("review.{}", one.heading)),
                    verdict: one.verdict,
                    checks: checks?,
                    remark: review.and_then(|review| review.standing(one.heading).cloned()),
                    findings: findings.iter().filter(about).map(brief).collect(),
                });
            }
            Ok(ReviewSheet {
                id: row.id,
                title: reader.label(&format!("document.{}", row.kind)),
                kind: row.kind,
                number: row.full_number,
                signed_on: row.signed_on,
                recorded_at: row.created_at.into(),
                signer: row.signer_id,
                delegation: row.delegation_id,
                prepared_by: row.preparer_id,
                asset: row.asset_id,
                content: value(&row.content)?,
                review_version: review.map_or(0, |review| review.head.version),
                headings,
            })
        })
        .collect()
}

/// The findings about these decisions of the case, each with the last day to carry it out: some at most, since each comes from a person's paper.
fn findings(
    conn: &mut Conn,
    office: OfficeId,
    case: CaseId,
    about: &[DecisionId],
) -> ApiResult<Vec<(OversightFinding, Option<NaiveDate>)>> {
    let filter = MatterFilter { case: Some(case), ..MatterFilter::default() };
    let rows = matters::list(conn, &Scope::office(office), OversightFinding::KIND, &filter, None, MAX_ROWS)?;
    let mut findings = Vec::new();
    for row in rows {
        let finding: OversightFinding = value(&row.doc)?;
        if !finding.decision.is_some_and(|decision| about.contains(&decision)) {
            continue;
        }
        // What came with a protest or recommendation is carried out within that one's term (L106 113).
        let until = match finding.act {
            Some(act) => deadlines::last(conn, Owner::Matter(act), "vks_execute")?,
            None => finding.carry_out_until,
        };
        findings.push((finding, until));
    }
    Ok(findings)
}

fn brief((finding, until): &(OversightFinding, Option<NaiveDate>)) -> SheetFinding {
    SheetFinding {
        id: finding.head.id,
        state: finding.state,
        answer_until: finding.answer_until,
        carry_out_until: *until,
    }
}

/// Puts checks into words.
struct Reader<'a> {
    law: &'a Law,
    lang: Lang,
    /// Names of people of the office, by identifier.
    names: BTreeMap<String, String>,
}

impl Reader<'_> {
    fn label(&self, code: &str) -> String {
        self.law.texts().label(code, self.lang).to_owned()
    }

    fn check(&mut self, conn: &mut Conn, check: Check) -> ApiResult<SheetCheck> {
        let mut params = Vec::with_capacity(check.params.len());
        for (name, value) in &check.params {
            params.push((*name, self.value(conn, name, value)?));
        }
        Ok(SheetCheck {
            message: self.law.texts().render(check.code, self.lang, &params),
            code: check.code,
            subject: check.subject,
            verdict: check.verdict,
            days: check.days,
            citations: check.citations,
        })
    }

    fn value(&mut self, conn: &mut Conn, name: &str, value: &str) -> ApiResult<String> {
        let texts = self.law.texts();
        let named = |group: &str| {
            let code = format!("{group}.{value}");
            if texts.has(&code) { texts.label(&code, self.lang).to_owned() } else { value.to_owned() }
        };
        Ok(match name {
            "signer" | "preparer" => self.person(conn, value)?,
            "action" => named("action"),
            "subject" => named("review.key"),
            "reason" => named("review.reason"),
            "role" => {
                let roles =
                    value.split(", ").map(|role| texts.label(&format!("role.{role}"), self.lang).to_owned());
                roles.collect::<Vec<_>>().join(", ")
            }
            _ => texts.value("deadline", name, value, self.lang),
        })
    }

    fn person(&mut self, conn: &mut Conn, id: &str) -> ApiResult<String> {
        if let Some(name) = self.names.get(id) {
            return Ok(name.clone());
        }
        let found = match id.parse::<uuid::Uuid>() {
            Ok(user) => users::find(conn, UserId(user))?,
            Err(_) => None,
        };
        let name = found.map_or_else(|| id.to_owned(), |user| user.display_name);
        self.names.insert(id.to_owned(), name.clone());
        Ok(name)
    }
}
