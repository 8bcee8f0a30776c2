//! Requests to endpoints: each over a connection of its own, never redirected.

use std::{path::Path, time::Duration};

use signkey::Origin;
use ureq::{
    Agent, Error,
    http::{Method, Request, Uri},
    tls::{Certificate, PemItem, RootCerts, TlsConfig, parse_pem},
};

use crate::{
    args::TlsArgs,
    failure::{Failure, NETWORK},
};

/// What an endpoint gets to answer.
const TIMEOUT: Duration = Duration::from_secs(15);
/// No answer that matters is larger, in bytes.
const BODY_MAX: u64 = 1 << 20;

/// Makes requests.
pub(crate) struct Client {
    roots: Option<RootCerts>,
}

/// What an endpoint answered.
pub(crate) struct Answer {
    pub(crate) status: u16,
    headers: Vec<(String, String)>,
    pub(crate) body: Vec<u8>,
}

impl Answer {
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        let found = self
            .headers
            .iter()
            .find(|(other, _)| other.eq_ignore_ascii_case(name));
        found.map(|(_, value)| value.as_str())
    }

    /// The clock of the endpoint, in seconds since 1970 (RFC 9110, section 6.6.1).
    pub(crate) fn date(&self) -> Option<u64> {
        parse_date(self.header("date")?)
    }
}

impl Client {
    pub(crate) fn new(args: &TlsArgs) -> Result<Self, Failure> {
        let roots = args.ca_file.as_deref().map(read_roots).transpose()?;
        Ok(Self { roots })
    }

    /// Sends a request without a body, or with `{}` where the method has one.
    pub(crate) fn send(
        &self,
        method: &str,
        url: &str,
        headers: &[(&str, &str)],
    ) -> Result<Answer, Failure> {
        // An agent keeps connections, and the next request is to go to another process if it can.
        let mut config = Agent::config_builder()
            .http_status_as_error(false)
            .max_redirects(0)
            .max_redirects_will_error(false)
            .allow_non_standard_methods(true)
            .timeout_global(Some(TIMEOUT))
            .user_agent(concat!("signkey/", env!("CARGO_PKG_VERSION")))
            .accept("application/json");
        if let Some(roots) = &self.roots {
            config = config.tls_config(TlsConfig::builder().root_certs(roots.clone()).build());
        }
        if url.starts_with("http://") {
            // A proxy would carry it over the network in the clear.
            config = config.proxy(None);
        }
        let agent: Agent = config.build().into();
        let failed = |error: Error| {
            Failure::new(
                NETWORK,
                "unreachable",
                format!("{url}: {}", describe(&error)),
            )
        };
        let method = Method::from_bytes(method.as_bytes())
            .map_err(|error| Failure::usage(error.to_string()))?;
        let has_body = matches!(method, Method::POST | Method::PUT | Method::PATCH);
        let mut request = Request::builder().method(method).uri(url);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let built = |error: ureq::http::Error| Failure::usage(format!("{url}: {error}"));
        let response = match has_body {
            true => {
                let request = request.header("Content-Type", "application/json");
                agent.run(request.body("{}").map_err(built)?)
            }
            false => agent.run(request.body(()).map_err(built)?),
        };
        let mut response = response.map_err(failed)?;
        let text = |(name, value): (&ureq::http::HeaderName, &ureq::http::HeaderValue)| {
            (
                name.to_string(),
                String::from_utf8_lossy(value.as_bytes()).into_owned(),
            )
        };
        let headers = response.headers().iter().map(text).collect();
        let body = response
            .body_mut()
            .with_config()
            .limit(BODY_MAX)
            .read_to_vec();
        Ok(Answer {
            status: response.status().as_u16(),
            headers,
            body: body.map_err(failed)?,
        })
    }
}

/// What went wrong, without the words of three libraries.
fn describe(error: &Error) -> String {
    match error {
        Error::Timeout(_) => format!("no answer within {} seconds", TIMEOUT.as_secs()),
        Error::HostNotFound => "the host is not known".to_owned(),
        error => error.to_string(),
    }
}

fn read_roots(path: &Path) -> Result<RootCerts, Failure> {
    let pem = std::fs::read(path).map_err(|error| Failure::file(path, &error))?;
    let certificates = parse_pem(&pem).filter_map(|item| match item {
        Ok(PemItem::Certificate(certificate)) => Some(certificate),
        _ => None,
    });
    let certificates: Vec<Certificate<'static>> = certificates.collect();
    if certificates.is_empty() {
        return Err(Failure::usage(format!(
            "{}: no certificate in it",
            path.display()
        )));
    }
    Ok(RootCerts::new_with_certs(&certificates))
}

/// Checks that a signature may go to this URL: over TLS, or to this machine.
pub(crate) fn check_url(url: &str) -> Result<(), Failure> {
    let origin = Origin::of(url).map_err(|error| Failure::usage(format!("{url}: {error}")))?;
    let is_uri = url.parse::<Uri>().is_ok();
    match (is_uri, origin.is_exposed()) {
        (true, false) => Ok(()),
        (true, true) => Err(Failure::usage(format!(
            "{url}: a signature would pass the network in the clear; use https, or http on this machine"
        ))),
        (false, _) => Err(Failure::usage(format!("{url}: this is no URL"))),
    }
}

/// Reads `Sun, 06 Nov 1994 08:49:37 GMT`.
fn parse_date(text: &str) -> Option<u64> {
    const MONTHS: &str = "JanFebMarAprMayJunJulAugSepOctNovDec";
    let rest = text.split_once(", ")?.1.strip_suffix(" GMT")?;
    let mut fields = rest.split([' ', ':']);
    let number = |fields: &mut dyn Iterator<Item = &str>| fields.next()?.parse::<u64>().ok();
    let day = number(&mut fields)?;
    let month = MONTHS.find(fields.next().filter(|name| name.len() == 3)?)? / 3;
    let (year, hour) = (number(&mut fields)?, number(&mut fields)?);
    let (minute, second) = (number(&mut fields)?, number(&mut fields)?);
    // Days since 1970-03-01 of the year that begins in March.
    let month = u64::try_from(month).ok()?;
    let (year, month) = if month < 2 {
        (year.checked_sub(1)?, month + 10)
    } else {
        (year, month - 2)
    };
    let days = year * 365 + year / 4 - year / 100 + year / 400 + (153 * month + 2) / 5 + day;
    let days = days.checked_sub(719_469)?;
    Some(((days * 24 + hour) * 60 + minute) * 60 + second)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_date_is_seconds_since_1970() {
        for (text, seconds) in [
            ("Thu, 01 Jan 1970 00:00:00 GMT", Some(0)),
            ("Sun, 06 Nov 1994 08:49:37 GMT", Some(784_111_777)),
            ("Tue, 29 Feb 2000 23:59:59 GMT", Some(951_868_799)),
            ("Wed, 01 Mar 2000 00:00:00 GMT", Some(951_868_800)),
            ("Sat, 28 Nov 2026 02:30:00 GMT", Some(1_795_833_000)),
            ("Sunday, 06-Nov-94 08:49:37 GMT", None),
            ("yesterday", None),
            ("", None),
        ] {
            assert_eq!(parse_date(text), seconds, "{text}");
        }
    }

    #[test]
    fn a_signature_goes_over_tls_or_stays_here() {
        for (url, may) in [
            ("https://app.example/api/inngest", true),
            ("http://127.0.0.1:3000/api/inngest", true),
            ("http://localhost:3000/x", true),
            ("http://[::1]/x", true),
            ("http://app.example/api/inngest", false),
            ("http://127.0.0.1.example/", false),
            ("https://user@app.example/", false),
            ("ftp://app.example/", false),
            ("app.example", false),
            ("", false),
        ] {
            assert_eq!(check_url(url).is_ok(), may, "{url}");
        }
    }
}
