//! Bodies for the random walks: verification, agreements, coercion, duties, provisional measures. Each can be read, whether or
//! not it is right.

use chrono::NaiveDate;
use serde_json::{Value, json};

use super::build::Case;
use super::measures;

/// What of the case an action may name.
struct Seen<'a> {
    case: &'a Case,
    doc: &'a Value,
    day: String,
    yes: bool,
}

impl Seen<'_> {
    /// A field of the last entry of a list; something that fits nowhere when the list is empty.
    fn last(&self, list: &str, field: &str) -> Value {
        let list = self.doc.pointer(list).and_then(Value::as_array);
        list.and_then(|list| list.last()).map_or_else(|| self.case.id.clone(), |one| one[field].clone())
    }
}

/// The body of one of these actions.
pub fn body(case: &Case, action: &str, doc: &Value, yes: bool, today: NaiveDate) -> Option<Value> {
    let seen = Seen { case, doc, day: today.to_string(), yes };
    verification(&seen, action)
        .or_else(|| agreement(&seen, action))
        .or_else(|| coercion(&seen, action))
        .or_else(|| forces(&seen, action))
        .or_else(|| costs(&seen, action))
        .or_else(|| handover(&seen, action))
}

fn verification(seen: &Seen<'_>, action: &str) -> Option<Value> {
    let (case, yes) = (seen.case, seen.yes);
    let delegation = seen.last("/checks/delegated", "document");
    Some(match action {
        "send_inquiry" => json!({"holder": "account", "debtor": null, "asks": "Tài khoản"}),
        "record_inquiry_answer" => {
            json!({"inquiry": seen.last("/checks/inquiries", "id"), "outcome": "answered",
            "content": "Không có", "shows_means": yes})
        }
        "record_declaration" => json!({"debtor": case.debtor(), "outcome": "given"}),
        "propose_delegated_verification" => {
            json!({"subject": "other", "agency": "Tỉnh Hai", "content": "Tài sản"})
        }
        "record_delegation_receipt" => json!({"delegation": delegation}),
        "record_delegation_answer" => {
            json!({"delegation": delegation, "shows_ability": !yes, "confirmed_by": "UBND"})
        }
        "receive_verification_result" => json!({"source": "creditor", "shows_ability": yes}),
        "verify_again" => {
            let result = if yes { Value::Null } else { seen.last("/checks/results", "id") };
            json!({"reason": if yes { "need" } else { "difference" }, "result": result, "shows_ability": !yes,
                "confirmed_by": "UBND"})
        }
        "correct_publication" => json!({"portal_entry": "https://thads.example/1", "sent_to_commune": yes}),
        "remove_publication" => json!({"sent_to_commune": yes}),
        "note_publication_change" | "excuse_late_verification" => json!({"reason": "Theo hồ sơ"}),
        "propose_not_enforceable_recall" => {
            json!({"ground": if yes { "RC-B" } else { "RC-C" }, "reason": "Sai sót", "consequence": "Xác minh"})
        }
        "demand_papers" => json!({"creditor": case.party(1), "asset": case.id}),
        "record_papers_handed_over" => json!({"asset": case.id}),
        "propose_return_for_papers" => json!({"asset": case.id, "reason": "Không giao"}),
        _ => return None,
    })
}

fn agreement(seen: &Seen<'_>, action: &str) -> Option<Value> {
    let (case, day) = (seen.case, &seen.day);
    let agreement = seen.last("/agreements", "id");
    Some(match action {
        "recognise_agreement" => json!({"made_on": day, "perform_until": day,
            "parties": [case.party(0), case.party(1)], "written": seen.yes, "content": "Trả dần",
            "says_consequences": true, "says_fee_and_costs": true, "signed": true, "related_took_part": true}),
        "refuse_agreement" => json!({"made_on": day, "faults": ["AG-LAW"], "reason": "Trái luật"}),
        "record_agreement_performed" => json!({"agreement": agreement}),
        "record_agreement_default" => {
            json!({"agreement": agreement, "proposed_by": case.party(1), "performed": "Một phần"})
        }
        "set_off" => {
            json!({"obligation": case.item(0), "counter": case.item(0), "counter_case": null, "amount": 1_000})
        }
        _ => return None,
    })
}

fn coercion(seen: &Seen<'_>, action: &str) -> Option<Value> {
    let (case, day, yes) = (seen.case, &seen.day, seen.yes);
    let plan = seen.last("/coercion/plans", "document");
    let consultation = seen.last("/coercion/consultations", "document");
    let order = seen.last("/coercion/orders", "decision");
    let measure = seen.last("/measures", "decision");
    Some(match action {
        "secure_by_minutes" => {
            json!({"debtor": case.debtor(), "measure": "SM-FRZ-ACC", "at_hour": "08:00", "reason": "Gấp"})
        }
        "propose_exit_ban" => json!({"debtor": case.debtor(), "reason": "Xuất cảnh"}),
        "propose_exit_ban_release" => json!({"decision": measure, "ground": "other_law", "proof": "Đơn"}),
        "notify_costs" => json!({"decision": measure, "urgent_reason": "Gấp"}),
        "propose_coercion_plan" => measures::plan(&measure, &consultation, day),
        "send_coercion_plan" => {
            json!({"plan": plan, "to_procuracy": yes, "to_commune": true, "to_police": true})
        }
        "allow_unusual_hours" => json!({"day": day, "reason": "Gấp"}),
        "carry_out_coercion" => json!({"decision": measure, "began_at": "08:00", "ended_at": "09:00",
            "with_forces": !yes, "plan": if yes { Value::Null } else { plan }, "minutes_complete": true,
            "police_present": true}),
        "order_duty" => json!({"obligation": case.item(0), "order": "Tháo dỡ", "substitutable": yes}),
        "record_order_notice" => json!({"decision": order}),
        "substitute_performance" => {
            json!({"decision": order, "assignment": "Thuê đơn vị", "estimate": 1_000_000})
        }
        "refer_disobedience" => json!({"decision": order, "referral": "prosecution", "facts": "Biên bản"}),
        "record_act_performed" => json!({"obligation": case.item(0), "evidence": "Biên bản"}),
        "classify_provisional_measure" => json!({"kind": "act"}),
        "coerce_at_once" => json!({"debtor": case.debtor(), "order": "Thực hiện ngay"}),
        "propose_measure_change" => {
            json!({"paper": seen.last("/papers", "id"), "consequence": "Chấm dứt"})
        }
        "inform_issuer" => json!({"reason": "report", "content": "Báo cáo", "paper": null}),
        "record_paper" => json!({"gives": "END-MEASURES", "source": "creditor", "content": "Đơn"}),
        _ => return None,
    })
}

/// Forces and their plan, and measures beside their decision.
fn forces(seen: &Seen<'_>, action: &str) -> Option<Value> {
    let (case, day, yes) = (seen.case, &seen.day, seen.yes);
    let measure = seen.last("/measures", "decision");
    let plan = seen.last("/coercion/plans", "document");
    let consultation = seen.last("/coercion/consultations", "document");
    Some(match action {
        "consult_police" => measures::consultation(&measure, day),
        "record_police_answer" => {
            measures::police(&consultation, "commune", if yes { "agrees" } else { "differs" })
        }
        "report_coercion" => {
            json!({"decision": measure, "about": "large_case", "impact": "Đánh giá", "content": "Báo cáo"})
        }
        "bar_coercion" => json!({"from": day, "until": day, "ground": "grave_effect", "reason": "Lễ hội"}),
        "record_plan_step" => {
            json!({"plan": plan, "step": if yes { "protection_plan" } else { "meeting" }})
        }
        "deliver_measure" => json!({"decision": measure, "to": "executor", "name": "Ngân hàng Mẫu",
            "with_judgment": true, "pay_period_on": day}),
        "record_measure_result" => json!({"decision": measure, "outcome": "done"}),
        "demand_from_holder" => json!({"debtor": case.debtor(), "measure": "CM-CASH-3P", "holder": "Công ty",
            "facts": "Hợp đồng", "amount": 1_000_000, "until": "2030-01-01"}),
        "write_to_other_handler" => json!({"debtor": case.debtor(), "by": "credit_institution",
            "name": "Ngân hàng Mẫu", "property": "Nhà"}),
        "record_other_handling" => {
            json!({"letter": seen.last("/coercion/other_handlings", "document"), "handled_on": day})
        }
        "record_things_held" => json!({"decision": measure, "signed_by_holder": yes,
            "things": [{"kind": "papers", "description": "Giấy tờ", "quantity": "01"}]}),
        "notify_things_return" => json!({"decision": measure}),
        "return_things_held" => {
            json!({"decision": measure, "identity_shown": yes, "checked": true, "minutes": true})
        }
        "record_persuasion" => json!({"debtor": case.debtor(), "with": "UBND", "result": "Chưa đồng ý"}),
        _ => return None,
    })
}

fn costs(seen: &Seen<'_>, action: &str) -> Option<Value> {
    let (case, day, yes) = (seen.case, &seen.day, seen.yes);
    let measure = seen.last("/measures", "decision");
    Some(match action {
        "propose_cost_estimate" => measures::costs(&measure, 1_000_000, None),
        "propose_cost_settlement" => measures::costs(&measure, 1_000_000, Some(day)),
        "record_cost_advance" => json!({"decision": measure, "source": "budget", "amount": 500_000}),
        "refund_cost_advance" => {
            json!({"advance": seen.last("/coercion/costs/advances", "id"), "amount": 500_000})
        }
        "record_cost_payment" => json!({"party": case.debtor(), "amount": 500_000}),
        "request_cost_relief" => {
            json!({"party": case.debtor(), "ground": "CR-A", "individual": true, "proof": "Xác nhận"})
        }
        "propose_cost_relief" => {
            json!({"relief": seen.last("/coercion/costs/reliefs", "id"), "granted": yes, "reason": "Đủ"})
        }
        "revoke_cost_relief" => json!({"relief": seen.last("/coercion/costs/reliefs", "id"),
            "fault": "dissipation", "facts": "Tẩu tán"}),
        _ => return None,
    })
}

fn handover(seen: &Seen<'_>, action: &str) -> Option<Value> {
    let (item, yes) = (seen.case.item(0), seen.yes);
    Some(match action {
        "propose_thing_fee" => json!({"obligation": item, "planned_on": seen.day}),
        "notify_thing_fee" | "summon_for_papers" => json!({"obligation": item}),
        "record_thing_found" => {
            json!({"obligation": item, "found": if yes { "less_worth" } else { "gone" }, "facts": "Biên bản"})
        }
        "hand_over_thing" => json!({"obligation": item, "way": if yes { "on_demand" } else { "by_force" },
            "receiver_signed": true, "evidence": "Biên bản"}),
        "send_papers_on" => json!({"obligation": item, "to": "issuer", "by": "Nơi cấp"}),
        _ => return None,
    })
}
