"""Signatures and digests that other projects have published."""

from .builder import SigningVectors

RUN = b'"ctx":{"fn_id":"local-testing-local-cron","run_id":"01GQ3HTEZ01M7R8Z9PR1DMHDN1","step_id":"step"}'
TIMER = b'{"data":{},"id":"","name":"inngest/scheduled.timer","ts":1674082830001,"user":{},"v":"1"}'
TIMER_NO_USER = TIMER.replace(b'"user":{},', b"")
DEMO = TIMER.replace(b"inngest/scheduled.timer", b"demo/event.sent")
DEMO_NO_USER = DEMO.replace(b'"user":{},', b"")

KEY_8EE2 = b"signkey-test-8ee2262a15e8d3c42d6a840db7af3de2aab08ef632b32a37a687f24b34dba3ff"
KEY_F00F = b"signkey-test-f00f3005a3666b359a79c2bc3380ce2715e62727ac461ae1a2618f8766029c9f"


def body(event):
    return b'{%s,"event":%s,"events":[%s],"steps":{},"use_api":false}' % (RUN, event, event)


# As the test writes it, in another order than the canonical form's.
TIMER_UNSORTED = b'{"data":{},"id":"","name":"inngest/scheduled.timer","user":{},"v":"1","ts":1674082830001}'
UNSORTED = b'{"events":[%s],"event":%s,%s,"steps":{},"use_api":false}' % (TIMER_UNSORTED, TIMER_UNSORTED, RUN)

# (name, key, body, t, published MAC, where)
SIGNATURES = [
    (
        "timer-2023-07",
        KEY_8EE2,
        body(TIMER),
        1689920619,
        b"31df77f5b1b029de4bfce3a77e0517aa4ce0f5e2195a6467fc126a489ca2330b",
        "inngest-ex test/inngest/signature_test.exs, and inngest-rs inngest/src/signature.rs",
    ),
    (
        "timer-unsorted",
        KEY_8EE2,
        UNSORTED,
        1689920619,
        b"db3352ded9110df7c6961e1c223e6691dbdb1115ac7ef94ee7bba217fac93d04",
        "inngest-ex test/inngest/signature_test.exs, later: the bytes as they are, not canonical",
    ),
    (
        "demo-no-user",
        KEY_F00F,
        body(DEMO_NO_USER),
        1687306735,
        b"a060f245a5d0c3c779ef65fd15b2ac06e4ab98dd8cc9860aa0722c8481ae02ab",
        "inngest-js packages/inngest/src/test/helpers.ts",
    ),
    (
        "timer-2023-06",
        KEY_F00F,
        body(TIMER),
        1687306735,
        b"70312c7815f611a4aa0b6f985910a85a6c232c845838d7f49f1d05fd8b2b0779",
        "inngest-js test/helpers.ts, earlier",
    ),
    (
        "demo",
        KEY_F00F,
        body(DEMO),
        1687306735,
        b"58f943ec07eba92f4c60f550f1710e69415cb4b31068995e2ed2a8294b657dc7",
        "inngest-js test/helpers.ts, earlier",
    ),
    (
        "timer-no-user",
        KEY_F00F,
        body(TIMER_NO_USER),
        1687306735,
        b"eece58c8cf7cfc21a5751b1969c9aef525c96257b42b556c2782c83d26ea0d87",
        "inngest-js test/helpers.ts, earlier",
    ),
    (
        "timer-events",
        KEY_F00F,
        body(TIMER).replace(b',"use_api":false', b""),
        1674082860,
        b"54976596807c38ffac70cb777fa8e3447d9b383ec633124b8741c5157019e080",
        "inngest-js test/helpers.ts, earlier: before use_api",
    ),
    (
        "timer-2023-01",
        KEY_F00F,
        b'{%s,"event":%s,"steps":{}}' % (RUN, TIMER),
        1674082860,
        b"88b6453463050d1846743cbba0925bae7c1cf807f9c74bbd41b3d5cfc9c70d11",
        "inngest-js test/helpers.ts, earlier: before events",
    ),
    (
        "text",
        b"signkey-test-12345678",
        b"hey!  if you're reading this come work with us: careers@inngest.com",
        1709026298,
        b"3f1c811920eb25da7fa70e3ac484e32e93f01dbbca7c9ce2365f2062a3e10c26",
        "inngest-kt SignatureVerificationKtTest.kt; the MAC in docs/SDK_SPEC.md is the same",
    ),
]

# (key, published SHA-256, where)
DIGESTS = [
    (
        b"signkey-prod-12345678",
        "signkey-prod-b2ed992186a5cb19f6668aade821f502c1d00970dfd0e35128d51bac4649916c",
        "inngest docs/SDK_SPEC.md, section 4.1.4",
    ),
    (
        b"signkey-test-12345678",
        "signkey-test-b2ed992186a5cb19f6668aade821f502c1d00970dfd0e35128d51bac4649916c",
        "inngestgo signature_test.go",
    ),
    (
        b"signkey-test-00000000",
        "signkey-test-df3f619804a92fdb4057192dc43dd748ea778adc52bc498ce80524c014b81119",
        "inngestgo handler_test.go",
    ),
    (
        KEY_8EE2,
        "signkey-test-e4bf4a2e7f55c7eb954b6e72f8f69628fbc409fe7da6d0f6958770987dcf0e02",
        "inngest-ex signature_test.exs, and inngest-rs signature.rs",
    ),
    (
        b"signkey-prod-568c4116828e6e8384a554153722df93022e5cd29a6c2d1b0444a19a807ff315",
        "2e64ca0edc850db32ff684f967822c828f99cf57862e43205fdcf2eff8d95180",
        "inngest-py transforms_test.py, which leaves the prefix out",
    ),
    (
        b"signkey-prod-123abc",
        "94bab7f22b92278ccab46e15da43a9fb8b079c05fa099d4134c6c39bbcee49f6",
        "inngest-py test_core/base.py, without the prefix",
    ),
    (
        b"signkey-prod-456def",
        "a820760dee6119fcf76498ab8d94be2f8cf04e786add2a4569e427462a84dd47",
        "inngest-py test_core/base.py, without the prefix",
    ),
    (
        b"signkey-prod-000000",
        "709e80c88487a2411e1ee4dfb9f22a861492d20c4765150c0c794abd70f8147c",
        "inngest-py cloud_branch_env.py, without the prefix",
    ),
    (
        b"deadbeef",
        "5f78c33274e43fa9de5659265c1d917e25c03722dcb0b8d27db8d5feaa813953",
        "inngest-py test_init_handshake.py: a key without a prefix",
    ),
    (
        b"cafebabe",
        "65ab12a8ff3263fbc257e5ddf0aa563c64573d0bab1f1115b9b107834cfa6971",
        "inngest-py test_init_handshake.py: a key without a prefix",
    ),
]


def vectors():
    out = SigningVectors(
        "Observed: signatures and digests that the SDKs' own test suites hold. Each comment names the"
        " suite. The MACs and digests are transcribed, and the generator stops if its own differ."
    )
    for name, key, text, t, mac, where in SIGNATURES:
        header = b"t=%d&s=%s" % (t, mac)
        out.verify(f"observed-{name}", where, keys=[key], body=text, header=header, now=t, ok=(0, "raw"))
    variants(out)
    for key, digest, where in DIGESTS:
        out.bearer(
            f"observed-token-{key.decode().removeprefix('signkey-')[:17]}", key, where, observed=digest
        )
    return out


def variants(out):
    """Other outcomes under the same published MACs."""
    _, key, text, t, mac, _ = SIGNATURES[0]
    header = b"t=%d&s=%s" % (t, mac)
    signed = {"header": header, "now": t}
    spaced = text.replace(b":", b" : ").replace(b",", b",\n")
    out.verify(
        "observed-spaced",
        "as a serializer with spaces would send it",
        keys=[key],
        body=spaced,
        ok=(0, "canonical"),
        **signed,
    )
    unsorted = UNSORTED
    out.verify(
        "observed-reordered",
        "the MAC of timer-2023-07, the bytes of timer-unsorted",
        keys=[key],
        body=unsorted,
        ok=(0, "canonical"),
        **signed,
    )
    out.verify(
        "observed-fallback",
        "behind another primary",
        keys=[KEY_F00F, key],
        body=text,
        ok=(1, "raw"),
        **signed,
    )
    out.verify(
        "observed-other-key",
        "under another key alone",
        keys=[KEY_F00F],
        body=text,
        error="signature_mismatch",
        **signed,
    )
    out.verify(
        "observed-changed",
        "inngest-js: the function's name changed",
        keys=[key],
        body=text.replace(b"local-cron", b"other-cron"),
        error="signature_mismatch",
        **signed,
    )
    out.verify(
        "observed-expired",
        "five minutes and a second later",
        keys=[key],
        body=text,
        header=header,
        now=t + 301,
        error="expired",
    )
    out.verify(
        "observed-suffix",
        "inngest-ex: a word behind the header",
        keys=[key],
        body=text,
        header=header + b"hello",
        now=t,
        error="malformed_signature",
    )
    out.verify_response(
        "observed-response",
        "requests and responses share one MAC domain",
        keys=[key],
        body=text,
        ok=(0, "raw"),
        **signed,
    )
    out.sign_request("observed-sign", key, spaced, t, "the header of observed-timer-2023-07")
    _, key, text, t, _, _ = SIGNATURES[-1]
    out.sign_response("observed-sign-text", key, text, t, "the header of observed-text")
    other = b"signkey-staging-12345678"
    out.sign_response(
        "observed-sign-text-prefix", other, text, t, "inngest-kt: the same MAC with another prefix"
    )
