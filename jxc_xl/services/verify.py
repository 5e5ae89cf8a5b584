"""jxc verify: the ledger derives everything again and compares to the fen."""

from jxc_xl.domain.problems import Problem
from jxc_xl.i18n import gettext as _
from jxc_xl.ledger import verify as proof
from jxc_xl.ledger.connection import Ledger
from jxc_xl.services.report import Report


def verify(ledger: Ledger, *, expected_head: str = "") -> Report:
    """Check the file, the hash chain, the replay of every item; list what differs.

    ``expected_head`` is the head of the chain that the workbook remembers.
    """
    found = proof.verify(ledger.connection, expected_head)
    report = Report("verify", ok=not found.differences)
    report.problems = problems_of(found)
    report.extra = {
        "checked": {
            "documents": found.documents,
            "lines": found.lines,
            "moves": found.moves,
            "items": found.items,
        },
        "head": found.head,
    }
    counts = {
        "documents": found.documents, "lines": found.lines, "items": found.items,
        "n": len(found.differences),
    }  # fmt: skip
    if report.ok:
        words = _(
            "{documents} documents, {lines} lines and {items} items checked: all equal to the fen."
        )
    else:
        words = _(
            "{documents} documents, {lines} lines and {items} items checked:"
            " {n} differences. Do not post."
        )
    report.summary = [words.format(**counts)]
    return report


def problems_of(found: proof.Verified) -> list[Problem]:
    """What differs in a ledger, and that nobody should post into it."""
    return [
        Problem(
            f"verify_{entry.check}", "", None, None, f"{entry.where}: {entry.message}",
            _("Do not post. Keep this file and put the last good backup in its place."),
        )
        for entry in found.differences
    ]  # fmt: skip
