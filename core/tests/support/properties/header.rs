use signkey::{ErrorKind, SignatureHeader};

/// A value parses if and only if its parts, put together again, are the value.
pub(crate) fn check(value: &[u8]) {
    let expected = parts(value);
    match SignatureHeader::parse(value) {
        Ok(header) => {
            assert_eq!(
                expected,
                Some((header.timestamp(), header.mac().to_vec())),
                "parts"
            );
            assert_eq!(header.to_text().as_str().as_bytes(), value, "text");
            assert_eq!(header.to_string().as_bytes(), value, "display");
            assert!(value.len() <= SignatureHeader::MAX, "size");
            assert!(
                header.timestamp() <= SignatureHeader::TIMESTAMP_MAX,
                "range"
            );
        }
        Err(error) => {
            assert_eq!(error.kind(), ErrorKind::MalformedSignature);
            assert_eq!(expected, None, "refused");
        }
    }
}

fn parts(value: &[u8]) -> Option<(u64, Vec<u8>)> {
    let text = std::str::from_utf8(value).ok()?;
    let (timestamp, mac) = text.strip_prefix("t=")?.split_once("&s=")?;
    let number: u64 = timestamp.parse().ok()?;
    let is_lower_hex = |digit: char| digit.is_ascii_hexdigit() && !digit.is_ascii_uppercase();
    if number.to_string() != timestamp || timestamp.len() > 19 || mac.len() != 64 {
        return None;
    }
    let mac = mac.chars().all(is_lower_hex).then_some(mac)?;
    let bytes = mac.as_bytes().chunks(2).map(|pair| {
        let pair = std::str::from_utf8(pair).expect("ASCII");
        u8::from_str_radix(pair, 16).expect("two digits")
    });
    Some((number, bytes.collect()))
}
