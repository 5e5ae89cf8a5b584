"""What came of the suite, by file and test, as text for the screen and for the docs."""

from collections.abc import Iterable
from itertools import groupby
from typing import NamedTuple

from tests.conformance.scope import OTHER_FILES, REASONS, Reason


class Outcome(NamedTuple):
    """What came of a test."""

    name: str
    outcome: str
    said: str

    @property
    def file(self) -> str:
        """The file of the test."""
        return self.name.partition("::")[0]

    @property
    def passed(self) -> bool:
        """Whether it passed; a skipped one did not."""
        return self.outcome == "passed"

    @property
    def reason(self) -> Reason | None:
        """Why it does not pass, where that is known."""
        return None if self.passed else REASONS.get(self.name)

    @property
    def applicable(self) -> bool:
        """Whether it tells anything about an engine."""
        return self.reason is None or self.reason.applicable


def by_file(outcomes: Iterable[Outcome]) -> list[tuple[str, int, int, int]]:
    """File, passed, applicable, all."""
    found = []
    for file, group in groupby(sorted(outcomes), key=lambda outcome: outcome.file):
        tests = list(group)
        applicable = [test for test in tests if test.applicable]
        found.append((file, sum(test.passed for test in tests), len(applicable), len(tests)))
    return found


def summary(outcomes: list[Outcome]) -> str:
    """What to print: not passed tests, then the count by file."""
    lines = [
        f"{test.name}: {test.outcome}: {test.said}" for test in sorted(outcomes) if not test.passed
    ]
    lines += [
        f"{file:28}{passed:4} of {applicable:4} applicable ({count})"
        for file, passed, applicable, count in by_file(outcomes)
    ]
    passed, applicable = _totals(outcomes)
    lines.append(f"{passed} of {applicable} applicable tests: {passed / applicable:.1%}")
    return "\n".join(lines)


def _totals(outcomes: list[Outcome]) -> tuple[int, int]:
    rows = by_file(outcomes)
    return sum(row[1] for row in rows), sum(row[2] for row in rows)


_HEAD = """# Conformance

xlwings' own tests on the engine over UNO (`jxc_xl/hosts/libreoffice/engine/`), written by
`make conformance XLWINGS_TESTS=DIR`. The suite is that of xlwings' repository and no part of this
project. **{passed} of {applicable} applicable tests pass: {share:.1%}.** What is not written raises
`NotImplementedError`; such a test counts as not passed. An app that is quit gives its LibreOffice
back for the next one, with all workbooks closed, as to start one takes two seconds.

| file | passed | applicable | in the file |
|---|---:|---:|---:|
"""


def render(outcomes: list[Outcome]) -> tuple[str, list[str], float]:
    """The page for the docs, the names of tests nobody gave a reason for, and the share passed."""
    passed, applicable = _totals(outcomes)
    rows = "".join(
        f"| {file} | {done} | {wanted} | {count} |\n"
        for file, done, wanted, count in by_file(outcomes)
    )
    share = passed / applicable
    page = _HEAD.format(passed=passed, applicable=applicable, share=share) + rows
    failing = [test for test in sorted(outcomes) if not test.passed]
    page += "\n## Applicable and not passed\n\n" + _listed(t for t in failing if t.applicable)
    page += "\n## Not applicable\n\n" + _listed(t for t in failing if not t.applicable)
    page += "\nLeft out whole, as they never reach the active engine:\n\n"
    page += "".join(f"- `{file}`: {why}\n" for file, why in sorted(OTHER_FILES.items()))
    return page, [test.name for test in failing if test.reason is None], share


def _listed(tests: Iterable[Outcome]) -> str:
    lines = [f"- `{t.name}`: {t.reason.text if t.reason else t.said}\n" for t in tests]
    return "".join(lines) or "None.\n"
