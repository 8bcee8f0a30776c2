"""signkey beside the standard library and published packages.

Prints rows for `benches/report.py`.
"""

from __future__ import annotations

import datetime
import hmac
import json
import re
import time
from pathlib import Path
from typing import Any

from messages import DIGITS, KEY, SIZES, Message
from race import Contender, accepts, is_canonical, is_mac, peer, print_row, print_versions, race

import signkey

Arguments = list[tuple[Any, ...]]

keyring = signkey.Keyring(KEY)


def verify_with_signkey(arguments: Arguments) -> object:
    verify, result = keyring.verify_request, None
    for body, header in arguments:
        result = verify(body, header)
    return result


def bare_hmac(arguments: list[bytes]) -> object:
    digest, key, result = hmac.digest, DIGITS.encode(), None
    for signed in arguments:
        result = digest(key, signed, "sha256")
    return result


def published() -> list[Contender]:
    """Libraries that verify, those that are there."""
    makers = {
        "inngest._internal": inngest,
        "standardwebhooks": standard_webhooks,
        "stripe": stripe,
    }
    found = ((make, peer(name, "verify, libraries")) for name, make in makers.items())
    return [make(module) for make, module in found if module is not None]


def inngest(internal: Any) -> Contender:
    """The published SDK's verification, with the headers as its HTTP handlers give them."""

    net, server_lib = internal.net, internal.server_lib

    def verify(arguments: Arguments) -> object:
        validate, mode, result = net.validate_request_sig, server_lib.ServerKind.CLOUD, None
        for body, headers in arguments:
            result = validate(
                body=body, headers=headers, mode=mode, signing_key=KEY, signing_key_fallback=None
            )
        return result

    def prepare(message: Message) -> tuple[bytes, dict[str, str]]:
        return message.body, {server_lib.HeaderKey.SIGNATURE.value: message.header}

    return Contender("inngest SDK", prepare, verify, accepts)


def standard_webhooks(library: Any) -> Contender:
    webhook = library.Webhook(DIGITS.encode())
    now = datetime.datetime.now(tz=datetime.UTC)

    def prepare(message: Message) -> tuple[bytes, dict[str, str]]:
        return message.body, {
            "webhook-id": "msg_1",
            "webhook-timestamp": str(int(now.timestamp())),
            "webhook-signature": webhook.sign("msg_1", now, message.body.decode()),
        }

    def verify(arguments: Arguments) -> object:
        result = None
        for body, headers in arguments:
            result = webhook.verify(body, headers, json_parse=False)
        return result

    return Contender("standardwebhooks", prepare, verify, accepts)


def stripe(library: Any) -> Contender:
    webhook = library.WebhookSignature

    def prepare(message: Message) -> tuple[bytes, str]:
        return message.body, webhook.generate_signature_header(message.body.decode(), DIGITS)

    def verify(arguments: Arguments) -> object:
        result = None
        for body, header in arguments:
            result = webhook.verify_header(body, header, DIGITS, 300)
        return result

    return Contender("stripe", prepare, verify, accepts)


def canonicalizers() -> list[Contender]:
    def with_signkey(bodies: list[bytes]) -> object:
        canonicalize, result = signkey.canonicalize, None
        for body in bodies:
            result = canonicalize(body)
        return result

    found = [Contender("signkey", lambda message: message.body, with_signkey, is_canonical)]
    for name, function in (("rfc8785", "dumps"), ("jcs", "canonicalize")):
        module = peer(name, "canonicalize")
        if module is not None:
            found.append(canonicalizer(name, getattr(module, function)))
    return found


def canonicalizer(name: str, dumps: Any) -> Contender:
    def run(bodies: list[bytes]) -> object:
        result = None
        for body in bodies:
            result = dumps(json.loads(body))
        return result

    return Contender(f"json.loads, {name}", lambda message: message.body, run, is_canonical)


def stream() -> None:
    """How much the process grows, at most, while 1 GB is verified."""
    chunk, count = bytes(1 << 16), 1_000_000_000 >> 16
    mac, now = hmac.new(DIGITS.encode(), digestmod="sha256"), str(int(time.time()))
    for _ in range(count):
        mac.update(chunk)
    mac.update(now.encode())
    before = peak()
    verifier = signkey.Verifier(keyring, f"t={now}&s={mac.hexdigest()}")
    for _ in range(count):
        verifier.update(chunk)
    verifier.finish()
    print_row(memory="verify a stream", corpus="0", bytes=count << 16, peak=peak() - before)


def peak() -> int:
    """The most memory that this process ever had, in bytes; Linux says it."""
    status = Path("/proc/self/status").read_text()
    found = re.search(r"VmHWM:\s+(\d+) kB", status)
    return int(found[1]) << 10 if found else 0


def main() -> None:
    print_versions()
    if Path("/proc/self/status").exists():
        stream()
    own = Contender(
        "signkey", lambda message: (message.body, message.header), verify_with_signkey, accepts
    )
    bare = Contender("hmac.digest", lambda message: message.signed, bare_hmac, is_mac)
    libraries, forms = published(), canonicalizers()
    sdk = [library for library in libraries if library.name == "inngest SDK"]
    for size in SIZES:
        race("verify", "call", size, [own, bare])
        # Apart, because they are so slow that the others would have few rounds.
        race("verify, libraries", "call", size, [own, *libraries])
        if sdk:
            race("verify, canonical form", "reordered", size, [own, *sdk])
        for kind in ("call", "reordered", "floats"):
            race("canonicalize", kind, size, forms)


if __name__ == "__main__":
    main()
