"""Holds a key, then drops it, for `scan`."""

import ctypes
import gc
import os
import sys

import signkey

HEADER = "t=1700000000&s=" + "0" * 64


def clear(text: str) -> None:
    """Overwrites a text of ASCII, which Python itself would leave in memory."""
    ctypes.memset(id(text) + sys.getsizeof(text) - len(text) - 1, 0, len(text))


def say(state: bytes) -> None:
    os.write(1, state)
    os.read(0, 1)


def main() -> None:
    read = bytearray(77)
    os.readv(0, [read])
    text = read.decode("ascii")
    read[:] = bytes(len(read))
    key = signkey.SigningKey(text)
    keyring = signkey.Keyring(text)
    config = signkey.Config(signing_key=text)
    clear(text)
    token = key.api_token()
    clear(token)
    verifier = signkey.Verifier(keyring, HEADER)
    verifier.update(b"a body")
    say(b"held\n")
    del key, keyring, config, verifier
    gc.collect()
    say(b"dropped\n")


main()
