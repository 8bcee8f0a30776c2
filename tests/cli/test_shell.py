"""The program among shells: help, completions, manual page, colours, size."""

import os
import re
import shutil
import subprocess
import sys
import time
import unittest

from support import BINARY, KEY, ROOT, CliTest

COMMANDS = (
    "keygen id token inspect sign verify explain canonicalize encrypt decrypt doctor probe rotate export completions man"
).split()


class Shell(CliTest):
    def test_the_help_is_one_screen_with_examples(self):
        done = self.run_cli("--help", key=None)
        lines = done.out.splitlines()
        self.assertLessEqual(len(lines), 40)
        self.assertLessEqual(max(map(len, lines)), 90)
        for command in COMMANDS:
            self.assertRegex(done.out, rf"(?m)^  {command} ")
        for part in ["Examples:", "Exit status: 0 yes, 1 refused, 2 usage, 3 settings, 4 network", "10 a step is left"]:
            self.assertIn(part, done.out)
        for command in COMMANDS:
            self.assertEqual(self.run_cli(command, "--help", key=None).status, 0, command)

    def test_what_is_misspelt_is_a_matter_of_usage_with_the_right_word(self):
        done = self.run_cli("explian", key=None)
        self.assertEqual((done.status, done.out), (2, ""))
        self.assertIn("explain", done.err)
        self.assertEqual(self.run_cli("verify", "--windw", "3").status, 2)

    def test_completions_are_scripts_that_their_shells_read(self):
        for shell, check in [("bash", ["bash", "-n"]), ("zsh", ["zsh", "-n"]), ("fish", ["fish", "--no-execute"])]:
            with self.subTest(shell):
                script = self.run_cli("completions", shell, key=None)
                for command in COMMANDS:
                    self.assertIn(command, script.out)
                if not shutil.which(check[0]):
                    self.skipTest(f"{shell} is not installed")
                subprocess.run([*check, self.file(shell, script.out)], check=True)

    def test_bash_completes_commands_and_options(self):
        script = self.file("signkey.bash", self.run_cli("completions", "bash", key=None).out)
        for words, expected in [(["signkey", "exp"], {"explain", "export"}), (["signkey", "verify", "--cap"], {"--capture"})]:
            test = f". {script}; COMP_WORDS=({' '.join(words)}); COMP_CWORD={len(words) - 1}; "
            test += f"_signkey signkey {words[-1]} {words[-2]}; printf '%s\\n' \"${{COMPREPLY[@]}}\""
            done = subprocess.run(["bash", "-c", test], capture_output=True, text=True, check=True)
            self.assertEqual(set(done.stdout.split()), expected)

    def test_the_manual_page_has_a_section_for_each_command(self):
        page = self.run_cli("man", key=None)
        for command in COMMANDS:
            self.assertIn(f".SH COMMAND {command.upper()}\n", page.out)
        if not shutil.which("man"):
            self.skipTest("man is not installed")
        path = self.file("signkey.1", page.out)
        done = subprocess.run(["man", "--warnings", "-l", path], capture_output=True, text=True, check=True)
        self.assertEqual(done.stderr, "")
        self.assertIn("COMMAND ROTATE", done.stdout)

    def test_there_is_no_colour_where_nobody_wants_any(self):
        for env in [{}, {"NO_COLOR": "1"}, {"NO_COLOR": "1", "CLICOLOR_FORCE": "1"}]:
            for args in [["--help"], ["nothing"], ["doctor"], ["explain"]]:
                done = self.run_cli(*args, env=env, key="junk")
                self.assertNotIn("\x1b", done.out + done.err, (env, args))

    def test_json_is_one_object_a_line_for_every_command(self):
        body = b'{"a":1}'
        for args in [
            ["keygen"], ["id"], ["token"], ["inspect"], ["sign"], ["verify", "--header", "t=1"], ["explain"],
            ["doctor"], ["export", "--format", "dotenv"], ["probe", "http://127.0.0.1:1/"],
        ]:
            done = self.run_cli(*args, "--json", stdin=body)
            self.assertTrue(done.lines and all(isinstance(line, dict) for line in done.lines), args)

    def test_nothing_is_written_unless_it_is_asked_for(self):
        for args in [["keygen"], ["id"], ["sign"], ["doctor"], ["export", "--format", "k8s"], ["completions", "bash"], ["man"]]:
            self.run_cli(*args, stdin=b"{}")
        self.assertEqual(list(self.folder.iterdir()), [])

    def test_a_reader_that_goes_away_is_no_failure(self):
        env = {"INNGEST_SIGNING_KEY": KEY, "B": str(BINARY)}
        command = '"$B" man | head -c 1 >/dev/null; "$B" man 2>&1 >/dev/full'
        done = subprocess.run(["bash", "-o", "pipefail", "-c", command], env=env, capture_output=True, text=True, check=False)
        self.assertNotIn("panicked", done.stdout + done.stderr)
        self.assertEqual(done.returncode, 2)

    def test_the_binary_is_small(self):
        self.assertLess(BINARY.stat().st_size, 3_000_000)

    def test_it_starts_faster_than_openssl(self):
        commands = {"true": ["true"], "openssl version": ["openssl", "version"], "signkey id": [BINARY, "id"]}
        env = {"PATH": os.environ["PATH"], "INNGEST_SIGNING_KEY": KEY}
        times = {name: [] for name in commands}
        for _ in range(40):
            for name, command in commands.items():
                start = time.perf_counter()
                subprocess.run(command, env=env, capture_output=True, check=True)
                times[name].append((time.perf_counter() - start) * 1000)
        shown = ", ".join(f"{name} {min(taken):.2f} ms" for name, taken in times.items())
        print(f"{BINARY.stat().st_size} bytes; start at best: {shown}", file=sys.stderr)
        self.assertLess(min(times["signkey id"]), min(times["openssl version"]))

    def test_every_dependency_has_a_reason(self):
        manifest = (ROOT / "cli/Cargo.toml").read_text(encoding="utf-8")
        section = manifest.split("[dependencies]\n")[1].split("\n[")[0]
        names = set(re.findall(r"(?m)^([a-z_-]+)(?: =|\.workspace)", section)) | {"signkey"}
        readme = (ROOT / "cli/README.md").read_text(encoding="utf-8")
        for name in names:
            self.assertIn(f"| `{name}` |", readme)


if __name__ == "__main__":
    unittest.main()
