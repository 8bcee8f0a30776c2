//! What the C tests cannot reach: misuse of pointers, caught panics, the lists of errors and
//! exports. Calls go through the exported functions, as a C program's do.

#![allow(clippy::expect_used, clippy::panic, reason = "a test may fail")]

mod admission;
mod admission_arguments;
mod app;
mod arguments;
mod claims;
mod encryption;
mod explain;
mod extensible;
mod failures;
mod header;
mod layout;
mod names;
mod objects;
mod panics;
mod refusal;
mod registration;
mod statuses;
mod surface;

use std::{ffi::CStr, ptr};

use c::*;
use signkey::ErrorKind;

/// What a C program sees.
mod c {
    pub(super) use crate::{
        exports::{
            admission::*, api_auth::*, buffer::*, canonical::*, claim::*, config::*,
            config_parts::*, decrypt::*, encrypt::*, encryptor::*, endpoint::*, explain::*,
            failure::*, keyring::*, memory::*, names::*, refusal::*, registration::*,
            replay_guard::*, response::*, rotation::*, sign::*, status::*, token::*, verifier::*,
            verify::*,
        },
        limits::*,
        pointers::slice::Slice,
        types::{
            admission::CAdmission, app::*, body::*, buffer::Buffer, caller::*, claim::CClaim,
            config_options::*, encryptor_options::*, endpoint_options::*, evidence::*, failure::*,
            field::Field, finding::CFinding, key_fault::CKeyFault, mode::CMode, refusal::CRefusal,
            registration_output::*, replay_guard::CReplayGuard, response_step::*, setting::*,
            status::Status, step::*, verified::*, verify_options::CVerifyOptions,
        },
    };
}

const INVALID: Status = Status::of(ErrorKind::InvalidArgument);
const NO_BUFFER: Buffer = Buffer {
    data: ptr::null_mut(),
    len: 0,
    capacity: 0,
};
const KEY: &str = "signkey-test-12345678";
const ID: &str = "b2ed992186a5";
const BODY: &[u8] = br#"{"event":{"name":"app/user.created"}}"#;
const TIMESTAMP: u64 = 1_700_000_000;
/// Python: `hmac.new(b"12345678", body + b"1700000000", hashlib.sha256).hexdigest()`.
const HEADER: &[u8] =
    b"t=1700000000&s=c166308d5c58e98098da86fb1a95b16c54e7c981afa105c02552ad43976304be";

/// A keyring of [`KEY`], freed at the end of the test.
struct Owned(*mut CKeyring);

impl Owned {
    fn new() -> Self {
        let mut keyring = ptr::null_mut();
        let failure = ptr::null_mut();
        // SAFETY: the arguments are valid.
        let status =
            unsafe { signkey_keyring_from_key(KEY.as_ptr(), KEY.len(), &raw mut keyring, failure) };
        assert_eq!(status, Status::OK);
        Self(keyring)
    }
}

impl Drop for Owned {
    fn drop(&mut self) {
        // SAFETY: it was made by the library and is freed once.
        unsafe { signkey_keyring_free(self.0) };
    }
}

/// A place for a result, with a value that no verification writes.
fn verified() -> CVerified {
    CVerified {
        size: size_of::<CVerified>(),
        timestamp: 1,
        age_seconds: 2,
        key_index: 3,
        form: CForm::SIGNKEY_FORM_TRIMMED,
        key_id: [b'?'.cast_signed(); SIGNKEY_KEY_ID_MAX],
    }
}

/// A place for a failure, with a value that no failure has.
fn failure() -> Failure {
    Failure {
        size: size_of::<Failure>(),
        status: Status::OK,
        detail_kind: Detail::SIGNKEY_DETAIL_NONE,
        detail: 77,
        setting: Slice::ABSENT,
    }
}

fn text(bytes: &[std::ffi::c_char]) -> &str {
    let bytes: &[u8] = {
        // SAFETY: `c_char` and `u8` have the same layout.
        unsafe { std::slice::from_raw_parts(bytes.as_ptr().cast(), bytes.len()) }
    };
    let text = CStr::from_bytes_until_nul(bytes).expect("a final NUL");
    text.to_str().expect("ASCII")
}
