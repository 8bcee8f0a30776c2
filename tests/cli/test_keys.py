"""Keys: made, shown, kept out of arguments, exported."""

import re
import stat
import subprocess
import unittest

from support import DIGITS, KEY, OTHER, OTHER_DIGITS, CliTest, key_hash, key_id


class Keygen(CliTest):
    def test_a_new_key_is_written_for_this_user_alone_and_never_over_another(self):
        made = self.run_cli("keygen", "-o", "new.key", key=None)
        self.assertEqual(made.status, 0)
        path = self.folder / "new.key"
        self.assertEqual(stat.S_IMODE(path.stat().st_mode), 0o600)
        text = path.read_text()
        digits = re.fullmatch(r"signkey-prod-([0-9a-f]{64})\n", text).group(1)
        self.assertEqual(made.out, key_id(digits) + "\n")
        self.assertNotIn(digits, made.err)
        self.assertIn("self-hosted server takes only the digits", made.err)
        again = self.run_cli("keygen", "-o", "new.key", key=None)
        self.assertEqual((again.status, again.out), (2, ""))
        self.assertEqual(path.read_text(), text)

    def test_a_key_has_the_prefix_that_was_asked_for(self):
        for args, pattern in [
            ([], r"signkey-prod-[0-9a-f]{64}"),
            (["--prefix", "test"], r"signkey-test-[0-9a-f]{64}"),
            (["--prefix", "branch"], r"signkey-branch-[0-9a-f]{64}"),
            (["--bare"], r"[0-9a-f]{64}"),
        ]:
            made = self.run_cli("keygen", *args, key=None)
            self.assertRegex(made.out, f"^{pattern}\n$")
        keys = {self.run_cli("keygen", "--json", key=None).json["key"] for _ in range(20)}
        self.assertEqual(len(keys), 20)


class Shown(CliTest):
    def test_an_id_is_the_front_of_the_hash(self):
        shown = self.run_cli("id", env={"INNGEST_SIGNING_KEY_FALLBACK": OTHER})
        self.assertEqual(shown.out, f"{key_id(DIGITS)}\n{key_id(OTHER_DIGITS)}\n")
        shown = self.run_cli("id", "--json")
        self.assertEqual(shown.json, {"name": "INNGEST_SIGNING_KEY", "id": key_id(DIGITS)})

    def test_the_token_is_printed_only_by_its_own_command(self):
        token = f"signkey-test-{key_hash(DIGITS)}"
        self.assertEqual(self.run_cli("token").out, token + "\n")
        for command in ["id", "inspect", "doctor"]:
            self.assert_silent(self.run_cli(command))

    def test_inspect_says_what_a_key_is_or_why_it_is_none(self):
        shown = self.run_cli("inspect", "--json")
        expected = {"name": "INNGEST_SIGNING_KEY", "id": key_id(DIGITS), "environment": "test", "bits": 256}
        self.assertEqual(shown.json, expected)
        bare = self.run_cli("inspect", key="12345678")
        self.assertIn("no prefix", bare.out)
        self.assertIn("can be guessed", bare.err)
        broken = self.run_cli("inspect", "--json", key=f"{KEY}\u200b")
        self.assertEqual((broken.status, broken.json["error"]), (3, "non_hex_key"))
        self.assertIn("zero-width space (U+200B)", broken.json["message"])
        self.assert_silent(broken)


class Sources(CliTest):
    def test_keys_come_from_files_standard_input_and_variables(self):
        path = self.file("a key.txt", f" {OTHER}\r\n")
        for result in [
            self.run_cli("id", "--key-file", path, key=None),
            self.run_cli("id", "--key-file", "-", stdin=OTHER, key=None),
            self.run_cli("id", key=OTHER),
            self.run_cli("id", key=None, env={"INNGEST_SIGNING_KEY_FILE": str(path)}),
            self.run_cli("id", key=None, env={"INNGEST_SIGNING_KEY_FALLBACK": OTHER}),
        ]:
            self.assertEqual((result.status, result.out), (0, key_id(OTHER_DIGITS) + "\n"), result.err)

    def test_a_file_and_its_variable_are_an_error_together(self):
        path = self.file("key", KEY)
        both = self.run_cli("id", "--json", env={"INNGEST_SIGNING_KEY_FILE": str(path)})
        self.assertEqual((both.status, both.json["error"]), (3, "invalid_setting"))
        self.assertEqual(both.json["setting"], "INNGEST_SIGNING_KEY_FILE")
        missing = self.run_cli("id", "--json", key=None, env={"INNGEST_SIGNING_KEY_FILE": "/nowhere/key"})
        self.assertEqual((missing.status, missing.json["error"]), (3, "invalid_setting"))

    def test_no_key_is_taken_from_an_argument_or_repeated(self):
        for args in [
            ["id", KEY],
            ["id", f"--key-file={KEY}"],
            ["id", "--key-file", KEY],
            ["inspect", DIGITS],
            ["sign", "--at", DIGITS],
            [f"--json={KEY}"],
        ]:
            refused = self.run_cli(*args)
            self.assertEqual((refused.status, refused.out), (2, ""), args)
            self.assertIn("a signing key is among the arguments", refused.err)
            self.assert_silent(refused)

    def test_no_key_at_all_is_said_with_the_way_out(self):
        for command in ["id", "token", "sign", "verify", "explain", "inspect"]:
            refused = self.run_cli(command, "--json", key=None)
            self.assertEqual((refused.status, refused.json["error"]), (3, "missing_signing_key"), command)
            self.assertIn("--key-file", refused.json["hint"])

    def test_standard_input_is_not_both_key_and_body(self):
        refused = self.run_cli("sign", "--key-file", "-", stdin=KEY, key=None)
        self.assertEqual(refused.status, 2)


class Export(CliTest):
    TWO = {"INNGEST_SIGNING_KEY_FALLBACK": OTHER}

    def test_a_dotenv_file_is_read_by_a_shell_as_it_was_written(self):
        exported = self.run_cli("export", "--format", "dotenv", env=self.TWO)
        path = self.file("env", exported.out)
        script = f". {path}; printf %s,%s $INNGEST_SIGNING_KEY $INNGEST_SIGNING_KEY_FALLBACK"
        read = subprocess.run(["sh", "-c", script], capture_output=True, text=True, check=True)
        self.assertEqual(read.stdout, f"{KEY},{OTHER}")

    def test_a_kubernetes_secret_names_both_variables(self):
        exported = self.run_cli("export", "--format", "k8s", env=self.TWO).out
        self.assertIn("kind: Secret\n", exported)
        self.assertIn(f'  INNGEST_SIGNING_KEY: "{KEY}"\n', exported)
        self.assertIn(f'  INNGEST_SIGNING_KEY_FALLBACK: "{OTHER}"\n', exported)

    def test_commands_take_the_keys_by_standard_input(self):
        # Stand-ins for the tools, which write down their arguments and their input.
        tool = '#!/bin/sh\necho "$(basename "$0") $*" >>"$LOG"\ncat >>"$LOG"\necho >>"$LOG"\n'
        for name in ["gh", "vercel", "docker", "systemd-creds"]:
            self.file(name, tool).chmod(0o755)
        key = self.file("it's a key", KEY + "\n")
        for format, command in [
            ("github", "gh secret set INNGEST_SIGNING_KEY"),
            ("vercel", "vercel env add INNGEST_SIGNING_KEY production --sensitive"),
            ("docker-secret", "docker secret create inngest_signing_key -"),
            (
                "systemd",
                "systemd-creds encrypt --name=inngest_signing_key - /etc/credstore.encrypted/inngest_signing_key",
            ),
        ]:
            for env, args in [
                ({"INNGEST_SIGNING_KEY": KEY}, []),
                ({}, ["--key-file", key]),
                ({"INNGEST_SIGNING_KEY_FILE": str(key)}, []),
            ]:
                exported = self.run_cli("export", "--format", format, *args, env=env, key=None)
                self.assertEqual(exported.status, 0, exported.err)
                self.assert_silent(exported)
                log = self.folder / "log"
                log.unlink(missing_ok=True)
                variables = {"PATH": f"{self.folder}:/usr/bin:/bin", "LOG": str(log), **env}
                subprocess.run(["sh", "-euc", exported.out], env=variables, check=True, cwd=self.folder)
                self.assertEqual(log.read_text(), f"{command}\n{KEY}\n")

    def test_a_file_whose_name_is_that_of_a_variable_is_a_file(self):
        for name in ["INNGEST_SIGNING_KEY", "INNGEST_$(touch made)", "INNGEST_X_FILE"]:
            self.file(name, KEY + "\n")
            exported = self.run_cli("export", "--format", "github", "--key-file", name, key=OTHER)
            self.file("gh", "#!/bin/sh\ncat >log\n").chmod(0o755)
            variables = {"PATH": f"{self.folder}:/usr/bin:/bin", "INNGEST_SIGNING_KEY": OTHER, "INNGEST_X_FILE": "/dev/null"}
            subprocess.run(["sh", "-euc", exported.out], env=variables, check=True, cwd=self.folder)
            self.assertEqual((self.folder / "log").read_text(), KEY, name)
            self.assertFalse((self.folder / "made").exists())


if __name__ == "__main__":
    unittest.main()
