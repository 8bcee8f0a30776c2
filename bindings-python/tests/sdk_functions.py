"""Functions of the Inngest SDK that use everything through which data can leave, in both styles."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from typing import Any

import inngest

from platform_double import Functions

CANARY = "canary-4111"
SECRET = {CANARY: [CANARY, None, {"a": CANARY}], "n": 1.5}
PLAIN: dict[str, Any] = {"encrypted": SECRET, "id": 7}
NEXT_TRY = datetime.datetime(2100, 1, 1, tzinfo=datetime.UTC)


class CanaryError(Exception):
    """Its name gives away something too."""


def fail() -> None:
    raise CanaryError(CANARY)


def trigger(name: str) -> inngest.TriggerEvent:
    return inngest.TriggerEvent(event=name)


def fail_handler(seen: dict[str, Any]) -> Callable[[inngest.ContextSync], None]:
    def on_failure(ctx: inngest.ContextSync) -> None:
        seen["failure"] = ctx.event.data

    return on_failure


def sync_functions(client: inngest.Inngest, seen: dict[str, Any]) -> Functions:
    @client.create_function(fn_id="child", trigger=trigger("child"))
    def child(ctx: inngest.ContextSync) -> Any:
        seen["child"] = [*seen.get("child", []), ctx.event.data]
        return [ctx.event.data["encrypted"]]

    @client.create_function(fn_id="failing", trigger=trigger("failing"))
    def failing(_: inngest.ContextSync) -> None:
        fail()

    @client.create_function(fn_id="patient", trigger=trigger("patient"))
    def patient(_: inngest.ContextSync) -> None:
        raise inngest.RetryAfterError(CANARY, NEXT_TRY)

    @client.create_function(fn_id="main", trigger=trigger("main"), on_failure=fail_handler(seen))
    def main(ctx: inngest.ContextSync) -> Any:
        step = ctx.step
        seen["event"] = ctx.event.data
        seen["events"] = [event.data for event in ctx.events]
        seen["step"] = step.run("step", lambda: SECRET)
        seen["null"] = step.run("null", lambda: None)
        step.send_event("one", inngest.Event(name="app/sent", data=PLAIN))
        step.send_event("list", [inngest.Event(name="app/sent", data=PLAIN)] * 2)
        seen["invoked"] = step.invoke("invoke", function=child, data=PLAIN)
        seen["parallel"] = ctx.group.parallel(
            (
                lambda: step.invoke("left", function=child, data=PLAIN),
                lambda: step.invoke("right", function=child, data=PLAIN),
                lambda: step.run("beside", lambda: SECRET),
            )
        )
        step.sleep("sleep", 1000)
        seen["awaited"] = step.wait_for_event("wait", event="app/awaited", timeout=1000)
        try:
            step.run("error", fail)
        except inngest.StepError as error:
            seen["step error"] = (error.name, error.message, error.stack)
        try:
            step.invoke("failing", function=failing)
        except inngest.StepError as error:
            seen["invoke error"] = (error.name, error.message, error.stack)
        return SECRET

    return [child, failing, patient, main]


def async_functions(client: inngest.Inngest, seen: dict[str, Any]) -> Functions:
    @client.create_function(fn_id="child", trigger=trigger("child"))
    async def child(ctx: inngest.Context) -> Any:
        seen["child"] = [*seen.get("child", []), ctx.event.data]
        return [ctx.event.data["encrypted"]]

    @client.create_function(fn_id="failing", trigger=trigger("failing"))
    async def failing(_: inngest.Context) -> None:
        fail()

    @client.create_function(fn_id="patient", trigger=trigger("patient"))
    async def patient(_: inngest.Context) -> None:
        raise inngest.RetryAfterError(CANARY, NEXT_TRY)

    async def on_failure(ctx: inngest.Context) -> None:
        seen["failure"] = ctx.event.data

    @client.create_function(fn_id="main", trigger=trigger("main"), on_failure=on_failure)
    async def main(ctx: inngest.Context) -> Any:
        step = ctx.step

        async def give(value: Any) -> Any:
            return value

        async def fail_later() -> None:
            fail()

        seen["event"] = ctx.event.data
        seen["events"] = [event.data for event in ctx.events]
        seen["step"] = await step.run("step", give, SECRET)
        seen["null"] = await step.run("null", give, None)
        await step.send_event("one", inngest.Event(name="app/sent", data=PLAIN))
        await step.send_event("list", [inngest.Event(name="app/sent", data=PLAIN)] * 2)
        seen["invoked"] = await step.invoke("invoke", function=child, data=PLAIN)
        seen["parallel"] = await ctx.group.parallel(
            (
                lambda: step.invoke("left", function=child, data=PLAIN),
                lambda: step.invoke("right", function=child, data=PLAIN),
                lambda: step.run("beside", give, SECRET),
            )
        )
        await step.sleep("sleep", 1000)
        seen["awaited"] = await step.wait_for_event("wait", event="app/awaited", timeout=1000)
        try:
            await step.run("error", fail_later)
        except inngest.StepError as error:
            seen["step error"] = (error.name, error.message, error.stack)
        try:
            await step.invoke("failing", function=failing)
        except inngest.StepError as error:
            seen["invoke error"] = (error.name, error.message, error.stack)
        return SECRET

    return [child, failing, patient, main]
