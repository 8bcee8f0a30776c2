"""Programs that answer a line with a line: signkey's drivers and the peers."""

import json
import subprocess
from pathlib import Path

HERE = Path(__file__).resolve().parent
TESTS = HERE.parent.parent


class Program:
    def __init__(self, name, command):
        self.name = name
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=HERE)

    def exchange(self, line):
        self.process.stdin.write(line.encode() + b"\n")
        self.process.stdin.flush()
        answer = self.process.stdout.readline()
        if not answer:
            raise SystemExit(f"{self.name} ended without an answer")
        return answer.decode().rstrip("\n")

    def close(self):
        self.process.stdin.close()
        self.process.wait(timeout=30)


class Peer(Program):
    """Answers JSON texts, or None for a refusal."""

    def __init__(self, name, command):
        super().__init__(name, command)
        self.sealed = {}

    def ask(self, request, *arguments):
        return json.loads(self.exchange(json.dumps([request, *arguments]))).get("ok")

    def __getattr__(self, request):
        return lambda *arguments: self.ask(request, *arguments)


class Signkey(Program):
    """A driver of signkey. Answers JSON texts, or the code of a refusal behind `error `."""

    def __init__(self, language):
        super().__init__(language, [TESTS / "driver", language])

    def ask(self, request, *fields):
        verdict, value = self.exchange("\t".join([request, *fields])).split("\t")
        return bytes.fromhex(value).decode() if verdict == "ok" else f"{verdict} {value}"

    def speaks_encryption(self):
        return self.encrypt(["x"], "null").startswith("{")

    def encrypt(self, keys, text, nonce="-", options="-"):
        return self.ask("encrypt", hexes(keys), options, nonce, text.encode().hex())

    def decrypt(self, keys, text, options="-"):
        return self.ask("decrypt", hexes(keys), options, text.encode().hex())

    def encrypt_event(self, keys, field, text):
        return self.ask("encrypt_event", hexes(keys), "-", optional(field), "-", text.encode().hex())

    def decrypt_event(self, keys, field, text, options="-"):
        return self.ask("decrypt_event", hexes(keys), options, optional(field), text.encode().hex())


def hexes(keys):
    return ",".join(map(optional, keys))


def optional(text):
    return "-" if text is None else text.encode().hex()
