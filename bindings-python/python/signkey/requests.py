"""Calls to the platform's API with requests. ::

    session = requests.Session()
    session.auth = signkey.requests.Auth(config.api_auth())
    session.get(config.api_origin + "/v1/events")

And the registration of an app there::

    signkey.requests.register(session, registration, configuration)
    response = registration.response()

It needs requests, as in ``pip install signkey[requests]``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin

from requests import Request, RequestException
from requests.auth import AuthBase

from signkey._registration import as_bytes, first_bytes

if TYPE_CHECKING:
    from requests import PreparedRequest, Response, Session
    from typing_extensions import Buffer

    from signkey import ApiAuth, Attempt, Authorization, RegisterRequest, Registration

__all__ = ["Auth", "register"]

AUTHORIZATION = "Authorization"
CHUNK = 1 << 16


class Auth(AuthBase):
    """Sends the credential of the key that works.

    It goes to the origin of the ``ApiAuth`` alone, on every hop of a redirect. A chain of redirects
    that has left that origin carries no credential from then on, not even back there. An answer of
    401 or 403 is followed by the same request with the next key; once one works, all calls begin
    with that, in all threads.

    A request that brings an ``Authorization`` of its own goes out as it is. One whose body is a
    file or a generator cannot be sent twice: it goes out once, and the 401 or 403 is the answer.
    Safe to share between threads and sessions.
    """

    def __init__(self, auth: ApiAuth) -> None:
        self._auth = auth

    def __call__(self, r: PreparedRequest) -> PreparedRequest:
        """Prepares a request."""
        auth = self._auth
        attempt = auth.begin()
        credential = auth.authorization(attempt)
        is_theirs = AUTHORIZATION in r.headers or not auth.may_send_to(r.url or "")
        if credential is None or is_theirs:
            return r
        r.headers[AUTHORIZATION] = credential
        # Copies of the request, which redirects make, keep the hook.
        r.register_hook("response", _Call(auth, attempt, credential).answered)
        return r


class _Call:
    """A request under way, with all that redirects lead to."""

    def __init__(self, auth: ApiAuth, attempt: Attempt, credential: Authorization) -> None:
        self._auth = auth
        self._attempt = attempt
        self._credential = credential

    def answered(self, response: Response, **options: Any) -> Response:
        """Takes each answer, of a redirect too, before ``requests`` acts on it."""
        request = response.request
        if request.headers.get(AUTHORIZATION) != self._credential:
            # A redirect led away, and whoever answered never saw the credential.
            return response
        while self._try_next_key(response):
            past, response = response, self._send_again(response, options)
            response.history.append(past)
        if response.is_redirect and not self._auth.may_send_to(_target(response)):
            # What is copied now is where the header would go on, from http to https for one.
            del request.headers[AUTHORIZATION]
        return response

    def _try_next_key(self, response: Response) -> bool:
        following = self._auth.after(self._attempt, response.status_code)
        if following is None or not isinstance(response.request.body, bytes | str | None):
            return False
        credential = self._auth.authorization(following)
        if credential is None:
            return False
        self._attempt, self._credential = following, credential
        return True

    def _send_again(self, response: Response, options: dict[str, Any]) -> Response:
        # Read to its end, so that the connection is free.
        _ = response.content
        response.close()
        # The same object: it is what requests copies should a redirect follow.
        request = response.request
        request.headers[AUTHORIZATION] = self._credential
        return response.connection.send(request, **options)


def _target(response: Response) -> str:
    """Where a redirect leads, as ``requests`` will read it."""
    location = response.headers["location"].encode("latin-1").decode(errors="replace")
    return urljoin(response.url, location)


def register(
    session: Session,
    registration: Registration,
    configuration: Buffer,
    *,
    timeout: float | tuple[float, float] = 10,
) -> None:
    """Sends the configuration of an app, a JSON document in UTF-8, to the platform, with the next
    key if one is refused, until it is answered for good. A sync in band needs nothing sent.

    The response is then that of ``Registration.response``, also if the platform refuses or cannot
    be reached. All that is sent is what the registration says: no ``auth``, header, parameter or
    cookie of the session's, which lends its adapters, proxies and certificates. No redirect is
    followed.

    ``timeout``: in seconds, to connect and between bytes of the answer, as in requests, which knows
    none by default.

    What is no answer of a server, such as a ``timeout`` below zero, raises as it does in requests.
    """
    content = as_bytes(configuration)
    while (request := registration.request) is not None:
        registration.answer(*_post(session, request, content, timeout))


def _post(
    session: Session,
    request: RegisterRequest,
    content: bytes,
    timeout: float | tuple[float, float],
) -> tuple[int, Buffer]:
    try:
        prepared = Request(request.method, request.url, request.headers, data=content).prepare()
        settings = session.merge_environment_settings(request.url, {}, True, None, None)
        # A session would look where a redirect leads, and take a password from the .netrc file.
        adapter = session.get_adapter(request.url)
        with adapter.send(prepared, timeout=timeout, **settings) as response:
            return response.status_code, first_bytes(response.iter_content(CHUNK))
    except RequestException:
        return 0, b""
