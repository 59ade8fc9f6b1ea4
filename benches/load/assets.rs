//! Lists of assets: of one case with 1,000 things in 20 lots, and across cases with an asset in each; latencies of the running
//! server, one request after the other.

use std::fmt::Write;

use chrono::{DateTime, NaiveDate, Utc};
use diesel::connection::SimpleConnection;
use diesel::pg::PgConnection;
use diesel::sql_types::Text;
use diesel::{QueryableByName, RunQueryDsl, sql_query};
use thads::domain::asset::{
    Asset, AssetKind, AssetState, Findings, LotMember, Round, Valuation, ValuationGround, Verified,
};
use thads::domain::case::Case;
use thads::domain::ids::AssetId;
use thads::domain::money::Dong;
use thads::service::convert::asset_row;
use thads::service::token::Tokens;
use thads::store::{At, Store, assets};
use uuid::Uuid;

use crate::listing::{self, Asked};
use crate::report::plan_lines;
use crate::{Options, fill};

const LOTS: usize = 20;
const THINGS: usize = 50;

fn asked(lot: AssetId, late: AssetId) -> Vec<Asked> {
    let (head, officer, auditor) = (fill::head(0), fill::officer(0), fill::auditor());
    let case = fill::own_case(0, 0);
    let at = |name, who, path: String| Asked { name, who, path: format!("/api/v1{path}") };
    let cursor = thads::http::extract::page::cursor(&late);
    vec![
        at("officer: the case's assets", officer, format!("/cases/{case}/assets?limit=50")),
        at(
            "officer: the same, a late page",
            officer,
            format!("/cases/{case}/assets?limit=50&cursor={cursor}"),
        ),
        at("officer: his assets", officer, "/assets?limit=50".to_owned()),
        at(
            "officer: his machines in a state",
            officer,
            "/assets?limit=50&kind=movable&state=in_lot".to_owned(),
        ),
        at("head: all", head, "/assets?limit=50".to_owned()),
        at("head: in a state", head, "/assets?limit=50&state=ready_for_auction".to_owned()),
        at("head: sold, not handed over", head, "/assets?limit=50&watch=not_handed_over".to_owned()),
        at("head: handover overdue", head, "/assets?limit=50&watch=handover_overdue".to_owned()),
        at("head: certificate ends", head, "/assets?limit=50&watch=certificate_ends".to_owned()),
        at("head: idle", head, "/assets?limit=50&watch=idle".to_owned()),
        at("head: no registry answer", head, "/assets?limit=50&watch=awaits_registry".to_owned()),
        at("auditor: in a state", auditor, "/assets?limit=50&state=ready_for_auction".to_owned()),
        at("officer: actions of a lot of 50", officer, format!("/assets/{lot}/actions")),
        at("officer: gate of a lot of 50", officer, format!("/assets/{lot}/gates/ready_to_auction")),
        at("officer: actions of the case", officer, format!("/cases/{case}/actions")),
    ]
}

/// Fills, asks, and reports as Markdown.
pub fn measure(options: &Options, address: &str, tokens: &Tokens, conn: &mut PgConnection) -> String {
    fill::people(conn);
    let (lot, late) = large_case(options, conn);
    background(options, conn);
    conn.batch_execute("VACUUM (FREEZE, ANALYZE) assets").unwrap();
    conn.batch_execute("ANALYZE; CHECKPOINT").unwrap();
    let mut out = format!(
        "## Assets\n\n{} things of one case in {LOTS} lots, beside an asset in each of {} cases.\n\n",
        LOTS * THINGS,
        options.cases
    );
    listing::measure(&mut out, address, tokens, &asked(lot, late));
    let office = fill::office();
    let _ = writeln!(out, "\nPlan of an office's idle assets, once the statement is prepared:\n\n```");
    let query = "SELECT assets.* FROM assets INNER JOIN cases ON cases.id = assets.case_id \
                 WHERE assets.office_id = $1 AND assets.moved_on < $2 ORDER BY assets.id LIMIT $3";
    for line in plan_lines(conn, "uuid, date, bigint", &format!("'{office}', '2026-08-01', 51"), query) {
        let _ = writeln!(out, "{line}");
    }
    let _ = writeln!(out, "```\n\nRepeat with `benches/run --only assets`.");
    out
}

#[derive(QueryableByName)]
struct Doc {
    #[diesel(sql_type = Text)]
    doc: String,
}

/// A verified, seized and valued thing of the case.
fn thing(case: &Case, kind: AssetKind, name: String, state: AssetState, on: NaiveDate) -> Asset {
    let now: DateTime<Utc> = on.and_hms_opt(3, 0, 0).unwrap().and_utc();
    let owner = case.debtors[0].party;
    let mut asset = Asset::record(AssetId(Uuid::now_v7()), (owner, kind, name), case, (on, now));
    asset.version = 1;
    asset.state = state;
    asset.seized_on = Some(on);
    asset.start_price = Dong::new(500_000_000).ok();
    let found = Findings { transferable: Some(true), surveyed_on: Some(on), ..Findings::default() };
    asset.verified = Some(Verified {
        owned_by_debtor: true,
        co_owners: false,
        other_authority: false,
        estimated_value: Dong::new(500_000_000).unwrap(),
        on,
        findings: found,
    });
    asset.valuations.push(Valuation {
        firm: "Công ty Mẫu".to_owned(),
        contracted_on: on,
        ground: ValuationGround::First,
        value: Dong::new(500_000_000).ok(),
        certificate: Some("CT-1".to_owned()),
        valid_until: Some(on + chrono::TimeDelta::days(180)),
        received_on: Some(on),
    });
    asset.rounds.push(Round {
        start_price: Dong::new(500_000_000).unwrap(),
        organisation: "Tổ chức Mẫu".to_owned(),
        contracted_on: on,
        deposit_permille: 100,
        posted_on: Some(on),
        notices: vec![on],
        session_on: Some(on),
        failed_on: Some(on),
        failure: None,
        stopped_on: None,
        forfeited_deposit: None,
        deposit_taken_on: None,
    });
    asset
}

/// The first officer's first case: 20 lots of 50; gives a lot and a late thing.
fn large_case(options: &Options, conn: &mut PgConnection) -> (AssetId, AssetId) {
    let id = fill::own_case(0, 0);
    let doc =
        sql_query(format!("SELECT doc FROM cases WHERE id = '{id}'")).get_result::<Doc>(conn).unwrap().doc;
    let case: Case = serde_json::from_str(&doc).unwrap();
    let on = NaiveDate::from_ymd_opt(2026, 8, 12).unwrap();
    let store = Store::open(options.url.as_deref().unwrap(), 1).unwrap();
    let (mut first, mut late) = (None, None);
    store
        .write(|conn| {
            for number in 0..LOTS {
                let mut things: Vec<Asset> = (0..THINGS)
                    .map(|n| {
                        thing(&case, AssetKind::Movable, format!("Máy {number}.{n}"), AssetState::InLot, on)
                    })
                    .collect();
                let name = format!("Lô {number}");
                let mut lot = thing(&case, AssetKind::Movable, name, AssetState::ReadyForAuction, on);
                lot.members = things.iter().map(LotMember::of).collect();
                for thing in &mut things {
                    thing.lot = Some(lot.id);
                }
                if number == LOTS / 2 {
                    late = things.first().map(|thing| thing.id);
                }
                first.get_or_insert(lot.id);
                things.push(lot);
                for asset in &things {
                    assets::insert(conn, &asset_row(asset, At::from(asset.updated_at), 0).unwrap())?;
                }
            }
            Ok::<_, thads::store::StoreError>(())
        })
        .unwrap();
    (first.unwrap(), late.unwrap())
}

/// An asset in every case, in the states of a working office; what a document holds is copied, its columns are its own.
fn background(options: &Options, conn: &mut PgConnection) {
    let id = fill::own_case(0, 0);
    let sql = format!(
        "INSERT INTO assets (id, office_id, case_id, version, state, kind, name, doc, created_at, identifier, \
             certificate_until, hand_over_until, moved_on, awaits_registry) \
         SELECT gen_random_uuid(), cases.office_id, cases.id, 1, \
             (ARRAY['verified', 'seized', 'ready_for_auction', 'closed', 'paid', 'released'])[1 + n % 6], 'house', 'Nhà', \
             replace(replace(sample.doc, sample.case_id::text, cases.id::text), sample.office_id::text, cases.office_id::text), \
             now(), NULL, \
             CASE WHEN n % 6 = 2 THEN date '2026-11-01' + (n % 200)::int END, \
             CASE WHEN n % 6 = 4 THEN date '2026-11-01' + (n % 100)::int END, \
             CASE WHEN n % 6 NOT IN (3, 5) THEN date '2026-03-01' + (n % 260)::int END, n % 31 = 0 \
         FROM (SELECT cases.*, row_number() OVER (ORDER BY id) AS n FROM cases LIMIT {}) AS cases, \
             (SELECT * FROM assets WHERE case_id = '{id}' AND state = 'in_lot' LIMIT 1) AS sample",
        options.cases
    );
    conn.batch_execute(&sql).unwrap();
}
