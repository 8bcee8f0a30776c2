"""All answers to all questions, and what is unexplained about them."""

from collections import Counter

from . import compare, reasons
from .compare import AGREEMENT, Relation
from .peers import SDKS


class Results:
    """Takes answers question by question; counts relations by peer, and keeps what has no reason."""

    def __init__(self):
        self.questions = 0
        self.counts = {peer.name: Counter() for peer in SDKS}
        # By reason and peer: questions that the reason covers, and those that it was needed for.
        self.covered = Counter()
        self.needed = Counter()
        self.problems = []

    def add(self, question, ours, theirs):
        """Compare signkey's answer with the peers', by name."""
        self.questions += 1
        for peer, answer in theirs.items():
            relation = compare.relation(question, ours, answer)
            self.counts[peer][relation] += 1
            self.explain(question, ours, peer, relation)

    def explain(self, question, ours, peer, relation):
        if relation is not Relation.NOT_ASKED:
            for reason in reasons.ALL:
                self.covered[reason.guarantee, reason.text, peer] += reason.covers(question, ours)
        if relation in AGREEMENT:
            return
        reason = reasons.find(question, ours, relation, peer)
        if reason:
            self.needed[reason.guarantee, reason.text, peer] += 1
        else:
            self.problems.append(
                f"{question.id}: {relation.value}, and no reason is given: signkey says {' '.join(ours)}, "
                f"peer {peer}\n    {question.line.decode()[:500]}"
            )

    def unused_reasons(self):
        """Reasons that explain nothing, so that the list does not outlive what it is about."""
        for reason in reasons.ALL:
            if not any(self.needed[reason.guarantee, reason.text, peer] for peer in reason.peers):
                yield f"no difference needs this reason any more: {reason.guarantee}: {reason.text}"
