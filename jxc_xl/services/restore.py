"""jxc restore: a backup in the place of the ledger, which is kept aside."""

import sqlite3
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path
from typing import Any

from jxc_xl.domain.catalogue import problem
from jxc_xl.domain.kinds import KINDS
from jxc_xl.domain.numbers import money
from jxc_xl.errors import CannotWork, UsageError
from jxc_xl.hosts.errors import reason
from jxc_xl.i18n import gettext as _
from jxc_xl.i18n import ngettext
from jxc_xl.ledger.backup import copy_of_file
from jxc_xl.ledger.connection import Ledger
from jxc_xl.ledger.verify import verify
from jxc_xl.services import shop
from jxc_xl.services.backup import dated
from jxc_xl.services.counting.shown import refresh_results
from jxc_xl.services.post import check
from jxc_xl.services.report import Report
from jxc_xl.services.showing import refresh, why
from jxc_xl.workbook.book import Book

_ASIDE = "-恢复前"
_BESIDE = ("", "-wal", "-shm")
"""What belongs to a ledger's file while it is open, and stays if somebody pulls the plug."""

_CONTENT = """
SELECT d.hash, d.number, d.kind, d.date, d.partner_name, d.posted_at,
       ifnull((SELECT sum(total_fen) FROM line l WHERE l.document_id = d.id), 0)
  FROM document d ORDER BY d.id"""


def restore(
    book: Book, path: Path, file: Path, *, confirmed: bool, today: date, now: datetime
) -> Report:
    """Put a backup in the place of the ledger at ``path``, which may be damaged or gone.

    The backup is proven first.  Unless ``confirmed``, only what would be lost is said: the
    documents that the present ledger has and the backup has not.  The present ledger is kept in
    the folder 备份; rows of lost documents are new again, so they can be posted again.
    :class:`CannotWork` if the backup is damaged or another shop's; nothing is changed then.
    """
    report = Report("restore")
    with _proven_copy(path, file) as scratch:
        with Ledger.open(scratch) as ledger:
            shop.check_belongs(book, ledger)
            kept = {row[0] for row in ledger.connection.execute(_CONTENT)}
            own = ledger.id
        present = _content_of(path, own)
        lost = [row for row in present or () if row[0] not in kept]
        _tell_lost(report, lost, readable=present is not None)
        if not confirmed:
            report.ok = False
            report.problems = [
                problem("restore_asks", sheet="", file=file.name, n=len(lost), ledger=path.name)
            ]
            return report
        aside = _swap(scratch, path, dated(path, now, _ASIDE))
    words = _("{ledger} is the backup {file} now: {n} documents.")
    report.summary.append(words.format(ledger=path.name, file=file.name, n=len(kept)))
    if aside is not None:
        report.extra["kept"] = str(aside)
        report.summary.append(_("The ledger as it was is kept as {path}.").format(path=aside))
    _show(book, path, report, today)
    return report


@contextmanager
def _proven_copy(path: Path, file: Path) -> Iterator[Path]:
    """A copy of the backup beside the ledger, once it has proved itself."""
    if file.exists() and path.exists() and file.samefile(path):
        raise UsageError(_("This is the ledger itself."), _("Give the file of a backup."))
    if not file.is_file():
        raise CannotWork(
            _("There is no backup {file}.").format(file=file),
            _("Backups are in the folder 备份 beside the ledger."),
        )
    scratch = path.with_name(f".{path.name}.{uuid.uuid4().hex}")
    try:
        _prove(file, scratch)
        yield scratch
    finally:
        for ending in _BESIDE:
            scratch.with_name(scratch.name + ending).unlink(missing_ok=True)


def _prove(file: Path, scratch: Path) -> None:
    try:
        copy_of_file(file, scratch)
        with Ledger.open(scratch) as ledger:
            differences = verify(ledger.connection).differences
    except (sqlite3.Error, OSError) as error:
        why_not = reason(error) if isinstance(error, OSError) else str(error)
        raise _unusable(file, why_not) from error
    if differences:
        raise _unusable(file, _("it does not prove itself"))


def _unusable(file: Path, why_not: str) -> CannotWork:
    return CannotWork(
        _("The backup {file} cannot be used: {why}.").format(file=file.name, why=why_not),
        _("Take another backup; nothing was changed."),
    )


def _content_of(path: Path, own: str) -> list[tuple[Any, ...]] | None:
    """The documents of the present ledger; ``None`` if it is gone or cannot be read.

    :class:`CannotWork` if it is another shop's, or somebody is posting into it now.
    """
    try:
        with Ledger.open(path) as ledger, ledger.rehearsal() as connection:
            other = ledger.id != own
            rows = connection.execute(_CONTENT).fetchall()
    except (CannotWork, sqlite3.Error) as error:
        if path.exists() and _is_busy(error):
            raise
        return None
    if other:
        raise CannotWork(
            _("The backup belongs to another ledger than {ledger}.").format(ledger=path.name),
            _("Take a backup of this shop; nothing was changed."),
        )
    return rows


def _is_busy(error: Exception) -> bool:
    cause = error.__cause__ or error
    return "locked" in str(cause) or "busy" in str(cause)


def _tell_lost(report: Report, lost: list[tuple[Any, ...]], *, readable: bool) -> None:
    """List what the present ledger has and the backup has not."""
    report.extra["lost"] = [
        {"number": number, "kind": kind, "date": day, "partner": partner, "posted_at": at,
         "total": money(total)}
        for _hash, number, kind, day, partner, at, total in lost
    ]  # fmt: skip
    report.extra["present_readable"] = readable
    if lost:
        head = (_("Number"), _("Type"), _("Date"), _("Partner"), _("Total"), _("Posted at"))
        report.table = [head] + [
            (number, KINDS[kind].label, day, partner, f"{money(total):f}", at)
            for _hash, number, kind, day, partner, at, total in lost
        ]
    if not readable:
        words = _("The present ledger cannot be read, so nobody can say what it has besides.")
    else:
        words = ngettext(
            "{n} document was posted since and is not in the backup.",
            "{n} documents were posted since and are not in the backup.",
            len(lost),
        )
    report.summary = [words.format(n=len(lost))]


def _swap(scratch: Path, path: Path, aside: Path) -> Path | None:
    """Keep the present ledger as ``aside`` and give its place to ``scratch``.

    Returns where it is kept now, ``None`` if there was nothing to keep.
    """
    moved: list[tuple[Path, Path]] = []
    try:
        aside.parent.mkdir(exist_ok=True)
        for ending in _BESIDE:
            here = path.with_name(path.name + ending)
            if here.exists():
                moved.append((here, here.rename(aside.with_name(aside.name + ending))))
        scratch.rename(path)
    except OSError as error:
        for here, there in moved:
            there.rename(here)
        raise CannotWork(
            _("{path} cannot be replaced ({error}).").format(path=path, error=reason(error)),
            _("Close every program that has it open, then try again; nothing was changed."),
        ) from error
    return aside if moved else None


def _show(book: Book, path: Path, report: Report, today: date) -> None:
    """Let the workbook follow: what the ledger no longer has is new again."""
    try:
        with Ledger.open(path) as ledger:
            checked = check(book, ledger, today=today)
            report.problems += refresh_results(book, ledger.connection)
            report.problems += refresh(book, ledger, today=today)
        report.summary += checked.summary
    except Exception as error:
        said = why(error)
        if said is None:
            raise
        report.problems.append(problem("restore_not_shown", sheet="", why=said))
