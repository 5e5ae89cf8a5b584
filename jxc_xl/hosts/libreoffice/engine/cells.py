# ruff: noqa: D102 - the methods are those of xlwings' engine interface, which says what each does
"""What a range is to all its concerns: a rectangle of a sheet."""

from contextlib import AbstractContextManager
from typing import Any, Self

from xlwings import base_classes

from jxc_xl.hosts.libreoffice.engine.areas import LAST_COLUMN, LAST_ROW, Area
from jxc_xl.hosts.libreoffice.engine.formulas import quoted


class Cells(base_classes.Range):
    """Where a range lies: what all concerns of a range stand on."""

    max_cells_per_read: Any = None
    max_cells_per_write: Any = None

    def __init__(self, sheet: Any, area: Area) -> None:
        self._sheet = sheet
        self.area = area
        self.options: dict[str, Any] = {}
        self._uno: Any = None

    # place

    @property
    def uno(self) -> Any:
        """The cells as Calc has them; None for a slice without any.

        A range is a place: what is held of it in Calc moves when cells are inserted, it does not.
        """
        if not len(self):
            return None
        if self._uno is None or Area.of(self._uno.getRangeAddress()) != self.area:
            self._uno = self._sheet.uno.getCellRangeByPosition(*self.area.position)
        return self._uno

    @property
    def document(self) -> Any:
        """The document of the sheet."""
        return self._sheet.book.document

    @property
    def api(self) -> Any:
        return self.uno

    @property
    def coords(self) -> Any:
        return self._sheet, self.row, self.column, *self.shape

    @property
    def sheet(self) -> Any:
        return self._sheet

    @property
    def row(self) -> int:
        return self.area.top

    @property
    def column(self) -> int:
        return self.area.left

    @property
    def shape(self) -> tuple[int, int]:
        return self.area.height, self.area.width

    def __len__(self) -> int:
        return max(0, self.area.height) * max(0, self.area.width)

    def __call__(self, row: int, column: int | None = None) -> Self:
        if column is None:
            row, column = (row - 1) // self.area.width + 1, (row - 1) % self.area.width + 1
        return self._part(Area(row, column, row, column))

    def _part(self, inside: Area) -> Self:
        """A rectangle that is counted from this one's first cell."""
        row, column = self.area.top - 1, self.area.left - 1
        area = Area(
            inside.top + row, inside.left + column, inside.bottom + row, inside.right + column
        )
        if area.top < 1 or area.left < 1 or area.bottom > LAST_ROW or area.right > LAST_COLUMN:
            raise IndexError("There are no cells beyond the edge of the sheet.")
        return type(self)(self._sheet, area)

    def _at(self, area: Area) -> Self:
        return type(self)(self._sheet, area)

    def get_address(
        self, row_absolute: bool = True, col_absolute: bool = True, external: bool = False
    ) -> str:
        address = self.area.address(row_absolute, col_absolute)
        if not external:
            return address
        return f"{quoted(f'[{self._sheet.book.name}]{self._sheet.name}')}!{address}"

    @property
    def address(self) -> str:
        if not len(self):
            return f"{self.area.address()}{{{self.area.height}x{self.area.width}}}"
        return self.get_address()

    def writing(self) -> AbstractContextManager[None]:
        """Write to the sheet, which may be protected without a password."""
        guard: AbstractContextManager[None] = self.document.writing(self._sheet.uno)
        return guard
