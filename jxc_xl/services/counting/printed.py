"""The 盘盈盘亏表 of a posted count, as a file to be printed and signed."""

from datetime import datetime
from io import BytesIO
from pathlib import Path

from jxc_xl.domain.counting.reasons import resolution
from jxc_xl.errors import CannotWork
from jxc_xl.hosts.errors import reason
from jxc_xl.i18n import gettext as _
from jxc_xl.ledger.connection import Ledger
from jxc_xl.ledger.count_results import Result, results
from jxc_xl.services.counting.shown import input_tax_fen, keepers_of
from jxc_xl.workbook.count_report import Entry, write_count_report


def print_count(ledger: Ledger, number: str, company: str, path: Path) -> None:
    """Write the differences of a posted count into a new file; :class:`CannotWork` if it cannot."""
    with ledger.reading() as connection:
        found = [one for one in results(connection, number) if one.difference_e4]
        keepers = keepers_of(connection)
    target = BytesIO()
    day = datetime.fromisoformat(found[0].date) if found else datetime.now()
    entries = [_entry(one, keepers.get(one.warehouse, "")) for one in found]
    write_count_report(target, company, number, day, entries)
    try:
        path.write_bytes(target.getvalue())
    except OSError as error:
        raise CannotWork(
            _("{path} cannot be written ({error}).").format(path=path, error=reason(error)),
            _("Choose a folder that is there and may be written."),
        ) from error


def _entry(one: Result, keeper: str) -> Entry:
    words = one.details.get("reason", "")
    return Entry(
        one.warehouse_name, one.item, one.name, one.unit, one.batch, one.book_e4, one.counted_e4,
        one.value_fen, input_tax_fen(one), words, one.details.get("handler", ""),
        keeper if one.difference_e4 < 0 else "", resolution(words, one.difference_e4),
    )  # fmt: skip
