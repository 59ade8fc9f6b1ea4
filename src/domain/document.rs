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
        /// Quyết định về yêu cầu thi hành án quá hạn (ND152 10.2).
        LateRequestDecision = "late_request_decision",
        /// Quyết định thu hồi quyết định thi hành án (L106 52.1).
        RecallDecision = "recall_decision",
        /// Văn bản yêu cầu đính chính, bổ sung, giải thích (L106 22.2.d).
        IssuerRequest = "issuer_request",
        /// Kiến nghị giám đốc thẩm, tái thẩm (L106 22.2.đ).
        CassationProposal = "cassation_proposal",
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
        /// Biên lai thu tiền.
        Receipt = "receipt",
    }
}
