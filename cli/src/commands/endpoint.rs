//! What a live endpoint answers to those who sign nothing.

use signkey::{Config, Introspection, Mode, Severity};

use super::finding::Finding;
use crate::{
    args::Doctor,
    clock::now,
    failure::Failure,
    http::{Answer, Client, check_url},
    output::Output,
    printable::on_one_line,
};

/// Clocks that are further apart are worth a word; beyond the window nothing verifies.
const CLOCK_WARNING: u64 = 30;
const CLOCK_ERROR: u64 = 300;

/// Methods that change nothing, and those that may.
const PASSIVE: [&str; 3] = ["GET", "HEAD", "OPTIONS"];
const ACTIVE: [&str; 4] = ["POST", "PUT", "PATCH", "DELETE"];

pub(super) fn examine(
    url: &str,
    args: &Doctor,
    config: &Config,
    output: &Output,
) -> Result<Vec<Finding>, Failure> {
    check_url(url)?;
    let client = Client::new(&args.tls)?;
    let mut findings = Vec::new();
    let active = if args.active { &ACTIVE[..] } else { &[] };
    for method in PASSIVE.iter().chain(active) {
        output.progress(|| format!("asking {url} by {method}"));
        let sent = now();
        let answer = client.send(method, url, &[])?;
        output.say(&format!("{method} {url}: {}", shown(&answer)));
        let found = |severity, code: &str, message: String, hint: &str| Finding {
            severity,
            code: code.to_owned(),
            subject: url.to_owned(),
            message,
            hint: Some(hint.to_owned()),
            found: None,
            position: None,
            docs: None,
        };
        if *method == "GET" {
            findings.extend(clock(&answer, sent, &found));
            findings.extend(kind(&answer, config, &found));
        }
        findings.extend(judge(method, &answer, &found));
    }
    Ok(findings)
}

fn shown(answer: &Answer) -> String {
    let code = Introspection::read(&answer.body)
        .ok()
        .and_then(|says| says.code);
    match code {
        Some(code) => format!("{} {}", answer.status, on_one_line(&code)),
        None => answer.status.to_string(),
    }
}

type Found<'a> = dyn Fn(Severity, &str, String, &str) -> Finding + 'a;

fn clock(answer: &Answer, sent: u64, found: &Found<'_>) -> Option<Finding> {
    let date = answer.date()?;
    let skew = date.abs_diff(sent);
    let side = if date > sent { "ahead of" } else { "behind" };
    let message = format!("the clock of the endpoint is {skew} seconds {side} the one here");
    let severity = match skew {
        0..CLOCK_WARNING => return None,
        CLOCK_WARNING..CLOCK_ERROR => Severity::Warning,
        _ => Severity::Error,
    };
    Some(found(
        severity,
        "clock",
        message,
        "set both clocks by NTP: signatures are good for 300 seconds",
    ))
}

/// The mode that the endpoint says, and the kind of server that it expects.
fn kind(answer: &Answer, config: &Config, found: &Found<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    let says = Introspection::read(&answer.body).ok();
    let mode = says.as_ref().and_then(|says| says.mode.as_deref());
    if mode == Some("dev") {
        findings.push(found(
            Severity::Error,
            "dev_mode",
            "the endpoint is in dev mode, so it verifies no signature".to_owned(),
            "remove INNGEST_DEV where the app is deployed",
        ));
    }
    if let Some(mode) = mode.and_then(Mode::from_name)
        && config.mode().is_ok_and(|own| own != mode)
    {
        let message = format!(
            "the endpoint is in {} mode, but these settings say otherwise",
            mode.name()
        );
        findings.push(found(
            Severity::Warning,
            "other_mode",
            message,
            "see that these are the endpoint's settings",
        ));
    }
    if let Some(kind @ ("dev" | "cloud")) = answer.header("x-inngest-expected-server-kind")
        && mode.is_some_and(|mode| mode != kind)
    {
        let message = format!("the endpoint expects a server of the kind {kind}");
        findings.push(found(
            Severity::Warning,
            "server_kind",
            message,
            "see which server the app is for",
        ));
    }
    findings
}

/// What an answer to an unsigned request means.
fn judge(method: &str, answer: &Answer, found: &Found<'_>) -> Option<Finding> {
    let status = answer.status;
    match (status, method) {
        (300..400, _) => {
            let target = on_one_line(answer.header("location").unwrap_or("nowhere"));
            Some(found(
                Severity::Error,
                "redirect",
                format!("{method} is redirected ({status}) to {target}"),
                "register the URL that it leads to: a redirected request may lose its body, and its signature covers neither",
            ))
        }
        (200..300, "GET") => {
            let says = Introspection::read(&answer.body).ok();
            let is_app = says.as_ref().is_some_and(|says| says.mode.is_some());
            match is_app {
                true => Some(found(
                    Severity::Warning,
                    "unsigned_introspection",
                    "anyone may ask the endpoint what it is: it answers unsigned GET".to_owned(),
                    "sign the GET; signkey's endpoints refuse unsigned ones unless unsigned_methods names GET",
                )),
                false => Some(found(
                    Severity::Warning,
                    "no_endpoint",
                    "the answer to GET is not that of an Inngest endpoint".to_owned(),
                    "see that the path is the one under which the app serves, such as /api/inngest",
                )),
            }
        }
        (200..300, "POST" | "PUT" | "PATCH" | "DELETE") => Some(found(
            Severity::Error,
            "unsigned_accepted",
            format!("an unsigned {method} is accepted ({status})"),
            "see that the app is not in dev mode, and that INNGEST_ENABLE_UNAUTHED_SYNC is not set",
        )),
        (404 | 410, "GET") => Some(found(
            Severity::Error,
            "not_found",
            format!("nothing is there ({status})"),
            "see that the path is the one under which the app serves, such as /api/inngest",
        )),
        (500.., _) => Some(found(
            Severity::Error,
            "endpoint_fault",
            format!("{method} is answered {}", shown(answer)),
            "read the app's log: it names the setting",
        )),
        _ => None,
    }
}
