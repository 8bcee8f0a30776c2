"""What a case expects. Each kind says what is wrong with an outcome, in words; nothing is a pass."""

import hashlib
from dataclasses import dataclass, field

from .answer import SIGNATURE, Answer, NoAnswer, Outcome, json_object
from .request import Declared, Request, Verbatim
from .signing import fault_of_response

STATUS = {
    "missing_signing_key": 500,
    "missing_signature": 401,
    "malformed_signature": 401,
    "signature_mismatch": 401,
    "expired": 401,
    "not_yet_valid": 401,
    "body_too_large": 413,
    "body_unavailable": 500,
    "body_incomplete": 400,
    "response_unsignable": 500,
    "invalid_setting": 500,
}
SIGNING_VARIANTS = {"signing", "limited", "open", "dev"}
# Long enough to tell a stream from a held answer (the handler pauses for 0.2 seconds).
STREAMED = 0.1


class Same:
    """In place of bytes: the body of the request."""


class Expectation:
    refuses = False
    """Whether an admission would be a hole."""

    def problems(self, outcome: Outcome, request: Request) -> list[str]:
        raise NotImplementedError

    def want(self) -> str:
        """What is expected, in a few words."""
        raise NotImplementedError


@dataclass(frozen=True)
class Admitted(Expectation):
    """The handler ran, knew its caller, read these bytes and its answer came through."""

    caller: str = "verified"
    key: int | None = 0
    form: str | None = "raw"
    warning: str | None = None
    read: bytes | type[Same] = Same
    status: int = 200
    answers: bytes | None = None
    """The body of the answer, if it is not the facts of `/echo`."""
    header: tuple[str, str] | None = None
    members: dict = field(default_factory=dict)
    """Of the answer's body, which is a JSON object."""
    absent: tuple[str, ...] = ()
    signs: bool | None = None
    streams: bool = False

    def want(self):
        return f"{self.status}, {self.caller}"

    def problems(self, outcome, request):
        if not isinstance(outcome, Answer):
            return [f"{self.want()} expected, got {outcome}"]
        if not outcome.admitted or outcome.status != self.status:
            return [f"{self.want()} expected, got {outcome}"]
        found = self.of_facts(outcome, request) + self.of_body(outcome, request)
        return found + self.of_signature(outcome, request)

    def of_facts(self, answer, request):
        wanted = {"method": request.method, "caller": self.caller, "key": self.key, "form": self.form}
        wanted |= {"warning": self.warning}
        if request.behaviour == "echo":
            read = request.body if self.read is Same else self.read
            wanted |= {"length": len(read), "sha256": hashlib.sha256(read).hexdigest()}
            wanted |= {"content_length": self.content_length(answer, request, len(read))}
        return differences(wanted, answer.facts, "handler saw")

    @staticmethod
    def content_length(answer, request, length):
        seen = answer.facts.get("content_length", "no member")
        if isinstance(request.framing, Declared):
            declared = request.framing.length
            return str(len(request.body) if declared is None else declared)
        # Not declared. An adapter may say how long the body turned out to be.
        is_true = seen in (None, str(length)) or isinstance(request.framing, Verbatim)
        return seen if is_true else None

    def of_body(self, answer, request):
        found = []
        if request.method == "HEAD":
            found += [f"a body of {len(answer.body)} bytes to HEAD"] if answer.body else []
        elif self.members or self.absent:
            told = json_object(answer.body)
            found += differences(self.members, told, "answer says")
            found += [f"the answer tells {name}" for name in self.absent if name in told]
        elif self.answers is not None:
            found += (
                []
                if answer.body == self.answers
                else [f"body {short(self.answers)} expected, got {short(answer.body)}"]
            )
        elif request.behaviour == "echo":
            told = json_object(answer.body)
            found += [] if told == answer.facts else [f"body {short(answer.body)} is not the facts of X-Probe"]
        if self.header and answer.one(self.header[0]) != self.header[1]:
            found.append(f"{self.header[0]}: {self.header[1]} expected, got {answer.all(self.header[0])}")
        if self.streams and answer.seconds < STREAMED:
            found.append(f"a stream came at once, within {answer.seconds:.3f} s")
        return found

    def of_signature(self, answer, request):
        signs = self.signs
        if signs is None:
            signs = self.caller == "verified" and request.variant in SIGNING_VARIANTS
        headers = answer.all(SIGNATURE)
        if not signs:
            own = ["forged"] if request.behaviour == "ownheader" else []
            return [] if headers == own else [f"the answer carries the signatures {headers}"]
        if len(headers) != 1:
            return [f"one signature expected, got {headers}"]
        fault = fault_of_response(headers[0], answer.body, self.key or 0)
        return [fault] if fault else []


@dataclass(frozen=True)
class Refused(Expectation):
    """signkey refused, with this code, and the handler's answer is nowhere to be seen."""

    code: str
    refuses = True

    def want(self):
        return f"{STATUS[self.code]} {self.code}"

    def problems(self, outcome, request):
        status = STATUS[self.code]
        if not isinstance(outcome, Answer) or outcome.admitted or outcome.status != status:
            return [f"{self.want()} expected, got {outcome}"]
        found = [] if request.method == "HEAD" else self.of_body(outcome)
        challenge = ["Inngest-Signature"] if status == 401 else []
        if outcome.all("www-authenticate") != challenge:
            found.append(f"WWW-Authenticate: {challenge} expected, got {outcome.all('www-authenticate')}")
        if outcome.all(SIGNATURE):
            found.append("the refusal is signed")
        if request.method == "HEAD" and outcome.body:
            found.append("a body to HEAD")
        return found

    def of_body(self, answer):
        found = []
        told = json_object(answer.body)
        if answer.code != self.code:
            found.append(f"{self.want()} expected, got {answer}")
        elif set(told) != {"code", "message"} or not isinstance(told["message"], str):
            found.append(f"exactly code and message expected, got {answer.body!r}")
        elif not told["message"] or "INNGEST" in told["message"].upper():
            found.append(f"the message is empty or names a setting: {told['message']!r}")
        content_type = (answer.one("content-type") or "").split(";")[0]
        if content_type != "application/json":
            found.append(f"one Content-Type application/json expected, got {answer.all('content-type')}")
        return found


@dataclass(frozen=True)
class NeverAdmitted(Expectation):
    """Who refuses and how is up to the server, the router or signkey; the handler does not run."""

    refuses = True

    def want(self):
        return "no admission"

    def problems(self, outcome, request):
        if isinstance(outcome, NoAnswer):
            return [] if outcome.kind == NoAnswer.CLOSED else [str(outcome)]
        if outcome.admitted or outcome.status < 300 or outcome.all(SIGNATURE):
            return [f"a refusal expected, got {outcome}"]
        return []


@dataclass(frozen=True)
class Either(Expectation):
    """Admitted, with just these bytes, or refused by the server: both are right by RFC 9112."""

    admitted: Admitted

    def want(self):
        return f"{self.admitted.want()}, or a refusal"

    def problems(self, outcome, request):
        expectation = self.admitted if outcome.admitted else NeverAdmitted()
        return expectation.problems(outcome, request)


@dataclass(frozen=True)
class CutOff(Expectation):
    """The client stopped in the middle and still listens: 400, or the connection ends."""

    refuses = True

    def want(self):
        return "400, or no answer"

    def problems(self, outcome, request):
        if isinstance(outcome, NoAnswer):
            return [] if outcome.kind == NoAnswer.CLOSED else [str(outcome)]
        if outcome.admitted or outcome.status != 400 or outcome.code not in (None, "body_incomplete"):
            return [f"{self.want()} expected, got {outcome}"]
        return []


@dataclass(frozen=True)
class Next(Expectation):
    """Behind a request whose body nobody read: answered as the request it is, or not at all."""

    expectation: Expectation

    @property
    def refuses(self):
        return self.expectation.refuses

    def want(self):
        return f"{self.expectation.want()}, or the end of the connection"

    def problems(self, outcome, request):
        if isinstance(outcome, NoAnswer) and outcome.kind == NoAnswer.CLOSED:
            return []
        return self.expectation.problems(outcome, request)


@dataclass(frozen=True)
class Failed(Expectation):
    """The handler, or what it called, raised: the framework's own answer, with this status."""

    status: int

    def want(self):
        return f"{self.status} from the framework"

    def problems(self, outcome, request):
        if not isinstance(outcome, Answer) or outcome.status != self.status:
            return [f"{self.want()} expected, got {outcome}"]
        signatures = outcome.all(SIGNATURE)
        faults = [fault_of_response(header, outcome.body, 0) for header in signatures]
        found = [fault for fault in faults if fault]
        return found + (["more than one signature"] if len(signatures) > 1 else [])


@dataclass(frozen=True)
class Told(Expectation):
    """An unprotected answer: this JSON object."""

    members: dict

    def want(self):
        return f"200 {self.members}"

    def problems(self, outcome, request):
        if not isinstance(outcome, Answer) or outcome.status != 200:
            return [f"{self.want()} expected, got {outcome}"]
        return differences(self.members, json_object(outcome.body), "answer says")


@dataclass(frozen=True)
class Gone(Expectation):
    """The client left and hears nothing; the runner then looks whether others are served."""

    def want(self):
        return "nothing"

    def problems(self, outcome, request):
        return []


def differences(wanted, found, what):
    return [
        f"{name}: {value!r} expected, {what} {found.get(name, 'nothing')!r}"
        for name, value in wanted.items()
        if name not in found or found[name] != value
    ]


def short(body):
    return f"{body[:40]!r} of {len(body)} bytes" if len(body) > 40 else repr(body)
