//! What a distribution kept for creditors who had not asked for enforcement: on deposit month by month, his who asks in time, paid on
//! when the time to ask is over, to the đồng (ND152 30.2).

use serde_json::{Value, json};

use crate::distributions::{against, asked, prepared};
use crate::support::build::{self, Case, owed};
use crate::support::interrupt::{clock, clocks};
use crate::support::{App, house, measures, on_both_engines, pay};

/// The debtor.
const IDENTITY: &str = "012345678999";
const SHARE: i64 = 279_200_000;

fn secured(amount: i64, creditor: usize) -> Value {
    let mut item = owed("other", amount, Some(creditor));
    item["secured"] = json!(true);
    item
}

/// Asks for one item on a day; `/requests/…`.
async fn asks(app: &App, judgment: &Value, creditor: usize, item: usize, on: &str) -> String {
    app.on(on);
    let mut body = build::request_body(judgment);
    body["requester"] = judgment["parties"][creditor]["id"].clone();
    body["requested_on"] = json!(on);
    body["obligations"] = json!([judgment["obligations"][item]["id"]]);
    build::request(app, &body).await
}

/// His item gets a case of its own.
async fn accepted(app: &App, judgment: &Value, request: String, item: usize) -> Case {
    let draft = json!({"obligations": [judgment["obligations"][item]["id"]], "rule": "GR-0"});
    app.clerk().does(&request, "propose_decision_on_request", draft).await;
    let signed = app.head().does(&request, "issue_decision_on_request", json!({})).await;
    build::opened(&signed, judgment.clone(), Some(request))
}

/// A house that the judgment attached for creditors of a thousand million in all, until 15 December 2026 to be asked for; only the first
/// has asked. Sold for 700 million and handed over, two of them costs.
async fn sold(app: &App, items: &[Value]) -> (Case, String) {
    app.on("2026-07-15");
    let mut body = build::judgment_body(app, items);
    let mut third = body["parties"][2].clone();
    (third["name"], third["bank_account"]) = (json!("Phạm Thị Thứ Ba"), json!("NH Mẫu 0004"));
    body["parties"].as_array_mut().unwrap().push(third);
    body["parties"][0]["identity_number"] = json!(IDENTITY);
    (body["pronounced_on"], body["in_force_on"]) = (json!("2021-11-15"), json!("2021-12-15"));
    let judgment = app.clerk().post("/judgments", &body).await.ok()["judgment"].clone();
    let request = asks(app, &judgment, 1, 0, "2026-07-15").await;
    let case = accepted(app, &judgment, request, 0).await;
    build::assign(app, &case).await;
    build::verifying(app, &case).await;
    let thing = json!({"case": case.id, "owner": case.debtor(), "kind": "house", "name": "Nhà thửa 12", "judged": true});
    let made = app.officer().post("/assets", &thing).await.ok();
    let path = format!("/assets/{}", made["asset"]["id"].as_str().unwrap());
    house::verify(app, &path, "2026-08-03", 600_000_000).await;
    let means = json!({"means": "assets", "confirmed_by": "UBND phường Mẫu"});
    app.officer().does(&case.path, "conclude_enforceable", means).await;
    app.on("2026-08-12");
    let taken = json!({"as_described": true, "custody": house::custody("holder")});
    app.officer().does(&path, "take_over_attachment", taken).await;
    app.officer().does(&path, "notify_registry", json!({})).await;
    let until = house::value(app, &case, &path, 700_000_000, &[0, 1]).await;
    app.after(&until);
    app.officer().does(&path, "close_revaluation_window", json!({})).await;
    house::to_session(app, &path, 700_000_000, "2026-09-30").await;
    app.officer().does(&path, "record_sale", json!({"price": 700_000_000, "bidders": 2})).await;
    app.accountant().does(&path, "record_buyer_payment", house::transfer(700_000_000)).await;
    house::deliver(app, &path).await;
    let seen = app.officer().get(&case.path).await.ok();
    let minutes = seen["measures"].as_array().unwrap().last().unwrap()["decision"].clone();
    let sheet = measures::costs(&minutes, 2_000_000, Some("HĐ 5"));
    app.officer().does(&case.path, "propose_cost_settlement", sheet).await;
    app.head().does(&case.path, "approve_cost_settlement", json!({})).await;
    (case, path)
}

/// Approved, ordered, released, and each payout confirmed.
async fn carried_out(app: &App, case: &Case, path: &str, order: Value) {
    app.head().does(path, "approve_distribution", json!({})).await;
    app.accountant().does(path, "order_payouts", order).await;
    app.head().does(path, "release_payouts", json!({})).await;
    let of = path.rsplit('/').next().unwrap();
    for payout in app.cashier().get(&case.sub("payouts")).await.items() {
        if payout["distribution"] == of {
            let payout = format!("/payouts/{}", payout["id"].as_str().unwrap());
            app.cashier().does(&payout, "confirm_payout", json!({"bank_reference": "FT-2"})).await;
        }
    }
}

fn transfer() -> Value {
    json!({"means": "transfer"})
}

/// Two creditors, 600 and 400 million.
async fn kept(app: &App) -> (Case, String, Value) {
    kept_of(app, &[secured(600_000_000, 1), secured(400_000_000, 2)]).await
}

/// The price is shared: 418.8 million to the first creditor, the others' 279.2 on deposit. The distribution's identifier.
async fn kept_of(app: &App, items: &[Value]) -> (Case, String, Value) {
    let (case, asset) = sold(app, items).await;
    let (path, made) = prepared(app, &asked(&case, Some(&asset), json!({}))).await;
    assert_eq!(made["terms"]["ask_until"], "2026-12-15");
    let line = pay::line(app, &path, &case.item(1), "principal").await;
    assert_eq!(line["waits"], true);
    app.head().does(&path, "approve_distribution", json!({})).await;
    let accountant = app.accountant();
    accountant.wrong(&path, "order_payouts", transfer(), "/deposit", "required").await;
    let order = json!({"means": "transfer", "deposit": {"bank": "NH Mẫu", "slip": "TK-30"}});
    let done = accountant.does(&path, "order_payouts", order).await;
    let kinds: Vec<&Value> =
        done["happened"]["documents"].as_array().unwrap().iter().map(|one| &one["kind"]).collect();
    assert_eq!(kinds, ["request_right_notice"]);
    app.head().does(&path, "release_payouts", json!({})).await;
    for payout in app.cashier().get(&case.sub("payouts")).await.items() {
        let payout = format!("/payouts/{}", payout["id"].as_str().unwrap());
        app.cashier().does(&payout, "confirm_payout", json!({"bank_reference": "FT-1"})).await;
    }
    assert_eq!(pay::balance(app, &case, "1123").await, SHARE);
    assert_eq!(clock(app, &case, "share.pay_on").await["due_on"], "2026-12-25");
    (case, asset, made["id"].clone())
}

fn free(distribution: &Value, item: Option<Value>, interest: i64) -> Value {
    json!({"distribution": distribution, "obligation": item, "interest": interest, "bank_reference": "L-3"})
}

fn renewal(distribution: &Value, interest: i64) -> Value {
    json!({"distribution": distribution, "interest": interest, "slip": "TK-31"})
}

/// Asked for a distribution: 422 with this code at this place.
async fn unshareable(app: &App, body: &Value, pointer: &str, code: &str) {
    let answer = app.officer().post("/distributions", body).await;
    assert_eq!(answer.status, 422, "{}", answer.text);
    let errors = answer.json()["errors"].clone();
    let named = |one: &Value| one["pointer"] == pointer && one["code"] == code;
    assert!(errors.as_array().unwrap().iter().any(named), "{pointer} {code} is not among {errors}");
}

/// A distribution of what was set free.
async fn of_freed(app: &App, case: &Case, freed: &Value) -> String {
    let body = json!({"case": case.id, "asset": null, "freed": freed});
    prepared(app, &body).await.0
}

fn freed(done: &Value) -> Value {
    done["case"]["standstill"]["deposits"][0]["freed"].as_array().unwrap().last().unwrap().clone()
}

async fn shares_of(app: &App, path: &str) -> Vec<(String, Value, i64)> {
    let lines = app.officer().get(&format!("{path}/lines?limit=200")).await.items();
    let one = |line: &Value| {
        (
            line["step"].as_str().unwrap().to_owned(),
            line["payee"]["id"].clone(),
            line["share_dong"].as_i64().unwrap(),
        )
    };
    lines.iter().map(one).filter(|(_, _, share)| *share > 0).collect()
}

/// What still lies at the bank is only what is still owed: fees and the agency's costs.
async fn nothing_is_left(app: &App, case: &Case) {
    for account in ["1123", "3376", "331"] {
        assert_eq!(pay::balance(app, case, account).await, 0, "{account}");
    }
}

async fn who_asks_on_the_last_day_has_his_share(app: App) {
    let (case, _, distribution) = kept(&app).await;
    let accountant = app.accountant();
    accountant.may_not(&case.path, "renew_shares", renewal(&distribution, 1), 422, "G-SHARE-TERM").await;
    accountant
        .may_not(
            &case.path,
            "draw_deposit",
            json!({"slip": "TK-30", "interest": 0, "bank_reference": "L"}),
            409,
            "G-TERM-OUT",
        )
        .await;
    app.on("2026-11-02");
    let done = accountant.does(&case.path, "renew_shares", renewal(&distribution, 900_000)).await;
    let deposit = &done["case"]["standstill"]["deposits"][0];
    assert_eq!((&deposit["interest"], &deposit["matures_on"]), (&json!(900_000), &json!("2026-12-02")));
    assert_eq!(pay::balance(&app, &case, "1123").await, SHARE + 900_000);
    assert_eq!(pay::balance(&app, &case, "337").await, 0, "it is nobody else's to share");
    let his = || Some(case.item(1));
    let refused = accountant
        .may_not(&case.path, "free_shares", free(&distribution, his(), 0), 422, "G-SHARE-ASKED")
        .await;
    assert!(
        refused.to_string().contains("15/12/2026") || refused.to_string().contains("2026-12-15"),
        "{refused}"
    );
    accountant.may_not(&case.path, "free_shares", free(&distribution, None, 0), 422, "G-SHARE-RUNS").await;
    accountant
        .wrong(
            &case.path,
            "free_shares",
            free(&distribution, Some(case.item(0)), 0),
            "/obligation",
            "not_in_list",
        )
        .await;
    accountant
        .wrong(&case.path, "free_shares", free(&case.id, his(), 0), "/distribution", "not_in_list")
        .await;

    let request = asks(&app, &case.judgment, 2, 1, "2026-12-15").await;
    app.on("2026-12-16");
    accountant.may_not(&case.path, "free_shares", free(&distribution, None, 0), 422, "G-SHARE-PENDING").await;
    let own = accepted(&app, &case.judgment, request, 1).await;
    build::assign(&app, &own).await;
    let done = accountant.does(&case.path, "free_shares", free(&distribution, his(), 100_000)).await;
    let part = freed(&done);
    assert_eq!(
        (&part["asked"], &part["capital"], &part["interest"]),
        (&case.item(1), &json!(SHARE), &json!(1_000_000))
    );
    assert_eq!(
        clock(&app, &case, "share.pay_on").await["status"],
        "cancelled",
        "nobody is left who has not asked"
    );
    accountant.may_not(&case.path, "free_shares", free(&distribution, his(), 0), 409, "G-SHARE-LIES").await;

    unshareable(&app, &json!({"case": case.id, "asset": null, "freed": case.id}), "/freed", "not_in_list")
        .await;
    let path = of_freed(&app, &case, &part["id"]).await;
    let body = json!({"distribution": {"case": case.id, "asset": null, "freed": part["id"]}});
    let shown = app.officer().post("/distributions/what-if", &body).await.ok();
    for line in shown["lines"].as_array().unwrap() {
        assert!(line["basis"].to_string().contains("152"), "each line names the article: {line}");
    }
    let all = SHARE + 1_000_000;
    assert_eq!(shares_of(&app, &path).await, [("STEP-preferred".to_owned(), case.party(2), all)]);
    app.officer().may_not(&path, "approve_distribution", json!({}), 403, "G-SIGNER").await;
    carried_out(&app, &case, &path, transfer()).await;
    let theirs = app.officer().get(&own.path).await.ok();
    assert_eq!(theirs["amount_paid"], all, "his case has it");
    let payouts = app.cashier().get(&case.sub("payouts")).await.items();
    let his = payouts.iter().find(|payout| payout["payee"]["id"] == case.party(2)).unwrap();
    assert_eq!(his["amount"], all - 8_406_000, "less the fee of three in a hundred");
    nothing_is_left(&app, &case).await;
    let again = json!({"case": case.id, "asset": null, "freed": part["id"]});
    unshareable(&app, &again, "/case", "M02_PLAN").await;
}

async fn who_asks_a_day_late_has_nothing_of_it(app: App) {
    let (case, asset, distribution) = kept(&app).await;
    let other = against(&app, IDENTITY, &[owed("other", 50_000_000, Some(1))], "2026-09-30").await;
    let accountant = app.accountant();
    let request = asks(&app, &case.judgment, 2, 1, "2026-12-16").await;
    let draft = json!({"obligations": [case.item(1)], "rule": "GR-0"});
    app.clerk().may_not(&request, "propose_decision_on_request", draft, 409, "G-REQ-TIMEBAR").await;
    accountant.may_not(&case.path, "free_shares", free(&distribution, None, 0), 422, "G-SHARE-PENDING").await;
    app.clerk()
        .does(&request, "propose_refusal", json!({"grounds": ["RF-D"], "reason": "Hết thời hiệu"}))
        .await;
    app.head().does(&request, "refuse_request", json!({})).await;
    app.officer().may_not(&case.path, "free_shares", free(&distribution, None, 0), 403, "G-ROLE").await;
    let done = accountant.does(&case.path, "free_shares", free(&distribution, None, 1_000_000)).await;
    assert_eq!(clock(&app, &case, "share.pay_on").await["status"], "met");
    let part = freed(&done);
    assert_eq!((&part["asked"], &part["items"]), (&Value::Null, &json!([case.item(1)])));
    assert_eq!(pay::balance(&app, &case, "3376").await, SHARE + 1_000_000);
    unshareable(&app, &asked(&case, Some(&asset), json!({})), "/case", "M02_PLAN").await;
    let taxed = json!({"charges": [{"kind": "charge", "amount": 1, "paper": "Thông báo"}]});
    let body = json!({"case": case.id, "asset": null, "freed": part["id"], "stated": taxed});
    unshareable(&app, &body, "/stated/charges", "contradicts").await;

    // First who had asked under the judgment, up to what he is owed; then another decision; then the owner.
    let path = of_freed(&app, &case, &part["id"]).await;
    let expected = [
        ("STEP-preferred".to_owned(), case.party(1), 181_200_000),
        ("STEP-pool-2".to_owned(), other.party(1), 50_000_000),
        ("STEP-rest".to_owned(), case.debtor(), 49_000_000),
    ];
    assert_eq!(shares_of(&app, &path).await, expected);
    carried_out(&app, &case, &path, transfer()).await;
    nothing_is_left(&app, &case).await;
    let (first, second) =
        (app.officer().get(&case.path).await.ok(), app.officer().get(&other.path).await.ok());
    assert_eq!((&first["amount_paid"], &second["amount_paid"]), (&json!(600_000_000), &json!(50_000_000)));
    let items =
        app.clerk().get(&crate::support::intake::path(&case.judgment)).await.ok()["obligations"].clone();
    let late = items.as_array().unwrap().iter().find(|item| item["id"] == case.item(1)).unwrap();
    assert_eq!(late["paid"], 0, "nothing was paid to him");
}

/// One has not asked in time, another's time is longer and he does.
async fn each_share_takes_its_part_of_the_interest(app: App) {
    let mut longer = secured(200_000_000, 3);
    longer["due_on"] = json!("2022-06-15");
    let items = [secured(600_000_000, 1), secured(200_000_000, 2), longer];
    let (case, _, distribution) = kept_of(&app, &items).await;
    let accountant = app.accountant();
    app.on("2026-11-02");
    accountant.does(&case.path, "renew_shares", renewal(&distribution, 1_000_001)).await;
    app.on("2026-12-16");
    let done = accountant.does(&case.path, "free_shares", free(&distribution, None, 0)).await;
    let gone = freed(&done);
    let told = (&gone["items"], &gone["capital"], &gone["interest"]);
    assert_eq!(told, (&json!([case.item(1)]), &json!(SHARE / 2), &json!(500_000)));
    let again = free(&distribution, Some(case.item(1)), 0);
    accountant.wrong(&case.path, "free_shares", again, "/obligation", "duplicate").await;
    let clocks = clocks(&app, &case, "share.pay_on").await;
    let told: Vec<_> = clocks.iter().map(|one| (&one["status"], &one["due_on"])).collect();
    assert_eq!(told, [(&json!("met"), &json!("2026-12-25")), (&json!("open"), &json!("2027-06-25"))]);

    let request = asks(&app, &case.judgment, 3, 2, "2027-01-11").await;
    let own = accepted(&app, &case.judgment, request, 2).await;
    // He has asked by now, so he shares in what the other did not ask for; but what lies for him is as good as paid: 181.2 to 60.4.
    let two = of_freed(&app, &case, &gone["id"]).await;
    let step = |payee: usize, sum: i64| ("STEP-preferred".to_owned(), case.party(payee), sum);
    assert_eq!(shares_of(&app, &two).await, [step(1, 105_075_000), step(3, 35_025_000)]);
    carried_out(&app, &case, &two, transfer()).await;
    let done = accountant.does(&case.path, "free_shares", free(&distribution, Some(case.item(2)), 7)).await;
    let his = freed(&done);
    assert_eq!(
        (&his["capital"], &his["interest"]),
        (&json!(SHARE / 2), &json!(500_008)),
        "not a đồng is lost"
    );
    let one = of_freed(&app, &case, &his["id"]).await;
    assert_eq!(shares_of(&app, &one).await, [step(3, SHARE / 2 + 500_008)]);
    carried_out(&app, &case, &one, transfer()).await;
    nothing_is_left(&app, &case).await;
    assert_eq!(app.head().get(&own.path).await.ok()["amount_paid"], 35_025_000 + SHARE / 2 + 500_008);
}

async fn the_office_is_late_with_notice_and_payment(app: App) {
    let (case, ..) = kept(&app).await;
    let seen = app.officer().get(&case.path).await.ok();
    let notice = seen["decisions"].as_array().unwrap().last().unwrap().clone();
    assert_eq!(notice["kind"], "request_right_notice");
    let about = async |app: &App| {
        let all = clocks(app, &case, "notify").await;
        all.into_iter().find(|one| one["about"] == notice["id"]).unwrap()
    };
    assert_eq!(about(&app).await["status"], "open");
    app.on("2026-10-12");
    app.look();
    assert_eq!(about(&app).await["status"], "breached", "he was not told of his right in time");
    let valid = json!({"document": notice["id"], "addressee": case.party(2), "channel": "physical", "receiver": "addressee",
        "evidence": "Biên bản giao nhận", "completes": true, "circumstances": {"address_known": true, "number_known": true}});
    app.officer().does(&case.path, "record_valid_notice", valid).await;
    assert_eq!(about(&app).await["status"], "late");
    app.on("2026-12-26");
    app.look();
    assert_eq!(clock(&app, &case, "share.pay_on").await["status"], "breached");
}

/// The time of two has run out, and the request of one of them is not decided yet: the duty to pay on goes on for him.
async fn the_duty_to_pay_on_goes_on_for_a_request_not_decided(app: App) {
    let items = [secured(600_000_000, 1), secured(200_000_000, 2), secured(200_000_000, 3)];
    let (case, _, distribution) = kept_of(&app, &items).await;
    let request = asks(&app, &case.judgment, 3, 2, "2026-12-16").await;
    let accountant = app.accountant();
    let done = accountant.does(&case.path, "free_shares", free(&distribution, None, 0)).await;
    assert_eq!(freed(&done)["items"], json!([case.item(1)]));
    let told = || async {
        let found = clocks(&app, &case, "share.pay_on").await;
        found.iter().map(|one| (one["status"].clone(), one["due_on"].clone())).collect::<Vec<_>>()
    };
    assert_eq!(told().await, [(json!("met"), json!("2026-12-25")), (json!("open"), json!("2026-12-28"))]);
    let late = json!({"grounds": ["RF-D"], "reason": "Hết thời hiệu"});
    app.clerk().does(&request, "propose_refusal", late).await;
    app.head().does(&request, "refuse_request", json!({})).await;
    let done = accountant.does(&case.path, "free_shares", free(&distribution, None, 0)).await;
    assert_eq!(freed(&done)["items"], json!([case.item(2)]));
    assert_eq!(told().await[1].0, "met");
}

on_both_engines!(
    the_duty_to_pay_on_goes_on_for_a_request_not_decided,
    who_asks_on_the_last_day_has_his_share,
    who_asks_a_day_late_has_nothing_of_it,
    each_share_takes_its_part_of_the_interest,
    the_office_is_late_with_notice_and_payment,
);
