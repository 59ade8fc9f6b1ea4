//! The kinds of document that enforcement makes: what a signature, a number and a delegation are about.

use crate::text_enum;

text_enum! {
    /// A kind of decision, notice or record. Numbering and delegation go by it.
    pub enum DocumentKind {
        /// Quyết định thi hành án chủ động (L106 33).
        ProactiveDecision = "proactive_decision",
        /// Quyết định thi hành án theo yêu cầu (L106 34).
        OnRequestDecision = "on_request_decision",
        /// Thông báo từ chối yêu cầu (L106 34.4).
        RefusalNotice = "refusal_notice",
        /// Thông báo bổ sung yêu cầu (ND152 9.6).
        SupplementNotice = "supplement_notice",
        /// Quyết định phân công Chấp hành viên.
        Assignment = "assignment",
        /// Quyết định áp dụng biện pháp bảo đảm (L106 66).
        SecurityDecision = "security_decision",
        /// Quyết định cưỡng chế (L106 72).
        CoercionDecision = "coercion_decision",
        /// Quyết định về việc chưa có điều kiện thi hành án (L106 38.1).
        NotEnforceableDecision = "not_enforceable_decision",
        /// Quyết định tiếp tục thi hành án.
        ContinueDecision = "continue_decision",
        /// Thông báo gửi lại yêu cầu (L106 38.4).
        ReturnNotice = "return_notice",
        /// Ghi sổ theo dõi riêng (ND152 22.1).
        SeparateBookEntry = "separate_book_entry",
        /// Quyết định hoãn thi hành án (L106 46).
        PostponementDecision = "postponement_decision",
        /// Quyết định đình chỉ thi hành án (L106 48).
        TerminationDecision = "termination_decision",
        /// Kết thúc thi hành án (L106 55).
        ClosingRecord = "closing_record",
        /// Xác nhận kết quả thi hành án (ND152 32.3).
        Confirmation = "confirmation",
        /// Quyết định cưỡng chế kê biên (L106 80).
        SeizureDecision = "seizure_decision",
        /// Quyết định giải tỏa kê biên (L106 95).
        ReleaseDecision = "release_decision",
        /// Hợp đồng dịch vụ thẩm định giá (L106 82).
        ValuationContract = "valuation_contract",
        /// Thông báo kết quả thẩm định giá (ND152 60.6).
        ValuationResultNotice = "valuation_result_notice",
        /// Thông báo lựa chọn tổ chức hành nghề đấu giá.
        SelectionNotice = "selection_notice",
        /// Hợp đồng dịch vụ đấu giá (L106 83).
        AuctionContract = "auction_contract",
        /// Quyết định giảm giá (L106 83.3).
        ReductionDecision = "reduction_decision",
        /// Quyết định giao tài sản (L106 86).
        HandoverDecision = "handover_decision",
        /// Bảng phân phối tiền (L106 54).
        DistributionPlan = "distribution_plan",
        /// Quyết định thu phí thi hành án (TT216 5.1).
        FeeDecision = "fee_decision",
        /// Ủy nhiệm chi.
        PaymentOrder = "payment_order",
        /// Ủy quyền xác minh (L106 37.4.d; ND152 21.5).
        VerificationDelegation = "verification_delegation",
        /// Quyết định thu hồi (L106 52.1).
        RecallDecision = "recall_decision",
        /// Biên bản công nhận thỏa thuận (L106 36.2).
        AgreementMinutes = "agreement_minutes",
        /// Không công nhận thỏa thuận (ND152 14.3).
        AgreementRefusal = "agreement_refusal",
        /// Biên bản bù trừ nghĩa vụ (ND152 31).
        SetOffMinutes = "set_off_minutes",
        /// Biên bản phong tỏa, tạm giữ trước khi có quyết định (L106 67.4, 69.2).
        FreezeMinutes = "freeze_minutes",
        /// Kế hoạch cưỡng chế (L106 72.6; ND152 46).
        CoercionPlan = "coercion_plan",
        /// Thông báo chi phí cưỡng chế (L106 72.7).
        CostNotice = "cost_notice",
        /// Biên bản cưỡng chế.
        CoercionMinutes = "coercion_minutes",
        /// Giao người khác thực hiện công việc (L106 91.2.a).
        SubstituteAssignment = "substitute_assignment",
        /// Đề nghị khởi tố, xử lý kỷ luật (L106 91.2.b, 92–94).
        ReferralProposal = "referral_proposal",
        /// Văn bản gửi cơ quan ra quyết định áp dụng biện pháp khẩn cấp tạm thời (L106 62.4, 62.5).
        IssuerLetter = "issuer_letter",
        /// Biên lai thu tiền.
        Receipt = "receipt",
    }
}
