"""Errors of steps and functions, and the platform's own events about runs."""

from .builder import OLD, EncryptionVectors, envelope, error_envelope

ERROR = '{"name":"PaymentError","message":"card 4111 \\"declined\\" ü","stack":"at pay (a.ts:1)"}'.encode()


def vectors():
    out = EncryptionVectors("Errors travel as errors whose message is an envelope; events about runs carry all of these.")
    errors(out)
    lifecycle(out)
    return out


def errors(out):
    for name, error in [
        ("usual", ERROR),
        ("cause", b'{"name":"A","message":"b","cause":{"name":"C","message":"d"},"code":7,"__serialized":true}'),
        ("string", b'"boom"'),
        ("null", b"null"),
        ("encrypted", error_envelope(b'"inside"')),
    ]:
        sealed = error_envelope(error)
        out.add("encrypt_error", f"failure-{name}-encrypt", error, "all of it is encrypted", sealed)
        out.add("decrypt_error", f"failure-{name}-decrypt", sealed, "and comes back", error)
    sealed = error_envelope(ERROR)
    for name, json, comment in [
        ("stack", sealed[:-1] + b',"stack":"at x","noRetry":true}', "what was added beside the message is dropped"),
        ("renamed", sealed.replace(b"EncryptedError", b"Error"), "whatever the name"),
        ("spaced", sealed.replace(b'":"', b'" : "').replace(b',"m', b', "m'), "white space"),
    ]:
        out.add("decrypt_error", f"failure-{name}", json, comment, ERROR)
    for name, json in [
        ("plain", ERROR),
        ("plain-string", b'"boom"'),
        ("plain-json", rb'{"message":"{\"a\":1}"}'),
        ("plain-object", b'{"message":%s}' % envelope(b"1")),
        ("plain-surrogate", rb'{"message":"\ud800"}'),
        ("no-message", b'{"name":"x"}'),
    ]:
        out.add("decrypt_error", f"failure-{name}", json, "plaintext stays as it is", json)
    out.add(
        "decrypt_error",
        "failure-required",
        ERROR,
        "the platform's own errors are plaintext, so they stay",
        ERROR,
        options="require_encrypted",
    )
    out.add("encrypt_error", "failure-decrypt-only", ERROR, "left as it is", ERROR, options="decrypt_only")
    for name, json, error in [
        ("key", error_envelope(ERROR, OLD), "decryption_failed"),
        ("strategy", sealed.replace(b"libsodium", b"other"), "unknown_encryption_strategy"),
        (
            "data",
            rb'{"message":"{\"__ENCRYPTED__\":true,\"__STRATEGY__\":\"inngest/libsodium\"}"}',
            "malformed_envelope",
        ),
        ("marker-twice", rb'{"message":"{\"__ENCRYPTED__\":true,\"__ENCRYPTED__\":1}"}', "malformed_envelope"),
        ("content", error_envelope(b"NaN"), "malformed_plaintext"),
        ("message-twice", b'{"message":"a","message":"b"}', "json_duplicate_member"),
        ("no-json", b"{", "invalid_json"),
    ]:
        out.add("decrypt_error", f"failure-refused-{name}", json, "refused", error=error)


def lifecycle(out):
    data = b'{"id":1,"encrypted":%s}' % envelope(b'{"s":1}')
    plain = b'{"id":1,"encrypted":{"s":1}}'
    form = (
        b'{"function_id":"app-fn","run_id":"01H","error": %s,"event":{"name":"a/b","data":%s,"ts":1},'
        b'"events":[{"data":%s},{"data":null},{"name":"c"},7],"_inngest":{"status":"Failed"}}'
    )
    sealed = error_envelope(ERROR)
    for name, options in [("failed", None), ("failed-required", "require_encrypted")]:
        out.add(
            "decrypt_lifecycle",
            f"lifecycle-{name}",
            form % (sealed, data, data),
            "for a failure handler: the error, and the data of the events",
            form % (ERROR, plain, plain),
            options=options,
        )
    finished = b'{"run_id":"01H","result":%s,"event":{"data":%s}}'
    out.add(
        "decrypt_lifecycle",
        "lifecycle-finished",
        finished % (envelope(b"[1]"), data),
        "the output of the function",
        finished % (b"[1]", plain),
        options="require_encrypted",
    )
    for name, json, ok in [
        ("result-error", b'{"result":%s}' % sealed, b'{"result":%s}' % ERROR),
        ("error-envelope", b'{"error":%s}' % envelope(ERROR), b'{"error":%s}' % ERROR),
        ("nothing", b'{"function_id":"x"}', b'{"function_id":"x"}'),
        ("null", b"null", b"null"),
        ("other-member", b'{"x":%s}' % envelope(b"1"), b'{"x":%s}' % envelope(b"1")),
        ("odd-event", b'{"event":7,"events":{"data":1}}', b'{"event":7,"events":{"data":1}}'),
        ("named", b'{"event":{"data":{"s":%s}}}' % envelope(b"1"), b'{"event":{"data":{"s":1}}}'),
    ]:
        out.add("decrypt_lifecycle", f"lifecycle-{name}", json, "where things lie", ok)
    required = {"options": "require_encrypted"}
    for name, json in [("null", b'{"result":null}'), ("beside-error", b'{"error":"x","result":{"a":1}}')]:
        out.add("decrypt_lifecycle", f"lifecycle-required-{name}", json, "no output is due", json, **required)
    for name, json, error, inputs in [
        ("result-plain", b'{"result":1}', "encryption_required", required),
        ("event-plain", b'{"event":{"data":{"encrypted":1}}}', "encryption_required", required),
        ("event-named", b'{"events":[{"data":{"s":1}}]}', "encryption_required", {"field": b"s", **required}),
        ("event-array", b'{"event":{"data":[]}}', "invalid_argument", {}),
        ("event-number", b'{"event":{"data":1}}', "invalid_argument", {}),
        ("event-data-twice", b'{"event":{"data":%s,"data":{}}}' % data, "json_duplicate_member", {}),
        ("events-data-twice", rb'{"events":[{"data":{},"d\u0061ta":{}}]}', "json_duplicate_member", {}),
        ("array", b"[]", "invalid_argument", {}),
        ("duplicate", b'{"error":1,"error":2}', "json_duplicate_member", {}),
        ("key", b'{"error":%s}' % error_envelope(ERROR, OLD), "decryption_failed", {}),
    ]:
        out.add("decrypt_lifecycle", f"lifecycle-refused-{name}", json, "refused", error=error, **inputs)
