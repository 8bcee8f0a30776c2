"""The example of SPEC.md: one request and its response."""

from .. import example
from ..common import signed
from .builder import SigningVectors


def vectors():
    out = SigningVectors("The example of SPEC.md, section 16, with the stages that it prints.")
    key, sent, t = example.KEY, example.SENT, example.T
    canonical = b'{"a":"\xe2\x82\xac","b":1}'
    out.key_id("example-key-id", key, "the id")
    out.bearer("example-token", key, "the token")
    out.canonical("example-canonical", sent, canonical, "the canonical form")
    out.sign_request("example-sign-request", key, sent, t, "the header of the request")
    out.sign_response("example-sign-response", key, example.RESPONSE, example.RESPONDED_AT, "that of the response")
    keys = {"keys": [key], "now": example.RECEIVED_AT}
    header = signed(key, canonical, t)
    out.verify("example-verify", "the request", body=sent, header=header, ok=(0, "canonical"), **keys)
    header = signed(key, example.RESPONSE, example.RESPONDED_AT)
    out.verify_response("example-verify-response", "the response", body=example.RESPONSE, header=header, ok=(0, "raw"), **keys)
    return out
