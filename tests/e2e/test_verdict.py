"""Tests of the verdict, over records that are made up."""

import hashlib
import tempfile
import unittest
from pathlib import Path
from types import SimpleNamespace

from e2e_runner import signing, verdict
from e2e_runner.gateway import METHODS
from e2e_runner.record import ApiCall, Call, Record, Replay
from e2e_runner.replays import ATTEMPTS, NOBODY
from e2e_runner.scenario import CONTROL, PHASES, PROBE, RETRY

KEYS = {"old": "00" * 32, "new": "ff" * 32}
EVENT_KEY = "event-key"
NAMES = [name for name, _, _ in PHASES]
SERVER = ["old", "old", "new", "new", "new", "new"]
HELD = [("old", None), ("old", "new"), ("old", "new"), ("old", "new"), ("new", "old"), ("new", None)]
SYNCED = {"message": "Successfully synced.", "modified": False}
IN_BAND = {
    "app_id": "go",
    "functions": [{"name": "double"}],
    "inspection": {"authentication_succeeded": True},
}


def key_id(name):
    return name and hashlib.sha256(bytes.fromhex(KEYS[name])).hexdigest()[:12]


def shown(key, primary, fallback):
    """What an app with these keys shows to a caller who signed with a key."""
    public = {
        "authentication_succeeded": None,
        "function_count": 1,
        "has_event_key": True,
        "has_signing_key": True,
        "has_signing_key_fallback": bool(fallback),
        "mode": "cloud",
        "schema_version": "2024-05-24",
    }
    private = {
        "authentication_succeeded": True,
        "app_id": "go",
        "env": None,
        "event_key_hash": hashlib.sha256(EVENT_KEY.encode()).hexdigest(),
        "signing_key_hash": key_id(primary),
        "signing_key_fallback_hash": key_id(fallback),
    }
    return public if key is None else public | private


def introspection(phase, key, held):
    return Call("go", phase, "GET", 200, key, key, shown(key, *held))


class Verdict(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.log = Path(folder.name) / "go.log"
        self.log.write_text(key_id("new"))
        self.record = Record(KEYS)
        apps = [SimpleNamespace(name="go", log=self.log)]
        self.scenario = SimpleNamespace(
            record=self.record, apps=apps, secrets=KEYS, event_key=EVENT_KEY, canary="canary"
        )
        self.rotate()
        self.retry()
        self.control()
        self.probe()

    def rotate(self):
        self.record.add(Call("go", NAMES[0], "PUT", 200, "old", "old", SYNCED | {"modified": True}), b"")
        for name, key, held in zip(NAMES, SERVER, HELD, strict=True):
            self.accept(Call("go", name, "POST", 206, key, key, signature=name))
            self.record.add_api(ApiCall("go", name, 200, key))
            for asked in (None, key):
                self.record.add(introspection(name, asked, held), b"")
        for name in verdict.REFUSING:
            self.record.add_api(ApiCall("go", name, 401, "old"))

    def retry(self):
        for number, status in enumerate(ATTEMPTS):
            answered = None if status == NOBODY else "new"
            self.accept(Call("go", RETRY, "POST", status, "new", answered, signature=str(number)))

    def accept(self, call):
        self.record.add(call, b"")
        for what in ("request", "response") if call.response_key else ():
            self.record.add_replay(Replay("go", call.phase, what, 401, "replayed"))

    def control(self):
        self.record.add(introspection(CONTROL, None, HELD[-1]), b"")
        for key in (None, "old"):
            for method in METHODS:
                if (method, key) != ("GET", None):
                    self.record.add(Call("go", CONTROL, method, 401, key, None), b"")

    def probe(self):
        self.record.add(introspection(PROBE, "new", HELD[-1]), b"")
        for answer in (SYNCED, SYNCED, IN_BAND):
            self.record.add(Call("go", PROBE, "PUT", 200, "new", "new", answer), b"")
        for method in set(METHODS) - {"GET", "PUT"}:
            self.record.add(Call("go", PROBE, method, 405, "new", "new"), b"")
        for _ in range(2):
            self.record.add_api(ApiCall("go", PROBE, 200, "new"))

    def problems(self):
        return list(verdict.problems(self.scenario))

    def replace(self, phase, method, key, **members):
        """Change the first call of this kind."""
        for number, call in enumerate(self.record.calls):
            if (call.phase, call.method, call.request_key) == (phase, method, key):
                self.record.calls[number] = call._replace(**members)
                return
        self.fail("there is no such call")

    def test_a_good_run_has_no_problem(self):
        self.assertEqual(self.problems(), [])

    def test_calls(self):
        bad = [
            Call("go", NAMES[4], "POST", 401, "new", None),  # refused
            Call("go", NAMES[4], "POST", 500, "new", "new"),  # failed
            Call("go", NAMES[4], "POST", 200, "new", None),  # answered without a signature
            Call("go", NAMES[4], "POST", 200, "new", "old"),  # or under another key
            Call("go", NAMES[4], "POST", 200, "old", "old"),  # under a key that the server has no more
            Call("go", NAMES[4], "POST", 200, None, None),  # not signed by the server
            Call("go", CONTROL, "POST", 200, None, None),  # let through
            Call("go", PROBE, "POST", 401, "new", None),
        ]
        for call in bad:
            with self.subTest(call):
                calls, replays = list(self.record.calls), list(self.record.replays)
                self.accept(call._replace(signature="of its own"))
                self.assertEqual(len(self.problems()), 1)
                self.record.calls, self.record.replays = calls, replays

    def test_a_phase_without_calls(self):
        self.record.calls = [
            call for call in self.record.calls if (call.phase, call.method) != (NAMES[1], "POST")
        ]
        self.record.replays = [replay for replay in self.record.replays if replay.phase != NAMES[1]]
        # Neither a request nor a response was there to be repeated.
        self.assertEqual(len(self.problems()), 3)

    def test_replays(self):
        for number, replay in enumerate(self.record.replays):
            for bad in ([replay._replace(status=200, code=None)], [replay._replace(code="expired")], []):
                with self.subTest(replay, bad=bad):
                    self.record.replays[number : number + 1] = bad
                    self.assertEqual(len(self.problems()), 1)
                    self.record.replays[number : number + len(bad)] = [replay]

    def test_retries(self):
        for members in ({"status": 401}, {"status": 200}, {"signature": NAMES[0]}):
            with self.subTest(members):
                calls = list(self.record.calls)
                self.replace(RETRY, "POST", "new", **members)
                self.assertEqual(len(self.problems()), 1)
                self.record.calls = calls

    def test_a_token_refused_out_of_turn(self):
        self.record.add_api(ApiCall("go", NAMES[0], 401, "old"))
        self.assertEqual(len(self.problems()), 1)

    def test_no_token_refused_where_one_must_be(self):
        accepted = [call for call in self.record.api_calls if not call.refused]
        for name in verdict.REFUSING:
            self.record.api_calls = [*accepted, ApiCall("go", name, 401, "old")]
            self.assertEqual(len(self.problems()), len(verdict.REFUSING) - 1)

    def test_introspections(self):
        phase, held = NAMES[4], HELD[4]
        private = shown("new", *held)
        bad = [
            (None, {"answer": private}),  # all of it to anyone
            (None, {"answer": shown(None, *held) | {"app_id": "go"}}),
            (None, {"answer": shown(None, "new", None)}),  # a fallback is denied
            (None, {"answer": None}),
            (None, {"response_key": "new"}),
            ("new", {"answer": shown(None, *held)}),  # nothing to the server
            ("new", {"answer": private | {"authentication_succeeded": False}}),
            ("new", {"answer": private | {"signing_key_hash": key_id("old")}}),
            ("new", {"answer": private | {"signing_key_fallback_hash": None}}),
            ("new", {"answer": []}),
            ("new", {"response_key": "old"}),
            ("new", {"status": 401}),
        ]
        for key, members in bad:
            with self.subTest(members):
                calls = list(self.record.calls)
                self.replace(phase, "GET", key, **members)
                self.assertEqual(len(self.problems()), 1)
                self.record.calls = calls

    def test_syncs(self):
        bad = [
            (NAMES[0], "old", SYNCED),  # new to the platform, and it says otherwise
            (NAMES[0], "old", None),
            (PROBE, "new", SYNCED | {"modified": True}),
            (PROBE, "new", IN_BAND),  # in band without being asked for
        ]
        for phase, key, answer in bad:
            with self.subTest(answer):
                calls = list(self.record.calls)
                self.replace(phase, "PUT", key, answer=answer)
                self.assertEqual(len(self.problems()), 1)
                self.record.calls = calls

    def test_syncs_in_band(self):
        (at,) = (number for number, call in enumerate(self.record.calls) if call.answer == IN_BAND)
        refused = {"inspection": {"authentication_succeeded": False}}
        for answer in [
            SYNCED,
            None,
            IN_BAND | {"app_id": "node"},
            IN_BAND | {"functions": []},
            IN_BAND | refused,
        ]:
            with self.subTest(answer):
                self.record.calls[at] = self.record.calls[at]._replace(answer=answer)
                self.assertEqual(len(self.problems()), 1)

    def test_registrations(self):
        call = ApiCall("go", PROBE, 200, "new")
        self.record.add_api(call)  # also for the sync in band
        self.assertEqual(len(self.problems()), 1)
        self.record.api_calls = self.record.api_calls[:-2]  # or not for both of the others
        self.assertEqual(len(self.problems()), 1)

    def test_secrets(self):
        token = signing.token(KEYS["new"])
        for secret in [KEYS["old"], token, token[12:], EVENT_KEY, "canary"]:
            self.record.said.append(secret.encode())
            self.assertEqual(len(self.problems()), 1)
            self.record.said.pop()
            self.log.write_text(f"{key_id('new')} {secret}")
            self.assertEqual(len(self.problems()), 1)
            self.log.write_text(key_id("new"))
        self.log.write_text("")  # which would prove nothing
        self.assertEqual(len(self.problems()), 1)


if __name__ == "__main__":
    unittest.main()
