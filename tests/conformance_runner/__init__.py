"""The conformance runner: suites of cases, drivers that answer them, and a report.

The independent reference stands beside the vectors that it computed; this makes it importable.
"""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "vectors"))
