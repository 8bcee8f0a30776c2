//! The life of objects and of memory.

use std::ptr;

use signkey::ErrorKind;

use super::{BODY, HEADER, ID, INVALID, Owned, TIMESTAMP, c::*, failure, text, verified};

fn begin(keyring: &Owned) -> *mut CVerifier {
    let mut verifier = ptr::null_mut();
    let (header, len) = (HEADER.as_ptr(), HEADER.len());
    // SAFETY: the arguments are valid.
    let status =
        unsafe { signkey_verifier_new(keyring.0, header, len, &raw mut verifier, ptr::null_mut()) };
    assert_eq!(status, Status::OK);
    verifier
}

fn update(verifier: *mut CVerifier, chunk: &[u8]) -> Status {
    // SAFETY: the arguments are valid.
    unsafe { signkey_verifier_update(verifier, chunk.as_ptr(), chunk.len()) }
}

fn finish(verifier: *mut CVerifier) -> Status {
    let (mut verified, mut failure) = (verified(), failure());
    let (out, reason) = (&raw mut verified, &raw mut failure);
    // SAFETY: the arguments are valid.
    let status = unsafe { signkey_verifier_finish(verifier, TIMESTAMP, ptr::null(), out, reason) };
    if status == Status::OK {
        assert_eq!(
            (verified.timestamp, text(&verified.key_id)),
            (TIMESTAMP, ID)
        );
    } else {
        assert_eq!((verified.timestamp, failure.status), (1, status));
    }
    status
}

#[test]
fn a_verifier_outlives_its_keyring_and_ends_once() {
    let keyring = Owned::new();
    let verifier = begin(&keyring);
    drop(keyring);
    for chunk in BODY.chunks(5) {
        assert_eq!(update(verifier, chunk), Status::OK);
    }
    assert_eq!(finish(verifier), Status::OK);
    assert_eq!(finish(verifier), Status::of(ErrorKind::Finished));
    assert_eq!(update(verifier, BODY), Status::of(ErrorKind::Finished));
    // SAFETY: it was made by the library.
    unsafe { signkey_verifier_free(verifier) };
}

#[test]
fn a_refusal_ends_a_verifier_too() {
    let keyring = Owned::new();
    let verifier = begin(&keyring);
    assert_eq!(update(verifier, b"another body"), Status::OK);
    assert_eq!(finish(verifier), Status::of(ErrorKind::SignatureMismatch));
    assert_eq!(finish(verifier), Status::of(ErrorKind::Finished));
    // SAFETY: it was made by the library.
    unsafe { signkey_verifier_free(verifier) };
}

#[test]
fn invalid_arguments_leave_a_verifier_as_it_is() {
    let keyring = Owned::new();
    let verifier = begin(&keyring);
    let mut verified = verified();
    verified.size = 0;
    // SAFETY: the arguments are valid, or are refused before they are used.
    unsafe {
        let none = ptr::null_mut();
        for out in [ptr::null_mut(), &raw mut verified] {
            let status = signkey_verifier_finish(verifier, TIMESTAMP, ptr::null(), out, none);
            assert_eq!(status, INVALID);
        }
        assert_eq!(signkey_verifier_update(verifier, ptr::null(), 1), INVALID);
        assert_eq!(
            signkey_verifier_update(verifier, ptr::null(), 0),
            Status::OK
        );
        assert_eq!(
            signkey_verifier_update(ptr::null_mut(), BODY.as_ptr(), 1),
            INVALID
        );
        assert_eq!(update(verifier, BODY), Status::OK);
        assert_eq!(finish(verifier), Status::OK);
        signkey_verifier_free(verifier);
    }
    assert_eq!(finish(ptr::null_mut()), INVALID);
}

#[test]
fn a_verifier_needs_a_header_and_a_place() {
    let keyring = Owned::new();
    let mut verifier = ptr::null_mut();
    let mut new = |header: *const u8, len| {
        let (verifier, failure) = (&raw mut verifier, ptr::null_mut());
        // SAFETY: the arguments are valid, or are refused before they are used.
        unsafe { signkey_verifier_new(keyring.0, header, len, verifier, failure) }
    };
    assert_eq!(new(ptr::null(), 0), Status::of(ErrorKind::MissingSignature));
    assert_eq!(
        new(HEADER.as_ptr(), 0),
        Status::of(ErrorKind::MalformedSignature)
    );
    assert_eq!(new(ptr::null(), 1), INVALID);
    assert!(verifier.is_null());
    let (header, len) = (HEADER.as_ptr(), HEADER.len());
    // SAFETY: null is refused.
    let status =
        unsafe { signkey_verifier_new(keyring.0, header, len, ptr::null_mut(), ptr::null_mut()) };
    assert_eq!(status, INVALID);
}

#[test]
fn freeing_null_does_nothing() {
    // SAFETY: null is allowed.
    unsafe {
        signkey_keyring_free(ptr::null_mut());
        signkey_verifier_free(ptr::null_mut());
        signkey_dealloc(ptr::null_mut(), 16);
    }
}

#[test]
fn memory_is_aligned_and_zero() {
    assert!(signkey_alloc(0).is_null());
    assert!(signkey_alloc(usize::MAX).is_null());
    for size in [1, 16, 4097] {
        let data = signkey_alloc(size);
        assert!(!data.is_null() && data.addr().is_multiple_of(16));
        // SAFETY: the library has allocated it.
        unsafe {
            assert!((0..size).all(|at| data.add(at).read() == 0));
            data.write_bytes(0xff, size);
            signkey_dealloc(data, size);
        }
    }
}
