//! What a rendering or a piece of memory would hold if it gave [`KEY`] away.

use sha2::block_api::compress256;

use super::signed::{DIGITS, HASH, KEY};

/// Everything that nobody may see, in the forms in which a rendering could show it.
pub(crate) fn secrets() -> Vec<String> {
    let hash = unhex(HASH);
    let mut secrets = vec![
        DIGITS.to_owned(),
        HASH.to_owned(),
        decimals(DIGITS.as_bytes()),
        decimals(&unhex(DIGITS)),
        decimals(&hash),
        decimals(KEY.as_bytes()),
        // More of the hash than the id shows, and a good part of the key.
        HASH[..16].to_owned(),
        HASH[16..32].to_owned(),
        DIGITS[..8].to_owned(),
        DIGITS[56..].to_owned(),
    ];
    for word in states().concat() {
        secrets.extend([word.to_string(), format!("{word:08x}"), format!("{word:x}")]);
    }
    secrets
}

pub(crate) fn unhex(digits: &str) -> Vec<u8> {
    let pairs = digits.as_bytes().chunks(2);
    pairs
        .map(|pair| {
            let pair = str::from_utf8(pair).expect("ASCII");
            u8::from_str_radix(pair, 16).expect("two digits")
        })
        .collect()
}

/// As `{:?}` shows the front of a byte array.
fn decimals(bytes: &[u8]) -> String {
    let shown = format!("{:?}", &bytes[..bytes.len().min(8)]);
    shown.trim_matches(['[', ']']).to_owned()
}

/// The inner and the outer state of HMAC-SHA256 (RFC 2104) under the key: whoever knows them signs.
pub(crate) fn states() -> [[u32; 8]; 2] {
    [0x36, 0x5c].map(|pad| {
        // The initial state of SHA-256 (FIPS 180-4, section 5.3.3).
        let mut state = [
            0x6a09_e667,
            0xbb67_ae85,
            0x3c6e_f372,
            0xa54f_f53a,
            0x510e_527f,
            0x9b05_688c,
            0x1f83_d9ab,
            0x5be0_cd19,
        ];
        let mut block = [pad; 64];
        // The digits fill a block exactly.
        for (byte, digit) in block.iter_mut().zip(DIGITS.as_bytes()) {
            *byte ^= digit;
        }
        compress256(&mut state, &[block]);
        state
    })
}
