"""Where signkey answers otherwise than a published package, and why. Each row is tried.

A row: what is tried, what the package is seen to do, what signkey has to do, and why.
"""

import json

KEY, OTHER = "an-encryption-key", "another-encryption-key"


def rows(signkey, python, node):
    sealed = signkey.encrypt([KEY], '"secret"')
    box = json.loads(sealed)
    field = json.dumps({"a": box, "encrypted": box})
    whole = json.dumps({**json.loads(signkey.encrypt([KEY], '{"a":1}')), "_inngest": 1})
    lookalike = json.dumps({"__ENCRYPTED__": True, "ssn": "000-00"})
    strategy = json.dumps({**box, "__STRATEGY__": "other"})
    yield (
        "a value that carries the marker",
        [("python returns it as it is", python.encrypt([KEY], lookalike) == lookalike)],
        signkey.decrypt([KEY], signkey.encrypt([KEY], lookalike)) == lookalike
        and "000-00" not in signkey.encrypt([KEY], lookalike),
        "a plaintext is encrypted whatever it looks like, and comes back as it was",
    )
    yield (
        "null",
        [("node leaves it", node.encrypt([KEY], "null") == "null")],
        signkey.encrypt([KEY], "null") != "null",
        "that there is no value is a fact like any other",
    )
    yield (
        "event data: two encrypted fields",
        [("python decrypts one", python.decrypt_event([KEY], None, field).count("secret") == 1)],
        signkey.decrypt_event([KEY], None, field).count("secret") == 2,
        "every encrypted field is decrypted",
    )
    yield (
        "event data encrypted as a whole",
        [("node leaves it", "__ENCRYPTED__" in node.decrypt_event([KEY], None, whole))],
        json.loads(signkey.decrypt_event([KEY], None, whole)) == {"a": 1, "_inngest": 1},
        "both of its forms are decrypted",
    )
    yield (
        "another strategy",
        [
            ("python returns it as it is", python.decrypt([KEY], strategy) == strategy),
            ("node tries it", node.decrypt([KEY], strategy) == '"secret"'),
        ],
        signkey.decrypt([KEY], strategy) == "error unknown_encryption_strategy",
        "an unknown strategy is neither plaintext nor a guess",
    )
    further = json.dumps({**box, "further": 1})
    yield (
        "a further member in an envelope",
        [(f"{peer.name} drops it", peer.decrypt([KEY], further) == '"secret"') for peer in (python, node)],
        signkey.decrypt([KEY], further) == "error malformed_envelope",
        "nothing gets lost silently",
    )
    spaced = json.dumps({**box, "data": box["data"][:20] + "\n" + box["data"][20:]})
    yield (
        "base64 with a line break",
        [("python skips it", python.decrypt([KEY], spaced) == '"secret"')],
        signkey.decrypt([KEY], spaced) == "error malformed_envelope",
        "one text for any bytes",
    )
    padded = f" {KEY}\n"
    yield (
        "a key with white space around it",
        [("python takes it as it is", python.decrypt([KEY], python.encrypt([padded], "1")) is None)],
        signkey.decrypt([KEY], signkey.encrypt([padded], "1")) == "1"
        and node.decrypt([KEY], signkey.encrypt([padded], "1")) == "1",
        "white space is removed, as the TypeScript package does; for old data give the raw key",
    )
    nel = f"{KEY}\x85"
    yield (
        "a key that ends in U+0085",
        [("node takes it as it is", node.decrypt([nel], signkey.encrypt([nel], "1")) is None)],
        signkey.decrypt([KEY], signkey.encrypt([nel], "1")) == "1",
        "it is white space in Unicode, though not in ECMAScript",
    )
    yield (
        "an empty primary key",
        [
            ("node encrypts with the fallback", node.decrypt([KEY], node.encrypt(["", KEY], "1")) == "1"),
            ("python takes it as a key", python.encrypt(["", KEY], "1") is not None),
        ],
        signkey.encrypt(["", KEY], "1") == "error empty_encryption_key"
        and signkey.encrypt([None, KEY], "1") == "error missing_encryption_key",
        "a fallback only decrypts",
    )
    legacy = node.legacy_encrypt([KEY], '"secret"')
    yield (
        "the oldest format, AES without authentication",
        [
            ("node always decrypts it", node.decrypt([KEY], legacy) == '"secret"'),
            ("python returns it as it is", python.decrypt([KEY], legacy) == json.dumps(json.loads(legacy))),
        ],
        signkey.decrypt([KEY], legacy) == "error unknown_encryption_strategy"
        and signkey.decrypt([KEY], legacy, "legacy_aes") == '"secret"',
        "only who needs it switches it on",
    )
