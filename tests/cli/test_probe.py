"""Probes of live endpoints: what is asked, how, and what is said of it."""

import json
import subprocess
import time
import unittest

from apps import App
from support import DIGITS, KEY, OTHER, OTHER_DIGITS, CliTest, key_id


class ProbeTest(CliTest):
    def app(self, *args, **more):
        app = App(*args, **more)
        self.addCleanup(app.close)
        return app

    def probe(self, *args, **more):
        return self.run_cli("probe", "--json", *args, **more)


class Probe(ProbeTest):
    def test_each_sdk_says_its_keys_and_only_ids_are_printed(self):
        for language in ["py", "js", "go", "rust"]:
            app = self.app(language, [DIGITS, OTHER_DIGITS])
            done = self.probe(app.url)
            self.assertEqual(done.status, 0, done.err)
            self.assertEqual(
                done.json,
                {
                    "url": app.url,
                    "sample": 1,
                    "verdict": "has",
                    "primary": key_id(DIGITS),
                    "primary_name": "INNGEST_SIGNING_KEY",
                    "fallback": key_id(OTHER_DIGITS),
                    "fallback_name": "another key",
                    "sdk_language": language,
                    "sdk_version": app.version,
                    "message": None,
                },
            )
            self.assert_silent(done)
            text = self.run_cli("probe", app.url)
            self.assertIn(f"primary {key_id(DIGITS)} (INNGEST_SIGNING_KEY)", text.out)
            self.assert_silent(text)
            self.assertIn("each answer comes from one process", text.err)

    def test_the_pending_key_is_tried_last_and_only_if_it_must_be(self):
        old = self.app("js", [DIGITS])
        both = {"INNGEST_SIGNING_KEY_FALLBACK": OTHER}
        self.assertEqual(self.probe(old.url, env=both).json["primary"], key_id(DIGITS))
        self.assertEqual([key for _, _, key in old.requests], [DIGITS])
        new = self.app("js", [OTHER_DIGITS])
        self.assertEqual(self.probe(new.url, env=both).json["primary_name"], "INNGEST_SIGNING_KEY_FALLBACK")
        self.assertEqual([key for _, _, key in new.requests], [None, OTHER_DIGITS])

    def test_a_signature_is_good_for_ten_seconds(self):
        app = self.app("js", [DIGITS])
        before = int(time.time())
        self.probe(app.url)
        after = int(time.time())
        ((_, header, _),) = app.requests
        at = int(header.split("&")[0][2:])
        self.assertTrue(before - 290 <= at <= after - 290, header)

    def test_an_app_with_another_clock_is_asked_by_its_own(self):
        for clock in [-4_000, -60, 60, 280]:
            app = self.app("js", [DIGITS], clock=clock)
            done = self.probe(app.url)
            self.assertEqual((done.status, done.json["primary"]), (0, key_id(DIGITS)), clock)

    def test_nothing_is_signed_for_a_time_that_is_far_ahead(self):
        # Whoever serves the URL could use it at other apps when that time has come.
        both = {"INNGEST_SIGNING_KEY_FALLBACK": OTHER}
        for clock in [400, 30 * 86_400]:
            app = self.app("js", [DIGITS, OTHER_DIGITS], clock=clock)
            before = int(time.time())
            done = self.probe(app.url, env=both)
            self.assertEqual((done.status, done.json["verdict"]), (1, "refused"))
            self.assertIn("clock is more than 300 seconds ahead", done.json["message"])
            self.assertEqual(len(app.requests), 2)
            for _, header, _ in app.requests:
                self.assertLess(int(header.split("&")[0][2:]), before)

    def test_an_endpoint_cannot_write_to_the_terminal(self):
        nasty = "py\x1b[2J\r\n\u202e\x9b1m"
        says = {"authentication_succeeded": True, "signing_key_hash": key_id(DIGITS), "sdk_language": nasty}
        body = json.dumps(says | {"sdk_version": "\x07", "code": nasty}).encode()
        app = self.app("js", [DIGITS], answers={"GET": (200, {"Content-Type": "application/json"}, body)})
        done = self.run_cli("probe", app.url)
        self.assertEqual((done.status, len(done.out.splitlines())), (0, 1), done.out)
        doctor = self.run_cli("doctor", "--url", app.url)
        for text in [done.out, doctor.out, doctor.err]:
            self.assertFalse({"\x1b", "\r", "\x07", "\x9b", "\u202e"} & set(text), text)
        self.assertEqual(self.probe(app.url).json["sdk_language"], nasty)

    def test_samples_go_over_connections_of_their_own(self):
        app = self.app("js", [DIGITS])
        done = self.probe("--samples", "5", app.url)
        self.assertEqual([line["sample"] for line in done.lines], [1, 2, 3, 4, 5])
        self.assertEqual(len(app.connections), 5)

    def test_what_refuses_or_does_not_answer_is_said_and_is_the_status(self):
        stranger = self.app("js", [OTHER_DIGITS])
        refused = self.probe(stranger.url)
        self.assertEqual((refused.status, refused.json["verdict"]), (1, "refused"))
        self.assertIn("none of the keys is accepted", refused.json["message"])
        closed = self.app("js", [DIGITS])
        closed.close()
        closed.close = lambda: None
        gone = self.probe(closed.url, stranger.url)
        self.assertEqual(gone.status, 4)
        self.assertEqual([line["verdict"] for line in gone.lines], ["unreachable", "refused"])
        dev = self.app("js", [DIGITS], mode="dev")
        self.assertIn("dev mode", self.probe(dev.url).json["message"])

    def test_no_redirect_is_followed(self):
        target = self.app("js", [DIGITS])
        moved = self.app("js", [DIGITS], answers={"GET": (308, {"Location": target.url}, b"")})
        done = self.probe(moved.url)
        self.assertEqual((done.status, target.requests), (1, []))
        self.assertIn("not followed", done.json["message"])

    def test_a_signature_never_passes_a_network_in_the_clear(self):
        for url in ["http://app.example/api/inngest", "http://10.0.0.1/", "https://me@app.example/", "app.example"]:
            refused = self.probe(url)
            self.assertEqual(refused.status, 2, url)
        # Nor is anything sent to the others on the line.
        app = self.app("js", [DIGITS])
        self.assertEqual(self.probe(app.url, "http://app.example/").status, 2)
        self.assertEqual(app.requests, [])

    def test_a_proxy_is_not_asked_for_this_machine(self):
        app = self.app("js", [DIGITS])
        env = {"HTTP_PROXY": "http://127.0.0.1:9", "http_proxy": "http://127.0.0.1:9", "ALL_PROXY": "http://127.0.0.1:9"}
        self.assertEqual(self.probe(app.url, env=env).status, 0)

    def test_a_certificate_is_verified(self):
        cert, private = self.folder / "cert.pem", self.folder / "key.pem"
        command = ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes"]
        command += ["-subj", "/CN=app", "-addext", "subjectAltName=IP:127.0.0.1", "-days", "2"]
        # An authority may not be the server's own certificate, for rustls: so it is no authority.
        command += ["-addext", "basicConstraints=critical,CA:FALSE"]
        subprocess.run([*command, "-keyout", private, "-out", cert], check=True, capture_output=True)
        app = self.app("js", [DIGITS], certificate=(cert, private))
        refused = self.probe(app.url)
        self.assertEqual((refused.status, refused.json["verdict"], app.requests), (4, "unreachable", []))
        self.assertEqual(self.probe("--ca-file", cert, app.url).status, 0)
        self.assertEqual(self.probe("--ca-file", self.file("none", "x"), app.url).status, 2)

    def test_what_takes_long_says_what_it_does(self):
        app = self.app("js", [DIGITS])
        answer = app.answer

        def slow(*args):
            time.sleep(0.6)
            return answer(*args)

        app.answer = slow
        done = self.probe("--samples", "3", app.url)
        self.assertIn(f"asking {app.url}, 3 of 3", done.err)
        self.assertNotIn("1 of 3", done.err)


class DoctorUrl(ProbeTest):
    def doctor(self, *args, **more):
        return self.run_cli("doctor", "--json", "--url", *args, **more)

    def codes(self, done):
        return [line["code"] for line in done.lines if "code" in line]

    def test_an_endpoint_that_refuses_what_is_unsigned_is_in_order(self):
        app = self.app("js", [DIGITS])
        done = self.doctor(app.url)
        self.assertEqual((done.status, self.codes(done)), (0, []), done.out)
        self.assertEqual([method for method, _, _ in app.requests], ["GET", "HEAD", "OPTIONS"])
        self.assertTrue(all(header is None for _, header, _ in app.requests))
        self.assertIn("401 sig_verification_failed", done.err)

    def test_other_methods_are_sent_only_when_asked_for(self):
        app = self.app("js", [DIGITS])
        self.assertEqual(self.doctor(app.url, "--active").status, 0)
        methods = ["GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE"]
        self.assertEqual([method for method, _, _ in app.requests], methods)

    def test_what_is_wrong_with_an_endpoint_is_found(self):
        json_type = {"Content-Type": "application/json"}
        for code, severity, app in [
            ("dev_mode", "error", self.app("js", [DIGITS], mode="dev")),
            ("redirect", "error", self.app("js", [DIGITS], answers={"GET": (301, {"Location": "/x"}, b"")})),
            ("not_found", "error", self.app("js", [DIGITS], answers={"GET": (404, {}, b"")})),
            ("no_endpoint", "warning", self.app("js", [DIGITS], answers={"GET": (200, {}, b"<html>")})),
            ("endpoint_fault", "error", self.app("js", [DIGITS], answers={"GET": (500, json_type, b'{"code":"x"}')})),
            ("unsigned_accepted", "error", self.app("js", [DIGITS], answers={"PUT": (200, {}, b"{}")})),
            (
                "unsigned_introspection",
                "warning",
                self.app("js", [DIGITS], answers={"GET": (200, json_type, b'{"mode":"cloud"}')}),
            ),
            ("clock", "warning", self.app("js", [DIGITS], clock=120)),
            ("clock", "error", self.app("js", [DIGITS], clock=-7_200)),
        ]:
            done = self.doctor(app.url, "--active")
            found = [line for line in done.lines if line.get("code") == code]
            self.assertEqual([line["severity"] for line in found], [severity], f"{code}: {done.out}")
            self.assertEqual(done.status, 3 if severity == "error" else 0, code)
            self.assertTrue(found[0]["hint"])
            self.assert_silent(done)

    def test_an_endpoint_that_does_not_answer_is_a_matter_of_the_network(self):
        app = self.app("js", [DIGITS])
        app.close()
        app.close = lambda: None
        self.assertEqual(self.doctor(app.url).status, 4)


class Doctor(CliTest):
    def test_an_env_file_is_all_that_is_read(self):
        path = self.file(".env", f'# keys\nexport INNGEST_SIGNING_KEY="{KEY}" # one\nINNGEST_ENV=main\n')
        good = self.run_cli("doctor", "--env-file", path, key="junk")
        self.assertEqual((good.status, good.out), (0, f"cloud mode, keys {key_id(DIGITS)}\n"))
        settings = self.run_cli("doctor", "--json", "--env-file", path, key="junk").json["settings"]
        self.assertEqual((settings["signing_keys"], settings["environment"]), ([key_id(DIGITS)], "main"))
        empty = self.run_cli("doctor", "--json", "--env-file", self.file("empty", ""))
        self.assertEqual((empty.status, empty.lines[0]["code"]), (3, "missing_signing_key"))

    def test_docker_takes_quotation_marks_as_a_part_of_the_value(self):
        path = self.file(".env", f'INNGEST_SIGNING_KEY="{KEY}"\n')
        literal = self.run_cli("doctor", "--json", "--env-file", path, "--literal")
        self.assertEqual((literal.status, literal.lines[0]["code"]), (3, "quoted_value"))

    def test_all_that_is_wrong_is_said_at_once(self):
        env = {"INNGEST_DEV": "maybe", "INNGEST_BASE_URL": "x", "INNGEST_SIGNING_KEY_FALLBACK": f"{KEY}0"}
        done = self.run_cli("doctor", "--json", env=env)
        codes = {line["code"] for line in done.lines if "code" in line}
        self.assertEqual(codes, {"invalid_setting", "malformed_url", "odd_key_length"})
        self.assertIn("errors, 0 warnings", done.err)
        self.assert_silent(done)


if __name__ == "__main__":
    unittest.main()
