"""What Django needs before any of it is used."""

from collections.abc import Iterator
from pathlib import Path

import django
import pytest
from django.conf import settings

from redis_server import RedisServer

settings.configure(
    ALLOWED_HOSTS=["*"], ROOT_URLCONF="django_app", SECRET_KEY="tests", USE_I18N=False
)
django.setup()


@pytest.fixture
def redis_server(tmp_path: Path) -> Iterator[RedisServer]:
    """A server that evicts nothing, or does what its options say."""
    server = RedisServer(tmp_path)
    try:
        yield server
    finally:
        server.stop()
