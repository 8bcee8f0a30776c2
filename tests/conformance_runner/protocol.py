"""Driver protocol version 1: requests and answers as lines of bytes, without their line feed."""

FIELDS = {
    "verify": ("keys", "body", "header", "now", "past", "future"),
    "verify_response": ("keys", "body", "header", "now", "past", "future"),
    "sign_request": ("key", "body", "t"),
    "sign_response": ("key", "body", "t"),
    "canonicalize": ("body",),
    "bearer": ("key",),
    "key_id": ("key",),
    "encrypt": ("keys", "options", "nonce", "json"),
    "decrypt": ("keys", "options", "json"),
    "encrypt_event": ("keys", "options", "field", "nonce", "json"),
    "decrypt_event": ("keys", "options", "field", "json"),
    "encrypt_error": ("keys", "options", "nonce", "json"),
    "decrypt_error": ("keys", "options", "json"),
    "decrypt_lifecycle": ("keys", "options", "field", "json"),
    "config": ("settings", "vars"),
    "serve_url": ("settings", "vars", "url"),
    "authenticate": ("mode", "keys", "unsigned", "allow_sync", "method", "headers", "body", "now", "past", "future"),
    "admit": (
        *("settings", "vars", "endpoint", "method", "headers", "received", "body", "now"),
        *("status", "content_type", "response_body", "timestamp"),
    ),
    "api_auth": ("keys", "calls"),
    "may_send_to": ("origin", "url"),
    "verify_token": ("keys", "authorization"),
    "handshake": (
        *("settings", "vars", "app", "method", "query", "headers", "body", "now"),
        *("answers", "configuration"),
    ),
    "introspect": ("settings", "vars", "app", "header", "now"),
    "replay_messages": ("keys", "guard", "store", "endpoints", "messages"),
    "diagnose": ("text",),
    "explain": ("kind", "named_keys", "other_keys", "values", "body", "now", "window", "max_json_size"),
    "rotation_step": ("document",),
    "read_introspection": ("body",),
}

# The fields of an `ok`, in order. Words stand as they are; bytes and text are hexadecimal.
ANSWERS = {
    "verify": ("key_index", "form", "t"),
    "verify_response": ("key_index", "form", "t"),
    "sign_request": ("header",),
    "sign_response": ("header",),
    "canonicalize": ("canonical", "fidelity"),
    "bearer": ("token",),
    "key_id": ("id",),
    "encrypt": ("json",),
    "decrypt": ("json",),
    "encrypt_event": ("json",),
    "decrypt_event": ("json",),
    "encrypt_error": ("json",),
    "decrypt_error": ("json",),
    "decrypt_lifecycle": ("json",),
    "config": ("described",),
    "serve_url": ("url",),
    "authenticate": ("verdict", "key_index", "how", "t", "warning"),
    "admit": (
        *("at_most", "verdict", "facts", "warning", "response", "signature"),
        *("status", "fields", "body", "unread", "log"),
    ),
    "api_auth": ("sent",),
    "may_send_to": ("allowed",),
    "verify_token": ("key_index",),
    "handshake": ("requests", "status", "fields", "body"),
    "introspect": ("body",),
    "replay_messages": ("verdicts", "claims", "response_claims", "fullness"),
    "diagnose": ("code", "cause", "position", "character", "hint", "sentence"),
    "explain": ("code", "cause", "key", "position", "report"),
    "rotation_step": ("step", "sentence"),
    "read_introspection": ("read",),
}

# Fields whose values are written as they are, integers, lists of bytes, and lists of pairs (or more) of bytes.
WORDS = {
    *("form", "fidelity", "options", "mode", "verdict", "how", "warning", "calls", "sent", "allowed"),
    *("received", "facts", "response", "guard", "store", "verdicts", "claims", "response_claims"),
    *("kind", "window", "code", "cause"),
}
INTEGERS = {
    *("now", "past", "future", "t", "key_index", "status", "allow_sync", "timestamp", "at_most", "unread", "fullness"),
    *("position", "max_json_size"),
}
LISTS = {"keys", "unsigned", "requests", "values"}
PAIRS = {
    *("settings", "vars", "app", "headers", "answers", "endpoint", "endpoints", "messages"),
    *("named_keys", "other_keys"),
}


def request_line(request, values):
    """Encode a request; `values` are in the order of FIELDS."""
    return "\t".join([request, *map(encode, values)]).encode()


def answer_line(verdict, *values):
    """Encode an answer: `ok` with its values, or `error` with a code."""
    return "\t".join([verdict, *map(encode, values)]).encode()


def encode(value):
    if value is None:
        return "-"
    if isinstance(value, bytes):
        return value.hex()
    if isinstance(value, list):
        return ",".join(map(encode, value))
    if isinstance(value, tuple):
        return "=".join(map(encode, value))
    return str(value)
