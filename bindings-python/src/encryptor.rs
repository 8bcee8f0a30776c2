//! `Encryptor`: end-to-end encryption.

use std::borrow::Cow;

use pyo3::{
    Borrowed,
    prelude::*,
    types::{PyBytes, PyString, PyTuple},
};
use signkey::{EncryptionKey, Error, Nonce};

use crate::{
    arguments::{Body, Flag, Utf8, about_argument, type_error, wrong_type},
    call::call,
    decrypted::Decrypted,
    errors::{invalid_argument, raise},
    panics::caught,
    pickle,
};

/// Encrypts what goes to the platform and decrypts what comes back.
///
/// ``primary`` encrypts; it and all ``fallbacks`` decrypt, in this order. A ``str`` is text, which
/// should be random and of at least 128 bits: the key is its BLAKE2b-256 hash, after white space
/// around it was removed. ``bytes`` are a raw key of 32 bytes. A fallback of ``None`` is left out;
/// a primary of ``None`` promotes no fallback. ::
///
///     encryptor = Encryptor(os.getenv("ENCRYPTION_KEY"), os.getenv("ENCRYPTION_KEY_FALLBACK"))
///
/// To rotate keys: deploy the new key as a fallback everywhere, then as the primary with the old
/// one as fallback, and drop the old one when nothing is left that it encrypted.
///
/// ``decrypt_only``: leave what is to be encrypted as it is, for rolling encryption out and back.
/// Only then may the primary be ``None``.
///
/// ``require_encrypted``: plaintext is an error where something encrypted is due.
///
/// ``event_field``: the field of event data that is encrypted. All encrypted fields are decrypted.
///
/// ``legacy_aes``: decrypt also what versions 0.x of ``@inngest/middleware-encryption`` wrote, as
/// long as something of it is left. That format is **not authenticated**: who can write to the
/// stored data can change what it decrypts to.
///
/// All methods take and give JSON in UTF-8 as bytes, and keep what they do not replace, byte for
/// byte. What they need not change they return as it is: the same object if that is ``bytes``.
/// Immutable, hence safe to share between threads; its ``repr`` shows no key; it cannot be pickled
/// or copied.
///
/// Raises ``EmptyEncryptionKeyError``, ``InvalidEncryptionKeyLengthError`` or, for text that is
/// not Unicode, ``InvalidArgumentError``; then ``MissingEncryptionKeyError`` if there is no
/// primary, or under ``decrypt_only`` no key at all.
#[pyclass(module = "signkey", frozen)]
pub(crate) struct Encryptor(signkey::Encryptor);

#[pymethods]
impl Encryptor {
    #[new]
    #[pyo3(
        signature = (
            primary, /, *fallbacks, decrypt_only=Flag(false), require_encrypted=Flag(false),
            event_field=None, legacy_aes=Flag(false)
        ),
        text_signature =
            "(primary, /, *fallbacks, decrypt_only=False, require_encrypted=False, event_field=..., legacy_aes=False)"
    )]
    fn new(
        py: Python<'_>,
        primary: Option<Key>,
        fallbacks: &Bound<'_, PyTuple>,
        decrypt_only: Flag,
        require_encrypted: Flag,
        event_field: Option<Utf8<'_>>,
        legacy_aes: Flag,
    ) -> PyResult<Self> {
        let mut builder = signkey::Encryptor::builder()
            .decrypt_only(decrypt_only.0)
            .require_encrypted(require_encrypted.0)
            .legacy_aes(legacy_aes.0);
        if let Some(field) = event_field {
            builder = builder.event_field(field.as_str());
        }
        if let Some(Key(key)) = primary {
            builder = builder.primary(key);
        }
        for object in fallbacks {
            let key: PyResult<Option<Key>> = object.extract();
            if let Some(Key(key)) = key.map_err(|error| about_argument("fallbacks", error, py))? {
                builder = builder.fallback(key);
            }
        }
        let encryptor = caught(|| builder.build());
        encryptor.map(Self).map_err(|error| raise(py, error))
    }

    /// The field of event data that is encrypted.
    #[getter]
    fn event_field(&self) -> &str {
        self.0.event_field()
    }

    /// Whether it leaves what is to be encrypted as it is.
    #[getter]
    fn decrypt_only(&self) -> bool {
        self.0.is_decrypt_only()
    }

    /// Encrypts the output of a step or of a function: any JSON value, ``null`` included. A value
    /// that looks like an envelope is encrypted like any other.
    ///
    /// ``nonce`` is for tests and for reproducing published envelopes: 24 bytes in place of random
    /// ones from the operating system. Never use one twice: two messages under one key and one
    /// nonce betray each other, and let anyone forge more.
    ///
    /// Raises ``JsonInvalidUtf8Error``, ``InvalidJsonError`` or ``JsonTooDeepError`` (over 512
    /// open containers), with the ``position`` of the byte, counted from 0;
    /// ``RandomSourceFailedError``; ``InvalidArgumentError`` for a nonce of another size.
    #[pyo3(signature = (json, *, nonce=None))]
    fn encrypt_value<'py>(
        &self,
        json: &Bound<'py, PyAny>,
        nonce: Option<GivenNonce<'_>>,
    ) -> PyResult<Bound<'py, PyBytes>> {
        self.encrypt(json, nonce, signkey::Encryptor::encrypt_value)
    }

    /// Decrypts the output of a step or of a function. A value without the marker
    /// ``"__ENCRYPTED__": true`` is plaintext, returned as it is or, under ``require_encrypted``,
    /// refused.
    ///
    /// Raises ``JsonInvalidUtf8Error``, ``InvalidJsonError``, ``JsonTooDeepError``;
    /// ``EncryptionRequiredError`` for plaintext; ``JsonDuplicateMemberError``,
    /// ``MalformedEnvelopeError``, ``UnknownEncryptionStrategyError`` if it is not the envelope
    /// that it says it is; ``DecryptionFailedError`` if no key opens it, or it was changed;
    /// ``MalformedPlaintextError`` if it does not hold JSON.
    fn decrypt_value(&self, json: &Bound<'_, PyAny>) -> PyResult<Decrypted> {
        self.decrypt(json, signkey::Encryptor::decrypt_value)
    }

    /// Encrypts the encrypted field of event data, or of the data of an invocation, whatever the
    /// field holds: an object, or ``null`` for none. The rest stays readable.
    ///
    /// ``nonce`` and errors are those of ``encrypt_value``; also ``InvalidArgumentError`` for what
    /// is no object, and ``JsonDuplicateMemberError``.
    #[pyo3(signature = (json, *, nonce=None))]
    fn encrypt_event_data<'py>(
        &self,
        json: &Bound<'py, PyAny>,
        nonce: Option<GivenNonce<'_>>,
    ) -> PyResult<Bound<'py, PyBytes>> {
        self.encrypt(json, nonce, signkey::Encryptor::encrypt_event_data)
    }

    /// Decrypts event data: every field that is an envelope, whatever its name, or data that is an
    /// envelope as a whole. What was decrypted is not decrypted again. Under ``require_encrypted``
    /// plaintext in the encrypted field is refused; there need not be such a field.
    ///
    /// Errors are those of ``decrypt_value``; also ``InvalidArgumentError`` for what is neither an
    /// object nor ``null``.
    fn decrypt_event_data(&self, json: &Bound<'_, PyAny>) -> PyResult<Decrypted> {
        self.decrypt(json, signkey::Encryptor::decrypt_event_data)
    }

    /// Encrypts the error of a step or of a function: an object with name, message and stack, or
    /// any other JSON value. The outcome is an error too, ``{"name": "EncryptedError", "message":
    /// "<envelope>"}``, and nothing of the original stays readable.
    ///
    /// ``nonce`` and errors are those of ``encrypt_value``.
    #[pyo3(signature = (json, *, nonce=None))]
    fn encrypt_error<'py>(
        &self,
        json: &Bound<'py, PyAny>,
        nonce: Option<GivenNonce<'_>>,
    ) -> PyResult<Bound<'py, PyBytes>> {
        self.encrypt(json, nonce, signkey::Encryptor::encrypt_error)
    }

    /// Decrypts an error whose message is an envelope. Any other is returned as it is, under
    /// ``require_encrypted`` too, since the platform has errors of its own and no key:
    /// ``was_encrypted`` tells them apart.
    ///
    /// Errors are those of ``decrypt_value``, without ``EncryptionRequiredError``.
    fn decrypt_error(&self, json: &Bound<'_, PyAny>) -> PyResult<Decrypted> {
        self.decrypt(json, signkey::Encryptor::decrypt_error)
    }

    /// Decrypts the data of an event that the platform sends when a run ends, as
    /// ``inngest/function.failed``: the ``error`` or ``result``, and the data of the run's events.
    ///
    /// Errors are those of ``decrypt_event_data``.
    fn decrypt_lifecycle_data(&self, json: &Bound<'_, PyAny>) -> PyResult<Decrypted> {
        self.decrypt(json, signkey::Encryptor::decrypt_lifecycle_data)
    }

    fn __repr__(&self) -> String {
        format!("<signkey.Encryptor event_field={:?}>", self.0.event_field())
    }

    #[pyo3(signature = (protocol, /))]
    fn __reduce_ex__(&self, protocol: &Bound<'_, PyAny>) -> PyResult<()> {
        pickle::refuse(protocol, "Encryptor")
    }
}

/// A method of the core that encrypts.
type Encrypt = for<'a> fn(&signkey::Encryptor, &'a [u8], Nonce) -> Result<Cow<'a, [u8]>, Error>;

/// A method of the core that decrypts.
type Decrypt = for<'a> fn(&signkey::Encryptor, &'a [u8]) -> Result<signkey::Decrypted<'a>, Error>;

impl Encryptor {
    fn encrypt<'py>(
        &self,
        json: &Bound<'py, PyAny>,
        nonce: Option<GivenNonce<'_>>,
        method: Encrypt,
    ) -> PyResult<Bound<'py, PyBytes>> {
        let py = json.py();
        let body = read(json)?;
        let text = body.as_bytes();
        let nonce = match nonce {
            None => Nonce::random().map_err(|error| raise(py, error))?,
            Some(GivenNonce(bytes)) => bytes.try_into().map(Nonce::from_bytes).map_err(|_| {
                let message = format!("argument 'nonce': must be {} bytes long", Nonce::SIZE);
                invalid_argument(py, &message)
            })?,
        };
        let encrypted = call(py, text.len(), || method(&self.0, text, nonce))?;
        Ok(hand_out(json, encrypted))
    }

    fn decrypt(&self, json: &Bound<'_, PyAny>, method: Decrypt) -> PyResult<Decrypted> {
        let body = read(json)?;
        let text = body.as_bytes();
        let decrypted = call(json.py(), text.len(), || method(&self.0, text))?;
        let was_encrypted = decrypted.was_encrypted();
        let json = hand_out(json, decrypted.into_bytes()).unbind();
        Ok(Decrypted::new(json, was_encrypted))
    }
}

/// The text of a JSON document.
fn read<'a>(json: &'a Bound<'_, PyAny>) -> PyResult<Body<'a>> {
    if json.is_instance_of::<PyString>() {
        let message = "must be bytes, not str, as in `json.dumps(value).encode()`";
        let error = type_error(json.py(), message);
        return Err(about_argument("json", error, json.py()));
    }
    let body: PyResult<Body<'_>> = json.extract();
    body.map_err(|error| about_argument("json", error, json.py()))
}

/// A text for the caller: the very object that it came from, if nothing changed.
fn hand_out<'py>(input: &Bound<'py, PyAny>, text: Cow<'_, [u8]>) -> Bound<'py, PyBytes> {
    match (input.cast_exact::<PyBytes>(), &text) {
        (Ok(same), Cow::Borrowed(_)) => same.clone(),
        _ => PyBytes::new(input.py(), &text),
    }
}

/// The bytes of a nonce.
struct GivenNonce<'a>(&'a [u8]);

impl<'a> FromPyObject<'a, '_> for GivenNonce<'a> {
    type Error = PyErr;

    fn extract(object: Borrowed<'a, '_, PyAny>) -> PyResult<Self> {
        let bytes = object.extract();
        bytes
            .map(Self)
            .map_err(|_| wrong_type("bytes or None", &object))
    }
}

/// A key: text as `str`, or raw `bytes`.
struct Key(EncryptionKey);

impl FromPyObject<'_, '_> for Key {
    type Error = PyErr;

    fn extract(object: Borrowed<'_, '_, PyAny>) -> PyResult<Self> {
        let py = object.py();
        let key = if let Ok(text) = object.cast::<PyString>() {
            // Python's own error would hold the text.
            let text = text.to_str().map_err(|_| {
                invalid_argument(py, "the text of an encryption key must be valid Unicode")
            })?;
            EncryptionKey::from_text(text)
        } else if let Ok(bytes) = object.cast::<PyBytes>() {
            EncryptionKey::from_bytes(bytes.as_bytes())
        } else {
            return Err(wrong_type("str, bytes or None", &object));
        };
        key.map(Self).map_err(|error| raise(py, error))
    }
}
