"""Runs the probe app on one server."""

from __future__ import annotations

import importlib
import logging
import os
import sys

SERVERS = {"uvicorn", "hypercorn", "gunicorn", "werkzeug", "django"}


def main() -> None:
    (name,) = sys.argv[1:]
    if name not in SERVERS:
        raise SystemExit(f"servers are {', '.join(sorted(SERVERS))}")
    logging.basicConfig(stream=sys.stderr, level=logging.WARNING)
    port = int(os.environ.get("SIGNKEY_HTTP_PORT", "0"))
    importlib.import_module(f"probe.on_{name}").serve(port)


if __name__ == "__main__":
    main()
