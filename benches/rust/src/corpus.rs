//! The corpus that `benches/corpus.py` writes: what is sent, its canonical form, and a header.

use std::{fs, path::Path};

use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

/// The signing key under which the headers are made.
pub const KEY: &str =
    "signkey-test-8ee2262a15e8d3c42d6a840db7af3de2aab08ef632b32a37a687f24b34dba3ff";

/// About how many bytes a body has. Smaller ones come by the thousand.
pub const SIZES: [usize; 4] = [800, 15_000, 180_000, 1_000_000];

/// The kinds of documents; see `benches/documents.py`.
pub const KINDS: [&str; 9] = [
    "call",
    "reordered",
    "pretty",
    "text",
    "floats",
    "escaped-names",
    "foreign-names",
    "nested",
    "exponents",
];

/// A signed request.
#[derive(Clone)]
pub struct Message {
    /// Its place among the messages of this kind and size.
    pub index: usize,
    /// The body as it is sent.
    pub body: Vec<u8>,
    /// The body in canonical form.
    pub canonical: Vec<u8>,
    /// `t=<seconds>&s=<hex>`.
    pub header: Vec<u8>,
    /// What the header signs, in one piece: the canonical form and the time.
    pub signed: Vec<u8>,
    /// The MAC of it, by the crate `hmac`.
    pub mac: [u8; 32],
}

impl Message {
    fn new(index: usize, [body, canonical, header]: [Vec<u8>; 3]) -> Self {
        let signed = [&canonical[..], &header[2..12]].concat();
        let mut state = bare_hmac();
        state.update(&signed);
        let mac = state.finalize().into_bytes().into();
        Self {
            index,
            body,
            canonical,
            header,
            signed,
            mac,
        }
    }

    /// The canonical form, where others read it too: so no contender finds it colder than they do.
    pub fn signed_body(&self) -> &[u8] {
        &self.signed[..self.canonical.len()]
    }

    /// The same message with another byte in the middle.
    pub fn tampered(&self) -> Self {
        let mut other = self.clone();
        for bytes in [&mut other.body, &mut other.signed] {
            let middle = bytes.len() / 2;
            bytes[middle] ^= 1;
        }
        other
    }
}

/// The state of an HMAC after the key.
pub fn bare_hmac() -> Hmac<Sha256> {
    let digits = &KEY.as_bytes()["signkey-test-".len()..];
    Hmac::new_from_slice(digits).expect("any length will do")
}

/// All messages of a kind and size.
///
/// # Panics
/// If the corpus is not there, or not whole.
pub fn messages(kind: &str, size: usize) -> Vec<Message> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../target/bench/corpus");
    let [bodies, forms, headers] = ["bodies", "canonical", "headers"].map(|part| {
        let path = folder.join(format!("{kind}-{size}.{part}"));
        records(&fs::read(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display())))
    });
    assert!(bodies.len() == forms.len() && forms.len() == headers.len());
    let parts = bodies.into_iter().zip(forms).zip(headers).enumerate();
    parts
        .map(|(index, ((body, form), header))| Message::new(index, [body, form, header]))
        .collect()
}

/// Each a length of 32 bits, little-endian, and that many bytes.
fn records(mut bytes: &[u8]) -> Vec<Vec<u8>> {
    let mut records = Vec::new();
    while let Some((length, rest)) = bytes.split_first_chunk() {
        let (record, rest) = rest.split_at(u32::from_le_bytes(*length) as usize);
        records.push(record.to_vec());
        bytes = rest;
    }
    records
}
