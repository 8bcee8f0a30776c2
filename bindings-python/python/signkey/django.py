"""Django views that only those requests reach that an ``Endpoint`` admits. ::

    endpoint = Config.from_env().endpoint()

    @protect(endpoint)
    def inngest(request):
        verified = request.signkey.verified

``protect`` is for one view, synchronous or not. To protect all of them, in the settings::

    MIDDLEWARE = ["signkey.django.SignkeyMiddleware", ...]
    SIGNKEY = {"ENDPOINT": "shop.keys.make_endpoint"}

Responses are signed by a middleware, the first of all, because the others may still change them:
``SignkeyMiddleware``, or ``SigningMiddleware`` for the views that ``protect`` protects.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, Unpack

from asgiref.sync import iscoroutinefunction, markcoroutinefunction
from django import conf
from django.core.exceptions import ImproperlyConfigured
from django.http import HttpRequest, HttpResponse
from django.utils.module_loading import import_string

from signkey._adapter import Adapter, Options
from signkey._django_request import admit
from signkey._django_response import answer, sign, sign_async
from signkey._signkey import Endpoint

__all__ = ["SigningMiddleware", "SignkeyMiddleware", "protect"]

View = Callable[..., Any]

OPTIONS = {"ENDPOINT", "ON_REFUSED", "ON_WARNING", "CLOCK"}


def protect(endpoint: Endpoint, **options: Unpack[Options[HttpRequest]]) -> Callable[[View], View]:
    """Decorates a view: only those requests reach it that ``endpoint`` admits.

    The ``Admission`` is ``request.signkey``, and ``request.body`` are the bytes that were judged.
    The view needs no CSRF token: the signature takes its place.
    """
    signers = {f"{__name__}.{signer.__name__}" for signer in (SigningMiddleware, SignkeyMiddleware)}
    if endpoint.sign_responses and not signers & set(conf.settings.MIDDLEWARE):
        message = f"to sign responses, put {__name__}.SigningMiddleware first in MIDDLEWARE"
        raise ImproperlyConfigured(message)
    gate = _Gate(endpoint, **options)

    def decorate(view: View) -> View:
        def protected(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
            return gate.refused(request) or view(request, *args, **kwargs)

        async def protected_async(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
            return gate.refused(request) or await view(request, *args, **kwargs)

        chosen: View = wraps(view)(protected_async if iscoroutinefunction(view) else protected)
        chosen.csrf_exempt = True  # type: ignore[attr-defined]
        return chosen

    return decorate


class _Gate(Adapter[HttpRequest]):
    def refused(self, request: HttpRequest) -> HttpResponse | None:
        """The answer to a request that does not get in."""
        admission = admit(self._endpoint, request, self.now())
        if (warning := admission.warning) is not None:
            self.warn(request, warning)
        if (refusal := admission.refusal) is not None:
            return answer(self.refuse(request, refusal), admission)
        request.signkey, request.signkey_adapter = admission, self
        return None


class SigningMiddleware:
    """Signs the responses of views that ``protect`` protects, if their endpoint says so."""

    sync_capable = async_capable = True

    def __init__(self, get_response: View) -> None:
        self._get_response = get_response
        self._is_async = iscoroutinefunction(get_response)
        if self._is_async:
            markcoroutinefunction(self)

    def __call__(self, request: HttpRequest) -> Any:
        """Answers one request."""
        if self._is_async:
            return self._answer(request)
        return self._refused(request) or sign(request, self._get_response(request))

    async def _answer(self, request: HttpRequest) -> Any:
        refused = self._refused(request)
        return refused or await sign_async(request, await self._get_response(request))

    def _refused(self, request: HttpRequest) -> HttpResponse | None:  # noqa: ARG002
        return None


class SignkeyMiddleware(SigningMiddleware):
    """Protects all views with the endpoint of the settings, and signs if it says so.

    ``SIGNKEY`` holds ``ENDPOINT``: an ``Endpoint``, or what makes one; and ``ON_REFUSED``,
    ``ON_WARNING`` and ``CLOCK``, if need be. Each may be the dotted path of what is meant.
    """

    def __init__(self, get_response: View) -> None:
        super().__init__(get_response)
        given = getattr(conf.settings, "SIGNKEY", {})
        if "ENDPOINT" not in given or not given.keys() <= OPTIONS:
            message = f"the setting SIGNKEY needs ENDPOINT, and knows {', '.join(sorted(OPTIONS))}"
            raise ImproperlyConfigured(message)
        options = {
            name.lower(): import_string(value) if isinstance(value, str) else value
            for name, value in given.items()
        }
        endpoint = options.pop("endpoint")
        self._gate = _Gate(endpoint() if callable(endpoint) else endpoint, **options)

    def _refused(self, request: HttpRequest) -> HttpResponse | None:
        return self._gate.refused(request)
