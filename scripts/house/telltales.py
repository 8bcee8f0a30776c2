"""Signs of a rule of the protocol outside of the core."""

import re
from pathlib import Path

from . import code
from .files import Finding

# The folders that translate and decide nothing.
TRANSLATORS = ("ffi-c/src/", "bindings-go/", "bindings-node/", "bindings-python/", "bindings-rust/")
TESTS = re.compile(r"(^|/)(tests?|examples?|scripts|types)/|_test\.go$|(^|/)test_\w+\.py$|^bindings-node/dist/")

QUOTE = r"[\"'`]"
METHODS = "GET|HEAD|POST|PUT|PATCH|DELETE|OPTIONS"
RULES = [
    ("status", re.compile(r"(?<![\w.])(?:204|205|304|40[0135]|413|50[0-4])(?![\w.])")),
    ("status", re.compile(r"\b(?:http\.Status[A-Z]\w+|StatusCode::[A-Z_]+|HTTPStatus\.[A-Z_]+)")),
    ("size", re.compile(r"\b\d+(?:_?usize|_?u64|n)?\s*<<\s*(?:20|30)\b|\b1024\s*\*\s*1024\b")),
    ("size", re.compile(r"\b(?:1_?048_?576|4_?194_?304|16_?777_?216)(?:n|u64|usize)?\b|\b\w*MiB\b", re.IGNORECASE)),
    ("window", re.compile(r"(?<![\w.])300(?![\w.])|\b5\s*\*\s*(?:60|time\.Minute)\b")),
    ("method", re.compile(rf"{QUOTE}(?:{METHODS}){QUOTE}")),
    ("method", re.compile(rf"\bhttp\.Method[A-Z]\w+|\bMethod::(?:{METHODS})\b")),
    ("header", re.compile(rf"{QUOTE}[^\"'`\n]*x[-_]inngest[-_][^\"'`\n]*{QUOTE}", re.IGNORECASE)),
    ("header", re.compile(rf"{QUOTE}(?:http[-_])?(?:content[-_]length|transfer[-_]encoding){QUOTE}", re.IGNORECASE)),
    ("header", re.compile(rf"{QUOTE}www-authenticate{QUOTE}", re.IGNORECASE)),
    ("header", re.compile(r"(?<![\w\"'`])(?:CONTENT_LENGTH|TRANSFER_ENCODING|WWW_AUTHENTICATE)\b")),
    ("crypto", re.compile(r"\b(?:hmac|createHmac|sha256|hashlib|timingSafeEqual|compare_digest)\b")),
]
ROW = re.compile(r"^\| \d+ \| `(\w+)` \|", re.MULTILINE)
# Codes of a wrong call, which a binding finds out before the core is asked.
OWN_CODES = {"invalid_argument", "internal", "out_of_memory", "finished"}


def check(root, sources):
    rules = [*RULES, ("code", codes(root))]
    for source in sources:
        if not source.path.startswith(TRANSLATORS) or TESTS.search(source.path) or source.path.endswith(".pyi"):
            continue
        for number, line in enumerate(code.without_comments(source).splitlines(), 1):
            for rule, pattern in rules:
                for found in pattern.finditer(line):
                    yield Finding(source.path, number, rule, found.group())


def codes(root):
    """Literals that say the code of an error."""
    listed = ROW.findall(Path(root, "docs/errors.md").read_text(encoding="utf-8"))
    names = "|".join(sorted(set(listed) - OWN_CODES)) or "(?!)"
    return re.compile(rf"{QUOTE}(?:{names}){QUOTE}")
