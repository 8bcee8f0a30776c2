"""The exceptions of signkey: one class for each code of its list of errors.

They never hold a part of a key or of a message, so they are safe to log.
"""

from typing import Any, ClassVar

from signkey import _signkey

BY_CODE: dict[str, type["SignkeyError"]] = {}
"""The class of each code."""


class SignkeyError(ValueError):
    """What all errors of signkey derive from. Only its subclasses are raised.

    Codes and numbers are the same in every language that signkey is for, and never change.
    """

    code: ClassVar[str]
    """The ``snake_case`` name, such as ``"expired"``."""
    number: ClassVar[int]
    """The number of the code."""
    http_status: ClassVar[int]
    """The HTTP status with which an endpoint should answer."""
    sentence: ClassVar[str]
    """What the code means, for people, without the details of one error."""

    position: int | None
    """Where in the input, if known: the character of a key, counted from 1, or the byte of a JSON
    document, counted from 0."""
    skew_seconds: int | None
    """For ``expired`` and ``not_yet_valid``: the distance in seconds between the signature's
    timestamp and the clock."""

    def __init__(
        self,
        message: str | None = None,
        *,
        position: int | None = None,
        skew_seconds: int | None = None,
    ) -> None:
        super().__init__(self.sentence if message is None else message)
        self.position = position
        self.skew_seconds = skew_seconds

    def to_dict(self) -> dict[str, str]:
        """``{"code": ..., "message": ...}``: what to answer, as JSON and with ``http_status``, to a
        request that is refused. It holds nothing secret."""
        return {"code": self.code, "message": str(self)}

    def __init_subclass__(cls, *, code: str | None = None, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        if code is not None:
            cls.code = code
            cls.number, cls.http_status, cls.sentence = _signkey.ERROR_KINDS[code]
            BY_CODE[code] = cls


class InvalidArgumentError(SignkeyError, code="invalid_argument"):
    """An argument breaks the contract of the call."""


class InternalError(SignkeyError, code="internal"):
    """An error inside signkey that should not be possible."""


class OutOfMemoryError(SignkeyError, code="out_of_memory"):
    """Memory could not be allocated."""


class FinishedError(SignkeyError, code="finished"):
    """A verifier or a handshake was used after it was finished."""


class EmptyKeyError(SignkeyError, code="empty_key"):
    """The signing key holds no hexadecimal digits."""


class OddKeyLengthError(SignkeyError, code="odd_key_length"):
    """The signing key has an odd number of hexadecimal digits."""


class NonHexKeyError(SignkeyError, code="non_hex_key"):
    """The signing key holds a character that is not hexadecimal, at ``position``."""


class EventKeyError(SignkeyError, code="event_key"):
    """The signing key looks like an event key."""


class MalformedKeyPrefixError(SignkeyError, code="malformed_key_prefix"):
    """The signing key does not begin with ``signkey-<environment>-``."""


class KeyTooLongError(SignkeyError, code="key_too_long"):
    """The signing key is longer than 512 bytes, or its prefix longer than 64."""


class TooManyKeysError(SignkeyError, code="too_many_keys"):
    """A keyring holds at most 8 keys."""


class MissingSigningKeyError(SignkeyError, code="missing_signing_key"):
    """No signing key is configured."""


class MissingSignatureError(SignkeyError, code="missing_signature"):
    """The signature header is missing."""


class MalformedSignatureError(SignkeyError, code="malformed_signature"):
    """The signature header is not of the one form ``t=<seconds>&s=<64 lowercase hex digits>``."""


class SignatureMismatchError(SignkeyError, code="signature_mismatch"):
    """The signature matches no signing key."""


class ExpiredError(SignkeyError, code="expired"):
    """The signature is authentic but too old, by ``skew_seconds``."""


class NotYetValidError(SignkeyError, code="not_yet_valid"):
    """The signature is authentic but lies ``skew_seconds`` in the future."""


class InvalidJsonError(SignkeyError, code="invalid_json"):
    """The text is not JSON, at ``position``."""


class JsonInvalidUtf8Error(SignkeyError, code="json_invalid_utf8"):
    """The JSON text is not valid UTF-8, at ``position``."""


class JsonLoneSurrogateError(SignkeyError, code="json_lone_surrogate"):
    """A JSON string holds a lone surrogate, at ``position``."""


class JsonDuplicateMemberError(SignkeyError, code="json_duplicate_member"):
    """A JSON object holds a member name twice, at ``position``."""


class JsonTooDeepError(SignkeyError, code="json_too_deep"):
    """The JSON text nests more than 512 containers, at ``position``."""


class JsonTooLargeError(SignkeyError, code="json_too_large"):
    """The JSON text is over the size limit."""


class JsonNumberOutOfRangeError(SignkeyError, code="json_number_out_of_range"):
    """A JSON number is beyond the range of a double, at ``position``."""


class JsonNumberLossyError(SignkeyError, code="json_number_lossy"):
    """Canonicalization would change the value of a JSON number."""


class BodyTooLargeError(SignkeyError, code="body_too_large"):
    """The body of an HTTP request is over the size limit."""


class BodyUnavailableError(SignkeyError, code="body_unavailable"):
    """The body of an HTTP request was read or parsed before its signature could be verified."""


class ResponseUnsignableError(SignkeyError, code="response_unsignable"):
    """The response is too large to be signed, or an event stream."""


class BodyIncompleteError(SignkeyError, code="body_incomplete"):
    """The body ended before all of it was received."""


class InvalidTimestampError(SignkeyError, code="invalid_timestamp"):
    """The timestamp to sign has more than 19 digits."""


class MissingEncryptionKeyError(SignkeyError, code="missing_encryption_key"):
    """No encryption key is configured."""


class EmptyEncryptionKeyError(SignkeyError, code="empty_encryption_key"):
    """The encryption key is empty or blank."""


class InvalidEncryptionKeyLengthError(SignkeyError, code="invalid_encryption_key_length"):
    """A raw encryption key is not of 32 bytes."""


class MalformedEnvelopeError(SignkeyError, code="malformed_envelope"):
    """An encrypted value is malformed."""


class UnknownEncryptionStrategyError(SignkeyError, code="unknown_encryption_strategy"):
    """An encrypted value names a strategy that is unknown or not enabled."""


class DecryptionFailedError(SignkeyError, code="decryption_failed"):
    """No encryption key opens an encrypted value, or it was changed."""


class EncryptionRequiredError(SignkeyError, code="encryption_required"):
    """A value is not encrypted where it has to be."""


class RandomSourceFailedError(SignkeyError, code="random_source_failed"):
    """The source of random bytes failed."""


class MalformedPlaintextError(SignkeyError, code="malformed_plaintext"):
    """A decrypted text is not the JSON that belongs there."""


class MalformedUrlError(SignkeyError, code="malformed_url"):
    """A URL is not of the form ``http(s)://host[:port][/path]``."""


class InvalidHeaderValueError(SignkeyError, code="invalid_header_value"):
    """A value cannot stand in an HTTP header."""


class MissingEnvironmentError(SignkeyError, code="missing_environment"):
    """The signing key is for branch environments, but no environment is named."""


class MissingTokenError(SignkeyError, code="missing_token"):
    """The ``Authorization`` header is missing."""


class MalformedTokenError(SignkeyError, code="malformed_token"):
    """The ``Authorization`` header is not ``Bearer`` and an API token."""


class TokenMismatchError(SignkeyError, code="token_mismatch"):
    """The API token is that of no signing key."""


class InvalidSettingError(SignkeyError, code="invalid_setting"):
    """A setting has a value that it does not know."""


class MethodNotAllowedError(SignkeyError, code="method_not_allowed"):
    """A sync begins with the method ``PUT``."""
