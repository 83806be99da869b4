//! The seam to the two cryptographic libraries: `ring` in the server, RustCrypto in the browser, tested equal.
//!
//! Only HMAC-SHA256 and SHA-256 come from them; HKDF (RFC 5869) is a few HMAC calls and is written here, because the key
//! check value is a MAC under the pseudorandom key itself, which ring's HKDF does not hand out.

#[cfg(not(feature = "native"))]
pub(crate) use rustcrypto::{HmacKey, Sha256};
#[cfg(feature = "native")]
pub(crate) use with_ring::{HmacKey, Sha256};

#[cfg(all(not(feature = "native"), not(feature = "browser")))]
compile_error!("`matching` needs a hash: build with feature `server` or `browser`");

#[cfg(feature = "native")]
mod with_ring {
    use zeroize::Zeroizing;

    use super::super::lanes::{LANES, Lanes, Words};
    use super::super::messages::{Block, Messages, token_block};
    use super::super::{Token, truncated};

    /// An HMAC-SHA256 key with its pads computed once; many messages at a time go through the processor's own
    /// instructions where it has them.
    pub(crate) struct HmacKey {
        key: ring::hmac::Key,
        lanes: Option<Lanes>,
    }

    impl HmacKey {
        pub(crate) fn new(key: &[u8]) -> Self {
            let lanes = Lanes::new(&pad(key, 0x36), &pad(key, 0x5c));
            Self { key: ring::hmac::Key::new(ring::hmac::HMAC_SHA256, key), lanes }
        }

        /// A key that `ring` alone works with, as on processors without instructions for SHA-256.
        #[cfg(test)]
        pub(crate) fn without_lanes(key: &[u8]) -> Self {
            Self { key: ring::hmac::Key::new(ring::hmac::HMAC_SHA256, key), lanes: None }
        }

        /// Whether it works in lanes.
        #[cfg(test)]
        pub(crate) fn has_lanes(&self) -> bool {
            self.lanes.is_some()
        }

        pub(crate) fn sign(&self, message: &[u8]) -> [u8; 32] {
            to_32(ring::hmac::sign(&self.key, message).as_ref())
        }

        /// Appends the token of every message, in order.
        pub(crate) fn sign_many(&self, messages: &Messages, out: &mut Vec<Token>) {
            out.reserve(messages.len());
            let Some(lanes) = &self.lanes else {
                let all = (0..messages.len()).filter_map(|at| messages.message(at));
                out.extend(all.map(|message| Token(truncated(&self.sign(message)))));
                return;
            };
            let mut all = messages.iter();
            while let Some(first) = all.next() {
                let mut group = [first; LANES];
                let mut filled = 1;
                for (place, message) in group.iter_mut().skip(1).zip(all.by_ref().take(LANES - 1)) {
                    *place = message;
                    filled += 1;
                }
                out.extend(lanes.sign(group).iter().take(filled).map(token));
            }
        }

        /// Replaces every token by its own token.
        pub(crate) fn sign_again(&self, tokens: &mut [Token]) {
            let Some(lanes) = &self.lanes else {
                tokens.iter_mut().for_each(|token| *token = Token(truncated(&self.sign(&token.0))));
                return;
            };
            let sign = |group: [Token; LANES]| {
                let [a, b, c, d] = group.map(|token| [token_block(&token.0)]);
                lanes.sign([&a, &b, &c, &d]).each_ref().map(token)
            };
            let (groups, rest) = tokens.as_chunks_mut::<LANES>();
            groups.iter_mut().for_each(|group| *group = sign(*group));
            let mut last = [Token([0; 16]); LANES];
            last.iter_mut().zip(rest.iter()).for_each(|(place, token)| *place = *token);
            rest.iter_mut().zip(sign(last)).for_each(|(place, token)| *place = token);
        }
    }

    /// The key as one of HMAC's pads (FIPS 198-1): filled up with zeros, or hashed if it is longer than a block.
    fn pad(key: &[u8], byte: u8) -> Zeroizing<Block> {
        let mut block = Zeroizing::new([0; 64]);
        let hashed = Zeroizing::new(super::sha256(key));
        let key = if key.len() > block.len() { &hashed[..] } else { key };
        block.iter_mut().zip(key).for_each(|(to, from)| *to = *from);
        block.iter_mut().for_each(|to| *to ^= byte);
        block
    }

    fn token([a, b, c, d, ..]: &Words) -> Token {
        let words = [*a, *b, *c, *d].map(u32::to_be_bytes);
        Token(truncated(words.as_flattened()))
    }

    /// SHA-256 of a stream.
    #[derive(Clone)]
    pub(crate) struct Sha256(ring::digest::Context);

    impl Sha256 {
        pub(crate) fn new() -> Self {
            Self(ring::digest::Context::new(&ring::digest::SHA256))
        }

        pub(crate) fn update(&mut self, bytes: &[u8]) {
            self.0.update(bytes);
        }

        pub(crate) fn finish(self) -> [u8; 32] {
            to_32(self.0.finish().as_ref())
        }
    }

    fn to_32(bytes: &[u8]) -> [u8; 32] {
        let mut out = [0; 32];
        out.iter_mut().zip(bytes).for_each(|(to, from)| *to = *from);
        out
    }
}

#[cfg(any(test, not(feature = "native")))]
mod rustcrypto {
    use hmac::{KeyInit as _, Mac as _};
    use sha2::Digest as _;

    use super::super::messages::Messages;
    use super::super::{Token, truncated};

    /// An HMAC-SHA256 key with its pads computed once.
    pub(crate) struct HmacKey(Option<hmac::Hmac<sha2::Sha256>>);

    impl HmacKey {
        pub(crate) fn new(key: &[u8]) -> Self {
            // HMAC takes a key of any length; the error case of the trait does not occur.
            Self(hmac::Hmac::new_from_slice(key).ok())
        }

        pub(crate) fn sign(&self, message: &[u8]) -> [u8; 32] {
            let Some(keyed) = &self.0 else { return [0; 32] };
            let mut mac = keyed.clone();
            mac.update(message);
            mac.finalize().into_bytes().into()
        }

        /// Appends the token of every message, in order.
        pub(crate) fn sign_many(&self, messages: &Messages, out: &mut Vec<Token>) {
            let all = (0..messages.len()).filter_map(|at| messages.message(at));
            out.extend(all.map(|message| Token(truncated(&self.sign(message)))));
        }

        /// Replaces every token by its own token.
        pub(crate) fn sign_again(&self, tokens: &mut [Token]) {
            tokens.iter_mut().for_each(|token| *token = Token(truncated(&self.sign(&token.0))));
        }
    }

    /// SHA-256 of a stream.
    #[derive(Clone)]
    pub(crate) struct Sha256(sha2::Sha256);

    impl Sha256 {
        pub(crate) fn new() -> Self {
            Self(sha2::Sha256::new())
        }

        pub(crate) fn update(&mut self, bytes: &[u8]) {
            self.0.update(bytes);
        }

        pub(crate) fn finish(self) -> [u8; 32] {
            self.0.finalize().into()
        }
    }
}

/// SHA-256 of one piece.
pub fn sha256(bytes: &[u8]) -> [u8; 32] {
    let mut hash = Sha256::new();
    hash.update(bytes);
    hash.finish()
}

/// HKDF-Extract: the pseudorandom key of some input key material.
pub(crate) fn extract(salt: &[u8], ikm: &[u8]) -> [u8; 32] {
    HmacKey::new(salt).sign(ikm)
}

/// HKDF-Expand, for the 32 bytes that one block gives.
pub(crate) fn expand(prk: &HmacKey, info: &[&[u8]]) -> [u8; 32] {
    let mut message = info.concat();
    message.push(1);
    prk.sign(&message)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::messages::Messages;
    use super::super::{Token, from_hex, hex, truncated};
    use super::*;

    fn bytes(text: &str) -> Vec<u8> {
        text.as_bytes().chunks(2).map(|pair| from_hex::<1>(pair).unwrap()[0]).collect()
    }

    /// RFC 4231, test cases 1, 2, 3, 4, 6 and 7.
    #[test]
    fn hmac_gives_the_published_macs() {
        let long = vec![0xaa; 131];
        let cases: [(&[u8], &[u8], &str); 6] = [
            (&[0x0b; 20], b"Hi There", "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7"),
            (b"Jefe", b"what do ya want for nothing?", "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"),
            (&[0xaa; 20], &[0xdd; 50], "773ea91e36800e46854db8ebd09181a72959098b3ef8c122d9635514ced565fe"),
            (
                &bytes("0102030405060708090a0b0c0d0e0f10111213141516171819"),
                &[0xcd; 50],
                "82558a389a443c0ea4cc819899f2083a85f0faa3e578f8077a2e3ff46729665b",
            ),
            (
                &long,
                b"Test Using Larger Than Block-Size Key - Hash Key First",
                "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54",
            ),
            (
                &long,
                b"This is a test using a larger than block-size key and a larger than block-size data. The key needs to be hashed before being used by the HMAC algorithm.",
                "9b09ffa71b942fcb27635fbcd5b0e944bfdc63644f0713938a7f51535c3a35e2",
            ),
        ];
        for (key, message, mac) in cases {
            assert_eq!(hex(&HmacKey::new(key).sign(message)), mac);
            assert_eq!(hex(&rustcrypto::HmacKey::new(key).sign(message)), mac);
        }
    }

    /// What `sign_many` gives, checked against one by one, in lanes and without, and against the other library.
    fn many(key: &[u8], messages: &[Vec<u8>]) -> Vec<Token> {
        let mut waiting = Messages::new();
        messages.iter().for_each(|message| waiting.push(message));
        let [mut lanes, mut plain, mut other] = [Vec::new(), Vec::new(), Vec::new()];
        HmacKey::new(key).sign_many(&waiting, &mut lanes);
        HmacKey::without_lanes(key).sign_many(&waiting, &mut plain);
        rustcrypto::HmacKey::new(key).sign_many(&waiting, &mut other);
        assert!(lanes == plain && plain == other);
        lanes
    }

    /// NIST's examples for FIPS 198-1 with SHA-256, and RFC 4231's messages of two keys, in one batch each.
    #[test]
    fn many_at_a_time_give_the_published_macs() {
        let sample = |what: &str| format!("Sample message for keylen{what}blocklen").into_bytes();
        let key: Vec<u8> = (0..100).collect();
        let cases = [
            (&key[..64], sample("="), "8bb9a1db9806f20df7f77b82138c7914"),
            (&key[..32], sample("<"), "a28cf43130ee696a98f14a37678b56bc"),
            (&key[..], sample("="), "bdccb6c72ddeadb500ae768386cb38cc"),
            (&[0x0b; 20], b"Hi There".to_vec(), "b0344c61d8db38535ca8afceaf0bf12b"),
            (b"Jefe", b"what do ya want for nothing?".to_vec(), "5bdcc146bf60754e6a042426089575c7"),
        ];
        for (key, message, mac) in cases {
            let expected = Token(from_hex(mac.as_bytes()).unwrap());
            assert!(many(key, &vec![message; 5]).iter().all(|token| *token == expected), "{mac}");
        }
    }

    #[test]
    fn this_processor_has_lanes_if_it_says_so() {
        #[cfg(target_arch = "x86_64")]
        if std::arch::is_x86_feature_detected!("sha") {
            assert!(HmacKey::new(b"key").has_lanes());
        }
        assert!(!HmacKey::without_lanes(b"key").has_lanes());
    }

    /// RFC 5869, A.1: PRK in full, OKM to the length of one block.
    #[test]
    fn hkdf_gives_the_published_keys() {
        let prk = extract(&bytes("000102030405060708090a0b0c"), &[0x0b; 22]);
        assert_eq!(hex(&prk), "077709362c2e32df0ddc3f0dc47bba6390b6c73bb50f9c3122ec844ad7c2b3e5");
        let okm = expand(&HmacKey::new(&prk), &[&bytes("f0f1f2f3f4f5f6f7f8f9")]);
        assert_eq!(hex(&okm), "3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf");
    }

    proptest! {
        #[test]
        fn both_libraries_agree(key in prop::collection::vec(any::<u8>(), 0..200), message in prop::collection::vec(any::<u8>(), 0..300)) {
            prop_assert_eq!(HmacKey::new(&key).sign(&message), rustcrypto::HmacKey::new(&key).sign(&message));
            let mut other = rustcrypto::Sha256::new();
            other.update(&message);
            prop_assert_eq!(sha256(&message), other.finish());
        }

        #[test]
        fn many_at_a_time_are_the_same_as_one_by_one(
            key in prop::collection::vec(any::<u8>(), 0..100),
            messages in prop::collection::vec(prop::collection::vec(any::<u8>(), 0..300), 0..21),
        ) {
            let hash = HmacKey::without_lanes(&key);
            let one_by_one: Vec<Token> = messages.iter().map(|m| Token(truncated(&hash.sign(m)))).collect();
            prop_assert_eq!(many(&key, &messages), one_by_one);
        }

        #[test]
        fn tokens_signed_again_are_the_same_as_one_by_one(key: [u8; 32], tokens in prop::collection::vec(any::<[u8; 16]>(), 0..21)) {
            let hash = HmacKey::without_lanes(&key);
            let one_by_one: Vec<Token> = tokens.iter().map(|t| Token(truncated(&hash.sign(t)))).collect();
            let again = |sign: &dyn Fn(&mut [Token])| {
                let mut all: Vec<Token> = tokens.iter().copied().map(Token).collect();
                sign(&mut all);
                all
            };
            prop_assert_eq!(again(&|all| HmacKey::new(&key).sign_again(all)), one_by_one.clone());
            prop_assert_eq!(again(&|all| hash.sign_again(all)), one_by_one.clone());
            prop_assert_eq!(again(&|all| rustcrypto::HmacKey::new(&key).sign_again(all)), one_by_one);
        }

        #[test]
        fn hkdf_agrees_with_its_own_crate(salt in prop::collection::vec(any::<u8>(), 0..80), ikm: [u8; 32], info in prop::collection::vec(any::<u8>(), 0..40)) {
            let (prk, hkdf) = hkdf::Hkdf::<sha2::Sha256>::extract(Some(&salt), &ikm);
            let mut okm = [0; 32];
            hkdf.expand(&info, &mut okm).unwrap();
            let ours = extract(&salt, &ikm);
            prop_assert_eq!(&ours[..], &prk[..]);
            prop_assert_eq!(expand(&HmacKey::new(&ours), &[&info]), okm);
        }
    }
}
