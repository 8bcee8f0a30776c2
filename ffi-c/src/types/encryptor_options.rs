//! The keys and options of end-to-end encryption.

use std::ptr;

use signkey::{EncryptionKey, Encryptor, EncryptorBuilder, Error, ErrorKind};

use crate::pointers::{
    extensible::{self, Extensible},
    slice::{self, Slice},
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

/// An encryption key that is borrowed. `{NULL, 0, 0}` is absent.
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
unsafe impl Extensible for CEncryptorOptions {}

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
    /// As [`extensible::read`], and the pointers in it as [`slice::items`].
    pub(crate) unsafe fn build(options: *const Self) -> Result<Encryptor, Error> {
        // SAFETY: the caller's promise.
        let (options, keys, field) = unsafe {
            let options = extensible::read(options, Self::DEFAULT)?;
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
