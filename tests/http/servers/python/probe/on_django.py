"""Django on gunicorn: views behind the decorator, and the middleware that signs, first of all."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from contextlib import suppress
from typing import Any

import django
from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler
from django.http import HttpRequest, HttpResponse, JsonResponse, QueryDict, StreamingHttpResponse
from django.urls import path

from .behaviours import Everyone, answer
from .gunicorn import Server
from .variants import CONTROL, HOOKS, UNPROTECTED, VARIANTS, Variant
from .wsgi import Front, pieces, request_of

Middleware = Callable[[HttpRequest], Any]


def parse_body(get_response: Middleware) -> Middleware:
    """Takes the body, and keeps it nowhere."""

    def middleware(request: HttpRequest) -> Any:
        if request.path.startswith("/parsed/"):
            if request.content_type == "application/json":
                # Django reads nothing of a body without a length.
                with suppress(ValueError):
                    json.load(request)
            elif request.content_type == "application/x-www-form-urlencoded":
                QueryDict(request.read())
            else:
                request.read()
        return get_response(request)

    return middleware


settings.configure(
    ALLOWED_HOSTS=["*"],
    DATA_UPLOAD_MAX_MEMORY_SIZE=64 << 20,
    MIDDLEWARE=["signkey.django.SigningMiddleware", f"{__name__}.parse_body"],
    ROOT_URLCONF=__name__,
    SECRET_KEY="probe",  # noqa: S106
    USE_I18N=False,
)
django.setup()

# The decorator looks at the settings.
from signkey.django import protect  # noqa: E402


def view(variant: Variant, admit: Callable[[HttpRequest], Any]) -> Callable[..., Any]:
    def answer_with(request: HttpRequest, behaviour: str) -> Any:
        seen = request_of(request.META, variant, admit(request), behaviour)
        if seen.reads_body:
            seen.body = request.body
        time.sleep(seen.waits)
        reply = answer(seen)
        if reply.is_streamed:
            return StreamingHttpResponse(pieces(reply), status=reply.status, headers=reply.headers)
        return HttpResponse(reply.whole(), status=reply.status, headers=reply.headers)

    return answer_with


def admission(request: HttpRequest) -> Any:
    return request.signkey


def told(name: str) -> Callable[[HttpRequest], JsonResponse]:
    return lambda _: JsonResponse(UNPROTECTED[name]())


urlpatterns = [
    path(
        f"{name}/<path:behaviour>",
        protect(variant.endpoint, **HOOKS)(view(variant, admission)),
    )
    for name, variant in VARIANTS.items()
]
urlpatterns.append(path("control/<path:behaviour>", view(CONTROL, lambda _: Everyone())))
urlpatterns += [path(name, told(name)) for name in UNPROTECTED]


def serve(port: int) -> None:
    Server(Front(WSGIHandler(), parses=False), port).run()
