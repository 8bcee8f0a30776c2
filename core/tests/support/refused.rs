//! Messages that are refused, each for one cause. They are signed without signkey.

use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;
use signkey::{Cause, Evidence, Explanation, MessageKind, NamedKey};

use super::{
    canary::unhex,
    signed::{BODY, DIGITS, HASH, HEADER, KEY, TIMESTAMP, header, hex},
};

pub(crate) const OTHER: &str = "signkey-test-00112233445566778899aabbccddeeff";
pub(crate) const PROD: &str = "signkey-prod-ffeeddccbbaa99887766554433221100";
pub(crate) const EVENT_KEY: &str = "Hx8kq-NzVw_3tYpLm2RsJ9uGoXiKeZ7v";
pub(crate) const PRETTY: &str = "{\n  \"b\": [1, 2.0, {}],\n  \"a\": \"é/<\"\n}";
pub(crate) const LOSSY: &str = r#"{"id": 9007199254740993}"#;

/// What the keys are called: one more than a verifier takes.
const NAMES: [&str; 9] = [
    "INNGEST_SIGNING_KEY",
    "INNGEST_SIGNING_KEY_FALLBACK",
    "third",
    "fourth",
    "fifth",
    "sixth",
    "seventh",
    "eighth",
    "ninth",
];

/// A message and how it is verified, by default in order.
#[derive(Clone)]
pub(crate) struct Message {
    pub(crate) kind: MessageKind,
    pub(crate) keys: Vec<String>,
    pub(crate) others: Vec<String>,
    pub(crate) headers: Vec<Vec<u8>>,
    pub(crate) body: Vec<u8>,
    pub(crate) now: u64,
    pub(crate) max_json_size: Option<usize>,
}

pub(crate) fn message(body: impl AsRef<[u8]>, header: impl AsRef<[u8]>) -> Message {
    Message {
        kind: MessageKind::Request,
        keys: vec![KEY.to_owned()],
        others: vec![OTHER.to_owned(), PROD.to_owned(), EVENT_KEY.to_owned()],
        headers: vec![header.as_ref().to_vec()],
        body: body.as_ref().to_vec(),
        now: TIMESTAMP + 5,
        max_json_size: None,
    }
}

impl Message {
    pub(crate) fn with(mut self, change: impl FnOnce(&mut Self)) -> Self {
        change(&mut self);
        self
    }

    pub(crate) fn explain(&self) -> Explanation {
        let named = |names: &'static [&'static str], texts: &'static [String]| -> Vec<_> {
            let named = names.iter().zip(texts);
            named
                .map(|(name, text)| NamedKey {
                    name,
                    text: text.as_bytes(),
                })
                .collect()
        };
        // Leaked: a test ends soon.
        let (keys, others) = (self.keys.clone().leak(), self.others.clone().leak());
        let keys = named(&NAMES, keys);
        let others = named(&["staging", "production", "INNGEST_EVENT_KEY"], others);
        let headers: Vec<&[u8]> = self.headers.iter().map(Vec::as_slice).collect();
        let mut evidence = Evidence::new(self.kind, &self.body, self.now);
        (evidence.keys, evidence.others, evidence.headers) = (&keys, &others, &headers);
        evidence.max_json_size = self.max_json_size.unwrap_or(evidence.max_json_size);
        evidence.explain()
    }
}

/// The header of any message under any HMAC key.
pub(crate) fn mac(key: &[u8], parts: &[&[u8]]) -> String {
    let mut mac: Hmac<Sha256> = Hmac::new_from_slice(key).expect("HMAC takes keys of every length");
    parts.iter().for_each(|part| mac.update(part));
    let mac: String = mac.finalize().into_bytes().iter().map(hex).collect();
    format!("t={TIMESTAMP}&s={mac}")
}

pub(crate) fn signed(body: impl AsRef<[u8]>) -> String {
    header(DIGITS, body.as_ref(), TIMESTAMP)
}

pub(crate) fn signed_by(key: impl AsRef<[u8]>) -> String {
    mac(
        key.as_ref(),
        &[BODY.as_bytes(), TIMESTAMP.to_string().as_bytes()],
    )
}

/// A body that was received, under the signature of another one.
pub(crate) fn changed(received: impl AsRef<[u8]>, sent: impl AsRef<[u8]>) -> Message {
    message(received, signed(sent))
}

pub(crate) fn respelled(header: impl AsRef<[u8]>) -> Message {
    message(BODY, header)
}

pub(crate) fn response(message: Message) -> Message {
    message.with(|it| it.kind = MessageKind::Response)
}

pub(crate) fn header_cases() -> Vec<(Cause, Message)> {
    let (t, s) = HEADER.split_once('&').expect("two fields");
    let mac_digits = s.strip_prefix("s=").expect("the MAC");
    vec![
        (Cause::NoHeader, respelled("").with(|it| it.headers.clear())),
        (Cause::HeaderForeign, respelled("")),
        (Cause::HeaderForeign, respelled("sha256=00")),
        (
            Cause::HeaderForeign,
            respelled(HEADER.replace("10f6", "10f7").to_uppercase()),
        ),
        (
            Cause::HeaderCase,
            respelled(HEADER.replace(mac_digits, &mac_digits.to_uppercase())),
        ),
        (Cause::HeaderOrder, respelled(format!("{s}&{t}"))),
        (
            Cause::HeaderOrder,
            respelled(format!("{t},v1={mac_digits}")),
        ),
        (Cause::HeaderSpaced, respelled(format!(" {HEADER}\r\n"))),
        (Cause::HeaderSpaced, respelled(format!("{t} & {s}"))),
        (Cause::HeaderQuoted, respelled(format!("\"{HEADER}\""))),
        (
            Cause::HeaderQuoted,
            respelled(format!("X-Inngest-Signature: {HEADER}")),
        ),
        (
            Cause::HeaderEscaped,
            respelled(HEADER.replace('&', "%26").replace('=', "%3D")),
        ),
        (
            Cause::HeaderEscaped,
            respelled(HEADER.replace('&', "&amp;")),
        ),
        (
            Cause::HeaderRepeated,
            respelled(format!("{HEADER}, {HEADER}")),
        ),
        (
            Cause::HeaderRepeated,
            respelled(HEADER).with(|it| it.headers.push(b"t=1&s=00".to_vec())),
        ),
        (
            Cause::HeaderZeros,
            respelled(
                mac(
                    DIGITS.as_bytes(),
                    &[BODY.as_bytes(), b"0", TIMESTAMP.to_string().as_bytes()],
                )
                .replace("t=", "t=0"),
            ),
        ),
        // Too late as well, but first of all it is malformed.
        (
            Cause::HeaderOrder,
            respelled(format!("{s}&{t}")).with(|it| it.now += 9_999),
        ),
    ]
}

pub(crate) fn key_cases() -> Vec<(Cause, Message)> {
    let keys = |keys: &[&str]| {
        let keys = keys.iter().map(|key| (*key).to_owned()).collect();
        respelled(HEADER).with(|it| it.keys = keys)
    };
    let digits = |key: &str| key.rsplit('-').next().expect("digits").to_owned();
    let upper = DIGITS.to_uppercase();
    vec![
        (Cause::NoKey, keys(&[])),
        (Cause::NoKey, keys(&["", " \n"])),
        (Cause::TooManyKeys, keys(&[KEY; 9])),
        (Cause::KeyFault, keys(&[&format!("\"{KEY}\"")])),
        (Cause::KeyFault, keys(&[KEY, &format!("{KEY}\u{200b}")])),
        (Cause::OtherKey, respelled(signed_by(digits(OTHER)))),
        (Cause::OtherEnvironment, respelled(signed_by(digits(PROD)))),
        (Cause::SignedByEventKey, respelled(signed_by(EVENT_KEY))),
        (
            Cause::HashAsKey,
            keys(&[HASH]).with(|it| it.others[0] = KEY.to_owned()),
        ),
        (
            Cause::HashAsKey,
            keys(&[&format!("signkey-test-{HASH}")]).with(|it| it.others[0] = KEY.to_owned()),
        ),
        (
            Cause::SignedByToken,
            respelled(signed_by(format!("signkey-test-{HASH}"))),
        ),
        (Cause::SignedByToken, respelled(signed_by(HASH))),
        (Cause::SignedByToken, respelled(signed_by(unhex(HASH)))),
        (Cause::PrefixSigned, respelled(signed_by(KEY))),
        (Cause::KeyDecoded, respelled(signed_by(unhex(DIGITS)))),
        (Cause::KeyCase, respelled(signed_by(&upper))),
        (
            Cause::KeySpaced,
            respelled(signed_by(format!("{DIGITS}\n"))),
        ),
        (
            Cause::KeySpaced,
            respelled(signed_by(format!("{DIGITS}\r\n"))),
        ),
        (Cause::Unknown, respelled(signed_by("ab"))),
    ]
}

pub(crate) fn time_cases() -> Vec<(Cause, Message)> {
    let late = |by: u64| respelled(HEADER).with(|it| it.now = TIMESTAMP + by);
    let early = |by: u64| respelled(HEADER).with(|it| it.now = TIMESTAMP - by);
    let milliseconds = header(DIGITS, BODY.as_bytes(), TIMESTAMP * 1000);
    vec![
        (Cause::Milliseconds, respelled(milliseconds)),
        (Cause::ClockMilliseconds, late(TIMESTAMP * 999)),
        (Cause::TimeZone, late(7_200 + 3)),
        (Cause::TimeZone, early(19_800 - 60)),
        (Cause::Clock, late(301)),
        (Cause::Clock, late(7_200 + 400)),
        (Cause::Clock, early(400)),
        (Cause::Clock, late(86_400)),
        (Cause::Clock, late(60 * 86_400)),
    ]
}

pub(crate) fn body_cases() -> Vec<(Cause, Message)> {
    let latin1: String = BODY.bytes().map(char::from).collect();
    let utf16: Vec<u8> = BODY.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let lines = "{\"a\":\n1,\r\n\"b\":2}";
    let ascii = BODY.replace('é', "\\u00e9").replace('€', "\\u20ac");
    let spaced = BODY.replace(',', ", ").replace("\":", "\": ");
    let at = |parts: &[&[u8]]| message(BODY, mac(DIGITS.as_bytes(), parts));
    let time = TIMESTAMP.to_string();
    vec![
        (
            Cause::TrailingNewline,
            changed(format!("{BODY}\n\n"), format!("{BODY}\n")),
        ),
        (Cause::TrailingNewline, changed("not JSON\r\n", "not JSON")),
        (Cause::TrailingNewline, changed(BODY, format!("{BODY}\n"))),
        (Cause::TrailingNewline, changed("not JSON\n", "not JSON")),
        (
            Cause::SignedAsResponse,
            changed(format!("{PRETTY}\n"), PRETTY),
        ),
        (Cause::SurroundingSpace, changed(" not JSON\t", "not JSON")),
        (
            Cause::ByteOrderMark,
            changed(format!("\u{feff}{BODY}"), BODY),
        ),
        (
            Cause::ByteOrderMark,
            changed(BODY, format!("\u{feff}{BODY}")),
        ),
        (
            Cause::LineBreaks,
            changed(lines, lines.replace("\r\n", "\n")),
        ),
        (Cause::LineBreaks, changed("a\nb", "a\r\nb")),
        (Cause::Encoding, changed(&latin1, BODY)),
        (Cause::Encoding, changed(BODY, &latin1)),
        (Cause::Encoding, changed("caf\u{e9}", b"caf\xe9")),
        (Cause::Encoding, changed(b"caf\xe9", "caf\u{fffd}")),
        (Cause::Encoding, changed(utf16, BODY)),
        (Cause::Base64, changed("eyJhIjoxfQ==", r#"{"a":1}"#)),
        (Cause::Base64, changed(r#"{"a":1}"#, "eyJhIjoxfQ==")),
        (Cause::JsonInString, changed(r#""{\"a\":1}""#, r#"{"a":1}"#)),
        (Cause::BodyMissing, changed(BODY, "")),
        (Cause::Reserialized, changed(BODY, spaced)),
        (Cause::Reserialized, changed(BODY, format!("{ascii}\n"))),
        (
            Cause::Reserialized,
            changed(PRETTY, "{\"b\": [1, 2.0, {}], \"a\": \"\\u00e9/<\"}"),
        ),
        (
            Cause::Reserialized,
            changed(PRETTY, "{\"b\":[1,2,{}],\"a\":\"é/\\u003c\"}"),
        ),
        (
            Cause::Reserialized,
            changed(PRETTY, "{\"b\":[1,2.0,{}],\"a\":\"\\u00e9\\/<\"}"),
        ),
        (
            Cause::Reserialized,
            changed(
                "{\"b\":[1,2],\"a\":\"x\"}",
                "{\n\t\"b\": [\n\t\t1,\n\t\t2\n\t],\n\t\"a\": \"x\"\n}",
            ),
        ),
        (
            Cause::CanonicalLossy,
            changed(LOSSY, r#"{"id":9007199254740992}"#),
        ),
        (
            Cause::CanonicalTooLarge,
            changed(r#"{ "a":1}"#, r#"{"a":1}"#).with(|it| it.max_json_size = Some(3)),
        ),
        (
            Cause::SignedAsRequest,
            response(changed(r#"{ "a":1}"#, r#"{"a":1}"#)),
        ),
        (Cause::TrailingNewline, response(changed("x\r\n", "x"))),
        (Cause::OtherScheme, at(&[BODY.as_bytes()])),
        (
            Cause::OtherScheme,
            at(&[time.as_bytes(), b".", BODY.as_bytes()]),
        ),
        (Cause::Unknown, changed(BODY, "{}")),
        (Cause::Unknown, changed("\u{1}", "{}")),
    ]
}

pub(crate) fn all() -> Vec<(Cause, Message)> {
    [header_cases(), key_cases(), time_cases(), body_cases()].concat()
}
