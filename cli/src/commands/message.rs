//! A message that was received: the verdict on it, and what explains that.

use signkey::{Evidence, Explanation, MessageKind, NamedKey, ReplayWindow, SignatureHeader};

use crate::{
    args::{Explain, MessageArgs, Verify},
    body,
    capture::Capture,
    clock::now,
    failure::{Failure, OK, REFUSED, SETTINGS},
    json::Object,
    keys::KeyText,
    output::Output,
};

struct Message {
    kind: MessageKind,
    headers: Vec<Vec<u8>>,
    body: Vec<u8>,
}

impl Message {
    fn read(args: &MessageArgs) -> Result<Self, Failure> {
        let given = match args.response {
            true => MessageKind::Response,
            false => MessageKind::Request,
        };
        let Some(path) = &args.capture else {
            let headers = args.header.iter().map(|header| header.clone().into_bytes());
            return Ok(Self {
                kind: given,
                headers: headers.collect(),
                body: body::read(args.file.as_deref(), Some(&args.keys))?,
            });
        };
        let capture = Capture::parse(&body::read(Some(path), Some(&args.keys))?)?;
        let headers = capture.values(SignatureHeader::NAME);
        Ok(Self {
            kind: if args.response { given } else { capture.kind },
            headers: headers.into_iter().map(<[u8]>::to_vec).collect(),
            body: capture.body,
        })
    }
}

fn report(args: &MessageArgs, others: &[KeyText]) -> Result<Explanation, Failure> {
    let texts = args.keys.texts()?;
    let message = Message::read(args)?;
    let keys: Vec<NamedKey<'_>> = texts.iter().map(KeyText::named).collect();
    let others: Vec<NamedKey<'_>> = others.iter().map(KeyText::named).collect();
    let headers: Vec<&[u8]> = message.headers.iter().map(Vec::as_slice).collect();
    let mut evidence = Evidence::new(message.kind, &message.body, args.at.unwrap_or_else(now));
    evidence.keys = &keys;
    evidence.others = &others;
    evidence.headers = &headers;
    evidence.window = ReplayWindow {
        past: args.window,
        future: args.window,
    };
    Ok(evidence.explain())
}

pub(super) fn verify(args: &Verify, output: &Output) -> Result<u8, Failure> {
    for text in args.message.keys.texts()? {
        text.parse()?;
    }
    let report = report(&args.message, &[])?;
    match report.verdict() {
        Ok(verified) => {
            let (index, id, form) = (
                verified.key_index(),
                verified.key_id(),
                verified.form().name(),
            );
            let (timestamp, age) = (verified.timestamp(), verified.age_seconds());
            let name = report.keys().get(index).map_or("", |key| key.name());
            output.line(
                || format!("verified: key {id} ({name}), form {form}, signed at {timestamp}, {age} seconds old"),
                || {
                    Object::new()
                        .text("verdict", "verified")
                        .number("key_index", u64::try_from(index).ok())
                        .text("key_id", id.as_str())
                        .text("form", form)
                        .number("timestamp", Some(timestamp))
                        .json("age_seconds", &age.to_string())
                        .finish()
                },
            )?;
            Ok(OK)
        }
        Err(error) => {
            let hint = error.hint();
            output.line(
                || format!("refused: {}: {error}", error.code()),
                || {
                    Object::new()
                        .text("verdict", error.code())
                        .text("message", &error.to_string())
                        .number("skew_seconds", error.skew_seconds())
                        .optional("hint", hint)
                        .text("docs", error.kind().docs())
                        .finish()
                },
            )?;
            if let Some(hint) = hint {
                output.say(hint);
            }
            Ok(REFUSED)
        }
    }
}

pub(super) fn explain(args: &Explain, output: &Output) -> Result<u8, Failure> {
    let others = args.other.iter().map(|path| KeyText::read(path));
    let others = others.collect::<Result<Vec<_>, _>>()?;
    let report = report(&args.message, &others)?;
    output.line(
        || report.to_string().trim_end().to_owned(),
        || report.to_json(),
    )?;
    Ok(match (report.verdict(), report.key_fault()) {
        (Ok(_), _) => OK,
        (Err(_), None) => REFUSED,
        (Err(_), Some(_)) => SETTINGS,
    })
}
