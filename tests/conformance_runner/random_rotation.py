"""Facts of rotations at random, likely ones most of all."""

import json

NOW = 1_700_000_000
U64_MAX = 2**64 - 1
IDS = ["6e0c6ba3ca84", "e4bf4a2e7f55", "00112233aabb"]
SDKS = [
    *[("go", version) for version in ["0.7.1", "0.7.2", "v0.16.0", "0.7.2-rc.1", "1", "dev"]],
    *[("py", version) for version in ["0.3.8", "0.3.9", "0.3.9a1", "0.5.19+x"]],
    *[("Typescript", version) for version in ["3.17.9", "3.18.0", "v4", "3.18.0-beta.1+5"]],
    *[("rust", "0.1.0"), (None, "0.1"), ("go", None)],
]


def facts(rng):
    """A document, as the only value of its request."""
    server = rng.choice(["current"] * 6 + ["next"] * 6 + [None])
    document = {"current": IDS[0], "next": IDS[1], "server": server, "now": NOW}
    # Whoever refuses the server comes first, and hides all other steps.
    likely = rng.choices(SERVED[server] if rng.random() < 0.85 else PROBES, k=rng.choice([1, 1, 2, 3]))
    document["apps"] = [app(rng, number, likely) for number in range(rng.choice([1, 1, 1, 2, 4]))]
    if rng.random() < 0.5:
        document["switched_at"] = max(0, NOW - rng.choice([0, 1, 300, 600, 601, 602, NOW, -5]))
    if rng.random() < 0.3:
        document |= {name: rng.choice([0, 1, 300, 10**6, U64_MAX]) for name in rng.sample(["past", "future"], rng.randrange(3))}
    if rng.random() < 0.6:
        document["accept_downtime"] = rng.random() < 0.8
    members = list(document.items())
    rng.shuffle(members)
    return [json.dumps(dict(members), ensure_ascii=rng.random() < 0.5, indent=rng.choice([None, 1])).encode()]


def has(primary, fallback=None):
    ids = [*IDS, None]
    return {"primary": ids[primary], "fallback": None if fallback is None else ids[fallback]}


PROBES = [has(0), has(0, 1), has(1, 0), has(1), has(2), has(0, 2), has(1, 2), has(3), "refused", "unreachable"]
SERVED = {"current": [has(0), has(0, 1), has(1, 0), has(0, 2)], "next": [has(1), has(1, 0), has(1, 2), has(0, 1)], None: PROBES}


def app(rng, number, likely):
    found = {"name": rng.choice([f"app {number}", "caf\u00e9 \U0001f600", "\"\\\n"])}
    probe = rng.choice(likely)
    count = rng.choice([1] * 12 + [2, 3, 3, 3, 0])
    found["probes"] = [probe] * count if rng.random() < 0.6 else rng.choices(likely, k=count)
    if rng.random() < 0.6:
        found["language"], found["version"] = rng.choice(SDKS)
    if rng.random() < 0.2:
        found["shows_fallback"] = rng.random() < 0.3
    return found
