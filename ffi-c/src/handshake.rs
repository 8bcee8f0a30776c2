//! The sync handshake: how an app tells the platform which functions it has.

use std::ptr;

use signkey::{ApiAuth, Error, ErrorKind, Handshake, SyncRequest, SyncState};

use crate::{
    api_auth::{CApiAuth, http_status},
    app::CApp,
    config::{CConfig, Settings},
    endpoint::CEndpoint,
    failure::Failure,
    guard, handle,
    lent::Lent,
    out::Out,
    request::{CRequest, Received},
    shared::Shared,
    slice::{self, Slice},
    status::Status,
};

/// How far a sync is.
#[expect(non_camel_case_types, reason = "the names are those of the header")]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u32)]
pub enum CSyncState {
    /// A request is to be sent to the platform (`signkey_handshake_request`), and its answer to be
    /// taken (`signkey_handshake_answer`).
    SIGNKEY_SYNC_REGISTER = 1,
    /// The configuration of the functions is the response (`signkey_handshake_response`).
    SIGNKEY_SYNC_IN_BAND = 2,
    /// The platform has answered for good; the response says what.
    SIGNKEY_SYNC_DONE = 3,
}

/// A sync on its way: a state machine without input and output. It is idempotent: the same inputs lead
/// to the same requests, and nothing is remembered between syncs but the key that worked, in
/// `signkey_api_auth`.
///
/// One thread at a time may use it.
pub struct CHandshake {
    pub(crate) settings: Shared<Settings>,
    pub(crate) auth: Shared<ApiAuth>,
    pub(crate) sync: Handshake,
    pub(crate) lent: Lent,
}

impl CHandshake {
    fn begin(
        settings: &Shared<Settings>,
        auth: &Shared<ApiAuth>,
        app: &signkey::App<'_>,
        endpoint: &CEndpoint,
        received: &Received<'_>,
        now: u64,
    ) -> Result<Self, Error> {
        let request = SyncRequest {
            method: received.request().method,
            query: &received.query,
            headers: received.headers,
            caller: endpoint.authenticate(received, now)?,
        };
        Ok(Self {
            settings: settings.share(),
            auth: auth.share(),
            sync: Handshake::begin(&settings.config, auth, app, &request)?,
            lent: Lent::default(),
        })
    }

    fn answer(&mut self, status: u16, body: &[u8]) -> Result<(), Error> {
        self.lent = Lent::default();
        self.sync.answer(&self.auth, status, body)
    }
}

/// Begins a sync: judges the request as `signkey_endpoint_authenticate` does, and looks at what it
/// asks for. In band it goes only if the request asks for it, its signature was verified, and the
/// settings allow it.
///
/// - `config`: the settings; they may be freed before the handshake.
/// - `auth`: whose credentials go to the platform: that of `signkey_config_api_auth`; it may be freed
///   before the handshake.
/// - `app`: the app, whose `sdk` is of the form `name:v1.2.3`; it and `framework` are printable ASCII.
/// - `endpoint`: who judges the request: that of `signkey_config_endpoint`.
/// - `request`: the request, a `PUT`.
/// - `now`: the clock, in seconds since 1970-01-01 00:00 UTC.
/// - `handshake`: receives the handshake, which the caller owns; end it with
///   `signkey_handshake_free`.
/// - `failure`: receives the reason, or NULL. `signkey_status_http` is the status to answer with.
///
/// Returns `SIGNKEY_OK`, or the first that applies of
/// - `SIGNKEY_ERROR_INVALID_ARGUMENT`: a required pointer is NULL, a `size` is not set, a flag is
///   unknown or a text of the app is not UTF-8;
/// - the errors of `signkey_endpoint_authenticate`;
/// - `SIGNKEY_ERROR_METHOD_NOT_ALLOWED`: the method is not `PUT`;
/// - `SIGNKEY_ERROR_INVALID_ARGUMENT`: a text of the app cannot stand in a header;
/// - `SIGNKEY_ERROR_MISSING_ENVIRONMENT`, `_INVALID_HEADER_VALUE` or `_MALFORMED_URL`, of the
///   settings;
///
/// or `SIGNKEY_ERROR_OUT_OF_MEMORY`, `_INTERNAL`. Thread-safe.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn signkey_handshake_begin(
    config: *const CConfig,
    auth: *const CApiAuth,
    app: *const CApp,
    endpoint: *const CEndpoint,
    request: *const CRequest,
    now: u64,
    handshake: *mut *mut CHandshake,
    failure: *mut Failure,
) -> Status {
    let call = || {
        // SAFETY: the contract in the header.
        let (sync, out) = unsafe {
            let (settings, auth) = (CConfig::shared(config)?, CApiAuth::shared(auth)?);
            let (app, endpoint) = (CApp::read(app)?, handle::shared(endpoint)?);
            let (received, out) = (Received::read(request)?, Out::new(handshake)?);
            let sync = CHandshake::begin(settings, auth, &app, endpoint, &received, now)?;
            (sync, out)
        };
        handle::give(out, sync)
    };
    // SAFETY: the contract in the header.
    unsafe { guard::status(failure, call) }
}

/// Says how far a sync is.
///
/// - `handshake`: the handshake.
/// - `state`: receives what comes next.
///
/// Returns `SIGNKEY_OK`, or `SIGNKEY_ERROR_INVALID_ARGUMENT` if a pointer is NULL. One thread at a
/// time.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn signkey_handshake_state(
    handshake: *const CHandshake,
    state: *mut CSyncState,
) -> Status {
    let call = || {
        // SAFETY: the contract in the header.
        let (handshake, out) = unsafe { (handle::shared(handshake)?, Out::new(state)?) };
        out.write(match handshake.sync.state() {
            SyncState::Register => CSyncState::SIGNKEY_SYNC_REGISTER,
            SyncState::InBand => CSyncState::SIGNKEY_SYNC_IN_BAND,
            SyncState::Done => CSyncState::SIGNKEY_SYNC_DONE,
        });
        Ok(())
    };
    // SAFETY: null is a caller without a failure to fill in.
    unsafe { guard::status(ptr::null_mut(), call) }
}

/// Takes the platform's answer to the request. Whatever is lent by the handshake ends.
///
/// - `handshake`: the handshake.
/// - `http_status`: the status of the answer, 0 to 65535; 0 stands for none that arrived.
/// - `body`, `body_len`: the body of the answer.
///
/// Returns `SIGNKEY_OK`, or
/// - `SIGNKEY_ERROR_INVALID_ARGUMENT`: a required pointer is NULL, there is no such status, or the
///   sync is in band;
/// - `SIGNKEY_ERROR_FINISHED`: the platform has answered for good already;
///
/// or `SIGNKEY_ERROR_INTERNAL`. One thread at a time.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn signkey_handshake_answer(
    handshake: *mut CHandshake,
    http_status: u32,
    body: *const u8,
    body_len: usize,
) -> Status {
    let call = || {
        // SAFETY: the contract in the header.
        let (handshake, body) =
            unsafe { (handle::exclusive(handshake)?, slice::bytes(body, body_len)?) };
        handshake.answer(self::http_status(http_status)?, body)
    };
    // SAFETY: null is a caller without a failure to fill in.
    unsafe { guard::status(ptr::null_mut(), call) }
}

/// Says how a sync ended that was not in band.
///
/// - `handshake`: the handshake.
/// - `message`: receives what happened, for people: the platform's own words where it gave some. It
///   holds no credential, and is lent until the end of the handshake.
/// - `modified`: receives whether the platform changed anything.
///
/// Returns `SIGNKEY_OK`, or `SIGNKEY_ERROR_INVALID_ARGUMENT` if a pointer is NULL or the state is not
/// `SIGNKEY_SYNC_DONE`. One thread at a time.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn signkey_handshake_outcome(
    handshake: *const CHandshake,
    message: *mut Slice,
    modified: *mut bool,
) -> Status {
    let call = || {
        // SAFETY: the contract in the header.
        let (handshake, message, modified) = unsafe {
            (
                handle::shared(handshake)?,
                Out::new(message)?,
                Out::new(modified)?,
            )
        };
        let outcome = handshake.sync.outcome().ok_or(ErrorKind::InvalidArgument)?;
        message.write(Slice::of(outcome.message()));
        modified.write(outcome.is_modified());
        Ok(())
    };
    // SAFETY: null is a caller without a failure to fill in.
    unsafe { guard::status(ptr::null_mut(), call) }
}

/// Ends a handshake and clears its credential from memory.
///
/// - `handshake`: from `signkey_handshake_begin`, and not used again; NULL does nothing.
///
/// No other thread may be using the handshake.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn signkey_handshake_free(handshake: *mut CHandshake) {
    // SAFETY: the contract in the header.
    guard::value((), || unsafe { handle::free(handshake) });
}
