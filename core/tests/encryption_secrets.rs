//! No encryption key in any rendering, in any copy, nor in what is left of memory.

#![cfg(feature = "encryption")]
#![allow(clippy::expect_used, reason = "a test may fail")]

use std::{fmt, hash::Hash, mem::MaybeUninit, ptr, slice};

use signkey::{Decrypted, EncryptionKey, Encryptor, EncryptorBuilder, Error, Nonce};

/// Asserts that a type does not have a trait: with it, `Proof<_>` could be either of two.
macro_rules! assert_lacks {
    ($type:ty: $($bound:path),+) => {$(
        const _: fn() = || {
            struct Has;
            trait Proof<Whether> {
                fn exists() {}
            }
            impl<T: ?Sized> Proof<()> for T {}
            impl<T: ?Sized + $bound> Proof<Has> for T {}
            let _ = <$type as Proof<_>>::exists;
        };
    )+};
}

assert_lacks!(EncryptionKey: Clone, Copy, PartialEq, PartialOrd, Hash, fmt::Display, Default);
assert_lacks!(Encryptor: Clone, Copy, PartialEq, PartialOrd, Hash, fmt::Display, Default);
assert_lacks!(EncryptorBuilder: Clone, Copy, PartialEq, PartialOrd, Hash, fmt::Display);
// A nonce serves once.
assert_lacks!(Nonce: Clone, Copy, Default);
// Plaintext is asked for by name.
assert_lacks!(Decrypted<'static>: fmt::Display, AsRef<[u8]>, std::ops::Deref);

const fn assert_shareable<T: Send + Sync>() {}
const _: () = assert_shareable::<EncryptionKey>();
const _: () = assert_shareable::<Encryptor>();
const _: () = assert_shareable::<Decrypted<'static>>();

const TEXT: &str = "canary-of-the-key";
const RAW: [u8; EncryptionKey::SIZE] = *b"canary-of-the-key-of-32-bytes!!!";
/// BLAKE2b-256 of [`TEXT`], by Python's `hashlib`.
const HASH: &str = "d992c14654925c55e7e90dd42ef321e1";

#[test]
fn no_rendering_shows_a_secret() {
    let text = || EncryptionKey::from_text(TEXT).expect("a key");
    let raw = || EncryptionKey::from_bytes(RAW).expect("a key");
    let builder = Encryptor::builder().primary(text()).fallback(raw());
    let mut shown = format!("{builder:?} {builder:#?} {builder:x?}");
    let encryptor = builder.build().expect("a key");
    let envelope = encryptor.encrypt_value(b"\"canary\"", Nonce::from_bytes([1; 24]));
    let opened = encryptor.decrypt_value(envelope.as_deref().expect("encrypted"));
    let opened = opened.expect("decrypted");
    shown += &format!(
        "{encryptor:?} {encryptor:#?} {opened:?} {opened:#?} {:?}",
        text()
    );
    for secret in ["canary", "Y2FuYXJ5", "63616e617279", "99, 97", HASH] {
        assert!(!shown.contains(secret), "{secret}: {shown}");
    }
    assert!(shown.contains("EncryptionKey([redacted])") && shown.contains("was_encrypted: true"));
}

#[test]
fn no_error_of_a_bad_key_shows_it() {
    let long = [RAW, RAW].concat();
    let errors: [Error; 2] = [
        EncryptionKey::from_bytes(&long).expect_err("too long"),
        EncryptionKey::from_bytes(&RAW[..31]).expect_err("too short"),
    ];
    for error in errors {
        assert!(!format!("{error} {error:?}").contains("canary"));
        assert_eq!(error.position(), None);
    }
}

/// A key that is dropped where it stands leaves no trace there.
#[test]
fn a_dropped_key_is_cleared() {
    let contains = |bytes: &[u8]| bytes.windows(RAW.len()).any(|window| window == RAW);
    let mut place = Box::new(MaybeUninit::<EncryptionKey>::zeroed());
    place.write(EncryptionKey::from_bytes(RAW).expect("a key"));
    let pointer = place.as_mut_ptr();
    let size = size_of::<EncryptionKey>();
    // SAFETY: the place was zeroed as a whole, so all its bytes are initialized, or padding that
    // the key's own bytes stand beside; it stays allocated until the end.
    let bytes = || unsafe { slice::from_raw_parts(pointer.cast::<u8>(), size) };
    assert!(contains(bytes()), "the key would be found");
    // SAFETY: the key was written above and is not used again.
    unsafe { ptr::drop_in_place(pointer) };
    assert!(!contains(bytes()));
}
