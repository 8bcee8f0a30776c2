"""What the tests share. Nothing here asks signkey for an expected value."""

import hashlib
import hmac
import json
import os
import re
import subprocess
import tempfile
import unittest
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
BINARY = Path(os.environ.get("SIGNKEY_CLI", ROOT / "target/cli/signkey")).resolve()

DIGITS = "8ee2262a15e8d3c42d6a840db7af3de2aab08ef632b32a37a687f24b34dba3ff"
KEY = f"signkey-test-{DIGITS}"
OTHER_DIGITS = "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff"
OTHER = f"signkey-prod-{OTHER_DIGITS}"
NOW = 1_700_000_000


def key_hash(digits):
    return hashlib.sha256(bytes.fromhex(digits)).hexdigest()


def key_id(digits):
    return key_hash(digits)[:12]


def sign(body, at=NOW, digits=DIGITS):
    """The header of a body, by the standard library."""
    secret = digits if isinstance(digits, bytes) else digits.encode()
    mac = hmac.new(secret, body + str(at).encode(), hashlib.sha256).hexdigest()
    return f"t={at}&s={mac}"


def secrets(*digits):
    """Everything of these keys that must not be said."""
    for key in digits or (DIGITS, OTHER_DIGITS):
        yield key[:10]
        yield key[-10:]
        yield key_hash(key)[:16]
        yield key_hash(key)[16:32]


class Result:
    def __init__(self, done):
        self.status = done.returncode
        self.raw, self.err = done.stdout, done.stderr.decode()
        self.out = done.stdout.decode(errors="replace")

    @property
    def lines(self):
        return [json.loads(line) for line in self.out.splitlines()]

    @property
    def json(self):
        (line,) = self.lines
        return line


class CliTest(unittest.TestCase):
    maxDiff = None

    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)

    def file(self, name, content):
        path = self.folder / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    def run_cli(self, *args, env=None, stdin=b"", key=KEY):
        """Runs the program with a key in the environment, unless `key` is None, and nothing else."""
        variables = {"PATH": os.environ["PATH"], "HOME": str(self.folder)}
        if key is not None:
            variables["INNGEST_SIGNING_KEY"] = key
        variables.update(env or {})
        done = subprocess.run(
            [BINARY, *map(str, args)],
            input=stdin if isinstance(stdin, bytes) else stdin.encode(),
            capture_output=True,
            env=variables,
            cwd=self.folder,
            timeout=120,
            check=False,
        )
        return Result(done)

    def assert_silent(self, result, *hidden):
        """Neither stream holds a secret, or anything as long as a MAC."""
        said = (result.out + result.err).lower()
        for secret in [*secrets(), *hidden]:
            self.assertNotIn(secret.lower(), said)
        self.assertIsNone(re.search(r"[0-9a-f]{24,}", said), said)
