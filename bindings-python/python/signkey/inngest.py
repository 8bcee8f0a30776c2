"""Middleware for the Inngest SDK that encrypts end to end: ``pip install signkey[inngest]``. ::

    encryptor = Encryptor(os.getenv("ENCRYPTION_KEY"), os.getenv("ENCRYPTION_KEY_FALLBACK"))
    client = inngest.Inngest(app_id="shop", middleware=[EncryptionMiddleware.factory(encryptor)])

It reads and writes what ``inngest_encryption`` does, under the same text as key. That package does
not remove white space around a text, and takes a raw key in hexadecimal.
"""

from __future__ import annotations

import inspect
import json
import traceback
from collections.abc import Callable, Mapping
from functools import partial
from typing import TYPE_CHECKING, Any, TypeGuard

import inngest
from inngest._internal import errors, server_lib, step_lib

from signkey._signkey import LIFECYCLE_EVENTS

if TYPE_CHECKING:
    from inngest._internal.step_lib.base import MemoizedError, Output

    from signkey import Decrypted, Encryptor

__all__ = ["EncryptedError", "EncryptionMiddleware"]


class EncryptionMiddleware(inngest.MiddlewareSync):
    """Encrypts what leaves for the platform, and decrypts it before functions see it.

    Encrypted are the encryptor's event field in events and in the data of invocations, the output
    of steps and functions, and their errors. What the platform has to read stays readable: names
    and ids, other event fields, the expressions of ``wait_for_event``, the requests of
    ``step.ai.infer``, and what ``inngest.experimental.realtime`` publishes.

    Decrypted are events, also those about failed runs and those that ``wait_for_event`` returns,
    the output of steps and their errors. If the encryptor requires encryption, the output of a step
    has to be encrypted unless it is ``None``, as for a sleep, or an event; what ``step.ai.infer``
    returns never is.

    An error of signkey in a hook becomes that of the function or of the step. For synchronous and
    asynchronous functions.
    """

    def __init__(self, client: inngest.Inngest, raw_request: object, encryptor: Encryptor) -> None:
        super().__init__(client, raw_request)
        self._encryptor = encryptor

    @classmethod
    def factory(
        cls, encryptor: Encryptor
    ) -> Callable[[inngest.Inngest, object], EncryptionMiddleware]:
        """The middleware for a client or a function."""
        return partial(cls, encryptor=encryptor)

    def before_send_events(self, events: list[inngest.Event]) -> None:
        """Encrypts events where they stand. One that is sent again stays as it is."""
        if self._encryptor.decrypt_only:
            return
        for event in events:
            if not self._is_sealed(event.data):
                event.data = self._seal(event.model_dump(mode="json")["data"])

    def transform_input(
        self,
        ctx: inngest.Context | inngest.ContextSync,
        function: inngest.Function[Any],  # noqa: ARG002 - the SDK's hook
        steps: inngest.StepMemos,
    ) -> None:
        """Decrypts events and the results of steps."""
        for memo in steps.values():
            self._open_memo(memo)
        for event in {id(event): event for event in (ctx.event, *ctx.events)}.values():
            event.data = self._open_event(event.name, event.data)
        if not self._encryptor.decrypt_only:
            self._watch(ctx.group)

    def transform_output(self, result: inngest.TransformOutputResult) -> None:
        """Encrypts an output or an error, and the data of an invocation."""
        if self._encryptor.decrypt_only:
            return
        if result.error is not None:
            result.error = self._seal_error(result.error)
        if _has_output(result):
            result.output = json.loads(self._encryptor.encrypt_value(_dump(result.output)))
        if result.step is not None:
            self._seal_invocation(result.step.op, result.step.opts)

    def _seal(self, data: Any) -> Any:
        data = json.loads(self._encryptor.encrypt_event_data(_dump(data)))
        field = self._encryptor.event_field
        if data and field in data:
            data[field] = _Envelope(data[field])
        return data

    def _is_sealed(self, data: object) -> bool:
        """Whether event data was encrypted before. That a value looks like it says nothing."""
        envelope = data.get(self._encryptor.event_field) if isinstance(data, Mapping) else None
        return isinstance(envelope, _Envelope) and envelope.is_intact()

    def _seal_invocation(self, op: server_lib.Opcode, opts: dict[str, object] | None) -> None:
        payload = (opts or {}).get("payload")
        if op is server_lib.Opcode.INVOKE and isinstance(payload, dict):
            data = payload.get("data")
            if not self._is_sealed(data):
                payload["data"] = self._seal(data)

    def _seal_error(self, error: Exception) -> EncryptedError:
        text = self._encryptor.encrypt_error(_dump(_describe(error)))
        message = json.loads(text)["message"]
        if isinstance(error, inngest.RetryAfterError):
            return _EncryptedRetryAfterError(message, error)
        return EncryptedError(message, error)

    def _watch(self, group: Any) -> None:
        """Encrypts invocations in parallel, which no hook gets to see."""
        parallel = group.parallel

        async def wait(*args: Any, **kwargs: Any) -> Any:
            try:
                return await parallel(*args, **kwargs)
            except step_lib.ResponseInterrupt as interrupt:
                self._seal_planned(interrupt)
                raise

        def run(*args: Any, **kwargs: Any) -> Any:
            try:
                return parallel(*args, **kwargs)
            except step_lib.ResponseInterrupt as interrupt:
                self._seal_planned(interrupt)
                raise

        group.parallel = wait if inspect.iscoroutinefunction(parallel) else run

    def _seal_planned(self, interrupt: step_lib.ResponseInterrupt) -> None:
        for response in interrupt.responses:
            self._seal_invocation(response.step.op, response.step.opts)

    def _open_memo(self, memo: Output) -> None:
        if memo.error is not None:
            self._open_error(memo.error)
        elif _is_event(memo.data):
            data = self._open_event(memo.data["name"], memo.data["data"])
            memo.data = {**memo.data, "data": data}
        elif memo.data is not None:
            memo.data = _loads(self._encryptor.decrypt_value(_dump(memo.data)), memo.data)

    def _open_event(self, name: str, data: Mapping[str, Any]) -> Any:
        is_lifecycle = name in LIFECYCLE_EVENTS
        encryptor = self._encryptor
        decrypt = encryptor.decrypt_lifecycle_data if is_lifecycle else encryptor.decrypt_event_data
        return _loads(decrypt(_dump(data)), data)

    def _open_error(self, error: MemoizedError) -> None:
        decrypted = self._encryptor.decrypt_error(_dump(error.model_dump()))
        if not decrypted.was_encrypted:
            return
        original = json.loads(decrypted.json)
        if not isinstance(original, dict):
            original = {"message": original if isinstance(original, str) else json.dumps(original)}
        name, message, stack = (original.get(member) for member in ("name", "message", "stack"))
        error.name = name if isinstance(name, str) else "Error"
        error.message = message if isinstance(message, str) else ""
        error.stack = stack if isinstance(stack, str) else None


class EncryptedError(errors.Error):
    """An error whose message is an envelope. It tells of the original whether and when to try
    again, and its code in the SDK."""

    include_stack = False

    def __init__(self, message: str, original: Exception) -> None:
        # Not that of the next class, which for a subclass asks for more.
        Exception.__init__(self, message)
        self.is_retriable = errors.is_retriable(original)
        if isinstance(original, errors.Error):
            self.code = original.code

    @property
    def name(self) -> str:
        """The name under which the platform shows it."""
        return EncryptedError.__name__


class _EncryptedRetryAfterError(EncryptedError, inngest.RetryAfterError):
    def __init__(self, message: str, original: inngest.RetryAfterError) -> None:
        super().__init__(message, original)
        self.retry_after = original.retry_after
        self.quiet = original.quiet


class _Envelope(dict[str, object]):
    """What stands in an event after it was encrypted. The event may be sent again, but whoever
    writes into the field wants that encrypted too."""

    def __init__(self, members: dict[str, object]) -> None:
        super().__init__(members)
        self._members = members

    def is_intact(self) -> bool:
        return self == self._members


def _has_output(result: inngest.TransformOutputResult) -> bool:
    """Whether there is an output: to the SDK, steps that did not run have one of ``None``."""
    did_run = result.step is None or result.step.op is server_lib.Opcode.STEP_RUN
    return result.has_output() and (did_run or result.output is not None)


def _is_event(value: object) -> TypeGuard[dict[str, Any]]:
    """Whether the result of a step is the event that it waited for."""
    types = {"name": str, "data": dict, "ts": int}
    return isinstance(value, dict) and all(
        isinstance(value.get(member), kind) for member, kind in types.items()
    )


def _describe(error: Exception) -> dict[str, str | None]:
    """What the SDK would send of an error."""
    if isinstance(error, errors.Error):
        return {"name": error.name, "message": error.message, "stack": error.stack}
    stack = "".join(traceback.format_exception(error))
    return {"name": type(error).__name__, "message": str(error), "stack": stack}


def _dump(value: object) -> bytes:
    try:
        return json.dumps(value).encode()
    except (TypeError, ValueError, RecursionError):
        # Their notes and tracebacks can hold keys and values, and would be sent as they are.
        pass
    message = "what is to be encrypted is not JSON"
    raise TypeError(message)


def _loads(decrypted: Decrypted, original: object) -> Any:
    """What was decrypted, or the original if nothing was."""
    return json.loads(decrypted.json) if decrypted.was_encrypted else original
