"""How a request gets into an app, step by step, and what becomes of its response (SPEC.md, section 9)."""

import json
import re

import reference
from reference import Refusal
from reference.keys import NOT_HEX, PREFIX
from reference.signature import HEADER

from . import endpoint, errors
from .settings import WHITESPACE, Settings

MIB = 1024 * 1024
METHOD = re.compile(rb"[A-Z0-9!#$%&'*+.^_`|~-]+")
LENGTH = re.compile(rb"[0-9]+")
SWITCHES = (
    ("mode", "INNGEST_DEV"),
    ("unsigned_sync", "INNGEST_ENABLE_UNAUTHED_SYNC"),
    ("in_band_sync", "INNGEST_ALLOW_IN_BAND_SYNC"),
)


class Options:
    """The options of an endpoint."""

    def __init__(self, pairs):
        fields = dict(pairs)

        def number(name, default):
            return int(fields.get(name, b"%d" % default))

        self.unsigned_methods = [value for name, value in pairs if name == b"unsigned_method"]
        self.unsigned_sync = number(b"unsigned_sync", 0) == 1
        self.sign_responses = number(b"sign_responses", 0) == 1
        self.past, self.future = number(b"past", 300), number(b"future", 300)
        self.max_body_size = number(b"max_body_size", 16 * MIB)
        self.max_json_size = number(b"max_json_size", min(self.max_body_size, 4 * MIB))
        self.max_response_size = number(b"max_response_size", 16 * MIB)
        if not all(METHOD.fullmatch(method) for method in self.unsigned_methods):
            raise Refusal("invalid_argument")


class Head:
    """What the head of a request says that matters."""

    def __init__(self, method, headers):
        self.method, self.headers = method, headers
        self.signatures = endpoint.values(headers, b"x-inngest-signature")
        codings = endpoint.values(headers, b"transfer-encoding")
        self.in_pieces = bool(codings)
        self.foreign = self.in_pieces and [coding.strip().lower() for coding in codings] != [b"chunked"]
        lengths = endpoint.values(headers, b"content-length")
        clear = len(lengths) == 1 and LENGTH.fullmatch(lengths[0]) and not self.in_pieces
        self.length = int(lengths[0]) if clear else None
        self.announces_body = self.in_pieces or bool(lengths) and self.length != 0

    def lacks_bytes(self, received, body):
        """Whether the bytes at hand may not be all that was sent."""
        how, _, number = received.partition(":")
        if how == "declared":
            said_otherwise = int(number) != self.length if self.length is not None else self.in_pieces and number == "0"
            return said_otherwise or len(body) != int(number)
        if how == "ended":
            return self.length is not None and len(body) < self.length
        if self.length is not None:
            return len(body) != self.length
        expected = how == "unknown" or how == "http2" and self.method not in (b"GET", b"HEAD")
        return not body and (expected or self.announces_body)


class Refused(Exception):
    """A request that is refused; `unread` if its body was not read to its end."""

    def __init__(self, code, unread=False, setting=None, detail=None):
        super().__init__(code)
        self.code, self.unread, self.setting, self.detail = code, unread, setting, detail

    def answer(self, mode):
        """The fields of the answer that describe the refusal."""
        status = errors.status(self.code)
        private = mode == "cloud" and status >= 500
        text = errors.message(self.code) if private else errors.sentence(self.code, self.setting, self.detail)
        fields = "Content-Type: application/json\n"
        if status == 401:
            fields += "WWW-Authenticate: Inngest-Signature\n"
        body = json.dumps({"code": self.code, "message": text}, separators=(",", ":"))
        log = errors.log(self.code, self.setting, self.detail)
        return status, fields.encode(), body.encode(), int(self.unread), log.encode()


def admit(settings, variables, options, method, headers, received, body, now, *response):
    settings, options = Settings(settings, variables), Options(options)
    mode, head = settings.mode_in_force, Head(method, headers)
    warning = endpoint.warning(mode, headers)
    asked = None
    sent, refusal = (None, None), None
    try:
        caller = judge_head(settings, options, head)
        if caller is None:
            asked = options.max_body_size
            caller = judge_body(settings, options, head, received, body, now)
    except Refused as refused:
        verdict, refusal = ("refused", refused.code), refused
    else:
        is_verified = isinstance(caller, tuple)
        verdict = ("verified", "{},{},{},{}".format(*caller)) if is_verified else ("unverified", caller)
        sent, refusal = respond(settings, options, head, caller[0] if is_verified else None, *response)
    described = refusal.answer(mode) if refusal else (None,) * 5
    return asked, *verdict, warning, *sent, *described


def judge_head(settings, options, head):
    """Why the request is unverified; None if that depends on its body."""
    unread = head.announces_body
    for switch, variable in SWITCHES:
        if isinstance(getattr(settings, switch), Refusal):
            raise Refused("invalid_setting", unread, variable)
    is_dev = settings.mode == "dev"
    fault = key_fault(settings)
    if not head.signatures:
        if is_dev:
            return "dev"
        if fault:
            raise Refused(fault[0], unread, *fault[1:])
        if head.method in options.unsigned_methods:
            return "unsigned_method"
        if head.method == b"PUT" and (options.unsigned_sync or settings.unsigned_sync):
            return "unsigned_sync"
        raise Refused("missing_signature", unread)
    if is_dev and fault and fault[0] == "missing_signing_key":
        return "dev_without_key"
    if fault:
        raise Refused(fault[0], unread, *fault[1:])
    if len(head.signatures) > 1 or not HEADER.fullmatch(head.signatures[0]):
        raise Refused("malformed_signature", unread)
    if head.length is not None and head.length > options.max_body_size:
        raise Refused("body_too_large", unread)
    if head.foreign:
        raise Refused("body_unavailable", unread)
    return None


def key_fault(settings):
    """None, or (code, setting, position) of the first malformed key."""
    if not isinstance(settings.keys, Refusal):
        return None
    for text, source in zip(settings.key_texts, (settings.primary_source, settings.fallback_source), strict=True):
        if text is None:
            continue
        try:
            reference.parse_key(text)
        except Refusal as refusal:
            position = first_fault(text) if refusal.code == "non_hex_key" else None
            return refusal.code, source, position
    missing = settings.keys.code == "missing_signing_key"
    return settings.keys.code, "INNGEST_SIGNING_KEY" if missing else None, None


def first_fault(text):
    """The position of the first character that is not hexadecimal, from 1, prefix included."""
    prefix = PREFIX.match(text)
    return NOT_HEX.search(text, prefix.end() if prefix else 0).start() + 1


def judge_body(settings, options, head, received, body, now):
    """Return (key index, form, t, key id)."""
    if received == "too_large":
        raise Refused("body_too_large", True)
    if received == "aborted":
        raise Refused("body_incomplete", True)
    if received in ("parsed", "unframed"):
        raise Refused("body_unavailable", received == "unframed")
    if len(body) > options.max_body_size:
        raise Refused("body_too_large", True)
    if head.lacks_bytes(received, body):
        raise Refused("body_unavailable", True)
    keys, header = settings.keyring(), head.signatures[0]
    try:
        index, form, t = reference.verify(
            keys, body, header, now, options.past, options.future, max_json_size=options.max_json_size
        )
    except Refusal as refusal:
        t = int(HEADER.fullmatch(header).group(1))
        raise Refused(refusal.code, detail=abs(now - t)) from refusal
    return index, form, t, reference.key_id(keys[index]).decode()


def respond(settings, options, head, key_index, status, content_type, body, timestamp):
    """Return (what becomes of the response, its signature) and the refusal in its place, if there is one."""
    if status is None:
        return (None, None), None
    if key_index is None or not options.sign_responses or status == 101:
        return ("forward", None), None
    limit = options.max_response_size
    if head.method == b"HEAD" or 100 <= status < 200 or status in (204, 205, 304):
        held, body = f"hold_empty:{limit}", b""
    elif content_type is not None and is_event_stream(content_type):
        return ("refuse", None), Refused("response_unsignable")
    else:
        held = f"hold:{limit}"
    if len(body) > limit:
        return (held, None), Refused("response_unsignable")
    return (held, reference.sign_response(settings.keyring()[key_index], body, timestamp)), None


def is_event_stream(content_type):
    media_type = content_type.partition(b";")[0]
    return media_type.strip(WHITESPACE.encode()).lower() == b"text/event-stream"
