"""What a refusal looks like: to the caller, to the connection, to the operator."""

from ..builder import NOW
from ..common import PRIMARY, STRANGER
from .builder import BODY, KIND, LENGTH, NAME, PIECES, AdmissionVectors, length, signature

CLEAR = length(len(BODY))
BAD_KEY = [b"signkey-prod-12x4"]
NO_KEY = "no signing key is configured"
SET_KEY = "set INNGEST_SIGNING_KEY"


def vectors():
    out = AdmissionVectors(
        "Refusals: status, headers, a body of `code` and `message`, whether the connection can go on, and the text for"
        " the log. In cloud mode a fault of the app says nothing about its settings."
    )
    outsiders(out)
    faults(out)
    dev(out)
    unread(out)
    return out


def outsiders(out):
    """What anyone can cause is told as it is."""
    out.refused(
        "refusal-missing",
        "the header is named",
        "missing_signature",
        reads=False,
        unread=False,
        headers=[],
        says="the signature header is missing",
        logs="the signature header is missing",
    )
    for id, header, code, says in [
        ("malformed", (NAME, b"junk"), "malformed_signature", "the signature header is malformed"),
        ("mismatch", signature(key=STRANGER), "signature_mismatch", "the signature matches no signing key"),
        ("old", signature(t=NOW - 4711), "expired", "the signature is authentic but too old: signed 4711 seconds ago"),
        (
            *("ahead", signature(t=NOW + 4711), "not_yet_valid"),
            "the signature is authentic but lies in the future: signed 4711 seconds ahead",
        ),
    ]:
        for mode in [b"cloud", b"dev"]:
            out.refused(
                f"refusal-{id}-{mode.decode()}",
                "the same in both modes",
                code,
                reads=code != "malformed_signature",
                unread=False,
                mode=mode,
                headers=[header],
                says=says,
                logs=says,
            )
    out.refused(
        "refusal-large",
        "413, and advice for the operator alone",
        "body_too_large",
        reads=False,
        unread=True,
        endpoint=[("max_body_size", b"1")],
        says="the body is larger than the limit",
        logs="the body is larger than the limit: raise max_body_size if such bodies are meant",
    )
    out.refused(
        "refusal-aborted",
        "400",
        "body_incomplete",
        reads=True,
        unread=True,
        received="aborted",
        body=b"",
        says="the body broke off before its end",
        logs="the body broke off before its end",
    )


def faults(out):
    """What the operator has to mend: 500, and nothing about settings."""
    out.refused(
        "refusal-no-key",
        "the advice is in the log",
        "missing_signing_key",
        reads=False,
        unread=True,
        keys=[],
        says=NO_KEY,
        logs=f"INNGEST_SIGNING_KEY: {NO_KEY}: {SET_KEY}",
    )
    for id, settings, setting in [
        ("option", [(b"signing_key", BAD_KEY[0])], "signing_key"),
        ("option-fallback", [(b"signing_key", PRIMARY), (b"signing_key_fallback", BAD_KEY[0])], "signing_key_fallback"),
    ]:
        out.refused(
            f"refusal-bad-key-{id}",
            "neither which key nor where in it",
            "non_hex_key",
            reads=False,
            unread=True,
            settings=settings,
            says="the signing key has a character that is not hexadecimal",
            logs=f"{setting}: character 16 of the signing key is not hexadecimal",
        )
    for variable in ["INNGEST_SIGNING_KEY", "INNGEST_SIGNING_KEY_FALLBACK"]:
        out.refused(
            f"refusal-bad-key-{variable.lower().replace('_', '-')}",
            "the log names the variable",
            "non_hex_key",
            reads=False,
            unread=True,
            keys=[],
            vars={"INNGEST_SIGNING_KEY": PRIMARY} | {variable: BAD_KEY[0]},
            says="the signing key has a character that is not hexadecimal",
            logs=f"{variable}: character 16 of the signing key is not hexadecimal",
        )
    unknown = "the value is not one that the setting accepts"
    for variable in ["INNGEST_DEV", "INNGEST_ENABLE_UNAUTHED_SYNC", "INNGEST_ALLOW_IN_BAND_SYNC"]:
        out.refused(
            f"refusal-switch-{variable.lower().replace('_', '-')}",
            "the setting is named in the log alone",
            "invalid_setting",
            reads=False,
            unread=True,
            mode=None,
            vars={variable: b"0 # cloud"},
            says=unknown,
            logs=f"{variable}: {unknown}",
        )
    taken = "the whole body is not available: something in front read or parsed it, or its end is unknown"
    out.refused(
        "refusal-parsed",
        "the connection can go on: a parser has read the body",
        "body_unavailable",
        reads=True,
        unread=False,
        received="parsed",
        body=b"",
        says=taken,
        logs=f"{taken}: put signkey in front of everything that reads or parses the body",
    )


def dev(out):
    """In dev mode the caller and the operator are the same person."""
    out.refused(
        "refusal-dev-bad-key",
        "what is wrong, and where",
        "non_hex_key",
        reads=False,
        unread=True,
        mode=b"dev",
        keys=BAD_KEY,
        says="signing_key: character 16 of the signing key is not hexadecimal",
    )
    unknown = "INNGEST_ENABLE_UNAUTHED_SYNC: the value is not one that the setting accepts"
    out.refused(
        "refusal-dev-switch",
        "and in which setting",
        "invalid_setting",
        reads=False,
        unread=False,
        mode=b"dev",
        vars={"INNGEST_ENABLE_UNAUTHED_SYNC": b"maybe"},
        headers=[],
        says=unknown,
        logs=unknown,
    )
    out.refused(
        "refusal-dev-unknown-mode",
        "a mode that is not known is not dev",
        "invalid_setting",
        reads=False,
        unread=False,
        mode=None,
        vars={"INNGEST_DEV": b"yes!"},
        headers=[(KIND, b"dev")],
        says="the value is not one that the setting accepts",
        warning="dev_server_in_cloud_mode",
    )


def unread(out):
    """Whether a body was announced that nobody read."""
    for id, framing, expected in [
        ("nothing", [], False),
        ("zero", [(LENGTH, b"0")], False),
        ("zeros", [(LENGTH, b"000")], False),
        ("one", [(LENGTH, b"1")], True),
        ("pieces", [PIECES], True),
        ("pieces-zero", [(LENGTH, b"0"), PIECES], True),
        ("identity", [(b"transfer-encoding", b"identity")], True),
        ("empty", [(LENGTH, b"")], True),
        ("word", [(LENGTH, b"none")], True),
        ("zero-twice", [(LENGTH, b"0"), (LENGTH, b"0")], True),
        ("past-u64", [(LENGTH, b"%d" % 2**64)], True),
        ("name-case", [(b"CONTENT-LENGTH", b"7")], True),
    ]:
        out.refused(
            f"unread-{id}",
            "what is unclear counts as a body",
            "missing_signature",
            reads=False,
            unread=expected,
            headers=framing,
        )
    for id, received in [("ended", "ended"), ("declared", f"declared:{len(BODY)}"), ("unknown", "unknown")]:
        out.refused(
            f"unread-mismatch-{id}",
            "all of the body was read",
            "signature_mismatch",
            reads=True,
            unread=False,
            received=received,
            headers=[signature(key=STRANGER), CLEAR],
        )
