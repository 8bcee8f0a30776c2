//! Endpoints: who sends a request.

use std::cell::RefCell;

use napi::Env;
use napi_derive::napi;
use signkey::{
    Authenticated, Endpoint, Error, ErrorKind, Keyring, Mode, Request, RequestHeaders, Unverified,
};

use crate::{
    arguments::{Count, count},
    config::config,
    handles::Handles,
    keyring::with_keyring,
    limits::limits,
    outcome::{guard, guard_number, verdict},
};

thread_local! {
    static ENDPOINTS: RefCell<Handles<Guarded>> = const { RefCell::new(Handles::new()) };
}

/// An endpoint and the handle of its keyring, or why there is none.
struct Guarded {
    endpoint: Endpoint,
    keyring: Result<u32, Error>,
}

/// A keyring, or the error that making one led to; neither stands for no keys.
#[napi(object, object_to_js = false)]
pub struct KeyringSource {
    /// The handle of the keyring.
    pub keyring: Option<u32>,
    /// The number of the error.
    pub error: Option<u32>,
    /// The position that belongs to it.
    pub position: Option<u32>,
}

impl KeyringSource {
    fn read(&self) -> Result<Result<u32, Error>, Error> {
        let number = match (self.keyring, self.error) {
            (Some(handle), _) => return Ok(Ok(handle)),
            (None, None) => return Ok(Err(ErrorKind::MissingSigningKey.into())),
            (None, Some(number)) => u16::try_from(number).ok(),
        };
        let kind = number.and_then(ErrorKind::from_number);
        let kind = kind.ok_or(ErrorKind::InvalidArgument)?;
        let position = self.position.unwrap_or_default();
        Ok(Err(Error::new(kind, position.into())))
    }
}

/// An endpoint in this mode.
#[napi]
pub fn open_endpoint(
    env: &Env,
    keys: KeyringSource,
    mode: String,
    unsigned_methods: Vec<String>,
    unsigned_sync: bool,
    numbers: Option<&[u64]>,
) -> i32 {
    open(env, &keys, unsigned_methods, numbers, || {
        let mode = Mode::from_name(&mode).ok_or(ErrorKind::InvalidArgument)?;
        let endpoint = Endpoint::new(mode);
        Ok(match unsigned_sync {
            true => endpoint.allow_unsigned_sync(),
            false => endpoint,
        })
    })
}

/// The endpoint that these settings ask for; the keys are theirs.
#[napi]
pub fn open_config_endpoint(
    env: &Env,
    handle: u32,
    keys: KeyringSource,
    unsigned_methods: Vec<String>,
    numbers: Option<&[u64]>,
) -> i32 {
    open(env, &keys, unsigned_methods, numbers, || {
        Ok(config(handle)?.endpoint())
    })
}

fn open(
    env: &Env,
    keys: &KeyringSource,
    unsigned_methods: Vec<String>,
    numbers: Option<&[u64]>,
    endpoint: impl FnOnce() -> Result<Endpoint, Error>,
) -> i32 {
    guard_number(|| {
        let guarded = Guarded {
            endpoint: endpoint()?
                .allow_unsigned(unsigned_methods)
                .with_options(limits(numbers)?),
            keyring: keys.read()?,
        };
        let handle = ENDPOINTS.with_borrow_mut(|endpoints| endpoints.open(guarded))?;
        Handles::<Guarded>::weigh(env, 1);
        Ok(handle)
    })
}

/// Lets go of an endpoint.
#[napi]
pub fn close_endpoint(env: &Env, handle: u32) -> bool {
    guard(|| {
        ENDPOINTS.with_borrow_mut(|endpoints| endpoints.close(handle))?;
        Handles::<Guarded>::weigh(env, -1);
        Ok(())
    })
    .is_some()
}

/// The headers out of names and values in turn.
pub(crate) fn headers(fields: &[String]) -> Result<RequestHeaders<'_>, Error> {
    let (pairs, []) = fields.as_chunks::<2>() else {
        return Err(ErrorKind::InvalidArgument.into());
    };
    Ok(RequestHeaders::collect(
        pairs.iter().map(|[name, value]| (name, value)),
    ))
}

/// Judges a request with the endpoint of this handle.
pub(crate) fn judge(handle: u32, request: &Request<'_>, now: u64) -> Result<Authenticated, Error> {
    with_guarded(handle, |endpoint, keyring| {
        endpoint.authenticate(keyring, request, now)
    })
}

fn with_guarded<T>(
    handle: u32,
    work: impl FnOnce(&Endpoint, Result<&Keyring, Error>) -> Result<T, Error>,
) -> Result<T, Error> {
    ENDPOINTS.with_borrow(|endpoints| {
        let Guarded { endpoint, keyring } = endpoints.get(handle)?;
        match *keyring {
            Ok(keyring) => with_keyring(keyring, |keyring| work(endpoint, Ok(keyring))),
            Err(error) => work(endpoint, Err(error)),
        }
    })
}

/// In the order of the numbers by which JavaScript knows them.
const REASONS: [Unverified; 4] = [
    Unverified::Dev,
    Unverified::DevWithoutKey,
    Unverified::UnsignedMethod,
    Unverified::UnsignedSync,
];

/// The names of the reasons to let a request through unverified.
#[napi]
pub fn unverified_reasons() -> Vec<&'static str> {
    REASONS.map(Unverified::name).to_vec()
}

/// A verdict as [`verdict`] has it; that of an unverified request has the form 3 and its reason in
/// place of the key.
fn number(authenticated: &Authenticated) -> Result<i32, Error> {
    match authenticated {
        Authenticated::Verified(verified) => verdict(verified),
        Authenticated::Unverified(reason) => {
            let index = REASONS.iter().position(|other| other == reason);
            let index = index.and_then(|index| i32::try_from(index).ok());
            Ok(index.ok_or(ErrorKind::Internal)? * 4 + 3)
        }
    }
}

/// Judges a request.
#[napi]
pub fn authenticate(
    handle: u32,
    method: String,
    fields: Vec<String>,
    body: &[u8],
    now: Count,
) -> i32 {
    guard_number(|| {
        let request = Request {
            method: &method,
            headers: headers(&fields)?,
            body,
        };
        number(&judge(handle, &request, count(&now)?)?)
    })
}

/// Judges a request whose body is still to be read; -2 if that decides.
#[napi]
pub fn authenticate_unread(handle: u32, method: String, fields: Vec<String>) -> i32 {
    const BODY_DECIDES: i32 = -2;
    guard_number(|| {
        let headers = headers(&fields)?;
        let reason = with_guarded(handle, |endpoint, keyring| {
            endpoint.authenticate_unread(keyring, &method, &headers)
        })?;
        reason.map_or(Ok(BODY_DECIDES), |reason| {
            number(&Authenticated::Unverified(reason))
        })
    })
}

/// Something that looks wrong about a request.
#[napi(object, object_from_js = false)]
pub struct RequestWarning {
    /// Its `snake_case` name.
    pub code: &'static str,
    /// The sentence.
    pub message: String,
}

/// What headers say that contradicts the mode, or none.
#[napi]
pub fn endpoint_warning(handle: u32, fields: Vec<String>) -> Option<Vec<RequestWarning>> {
    guard(|| {
        let headers = headers(&fields)?;
        let warning = ENDPOINTS.with_borrow(|endpoints| {
            let Guarded { endpoint, .. } = endpoints.get(handle)?;
            Ok::<_, Error>(endpoint.warning(&headers))
        })?;
        let warning = warning.map(|warning| RequestWarning {
            code: warning.code(),
            message: warning.to_string(),
        });
        Ok(warning.into_iter().collect())
    })
}
