# ruff: noqa: D102 - the methods are those of xlwings' engine interface, which says what each does
"""A sheet on paper and in its window: print area, frozen panes."""

from typing import Any

from xlwings import base_classes

from jxc_xl.hosts.libreoffice.engine.areas import Area, parse


class PageSetup(base_classes.PageSetup):
    """How a sheet is printed."""

    def __init__(self, sheet: Any) -> None:
        self._sheet = sheet

    @property
    def api(self) -> Any:
        styles = self._sheet.book.document.model.getStyleFamilies().getByName("PageStyles")
        return styles.getByName(self._sheet.uno.PageStyle)

    @property
    def print_area(self) -> Any:
        areas = self._sheet.uno.getPrintAreas()
        return ",".join(Area.of(area).address() for area in areas) or None

    @print_area.setter
    def print_area(self, value: Any) -> None:
        ranges = [self._sheet.range(part) for part in value.split(",")] if value else []
        self._sheet.uno.setPrintAreas(tuple(cells.uno.getRangeAddress() for cells in ranges))


class FreezePanes(base_classes.FreezePanes):
    """The rows and columns of a sheet that stay in view."""

    def __init__(self, sheet: Any) -> None:
        self._sheet = sheet

    def freeze_at(self, frozen_range: str) -> None:
        """Freeze the rows and columns of a range from the first one on, as Excel's API does."""
        area = parse(frozen_range)
        if area is None:
            raise ValueError(f"There is no range {frozen_range}.")
        columns = 0 if area.whole_rows else area.right
        rows = 0 if area.whole_columns else area.bottom
        self._freeze(columns, rows)

    def unfreeze(self) -> None:
        self._freeze(0, 0)

    def _freeze(self, columns: int, rows: int) -> None:
        book = self._sheet.book
        before = book.sheets.active
        self._sheet.activate()
        book.controller.freezeAtPosition(columns, rows)
        before.activate()
