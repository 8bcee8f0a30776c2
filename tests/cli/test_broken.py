"""What signkey says of set-ups that are broken in one way. `test_broken.py --write` makes the page anew."""

import sys
import unittest

import broken
from support import OTHER, ROOT, CliTest, secrets

PAGE = ROOT / "docs/cli-broken.md"
HEAD = """# Broken set-ups, and what signkey says

Each row is a set-up with one mistake, and what `signkey doctor` says of its settings, or `signkey explain` of its request.
`tests/cli/test_broken.py` makes this page out of what the program prints, and fails if it differs.
"""


class Broken(CliTest):
    def ask(self, setup):
        """Returns the one finding about the set-up."""
        files = [self.file(name, OTHER) for name in setup.others]
        args = [*setup.args, *(word for path in files for word in ("--other", path.name))]
        done = self.run_cli(*args, "--json", env=setup.env, key=None, stdin=setup.stdin)
        (finding, *_) = [line for line in done.lines if "settings" not in line]
        return done, finding

    def test_every_set_up_is_said_to_be_what_it_is(self):
        asked = 0
        for _, setups in broken.ALL:
            for setup in setups:
                with self.subTest(setup.title):
                    done, finding = self.ask(setup)
                    code = finding.get("found") or finding.get("cause") or finding["code"]
                    self.assertEqual((code, finding.get("setting", finding.get("key"))), (setup.code, setup.setting))
                    self.assertTrue(finding["hint"] and not finding["hint"].endswith("."))
                    self.assertTrue(finding["docs"] is None or finding["docs"].startswith("docs/errors.md#"))
                    is_warning = finding.get("severity") == "warning"
                    self.assertEqual(done.status, 0 if is_warning else 1 if "cause" in finding else 3)
                    self.assert_silent(done)
                    self.assertIn(finding["message"], self.row(setup, finding))
                    asked += 1
        self.assertGreaterEqual(asked, 30)
        print(f"{asked} set-ups", file=sys.stderr)

    @staticmethod
    def row(setup, finding):
        return f"| {setup.title} | {finding['message']} | {finding['hint']} |\n"

    def page(self):
        text = HEAD
        for title, setups in broken.ALL:
            text += f"\n## {title}\n\n| set-up | signkey says | to do |\n| --- | --- | --- |\n"
            text += "".join(self.row(setup, self.ask(setup)[1]) for setup in setups)
        return text

    def test_the_page_says_what_the_program_says(self):
        if "--write" in sys.argv:
            PAGE.write_text(self.page(), encoding="utf-8")
        page = PAGE.read_text(encoding="utf-8")
        self.assertEqual(page, self.page())
        for secret in secrets():
            self.assertNotIn(secret, page)


if __name__ == "__main__":
    unittest.main(argv=[arg for arg in sys.argv if arg != "--write"])
