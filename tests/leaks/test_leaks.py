"""The patterns in docs/leaks find keys and tokens, tell them apart, and find nothing else."""

import hashlib
import json
import math
import os
import re
import shutil
import subprocess
import tempfile
import tomllib
import unittest
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
GITLEAKS = "github.com/zricethezav/gitleaks/v8@v8.30.1"

# Made here, so that no scanner finds them in this file.
DIGITS = hashlib.sha256(b"a sample key").hexdigest()
SHORT = DIGITS[:32]
PROD, TEST, BRANCH = (f"signkey-{name}-{DIGITS}" for name in ("prod", "test", "branch"))
TOKEN = f"signkey-prod-{hashlib.sha256(bytes.fromhex(DIGITS)).hexdigest()}"
PUBLIC = "signkey-test-" + "".join(f"{n:02}" for n in range(32))

KEY, BARE, API = "inngest-signing-key", "inngest-bare-signing-key", "inngest-api-token"

FOUND = {
    KEY: [
        PROD,
        f"INNGEST_SIGNING_KEY={PROD}",
        f"INNGEST_SIGNING_KEY='{TEST}'",
        f'export INNGEST_SIGNING_KEY_FALLBACK="{BRANCH}"',
        f'  signingKey: "{PROD}",',
        f"new Inngest({{ signingKey: '{TEST}' }});",
        f"value: {BRANCH} # production",
        f"signkey-my_env1-{DIGITS}",
        f"signkey-prod-{DIGITS.upper()}",
        f"signkey-prod-{SHORT}",
        f"https://a.example/?key={PROD}&x=1",
        f'{{"key":"{PROD}"}}',
    ],
    BARE: [
        f"INNGEST_SIGNING_KEY={DIGITS}",
        f"INNGEST_SIGNING_KEY_FALLBACK: {SHORT}",
        f"--signing-key={DIGITS}",
        f'"signing_key": "{DIGITS}"',
        f"signingKey = '{DIGITS}'",
    ],
    API: [
        f"Authorization: Bearer {TOKEN}",
        f"curl -H 'authorization: bearer {TOKEN}' https://api.inngest.com",
        f"INNGEST_API_TOKEN={TOKEN}",
        f'api_token: "{TOKEN}"',
        f"Bearer {TOKEN.rsplit('-', 1)[1]}",
    ],
}
CLEAN = [
    "signkey-prod-",
    "signkey-test-12345678",
    "signkey-prod-<hex>",
    "signkey-prod-xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
    "signkey-prod-" + "0" * 64,
    "signkey-prod-" + "ab" * 32,
    f"signkey-prod-{DIGITS[:12]}",
    f"key id {DIGITS[:12]}",
    f"signkey-prod-{SHORT}z",
    f"my-signkey-prod-{SHORT}x",
    f"t=1700000000&s={DIGITS}",
    f"X-Inngest-Signature: t=1700000000&s={DIGITS}",
    f"sha256:{DIGITS}",
    f'"signing_key_hash": "{DIGITS[:12]}"',
    f"commit {DIGITS[:40]}",
    "INNGEST_SIGNING_KEY=",
    "INNGEST_SIGNING_KEY=$PRODUCTION_SIGNING_KEY",
    "INNGEST_SIGNING_KEY=" + "0" * 64,
    "signkey-driver-rust", "signkey-conformance-runner",
    PUBLIC,
    "token = None", "Bearer <token>",
]


def entropy(text):
    counts = Counter(text).values()
    return -sum(count / len(text) * math.log2(count / len(text)) for count in counts)


class Expressions(unittest.TestCase):
    """The expressions by themselves, in a dialect that RE2 and Python share."""

    def find(self, rules, line):
        found = set()
        for id, rule in rules.items():
            match = rule["regex"].search(line)
            if not match or not any(word in line.lower() for word in rule["keywords"]):
                continue
            if any(text.search(line) for text in rule["line"]) or any(text.search(match[1]) for text in rule["secret"]):
                continue
            if entropy(match[1]) > rule["entropy"]:
                found.add(id)
        return found

    def check(self, rules):
        self.assertEqual(set(rules), set(FOUND))
        for id, lines in FOUND.items():
            for line in lines:
                self.assertEqual(self.find(rules, line), {id}, line)
        for line in CLEAN:
            self.assertEqual(self.find(rules, line), set(), line)

    def test_the_rules_of_gitleaks(self):
        config = tomllib.loads((ROOT / "docs/leaks/gitleaks.toml").read_text(encoding="utf-8"))
        public = [re.compile(text) for item in config["allowlists"] for text in item["regexes"]]
        rules = {}
        for rule in config["rules"]:
            line = [re.compile(text) for item in rule.get("allowlists", []) for text in item["regexes"]]
            rules[rule["id"]] = {
                "regex": re.compile(rule["regex"]), "keywords": rule["keywords"], "entropy": rule["entropy"],
                "line": line, "secret": public,
            }
        self.check(rules)

    def test_the_detectors_of_trufflehog(self):
        rules = {}
        for part in (ROOT / "docs/leaks/trufflehog.yaml").read_text(encoding="utf-8").split("\n  - name: ")[1:]:
            id, _, rest = part.partition("\n")
            quoted = [text.replace("''", "'") for text in re.findall(r"'((?:[^']|'')+)'", rest)]
            keywords = re.search(r"keywords: \[(.*)\]", rest)[1].split(", ")
            public = [text for text in quoted if re.fullmatch("[0-9a-f]{64}", text)]
            regex, *line = [text for text in quoted if text not in public]
            rules[id] = {
                "regex": re.compile(regex), "keywords": keywords,
                "entropy": float(re.search(r"entropy: ([0-9.]+)", rest)[1]),
                "line": [re.compile(text) for text in line], "secret": [re.compile(text) for text in public],
            }
        expressions = re.findall(r"regex = '''(.*)'''", (ROOT / "docs/leaks/gitleaks.toml").read_text(encoding="utf-8"))
        self.assertEqual({rule["regex"].pattern for rule in rules.values()}, set(expressions), "both have the same")
        # Without the published keys of tests, which one detector names.
        for rule in rules.values():
            rule["secret"] = rule["secret"] or rules[KEY]["secret"]
        self.check(rules)


@unittest.skipUnless(shutil.which("go"), "go is not installed")
class Gitleaks(unittest.TestCase):
    def test_gitleaks_finds_the_same(self):
        with tempfile.TemporaryDirectory() as folder:
            lines = {}
            for id, samples in [*FOUND.items(), (None, CLEAN)]:
                for sample in samples:
                    name = f"{len(lines):03}.txt"
                    (Path(folder) / name).write_text(sample + "\n", encoding="utf-8")
                    lines[name] = (id, sample)
            report = Path(folder) / "report.json"
            command = ["go", "run", GITLEAKS, "dir", folder, "--config", ROOT / "docs/leaks/gitleaks.toml"]
            command += ["--report-path", report, "--report-format", "json", "--no-banner", "--log-level", "error"]
            done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False, env=os.environ | {"GOFLAGS": ""})
            self.assertIn(done.returncode, [0, 1], done.stderr)
            found = {}
            for leak in json.loads(report.read_text(encoding="utf-8")):
                found.setdefault(Path(leak["File"]).name, set()).add(leak["RuleID"])
        for name, (id, sample) in lines.items():
            self.assertEqual(found.get(name, set()), {id} - {None}, sample)
        print(f"{len(lines)} samples")


if __name__ == "__main__":
    unittest.main()
