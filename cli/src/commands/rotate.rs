//! The next step of a rotation.

use signkey::{AppKeys, Error, ErrorKind, RotationApp, RotationState, ServerKey};

use super::probe;
use crate::{
    args::RotateNext,
    clock::now,
    failure::{Failure, OK, STEP_LEFT},
    http::{Client, check_url},
    keys::KeyText,
    output::Output,
};

/// What is known of one app.
struct Asked {
    url: String,
    language: Option<String>,
    version: Option<String>,
    shows_fallback: bool,
    probes: Vec<AppKeys>,
}

pub(super) fn next(args: &RotateNext, output: &Output) -> Result<u8, Failure> {
    args.urls.iter().try_for_each(|url| check_url(url))?;
    let (current, next) = (KeyText::read(&args.current)?, KeyText::read(&args.next)?);
    // The pending key last: an app that does not know it yet never sees anything signed with it.
    let keys = [("current", current.parse()?), ("next", next.parse()?)];
    let [(_, current), (_, next)] = &keys;
    if current.id() == next.id() {
        let error = Error::from(ErrorKind::InvalidArgument).with_setting("next");
        return Err(Failure::new(
            crate::failure::USAGE,
            error.code(),
            "both files hold the same key",
        ));
    }
    let client = Client::new(&args.tls)?;
    let asked: Vec<_> = args
        .urls
        .iter()
        .map(|url| ask(&client, url, &keys, args.samples, output))
        .collect();
    let apps: Vec<_> = asked.iter().map(Asked::app).collect();
    let mut state = RotationState::new(current.id(), next.id(), &apps, now());
    state.server = server(args)?;
    state.switched_at = args.switched_at;
    state.accept_downtime = args.accept_downtime;
    let step = state.next_step().map_err(Failure::refused)?;
    output.line(
        || format!("{}: {step}", step.action().code()),
        || step.to_json(),
    )?;
    if state.server == Some(ServerKey::Next) && args.switched_at.is_none() && !step.is_done() {
        output.say("give --switched-at SECONDS, or the wait begins anew each time");
    }
    output.say("each answer comes from one process; raise --samples where many serve one URL");
    Ok(if step.is_done() { OK } else { STEP_LEFT })
}

/// With which key the server signs: by default the current one, until it is said when that changed.
fn server(args: &RotateNext) -> Result<Option<ServerKey>, Failure> {
    match (
        args.server.as_deref().and_then(ServerKey::from_name),
        args.switched_at,
    ) {
        (Some(ServerKey::Current), Some(_)) => Err(Failure::usage(
            "--switched-at says that the server signs with the next key",
        )),
        (Some(server), _) => Ok(Some(server)),
        (None, Some(_)) => Ok(Some(ServerKey::Next)),
        (None, None) => Ok(Some(ServerKey::Current)),
    }
}

fn ask(
    client: &Client,
    url: &str,
    keys: &probe::Named<'_>,
    samples: u16,
    output: &Output,
) -> Asked {
    let mut asked = Asked {
        url: url.to_owned(),
        language: None,
        version: None,
        shows_fallback: false,
        probes: Vec::new(),
    };
    for sample in 1..=samples {
        output.progress(|| format!("asking {url}, {sample} of {samples}"));
        let found = probe::ask(client, url, keys);
        if let Some(fault) = &found.fault {
            output.say(&format!("{url}: {fault}"));
        }
        if let Some(says) = found.says {
            asked.shows_fallback = says.shows_fallback;
            (asked.language, asked.version) = (says.language, says.version);
        }
        asked.probes.push(found.keys);
        if found.keys == AppKeys::Unreachable {
            break;
        }
    }
    asked
}

impl Asked {
    fn app(&self) -> RotationApp<'_> {
        RotationApp {
            name: &self.url,
            language: self.language.as_deref(),
            version: self.version.as_deref(),
            shows_fallback: self.shows_fallback,
            probes: &self.probes,
        }
    }
}
