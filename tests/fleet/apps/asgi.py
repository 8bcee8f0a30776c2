"""The app on ASGI: uvicorn, with the asynchronous store."""

from __future__ import annotations

import uvicorn
from process import DEADLINE, NAME, PATH, REDIS, Runs, clock, end_with_input, listen

from signkey import Config
from signkey.asgi import SignkeyMiddleware
from signkey.redis import AsyncRedisReplayStore

RUNS = Runs()


async def app(scope, receive, send):
    while (await receive())["more_body"]:
        pass
    await answer(send, RUNS.add())


async def answer(send, text):
    headers = [(b"content-type", b"text/plain"), (b"content-length", b"%d" % len(text))]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": text})


def main():
    store = AsyncRedisReplayStore(REDIS, deadline=DEADLINE)
    endpoint = Config.from_env().endpoint(replay_store=store, name=NAME)
    protected = SignkeyMiddleware(app, endpoint, clock=clock)

    async def route(scope, receive, send):
        if scope["path"] == PATH:
            await protected(scope, receive, send)
        else:
            await answer(send, RUNS.text())

    socket = listen()
    server = uvicorn.Server(uvicorn.Config(route, log_level="error", lifespan="off", timeout_graceful_shutdown=1))
    end_with_input()
    server.run([socket])


main()
