//! Invalid arguments are refused before anything is read or written.

use std::ptr;

use signkey::ErrorKind;

use super::{
    BODY, HEADER, ID, INVALID, KEY, NO_BUFFER, Owned, TIMESTAMP, c::*, failure, text, verified,
};

const DANGLING: *const u8 = ptr::without_provenance(1 << 20);

/// All verifications have the same arguments.
type Verify = unsafe extern "C" fn(
    *const CKeyring,
    *const u8,
    usize,
    *const u8,
    usize,
    u64,
    *const CVerifyOptions,
    *mut CVerified,
    *mut Failure,
) -> Status;

const VERIFICATIONS: [Verify; 4] = [
    signkey_verify_request,
    signkey_verify_canonical,
    signkey_verify_raw,
    signkey_verify_response,
];

struct Arguments {
    keyring: *const CKeyring,
    body: (*const u8, usize),
    header: (*const u8, usize),
    options: *const CVerifyOptions,
}

impl Arguments {
    fn valid(keyring: &Owned) -> Self {
        Self {
            keyring: keyring.0,
            body: (BODY.as_ptr(), BODY.len()),
            header: (HEADER.as_ptr(), HEADER.len()),
            options: ptr::null(),
        }
    }

    /// The statuses of all verifications, after a look at what was written.
    fn verify(&self) -> [Status; 4] {
        VERIFICATIONS.map(|verify| {
            let (mut verified, mut failure) = (verified(), failure());
            let status = self.call(verify, &raw mut verified, &raw mut failure);
            if status == Status::OK {
                assert_eq!(verified.timestamp, TIMESTAMP);
                assert_eq!(verified.age_seconds, 42);
                assert_eq!(verified.key_index, 0);
                assert_eq!(text(&verified.key_id), ID);
                assert_eq!(failure.detail, 77);
            } else {
                assert_eq!(verified.timestamp, 1);
                assert_eq!(failure.status, status);
            }
            let without = self.call(verify, &raw mut verified, ptr::null_mut());
            assert_eq!(without, status);
            status
        })
    }

    fn call(&self, verify: Verify, verified: *mut CVerified, failure: *mut Failure) -> Status {
        let Self {
            keyring,
            body,
            header,
            options,
        } = *self;
        let now = TIMESTAMP + 42;
        // SAFETY: the arguments are valid, or are refused before they are used.
        unsafe {
            verify(
                keyring, body.0, body.1, header.0, header.1, now, options, verified, failure,
            )
        }
    }
}

#[test]
fn valid_arguments_verify() {
    let keyring = Owned::new();
    assert_eq!(Arguments::valid(&keyring).verify(), [Status::OK; 4]);
}

#[test]
fn null_and_misaligned_pointers_are_refused() {
    let keyring = Owned::new();
    let mut arguments = Arguments::valid(&keyring);
    arguments.keyring = ptr::null();
    assert_eq!(arguments.verify(), [INVALID; 4]);
    arguments.keyring = keyring.0.cast::<u8>().wrapping_add(1).cast();
    assert_eq!(arguments.verify(), [INVALID; 4]);

    let mut arguments = Arguments::valid(&keyring);
    arguments.body = (ptr::null(), 1);
    assert_eq!(arguments.verify(), [INVALID; 4]);
    arguments.body = (DANGLING, isize::MAX.cast_unsigned() + 1);
    assert_eq!(arguments.verify(), [INVALID; 4]);

    let mut arguments = Arguments::valid(&keyring);
    arguments.header = (ptr::null(), 1);
    assert_eq!(arguments.verify(), [INVALID; 4]);

    let arguments = Arguments::valid(&keyring);
    for verify in VERIFICATIONS {
        let status = arguments.call(verify, ptr::null_mut(), ptr::null_mut());
        assert_eq!(status, INVALID);
        let mut verified = verified();
        verified.size -= 1;
        let status = arguments.call(verify, &raw mut verified, ptr::null_mut());
        assert_eq!(status, INVALID);
    }
}

#[test]
fn options_of_no_known_size_are_refused() {
    let keyring = Owned::new();
    let mut options = CVerifyOptions {
        size: size_of::<CVerifyOptions>(),
        past_seconds: 42,
        future_seconds: 0,
        max_json_size: 0,
    };
    let mut arguments = Arguments::valid(&keyring);
    arguments.options = &raw const options;
    assert_eq!(arguments.verify(), [Status::OK; 4]);
    for size in [0, options.size - 1, options.size - 8, usize::MAX] {
        options.size = size;
        arguments.options = &raw const options;
        assert_eq!(arguments.verify(), [INVALID; 4], "{size}");
    }
}

#[test]
fn an_absent_header_differs_from_an_empty_one() {
    let keyring = Owned::new();
    let mut arguments = Arguments::valid(&keyring);
    arguments.header = (ptr::null(), 0);
    assert_eq!(
        arguments.verify(),
        [Status::of(ErrorKind::MissingSignature); 4]
    );
    arguments.header = (HEADER.as_ptr(), 0);
    assert_eq!(
        arguments.verify(),
        [Status::of(ErrorKind::MalformedSignature); 4]
    );
    // A pointer that is never followed need not be valid.
    arguments.header = (DANGLING, 0);
    assert_eq!(
        arguments.verify(),
        [Status::of(ErrorKind::MalformedSignature); 4]
    );
}

#[test]
fn lists_of_keys_are_checked_before_they_are_read() {
    let new = |keys: *const Slice, count| {
        let mut keyring = ptr::null_mut();
        // SAFETY: the arguments are valid, or are refused before they are used.
        let status = unsafe { signkey_keyring_new(keys, count, &raw mut keyring, ptr::null_mut()) };
        assert_eq!(keyring.is_null(), status != Status::OK);
        // SAFETY: it is null or was made just now.
        unsafe { signkey_keyring_free(keyring) };
        status
    };
    let absent = Slice {
        data: ptr::null(),
        len: 0,
    };
    let key = Slice {
        data: KEY.as_ptr(),
        len: KEY.len(),
    };
    let invalid = Slice {
        data: ptr::null(),
        len: 1,
    };
    assert_eq!(
        new(ptr::null(), 0),
        Status::of(ErrorKind::MissingSigningKey)
    );
    assert_eq!(
        new([absent].as_ptr(), 1),
        Status::of(ErrorKind::MissingSigningKey)
    );
    assert_eq!(new([absent, key].as_ptr(), 2), Status::OK);
    assert_eq!(new([key, invalid].as_ptr(), 2), INVALID);
    assert_eq!(
        new([key; 9].as_ptr(), 9),
        Status::of(ErrorKind::TooManyKeys)
    );
    assert_eq!(new(ptr::null(), 1), INVALID);
    for count in [
        usize::MAX,
        usize::MAX / size_of::<Slice>(),
        1 << (usize::BITS - 5),
    ] {
        assert_eq!(new([key].as_ptr(), count), INVALID, "{count}");
    }
    let misaligned = [key, key].as_ptr().cast::<u8>().wrapping_add(1).cast();
    assert_eq!(new(misaligned, 1), INVALID);
    // SAFETY: null is refused.
    let status =
        unsafe { signkey_keyring_new([key].as_ptr(), 1, ptr::null_mut(), ptr::null_mut()) };
    assert_eq!(status, INVALID);
}

#[test]
fn texts_are_written_for_keys_that_exist() {
    let keyring = Owned::new();
    let mut count = 77;
    // SAFETY: the arguments are valid, or are refused before they are used.
    unsafe {
        assert_eq!(signkey_keyring_count(keyring.0, &raw mut count), Status::OK);
        assert_eq!(signkey_keyring_count(keyring.0, ptr::null_mut()), INVALID);
        assert_eq!(signkey_keyring_count(ptr::null(), &raw mut count), INVALID);
    }
    assert_eq!(count, 1);

    let mut id = [b'?'.cast_signed(); SIGNKEY_KEY_ID_MAX];
    let mut token = [b'?'.cast_signed(); SIGNKEY_API_TOKEN_MAX];
    // SAFETY: the arguments are valid, or are refused before they are used.
    unsafe {
        for index in [1, 8, u32::MAX] {
            assert_eq!(
                signkey_keyring_key_id(keyring.0, index, id.as_mut_ptr()),
                INVALID
            );
            let status = signkey_keyring_api_token(keyring.0, index, token.as_mut_ptr());
            assert_eq!(status, INVALID);
        }
        assert_eq!(
            signkey_keyring_key_id(keyring.0, 0, ptr::null_mut()),
            INVALID
        );
        assert_eq!(
            signkey_keyring_api_token(keyring.0, 0, ptr::null_mut()),
            INVALID
        );
        assert_eq!((id[0], token[0]), (b'?'.cast_signed(), b'?'.cast_signed()));
        let status = signkey_keyring_key_id(keyring.0, 0, id.as_mut_ptr());
        assert_eq!(status, Status::OK);
        let status = signkey_keyring_api_token(keyring.0, 0, token.as_mut_ptr());
        assert_eq!(status, Status::OK);
    }
    assert_eq!(text(&id), ID);
    assert!(text(&token).starts_with("signkey-test-b2ed992186a5"));
}

#[test]
fn signatures_need_a_key_and_a_buffer() {
    let keyring = Owned::new();
    for sign in [
        signkey_sign_request,
        signkey_sign_raw,
        signkey_sign_response,
    ] {
        let mut out = [b'?'.cast_signed(); SIGNKEY_HEADER_MAX];
        let mut failure = failure();
        let mut call = |index, body: (*const u8, usize), time, out| {
            let (keyring, failure) = (keyring.0, &raw mut failure);
            // SAFETY: the arguments are valid, or are refused before they are used.
            unsafe { sign(keyring, index, body.0, body.1, time, out, failure) }
        };
        let body = (BODY.as_ptr(), BODY.len());
        assert_eq!(call(1, body, TIMESTAMP, out.as_mut_ptr()), INVALID);
        assert_eq!(
            call(0, (ptr::null(), 1), TIMESTAMP, out.as_mut_ptr()),
            INVALID
        );
        assert_eq!(call(0, body, TIMESTAMP, ptr::null_mut()), INVALID);
        let status = call(0, body, 10_000_000_000_000_000_000, out.as_mut_ptr());
        assert_eq!(status, Status::of(ErrorKind::InvalidTimestamp));
        assert_eq!(out, [b'?'.cast_signed(); SIGNKEY_HEADER_MAX]);
        assert_eq!(call(0, body, TIMESTAMP, out.as_mut_ptr()), Status::OK);
        assert_eq!(text(&out).as_bytes(), HEADER);
    }
}

#[test]
fn buffers_are_freed_as_often_as_one_likes() {
    let json = b"[1, 2]";
    let mut buffer = NO_BUFFER;
    let call = |out, lossless| {
        // SAFETY: the arguments are valid, or are refused before they are used.
        unsafe {
            signkey_canonicalize(json.as_ptr(), json.len(), 0, out, lossless, ptr::null_mut())
        }
    };
    assert_eq!(call(ptr::null_mut(), ptr::null_mut()), INVALID);
    assert_eq!(call(&raw mut buffer, ptr::null_mut()), Status::OK);
    // SAFETY: the buffer was filled in, and null and empty ones are ignored.
    unsafe {
        assert_eq!(
            std::slice::from_raw_parts(buffer.data, buffer.len),
            b"[1,2]"
        );
        signkey_buffer_free(&raw mut buffer);
        assert!(buffer.data.is_null() && buffer.len == 0 && buffer.capacity == 0);
        signkey_buffer_free(&raw mut buffer);
        signkey_buffer_free(ptr::null_mut());
    }
}
