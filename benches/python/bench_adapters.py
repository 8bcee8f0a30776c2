"""What a check in front of an app adds to a request: signkey's adapters, a check written by hand,
and the published SDK's function in its place. Prints rows for `benches/report.py`.
"""

from __future__ import annotations

import hmac
import time
from collections.abc import Callable
from functools import partial
from typing import Any, NamedTuple

from handwritten import Verify, check_asgi, check_wsgi, is_valid
from incoming import Answer, Request, answer_asgi, answer_wsgi, asgi_app, request, wsgi_app
from messages import DIGITS, KEY, Message
from race import Contender, peer, print_versions, race

import signkey.asgi
import signkey.wsgi

# Larger bodies say no more: signkey's time is that of the hash there.
SIZES = (800, 15_000)

# Answers one request by an app.
Serve = Callable[[Any, bytes, str | None], Answer]


class Interface(NamedTuple):
    """What frameworks have in common: an app, checks around it, and how it is called."""

    name: str
    app: Any
    serve: Serve
    check: Callable[[Any, Verify], Any]
    protect: Callable[[Any, signkey.Endpoint], Any]


INTERFACES = [
    Interface("ASGI", asgi_app, answer_asgi, check_asgi, signkey.asgi.SignkeyMiddleware),
    Interface("WSGI", wsgi_app, answer_wsgi, check_wsgi, signkey.wsgi.SignkeyMiddleware),
]


def each(serve: Serve, app: Any, requests: list[Request]) -> object:
    result = None
    for body, header in requests:
        result = serve(app, body, header)
    return result


def contender(name: str, interface: Interface, app: Any, is_right: Any) -> Contender:
    serve = partial(interface.serve, app)
    run = partial(each, interface.serve, app)
    return Contender(name, request, run, partial(is_right, serve))


def lets_all_in(serve: Callable[..., Answer], message: Message, result: object) -> bool:
    """Whether an app that nothing protects answers everyone, and with what it was sent."""
    others = [*forgeries(message), expired(message)]
    served = all(serve(*other) == Answer(200, other.body) for other in others)
    return served and result == Answer(200, message.body)


def refuses_forgeries(serve: Callable[..., Answer], message: Message, result: object) -> bool:
    """Whether the app got the message as it was sent, and nothing that nobody signed."""
    refused = all(serve(*other).status == 401 for other in forgeries(message))
    return refused and result == Answer(200, message.body)


def protects(serve: Callable[..., Answer], message: Message, result: object) -> bool:
    """The same, and whether the app got nothing that was signed long ago."""
    refused = serve(*expired(message)).status == 401
    return refused and refuses_forgeries(serve, message, result)


def forgeries(message: Message) -> list[Request]:
    """The message with another body, without a signature, and with another MAC."""
    header = message.header
    other = header[:-1] + ("0" if header[-1] != "0" else "1")
    return [request(message.tampered()), Request(message.body, None), Request(message.body, other)]


def expired(message: Message) -> Request:
    then = str(int(time.time()) - 400)
    mac = hmac.digest(DIGITS.encode(), message.canonical + then.encode(), "sha256").hex()
    return Request(message.body, f"t={then}&s={mac}")


def by_sdk(internal: Any) -> Verify:
    """The published SDK's verification, with the headers as its HTTP handlers give them."""
    validate, mode = internal.net.validate_request_sig, internal.server_lib.ServerKind.CLOUD
    name = internal.server_lib.HeaderKey.SIGNATURE.value

    def verify(body: bytes, header: str) -> bool:
        headers = {name: header}
        problem = validate(
            body=body, headers=headers, mode=mode, signing_key=KEY, signing_key_fallback=None
        )
        return not isinstance(problem, Exception)

    return verify


def main() -> None:
    print_versions()
    endpoint = signkey.Endpoint(signkey.Keyring(KEY))
    sdk = peer("inngest._internal", "admit")
    for interface in INTERFACES:
        name, app, _, check, protect = interface
        bare = contender("bare", interface, app, lets_all_in)
        own = contender("signkey", interface, protect(app, endpoint), protects)
        hand = contender("hand-written", interface, check(app, is_valid), protects)
        libraries = [bare, own]
        if sdk is not None:
            # It does not look at the time.
            checked = check(app, by_sdk(sdk))
            libraries.append(contender("inngest SDK", interface, checked, refuses_forgeries))
        for size in SIZES:
            run = partial(race, corpus="call", size=size, clock=time.process_time_ns)
            run(f"admit, {name}", contenders=[bare, own, hand])
            # Apart, because it is so slow that the others would have few rounds.
            run(f"admit, {name}, libraries", contenders=libraries)


if __name__ == "__main__":
    main()
