//! The paths whose instructions `scripts/check-instructions` counts.

use std::hint::black_box;

use signkey::{
    Error, ErrorKind, Form, Keyring, ReplayWindow, SigningKey, Verifier, VerifyOptions,
    canonicalize,
};

use crate::{
    requests,
    support::{
        shapes,
        signed::{KEY, TIMESTAMP},
    },
};

const OTHER_KEY: &str = "signkey-test-0123456789abcdef";
const SMALL: usize = 800;
const LARGE: usize = 15_000;
const SHAPES: [&str; 4] = [
    "escaped names shuffled",
    "supplementary names shuffled",
    "deep and wide out of order",
    "numbers that grow",
];

/// A name, the size of the message in bytes, and what to do. It says whether all went well.
pub(crate) type Path = (String, usize, Box<dyn Fn() -> bool>);

pub(crate) fn all() -> Vec<Path> {
    let [small, large] = [SMALL, LARGE].map(requests::canonical);
    let mut paths = vec![
        verify("verify", &[KEY], small.clone(), Form::Raw),
        verify("verify", &[KEY], large.clone(), Form::Raw),
        verify(
            "verify, second key",
            &[OTHER_KEY, KEY],
            small.clone(),
            Form::Raw,
        ),
        verify(
            "verify, reordered",
            &[KEY],
            requests::reordered(LARGE),
            Form::Canonical,
        ),
        verify_parsed(large.clone()),
        verify_stream(large.clone()),
        malformed_header(small.clone()),
        sign("sign", small.clone(), SigningKey::sign_raw),
        sign(
            "sign the canonical form",
            small.clone(),
            SigningKey::sign_request,
        ),
        token(),
        parse_key(),
        canonical("canonical", large),
        canonical("reordered", requests::reordered(LARGE)),
        canonical("floats", requests::floats(LARGE)),
    ];
    for shape in shapes::ALL
        .iter()
        .filter(|shape| SHAPES.contains(&shape.name))
    {
        paths.push(canonical(shape.name, (shape.make)(LARGE)));
    }
    paths.extend([slower(small.clone()), copying(small)]);
    paths
}

fn path(name: &str, size: usize, run: impl Fn() -> bool + 'static) -> Path {
    (name.to_owned(), size, Box::new(run))
}

fn keyring(keys: &[&str]) -> Keyring {
    Keyring::from_texts(keys.iter().map(Some)).expect("keys")
}

/// The header of the body's canonical form.
fn header(body: &str) -> String {
    let signed = keyring(&[KEY])
        .primary()
        .sign_request(body.as_bytes(), TIMESTAMP);
    signed.expect("a header").to_string()
}

fn verify(name: &str, keys: &[&str], body: String, form: Form) -> Path {
    let (keyring, header) = (keyring(keys), header(&body));
    path(name, body.len(), move || {
        is_verified(&keyring, body.as_bytes(), &header) == Some(form)
    })
}

fn is_verified(keyring: &Keyring, body: &[u8], header: &str) -> Option<Form> {
    let (header, options) = (Some(header.as_bytes()), VerifyOptions::DEFAULT);
    let verified = keyring.verify_request(black_box(body), header, TIMESTAMP, &options);
    Some(verified.ok()?.form())
}

fn verify_parsed(body: String) -> Path {
    let (keyring, header) = (keyring(&[KEY]), header(&body));
    path("verify, parsed", body.len(), move || {
        let (header, options) = (Some(header.as_bytes()), VerifyOptions::DEFAULT);
        let verified = keyring.verify_canonical(body.as_bytes(), header, TIMESTAMP, &options);
        black_box(verified).is_ok()
    })
}

fn verify_stream(body: String) -> Path {
    let (keyring, header) = (keyring(&[KEY]), header(&body));
    path("verify, in pieces", body.len(), move || {
        let mut verifier = Verifier::begin(&keyring, Some(header.as_bytes())).expect("a header");
        for piece in body.as_bytes().chunks(4096) {
            verifier.update(black_box(piece));
        }
        let verified = verifier.finish(TIMESTAMP, ReplayWindow::DEFAULT);
        black_box(verified).is_ok()
    })
}

fn malformed_header(body: String) -> Path {
    let (keyring, header) = (keyring(&[KEY]), header(&body).replace("&s=", "&S="));
    path("refuse a malformed header", body.len(), move || {
        let header = Some(header.as_bytes());
        let verdict = keyring.verify_raw(body.as_bytes(), header, TIMESTAMP, ReplayWindow::DEFAULT);
        black_box(verdict).map_err(Error::kind).err() == Some(ErrorKind::MalformedSignature)
    })
}

type Sign = fn(&SigningKey, &[u8], u64) -> Result<signkey::SignatureHeader, Error>;

fn sign(name: &str, body: String, sign: Sign) -> Path {
    let key = SigningKey::parse(KEY).expect("a key");
    path(name, body.len(), move || {
        let header = sign(&key, black_box(body.as_bytes()), TIMESTAMP).expect("a header");
        black_box(header.to_text()).as_str().starts_with("t=")
    })
}

fn token() -> Path {
    let keyring = keyring(&[OTHER_KEY, KEY]);
    let token = keyring.key(1).expect("a key").api_token();
    let authorization = format!("Bearer {}", token.as_str());
    path("verify a token", authorization.len(), move || {
        keyring.verify_token(Some(black_box(authorization.as_bytes()))) == Ok(1)
    })
}

fn parse_key() -> Path {
    path("read a key", KEY.len(), || {
        black_box(SigningKey::parse(black_box(KEY))).is_ok()
    })
}

fn canonical(name: &str, json: String) -> Path {
    path(&format!("canonicalize, {name}"), json.len(), move || {
        black_box(canonicalize(black_box(json.as_bytes()))).is_ok()
    })
}

/// The first path, made worse by a second look at the header. The guard has to see it.
fn slower(body: String) -> Path {
    let (keyring, header) = (keyring(&[KEY]), header(&body));
    path("control: slower", body.len(), move || {
        let seen = signkey::SignatureHeader::parse(black_box(header.as_bytes()));
        black_box(seen).is_ok() && is_verified(&keyring, body.as_bytes(), &header).is_some()
    })
}

/// The first path, made worse by a copy of the body. The guard has to see it.
fn copying(body: String) -> Path {
    let (keyring, header) = (keyring(&[KEY]), header(&body));
    path("control: copying", body.len(), move || {
        let copy = black_box(body.clone());
        is_verified(&keyring, copy.as_bytes(), &header).is_some()
    })
}
