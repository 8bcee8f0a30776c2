"""The page of the command line: what it shows is what happens. `test_docs.py --write` renews the session."""

import os
import re
import select
import socket
import subprocess
import sys
import threading
import time
import unittest

from apps import App
from support import BINARY, DIGITS, KEY, NOW, OTHER_DIGITS, ROOT, CliTest, sign

PAGE = ROOT / "docs/cli.md"
URL = "https://app.example/api/inngest"
CANONICAL = b'{"event":{"data":{"amount":12.5},"name":"shop/order.placed"}}'
STAGING = "signkey-test-" + OTHER_DIGITS


class Recorder:
    """A proxy that lets one connection through, and keeps what the client sent."""

    def __init__(self, port):
        self.target, self.sent = port, b""
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]
        self.thread = threading.Thread(target=self.forward, daemon=True)

    def __enter__(self):
        self.thread.start()
        return self

    def __exit__(self, *_):
        self.thread.join(timeout=10)
        self.listener.close()

    def forward(self):
        client, _ = self.listener.accept()
        with client, socket.create_connection(("127.0.0.1", self.target)) as server:
            ends = {client: server, server: client}
            while True:
                for ready in select.select(list(ends), [], [], 5)[0]:
                    data = ready.recv(65536)
                    if not data:
                        return
                    if ready is client:
                        self.sent += data
                    ends[ready].sendall(data)


class Page(CliTest):
    def setUp(self):
        super().setUp()
        (self.folder / "bin").mkdir()
        (self.folder / "bin/signkey").symlink_to(BINARY)
        self.env = {"PATH": f"{self.folder}/bin:{os.environ['PATH']}", "HOME": str(self.folder)}

    def block(self, language, heading):
        section = PAGE.read_text(encoding="utf-8").split(f"\n## {heading}\n")[1].split("\n## ")[0]
        return re.search(rf"```{language}\n(.*?)```", section, re.DOTALL).group(1)

    def capture(self, header):
        head = self.block("http", "A captured request").split("\n\n")[0]
        self.assertIn(f"Content-Length: {len(CANONICAL)}\n", head + "\n")
        head = head.replace("t=1700000000&s=…", header).replace("\n", "\r\n")
        return head.encode() + b"\r\n\r\n" + CANONICAL

    def test_the_session_goes_as_it_is_written(self):
        self.file("app.key", KEY + "\n")
        self.file("staging.key", STAGING)
        self.file("next.key", "signkey-test-" + OTHER_DIGITS[::-1])
        self.file("body.json", '{ "event": {"name": "shop/order.placed", "data": {"amount": 12.50}} }\n')
        self.file(".env", f"INNGEST_SIGNING_KEY=signkey-branch-{DIGITS}\n")
        self.file("request.http", self.capture(sign(CANONICAL, NOW, OTHER_DIGITS)))
        app = App("py", [DIGITS])
        self.addCleanup(app.close)
        session = self.block("console", "A session")
        commands = [line[2:] for line in session.splitlines() if line.startswith("$ ")]
        script = "".join(f"echo '$ '{quote(command)}; {command.replace(URL, app.url)}\n" for command in commands)
        done = subprocess.run(
            ["sh", "-c", f"exec 2>&1\n{script}"], capture_output=True, text=True, env=self.env, cwd=self.folder, check=False
        )
        self.assertEqual(done.returncode, 10, "a step is left")
        found = done.stdout.replace(app.url, URL)
        # The one thing that is new each time.
        made = re.search(r"the key with the id ([0-9a-f]{12})", found).group(1)
        shown = re.search(r"the key with the id ([0-9a-f]{12})", session).group(1)
        found = found.replace(made, shown)
        if "--write" in sys.argv:
            PAGE.write_text(PAGE.read_text(encoding="utf-8").replace(session, found), encoding="utf-8")
            session = found
        self.assertEqual(found, session)
        self.assertIn(sign(CANONICAL, NOW), session)
        self.assertGreater(len(commands), 12)

    def test_a_captured_request_is_verified(self):
        path = self.file("request.http", self.capture(sign(CANONICAL, NOW)))
        good = self.run_cli("verify", "--capture", path, "--at", NOW + 12)
        self.assertEqual(good.status, 0, good.out)
        late = self.run_cli("verify", "--json", "--capture", path)
        self.assertEqual((late.status, late.json["verdict"]), (1, "expired"))

    def test_a_request_that_a_proxy_recorded_is_verified(self):
        app = App("py", [DIGITS])
        self.addCleanup(app.close)
        for chunked in [[], ["--header", "Transfer-Encoding: chunked"]]:
            with Recorder(app.server.server_port) as recorder:
                header = sign(CANONICAL, int(time.time()))
                command = ["curl", "--silent", "--show-error", "--header", f"X-Inngest-Signature: {header}", *chunked]
                url = f"http://127.0.0.1:{recorder.port}/api/inngest?fnId=a"
                subprocess.run([*command, "--data-binary", "@-", url], input=CANONICAL, check=True, capture_output=True)
            path = self.file("request.http", recorder.sent)
            self.assertEqual(self.run_cli("verify", "--capture", path).status, 0, recorder.sent)
            changed = self.file("changed.http", recorder.sent.replace(b"12.5", b"12.6"))
            self.assertEqual(self.run_cli("verify", "--capture", changed).status, 1)

    def test_the_line_for_openssl_signs(self):
        line = self.block("sh", "By hand, with openssl")
        self.assertEqual(line.count("\n"), 1)
        self.file("body.json", CANONICAL)
        env = self.env | {"INNGEST_SIGNING_KEY": KEY}
        made = subprocess.run(["sh", "-c", line], capture_output=True, text=True, env=env, cwd=self.folder, check=True)
        header = made.stdout.strip()
        at = int(re.match(r"t=([0-9]+)&", header).group(1))
        self.assertLess(abs(at - time.time()), 30)
        self.assertEqual(header, sign(CANONICAL, at))
        self.assertEqual(self.run_cli("verify", "--header", header, stdin=CANONICAL).status, 0)

    def test_every_command_step_and_status_is_on_the_page(self):
        page = PAGE.read_text(encoding="utf-8")
        source = (ROOT / "core/src/rotation/step.rs").read_text(encoding="utf-8")
        actions = re.findall(r'^    \w+, "([a-z_]+)",$', source, re.MULTILINE)
        self.assertGreater(len(actions), 10)
        for action in actions:
            if action != "ask_server":
                self.assertIn(f"`{action}`", page)
        for status in [0, 1, 2, 3, 4, 10]:
            self.assertIn(f"\n| {status} | ", page)


def quote(text):
    return "'" + text.replace("'", "'\\''") + "'"


if __name__ == "__main__":
    unittest.main(argv=[arg for arg in sys.argv if arg != "--write"])
