"""URLs: their origins, and those that can be a base or a serve origin."""

import ipaddress
import re

from reference import Refusal

URL = re.compile(r"([A-Za-z]+)://([^/?#]*)(.*)", re.DOTALL)
CHARACTERS = re.compile(r"[A-Za-z0-9!$%&'()*+,\-./:;=@_~?#\[\]]*")
NAME = re.compile(r"[A-Za-z0-9_-]+(\.[A-Za-z0-9_-]+)*\.?")
PORT = re.compile(r"[1-9][0-9]{0,4}")
PATH = re.compile(r"[A-Za-z0-9!$%&'()*+,\-./:;=@_~]*")
DEFAULT_PORTS = {"http": 80, "https": 443}


def malformed():
    return Refusal("malformed_url")


def split(url):
    """Return the origin and what comes behind it."""
    matched = URL.fullmatch(url)
    if not matched or not CHARACTERS.fullmatch(url):
        raise malformed()
    scheme, authority, rest = matched.groups()
    scheme = scheme.lower()
    if scheme not in DEFAULT_PORTS:
        raise malformed()
    found = re.fullmatch(r"(\[[^\]]*\]|[^:\[\]]*)(?::(.*))?", authority)
    if not found:
        raise malformed()
    host, port = found.groups()
    number = DEFAULT_PORTS[scheme]
    if port is not None:
        if not PORT.fullmatch(port) or int(port) > 65535:
            raise malformed()
        number = int(port)
    origin = f"{scheme}://{one_host(host)}"
    return origin if number == DEFAULT_PORTS[scheme] else f"{origin}:{number}", rest


def split_request(url):
    """Return the origin, the path and the query of a URL that was requested, whose query may hold all that prints."""
    if not re.fullmatch(r"[!-~]*", url):
        raise malformed()
    front, _, query = url.partition("#")[0].partition("?")
    return *split(front), query


def one_host(host):
    """The host in its one form."""
    if host.startswith("["):
        try:
            address = ipaddress.IPv6Address(host[1:-1])
        except ValueError:
            raise malformed() from None
        if address.scope_id is not None:
            raise malformed()
        mapped = address.ipv4_mapped
        return f"[::ffff:{mapped}]" if mapped else f"[{address.compressed}]"
    if not NAME.fullmatch(host) or len(host.removesuffix(".")) > 253:
        raise malformed()
    last = host.removesuffix(".").rsplit(".", 1)[-1]
    if last.isdigit() or last.lower().startswith("0x"):
        try:
            ipaddress.IPv4Address(host)
        except ValueError:
            raise malformed() from None
    return host.lower()


def base(url):
    """The URL as one to append paths to: an origin and a plain path without a slash at its end."""
    origin, rest = split(url)
    path = rest.removesuffix("/")
    if re.search(r"[?#%\[\]]", path) or any(part in ("", ".", "..") for part in path.split("/")[1:]):
        raise malformed()
    return origin + path


def serve_origin(text):
    """An origin alone, which may lack https://."""
    url = text if "://" in text else f"https://{text}"
    if base(url) != split(url)[0]:
        raise malformed()
    return base(url)


def serve_path(text):
    """A path, which may lack the slash in front."""
    if not PATH.fullmatch(text) or "://" in text:
        raise malformed()
    return text if text.startswith("/") else f"/{text}"


def exposed(url):
    """Whether what is sent there passes a network in the clear."""
    origin = split(url)[0]
    if origin.startswith("https:"):
        return False
    host = re.match(r"http://(\[.*\]|[^:]*)", origin).group(1).removesuffix(".")
    if host == "localhost" or host.endswith(".localhost"):
        return False
    try:
        return not ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return True
