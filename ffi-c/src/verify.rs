//! Verification of a whole message.

use signkey::{Error, Keyring, Verified, VerifyOptions};

use crate::{
    failure::Failure,
    guard,
    keyring::CKeyring,
    sized::SizedOut,
    slice,
    status::Status,
    verified::{CVerified, CVerifyOptions},
};

/// Verifies a request: its body as received, and if no key matches that, its canonical form.
///
/// - `keyring`: the keys to try, in order.
/// - `body`, `body_len`: the body as received; NULL and 0 are an empty one.
/// - `header`, `header_len`: the value of `X-Inngest-Signature`. NULL and 0 say that the request has
///   none; an empty value is another pointer and 0, and is malformed.
/// - `now`: the clock, in seconds since 1970-01-01 00:00 UTC.
/// - `options`: what differs from the defaults, or NULL.
/// - `verified`: receives which key signed, when, and in which form.
/// - `failure`: receives the reason, or NULL.
///
/// Returns `SIGNKEY_OK`, or the first that applies of
/// - `SIGNKEY_ERROR_INVALID_ARGUMENT`: a required pointer is NULL, or a `size` is not set;
/// - `SIGNKEY_ERROR_MISSING_SIGNATURE`: there is no header;
/// - `SIGNKEY_ERROR_MALFORMED_SIGNATURE`: the header does not have the one form that is accepted;
/// - `SIGNKEY_ERROR_SIGNATURE_MISMATCH`: no key matches;
/// - `SIGNKEY_ERROR_EXPIRED`: authentic, but too old;
/// - `SIGNKEY_ERROR_NOT_YET_VALID`: authentic, but too far ahead of the clock;
///
/// or `SIGNKEY_ERROR_INTERNAL`. Thread-safe.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn signkey_verify_request(
    keyring: *const CKeyring,
    body: *const u8,
    body_len: usize,
    header: *const u8,
    header_len: usize,
    now: u64,
    options: *const CVerifyOptions,
    verified: *mut CVerified,
    failure: *mut Failure,
) -> Status {
    let call = || {
        // SAFETY: the contract in the header.
        let message = unsafe {
            Message::read(
                keyring,
                (body, body_len),
                (header, header_len),
                options,
                verified,
            )
        }?;
        message.conclude(|m| m.keyring.verify_request(m.body, m.header, now, &m.options))
    };
    // SAFETY: the contract in the header.
    unsafe { guard::status(failure, call) }
}

/// Verifies the canonical form of a JSON document that has lost the bytes it was sent as, for
/// frameworks that hand over parsed bodies only. The bytes as they are are not tried.
///
/// Arguments, statuses and thread safety are those of `signkey_verify_request`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn signkey_verify_canonical(
    keyring: *const CKeyring,
    json: *const u8,
    json_len: usize,
    header: *const u8,
    header_len: usize,
    now: u64,
    options: *const CVerifyOptions,
    verified: *mut CVerified,
    failure: *mut Failure,
) -> Status {
    let call = || {
        // SAFETY: the contract in the header.
        let message = unsafe {
            Message::read(
                keyring,
                (json, json_len),
                (header, header_len),
                options,
                verified,
            )
        }?;
        message.conclude(|m| {
            m.keyring
                .verify_canonical(m.body, m.header, now, &m.options)
        })
    };
    // SAFETY: the contract in the header.
    unsafe { guard::status(failure, call) }
}

/// Verifies a message in the form it was received, and in no other.
///
/// Arguments, statuses and thread safety are those of `signkey_verify_request`; `max_json_size` in
/// `options` has no effect.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn signkey_verify_raw(
    keyring: *const CKeyring,
    body: *const u8,
    body_len: usize,
    header: *const u8,
    header_len: usize,
    now: u64,
    options: *const CVerifyOptions,
    verified: *mut CVerified,
    failure: *mut Failure,
) -> Status {
    let call = || {
        // SAFETY: the contract in the header.
        let message = unsafe {
            Message::read(
                keyring,
                (body, body_len),
                (header, header_len),
                options,
                verified,
            )
        }?;
        message.conclude(|m| {
            m.keyring
                .verify_raw(m.body, m.header, now, m.options.window)
        })
    };
    // SAFETY: the contract in the header.
    unsafe { guard::status(failure, call) }
}

/// Verifies a response: its body as received, or less one trailing line feed. It is never
/// canonicalized.
///
/// Arguments, statuses and thread safety are those of `signkey_verify_request`; `max_json_size` in
/// `options` has no effect.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn signkey_verify_response(
    keyring: *const CKeyring,
    body: *const u8,
    body_len: usize,
    header: *const u8,
    header_len: usize,
    now: u64,
    options: *const CVerifyOptions,
    verified: *mut CVerified,
    failure: *mut Failure,
) -> Status {
    let call = || {
        // SAFETY: the contract in the header.
        let message = unsafe {
            Message::read(
                keyring,
                (body, body_len),
                (header, header_len),
                options,
                verified,
            )
        }?;
        message.conclude(|m| {
            m.keyring
                .verify_response(m.body, m.header, now, m.options.window)
        })
    };
    // SAFETY: the contract in the header.
    unsafe { guard::status(failure, call) }
}

/// The arguments that all verifications share, checked.
struct Message<'a> {
    keyring: &'a Keyring,
    body: &'a [u8],
    header: Option<&'a [u8]>,
    options: VerifyOptions,
    out: SizedOut<CVerified>,
}

impl Message<'_> {
    /// Checks the arguments of a call.
    ///
    /// # Safety
    ///
    /// Each pointer must be as the header describes it during `'a`.
    unsafe fn read(
        keyring: *const CKeyring,
        (body, body_len): (*const u8, usize),
        (header, header_len): (*const u8, usize),
        options: *const CVerifyOptions,
        verified: *mut CVerified,
    ) -> Result<Self, Error> {
        // SAFETY: the caller's promise.
        unsafe {
            Ok(Self {
                keyring: CKeyring::shared(keyring)?,
                body: slice::bytes(body, body_len)?,
                header: slice::optional(header, header_len)?,
                options: CVerifyOptions::read(options)?,
                out: SizedOut::new(verified)?,
            })
        }
    }

    /// Has the core decide, and hands the verdict to the caller.
    fn conclude(self, verify: impl FnOnce(&Self) -> Result<Verified, Error>) -> Result<(), Error> {
        let verified = verify(&self)?;
        self.out.write(verified.try_into()?);
        Ok(())
    }
}
