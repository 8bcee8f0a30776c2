"""What apps say of themselves, and what is read of it."""

import json

from ..builder import NOW
from .builder import CURRENT, NEXT, OperationsVectors

HASH = CURRENT + "0123456789" * 5 + "ab"
SIGNED = {
    "authentication_succeeded": True,
    "signing_key_hash": CURRENT,
    "signing_key_fallback_hash": NEXT,
    "sdk_language": "py",
    "sdk_version": "1.2.3",
    "mode": "cloud",
    "app_id": "shop",
    "function_count": 3,
    "capabilities": {"in_band_sync": "v1"},
}
READ = {
    "verified": True,
    "primary": CURRENT,
    "fallback": NEXT,
    "shows_fallback": True,
    "language": "py",
    "version": "1.2.3",
    "mode": "cloud",
    "app_id": "shop",
}


def vectors():
    out = OperationsVectors("What an app says of itself, of which the ids of its keys are kept, and never a whole hash.")
    said(out)
    ids(out)
    refused(out)
    return out


def body(**members):
    return json.dumps(members, ensure_ascii=False).encode()


def said(out):
    out.read("introspected-signed", "all that is read", body(**SIGNED), **READ)
    out.read("introspected-empty", "nothing", b"{}")
    out.read("introspected-space", "white space and other members", b' {"a" : [ {} ] , "mode" : "dev" } \n', mode="dev")
    out.read("introspected-unsigned", "to anyone", body(authentication_succeeded=None, mode="cloud"), mode="cloud")
    refusal = body(authentication_succeeded=False, mode="cloud")
    out.read("introspected-refused", "the signature was refused", refusal, verified=False, mode="cloud")
    code = body(code="signature_mismatch", message="the signature matches no signing key")
    out.read("introspected-code", "a refusal of signkey", code, code="signature_mismatch")
    none = body(**SIGNED | {"signing_key_fallback_hash": None})
    out.read("introspected-no-fallback", "it shows that there is none", none, **READ | {"fallback": None})
    hidden = {name: value for name, value in SIGNED.items() if name != "signing_key_fallback_hash"}
    out.read("introspected-old", "it knows of none", body(**hidden), **READ | {"fallback": None, "shows_fallback": False})
    odd = body(authentication_succeeded="true", sdk_language=3, sdk_version=None, mode=[], app_id={}, code=1)
    out.read("introspected-types", "what is of another type is left out", odd)
    nasty = 'caf\u00e9 "\\/ \u2028\U0001f600\x01\x7f'
    out.read("introspected-escapes", "whatever an app is called", body(app_id=nasty), app_id=nasty)
    escaped = b'{"\\u006dode":"c\\u006coud","app_id":"\\ud800"}'
    out.read("introspected-escaped", "escapes, and what is no text", escaped, mode="cloud")
    out.read("introspected-first", "the first of two members", b'{"mode":"cloud","mode":"dev"}', mode="cloud")


def ids(out):
    for id, hash in [
        ("whole", HASH),
        ("upper", HASH.upper()),
        ("prefixed", f"signkey-prod-{HASH}"),
        ("prefixed-id", f"signkey-branch_1-{CURRENT}"),
    ]:
        out.read(f"introspected-hash-{id}", "its id", body(signing_key_hash=hash), primary=CURRENT)
    for id, hash in [
        ("short", CURRENT[1:]),
        ("long", CURRENT + "0"),
        ("letters", "not hexadec!"),
        ("empty", ""),
        ("number", NOW),
        ("no-environment", f"signkey-{CURRENT}"),
    ]:
        out.read(f"introspected-no-hash-{id}", "what is no hash is left out", body(signing_key_hash=hash))


def refused(out):
    for id, text, code in [
        ("empty", b"", "invalid_json"),
        ("html", b"<html></html>", "invalid_json"),
        ("cut", b'{"mode":"clo', "invalid_json"),
        ("array", b"[]", "invalid_argument"),
        ("text", b'"ok"', "invalid_argument"),
        ("number", b"1", "invalid_argument"),
        ("utf8", b'{"mode":"\xff"}', "json_invalid_utf8"),
        ("deep", b"[" * 513 + b"]" * 513, "json_too_deep"),
    ]:
        out.read_refused(f"introspected-refused-{id}", "what is no answer of an app", text, code)
