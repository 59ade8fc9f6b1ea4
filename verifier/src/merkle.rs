//! The Merkle tree of a transparency log: hashes, proofs and their verification as RFC 6962 and RFC 9162 define them. It knows
//! nothing of what the leaves say.

use sha2::{Digest, Sha256};

/// A SHA-256 hash.
pub type Hash = [u8; 32];

/// A hash from hexadecimal.
pub fn unhex(text: &str) -> Option<Hash> {
    if text.len() != 64 || !text.is_ascii() {
        return None;
    }
    let mut hash: Hash = [0; 32];
    for (place, byte) in hash.iter_mut().enumerate() {
        *byte = u8::from_str_radix(text.get(place * 2..place * 2 + 2)?, 16).ok()?;
    }
    Some(hash)
}

/// The hash of a leaf (RFC 6962 2.1): the prefix keeps leaves and nodes apart.
pub fn leaf_hash(leaf: &[u8]) -> Hash {
    Sha256::new().chain_update([0]).chain_update(leaf).finalize().into()
}

/// The hash of a node over its two halves.
pub fn node_hash(left: &Hash, right: &Hash) -> Hash {
    Sha256::new().chain_update([1]).chain_update(left).chain_update(right).finalize().into()
}

/// The root of a tree without leaves.
pub fn empty_root() -> Hash {
    Sha256::digest([]).into()
}

/// The right edge of a growing tree: the roots of its complete subtrees, largest first. A few dozen hashes at any size.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Frontier {
    size: u64,
    nodes: Vec<Hash>,
}

impl Frontier {
    /// The edge of a tree of `size` leaves, from its complete subtrees, largest first. `None` if there are not as many as
    /// that size has.
    pub fn at(size: u64, nodes: Vec<Hash>) -> Option<Frontier> {
        (u64::from(size.count_ones()) == u64::try_from(nodes.len()).ok()?).then_some(Frontier { size, nodes })
    }

    /// Level and index of the complete subtrees of a tree of this size, largest first: what [`Frontier::at`] wants.
    pub fn places(size: u64) -> Vec<(u32, u64)> {
        let levels = (0..64).rev().filter(|level| size >> level & 1 == 1);
        // Everything left of a subtree is a multiple of its own size.
        levels.map(|level| (level, (size >> level) - 1)).collect()
    }

    /// How many leaves.
    pub const fn size(&self) -> u64 {
        self.size
    }

    /// Adds a leaf and tells every node that it completes, itself (level 0) first: level, index, hash.
    pub fn push(&mut self, leaf: Hash, mut completed: impl FnMut(u32, u64, Hash)) {
        let (mut hash, mut level, mut index) = (leaf, 0, self.size);
        completed(level, index, hash);
        while index & 1 == 1 {
            let Some(left) = self.nodes.pop() else { break };
            hash = node_hash(&left, &hash);
            (level, index) = (level + 1, index >> 1);
            completed(level, index, hash);
        }
        self.nodes.push(hash);
        self.size += 1;
    }

    /// The root.
    pub fn root(&self) -> Hash {
        let mut right_to_left = self.nodes.iter().rev();
        let Some(last) = right_to_left.next() else { return empty_root() };
        right_to_left.fold(*last, |root, left| node_hash(left, &root))
    }
}

/// A run of leaves whose hash a proof needs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Run {
    /// The first leaf.
    pub from: u64,
    /// The leaf after the last.
    pub to: u64,
}

impl Run {
    /// The complete subtrees that it is made of, left to right: level and index.
    pub fn subtrees(self) -> Vec<(u32, u64)> {
        let (mut found, mut from) = (Vec::new(), self.from);
        while from < self.to {
            let fits = (self.to - from).ilog2();
            let level = if from == 0 { fits } else { fits.min(from.trailing_zeros()) };
            found.push((level, from >> level));
            from += 1 << level;
        }
        found
    }

    /// Its hash, from the hashes of its subtrees, left to right.
    pub fn hash(subtrees: &[Hash]) -> Option<Hash> {
        let mut right_to_left = subtrees.iter().rev();
        let last = right_to_left.next()?;
        Some(right_to_left.fold(*last, |hash, left| node_hash(left, &hash)))
    }
}

/// The largest power of two below `size`; `size` is at least two.
fn split(size: u64) -> u64 {
    1 << (size - 1).ilog2()
}

/// The runs whose hashes prove that leaf `index` is in a tree of `size` leaves, in the order of the proof (RFC 6962 2.1.1).
pub fn inclusion_runs(index: u64, size: u64) -> Vec<Run> {
    let (mut from, mut to, mut runs) = (0, size, Vec::new());
    while to - from > 1 {
        let middle = from + split(to - from);
        if index < middle {
            runs.push(Run { from: middle, to });
            to = middle;
        } else {
            runs.push(Run { from, to: middle });
            from = middle;
        }
    }
    runs.reverse();
    runs
}

/// The runs whose hashes prove that a tree of `new` leaves begins with the tree of `old` leaves (RFC 6962 2.1.2).
pub fn consistency_runs(old: u64, new: u64) -> Vec<Run> {
    if old == 0 || old >= new {
        return Vec::new();
    }
    let (mut from, mut to, mut whole, mut runs) = (0, new, true, Vec::new());
    while to != old {
        let middle = from + split(to - from);
        if old <= middle {
            runs.push(Run { from: middle, to });
            to = middle;
        } else {
            runs.push(Run { from, to: middle });
            from = middle;
            whole = false;
        }
    }
    // The old tree as a whole is known to whoever asks.
    if !whole {
        runs.push(Run { from, to });
    }
    runs.reverse();
    runs
}

/// Whether the proof shows that the leaf stands at `index` in the tree with this root (RFC 9162 2.1.3.2).
pub fn includes(leaf: &Hash, index: u64, size: u64, proof: &[Hash], root: &Hash) -> bool {
    if index >= size {
        return false;
    }
    let (mut place, mut last, mut hash) = (index, size - 1, *leaf);
    for sibling in proof {
        if last == 0 {
            return false;
        }
        if place & 1 == 1 || place == last {
            hash = node_hash(sibling, &hash);
            while place & 1 == 0 && place != 0 {
                (place, last) = (place >> 1, last >> 1);
            }
        } else {
            hash = node_hash(&hash, sibling);
        }
        (place, last) = (place >> 1, last >> 1);
    }
    last == 0 && hash == *root
}

/// Whether the proof shows that the new tree begins with the old one (RFC 9162 2.1.4.2).
pub fn continues(old: (u64, &Hash), new: (u64, &Hash), proof: &[Hash]) -> bool {
    let ((old_size, old_root), (new_size, new_root)) = (old, new);
    if old_size > new_size {
        return false;
    }
    if old_size == new_size {
        return proof.is_empty() && old_root == new_root;
    }
    if old_size == 0 {
        return proof.is_empty() && *old_root == empty_root();
    }
    let mut rest = proof.iter();
    let first = if old_size.is_power_of_two() { Some(old_root) } else { rest.next() };
    let Some(first) = first else { return false };
    let (mut place, mut last) = (old_size - 1, new_size - 1);
    while place & 1 == 1 {
        (place, last) = (place >> 1, last >> 1);
    }
    let (mut of_old, mut of_new) = (*first, *first);
    for sibling in rest {
        if last == 0 {
            return false;
        }
        if place & 1 == 1 || place == last {
            of_old = node_hash(sibling, &of_old);
            of_new = node_hash(sibling, &of_new);
            while place & 1 == 0 && place != 0 {
                (place, last) = (place >> 1, last >> 1);
            }
        } else {
            of_new = node_hash(&of_new, sibling);
        }
        (place, last) = (place >> 1, last >> 1);
    }
    last == 0 && of_old == *old_root && of_new == *new_root
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;

    use super::*;

    /// The definition, as it stands in RFC 6962 2.1.
    fn defined(leaves: &[Hash]) -> Hash {
        match leaves {
            [] => empty_root(),
            [one] => *one,
            many => {
                let at = usize::try_from(split(many.len() as u64)).unwrap();
                node_hash(&defined(&many[..at]), &defined(&many[at..]))
            }
        }
    }

    fn leaves(count: u64) -> Vec<Hash> {
        (0..count).map(|number| leaf_hash(&number.to_be_bytes())).collect()
    }

    fn tree(leaves: &[Hash]) -> (Frontier, HashMap<(u32, u64), Hash>) {
        let (mut edge, mut nodes) = (Frontier::default(), HashMap::new());
        for leaf in leaves {
            edge.push(*leaf, |level, index, hash| {
                nodes.insert((level, index), hash);
            });
        }
        (edge, nodes)
    }

    fn proof(runs: Vec<Run>, nodes: &HashMap<(u32, u64), Hash>) -> Vec<Hash> {
        let hash = |run: Run| {
            let parts: Vec<Hash> = run.subtrees().iter().map(|place| nodes[place]).collect();
            Run::hash(&parts).unwrap()
        };
        runs.into_iter().map(hash).collect()
    }

    #[test]
    fn the_examples_of_certificate_transparency() {
        let hex = |hash: Hash| hash.iter().map(|byte| format!("{byte:02x}")).collect::<String>();
        assert_eq!(hex(empty_root()), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
        assert_eq!(hex(leaf_hash(b"")), "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d");
        let (edge, _) = tree(&[leaf_hash(b""), leaf_hash(&[0])]);
        assert_eq!(hex(edge.root()), "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125");
    }

    #[test]
    fn every_size_has_the_root_of_the_definition_and_its_edge_can_be_rebuilt() {
        let all = leaves(70);
        for size in 0..=all.len() {
            let (edge, nodes) = tree(&all[..size]);
            assert_eq!(edge.root(), defined(&all[..size]));
            let places = Frontier::places(size as u64);
            let again = Frontier::at(size as u64, places.iter().map(|place| nodes[place]).collect());
            assert_eq!(again, Some(edge));
        }
        assert_eq!(Frontier::at(3, vec![empty_root()]), None);
    }

    #[test]
    fn every_leaf_is_proven_and_no_other() {
        for size in 1..40 {
            let all = leaves(size);
            let (edge, nodes) = tree(&all);
            for (index, leaf) in all.iter().enumerate() {
                let index = index as u64;
                let path = proof(inclusion_runs(index, size), &nodes);
                assert!(includes(leaf, index, size, &path, &edge.root()));
                assert!(!includes(&empty_root(), index, size, &path, &edge.root()));
                assert!(!includes(leaf, index + 1, size, &path, &edge.root()) || size == 1);
                assert!(!includes(leaf, size, size, &path, &edge.root()));
                let longer = [path.clone(), vec![empty_root()]].concat();
                assert!(!includes(leaf, index, size, &longer, &edge.root()));
            }
        }
    }

    #[test]
    fn every_tree_continues_every_smaller_one_and_no_fork_does() {
        let all = leaves(40);
        let (_, nodes) = tree(&all);
        let root = |size: u64| defined(&all[..usize::try_from(size).unwrap()]);
        for new in 0..=40 {
            for old in 0..=new {
                let path = proof(consistency_runs(old, new), &nodes);
                assert!(continues((old, &root(old)), (new, &root(new)), &path), "{old} {new}");
                if old > 0 && old < new {
                    let fork = leaf_hash(b"fork");
                    assert!(!continues((old, &fork), (new, &root(new)), &path));
                    assert!(!continues((old, &root(old)), (new, &fork), &path));
                    assert!(!continues((new, &root(new)), (old, &root(old)), &path));
                }
            }
        }
    }
}
