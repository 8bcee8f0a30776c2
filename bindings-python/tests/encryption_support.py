"""Both encryption middlewares, signkey's and the published one, under one key."""

from __future__ import annotations

from typing import Any

import inngest
import inngest_encryption

from signkey import Encryptor
from signkey.inngest import EncryptionMiddleware

KEY, OLD_KEY = "a-secret-of-the-tests", "an-older-secret"
encryptor = Encryptor(KEY)

CLIENT = inngest.Inngest(app_id="shop", is_production=False)
# Both under the same key.
OURS = EncryptionMiddleware.factory(encryptor)
PUBLISHED = inngest_encryption.EncryptionMiddleware.factory(KEY)


def seal(value: Any) -> Any:
    """An envelope by the published package."""
    return PUBLISHED(CLIENT, None)._encrypt(value)


def unseal(envelope: Any) -> Any:
    assert envelope["__ENCRYPTED__"] is True
    return PUBLISHED(CLIENT, None)._decrypt(envelope)
