"""Answers for the Python SDK, `inngest`: see tests/interop/README.md for the line protocol.

The SDK exports no function for signatures. These are the ones that its HTTP handlers call.
"""

import sys
import time

from inngest._internal import net, server_lib, transforms

CLOUD = server_lib.ServerKind.CLOUD


class Refused(Exception):
    """The SDK said no."""


class Unsupported(Exception):
    """The SDK has no way to be asked this; the argument names the part of the question."""


def read(field):
    return None if field == "-" else bytes.fromhex(field)


def read_key(field):
    key = read(field)
    try:
        return None if key is None else key.decode()
    except UnicodeDecodeError as problem:
        raise Unsupported("key") from problem


def read_question(keys, body, header, now, past, future):
    if (past, future) != ("300", "300"):
        raise Unsupported("window")
    # The SDK reads no clock when it verifies; it is set for the day when it does.
    time.time = lambda: int(now)
    header = read(header)
    # As servers hand headers on: bytes as Latin-1.
    headers = {} if header is None else {server_lib.HeaderKey.SIGNATURE.value: header.decode("latin-1")}
    return [read_key(field) for field in keys.split(",")], read(body), headers


def verify(*fields):
    keys, body, headers = read_question(*fields)
    if len(keys) > 2:
        raise Unsupported("keys")
    primary, fallback = (*keys, None)[:2]
    used = no_error(
        net.validate_request_sig,
        body=body,
        headers=headers,
        mode=CLOUD,
        signing_key=primary,
        signing_key_fallback=fallback,
    )
    return str(keys.index(used))


def verify_response(*fields):
    keys, body, headers = read_question(*fields)
    if len(keys) != 1:
        raise Unsupported("keys")
    no_error(net.validate_response_sig, body=body, headers=headers, mode=CLOUD, signing_key=keys[0])
    return "0"


def sign_request(key, body, t):
    return no_error(net.sign_request, read(body), read_key(key), int(t)).encode().hex()


def sign_response(key, body, t):
    return no_error(net.sign_response, read(body), read_key(key), int(t)).encode().hex()


def bearer(key):
    return no_error(transforms.hash_signing_key, read_key(key)).encode().hex()


def no_error(function, *arguments, **options):
    """Call a function of the SDK, which returns some errors and raises others."""
    try:
        result = function(*arguments, **options)
    except Exception as problem:
        raise Refused from problem
    if isinstance(result, Exception):
        raise Refused from result
    return result


REQUESTS = {
    function.__name__: function for function in (verify, verify_response, sign_request, sign_response, bearer)
}


def answer(line):
    name, *fields = line.split("\t")
    try:
        if name not in REQUESTS:
            raise Unsupported("request")
        return f"ok\t{REQUESTS[name](*fields)}"
    except Refused:
        return "refused"
    except Unsupported as part:
        return f"unsupported\t{part}"


for line in sys.stdin:
    print(answer(line.rstrip("\n")), flush=True)
