//! Which keys live endpoints have.

use signkey::{AppKeys, Introspection, KeyId, ReplayWindow, SignatureHeader, SigningKey};

use crate::{
    args::Probe,
    clock::now,
    failure::{Failure, NETWORK, OK, REFUSED},
    http::{Answer, Client, check_url},
    json::Object,
    output::Output,
    printable::on_one_line,
};

/// For so many seconds a signature that is sent is good: long enough for one request.
const LIFETIME: u64 = 10;
/// A clock that is off by fewer seconds makes no difference.
const CLOCK_SLACK: u64 = 3;

/// What one probe of an endpoint found.
pub(super) struct Sample {
    pub(super) keys: AppKeys,
    pub(super) says: Option<Introspection>,
    /// Why it is not known what the endpoint has.
    pub(super) fault: Option<String>,
}

/// Keys by the names under which they are shown. The pending key of a rotation is the last.
pub(super) type Named<'a> = [(&'a str, SigningKey)];

/// Asks an endpoint what it has, under one key after the other until one is accepted.
pub(super) fn ask(client: &Client, url: &str, keys: &Named<'_>) -> Sample {
    let mut fault = None;
    for (_, key) in keys {
        match introspect(client, url, key) {
            Ok((answer, Some(says))) if says.verified == Some(true) => {
                drop(answer);
                return Sample {
                    keys: AppKeys::new(says.primary, says.fallback),
                    says: Some(says),
                    fault: None,
                };
            }
            Ok((answer, says)) => fault = Some(describe(&answer, says.as_ref())),
            Err(failure) => {
                return Sample {
                    keys: AppKeys::Unreachable,
                    says: None,
                    fault: Some(failure.to_string()),
                };
            }
        }
    }
    Sample {
        keys: AppKeys::Refused,
        says: None,
        fault,
    }
}

/// How far ahead of this machine the clock of an endpoint may be for which something is signed. A
/// signature for a later time would be good at other apps when that time has come.
const AHEAD_MAX: u64 = ReplayWindow::DEFAULT.future;

/// A signed `GET`. If the endpoint's clock is another one, it is sent again by that clock: what is signed
/// for a clock that is late is over everywhere else.
fn introspect(
    client: &Client,
    url: &str,
    key: &SigningKey,
) -> Result<(Answer, Option<Introspection>), Failure> {
    let mut clock = now();
    for is_last in [false, true] {
        // Of an age that makes it useless soon after.
        let age = ReplayWindow::DEFAULT.past - LIFETIME;
        let header = key
            .sign_raw(b"", clock.saturating_sub(age))
            .map_err(Failure::refused)?;
        let headers = [(SignatureHeader::NAME, header.to_text())];
        let headers = headers
            .each_ref()
            .map(|(name, text)| (*name, text.as_str()));
        let answer = client.send("GET", url, &headers)?;
        let says = Introspection::read(&answer.body).ok();
        let is_refused = says.as_ref().and_then(|says| says.verified) != Some(true);
        match answer.date() {
            Some(date)
                if is_refused
                    && !is_last
                    && date.abs_diff(clock) > CLOCK_SLACK
                    && !is_too_far_ahead(date) =>
            {
                clock = date;
            }
            _ => return Ok((answer, says)),
        }
    }
    Err(Failure::new(NETWORK, "unreachable", url))
}

fn is_too_far_ahead(date: u64) -> bool {
    date.saturating_sub(now()) > AHEAD_MAX
}

/// Why an answer is not what was asked for.
fn describe(answer: &Answer, says: Option<&Introspection>) -> String {
    let status = answer.status;
    match (status, says.and_then(|says| says.mode.as_deref())) {
        (300..=399, _) => {
            let target = on_one_line(answer.header("location").unwrap_or("nowhere"));
            format!("status {status}: redirected to {target}, which is not followed")
        }
        (200..300, Some("dev")) => "the app is in dev mode, so it verifies no signature".to_owned(),
        (200..300, _) => "the answer is no introspection of a signed request".to_owned(),
        (401 | 403, _) if answer.date().is_some_and(is_too_far_ahead) => {
            format!(
                "status {status}: its clock is more than {AHEAD_MAX} seconds ahead, and nothing is signed for that"
            )
        }
        (401 | 403, _) => format!("status {status}: none of the keys is accepted"),
        _ => format!("status {status}"),
    }
}

pub(super) fn run(args: &Probe, output: &Output) -> Result<u8, Failure> {
    args.urls.iter().try_for_each(|url| check_url(url))?;
    let texts = args.keys.texts()?;
    let keys = texts
        .iter()
        .map(|text| Ok((text.name.as_str(), text.parse()?)));
    let keys = keys.collect::<Result<Vec<_>, Failure>>()?;
    let client = Client::new(&args.tls)?;
    let mut status = OK;
    for url in &args.urls {
        for sample in 1..=args.samples {
            output.progress(|| format!("asking {url}, {sample} of {}", args.samples));
            let found = ask(&client, url, &keys);
            status = status.max(match found.keys {
                AppKeys::Unreachable => NETWORK,
                AppKeys::Refused => REFUSED,
                _ => OK,
            });
            show(url, sample, &found, &keys, output)?;
        }
    }
    output
        .say("each answer comes from one process; others behind the same URL may have other keys");
    Ok(status)
}

fn show(
    url: &str,
    sample: u16,
    found: &Sample,
    keys: &Named<'_>,
    output: &Output,
) -> Result<(), Failure> {
    let (primary, fallback) = match found.keys {
        AppKeys::Has { primary, fallback } => (primary, fallback),
        _ => (None, None),
    };
    let verdict = match found.keys {
        AppKeys::Has { .. } => "has",
        AppKeys::Unreachable => "unreachable",
        _ => "refused",
    };
    let name = |id: Option<KeyId>| {
        let id = id?;
        let key = keys.iter().find(|(_, key)| key.id() == id);
        Some(key.map_or("another key", |(name, _)| *name))
    };
    let says = found.says.as_ref();
    let (language, version) = (
        says.and_then(|says| says.language.as_deref()),
        says.and_then(|says| says.version.as_deref()),
    );
    let shown = |text: Option<&str>, otherwise: &str| on_one_line(text.unwrap_or(otherwise));
    let text = || {
        let Some(fault) = &found.fault else {
            let slot = |id: Option<KeyId>| {
                id.map_or("none".to_owned(), |it| {
                    format!("{it} ({})", name(id).unwrap_or_default())
                })
            };
            let sdk = format!("{} {}", shown(language, "unknown SDK"), shown(version, ""));
            return format!(
                "{url}: primary {}, fallback {}, {}",
                slot(primary),
                slot(fallback),
                sdk.trim_end()
            );
        };
        format!("{url}: {verdict}: {fault}")
    };
    output.line(text, || {
        Object::new()
            .text("url", url)
            .number("sample", Some(sample.into()))
            .text("verdict", verdict)
            .optional("primary", primary.as_ref().map(KeyId::as_str))
            .optional("primary_name", name(primary))
            .optional("fallback", fallback.as_ref().map(KeyId::as_str))
            .optional("fallback_name", name(fallback))
            .optional("sdk_language", language)
            .optional("sdk_version", version)
            .optional("message", found.fault.as_deref())
            .finish()
    })
}
