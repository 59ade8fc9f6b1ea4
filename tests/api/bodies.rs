//! Plausible bodies for the random walks, one function a family: they can be read, whether or not they are right.

use serde_json::{Value, json};

use crate::support::build::{Case, no_means};
use crate::support::{App, measures};

/// What a body may be made of.
pub struct Known<'a> {
    pub app: &'a App,
    pub case: &'a Case,
    /// The aggregate as it is.
    pub seen: &'a Value,
    /// Its last decision, or any identifier.
    pub decision: &'a Value,
    /// A party.
    pub party: &'a Value,
    pub today: chrono::NaiveDate,
    /// Nearly always true.
    pub yes: bool,
}

impl Known<'_> {
    pub fn later(&self, days: i64) -> String {
        (self.today + chrono::TimeDelta::days(days)).to_string()
    }
}

/// The first family that knows the action.
pub fn of(action: &str, known: &Known<'_>) -> Option<Value> {
    [cash, line, notice, decisions, divisions].iter().find_map(|family| family(action, known))
}

/// Cash on its way, receipts taken back.
fn cash(action: &str, k: &Known<'_>) -> Option<Value> {
    let out = k.seen["money"]["cash_out"].as_array().and_then(|out| out.last());
    let receipt = out.map_or_else(|| k.decision.clone(), |one| one["receipt"].clone());
    Some(match action {
        "hand_in_cash" => json!({"receipts": [receipt]}),
        "bank_cash" => json!({"amount": 1_000_000, "into": "bank", "paper": "GNT-1"}),
        "draw_cash" => json!({"amount": 500_000, "out_of": "bank", "paper": "SEC-1"}),
        "propose_receipt_cancellation" => json!({"receipt": receipt, "reason": "Ghi nhầm"}),
        "receive_money" if k.today.to_string().ends_with('1') => {
            json!({"kind": "voluntary_payment", "channel": "cash", "amount": 2_000_000,
                "payer": k.case.debtor(), "bank_reference": null})
        }
        _ => return None,
    })
}

/// The main line.
fn line(action: &str, k: &Known<'_>) -> Option<Value> {
    Some(match action {
        "assign_officer" => json!({"division": null, "officer": k.app.id("officer"), "no_conflict": k.yes}),
        "send_to_procuracy" => json!({"decision": k.decision}),
        "record_direct_notice" => json!({"debtor": k.case.debtor(), "channel": "physical",
                "receiver": "addressee", "hour": null, "witness": k.yes}),
        "record_failed_delivery" => {
            json!({"debtor": k.case.debtor(), "reason": "Vắng mặt", "witness": k.yes})
        }
        "post_notice" => {
            json!({"debtor": k.case.debtor(), "at_commune": true, "at_residence": true, "witness": k.yes})
        }
        "take_down_posting" => json!({"debtor": k.case.debtor()}),
        "record_performance" => {
            json!({"obligation": k.case.item(0), "amount": 1_000_000, "evidence": "Giấy nhận tiền"})
        }
        "receive_money" => json!({"kind": "coerced_payment", "channel": "transfer", "amount": 20_000_000,
                "payer": null, "bank_reference": "FT-1"}),
        "apply_security_measure" => measures::freeze(k.case),
        "coerce_early" | "issue_coercion_decision" => {
            let reason = if k.yes { json!("Tẩu tán") } else { Value::Null };
            measures::but(measures::deduct(k.case, 1_000_000), "/reason", reason)
        }
        "conclude_enforceable" => {
            json!({"means": if k.yes { "assets" } else { "income" }, "confirmed_by": "UBND"})
        }
        "propose_not_enforceable" => no_means(&k.today.to_string()),
        "publish_debtor" => json!({"portal_entry": "https://thads.example/1", "sent_to_commune": k.yes}),
        "verify_periodically" | "verify_new_information" => {
            json!({"shows_ability": !k.yes, "confirmed_by": "UBND"})
        }
        "receive_new_information" => json!({"source": "creditor"}),
        "release_measures" => {
            json!({"decision": measure(k), "ground": "other_law", "proof": "Đơn"})
        }
        _ => return None,
    })
}

fn notice(action: &str, k: &Known<'_>) -> Option<Value> {
    Some(match action {
        "propose_media_notice" => json!({"ground": "many_parties", "debtors": [k.case.debtor()]}),
        "record_media_notice" => {
            json!({"decision": media(k), "organ": "Báo Mẫu",
                "first_on": k.later(-1), "consecutive": k.yes})
        }
        "send_abroad" => json!({"debtor": k.case.debtor(), "channels": ["assistance"]}),
        "urge_abroad" | "record_abroad_failure" => json!({"debtor": k.case.debtor(), "paper": "CV 1"}),
        "record_abroad_notice" => {
            json!({"debtor": k.case.debtor(), "channel": "assistance", "evidence": "Kết quả"})
        }
        "send_decision_to_prison" => {
            json!({"debtor": k.case.debtor(), "prison": "Trại giam Mẫu", "letter_complete": k.yes})
        }
        "record_prison_delivery" => {
            json!({"debtor": k.case.debtor(), "refused": k.yes, "witness": true})
        }
        "dispatch_notice" => json!({"document": k.decision, "addressee": k.party, "channel": "physical",
                "circumstances": {"address_known": true, "number_known": true}}),
        "record_valid_notice" => json!({"document": k.decision, "addressee": k.party, "channel": "physical",
                "circumstances": {"address_known": true, "number_known": true}, "receiver": "addressee",
                "evidence": "Biên bản", "completes": k.yes}),
        _ => return None,
    })
}

fn decisions(action: &str, k: &Known<'_>) -> Option<Value> {
    Some(match action {
        "request_replacement" => json!({"party": k.party, "ground": "former_role", "reasons": "Đơn"}),
        "replace_officer" => json!({"request": replacement(k), "division": null,
                "officer": k.app.id("second_officer"), "no_conflict": k.yes}),
        "refuse_replacement" => json!({"request": replacement(k), "reasons": "Không có căn cứ"}),
        "reassign_officer" => json!({"division": null, "officer": k.app.id("officer"), "no_conflict": k.yes,
                "reason": "Luân chuyển", "handover_minutes": true}),
        "propose_amendment" => json!({"decision": k.decision, "content": "Sửa", "substance_stays": k.yes,
                "consequence": "Hiệu lực giữ nguyên"}),
        "propose_recall" => json!({"decision": k.decision, "ground": "RC-C", "proof": "Văn bản",
                "consequence": "Chấm dứt"}),
        "propose_whole_recall" => json!({"ground": "RC-B", "proof": "Văn bản", "consequence": "Ra lại",
                "items": [k.case.item(0)]}),
        "propose_annulment" => json!({"decision": k.decision, "by": "superior", "proof": "Kết luận",
                "consequence": "Chấm dứt"}),
        "propose_issuer_question" => json!({"point": "Phần 2 không rõ", "complex": k.yes}),
        "record_issuer_answer" => {
            json!({"question": question(k),
                    "answered": k.yes, "content": "Trả lời"})
        }
        "propose_cassation" => json!({"ground": "Sai lầm", "authority": "Tòa án cấp cao Mẫu"}),
        _ => return None,
    })
}

/// The decision that ordered the last measure, or any identifier.
/// Divisions with a changed price.
fn divisions(action: &str, k: &Known<'_>) -> Option<Value> {
    let change = k.seen["price_changes"].as_array().and_then(|all| all.last());
    let change = change.map_or_else(|| k.case.id.clone(), |one| one["id"].clone());
    Some(match action {
        "record_valuation_advance" => json!({"party": k.party, "amount": 2_000_000, "channel": "transfer",
                "bank_reference": "FT-8"}),
        "request_price_change" => {
            json!({"thing": k.case.item(0), "payments": [k.case.item(0)], "applicant": k.party,
                "judged_value": 900_000_000, "claimed_value": 500_000_000, "proof": "Bảng giá đất",
                "delay": {"ground": "obstacle", "paper": "Văn bản 9"}})
        }
        "start_price_change_valuation" => {
            json!({"change": change, "firm": "Công ty Mẫu", "firm_eligible": k.yes})
        }
        "record_price_change_value" => json!({"change": change, "value": 700_000_000, "certificate": "CT-3",
                "valued_on": k.today}),
        "pay_price_change_valuation" => json!({"change": change, "amount": 1_000_000, "voucher": "HĐ 12",
                "channel": "transfer"}),
        "demand_price_payment" | "close_price_payment" => json!({"change": change}),
        "take_divided_thing" => json!({"change": change, "asset": k.decision}),
        _ => return None,
    })
}

fn measure(k: &Known<'_>) -> Value {
    let last = k.seen["measures"].as_array().and_then(|list| list.last());
    last.map_or(k.decision.clone(), |one| one["decision"].clone())
}

/// A decision to publish that waits, or any identifier.
fn media(k: &Known<'_>) -> Value {
    k.seen["media"][0]["decision"].as_str().map_or(k.decision.clone(), |id| json!(id))
}

/// A question to the issuer, or any identifier.
fn question(k: &Known<'_>) -> Value {
    k.seen["record"]["questions"][0]["document"].as_str().map_or(k.decision.clone(), |id| json!(id))
}

/// The request for another officer that waits for its answer, or any identifier.
fn replacement(k: &Known<'_>) -> Value {
    let list = k.seen["record"]["replacements"].as_array().cloned().unwrap_or_default();
    let waiting = list.iter().rfind(|one| one["answered_on"].is_null());
    waiting.map_or(k.seen["id"].clone(), |one| one["id"].clone())
}
