//! URLs beside the reader of browsers (WHATWG URL).

use signkey::{ApiAuth, BaseUrl, Config, ConfigOptions, Keyring, Origin};
use url::{Position, Url, form_urlencoded};

use crate::support::{input::Input, signed::KEY};

/// Whatever is accepted, browsers accept too, and see the same origin. Of hosts in punycode they know more.
pub(crate) fn check(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let origin = Origin::of(&text);
    assert_eq!(origin, Origin::of(&text), "the same twice");
    if let Ok(base) = BaseUrl::parse(&text) {
        assert_eq!(origin.as_ref(), Ok(base.origin()));
        let written = base.to_string();
        assert_eq!(BaseUrl::parse(&written).as_ref(), Ok(&base), "{written}");
        assert!(!written.ends_with('/') && written.is_ascii());
    }
    let keyring = Keyring::from_texts([Some(KEY)]).expect("a key");
    let api = Origin::of("https://api.inngest.com").expect("a URL");
    let may_send = ApiAuth::new(Some(&keyring), api).may_send_to(&text);
    let Ok(origin) = origin else {
        assert!(!may_send);
        return;
    };
    let seen = match Url::parse(&text) {
        Ok(seen) => seen,
        // Browsers also look into a host in punycode.
        Err(error) => {
            assert!(origin.as_str().contains("xn--"), "{text}: {error}");
            return;
        }
    };
    assert_eq!(
        seen.origin().ascii_serialization(),
        origin.as_str(),
        "{text}"
    );
    assert!(
        seen.username().is_empty() && seen.password().is_none(),
        "{text}"
    );
    assert_eq!(may_send, origin.as_str() == "https://api.inngest.com");
}

/// The URL to report is that of the request, without `deployId`; the query says what forms say.
pub(crate) fn check_query(bytes: &[u8]) {
    let mut input = Input::new(bytes);
    let mut options = ConfigOptions::default();
    let (origin, path) = (input.text(), input.text());
    options.serve_origin = Some(&origin)
        .filter(|it| !it.is_empty())
        .map(String::as_str);
    options.serve_path = Some(&path).filter(|it| !it.is_empty()).map(String::as_str);
    let config = Config::read(&options, |_| None);
    let request = String::from_utf8_lossy(input.rest()).into_owned();
    let Ok(url) = config.serve_url(&request) else {
        return;
    };
    if [&request, &url]
        .iter()
        .any(|it| it.to_ascii_lowercase().contains("xn--"))
    {
        return;
    }
    let (seen, reported) = (Url::parse(&request), Url::parse(&url));
    let (seen, reported) = (seen.expect("a URL"), reported.expect("a URL"));
    assert!(reported.fragment().is_none());
    let pairs = |url: &Url| {
        let query = url.query().unwrap_or_default().to_owned();
        let pairs = form_urlencoded::parse(query.as_bytes()).into_owned();
        pairs
            .filter(|(name, _)| name != "deployId")
            .collect::<Vec<_>>()
    };
    assert_eq!(pairs(&seen), pairs(&reported), "{request}: {url}");
    let query = reported.query().unwrap_or_default();
    let mut left = form_urlencoded::parse(query.as_bytes());
    assert!(!left.any(|(name, _)| name == "deployId"), "{url}");
    if options.serve_origin.is_none() {
        assert_eq!(
            reported[..Position::BeforePath],
            seen[..Position::BeforePath]
        );
    }
    if options.serve_path.is_none() {
        assert_eq!(reported.path(), seen.path(), "{request}: {url}");
    }
}
