"""docs/import.md: how files are brought in, and by which words their columns are known."""

from collections.abc import Iterator

from jxc_xl.domain.importing.headers import importable
from jxc_xl.domain.tables.columns import Table
from jxc_xl.domain.tables.entry import ENTRY_TABLES
from jxc_xl.domain.tables.foreign import FOREIGN_TABLES
from jxc_xl.domain.tables.masters import MASTER_TABLES
from jxc_xl.domain.tables.synonyms import names_of
from tests.docs.markdown import FOLDER, code, table

DOCUMENT = FOLDER / "import.md"

_HEAD = """\
# Bringing in rows of other programs
Made from the declarations in `jxc_xl/domain/tables` by `python -m tests.docs`; do not edit.

    jxc import 店.xlsx 旧账.csv --into 销售 --preview     # look first: nothing is changed
    jxc import 店.xlsx 旧账.csv --into 销售               # below the last row of the sheet
    jxc import 店.xlsx 旧账.csv --into 销售 --to-ledger   # straight into the books

The button 导入 does the same for the sheet in front: it lets a file be chosen, shows what was understood
and the first rows, and asks. On 库存 and 出入库 it also knows an old stock list, on 销售 the orders of a
mall: of what a file may be it is what most of its columns fit.

**Files.** Text in UTF-8 (with a mark or without), GBK, GB18030 or UTF-16, divided by comma, semicolon,
tab or bar: both are found out by looking. xlsx, xlsm, xlsb, xls and ods; of several sheets the
visible one with the most known headers, or `--sheet NAME`. Titles above the headers, totals (合计),
repeated headers, remarks in a single cell and empty columns are left out, and each such line is
named. A cell that shows an error value (#N/A, #DIV/0!, Err:502) is complained of; only in an xlsb it
counts as empty, so save such a file as xlsx.

**Lines.** Lines of the file = written + there already + left out + refused, and whatever is not
written is named with its line. A document comes whole or not at all. With something wrong with the
file as a whole (two encodings, no headers, a column that every row needs is missing) nothing is
changed. A file that is imported twice brings nothing twice, whether its rows still wait in the sheet
or are in the books: equal rows are counted. So a corrected file can simply be imported again. What
is new and only looks the same comes with `--again`.

**Where to.** The rows stand in the sheet as if they had been typed: 校验 and 过账 follow, and unknown
items can be made known first. With `--to-ledger` they are posted at once under the same rules, and
the ledger says of them from which file they came. Master rows are added, never overwritten.

- `库存表` (`stock_list`): an old stock list. Each code becomes an item once, each line with a quantity
  an opening balance (期初库存) of the first of this month, unless the list has a date. Without a code
  the bar code is the code, else the name. If the list gives the value, it counts, and the unit cost
  follows from it.
- `网店订单` (`mall_orders`): orders as online malls export them. Orders that were closed, cancelled,
  refunded or not paid are left out. They are sold to the default customer under their own number,
  the buyer stands in 备注, 渠道 is 网店. 实付金额 is what was paid for the line; where it stands once for
  several articles it is divided by price × quantity, to the fen.

**A mapping file** (`--map FILE`) says what headers do not, one column a line; what it does not name
is still found by its header:

    # the first of two headers that is filled, row by row
    单据日期 = 付款时间 | 创建时间
    # the same text in every row
    客户 = "网店散客"
    # not taken
    备注 =

## Words by which columns are known
Letter case, blanks, punctuation and what stands in brackets do not count. The surest word stands first.
"""


def import_page() -> str:
    """The whole page."""
    parts = [_HEAD]
    for declared in (*ENTRY_TABLES, *FOREIGN_TABLES, *MASTER_TABLES):
        parts += _table(declared)
    return "".join(parts)


def _table(declared: Table) -> Iterator[str]:
    yield f"\n### {declared.sheet} `{declared.name}`\n"
    rows = []
    for column in importable(declared):
        words = names_of(declared, column)
        required = "required" if column.required else ""
        rows.append((words[0], required, "、".join(words[1:-1]), code(words[-1])))
    yield table(("column", "", "also known as", "field"), rows)
