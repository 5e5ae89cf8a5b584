"""Number formats: which cells hold dates, and what the serial number of a date is."""

import datetime as dt
import re
from xml.etree import ElementTree

_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
# Built-in formats that show a date or a time; 27-36 and 50-58 are those of East Asian Excel
# (ECMA-376 part 1, 18.8.30).
_BUILT_IN_DATES = {*range(14, 23), *range(27, 37), 45, 47, *range(50, 59)}
_NOT_SHOWN = re.compile(r'"[^"]*"|\\.|[_*].|\[(?![hHmMsS]+\])[^\]]*\]')
_ELAPSED = re.compile(r"\[[hHmMsS]+\]")
_CELL_FORMATS = re.compile(rb"<cellXfs\b([^>]*)>(.*?)</cellXfs>", re.DOTALL)
_FORMAT = re.compile(rb"<xf\b[^>]*?(?:/>|>.*?</xf>)", re.DOTALL)
_NUMBER_FORMAT = re.compile(rb'\snumFmtId="[^"]*"')
_APPLY = re.compile(rb'\sapplyNumberFormat="[^"]*"')
_COUNT = re.compile(rb'count="[0-9]+"')

DATE, DATE_AND_TIME = 14, 22
_TEXT = 49  # @


def shows_date(pattern: str) -> bool:
    """Tell whether a number format shows a point in time (``[h]:mm`` shows a duration)."""
    shown = _NOT_SHOWN.sub("", pattern.split(";")[0])
    if "general" in shown.lower() or _ELAPSED.search(shown):
        return False
    return any(letter in "yYmMdDhHsS" for letter in shown)


class Formats:
    """The cell formats of a workbook, by the number that cells refer to them with."""

    def __init__(self, part: bytes | None) -> None:
        self.part = part
        self.changed = False
        self._is_date: list[bool] = []
        self._is_text: list[bool] = []
        self._added: dict[tuple[int, int], int] = {}
        if part is not None:
            self._read(part)

    def _read(self, part: bytes) -> None:
        root = ElementTree.fromstring(part)
        dates = set(_BUILT_IN_DATES)
        for entry in root.iter(_MAIN + "numFmt"):
            number = int(entry.get("numFmtId", "0"))
            (dates.add if shows_date(entry.get("formatCode", "")) else dates.discard)(number)
        formats = root.find(_MAIN + "cellXfs")
        entries = [] if formats is None else formats.findall(_MAIN + "xf")
        numbers = [int(entry.get("numFmtId", "0")) for entry in entries]
        self._is_date = [number in dates for number in numbers]
        self._is_text = [number == _TEXT for number in numbers]

    def is_date(self, style: int) -> bool:
        """Tell whether a cell of this style shows a date."""
        return style < len(self._is_date) and self._is_date[style]

    def is_text(self, style: int) -> bool:
        """Tell whether whatever is typed into a cell of this style becomes text."""
        return style < len(self._is_text) and self._is_text[style]

    def dated(self, style: int, number_format: int) -> int:
        """Return a style that is ``style`` in all but the number format, added when it is new."""
        key = style, number_format
        if key not in self._added:
            self._added[key] = self._add(style, number_format)
        return self._added[key]

    def _add(self, style: int, number_format: int) -> int:
        found = _CELL_FORMATS.search(self.part or b"")
        entries = _FORMAT.findall(found[2]) if found else []
        if found is None or self.part is None or style >= len(entries):
            raise NotImplementedError("a date for a cell of a workbook without cell formats")
        entry = _APPLY.sub(b"", _NUMBER_FORMAT.sub(b"", entries[style]))
        number = b'<xf numFmtId="%d" applyNumberFormat="1"' % number_format
        entry = number + entry[len(b"<xf") :]
        count = _COUNT.sub(b'count="%d"' % (len(entries) + 1), found[1])
        block = b"<cellXfs%b>%b%b</cellXfs>" % (count, found[2], entry)
        self.part = self.part[: found.start()] + block + self.part[found.end() :]
        self.changed = True
        self._is_date.append(True)
        return len(entries)


class Calendar:
    """The day from which a workbook counts its dates: 1900, or 1904 in old Mac files."""

    _MAXIMUM = 2_958_466  # the day after 9999-12-31

    def __init__(self, from_1904: bool) -> None:
        self._shift = 1462 if from_1904 else 0

    def moment(self, serial: float) -> dt.datetime | float:
        """Return the date and time of a serial number, to the millisecond; no date: the number."""
        days = serial + self._shift
        if not 0 <= days < self._MAXIMUM:
            return serial
        # Lotus, and so Excel, has a 29 February 1900: the days before it are one off.
        start = dt.datetime(1899, 12, 31) if days < 60 else dt.datetime(1899, 12, 30)
        return start + dt.timedelta(milliseconds=round(days * 86_400_000))

    def serial(self, moment: dt.datetime | dt.date) -> float:
        """Return the serial number of a date, as if the clock had no time zone."""
        if isinstance(moment, dt.datetime):
            naive = moment.replace(tzinfo=None)
        else:
            naive = dt.datetime(moment.year, moment.month, moment.day)
        days = (naive - dt.datetime(1899, 12, 30)) / dt.timedelta(days=1)
        return (days if days >= 61 else days - 1) - self._shift
