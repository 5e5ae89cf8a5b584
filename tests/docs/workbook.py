"""docs/workbook.md: every sheet, column, document type and setting, as they are declared."""

from collections.abc import Iterator
from decimal import Decimal

from jxc_xl.domain.kinds import KINDS
from jxc_xl.domain.tables import ALL_TABLES
from jxc_xl.domain.tables.columns import Cell, Column, Role, Table
from jxc_xl.domain.tables.settings import ALL_SETTINGS, Setting
from jxc_xl.domain.tables.stocktake import FOOT, HEAD, STOCKTAKE
from jxc_xl.services.marks import CHANGED, POSTED, REPEATED, REVERSED, WRONG
from jxc_xl.services.sheets import DRAFT
from tests.docs.markdown import FOLDER, code, table

DOCUMENT = FOLDER / "workbook.md"

_HEAD = """\
# The workbook
Made from the declarations in `jxc_xl/domain` by `python -m tests.docs`; do not edit. Sheets, headers,
types and tips are Chinese because the workbook is. A program finds a table by its name and a
column by its header, never by position: clerks may move columns and add their own.

首页 (figures of the day) stands before these sheets and 说明 (how to work with it) after them;
neither has a table. The hidden sheet `_jxc` says which workbook this is and to which ledger it
belongs.

"""

_ROLES = {
    Role.ENTRY: (
        "Entry: clerks type rows, 过账 posts them. Rows with one number, or neighbouring rows with"
        " the same head, are one document; a row whose date, number, type and partner are blank"
        " continues the row above."
    ),
    Role.MASTER: "Master data: one row for each thing that documents name.",
    Role.RESULT: "Result: the program replaces its rows; what is typed here is lost.",
    Role.SETTINGS: "Settings: one row for each decision of the shop.",
}

_STATUSES = (
    ("(blank)", "goes with the next 过账"),
    (DRAFT, "left alone until the clerk clears it"),
    (WRONG, "refused, 提示 says why; goes with the next 过账 again"),
    (POSTED, "a line of the ledger"),
    (CHANGED, "posted, and no longer as it was posted; the ledger keeps what it had"),
    (REVERSED, "posted and reversed since"),
    (REPEATED, "an exact copy of a posted row: not posted again"),
)

_CELLS = {
    Cell.TEXT: "words",
    Cell.CODE: "a code, number or phone, kept as text so that 007 stays 007",
    Cell.DATE: "a date: a cell date or one of many ways to write it",
    Cell.QUANTITY: "a quantity, 4 decimals; `3箱5瓶` is one too",
    Cell.PRICE: "a price for one unit, 6 decimals",
    Cell.AMOUNT: "yuan, 2 decimals",
    Cell.SHARE: "the share that is paid: `0.9`, `90%`, `9折`",
    Cell.RATE: "a rate: `0.13`, `13%`",
    Cell.DAYS: "whole days",
    Cell.FACTOR: "how many units the larger unit has",
    Cell.CHOICE: "one of the words in the drop-down",
    Cell.INTEGER: "a whole number",
    Cell.PERCENT: "a fraction shown in percent",
    Cell.RATIO: "a number that is neither quantity nor money",
}


def workbook_page() -> str:
    """The whole page."""
    parts = [_HEAD, *_legend(), *_types()]
    for declared in ALL_TABLES:
        parts += _sheet(declared, _ROLES[declared.role])
    parts += [*_settings(), *_stocktake()]
    return "".join(parts)


def _legend() -> Iterator[str]:
    yield "## What a column holds\n"
    yield table(("type", "holds"), [(cell.value, _CELLS[cell]) for cell in Cell])
    yield (
        "\n**required**: a row without it is refused. **by formula**, **by program**: grey, nobody"
        " needs to type it. **hidden**: folded away until wanted; **technical**: never shown.\n"
    )
    yield "\n## What 状态 says of an entry row\n"
    yield table(("状态", "means"), _STATUSES)


def _types() -> Iterator[str]:
    yield "\n## Types of document\n"
    yield (
        "The words of the columns 类型. A number is the prefix, the date and a counter:"
        " `CGRK20260105-001`. Types without a sheet, or in brackets, are written by the program.\n\n"
    )
    sheets = {declared.name: declared.sheet for declared in ALL_TABLES}
    rows = [
        (
            kind.label if kind.typed else f"({kind.label})",
            "、".join(kind.synonyms),
            sheets.get(kind.table, ""),
            kind.prefix,
            code(kind.key),
            kind.effect.value,
        )
        for kind in KINDS.values()
    ]
    yield table(("类型", "read as the same", "sheet", "prefix", "in the ledger", "effect"), rows)


def _sheet(declared: Table, role: str) -> Iterator[str]:
    yield f"\n## {declared.sheet} `{declared.name}`\n{declared.about} {role}\n\n"
    yield table(
        ("header", "field", "type", "", "tip in the sheet"),
        [
            (column.header, code(column.field), column.cell.value, _marks(column), _tip(column))
            for column in declared.columns
        ],
    )


def _marks(column: Column) -> str:
    if column.technical:
        return "technical"
    marks = [
        ("required", column.required),
        ("by formula", column.filled and bool(column.formula)),
        ("by program", column.filled and not column.formula),
        ("hidden", column.hidden),
    ]
    return ", ".join(word for word, holds in marks if holds)


def _tip(column: Column) -> str:
    words = "、".join(column.choices or column.suggest)
    return "\n".join(text for text in (column.tip, f"[{words}]" if words else "") if text)


def _stocktake() -> Iterator[str]:
    """The other workbook, of which each sheet is like this."""
    head, foot = ("、".join(column.header for column in part) for part in (HEAD, FOOT))
    yield from _sheet(
        STOCKTAKE,
        "A workbook of its own that `jxc stocktake` makes, one sheet a warehouse"
        " ([more](stocktake.md)). 暗盘 has no 账面数量. Above the lines stand, each with its value to"
        f" the right: {head}; below them: {foot}.",
    )


def _settings() -> Iterator[str]:
    yield "\n## The rows of 设置\n"
    yield table(
        ("项目", "field", "type", "default", "说明"),
        [
            (entry.key, code(entry.field), entry.cell.value, _default(entry), _meaning(entry))
            for entry in ALL_SETTINGS
        ],
    )


def _default(entry: Setting) -> str:
    if entry.cell in (Cell.PERCENT, Cell.RATE):
        return f"{Decimal(entry.default):.0%}"
    return str(entry.default) or "(blank)"


def _meaning(entry: Setting) -> str:
    return entry.meaning + (f"\n[{'、'.join(entry.choices)}]" if entry.choices else "")
