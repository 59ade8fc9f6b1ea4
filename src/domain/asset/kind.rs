//! Kinds of asset: what decides periods, papers, custody and the way of sale (`config/reference/asset-kinds.toml` names them).

use crate::text_enum;

text_enum! {
    /// The class that decides periods and papers.
    pub enum AssetKind {
        /// Land-use right.
        LandUseRight = "land_use_right",
        /// House or other construction.
        House = "house",
        /// Other real estate.
        RealEstate = "real_estate",
        /// Vehicle.
        Vehicle = "vehicle",
        /// Another movable.
        Movable = "movable",
        /// Shares or other capital (ND152 57.3).
        Shares = "shares",
        /// Securities that are listed or registered for trading (ND152 57.1).
        ListedSecurities = "listed_securities",
        /// Securities that are not listed but centrally deposited (ND152 57.2).
        DepositedSecurities = "deposited_securities",
        /// Another valuable paper (L106 75).
        ValuablePaper = "valuable_paper",
        /// Gold bars and plain gold rings (ND152 61.1).
        Gold = "gold",
        /// Jewellery, art, raw and all other gold, silver, gems (ND152 61.3).
        Precious = "precious",
        /// Digital asset (ND152 61.4).
        DigitalAsset = "digital_asset",
        /// Intellectual property (L106 78.3.e).
        IpRight = "ip_right",
        /// What will be formed later (ND152 58).
        FutureAsset = "future_asset",
        /// Right to exploit a natural resource (ND152 59).
        ResourceRight = "resource_right",
        /// Aircraft or ship: arrested under a law of its own (L106 80.2.e).
        Vessel = "vessel",
        /// Anything else.
        Other = "other",
    }
}

impl AssetKind {
    /// Real estate: longer notices, other attendance (L106 80.2.a).
    pub fn is_real_estate(self) -> bool {
        matches!(self, Self::LandUseRight | Self::House | Self::RealEstate)
    }

    /// Ownership or use must be registered: a registry's answer is needed (L106 37.2).
    pub fn is_registrable(self) -> bool {
        matches!(
            self,
            Self::LandUseRight
                | Self::House
                | Self::RealEstate
                | Self::Vehicle
                | Self::Shares
                | Self::ListedSecurities
                | Self::DepositedSecurities
                | Self::IpRight
                | Self::FutureAsset
                | Self::ResourceRight
                | Self::Vessel
        )
    }

    /// Kept by the State Treasury of the agency's area and nowhere else (L106 40.1.b).
    pub fn belongs_in_treasury(self) -> bool {
        matches!(self, Self::Gold | Self::Precious | Self::ValuablePaper)
    }

    /// Sold in a way of its own before any valuation (ND152 57.1, 61.1–61.2).
    pub fn has_special_sale(self) -> bool {
        matches!(self, Self::Gold | Self::ListedSecurities | Self::DigitalAsset)
    }
}
