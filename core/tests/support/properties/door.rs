//! An adapter that does anything in any order: nobody is verified whose MAC does not match.

use std::{collections::HashSet, sync::Arc};

use signkey::{
    Admission, Caller, Claim, Endpoint, EndpointOptions, ErrorKind, Framing, Keyring, Mode,
    ReceivedBody, ReplayGuard, ReplayStoreOptions, ReplayWindow, ResponseStep, Step, Unverified,
};

use crate::support::{
    document::Document,
    input::Input,
    reader,
    signed::{self, DIGITS, KEY, TIMESTAMP},
};

const OTHER_DIGITS: &str = "00112233";
const OTHER_KEY: &str = "signkey-test-00112233";
const METHODS: [&str; 6] = ["POST", "PUT", "GET", "HEAD", "get", ""];
const NAMES: [&str; 7] = [
    "X-Inngest-Signature",
    "x-inngest-signature",
    "Content-Length",
    "transfer-encoding",
    "X-Inngest-Server-Kind",
    "X-Inngest-Sync-Kind",
    "Cookie",
];

/// An endpoint and what is known of it without asking it.
struct Door {
    endpoint: Endpoint,
    mode: Mode,
    has_keys: bool,
    window: ReplayWindow,
    max_body_size: u64,
    remembers: bool,
    /// What was verified, if it remembers that.
    seen: HashSet<Vec<u8>>,
}

/// A request, and what an adapter was told of it.
#[derive(Default)]
struct Request {
    method: String,
    headers: Vec<(String, Vec<u8>)>,
    /// The body that is handed over most often.
    body: Vec<u8>,
    /// The body that was handed over and judged, and when.
    judged: Option<(Vec<u8>, u64)>,
}

pub(crate) fn check(bytes: &[u8]) {
    let mut input = Input::new(bytes);
    let Some(mut door) = open(&mut input) else {
        return;
    };
    for _ in 0..4 {
        let mut request = Request {
            method: input.pick(&METHODS).to_owned(),
            body: input.bytes().to_vec(),
            ..Request::default()
        };
        for _ in 0..input.below(5) {
            let name = input.pick(&NAMES).to_owned();
            let value = header(&request.body, &mut input);
            request.headers.push((name, value));
        }
        door.serve(&mut request, &mut input);
        if input.is_empty() {
            return;
        }
    }
}

fn open(input: &mut Input<'_>) -> Option<Door> {
    let mode = input.pick(&[Mode::Cloud, Mode::Dev]);
    let has_keys = !matches!(input.below(8), 0);
    let keyring = match has_keys {
        true => Keyring::from_texts([Some(KEY), Some(OTHER_KEY)]).map(Arc::new),
        false => Err(ErrorKind::MissingSigningKey.into()),
    };
    let window = ReplayWindow {
        past: input.pick(&[300, 0, u64::MAX]),
        future: input.pick(&[300, 0, 7]),
    };
    let mut options = EndpointOptions::default();
    options.window = window;
    options.max_body_size = input.pick(&[1 << 20, 40, 0]);
    options.max_response_size = input.pick(&[1 << 20, 40, 0]);
    options.unsigned_sync = input.flag();
    options.sign_responses = input.flag();
    if input.flag() {
        options.unsigned_methods.push("GET".to_owned());
    }
    let guard = input.below(3) == 1;
    if guard {
        options.replay_guard = Some(ReplayGuard::new(1000, window).ok()?);
    }
    let store = input.below(3) == 1;
    if store {
        options.replay_store = Some(ReplayStoreOptions::default());
    }
    Some(Door {
        max_body_size: options.max_body_size,
        endpoint: Endpoint::new(mode, keyring, options).ok()?,
        mode,
        has_keys,
        window,
        remembers: guard,
        seen: HashSet::new(),
    })
}

/// A header's value: a number, a word, a signature of the body or of its canonical form, or anything.
fn header(body: &[u8], input: &mut Input<'_>) -> Vec<u8> {
    match input.below(6) {
        0 => input.number().to_string().into_bytes(),
        1 => input
            .pick(&[&b"chunked"[..], b"in_band", b"dev", b"cloud"])
            .to_vec(),
        2 => input.bytes().to_vec(),
        _ => {
            let digits = input.pick(&[DIGITS, OTHER_DIGITS, "4a"]);
            let timestamp = TIMESTAMP.wrapping_add(input.number());
            let canonical = reader::read(body).ok().filter(|_| input.flag());
            match canonical.map(|body| body.canonical()) {
                Some(form) => signed::header(digits, form.as_bytes(), timestamp),
                None => signed::header(digits, body, timestamp),
            }
            .into_bytes()
        }
    }
}

impl Door {
    /// Carries a request through, in whatever order the input says.
    fn serve(&mut self, request: &mut Request, input: &mut Input<'_>) {
        let headers = request.headers.iter().map(|(name, value)| (name, value));
        let mut admission = self.endpoint.admit(&request.method, headers);
        self.check(request, &admission);
        for _ in 0..input.below(7) {
            match input.below(5) {
                0 | 1 => self.receive(request, &mut admission, input),
                2 => {
                    let claim = input.pick(&[Claim::First, Claim::Again, Claim::Unavailable]);
                    let before = admission.step();
                    let taken = self.endpoint.receive_claim(&mut admission, claim);
                    let asked = matches!(before, Step::Claim { .. });
                    assert_eq!(taken.is_ok(), asked, "a claim that was not asked for");
                    let is_first = claim == Claim::First;
                    assert_eq!(
                        admission.verified().is_some(),
                        match asked {
                            true => is_first,
                            false => matches!(before, Step::Admit(Caller::Verified(_))),
                        }
                    );
                }
                3 => {
                    let kind = input.pick(&[None, Some(&b"text/event-stream"[..]), Some(b"a/b")]);
                    let status = input.pick(&[200, 204, 304, 101, 500, 0]);
                    let step = self.endpoint.response(&admission, status, kind);
                    let signs = !matches!(step, ResponseStep::Forward);
                    assert!(!signs || admission.verified().is_some(), "{step:?}");
                }
                _ => self.sign(&admission, input),
            }
            self.check(request, &admission);
        }
        let _ = format!("{admission:?} {:?}", admission.warning());
    }

    fn receive(&mut self, request: &mut Request, admission: &mut Admission, input: &mut Input<'_>) {
        let now = TIMESTAMP.wrapping_add(input.number());
        let framing = match input.below(5) {
            0 => Framing::Declared(input.number()),
            1 => Framing::Head,
            2 => Framing::Unknown,
            3 => Framing::Http2,
            _ => Framing::Ended,
        };
        let what = input.below(8);
        let own = request.body.clone();
        let bytes = match input.below(4) {
            3 => input.bytes(),
            _ => &own,
        };
        let body = match what {
            0 => ReceivedBody::TooLarge,
            1 => ReceivedBody::Parsed,
            2 => ReceivedBody::Unframed,
            3 => ReceivedBody::Aborted,
            _ => ReceivedBody::Bytes(bytes, framing),
        };
        let asked = matches!(admission.step(), Step::ReadBody { .. });
        let before = admission.step();
        let taken = self.endpoint.receive_body(admission, body, now);
        assert_eq!(taken.is_ok(), asked, "a body that was not asked for");
        if !asked {
            assert_eq!(admission.step(), before, "a verdict stands");
            return;
        }
        let is_judged = what > 3;
        request.judged = is_judged.then(|| (bytes.to_vec(), now));
        let goes_on = matches!(admission.step(), Step::Admit(_) | Step::Claim { .. });
        if goes_on {
            assert!(is_judged, "no body was handed over");
            assert!(is_whole(request, bytes, framing), "{framing:?}");
            let remembered = self.remembers && (!bytes.is_empty() || request.method == "POST");
            let fresh = self.seen.insert(signature(request).unwrap_or_default());
            assert!(fresh || !remembered, "a message was accepted twice");
        }
    }

    fn sign(&self, admission: &Admission, input: &mut Input<'_>) {
        let (body, timestamp) = (input.bytes(), TIMESTAMP.wrapping_add(input.number()));
        let signed = self.endpoint.sign(admission, body, timestamp);
        let Ok(text) = signed else {
            return;
        };
        let verified = admission.verified().expect("only then it signs");
        let digits = [DIGITS, OTHER_DIGITS][verified.key_index()];
        assert_eq!(text.as_str(), signed::header(digits, body, timestamp));
    }

    /// Holds a verdict against what can be told without signkey.
    fn check(&self, request: &Request, admission: &Admission) {
        let signatures = all(request, "x-inngest-signature");
        match admission.step() {
            Step::Admit(Caller::Verified(verified)) => {
                assert!(self.has_keys, "there is no key");
                let (body, now) = request.judged.as_ref().expect("a body");
                assert!(body.len() as u64 <= self.max_body_size);
                let mut keys = [DIGITS, OTHER_DIGITS].into_iter();
                let key = keys.position(|digits| matching(digits, request, body));
                assert_eq!(key, Some(verified.key_index()), "another key, or none");
                assert!(self.is_timely(verified.timestamp(), *now), "{verified:?}");
            }
            Step::Admit(Caller::Unverified(reason)) => match reason {
                Unverified::DevWithoutKey => assert!(self.mode == Mode::Dev && !self.has_keys),
                Unverified::Dev => assert!(self.mode == Mode::Dev && signatures.is_empty()),
                Unverified::UnsignedMethod => {
                    assert!(request.method == "GET" && signatures.is_empty());
                }
                Unverified::UnsignedSync => {
                    assert!(request.method == "PUT" && signatures.is_empty());
                }
                _ => panic!("an unknown reason"),
            },
            Step::Refuse(refusal) => {
                assert!(matches!(refusal.status(), 400..=599), "{refusal:?}");
                let body = refusal.body() + &refusal.log();
                assert!(serde_json::from_str::<serde_json::Value>(&refusal.body()).is_ok());
                assert!(!body.contains(DIGITS) && !body.contains(OTHER_DIGITS));
            }
            Step::ReadBody { at_most } => assert_eq!(at_most, self.max_body_size),
            Step::Claim { .. } => assert!(request.judged.is_some()),
            _ => panic!("an unknown step"),
        }
    }

    fn is_timely(&self, timestamp: u64, now: u64) -> bool {
        match now.checked_sub(timestamp) {
            Some(age) => age <= self.window.past,
            None => timestamp - now <= self.window.future,
        }
    }
}

/// Whether the one signature of a request is that of its body, as received or in canonical form.
fn matching(digits: &str, request: &Request, body: &[u8]) -> bool {
    let Some(value) = signature(request) else {
        return false;
    };
    let text = String::from_utf8(value).unwrap_or_default();
    let timestamp = text
        .strip_prefix("t=")
        .and_then(|text| text.split_once('&'));
    let timestamp = timestamp.and_then(|(digits, _)| digits.parse().ok());
    let Some(timestamp) = timestamp else {
        return false;
    };
    let canonical = reader::read(body).ok().filter(Document::is_lossless);
    let canonical = canonical.map(|body| body.canonical().into_bytes());
    let mut forms = [Some(body.to_vec()), canonical].into_iter().flatten();
    forms.any(|form| signed::header(digits, &form, timestamp) == text)
}

/// The values of all headers of this name.
fn all(request: &Request, name: &str) -> Vec<Vec<u8>> {
    let headers = request.headers.iter();
    headers
        .filter(|(other, _)| other.eq_ignore_ascii_case(name))
        .map(|(_, value)| value.clone())
        .collect()
}

/// The value of the signature header, if it comes once.
fn signature(request: &Request) -> Option<Vec<u8>> {
    match &all(request, "x-inngest-signature")[..] {
        [value] => Some(value.clone()),
        _ => None,
    }
}

/// Whether these bytes may be all that was sent. What is certainly not must not be accepted.
fn is_whole(request: &Request, bytes: &[u8], framing: Framing) -> bool {
    let len = bytes.len() as u64;
    let lengths = all(request, "content-length");
    let is_encoded = !all(request, "transfer-encoding").is_empty();
    let declared = match &lengths[..] {
        [value] if !is_encoded => std::str::from_utf8(value)
            .ok()
            .filter(|text| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit()))
            .map(|text| text.parse().unwrap_or(u64::MAX)),
        _ => None,
    };
    match (framing, declared) {
        (Framing::Declared(other), Some(declared)) => other == declared && len == declared,
        (Framing::Declared(0), None) => len == 0 && !is_encoded,
        (Framing::Declared(other), None) => len == other,
        (Framing::Ended, Some(declared)) => len >= declared,
        (Framing::Ended, None) => true,
        (Framing::Head | Framing::Http2 | Framing::Unknown, Some(declared)) => len == declared,
        (Framing::Head, None) => len > 0 || (!is_encoded && lengths.is_empty()),
        (Framing::Http2, None) => {
            let is_without_content = matches!(&*request.method, "GET" | "HEAD");
            len > 0 || (is_without_content && !is_encoded && lengths.is_empty())
        }
        (Framing::Unknown, None) => len > 0,
    }
}
