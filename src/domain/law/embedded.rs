//! The law data that is built into the program, so that it never starts without its law. Another directory can replace it
//! as a whole through the settings; a test compares this list with `config/`.

use super::{Law, LawError};

macro_rules! files {
    ($($name:literal),+ $(,)?) => {
        &[$(($name, include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/config/", $name)))),+]
    };
}

/// Every file, by its name under `config/`.
pub const FILES: &[(&str, &str)] = files![
    "calendar/vn.toml",
    "law/basis-asset.toml",
    "law/basis-closing.toml",
    "law/basis-coercion.toml",
    "law/basis-enforce.toml",
    "law/basis-exhibits.toml",
    "law/basis-handover.toml",
    "law/basis-intake.toml",
    "law/basis-interruption.toml",
    "law/basis-life.toml",
    "law/basis-movement.toml",
    "law/basis-notice.toml",
    "law/basis-oversight.toml",
    "law/basis-payouts.toml",
    "law/basis-price-change.toml",
    "law/basis-receipts.toml",
    "law/basis-redaction.toml",
    "law/basis-review.toml",
    "law/basis-tracks.toml",
    "law/basis.toml",
    "law/fee.toml",
    "law/instruments.toml",
    "law/parameters-amounts.toml",
    "law/parameters-auction-law.toml",
    "law/parameters-closing.toml",
    "law/parameters-coercion.toml",
    "law/parameters-costs.toml",
    "law/parameters-deadlines.toml",
    "law/parameters-enforcement.toml",
    "law/parameters-exhibits.toml",
    "law/parameters-intake.toml",
    "law/parameters-interruption.toml",
    "law/parameters-money.toml",
    "law/parameters-movement.toml",
    "law/parameters-notice.toml",
    "law/parameters-oversight.toml",
    "law/parameters-payouts.toml",
    "law/parameters-review.toml",
    "law/parameters-sale.toml",
    "law/parameters-tracks.toml",
    "law/parameters-verification.toml",
    "law/settings.toml",
    "reference/accounts.toml",
    "reference/agencies.toml",
    "reference/asset-kinds.toml",
    "reference/denominations.toml",
    "reference/excluded-property.toml",
    "reference/judgment-kinds.toml",
    "reference/numbering.toml",
    "text/actions.toml",
    "text/asset.toml",
    "text/books.toml",
    "text/closing.toml",
    "text/coercion.toml",
    "text/deadlines.toml",
    "text/documents.toml",
    "text/enforce.toml",
    "text/exhibits.toml",
    "text/fields.toml",
    "text/grounds.toml",
    "text/guards.toml",
    "text/handover.toml",
    "text/intake.toml",
    "text/interruption.toml",
    "text/items.toml",
    "text/life.toml",
    "text/movement.toml",
    "text/notice.toml",
    "text/oversight.toml",
    "text/payouts.toml",
    "text/price-change.toml",
    "text/problems.toml",
    "text/receipts.toml",
    "text/redaction.toml",
    "text/review.toml",
    "text/roles.toml",
    "text/states.toml",
    "text/tracks.toml",
];

impl Law {
    /// The law that is built in.
    ///
    /// # Errors
    /// Everything that is wrong with the files.
    pub fn embedded() -> Result<Law, Vec<LawError>> {
        Law::from_sources(FILES)
    }
}
