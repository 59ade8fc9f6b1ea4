//! Costs, set-off and term deposits in the ledger: every đồng of an advance is found again, what the State bears uses its advance up, a
//! set-off keeps the fee due, interest goes to whom it belongs (L106 53; ND152 30.7–30.8, 31, 85–86).

use serde_json::{Value, json};

use crate::support::build::{self, Case, owed};
use crate::support::enforce::{able, last_decision, wrong_field};
use crate::support::measures::{but, costs, deduct, estimated, income};
use crate::support::tracks::clock;
use crate::support::{App, house, on_both_engines, pay};

const SETTLE: &str = "propose_cost_settlement";

/// With a coercion decision of 28 July 2026 and an estimate of 5 million.
pub async fn coerced(app: &App) -> (Case, Value) {
    let case = able(app, &[owed("other", 500_000_000, Some(1))], "income").await;
    app.officer().does(&case.path, "issue_coercion_decision", income(&case, 2_000_000)).await;
    let decision = last_decision(app, &case).await;
    estimated(app, &case, &decision, 5_000_000).await;
    (case, decision)
}

pub fn advance(decision: &Value, source: &str, party: Value, amount: i64) -> Value {
    json!({"decision": decision, "source": source, "party": party, "amount": amount, "channel": "transfer",
        "bank_reference": "FT-1"})
}

fn spent(decision: &Value, amount: i64, voucher: &str) -> Value {
    json!({"decision": decision, "kind": "CK-ALLOWANCE", "amount": amount, "voucher": voucher,
        "channel": "transfer"})
}

async fn balances(app: &App, case: &Case) -> (i64, i64, i64) {
    (
        pay::balance(app, case, "1121").await,
        pay::balance(app, case, "1378").await,
        pay::balance(app, case, "338_adv").await,
    )
}

async fn an_advance_is_spent_recovered_and_given_back(app: App) {
    let (case, decision) = coerced(&app).await;
    let accountant = app.accountant();
    accountant.may_not(&case.path, "pay_cost", spent(&decision, 1, "HD 1"), 409, "G-ADVANCE").await;
    accountant
        .does(&case.path, "record_cost_advance", advance(&decision, "party", case.party(1), 4_000_000))
        .await;
    assert_eq!(balances(&app, &case).await, (4_000_000, 0, 4_000_000));
    accountant.may_not(&case.path, "pay_cost", spent(&decision, 4_000_001, "HD 1"), 422, "M01_BALANCE").await;
    let unknown = but(spent(&decision, 1, "HD 1"), "/kind", json!("CK-NONE"));
    wrong_field(accountant, &case.path, "pay_cost", unknown, "/kind", "not_in_list").await;
    accountant.does(&case.path, "pay_cost", spent(&decision, 3_000_000, "HD 1")).await;
    wrong_field(accountant, &case.path, "pay_cost", spent(&decision, 1, "HD 1"), "/voucher", "duplicate")
        .await;
    assert_eq!(balances(&app, &case).await, (1_000_000, 3_000_000, 4_000_000));
    let more = costs(&decision, 3_000_001, Some("HD 1"));
    wrong_field(app.officer(), &case.path, SETTLE, more, "/items/0/amount", "contradicts").await;
    app.officer().does(&case.path, SETTLE, costs(&decision, 3_000_000, Some("HD 1"))).await;
    app.head().does(&case.path, "approve_cost_settlement", json!({})).await;
    let paid = json!({"party": case.debtor(), "amount": 3_000_000});
    let done = accountant.does(&case.path, "record_cost_payment", paid).await;
    assert_eq!(done["happened"]["receipts"][0]["kind"], "cost_payment");
    assert_eq!(balances(&app, &case).await, (4_000_000, 0, 4_000_000));
    let id = done["case"]["coercion"]["costs"]["advances"][0]["id"].clone();
    accountant.does(&case.path, "refund_cost_advance", json!({"advance": id, "amount": 4_000_000})).await;
    assert_eq!(balances(&app, &case).await, (0, 0, 0));
    // Receipts of costs are no money that is shared.
    pay::collected(&app, &case, 10_000_000).await;
    let path = pay::prepared(&app, &case).await;
    assert_eq!(app.officer().get(&path).await.ok()["amount"], 10_000_000);
}

/// Costs taken in cash must reach the fund like every other cash (TT04 17.1).
async fn cash_for_costs_is_on_its_way_to_the_fund(app: App) {
    let (case, decision) = coerced(&app).await;
    let (path, accountant) = (&case.path, app.accountant());
    let cash = but(advance(&decision, "party", case.party(1), 1_000_000), "/channel", json!("cash"));
    accountant.does(path, "record_cost_advance", but(cash, "/bank_reference", Value::Null)).await;
    assert_eq!(clock(&app, &case, "cash.to_fund").await["status"], "open");
    app.officer().does(path, SETTLE, costs(&decision, 2_000_000, Some("HD 1"))).await;
    app.head().does(path, "approve_cost_settlement", json!({})).await;
    let paid = json!({"party": case.debtor(), "amount": 2_000_000, "channel": "cash"});
    let done = accountant.does(path, "record_cost_payment", paid).await;
    let out = done["case"]["money"]["cash_out"].as_array().unwrap();
    let ids: Vec<&Value> = out.iter().map(|one| &one["receipt"]).collect();
    assert_eq!(ids.len(), 2);
    app.cashier().does(path, "hand_in_cash", json!({"receipts": ids})).await;
    assert_eq!(clock(&app, &case, "cash.to_fund").await["status"], "met");
}

/// Whichever way money comes into a case, an open advance is due from then on (L106 53.7).
async fn money_of_every_way_makes_an_advance_due(app: App) {
    let accountant = app.accountant();
    let due = async |case: &Case| clock(&app, case, "cost.advance_refund").await["status"].clone();
    let held = json!({"office": app.office, "source": "provisional", "sender": "Tòa án Mẫu", "paper": "DS-01",
        "amount": 5_000, "channel": "transfer", "received_on": "2026-07-15"});
    let (one, decision) = coerced(&app).await;
    let budget = advance(&decision, "budget", Value::Null, 1_000_000);
    accountant.does(&one.path, "record_cost_advance", budget).await;
    let made = accountant.post("/held-money", &held).await.ok();
    let path = format!("/held-money/{}", made["held_money"]["id"].as_str().unwrap());
    accountant.does(&path, "attribute_money", json!({"case": one.id, "proof": "Bản án số 12"})).await;
    assert_eq!(due(&one).await, "open");
    app.on("2026-07-15");
    let (two, decision) = coerced(&app).await;
    let budget = advance(&decision, "budget", Value::Null, 1_000_000);
    accountant.does(&two.path, "record_cost_advance", budget).await;
    let paid = json!({"debtor": two.debtor(), "prison": "Trại giam Mẫu", "collected_on": "2026-07-28",
        "amount": 5_000, "things": null, "minutes_enclosed": true, "account_known": true});
    let done = app.clerk().does(&two.path, "record_prison_payment", paid).await;
    let id = done["case"]["special"]["prison"]["payments"][0]["id"].clone();
    let there = json!({"payment": id, "amount": 5_000, "bank_reference": "FT-7", "list_enclosed": true});
    accountant.does(&two.path, "record_prison_transfer", there).await;
    assert_eq!(due(&two).await, "open");
}

async fn costs_not_paid_ahead_are_taken_in_and_paid_on(app: App) {
    let (case, decision) = coerced(&app).await;
    app.officer().does(&case.path, SETTLE, costs(&decision, 2_000_000, Some("HD 1"))).await;
    app.head().does(&case.path, "approve_cost_settlement", json!({})).await;
    let paid = json!({"party": case.debtor(), "amount": 2_000_000});
    app.accountant().does(&case.path, "record_cost_payment", paid).await;
    assert_eq!(pay::balance(&app, &case, "338").await, 2_000_000);
    let payout = app.cashier().get(&case.sub("payouts")).await.items()[0].clone();
    assert_eq!((&payout["account"], &payout["state"]), (&json!("338"), &json!("reordered")));
    let path = format!("/payouts/{}", payout["id"].as_str().unwrap());
    app.head().does(&path, "release_payout", json!({})).await;
    app.cashier().does(&path, "confirm_payout", json!({"bank_reference": "FT-2"})).await;
    assert_eq!((pay::balance(&app, &case, "338").await, pay::balance(&app, &case, "1121").await), (0, 0));
}

async fn what_is_relieved_the_state_bears_out_of_its_advance(app: App) {
    let (case, decision) = coerced(&app).await;
    let accountant = app.accountant();
    accountant
        .does(&case.path, "record_cost_advance", advance(&decision, "budget", Value::Null, 4_000_000))
        .await;
    accountant.does(&case.path, "pay_cost", spent(&decision, 4_000_000, "HD 1")).await;
    app.officer().does(&case.path, SETTLE, costs(&decision, 4_000_000, Some("HD 1"))).await;
    app.head().does(&case.path, "approve_cost_settlement", json!({})).await;
    let ask =
        json!({"party": case.debtor(), "ground": "CR-A", "individual": true, "proof": "Xác nhận của UBND"});
    let made = app.clerk().does(&case.path, "request_cost_relief", ask).await;
    let relief = made["case"]["coercion"]["costs"]["reliefs"][0]["id"].clone();
    let draft = json!({"relief": relief, "granted": true, "reason": "Đủ điều kiện"});
    app.officer().does(&case.path, "propose_cost_relief", draft).await;
    app.head().does(&case.path, "decide_cost_relief", json!({})).await;
    assert_eq!(balances(&app, &case).await, (0, 2_000_000, 2_000_000), "one half is the State's");
    accountant
        .does(&case.path, "record_cost_payment", json!({"party": case.debtor(), "amount": 2_000_000}))
        .await;
    let shown = app.officer().get(&case.path).await.ok();
    let advance = shown["coercion"]["costs"]["advances"][0].clone();
    assert_eq!(advance["refunded"], 2_000_000);
    let rest = json!({"advance": advance["id"], "amount": 2_000_000});
    accountant.does(&case.path, "refund_cost_advance", rest).await;
    assert_eq!(balances(&app, &case).await, (0, 0, 0));
}

/// What the State bears uses up the advance for its own decision only, and leaves what was not spent to be spent.
async fn the_state_bears_out_of_the_advance_for_the_same_decision(app: App) {
    let (case, first) = coerced(&app).await;
    app.officer().does(&case.path, "issue_coercion_decision", deduct(&case, 10_000_000)).await;
    let second = last_decision(&app, &case).await;
    estimated(&app, &case, &second, 5_000_000).await;
    let accountant = app.accountant();
    for decision in [&first, &second] {
        let from = advance(decision, "budget", Value::Null, 4_000_000);
        accountant.does(&case.path, "record_cost_advance", from).await;
    }
    let expert = but(spent(&second, 3_000_000, "HD 1"), "/kind", json!("CK-EXPERT"));
    accountant.does(&case.path, "pay_cost", expert).await;
    let settled = but(costs(&second, 3_000_000, Some("HD 1")), "/items/0/kind", json!("CK-EXPERT"));
    app.officer().does(&case.path, SETTLE, settled).await;
    let done = app.head().does(&case.path, "approve_cost_settlement", json!({})).await;
    let advances = done["case"]["coercion"]["costs"]["advances"].clone();
    assert_eq!((&advances[0]["refunded"], &advances[1]["refunded"]), (&json!(0), &json!(3_000_000)));
    assert_eq!(balances(&app, &case).await, (5_000_000, 0, 5_000_000));
    // The fourth million of the second advance is there still.
    accountant.does(&case.path, "pay_cost", spent(&second, 1_000_000, "HD 2")).await;
    accountant.may_not(&case.path, "pay_cost", spent(&second, 1, "HD 3"), 422, "M01_BALANCE").await;
}

/// A party's advance paid what the State bears in the end: the budget pays it in, so that the party is refunded (L106 53.5, 53.7).
async fn relief_beyond_the_agencys_own_advance_comes_from_the_budget(app: App) {
    let (case, decision) = coerced(&app).await;
    let accountant = app.accountant();
    let from = |source: &str, party: Value, amount: i64| advance(&decision, source, party, amount);
    accountant.does(&case.path, "record_cost_advance", from("party", case.party(1), 5_000_000)).await;
    accountant.does(&case.path, "pay_cost", spent(&decision, 4_000_000, "HD 1")).await;
    app.officer().does(&case.path, SETTLE, costs(&decision, 4_000_000, Some("HD 1"))).await;
    app.head().does(&case.path, "approve_cost_settlement", json!({})).await;
    let ask =
        json!({"party": case.debtor(), "ground": "CR-A", "individual": true, "proof": "Xác nhận của UBND"});
    let made = app.clerk().does(&case.path, "request_cost_relief", ask).await;
    let relief = made["case"]["coercion"]["costs"]["reliefs"][0]["id"].clone();
    let more = "amount_out_of_range";
    wrong_field(
        accountant,
        &case.path,
        "record_cost_advance",
        from("budget", Value::Null, 1),
        "/amount",
        more,
    )
    .await;
    let draft = json!({"relief": relief, "granted": true, "reason": "Đủ điều kiện"});
    app.officer().does(&case.path, "propose_cost_relief", draft).await;
    app.head().does(&case.path, "decide_cost_relief", json!({})).await;
    assert_eq!(
        balances(&app, &case).await,
        (1_000_000, 4_000_000, 5_000_000),
        "nothing of the agency's there"
    );
    let over = from("budget", Value::Null, 2_000_001);
    wrong_field(accountant, &case.path, "record_cost_advance", over, "/amount", more).await;
    accountant.does(&case.path, "record_cost_advance", from("budget", Value::Null, 2_000_000)).await;
    assert_eq!(balances(&app, &case).await, (3_000_000, 2_000_000, 5_000_000), "one half is the State's");
    accountant
        .does(&case.path, "record_cost_payment", json!({"party": case.debtor(), "amount": 2_000_000}))
        .await;
    let shown = app.officer().get(&case.path).await.ok();
    let advances = shown["coercion"]["costs"]["advances"].clone();
    assert_eq!((&advances[0]["refunded"], &advances[1]["refunded"]), (&json!(0), &json!(2_000_000)));
    let back = json!({"advance": advances[0]["id"], "amount": 5_000_000});
    accountant.does(&case.path, "refund_cost_advance", back).await;
    assert_eq!(balances(&app, &case).await, (0, 0, 0));
}

/// Two items of one judgment in one case, each side owing the other.
async fn mutual(app: &App, kind: &str, due: Value) -> Case {
    let mut back = owed(kind, 30_000_000, Some(0));
    back["debtor"] = json!(1);
    back["due_on"] = due;
    app.on("2026-07-15");
    let judgment = build::judgment(app, &[owed("other", 50_000_000, Some(1)), back]).await;
    let body = build::request_body(&judgment);
    let path = build::request(app, &body).await;
    let draft = json!({"obligations": body["obligations"], "rule": "GR-F"});
    app.clerk().does(&path, "propose_decision_on_request", draft).await;
    let signed = app.head().does(&path, "issue_decision_on_request", json!({})).await;
    let case = build::opened(&signed, judgment, Some(path));
    build::assign(app, &case).await;
    case
}

async fn what_is_excluded_or_in_dispute_is_not_set_off(app: App) {
    let body = |case: &Case, disputed: bool| {
        json!({"obligation": case.item(0), "counter": case.item(1), "counter_case": null, "amount": 30_000_000,
            "disputed": disputed})
    };
    let alimony = mutual(&app, "alimony", Value::Null).await;
    app.officer().may_not(&alimony.path, "set_off", body(&alimony, false), 422, "M13_SETOFF").await;
    let case = mutual(&app, "other", Value::Null).await;
    app.officer().may_not(&case.path, "set_off", body(&case, true), 422, "M13_SETOFF").await;
    app.officer().does(&case.path, "set_off", body(&case, false)).await;
    // The fee on what each has received by it is still due, and decided apart.
    let accounts = app.auditor().get(&case.sub("fees")).await.items();
    assert_eq!(accounts.len(), 2);
    app.officer().does(&case.path, "propose_fee_decision", json!({"creditor": case.party(1)})).await;
    app.head().does(&case.path, "decide_fee", json!({})).await;
    let accounts = app.auditor().get(&case.sub("fees")).await.items();
    let own = accounts.iter().find(|one| one["party"] == case.party(1)).unwrap();
    assert_eq!((&own["received"], &own["due"]), (&json!(30_000_000), &json!(900_000)));
}

/// A house sold and paid, not handed over: its price waits in savings (ND152 30.7).
async fn the_price_waits_in_savings_until_delivery(app: App) {
    let (case, asset) = house::sold(&app).await;
    app.accountant().does(&asset, "record_buyer_payment", house::transfer(800_000_000)).await;
    let draw = |slip: &str, of_buyer: i64| json!({"slip": slip, "interest": 300_000, "of_buyer": of_buyer, "bank_reference": "L-1"});
    let (accountant, action) = (app.accountant(), "draw_deposit");
    accountant.may_not(&case.path, action, draw("TK-9", 0), 409, "G-TERM-OUT").await;
    app.officer().does(&asset, "deposit_sale_money", json!({"paper": "TK-9"})).await;
    assert_eq!(pay::balance(&app, &case, "1123").await, 800_000_000);
    wrong_field(accountant, &case.path, action, draw("TK-8", 0), "/slip", "not_in_list").await;
    let more = draw("TK-9", 300_001);
    wrong_field(accountant, &case.path, action, more, "/of_buyer", "amount_out_of_range").await;
    accountant.does(&case.path, action, draw("TK-9", 100_000)).await;
    // 200,000 go into enforcement, the buyer has his 100,000.
    assert_eq!(pay::balance(&app, &case, "1123").await, 0);
    assert_eq!(pay::balance(&app, &case, "1121").await, 800_200_000);
    assert_eq!(
        (pay::balance(&app, &case, "337").await, pay::balance(&app, &case, "338").await),
        (200_000, 0)
    );
    house::deliver(&app, &asset).await;
}

on_both_engines!(
    an_advance_is_spent_recovered_and_given_back,
    cash_for_costs_is_on_its_way_to_the_fund,
    money_of_every_way_makes_an_advance_due,
    costs_not_paid_ahead_are_taken_in_and_paid_on,
    what_is_relieved_the_state_bears_out_of_its_advance,
    the_state_bears_out_of_the_advance_for_the_same_decision,
    relief_beyond_the_agencys_own_advance_comes_from_the_budget,
    what_is_excluded_or_in_dispute_is_not_set_off,
    the_price_waits_in_savings_until_delivery,
);
