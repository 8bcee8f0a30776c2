"""A connection to an app that is kept alive: HTTP/1.1 by hand, as small as it can be."""

import asyncio
import json
from typing import NamedTuple

# Longer than any deadline: what takes longer hangs.
HANG = 10


class Answer(NamedTuple):
    status: int
    code: str | None
    """Of a refusal."""
    seconds: float


class Connection:
    def __init__(self, port, path):
        self.port = port
        self.head = f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nContent-Type: application/json\r\n"
        self.streams = None

    async def send(self, body, header):
        """Send a message, and return the answer; `TimeoutError` if there is none."""
        loop = asyncio.get_running_loop()
        began = loop.time()
        async with asyncio.timeout(HANG):
            if self.streams is None:
                self.streams = await asyncio.open_connection("127.0.0.1", self.port)
            reader, writer = self.streams
            head = f"{self.head}Content-Length: {len(body)}\r\nX-Inngest-Signature: {header}\r\n\r\n"
            writer.write(head.encode() + body)
            status, fields = read_head(await reader.readuntil(b"\r\n\r\n"))
            text = await reader.readexactly(int(fields["content-length"]))
        if fields.get("connection") == "close":
            self.close()
        return Answer(status, None if status == 200 else json.loads(text)["code"], loop.time() - began)

    def close(self):
        if self.streams:
            self.streams[1].close()
        self.streams = None


def read_head(head):
    first, *lines = head.decode().strip().split("\r\n")
    pairs = (line.split(": ", 1) for line in lines)
    return int(first.split()[1]), {name.lower(): value.strip().lower() for name, value in pairs}
