"""Event data: one field is encrypted, and every encrypted field decrypted."""

from .builder import KEY, OLD, EncryptionVectors, base64_box, envelope

WHOLE = b'"__ENCRYPTED__":true,"__STRATEGY__":"inngest/libsodium","data":"%s"'


def vectors():
    out = EncryptionVectors("Event data and the data of invocations: a field is encrypted, the rest stays as it is.")
    encrypting(out)
    decrypting(out)
    whole(out)
    requiring(out)
    refused(out)
    return out


def encrypting(out):
    for name, before, field, after in [
        ("object", b'{"id":1,"encrypted":', b'{"phone":"867-5309"}', b',"z":[]}'),
        ("alone", b'{"encrypted":', b'"x"', b"}"),
        ("null", b'{"encrypted":', b"null", b"}"),
        ("spaced", b'\n{ "a" : 1 ,\t"encrypted"  :  ', b"[1, 2]", b'  , "b": 2 }\n'),
        ("looks-encrypted", b'{"encrypted":', envelope(b"1"), b"}"),
        ("escaped-name", rb'{"\u0065ncrypted":', b"1", b"}"),
        ("neighbours", b'{"encrypted ":1,"Encrypted":2,"encrypted":', b"3", b',"x":{"encrypted":4}}'),
    ]:
        plain, sealed = before + field + after, before + envelope(field) + after
        comment = "the field is encrypted, the rest stays byte for byte"
        out.add("encrypt_event", f"event-{name}-encrypt", plain, comment, sealed, stages={"plaintext": field})
        out.add("decrypt_event", f"event-{name}-decrypt", sealed, "and back", plain)
    for name, json in [
        ("no-field", b'{"a":1}'),
        ("empty", b"{}"),
        ("null-data", b"null"),
        ("other-case", b'{"Encrypted":1}'),
        ("nested", b'{"a":{"encrypted":1}}'),
    ]:
        out.add("encrypt_event", f"event-untouched-{name}", json, "no such field", json)
    plain = b'{"encrypted":1,"geheim \xc3\xbc":2}'
    out.add(
        "encrypt_event",
        "event-named-encrypt",
        plain,
        "only the named field",
        b'{"encrypted":1,"geheim \xc3\xbc":%s}' % envelope(b"2"),
        field="geheim ü".encode(),
    )
    out.add("encrypt_event", "event-named-empty", b'{"":1}', "any name", b'{"":%s}' % envelope(b"1"), field=b"")
    out.add("encrypt_event", "event-decrypt-only", plain, "left as it is", plain, options="decrypt_only")


def decrypting(out):
    sealed = envelope(b'{"s":1}')
    out.add(
        "decrypt_event",
        "event-every-field",
        b'{"a":%s,"b":2,"c":%s,"encrypted":%s}' % (sealed, envelope(b"null", OLD), sealed),
        "every encrypted field, whatever its name and key",
        b'{"a":{"s":1},"b":2,"c":null,"encrypted":{"s":1}}',
        keys=[KEY, OLD],
    )
    out.add(
        "decrypt_event",
        "event-named-decrypt",
        b'{"encrypted":%s,"other":%s}' % (sealed, sealed),
        "the option names what is encrypted, not what is decrypted",
        b'{"encrypted":{"s":1},"other":{"s":1}}',
        field=b"other",
    )
    out.add(
        "decrypt_event",
        "event-invoked",
        b'{"_inngest":{"correlation_id":"x"},"encrypted":%s,"user_id":"abc"}' % sealed,
        "the data of an invocation, with what the platform added",
        b'{"_inngest":{"correlation_id":"x"},"encrypted":{"s":1},"user_id":"abc"}',
    )
    out.add(
        "decrypt_event",
        "event-once",
        b'{"encrypted":%s}' % envelope(sealed),
        "what was decrypted is not decrypted again",
        b'{"encrypted":%s}' % sealed,
    )
    nested = b'{"a":{"encrypted":%s},"b":[%s]}' % (sealed, sealed)
    out.add("decrypt_event", "event-nested", nested, "only fields of the data itself", nested)
    for name, json in [("plain", b'{"encrypted":{"s":1}, "a":2}'), ("null-plain", b" null "), ("empty-plain", b"{}")]:
        out.add("decrypt_event", f"event-{name}", json, "plaintext stays as it is", json)


def whole(out):
    def data(plaintext, before=b"", after=b""):
        return b"{%s%s%s}" % (before, WHOLE % base64_box(plaintext), after)

    for name, json, ok, comment in [
        ("alone", data(b'{"a":1,"b":[2]}'), b'{"a":1,"b":[2]}', "data as a whole, as older writers encrypted it"),
        ("space", b" %s\n" % data(b'{"a":1}'), b' {"a":1}\n', "white space around stays"),
        ("empty", data(b"{}"), b"{}", "an empty object"),
        (
            "invoked",
            data(b'{"a":1}', after=b',"_inngest":{"correlation_id":"x"}'),
            b'{"_inngest":{"correlation_id":"x"},"a":1}',
            "members beside the envelope stay, in front",
        ),
        ("beside-empty", data(b"{ }", before=b'"x":1,'), b'{"x":1 }', "beside an empty object"),
        (
            "hidden",
            data(rb'{"_inn\u0067est":2,"a":1}', before=b'"_inngest":1,"x":0,'),
            rb'{"x":0,"_inn\u0067est":2,"a":1}',
            "what was encrypted hides what stands beside it",
        ),
        (
            "own-names",
            data(b'{"data":1,"__ENCRYPTED__":true}'),
            b'{"data":1,"__ENCRYPTED__":true}',
            "what was decrypted is not decrypted again",
        ),
        (
            "field-beside",
            data(b'{"a":1}', before=b'"encrypted":%s,' % envelope(b'"s"')),
            b'{"encrypted":"s","a":1}',
            "an encrypted field beside the envelope is decrypted",
        ),
    ]:
        out.add("decrypt_event", f"event-whole-{name}", json, comment, ok)
    for name, plaintext in [("null", b"null"), ("array", b"[1]"), ("string", b'"{}"')]:
        out.add(
            "decrypt_event",
            f"event-whole-{name}",
            data(plaintext),
            "data has to be an object",
            error="malformed_plaintext",
        )
    out.add(
        "decrypt", "event-whole-as-value", data(b"{}", after=b',"x":1'), "not for values", error="malformed_envelope"
    )


def requiring(out):
    required = {"options": "require_encrypted"}
    sealed = b'{"encrypted":%s,"a":1}' % envelope(b"1")
    out.add("decrypt_event", "event-required", sealed, "what is due", b'{"encrypted":1,"a":1}', **required)
    for name, json in [
        ("plain", b'{"encrypted":{"s":1}}'),
        ("plain-null", b'{"encrypted":null}'),
        ("plain-escaped", rb'{"encrypt\u0065d":1}'),
        ("beside-whole", b'{"encrypted":1,%s}' % (WHOLE % base64_box(b'{"a":1}'))),
    ]:
        error = "encryption_required"
        out.add(
            "decrypt_event",
            f"event-required-{name}",
            json,
            "plaintext where an envelope is due",
            error=error,
            **required,
        )
    for name, json in [("no-field", b'{"a":1}'), ("null-data", b"null")]:
        out.add("decrypt_event", f"event-required-{name}", json, "a field is not due", json, **required)
    whole = b'{"encrypted":1,%s}' % (WHOLE % base64_box(b'{"encrypted":2}'))
    out.add(
        "decrypt_event", "event-required-hidden", whole, "hidden by what was encrypted", b'{"encrypted":2}', **required
    )
    out.add(
        "decrypt_event",
        "event-required-named",
        b'{"encrypted":1,"s":2}',
        "the named field is the one",
        field=b"s",
        error="encryption_required",
        **required,
    )


def refused(out):
    for request in ("encrypt_event", "decrypt_event"):
        for name, json, error in [
            ("array", b'[{"encrypted":1}]', "invalid_argument"),
            ("string", b'"x"', "invalid_argument"),
            ("number", b"1", "invalid_argument"),
            ("no-json", b'{"encrypted":}', "invalid_json"),
            ("duplicate", b'{"encrypted":1,"a":2,"encrypted":3}', "json_duplicate_member"),
            ("duplicate-escaped", rb'{"a":1,"b":2,"\u0061":3}', "json_duplicate_member"),
            ("duplicate-surrogate", rb'{"\ud800":1,"\uD800":3}', "json_duplicate_member"),
        ]:
            out.add(request, f"event-no-data-{name}-{request[:7]}", json, "no event data", error=error)
    for name, field, error in [
        ("malformed", b'{"__ENCRYPTED__":true,"__STRATEGY__":"inngest/libsodium","data":1}', "malformed_envelope"),
        ("further", envelope(b"1")[:-1] + b',"x":1}', "malformed_envelope"),
        ("strategy", envelope(b"1").replace(b"libsodium", b"other"), "unknown_encryption_strategy"),
        ("key", envelope(b"1", OLD), "decryption_failed"),
        ("content", envelope(b"NaN"), "malformed_plaintext"),
    ]:
        out.add(
            "decrypt_event", f"event-refused-{name}", b'{"a":1,"b":%s}' % field, "one field spoils all", error=error
        )
