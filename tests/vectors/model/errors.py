"""The list of errors that the README publishes, and how one is put into words."""

import re
from pathlib import Path

README = Path(__file__).resolve().parents[3] / "README.md"
ROW = re.compile(r"\| [0-9]+ \| `([a-z0-9_]+)` \| ([0-9]{3}) \| (.+) \|")

# Code: (status, message).
ERRORS = {code: (int(status), message) for code, status, message in ROW.findall(README.read_text(encoding="utf-8"))}

# What a log tells the operator to do.
ADVICE = {
    "missing_signing_key": "set INNGEST_SIGNING_KEY",
    "body_unavailable": "put signkey in front of everything that reads or parses the body",
    "response_unsignable": "raise max_response_size, or serve this response from a route that signs nothing",
    "body_too_large": "raise max_body_size if such bodies are meant",
    "replay_guard_full": "make the replay guard for more entries",
    "replay_store_unavailable": "see whether the replay store runs and answers",
}


def status(code):
    return ERRORS[code][0]


def message(code):
    """What the error says of itself, without any detail."""
    return ERRORS[code][1]


def sentence(code, setting=None, detail=None):
    """The message with the setting that is to blame, and the position or the skew."""
    text = message(code)
    if code == "non_hex_key":
        text = f"character {detail} of the signing key is not hexadecimal"
    elif code == "expired":
        text += f": signed {detail} seconds ago"
    elif code == "not_yet_valid":
        text += f": signed {detail} seconds ahead"
    return f"{setting}: {text}" if setting else text


def log(code, setting=None, detail=None):
    advice = ADVICE.get(code)
    text = f"{code}: {sentence(code, setting, detail)}"
    return f"{text}: {advice}" if advice else text
