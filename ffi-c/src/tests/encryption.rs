//! Encryptors: their options, and arguments that are refused before they are used.

use std::ptr;

use signkey::ErrorKind;

use super::{INVALID, NO_BUFFER, c::*, failure};
use crate::types::buffer::clear;

const SECRET: &str = "a-secret-of-the-tests";
const NONCE: &[u8; SIGNKEY_NONCE_SIZE] = b"defghijklmnopqrstuvwxyz{";
/// `tests/vectors/encryption/events.json`, `event-alone-encrypt`.
const DATA: &[u8] = br#"{"encrypted":"x"}"#;
const SEALED: &[u8] = br#"{"encrypted":{"__ENCRYPTED__":true,"__STRATEGY__":"inngest/libsodium","data":"ZGVmZ2hpamtsbW5vcHFyc3R1dnd4eXp7UOKrNwHFnOf788LDbZxBo2UOUA=="}}"#;

type Encrypt = unsafe extern "C" fn(
    *const CEncryptor,
    *const u8,
    usize,
    *const u8,
    *mut Buffer,
    *mut Failure,
) -> Status;
type Decrypt = unsafe extern "C" fn(
    *const CEncryptor,
    *const u8,
    usize,
    *mut Buffer,
    *mut bool,
    *mut Failure,
) -> Status;

const ENCRYPTIONS: [Encrypt; 3] = [
    signkey_encrypt_value,
    signkey_encrypt_event_data,
    signkey_encrypt_error,
];
const DECRYPTIONS: [Decrypt; 4] = [
    signkey_decrypt_value,
    signkey_decrypt_event_data,
    signkey_decrypt_lifecycle_data,
    signkey_decrypt_error,
];

const KEY: CEncryptionKey = CEncryptionKey {
    data: SECRET.as_ptr(),
    len: SECRET.len(),
    kind: SIGNKEY_ENCRYPTION_KEY_TEXT,
};

fn options(keys: &[CEncryptionKey]) -> CEncryptorOptions {
    CEncryptorOptions {
        size: size_of::<CEncryptorOptions>(),
        keys: keys.as_ptr(),
        key_count: keys.len(),
        event_field: Slice::ABSENT,
        flags: 0,
    }
}

/// The status of making an encryptor, which is freed.
fn made(options: *const CEncryptorOptions) -> Status {
    let (mut encryptor, mut failure) = (ptr::null_mut(), failure());
    // SAFETY: the arguments are valid, or are refused before they are used.
    unsafe {
        let status = signkey_encryptor_new(options, &raw mut encryptor, &raw mut failure);
        assert_eq!(encryptor.is_null(), status != Status::OK);
        assert_eq!(failure.status, status);
        signkey_encryptor_free(encryptor);
        status
    }
}

/// An encryptor of [`KEY`], freed at the end of the test.
struct Owned(*mut CEncryptor);

impl Owned {
    fn new() -> Self {
        let mut encryptor = ptr::null_mut();
        let options = options(&[KEY]);
        // SAFETY: the arguments are valid.
        let status = unsafe {
            signkey_encryptor_new(&raw const options, &raw mut encryptor, ptr::null_mut())
        };
        assert_eq!(status, Status::OK);
        Self(encryptor)
    }
}

impl Drop for Owned {
    fn drop(&mut self) {
        // SAFETY: it was made by the library and is freed once.
        unsafe { signkey_encryptor_free(self.0) };
    }
}

/// The bytes of a buffer, which is freed.
fn taken(mut buffer: Buffer) -> Vec<u8> {
    // SAFETY: it was filled in by the library.
    unsafe {
        let bytes = std::slice::from_raw_parts(buffer.data, buffer.len).to_vec();
        signkey_buffer_free(&raw mut buffer);
        bytes
    }
}

#[test]
fn options_are_checked_before_they_are_used() {
    let keys = [KEY];
    let valid = options(&keys);
    let with = |change: fn(&mut CEncryptorOptions)| {
        let mut options = valid;
        change(&mut options);
        made(&raw const options)
    };
    assert_eq!(with(|_| ()), Status::OK);
    assert_eq!(made(ptr::null()), INVALID);
    assert_eq!(with(|it| it.size = 0), INVALID);
    assert_eq!(with(|it| it.size -= 1), INVALID);
    assert_eq!(with(|it| it.keys = ptr::null()), INVALID);
    assert_eq!(with(|it| it.keys = it.keys.wrapping_byte_add(1)), INVALID);
    assert_eq!(with(|it| it.key_count = usize::MAX / 16), INVALID);
    assert_eq!(with(|it| it.event_field.len = 1), INVALID);
    assert_eq!(with(|it| it.flags = 7), Status::OK);
    for bit in 3..64 {
        let mut options = valid;
        options.flags = 1 << bit;
        assert_eq!(made(&raw const options), INVALID, "{bit}");
    }
    // SAFETY: null is refused.
    let status =
        unsafe { signkey_encryptor_new(&raw const valid, ptr::null_mut(), ptr::null_mut()) };
    assert_eq!(status, INVALID);
}

#[test]
fn keys_are_checked_in_their_order() {
    let blank = CEncryptionKey { len: 0, ..KEY };
    let lengthy = CEncryptionKey {
        data: ptr::null(),
        ..KEY
    };
    let unknown = CEncryptionKey {
        kind: u32::MAX,
        ..KEY
    };
    let empty = Status::of(ErrorKind::EmptyEncryptionKey);
    for (keys, expected) in [
        ([KEY, KEY], Status::OK),
        ([KEY, lengthy], INVALID),
        ([KEY, unknown], INVALID),
        ([blank, lengthy], empty),
        ([unknown, blank], INVALID),
    ] {
        let options = options(&keys);
        assert_eq!(made(&raw const options), expected, "{keys:?}");
    }
}

#[test]
fn encryptions_check_their_arguments() {
    let encryptor = Owned::new();
    let (json, len) = (DATA.as_ptr(), DATA.len());
    let odd = encryptor.0.cast::<u8>().wrapping_add(1).cast();
    for encrypt in ENCRYPTIONS {
        let mut out = NO_BUFFER;
        let (place, none) = (&raw mut out, ptr::null_mut());
        // SAFETY: the arguments are valid, or are refused before they are used.
        unsafe {
            let nonce = NONCE.as_ptr();
            assert_eq!(encrypt(ptr::null(), json, len, nonce, place, none), INVALID);
            assert_eq!(encrypt(odd, json, len, nonce, place, none), INVALID);
            let status = encrypt(encryptor.0, ptr::null(), 1, nonce, place, none);
            assert_eq!(status, INVALID);
            assert_eq!(
                encrypt(encryptor.0, json, len, nonce, none.cast(), none),
                INVALID
            );
            assert!(out.data.is_null());
            let status = encrypt(encryptor.0, json, len, nonce, place, none);
            assert_eq!(status, Status::OK);
        }
        assert!(taken(out).len() > len);
    }
}

#[test]
fn decryptions_check_their_arguments() {
    let encryptor = Owned::new();
    let (json, len) = (SEALED.as_ptr(), SEALED.len());
    for decrypt in DECRYPTIONS {
        let (mut out, mut flag) = (NO_BUFFER, true);
        let (place, was_encrypted, none) = (&raw mut out, &raw mut flag, ptr::null_mut());
        // SAFETY: the arguments are valid, or are refused before they are used.
        unsafe {
            let status = decrypt(ptr::null(), json, len, place, was_encrypted, none);
            assert_eq!(status, INVALID);
            let status = decrypt(encryptor.0, ptr::null(), 1, place, was_encrypted, none);
            assert_eq!(status, INVALID);
            let status = decrypt(encryptor.0, json, len, none.cast(), was_encrypted, none);
            assert_eq!(status, INVALID);
            let status = decrypt(encryptor.0, json, 1, place, was_encrypted, none);
            assert_eq!(status, Status::of(ErrorKind::InvalidJson));
            assert!(out.data.is_null() && flag);
            let status = decrypt(encryptor.0, json, len, place, none.cast(), none);
            assert_eq!(status, Status::OK);
        }
        assert!(!taken(out).is_empty());
    }
}

#[test]
fn what_is_sealed_is_opened() {
    let encryptor = Owned::new();
    let (mut sealed, mut opened, mut was_encrypted) = (NO_BUFFER, NO_BUFFER, false);
    let nonce = NONCE.as_ptr();
    // SAFETY: the arguments are valid.
    unsafe {
        let (json, len, none) = (DATA.as_ptr(), DATA.len(), ptr::null_mut());
        let status =
            signkey_encrypt_event_data(encryptor.0, json, len, nonce, &raw mut sealed, none);
        assert_eq!(status, Status::OK);
        let (json, len, flag) = (sealed.data, sealed.len, &raw mut was_encrypted);
        let status =
            signkey_decrypt_event_data(encryptor.0, json, len, &raw mut opened, flag, none);
        assert_eq!(status, Status::OK);
    }
    assert!(was_encrypted);
    assert_eq!(taken(sealed), SEALED);
    assert_eq!(taken(opened), DATA);
}

#[test]
#[cfg_attr(miri, ignore = "asks the operating system")]
fn without_a_nonce_each_encryption_has_its_own() {
    let encryptor = Owned::new();
    let envelopes = [(); 2].map(|()| {
        let mut out = NO_BUFFER;
        let (json, len, none) = (DATA.as_ptr(), DATA.len(), ptr::null_mut());
        // SAFETY: the arguments are valid.
        let status = unsafe {
            signkey_encrypt_value(encryptor.0, json, len, ptr::null(), &raw mut out, none)
        };
        assert_eq!(status, Status::OK);
        taken(out)
    });
    assert_ne!(envelopes[0], envelopes[1]);
}

#[test]
fn clearing_reaches_all_that_is_allocated() {
    let mut bytes = Vec::with_capacity(100);
    bytes.extend_from_slice(&[7; 90]);
    bytes.truncate(3);
    let (place, capacity) = (bytes.as_ptr(), bytes.capacity());
    clear(&mut bytes);
    assert_eq!(bytes, vec![0; capacity]);
    assert_eq!(bytes.as_ptr(), place);
}
