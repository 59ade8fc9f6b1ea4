//! Plausible bodies of an asset's actions for the random walks, one function a phase.

use serde_json::{Value, json};

use crate::bodies::Known;
use crate::support::house;

/// The first phase that knows the action.
pub fn of(action: &str, known: &Known<'_>) -> Option<Value> {
    [discovery, seizure, price, sale, auction, taking, delivery].iter().find_map(|phase| phase(action, known))
}

fn paper() -> Value {
    json!({"paper": "Văn bản số 1"})
}

fn start_price(k: &Known<'_>) -> i64 {
    k.seen["start_price"].as_i64().unwrap_or(100_000_000)
}

/// What is still to be paid of the running sale.
fn unpaid(k: &Known<'_>) -> i64 {
    let sale = &k.seen["sale"];
    sale["payable"].as_i64().unwrap_or(0) - sale["paid"].as_i64().unwrap_or(0)
}

fn discovery(action: &str, k: &Known<'_>) -> Option<Value> {
    let common = !k.yes;
    Some(match action {
        "query_registry" => json!({"registry": "Văn phòng đăng ký"}),
        "record_verification" => {
            let mut findings = house::findings(&k.today.to_string());
            if common {
                findings["common"] = json!({"share": null});
            }
            json!({"registry_answered_on": k.today.to_string(), "owned_by_debtor": true,
                "estimated_value": 30_000_000, "findings": findings})
        }
        "exclude_asset" => json!({"entry": "EX-2dd"}),
        "record_share" => json!({"share": {"parts": 1, "of": 2}, "paper": "Thỏa thuận"}),
        "refer_share" => json!({"by_party": k.yes, "paper": "Đơn"}),
        "dismiss_claim" => json!({"not_about_ownership": k.yes, "paper": "Biên bản"}),
        "record_ruling" => json!({"paper": "Bản án", "debtors": k.yes, "share": {"parts": 1, "of": 2}}),
        "decide_exploitation" => json!({"form": "Cho thuê", "creditor_agrees": k.yes}),
        "end_exploitation" => {
            json!({"ground": if k.yes { "inefficient" } else { "paid" }, "paper": "Biên bản"})
        }
        "ask_for_share" | "record_claim" | "accept_suit" | "report_sham" | "sign_exploitation_contract" => {
            paper()
        }
        _ => return None,
    })
}

fn seizure(action: &str, k: &Known<'_>) -> Option<Value> {
    Some(match action {
        "record_evasion" => json!({"reason": "Đang tẩu tán", "evidence": "Biên bản"}),
        "issue_seizure_decision" => json!({"proportion_exception": "indivisible", "debtors_part_only": true}),
        "serve_seizure_notices" => json!({"seizure": true, "costs": true, "urgent_reason": null}),
        "carry_out_seizure" => house::minutes(),
        "take_over_attachment" => json!({"as_described": k.yes, "custody": house::custody("holder")}),
        "seize_supplement" => json!({"name": "Máy bơm gắn liền"}),
        "demand_title_papers" => json!({"held_by_creditor": !k.yes}),
        "receive_title_papers" => json!({"unrecoverable": !k.yes}),
        "settle_goods" => json!({"end": if k.yes { "removed" } else { "priced" }}),
        "change_custody" => house::custody(if k.yes { "agency" } else { "treasury" }),
        _ => return None,
    })
}

fn price(action: &str, k: &Known<'_>) -> Option<Value> {
    Some(match action {
        "record_agreed_price" => json!({"value": 90_000_000, "paper": "Biên bản", "all_agree": k.yes}),
        "sign_valuation_contract" => json!({"firm": "Công ty Mẫu", "firm_eligible": k.yes}),
        "fix_price" => json!({"ground": "no_firm", "value": 80_000_000, "council": {"members": 3,
            "officer_chairs": k.yes, "votes_for": 2, "chair_for": true, "minutes_complete": true}}),
        "record_valuation" | "record_revaluation" => {
            json!({"value": 100_000_000, "certificate": "CT-1", "valid_until": k.later(180), "costs": 1_000})
        }
        "serve_valuation_result" => json!({"party": k.party}),
        "reconcile_papers" => house::papers(),
        "request_revaluation" => json!({"party": k.party, "advance_paid": k.yes, "firm": "Công ty Hai"}),
        "revalue" => json!({"ground": if k.yes { "violation" } else { "expired" }, "paper": "Kết luận",
            "firm": "Công ty Ba", "firm_eligible": true}),
        "keep_price" => paper(),
        _ => return None,
    })
}

fn sale(action: &str, k: &Known<'_>) -> Option<Value> {
    Some(match action {
        "notify_preemption" | "waive_preemption" => json!({"holder": k.case.party(2)}),
        "accept_preemption" | "accept_later_preemption" => json!({"holder": k.case.party(2)}),
        "record_preemption_payment" | "record_direct_payment" => house::transfer(unpaid(k)),
        "notify_direct_sale" | "record_unsold" => paper(),
        "sell_directly" => json!({"price": start_price(k), "buyers": 1, "region": 1}),
        "ask_securities_transfer" => json!({"proactive": false, "paper": "Công văn"}),
        "sell_specially" => json!({"price": 1_000_000, "evidence": "Bảng giá", "licensed": k.yes}),
        "propose_auction_dossier" => {
            let risk = json!({"risk": "credit_case", "settled": true, "finding": "Đã kiểm tra"});
            house::dossier(if k.yes { json!([]) } else { json!([risk]) })
        }
        "record_procuracy_review" => json!({"outcome": if k.yes { "clear" } else { "declined" }}),
        "request_override" => {
            json!({"guard": "G-VKS-REVIEW", "reason": "Viện kiểm sát từ chối xem trước hồ sơ này"})
        }
        _ => return None,
    })
}

fn auction(action: &str, k: &Known<'_>) -> Option<Value> {
    let price = start_price(k);
    let session = k.seen["rounds"].as_array().and_then(|rounds| rounds.last());
    let session = session.and_then(|round| round["session_on"].as_str()).map(str::to_owned);
    Some(match action {
        "publish_selection_notice" => {
            json!({"own_page": "https://a.example", "national_portal": "https://b.example"})
        }
        "choose_auction_organisation" => house::choice("Tổ chức Mẫu"),
        "use_public_centre" => json!({"centre": "Trung tâm Mẫu"}),
        "sign_auction_contract" => house::contract(price, &k.later(40)),
        "announce_auction" => house::posting(k.app, &session.unwrap_or_else(|| k.later(40))),
        "record_redemption" => house::transfer(1_000_000_000),
        "pause_auction" => {
            json!({"ground": if k.yes { "protest" } else { "stopped" }, "paper": "Kháng nghị"})
        }
        "continue_auction" => paper(),
        "stop_auction" => {
            json!({"ground": if k.yes { "violation" } else { "terminated" }, "paper": "Kết luận"})
        }
        "record_sale" => json!({"price": price + 1, "bidders": 2}),
        "record_failed_auction" => house::failed(),
        _ => return None,
    })
}

fn taking(action: &str, k: &Known<'_>) -> Option<Value> {
    let price = start_price(k);
    let terms = json!({"creditor": k.case.party(1), "others_consent": k.yes});
    Some(match action {
        "decide_reduction" => json!({"new_price": price - price / 20, "creditor_refused": k.yes}),
        "creditor_takes" => terms,
        "record_taking_payment" => house::transfer(unpaid(k)),
        "return_restricted" | "revoke_seizure" | "lift_restriction" => paper(),
        "agree_taking" => json!({"price": price, "paper": "Biên bản", "terms": terms}),
        _ => return None,
    })
}

fn delivery(action: &str, k: &Known<'_>) -> Option<Value> {
    Some(match action {
        "record_buyer_payment" => house::transfer(unpaid(k)),
        "record_bid_deposit" => json!({"amount": 70_000_000, "bank_reference": "FT-70"}),
        "record_lost_deposit" => json!({"amount": 70_000_000, "bank_reference": "FT-71"}),
        "propose_deposit_remittance" => json!({"out_of": "bank", "voucher": "KB-1"}),
        "propose_buyer_refund" => json!({"out_of": "bank", "bank_reference": "FT-80"}),
        "extend_payment" => json!({"until": k.later(40), "paper": "Thỏa thuận"}),
        "record_handover_plan" => json!({"planned_on": k.later(3), "content": "Giao tại chỗ"}),
        "hand_over" => json!({"vacant": k.yes, "receiver_present": true}),
        "give_title_file" => json!({"complete": k.yes, "revocation_asked": true}),
        "cancel_result" => json!({"ground": "agreed", "paper": "Thỏa thuận"}),
        "release_seizure" => json!({"ground": "agreed", "proof": "Đơn"}),
        "return_to_owner" => json!({"paper": "Biên bản", "costs_paid": k.yes}),
        "deposit_sale_money" | "buyer_rescinds" | "record_reoccupation" | "resume_handling" => paper(),
        _ => return None,
    })
}
