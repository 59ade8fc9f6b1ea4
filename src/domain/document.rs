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
        /// Quyết định tạm đình chỉ thi hành án (L106 47.1).
        SuspensionDecision = "suspension_decision",
        /// Thông báo về việc tạm đình chỉ (L106 47.2).
        SuspensionNotice = "suspension_notice",
        /// Thông báo phần đã thi hành (L106 46.2, 47.1.b, 47.2, 63.4).
        PerformedNotice = "performed_notice",
        /// Văn bản không chấp nhận yêu cầu hoãn (L106 46.2).
        PostponementRefusal = "postponement_refusal",
        /// Chứng từ gửi tiền có kỳ hạn (ND152 30.2, 30.7–30.8).
        TermDepositSlip = "term_deposit_slip",
        /// Thông báo về quyền yêu cầu thi hành án (ND152 30.2).
        RequestRightNotice = "request_right_notice",
        /// Văn bản tạm ngừng do giải quyết khiếu nại (L106 101.1.b).
        PauseOrder = "pause_order",
        /// Văn bản hủy bỏ việc tạm ngừng (L106 101.1.c).
        PauseLift = "pause_lift",
        /// Quyết định sửa đổi theo quyết định giám đốc thẩm, tái thẩm (L106 63.3).
        ReviewAmendment = "review_amendment",
        /// Quyết định thu hồi quyết định đình chỉ (L106 64.2).
        TerminationRecall = "termination_recall",
        /// Danh sách việc thi hành án kết thúc trong tháng (ND152 32.2).
        EndedCasesList = "ended_cases_list",
        /// Quyết định xóa dữ liệu cá nhân (L91 4).
        RedactionDecision = "redaction_decision",
        /// Biên bản lưu trữ hồ sơ (ND152 12.2).
        ArchiveRecord = "archive_record",
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
        /// Hồ sơ trình Thủ trưởng trước khi đấu giá.
        AuctionDossier = "auction_dossier",
        /// Văn bản cho phép bỏ qua một quy tắc của phần mềm, có lý do.
        OverrideDecision = "override_decision",
        /// Quyết định giảm giá (L106 83.3).
        ReductionDecision = "reduction_decision",
        /// Quyết định giao tài sản (L106 86).
        HandoverDecision = "handover_decision",
        /// Bảng phân phối tiền (L106 54).
        DistributionPlan = "distribution_plan",
        /// Văn bản yêu cầu nộp số tiền theo giá tài sản đã thẩm định (ND152 62.3).
        PricePaymentDemand = "price_payment_demand",
        /// Quyết định thu phí thi hành án (TT216 5.1).
        FeeDecision = "fee_decision",
        /// Biên lai thu phí thi hành án, form 03b1, for a fee kept back from what is paid out (TT04 14.4).
        FeeReceipt = "fee_receipt",
        /// Quyết định miễn, giảm phí thi hành án (TT216 7.4).
        FeeReliefDecision = "fee_relief_decision",
        /// Đơn yêu cầu thanh toán lãi chậm thi hành án (ND152 29.1).
        InterestRequest = "interest_request",
        /// Văn bản kéo dài thời hạn thanh toán tiền (ND152 30.3).
        PayoutDelayNote = "payout_delay_note",
        /// Quyết định thu hồi tiền đã chi trả sai (L106 25.8; ND152 42.1).
        RecoveryDecision = "recovery_decision",
        /// Ủy nhiệm chi.
        PaymentOrder = "payment_order",
        /// Quyết định thông báo trên phương tiện thông tin đại chúng (ND152 18.1).
        MediaNoticeDecision = "media_notice_decision",
        /// Văn bản gửi trại giam (ND152 33.2).
        PrisonLetter = "prison_letter",
        /// Văn bản từ chối thay đổi Chấp hành viên (ND152 13.3).
        ReplacementRefusal = "replacement_refusal",
        /// Quyết định sửa đổi, bổ sung (L106 52.2).
        AmendingDecision = "amending_decision",
        /// Quyết định thu hồi (L106 52.1).
        RecallingDecision = "recalling_decision",
        /// Quyết định hủy (L106 52.4).
        AnnullingDecision = "annulling_decision",
        /// Văn bản yêu cầu đính chính, bổ sung, giải thích (L106 22.2.d).
        IssuerQuestion = "issuer_question",
        /// Văn bản kiến nghị giám đốc thẩm, tái thẩm (L106 22.2.đ).
        CassationProposal = "cassation_proposal",
        /// Ủy quyền xác minh (L106 37.4.d; ND152 21.5).
        VerificationDelegation = "verification_delegation",
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
        /// Văn bản trao đổi, yêu cầu, báo cáo trong tổ chức cưỡng chế (ND152 42.3, 42.5, 46, 50.2).
        CoercionLetter = "coercion_letter",
        /// Dự trù chi phí cưỡng chế (ND152 86.2).
        CostEstimate = "cost_estimate",
        /// Quyết toán chi phí cưỡng chế (L106 53.6).
        CostSettlement = "cost_settlement",
        /// Quyết định miễn, giảm, thu hồi miễn, giảm chi phí cưỡng chế (ND152 87).
        CostReliefDecision = "cost_relief_decision",
        /// Giao người khác thực hiện công việc (L106 91.2.a).
        SubstituteAssignment = "substitute_assignment",
        /// Đề nghị khởi tố, xử lý kỷ luật (L106 91.2.b, 92–94).
        ReferralProposal = "referral_proposal",
        /// Văn bản gửi cơ quan ra quyết định áp dụng biện pháp khẩn cấp tạm thời (L106 62.4, 62.5).
        IssuerLetter = "issuer_letter",
        /// Quyết định ủy thác thi hành án (L106 49).
        EntrustmentDecision = "entrustment_decision",
        /// Quyết định thu hồi quyết định thi hành án để ủy thác (L106 49.2, 52.1.d).
        EntrustmentRecall = "entrustment_recall",
        /// Văn bản gửi cơ quan ủy thác hoặc nhận ủy thác (ND152 26.8, 27.1.d).
        EntrustmentLetter = "entrustment_letter",
        /// Văn bản trả lời từ chối nhận ủy thác (ND152 26.5, 27.2).
        EntrustmentRefusal = "entrustment_refusal",
        /// Thông báo cho trại giam về việc ủy thác (ND152 33.4).
        PrisonNotice = "prison_entrustment_notice",
        /// Quyết định ủy thác xử lý tài sản (L106 50).
        AssetEntrustmentDecision = "asset_entrustment_decision",
        /// Thông báo tạm dừng, tiếp tục, chấm dứt xử lý tài sản ủy thác (ND152 27.1.c).
        AssetEntrustmentNotice = "asset_entrustment_notice",
        /// Quyết định xử lý tài sản ủy thác (L106 50.3).
        EntrustedAssetDecision = "entrusted_asset_decision",
        /// Quyết định chuyển giao quyền, nghĩa vụ thi hành án (L106 41).
        TransferDecision = "transfer_decision",
        /// Thông báo tìm người thừa kế của người được thi hành án (ND152 25.1).
        HeirNotice = "heir_notice_document",
        /// Thông báo ấn định thời hạn sau khi người phải thi hành án chết (ND152 25.2–25.3).
        TermAfterDeathNotice = "term_after_death_notice",
        /// Văn bản đề nghị xét miễn, giảm nghĩa vụ thi hành án (L106 43).
        ExemptionProposal = "exemption_proposal",
        /// Văn bản kiến nghị kháng nghị tái thẩm quyết định miễn, giảm (L106 45.5).
        ReopeningProposal = "exemption_reopening_proposal",
        /// Văn bản trả lời kết quả xác minh theo ủy quyền (L106 37.4.d; ND152 21.5).
        VerificationAnswer = "verification_answer",
        /// Thông báo trong giải quyết khiếu nại: thụ lý, không thụ lý, tạm đình chỉ, đình chỉ (L106 104–105).
        ComplaintNotice = "complaint_notice",
        /// Quyết định giải quyết khiếu nại (L106 107).
        ComplaintDecision = "complaint_decision",
        /// Văn bản trả lời, đề nghị, báo cáo về kháng nghị, kiến nghị (L106 113).
        ProcuracyReply = "procuracy_reply",
        /// Văn bản trả lời về sai phạm, tồn tại được phát hiện.
        FindingReply = "finding_reply",
        /// Quyết định trong giải quyết tố cáo (L106 110).
        DenunciationDecision = "denunciation_decision",
        /// Kết luận nội dung tố cáo (L106 110).
        DenunciationConclusion = "denunciation_conclusion",
        /// Biên lai thu tiền.
        Receipt = "receipt",
        /// Biên bản hủy biên lai (TT04 14.8).
        ReceiptCancellation = "receipt_cancellation",
        /// Biên bản mất, cháy, hỏng biên lai giấy (TT04 14.8).
        LostFormsMinutes = "lost_forms_minutes",
        /// Biên bản khóa sổ kế toán (TT78 12).
        PeriodClosingMinutes = "period_closing_minutes",
        /// Biên bản kiểm kê quỹ tiền mặt (TT78 5).
        CashCountMinutes = "cash_count_minutes",
        /// Quyết định xử lý chênh lệch quỹ.
        CashSettlementDecision = "cash_settlement_decision",
        /// Bảng đối chiếu số dư tài khoản tiền gửi.
        BankReconciliation = "bank_reconciliation",
        /// Bảng đối chiếu sổ kế toán với hồ sơ thi hành án (TT78 8.3).
        FileReconciliation = "file_reconciliation_sheet",
        /// Biên bản bàn giao kế toán (TT78 7.3).
        PostHandoverMinutes = "post_handover_minutes",
        /// Thông báo nhận tiền, tài sản, giấy tờ (L106 59.1).
        CollectionNotice = "collection_notice",
        /// Thông báo phí thi hành án trước khi giao tài sản (TT216 5.4.b).
        FeeNotice = "fee_notice",
        /// Biên bản giao, nhận vật, giấy tờ, nhà, đất theo bản án (L106 88–90).
        ThingMinutes = "thing_minutes",
        /// Bảng kê, thông báo gửi tiền chưa nhận (ND152 41.2).
        DepositNotice = "deposit_notice",
        /// Biên bản xử lý tài sản không có người nhận (L106 59.1).
        UnclaimedSaleRecord = "unclaimed_sale_record",
        /// Quyết định tiêu hủy tài sản (L106 59.2).
        DestructionDecision = "destruction_decision",
        /// Văn bản chuyển giấy tờ cho cơ quan đã cấp (L106 59.2).
        PapersTransfer = "papers_transfer",
        /// Quyết định sung quỹ nhà nước (L106 59.1).
        ForfeitureDecision = "forfeiture_decision",
        /// Văn bản gửi Ngân hàng Nhà nước về tiền hỏng (L106 59.3).
        CurrencyLetter = "currency_letter",
        /// Hồ sơ hoàn trả, thoái thu (L106 57.2; ND152 41.4).
        RefundFile = "refund_file",
        /// Biên bản chuyển giao vật chứng, tài sản tịch thu (ND152 39.3).
        ConfiscationHandover = "confiscation_handover",
        /// Quyết định thành lập Hội đồng tiêu hủy (L106 58.2).
        DestructionCouncil = "destruction_council",
        /// Biên bản tiêu hủy vật chứng, tài sản (ND152 40.2).
        DestructionMinutes = "destruction_minutes",
        /// Văn bản gửi cơ quan đang bảo quản vật chứng (ND152 37.1, 37.2.b).
        ExhibitLetter = "exhibit_letter",
        /// Thông báo ấn định thời điểm bàn giao vật chứng (ND152 37.1).
        ExhibitNotice = "exhibit_notice",
        /// Biên bản giao, nhận, trả vật chứng (ND152 37.2, 39.2, 41.1).
        ExhibitMinutes = "exhibit_minutes",
        /// Lệnh nhập kho vật chứng (TT04 11.2).
        StoreEntryOrder = "store_entry_order",
        /// Lệnh xuất kho vật chứng (ND152 37.3; TT04 11.2).
        StoreExitOrder = "store_exit_order",
        /// Phiếu nhập kho, phiếu xuất kho (TT04 11.2).
        StoreSlip = "store_slip",
        /// Biên bản kiểm kê kho vật chứng (TT04 11.4; ND152 38).
        InventoryMinutes = "inventory_minutes",
        /// Báo cáo mất mát, hư hỏng, thay đổi niêm phong (TT04 11.1; ND152 38.2.b).
        ExhibitReport = "exhibit_report",
        /// Văn bản từ chối đề nghị của văn phòng (ND151 43.2).
        OfficeRefusal = "office_refusal",
        /// Quyết định thu hồi quyết định ban hành sau (L106 31.1).
        DuplicateRecall = "duplicate_recall",
        /// Văn bản đề nghị Bộ Tư pháp giải quyết tranh chấp thẩm quyền (ND151 40).
        CompetenceProposal = "competence_proposal",
    }
}
