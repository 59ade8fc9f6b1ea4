//! The store of exhibits in any order: on random walks anybody tries any of its actions. "May I" and "do it" agree here too; that after
//! every step what came in is what went out and what is there, the invariants judge (I32).

use serde_json::{Value, json};

use crate::agree::Dice;
use crate::support::exhibits::{accepted, case, entry, exit, line, moved, now, own_store, police};
use crate::support::{App, on_both_engines};

/// The same as the engine of the walks on cases, on a lot with lines in the own store and elsewhere.
struct Walk<'a> {
    app: &'a App,
    lot: String,
    seen: Value,
    dice: Dice,
    done: u32,
    refused: u32,
}

const PEOPLE: &[&str] = &["officer", "head", "accountant", "storekeeper", "clerk"];

impl Walk<'_> {
    async fn step(&mut self) {
        let seen = self.seen.clone();
        let name = if self.dice.chance(60) { turn(&seen) } else { *self.dice.pick(PEOPLE) };
        let who = self.app.as_(name);
        let board = who.get(&format!("{}/actions", self.lot)).await;
        let etag = board.header("etag").unwrap().to_owned();
        let board = board.ok();
        let actions = board["actions"].as_array().unwrap();
        let of_store =
            |one: &&Value| self.body(one["action"].as_str().unwrap(), &json!({}), &mut Dice(7)).is_some();
        let mut mine: Vec<&Value> = actions.iter().filter(of_store).collect();
        if self.dice.chance(80) {
            // Counting is always possible, and moves nothing.
            mine.retain(|one| one["action"] != "propose_inventory");
        }
        let allowed: Vec<&Value> = mine.iter().copied().filter(|one| one["allowed"] == true).collect();
        let one = if allowed.is_empty() || self.dice.chance(20) {
            *self.dice.pick(&mine)
        } else {
            *self.dice.pick(&allowed)
        };
        let action = one["action"].as_str().unwrap();
        let mut dice = Dice(self.dice.0);
        self.dice.roll(2);
        let body = self.body(action, &seen, &mut dice).unwrap();
        let answer = who.act_at(&self.lot, action, body.clone(), &etag).await;
        let note = format!("{action} {body}: {}", answer.text.chars().take(600).collect::<String>());
        if one["allowed"] == true {
            assert!(matches!(answer.status, 200 | 422), "listed as allowed: {note}");
        } else {
            let listed = one["unmet"].as_array().unwrap().iter().map(|unmet| unmet["code"].as_str().unwrap());
            assert_eq!(answer.codes(), listed.collect::<Vec<_>>(), "{note}");
            assert!(matches!(answer.status, 403 | 409), "{note}");
        }
        self.done += u32::from(answer.status == 200);
        self.refused += u32::from(answer.status != 200);
        if answer.status == 200 {
            self.seen = answer.json()["exhibit"].clone();
        }
    }

    /// A body for an action of the store; none for any other.
    fn body(&self, action: &str, seen: &Value, dice: &mut Dice) -> Option<Value> {
        // Mostly a line of which something is there to move, sometimes any.
        let out = action != "propose_store_entry";
        let fits = |line: &&Value| match out {
            true => line["stock"] != "0",
            false => line["outside"] != "0" || line["taken_in"] == "0",
        };
        let lines = seen["lines"].as_array().cloned().unwrap_or_default();
        let some: Vec<&Value> = lines.iter().filter(fits).collect();
        let of = if some.is_empty() || dice.chance(15) { lines.iter().collect() } else { some };
        let line = if of.is_empty() { Value::Null } else { (*dice.pick(&of)).clone() };
        let seq = u32::try_from(line["seq"].as_u64().unwrap_or(1)).unwrap();
        let some = *dice.pick(&["0.5", "0.5", "1", "1", "2", "5", "9"]);
        let at = thads::service::clock::Clock::now(self.app.clock.as_ref());
        // Mostly the newest order that waits, sometimes any.
        let orders = seen["orders"].as_array().cloned().unwrap_or_default();
        let waits = |order: &&Value| order["done_on"].is_null() && order["withdrawn_on"].is_null();
        let order = orders.iter().rev().find(waits).or(orders.last());
        let order = order.map_or(json!(self.app.office), |order| order["id"].clone());
        let whole = line["stock"].as_str().filter(|stock| *stock != "0").unwrap_or(some);
        Some(match action {
            "propose_store_entry" => {
                let outside = line["outside"].as_str().is_some_and(|outside| outside != "0");
                entry(if outside || dice.chance(10) { "return" } else { "entry" }, &[moved(seq, some)])
            }
            "propose_store_exit" => match dice.roll(4) {
                0 => exit("release", &[moved(seq, whole)], json!({"at": at})),
                1 if dice.chance(50) => {
                    let to = if dice.chance(50) { own_store() } else { police() };
                    exit("transfer", &[moved(seq, whole)], json!({"to": to}))
                }
                _ => exit(
                    "extract",
                    &[moved(seq, some)],
                    json!({"request": {"number": "9", "on": "2026-07-15"}}),
                ),
            },
            "order_store_entry" | "order_store_exit" | "sign_inventory" => json!({}),
            "issue_store_slip" => json!({"order": order}),
            "carry_out_store_order" => json!({"order": order, "minutes": "BB"}),
            "record_keeper_movement" => json!({"order": order, "slip": "PX"}),
            "withdraw_store_order" => {
                let order = if dice.chance(10) { order } else { json!(self.app.office) };
                json!({"order": order, "reason": "Thôi"})
            }
            "propose_inventory" => json!({"period": "ad_hoc", "accountant": self.app.id("accountant"),
                "counts": [{"line": seq, "counted": some, "seal": null, "condition": "Cũ"}]}),
            _ => return None,
        })
    }
}

/// Whose turn it is, for something to come of it.
fn turn(lot: &Value) -> &'static str {
    let orders = lot["orders"].as_array().unwrap();
    let waits = |order: &&Value| order["done_on"].is_null() && order["withdrawn_on"].is_null();
    match orders.iter().rev().find(waits) {
        Some(order) if !order["slip"].is_null() => "storekeeper",
        Some(_) if lot["lines"][0]["custody"]["kind"] == "own_store" => "accountant",
        None if lot["drafts"].as_object().unwrap().is_empty() => "officer",
        None => "head",
        Some(_) => "officer",
    }
}

async fn whatever_anybody_tries_the_book_balances(app: App) {
    let (mut done, mut refused) = (0, 0);
    for seed in 1..=2_u64 {
        let case = case(&app).await;
        let lines = ["destroy", "return", "confiscate"].map(|what| line(Some(&case), what));
        let lot = accepted(&app, &case, &lines, if seed == 1 { own_store() } else { Value::Null }).await;
        let dice = Dice((seed * 1_000 + 1).wrapping_mul(0x9E37_79B9_7F4A_7C15));
        let seen = now(&app, &lot).await;
        let mut walk = Walk { app: &app, lot, seen, dice, done: 0, refused: 0 };
        for _ in 0..100 {
            walk.step().await;
        }
        done += walk.done;
        refused += walk.refused;
        assert_eq!(now(&app, &walk.lot).await, walk.seen, "what was refused changed nothing");
        let moved = walk.seen["movements"].as_array().unwrap().len();
        assert!(moved > 6, "walk {seed} moved {moved} times");
    }
    assert!(done > 60 && refused > 20, "{done} done, {refused} refused: these walks say little");
}

on_both_engines!(whatever_anybody_tries_the_book_balances);
