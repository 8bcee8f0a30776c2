//! The ways to verify a message.

use signkey::{Error, Keyring, ReplayWindow, Verified, Verifier, VerifyOptions};

/// Takes a keyring, a body, a header, the clock in seconds and the window.
pub(crate) type Verify =
    fn(&Keyring, &[u8], Option<&[u8]>, u64, ReplayWindow) -> Result<Verified, Error>;

pub(crate) const ALL: [(&str, Verify); 5] = [
    ("request", |keyring, body, header, now, window| {
        let options = VerifyOptions::DEFAULT.with_window(window);
        keyring.verify_request(body, header, now, &options)
    }),
    ("canonical", |keyring, body, header, now, window| {
        let options = VerifyOptions::DEFAULT.with_window(window);
        keyring.verify_canonical(body, header, now, &options)
    }),
    ("raw", |keyring, body, header, now, window| {
        keyring.verify_raw(body, header, now, window)
    }),
    ("response", |keyring, body, header, now, window| {
        keyring.verify_response(body, header, now, window)
    }),
    ("stream", |keyring, body, header, now, window| {
        let mut verifier = Verifier::begin(keyring, header)?;
        body.chunks(7).for_each(|chunk| verifier.update(chunk));
        verifier.finish(now, window)
    }),
];
