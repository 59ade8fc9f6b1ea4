//! Lots: things that are valued, sold and handed over as one. The lot is an asset file of its own from the seizure on; its
//! members go with it and are not sold beside it.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{Asset, AssetKind};
use crate::domain::ids::AssetId;

/// A thing in a lot.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct LotMember {
    /// Its file.
    pub asset: AssetId,
    /// Its kind.
    pub kind: AssetKind,
    /// What it is.
    pub name: String,
}

impl LotMember {
    /// The entry for an asset.
    pub fn of(asset: &Asset) -> LotMember {
        LotMember { asset: asset.id, kind: asset.kind, name: asset.name.clone() }
    }
}

/// The kind of a lot: real estate as soon as one member is, because its periods are the longer ones.
pub fn kind_of(members: &[LotMember]) -> AssetKind {
    let real_estate = members.iter().find(|member| member.kind.is_real_estate());
    real_estate.or(members.first()).map_or(AssetKind::Other, |member| member.kind)
}
