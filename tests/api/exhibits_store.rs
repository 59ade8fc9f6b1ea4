//! The store of exhibits: nothing goes in or out without a signed order, three people carry it out, what came in is always what went
//! out and what is there; counts and incidents (ND152 37.3, 38; TT04 11).

use serde_json::{Value, json};
use thads::domain::actor::{Role, RoleGrant};
use thads::service::error::ApiError;
use thads::store::{AnyId, Conn, users};
use uuid::Uuid;

use crate::support::build::Case;
use crate::support::exhibits::{
    accepted, carried_out, case, entry, exit, kept, keys, last, line, moved, now, ordered, own_store, path,
    police, released, with,
};
use crate::support::{App, on_both_engines};

/// Five pieces in the own store, taken over and not entered yet.
async fn in_own_store(app: &App) -> (Case, String) {
    let case = case(app).await;
    let lot = accepted(app, &case, &[line(Some(&case), "destroy")], own_store()).await;
    (case, lot)
}

/// The same, entered.
async fn entered(app: &App) -> String {
    let (_, lot) = in_own_store(app).await;
    let order = ordered(app, &lot, "entry", entry("entry", &[moved(1, "5")])).await;
    carried_out(app, &lot, &order, true).await;
    lot
}

/// Gives a user another role from today on.
fn also(app: &App, name: &str, role: Role) {
    let from = "2026-07-01".parse().unwrap();
    let grant = RoleGrant { office: app.office, division: None, role, from, to: None };
    let user = app.id(name);
    let given = app.state.store.write(|conn: &mut Conn| {
        Ok::<_, ApiError>(users::insert_grant(conn, AnyId(Uuid::now_v7()), user, &grant)?)
    });
    given.unwrap();
}

/// In, out, there, and outside of the first line.
fn counts(lot: &Value) -> [String; 4] {
    ["taken_in", "taken_out", "stock", "outside"]
        .map(|name| lot["lines"][0][name].as_str().unwrap().to_owned())
}

async fn what_is_taken_over_enters_by_an_order(app: App) {
    let (_, lot) = in_own_store(&app).await;
    assert_eq!(
        counts(&now(&app, &lot).await),
        ["0", "0", "0", "0"],
        "no order, nothing in the store (G-EXH-1)"
    );
    let body = json!({"order": app.office, "minutes": "BB-1"});
    app.storekeeper().may_not(&lot, "carry_out_store_order", body, 409, "G-EXH-1").await;
    app.accountant().may_not(&lot, "issue_store_slip", json!({"order": app.office}), 409, "G-EXH-1").await;
    app.storekeeper()
        .may_not(&lot, "propose_store_entry", entry("entry", &[moved(1, "5")]), 403, "G-ROLE")
        .await;
    for (body, place, code) in [
        (entry("release", &[moved(1, "5")]), "/kind", "not_in_list"),
        (entry("entry", &[moved(9, "5")]), "/lines/0/line", "not_in_list"),
        (entry("entry", &[moved(1, "2"), moved(1, "2")]), "/lines/1/line", "duplicate"),
        (entry("entry", &[moved(1, "6")]), "/lines/0/quantity", "G-XB-STOCK"),
        (entry("entry", &[moved(1, "0")]), "/lines/0/quantity", "G-XB-STOCK"),
        (entry("return", &[moved(1, "1")]), "/lines/0/quantity", "G-XB-STOCK"),
    ] {
        app.officer().wrong(&lot, "propose_store_entry", body, place, code).await;
    }
    app.head().may_not(&lot, "order_store_entry", json!({}), 409, "G-DRAFT").await;
    app.officer().does(&lot, "propose_store_entry", entry("entry", &[moved(1, "2")])).await;
    app.officer().may_not(&lot, "order_store_entry", json!({}), 403, "G-SIGNER").await;
    let signed = app.head().does(&lot, "order_store_entry", json!({})).await;
    assert_eq!(signed["happened"]["documents"][0]["kind"], "store_entry_order");
    let order = last(&signed["exhibit"]["orders"]);
    assert_eq!(counts(&signed["exhibit"]), ["0", "0", "0", "0"]);
    let body = json!({"order": order, "minutes": "BB-1"});
    app.storekeeper().may_not(&lot, "carry_out_store_order", body.clone(), 409, "G-EXH-1").await;
    let slip = app.accountant().does(&lot, "issue_store_slip", json!({"order": order})).await;
    assert_eq!(slip["happened"]["documents"][0]["kind"], "store_slip");
    app.accountant().may_not(&lot, "issue_store_slip", json!({"order": order}), 409, "G-EXH-1").await;
    app.officer()
        .may_not(&lot, "record_keeper_movement", json!({"order": order, "slip": "1"}), 409, "G-EXH-1")
        .await;
    app.officer().may_not(&lot, "carry_out_store_order", body.clone(), 403, "G-ROLE").await;
    app.officer()
        .wrong(&lot, "propose_store_entry", entry("entry", &[moved(1, "1")]), "/lines/0/line", "duplicate")
        .await;
    let done = app.storekeeper().does(&lot, "carry_out_store_order", body).await;
    assert_eq!(counts(&done["exhibit"]), ["2", "0", "2", "0"]);
    app.officer().does(&lot, "propose_store_entry", entry("entry", &[moved(1, "3")])).await;
    let order = ordered(&app, &lot, "entry", entry("entry", &[moved(1, "3")])).await;
    let done = carried_out(&app, &lot, &order, true).await;
    assert_eq!(counts(&done["exhibit"]), ["5", "0", "5", "0"]);
    let movement = &done["exhibit"]["movements"][1];
    assert_eq!((&movement["kind"], &movement["order"]), (&json!("entry"), &order));
}

async fn three_people_move_it(app: App) {
    let (_, lot) = in_own_store(&app).await;
    // Whoever prepares does not sign, even as the head.
    also(&app, "officer", Role::Head);
    app.officer().does(&lot, "propose_store_entry", entry("entry", &[moved(1, "5")])).await;
    app.officer().may_not(&lot, "order_store_entry", json!({}), 403, "G-FOUR-EYES").await;
    let signed = app.head().does(&lot, "order_store_entry", json!({})).await;
    let order = json!({"order": last(&signed["exhibit"]["orders"])});
    for role in [Role::Accountant, Role::Storekeeper] {
        also(&app, "head", role);
    }
    also(&app, "accountant", Role::Storekeeper);
    app.head().may_not(&lot, "issue_store_slip", order.clone(), 403, "G-EXH-4").await;
    app.accountant().does(&lot, "issue_store_slip", order.clone()).await;
    let carry = with(order, json!({"minutes": "BB-1"}));
    for name in ["head", "accountant"] {
        app.as_(name).may_not(&lot, "carry_out_store_order", carry.clone(), 403, "G-EXH-4").await;
    }
    app.storekeeper().does(&lot, "carry_out_store_order", carry).await;
}

async fn it_goes_out_for_proceedings_and_comes_back(app: App) {
    let lot = entered(&app).await;
    let request = json!({"request": {"number": "9/YC", "on": "2026-07-15"}});
    for (body, place, code) in [
        (exit("extract", &[moved(1, "2")], json!({})), "/request", "required"),
        (exit("extract", &[moved(1, "6")], request.clone()), "/lines/0/quantity", "G-XB-STOCK"),
        (
            exit("extract", &[moved(1, "2")], json!({"request": {"number": "9", "on": "2026-07-16"}})),
            "/request/on",
            "date_in_future",
        ),
        (
            exit("extract", &[moved(1, "2")], with(request.clone(), json!({"to": police()}))),
            "/to",
            "contradicts",
        ),
        (exit("entry", &[moved(1, "2")], json!({})), "/kind", "not_in_list"),
        (exit("accept", &[moved(1, "2")], json!({})), "/kind", "not_in_list"),
    ] {
        app.officer().wrong(&lot, "propose_store_exit", body, place, code).await;
    }
    let order = ordered(&app, &lot, "exit", exit("extract", &[moved(1, "2")], request.clone())).await;
    let out = carried_out(&app, &lot, &order, true).await;
    assert_eq!(counts(&out["exhibit"]), ["5", "2", "3", "2"]);
    let again = json!({"order": order, "minutes": "BB"});
    app.storekeeper().may_not(&lot, "carry_out_store_order", again, 409, "G-EXH-1").await;
    // What is out for proceedings must be back before the whole is ordered out.
    let hour = json!({"at": "2026-07-15T09:00:00+07:00"});
    let whole = exit("release", &[moved(1, "3")], hour.clone());
    app.officer().wrong(&lot, "propose_store_exit", whole, "/lines/0/line", "G-XB-WHOLE").await;
    app.officer()
        .wrong(
            &lot,
            "propose_store_entry",
            entry("return", &[moved(1, "3")]),
            "/lines/0/quantity",
            "G-XB-STOCK",
        )
        .await;
    let order = ordered(&app, &lot, "entry", entry("return", &[moved(1, "2")])).await;
    let back = carried_out(&app, &lot, &order, true).await;
    assert_eq!(counts(&back["exhibit"]), ["7", "2", "5", "0"]);
    for (body, place, code) in [
        (exit("release", &[moved(1, "5")], json!({})), "/at", "required"),
        (exit("release", &[moved(1, "5")], json!({"at": "2026-07-14T09:00:00+07:00"})), "/at", "contradicts"),
        (exit("release", &[moved(1, "4")], hour), "/lines/0/quantity", "G-XB-WHOLE"),
    ] {
        app.officer().wrong(&lot, "propose_store_exit", body, place, code).await;
    }
}

async fn a_release_waits_for_its_hour_and_may_be_withdrawn(app: App) {
    let lot = entered(&app).await;
    let body = exit("release", &[moved(1, "5")], json!({"at": "2026-07-16T09:00:00+07:00"}));
    let order = ordered(&app, &lot, "exit", body.clone()).await;
    assert_eq!(now(&app, &lot).await["state"], "releasing");
    app.accountant().does(&lot, "issue_store_slip", json!({"order": order})).await;
    let carry = json!({"order": order, "minutes": "BB-1"});
    app.storekeeper().wrong(&lot, "carry_out_store_order", carry.clone(), "/order", "G-XB-TIME").await;
    let withdrawal = json!({"order": order, "reason": "Đổi thời điểm"});
    app.officer().may_not(&lot, "withdraw_store_order", withdrawal.clone(), 403, "G-ROLE").await;
    let back = app.head().does(&lot, "withdraw_store_order", withdrawal.clone()).await;
    assert_eq!(back["exhibit"]["state"], "accepted");
    app.head().may_not(&lot, "withdraw_store_order", withdrawal, 409, "G-EXH-1").await;
    app.storekeeper().may_not(&lot, "carry_out_store_order", carry, 409, "G-EXH-1").await;
    let order = ordered(&app, &lot, "exit", body).await;
    app.at("2026-07-16T09:00:00+07:00");
    let out = carried_out(&app, &lot, &order, true).await;
    assert_eq!(counts(&out["exhibit"]), ["5", "5", "0", "5"]);
    // It came to nothing: it goes back into the store, and must be ordered out anew.
    let order = ordered(&app, &lot, "entry", entry("return", &[moved(1, "5")])).await;
    let back = carried_out(&app, &lot, &order, true).await;
    assert_eq!((&back["exhibit"]["state"], counts(&back["exhibit"])[2].as_str()), (&json!("accepted"), "5"));
}

async fn it_is_transferred_and_valuables_to_the_treasury_only(app: App) {
    let case = case(&app).await;
    let gold = with(line(Some(&case), "confiscate"), json!({"kind": "valuables", "unit": "chỉ"}));
    let lot = accepted(&app, &case, &[gold, line(Some(&case), "confiscate")], Value::Null).await;
    let treasury = json!({"kind": "treasury", "keeper": "Kho bạc Nhà nước Mẫu"});
    let to = |kind: Value| json!({"to": kind});
    for (body, place, code) in [
        (exit("transfer", &[moved(1, "5")], json!({})), "/to", "required"),
        (exit("transfer", &[moved(1, "5")], to(own_store())), "/lines/0/line", "G-XB-TREASURY"),
        (exit("transfer", &[moved(1, "2")], to(treasury.clone())), "/lines/0/quantity", "G-XB-WHOLE"),
        (exit("transfer", &[moved(2, "5")], to(police())), "/to", "contradicts"),
        (
            exit("transfer", &[moved(2, "5")], to(json!({"kind": "rented", "keeper": "Kho"}))),
            "/to/contract",
            "required",
        ),
    ] {
        app.officer().wrong(&lot, "propose_store_exit", body, place, code).await;
    }
    let order = ordered(&app, &lot, "exit", exit("transfer", &[moved(1, "5")], to(treasury))).await;
    let done = carried_out(&app, &lot, &order, false).await;
    assert_eq!(done["exhibit"]["lines"][0]["custody"]["kind"], "treasury");
    assert_eq!(counts(&done["exhibit"]), ["10", "5", "5", "0"], "out here, in there");
    // Into the own store: its storekeeper takes it.
    let order = ordered(&app, &lot, "exit", exit("transfer", &[moved(2, "5")], to(own_store()))).await;
    app.officer()
        .may_not(&lot, "record_keeper_movement", json!({"order": order, "slip": "1"}), 409, "G-EXH-1")
        .await;
    let done = carried_out(&app, &lot, &order, true).await;
    assert_eq!(done["exhibit"]["lines"][1]["custody"]["kind"], "own_store");
    let mixed = exit(
        "extract",
        &[moved(1, "1"), moved(2, "1")],
        json!({"request": {"number": "9", "on": "2026-07-15"}}),
    );
    app.officer().wrong(&lot, "propose_store_exit", mixed, "/lines/1/line", "contradicts").await;
    let lots = app.auditor().get("/exhibits?custodian=treasury").await.items();
    assert_eq!(lots.len(), 1, "the register follows");
}

async fn gold_never_enters_the_own_store(app: App) {
    let case = case(&app).await;
    let gold = with(line(Some(&case), "confiscate"), json!({"kind": "valuables"}));
    let lot = accepted(&app, &case, &[gold], own_store()).await;
    let body = entry("entry", &[moved(1, "5")]);
    app.officer().wrong(&lot, "propose_store_entry", body, "/lines/0/line", "G-XB-TREASURY").await;
}

fn count(period: &str, accountant: &Value, counted: &str, seal: Value) -> Value {
    json!({"period": period, "accountant": accountant,
        "counts": [{"line": 1, "counted": counted, "seal": seal, "condition": "Cũ, bụi"}]})
}

async fn it_is_counted_and_what_is_missing_is_reported(app: App) {
    let sealed = json!({"custody": own_store(), "seal": {"number": "NP-1", "state": "intact"}});
    let made =
        app.clerk().post("/exhibits", &kept(&app, "2026-01-05", &[with(line(None, ""), sealed)])).await.ok();
    assert!(keys(&made["happened"]).contains(&"ex.review.quarter".to_owned()));
    let lot = path(&made);
    let accountant = json!(app.id("accountant"));
    let count = |period: &str, counted: &str, seal: Value| count(period, &accountant, counted, seal);
    let intact = json!("intact");
    app.accountant()
        .may_not(&lot, "propose_inventory", count("year", "5", intact.clone()), 403, "G-ROLE")
        .await;
    for (body, place, code) in [
        (count("year", "-1", intact.clone()), "/counts/0/counted", "range"),
        (count("year", "5", Value::Null), "/counts/0/seal", "required"),
        (
            with(count("year", "5", intact.clone()), json!({"accountant": app.id("clerk")})),
            "/accountant",
            "not_in_list",
        ),
    ] {
        app.storekeeper().wrong(&lot, "propose_inventory", body, place, code).await;
    }
    also(&app, "storekeeper", Role::Accountant);
    let alone = with(count("year", "5", intact.clone()), json!({"accountant": app.id("storekeeper")}));
    app.storekeeper().wrong(&lot, "propose_inventory", alone, "/accountant", "G-EXH-4").await;
    app.on("2026-09-30");
    app.storekeeper().does(&lot, "propose_inventory", count("half_year", "5", intact)).await;
    app.storekeeper().may_not(&lot, "sign_inventory", json!({}), 403, "G-SIGNER").await;
    let done = app.head().does(&lot, "sign_inventory", json!({})).await;
    assert_eq!(done["happened"]["deadlines_closed"], json!(["ex.review.quarter", "ex.review.half"]));
    assert_eq!(keys(&done["happened"]), ["ex.review.quarter", "ex.review.half"], "and again from here");
    assert_eq!(done["exhibit"]["inventories"][0]["differences"], json!([]));
    assert_eq!(done["exhibit"]["inventories"][0]["counted_by"], json!(app.id("storekeeper")));

    app.storekeeper().does(&lot, "propose_inventory", count("ad_hoc", "4", json!("torn"))).await;
    let done = app.head().does(&lot, "sign_inventory", json!({})).await;
    let found = &done["exhibit"]["inventories"][1];
    let difference = json!([{"line": 1, "book": "5", "counted": "4", "seal_changed": true}]);
    assert_eq!(found["differences"], difference);
    assert_eq!(keys(&done["happened"]), ["ex.report"], "reported at once (TT04 11.1)");
    assert_eq!(done["exhibit"]["lines"][0]["stock"], "5", "a count changes no stock");
    report_and_write_off(&app, &lot, &found["id"]).await;
}

async fn report_and_write_off(app: &App, lot: &str, inventory: &Value) {
    let report = json!({"lines": [1], "kind": "loss", "found_on": "2026-09-30", "details": "Thiếu một cái",
        "inventory": inventory});
    for (fields, place, code) in [
        (json!({"lines": [3]}), "/lines/0", "not_in_list"),
        (json!({"found_on": "2026-10-01"}), "/found_on", "date_in_future"),
        (json!({"found_on": "2026-01-01"}), "/found_on", "contradicts"),
        (json!({"inventory": app.office}), "/inventory", "not_in_list"),
    ] {
        let body = with(report.clone(), fields);
        app.storekeeper().wrong(lot, "report_exhibit_incident", body, place, code).await;
    }
    app.cashier().may_not(lot, "report_exhibit_incident", report.clone(), 403, "G-ROLE").await;
    let reported = app.storekeeper().does(lot, "report_exhibit_incident", report).await;
    assert_eq!(reported["happened"]["deadlines_closed"], json!(["ex.report"]));
    app.head().does(lot, "assign_exhibits", json!({"officer": app.id("officer")})).await;
    let off = |incident: &Value| exit("write_off", &[moved(1, "1")], json!({"incident": incident}));
    app.officer().wrong(lot, "propose_store_exit", off(inventory), "/incident", "not_in_list").await;
    let incident = last(&reported["exhibit"]["incidents"]);
    let order = ordered(app, lot, "exit", off(&incident)).await;
    let done = carried_out(app, lot, &order, true).await;
    assert_eq!(counts(&done["exhibit"]), ["5", "1", "4", "0"]);
    assert_eq!(done["exhibit"]["lines"][0]["lost"], "1");
}

async fn what_is_wholly_lost_is_over(app: App) {
    let lot = entered(&app).await;
    let report =
        json!({"lines": [1], "kind": "loss", "found_on": "2026-07-15", "details": "Mất", "inventory": null});
    let reported = app.officer().does(&lot, "report_exhibit_incident", report).await;
    let body =
        exit("write_off", &[moved(1, "5")], json!({"incident": last(&reported["exhibit"]["incidents"])}));
    let order = ordered(&app, &lot, "exit", body).await;
    let done = carried_out(&app, &lot, &order, true).await;
    assert_eq!(
        (&done["exhibit"]["state"], &done["exhibit"]["lines"][0]["end"]),
        (&json!("closed"), &json!("written_off"))
    );
    let more = exit("extract", &[moved(1, "1")], json!({"request": {"number": "9", "on": "2026-07-15"}}));
    app.officer().may_not(&lot, "propose_store_exit", more, 409, "G-FINAL").await;
}

async fn no_clock_runs_for_what_is_lost(app: App) {
    let case = case(&app).await;
    let lines = ["confiscate", "destroy"].map(|what| line(Some(&case), what));
    let lot = accepted(&app, &case, &lines, Value::Null).await;
    let report =
        json!({"lines": [1], "kind": "loss", "found_on": "2026-07-15", "details": "Mất", "inventory": null});
    let reported = app.officer().does(&lot, "report_exhibit_incident", report).await;
    let body =
        exit("write_off", &[moved(1, "5")], json!({"incident": last(&reported["exhibit"]["incidents"])}));
    let order = ordered(&app, &lot, "exit", body).await;
    carried_out(&app, &lot, &order, false).await;
    let clocks = app.auditor().get(&case.sub("deadlines")).await.items();
    let status = |key: &str| clocks.iter().find(|one| one["key"] == key).unwrap()["status"].clone();
    assert_eq!(
        (status("confiscate_handover"), status("destroy_council")),
        (json!("cancelled"), json!("open"))
    );
}

async fn another_keeper_hands_out_by_the_heads_order_too(app: App) {
    let case = case(&app).await;
    let lot = accepted(&app, &case, &[line(Some(&case), "destroy")], Value::Null).await;
    let slip = json!({"order": case.id, "slip": "PXK-1"});
    app.officer().may_not(&lot, "record_keeper_movement", slip.clone(), 409, "G-EXH-1").await;
    let out = released(&app, &lot, &[1]).await;
    assert_eq!(counts(&out["exhibit"]), ["5", "5", "0", "5"]);
    app.accountant().may_not(&lot, "issue_store_slip", json!({"order": case.id}), 409, "G-EXH-1").await;
    app.officer().may_not(&lot, "record_keeper_movement", slip, 409, "G-EXH-1").await;
}

on_both_engines!(
    what_is_taken_over_enters_by_an_order,
    three_people_move_it,
    it_goes_out_for_proceedings_and_comes_back,
    a_release_waits_for_its_hour_and_may_be_withdrawn,
    it_is_transferred_and_valuables_to_the_treasury_only,
    gold_never_enters_the_own_store,
    it_is_counted_and_what_is_missing_is_reported,
    what_is_wholly_lost_is_over,
    no_clock_runs_for_what_is_lost,
    another_keeper_hands_out_by_the_heads_order_too,
);
