//! Currency that was collected, and leaves as it came: to whom the judgment orders to be paid in it; what must be paid in đồng is sold
//! (ND152 30.6).

use serde_json::{Value, json};

use crate::support::build::{Case, owed};
use crate::support::closing::{book, counting};
use crate::support::enforce::wrong_field;
use crate::support::{App, on_both_engines, pay};

/// Owed in dollars: 254 million at 25,400.
fn in_dollars() -> Value {
    let mut item = owed("other", 254_000_000, Some(1));
    item["foreign"] = json!({"currency": "USD", "amount": "10000", "rate": "25400", "rate_source": "VCB",
        "rate_on": "2026-07-14"});
    item
}

/// Dollars in notes.
fn notes(case: &Case, item: usize, quantity: i64, rate: i64) -> Value {
    json!({"kind": "foreign_or_precious", "channel": "cash", "amount": quantity * rate, "payer": case.debtor(),
        "original": {"obligation": case.item(item), "unit": "USD", "quantity": quantity.to_string(),
            "rate": rate.to_string(), "rate_source": "VCB", "rate_on": "2026-07-28"}})
}

/// Shared and released: the payouts by whose they are, `state` or a party.
async fn payouts(app: &App, case: &Case) -> Vec<Value> {
    pay::released(app, case).await;
    app.cashier().get(&case.sub("payouts")).await.items()
}

fn of(payouts: &[Value], payee: &Value) -> String {
    let own = payouts.iter().find(|one| one["payee"]["id"] == *payee || one["payee"]["kind"] == *payee);
    format!("/payouts/{}", own.unwrap()["id"].as_str().unwrap())
}

fn exchange(amount: &str, rate: &str) -> Value {
    json!({"currency": "USD", "amount": amount, "rate": rate, "rate_source": "VCB", "rate_on": "2026-07-28"})
}

fn aside(currency: &str, amount: &str) -> Value {
    json!({"currency": currency, "amount": amount})
}

/// On the accounts of currency, and of đồng at the bank.
async fn lies(app: &App, case: &Case) -> [i64; 4] {
    let mut found = [0; 4];
    for (place, account) in ["1112", "1112_due", "1121_fx", "1121"].into_iter().enumerate() {
        found[place] = pay::balance(app, case, account).await;
    }
    found
}

async fn dollars_that_were_collected_are_paid_in_dollars(app: App) {
    let case = pay::case(&app, &[in_dollars()]).await;
    // What is owed at one rate is paid at the same.
    let other = notes(&case, 0, 10_000, 25_500);
    wrong_field(app.accountant(), &case.path, "receive_money", other, "/original/rate", "contradicts").await;
    let done = app.accountant().does(&case.path, "receive_money", notes(&case, 0, 10_000, 25_400)).await;
    let booked = &done["happened"]["postings"][0]["postings"][0]["specie"];
    assert_eq!(*booked, json!({"unit": "USD", "quantity": "10000"}));
    let all = payouts(&app, &case).await;
    let (path, fee) = (of(&all, &case.party(1)), of(&all, &json!("state")));
    let due = app.auditor().get(&case.sub("deadlines")).await.items();
    assert!(due.iter().all(|one| one["key"] != "fx.convert"), "nothing is to be changed: {due:?}");
    let officer = app.officer();
    officer.may_not(&path, "buy_currency", exchange("9640.03", "25558"), 409, "G-FX-COLLECTED").await;
    officer.may_not(&path, "agree_on_dong", json!({"paper": "Thỏa thuận"}), 409, "G-FX-COLLECTED").await;
    officer.may_not(&path, "set_currency_aside", aside("USD", "9700"), 409, "G-FX-DONG").await;
    officer.may_not(&path, "sell_currency", exchange("1", "25558"), 409, "G-FX-SELL").await;

    // The fee is due in đồng: as many dollars are sold as they cost, and no more.
    officer.may_not(&fee, "set_currency_aside", aside("USD", "1"), 409, "G-FX-HELD").await;
    let sale = "sell_currency";
    for (body, pointer, code) in [
        (exchange("298.14", "25558"), "/amount", "amount_out_of_range"),
        (exchange("298.16", "25558"), "/amount", "amount_out_of_range"),
        (
            json!({"currency": "EUR", "amount": "1", "rate": "1", "rate_source": "VCB", "rate_on": "2026-07-28"}),
            "/currency",
            "contradicts",
        ),
        (
            json!({"currency": "USD", "amount": "298.15", "rate_source": "VCB", "rate_on": "2026-07-28"}),
            "/rate",
            "required",
        ),
    ] {
        wrong_field(app.accountant(), &fee, sale, body, pointer, code).await;
    }
    let done = app.accountant().does(&fee, sale, exchange("298.15", "25558")).await;
    assert_eq!(
        (&done["payout"]["sold"][0]["amount"], &done["payout"]["foreign"]),
        (&json!("298.15"), &Value::Null)
    );
    assert_eq!(lies(&app, &case).await, [246_379_882, 0, 0, 7_620_118]);
    app.accountant().may_not(&fee, sale, exchange("1", "25558"), 409, "G-FX-SELL").await;
    app.cashier().does(&fee, "confirm_payout", json!({"bank_reference": "FT-1"})).await;

    // The rest of the dollars is the creditor's, and the đồng that no hundredth of a dollar costs.
    app.cashier().may_not(&path, "confirm_payout", json!({"bank_reference": "FT-2"}), 409, "G-FX").await;
    let action = "set_currency_aside";
    wrong_field(officer, &path, action, aside("USD", "9701.84"), "/amount", "amount_out_of_range").await;
    wrong_field(app.officer(), &path, action, aside("EUR", "9701.85"), "/currency", "contradicts").await;
    let done = app.officer().does(&path, action, aside("USD", "9701.85")).await;
    assert_eq!(done["payout"]["in_kind"]["value"], 246_379_882);
    assert_eq!(done["happened"]["documents"][0]["kind"], "payment_order");
    assert_eq!(lies(&app, &case).await, [0, 0, 246_379_882, 118]);
    app.officer().may_not(&path, action, aside("USD", "1"), 409, "G-FX-HELD").await;
    app.cashier().does(&path, "confirm_payout", json!({"bank_reference": "FT-2"})).await;
    assert_eq!((lies(&app, &case).await, pay::balance(&app, &case, "331").await), ([0; 4], 0));
    let lines = app.auditor().get(&case.sub("ledger")).await.items();
    let gone = lines.iter().flat_map(|entry| entry["postings"].as_array().unwrap().iter());
    let gone: Vec<&Value> =
        gone.filter(|line| line["credit"] == "1121_fx").map(|line| &line["specie"]["quantity"]).collect();
    assert_eq!(gone, [&json!("9701.85")]);
}

/// Partly in dollars, partly in đồng: the one is paid as it is, for the other dollars are bought; all of it goes wherever its payee is.
async fn what_came_in_both_is_set_aside_and_bought(app: App) {
    let case = pay::case_with(&app, &[in_dollars()], 1, json!({"bank_account": null})).await;
    app.accountant().does(&case.path, "receive_money", notes(&case, 0, 4_000, 25_400)).await;
    pay::collected(&app, &case, 152_400_000).await;
    let all = payouts(&app, &case).await;
    let path = of(&all, &case.party(1));
    app.officer().does(&path, "set_currency_aside", aside("USD", "4000")).await;
    assert_eq!(lies(&app, &case).await, [0, 101_600_000, 0, 152_400_000]);
    let cash = |slip: &str| json!({"identity": "id_card", "out_of": "transfer", "slip": slip});
    app.cashier().may_not(&path, "pay_at_agency", cash("PC-1"), 409, "G-FX").await;
    let due = app.auditor().get(&case.sub("deadlines")).await.items();
    assert!(due.iter().any(|one| one["key"] == "fx.convert" && one["status"] == "open"), "{due:?}");
    // 144.78 million are left after the fee and the dollars.
    app.officer().does(&path, "buy_currency", exchange("5664.76", "25558")).await;
    assert_eq!(lies(&app, &case).await, [0, 246_380_000, 0, 7_620_000]);

    app.cashier().does(&path, "fail_payout", json!({"reason": "Chuyển sang chuyển khoản"})).await;
    let account = format!("/parties/{}/bank-account", case.party(1).as_str().unwrap());
    app.clerk().post(&account, &json!({"bank_account": "NH Mẫu 0042"})).await.ok();
    app.accountant().does(&path, "order_again", json!({"means": "transfer"})).await;
    assert_eq!(lies(&app, &case).await, [0, 0, 246_380_000, 7_620_000], "the notes go to the bank");
    app.head().does(&path, "release_payout", json!({})).await;
    app.cashier().does(&path, "confirm_payout", json!({"bank_reference": "FT-1", "cost": 100_000})).await;
    let back = json!({"bank_reference": "FT-2", "reason": "Tài khoản đã đóng"});
    let done = app.cashier().does(&path, "return_payout", back).await;
    // 144.68 of 144.78 million of what was bought.
    assert_eq!(done["payout"]["exchange"]["amount"], "5660.84");
    assert_eq!(done["payout"]["in_kind"]["amount"], "4000");
    app.accountant().does(&path, "order_again", json!({"means": "agency"})).await;
    assert_eq!(lies(&app, &case).await, [0, 246_280_000, 0, 7_620_000], "and come back from there");
    app.head().does(&path, "release_payout", json!({})).await;
    app.cashier().does(&path, "pay_at_agency", cash("PC-2")).await;
    assert_eq!((lies(&app, &case).await, pay::balance(&app, &case, "331").await), ([0, 0, 0, 7_620_000], 0));
}

/// Wages come first: the dollars of another creditor's claim are sold for them, above their value or not at all.
async fn dollars_that_nobody_is_owed_are_sold(app: App) {
    let case = pay::case(&app, &[in_dollars(), owed("wages", 50_000_000, Some(2))]).await;
    app.accountant().does(&case.path, "receive_money", notes(&case, 0, 1_000, 25_400)).await;
    let mut all = payouts(&app, &case).await;
    all.sort_by_key(|one| one["amount"].as_i64());
    let (mut quantity, mut value, mut there) = (100_000, 25_400_000, 0);
    let (last, before) = all.split_last().unwrap();
    assert_eq!(last["payee"]["id"], case.party(2));
    let hundredths = |count: i64| format!("{}.{:02}", count / 100, count % 100);
    for one in before {
        let path = of(
            &all,
            if one["payee"]["id"].is_string() { &one["payee"]["id"] } else { &one["payee"]["kind"] },
        );
        let due = one["amount"].as_i64().unwrap();
        let units = (due * 100 + 24_999) / 25_000;
        app.accountant().does(&path, "sell_currency", exchange(&hundredths(units), "25000")).await;
        app.cashier().does(&path, "confirm_payout", json!({"bank_reference": "FT-1"})).await;
        (quantity, value, there) = (quantity - units, value - units * 250, there + units * 250 - due);
    }
    assert_eq!(lies(&app, &case).await, [value, 0, 0, there]);
    let path = of(&all, &case.party(2));
    let all_of_it = hundredths(quantity);
    app.accountant().may_not(&path, "sell_currency", exchange(&all_of_it, "25000"), 422, "M01_BALANCE").await;
    app.accountant().does(&path, "sell_currency", exchange(&all_of_it, "26000")).await;
    app.cashier().does(&path, "confirm_payout", json!({"bank_reference": "FT-2"})).await;
    assert_eq!(pay::balance(&app, &case, "331").await, 0);
    assert_eq!(
        pay::balance(&app, &case, "337").await,
        quantity * 260 - value,
        "what it brought above its value waits"
    );
}

/// His part was set aside; the dollars that come later are for the next ones, and hold up nothing.
async fn dollars_that_come_later_do_not_hold_up_the_rest(app: App) {
    let case = pay::case(&app, &[in_dollars()]).await;
    app.accountant().does(&case.path, "receive_money", notes(&case, 0, 4_000, 25_400)).await;
    pay::collected(&app, &case, 100_000_000).await;
    let all = payouts(&app, &case).await;
    let path = of(&all, &case.party(1));
    app.officer().does(&path, "set_currency_aside", aside("USD", "4000")).await;
    app.accountant().does(&case.path, "receive_money", notes(&case, 0, 1_000, 25_400)).await;
    app.officer().may_not(&path, "set_currency_aside", aside("USD", "1000"), 409, "G-FX-HELD").await;
    // 195.552 million less the dollars' 101.6.
    app.officer().does(&path, "buy_currency", exchange("3676.03", "25558")).await;
    app.cashier().does(&path, "confirm_payout", json!({"bank_reference": "FT-2"})).await;
    assert_eq!(lies(&app, &case).await, [25_400_000, 0, 0, 6_048_000]);
}

/// Đồng that lie in the fund are brought to the bank before any dollar is sold for them.
async fn nothing_is_sold_for_dong_that_are_there(app: App) {
    let case = pay::case(&app, &[in_dollars()]).await;
    app.accountant().does(&case.path, "receive_money", notes(&case, 0, 9_000, 25_400)).await;
    let all = payouts(&app, &case).await;
    let fee = of(&all, &json!("state"));
    let dong =
        json!({"kind": "voluntary_payment", "channel": "cash", "amount": 10_000_000, "payer": case.debtor()});
    app.accountant().does(&case.path, "receive_money", dong).await;
    app.accountant().may_not(&fee, "sell_currency", exchange("268.33", "25558"), 409, "G-FX-SELL").await;
    let bank = json!({"into": "bank", "amount": 10_000_000, "paper": "NT-1"});
    app.cashier().does(&case.path, "bank_cash", bank).await;
    app.cashier().does(&fee, "confirm_payout", json!({"bank_reference": "FT-1"})).await;
}

/// Notes of one denomination, and what the cashier's book has.
fn counted_in(unit: &str, denomination: &str, pieces: i64, book: &str) -> Value {
    json!({"unit": unit, "notes": [{"denomination": denomination, "pieces": pieces}], "book": book})
}

/// A count without đồng.
async fn counts(app: &App, day: &str, foreign: Value) -> String {
    let mut body = counting(app, "day", day, 0, book(0, 0, 0));
    body["foreign"] = foreign;
    let made = app.cashier().post("/cash-counts", &body).await.ok();
    format!("/cash-counts/{}", made["cash_count"]["id"].as_str().unwrap())
}

/// A payee to whom one item is owed in dollars and another in đồng is paid each as it is ordered (ND152 30.6).
async fn a_payee_of_both_is_paid_each_as_it_is_ordered(app: App) {
    let case = pay::case(&app, &[in_dollars(), owed("other", 100_000_000, Some(1))]).await;
    pay::collected(&app, &case, 354_000_000).await;
    let all = payouts(&app, &case).await;
    let his = all.iter().filter(|one| one["payee"]["id"] == case.party(1));
    let mut parts: Vec<_> =
        his.map(|one| (one["foreign"].clone(), one["amount"].as_i64().unwrap())).collect();
    parts.sort_by_key(|(_, amount)| *amount);
    // 3 % of 354 000 000 is taken from the first lines.
    assert_eq!(parts.iter().map(|(_, amount)| amount).sum::<i64>(), 343_380_000);
    assert_eq!(parts.iter().map(|(unit, _)| unit.clone()).collect::<Vec<_>>(), [Value::Null, json!("USD")]);
    for one in all.iter().filter(|one| one["payee"]["id"] == case.party(1)) {
        let path = format!("/payouts/{}", one["id"].as_str().unwrap());
        let paid = json!({"bank_reference": format!("FT-{}", one["amount"])});
        if one["foreign"].is_null() {
            app.cashier().does(&path, "confirm_payout", paid).await;
        } else {
            app.cashier().may_not(&path, "confirm_payout", paid, 409, "G-FX").await;
        }
    }
}

async fn notes_are_counted_by_their_currency(app: App) {
    let case = pay::case(&app, &[in_dollars()]).await;
    app.accountant().does(&case.path, "receive_money", notes(&case, 0, 1_000, 25_400)).await;
    for (foreign, pointer, code) in [
        (
            json!([counted_in("USD", "100", 10, "1000"), counted_in("USD", "50", 1, "50")]),
            "/foreign/1/unit",
            "duplicate",
        ),
        (
            json!([{"unit": "USD", "notes": [{"denomination": "100", "pieces": 1}, {"denomination": "100.0", "pieces": 1}], "book": "200"}]),
            "/foreign/0/notes",
            "duplicate",
        ),
        (json!([counted_in("USD", "100", 10, "-1")]), "/foreign/0/book", "amount_out_of_range"),
    ] {
        let mut body = counting(&app, "day", "2026-07-28", 0, book(0, 0, 0));
        body["foreign"] = foreign;
        let answer = app.cashier().post("/cash-counts", &body).await;
        assert_eq!(
            (answer.codes(), &answer.json()["errors"][0]["pointer"]),
            (vec![code.to_owned()], &json!(pointer))
        );
    }
    let path = counts(&app, "2026-07-28", json!([])).await;
    let refused = app.accountant().may_not(&path, "close_cash_day", json!({}), 409, "G-QUY-EQUAL").await;
    assert!(refused["message"].as_str().unwrap().contains("USD 1000 / 0 / 0"), "{refused}");
    let found = |foreign: Value| json!({"notes": [], "book": book(0, 0, 0), "foreign": foreign});
    let wrong = found(json!([counted_in("USD", "100", 10, "900")]));
    app.cashier().does(&path, "recount_cash", wrong).await;
    app.accountant().may_not(&path, "close_cash_day", json!({}), 409, "G-QUY-EQUAL").await;
    app.cashier().does(&path, "recount_cash", found(json!([counted_in("USD", "100", 10, "1000")]))).await;
    let done = app.accountant().does(&path, "close_cash_day", json!({})).await;
    let figures = json!([{"unit": "USD", "accountant": "1000", "cashier": "1000", "counted": "1000"}]);
    assert_eq!(done["cash_count"]["foreign"], figures);
    // The day takes no more notes of any currency; and whoever hands the post over has them counted.
    app.accountant().may_not(&case.path, "receive_money", notes(&case, 0, 1, 25_400), 422, "M14_DAY").await;
    let grant = json!({"office": app.office, "division": null, "role": "accountant", "from": "2026-07-01", "to": null});
    app.as_("admin").post(&format!("/users/{}/grants", app.id("storekeeper")), &grant).await.ok();
    let post = json!({"office": app.office, "from": app.id("accountant"), "to": app.id("storekeeper"), "reason": "Quyết định số 1"});
    let made = app.accountant().post("/post-handovers", &post).await.ok();
    let post = format!("/post-handovers/{}", made["post_handover"]["id"].as_str().unwrap());
    app.storekeeper().does(&post, "accept_post", json!({})).await;
    app.on("2026-07-29");
    let papers = json!({"papers": "Sổ kế toán"});
    app.accountant().may_not(&post, "propose_post_handover", papers, 409, "G-BG-COUNT").await;
    // The next day on which the fund must be closed is the end of the month, as long as notes lie there.
    app.on("2026-08-03");
    let mut early = counting(&app, "day", "2026-08-03", 0, book(0, 0, 0));
    early["foreign"] = json!([counted_in("USD", "100", 10, "1000")]);
    let refused = app.cashier().post("/cash-counts", &early).await.refused(422, "G-QUY-ORDER");
    assert!(refused["message"].as_str().unwrap().contains("31/07/2026"), "{refused}");
}

async fn notes_that_are_missing_or_too_many_are_settled(app: App) {
    let case = pay::case(&app, &[in_dollars()]).await;
    app.accountant().does(&case.path, "receive_money", notes(&case, 0, 1_000, 25_400)).await;
    let path = counts(&app, "2026-07-28", json!([counted_in("USD", "100", 9, "1000")])).await;
    let why = || json!({"explanation": "Chưa rõ", "minutes": "BB-01"});
    let done = app.accountant().does(&path, "record_cash_difference", why()).await;
    assert_eq!(done["cash_count"]["difference"]["foreign"][0]["counted"], "900");
    app.on("2026-07-29");
    app.accountant().may_not(&case.path, "receive_money", notes(&case, 0, 1, 25_400), 422, "M14_CASH").await;
    let settle = |rates: Value| json!({"reason": "Thủ quỹ trả nhầm", "responsible": null, "rates": rates});
    app.accountant().does(&path, "propose_cash_settlement", settle(json!([]))).await;
    let done = app.head().does(&path, "settle_cash_difference", json!({})).await;
    let posting = &done["happened"]["postings"][0]["postings"][0];
    assert_eq!((&posting["debit"], &posting["credit"]), (&json!("138"), &json!("1112")));
    assert_eq!((&posting["amount_dong"], &posting["specie"]["quantity"]), (&json!(2_540_000), &json!("100")));
    assert_eq!(done["cash_count"]["settlement"]["foreign"][0]["short"], true);

    // Euros that no book has: too much, and worth what their rate says.
    let both = json!([counted_in("USD", "100", 9, "900"), counted_in("EUR", "50", 1, "0")]);
    let path = counts(&app, "2026-07-29", both).await;
    app.accountant().does(&path, "record_cash_difference", why()).await;
    let draft = "propose_cash_settlement";
    wrong_field(app.accountant(), &path, draft, settle(json!([])), "/rates", "required").await;
    let rates = settle(json!([{"unit": "EUR", "rate": "27000"}]));
    app.accountant().does(&path, draft, rates.clone()).await;
    let again = json!({"notes": [], "book": book(0, 0, 0),
        "foreign": [counted_in("USD", "100", 9, "900"), counted_in("EUR", "50", 2, "0")]});
    app.cashier().does(&path, "recount_cash", again).await;
    app.head().may_not(&path, "settle_cash_difference", json!({}), 409, "G-QUY-MOVED").await;
    app.accountant().does(&path, draft, rates).await;
    let done = app.head().does(&path, "settle_cash_difference", json!({})).await;
    let posting = &done["happened"]["postings"][0]["postings"][0];
    assert_eq!((&posting["debit"], &posting["credit"]), (&json!("1112"), &json!("338")));
    assert_eq!(posting["amount_dong"], 2_700_000);
}

/// Notes that are not đồng are handed in to the fund, and not brought to the bank as đồng.
async fn foreign_notes_are_not_banked_as_dong(app: App) {
    let case = pay::case(&app, &[in_dollars()]).await;
    let done = app.accountant().does(&case.path, "receive_money", notes(&case, 0, 1_000, 25_400)).await;
    let dollars = done["happened"]["receipts"][0]["id"].clone();
    let body =
        json!({"kind": "voluntary_payment", "channel": "cash", "amount": 30_000_000, "payer": case.debtor()});
    app.accountant().does(&case.path, "receive_money", body).await;
    let bank = json!({"into": "bank", "amount": 30_000_000, "paper": "NT-1", "receipts": [dollars]});
    app.cashier().wrong(&case.path, "bank_cash", bank, "/receipts/0", "contradicts").await;
    app.cashier().does(&case.path, "hand_in_cash", json!({"receipts": [dollars]})).await;
}

on_both_engines!(
    a_payee_of_both_is_paid_each_as_it_is_ordered,
    dollars_that_come_later_do_not_hold_up_the_rest,
    nothing_is_sold_for_dong_that_are_there,
    notes_are_counted_by_their_currency,
    notes_that_are_missing_or_too_many_are_settled,
    foreign_notes_are_not_banked_as_dong,
    dollars_that_were_collected_are_paid_in_dollars,
    what_came_in_both_is_set_aside_and_bought,
    dollars_that_nobody_is_owed_are_sold,
);
