"""Saying what came of a click."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from jxc_xl.console import sentence
from jxc_xl.i18n import gettext as _
from jxc_xl.macros.desk import Desk
from jxc_xl.workbook import view

if TYPE_CHECKING:
    from jxc_xl.domain.problems import Problem
    from jxc_xl.services.report import Report

_MOST_SHOWN = 8


def tell(desk: Desk, report: "Report") -> str:
    """Say what came of a click; when something is wrong, in a dialog too, and show where."""
    summary = " ".join(report.summary)
    if report.ok:
        return summary
    wrong_ones = [problem for problem in report.problems if problem.is_error]
    located = next((problem for problem in wrong_ones if problem.sheet and problem.row), None)
    if located is not None and located.row is not None:
        view.go_to_cell(desk.book, located.sheet, located.row, located.column)
    desk.say(summary)
    desk.tell(_in_words(summary, wrong_ones, located))
    return summary


def tell_differences(desk: Desk, report: "Report") -> str:
    """Say what came of comparing; when something differs, in a dialog too, before the list."""
    summary = " ".join(report.summary)
    if not report.ok:
        if "differences" in desk.workbook.table_names():
            view.go_to_sheet(desk.book, desk.workbook.read_table("differences").sheet)
        desk.say(summary)
        desk.tell(_in_words(summary, report.problems, None))
    return summary


def tell_of_file(desk: Desk, report: "Report") -> str:
    """Say what came of reading a file; its rows are none of this workbook."""
    summary = " ".join(report.summary)
    if not report.ok:
        desk.say(summary)
        desk.tell("\n".join([summary, "", *first_sentences(report.problems)]))
    return summary


def first_sentences(problems: "Sequence[Problem]") -> list[str]:
    """The first few problems, a line each, and how many more there are."""
    lines = [sentence(problem) for problem in problems[:_MOST_SHOWN]]
    rest = len(problems) - _MOST_SHOWN
    return [*lines, _("… and {n} more.").format(n=rest)] if rest > 0 else lines


def list_of(numbers: Sequence[str]) -> str:
    """Texts as a question lists them, the first few."""
    shown = "、".join(numbers[:_MOST_SHOWN])
    if len(numbers) <= _MOST_SHOWN:
        return shown
    return _("{numbers} and {n} more").format(numbers=shown, n=len(numbers) - _MOST_SHOWN)


def _in_words(summary: str, problems: "Sequence[Problem]", located: "Problem | None") -> str:
    lines = [summary, "", *(sentence(problem) for problem in problems[:_MOST_SHOWN])]
    rest = len(problems) - _MOST_SHOWN
    if rest > 0:
        lines.append(_("… and {n} more; they stand in the sheets.").format(n=rest))
    if located is not None:
        lines += ["", _("The cursor stands at the first one.")]
    return "\n".join(lines)
