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

from signkey._adapter import Adapter, Options, unknown_option
from signkey._claims import AsyncClaims, Claims, is_judged
from signkey._django_request import admit
from signkey._django_response import answer, claim, claim_async, sign, sign_async
from signkey._signkey import Admission, Endpoint

__all__ = ["SigningMiddleware", "SignkeyMiddleware", "protect"]

View = Callable[..., Any]

OPTIONS = {"ENDPOINT", "ON_REFUSED", "ON_WARNING", "CLOCK"}


def protect(endpoint: Endpoint, **options: Unpack[Options[HttpRequest]]) -> Callable[[View], View]:
    """Decorates a view: only those requests reach it that ``endpoint`` admits.

    The ``Admission`` is ``request.signkey``, and ``request.body`` are the bytes that were judged.
    The view needs no CSRF token: the signature takes its place.

    Raises ``TypeError`` for an endpoint with an asynchronous store and a synchronous view, and the
    other way round.
    """
    signers = {f"{__name__}.{signer.__name__}" for signer in (SigningMiddleware, SignkeyMiddleware)}
    if endpoint.sign_responses and not signers & set(conf.settings.MIDDLEWARE):
        message = f"to sign responses, put {__name__}.SigningMiddleware first in MIDDLEWARE"
        raise ImproperlyConfigured(message)
    gate = _Gate(endpoint, **options)
    # Of responses that a middleware signs, that one claims the signature.
    is_last = not endpoint.sign_responses

    def decorate_sync(view: View) -> View:
        claims = Claims(endpoint, "signkey.django.protect, of a synchronous view,")

        def protected(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
            refused = gate.refused(request, claims)
            if refused is not None:
                return refused
            response = view(request, *args, **kwargs)
            if is_last and claims.wants_responses:
                claim(request, response)
            return response

        return protected

    def decorate_async(view: View) -> View:
        claims = AsyncClaims(endpoint, "signkey.django.protect, of an asynchronous view,")

        async def protected(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
            refused = await gate.refused_async(request, claims)
            if refused is not None:
                return refused
            response = await view(request, *args, **kwargs)
            if is_last and claims.wants_responses:
                await claim_async(request, response)
            return response

        return protected

    def decorate(view: View) -> View:
        chosen = decorate_async if iscoroutinefunction(view) else decorate_sync
        protected: View = wraps(view)(chosen(view))
        protected.csrf_exempt = True  # type: ignore[attr-defined]
        return protected

    return decorate


class _Gate(Adapter[HttpRequest]):
    BODY_FIX = (
        "in Django, put signkey.django.SignkeyMiddleware first in MIDDLEWARE, or let nothing read "
        "request.POST before the view"
    )

    @property
    def signs(self) -> bool:
        """Whether a middleware signs the responses."""
        return self._endpoint.sign_responses

    def refused(self, request: HttpRequest, claims: Claims) -> HttpResponse | None:
        """The answer to a request that does not get in."""
        if self._is_judged(request, claims):
            return None
        admission = admit(self._endpoint, request, self.now())
        claims.settle(admission, None)
        return self._answer(request, admission, claims)

    async def refused_async(self, request: HttpRequest, claims: AsyncClaims) -> HttpResponse | None:
        """The same, without blocking the event loop while a store is asked."""
        if self._is_judged(request, claims):
            return None
        admission = admit(self._endpoint, request, self.now())
        await claims.settle(admission, None)
        return self._answer(request, admission, claims)

    def _is_judged(self, request: HttpRequest, claims: Claims | AsyncClaims) -> bool:
        gate: _Gate | None = getattr(request, "signkey_adapter", None)
        return gate is not None and is_judged(claims, self._endpoint, gate._endpoint)

    def _answer(
        self, request: HttpRequest, admission: Admission, claims: Claims | AsyncClaims
    ) -> HttpResponse | None:
        if (warning := admission.warning) is not None:
            self.warn(request, warning)
        if (refusal := admission.refusal) is not None:
            return answer(self.refuse(request, refusal), admission)
        request.signkey, request.signkey_adapter = admission, self
        if claims.wants_responses and admission.verified is not None:
            request.signkey_claims = claims
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
        refused = self._refused(request)
        if refused is not None:
            return refused
        response = sign(request, self._get_response(request))
        if self._is_last(request):
            claim(request, response)
        return response

    async def _answer(self, request: HttpRequest) -> Any:
        refused = await self._refused_async(request)
        if refused is not None:
            return refused
        response = await sign_async(request, await self._get_response(request))
        if self._is_last(request):
            await claim_async(request, response)
        return response

    def _refused(self, request: HttpRequest) -> HttpResponse | None:  # noqa: ARG002
        return None

    async def _refused_async(self, request: HttpRequest) -> HttpResponse | None:  # noqa: ARG002
        return None

    def _is_last(self, request: HttpRequest) -> bool:
        """Whether it is for this to claim the response, since nothing in front changes it."""
        adapter: _Gate | None = getattr(request, "signkey_adapter", None)
        return adapter is not None and adapter.signs


class SignkeyMiddleware(SigningMiddleware):
    """Protects all views with the endpoint of the settings, and signs if it says so.

    ``SIGNKEY`` holds ``ENDPOINT``: an ``Endpoint``, or what makes one; and ``ON_REFUSED``,
    ``ON_WARNING`` and ``CLOCK``, if need be. Each may be the dotted path of what is meant.
    """

    def __init__(self, get_response: View) -> None:
        super().__init__(get_response)
        given = getattr(conf.settings, "SIGNKEY", {})
        for name in given:
            if name not in OPTIONS:
                message = f"the setting SIGNKEY: {unknown_option(name, OPTIONS)}"
                raise ImproperlyConfigured(message)
        if "ENDPOINT" not in given:
            message = f"the setting SIGNKEY needs ENDPOINT, and knows {', '.join(sorted(OPTIONS))}"
            raise ImproperlyConfigured(message)
        options = {
            name.lower(): import_string(value) if isinstance(value, str) else value
            for name, value in given.items()
        }
        endpoint = options.pop("endpoint")
        endpoint = endpoint() if callable(endpoint) else endpoint
        self._gate = _Gate(endpoint, **options)
        form = "signkey.django.SignkeyMiddleware, under"
        if self._is_async:
            self._async_claims = AsyncClaims(endpoint, f"{form} ASGI,")
        else:
            self._claims = Claims(endpoint, f"{form} WSGI,")

    def _refused(self, request: HttpRequest) -> HttpResponse | None:
        return self._gate.refused(request, self._claims)

    async def _refused_async(self, request: HttpRequest) -> HttpResponse | None:
        return await self._gate.refused_async(request, self._async_claims)

    def _is_last(self, request: HttpRequest) -> bool:
        return hasattr(request, "signkey_claims")
