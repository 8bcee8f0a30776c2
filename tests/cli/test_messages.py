"""Messages: signed, verified, explained; documents made canonical and encrypted."""

import json
import unittest

from support import DIGITS, KEY, NOW, OTHER, OTHER_DIGITS, CliTest, key_id, sign

BODY = b'{"a":1,"b":[2.5]}'
PRETTY = b'{\n  "b": [2.50],\n  "a": 1\n}\n'


class Sign(CliTest):
    def test_the_header_alone_goes_to_standard_output(self):
        for body in [BODY, PRETTY]:
            signed = self.run_cli("sign", "--at", NOW, stdin=body)
            self.assertEqual((signed.out, signed.err), (sign(BODY) + "\n", ""))
        response = self.run_cli("sign", "--response", "--at", NOW, self.file("body", PRETTY))
        self.assertEqual(response.out, sign(PRETTY) + "\n")
        in_json = self.run_cli("sign", "--json", "--at", NOW, stdin=BODY).json
        self.assertEqual(in_json, {"header": sign(BODY), "key_id": key_id(DIGITS), "timestamp": NOW})

    def test_what_cannot_be_signed_is_refused_with_its_place(self):
        lossy = self.run_cli("sign", "--json", stdin=b'{"id": 9007199254740993}')
        self.assertEqual((lossy.status, lossy.json["error"], lossy.json["position"]), (1, "json_number_lossy", 7))
        self.assertIn("as strings", lossy.json["hint"])
        self.assertEqual(self.run_cli("sign", stdin=b"no JSON").status, 1)


class Verify(CliTest):
    def verify(self, *args, header=None, stdin=BODY, **more):
        header = sign(BODY) if header is None else header
        return self.run_cli("verify", "--json", "--header", header, "--at", NOW + 5, *args, stdin=stdin, **more)

    def test_the_verdict_is_said_and_is_the_status(self):
        good = self.verify()
        self.assertEqual(good.status, 0)
        self.assertEqual(
            good.json,
            {
                "verdict": "verified",
                "key_index": 0,
                "key_id": key_id(DIGITS),
                "form": "raw",
                "timestamp": NOW,
                "age_seconds": 5,
            },
        )
        for changed, verdict in [
            ({"stdin": BODY + b" x"}, "signature_mismatch"),
            ({"header": "t=1"}, "malformed_signature"),
            ({"header": sign(BODY, NOW - 296)}, "expired"),
            ({"header": sign(BODY, NOW + 306)}, "not_yet_valid"),
            ({"key": OTHER}, "signature_mismatch"),
        ]:
            refused = self.verify(**changed)
            self.assertEqual((refused.status, refused.json["verdict"]), (1, verdict))
            self.assertEqual(refused.json["docs"], f"docs/errors.md#{verdict}")
        self.assertEqual(self.verify("--window", "4").json["verdict"], "expired")
        self.assertEqual(self.run_cli("verify", stdin=BODY).status, 1)

    def test_form_and_key_are_said(self):
        self.assertEqual(self.verify(stdin=PRETTY).json["form"], "canonical")
        rotated = self.verify(key=OTHER, env={"INNGEST_SIGNING_KEY_FALLBACK": KEY})
        self.assertEqual(rotated.json["key_index"], 1)
        trimmed = self.verify("--response", stdin=BODY + b"\n")
        self.assertEqual(trimmed.json["form"], "trimmed")

    def test_people_get_a_sentence(self):
        good = self.run_cli("verify", "--header", sign(BODY), "--at", NOW, stdin=BODY)
        self.assertRegex(good.out, r"^verified: key [0-9a-f]{12} \(INNGEST_SIGNING_KEY\), form raw, signed at")

    def test_a_capture_is_verified_as_it_was_sent(self):
        head = f"POST /api/inngest?fnId=a HTTP/1.1\r\nHost: app.example\r\nX-Inngest-Signature: {sign(BODY)}\r\n"
        chunks = b"5\r\n" + BODY[:5] + b"\r\n%x\r\n" % len(BODY[5:]) + BODY[5:] + b"\r\n0\r\n\r\n"
        length = f"Content-Length: {len(BODY)}\r\n\r\n".encode()
        response = f"HTTP/1.1 206 OK\r\nx-inngest-signature: {sign(BODY)}\r\n\r\n".encode() + BODY + b"\n"
        for name, capture in [
            ("plain", head.encode() + b"\r\n" + BODY),
            ("length, and an editor's line break", head.encode() + length + BODY + b"\n"),
            ("chunks", head.encode() + b"Transfer-Encoding: chunked\r\n\r\n" + chunks),
            ("unix line breaks", head.encode().replace(b"\r\n", b"\n") + b"\n" + BODY),
            ("response", response),
        ]:
            with self.subTest(name):
                done = self.run_cli("verify", "--capture", self.file("c", capture), "--at", NOW)
                self.assertEqual(done.status, 0, done.out + done.err)
        twice = head.encode() + f"X-Inngest-Signature: {sign(BODY)}\r\n\r\n".encode() + BODY
        refused = self.run_cli("verify", "--capture", self.file("c", twice), "--at", NOW)
        self.assertEqual(refused.status, 1)
        self.assertIn("malformed_signature", refused.out)
        short = head.encode() + b"Content-Length: 99\r\n\r\n" + BODY
        self.assertEqual(self.run_cli("verify", "--capture", self.file("c", short)).status, 2)
        self.assertEqual(self.run_cli("verify", "--capture", self.file("c", b"junk")).status, 2)


class Explain(CliTest):
    def test_the_cause_is_named_with_what_to_do(self):
        other = self.file("production.key", OTHER)
        args = ["--at", NOW, "--header", sign(BODY, digits=OTHER_DIGITS), "--other", other]
        done = self.run_cli("explain", "--json", *args, stdin=BODY)
        self.assertEqual((done.status, done.json["cause"], done.json["key"]), (1, "other_environment", str(other)))
        self.assert_silent(done)
        text = self.run_cli("explain", *args, stdin=BODY)
        self.assertIn("cause:   other_environment: ", text.out)
        self.assertIn("to do:   give both sides the key of the same environment", text.out)
        self.assert_silent(text)

    def test_a_message_that_verifies_is_said_to(self):
        done = self.run_cli("explain", "--json", "--at", NOW, "--header", sign(BODY), stdin=BODY)
        self.assertEqual((done.status, done.json["verdict"], done.json["cause"]), (0, "verified", None))


class Documents(CliTest):
    def test_the_canonical_form_is_printed_without_a_line_break(self):
        self.assertEqual(self.run_cli("canonicalize", stdin=PRETTY, key=None).raw, BODY)
        lossy = b"[9007199254740993]"
        refused = self.run_cli("canonicalize", "--json", stdin=lossy, key=None)
        self.assertEqual((refused.status, refused.json["error"], refused.json["position"]), (1, "json_number_lossy", 1))
        allowed = self.run_cli("canonicalize", "--allow-lossy", stdin=lossy, key=None)
        self.assertEqual((allowed.status, allowed.raw), (0, b"[9007199254740992]"))

    def test_what_is_encrypted_is_decrypted_also_after_a_rotation(self):
        first, second = {"INNGEST_ENCRYPTION_KEY": "one" * 8}, {"INNGEST_ENCRYPTION_KEY": "two" * 8}
        second["INNGEST_ENCRYPTION_KEY_FALLBACK"] = first["INNGEST_ENCRYPTION_KEY"]
        for kind, document in [
            ("value", '{"total":99.5}'),
            ("event", '{"encrypted":{"a":1},"open":2}'),
            ("error", '{"name":"E","message":"m","stack":"s"}'),
        ]:
            encrypted = self.run_cli("encrypt", "--kind", kind, env=first, stdin=document, key=None)
            self.assertEqual(encrypted.status, 0, encrypted.err)
            self.assertNotEqual(json.loads(encrypted.out), json.loads(document))
            for env in [first, second]:
                decrypted = self.run_cli("decrypt", "--kind", kind, env=env, stdin=encrypted.out, key=None)
                self.assertEqual(json.loads(decrypted.out), json.loads(document))
            stranger = {"INNGEST_ENCRYPTION_KEY": "three" * 8}
            refused = self.run_cli("decrypt", "--json", "--kind", kind, env=stranger, stdin=encrypted.out, key=None)
            self.assertEqual((refused.status, refused.json["error"]), (1, "decryption_failed"))
        self.assertEqual(self.run_cli("encrypt", stdin="1", key=None).status, 3)


if __name__ == "__main__":
    unittest.main()
