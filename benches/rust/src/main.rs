//! signkey beside its peers, in one run, on the same bytes: verification beside a bare HMAC of
//! `ring`, canonical JSON beside `serde_json_canonicalizer`.
//!
//! Each line: the median time a body, the throughput, and the time as a multiple of signkey's.

mod corpus;
mod measure;

use corpus::{Style, bodies};
use measure::compare;
use ring::hmac;
use signkey::{Keyring, VerifyOptions};

const KEY: &str = "signkey-test-8ee2262a15e8d3c42d6a840db7af3de2aab08ef632b32a37a687f24b34dba3ff";
const NOW: u64 = 1_700_000_000;

fn main() -> Result<(), signkey::Error> {
    for size in [64, 512, 4096, 65_536, 1 << 20] {
        verification(size)?;
    }
    for (style, name) in [
        (Style::Canonical, "canonical already"),
        (Style::Loose, "to be rewritten"),
        (Style::Floats, "long numbers"),
        (Style::EscapedNames, "escaped names"),
    ] {
        for size in [512, 65_536] {
            canonicalization(name, &bodies(size, style));
        }
    }
    Ok(())
}

fn verification(size: usize) -> Result<(), signkey::Error> {
    let keyring = Keyring::from_texts([Some(KEY)])?;
    let ring_key = hmac::Key::new(hmac::HMAC_SHA256, &KEY.as_bytes()["signkey-test-".len()..]);
    let bodies = bodies(size, Style::Canonical);
    // Each body carries its header behind it, so that both sides get the same argument.
    let signed: Result<Vec<Vec<u8>>, _> = bodies
        .into_iter()
        .map(|mut body| {
            let header = keyring.primary().sign_raw(&body, NOW)?.to_text();
            body.extend_from_slice(header.as_str().as_bytes());
            Ok::<_, signkey::Error>(body)
        })
        .collect();
    let header_len = "t=1700000000&s=".len() + 64;
    compare(
        &format!("verify, {size} bytes"),
        &signed?,
        &[
            ("signkey verify_request", &|signed| {
                let (body, header) = signed.split_at(signed.len() - header_len);
                keyring
                    .verify_request(body, Some(header), NOW, &VerifyOptions::DEFAULT)
                    .is_ok()
            }),
            ("ring, bare HMAC of body and time", &|signed| {
                let (body, header) = signed.split_at(signed.len() - header_len);
                let mut context = hmac::Context::with_key(&ring_key);
                context.update(body);
                context.update(&header[2..12]);
                context.sign().as_ref().len() == 32
            }),
        ],
    );
    Ok(())
}

fn canonicalization(name: &str, bodies: &[Vec<u8>]) {
    compare(
        &format!("canonical JSON, {name}"),
        bodies,
        &[
            ("signkey canonicalize", &|body| {
                signkey::canonicalize(body).is_ok_and(|canonical| !canonical.as_bytes().is_empty())
            }),
            ("serde_json_canonicalizer pipe", &|body| {
                std::str::from_utf8(body)
                    .is_ok_and(|text| serde_json_canonicalizer::pipe(text).is_ok())
            }),
        ],
    );
}
