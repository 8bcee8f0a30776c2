"""The table of results, in plain text."""

SHOWN = 20
# In characters: enough of a request to send it again by hand, and of an answer to tell it apart.
REQUEST_WIDTH = 2000
ANSWER_WIDTH = 240


class Report:
    """Compares answers with expectations, suite by suite and language by language."""

    def __init__(self, suites, problems):
        self.suites = suites
        self.problems = list(problems)
        self.columns = {}
        self.disagreements = []

    def add(self, language, run):
        """Take the answers of one driver to all suites, in their order."""
        if run.problem:
            self.problems.append(f"driver {language}: {run.problem}")
        answers = iter(run.answers)
        column = []
        for suite in self.suites:
            ran = passed = 0
            # zip asks for a case first, so no answer is lost between two suites.
            for case, answer in zip(suite.cases, answers, strict=False):
                ran += 1
                if answer == case.expected:
                    passed += 1
                else:
                    self.disagreements.append((case, language, answer))
            column.append((ran, passed))
        self.columns[language] = column

    def failed_to_start(self, language):
        self.problems.append(f"driver {language}: could not be built or found")
        self.columns[language] = [(0, 0)] * len(self.suites)

    def passed(self):
        return sum(passed for column in self.columns.values() for _, passed in column)

    def failed(self):
        """Every case that did not pass in a language, run or not, and every other problem."""
        expected = len(self.columns) * sum(len(suite.cases) for suite in self.suites)
        return expected - self.passed() + len(self.problems)

    def lines(self):
        yield from self.table()
        for case, language, answer in self.disagreements[:SHOWN]:
            yield f"DIFFERS {case.id} ({language})"
            yield f"    request   {shown(case.line, REQUEST_WIDTH)}"
            yield f"    expected  {shown(case.expected, ANSWER_WIDTH)}"
            yield f"    got       {shown(answer, ANSWER_WIDTH)}"
        if len(self.disagreements) > SHOWN:
            yield f"... and {len(self.disagreements) - SHOWN} more"
        for problem in self.problems:
            yield f"PROBLEM {problem}"
        yield f"{self.passed()} passed, {self.failed()} failed"

    def table(self):
        rows = [["file", "cases", *self.columns]]
        for index, suite in enumerate(self.suites):
            cells = [column[index] for column in self.columns.values()]
            rows.append([suite.name, str(len(suite.cases)), *map(cell, cells)])
        totals = [tuple(map(sum, zip(*column, strict=True))) or (0, 0) for column in self.columns.values()]
        rows.append(["total", str(sum(len(suite.cases) for suite in self.suites)), *map(cell, totals)])
        widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
        yield "ran/passed in each language:"
        for first, *others in rows:
            cells = (text.rjust(width) for text, width in zip(others, widths[1:], strict=True))
            yield "  ".join([first.ljust(widths[0]), *cells])


def cell(counts):
    return "{}/{}".format(*counts)


def shown(line, width):
    text = line.decode(errors="replace").expandtabs(1)
    return text if len(text) <= width else f"{text[:width]}... ({len(text)} characters)"
