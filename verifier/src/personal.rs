//! Personal values beside a history. Events hold a salted digest of each, never a value; whoever is given value and salt can tell
//! that they are what was recorded. What was taken away has its digest still, and the event of the decision that took it.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};
use serde_json::Value;
use sha2::{Digest, Sha256};
use uuid::Uuid;

use crate::fault::Fault;
use crate::merkle::{Frontier, leaf_hash, unhex};
use crate::note::hex;

/// The file of a dossier: a version of a party a line, by party, the oldest first.
pub const PERSONAL: &str = "personal.ndjson";

/// The fields that are personal data, in the order of the leaf.
pub const FIELDS: [&str; 4] = ["name", "address", "identity_number", "bank_account"];

/// A random salt: one for each field each time a party is recorded.
pub type Salt = [u8; 32];

/// What stands before everything that is digested here, so that no digest of another kind can be taken for one of these.
const PURPOSE: &[u8] = b"thads personal field 1\0";

/// The digest of a field: SHA-256 over purpose, salt, field and value. Each part has a fixed length or tells its own, so that no two
/// different contents are the same bytes; a value that is missing is told from an empty one.
pub fn digest(salt: &Salt, field: &str, value: Option<&str>) -> String {
    let mut hash = Sha256::new();
    hash.update(PURPOSE);
    hash.update(salt);
    hash.update(u32::try_from(field.len()).unwrap_or(u32::MAX).to_be_bytes());
    hash.update(field.as_bytes());
    match value {
        None => hash.update([0]),
        Some(value) => {
            hash.update([1]);
            hash.update(u64::try_from(value.len()).unwrap_or(u64::MAX).to_be_bytes());
            hash.update(value.as_bytes());
        }
    }
    hex(&hash.finalize())
}

/// A field as it is kept: the value and its salt, which can be blanked, and the digest, which stays.
#[derive(Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Kept {
    /// The value; nothing where there is none, or where it was blanked.
    pub value: Option<String>,
    /// The salt in hexadecimal; nothing where it was blanked, or for a row of before there were any.
    pub salt: Option<String>,
    /// The digest; nothing for a row of before.
    pub digest: Option<String>,
}

impl std::fmt::Debug for Kept {
    /// The digest only: the rest must not reach a log.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Kept").field("digest", &self.digest).finish_non_exhaustive()
    }
}

impl Kept {
    /// A value with its salt, committed to.
    pub fn new(field: &str, value: Option<&str>, salt: &Salt) -> Kept {
        Kept {
            value: value.map(str::to_owned),
            salt: Some(hex(salt)),
            digest: Some(digest(salt, field, value)),
        }
    }

    /// Whether it is what was committed to.
    pub fn fit(&self, field: &str, is_redacted: bool) -> Fit {
        match (&self.salt, &self.digest) {
            (None, _) if is_redacted && self.value.is_none() => Fit::Redacted,
            (None, None) if !is_redacted => Fit::NeverCommitted,
            (Some(salt), Some(committed)) if !is_redacted => match unhex(salt) {
                Some(salt) if digest(&salt, field, self.value.as_deref()) == *committed => Fit::Fits,
                _ => Fit::Differs,
            },
            _ => Fit::Differs,
        }
    }
}

/// Whether what is kept is what was committed to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fit {
    /// Value and salt give the digest.
    Fits,
    /// They give another one: something was altered.
    Differs,
    /// Value and salt were blanked by a decision.
    Redacted,
    /// It was recorded before there were digests.
    NeverCommitted,
}

/// A party as it was recorded once.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Version {
    /// The party.
    pub party: Uuid,
    /// When it was recorded.
    pub from: String,
    /// Its fields, by name.
    pub fields: BTreeMap<String, Kept>,
    /// Which fields were taken away, by the decision with which number.
    pub redacted: BTreeMap<String, String>,
}

impl Version {
    /// What its event says of it.
    pub fn said(&self) -> SaidParty {
        let of = |(name, kept): (&String, &Kept)| Some((name.clone(), kept.digest.clone()?));
        SaidParty { id: self.party, digests: self.fields.iter().filter_map(of).collect() }
    }

    /// Whether a party is shown as this version of it says; what was taken away is shown as anything but itself.
    ///
    /// # Errors
    /// [`Fault::Value`] for the first field that is shown otherwise.
    pub fn shows(&self, shown: impl Fn(&str) -> Option<String>) -> Result<(), Fault> {
        let otherwise = |(field, kept): &(&String, &Kept)| {
            !self.redacted.contains_key(*field) && kept.value != shown(field)
        };
        match self.fields.iter().find(otherwise) {
            None => Ok(()),
            Some((field, _)) => Err(altered(self.party, field)),
        }
    }
}

/// What an event says of a party: the digests of its personal fields.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct SaidParty {
    /// The party.
    pub id: Uuid,
    /// The digest of each field.
    pub digests: BTreeMap<String, String>,
}

impl SaidParty {
    /// The bytes of a party's leaf in the tree over many parties: identifier, then for each field its digest, or a zero where it has none.
    pub fn leaf(&self) -> Vec<u8> {
        let mut leaf = b"thads party 1\0".to_vec();
        leaf.extend(self.id.as_bytes());
        for field in FIELDS {
            match self.digests.get(field).and_then(|digest| unhex(digest)) {
                Some(digest) => {
                    leaf.push(1);
                    leaf.extend(digest);
                }
                None => leaf.push(0),
            }
        }
        leaf
    }
}

/// What many parties hash to together: the root of the tree (RFC 6962) over their leaves, so that one of them can be proven without the
/// others.
pub fn root(said: &[SaidParty]) -> String {
    let mut tree = Frontier::default();
    for one in said {
        tree.push(leaf_hash(&one.leaf()), |_, _, _| {});
    }
    hex(&tree.root())
}

#[derive(Deserialize)]
struct WithEffects {
    #[serde(default)]
    effects: Effects,
}

#[derive(Default, Deserialize)]
struct Effects {
    #[serde(default)]
    parties: Value,
    #[serde(default)]
    redacted: Option<SaidRedaction>,
}

#[derive(Deserialize)]
struct SaidMany {
    count: u64,
    root: String,
}

/// What the event of a redaction says was taken away.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SaidRedaction {
    /// Whose.
    pub party: Uuid,
    /// Which fields.
    pub fields: Vec<String>,
    /// The decision.
    pub number: String,
    /// How many versions held something of them.
    pub versions: usize,
}

/// What stands in a history of values taken away, and what is missing and needs to stand there.
#[derive(Debug, Default)]
pub struct Redactions {
    said: BTreeSet<(Uuid, String, String)>,
    needed: BTreeSet<(Uuid, String, String)>,
}

impl Redactions {
    /// Every value that is gone has its decision.
    ///
    /// # Errors
    /// [`Fault::Taken`] for the first that has none.
    pub fn end(&self) -> Result<(), Fault> {
        match self.needed.difference(&self.said).next() {
            None => Ok(()),
            Some((party, field, number)) => {
                Err(Fault::Taken { party: *party, field: field.clone(), number: number.clone() })
            }
        }
    }
}

/// What was found of personal values.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Values {
    /// What the history committed to.
    pub fit: u64,
    /// Taken away by a decision that stands in the history.
    pub redacted: u64,
    /// Recorded before there were digests: nothing tells whether they were altered.
    pub uncommitted: u64,
}

impl std::fmt::Display for Values {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(
            f,
            "personal values: {} as committed to, {} taken away by decision, {} of before there were digests",
            self.fit, self.redacted, self.uncommitted
        )
    }
}

impl std::ops::AddAssign for Values {
    fn add_assign(&mut self, other: Values) {
        self.fit += other.fit;
        self.redacted += other.redacted;
        self.uncommitted += other.uncommitted;
    }
}

/// What the events of a judgment commit to of its parties. First the events are taken, then every version of every party, by party.
#[derive(Default)]
pub struct People {
    each: BTreeSet<SaidParty>,
    many: Vec<SaidMany>,
    of_many: BTreeMap<String, (u64, Frontier)>,
    found: Values,
}

impl People {
    /// Takes what an event says, of whatever aggregate it is.
    pub fn event(&mut self, text: &str, redactions: &mut Redactions) {
        // Few events say anything of it.
        if !text.contains("\"parties\":") && !text.contains("\"redacted\":") {
            return;
        }
        let Ok(WithEffects { effects }) = serde_json::from_str(text) else { return };
        match effects.parties {
            Value::Null => {}
            list @ Value::Array(_) => {
                let said: Vec<SaidParty> = serde_json::from_value(list).unwrap_or_default();
                self.each.extend(said.into_iter().filter(|one| !one.digests.is_empty()));
            }
            many => self.many.extend(serde_json::from_value::<SaidMany>(many).ok()),
        }
        if let Some(SaidRedaction { party, fields, number, .. }) = effects.redacted {
            redactions.said.extend(fields.into_iter().map(|field| (party, field, number.clone())));
        }
    }

    /// Holds a version against what was said.
    ///
    /// # Errors
    /// [`Fault::Value`] for the first field that is not what the history committed to.
    pub fn version(&mut self, version: &Version, redactions: &mut Redactions) -> Result<(), Fault> {
        let said = version.said();
        for (field, kept) in &version.fields {
            match kept.fit(field, version.redacted.contains_key(field)) {
                Fit::Fits => self.found.fit += 1,
                Fit::NeverCommitted => self.found.uncommitted += 1,
                Fit::Differs => return Err(altered(version.party, field)),
                Fit::Redacted => {
                    self.found.redacted += 1;
                    let number = version.redacted.get(field).cloned().unwrap_or_default();
                    redactions.needed.insert((version.party, field.clone(), number));
                }
            }
        }
        if said.digests.is_empty() || self.each.remove(&said) {
            return Ok(());
        }
        // Of the digests themselves one may be other than the history says.
        let named = self.each.iter().find(|one| one.id == said.id);
        let other =
            named.and_then(|one| one.digests.iter().find(|(name, it)| said.digests.get(*name) != Some(it)));
        if let (Some((field, _)), true) = (other, self.many.is_empty()) {
            return Err(altered(said.id, field));
        }
        let (count, tree) = self.of_many.entry(version.from.clone()).or_default();
        *count += 1;
        tree.push(leaf_hash(&said.leaf()), |_, _, _| {});
        Ok(())
    }

    /// After the last version: nothing was said of a party that is not there, and what was said of many together is true.
    ///
    /// # Errors
    /// [`Fault::People`] or [`Fault::Person`].
    pub fn end(mut self) -> Result<Values, Fault> {
        for (from, (count, tree)) in self.of_many {
            let root = hex(&tree.root());
            let fits = |many: &SaidMany| many.count == count && many.root == root;
            let place = self.many.iter().position(fits).ok_or(Fault::People { from: Some(from), count })?;
            self.many.swap_remove(place);
        }
        if let Some(many) = self.many.first() {
            return Err(Fault::People { from: None, count: many.count });
        }
        match self.each.first() {
            Some(one) => Err(Fault::Person { party: one.id }),
            None => Ok(self.found),
        }
    }
}

fn altered(party: Uuid, field: &str) -> Fault {
    Fault::Value { party, field: field.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SALT: Salt = [7; 32];
    const NAME: &str = "name";
    const ACCOUNT: &str = "bank_account";

    #[test]
    fn a_digest_binds_salt_field_and_value() {
        let base = digest(&SALT, NAME, Some("Nguyễn Văn Mẫu"));
        assert_eq!(base.len(), 64);
        assert_eq!(base, digest(&SALT, NAME, Some("Nguyễn Văn Mẫu")), "the same for the same");
        let others = [
            digest(&[8; 32], NAME, Some("Nguyễn Văn Mẫu")),
            digest(&SALT, "address", Some("Nguyễn Văn Mẫu")),
            digest(&SALT, NAME, Some("Nguyễn Văn Mẫu ")),
            digest(&SALT, NAME, Some("")),
            digest(&SALT, NAME, None),
        ];
        for (place, one) in others.iter().enumerate() {
            assert_ne!(*one, base);
            assert!(others[..place].iter().all(|earlier| earlier != one));
        }
    }

    #[test]
    fn what_is_kept_fits_differs_or_was_blanked() {
        let kept = Kept::new(ACCOUNT, Some("NH Mẫu 1"), &SALT);
        let fit = |kept: &Kept, redacted| kept.fit(ACCOUNT, redacted);
        assert_eq!(fit(&kept, false), Fit::Fits);
        assert_eq!(fit(&Kept { value: Some("NH Mẫu 2".into()), ..kept.clone() }, false), Fit::Differs);
        assert_eq!(
            fit(&Kept { value: None, ..kept.clone() }, false),
            Fit::Differs,
            "blanked without its salt"
        );
        assert_eq!(fit(&Kept { salt: Some("zz".repeat(32)), ..kept.clone() }, false), Fit::Differs);
        let blank = Kept { value: None, salt: None, ..kept.clone() };
        assert_eq!(fit(&blank, true), Fit::Redacted);
        assert_eq!(fit(&blank, false), Fit::Differs, "blanked by no decision");
        assert_eq!(fit(&kept, true), Fit::Differs, "said to be blanked and still there");
        let old = Kept { value: Some("NH Mẫu 1".into()), ..Kept::default() };
        assert_eq!(fit(&old, false), Fit::NeverCommitted);
        let none = Kept::new(ACCOUNT, None, &SALT);
        assert_eq!(fit(&none, false), Fit::Fits, "that there is none is committed to as well");
    }

    #[test]
    fn a_leaf_holds_every_digest_at_its_place() {
        let id = Uuid::from_u128(1);
        let one =
            |field: &str| SaidParty { id, digests: BTreeMap::from([(field.to_owned(), "ab".repeat(32))]) };
        assert_eq!(one(NAME).leaf().len(), 14 + 16 + 4 + 32);
        assert_ne!(one(NAME).leaf(), one("address").leaf());
    }
}
