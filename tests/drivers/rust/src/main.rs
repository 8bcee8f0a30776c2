//! Driver protocol version 1 over the Rust API: a request a line in, an answer a line out.
//! `tests/README.md` describes both.

mod admit;
mod api_auth;
mod app;
mod config;
mod encryption;
mod endpoint;
mod fields;
mod introspection;
mod operations;
mod pairs;
mod refusal;
mod registration;
mod replay;
mod settings;

use std::io::{self, BufRead, BufReader, BufWriter, Write};

use fields::{absent_or_bytes, bytes, integer, keys};
use refusal::Refusal;
use signkey::{Keyring, ReplayWindow, SigningKey, Verified, VerifyOptions, canonicalize};

fn main() -> io::Result<()> {
    let mut input = BufReader::with_capacity(1 << 16, io::stdin());
    let mut output = BufWriter::new(io::stdout().lock());
    let mut line = Vec::new();
    while input.read_until(b'\n', &mut line)? > 0 {
        let answer = answer(line.strip_suffix(b"\n").unwrap_or(&line));
        match answer {
            Ok(fields) => writeln!(output, "ok\t{fields}")?,
            Err(Refusal(code)) => writeln!(output, "error\t{code}")?,
        }
        if input.buffer().is_empty() {
            output.flush()?;
        }
        line.clear();
    }
    output.flush()
}

/// The fields of the answer behind `ok`.
fn answer(line: &[u8]) -> Result<String, Refusal> {
    let mut fields = line.split(|byte| *byte == b'\t');
    let request = fields.next().unwrap_or_default();
    let fields: Vec<&[u8]> = fields.collect();
    match (request, fields.as_slice()) {
        (b"verify", &[keys, body, header, now, past, future]) => {
            let message = Message::read(keys, body, header, now, past, future)?;
            let options = VerifyOptions::DEFAULT.with_window(message.window);
            let header = message.header.as_deref();
            let keyring = Keyring::from_texts(message.keys)?;
            let verified = keyring.verify_request(&message.body, header, message.now, &options)?;
            Ok(verdict(&verified))
        }
        (b"verify_response", &[keys, body, header, now, past, future]) => {
            let message = Message::read(keys, body, header, now, past, future)?;
            let header = message.header.as_deref();
            let keyring = Keyring::from_texts(message.keys)?;
            let verified =
                keyring.verify_response(&message.body, header, message.now, message.window)?;
            Ok(verdict(&verified))
        }
        (b"sign_request", &[key, body, t]) => {
            let (key, body, t) = (bytes(key)?, bytes(body)?, integer(t)?);
            let header = SigningKey::parse(key)?.sign_request(&body, t)?;
            Ok(fields::hex(header.to_text().as_str()))
        }
        (b"sign_response", &[key, body, t]) => {
            let (key, body, t) = (bytes(key)?, bytes(body)?, integer(t)?);
            let header = SigningKey::parse(key)?.sign_response(&body, t)?;
            Ok(fields::hex(header.to_text().as_str()))
        }
        (b"canonicalize", &[body]) => {
            let body = bytes(body)?;
            let canonical = canonicalize(&body)?;
            let fidelity = if canonical.is_lossless() {
                "lossless"
            } else {
                "lossy"
            };
            Ok(format!("{}\t{fidelity}", fields::hex(canonical.as_bytes())))
        }
        (b"bearer", &[key]) => {
            let key = SigningKey::parse(bytes(key)?)?;
            Ok(fields::hex(key.api_token().as_str()))
        }
        (b"key_id", &[key]) => {
            let key = SigningKey::parse(bytes(key)?)?;
            Ok(fields::hex(key.id().as_str()))
        }
        (request, fields) => app::answer(request, fields),
    }
}

/// The fields of `verify` and `verify_response`.
struct Message {
    keys: Vec<Option<Vec<u8>>>,
    body: Vec<u8>,
    header: Option<Vec<u8>>,
    now: u64,
    window: ReplayWindow,
}

impl Message {
    fn read(
        keys_field: &[u8],
        body: &[u8],
        header: &[u8],
        now: &[u8],
        past: &[u8],
        future: &[u8],
    ) -> Result<Self, Refusal> {
        Ok(Self {
            keys: keys(keys_field)?,
            body: bytes(body)?,
            header: absent_or_bytes(header)?,
            now: integer(now)?,
            window: ReplayWindow {
                past: integer(past)?,
                future: integer(future)?,
            },
        })
    }
}

fn verdict(verified: &Verified) -> String {
    let (index, form) = (verified.key_index(), verified.form().name());
    format!("{index}\t{form}\t{}", verified.timestamp())
}
