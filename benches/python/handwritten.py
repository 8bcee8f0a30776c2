"""The check that signkey's adapters are measured against: what the protocol asks for, and no more.

It uses the fastest functions of the standard library. It has no limit, no fallback key and no other
form of JSON, and it does not tell the handler who sent the request.
"""

from __future__ import annotations

import hmac
import re
import time
from collections.abc import Callable, Iterable
from io import BytesIO
from typing import Any

from messages import DIGITS

# Whether this is the signature of this body.
Verify = Callable[[bytes, str], bool]

KEY = DIGITS.encode()
HEADER = re.compile(r"t=([0-9]+)&s=([0-9a-f]{64})")


def is_valid(body: bytes, header: str) -> bool:
    found = HEADER.fullmatch(header)
    if found is None:
        return False
    timestamp, mac = found.groups()
    if abs(time.time() - int(timestamp)) > 300:
        return False
    expected = hmac.digest(KEY, body + timestamp.encode(), "sha256").hex()
    return hmac.compare_digest(expected, mac)


def check_asgi(app: Any, verify: Verify) -> Any:
    async def checked(scope: Any, receive: Any, send: Any) -> None:
        body, more = b"", True
        while more:
            message = await receive()
            body += message.get("body", b"")
            more = message.get("more_body", False)
        header = dict(scope["headers"]).get(b"x-inngest-signature", b"")
        if not verify(body, header.decode()):
            await send({"type": "http.response.start", "status": 401, "headers": []})
            await send({"type": "http.response.body", "body": b""})
            return

        async def replay() -> dict[str, Any]:
            return {"type": "http.request", "body": body, "more_body": False}

        await app(scope, replay, send)

    return checked


def check_wsgi(app: Any, verify: Verify) -> Any:
    def checked(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        body = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
        if not verify(body, environ.get("HTTP_X_INNGEST_SIGNATURE", "")):
            start_response("401 Unauthorized", [])
            return [b""]
        environ["wsgi.input"] = BytesIO(body)
        response: Iterable[bytes] = app(environ, start_response)
        return response

    return checked
