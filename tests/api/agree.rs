//! "May I" and "do it" agree. On random walks any person tries any action with a well-formed body: it succeeds (or its content
//! is wrong) exactly when the list says `allowed`; otherwise it is refused for exactly the listed reasons. Never a failure of
//! the server, never an unknown state, and the version moves on success only.

use serde_json::{Value, json};
use thads::domain::lifecycle::Lifecycle;
use thads::domain::lifecycle::asset::AssetLifecycle;
use thads::domain::lifecycle::case::CaseLifecycle;
use thads::domain::lifecycle::money::{DistributionLifecycle, PayoutLifecycle};

use crate::support::build::{self, Case, owed, proactive};
use crate::support::client::tagged;
use crate::support::{App, As, house, on_both_engines};

const WALKS: u64 = 6;
const STEPS: u32 = 40;
const PEOPLE: &[&str] = &[
    "officer",
    "officer",
    "officer",
    "head",
    "head",
    "accountant",
    "cashier",
    "clerk",
    "auditor",
    "second_officer",
    "deputy",
];

/// Marsaglia's xorshift: the same walk for the same seed.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % u64::try_from(sides).unwrap()).unwrap()
    }

    fn pick<'a, T>(&mut self, from: &'a [T]) -> &'a T {
        &from[self.roll(from.len())]
    }

    fn chance(&mut self, percent: usize) -> bool {
        self.roll(100) < percent
    }
}

/// Where a walk is.
struct Walk<'a> {
    app: &'a App,
    case: Case,
    dice: Dice,
    done: u32,
    refused: u32,
}

impl Walk<'_> {
    async fn go(&mut self) {
        for _ in 0..STEPS {
            let days = *self.dice.pick(&[0, 0, 0, 1, 3, 8, 20, 180]);
            self.app.clock.advance(chrono::TimeDelta::days(days));
            if self.dice.chance(10) {
                let body = json!({"case": self.case.id, "owner": self.case.debtor(), "kind": "house", "name": "Nhà"});
                let made = self.app.officer().post("/assets", &body).await;
                assert!(matches!(made.status, 201 | 422), "{}", made.text);
            }
            if self.dice.chance(15) {
                let asset = self.pick("assets").await.map(|asset| asset["id"].clone());
                let body = json!({"case": self.case.id, "asset": asset, "rent_region": 2});
                let made = self.app.officer().post("/distributions", &body).await;
                assert!(matches!(made.status, 201 | 422), "{}", made.text);
            }
            let path = self.target().await;
            self.step(&path).await;
        }
    }

    async fn pick(&mut self, what: &str) -> Option<Value> {
        let list =
            self.app.officer().get(&self.case.sub(what)).await.ok()["items"].as_array().unwrap().clone();
        if list.is_empty() { None } else { Some(self.dice.pick(&list).clone()) }
    }

    /// The case, one of its assets, its last distribution, or one of its payouts.
    async fn target(&mut self) -> String {
        let case = self.case.path.clone();
        let id = |one: &Value| one["id"].as_str().unwrap().to_owned();
        match self.dice.roll(6) {
            0 | 1 => self.pick("assets").await.map_or(case, |one| format!("/assets/{}", id(&one))),
            2 => self.pick("payouts").await.map_or(case, |one| format!("/payouts/{}", id(&one))),
            3 => self
                .pick("payouts")
                .await
                .map_or(case, |one| format!("/distributions/{}", one["distribution"].as_str().unwrap())),
            _ => case,
        }
    }

    async fn step(&mut self, path: &str) {
        let name = *self.dice.pick(PEOPLE);
        let who = self.app.as_(name);
        let board = who.get(&format!("{path}/actions")).await;
        if board.status == 404 {
            let tried = who.act_at(path, "open_file", json!({}), "\"1\"").await;
            assert!(matches!(tried.status, 404 | 422), "{name} {path}: {}", tried.text);
            return;
        }
        let etag = board.header("etag").unwrap().to_owned();
        let board = board.ok();
        known(path, board["state"].as_str().unwrap());
        let actions = board["actions"].as_array().unwrap();
        let allowed: Vec<&Value> = actions.iter().filter(|one| one["allowed"] == true).collect();
        let one = match allowed.is_empty() || self.dice.chance(35) {
            true => self.dice.pick(actions),
            false => *self.dice.pick(&allowed),
        };
        let action = one["action"].as_str().unwrap().to_owned();
        let body = self.body(&action, path).await;
        let tried =
            if self.dice.chance(25) { Some(dry(who, path, &action, &body, &etag).await) } else { None };
        let answer = who.act_at(path, &action, body.clone(), &etag).await;
        let note = format!("{name} {action} {path} {body}: {}", answer.text);
        if let Some(tried) = tried {
            assert_eq!(tried, answer.status, "trying and doing differ: {note}");
        }
        let after = who.get(&format!("{path}/actions")).await;
        let moved = after.header("etag") != Some(etag.as_str());
        if one["allowed"] == true {
            assert!(matches!(answer.status, 200 | 422), "listed as allowed: {note}");
            assert!(answer.status == 200 || answer.json()["code"] == "invalid_content", "{note}");
            self.done += u32::from(answer.status == 200);
        } else {
            self.refused += 1;
            let listed: Vec<&str> = one["unmet"]
                .as_array()
                .unwrap()
                .iter()
                .map(|unmet| unmet["code"].as_str().unwrap())
                .collect();
            assert_eq!(answer.codes(), listed, "{note}");
            let authority = listed.iter().all(|code| matches!(*code, "G-ROLE" | "G-SIGNER" | "G-FOUR-EYES"));
            assert_eq!(answer.status, if authority { 403 } else { 409 }, "{note}");
        }
        assert_eq!(moved, answer.status == 200, "the version moves on success only: {note}");
    }

    /// A body that can be read, whether or not it is right.
    async fn body(&mut self, action: &str, path: &str) -> Value {
        let app = self.app;
        let today = thads::service::clock::Clock::today(app.clock.as_ref());
        let later = |days: i64| (today + chrono::TimeDelta::days(days)).to_string();
        let party = self.dice.roll(2);
        let party = self.case.party(party);
        let seen = app.auditor().get(path).await.ok();
        let price = seen["start_price"].as_i64().unwrap_or(100_000_000);
        let unpaid =
            seen["sale"]["payable"].as_i64().unwrap_or(0) - seen["sale"]["paid"].as_i64().unwrap_or(0);
        let last = |list: &Value| list.as_array().and_then(|list| list.last()).map(|one| one["id"].clone());
        let decision = last(&seen["decisions"]).unwrap_or_else(|| self.case.id.clone());
        let measure =
            seen["measures"].as_array().and_then(|list| list.last()).map(|one| one["decision"].clone());
        let yes = self.dice.chance(90);
        match action {
            "assign_officer" => json!({"division": null, "officer": app.id("officer"), "no_conflict": yes}),
            "send_to_procuracy" => json!({"decision": decision}),
            "record_direct_notice" => json!({"debtor": self.case.debtor(), "channel": "physical",
                "receiver": "addressee", "hour": null, "witness": yes}),
            "record_failed_delivery" => {
                json!({"debtor": self.case.debtor(), "reason": "Vắng mặt", "witness": yes})
            }
            "post_notice" => {
                json!({"debtor": self.case.debtor(), "at_commune": true, "at_residence": true, "witness": yes})
            }
            "take_down_posting" => json!({"debtor": self.case.debtor()}),
            "record_performance" => {
                json!({"obligation": self.case.item(0), "amount": 1_000_000, "evidence": "Giấy nhận tiền"})
            }
            "receive_money" => json!({"kind": "coerced_payment", "channel": "transfer", "amount": 20_000_000,
                "payer": null, "bank_reference": "FT-1"}),
            "apply_security_measure" => {
                json!({"debtor": self.case.debtor(), "measure": "SM-FRZ-ACC", "reason": "Tẩu tán"})
            }
            "coerce_early" | "issue_coercion_decision" => {
                json!({"debtor": self.case.debtor(), "measure": "CM-ACC", "reason": if yes { json!("Tẩu tán") } else { Value::Null }})
            }
            "conclude_enforceable" => {
                json!({"means": if yes { "assets" } else { "income" }, "confirmed_by": "UBND"})
            }
            "propose_not_enforceable" => build::no_means(&today.to_string()),
            "publish_debtor" => json!({"portal_entry": "https://thads.example/1", "sent_to_commune": yes}),
            "verify_periodically" | "verify_new_information" => {
                json!({"shows_ability": !yes, "confirmed_by": "UBND"})
            }
            "receive_new_information" => json!({"source": "creditor"}),
            "release_measures" => {
                json!({"decision": measure.unwrap_or(decision), "ground": "agreed", "proof": "Đơn"})
            }
            "propose_postponement" => json!({"ground": "HO-C", "proof": "Đơn", "until": later(30)}),
            "propose_termination" => json!({"ground": "DC-4", "proof": "Đơn", "harms_others": !yes}),
            "query_registry" => json!({"registry": "Văn phòng đăng ký"}),
            "record_verification" => {
                json!({"registry_answered_on": today.to_string(), "owned_by_debtor": yes,
                "estimated_value": 30_000_000})
            }
            "exclude_asset" => json!({"entry": "EX-2dd"}),
            "issue_seizure_decision" => json!({"proportion_exception": null}),
            "serve_seizure_notices" => json!({"seizure": true, "costs": true, "urgent_reason": null}),
            "carry_out_seizure" => house::minutes(),
            "sign_valuation_contract" => json!({"firm": "Công ty Mẫu", "firm_eligible": yes}),
            "record_valuation" | "record_revaluation" => {
                json!({"value": 100_000_000, "certificate": "CT-1", "valid_until": later(180), "costs": 1_000})
            }
            "serve_valuation_result" => json!({"party": party}),
            "request_revaluation" => json!({"party": party, "advance_paid": yes, "firm": "Công ty Hai"}),
            "close_preemption" => json!({"notified_on": today.to_string(), "waived": yes}),
            "publish_selection_notice" => {
                json!({"own_page": "https://a.example", "national_portal": "https://b.example"})
            }
            "choose_auction_organisation" => json!({"organisation": "Tổ chức Mẫu", "scored": yes}),
            "sign_auction_contract" => house::contract(price, &later(40)),
            "announce_auction" => json!({"posted_at": "Trụ sở"}),
            "record_sale" => json!({"price": price + 1, "bidders": 2}),
            "decide_reduction" => json!({"new_price": price - price / 20, "creditor_refused": yes}),
            "creditor_takes" => {
                json!({"creditor": self.case.party(1), "payable": price / 2, "others_consent": yes})
            }
            "record_buyer_payment" | "record_taking_payment" => house::transfer(unpaid),
            "hand_over" => json!({"vacant": yes, "receiver_present": true}),
            "release_seizure" => json!({"ground": "agreed", "proof": "Đơn"}),
            "order_payouts" => json!({"means": "transfer"}),
            "confirm_payout" => json!({"bank_reference": "FT-9"}),
            "record_paper" => json!({"gives": "HO-C", "source": "creditor", "content": "Đơn"}),
            _ => sequel(action, &self.case, &later(10), &today.to_string()),
        }
    }
}

/// Bodies of intake's sequels, and of what takes no more than a reason.
fn sequel(action: &str, case: &Case, later: &str, today: &str) -> Value {
    match action {
        "propose_new_alimony_level" => json!({"obligations": [case.item(0)], "from": later,
            "consequence": "Phần đã thi hành giữ nguyên"}),
        "record_late_payment_notice" => json!({"creditor": case.party(1), "evidence": "Biên bản"}),
        "close_late_payment" => {
            json!({"creditor": case.party(1), "outcome": "collected", "evidence": "Phiếu chi"})
        }
        "complete_import" => json!({"requested_on": today}),
        _ if action.starts_with("propose_") => json!({"reason": "Theo hồ sơ"}),
        _ => json!({}),
    }
}

async fn dry(who: As<'_>, path: &str, action: &str, body: &Value, etag: &str) -> u16 {
    let body = tagged(action, body.clone());
    who.post_with(&format!("{path}/actions?dry_run=true"), &body, &[("If-Match", etag)]).await.status
}

fn known(path: &str, state: &str) {
    let states = match path.split('/').nth(1) {
        Some("assets") => AssetLifecycle::states(),
        Some("distributions") => DistributionLifecycle::states(),
        Some("payouts") => PayoutLifecycle::states(),
        _ => CaseLifecycle::states(),
    };
    assert!(states.contains(&state), "{path}: {state}");
}

/// Walks from cases that `start` makes; together they must have done and been refused enough to mean something.
async fn walks(app: App, seed: u64, start: impl AsyncFn(&App) -> Case) {
    let (mut done, mut refused) = (0, 0);
    for walk in 0..WALKS {
        let case = start(&app).await;
        let dice = Dice((seed * 1_000 + walk + 1).wrapping_mul(0x9E37_79B9_7F4A_7C15));
        let mut walk = Walk { app: &app, case, dice, done: 0, refused: 0 };
        walk.go().await;
        done += walk.done;
        refused += walk.refused;
    }
    assert!(done > 20 && refused > 20, "{done} done, {refused} refused: these walks say little");
}

async fn from_a_new_case(app: App) {
    walks(app, 1, async |app| build::on_request(app, &[owed("other", 50_000_000, Some(1))]).await).await;
}

async fn from_a_proactive_case(app: App) {
    walks(app, 2, async |app| {
        let case = build::on_own_motion(app, &[proactive("court_fee", 50_000_000)]).await;
        build::verifying(app, &case).await;
        case
    })
    .await;
}

async fn from_a_debtor_without_means(app: App) {
    walks(app, 3, async |app| {
        let case = build::on_request(app, &[owed("other", 50_000_000, Some(1))]).await;
        build::not_enforceable(app, &case).await;
        case
    })
    .await;
}

async fn from_a_valued_house(app: App) {
    walks(app, 4, async |app| house::valued(app).await.0).await;
}

async fn from_a_house_handed_over(app: App) {
    walks(app, 5, async |app| {
        let (case, asset) = house::handed_over(app).await;
        let id = asset.rsplit('/').next().unwrap();
        let body = json!({"case": case.id, "asset": id, "rent_region": null});
        let made = app.officer().post("/distributions", &body).await.ok();
        let path = format!("/distributions/{}", made["distribution"]["id"].as_str().unwrap());
        app.head().does(&path, "approve_distribution", json!({})).await;
        app.accountant().does(&path, "order_payouts", json!({"means": "transfer"})).await;
        case
    })
    .await;
}

on_both_engines!(
    from_a_new_case,
    from_a_proactive_case,
    from_a_debtor_without_means,
    from_a_valued_house,
    from_a_house_handed_over,
);
