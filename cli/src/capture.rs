//! A raw HTTP/1 message, as proxies and `curl --trace-ascii` save it (RFC 9112).

use signkey::MessageKind;

use crate::failure::Failure;

pub(crate) struct Capture {
    pub(crate) kind: MessageKind,
    pub(crate) headers: Vec<(String, Vec<u8>)>,
    pub(crate) body: Vec<u8>,
}

impl Capture {
    pub(crate) fn parse(bytes: &[u8]) -> Result<Self, Failure> {
        let (head, body) = split_head(bytes).ok_or_else(|| {
            Failure::usage("the capture has no end of a head: an empty line behind the headers")
        })?;
        let mut lines = head
            .split(|byte| *byte == b'\n')
            .map(|line| line.strip_suffix(b"\r").unwrap_or(line));
        let first = String::from_utf8_lossy(lines.next().unwrap_or_default()).into_owned();
        let kind = match first.starts_with("HTTP/") {
            true => MessageKind::Response,
            false => MessageKind::Request,
        };
        if kind == MessageKind::Request && first.split(' ').count() < 2 {
            return Err(Failure::usage(
                "the capture does not begin with a request line or a status line",
            ));
        }
        let headers: Vec<_> = lines.filter_map(field).collect();
        let mut capture = Self {
            kind,
            headers,
            body: body.to_vec(),
        };
        capture.frame()?;
        Ok(capture)
    }

    /// Cuts the body where the head says that it ends.
    fn frame(&mut self) -> Result<(), Failure> {
        let is_chunked = |value: &&[u8]| value.eq_ignore_ascii_case(b"chunked");
        if self.values("transfer-encoding").iter().any(is_chunked) {
            // Proxies often save the body without its chunks.
            if let Some(body) = unchunk(&self.body) {
                self.body = body;
            }
            return Ok(());
        }
        let length = match self.values("content-length").as_slice() {
            [value] => std::str::from_utf8(value)
                .ok()
                .and_then(|text| text.parse().ok()),
            _ => None,
        };
        match length {
            Some(length) if length > self.body.len() => Err(Failure::usage(format!(
                "the body in the capture is {} bytes long, but Content-Length says {length}: it was cut off, or its \
                 line breaks were changed",
                self.body.len()
            ))),
            Some(length) => {
                self.body.truncate(length);
                Ok(())
            }
            None => Ok(()),
        }
    }

    /// The values of a header, in order.
    pub(crate) fn values(&self, name: &str) -> Vec<&[u8]> {
        let named = self
            .headers
            .iter()
            .filter(|(other, _)| other.eq_ignore_ascii_case(name));
        named.map(|(_, value)| value.as_slice()).collect()
    }
}

/// The head without the empty line, and what is behind it.
fn split_head(bytes: &[u8]) -> Option<(&[u8], &[u8])> {
    let ends: [&[u8]; 2] = [b"\r\n\r\n", b"\n\n"];
    let found = ends.iter().filter_map(|end| {
        let at = bytes.windows(end.len()).position(|window| window == *end)?;
        Some((at, at + end.len()))
    });
    let (end, start) = found.min()?;
    Some((&bytes[..end], &bytes[start..]))
}

fn field(line: &[u8]) -> Option<(String, Vec<u8>)> {
    let colon = line.iter().position(|byte| *byte == b':')?;
    let name = String::from_utf8_lossy(&line[..colon]).trim().to_owned();
    Some((name, line[colon + 1..].trim_ascii().to_vec()))
}

/// The content of chunks (RFC 9112, section 7.1). `None` for what is none.
fn unchunk(mut rest: &[u8]) -> Option<Vec<u8>> {
    let mut content = Vec::new();
    loop {
        let end = rest.windows(2).position(|window| window == b"\r\n")?;
        let size = std::str::from_utf8(&rest[..end])
            .ok()?
            .split(';')
            .next()?
            .trim();
        let size = usize::from_str_radix(size, 16).ok()?;
        rest = &rest[end + 2..];
        if size == 0 {
            return Some(content);
        }
        content.extend_from_slice(rest.get(..size)?);
        rest = rest.get(size..)?.strip_prefix(b"\r\n")?;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn body(text: &str) -> Vec<u8> {
        Capture::parse(text.as_bytes())
            .map(|capture| capture.body)
            .unwrap_or_default()
    }

    #[test]
    fn a_body_is_what_stands_behind_the_head() {
        assert_eq!(body("POST / HTTP/1.1\r\nA: b\r\n\r\nbody\n"), b"body\n");
        assert_eq!(
            body("POST / HTTP/1.1\nA: b\n\nbody\r\n\r\n"),
            b"body\r\n\r\n"
        );
        let chunked = "POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n2;x=y\r\nbo\r\n2\r\ndy\r\n0\r\n\r\n";
        assert_eq!(body(chunked), b"body");
        let longer = "POST / HTTP/1.1\r\nContent-Length: 4\r\n\r\nbody\n";
        assert_eq!(body(longer), b"body");
        let saved_whole = "POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\nbody";
        assert_eq!(body(saved_whole), b"body");
    }

    #[test]
    fn what_is_no_message_is_refused() {
        for text in [
            "",
            "body",
            "POST\r\n\r\n",
            "POST / HTTP/1.1\r\nA: b\r\n",
            "POST / HTTP/1.1\r\nContent-Length: 5\r\n\r\nbody",
        ] {
            assert!(Capture::parse(text.as_bytes()).is_err(), "{text:?}");
        }
    }
}
