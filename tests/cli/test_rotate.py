"""A rotation, driven by what the program says, while a server goes on sending."""

import threading
import time
import unittest

from apps import App
from support import DIGITS, KEY, OTHER, OTHER_DIGITS, CliTest, sign


class Fleet:
    """Three apps of the published SDKs, and a server that sends to all of them all the time."""

    def __init__(self):
        self.apps = [App("py", [DIGITS]), App("js", [DIGITS]), App("go", [DIGITS])]
        self.server, self.switched_at = DIGITS, None
        self.sent, self.refused, self.stopped = 0, 0, False
        self.thread = threading.Thread(target=self.send, daemon=True)
        self.thread.start()

    def send(self):
        while not self.stopped:
            for app in self.apps:
                now, body = int(time.time()), b'{"ctx":{}}'
                good = [self.server]
                if self.switched_at is not None and now - self.switched_at < 600:
                    good.append(DIGITS)
                for digits in good:
                    header = {"X-Inngest-Signature": sign(body, now - 5, digits)}
                    status, _, _ = app.answer("POST", header, body)
                    self.sent += 1
                    self.refused += status != 206
            time.sleep(0.001)

    def close(self):
        self.stopped = True
        self.thread.join()
        for app in self.apps:
            app.close()


class Rotate(CliTest):
    def setUp(self):
        super().setUp()
        self.current, self.next = self.file("current", KEY + "\n"), self.file("next", OTHER + "\n")

    def step(self, urls, *args):
        args = ["--current", self.current, "--next", self.next, *args, *urls]
        return self.run_cli("rotate", "next", "--json", *args, key=None)

    def test_the_steps_lead_from_one_key_to_the_other_and_no_request_is_refused(self):
        fleet = Fleet()
        self.addCleanup(fleet.close)
        digits = {"current": DIGITS, "next": OTHER_DIGITS, None: None}
        actions, args = [], []
        for _ in range(30):
            done = self.step([app.url for app in fleet.apps], *args)
            self.assert_silent(done)
            # Asked twice, it says the same.
            again = self.step([app.url for app in fleet.apps], *args)
            step = done.json
            if step["action"] != "wait":
                self.assertEqual((again.status, again.out), (done.status, done.out))
            if actions[-1:] != [step["action"]]:
                actions.append(step["action"])
            if step["is_done"]:
                self.assertEqual(done.status, 0)
                break
            self.assertEqual(done.status, 10)
            if step["action"] == "switch_server":
                fleet.server, fleet.switched_at = OTHER_DIGITS, int(time.time())
                args = ["--switched-at", fleet.switched_at]
            elif step["action"] == "wait":
                self.assertTrue(0 < step["wait_seconds"] <= 601)
                # Nobody waits in a test: the switch is as long ago as it would be.
                fleet.switched_at -= step["wait_seconds"]
                args = ["--switched-at", fleet.switched_at]
            else:
                # One app at a time.
                app = next(app for app in fleet.apps if app.url in step["apps"])
                app.keys = [digits[step["keys"]["primary"]], digits[step["keys"]["fallback"]]]
        self.assertEqual(actions, ["add_fallback", "switch_server", "promote", "wait", "retire_fallback", "done"])
        self.assertEqual(fleet.refused, 0)
        self.assertGreater(fleet.sent, 100)
        self.assertTrue(all(app.keys == [OTHER_DIGITS, None] for app in fleet.apps))

    def app(self, *args, **more):
        app = App(*args, **more)
        self.addCleanup(app.close)
        return app

    def test_an_sdk_that_knows_no_fallback_is_said_to_cost_downtime(self):
        app = self.app("js", [DIGITS], version="3.17.0")
        upgrade = self.step([app.url])
        self.assertEqual((upgrade.status, upgrade.json["action"]), (10, "upgrade_sdk"))
        self.assertIn("downtime is unavoidable", upgrade.json["reason"])
        together = self.step([app.url], "--accept-downtime").json
        self.assertEqual((together["action"], together["has_downtime"]), ("switch_together", True))

    def test_an_app_that_cannot_be_asked_holds_everything_up(self):
        here, gone = self.app("js", [DIGITS, OTHER_DIGITS]), self.app("js", [DIGITS, OTHER_DIGITS])
        gone.close()
        gone.close = lambda: None
        done = self.step([here.url, gone.url])
        self.assertEqual((done.status, done.json["action"], done.json["apps"]), (10, "reach_apps", [gone.url]))

    def test_an_app_that_refuses_the_server_comes_first(self):
        for keys, server in [([OTHER_DIGITS], "current"), ([DIGITS], "next")]:
            app = self.app("js", keys)
            done = self.step([app.url], "--server", server)
            self.assertEqual(done.json["action"], "restore")

    def test_processes_with_different_keys_are_a_deploy_that_goes_on(self):
        app = self.app("js", [DIGITS])
        says, turns = app.says, iter([[DIGITS], [DIGITS, OTHER_DIGITS]] * 20)

        def mixed(privileged):
            app.keys = next(turns)
            return says(privileged)

        app.says = mixed
        self.assertEqual(self.step([app.url], "--samples", "4").json["action"], "finish_deploy")

    def test_what_makes_no_rotation_is_a_matter_of_usage(self):
        app = self.app("js", [DIGITS])
        same = ["rotate", "next", "--current", self.current, "--next", self.current, app.url]
        self.assertEqual(self.run_cli(*same, key=None).status, 2)
        self.assertEqual(self.step([app.url], "--server", "current", "--switched-at", "1").status, 2)
        self.assertEqual(self.step([]).status, 2)
        broken = self.file("broken", "junk")
        self.assertEqual(self.run_cli("rotate", "next", "--current", broken, "--next", self.next, app.url).status, 3)

    def test_people_get_a_sentence(self):
        app = self.app("js", [DIGITS])
        args = ["--current", self.current, "--next", self.next, app.url]
        done = self.run_cli("rotate", "next", *args, key=None)
        self.assertTrue(done.out.startswith("add_fallback: give these apps the next key as their fallback"), done.out)
        self.assertIn("each answer comes from one process", done.err)


if __name__ == "__main__":
    unittest.main()
