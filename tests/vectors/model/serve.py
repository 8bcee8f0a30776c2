"""The URL of an app, and the queries of URLs."""

from urllib.parse import unquote_to_bytes

from . import urls
from .settings import Settings, needed


def decode(text):
    return unquote_to_bytes(text.replace("+", " "))


def parameters(query):
    """Return [(as it stands, name, value)], undecoded."""
    return [(part, *part.partition("=")[::2]) for part in query.split("&") if part]


def serve_url(options, variables, url):
    settings = Settings(options, variables)
    origin, path, query = urls.split_request(url.decode())
    origin = needed(settings.serve_origin) or origin
    path = needed(settings.serve_path) or path or "/"
    query = "&".join(part for part, name, _ in parameters(query) if decode(name) != b"deployId")
    return f"{origin}{path}{'?' if query else ''}{query}".encode()
