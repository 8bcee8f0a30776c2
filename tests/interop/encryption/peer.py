"""The published Python middleware and PyNaCl, behind a line of JSON a request."""

import json
import logging
import sys
from types import SimpleNamespace

import inngest
import nacl.bindings
from inngest_encryption import EncryptionMiddleware

# It warns about what differences.py tries.
logging.disable()
CLIENT = inngest.Inngest(app_id="interop", is_production=False)


def middleware(keys, field=None, **options):
    if field is not None:
        options["event_encryption_field"] = field
    return EncryptionMiddleware(CLIENT, None, keys[0], fallback_decryption_keys=keys[1:], **options)


def round_trip(text):
    return json.dumps(json.loads(text))


def encrypt(keys, text):
    result = SimpleNamespace(has_output=lambda: True, output=json.loads(text), step=None)
    middleware(keys).transform_output(result)
    return json.dumps(result.output)


def decrypt(keys, text):
    step = SimpleNamespace(data=json.loads(text))
    event = SimpleNamespace(data={})
    middleware(keys).transform_input(SimpleNamespace(event=event, events=[]), None, {"id": step})
    return json.dumps(step.data)


def encrypt_event(keys, field, text):
    event = inngest.Event(name="interop/event", data=json.loads(text))
    middleware(keys, field).before_send_events([event])
    return json.dumps(event.data)


def decrypt_event(keys, field, text):
    event, same = (inngest.Event(name="interop/event", data=json.loads(text)) for _ in range(2))
    middleware(keys, field).transform_input(SimpleNamespace(event=event, events=[same]), None, {})
    return json.dumps(event.data)


def sodium_seal(key, nonce, text):
    nonce = bytes.fromhex(nonce)
    return (nonce + nacl.bindings.crypto_secretbox(text.encode(), nonce, bytes.fromhex(key))).hex()


def sodium_open(key, box):
    box = bytes.fromhex(box)
    return nacl.bindings.crypto_secretbox_open(box[24:], box[:24], bytes.fromhex(key)).decode()


def sodium_key(text):
    return nacl.bindings.crypto_generichash_blake2b_salt_personal(text.encode(), digest_size=32).hex()


REQUESTS = {
    function.__name__: function
    for function in (round_trip, encrypt, decrypt, encrypt_event, decrypt_event, sodium_seal, sodium_open, sodium_key)
}


for line in sys.stdin:
    request, *arguments = json.loads(line)
    try:
        answer = {"ok": REQUESTS[request](*arguments)}
    except Exception as problem:  # Whatever the package raises is its refusal.
        answer = {"error": f"{type(problem).__name__}: {problem}"}
    print(json.dumps(answer), flush=True)
