"""API tokens."""

from .builder import SigningVectors


def vectors():
    out = SigningVectors("API tokens: the prefix, then the SHA-256 of the decoded key.")
    out.bearer("bearer-bare", b"abcdef12", "no prefix, none in the token")
    out.bearer("bearer-prefix-kept", b"signkey-My_Env_42-abcdef12", "the prefix as given")
    out.bearer("bearer-upper-case", b"signkey-prod-ABCDEF12", "the digest is of the bytes, in lower case")
    out.bearer("bearer-lower-case", b"signkey-prod-abcdef12", "the token of bearer-upper-case")
    out.bearer("bearer-trimmed", b"\tsignkey-prod-12345678\r\n", "white space around leaves no trace")
    out.bearer("bearer-one-byte", b"signkey-prod-ff", "one byte")
    out.bearer("bearer-zero-bytes", b"signkey-prod-0000", "zero bytes are hashed")
    out.bearer("bearer-block-minus", b"5a" * 55, "55 bytes: the last to pad within one block of SHA-256")
    out.bearer("bearer-block-pad", b"5a" * 56, "56 bytes: the padding needs a second block")
    out.bearer("bearer-block", b"5a" * 64, "64 bytes: one whole block")
    out.bearer("bearer-longest-key", b"5a" * 256, "the longest key")
    out.bearer(
        "bearer-longest-prefix", b"signkey-" + b"p" * 55 + b"-12345678", "the longest token: 128 bytes"
    )
    for error, key, comment in [
        ("empty_key", b"", "a token of nothing is never made"),
        ("empty_key", b"signkey-prod-", "nor of a prefix"),
        ("odd_key_length", b"signkey-prod-123", "digits that make no bytes"),
        ("non_hex_key", b"signkey-prod-8fjau3mn", "digits that are none"),
        ("event_key", b"Hx8kq-NzVw_3tYpLm2RsJ9uGoXiKeZ7v", "an event key would be published"),
        ("malformed_key_prefix", b"signkey-12345678", "a prefix without its end"),
        ("key_too_long", b"5a" * 257, "over 512 bytes"),
    ]:
        suffix = "-prefix-only" if key == b"signkey-prod-" else ""
        out.bearer(f"bearer-{error.replace('_', '-')}{suffix}", key, comment, error=error)
    return out
