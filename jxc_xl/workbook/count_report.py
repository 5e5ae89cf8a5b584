"""Write the 盘盈盘亏表: a printable workbook of what a stocktake found, to be signed."""

from collections.abc import Sequence
from datetime import datetime
from io import BytesIO
from typing import NamedTuple

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from jxc_xl.domain.numbers import FEN, QUANTITY
from jxc_xl.domain.tables.columns import Cell, Column
from jxc_xl.workbook import styles
from jxc_xl.workbook.sheets import set_up_page
from jxc_xl.workbook.styles import FONT, SIZE, Styles

TITLE = "盘盈盘亏表"

_COLUMNS = (
    Column("warehouse", "仓库", width=10),
    Column("item", "商品编码", Cell.CODE, 11),
    Column("name", "名称", width=18),
    Column("unit", "单位", width=6),
    Column("batch", "批号", Cell.CODE, 10),
    Column("book_e4", "账面数量", Cell.QUANTITY, 10),
    Column("counted_e4", "实盘数量", Cell.QUANTITY, 10),
    Column("surplus_e4", "盘盈数量", Cell.QUANTITY, 10),
    Column("loss_e4", "盘亏数量", Cell.QUANTITY, 10),
    Column("value_fen", "差异金额", Cell.AMOUNT, 12),
    Column("input_tax_fen", "进项税额转出", Cell.AMOUNT, 12),
    Column("reason", "差异原因", width=11),
    Column("counter", "盘点人", width=9),
    Column("responsible", "责任人", width=9),
    Column("resolution", "处理意见", width=36),
)
_SUMS = ("盘盈金额", "盘亏金额", "差异金额", "进项税额转出")
_SIGNED = ("盘点人", "监盘人", "复核人", "负责人", "日期")
_ROW_POINTS = 30
"""Room for two lines of 处理意见."""
_GREY_LINE = "#A6A6A6"


class Entry(NamedTuple):
    """A line of the report; quantities × 10⁴, money in fen, a loss below 0."""

    warehouse: str
    item: str
    name: str
    unit: str
    batch: str
    book_e4: int
    counted_e4: int
    value_fen: int
    input_tax_fen: int
    reason: str
    counter: str
    responsible: str
    resolution: str

    @property
    def surplus_e4(self) -> int:
        """How much more there was."""
        return max(0, self.counted_e4 - self.book_e4)

    @property
    def loss_e4(self) -> int:
        """How much less."""
        return max(0, self.book_e4 - self.counted_e4)


def write_count_report(
    target: BytesIO, company: str, number: str, day: datetime, entries: Sequence[Entry]
) -> None:
    """Write the differences of a count, their sums by reason and by person, and who signs."""
    options = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "default_format_properties": {"font_name": FONT, "font_size": SIZE},
    }
    with Workbook(target, options) as workbook:
        workbook.set_properties({"title": f"{TITLE} {number}", "created": day})
        page = _Page(workbook.add_worksheet(TITLE), Styles(workbook))
        page.write(company, number, day, entries)


class _Page:
    """The one sheet; ``row`` is the next free one."""

    def __init__(self, sheet: Worksheet, styles_: Styles) -> None:
        self.sheet, self.styles, self.row = sheet, styles_, 0

    def write(self, company: str, number: str, day: datetime, entries: Sequence[Entry]) -> None:
        """Fill the sheet."""
        set_up_page(self.sheet, TITLE, company, 1)
        self.sheet.hide_gridlines(2)
        for place, column in enumerate(_COLUMNS):
            self.sheet.set_column(place, place, column.width)
        head = self.styles.get(bold=True)
        self.sheet.write_string(0, 0, f"盘点单号 {number}    盘点日期 {day:%Y-%m-%d}", head)
        self._headers(1, [column.header for column in _COLUMNS])
        self.sheet.repeat_rows(1, 1)
        self.sheet.set_default_row(_ROW_POINTS)
        self.row = 2
        for entry in entries:
            self._entry(entry)
        self._sums("合计", {"合计": entries})
        self._sums("差异原因", _grouped(entries, "reason"))
        self._sums("盘点人", _grouped(entries, "counter"))
        self._sums("责任人", _grouped([e for e in entries if e.loss_e4], "responsible"))
        for place, label in enumerate(_SIGNED):
            text = f"{label}：____________"
            self.sheet.write_string(self.row + 1, 3 * place, text, self.styles.get())

    def _headers(self, row: int, words: Sequence[str]) -> None:
        look = self.styles.get(
            bold=True, bg_color="#DCE6F1", border=1, border_color=_GREY_LINE, text_wrap=True,
            align="center",
        )  # fmt: skip
        for place, word in enumerate(words):
            self.sheet.write_string(row, place, word, look)

    def _look(self, column: Column) -> Format:
        return self.styles.get(
            border=1, border_color=_GREY_LINE, align=styles.alignment(column),
            num_format=styles.NUMBER_FORMATS[column.cell],
            text_wrap=column.field in ("name", "resolution"),
        )  # fmt: skip

    def _entry(self, entry: Entry) -> None:
        for place, column in enumerate(_COLUMNS):
            value, look = getattr(entry, column.field), self._look(column)
            if isinstance(value, str):
                self.sheet.write_string(self.row, place, value, look)
            elif value or column.field in ("book_e4", "counted_e4"):
                scale = QUANTITY if column.cell is Cell.QUANTITY else FEN
                self.sheet.write_number(self.row, place, value / scale, look)
            else:
                self.sheet.write_blank(self.row, place, None, look)
        self.row += 1

    def _sums(self, title: str, groups: dict[str, Sequence[Entry]]) -> None:
        """A small table with what the differences of each group come to."""
        self.row += 1
        self._headers(self.row, [title, *_SUMS])
        look = self._look(Column("sum", "", Cell.AMOUNT))
        name = self._look(Column("name", ""))
        for key, entries in groups.items():
            self.row += 1
            values = [entry.value_fen for entry in entries]
            gained = sum(value for value in values if value > 0)
            tax = sum(entry.input_tax_fen for entry in entries)
            self.sheet.write_string(self.row, 0, key or "（未写）", name)
            for place, fen in enumerate((gained, gained - sum(values), sum(values), tax), 1):
                self.sheet.write_number(self.row, place, fen / FEN, look)
        self.row += 1


def _grouped(entries: Sequence[Entry], field: str) -> dict[str, Sequence[Entry]]:
    found: dict[str, list[Entry]] = {}
    for entry in entries:
        found.setdefault(getattr(entry, field), []).append(entry)
    return {key: found[key] for key in sorted(found)}
