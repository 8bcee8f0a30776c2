"""What was answered to each message, and what is wrong with that."""

from collections import Counter

ACCEPTED = (200, None)
REPLAYED = (401, "replayed")
UNAVAILABLE = (503, "replay_store_unavailable")
COPIES = 2
SHOWN = 5


class Record:
    """Counts for each message, by its number."""

    def __init__(self, messages):
        self.accepted = bytearray(messages)
        self.replayed = bytearray(messages)
        self.is_uncertain = bytearray(messages)
        self.was_accepted_before = bytearray(messages)
        self.answers = Counter()
        self.others = []
        self.slowest = 0.0
        self.is_killed = self.is_restarted = False
        self.expects_outage = False
        self.across = 0
        self.unexpected = 0

    def take(self, number, app, answer):
        """Count an answer of an app. Return whether the message must be sent again."""
        kind = (answer.status, answer.code)
        self.answers[app, kind] += 1
        self.slowest = max(self.slowest, answer.seconds)
        if kind == ACCEPTED:
            self.accepted[number] += 1
            self.was_accepted_before[number] = not self.is_killed
        elif kind == REPLAYED:
            self.replayed[number] += 1
            self.across += self.is_restarted and self.was_accepted_before[number]
        elif kind == UNAVAILABLE:
            self.is_uncertain[number] = True
            self.unexpected += not self.expects_outage
        else:
            self.others.append(f"message {number}, {app}: {answer.status} {answer.code}")
        return kind == UNAVAILABLE

    def count(self, kind):
        return sum(count for (_, other), count in self.answers.items() if other == kind)

    @property
    def lost(self):
        """Messages that were claimed by a request that was refused, since the store's answer was lost."""
        return [number for number, count in enumerate(self.accepted) if count == 0 and self.is_uncertain[number]]

    def problems(self, connections, runs, claims):
        """What must not be. `connections` is how many messages can have been on their way when the store was killed,
        `runs` how often handlers ran, and `claims` how many the store holds."""
        twice = [number for number, count in enumerate(self.accepted) if count > 1]
        certain = [number for number, is_uncertain in enumerate(self.is_uncertain) if not is_uncertain]
        never = [number for number in certain if self.accepted[number] == 0]
        copies = [number for number in certain if self.accepted[number] + self.replayed[number] != COPIES]
        yield from listed("accepted more than once", twice)
        yield from listed("never accepted, although the store was there", never)
        yield from listed("not answered twice", copies)
        yield from self.others[:SHOWN]
        if len(self.lost) > connections:
            yield f"{len(self.lost)} messages were lost, more than were on their way"
        if self.unexpected:
            yield f"{self.unexpected} times the store was away although it ran"
        if not self.count(UNAVAILABLE):
            yield "nobody noticed that the store was killed"
        if not self.across:
            yield "no message came again behind the restart"
        if runs != self.count(ACCEPTED):
            yield f"handlers ran {runs} times, {self.count(ACCEPTED)} answers say so"
        if claims != self.count(ACCEPTED) + len(self.lost):
            yield f"the store holds {claims} claims"


def listed(what, numbers):
    if numbers:
        yield f"{len(numbers)} messages {what}: {', '.join(map(str, numbers[:SHOWN]))}"
