//! What may be shown of keys, and the token.

use signkey::SigningKey;

use crate::{
    args::KeyArgs,
    failure::{Failure, OK, SETTINGS},
    json::Object,
    keys::KeyText,
    output::Output,
};

pub(super) fn id(args: &KeyArgs, output: &Output) -> Result<u8, Failure> {
    for text in args.texts()? {
        let id = text.parse()?.id();
        let json = || {
            Object::new()
                .text("name", &text.name)
                .text("id", id.as_str())
                .finish()
        };
        output.line(|| id.to_string(), json)?;
    }
    Ok(OK)
}

pub(super) fn token(args: &KeyArgs, output: &Output) -> Result<u8, Failure> {
    let texts = args.texts()?;
    let Some(primary) = texts.first() else {
        return Err(Failure::no_key());
    };
    let token = primary.parse()?.api_token();
    let json = || {
        Object::new()
            .text("name", &primary.name)
            .text("token", token.as_str())
            .finish()
    };
    output.line(|| token.as_str().to_owned(), json)?;
    output.say("this token is a secret: it authenticates calls to the API");
    Ok(OK)
}

pub(super) fn inspect(args: &KeyArgs, output: &Output) -> Result<u8, Failure> {
    let mut status = OK;
    for text in args.texts()? {
        match SigningKey::parse(&*text.text) {
            Ok(key) => describe(&text, &key, output)?,
            Err(_) => {
                status = SETTINGS;
                if let Some(failure) = Failure::key(&text.name, &text.text) {
                    output.line(|| failure.to_string(), || failure.to_json())?;
                }
            }
        }
    }
    Ok(status)
}

fn describe(text: &KeyText, key: &SigningKey, output: &Output) -> Result<(), Failure> {
    let trimmed = text.text.trim_ascii();
    let prefix = trimmed
        .iter()
        .rposition(|byte| *byte == b'-')
        .map_or(0, |at| at + 1);
    let (prefix, digits) = trimmed.split_at(prefix);
    let prefix = String::from_utf8_lossy(prefix);
    let bits = digits.len() * 4;
    let environment = prefix
        .strip_prefix("signkey-")
        .and_then(|name| name.strip_suffix('-'));
    let id = key.id();
    output.line(
        || {
            let place = environment.map_or_else(
                || "no prefix, as the self-hosted server takes it".to_owned(),
                |name| format!("environment {name}"),
            );
            format!("{}: id {id}, {place}, {bits} bits", text.name)
        },
        || {
            Object::new()
                .text("name", &text.name)
                .text("id", id.as_str())
                .optional("environment", environment)
                .number("bits", u64::try_from(bits).ok())
                .finish()
        },
    )?;
    if bits < 128 {
        output.say(&format!(
            "{}: a key of less than 128 bits can be guessed",
            text.name
        ));
    }
    Ok(())
}
