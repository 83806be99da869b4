//! Looking for tokens in everything that lies in a folder.

use std::collections::HashMap;
use std::path::Path;

/// Everything below the folder, as one run of bytes for each file.
fn contents(folder: &Path, out: &mut Vec<(String, Vec<u8>)>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            contents(&path, out);
        } else {
            out.push((path.display().to_string(), std::fs::read(&path).unwrap()));
        }
    }
}

/// The files below the folder that hold any of these.
pub fn found(folder: &Path, needles: &[Vec<u8>]) -> Vec<String> {
    let mut files = Vec::new();
    contents(folder, &mut files);
    // Long needles: their first eight bytes are looked up, so that one pass serves all of them.
    let heads: HashMap<[u8; 8], &Vec<u8>> =
        needles.iter().map(|needle| (needle[..8].try_into().unwrap(), needle)).collect();
    let mut hits = Vec::new();
    for (name, bytes) in files {
        let hit = bytes.windows(8).enumerate().any(|(at, window)| {
            let window: [u8; 8] = window.try_into().unwrap();
            heads.get(&window).is_some_and(|needle| bytes[at..].starts_with(needle))
        });
        if hit {
            hits.push(name);
        }
    }
    hits
}

/// Every form of these tokens that may ever have been on a disk: as sent (hexadecimal and bytes), and re-keyed.
pub fn every_form<'a>(pepper: &[u8; 32], tokens: impl Iterator<Item = &'a str>) -> Vec<Vec<u8>> {
    use hmac::{KeyInit as _, Mac as _};
    let mut out = Vec::new();
    for line in tokens {
        let raw: Vec<u8> =
            (0..32).step_by(2).map(|at| u8::from_str_radix(&line[at..at + 2], 16).unwrap()).collect();
        let mut mac = hmac::Hmac::<sha2::Sha256>::new_from_slice(pepper).unwrap();
        mac.update(&raw);
        let stored = mac.finalize().into_bytes()[..16].to_vec();
        // As a number, a stored set has it from the other end.
        out.push(stored.iter().rev().copied().collect());
        out.push(stored);
        out.push(line.as_bytes().to_vec());
        out.push(raw);
    }
    out
}
