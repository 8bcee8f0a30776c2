"""What the native module takes: options by their names, and what counts as headers and keys."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any, Literal, Protocol, TypeAlias, TypedDict

if TYPE_CHECKING:
    from signkey._signkey import ReplayGuard
    from signkey.replay import AsyncReplayStore, ReplayStore

    # Names and values are text; other objects decide nothing.
    _Pairs: TypeAlias = Iterable[tuple[object, object] | list[Any]]

    class _ItemsOfPairs(Protocol):
        def items(self) -> _Pairs: ...

    _Headers: TypeAlias = _ItemsOfPairs | _Pairs
    _HeaderValues: TypeAlias = str | bytes | Iterable[str | bytes] | None
    _Texts: TypeAlias = Mapping[str, str | bytes | None] | Iterable[tuple[str, str | bytes | None]]
    _ReplayStore: TypeAlias = ReplayStore | AsyncReplayStore
    _Mode: TypeAlias = Literal["cloud", "dev"]


class ConfigOptions(TypedDict, total=False):
    """The options of ``Config``."""

    mode: _Mode | None
    dev_server_url: str | None
    base_url: str | None
    api_base_url: str | None
    event_api_base_url: str | None
    signing_key: str | None
    signing_key_fallback: str | None
    event_key: str | None
    environment: str | None
    platform: str | None
    serve_origin: str | None
    serve_path: str | None


class EndpointOptions(TypedDict, total=False):
    """The options of ``Endpoint`` and of ``Config.endpoint``."""

    unsigned_methods: Iterable[str]
    unsigned_sync: bool
    past: int
    future: int
    max_body_size: int
    max_json_size: int | None
    max_response_size: int
    sign_responses: bool
    name: str
    replay_guard: ReplayGuard | None
    replay_store: _ReplayStore | None
    replay_skew: int
    admit_unclaimed: bool


class Introspection(TypedDict):
    """What an app says of itself."""

    verified: bool | None
    primary: str | None
    fallback: str | None
    shows_fallback: bool
    language: str | None
    version: str | None
    mode: str | None
    app_id: str | None
    code: str | None
