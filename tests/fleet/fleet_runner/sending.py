"""Sends every message twice, in random order, to whichever app is free next."""

import asyncio
import time

from .apps import PATH, PLATFORM_CLOCK
from .connection import Connection
from .messages import LIFETIME, message
from .record import COPIES

CONNECTIONS = 6
# Messages that are good long enough for both of their copies.
BATCH = 10_000
# So long after the first message of a batch's second half the store is killed: all connections wait for it then.
ON_THEIR_WAY = 0.005
# How long the store is away, and how long a message waits until it is sent again.
OUTAGE = 1.0
PAUSE = 0.05
# By when every app has found the store again.
RECOVERY = 2.0


class Sending:
    """Messages on their way to the apps; the store is killed in the middle."""

    def __init__(self, apps, store, record, rng, say):
        self.apps, self.store, self.record, self.rng, self.say = apps, store, record, rng, say
        self.connections = [(app, Connection(app.port, PATH)) for app in apps for _ in range(CONNECTIONS)]

    async def run(self, messages):
        size = min(BATCH, max(1, messages // 4))
        starts = range(0, messages, size)
        middle = starts[len(starts) // 2]
        for start in starts:
            await self.batch(range(start, min(start + size, messages)), is_killing=start == middle)
        for _, connection in self.connections:
            connection.close()

    async def batch(self, numbers, *, is_killing):
        signed = {number: message(number, PLATFORM_CLOCK, self.rng) for number in numbers}
        order = list(numbers) * COPIES
        self.rng.shuffle(order)
        began = time.monotonic()
        await self.send(order[: len(order) // 2], signed)
        rest = self.send(order[len(order) // 2 :], signed)
        await (asyncio.gather(rest, self.restart()) if is_killing else rest)
        took = time.monotonic() - began
        if took > LIFETIME:
            self.record.others.append(f"{len(order)} requests took {took:.0f} s, longer than they are good")
        self.say(f"    messages {numbers[0]} to {numbers[-1]}: {len(order) / took:.0f} a second")

    async def send(self, order, signed):
        left = iter(order)
        async with asyncio.TaskGroup() as group:
            for app, connection in self.connections:
                group.create_task(self.work(app, connection, left, signed))

    async def work(self, app, connection, left, signed):
        for number in left:
            while self.record.take(number, app.name, await connection.send(*signed[number])):
                await asyncio.sleep(PAUSE)

    async def restart(self):
        await asyncio.sleep(ON_THEIR_WAY)
        self.record.is_killed = self.record.expects_outage = True
        self.store.kill()
        await asyncio.sleep(OUTAGE)
        await asyncio.to_thread(self.store.start)
        self.record.is_restarted = True
        asyncio.get_running_loop().call_later(RECOVERY, self.end_outage)

    def end_outage(self):
        self.record.expects_outage = False
