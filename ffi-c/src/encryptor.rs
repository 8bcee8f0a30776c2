//! The keys and options of end-to-end encryption.

use std::ptr;

use signkey::{EncryptionKey, Encryptor, EncryptorBuilder, Error, ErrorKind};

use crate::{
    failure::Failure,
    guard, handle,
    out::Out,
    sized::{self, Growing},
    slice::{self, Slice},
    status::Status,
};

/// The kind of an encryption key that is a text: it stands for the BLAKE2b-256 hash of its UTF-8,
/// with white space and byte order marks around it removed. The hash is quick to compute, so the
/// text should be random and of at least 128 bits.
pub const SIGNKEY_ENCRYPTION_KEY_TEXT: u32 = 0;

/// The kind of an encryption key that is `SIGNKEY_ENCRYPTION_KEY_SIZE` raw bytes.
pub const SIGNKEY_ENCRYPTION_KEY_BYTES: u32 = 1;

/// Flag of an encryptor: encrypt nothing, and leave what is to be encrypted as it is. For rolling
/// encryption out and back: every reader has to know the keys before the first writer uses them.
/// Only then may the primary key be absent.
pub const SIGNKEY_ENCRYPTOR_DECRYPT_ONLY: u64 = 1;

/// Flag of an encryptor: plaintext is an error where something encrypted is due.
pub const SIGNKEY_ENCRYPTOR_REQUIRE_ENCRYPTED: u64 = 2;

/// Flag of an encryptor: decrypt also what versions 0.x of `@inngest/middleware-encryption` wrote,
/// as long as something of it is left. That format is not authenticated: who can write to the
/// stored data can change what it decrypts to. Nothing is ever encrypted with it, and raw keys do
/// not apply to it.
pub const SIGNKEY_ENCRYPTOR_LEGACY_AES: u64 = 4;

const FLAGS: u64 = SIGNKEY_ENCRYPTOR_DECRYPT_ONLY
    | SIGNKEY_ENCRYPTOR_REQUIRE_ENCRYPTED
    | SIGNKEY_ENCRYPTOR_LEGACY_AES;

/// An encryption key that is lent. `{NULL, 0, 0}` is absent.
#[derive(Clone, Copy, Debug)]
#[repr(C)]
pub struct CEncryptionKey {
    /// The first byte.
    pub data: *const u8,
    /// How many bytes there are.
    pub len: usize,
    /// `SIGNKEY_ENCRYPTION_KEY_TEXT` or `SIGNKEY_ENCRYPTION_KEY_BYTES`.
    pub kind: u32,
}

impl CEncryptionKey {
    /// The key, `None` if it is absent.
    ///
    /// # Safety
    ///
    /// `data` must be null, or valid for reads of `len` bytes that no one writes to meanwhile.
    unsafe fn read(self) -> Result<Option<EncryptionKey>, Error> {
        // SAFETY: the caller's promise.
        let Some(bytes) = unsafe { slice::optional(self.data, self.len) }? else {
            return Ok(None);
        };
        match self.kind {
            SIGNKEY_ENCRYPTION_KEY_TEXT => EncryptionKey::from_text(text(bytes)?),
            SIGNKEY_ENCRYPTION_KEY_BYTES => EncryptionKey::from_bytes(bytes),
            _ => Err(ErrorKind::InvalidArgument.into()),
        }
        .map(Some)
    }
}

/// The keys of an encryptor, and what else a caller may set for it.
///
/// Begin with `SIGNKEY_ENCRYPTOR_OPTIONS_INIT`, which sets `size` and the defaults.
#[derive(Clone, Copy, Debug)]
#[repr(C)]
pub struct CEncryptorOptions {
    /// `sizeof(signkey_encryptor_options)`, set by the caller.
    pub size: usize,
    /// The keys. The first is the primary key, which encrypts; it and all others decrypt, and are
    /// tried in order. An absent first one promotes no other.
    pub keys: *const CEncryptionKey,
    /// How many keys there are; any number.
    pub key_count: usize,
    /// The field of event data that is encrypted, in UTF-8; `{NULL, 0}` is `encrypted`. All
    /// encrypted fields are decrypted, whatever their names.
    pub event_field: Slice,
    /// Any of `SIGNKEY_ENCRYPTOR_DECRYPT_ONLY`, `SIGNKEY_ENCRYPTOR_REQUIRE_ENCRYPTED` and
    /// `SIGNKEY_ENCRYPTOR_LEGACY_AES`, or 0.
    pub flags: u64,
}

// SAFETY: `repr(C)`, the size comes first, and pointers and integers are valid for all bytes.
unsafe impl Growing for CEncryptorOptions {
    const FIRST_SIZE: usize = size_of::<Self>();
}

impl CEncryptorOptions {
    const DEFAULT: Self = Self {
        size: size_of::<Self>(),
        keys: ptr::null(),
        key_count: 0,
        event_field: Slice::ABSENT,
        flags: 0,
    };

    /// Makes an encryptor of the caller's options.
    ///
    /// # Safety
    ///
    /// As [`sized::read`], and the pointers in it as [`slice::items`].
    unsafe fn build(options: *const Self) -> Result<Encryptor, Error> {
        // SAFETY: the caller's promise.
        let (options, keys, field) = unsafe {
            let options = sized::read(options, Self::DEFAULT)?;
            (
                options,
                slice::items(options.keys, options.key_count)?.unwrap_or_default(),
                options.event_field.optional()?,
            )
        };
        let mut builder = options.apply_flags(Encryptor::builder())?;
        if let Some(field) = field {
            builder = builder.event_field(owned(text(field)?)?);
        }
        for (index, key) in keys.iter().enumerate() {
            // SAFETY: the caller's promise.
            let Some(key) = unsafe { key.read() }? else {
                continue;
            };
            builder = match index {
                0 => builder.primary(key),
                _ => builder.fallback(key),
            };
        }
        builder.build()
    }

    fn apply_flags(&self, builder: EncryptorBuilder) -> Result<EncryptorBuilder, Error> {
        if self.flags & !FLAGS != 0 {
            return Err(ErrorKind::InvalidArgument.into());
        }
        let has = |flag| self.flags & flag != 0;
        Ok(builder
            .decrypt_only(has(SIGNKEY_ENCRYPTOR_DECRYPT_ONLY))
            .require_encrypted(has(SIGNKEY_ENCRYPTOR_REQUIRE_ENCRYPTED))
            .legacy_aes(has(SIGNKEY_ENCRYPTOR_LEGACY_AES)))
    }
}

fn text(bytes: &[u8]) -> Result<&str, Error> {
    str::from_utf8(bytes).map_err(|_| ErrorKind::InvalidArgument.into())
}

/// A copy, or word that there is no room, where `String::from` would abort.
fn owned(text: &str) -> Result<String, Error> {
    let mut copy = String::new();
    copy.try_reserve_exact(text.len())
        .map_err(|_| ErrorKind::OutOfMemory)?;
    copy.push_str(text);
    Ok(copy)
}

/// Encrypts what goes to the platform and decrypts what comes back: the platform stores envelopes
/// (XSalsa20-Poly1305) that only the owners of the keys can read. It never changes, so any number
/// of threads may use it at once.
///
/// To rotate keys: deploy the new key as a fallback everywhere, then as the primary key with the
/// old one as a fallback, and drop the old one when nothing is left that it encrypted.
pub struct CEncryptor(Encryptor);

impl CEncryptor {
    /// The caller's encryptor.
    ///
    /// # Safety
    ///
    /// As [`handle::shared`].
    pub(crate) unsafe fn shared<'a>(encryptor: *const Self) -> Result<&'a Encryptor, Error> {
        // SAFETY: the caller's promise.
        unsafe { handle::shared(encryptor) }.map(|encryptor| &encryptor.0)
    }
}

/// Makes an encryptor of encryption keys, which have nothing to do with signing keys. A blank key
/// is an error: one that is not configured is absent.
///
/// - `options`: the keys and what differs from the defaults; none of it is kept.
/// - `encryptor`: receives the encryptor, which the caller owns; end it with
///   `signkey_encryptor_free`.
/// - `failure`: receives the reason, or NULL.
///
/// Returns `SIGNKEY_OK`, or
/// - `SIGNKEY_ERROR_INVALID_ARGUMENT`: a pointer is NULL, `size` is not set, a flag is unknown, or
///   `event_field` is not UTF-8;
/// - for the first key that is refused, `SIGNKEY_ERROR_INVALID_ARGUMENT` (an unknown kind, a text
///   that is not UTF-8, NULL with a length), `_EMPTY_ENCRYPTION_KEY` or
///   `_INVALID_ENCRYPTION_KEY_LENGTH`;
/// - `SIGNKEY_ERROR_MISSING_ENCRYPTION_KEY`: there is no primary key; with
///   `SIGNKEY_ENCRYPTOR_DECRYPT_ONLY`, there is no key at all;
///
/// or `SIGNKEY_ERROR_OUT_OF_MEMORY`, `_INTERNAL`. Thread-safe.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn signkey_encryptor_new(
    options: *const CEncryptorOptions,
    encryptor: *mut *mut CEncryptor,
    failure: *mut Failure,
) -> Status {
    let call = || {
        // SAFETY: the contract in the header.
        let (out, encryptor) =
            unsafe { (Out::new(encryptor)?, CEncryptorOptions::build(options)?) };
        handle::give(out, CEncryptor(encryptor))
    };
    // SAFETY: the contract in the header.
    unsafe { guard::status(failure, call) }
}

/// Ends an encryptor and clears its keys from memory.
///
/// - `encryptor`: from `signkey_encryptor_new`, and not used again; NULL does nothing.
///
/// No other thread may be using the encryptor.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn signkey_encryptor_free(encryptor: *mut CEncryptor) {
    // SAFETY: the contract in the header.
    guard::value((), || unsafe { handle::free(encryptor) });
}
