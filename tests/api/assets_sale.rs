//! From the dossier to the handover: each guard refused, pauses and stops, what the debtor, a creditor and a buyer may still do.

use serde_json::{Value, json};

use crate::assets_seize::{gate, lacks, ready};
use crate::support::build::{Case, owed};
use crate::support::house::{self, transfer};
use crate::support::tracks::clock;
use crate::support::{App, on_both_engines};

const PUBLISH: &str = "publish_selection_notice";

fn pages() -> Value {
    json!({"own_page": "https://a.example", "national_portal": "https://b.example"})
}

async fn approve(app: &App, path: &str, dossier: Value) {
    app.officer().does(path, "propose_auction_dossier", dossier).await;
    app.head().does(path, "approve_auction_dossier", json!({})).await;
}

/// The head approves, the risks are settled, the procuracy has looked where the case calls for it – or two people say why not.
async fn no_auction_without_the_head_and_where_called_for_the_procuracy(app: App) {
    let (_, path) = house::ready(&app).await;
    let officer = app.officer();
    officer.does(&path, "reconcile_papers", house::papers()).await;
    officer.may_not(&path, PUBLISH, pages(), 409, "G-DOSSIER").await;
    let risk =
        |settled: bool| json!([{"risk": "credit_case", "settled": settled, "finding": "Đã hỏi ngân hàng"}]);
    let twice = json!([risk(true)[0], risk(true)[0]]);
    officer.wrong(&path, "propose_auction_dossier", house::dossier(twice), "/risks", "duplicate").await;
    officer.does(&path, "propose_auction_dossier", house::dossier(risk(false))).await;
    officer.may_not(&path, "approve_auction_dossier", json!({}), 403, "G-SIGNER").await;
    app.head().does(&path, "approve_auction_dossier", json!({})).await;
    officer.may_not(&path, PUBLISH, pages(), 409, "G-DOSSIER").await;
    let mut blind = house::dossier(risk(true));
    blind["deliverable"] = json!(false);
    approve(&app, &path, blind).await;
    officer.may_not(&path, PUBLISH, pages(), 409, "G-DOSSIER").await;
    approve(&app, &path, house::dossier(risk(true))).await;
    officer.may_not(&path, PUBLISH, pages(), 409, "G-VKS-REVIEW").await;
    officer
        .may_not(&path, "record_procuracy_review", json!({"outcome": "clear"}), 409, "G-REVIEW-ASKED")
        .await;
    officer.does(&path, "ask_procuracy_review", json!({})).await;
    officer.may_not(&path, "ask_procuracy_review", json!({}), 409, "G-REVIEW-OPEN").await;
    officer.does(&path, "record_procuracy_review", json!({"outcome": "declined"})).await;
    officer.may_not(&path, PUBLISH, pages(), 409, "G-VKS-REVIEW").await;
    let why = json!({"guard": "G-VKS-REVIEW", "reason": "Viện kiểm sát trả lời không xem trước hồ sơ"});
    officer.does(&path, "request_override", why).await;
    app.head().does(&path, "allow_override", json!({})).await;
    officer.does(&path, PUBLISH, pages()).await;
    let shown = officer.get(&format!("{path}/gates/ready_to_auction")).await.ok();
    assert_eq!(
        (&shown["officer"], &shown["approved_by"]),
        (&json!(app.id("officer")), &json!(app.id("head")))
    );
}

async fn the_best_fit_organisation_is_chosen_and_made_public(app: App) {
    let (_, path) = house::ready(&app).await;
    let officer = app.officer();
    house::prepare(&app, &path).await;
    let published = officer.does(&path, PUBLISH, pages()).await;
    officer.may_not(&path, PUBLISH, pages(), 409, "G-PUBLISHED").await;
    app.after(&published["asset"]["selection"]["notice_until"]);
    let score = |name: &str, points: u32, listed: bool, conflict: bool| json!({"organisation": name, "points": points, "listed": listed, "conflict": conflict});
    let choose = |name: &str, scores: Value| json!({"organisation": name, "scores": scores});
    let field = json!([
        score("Một", 9000, true, false),
        score("Hai", 9500, true, true),
        score("Ba", 9800, false, false)
    ]);
    for name in ["Hai", "Ba", "Bốn"] {
        let body = choose(name, field.clone());
        officer.may_not(&path, "choose_auction_organisation", body, 422, "G42_ORG").await;
    }
    let lower = json!([score("Một", 9000, true, false), score("Hai", 9500, true, false)]);
    officer.may_not(&path, "choose_auction_organisation", choose("Một", lower), 422, "G42_ORG").await;
    let tie = json!([score("Một", 9500, true, false), score("Hai", 9500, true, false)]);
    let untold = choose("Một", tie.clone());
    officer.wrong(&path, "choose_auction_organisation", untold, "/tie_reason", "required").await;
    let mut told = choose("Một", tie);
    told["tie_reason"] = json!("Có kinh nghiệm hơn với nhà đất");
    officer.may_not(&path, "publish_selection_result", json!({}), 409, "G42_ORG").await;
    officer.does(&path, "choose_auction_organisation", told.clone()).await;
    officer.may_not(&path, "choose_auction_organisation", told, 409, "G42_CHOSEN").await;
    lacks(&app, &path, "ready_to_auction", "G42_RESULT").await;
    officer.does(&path, "publish_selection_result", json!({})).await;
    ready(&app, &path, "ready_to_auction").await;
    for clause in ["pause_and_stop_clauses", "asset_described", "order_of_sale", "notice_duties"] {
        let mut contract = house::contract(700_000_000, "2026-09-30");
        contract[clause] = json!(false);
        officer.may_not(&path, "sign_auction_contract", contract, 422, "G43_CONTRACT").await;
    }
    let mut contract = house::contract(700_000_000, "2026-09-30");
    contract["deposit_permille"] = json!(201);
    officer.may_not(&path, "sign_auction_contract", contract, 422, "G43_CONTRACT").await;
}

/// Line by line: each condition of the gate to the auction is unmet alone, and met again.
async fn the_gate_to_the_auction_line_by_line(app: App) {
    let (case, path) = house::ready(&app).await;
    let (_, unmet) = gate(&app, &path, "ready_to_auction").await;
    let all = ["G42_SELECT_NOTICE", "G42_ORG", "G42_RESULT", "G-VAL-PAPERS", "G-DOSSIER"];
    assert_eq!(unmet, all);
    house::choose(&app, &path).await;
    ready(&app, &path, "ready_to_auction").await;
    let first = house::record(&app, &case).await;
    as_if(&app, &first, |doc| (doc["identifier"], doc["state"]) = (json!("BX9"), json!("seized")));
    type Change = fn(&mut Value);
    let set = |change: Change| as_if(&app, &path, change);
    let breaks: [(Change, &str); 9] = [
        (|doc| doc["valuations"][0]["valid_until"] = json!("2026-08-01"), "G38_CERT_VALID"),
        (|doc| doc["verified"]["co_owners"] = json!(true), "G40_PREEMPT"),
        (|doc| doc["costs"] = json!(700_000_000), "G47_COST_FLOOR"),
        (
            |doc| doc["verified"]["findings"]["mortgage"] = json!({"contract": "A", "secured": 699_000_000}),
            "G48_SECURED_FLOOR",
        ),
        (|doc| doc["dossier"]["dossier"]["papers_complete"] = json!(false), "G-DOSSIER"),
        (|doc| doc["reconciliation"]["differences"] = json!(["parcel"]), "G-VAL-PAPERS"),
        (
            |doc| {
                let risk = json!({"risk": "corruption_case", "settled": true, "finding": "Đã kiểm tra"});
                doc["dossier"]["dossier"]["risks"] = json!([risk]);
            },
            "G-VKS-REVIEW",
        ),
        (|doc| (doc["identifier"], doc["rank"]) = (json!("BX9"), json!(2)), "G-RANK"),
        (
            |doc| {
                doc["state"] = json!("disputed");
                doc["dispute"] = json!({"kind": "ownership", "told_on": "2026-08-20", "wait_until": null,
                    "accepted": null, "returns_to": "ready_for_auction", "outcome": null});
            },
            "G12_DISPUTE",
        ),
    ];
    for (change, code) in breaks {
        let before = document(&app, &path);
        set(change);
        lacks(&app, &path, "ready_to_auction", code).await;
        let contract = house::contract(700_000_000, "2026-09-30");
        app.officer().may_not(&path, "sign_auction_contract", contract, 409, code).await;
        as_if(&app, &path, |doc| {
            let version = doc["version"].clone();
            *doc = before.clone();
            doc["version"] = version;
        });
        ready(&app, &path, "ready_to_auction").await;
    }
    let scope = json!({"assets": [path.rsplit('/').next().unwrap()]});
    let body = json!({"paper": crate::support::interrupt::paper(&app, &case, "HO-E").await, "scope": scope});
    crate::support::interrupt::sign(&app, &case, "propose_postponement", "postpone", body).await;
    lacks(&app, &path, "ready_to_auction", "G64_NO_HOLD").await;
}

/// What stops the whole way stops it at the other gates too; a claim at the first, an interruption at each.
async fn a_claim_or_an_interruption_closes_every_gate(app: App) {
    let items = [owed("other", 900_000_000, Some(1))];
    let hold = async |case: &Case, path: &str| {
        let scope = json!({"assets": [path.rsplit('/').next().unwrap()]});
        let body =
            json!({"paper": crate::support::interrupt::paper(&app, case, "HO-E").await, "scope": scope});
        crate::support::interrupt::sign(&app, case, "propose_postponement", "postpone", body).await;
    };
    let (case, path) = house::enforceable(&app, &items, 600_000_000).await;
    app.officer().does(&path, "record_claim", json!({"paper": "Đơn"})).await;
    lacks(&app, &path, "ready_to_seize", "G12_DISPUTE").await;
    let unfounded = json!({"not_about_ownership": true, "paper": "Biên bản"});
    app.officer().does(&path, "dismiss_claim", unfounded).await;
    ready(&app, &path, "ready_to_seize").await;
    hold(&case, &path).await;
    lacks(&app, &path, "ready_to_seize", "G64_NO_HOLD").await;

    let (case, path) = house::enforceable(&app, &items, 600_000_000).await;
    house::seize(&app, &path).await;
    ready(&app, &path, "ready_to_value").await;
    hold(&case, &path).await;
    lacks(&app, &path, "ready_to_value", "G64_NO_HOLD").await;

    // A buyer at auction who has paid is protected; a creditor who takes the asset is not (L106 86.4).
    let (case, path) = house::enforceable(&app, &items, 600_000_000).await;
    house::seize(&app, &path).await;
    let take = json!({"price": 500_000_000, "paper": "Biên bản", "terms": {"creditor": case.party(1)}});
    let taken = app.officer().does(&path, "agree_taking", take).await;
    let due = taken["asset"]["sale"]["payable"].as_i64().unwrap();
    app.accountant().does(&path, "record_taking_payment", transfer(due)).await;
    let plan = json!({"planned_on": "2026-08-20", "content": "Giao tại nhà"});
    app.officer().does(&path, "record_handover_plan", plan).await;
    ready(&app, &path, "ready_to_hand_over").await;
    hold(&case, &path).await;
    lacks(&app, &path, "ready_to_hand_over", "G64_NO_HOLD").await;
}

/// The stored asset.
fn document(app: &App, path: &str) -> Value {
    let id = path.rsplit('/').next().unwrap().parse().unwrap();
    let scope = thads::store::Scope::default();
    let row = app.state.store.read(|conn| thads::store::assets::get(conn, &scope, id)).unwrap();
    serde_json::from_str(&row.doc).unwrap()
}

/// Changes the stored asset, as if something else had happened to it.
pub fn as_if(app: &App, path: &str, change: impl Fn(&mut Value)) {
    app.meddle();
    let id = path.rsplit('/').next().unwrap().parse().unwrap();
    app.state
        .store
        .write(|conn| {
            let mut row = thads::store::assets::get(conn, &thads::store::Scope::default(), id)?;
            let mut doc: Value = serde_json::from_str(&row.doc).unwrap();
            change(&mut doc);
            doc["version"] = json!(row.version + 1);
            row.state = doc["state"].as_str().unwrap().to_owned();
            row.identifier = doc["identifier"].as_str().map(str::to_owned);
            row.doc = doc.to_string();
            thads::store::assets::compare_and_set(conn, &row).map(|_| ())
        })
        .unwrap();
}

async fn posting_notices_viewing_and_files_have_their_times(app: App) {
    let (_, path) = house::ready(&app).await;
    house::choose(&app, &path).await;
    let officer = app.officer();
    officer.does(&path, "sign_auction_contract", house::contract(700_000_000, "2026-09-30")).await;
    let with = |field: &str, value: Value| {
        let mut body = house::posting(&app, "2026-09-30");
        body[field] = value;
        body
    };
    let early = json!(["2026-08-29", "2026-08-30"]);
    for body in [
        with("notices", json!([])),
        with("notices", json!(["2026-08-28"])),
        with("notices", early),
        with("notices", json!(["2026-08-28", "2026-09-16"])),
        with("viewing_days", json!(1)),
        with("files_until", json!("2026-09-27")),
        with("files_until", json!("2026-09-30")),
    ] {
        officer.may_not(&path, "announce_auction", body, 422, "G44_NOTICE").await;
    }
    officer.does(&path, "announce_auction", house::posting(&app, "2026-09-30")).await;
    officer
        .may_not(&path, "record_sale", json!({"price": 700_000_000, "bidders": 1}), 409, "G44_NOTICE")
        .await;
}

async fn an_auction_pauses_and_stops_on_its_ground_only(app: App) {
    let (_, path) = house::ready(&app).await;
    house::choose(&app, &path).await;
    let officer = app.officer();
    officer.does(&path, "sign_auction_contract", house::contract(700_000_000, "2026-09-30")).await;
    let on = |ground: &str| json!({"ground": ground, "paper": "Văn bản số 5"});
    officer.may_not(&path, "pause_auction", on("stopped"), 422, "G53_PAUSE").await;
    officer.does(&path, "pause_auction", on("protest")).await;
    let again = officer.does(&path, "continue_auction", json!({"paper": "Văn bản số 6"})).await;
    assert_eq!(again["asset"]["state"], "auction_contracted");
    for ground in
        ["terminated", "secured_floor", "cost_floor", "enough_money", "preemption", "redeemed", "taking"]
    {
        officer.may_not(&path, "stop_auction", on(ground), 422, "G54_STOP").await;
    }
    officer.does(&path, "stop_auction", on("violation")).await;
    let resumed = officer.does(&path, "resume_handling", json!({"paper": "Đã khắc phục"})).await;
    assert_eq!(resumed["asset"]["state"], "ready_for_auction");
}

async fn the_debtor_redeems_in_time_and_in_full(app: App) {
    let (case, path) = house::ready(&app).await;
    house::choose(&app, &path).await;
    app.officer().does(&path, "sign_auction_contract", house::contract(700_000_000, "2026-09-30")).await;
    app.officer().does(&path, "announce_auction", house::posting(&app, "2026-09-30")).await;
    let pay = |amount: i64| transfer(amount);
    let all = 900_000_000 + 5_000_000;
    app.on("2026-09-30");
    app.accountant().may_not(&path, "record_redemption", pay(all), 409, "G50_REDEEM_TIME").await;
    app.on("2026-09-29");
    app.accountant().may_not(&path, "record_redemption", pay(all - 1), 422, "G51_REDEEM_FULL").await;
    app.officer().may_not(&path, "record_redemption", pay(all), 403, "G-ROLE").await;
    let back = app.accountant().does(&path, "record_redemption", pay(all)).await;
    assert_eq!(
        (&back["asset"]["state"], &back["happened"]["receipts"][0]["kind"]),
        (&json!("redeemed"), &json!("redemption"))
    );
    let books = app.auditor().get(&format!("{}/balances", case.path)).await.ok();
    assert_eq!(books["debit_dong"], books["credit_dong"]);
    assert_eq!(clock(&app, &case, "payout").await["due_on"], "2026-10-09", "ten days (L106 54.6)");
    // His own payment, of that day, whatever force came before it.
    let asked = json!({"case": case.id, "asset": null, "rent_region": null});
    let plan = app.officer().post("/distributions", &asked).await.ok()["distribution"].clone();
    assert_eq!(plan["arrived"], json!([{"on": "2026-09-29", "amount": all}]));
    assert_eq!(plan["terms"]["source"], "voluntary");
    app.officer().does(&path, "release_seizure", json!({"ground": "performed", "proof": "Biên lai"})).await;
    the_registry_is_told(&app, &path).await;
}

/// The registry was told of the seizure; now it is a duty to tell it that it is over, once.
pub async fn the_registry_is_told(app: &App, path: &str) {
    let open = || async {
        let all = app.auditor().get("/deadlines?key=registry.release&limit=200").await.items();
        all.iter().filter(|one| one["closed_on"].is_null()).count()
    };
    assert_eq!(open().await, 1);
    let told = app.officer().does(path, "notify_registry_release", json!({})).await;
    assert_eq!(told["happened"]["deadlines_closed"], json!(["registry.release"]));
    assert_eq!(open().await, 0);
    assert!(told["asset"]["notices"]["registry_release_on"].is_string());
    let again = app.officer().act(path, "notify_registry_release", json!({})).await;
    assert_eq!((again.status, again.codes()), (422, vec!["duplicate".to_owned()]));
}

async fn who_may_win_and_what_a_single_bidder_means(app: App) {
    let (_, path) = house::ready(&app).await;
    house::to_session(&app, &path, 700_000_000, "2026-09-30").await;
    let officer = app.officer();
    let one = json!({"failure": "one_bidder"});
    officer.may_not(&path, "record_failed_auction", one.clone(), 422, "G66_ONE_BIDDER").await;
    as_if(&app, &path, |doc| {
        doc["verified"]["findings"]["one_bidder_forbidden"] = json!(true);
        doc["verified"]["findings"]["buyer_condition"] = json!("Cá nhân trực tiếp sản xuất nông nghiệp");
    });
    let sale = |bidders: u32, eligible: bool| json!({"price": 700_000_000, "bidders": bidders, "winner_eligible": eligible});
    officer.may_not(&path, "record_sale", sale(1, true), 422, "G66_ONE_BIDDER").await;
    officer.may_not(&path, "record_sale", sale(2, false), 422, "G-BUYER-CONDITION").await;
    officer.does(&path, "record_sale", sale(2, true)).await;
    officer
        .may_not(
            &path,
            "agree_taking",
            json!({"price": 1, "paper": "x", "terms": {"creditor": path.rsplit('/').next()}}),
            409,
            "G52_BEFORE_WINNER",
        )
        .await;
    let deposit = json!({"paper": "Sổ tiết kiệm"});
    officer.may_not(&path, "deposit_sale_money", deposit, 409, "G-STATE").await;
}

async fn payment_is_extended_once_at_most_to_sixty_days(app: App) {
    let (_, path) = house::sold(&app).await;
    let officer = app.officer();
    let until = |day: &str| json!({"until": day, "paper": "Thỏa thuận của các bên"});
    officer.may_not(&path, "extend_payment", until("2026-12-01"), 422, "G55_BUYER_PAID").await;
    let extended = officer.does(&path, "extend_payment", until("2026-11-27")).await;
    assert_eq!(extended["asset"]["sale"]["pay_until"], "2026-11-27");
    app.on("2026-11-28");
    app.accountant()
        .may_not(&path, "record_buyer_payment", transfer(800_000_000), 422, "G55_BUYER_PAID")
        .await;
    let kept = officer.does(&path, "rescind_sale", json!({"forfeited_deposit": 70_000_000})).await;
    assert_eq!(kept["asset"]["rounds"][0]["forfeited_deposit"], 70_000_000);
    let again = officer.does(&path, "resume_handling", json!({"paper": "Tiếp tục xử lý"})).await;
    assert_eq!(
        (&again["asset"]["state"], &again["asset"]["start_price"]),
        (&json!("ready_for_auction"), &json!(700_000_000))
    );
}

async fn it_is_handed_over_paid_planned_and_registered(app: App) {
    let (_, path) = house::sold(&app).await;
    let officer = app.officer();
    let (_, unmet) = gate(&app, &path, "ready_to_hand_over").await;
    assert_eq!(unmet, ["G55_BUYER_PAID", "G-HANDOVER-PLAN"]);
    app.accountant().does(&path, "record_buyer_payment", transfer(800_000_000)).await;
    let over = |vacant: bool, forced: Value| json!({"vacant": vacant, "receiver_present": true, "forced_under": forced});
    officer.may_not(&path, "hand_over", over(true, Value::Null), 409, "G-HANDOVER-PLAN").await;
    officer.may_not(&path, "buyer_rescinds", json!({"paper": "Đơn"}), 409, "G60_NOT_LATE").await;
    officer
        .does(&path, "record_handover_plan", json!({"planned_on": "2026-10-20", "content": "Giao tại nhà"}))
        .await;
    ready(&app, &path, "ready_to_hand_over").await;
    officer.may_not(&path, "hand_over", over(false, Value::Null), 422, "G60_HANDOVER").await;
    let unknown = json!(path.rsplit('/').next());
    officer.may_not(&path, "hand_over", over(false, unknown), 422, "G24_PLAN").await;
    officer.does(&path, "deposit_sale_money", json!({"paper": "Sổ tiết kiệm 01"})).await;
    let watched = app.head().get("/assets?watch=not_handed_over").await.items();
    assert_eq!(watched.len(), 1);
    assert!(app.head().get("/assets?watch=handover_overdue").await.items().is_empty());
    app.on("2026-12-15");
    assert_eq!(app.head().get("/assets?watch=handover_overdue").await.items().len(), 1);
    officer.does(&path, "hand_over", over(true, Value::Null)).await;
    assert!(app.head().get("/assets?watch=not_handed_over").await.items().is_empty());
    let file = |complete: bool| json!({"complete": complete, "revocation_asked": true});
    officer.may_not(&path, "give_title_file", file(false), 422, "G60_HANDOVER").await;
    officer.does(&path, "give_title_file", file(true)).await;
    officer.does(&path, "record_reoccupation", json!({"paper": "Đơn của người mua"})).await;
}

async fn a_late_delivery_and_a_cancelled_result_undo_the_sale(app: App) {
    let (_, path) = house::sold(&app).await;
    let officer = app.officer();
    let cancel = |paper: &str| json!({"ground": "collusion", "paper": paper});
    officer.may_not(&path, "cancel_result", cancel(" "), 422, "G65_CANCEL").await;
    app.accountant().does(&path, "record_buyer_payment", transfer(800_000_000)).await;
    app.on("2026-12-02");
    officer.does(&path, "buyer_rescinds", json!({"paper": "Thông báo hủy hợp đồng"})).await;
    officer.does(&path, "resume_handling", json!({"paper": "Tiếp tục"})).await;
    let (_, other) = house::sold(&app).await;
    let cancelled = officer.does(&other, "cancel_result", cancel("Bản án số 12")).await;
    assert_eq!(cancelled["asset"]["state"], "result_cancelled");
}

/// To the floor: what reduced is worth no more than the costs is offered, then returned; it may not be dealt in until all is paid.
async fn at_the_floor_it_is_offered_and_returned(app: App) {
    let (case, path) = house::ready(&app).await;
    house::to_session(&app, &path, 700_000_000, "2026-09-30").await;
    let officer = app.officer();
    officer.does(&path, "record_failed_auction", house::failed()).await;
    as_if(&app, &path, |doc| doc["costs"] = json!(640_000_000));
    officer.does(&path, "decide_reduction", json!({"new_price": 640_000_000})).await;
    officer.does(&path, "offer_to_creditor", json!({})).await;
    officer.may_not(&path, "lift_restriction", json!({"paper": "x"}), 409, "G-STATE").await;
    let back = officer.does(&path, "return_restricted", json!({"paper": "Biên bản từ chối nhận"})).await;
    assert_eq!(back["asset"]["state"], "returned_restricted");
    officer.may_not(&path, "lift_restriction", json!({"paper": "x"}), 409, "G61_RELEASE").await;
    let body = json!({"kind": "coerced_payment", "channel": "transfer", "amount": 900_000_000, "payer": null,
        "bank_reference": "FT-5"});
    app.accountant().does(&case.path, "receive_money", body).await;
    let free = officer.does(&path, "lift_restriction", json!({"paper": "Đã nộp đủ"})).await;
    assert_eq!(free["asset"]["state"], "released");
}

/// From the second reduction on: no reduction past the creditor's option, none while he may still take it; a taker pays in time or has
/// lost it, and the debtor may pay everything instead.
async fn from_the_second_reduction_on_the_creditor_comes_first(app: App) {
    let (case, path) = house::ready(&app).await;
    house::to_session(&app, &path, 700_000_000, "2026-09-30").await;
    let officer = app.officer();
    officer.does(&path, "record_failed_auction", house::failed()).await;
    as_if(&app, &path, |doc| doc["reductions"] = json!(2));
    let lower = |refused: bool| json!({"new_price": 650_000_000, "creditor_refused": refused});
    officer.may_not(&path, "decide_reduction", lower(false), 409, "G49_OFFER").await;
    officer.does(&path, "offer_to_creditor", json!({})).await;
    officer.may_not(&path, "decide_reduction", lower(false), 422, "G49_REFUSAL").await;
    let take = json!({"creditor": case.party(1)});
    officer.does(&path, "creditor_takes", take.clone()).await;
    let told = officer.does(&path, "tell_debtor_of_taking", json!({})).await;
    app.after(&told["asset"]["sale"]["pay_until"]);
    let called = officer.does(&path, "call_for_taking_payment", json!({})).await;
    app.after(&called["asset"]["sale"]["pay_until"]);
    let late = transfer(5_000_000);
    app.accountant().may_not(&path, "record_taking_payment", late, 422, "G56_TAKER_PAID").await;
    officer.does(&path, "lapse_taking", json!({})).await;
    officer.does(&path, "creditor_takes", take).await;
    officer.does(&path, "tell_debtor_of_taking", json!({})).await;
    let paid = app.accountant().does(&path, "record_redemption", transfer(905_000_000)).await;
    assert_eq!((&paid["asset"]["state"], &paid["asset"]["sale"]), (&json!("redeemed"), &Value::Null));

    let (_, other) = house::ready(&app).await;
    house::to_session(&app, &other, 700_000_000, "2026-09-30").await;
    officer.does(&other, "record_failed_auction", house::failed()).await;
    as_if(&app, &other, |doc| doc["reductions"] = json!(2));
    officer.does(&other, "offer_to_creditor", json!({})).await;
    let reduced = officer.does(&other, "decide_reduction", lower(true)).await;
    assert_eq!(reduced["asset"]["reductions"], 3);
}

/// Somebody else's collateral is never sold for what it secures: its seizure is recalled.
async fn collateral_of_others_has_a_floor_of_its_own(app: App) {
    let (_, path) = house::ready(&app).await;
    as_if(&app, &path, |doc| {
        doc["verified"]["findings"]["mortgage"] = json!({"contract": "A", "secured": 640_000_000});
    });
    house::to_session(&app, &path, 700_000_000, "2026-09-30").await;
    let officer = app.officer();
    officer.does(&path, "record_failed_auction", house::failed()).await;
    officer
        .may_not(&path, "decide_reduction", json!({"new_price": 645_000_000}), 422, "G48_SECURED_FLOOR")
        .await;
    let revoked = officer.does(&path, "revoke_seizure", json!({"paper": "Quyết định thu hồi"})).await;
    assert_eq!(revoked["asset"]["state"], "seizure_revoked");
    assert_eq!(
        revoked["asset"]["notices"]["registry_on"], "2026-08-12",
        "the day it was told of the seizure"
    );
    let (_, other) = house::ready(&app).await;
    officer.may_not(&other, "revoke_seizure", json!({"paper": "x"}), 409, "G48_FLOOR").await;
}

/// The three cases of what a taker pays in, worked by hand (ND152 66).
async fn what_a_taker_pays_in(app: App) {
    let items = [owed("other", 300_000_000, Some(1)), owed("other", 100_000_000, Some(2))];
    let (case, path) = agreed_to_be_taken(&app, &items).await;
    let officer = app.officer();
    let take = |price: i64, consent: bool| json!({"price": price, "paper": "Biên bản", "terms": {"creditor": case.party(1), "others_consent": consent}});
    officer.may_not(&path, "agree_taking", take(100_000_000, false), 422, "G57_TAKE_AGREED").await;
    // Costs 3 million. 403,000,001 is more than everything owed and the costs: the price less his own claim.
    for (price, payable) in [
        (403_000_001, 103_000_001),
        // Of what is left of the price, 400 million, three quarters are his.
        (403_000_000, 103_000_000),
        (203_000_000, 53_000_000),
        (3_000_000, 0),
    ] {
        let asked = officer.does(&path, "agree_taking", take(price, true)).await;
        assert_eq!(asked["asset"]["sale"]["payable"], payable, "of {price}");
        app.after(&asked["asset"]["sale"]["pay_until"]);
        officer.does(&path, "lapse_taking", json!({})).await;
    }
    let asked = officer.does(&path, "agree_taking", take(203_000_000, true)).await;
    app.accountant().does(&path, "record_taking_payment", transfer(53_000_000)).await;
    house::deliver(&app, &path).await;
    let owed = officer.get(&case.path).await.ok();
    assert_eq!(owed["amount_paid"], 150_000_000, "{asked}");
    let id = path.rsplit('/').next().unwrap();
    let shown = officer.get(&format!("{}/distribution-preview?asset={id}", case.path)).await.ok();
    let lines = shown["lines"].as_array().unwrap();
    let his = lines.iter().filter(|line| line["obligation"] == case.item(0));
    assert_eq!(his.count(), 0, "the taker has had his share: {shown}");
    let other: i64 = lines
        .iter()
        .filter(|line| line["obligation"] == case.item(1))
        .map(|line| line["share_dong"].as_i64().unwrap())
        .sum();
    assert_eq!(other, 50_000_000);
}

/// The thing secured the taker's own claim: what he paid in is the others', and the fee on what he took is decided apart.
async fn a_secured_taker_leaves_what_he_paid_in_to_the_others(app: App) {
    let mut items = [owed("other", 100_000_000, Some(1)), owed("other", 300_000_000, Some(2))];
    items[0]["secured"] = json!(true);
    let (case, path) = agreed_to_be_taken(&app, &items).await;
    let take = json!({"price": 203_000_000, "paper": "Biên bản",
        "terms": {"creditor": case.party(1), "others_consent": true}});
    let asked = app.officer().does(&path, "agree_taking", take).await;
    assert_eq!(asked["asset"]["sale"]["payable"], 103_000_000);
    app.accountant().does(&path, "record_taking_payment", transfer(103_000_000)).await;
    house::deliver(&app, &path).await;
    as_if(&app, &path, |doc| {
        doc["verified"]["findings"]["mortgage"] =
            json!({"contract": "HĐTC-1", "secured": 100_000_000, "judged": true});
    });
    let id = path.rsplit('/').next().unwrap();
    let shown = app.officer().get(&format!("{}/distribution-preview?asset={id}", case.path)).await.ok();
    assert_eq!(shown["source"], "secured_creditor");
    let lines = shown["lines"].as_array().unwrap();
    let of = |item: Value| -> i64 {
        let own = lines.iter().filter(|line| line["obligation"] == item);
        own.map(|line| line["share_dong"].as_i64().unwrap()).sum()
    };
    assert_eq!((of(case.item(0)), of(case.item(1))), (0, 100_000_000), "{shown}");

    app.officer().does(&case.path, "propose_fee_decision", json!({"creditor": case.party(1)})).await;
    app.head().does(&case.path, "decide_fee", json!({})).await;
    let account = app.auditor().get(&case.sub("fees")).await.items()[0].clone();
    assert_eq!((&account["received"], &account["due"]), (&json!(100_000_000), &json!(3_000_000)));
}

async fn agreed_to_be_taken(app: &App, items: &[Value]) -> (Case, String) {
    let (case, path) = house::enforceable(app, items, 300_000_000).await;
    house::seize(app, &path).await;
    (case, path)
}

on_both_engines!(
    no_auction_without_the_head_and_where_called_for_the_procuracy,
    the_best_fit_organisation_is_chosen_and_made_public,
    the_gate_to_the_auction_line_by_line,
    a_claim_or_an_interruption_closes_every_gate,
    posting_notices_viewing_and_files_have_their_times,
    an_auction_pauses_and_stops_on_its_ground_only,
    the_debtor_redeems_in_time_and_in_full,
    who_may_win_and_what_a_single_bidder_means,
    payment_is_extended_once_at_most_to_sixty_days,
    it_is_handed_over_paid_planned_and_registered,
    a_late_delivery_and_a_cancelled_result_undo_the_sale,
    at_the_floor_it_is_offered_and_returned,
    from_the_second_reduction_on_the_creditor_comes_first,
    collateral_of_others_has_a_floor_of_its_own,
    what_a_taker_pays_in,
    a_secured_taker_leaves_what_he_paid_in_to_the_others,
);
