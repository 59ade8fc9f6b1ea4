//! Builders for cases without a voluntary period. What a decision will set on the case by itself (its track, that it enforces a
//! provisional measure, that it is for a payment after the time-bar) is written into the stored case here.

use serde_json::{Value, json};
use thads::domain::ids::CaseId;
use thads::domain::ledger::{Account, Side};
use thads::service::error::ApiError;
use thads::store::{AnyId, Conn, Scope, cases, ledger};

use super::build::{self, Case, proactive};
use super::{App, As, interrupt};

/// Changes the stored case as its decision would have opened it.
pub fn write(app: &App, case: &Case, change: impl Fn(&mut Value)) {
    let id: CaseId = case.id.as_str().unwrap().parse().unwrap();
    let written = app.state.store.write(|conn: &mut Conn| {
        let mut row = cases::get(conn, &Scope::default(), id)?;
        let mut doc: Value = serde_json::from_str(&row.doc).unwrap();
        change(&mut doc);
        doc["version"] = json!(row.version + 1);
        row.doc = doc.to_string();
        Ok::<_, ApiError>(cases::compare_and_set(conn, &row)?)
    });
    written.unwrap();
}

/// A proactive case on this track, decided and assigned on 15 July 2026.
pub async fn decided(app: &App, track: &str, items: &[Value]) -> Case {
    let case = build::on_own_motion(app, items).await;
    write(app, &case, |doc| doc["track"] = json!(track));
    case
}

/// The same, notified and begun.
pub async fn started(app: &App, track: &str, items: &[Value]) -> Case {
    let case = decided(app, track, items).await;
    build::notify(app, &case).await;
    app.officer().does(&case.path, "start_track", json!({})).await;
    case
}

/// One item of fifty million on this track, begun.
pub async fn fifty_million(app: &App, track: &str) -> Case {
    started(app, track, &[proactive("other", 50_000_000)]).await
}

/// Fifty million arrive by transfer.
pub async fn money(app: &App, case: &Case) {
    let body = json!({"kind": "voluntary_payment", "channel": "transfer", "amount": 50_000_000, "payer": null,
        "bank_reference": "FT-1"});
    app.accountant().does(&case.path, "receive_money", body).await;
}

/// The notice to the first creditor to collect something under the first item.
pub fn notice(case: &Case, kind: &str, amount: Option<i64>) -> Value {
    json!({"obligation": case.item(0), "kind": kind, "recipient": case.party(1), "description": "Vật chứng số 1",
        "amount": amount, "taken_on": "2026-07-10", "recipient_owes_money": false, "place": "Trụ sở, 8 giờ"})
}

/// Notified; the identifier of what waits.
pub async fn waits(app: &App, case: &Case, kind: &str, amount: Option<i64>) -> Value {
    let done = app.officer().does(&case.path, "notify_recipient", notice(case, kind, amount)).await;
    done["case"]["special"]["held"].as_array().unwrap().last().unwrap()["id"].clone()
}

/// A return with its money there, of which thirty million wait for their recipient.
pub async fn returning(app: &App) -> Case {
    let case = fifty_million(app, "return").await;
    money(app, &case).await;
    waits(app, &case, "money", Some(30_000_000)).await;
    case
}

/// How the recipient collects.
pub fn collected(held: &Value, channel: Option<&str>) -> Value {
    json!({"held": held, "channel": channel, "bank_reference": channel.map(|_| "FT-2"), "minutes_signed": true,
        "costs_paid": true})
}

/// The case as it is now.
pub async fn now(app: &App, case: &Case) -> Value {
    app.auditor().get(&case.path).await.ok()
}

/// The first item's status.
pub async fn item_status(app: &App, case: &Case) -> Value {
    app.auditor().get(&case.sub("obligations")).await.items()[0]["status"].clone()
}

/// The status of the last deadline with this key.
pub async fn clock(app: &App, case: &Case, key: &str) -> Value {
    let all = app.auditor().get(&case.sub("deadlines")).await.items();
    let last = all.iter().rev().find(|one| one["key"] == key).unwrap_or_else(|| panic!("no {key}"));
    last.clone()
}

/// What stands on every account of the case, by number; empty accounts left out.
pub async fn books(app: &App, case: &Case) -> Vec<(String, i64)> {
    let answer = app.auditor().get(&format!("{}/balances", case.path)).await.ok();
    let rows = answer["rows"].as_array().unwrap().clone();
    let one =
        |row: &Value| (row["account"].as_str().unwrap().to_owned(), row["balance_dong"].as_i64().unwrap());
    rows.iter().map(one).filter(|(_, balance)| *balance != 0).collect()
}

/// What stands on every account of the office's own file; empty accounts left out.
pub fn office_books(app: &App) -> Vec<(String, i64)> {
    let office = app.office;
    let rows = app
        .state
        .store
        .read(move |conn: &mut Conn| Ok::<_, ApiError>(ledger::balances(conn, AnyId(office.0))?));
    let one = |row: ledger::Balance| {
        let account: Account = row.account.parse().unwrap();
        let (debit, credit) = (row.debit.get(), row.credit.get());
        let balance = if account.side() == Side::Debit { debit - credit } else { credit - debit };
        (row.account, balance)
    };
    rows.unwrap().into_iter().map(one).filter(|(_, balance)| *balance != 0).collect()
}

/// Everything is done: the case ends as performed.
pub async fn ends(app: &App, case: &Case) {
    app.officer().does(&case.path, "propose_ending", json!({"reason": "Đã thi hành xong"})).await;
    let ended = app.head().does(&case.path, "end_case", json!({})).await;
    assert_eq!(ended["case"]["stage"], "ended");
}

/// Postponed as a whole; the hold's identifier.
pub async fn postponed(app: &App, case: &Case) -> Value {
    let today = thads::service::clock::Clock::today(app.clock.as_ref());
    let until = (today + chrono::TimeDelta::days(60)).to_string();
    interrupt::agreed(app, case, &until, json!({})).await
}

/// And resumed.
pub async fn resumed(app: &App, case: &Case, hold: &Value) {
    interrupt::end_paper(app, case, hold).await;
    interrupt::sign(app, case, "propose_resumption", "resume", interrupt::resumption(hold)).await;
}

/// Tries the action, whose content must be wrong for this plain reason; nothing moves, and the attempt is on record.
pub async fn wrong(who: As<'_>, path: &str, action: &str, body: Value, code: &str) {
    let before = (who.get(path).await.header("etag").map(str::to_owned), who.app.traces(path));
    let answer = who.act(path, action, body).await;
    answer.problem(422);
    assert!(answer.codes().iter().any(|one| one == code), "{action}: {code} is not among {}", answer.text);
    let after = (who.get(path).await.header("etag").map(str::to_owned), who.app.traces(path));
    assert_eq!((after.0, after.1.0, after.1.1), (before.0, before.1.0, before.1.1 + 1), "{action}");
}

/// A body that can be read for an action on something that waits, for random walks.
pub fn body(case: &Case, seen: &Value, action: &str, yes: bool) -> Option<Value> {
    let held = &seen["special"]["held"];
    let held = held.as_array().and_then(|list| list.last()).map_or(case.id.clone(), |one| one["id"].clone());
    let (item, party) = (case.item(0), case.party(1));
    let body = match action {
        "notify_recipient" => notice(case, if yes { "papers" } else { "thing" }, None),
        "return_to_recipient" => collected(&held, yes.then_some("transfer")),
        "deposit_unclaimed_money" => json!({"held": held, "place": if yes { "savings" } else { "account" },
            "wage_region": 1, "channel": "transfer", "slip": "UNC"}),
        "sell_unclaimed_goods" => json!({"held": held, "valuation": "CT", "value": 2, "price": 2_000_000,
            "costs": 1_000, "channel": "transfer", "bank_reference": "FT"}),
        "propose_destruction" => json!({"held": held, "reason": "Hư hỏng"}),
        "send_papers_to_issuer" => json!({"held": held, "issuer": "Cơ quan", "letter": "1/CV"}),
        "propose_forfeiture" => json!({"held": held}),
        "notify_late_payment" => json!({"creditor": party, "amount": 1_000_000}),
        "propose_late_settlement" => json!({"creditor": party, "obligation": item, "set_off": 0,
            "set_off_decision": null, "channel": "transfer"}),
        "propose_currency_handover" => json!({"held": held, "refused_on": "2026-07-20",
            "fault_of_procedure_bodies": yes, "letter": "1/CV"}),
        "propose_refund" => json!({"held": held, "ground": "obstacle", "proof": "Giấy", "refund_order": "1"}),
        "return_security" => json!({"no_request": yes, "reason": "Hết thời hiệu"}),
        "hand_over_confiscated" => json!({"obligations": [item], "receiver": "commune_committee",
            "receiver_name": "UBND", "notified_on": "2026-07-15", "minutes_complete": yes}),
        "pay_confiscated_cash" => {
            json!({"obligation": item, "amount": 1_000, "channel": "transfer", "reference": "KB"})
        }
        "propose_confiscation_refund" => json!({"obligation": item, "decision": "1/GĐT",
            "decided_on": "2026-07-15", "finance_body": "Sở Tài chính"}),
        "propose_destruction_council" => json!({"members": [{"seat": "officer", "body": "Một"},
            {"seat": "commune_committee", "body": "Hai"}, {"seat": "other", "body": "Ba"}]}),
        "destroy_items" => {
            json!({"obligations": [], "held": [held], "form": "burn", "condition": "Hư hỏng", "contractor": null,
            "votes_for": 2, "chair_in_favour": yes, "minutes_signed": yes})
        }
        _ => return None,
    };
    Some(body)
}

/// The same for prisons.
pub fn prison_body(case: &Case, seen: &Value, action: &str, today: &str) -> Option<Value> {
    let last = |list: &str| {
        let found = &seen["special"]["prison"][list];
        found.as_array().and_then(|list| list.last()).map_or(case.id.clone(), |one| one["id"].clone())
    };
    let body = match action {
        "record_prison_payment" => {
            json!({"debtor": case.debtor(), "prison": "Trại giam", "collected_on": today,
            "amount": 3_000_000, "things": null, "minutes_enclosed": true, "account_known": false})
        }
        "answer_prison" => json!({"payment": last("payments"), "letter": "1/CV"}),
        "record_prison_transfer" => json!({"payment": last("payments"), "amount": 3_000_000,
            "bank_reference": "FT", "list_enclosed": true}),
        "record_prisoner_wish" => json!({"recipient": case.party(1), "prison": "Trại giam", "held": null}),
        "send_to_prison" => json!({"wish": last("wishes"), "channel": null, "reference": "FT"}),
        "record_prison_payout" => json!({"wish": last("wishes"), "paid_on": today, "minutes_enclosed": true}),
        "record_prison_report" => {
            json!({"party": case.debtor(), "event": "taken_in", "happened_on": today, "prison": "Trại giam",
            "sentence_ends_on": null, "content": "Công văn"})
        }
        _ => return None,
    };
    Some(body)
}

/// The same for papers and for competence disputed with a private office.
pub fn other_body(action: &str, yes: bool) -> Option<Value> {
    let body = match action {
        "record_paper" => {
            json!({"gives": "HO-C", "ends": null, "dated_on": null, "source": "Đương sự", "content": "Đơn"})
        }
        "propose_duplicate_recall" | "propose_competence_proposal" => {
            json!({"private_office": "Văn phòng", "number": "1/QĐ", "decided_on": "2026-07-14", "comparison": "Một"})
        }
        "record_ministry_answer" => json!({"number": "1/BTP", "ours": yes}),
        _ => return None,
    };
    Some(body)
}

/// A body for the random walks, of return, confiscation, destruction, prisons and private offices.
pub fn walk_body(
    case: &Case,
    seen: &Value,
    action: &str,
    yes: bool,
    today: chrono::NaiveDate,
) -> Option<Value> {
    body(case, seen, action, yes)
        .or_else(|| prison_body(case, seen, action, &today.to_string()))
        .or_else(|| other_body(action, yes))
}
