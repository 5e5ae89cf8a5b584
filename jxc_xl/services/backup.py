"""jxc backup: a copy of the ledger that was put back on trial before it counts."""

import re
import sqlite3
import uuid
from datetime import datetime
from pathlib import Path

from jxc_xl.errors import CannotWork
from jxc_xl.hosts.errors import reason
from jxc_xl.i18n import gettext as _
from jxc_xl.ledger.backup import copy, put_back_on_trial
from jxc_xl.ledger.connection import Ledger
from jxc_xl.services.report import Report
from jxc_xl.services.verify import problems_of

FOLDER = "备份"
"""Beside the ledger."""

KEPT = 30
"""How many backups of a ledger stay in its folder; older ones make room."""


def backup(ledger: Ledger, target: Path | None = None, *, now: datetime) -> Report:
    """Copy the ledger, restore the copy into a scratch file, verify that, and only then keep it.

    Without a ``target`` it goes into the folder 备份 beside the ledger under its name and the
    time, and all but the newest of these are removed.  Whoever posts meanwhile can go on.
    :class:`CannotWork` if there is a file already or the folder cannot be written.
    """
    path = target or dated(ledger.path, now)
    if path.exists():
        raise CannotWork(
            _("{path} is there already; nothing was overwritten.").format(path=path),
            _("Choose another name."),
        )
    report = Report("backup")
    scratch = path.with_name(f".{path.name}.{uuid.uuid4().hex}")
    try:
        if target is None:
            path.parent.mkdir(exist_ok=True)
        copy(ledger.connection, scratch)
        found = put_back_on_trial(scratch)
        report.problems = problems_of(found)
        report.ok = not report.problems
        if report.ok:
            scratch.replace(path)
            removed = [] if target else _make_room(ledger.path)
            report.extra = {"backup": str(path), "documents_in_it": found.documents,
                            "head": found.head, "removed": removed}  # fmt: skip
    except (OSError, sqlite3.Error) as error:
        raise CannotWork(
            _("{path} cannot be written ({error}).").format(
                path=path, error=reason(error) if isinstance(error, OSError) else error
            ),
            _("Choose a folder that is there and may be written."),
        ) from error
    finally:
        scratch.unlink(missing_ok=True)
    words = _("Backed up to {path}: {n} documents, put back on trial and equal to the fen.")
    if not report.ok:
        words = _("No backup was made: what was copied does not prove itself.")
    report.summary = [words.format(path=path, n=found.documents)]
    return report


def dated(ledger: Path, now: datetime, mark: str = "") -> Path:
    """A name in the folder 备份 that nothing has yet: the ledger's, with the time."""
    stem = f"{ledger.stem}{mark}-{now:%Y%m%d-%H%M%S}"
    path = ledger.parent / FOLDER / f"{stem}{ledger.suffix}"
    number = 2
    while path.exists():
        path = path.with_name(f"{stem}-{number}{ledger.suffix}")
        number += 1
    return path


def _make_room(ledger: Path) -> list[str]:
    """Remove the oldest backups of a ledger beyond those that are kept."""
    ours = re.compile(
        rf"{re.escape(ledger.stem)}-(\d{{8}}-\d{{6}})(?:-(\d+))?{re.escape(ledger.suffix)}"
    )
    found = sorted(
        (match[1], int(match[2] or 1), file)
        for file in (ledger.parent / FOLDER).iterdir()
        if (match := ours.fullmatch(file.name))
    )
    old = [file for _time, _number, file in found[:-KEPT]]
    for file in old:
        file.unlink()
    return [file.name for file in old]
