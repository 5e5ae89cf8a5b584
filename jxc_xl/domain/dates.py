"""From one raw cell to a date, in every form that clerks write."""

import re
from collections.abc import Callable
from datetime import date, datetime, timedelta
from decimal import Decimal

from jxc_xl.domain.cells import CellError, Raw
from jxc_xl.domain.parsing import Failure, half_width, shown, unreadable

_EPOCH = date(1899, 12, 30)
_LAST_SERIAL = 2_958_465
_TIME = re.compile(r"(?:T|\s+)\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?$", re.ASCII)
_FULL = re.compile(
    r"(\d{4}|\d{2})(?:-(\d{1,2})-|/(\d{1,2})/|\.(\d{1,2})\.|年(\d{1,2})月)(\d{1,2})[日号]?",
    re.ASCII,
)
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})", re.ASCII)
_MONTH_DAY = re.compile(r"(\d{1,2})月(\d{1,2})[日号]?", re.ASCII)


def date_parser(today: date) -> Callable[[Raw], date | Failure | None]:
    """A parser of dates; ``today`` gives ``1月5日`` its year, the latest not in the future.

    >>> parse = date_parser(date(2026, 3, 1))
    >>> parse("26-1-5"), parse("12月31日"), parse(46027.0)
    (datetime.date(2026, 1, 5), datetime.date(2025, 12, 31), datetime.date(2026, 1, 5))
    """

    def parse(raw: Raw) -> date | Failure | None:
        if raw is None:
            return None
        if isinstance(raw, datetime):
            return raw.date()
        if isinstance(raw, date):
            return raw
        if isinstance(raw, str):
            return _from_text(raw, today)
        if isinstance(raw, bool):
            return _not_a_date(raw)
        return _from_number(raw)

    return parse


def _not_a_date(raw: Raw) -> Failure:
    return Failure("not_a_date", {"text": shown(str(raw).strip())})


def _from_number(raw: int | float | Decimal) -> date | Failure:
    """A spreadsheet's serial number, or 20260105 typed as a number."""
    if isinstance(raw, Decimal):
        raw = float(raw) if raw.is_finite() else 0
    if not 1 <= raw < 100_000_000:  # so for NaN, too
        return _not_a_date(raw)
    if raw <= _LAST_SERIAL:
        return _EPOCH + timedelta(days=int(raw))
    return _compact(str(int(raw)), raw)


def _from_text(raw: str, today: date) -> date | Failure | None:
    if isinstance(raw, CellError):
        return unreadable(raw)
    text = half_width(raw).replace("。", ".").strip()
    if not text:
        return None
    text = "".join(_TIME.sub("", text).split())
    if found := _FULL.fullmatch(text):
        year = int(found[1]) if len(found[1]) == 4 else 2000 + int(found[1])
        month = found[2] or found[3] or found[4] or found[5]
        return _made(year, int(month), int(found[6]), raw)
    if found := _MONTH_DAY.fullmatch(text):
        return _latest(int(found[1]), int(found[2]), today) or _impossible(raw)
    return _compact(text, raw)


def _compact(text: str, raw: Raw) -> date | Failure:
    if found := _COMPACT.fullmatch(text):
        return _made(int(found[1]), int(found[2]), int(found[3]), raw)
    return _not_a_date(raw)


def _made(year: int, month: int, day: int, raw: Raw) -> date | Failure:
    try:
        return date(year, month, day)
    except ValueError:
        return _impossible(raw)


def _impossible(raw: Raw) -> Failure:
    return Failure("date_impossible", {"text": shown(str(raw).strip())})


def _latest(month: int, day: int, today: date) -> date | None:
    """The latest such day that is not in the future (29 February may be years ago)."""
    for year in range(today.year, max(today.year - 9, 0), -1):
        try:
            found = date(year, month, day)
        except ValueError:
            continue
        if found <= today:
            return found
    return None
