"""Calls to the platform's API, with tokens that signkey makes of the keys."""

import json
import urllib.error
import urllib.request

from signkey import SigningKey


class NoRedirects(urllib.request.HTTPRedirectHandler):
    """A token goes nowhere but where it was sent."""

    def redirect_request(self, *_):
        return None


OPENER = urllib.request.build_opener(NoRedirects)


class Platform:
    """The token of the key that worked last is tried first."""

    def __init__(self, origin, keys):
        self.origin = origin
        self.tokens = [SigningKey(key).api_token() for key in keys if key]

    def send(self, method, path, headers, body=None):
        """The status and the body."""
        for token in list(self.tokens):
            status, answer = self.send_once(
                method, path, {**headers, "Authorization": f"Bearer {token}"}, body
            )
            if status not in (401, 403):
                self.tokens.sort(key=lambda other: other != token)
                break
        return status, answer

    def send_once(self, method, path, headers, body):
        data = None if body is None else json.dumps(body).encode()
        headers = {**headers, "Content-Type": "application/json"}
        request = urllib.request.Request(self.origin + path, data, headers, method=method)
        try:
            with OPENER.open(request, timeout=10) as response:
                return response.status, json.load(response)
        except urllib.error.HTTPError as refusal:
            return refusal.code, None
        except OSError:
            return 503, None  # not there: it is being restarted
