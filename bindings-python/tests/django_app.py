"""A Django project with one protected view of each kind, and none that is not."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from typing import Any

from django.http import FileResponse, HttpRequest, HttpResponse, StreamingHttpResponse
from django.urls import path

from servers import kit
from signkey import Endpoint
from signkey.django import protect

endpoint = Endpoint(kit.keyring, unsigned_methods={"GET"})
# Set by tests.
told: list[tuple[Any, str]] = []


def tell(request: Any, what: Any) -> None:
    told.append((request, what.code))


guard = protect(endpoint, on_refused=tell, on_warning=tell, clock=kit.clock)


def describe(request: HttpRequest) -> HttpResponse:
    caller = type(request.signkey.caller).__name__
    return HttpResponse(request.body, headers={"X-Caller": caller})


@guard
def sync_view(request: HttpRequest) -> HttpResponse:
    return describe(request)


@guard
async def async_view(request: HttpRequest) -> HttpResponse:
    return describe(request)


@guard
def form_view(request: HttpRequest) -> HttpResponse:
    return HttpResponse(repr(sorted(request.POST.items())))


def open_view(request: HttpRequest) -> HttpResponse:
    return HttpResponse(repr(getattr(request, "signkey", None)))


def streamed_view(_: HttpRequest) -> StreamingHttpResponse:
    def chunks() -> Iterator[bytes]:
        yield b"one"
        yield b"two"

    return StreamingHttpResponse(chunks(), headers={"X-Inngest-Signature": "forged"})


async def async_streamed_view(_: HttpRequest) -> StreamingHttpResponse:
    async def chunks() -> AsyncIterator[bytes]:
        yield b"one"
        yield b"two"

    return StreamingHttpResponse(chunks())


def file_view(_: HttpRequest) -> FileResponse:
    return FileResponse(open(__file__, "rb"))


def status_view(_: HttpRequest, status: int) -> HttpResponse:
    return HttpResponse(b"x", status=status, headers={"Content-Length": "1"})


def event_view(_: HttpRequest) -> HttpResponse:
    return HttpResponse(b"data: 1\n\n", content_type="text/event-stream")


def failing_view(_: HttpRequest) -> HttpResponse:
    raise KeyError


def make_endpoint() -> Endpoint:
    return Endpoint(kit.keyring, sign_responses=True, max_response_size=5000)


urlpatterns = [
    path("sync", sync_view),
    path("async", async_view),
    path("form", form_view),
    path("open", open_view),
    path("streamed", streamed_view),
    path("async-streamed", async_streamed_view),
    path("file", file_view),
    path("status/<int:status>", status_view),
    path("events", event_view),
    path("failing", failing_view),
]
