"""Write what the errors say: into their sections under tests/errors, and docs/errors.md.

``python -m tests.write_error_catalogue`` after a text has changed; read the difference before it
is committed, for it is what clerks will read.
"""

from pathlib import Path

from jxc_xl import i18n
from jxc_xl.domain.catalogue import CATALOGUE
from jxc_xl.domain.messages import (
    cells,
    control,
    counts,
    documents,
    importing,
    lines,
    masters,
    merging,
    orders,
    planning,
    stock,
    stocktake,
    values,
)
from jxc_xl.domain.messages.entry import Entry
from tests.errors.cases import FOLDER, read_cases, said

DOCUMENT = Path(__file__).parent.parent / "docs" / "errors.md"
_PARTS = (
    ("单元格 Cells", cells.ENTRIES),
    ("单据 Documents", documents.ENTRIES),
    ("明细 Lines", lines.ENTRIES),
    ("费用与成本调整 Freight and cost", values.ENTRIES),
    ("库存与账本 Stock and ledger", stock.ENTRIES),
    ("订单 Orders", orders.ENTRIES),
    ("采购计划 Purchase plan", planning.ENTRIES),
    ("核对与结账 Control", control.ENTRIES),
    ("盘点表 Stocktakes", stocktake.ENTRIES),
    ("盘点 Counts", counts.ENTRIES),
    ("导入 Import", importing.ENTRIES),
    ("合并 Merging", merging.ENTRIES),
    ("基础资料与设置 Master data and settings", masters.ENTRIES),
)
_HEAD = """\
# 错误与提醒 Errors and warnings
Made from the catalogue by `python -m tests.write_error_catalogue`; do not edit. An error holds its
document back, a warning never does. The code is what `--json` gives.
"""


def catalogue_page() -> str:
    """The whole catalogue in both languages, as Markdown."""
    parts = [_HEAD]
    for title, entries in _PARTS:
        parts.append(f"\n## {title}\n| code | | 中文 | English |\n|---|---|---|---|\n")
        parts += [_row(code, entries[code]) for code in entries]
    missing = CATALOGUE.keys() - {code for _title, entries in _PARTS for code in entries}
    assert not missing, f"give these codes a part of the page: {missing}"
    return "".join(parts)


def _row(code: str, entry: Entry) -> str:
    texts = [text for text in (entry.message, entry.hint, entry.suggestion) if text]
    i18n.set_language("zh")
    chinese = "<br>".join(i18n.gettext(text) for text in texts)
    return f"| `{code}` | {entry.severity} | {chinese} | {'<br>'.join(texts)} |\n"


def write_golden() -> None:
    """Write what is said now into every section."""
    written: dict[str, list[str]] = {}
    for case in read_cases():
        section = f"## {case.code}\n{case.body}\n{said(case)}\n"
        written.setdefault(case.file, []).append(section)
    for file, found in written.items():
        path = FOLDER / file
        head = path.read_text(encoding="utf-8").partition("\n## ")[0].rstrip()
        path.write_text(head + "\n\n" + "\n".join(found), encoding="utf-8")


if __name__ == "__main__":
    write_golden()
    DOCUMENT.write_text(catalogue_page(), encoding="utf-8")
