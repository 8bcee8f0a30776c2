"""What signkey is to reach beside its peers: ratios within one run, never a time."""

from __future__ import annotations

from typing import NamedTuple

CRATES = ("serde_json_canonicalizer", "serde_jcs", "json-canon")
CLIENTS = (
    ("rust", "redis-rs"),
    ("python", "redis-py"),
    ("python", "redis-py asyncio"),
    ("node", "node-redis"),
    ("node", "ioredis"),
    ("go", "go-redis"),
)
LANGUAGES = {"rust": "Rust", "python": "Python", "node": "Node", "go": "Go"}


class Target(NamedTuple):
    """A race, the peers in it, of which the fastest counts, and how signkey is to compare.

    With `at_most` the ratio is signkey's time to theirs, with `at_least` theirs to signkey's. Where
    a bare app takes part, the times are what each adds to it.
    """

    name: str
    language: str
    path: str
    corpus: str
    size: int
    against: tuple[str, ...]
    at_most: float | None = None
    at_least: float | None = None


class MemoryTarget(NamedTuple):
    """The most memory at once, as a multiple of what is read or written, whichever is more."""

    name: str
    language: str
    path: str
    corpus: str
    at_most: float


def verify(language: str, against: str, size: int, at_most: float) -> Target:
    name = f"{LANGUAGES[language]}, verify {in_words(size)}, against {against}"
    return Target(name, language, "verify", "call", size, (against,), at_most=at_most)


def sdk(language: str, at_least: float) -> Target:
    name = f"{LANGUAGES[language]}, verify {in_words(15_000)}, against the published SDK"
    return Target(
        name, language, "verify, libraries", "call", 15_000, ("inngest SDK",), at_least=at_least
    )


def admit(language: str, interface: str, size: int, at_most: float) -> list[Target]:
    """What an adapter adds to a request."""
    name = f"{LANGUAGES[language]}, {interface} adapter, added to {in_words(size)}, against"
    path = f"admit, {interface}"
    by_hand, published = ("hand-written",), ("inngest SDK",)
    return [
        Target(
            f"{name} a hand-written check", language, path, "call", size, by_hand, at_most=at_most
        ),
        Target(
            f"{name} the published SDK",
            language,
            f"{path}, libraries",
            "call",
            size,
            published,
            at_least=8,
        ),
    ]


def canonicalize(corpus: str, at_least: float) -> Target:
    name = f"canonicalize {in_words(800)}, {corpus}, against the best crate"
    return Target(name, "rust", "canonicalize", corpus, 800, CRATES, at_least=at_least)


def floor(corpus: str, size: int) -> Target:
    """However bad the document, not slower than this share of the speed of SHA-256."""
    name = f"canonicalize {in_words(size)}, {corpus}, share of the rate of SHA-256"
    return Target(name, "rust", "canonicalize", corpus, size, ("sha2, hash only",), at_least=0.02)


def in_words(size: int) -> str:
    return {800: "0.8 KB", 1_000_000: "1 MB"}.get(size, f"{size // 1000} KB")


ADAPTER_TARGETS = [
    target
    for language, interface, small in (
        ("python", "ASGI", 0.8),
        ("python", "WSGI", 0.8),
        ("node", "Express", 0.8),
        ("go", "net/http", 1),
    )
    for size, at_most in ((800, small), (15_000, 1))
    for target in admit(language, interface, size, at_most)
]

ADVERSARIAL = ("escaped-names", "foreign-names", "nested", "exponents")

STORE_TARGETS = [
    Target(
        f"claim in a store by {client}, against the bare SET NX",
        language,
        f"claim in a store, {client}",
        "messages",
        1,
        ("bare SET NX",),
        at_most=1.1,
    )
    for language, client in CLIENTS
]
TARGETS: list[Target | MemoryTarget] = [
    verify("rust", "hmac, keyed clone", 800, 1.12),
    *(verify("rust", "hmac, keyed clone", size, 1.02) for size in (15_000, 180_000, 1_000_000)),
    verify("python", "hmac.digest", 800, 0.37),
    verify("node", "createHmac", 800, 0.40),
    verify("go", "hmac.New", 800, 0.75),
    verify("go", "hmac, reused", 800, 1.20),
    sdk("python", 100),
    sdk("node", 10),
    sdk("go", 25),
    *ADAPTER_TARGETS,
    canonicalize("text", 20),
    canonicalize("reordered", 8),
    canonicalize("pretty", 8),
    canonicalize("floats", 3),
    *(floor(corpus, size) for corpus in ADVERSARIAL for size in (800, 1_000_000)),
    Target(
        "verify the canonical form, 15 KB, against hmac, keyed clone",
        "rust",
        "verify, canonical form",
        "call",
        15_000,
        ("hmac, keyed clone",),
        at_most=2.4,
    ),
    Target(
        "accept 10,000,000 messages once, against a map with a lock",
        "rust",
        "claim in a guard",
        "messages",
        10_000_000,
        ("map with a lock",),
        at_least=5,
    ),
    *STORE_TARGETS,
    *(
        MemoryTarget(f"memory of {what}", "rust", what, "10,000,000 messages", most)
        for what, most in [
            ("a guard, bytes a message", 13),
            ("a guard, against a map", 0.1),
            ("a guard, more after an hour", 1e-5),
        ]
    ),
    *(
        # 1 MB of 1 GB.
        MemoryTarget(
            f"{title}, memory to verify a stream of 1 GB", language, "verify a stream", "0", 1e-3
        )
        for language, title in LANGUAGES.items()
    ),
    *(
        MemoryTarget(f"memory to canonicalize 1 MB, {corpus}", "rust", "canonicalize", corpus, 0)
        for corpus in ("call", "text", "floats")
    ),
    *(
        MemoryTarget(f"memory to canonicalize 1 MB, {corpus}", "rust", "canonicalize", corpus, 3)
        for corpus in ("reordered", "pretty", *ADVERSARIAL)
    ),
]
