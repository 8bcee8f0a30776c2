#!/usr/bin/env python3
"""What SPEC.md prints: the example with all its bytes, the JSON of sections 8 and 12, the codes, the names of vectors.

All values are computed by the independent reference and model beside the vectors, none by signkey.
"""

import base64
import hashlib
import hmac
import json
import re
import sys
import unittest
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
VECTORS = ROOT / "tests/vectors"
sys.path.insert(0, str(VECTORS))

import model  # noqa: E402
import reference  # noqa: E402
from cases import example  # noqa: E402
from cases.common import signed  # noqa: E402
from reference import secretbox  # noqa: E402

SPEC = (ROOT / "SPEC.md").read_text(encoding="utf-8")
ERRORS = (ROOT / "docs/errors.md").read_text(encoding="utf-8")
CORE = ROOT / "core/src"


def section(number):
    return re.search(rf"^## {number}\. .*?(?=^## |\Z)", SPEC, re.MULTILINE | re.DOTALL).group()


def rows(text, pattern):
    return re.findall(rf"^\| {pattern} \|", text, re.MULTILINE)


def source(path):
    return (CORE / path).read_text(encoding="utf-8")


def sha256(data):
    return hashlib.sha256(data).digest()


def signature(name, key, body, t):
    """The rows of a MAC and its header."""
    message = body + b"%d" % t
    yield "message", message.hex()
    yield "MAC", hmac.new(key.text, message, hashlib.sha256).hexdigest()
    yield name, signed(example.KEY, body, t).decode()


def worked_example():
    key = reference.parse_key(example.KEY)
    hashed = bytes.fromhex(reference.keys.digest(key).decode())
    yield "", "the key"
    yield "key as given", example.KEY.decode()
    yield "key text, in hex", key.text.hex()
    yield "decoded digits", bytes.fromhex(key.text.decode()).hex()
    yield "key hash", hashed.hex()
    yield "key id", reference.key_id(example.KEY).decode()
    yield "API token", reference.bearer(example.KEY).decode()
    yield "", "the request"
    canonical, _ = reference.canonicalize(example.SENT)
    yield "body as sent", example.SENT.decode()
    yield "the same, in hex", example.SENT.hex()
    yield "canonical, in hex", canonical.hex()
    yield "timestamp", str(example.T)
    yield from signature("header", key, canonical, example.T)
    _, index, form, t = reference.answer(
        "verify", [example.KEY], example.SENT, signed(example.KEY, canonical, example.T), example.RECEIVED_AT, 300, 300
    )
    yield f"verdict at {example.RECEIVED_AT}", f"verified, key {index}, {form}, age {example.RECEIVED_AT - t}"
    yield "", f"its response, at {example.RESPONDED_AT}"
    yield "body", example.RESPONSE.decode()
    yield from signature("header", key, example.RESPONSE, example.RESPONDED_AT)
    yield "", "what is claimed of both"
    name = sha256(example.ENDPOINT)
    yield "endpoint's name", example.ENDPOINT.decode()
    yield "SHA-256(name)", name.hex()
    for which, body, at in [("request", canonical, example.T), ("response", example.RESPONSE, example.RESPONDED_AT)]:
        hashed = name[:16] + bytes.fromhex(reference.mac(key, body, at).decode())
        yield f"hashed, {which}", hashed.hex()
        yield f"id, {which}", sha256(hashed)[:16].hex()
    yield "lifetime", f"{300 + 300 + example.SKEW + 1} seconds, for skew {example.SKEW}"
    yield "", "a value, encrypted"
    secret = hashlib.blake2b(example.ENCRYPTION_KEY, digest_size=32).digest()
    box = secretbox.seal(secret, example.NONCE, example.PLAINTEXT)
    yield "text of the key", example.ENCRYPTION_KEY.decode()
    yield "BLAKE2b-256", secret.hex()
    yield "nonce", example.NONCE.hex()
    yield "value", example.PLAINTEXT.decode()
    yield "tag", box[:16].hex()
    yield "ciphertext", box[16:].hex()
    yield "data", base64.b64encode(example.NONCE + box).decode()


def printed_example():
    lines = (f"{name:<24}{value}" if name else f"\n# {value}" for name, value in worked_example())
    return "```text" + "\n".join(["", *lines]).replace("\n\n", "\n", 1) + "\n```"


def printed_json(number):
    """The last JSON document of a section, whose hashes may be cut."""
    return json.loads(re.findall(r"```json\n(.*?)```", section(number), re.DOTALL)[-1])


class Examples(unittest.TestCase):
    def test_the_example_is_what_the_reference_computes(self):
        self.assertIn(printed_example(), section(16))

    def test_the_description_is_what_the_model_says(self):
        variables = [
            (b"INNGEST_SIGNING_KEY", example.KEY),
            (b"INNGEST_API_BASE_URL", b"HTTP://Inngest.internal:8288/"),
            (b"BRANCH", b"feat/x"),
            (b"INNGEST_SERVE_HOST", b"app.example"),
        ]
        verdict, text = model.answer("config", [], variables)
        self.assertEqual(verdict, "ok")
        self.assertEqual(list(printed_json(8).items()), list(json.loads(text).items()))

    def test_the_introspection_is_what_the_model_says(self):
        variables = [
            (b"INNGEST_SIGNING_KEY", example.KEY),
            (b"INNGEST_EVENT_KEY", b"event-key"),
            (b"INNGEST_SERVE_ORIGIN", b"https://app.example"),
            (b"INNGEST_SERVE_PATH", b"/api/inngest"),
        ]
        app = {"id": b"shop", "sdk": b"example-sdk:v1.2.3", "language": b"py", "framework": b"flask", "functions": b"3"}
        app |= {"trust_probe": b"0", "connect": b"0"}
        pairs = [(name.encode(), value) for name, value in app.items()]
        header = signed(example.KEY, b"", example.T)
        _, text = model.answer("introspect", [], variables, pairs, header, example.T)
        answer = json.loads(text)
        printed = printed_json(12)
        self.assertTrue(answer["event_key_hash"].startswith(printed["event_key_hash"].removesuffix("…")))
        printed["event_key_hash"] = answer["event_key_hash"]
        self.assertEqual(list(printed.items()), list(answer.items()))


class Codes(unittest.TestCase):
    def test_the_codes_are_those_of_the_list_of_errors(self):
        pattern = r"([0-9]+) \| `([a-z0-9_]+)` \| ([0-9]{3}) \| (.+)"
        self.assertEqual(rows(section(17), pattern), rows(ERRORS, pattern))
        self.assertGreater(len(rows(section(17), pattern)), 40)

    def test_the_problems_are_those_of_the_core(self):
        kinds = re.findall(r'^    \w+, "(\w+)", (\w+),$', source("app/settings/problem.rs"), re.MULTILINE)
        found = rows(section(17), r"`([a-z_]+)` \| (error|warning) \| [^0-9].* \| .+")
        self.assertEqual(sorted(found), sorted((code, severity.lower()) for code, severity in kinds))

    def test_the_reasons_warnings_and_forms_are_those_of_the_core(self):
        caller, forms = source("app/caller.rs"), source("signing/verify.rs")
        for kind, text in [("reason", caller), ("warning", caller), ("form", forms)]:
            names = {name for name, _ in rows(section(17), rf"`([a-z_]+)` \| {kind} \| ([0-9]+) \| .+")}
            said = {name for name in re.findall(r'=> "([a-z_]+)",', text) if name.endswith("_mode") == (kind == "warning")}
            with self.subTest(kind=kind):
                self.assertEqual(names, said)

    def test_every_code_of_the_vectors_is_in_the_table(self):
        known = {code for _, code in rows(section(17), r"([0-9]+) \| `([a-z0-9_]+)`")}
        # The driver protocol's own word for a request that it does not know.
        known.add("unsupported")
        for path in VECTORS.glob("*/*.json"):
            codes = {case["expect"].get("error") for case in json.loads(path.read_text(encoding="utf-8"))["cases"]}
            self.assertLessEqual(codes - {None}, known, path.name)

    def test_settings_and_options_are_those_of_the_core(self):
        options = re.findall(r'^    (\w+), "', source("app/settings/options.rs"), re.MULTILINE)
        self.assertEqual(len(options), 11)
        for name in ["mode", *options]:
            with self.subTest(option=name):
                self.assertIn(f"`{name}`", section(8))
        constants = re.findall(r'"((?:INNGEST|[A-Z]+)_[A-Z_]+)"', "".join(
            source(f"app/settings/{name}.rs") for name in ("dev", "origins", "environment", "keys", "serve", "values")
        ))  # fmt: skip
        self.assertGreater(len(set(constants)), 20)
        for name in constants:
            with self.subTest(variable=name):
                self.assertIn(f"`{name}`", section(8))
        names = re.search(r"NAMES: .*?\];", source("app/options.rs"), re.DOTALL).group()
        for name in re.findall(r'"(\w+)"', names) + ["unsigned_methods", "replay_guard"]:
            with self.subTest(option=name):
                self.assertIn(f"`{name}`", section(9))


class Names(unittest.TestCase):
    def test_vectors_are_there(self):
        files = VECTORS.glob("*/*.json")
        ids = {case["id"] for path in files for case in json.loads(path.read_text(encoding="utf-8"))["cases"]}
        named = re.findall(r"`([^`]+)`", "".join(cell for _, cell in rows(section(18), r"(.+?) \| (`.+`)")))
        self.assertGreater(len(named), 60)
        for name in named:
            with self.subTest(vector=name):
                self.assertIn(name, ids)

    def test_references_to_sections(self):
        numbers = {int(number) for number in re.findall(r"^## ([0-9]+)\. ", SPEC, re.MULTILINE)}
        self.assertEqual(numbers, set(range(1, max(numbers) + 1)))
        without_rfc = re.sub(r"\(?(RFC|FIPS|NIST)[^)\n]*section[s]? [0-9.]+", "", SPEC)
        for number in re.findall(r"[Ss]ections? ([0-9]+)", without_rfc):
            self.assertIn(int(number), numbers)


if __name__ == "__main__":
    if sys.argv[1:] == ["--print"]:
        print(printed_example())
        sys.exit()
    sys.exit(unittest.main())
