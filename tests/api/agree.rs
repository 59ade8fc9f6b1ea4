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
use crate::support::{App, As, enforce, handover, house, moving, on_both_engines, tracks, walk_bodies};
use crate::{asset_bodies, bodies};

/// Walks from each beginning and steps of each walk. A longer run: `THADS_WALKS=1000 THADS_WALK_STEPS=200 tests/run --test api agree::`.
pub fn size(name: &str, usual: u32) -> u32 {
    std::env::var(name).map_or(usual, |given| given.parse().expect("a whole number"))
}

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
pub struct Dice(pub u64);

impl Dice {
    pub fn roll(&mut self, sides: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % u64::try_from(sides).unwrap()).unwrap()
    }

    pub fn pick<'a, T>(&mut self, from: &'a [T]) -> &'a T {
        &from[self.roll(from.len())]
    }

    pub fn chance(&mut self, percent: usize) -> bool {
        self.roll(100) < percent
    }
}

/// Where a walk is.
pub struct Walk<'a> {
    app: &'a App,
    pub case: Case,
    pub dice: Dice,
    pub done: u32,
    refused: u32,
}

impl<'a> Walk<'a> {
    /// A walk that has not begun.
    pub fn new(app: &'a App, case: Case, seed: u64) -> Walk<'a> {
        Walk { app, case, dice: Dice(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15)), done: 0, refused: 0 }
    }
}

impl Walk<'_> {
    async fn go(&mut self) {
        for _ in 0..size("THADS_WALK_STEPS", 40) {
            let days = *self.dice.pick(&[0, 0, 0, 1, 3, 8, 20, 180]);
            self.app.clock.advance(chrono::TimeDelta::days(days));
            self.one().await;
        }
    }

    /// One step, and now and then something new.
    pub async fn one(&mut self) {
        if self.dice.chance(10) {
            let body =
                json!({"case": self.case.id, "owner": self.case.debtor(), "kind": "house", "name": "Nhà"});
            let made = self.app.officer().post("/assets", &body).await;
            assert!(matches!(made.status, 201 | 404 | 422), "{}", made.text);
        }
        if self.dice.chance(15) {
            let asset = self.pick("assets").await.map(|asset| asset["id"].clone());
            let body = json!({"case": self.case.id, "asset": asset, "rent_region": 2});
            let made = self.app.officer().post("/distributions", &body).await;
            assert!(matches!(made.status, 201 | 404 | 422), "{}", made.text);
        }
        let path = self.target().await;
        self.step(&path).await;
    }

    async fn pick(&mut self, what: &str) -> Option<Value> {
        let list =
            self.app.auditor().get(&self.case.sub(what)).await.ok()["items"].as_array().unwrap().clone();
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
                .and_then(|one| Some(format!("/distributions/{}", one["distribution"].as_str()?)))
                .unwrap_or(case),
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
        let last = |list: &Value| list.as_array().and_then(|list| list.last()).map(|one| one["id"].clone());
        let decision = last(&seen["decisions"]).unwrap_or_else(|| self.case.id.clone());
        let yes = self.dice.chance(90);
        // Each family keeps its bodies in a place of its own.
        let family = walk_bodies::body(&self.case, action, &seen, yes, today)
            .or_else(|| self.interrupting(action, &seen))
            .or_else(|| moving::body(app, &self.case, action, &seen, &today.to_string(), yes))
            .or_else(|| tracks::walk_body(&self.case, &seen, action, yes, today));
        if let Some(body) = family {
            return body;
        }
        let known = bodies::Known {
            app,
            case: &self.case,
            seen: &seen,
            decision: &decision,
            party: &party,
            today,
            yes,
        };
        if let Some(body) = bodies::of(action, &known).or_else(|| asset_bodies::of(action, &known)) {
            return body;
        }
        match action {
            "order_payouts" => json!({"means": "transfer"}),
            // payouts
            "confirm_payout" | "confirm_post" => json!({"bank_reference": "FT-9"}),
            "fail_payout" | "record_post_return" => json!({"reason": "Không thực hiện được"}),
            "return_payout" => json!({"bank_reference": "FT-9", "reason": "Tài khoản đã đóng"}),
            "order_again" => json!({"means": "transfer"}),
            "pay_at_agency" => json!({"identity": "id_card", "out_of": "transfer", "slip": "PC-1"}),
            "notify_payee" => json!({"place": "Trụ sở"}),
            "post_payout" => json!({"address_clear": yes, "wage_region": 1, "slip": "BC-1"}),
            "deposit_payout" => json!({"place": "savings", "wage_region": 1, "slip": "STK-1"}),
            "record_deposit_interest" => json!({"amount": 1_000, "bank_reference": "L-1"}),
            "propose_payout_forfeiture" => json!({"voucher": "KB-1"}),
            "propose_payout_refund" => {
                json!({"ground": "emergency", "proof": "Giấy tờ", "refund_order": "Lệnh 1"})
            }
            "find_wrong_payment" => json!({"owed_to": {"kind": "party", "id": party}, "reason": "Nhầm"}),
            "record_recovery" => {
                json!({"amount": seen["amount"], "channel": "transfer", "bank_reference": "FT-9"})
            }
            "buy_currency" | "sell_currency" => {
                json!({"currency": "USD", "amount": "1", "rate": "25400", "rate_source": "VCB", "rate_on": today})
            }
            "set_currency_aside" => json!({"currency": "USD", "amount": "1"}),
            "agree_on_dong" => json!({"paper": "Thỏa thuận"}),
            "ask_late_interest" => json!({"obligation": self.case.item(0), "paper": "Đơn"}),
            "request_fee_relief" => json!({"party": party, "ground": "FX-B", "proof": "Giấy xác nhận"}),
            "propose_fee_relief" => {
                json!({"relief": last(&seen["fees"]["reliefs"]).unwrap_or(party), "granted": yes,
                "reason": "Theo hồ sơ"})
            }
            "propose_fee_ruling" => json!({"creditors_pay": yes, "reason": "Theo hồ sơ"}),
            "propose_fee_decision" => json!({"creditor": party}),
            "propose_fee_correction" => {
                json!({"creditor": party, "received": 10_000_000, "threshold_on": today,
                "reason": "Tính lại"})
            }
            "record_fee_payment" => json!({"creditor": party, "amount": 1_000, "channel": "cash"}),
            "pay_cost" => {
                json!({"decision": decision, "kind": "CK-ALLOWANCE", "amount": 1_000, "voucher": "HD 9", "channel": "transfer"})
            }
            "draw_deposit" => json!({"slip": "TG-1", "interest": 1_000, "bank_reference": "L-1"}),
            "renew_shares" => json!({"distribution": self.case.id, "interest": 1_000, "slip": "TG-2"}),
            "free_shares" => json!({"distribution": self.case.id, "interest": 0, "bank_reference": "L-1"}),
            "extend_payout" => json!({"ground": "PX-A", "facts": "Đang xử lý tài sản khác"}),
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
        "complete_import" => json!({"requested_on": today}),
        _ if action.starts_with("propose_") => json!({"reason": "Theo hồ sơ"}),
        _ => json!({}),
    }
}

/// Papers that a walk records, so that it interrupts, resumes and ends.
const PAPERS: &[&str] = &[
    "HO-C",
    "HO-C",
    "HO-E",
    "HO-H",
    "HO-2",
    "SU-1A",
    "SU-1B",
    "SU-2A",
    "RESUME",
    "RESUME",
    "DC-4",
    "DC-6",
    "DC-8",
    "BANKR-END",
    "END-B",
];

impl Walk<'_> {
    /// Bodies of the family of interruption and ending.
    fn interrupting(&mut self, action: &str, seen: &Value) -> Option<Value> {
        let today = thads::service::clock::Clock::today(self.app.clock.as_ref());
        let until = (today + chrono::TimeDelta::days(20)).to_string();
        let mut any = |list: &Value, field: &str| {
            let list = list.as_array().filter(|list| !list.is_empty());
            list.map_or_else(|| self.case.id.clone(), |list| self.dice.pick(list)[field].clone())
        };
        let (paper, hold) = (any(&seen["papers"], "id"), any(&seen["holds"], "id"));
        let decision = any(&seen["holds"], "decision");
        let part = json!({"items": [self.case.item(0)]});
        let scope = if self.dice.chance(70) { json!({}) } else { part.clone() };
        let on_paper = json!({"paper": paper, "scope": scope, "until": until});
        Some(match action {
            "record_paper" => {
                let gives = *self.dice.pick(PAPERS);
                let ends = if gives == "RESUME" { hold } else { Value::Null };
                json!({"gives": gives, "ends": ends, "source": "court", "content": "Văn bản"})
            }
            "propose_postponement" | "propose_review_postponement" => on_paper,
            "propose_suspension" | "propose_suspension_notice" | "propose_annulment_termination" => {
                json!({"paper": paper, "scope": scope})
            }
            "propose_resumption" => json!({"hold": hold, "reason": "Hết thời hạn"}),
            "propose_suspension_end" => {
                json!({"hold": hold, "event": "bankruptcy_not_opened", "reason": "Tòa án không mở thủ tục"})
            }
            "propose_review_result" => json!({"hold": hold, "outcome": "kept", "reason": "Giữ nguyên"}),
            "propose_performed_notice" | "propose_suspension_reply" | "propose_review_notice" => {
                json!({"paper": paper, "content": "Đã thi hành một phần"})
            }
            "deposit_money" => {
                json!({"decision": decision, "amount": 1_000_000, "bank": "NH Mẫu", "slip": "TG-1"})
            }
            "propose_late_postponement" | "propose_declining_postponement" => {
                let now = thads::service::clock::Clock::now(self.app.clock.as_ref());
                let late = json!({"paper": paper, "received_at": now, "reason": "Lực lượng đã huy động",
                    "coercion_at": now + chrono::TimeDelta::hours(5)});
                if action == "propose_late_postponement" {
                    crate::support::interrupt::with(late, json!({"until": until}))
                } else {
                    late
                }
            }
            "pause_for_complaint" => {
                json!({"complaint": self.case.id, "until": until, "reason": "Hậu quả khó khắc phục"})
            }
            "lift_pause" => json!({"complaint": self.case.id}),
            "propose_served_ending" => {
                json!({"subject": "lifts_measure", "bodies_served_on": today.to_string(),
                    "issuer_served_on": today.to_string(), "reason": "Đã thông báo"})
            }
            "propose_termination" => json!({"paper": paper}),
            "propose_partial_termination" => json!({"paper": paper, "scope": part}),
            "propose_termination_recall" => json!({"paper": paper, "reason": "Đình chỉ thủ tục phá sản"}),
            "propose_legal_ending" => json!({"paper": paper, "reason": "Theo pháp luật phá sản"}),
            "propose_confirmation" => json!({"requester": self.case.debtor(), "reason": "Theo đơn"}),
            _ => return None,
        })
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
    for walk in 0..u64::from(size("THADS_WALKS", 6)) {
        let case = start(&app).await;
        let mut walk = Walk::new(&app, case, seed * 1_000 + walk + 1);
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

async fn from_something_to_return(app: App) {
    walks(app, 6, async |app| {
        let case = tracks::returning(app).await;
        tracks::waits(app, &case, "thing", None).await;
        case
    })
    .await;
}

async fn from_a_house_handed_over(app: App) {
    walks(app, 5, house::paid_out).await;
}

async fn from_a_duty_to_act(app: App) {
    walks(app, 6, async |app| enforce::able(app, &[enforce::to_do("act")], "act").await).await;
}

async fn from_a_thing_to_hand_over(app: App) {
    walks(app, 7, async |app| handover::ordered(app, handover::thing(3_000_000), "specific").await.0).await;
}

on_both_engines!(
    from_a_new_case,
    from_a_duty_to_act,
    from_a_thing_to_hand_over,
    from_a_proactive_case,
    from_a_debtor_without_means,
    from_a_valued_house,
    from_a_house_handed_over,
    from_something_to_return,
);
