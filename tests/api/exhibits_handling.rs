//! What becomes of exhibits: confiscated, destroyed, given back, enforced upon, or sold after five years without a judgment (L106
//! 57–60; ND152 38.3, 39–41). Each way is walked whole, each of its conditions refused once.

use serde_json::{Value, json};

use crate::support::build::{Case, on_request, owed};
use crate::support::exhibits::{
    accepted, carried_out, case, exit, kept, keys, line, moved, ordered, path, released, with,
};
use crate::support::tracks::{books, postponed, resumed};
use crate::support::{App, house, on_both_engines};

/// One lot of these lines at the police's, taken over.
async fn lot_of(app: &App, dispositions: &[&str]) -> (Case, String) {
    let case = case(app).await;
    let lines: Vec<Value> = dispositions.iter().map(|what| line(Some(&case), what)).collect();
    let lot = accepted(app, &case, &lines, Value::Null).await;
    (case, lot)
}

fn hand_over(lines: &[u32]) -> Value {
    json!({"lines": lines, "receiver": "commune_committee", "receiver_name": "UBND phường Mẫu",
        "notified_on": "2026-07-15", "minutes_complete": true, "storage_paid": false})
}

async fn confiscated_things_go_to_the_commune(app: App) {
    let (_, lot) = lot_of(&app, &["confiscate", "confiscate", "destroy"]).await;
    app.officer().may_not(&lot, "hand_over_confiscated", hand_over(&[1]), 409, "G-EXH-1").await;
    released(&app, &lot, &[1, 3]).await;
    for (fields, place, code) in [
        (json!({"lines": [2]}), "/lines/0", "G-EXH-1"),
        (json!({"lines": [3]}), "/lines/0", "contradicts"),
        (json!({"lines": [1, 1]}), "/lines/1", "duplicate"),
        (json!({"receiver": "finance_body"}), "/receiver", "G-TT-RECEIVER"),
        (json!({"notified_on": "2026-07-14"}), "/notified_on", "contradicts"),
        (json!({"notified_on": "2026-07-16"}), "/notified_on", "contradicts"),
        (json!({"minutes_complete": false}), "/minutes_complete", "G-TT-MINUTES"),
    ] {
        let body = with(hand_over(&[1]), fields);
        app.officer().wrong(&lot, "hand_over_confiscated", body, place, code).await;
    }
    app.head().may_not(&lot, "hand_over_confiscated", hand_over(&[1]), 403, "G-ROLE").await;
    let done = app.officer().does(&lot, "hand_over_confiscated", hand_over(&[1])).await;
    assert_eq!(done["exhibit"]["lines"][0]["state"], "confiscated");
    assert_eq!(done["happened"]["deadlines_closed"], json!([]), "another line waits");
    released(&app, &lot, &[2]).await;
    let done = app.officer().does(&lot, "hand_over_confiscated", hand_over(&[2])).await;
    assert_eq!(done["happened"]["deadlines_closed"], json!(["confiscate_handover"]));
    assert_eq!(done["exhibit"]["state"], "releasing", "the third line");
}

async fn a_receiver_who_comes_late_pays_for_the_storage(app: App) {
    let (_, lot) = lot_of(&app, &["confiscate"]).await;
    let absence = json!({"lines": [1], "minutes": "BB-3"});
    app.officer().may_not(&lot, "record_receiver_absence", absence.clone(), 409, "G-XB-TIME").await;
    let hour = json!({"at": "2026-07-16T09:00:00+07:00"});
    let order = ordered(&app, &lot, "exit", exit("release", &[moved(1, "5")], hour)).await;
    app.officer().may_not(&lot, "record_receiver_absence", absence.clone(), 409, "G-XB-TIME").await;
    app.officer()
        .wrong(&lot, "record_keeper_movement", json!({"order": order, "slip": "1"}), "/order", "G-XB-TIME")
        .await;
    app.at("2026-07-16T09:30:00+07:00");
    let noted = app.officer().does(&lot, "record_receiver_absence", absence).await;
    assert_eq!(noted["exhibit"]["state"], "releasing", "it stays where it is (ND152 39.2)");
    app.on("2026-07-20");
    carried_out(&app, &lot, &order, false).await;
    app.officer()
        .wrong(&lot, "hand_over_confiscated", hand_over(&[1]), "/storage_paid", "G-XB-STORAGE")
        .await;
    let paid = with(hand_over(&[1]), json!({"storage_paid": true}));
    let done = app.officer().does(&lot, "hand_over_confiscated", paid).await;
    assert_eq!(done["exhibit"]["state"], "confiscated");
}

async fn an_annulled_confiscation_is_refunded(app: App) {
    let (_, lot) = lot_of(&app, &["confiscate"]).await;
    let refund = json!({"lines": [1], "decision": "2/2026/HS-GĐT", "decided_on": "2026-07-15",
        "finance_body": "Sở Tài chính"});
    app.officer().may_not(&lot, "propose_confiscation_refund", refund.clone(), 409, "G-TT-DONE").await;
    released(&app, &lot, &[1]).await;
    let done = app.officer().does(&lot, "hand_over_confiscated", hand_over(&[1])).await;
    assert_eq!(done["exhibit"]["state"], "confiscated");
    let clocks = app.auditor().get("/deadlines?status=open").await.items();
    assert!(!clocks.iter().any(|one| one["key"] == "ex.lie_1y"), "nothing of it lies any more");
    let late = with(refund.clone(), json!({"decided_on": "2026-07-16"}));
    app.officer().wrong(&lot, "propose_confiscation_refund", late, "/decided_on", "contradicts").await;
    app.officer().does(&lot, "propose_confiscation_refund", refund).await;
    app.officer().may_not(&lot, "refund_confiscation", json!({}), 403, "G-SIGNER").await;
    let done = app.head().does(&lot, "refund_confiscation", json!({})).await;
    assert_eq!(
        (&done["exhibit"]["state"], &done["exhibit"]["lines"][0]["end"]),
        (&json!("refunded"), &json!("refunded"))
    );
    app.head().may_not(&lot, "refund_confiscation", json!({}), 409, "G-TT-DONE").await;
}

fn member(seat: &str) -> Value {
    json!({"seat": seat, "body": "Cơ quan Mẫu"})
}

fn council() -> Value {
    let seats = ["officer", "commune_committee", "professional_body", "other"];
    json!({"members": seats.map(member)})
}

fn destruction(lines: &[u32]) -> Value {
    json!({"lines": lines, "form": "burn", "condition": "Như biên bản", "contractor": null, "cost": 500_000,
        "votes_for": 3, "chair_in_favour": true, "minutes_signed": true, "owners_told": false})
}

async fn a_council_destroys(app: App) {
    let (_, lot) = lot_of(&app, &["destroy", "confiscate"]).await;
    app.officer().may_not(&lot, "destroy_items", destruction(&[1]), 409, "G-TH-COUNCIL").await;
    for (members, place, code) in [
        (json!([member("officer"), member("commune_committee")]), "/members", "G-TH-MEMBERS"),
        (json!([member("officer"), member("other"), member("other")]), "/members", "G-TH-MEMBERS"),
        (
            json!([member("other"), member("officer"), member("commune_committee")]),
            "/members/0/seat",
            "G-TH-CHAIR",
        ),
    ] {
        app.officer()
            .wrong(&lot, "propose_destruction_council", json!({"members": members}), place, code)
            .await;
    }
    app.officer().does(&lot, "propose_destruction_council", council()).await;
    let set_up = app.head().does(&lot, "set_up_destruction_council", json!({})).await;
    assert_eq!(set_up["happened"]["deadlines_closed"], json!(["destroy_council", "destroy_do"]));
    let opened = &set_up["happened"]["deadlines_opened"][0];
    let due = &opened["computation"]["due_on"];
    assert_eq!((&opened["key"], due), (&json!("destroy_do"), &json!("2026-08-04")), "20 days (ND152 40.1)");
    app.officer().may_not(&lot, "destroy_items", destruction(&[1]), 409, "G-EXH-1").await;
    released(&app, &lot, &[1, 2]).await;
    for (fields, place, code) in [
        (json!({"lines": [2]}), "/lines/0", "G-EXH-5"),
        (json!({"votes_for": 1}), "/votes_for", "G-TH-VOTE"),
        (json!({"votes_for": 2, "chair_in_favour": false}), "/votes_for", "G-TH-VOTE"),
        (json!({"votes_for": 5}), "/votes_for", "amount_out_of_range"),
        (json!({"minutes_signed": false}), "/minutes_signed", "G-TH-MINUTES"),
    ] {
        let body = with(destruction(&[1]), fields);
        app.officer().wrong(&lot, "destroy_items", body, place, code).await;
    }
    // A tie, and the chair decides it.
    let done =
        app.officer().does(&lot, "destroy_items", with(destruction(&[1]), json!({"votes_for": 2}))).await;
    assert_eq!(done["exhibit"]["lines"][0]["state"], "destroyed");
    assert_eq!(done["happened"]["deadlines_closed"], json!(["destroy_do"]));
    app.officer().may_not(&lot, "destroy_items", destruction(&[1]), 409, "G-TH-NONE").await;
}

fn notice(lines: &[u32]) -> Value {
    json!({"lines": lines, "place": "Kho của Công an tỉnh Mẫu, 8 giờ", "recipient_owes_money": false})
}

fn collected(lines: &[u32]) -> Value {
    json!({"lines": lines, "minutes_signed": true, "costs_paid": true})
}

async fn the_owner_is_told_and_collects(app: App) {
    let (_, lot) = lot_of(&app, &["return", "destroy"]).await;
    app.officer().wrong(&lot, "notify_recipient", notice(&[2]), "/lines/0", "contradicts").await;
    let owes = with(notice(&[1]), json!({"recipient_owes_money": true}));
    app.officer().wrong(&lot, "notify_recipient", owes, "/recipient_owes_money", "G-RT-OWES").await;
    let told = app.officer().does(&lot, "notify_recipient", notice(&[1])).await;
    assert_eq!(told["happened"]["deadlines_closed"], json!(["return_notice"]));
    assert_eq!(told["exhibit"]["lines"][0]["notified"]["collect_until"], "2026-08-14", "30 days (L106 59.1)");
    app.officer().wrong(&lot, "notify_recipient", notice(&[1]), "/lines/0", "duplicate").await;
    app.officer().may_not(&lot, "return_to_recipient", collected(&[1]), 409, "G-EXH-1").await;
    released(&app, &lot, &[1, 2]).await;
    for (fields, place, code) in [
        (json!({"lines": [2]}), "/lines/0", "contradicts"),
        (json!({"minutes_signed": false}), "/minutes_signed", "G-RT-MINUTES"),
        (json!({"costs_paid": false}), "/costs_paid", "G-RT-COSTS"),
    ] {
        let body = with(collected(&[1]), fields);
        app.officer().wrong(&lot, "return_to_recipient", body, place, code).await;
    }
    let done = app.officer().does(&lot, "return_to_recipient", collected(&[1])).await;
    assert_eq!(done["exhibit"]["lines"][0]["state"], "returned");
    assert_eq!(done["happened"]["deadlines_closed"], json!(["unclaimed_goods"]));
    app.officer().may_not(&lot, "return_to_recipient", collected(&[1]), 409, "G-XB-DISPOSITION").await;
}

fn sale() -> Value {
    json!({"line": 1, "valuation": "CT-1", "value": 4_000_000, "price": 4_000_000, "costs": 300_000,
        "channel": "transfer", "bank_reference": "FT-5"})
}

async fn what_nobody_collects_is_sold(app: App) {
    let (case, lot) = lot_of(&app, &["return"]).await;
    app.officer().may_not(&lot, "sell_unclaimed_goods", sale(), 409, "G-RT-GOODS").await;
    app.officer().does(&lot, "notify_recipient", notice(&[1])).await;
    released(&app, &lot, &[1]).await;
    app.on("2026-08-14");
    app.officer().may_not(&lot, "sell_unclaimed_goods", sale(), 409, "G-RT-GOODS").await;
    app.on("2026-08-15");
    for (fields, place, code) in [
        (json!({"line": 2}), "/line", "not_in_list"),
        (json!({"price": 0, "costs": 0}), "/price", "amount_out_of_range"),
        (json!({"costs": 5_000_000}), "/costs", "amount_out_of_range"),
        (json!({"bank_reference": null}), "/bank_reference", "required"),
        (json!({"channel": "cash"}), "/channel", "G-RC-CASH"),
    ] {
        app.officer().wrong(&lot, "sell_unclaimed_goods", with(sale(), fields), place, code).await;
    }
    let done = app.officer().does(&lot, "sell_unclaimed_goods", sale()).await;
    assert_eq!(
        (&done["exhibit"]["state"], &done["exhibit"]["lines"][0]["end"]),
        (&json!("sold"), &json!("sold_unclaimed"))
    );
    let receipts = app.officer().get(&case.sub("receipts")).await.items();
    assert_eq!(
        (&receipts[0]["kind"], &receipts[0]["amount"]),
        (&json!("unclaimed_price"), &json!(4_000_000))
    );
    let rest = [("1121".to_owned(), 3_700_000), ("337".to_owned(), 3_700_000)];
    assert_eq!(books(&app, &case).await, rest, "the price less the costs is money of the case");
}

async fn unclaimed_papers_go_to_their_issuer(app: App) {
    let case = case(&app).await;
    let papers = with(line(Some(&case), "return"), json!({"kind": "papers", "unit": "tờ"}));
    let lot = accepted(&app, &case, &[papers, line(Some(&case), "return")], Value::Null).await;
    app.officer().does(&lot, "notify_recipient", notice(&[1, 2])).await;
    released(&app, &lot, &[1, 2]).await;
    let body = json!({"lines": [1], "issuer": "Phòng Quản lý xuất nhập cảnh", "letter": "5/CV"});
    app.on("2026-10-15");
    app.officer().may_not(&lot, "send_papers_to_issuer", body.clone(), 409, "G-RT-PAPERS").await;
    app.on("2026-10-16");
    let thing = with(body.clone(), json!({"lines": [2]}));
    app.officer().wrong(&lot, "send_papers_to_issuer", thing, "/lines/0", "contradicts").await;
    let done = app.officer().does(&lot, "send_papers_to_issuer", body).await;
    assert_eq!(done["exhibit"]["lines"][0]["end"], "to_issuer");
    assert_eq!(done["happened"]["deadlines_closed"], json!(["unclaimed_papers"]));
}

async fn what_is_perishable_or_ruined_is_destroyed_by_decision(app: App) {
    let case = case(&app).await;
    let spoils = with(line(Some(&case), "return"), json!({"perishable": true}));
    let lot = accepted(&app, &case, &[spoils], Value::Null).await;
    let draft = json!({"lines": [1], "reason": "Hư hỏng, không bán được", "list": null});
    app.officer().may_not(&lot, "propose_destruction", draft.clone(), 409, "G-RT-GOODS").await;
    let told = app.officer().does(&lot, "notify_recipient", notice(&[1])).await;
    assert_eq!(
        told["exhibit"]["lines"][0]["notified"]["collect_until"], "2026-07-22",
        "5 working days (L106 59.1)"
    );
    app.on("2026-07-23");
    let listed = with(draft.clone(), json!({"list": "DS-1"}));
    app.officer().wrong(&lot, "propose_destruction", listed, "/list", "contradicts").await;
    app.officer().does(&lot, "propose_destruction", draft.clone()).await;
    let decided = app.head().does(&lot, "decide_destruction", json!({})).await;
    assert_eq!(keys(&decided["happened"]), ["destroy_council"]);
    assert_eq!(decided["happened"]["deadlines_closed"], json!(["unclaimed_goods_perishable"]));
    app.officer().wrong(&lot, "propose_destruction", draft, "/lines/0", "contradicts").await;
    app.officer().does(&lot, "propose_destruction_council", council()).await;
    app.head().does(&lot, "set_up_destruction_council", json!({})).await;
    released(&app, &lot, &[1]).await;
    app.officer().wrong(&lot, "destroy_items", destruction(&[1]), "/owners_told", "G-XB-TOLD").await;
    let mut sell = sale();
    sell["line"] = json!(1);
    app.officer().wrong(&lot, "sell_unclaimed_goods", sell, "/line", "contradicts").await;
    let told = with(destruction(&[1]), json!({"owners_told": true}));
    let done = app.officer().does(&lot, "destroy_items", told).await;
    assert_eq!(done["exhibit"]["state"], "destroyed");
}

async fn what_is_kept_as_security_becomes_an_asset(app: App) {
    let (case, lot) = lot_of(&app, &["keep", "confiscate"]).await;
    let asset = house::record(&app, &case).await;
    let asset = json!(asset.rsplit('/').next().unwrap());
    let body = json!({"lines": [1], "asset": asset, "reason": "Bảo đảm thi hành khoản bồi thường"});
    app.officer().may_not(&lot, "enforce_exhibits", body.clone(), 409, "G-EXH-1").await;
    released(&app, &lot, &[1, 2]).await;
    let nothing = with(body.clone(), json!({"asset": app.office}));
    app.officer().wrong(&lot, "enforce_exhibits", nothing, "/asset", "not_in_list").await;
    app.officer()
        .wrong(&lot, "enforce_exhibits", with(body.clone(), json!({"lines": [2]})), "/lines/0", "contradicts")
        .await;
    let done = app.officer().does(&lot, "enforce_exhibits", body.clone()).await;
    let line = &done["exhibit"]["lines"][0];
    assert_eq!((&line["state"], &line["end"], &line["asset"]), (&json!("sold"), &json!("enforced"), &asset));
    app.officer().may_not(&lot, "enforce_exhibits", body, 409, "G-XB-DISPOSITION").await;
}

async fn security_goes_back_when_nobody_asked_in_time(app: App) {
    let case = on_request(&app, &[owed("other", 50_000_000, Some(1))]).await;
    let lot =
        accepted(&app, &case, &[line(Some(&case), "keep"), line(Some(&case), "destroy")], Value::Null).await;
    let body = json!({"lines": [1], "no_request": true, "reason": "Hết thời hiệu yêu cầu"});
    app.officer().may_not(&lot, "return_security", body.clone(), 409, "G-RT-STATE").await;
    app.officer().may_not(&lot, "return_security", body.clone(), 409, "G-RT-BAR").await;
    crate::support::tracks::write(&app, &case, |doc| doc["amount_paid"] = json!(50_000_000));
    app.on("2031-06-20");
    app.officer().may_not(&lot, "return_security", body.clone(), 409, "G-RT-BAR").await;
    app.on("2031-06-24");
    let asked = with(body.clone(), json!({"no_request": false}));
    app.officer().wrong(&lot, "return_security", asked, "/no_request", "contradicts").await;
    app.officer()
        .wrong(&lot, "return_security", with(body.clone(), json!({"lines": [2]})), "/lines/0", "contradicts")
        .await;
    let done = app.officer().does(&lot, "return_security", body).await;
    assert_eq!(done["exhibit"]["lines"][0]["disposition"], "return");
    assert_eq!(keys(&done["happened"]), ["return_notice"]);
    app.officer().does(&lot, "notify_recipient", notice(&[1])).await;
    released(&app, &lot, &[1]).await;
    let done = app.officer().does(&lot, "return_to_recipient", collected(&[1])).await;
    assert_eq!(done["exhibit"]["lines"][0]["state"], "returned");
}

async fn after_five_years_without_a_judgment_it_is_sold_or_destroyed(app: App) {
    let lines = [line(None, ""), line(None, "")];
    let made = app.clerk().post("/exhibits", &kept(&app, "2022-03-01", &lines)).await.ok();
    let lot = path(&made);
    app.head().does(&lot, "assign_exhibits", json!({"officer": app.id("officer")})).await;
    let hour = |at: &str| exit("release", &[moved(1, "5"), moved(2, "5")], json!({"at": at}));
    app.officer()
        .wrong(&lot, "propose_store_exit", hour("2026-07-15T09:00:00+07:00"), "/kind", "G-XB-CASE")
        .await;
    app.officer().may_not(&lot, "hand_over_confiscated", hand_over(&[1]), 409, "G-XB-CASE").await;
    app.officer().may_not(&lot, "notify_recipient", notice(&[1]), 409, "G-XB-CASE").await;
    let draft = json!({"lines": [2], "reason": "Không còn giá trị sử dụng", "list": "DS-BTP-1"});
    app.officer().may_not(&lot, "propose_destruction", draft.clone(), 409, "G-XB-5Y").await;
    app.on("2027-03-02");
    app.officer()
        .wrong(&lot, "propose_destruction", with(draft.clone(), json!({"list": null})), "/list", "required")
        .await;
    app.officer().does(&lot, "propose_destruction", draft).await;
    app.head().does(&lot, "decide_destruction", json!({})).await;
    released(&app, &lot, &[1, 2]).await;
    let sale =
        json!({"lines": [1], "list": "DS-BTP-1", "valuation": "CT-2", "price": 900_000, "voucher": "KB-2"});
    app.officer()
        .wrong(
            &lot,
            "propose_unknown_sale",
            with(sale.clone(), json!({"lines": [2]})),
            "/lines/0",
            "contradicts",
        )
        .await;
    app.officer()
        .wrong(
            &lot,
            "propose_unknown_sale",
            with(sale.clone(), json!({"price": 0})),
            "/price",
            "amount_out_of_range",
        )
        .await;
    app.officer().does(&lot, "propose_unknown_sale", sale).await;
    app.officer().may_not(&lot, "settle_unknown_exhibits", json!({}), 403, "G-SIGNER").await;
    let done = app.head().does(&lot, "settle_unknown_exhibits", json!({})).await;
    assert_eq!(done["exhibit"]["lines"][0]["end"], "to_budget");
    assert_eq!(
        done["happened"]["postings"][0]["kind"], "J10",
        "it leaves the books, where it stood unpriced"
    );
    app.officer().does(&lot, "propose_destruction_council", council()).await;
    app.head().does(&lot, "set_up_destruction_council", json!({})).await;
    let done = app.officer().does(&lot, "destroy_items", destruction(&[2])).await;
    assert_eq!(done["exhibit"]["state"], "closed", "ended in two ways");
}

async fn an_interrupted_case_stops_the_handling_and_its_clocks(app: App) {
    let (case, lot) = lot_of(&app, &["confiscate", "confiscate"]).await;
    released(&app, &lot, &[1]).await;
    let hold = postponed(&app, &case).await;
    app.officer().may_not(&lot, "hand_over_confiscated", hand_over(&[1]), 409, "G-HOLD").await;
    let out = exit("release", &[moved(2, "5")], json!({"at": "2026-07-15T09:00:00+07:00"}));
    app.officer().wrong(&lot, "propose_store_exit", out, "/kind", "G-HOLD").await;
    app.on("2026-08-10");
    app.look();
    let late = app.officer().get("/exhibits/overdue").await.items();
    assert!(late.is_empty(), "its time stands still with the case");
    resumed(&app, &case, &hold).await;
    app.officer().does(&lot, "hand_over_confiscated", hand_over(&[1])).await;
}

async fn what_yields_money_or_an_asset_needs_a_case_that_is_not_over(app: App) {
    let (case, lot) = lot_of(&app, &["return", "keep"]).await;
    app.officer().does(&lot, "notify_recipient", notice(&[1])).await;
    released(&app, &lot, &[1, 2]).await;
    app.on("2026-08-15");
    crate::support::tracks::write(&app, &case, |doc| doc["stage"] = json!("ended"));
    app.officer().may_not(&lot, "sell_unclaimed_goods", sale(), 409, "G-XB-CASE").await;
    let body = json!({"lines": [2], "asset": case.id, "reason": "Bảo đảm"});
    app.officer().may_not(&lot, "enforce_exhibits", body, 409, "G-XB-CASE").await;
    let unknown = json!({"lines": [1], "list": "DS", "valuation": "CT", "price": 1, "voucher": "KB"});
    app.officer().may_not(&lot, "propose_unknown_sale", unknown, 409, "G-XB-UNKNOWN").await;
    // To give it back takes no case that still runs.
    app.officer().does(&lot, "return_to_recipient", collected(&[1])).await;
}

async fn the_cases_act_leaves_the_lots_clock_running(app: App) {
    let case = crate::support::tracks::fifty_million(&app, "confiscate").await;
    let lot = accepted(&app, &case, &[line(Some(&case), "confiscate")], Value::Null).await;
    let body = json!({"obligations": [case.item(0)], "receiver": "commune_committee",
        "receiver_name": "UBND phường Mẫu", "notified_on": "2026-07-15", "minutes_complete": true});
    app.officer().does(&case.path, "hand_over_confiscated", body).await;
    app.on("2026-07-28");
    let late = app.officer().get("/exhibits/overdue?key=confiscate_handover").await.items();
    assert_eq!(late.len(), 1, "{lot} was not handed over");
}

on_both_engines!(
    confiscated_things_go_to_the_commune,
    a_receiver_who_comes_late_pays_for_the_storage,
    an_annulled_confiscation_is_refunded,
    a_council_destroys,
    the_owner_is_told_and_collects,
    what_nobody_collects_is_sold,
    unclaimed_papers_go_to_their_issuer,
    what_is_perishable_or_ruined_is_destroyed_by_decision,
    what_is_kept_as_security_becomes_an_asset,
    security_goes_back_when_nobody_asked_in_time,
    after_five_years_without_a_judgment_it_is_sold_or_destroyed,
    an_interrupted_case_stops_the_handling_and_its_clocks,
    what_yields_money_or_an_asset_needs_a_case_that_is_not_over,
    the_cases_act_leaves_the_lots_clock_running,
);
