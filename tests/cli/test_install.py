"""The program as users install it, each way in a fresh folder."""

import os
import shutil
import subprocess
import sys
import unittest

from support import DIGITS, KEY, ROOT, CliTest, key_id


@unittest.skipIf(os.environ.get("SIGNKEY_SKIP_INSTALL"), "asked for")
class Install(CliTest):
    def build(self, *command, **more):
        subprocess.run(command, check=True, cwd=self.folder, stdout=subprocess.DEVNULL, timeout=900, **more)

    def assert_works(self, *program):
        env = {"PATH": os.environ["PATH"], "INNGEST_SIGNING_KEY": KEY, "HOME": str(self.folder)}
        for args, status, said in [(["id"], 0, key_id(DIGITS)), (["verify", "--header", "t=1"], 1, "malformed_signature")]:
            done = subprocess.run([*program, *args], capture_output=True, input=b"{}", env=env, cwd=self.folder, check=False)
            self.assertEqual(done.returncode, status, done.stderr)
            self.assertIn(said, done.stdout.decode())

    def test_cargo_installs_it(self):
        target = os.environ.get("CARGO_TARGET_DIR", str(ROOT / "target"))
        command = ["cargo", "install", "--quiet", "--locked", "--profile", "cli", "--path", ROOT / "cli"]
        env = os.environ | {"CARGO_TARGET_DIR": target}
        self.build(*command, "--root", self.folder / "cargo", "--no-track", env=env)
        self.assert_works(self.folder / "cargo/bin/signkey")

    def test_a_wheel_holds_it_alone(self):
        if not (ROOT / ".venv/bin/maturin").exists() and not shutil.which("maturin"):
            self.skipTest("maturin is not installed")
        self.build(ROOT / "cli/python/build", self.folder / "wheels")
        (wheel,) = (self.folder / "wheels").glob("signkey_cli-*.whl")
        self.build(sys.executable, "-m", "venv", "venv")
        self.build(self.folder / "venv/bin/pip", "install", "--quiet", "--no-index", "--no-deps", wheel)
        self.assert_works(self.folder / "venv/bin/signkey")
        self.assertEqual(list((self.folder / "venv/lib").glob("python*/site-packages/signkey")), [])

    def test_an_npm_package_holds_it_alone(self):
        if not shutil.which("npm"):
            self.skipTest("npm is not installed")
        self.build(ROOT / "cli/npm/build", self.folder / "npm")
        (package,) = (self.folder / "npm").glob("signkey-cli-*.tgz")
        self.file("package.json", '{"private":true}')
        self.build("npm", "install", "--silent", "--offline", "--no-audit", "--no-fund", package)
        self.assert_works(self.folder / "node_modules/.bin/signkey")


if __name__ == "__main__":
    unittest.main()
