"""The list of errors that docs/errors.md publishes, and how one is put into words."""

import re
from pathlib import Path

PAGE = (Path(__file__).resolve().parents[3] / "docs/errors.md").read_text(encoding="utf-8")
ROW = re.compile(r"\| [0-9]+ \| `([a-z0-9_]+)` \| ([0-9]{3}) \| (.+) \|")

# Code: (status, message).
ERRORS = {code: (int(status), message) for code, status, message in ROW.findall(PAGE)}

SECTION = re.compile(r"^## ([a-z0-9_]+)\n\n.*?^What to do: (.+?)\.$", re.MULTILINE | re.DOTALL)

# What a log tells the operator to do.
ADVICE = dict(SECTION.findall(PAGE))


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


def advice(code, setting, detail):
    """What to do; more exactly if the setting or the skew says more."""
    beyond_clocks = code in ("expired", "not_yet_valid") and detail > 10**11
    if beyond_clocks and code == "expired":
        return "verify with seconds since 1970: this clock is in milliseconds or smaller units"
    if beyond_clocks:
        return "sign with seconds since 1970: this timestamp is in milliseconds or smaller units"
    if code == "invalid_setting" and setting == "INNGEST_DEV":
        return "set INNGEST_DEV to 1 or 0, or to the URL of a development server"
    return ADVICE.get(code)


def log(code, setting=None, detail=None):
    what = advice(code, setting, detail)
    text = f"{code}: {sentence(code, setting, detail)}"
    return f"{text}: {what}" if what else text
