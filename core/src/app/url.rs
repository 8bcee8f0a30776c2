//! URLs, strictly: `http(s)://host[:port]`, then whatever comes behind the origin.
//!
//! Two readers must never see two hosts in one URL, because a credential goes to only one of them.
//! So there is no user information, no backslash, no percent in a host, no white space anywhere, no
//! shorthand for an IP address, and no character that is not ASCII (hosts are in punycode).

use alloc::{format, string::String};
use core::{
    fmt,
    net::{Ipv4Addr, Ipv6Addr},
};

use crate::error::{Error, ErrorKind};

const HOST_MAX: usize = 253;

/// Where a URL leads: scheme, host and port (RFC 6454), in their one serialized form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Origin(String);

impl Origin {
    /// The origin of a URL, which may have a path, a query and a fragment behind it.
    ///
    /// # Errors
    ///
    /// `malformed_url`.
    pub fn of(url: &str) -> Result<Self, Error> {
        split(url).map(|(origin, _)| origin)
    }

    /// The origin as `http(s)://host[:port]`: lower case, and without the scheme's own port.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The host, without the dot of the root at its end; of an IPv6 address what stands between the
    /// brackets.
    pub(crate) fn host(&self) -> &str {
        let authority = self.0.split_once("://").map_or("", |(_, rest)| rest);
        let host = match authority.strip_prefix('[') {
            Some(address) => address.split(']').next(),
            None => authority.split(':').next(),
        };
        let host = host.unwrap_or_default();
        host.strip_suffix('.').unwrap_or(host)
    }

    /// Whether what is sent there passes a network in the clear: by http, and not to this machine.
    #[must_use]
    pub fn is_exposed(&self) -> bool {
        if !self.0.starts_with("http://") {
            return false;
        }
        let host = self.host();
        let is_loopback = host == "localhost"
            || host.ends_with(".localhost")
            || host
                .parse()
                .is_ok_and(|address: Ipv4Addr| address.is_loopback())
            || host
                .parse()
                .is_ok_and(|address: Ipv6Addr| address.is_loopback());
        !is_loopback
    }
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

/// A URL to which paths are appended: an origin and an optional path, without a slash at the end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BaseUrl {
    origin: Origin,
    path: String,
}

impl BaseUrl {
    /// Reads a base URL. Its path may not hold `.`, `..`, empty segments, percent-encoding or brackets.
    ///
    /// # Errors
    ///
    /// `malformed_url`.
    pub fn parse(url: &str) -> Result<Self, Error> {
        let (origin, rest) = split(url)?;
        let path = rest.strip_suffix('/').unwrap_or(rest);
        let is_plain = |segment: &str| {
            let is_plain_byte = |byte: u8| is_path_byte(byte) && byte != b'%';
            !matches!(segment, "" | "." | "..") && segment.bytes().all(is_plain_byte)
        };
        if !path.is_empty() && !path.split('/').skip(1).all(is_plain) {
            return Err(ErrorKind::MalformedUrl.into());
        }
        // A query or a fragment right behind the host.
        if !path.is_empty() && !path.starts_with('/') {
            return Err(ErrorKind::MalformedUrl.into());
        }
        let path = String::from(path);
        Ok(Self { origin, path })
    }

    /// Where it leads.
    #[must_use]
    pub fn origin(&self) -> &Origin {
        &self.origin
    }

    /// The URL of a path below this one, which begins with a slash.
    pub(crate) fn join(&self, path: &str) -> String {
        format!("{self}{path}")
    }

    /// Whether there is nothing but the origin.
    pub(crate) fn is_origin(&self) -> bool {
        self.path.is_empty()
    }
}

impl fmt::Display for BaseUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}", self.origin, self.path)
    }
}

/// Splits a URL behind its origin.
pub(crate) fn split(url: &str) -> Result<(Origin, &str), Error> {
    parse(url).ok_or(ErrorKind::MalformedUrl.into())
}

/// Splits the URL of a request behind its origin, and at its query, in which clients and servers let
/// every printable character stand.
pub(crate) fn split_request(url: &str) -> Result<(Origin, &str, &str), Error> {
    if !url.bytes().all(|byte| byte.is_ascii_graphic()) {
        return Err(ErrorKind::MalformedUrl.into());
    }
    let url = url.split('#').next().unwrap_or_default();
    let (front, query) = url.split_once('?').unwrap_or((url, ""));
    let (origin, path) = split(front)?;
    Ok((origin, path, query))
}

fn parse(url: &str) -> Option<(Origin, &str)> {
    if !url.bytes().all(is_url_byte) {
        return None;
    }
    let (scheme, rest) = url.split_once("://")?;
    let (scheme, own_port) = match scheme {
        _ if scheme.eq_ignore_ascii_case("https") => ("https", 443),
        _ if scheme.eq_ignore_ascii_case("http") => ("http", 80),
        _ => return None,
    };
    let end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
    let (authority, rest) = rest.split_at(end);
    let host_len = match authority.find(']') {
        Some(bracket) => bracket + 1,
        None => authority.find(':').unwrap_or(authority.len()),
    };
    let (host, port) = authority.split_at(host_len);
    let host = parse_host(host)?;
    let port = match port.strip_prefix(':') {
        None if port.is_empty() => own_port,
        None => return None,
        Some(digits) => parse_port(digits)?,
    };
    let origin = match port == own_port {
        true => format!("{scheme}://{host}"),
        false => format!("{scheme}://{host}:{port}"),
    };
    Some((Origin(origin), rest))
}

/// The host in its one form.
fn parse_host(host: &str) -> Option<String> {
    if let Some(address) = host.strip_prefix('[') {
        let address: Ipv6Addr = address.strip_suffix(']')?.parse().ok()?;
        return Some(format!("[{address}]"));
    }
    let is_host_byte =
        |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.');
    // A dot at the end stands for the root: the name is complete.
    let labels = host.strip_suffix('.').unwrap_or(host);
    if labels.len() > HOST_MAX
        || !labels.bytes().all(is_host_byte)
        || labels.split('.').any(str::is_empty)
    {
        return None;
    }
    // Browsers take a host whose last label is a number for an address, in whatever notation.
    let last = labels.rsplit('.').next()?;
    let looks_like_address = last.bytes().all(|byte| byte.is_ascii_digit())
        || last
            .get(..2)
            .is_some_and(|start| start.eq_ignore_ascii_case("0x"));
    if looks_like_address && host.parse::<Ipv4Addr>().is_err() {
        return None;
    }
    Some(host.to_ascii_lowercase())
}

fn parse_port(digits: &str) -> Option<u16> {
    let is_plain = !digits.starts_with('0') && digits.bytes().all(|byte| byte.is_ascii_digit());
    digits.parse().ok().filter(|_| is_plain)
}

/// The characters of RFC 3986, section 2.
const fn is_url_byte(byte: u8) -> bool {
    is_path_byte(byte) || matches!(byte, b'?' | b'#' | b'[' | b']')
}

/// The characters of a path (RFC 3986, section 3.3).
pub(crate) const fn is_path_byte(byte: u8) -> bool {
    byte.is_ascii_alphanumeric()
        || matches!(
            byte,
            b'!' | b'$'..=b'/' | b':' | b';' | b'=' | b'@' | b'_' | b'~'
        )
}
