"""A model of everything of an app that uses the key, for its vectors: standard library only, nothing of signkey.

Keys, MACs and strict JSON come from `reference`. `answer` speaks driver protocol version 1 on
decoded values: text fields are bytes, pairs are lists of (name, value).
"""

from reference import Refusal

from .admission import admit
from .api_auth import api_auth, may_send_to, verify_token
from .endpoint import authenticate
from .introspection import introspect
from .registration import sync
from .replay import messages
from .rotation import step_of
from .serve import serve_url
from .settings import config

REQUESTS = {
    "config": config,
    "serve_url": serve_url,
    "authenticate": authenticate,
    "admit": admit,
    "api_auth": api_auth,
    "may_send_to": may_send_to,
    "verify_token": verify_token,
    "handshake": sync,
    "introspect": introspect,
    "replay_messages": messages,
    "rotation_step": step_of,
}


def answer(request, *inputs):
    """Return `("ok", ...)` or `("error", code)`, as a driver would."""
    try:
        result = REQUESTS[request](*inputs)
    except Refusal as refusal:
        return ("error", refusal.code)
    return ("ok", *(result if isinstance(result, tuple) else (result,)))


__all__ = ["REQUESTS", "answer"]
