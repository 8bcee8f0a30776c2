"""The store in the memory of one process."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

from signkey.replay import MemoryReplayStore

IDS = 20_000


def claim_id(number: int) -> str:
    return f"{number:032x}"


def test_a_claim_lasts_for_its_lifetime() -> None:
    now = 0.0
    store = MemoryReplayStore(lambda: now)
    assert [store.claim(claim_id(1), 10) for _ in range(2)] == ["first", "again"]
    now = 9.9
    assert store.claim(claim_id(1), 10) == "again"
    now = 10.0
    assert [store.claim(claim_id(1), 10) for _ in range(2)] == ["first", "again"]


def test_what_is_over_is_removed() -> None:
    now = 0.0
    store = MemoryReplayStore(lambda: now)
    for number in range(100_000):
        now = number / 10
        assert store.claim(claim_id(number), 10) == "first"
        assert len(store) <= 1024


def test_of_many_threads_one_is_the_first() -> None:
    store = MemoryReplayStore()

    def claim_all(_: int) -> int:
        return sum(store.claim(claim_id(number), 901) == "first" for number in range(IDS))

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(claim_all, range(8))) == IDS
    assert len(store) == IDS
