"""Several interpreters in one process, as mod_wsgi has them by default."""

from __future__ import annotations

import subprocess
import sys

# Legacy subinterpreters share the lock of the process; their module was renamed in Python 3.13.
PROGRAM = """
import sys

try:
    import _interpreters as interpreters

    def make():
        return interpreters.create("legacy")

except ImportError:
    import _xxsubinterpreters as interpreters

    def make():
        return interpreters.create(isolated=False)

WORK = '''
import signkey
from signkey import Endpoint, errors

try:
    Endpoint(None).admit("POST", {}).caller
except errors.MissingSigningKeyError as error:
    print("refused", error.code, flush=True)
'''

FAIL = '''
try:
    import signkey
except ImportError as error:
    print("ImportError", "WSGIApplicationGroup" in str(error), flush=True)
'''


def run(interpreter, program):
    failed = interpreters.run_string(interpreter, program)
    assert failed is None, failed.formatted


is_main = sys.argv[1] == "main"
if is_main:
    exec(WORK)
first = make()
run(first, FAIL if is_main else WORK)
run(make(), FAIL)
run(make(), FAIL)
if is_main:
    exec(WORK)
else:
    run(first, WORK)
"""

WORKS = "refused missing_signing_key"
FAILS = "ImportError True"


def output(where: str) -> list[str]:
    done = subprocess.run(  # noqa: S603 - a fixed program
        [sys.executable, "-c", PROGRAM, where], check=True, capture_output=True, text=True
    )
    return done.stdout.splitlines()


def test_a_second_interpreter_is_refused_with_a_clear_error() -> None:
    assert output("main") == [WORKS, FAILS, FAILS, FAILS, WORKS]


def test_the_first_interpreter_need_not_be_the_main_one() -> None:
    assert output("first") == [WORKS, FAILS, FAILS, WORKS]
