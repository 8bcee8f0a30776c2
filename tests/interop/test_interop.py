"""Tests of the comparison itself, with answers that are made up."""

import sys
import unittest
from pathlib import Path

sys.path[:0] = [str(Path(__file__).resolve().parent.parent / folder) for folder in ("", "vectors")]

from interop_runner import compare, panel, questions, reasons
from interop_runner.compare import Answer, Relation
from interop_runner.results import Results

OK, NO = Answer("ok", "0"), Answer("refused", "")
KEY = questions.KEY


def verify(id, *keys):
    return questions.ask(id, "verify", list(keys) or [KEY], b"{}", b"", 1, 300, 300)


def compared(question, ours, theirs, peer="go"):
    results = Results()
    results.add(question, ours, {peer: theirs})
    return results


class Explanations(unittest.TestCase):
    def test_agreement_needs_no_reason(self):
        for ours, theirs in [(OK, OK), (Answer("error", "expired"), NO), (OK, Answer("unsupported", "keys"))]:
            self.assertEqual(compared(verify("x"), ours, theirs).problems, [])

    def test_a_difference_without_a_reason_is_a_problem(self):
        for ours, theirs in [(OK, NO), (Answer("error", "signature_mismatch"), OK)]:
            self.assertEqual(len(compared(verify("x"), ours, theirs).problems), 1)

    def test_a_reason_covers_its_code_and_its_peers(self):
        self.assertEqual(compared(verify("x"), Answer("error", "expired"), OK).problems, [])
        old = verify("window-t-0-old")
        self.assertEqual(compared(old, OK, NO, "python").problems, [])
        self.assertEqual(len(compared(old, OK, NO, "go").problems), 1)

    def test_nothing_excuses_a_document(self):
        self.assertEqual(len(compared(verify("document-1-x"), Answer("error", "expired"), OK).problems), 1)

    def test_a_reason_that_explains_nothing_is_a_problem(self):
        self.assertEqual(len(list(Results().unused_reasons())), len(reasons.ALL))


class Answers(unittest.TestCase):
    def test_the_same_key_has_two_indices_behind_a_blank_one(self):
        question = verify("x", None, b" ", KEY)
        self.assertIs(compare.relation(question, OK, Answer("ok", "2")), Relation.BOTH_ACCEPT)
        self.assertIs(compare.relation(question, OK, OK), Relation.DIFFERENT)

    def test_a_question_that_is_wrong_is_no_answer(self):
        for line in [b"error\tinvalid_argument", b"error\tunsupported", b"okay", b""]:
            with self.assertRaises(compare.BadAnswer):
                compare.from_signkey(line)

    def test_who_dies_has_failed(self):
        with self.assertRaises(panel.Failed):
            panel.answers("nobody", ["false"], [b"verify"], compare.from_peer)

    def test_languages_that_disagree_have_failed(self):
        everybody = panel.Panel([])
        everybody.languages = {"a": ["sed", "s/.*/ok\t0/"], "b": ["sed", "s/.*/ok\t1/"]}
        with self.assertRaisesRegex(panel.Failed, "x: signkey answers"):
            everybody.agreed([verify("x")], [b"verify"])


if __name__ == "__main__":
    unittest.main()
