"""A whole sync: the PUT, the registrations that follow from it, and the response."""

import json
from urllib.parse import quote

import reference
from reference import Refusal

from . import endpoint
from .api_auth import Client
from .serve import decode, parameters
from .settings import WHITESPACE, Settings, compact, needed

MESSAGE_LIMIT = 1024
BODY_LIMIT = 1 << 20


class App:
    """What an SDK says of itself."""

    def __init__(self, pairs):
        fields = {name.decode(): value.decode() for name, value in pairs}
        self.id, self.sdk = fields["id"], fields["sdk"]
        self.language, self.framework = fields["language"], fields["framework"]
        self.functions = int(fields["functions"])
        self.trust_probe, self.connect = fields["trust_probe"] == "1", fields["connect"] == "1"

    def check(self):
        name, _, version = self.sdk.partition(":v")
        texts = (self.sdk, self.framework)
        printable = all(text and text == text.strip() and text.isascii() and text.isprintable() for text in texts)
        if not (name and version and self.sdk.count(":") == 1 and printable):
            raise Refusal("invalid_argument")


def sync(options, variables, app, method, query, headers, body, now, answers, configuration):
    """Return (requests, status, headers, body) of the response."""
    settings, app = Settings(options, variables), App(app)
    settings.switches()
    verdict, index, _, _ = endpoint.judge(
        settings.mode, settings.file_fault or settings.key_texts, [], settings.unsigned_sync, method, headers, body, now
    )
    client = Client(api_keys(settings))
    if method != b"PUT":
        raise Refusal("method_not_allowed")
    app.check()
    if settings.lacks_environment() and needed(settings.environment) is None:
        raise Refusal("missing_environment")
    needed(settings.environment)
    key = settings.keyring()[index] if verdict == "verified" else None
    in_band = endpoint.word(headers, b"x-inngest-sync-kind") == "in_band"
    if key is not None and settings.in_band_sync and in_band:
        requests, status, response, kind = [], 200, configuration, "in_band"
    else:
        requests, status, response = register(settings, app, client, query, headers, answers)
        kind = "out_of_band"
    fields = [("Content-Type", "application/json"), ("X-Inngest-Sync-Kind", kind)]
    if key is not None or settings.mode == "dev":
        fields += [("X-Inngest-Sdk", app.sdk), ("X-Inngest-Req-Version", "2")]
    if key is not None:
        fields.append(("X-Inngest-Signature", reference.sign_response(key, response, now).decode()))
    return requests, status, text_of(fields), response


def api_keys(settings):
    """The keys that calls are made with; a malformed key is an error in cloud mode alone."""
    needed(settings.api)
    try:
        return settings.keyring()
    except Refusal:
        if settings.mode == "cloud":
            raise
        return []


def register(settings, app, client, query, headers, answers):
    url = needed(settings.api) + "/fn/register"
    named = [value for _, name, value in parameters(query.decode()) if decode(name) == b"deployId"]
    if named and decode(named[0]):
        url += "?deployId=" + quote(decode(named[0]), safe="")
    fields = [
        ("Content-Type", "application/json"),
        ("X-Inngest-Sdk", app.sdk),
        ("X-Inngest-Req-Version", "2"),
        ("X-Inngest-Env", settings.environment),
        ("X-Inngest-Framework", app.framework),
        ("X-Inngest-Platform", needed(settings.platform)),
        ("X-Inngest-Expected-Server-Kind", endpoint.server_kind(headers)),
    ]
    fields = [(name, value) for name, value in fields if value is not None]
    # Whatever is not answered could not be reached.
    answers = [(int(status), body) for status, body in answers] + [(0, b"")]
    sent = client.call([status for status, _ in answers])
    requests = [
        f"{url}\n".encode() + text_of(fields + ([("Authorization", token.decode())] if token else [])) for token in sent
    ] or [f"{url}\n".encode() + text_of(fields)]
    status, body = answers[len(requests) - 1]
    modified, message = outcome(status, body)
    if modified is None and any(id in message.lower() for id in settings.key_ids()):
        message = "the platform's message held a credential and is withheld"
    message = message[:MESSAGE_LIMIT]
    document = {"message": message, "modified": bool(modified)}
    return requests, 500 if modified is None else 200, compact(document)


def outcome(status, body):
    """Return (modified, message); modified is None if the sync failed."""
    if status == 0:
        return None, "the platform could not be reached"
    document = read_object(body)
    fields = document or {}
    message = said(fields, "error") or said(fields, "message")
    if not 200 <= status < 300:
        return None, message or f"the platform answered the sync with status {status}"
    modified = fields.get("modified", False)
    if document is not None and fields.get("ok", True) is True and isinstance(modified, bool):
        return modified, "Successfully synced."
    return None, message or "the platform's answer to the sync is not what it should be"


def read_object(body):
    """The object that a body strictly is, or None."""
    try:
        reference.canonicalize(body)
    except Refusal:
        return None
    document = json.loads(body)
    return document if isinstance(document, dict) and len(body) <= BODY_LIMIT else None


def said(document, name):
    text = document.get(name)
    return text.strip(WHITESPACE) if isinstance(text, str) else None


def text_of(fields):
    return "".join(f"{name}: {value}\n" for name, value in fields).encode()
