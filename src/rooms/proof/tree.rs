//! The Merkle tree hash of RFC 6962, section 2.1: SHA-256, leaves behind a zero byte and inner nodes behind a one, so that
//! no leaf can pass for a node.

use crate::rooms::canonical::Digest;

/// The hash of a leaf.
pub fn leaf_hash(bytes: &[u8]) -> Digest {
    Digest::of(&[&[0], bytes])
}

fn node_hash(left: &Digest, right: &Digest) -> Digest {
    Digest::of(&[&[1], left.as_bytes(), right.as_bytes()])
}

/// A tree that grows at its right edge, and knows its root without keeping its leaves.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Tree {
    size: u64,
    /// The roots of the complete subtrees, widest first: one for each bit that is set in `size`.
    peaks: Vec<Digest>,
}

impl Tree {
    /// The tree over these leaf hashes.
    pub fn of(leaves: impl IntoIterator<Item = Digest>) -> Self {
        let mut tree = Self::default();
        leaves.into_iter().for_each(|leaf| tree.push(leaf));
        tree
    }

    /// Adds a leaf, by its hash.
    pub fn push(&mut self, leaf: Digest) {
        let mut node = leaf;
        let mut below = self.size;
        // Two complete subtrees of one width become one of twice the width.
        while below & 1 == 1 {
            if let Some(left) = self.peaks.pop() {
                node = node_hash(&left, &node);
            }
            below >>= 1;
        }
        self.peaks.push(node);
        self.size = self.size.saturating_add(1);
    }

    /// How many leaves there are.
    pub fn size(&self) -> u64 {
        self.size
    }

    /// The root: what a checkpoint signs. Of no leaves at all, the hash of nothing.
    pub fn root(&self) -> Digest {
        let joined = self.peaks.iter().rev().copied().reduce(|right, left| node_hash(&left, &right));
        joined.unwrap_or_else(|| Digest::of(&[]))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// The leaves and roots of the test data that Certificate Transparency's reference implementation publishes.
    const LEAVES: [&[u8]; 8] = [
        b"",
        b"\x00",
        b"\x10",
        b"\x20\x21",
        b"\x30\x31",
        b"\x40\x41\x42\x43",
        b"\x50\x51\x52\x53\x54\x55\x56\x57",
        b"\x60\x61\x62\x63\x64\x65\x66\x67\x68\x69\x6a\x6b\x6c\x6d\x6e\x6f",
    ];
    const ROOTS: [&str; 9] = [
        "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
        "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
        "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
        "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
        "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
        "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
        "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
        "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
    ];

    #[test]
    fn the_roots_are_those_of_the_published_vectors() {
        for (size, root) in ROOTS.iter().enumerate() {
            let tree = Tree::of(LEAVES.iter().take(size).map(|leaf| leaf_hash(leaf)));
            assert_eq!(tree.root().to_string(), *root, "{size} leaves");
            assert_eq!(tree.size(), u64::try_from(size).unwrap());
        }
    }

    /// The definition as the RFC writes it: split at the largest power of two below the size.
    fn by_definition(leaves: &[Digest]) -> Digest {
        match leaves {
            [] => Digest::of(&[]),
            [leaf] => *leaf,
            _ => {
                let split = 1 << (usize::BITS - 1 - (leaves.len() - 1).leading_zeros());
                node_hash(&by_definition(&leaves[..split]), &by_definition(&leaves[split..]))
            }
        }
    }

    proptest! {
        #[test]
        fn growing_is_the_definition(count in 0usize..200) {
            let leaves: Vec<Digest> = (0..count).map(|n| leaf_hash(&n.to_be_bytes())).collect();
            prop_assert_eq!(Tree::of(leaves.iter().copied()).root(), by_definition(&leaves));
        }
    }

    #[test]
    fn a_leaf_never_passes_for_a_node() {
        let (a, b) = (leaf_hash(b"a"), leaf_hash(b"b"));
        let joined = [a.as_bytes().as_slice(), b.as_bytes().as_slice()].concat();
        assert_ne!(Tree::of([a, b]).root(), Tree::of([leaf_hash(&joined)]).root());
    }
}
