"""What commands print: for people, or one JSON object for machines."""

import json
from typing import TYPE_CHECKING

import click

from jxc_xl.errors import CannotWork, JxcError
from jxc_xl.i18n import gettext as _

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from jxc_xl.domain.problems import Problem
    from jxc_xl.services.report import Report

_MOST_SHOWN = 40


def show(report: "Report", *, as_json: bool) -> int:
    """Print a report; its exit status."""
    if as_json:
        click.echo(json.dumps(report.as_json(), ensure_ascii=False))
    else:
        for problem in report.problems[:_MOST_SHOWN]:
            click.echo(sentence(problem))
        rest = len(report.problems) - _MOST_SHOWN
        if rest > 0:
            click.echo(_("… and {n} more; they stand in the sheets.").format(n=rest))
        for line in (*aligned(report.table), *report.summary):
            click.echo(line)
    return report.exit_status


def aligned(table: "Sequence[Sequence[str]]") -> "Iterator[str]":
    """The lines of a table; numbers to the right, Chinese counted as wide as it is."""
    from unicodedata import east_asian_width

    def width(text: str) -> int:
        return sum(2 if east_asian_width(sign) in "WF" else 1 for sign in text)

    widths = [max(map(width, column)) for column in zip(*table, strict=True)]
    for row in table:
        cells = []
        for text, wide in zip(row, widths, strict=True):
            pad = " " * (wide - width(text))
            is_number = text[-1:].isdigit() and not text.strip("-0123456789.")
            cells.append(pad + text if is_number else text + pad)
        yield "  ".join(cells).rstrip()


def sentence(problem: "Problem") -> str:
    """A problem with its place in one line."""
    place = " ".join(
        str(part)
        for part in (
            problem.sheet,
            _("row {row}").format(row=problem.row) if problem.row else "",
            problem.column or "",
        )
        if part
    )
    mark = "✗" if problem.is_error else "!"
    words = _("{message} {hint}").format(message=problem.message, hint=problem.hint).strip()
    if not place:
        return f"{mark} {words}"
    return f"{mark} " + _("{place}: {words}").format(place=place, words=words)


def show_failure(command: str, error: JxcError, *, as_json: bool) -> int:
    """Print why a command could not work; its exit status."""
    if as_json:
        code = "usage" if error.exit_status == 2 else "cannot_work"
        problem = {
            "code": code,
            "sheet": "",
            "row": None,
            "column": None,
            "message": error.message,
            "hint": error.hint,
            "severity": "error",
        }
        click.echo(
            json.dumps(
                {
                    "ok": False,
                    "command": command,
                    "documents": getattr(error, "documents", []),
                    "problems": [problem],
                },
                ensure_ascii=False,
            )
        )
    else:
        click.echo(f"✗ {error.message} {error.hint}".strip(), err=True)
    return error.exit_status


def unexpected(error: Exception) -> CannotWork:
    """Turn what nobody foresaw into words; the details go to a log file that they name.

    What the host's program reports, or that it was closed meanwhile, has words of its own.
    """
    from jxc_xl.log import log_exception
    from jxc_xl.workbook.errors import host_failure

    known = host_failure(error)
    if known is not None:
        log_exception(error)
        return known
    return CannotWork(
        _("Something went wrong that the program did not expect ({error}).").format(
            error=type(error).__name__
        ),
        _("Send the file {path} to whoever looks after the program.").format(
            path=log_exception(error)
        ),
    )
