"""FastAPI: the class of routes and the dependency."""

from __future__ import annotations

import asyncio
from typing import Annotated, Any

import fastapi
import httpx
import pytest
from fastapi.responses import StreamingResponse

from servers import kit
from signkey import HEADER_NAME, Admission, Endpoint, errors
from signkey.fastapi import SignkeyDependency, signkey_route

BODY = b'{"a":1}'
FORM = {"Content-Type": "application/x-www-form-urlencoded"}
lax = Endpoint(kit.keyring, unsigned_methods={"GET"}, max_body_size=1000)
admitted = SignkeyDependency(lax, clock=kit.clock)


def make_app(**options: Any) -> fastapi.FastAPI:
    signing = Endpoint(kit.keyring, sign_responses=True, max_response_size=1000)
    route = signkey_route(signing, clock=kit.clock, **options)
    router = fastapi.APIRouter(route_class=route, prefix="/route")

    @router.post("/{name}")
    async def document(request: fastapi.Request, name: str, document: dict[str, int]) -> Any:
        return {"name": name, "document": document, "key": request.state.signkey.verified.key_id}

    @router.post("/stream/all")
    def stream() -> StreamingResponse:
        return StreamingResponse(iter([b"one", b"two"]))

    @router.post("/large/all")
    def large() -> StreamingResponse:
        return StreamingResponse(iter([b"x" * 1001]))

    @router.post("/fail/all")
    def fail() -> None:
        raise fastapi.HTTPException(418)

    app = fastapi.FastAPI()
    app.include_router(router)

    @app.post("/json")
    async def json(
        request: fastapi.Request,
        admission: Annotated[Admission, fastapi.Depends(admitted)],
        document: dict[str, int],
    ) -> Any:
        assert request.state.signkey is admission
        body = (await request.body()).decode()
        return {"caller": type(admission.caller).__name__, "document": document, "body": body}

    @app.api_route("/raw", methods=["GET", "POST"])
    async def raw(
        request: fastapi.Request, admission: Annotated[Admission, fastapi.Depends(admitted)]
    ) -> Any:
        return {"caller": type(admission.caller).__name__, "body": (await request.body()).decode()}

    @app.post("/form", dependencies=[fastapi.Depends(admitted)])
    async def form(a: Annotated[int, fastapi.Form()]) -> int:
        return a

    @app.post("/open")
    async def unprotected() -> str:
        return "open"

    return app


def send(
    path: str, headers: dict[str, str], body: Any = BODY, method: str = "POST", **options: Any
) -> httpx.Response:
    async def post() -> httpx.Response:
        transport = httpx.ASGITransport(make_app(**options))
        async with httpx.AsyncClient(transport=transport, base_url="http://app") as client:
            return await client.request(
                method, path, content=body, headers={"Content-Type": "application/json", **headers}
            )

    return asyncio.run(post())


def signed(body: bytes = BODY) -> dict[str, str]:
    return kit.signed(body).headers


def check_signed(response: httpx.Response) -> None:
    kit.keyring.verify_response(response.content, response.headers[HEADER_NAME], now=kit.now)


def code_of(response: httpx.Response) -> str:
    assert response.json().keys() == {"code", "message"}
    code = str(response.json()["code"])
    assert response.status_code == errors.BY_CODE[code].http_status
    return code


def test_a_route_is_reached_by_those_who_are_admitted_and_signs() -> None:
    response = send("/route/shop", signed())
    key = kit.keyring.key_ids[0]
    assert response.json() == {"name": "shop", "document": {"a": 1}, "key": key}
    check_signed(response)
    assert send("/open", {}).json() == "open"


@pytest.mark.parametrize("body", [BODY, b"{", b""])
def test_a_route_refuses_before_the_body_is_parsed(body: bytes) -> None:
    assert code_of(send("/route/shop", {}, body)) == "missing_signature"
    assert code_of(send("/route/shop", kit.signed(b"x").headers, body)) == "signature_mismatch"


def test_what_fastapi_answers_by_itself_is_signed_too() -> None:
    invalid = send("/route/shop", signed(b"{"), b"{")
    assert invalid.status_code == 422
    check_signed(invalid)
    failed = send("/route/fail/all", signed())
    assert (failed.status_code, failed.json()) == (418, {"detail": "I'm a Teapot"})
    check_signed(failed)


def test_a_streamed_response_is_signed_whole_or_not_sent() -> None:
    response = send("/route/stream/all", signed())
    assert response.content == b"onetwo"
    check_signed(response)
    assert code_of(send("/route/large/all", signed())) == "response_unsignable"


def test_a_dependency_judges_what_fastapi_has_read() -> None:
    for path in ("/json", "/raw"):
        response = send(path, signed())
        assert (response.json()["caller"], response.json()["body"]) == ("Verified", BODY.decode())
    assert send("/raw", {}, b"", "GET").json() == {"caller": "Unverified", "body": ""}


def test_a_refusal_of_a_dependency_is_an_http_exception() -> None:
    for path in ("/json", "/raw"):
        response = send(path, {})
        assert response.status_code == 401
        assert response.headers["WWW-Authenticate"] == "Inngest-Signature"
        assert response.json()["detail"]["code"] == "missing_signature"


def test_a_dependency_reads_no_more_than_the_limit() -> None:
    async def pieces() -> Any:
        for _ in range(3):
            yield b"x" * 400

    response = send("/raw", signed(), pieces())
    assert response.json()["detail"]["code"] == "body_too_large"


@pytest.mark.parametrize("body", [b"a=1", b""])
def test_a_form_has_no_bytes_left_for_a_dependency(body: bytes) -> None:
    response = send("/form", {**signed(body), **FORM}, b"a=1")
    assert response.json()["detail"]["code"] == "body_unavailable"
    assert response.status_code == 500


def test_hooks_are_told_of_refusals_and_warnings() -> None:
    told: list[str] = []

    def tell(_: Any, what: Any) -> None:
        told.append(what.code)

    options: Any = {"on_refused": tell, "on_warning": tell}
    dev = {"X-Inngest-Server-Kind": "dev"}
    send("/route/shop", {**signed(), **dev}, **options)
    send("/route/shop", {}, **options)
    assert told == ["dev_server_in_cloud_mode", "missing_signature"]


def test_a_dependency_that_cannot_sign_is_refused_when_it_is_made() -> None:
    with pytest.raises(TypeError, match="use signkey_route"):
        SignkeyDependency(Endpoint(kit.keyring, sign_responses=True))
