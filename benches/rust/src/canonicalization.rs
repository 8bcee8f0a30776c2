//! Canonical JSON beside the crates that exist, with parsing alone and hashing alone as yardsticks.

use serde_json::Value;
use sha2::{Digest, Sha256};
use signkey_bench::{Contender, Outcome, Race, messages};

pub fn race(corpus: &str, size: usize) {
    let race = Race {
        path: "canonicalize",
        corpus,
        size,
    };
    race.run(
        &messages(corpus, size),
        vec![
            Contender::new("signkey", |message| {
                let form = signkey::canonicalize(&message.body);
                form.map_or(Outcome::Other(false), |form| {
                    Outcome::Text(form.into_bytes())
                })
            }),
            Contender::new("serde_json_canonicalizer", |message| {
                let text = std::str::from_utf8(&message.body);
                outcome(
                    text.ok()
                        .and_then(|text| serde_json_canonicalizer::pipe(text).ok()),
                )
            }),
            Contender::new("serde_jcs", |message| {
                outcome(parse(&message.body).and_then(|value| serde_jcs::to_string(&value).ok()))
            }),
            Contender::new("json-canon", |message| {
                outcome(parse(&message.body).and_then(|value| json_canon::to_string(&value).ok()))
            }),
            Contender::new("serde_json, parse only", |message| {
                Outcome::Other(parse(&message.body).is_some())
            }),
            Contender::new("sha2, hash only", |message| {
                Outcome::Other(Sha256::digest(&message.body)[..] != [0; 32])
            }),
        ],
    );
}

fn parse(body: &[u8]) -> Option<Value> {
    serde_json::from_slice(body).ok()
}

fn outcome(text: Option<String>) -> Outcome<'static> {
    text.map_or(Outcome::Other(false), |text| {
        Outcome::Text(text.into_bytes().into())
    })
}
