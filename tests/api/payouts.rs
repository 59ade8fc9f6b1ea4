//! Money that goes out to one payee, comes back, waits, is forfeited, was wrong, or is owed in another currency (ND152 30, 41; L106
//! 25.8, 59.1).

use serde_json::{Value, json};

use crate::support::build::{Case, owed};
use crate::support::enforce::{deadlines, wrong_field};
use crate::support::{App, interrupt, on_both_engines, pay};

fn bank(reference: &str) -> Value {
    json!({"bank_reference": reference})
}

async fn state(app: &App, path: &str) -> Value {
    app.auditor().get(path).await.ok()["state"].clone()
}

async fn one_case(app: &App, amount: i64) -> Case {
    pay::case(app, &[owed("other", amount, Some(1))]).await
}

/// A natural person who gave no account.
async fn without_account(app: &App, amount: i64) -> Case {
    pay::case_with(app, &[owed("other", amount, Some(1))], 1, json!({"bank_account": null})).await
}

async fn what_comes_back_is_ordered_anew_and_released_by_another(app: App) {
    let case = one_case(&app, 100_000_000).await;
    let path = pay::payout(&app, &case, 100_000_000, 1).await;
    app.cashier().does(&path, "fail_payout", json!({"reason": "Sai số tài khoản"})).await;
    assert_eq!(state(&app, &path).await, "returned");
    app.cashier().may_not(&path, "confirm_payout", bank("FT-1"), 409, "G-STATE").await;
    let account = format!("/parties/{}/bank-account", case.party(1).as_str().unwrap());
    app.clerk().post(&account, &json!({"bank_account": "NH Mẫu 0042"})).await.ok();
    wrong_field(app.accountant(), &path, "order_again", json!({"means": "post"}), "/means", "contradicts")
        .await;
    app.accountant().does(&path, "order_again", json!({"means": "transfer"})).await;
    let power = json!({"office": app.office, "delegate": app.id("accountant"), "documents": [], "division": null,
        "from": "2026-07-15", "to": "2026-12-31", "basis": "Văn bản số 14/UQ-THADS"});
    app.head().post("/delegations", &power).await.ok();
    app.accountant().may_not(&path, "release_payout", json!({}), 403, "G-FOUR-EYES").await;
    app.head().does(&path, "release_payout", json!({})).await;
    let cost = |cost: i64| json!({"bank_reference": "FT-2", "cost": cost});
    wrong_field(app.cashier(), &path, "confirm_payout", cost(97_000_000), "/cost", "amount_out_of_range")
        .await;
    app.cashier().does(&path, "confirm_payout", cost(5_500)).await;
    assert_eq!(pay::balance(&app, &case, "331").await, 0);
    // It comes back after it was booked: owed again, but for what the transfer cost.
    app.cashier()
        .does(&path, "return_payout", json!({"bank_reference": "FT-3", "reason": "Tài khoản đã đóng"}))
        .await;
    assert_eq!(pay::balance(&app, &case, "331").await, 97_000_000 - 5_500);
    let shown = app.auditor().get(&path).await.ok();
    let distribution = format!("/distributions/{}", shown["distribution"].as_str().unwrap());
    assert_eq!(state(&app, &distribution).await, "released", "it is not carried out any more");
    app.accountant().does(&path, "order_again", json!({"means": "transfer"})).await;
    app.head().does(&path, "release_payout", json!({})).await;
    app.cashier().does(&path, "confirm_payout", bank("FT-4")).await;
    assert_eq!(pay::balance(&app, &case, "331").await, 0);
    assert_eq!(paid_by_order(&app, &case).await, 2, "both times by the order of that time");
}

/// Each payment is booked by the order that released it, and no two by one; how many there are.
async fn paid_by_order(app: &App, case: &Case) -> usize {
    let entries = app.auditor().get(&case.sub("ledger")).await.items();
    let lines: Vec<&Value> = entries.iter().flat_map(|entry| entry["postings"].as_array().unwrap()).collect();
    let out = |line: &&&Value| line["debit"] == "331" && line["source"]["kind"] == "payout";
    let paid: Vec<&&Value> = lines.iter().filter(out).collect();
    assert!(paid.iter().all(|line| line["voucher"]["kind"] == "payment_order"), "{paid:#?}");
    let orders: std::collections::BTreeSet<&str> =
        paid.iter().map(|line| line["voucher"]["id"].as_str().unwrap()).collect();
    assert_eq!(orders.len(), paid.len());
    orders.len()
}

async fn a_person_without_an_account_is_paid_at_the_agency(app: App) {
    let case = without_account(&app, 100_000_000).await;
    let path = pay::payout(&app, &case, 100_000_000, 1).await;
    app.cashier().may_not(&path, "confirm_payout", bank("FT-1"), 409, "M08_PAYEE").await;
    let pay_out = |change: Value| {
        let mut body = json!({"identity": "id_card", "by_agent": false, "authorisation": null,
            "authorised_until": null, "out_of": "transfer", "slip": "PC-01"});
        for (field, value) in change.as_object().unwrap() {
            body[field] = value.clone();
        }
        body
    };
    let action = "pay_at_agency";
    let cashier = app.cashier();
    cashier.may_not(&path, action, pay_out(json!({"identity": null})), 422, "M08_PAYEE").await;
    cashier.may_not(&path, action, pay_out(json!({"by_agent": true})), 422, "M08_PAYEE").await;
    let over = json!({"by_agent": true, "authorisation": "Ủy quyền 3", "authorised_until": "2026-07-27"});
    cashier.may_not(&path, action, pay_out(over), 422, "M08_PAYEE").await;
    cashier.may_not(&path, action, pay_out(json!({"out_of": "cash"})), 422, "M01_BALANCE").await;
    let agent = json!({"by_agent": true, "authorisation": "Ủy quyền 3", "authorised_until": "2026-12-31"});
    cashier.does(&path, action, pay_out(agent)).await;
    assert_eq!((pay::balance(&app, &case, "331").await, pay::balance(&app, &case, "1111").await), (0, 0));
}

async fn an_organisation_is_paid_into_its_own_account_only(app: App) {
    let change = json!({"kind": "organisation", "bank_account": null});
    let case = pay::case_with(&app, &[owed("other", 100_000_000, Some(1))], 1, change).await;
    pay::collected(&app, &case, 100_000_000).await;
    let (distribution, _) = pay::approved(&app, &case).await;
    let order = json!({"means": "transfer"});
    app.accountant().may_not(&distribution, "order_payouts", order.clone(), 409, "M08_PAYEE").await;
    let account = format!("/parties/{}/bank-account", case.party(1).as_str().unwrap());
    app.clerk().post(&account, &json!({"bank_account": "NH Mẫu 0042"})).await.ok();
    app.accountant().does(&distribution, "order_payouts", order).await;
    app.head().does(&distribution, "release_payouts", json!({})).await;
    let all = app.cashier().get(&case.sub("payouts")).await.items();
    let own = all.iter().find(|one| one["payee"]["id"] == case.party(1)).unwrap();
    let path = format!("/payouts/{}", own["id"].as_str().unwrap());
    let cash = json!({"identity": "id_card", "out_of": "transfer", "slip": "PC-01"});
    app.cashier().may_not(&path, "pay_at_agency", cash, 409, "M08_PAYEE").await;
    app.cashier().does(&path, "fail_payout", json!({"reason": "Sai tên"})).await;
    app.accountant().may_not(&path, "order_again", json!({"means": "agency"}), 422, "M08_PAYEE").await;
}

async fn an_interruption_holds_what_is_ordered_already(app: App) {
    let case = one_case(&app, 100_000_000).await;
    let path = pay::payout(&app, &case, 40_000_000, 1).await;
    interrupt::agreed(&app, &case, "2026-09-30", json!({})).await;
    app.cashier().may_not(&path, "confirm_payout", bank("FT-1"), 409, "M05_HOLD").await;
}

/// Told to collect, not come: on 29 July 2026 with fifteen days.
async fn notified(app: &App, path: &str) -> Value {
    let body = json!({"place": "Trụ sở, giờ hành chính"});
    app.accountant().does(path, "notify_payee", body).await["payout"]["absence"]["collect_until"].clone()
}

async fn by_post_goes_little_money_only_and_after_the_notice(app: App) {
    let case = without_account(&app, 100_000_000).await;
    let little = pay::payout(&app, &case, 3_000_000, 1).await;
    let until = notified(&app, &little).await;
    let post = |clear: bool| json!({"address_clear": clear, "wage_region": 1, "slip": "BC-1"});
    app.accountant().may_not(&little, "post_payout", post(true), 409, "M10_POST").await;
    app.after(&until);
    app.accountant().may_not(&little, "post_payout", post(false), 422, "M10_POST").await;
    app.accountant().does(&little, "post_payout", post(true)).await;
    assert_eq!(pay::balance(&app, &case, "138").await, 3_000_000);
    app.accountant().does(&little, "record_post_return", json!({"reason": "Không có người nhận"})).await;
    assert_eq!((state(&app, &little).await, pay::balance(&app, &case, "138").await), (json!("notified"), 0));
    app.accountant().does(&little, "post_payout", post(true)).await;
    app.accountant().does(&little, "confirm_post", bank("BC-2")).await;
    assert_eq!(pay::balance(&app, &case, "331").await, 0);
    let much = pay::payout(&app, &case, 50_000_000, 1).await;
    let until = notified(&app, &much).await;
    app.after(&until);
    app.accountant().may_not(&much, "post_payout", post(true), 422, "M10_POST").await;
}

async fn a_transfer_is_not_collected(app: App) {
    let case = one_case(&app, 100_000_000).await;
    let path = pay::payout(&app, &case, 40_000_000, 1).await;
    let body = json!({"place": "Trụ sở"});
    app.officer().may_not(&path, "notify_payee", body, 409, "G-PAY-COLLECT").await;
}

async fn unclaimed_money_is_deposited_forfeited_and_given_back(app: App) {
    let case = without_account(&app, 100_000_000).await;
    let path = pay::payout(&app, &case, 50_000_000, 1).await;
    let until = notified(&app, &path).await;
    let deposit = |place: &str| json!({"place": place, "wage_region": 1, "slip": "STK-1"});
    app.officer().may_not(&path, "deposit_payout", deposit("savings"), 409, "G-RT-MONEY").await;
    app.after(&until);
    app.officer().may_not(&path, "deposit_payout", deposit("account"), 422, "G-RT-PLACE").await;
    app.officer().does(&path, "deposit_payout", deposit("savings")).await;
    // 50 million less the fee of 3 % lie in savings.
    assert_eq!(pay::balance(&app, &case, "1123").await, 48_500_000);
    app.accountant()
        .does(&path, "record_deposit_interest", json!({"amount": 20_000, "bank_reference": "L-1"}))
        .await;
    let draft = json!({"voucher": "KB-7"});
    app.officer().may_not(&path, "propose_payout_forfeiture", draft.clone(), 409, "M11_FORFEIT").await;
    // Five years from 20 June 2026 (L106 59.1).
    app.on("2031-06-20");
    app.officer().may_not(&path, "propose_payout_forfeiture", draft.clone(), 409, "M11_FORFEIT").await;
    app.on("2031-06-24");
    app.officer().does(&path, "propose_payout_forfeiture", draft).await;
    app.officer().may_not(&path, "forfeit_payout", json!({}), 403, "G-SIGNER").await;
    app.head().does(&path, "forfeit_payout", json!({})).await;
    assert_eq!((pay::balance(&app, &case, "1123").await, pay::balance(&app, &case, "331").await), (0, 0));
    let refund = json!({"ground": "force_majeure", "proof": "Xác nhận bão lũ", "refund_order": "Lệnh 12"});
    app.officer().does(&path, "propose_payout_refund", refund).await;
    let done = app.head().does(&path, "refund_payout", json!({})).await;
    assert_eq!(done["payout"]["refunds"].as_array().unwrap().len(), 1, "it names the forfeiture");
    assert_eq!(pay::balance(&app, &case, "331").await, 48_520_000);
    app.accountant().does(&path, "order_again", json!({"means": "agency"})).await;
    app.head().does(&path, "release_payout", json!({})).await;
    let cash = json!({"identity": "vneid", "out_of": "transfer", "slip": "PC-09"});
    app.cashier().does(&path, "pay_at_agency", cash).await;
    assert_eq!(pay::balance(&app, &case, "331").await, 0);
}

async fn whoever_comes_late_gets_the_savings_with_their_interest(app: App) {
    let case = without_account(&app, 100_000_000).await;
    let path = pay::payout(&app, &case, 50_000_000, 1).await;
    let until = notified(&app, &path).await;
    app.after(&until);
    app.officer()
        .does(&path, "deposit_payout", json!({"place": "savings", "wage_region": 1, "slip": "STK-1"}))
        .await;
    app.accountant()
        .does(&path, "record_deposit_interest", json!({"amount": 20_000, "bank_reference": "L-1"}))
        .await;
    app.accountant().does(&path, "order_again", json!({"means": "agency"})).await;
    assert_eq!(pay::balance(&app, &case, "1123").await, 0);
    app.head().does(&path, "release_payout", json!({})).await;
    let cash = json!({"identity": "passport", "out_of": "transfer", "slip": "PC-10"});
    app.cashier().does(&path, "pay_at_agency", cash).await;
    assert_eq!(pay::balance(&app, &case, "331").await, 0);
}

async fn a_wrong_payment_is_recovered_and_paid_to_whom_it_is_owed(app: App) {
    let items = [owed("other", 100_000_000, Some(1)), owed("other", 100_000_000, Some(2))];
    let case = pay::case(&app, &items).await;
    let path = pay::payout(&app, &case, 100_000_000, 1).await;
    let to = |party: Value| json!({"owed_to": {"kind": "party", "id": party}, "reason": "Nhầm người nhận"});
    app.officer().may_not(&path, "find_wrong_payment", to(case.party(2)), 409, "G-STATE").await;
    app.cashier().does(&path, "confirm_payout", bank("FT-1")).await;
    wrong_field(app.officer(), &path, "find_wrong_payment", to(case.id.clone()), "/owed_to", "not_a_party")
        .await;
    app.officer().does(&path, "find_wrong_payment", to(case.party(2))).await;
    assert_eq!(pay::balance(&app, &case, "138").await, 48_500_000);
    let back = |amount: i64| json!({"amount": amount, "channel": "transfer", "bank_reference": "FT-2"});
    wrong_field(app.accountant(), &path, "record_recovery", back(1), "/amount", "amount_out_of_range").await;
    app.accountant().does(&path, "record_recovery", back(48_500_000)).await;
    assert_eq!(pay::balance(&app, &case, "138").await, 0);
    let shown = app.auditor().get(&path).await.ok();
    assert_eq!((&shown["payee"]["id"], &shown["state"]), (&case.party(2), &json!("returned")));
    app.accountant().does(&path, "order_again", json!({"means": "transfer"})).await;
    app.head().does(&path, "release_payout", json!({})).await;
    app.cashier().does(&path, "confirm_payout", bank("FT-3")).await;
}

/// What comes back in cash has its receipt like all other cash, and is on its way to the fund (TT04 17.1).
async fn a_wrong_payment_comes_back_in_cash(app: App) {
    let items = [owed("other", 100_000_000, Some(1)), owed("other", 100_000_000, Some(2))];
    let case = pay::case(&app, &items).await;
    let path = pay::payout(&app, &case, 100_000_000, 1).await;
    app.cashier().does(&path, "confirm_payout", bank("FT-1")).await;
    let to = json!({"owed_to": {"kind": "party", "id": case.party(2)}, "reason": "Nhầm người nhận"});
    app.officer().does(&path, "find_wrong_payment", to).await;
    let back = json!({"amount": 48_500_000, "channel": "cash", "bank_reference": "BL-1"});
    app.accountant().does(&path, "record_recovery", back).await;
    assert_eq!(pay::balance(&app, &case, "1111").await, 48_500_000);
    let receipts = app.auditor().get(&case.sub("receipts")).await.items();
    let receipt = receipts.iter().find(|one| one["kind"] == "recovered_payment").unwrap();
    assert_eq!(
        (&receipt["code"], &receipt["amount"], &receipt["payer"]),
        (&json!("R17"), &json!(48_500_000), &case.party(1))
    );
    let clocks = deadlines(&app, &case, "cash.to_fund").await;
    assert_eq!(clocks.len(), 1, "{clocks:?}");
    app.cashier().does(&case.path, "hand_in_cash", json!({"receipts": [receipt["id"]]})).await;
    assert_eq!(deadlines(&app, &case, "cash.to_fund").await[0].0, "met");
}

async fn foreign_currency_is_bought_unless_the_parties_agree(app: App) {
    let mut item = owed("other", 254_000_000, Some(1));
    item["foreign"] = json!({"currency": "USD", "amount": "10000", "rate": "25400", "rate_source": "VCB",
        "rate_on": "2026-07-14"});
    let case = pay::case(&app, &[item, owed("other", 50_000_000, Some(2))]).await;
    let path = pay::payout(&app, &case, 304_000_000, 1).await;
    app.cashier().may_not(&path, "confirm_payout", bank("FT-1"), 409, "G-FX").await;
    // 254 million less the fee of 3 % buy 9,640.03 at 25,558.
    let buy = |amount: &str, rate: Value| json!({"currency": "USD", "amount": amount, "rate": rate, "rate_source": "VCB", "rate_on": "2026-07-28"});
    let action = "buy_currency";
    wrong_field(app.officer(), &path, action, buy("9640.03", Value::Null), "/rate", "required").await;
    wrong_field(app.officer(), &path, action, buy("10000", json!("25558")), "/amount", "amount_out_of_range")
        .await;
    let due = app.auditor().get(&case.sub("deadlines")).await.items();
    let exchange = due.iter().find(|one| one["key"] == "fx.convert").unwrap();
    assert_eq!(exchange["due_on"], "2026-07-30", "two working days from the receipt");
    let done = app.officer().act(&path, action, buy("9640.03", json!("25558"))).await;
    let bought = if done.status == 200 { done.ok() } else { panic!("{}", done.text) };
    assert_eq!(bought["payout"]["exchange"]["rate_source"], "VCB");
    app.officer().may_not(&path, action, buy("1", json!("25558")), 409, "G-FX-DUE").await;
    app.cashier().does(&path, "confirm_payout", bank("FT-1")).await;
    assert_eq!(pay::balance(&app, &case, "1112").await, 0);
    let mut other = owed("other", 254_000_000, Some(1));
    other["foreign"] = json!({"currency": "USD", "amount": "10000", "rate": "25400", "rate_source": "VCB",
        "rate_on": "2026-07-14"});
    let case = pay::case(&app, &[other]).await;
    let path = pay::payout(&app, &case, 254_000_000, 1).await;
    app.officer().does(&path, "agree_on_dong", json!({"paper": "Biên bản thỏa thuận"})).await;
    app.cashier().does(&path, "confirm_payout", bank("FT-2")).await;
}

/// Owed in dollars to somebody: 254 million at 25,400.
fn in_dollars() -> Value {
    let mut item = owed("other", 254_000_000, Some(1));
    item["foreign"] = json!({"currency": "USD", "amount": "10000", "rate": "25400", "rate_source": "VCB",
        "rate_on": "2026-07-14"});
    item
}

/// 254 million less the fee of 3 % buy 9,640.03 at 25,558.
async fn bought(app: &App, path: &str) {
    let body = json!({"currency": "USD", "amount": "9640.03", "rate": "25558", "rate_source": "VCB", "rate_on": "2026-07-28"});
    app.officer().does(path, "buy_currency", body).await;
}

async fn in_hand(app: &App, case: &Case) -> (i64, i64) {
    let set_aside = pay::balance(app, case, "1112_due").await + pay::balance(app, case, "1121_fx").await;
    (set_aside, pay::balance(app, case, "1121").await)
}

const DUE: i64 = 246_380_000;
const FEE: i64 = 7_620_000;

/// What was bought is the payee's on every way that it goes.
async fn currency_that_comes_back_is_there_to_be_paid_again(app: App) {
    let case = pay::case(&app, &[in_dollars()]).await;
    let path = pay::payout(&app, &case, 254_000_000, 1).await;
    bought(&app, &path).await;
    app.cashier().does(&path, "confirm_payout", bank("FT-1")).await;
    app.cashier()
        .does(&path, "return_payout", json!({"bank_reference": "FT-2", "reason": "Tài khoản đã đóng"}))
        .await;
    assert_eq!(in_hand(&app, &case).await, (DUE, FEE), "the currency came back, not đồng");
    app.accountant().does(&path, "order_again", json!({"means": "transfer"})).await;
    app.head().does(&path, "release_payout", json!({})).await;
    app.cashier().does(&path, "confirm_payout", bank("FT-3")).await;
    assert_eq!(in_hand(&app, &case).await, (0, FEE));

    // Paid wrongly and recovered in đồng: the currency is to be bought anew.
    let to = json!({"owed_to": {"kind": "party", "id": case.party(2)}, "reason": "Nhầm người nhận"});
    app.officer().does(&path, "find_wrong_payment", to).await;
    let back = json!({"amount": DUE, "channel": "transfer", "bank_reference": "FT-4"});
    app.accountant().does(&path, "record_recovery", back).await;
    let due = app.auditor().get(&case.sub("deadlines")).await.items();
    assert!(due.iter().any(|one| one["key"] == "fx.convert" && one["status"] == "open"), "{due:?}");
    app.accountant().does(&path, "order_again", json!({"means": "transfer"})).await;
    app.head().does(&path, "release_payout", json!({})).await;
    app.cashier().may_not(&path, "confirm_payout", bank("FT-5"), 409, "G-FX").await;
    bought(&app, &path).await;
    app.cashier().does(&path, "confirm_payout", bank("FT-5")).await;
    assert_eq!(in_hand(&app, &case).await, (0, FEE));
}

async fn currency_is_paid_at_the_agency_or_deposited_as_it_is(app: App) {
    let case = pay::case_with(&app, &[in_dollars()], 1, json!({"bank_account": null})).await;
    let path = pay::payout(&app, &case, 254_000_000, 1).await;
    bought(&app, &path).await;
    let until = notified(&app, &path).await;
    app.after(&until);
    let deposit = json!({"place": "savings", "wage_region": 1, "slip": "STK-1"});
    app.officer().does(&path, "deposit_payout", deposit).await;
    assert_eq!(in_hand(&app, &case).await, (0, FEE));
    assert_eq!(pay::balance(&app, &case, "1123").await, DUE);
    app.accountant().does(&path, "order_again", json!({"means": "agency"})).await;
    assert_eq!(in_hand(&app, &case).await, (DUE, FEE));
    app.head().does(&path, "release_payout", json!({})).await;
    let cash = json!({"identity": "id_card", "out_of": "cash", "slip": "PC-01"});
    app.cashier().does(&path, "pay_at_agency", cash).await;
    assert_eq!(in_hand(&app, &case).await, (0, FEE));
    assert_eq!(pay::balance(&app, &case, "331").await, 0);
}

async fn a_payee_without_an_account_who_gets_nothing_holds_nobody_up(app: App) {
    let items = [owed("wages", 50_000_000, Some(1)), owed("other", 50_000_000, Some(2))];
    let change = json!({"kind": "organisation", "bank_account": null});
    let case = pay::case_with(&app, &items, 2, change).await;
    pay::collected(&app, &case, 40_000_000).await;
    pay::released(&app, &case).await;
}

async fn the_time_to_pay_is_extended_and_ends_with_its_ground(app: App) {
    let case = one_case(&app, 100_000_000).await;
    let extend = |ground: &str| json!({"ground": ground, "facts": "Theo văn bản số 12"});
    let (officer, action) = (app.officer(), "extend_payout");
    officer.may_not(&case.path, action, extend("PX-A"), 409, "G-PAY-WAITS").await;
    pay::collected(&app, &case, 40_000_000).await;
    officer.may_not(&case.path, "end_payout_extension", json!({}), 409, "G-PAY-DELAY").await;
    officer.does(&case.path, action, extend("PX-A")).await;
    officer.may_not(&case.path, action, extend("PX-B"), 409, "G-PAY-EXTENDED").await;
    let due = |key: &'static str| {
        let (app, case) = (&app, &case);
        async move {
            let all = app.auditor().get(&case.sub("deadlines")).await.items();
            all.into_iter()
                .find(|one| one["key"] == key && one["status"] == "open")
                .map(|one| one["due_on"].clone())
        }
    };
    assert_eq!(due("payout").await, None);
    assert_eq!(due("payout.ext.many").await, Some(json!("2026-09-11")), "45 days");
    officer.does(&case.path, "end_payout_extension", json!({})).await;
    for ground in ["PX-B", "PX-C", "PX-D"] {
        officer.does(&case.path, action, extend(ground)).await;
        officer.does(&case.path, "end_payout_extension", json!({})).await;
    }
    assert_eq!(due("payout.ext.end").await, Some(json!("2026-08-07")), "10 days");
}

on_both_engines!(
    what_comes_back_is_ordered_anew_and_released_by_another,
    a_person_without_an_account_is_paid_at_the_agency,
    an_organisation_is_paid_into_its_own_account_only,
    an_interruption_holds_what_is_ordered_already,
    by_post_goes_little_money_only_and_after_the_notice,
    a_transfer_is_not_collected,
    unclaimed_money_is_deposited_forfeited_and_given_back,
    whoever_comes_late_gets_the_savings_with_their_interest,
    a_wrong_payment_is_recovered_and_paid_to_whom_it_is_owed,
    a_wrong_payment_comes_back_in_cash,
    foreign_currency_is_bought_unless_the_parties_agree,
    currency_that_comes_back_is_there_to_be_paid_again,
    currency_is_paid_at_the_agency_or_deposited_as_it_is,
    a_payee_without_an_account_who_gets_nothing_holds_nobody_up,
    the_time_to_pay_is_extended_and_ends_with_its_ground,
);
