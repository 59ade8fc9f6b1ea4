//! Movement of a case: entrustment to another agency, entrustment of an asset, transfer of rights and duties (ủy thác, ủy thác xử
//! lý tài sản, chuyển giao; L106 41, 49, 50; ND152 25–27).

mod asset;
mod bodies;
mod entrust;
mod guards;
mod places;
mod transfer;

pub use bodies::*;

use super::guards::{NO_HOLD, NO_MONEY_LEFT};
use super::{CaseFacts, Named, OPEN, Phase, propose, sign};
use crate::domain::actor::Role;
use crate::domain::case::Case;
use crate::domain::document::DocumentKind;
use crate::domain::lifecycle::plan::Plan;
use crate::domain::lifecycle::{Clock, Context, Proposal, To, Transition, Who};
use crate::domain::refusal::Refusal;
use guards::{ASSET_OUT, ENTRUSTED_IN, ENTRUSTED_OUT};

const OFFICER: &[Who] = &[Who::AssignedOfficer];
/// Nobody may be assigned yet when a case is found to belong elsewhere.
const PREPARERS: &[Who] = &[Who::AssignedOfficer, Who::Role(Role::IntakeClerk), Who::Role(Role::Examiner)];
const ISSUED: &[Clock] = &[Clock::Effect("notify"), Clock::Effect("send_vks")];
const REMOVED: &[Clock] = &[Clock::Effect("notify"), Clock::Effect("send_vks"), Clock::Effect("unpublish")];
const ENTRUST: &[Clock] = &[Clock::Effect("entrust"), Clock::Effect("entrust_kctt"), Clock::Act("*")];

pub(super) const ROWS: &[Transition<CaseFacts>] = &[
    Transition {
        guards: &[NO_HOLD, NO_MONEY_LEFT],
        document: Some(DocumentKind::EntrustmentDecision),
        proposal: Some(Proposal::by("propose_entrustment", PREPARERS)),
        opens: REMOVED,
        closes: ENTRUST,
        ..Transition::row("T-UT-01", "entrust_case", OPEN, To::State("removed"), &[Who::Signer])
    },
    Transition {
        guards: &[NO_HOLD],
        document: Some(DocumentKind::EntrustmentDecision),
        proposal: Some(Proposal::by("propose_part_entrustment", PREPARERS)),
        opens: ISSUED,
        closes: &[Clock::Effect("entrust"), Clock::Effect("entrust_kctt")],
        ..Transition::row("T-UT-02", "entrust_part", OPEN, To::Same, &[Who::Signer])
    },
    Transition {
        guards: &[ENTRUSTED_IN, NO_HOLD, NO_MONEY_LEFT],
        document: Some(DocumentKind::EntrustmentDecision),
        proposal: Some(Proposal::by("propose_re_entrustment", PREPARERS)),
        opens: REMOVED,
        closes: ENTRUST,
        ..Transition::row("T-UT-04", "re_entrust_case", OPEN, To::State("removed"), &[Who::Signer])
    },
    Transition {
        guards: &[ENTRUSTED_OUT],
        ..Transition::row(
            "T-UT-03",
            "record_entrustment_return",
            &[],
            To::Same,
            &[Who::Role(Role::IntakeClerk)],
        )
    },
    Transition {
        guards: &[ENTRUSTED_OUT],
        document: Some(DocumentKind::EntrustmentLetter),
        closes: &[Clock::Effect("forward_judgment")],
        ..Transition::row("T-UT-05", "forward_judgment", &[], To::Same, &[Who::Role(Role::IntakeClerk)])
    },
    Transition {
        guards: &[NO_HOLD],
        document: Some(DocumentKind::AssetEntrustmentDecision),
        proposal: Some(Proposal::by("propose_asset_entrustment", OFFICER)),
        opens: ISSUED,
        ..Transition::row("T-XL-01", "entrust_asset", &["enforceable", "enforcing"], To::Same, &[Who::Signer])
    },
    Transition {
        guards: &[ASSET_OUT],
        document: Some(DocumentKind::AssetEntrustmentNotice),
        proposal: Some(Proposal::by("propose_asset_direction", OFFICER)),
        ..Transition::row("T-XL-02", "direct_asset_receiver", &[], To::Same, &[Who::Signer])
    },
    Transition {
        opens: &[Clock::Effect("heir_notice")],
        ..Transition::row("T-CG-01", "announce_creditor_death", OPEN, To::Same, OFFICER)
    },
    Transition {
        document: Some(DocumentKind::TransferDecision),
        proposal: Some(Proposal::by("propose_transfer", OFFICER)),
        opens: ISSUED,
        closes: &[Clock::Effect("transfer"), Clock::Effect("heir_notice")],
        ..Transition::row("T-CG-02", "transfer_rights", OPEN, To::Same, &[Who::Signer])
    },
    Transition {
        guards: &[NO_HOLD],
        document: Some(DocumentKind::TermAfterDeathNotice),
        opens: &[Clock::Effect("holder_30"), Clock::Effect("heirs_30")],
        closes: &[Clock::Effect("transfer")],
        ..Transition::row(
            "T-CG-03",
            "fix_term_after_death",
            OPEN,
            To::Same,
            &[Who::AssignedOfficer, Who::Signer],
        )
    },
];

impl Phase for MovementAction {
    fn named(&self) -> Named {
        match self {
            MovementAction::ProposeEntrustment(body) | MovementAction::ProposeReEntrustment(body) => {
                places::named(body)
            }
            MovementAction::ProposePartEntrustment(body) => places::named(&body.entrustment),
            MovementAction::RecordEntrustmentReturn(body) => {
                Named { items: body.items.clone(), ..Named::default() }
            }
            MovementAction::ProposeAssetEntrustment(body) => {
                Named { all_items: true, agencies: vec![body.receiver.clone()], ..Named::default() }
            }
            MovementAction::AnnounceCreditorDeath(body) => {
                Named { items: vec![body.item], parties: vec![body.creditor], ..Named::default() }
            }
            MovementAction::ProposeTransfer(body) => Named {
                all_items: true,
                parties: body.passing.iter().map(|passing| passing.to).chain([body.from]).collect(),
                ..Named::default()
            },
            _ => Named::default(),
        }
    }

    fn apply(
        &self,
        facts: &CaseFacts,
        case: &mut Case,
        at: &Context<'_>,
        plan: &mut Plan,
    ) -> Result<(), Refusal> {
        use MovementAction as Do;
        match self {
            Do::ProposeEntrustment(body) => propose("entrust_case", entrust::whole, body, facts, case, at),
            Do::EntrustCase(_) => sign("entrust_case", entrust::whole, facts, case, at, plan),
            Do::ProposePartEntrustment(body) => propose("entrust_part", entrust::part, body, facts, case, at),
            Do::EntrustPart(_) => sign("entrust_part", entrust::part, facts, case, at, plan),
            Do::ProposeReEntrustment(body) => {
                propose("re_entrust_case", entrust::whole, body, facts, case, at)
            }
            Do::ReEntrustCase(_) => sign("re_entrust_case", entrust::whole, facts, case, at, plan),
            Do::RecordEntrustmentReturn(body) => entrust::come_back(facts, case, body, at, plan),
            Do::ForwardJudgment(body) => entrust::forward(case, body, at, plan),
            Do::ProposeAssetEntrustment(body) => {
                propose("entrust_asset", asset::entrust, body, facts, case, at)
            }
            Do::EntrustAsset(_) => sign("entrust_asset", asset::entrust, facts, case, at, plan),
            Do::ProposeAssetDirection(body) => {
                propose("direct_asset_receiver", asset::direct, body, facts, case, at)
            }
            Do::DirectAssetReceiver(_) => sign("direct_asset_receiver", asset::direct, facts, case, at, plan),
            Do::AnnounceCreditorDeath(body) => transfer::announce(facts, case, body, at, plan),
            Do::ProposeTransfer(body) => propose("transfer_rights", transfer::pass, body, facts, case, at),
            Do::TransferRights(_) => sign("transfer_rights", transfer::pass, facts, case, at, plan),
            Do::FixTermAfterDeath(body) => transfer::fix_term(case, body, at, plan),
        }
    }
}
