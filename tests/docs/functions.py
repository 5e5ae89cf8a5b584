"""docs/functions.md: the worksheet functions as they are declared, with what they give in a shop."""

from collections.abc import Iterator
from datetime import date, timedelta

from jxc_functions import FUNCTIONS, Books, CellError, Function, Result, calculate

from jxc_xl.i18n import translate
from tests.docs.ledger import example_ledger
from tests.docs.markdown import FOLDER, code, table

DOCUMENT = FOLDER / "functions.md"

_HEAD = """\
# Worksheet functions
Made from the declarations in `udfs/` by `python -m tests.docs`; do not edit. For the clerk's own
sheets: figures of the ledger as formulas, in every workbook that has a ledger. In LibreOffice
`jxc setup --host libreoffice` installs them together with the buttons; the function wizard lists them
under 加载项 (Add-in).

The ledger is the one that the buttons post into: what 设置 账套文件 says, else `<workbook>.db` beside
the workbook, and never that of another workbook.

![Stock, cost, value, price and the 明细账 of an item in a sheet of the clerk's own](images/functions.png)

| argument | 参数 | means |
| --- | --- | --- |
{arguments}
- An **item** or **warehouse** is found by whatever the sheets find it by; letter case and full width do
  not matter. A **date** is a cell date, its serial number, or a text: `2026-03-05`, `2026/3/5`,
  `2026年3月5日`, `20260305`.
- **A range gives a range**, entered as array formula (Ctrl+Shift+Enter): a cell for each cell, a column
  of items beside a row of days a table. Blank items stay blank. One formula over 2,000 items costs
  less than 2,000 formulas, but both are quick.
- **Figures are those of `jxc stock`.** They are calculated again when the workbook is opened, before
  it is saved, after each button, and when its window is turned to after somebody else has posted.
- **`ABC`, `ROP`, `EOQ`, `FORECAST`** give what the last 重算 found: the figures of ABC分析 and 补货建议. What is
  expected between two periods counts by its days; beyond the last one its rate goes on.
- **Errors**: `#N/A` for what is unknown (item, warehouse, ledger), `#VALUE!` for what makes no sense (a
  date that is none, ranges that do not fit), `#DIV/0!` for a unit cost without stock.
  `JXC.HINT` with the same arguments says why in words.
- **Prices** are 单价 as it was typed, before 折扣, per the item's own unit: the ones with which a blank
  单价 is filled. Gifts do not count.
- Arguments are parted by `;` or `,`, as your LibreOffice is set.
- **In Excel** the same functions are called `JXC_STOCK` and so on, with arguments parted by `,`. They need
  the server that `jxc open` starts, so Windows; several cells spill by themselves in Excel 2021 and newer.

"""

_EXAMPLES: tuple[tuple[str, tuple[str | None, ...]], ...] = (
    ("STOCK", ("可乐",)),
    ("STOCK", ("YL001", "门店")),
    ("STOCK", ("YL001", None, "2026-02-28")),
    ("AVAILABLE", ("YL001", "主仓库")),
    ("COST", ("YL001",)),
    ("COST", ("YL001", None, "2026-02-28")),
    ("VALUE", ("YL001",)),
    ("VALUE", ("YL001", "主仓库", "2026-02-28")),
    ("PRICE", ("YL001",)),
    ("PRICE", ("YL001", "王店")),
    ("PRICE", ("YL001", None, "2026-02-28")),
    ("PRICE", ("YL002", "王店")),
    ("NAME", ("yl001",)),
    ("LOTS", ("YL001", None, "2026-03-02")),
    ("MOVES", ("YL002",)),
    ("MOVES", ("YL001", None, "2026-03-01", "2026-03-05")),
    ("ABC", ("YL001",)),
    ("ROP", ("YL001",)),
    ("EOQ", ("YL001",)),
    ("FORECAST", ("YL001",)),
    ("FORECAST", ("YL001", "2026-05-10")),
    ("FORECAST", ("YL002",)),
    ("HINT", ("YL999",)),
    ("HINT", ("YL002", "王店")),
    ("STOCK", ("YL999",)),
)
_EPOCH = date(1899, 12, 30)


def functions_page() -> str:
    """The whole page."""
    with example_ledger() as connection:
        (path,) = (row[2] for row in connection.execute("PRAGMA database_list"))
        books = Books(path)
        try:
            parts = [_HEAD.format(arguments=_arguments()), *_sections(books)]
        finally:
            books.close()
    return "".join(parts)


def _arguments() -> str:
    kinds = {
        parameter.name: parameter
        for function in FUNCTIONS.values()
        for parameter in function.parameters
    }
    rows = [
        (
            parameter.name,
            translate(parameter.label, "zh"),
            f"{parameter.text}\n{translate(parameter.text, 'zh')}",
        )
        for parameter in kinds.values()
    ]
    return table(("", "", ""), rows).split("\n", 2)[2]


def _sections(books: Books) -> Iterator[str]:
    for function in FUNCTIONS.values():
        yield f"## `{_signature(function)}`\n{function.text}\n\n{translate(function.text, 'zh')}\n\n"
        if function.result is Result.BLOCK:
            yield f"Columns: {', '.join(function.columns)}.\n\n"
        examples = [given for name, given in _EXAMPLES if name == function.name]
        yield table(
            ("formula", "gives"),
            [
                (code(_formula(function, given)), _given(books, function, given))
                for given in examples
            ],
        )
        yield "\n"


def _signature(function: Function) -> str:
    needed = [p.name for p in function.parameters if not p.optional]
    optional = "".join(f"[; {p.name}" for p in function.parameters if p.optional)
    return f"JXC.{function.name}({'; '.join(needed)}{optional}{']' * optional.count('[')})"


def _formula(function: Function, given: tuple[str | None, ...]) -> str:
    words = ["" if word is None else f'"{word}"' for word in given]
    return f"=JXC.{function.name}({'; '.join(words)})".replace("; ;", ";;")


def _given(books: Books, function: Function, given: tuple[str | None, ...]) -> str:
    rows = calculate(function, given, lambda: books)
    return "\n".join(" · ".join(_shown(function, *cell) for cell in enumerate(row)) for row in rows)


def _shown(function: Function, place: int, cell: float | str | CellError) -> str:
    if isinstance(cell, CellError):
        return cell.trouble.value
    if function.columns and place == 0 and isinstance(cell, float):
        return str(_EPOCH + timedelta(days=int(cell)))
    return f"{cell:.12g}" if isinstance(cell, float) else cell or "(blank)"
