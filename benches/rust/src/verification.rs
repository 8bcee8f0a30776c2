//! Verification beside a bare HMAC of the same bytes, which parses, compares and checks nothing.

use aws_lc_rs::hmac as aws_lc;
use hmac::Mac;
use http::HeaderMap;
use ring::hmac as ring;
use signkey::{Keyring, VerifyOptions};
use signkey_bench::{Contender, KEY, Message, Outcome, Race, bare_hmac, messages, now};
use standardwebhooks::Webhook;

const OPTIONS: VerifyOptions = VerifyOptions::DEFAULT;

pub fn race(size: usize) {
    let messages = messages("call", size);
    let keyring = Keyring::from_texts([Some(KEY)]).expect("a good key");
    let digits = &KEY.as_bytes()["signkey-test-".len()..];
    let keyed = bare_hmac();
    let ring_key = ring::Key::new(ring::HMAC_SHA256, digits);
    let aws_lc_key = aws_lc::Key::new(aws_lc::HMAC_SHA256, digits);
    let (webhook, webhook_headers) = webhooks(digits, &messages);
    let now = now();

    let race = |path| Race {
        path,
        corpus: "call",
        size,
    };
    let hmac = || {
        Contender::new("hmac, keyed clone", |message| {
            let mut state = keyed.clone();
            state.update(&message.signed);
            Outcome::Mac(state.finalize().into_bytes().into())
        })
    };
    let signkey = || {
        Contender::new("signkey", |message| {
            let (body, header) = (message.signed_body(), Some(&message.header[..]));
            let verdict = keyring.verify_request(body, header, now, &OPTIONS);
            Outcome::Verdict(verdict.is_ok())
        })
    };
    let mut contenders = vec![
        signkey(),
        hmac(),
        Contender::new("ring", |message| {
            let mac = ring::sign(&ring_key, &message.signed);
            Outcome::Mac(mac.as_ref().try_into().expect("32 bytes"))
        }),
        Contender::new("aws-lc-rs", |message| {
            let mac = aws_lc::sign(&aws_lc_key, &message.signed);
            Outcome::Mac(mac.as_ref().try_into().expect("32 bytes"))
        }),
    ];
    contenders.extend(openssl(digits));
    race("verify").run(&messages, contenders);
    race("verify, canonical form").run(
        &messages,
        vec![
            Contender::new("signkey", |message| {
                let (body, header) = (message.signed_body(), Some(&message.header[..]));
                let verdict = keyring.verify_canonical(body, header, now, &OPTIONS);
                Outcome::Verdict(verdict.is_ok())
            }),
            hmac(),
        ],
    );
    race("verify, libraries").run(
        &messages,
        vec![
            signkey(),
            Contender::new("standardwebhooks", |message| {
                let headers = &webhook_headers[message.index];
                Outcome::Verdict(webhook.verify(message.signed_body(), headers).is_ok())
            }),
        ],
    );
}

/// The messages as that library signs them.
fn webhooks(key: &[u8], messages: &[Message]) -> (Webhook, Vec<HeaderMap>) {
    let webhook = Webhook::from_bytes(key.to_vec()).expect("any key will do");
    let time = now();
    let headers = messages.iter().map(|message| {
        let signature = webhook.sign("msg_1", time as i64, &message.body);
        let text = |text: &str| text.parse().expect("a header value");
        HeaderMap::from_iter([
            (http::HeaderName::from_static("webhook-id"), text("msg_1")),
            (
                http::HeaderName::from_static("webhook-timestamp"),
                text(&time.to_string()),
            ),
            (
                http::HeaderName::from_static("webhook-signature"),
                text(&signature.expect("UTF-8")),
            ),
        ])
    });
    let headers = headers.collect();
    (webhook, headers)
}

#[cfg(feature = "openssl")]
fn openssl(key: &[u8]) -> Option<Contender<'static>> {
    use openssl::{hash::MessageDigest, pkey::PKey, sign::Signer};
    let key = PKey::hmac(key).expect("any key will do");
    Some(Contender::new("OpenSSL", move |message| {
        let mut mac = [0; 32];
        let done = Signer::new(MessageDigest::sha256(), &key)
            .and_then(|mut signer| signer.sign_oneshot(&mut mac, &message.signed));
        assert!(done.is_ok_and(|length| length == mac.len()));
        Outcome::Mac(mac)
    }))
}

#[cfg(not(feature = "openssl"))]
fn openssl(_: &[u8]) -> Option<Contender<'static>> {
    signkey_bench::left_out("OpenSSL", "verify", "its headers are not installed");
    None
}
