#!/usr/bin/env python3
"""Tests of the verdict on a run: whatever must not be is a problem."""

import unittest

from fleet_runner.connection import Answer, read_head
from fleet_runner.record import Record

ACCEPTED, REPLAYED = Answer(200, None, 0.1), Answer(401, "replayed", 0.1)
UNAVAILABLE = Answer(503, "replay_store_unavailable", 0.2)


class RecordTest(unittest.TestCase):
    def setUp(self):
        """A run as it must be: three messages, of which the store's end hit the second and third."""
        self.record = Record(3)
        self.give((0, ACCEPTED), (0, REPLAYED))
        self.record.expects_outage = True
        self.give((1, ACCEPTED))
        self.record.is_killed = True
        self.give((1, UNAVAILABLE), (2, UNAVAILABLE))
        self.record.is_restarted = True
        self.give((1, REPLAYED), (2, ACCEPTED), (2, REPLAYED))

    def give(self, *answers):
        for number, answer in answers:
            self.record.take(number, "app", answer)

    def assert_problem(self, text, *, runs=None, claims=None):
        accepted = self.record.count((200, None))
        runs = accepted if runs is None else runs
        claims = accepted + len(self.record.lost) if claims is None else claims
        found = list(self.record.problems(1, runs, claims))
        self.assertTrue(any(text in problem for problem in found), found)

    def test_a_run_without_fault_has_no_problem(self):
        self.assertEqual(list(self.record.problems(1, 3, 3)), [])
        self.assertEqual((self.record.across, self.record.lost, self.record.slowest), (1, [], 0.2))

    def test_a_message_that_was_accepted_twice(self):
        self.give((0, ACCEPTED))
        self.assert_problem("1 messages accepted more than once: 0")

    def test_a_message_that_was_never_accepted(self):
        self.record = Record(1)
        self.give((0, REPLAYED), (0, REPLAYED))
        self.assert_problem("never accepted")

    def test_a_message_that_was_lost_although_none_was_on_its_way(self):
        self.record = Record(2)
        self.record.expects_outage = True
        for number in range(2):
            self.give((number, UNAVAILABLE), (number, REPLAYED), (number, REPLAYED))
        self.assertEqual(self.record.lost, [0, 1])
        self.assert_problem("2 messages were lost")

    def test_a_copy_without_an_answer(self):
        self.record = Record(1)
        self.give((0, ACCEPTED))
        self.assert_problem("not answered twice")

    def test_a_store_that_is_away_although_it_runs(self):
        self.record.expects_outage = False
        self.give((2, UNAVAILABLE))
        self.assert_problem("although it ran")

    def test_an_end_that_nobody_noticed(self):
        self.record = Record(1)
        self.give((0, ACCEPTED), (0, REPLAYED))
        self.assert_problem("nobody noticed")
        self.assert_problem("no message came again")

    def test_another_answer(self):
        self.give((0, Answer(500, "internal", 0)))
        self.assert_problem("message 0, app: 500 internal")

    def test_handlers_that_ran_more_often_than_answers_say(self):
        self.assert_problem("handlers ran 4 times", runs=4)

    def test_claims_of_nobody(self):
        self.assert_problem("the store holds 9 claims", claims=9)


class HeadTest(unittest.TestCase):
    def test_a_head_is_read_whatever_the_case_of_its_names(self):
        head = b"HTTP/1.1 503 Service Unavailable\r\nContent-Length: 12\r\nconnection: Close\r\n\r\n"
        self.assertEqual(read_head(head), (503, {"content-length": "12", "connection": "close"}))


if __name__ == "__main__":
    unittest.main()
