"""The requests about an app: its settings, its calls to the platform, and its registration."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from fields import (
    read_bytes,
    read_flag,
    read_integer,
    read_optional,
    read_pairs,
    read_status,
    read_text,
    write,
)
from settings import make_config, read_app, read_texts

from signkey import ApiAuth, Endpoint, Keyring, SignkeyError, Verified
from signkey.errors import MissingSigningKeyError

ORIGIN = "https://api.inngest.com"
HEADER = "x-inngest-signature"


def config(settings_field: bytes, vars_field: bytes) -> list[str]:
    settings, variables = read_texts(settings_field), read_texts(vars_field)
    return [write(make_config(settings, variables).describe())]


def serve_url(settings_field: bytes, vars_field: bytes, url_field: bytes) -> list[str]:
    settings, variables = read_texts(settings_field), read_texts(vars_field)
    url = read_text(read_bytes(url_field))
    return [write(make_config(settings, variables).serve_url(url))]


def authenticate(  # noqa: PLR0913, PLR0917 - the fields of the request
    mode_field: bytes,
    keys_field: bytes,
    unsigned_field: bytes,
    sync_field: bytes,
    method_field: bytes,
    headers_field: bytes,
    body_field: bytes,
    *numbers: bytes,
) -> list[str]:
    mode = read_text(mode_field)
    keys = [read_optional(field) for field in keys_field.split(b",")]
    methods = [read_text(read_bytes(field)) for field in unsigned_field.split(b",") if field]
    unsigned_sync, method = read_flag(sync_field), read_text(read_bytes(method_field))
    headers, body = read_pairs(headers_field), read_bytes(body_field)
    now, past, future = map(read_integer, numbers)
    keyring: Keyring | SignkeyError
    try:
        keyring = Keyring(*keys)
    except SignkeyError as error:
        keyring = error
    endpoint = Endpoint(
        keyring,
        mode=mode,  # type: ignore[arg-type]
        unsigned_methods=methods,
        unsigned_sync=unsigned_sync,
        past=past,
        future=future,
    )
    admission = endpoint.admit(method, headers, body, now)
    caller, warning = admission.caller, admission.warning
    code = "-" if warning is None else warning.code
    if isinstance(caller, Verified):
        facts = [str(caller.key_index), caller.form, str(caller.timestamp)]
        return ["verified", *facts, code]
    return ["unverified", "-", caller.reason, "-", code]


def api_auth(keys_field: bytes, calls_field: bytes) -> list[str]:
    keys = [read_optional(field) for field in keys_field.split(b",")]
    calls = [
        [read_status(status) for status in call.split(b",")] for call in calls_field.split(b";")
    ]
    keyring: Keyring | None
    try:
        keyring = Keyring(*keys)
    except MissingSigningKeyError:
        keyring = None
    auth = ApiAuth(keyring, ORIGIN)
    return [";".join(",".join(call(auth, statuses)) for statuses in calls)]


def call(auth: ApiAuth, statuses: list[int]) -> Iterator[str]:
    """The credentials that one call sends."""
    attempt = auth.begin()
    for status in statuses:
        authorization = auth.authorization(attempt)
        yield "-" if authorization is None else write(authorization)
        following = auth.after(attempt, status)
        if following is None:
            break
        attempt = following


def may_send_to(origin_field: bytes, url_field: bytes) -> list[str]:
    origin, url = read_text(read_bytes(origin_field)), read_text(read_bytes(url_field))
    return ["yes" if ApiAuth(None, origin).may_send_to(url) else "no"]


def verify_token(keys_field: bytes, authorization_field: bytes) -> list[str]:
    keys = [read_optional(field) for field in keys_field.split(b",")]
    authorization = read_optional(authorization_field)
    return [str(Keyring(*keys).verify_token(authorization))]


def register(  # noqa: PLR0913, PLR0917 - the fields of the request
    settings_field: bytes,
    vars_field: bytes,
    app_field: bytes,
    method_field: bytes,
    query_field: bytes,
    headers_field: bytes,
    body_field: bytes,
    now_field: bytes,
    answers_field: bytes,
    configuration_field: bytes,
) -> list[str]:
    settings, variables = read_texts(settings_field), read_texts(vars_field)
    app = read_app(app_field)
    method, query = read_text(read_bytes(method_field)), read_text(read_bytes(query_field))
    headers, body = read_pairs(headers_field), read_bytes(body_field)
    now, configuration = read_integer(now_field), read_bytes(configuration_field)
    answers = iter([(read_status(status), said) for status, said in read_pairs(answers_field)])
    config = make_config(settings, variables)
    admission = config.endpoint().admit(method, headers, body, now)
    registration = config.registration(app, admission, query)
    is_in_band = registration.state == "in_band"
    sent = []
    while (request := registration.request) is not None:
        sent.append(write(request.url + "\n" + lines(request.headers)))
        registration.answer(*next(answers, (0, b"")))
    response = registration.response(configuration if is_in_band else None, timestamp=now)
    fields = write(lines(response.headers))
    return [",".join(sent), str(response.status), fields, write(response.body)]


def lines(headers: dict[str, str]) -> str:
    return "".join(f"{name}: {value}\n" for name, value in headers.items())


def introspect(
    settings_field: bytes, vars_field: bytes, app_field: bytes, header_field: bytes, now: bytes
) -> list[str]:
    settings, variables = read_texts(settings_field), read_texts(vars_field)
    app, header, clock = read_app(app_field), read_optional(header_field), read_integer(now)
    config = make_config(settings, variables)
    headers = [] if header is None else [(HEADER, header)]
    admission = config.endpoint(unsigned_methods=["GET"]).admit("GET", headers, b"", clock)
    return [write(config.introspect(app, admission))]


# What answers a request, and how many fields it has.
REQUESTS: dict[bytes, tuple[Callable[..., list[str]], int]] = {
    b"config": (config, 2),
    b"serve_url": (serve_url, 3),
    b"authenticate": (authenticate, 10),
    b"api_auth": (api_auth, 2),
    b"may_send_to": (may_send_to, 2),
    b"verify_token": (verify_token, 2),
    b"handshake": (register, 10),
    b"introspect": (introspect, 5),
}
