"""Calculated columns as the stored workbook declares them: Calc forgets them when it opens it."""

import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_TABLE = re.compile(r"xl/tables/[^/]+\.xml")
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")

Formulas = dict[str, dict[str, str]]
"""By table, then by header: a formula as Excel writes it, ``""`` for a column of plain values."""


def declared_formulas(path: Path) -> Formulas:
    """Read them from a workbook of Excel's kind; there are none in any other file."""
    found: Formulas = {}
    try:
        with zipfile.ZipFile(path) as package:
            for part in filter(_TABLE.fullmatch, package.namelist()):
                table = ElementTree.fromstring(package.read(part))
                found[table.get("displayName", "")] = dict(_columns(table))
    except (OSError, zipfile.BadZipFile, ElementTree.ParseError):
        return {}
    return found


def _columns(table: ElementTree.Element) -> Iterator[tuple[str, str]]:
    for column in table.iterfind(f"{_MAIN}tableColumns/{_MAIN}tableColumn"):
        formula = column.find(f"{_MAIN}calculatedColumnFormula")
        text = ""
        if formula is not None and formula.text and formula.get("array") not in ("1", "true"):
            text = f"={formula.text}"
        yield _plain(column.get("name", "")), text


def _plain(name: str) -> str:
    return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), name)
