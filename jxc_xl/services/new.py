"""jxc new: a master workbook and its ledger."""

import uuid
from datetime import date
from pathlib import Path

from jxc_xl.errors import CannotWork, UsageError
from jxc_xl.hosts.errors import reason
from jxc_xl.i18n import gettext as _
from jxc_xl.ledger.connection import Ledger
from jxc_xl.services.report import Report
from jxc_xl.services.shop import LEDGER_SETTING, default_ledger
from jxc_xl.workbook.cached import Content
from jxc_xl.workbook.template import build

PLAIN, WITH_MACROS = ".xlsx", ".xlsm"
"""How the two kinds of workbook end: the second has the ribbon and its macros."""


def new(path: Path, *, sample: bool = False, today: date) -> Report:
    """Make a workbook and its ledger beside it; both or neither, and nothing is overwritten.

    ``sample`` fills in the sample shop's masters and a year of rows to be posted.
    """
    if not sample:
        return new_with(path, {})
    from jxc_xl.services.sample import sample_shop

    return new_with(path, sample_shop(today).content())


def new_with(path: Path, content: Content) -> Report:
    """Make a workbook with these rows, by table name, and its ledger."""
    _check_name(path)
    ledger = default_ledger(path)
    for taken in (path, ledger):
        if taken.exists():
            raise CannotWork(
                _("{path} is there already; nothing was overwritten.").format(path=taken),
                _("Choose another name."),
            )
    settings = [*content.get("settings", ()), {"key": LEDGER_SETTING, "value": ledger.name}]
    scratch = path.with_name(f".{uuid.uuid4().hex}{path.suffix}")
    try:
        macros = path.suffix.lower() == WITH_MACROS
        build(scratch, {**content, "settings": settings}, macros=macros)
        Ledger.create(ledger).close()
        _put_in_place(scratch, path, ledger)
    except OSError as error:
        raise CannotWork(
            _("{path} cannot be written ({error}).").format(path=path, error=reason(error)),
            _("Choose a folder that is there and may be written."),
        ) from error
    finally:
        scratch.unlink(missing_ok=True)
    report = Report("new")
    report.extra = {"workbook": str(path), "ledger": str(ledger)}
    report.summary = [
        _("Made {workbook} and its ledger {ledger}.").format(workbook=path, ledger=ledger.name)
    ]
    return report


def _put_in_place(scratch: Path, path: Path, ledger: Path) -> None:
    """Give the workbook its name; without it there is to be no ledger either."""
    try:
        scratch.replace(path)
    except OSError:
        ledger.unlink(missing_ok=True)
        raise


def _check_name(path: Path) -> None:
    if path.suffix.lower() not in (PLAIN, WITH_MACROS):
        raise UsageError(
            _("{name} ends neither in .xlsx nor in .xlsm.").format(name=path.name),
            _("Use a name that ends in .xlsm for Excel with its buttons, else in .xlsx."),
        )
