"""The stocktake workbook (盘点表): one sheet a warehouse, its head, its lines and its foot.

It is no table of the master workbook: the program writes it, people fill it in away from the
shop's books, and it comes back as a file.  On a sheet the head stands first, each label with its
value in the cell to the right; then a row of headers and the lines; then the foot, written the same
way.  Whoever reads it finds all of that by the words, never by position.
"""

from enum import StrEnum

from jxc_xl.domain.tables.columns import Cell, Column, Role, Table


class Moment(StrEnum):
    """盘点时点: what of the day the counted quantity knows.

    ``END`` is after all moves of the day, ``START`` before them.
    """

    END = "日终"
    START = "日初"

    @property
    def phase(self) -> int:
        """Where it stands among the events of the day; moves are 1."""
        return 2 if self is Moment.END else 0


class Method(StrEnum):
    """盘点方式: whether who counts sees the quantity in the books."""

    OPEN = "明盘"
    BLIND = "暗盘"


METHOD_SYNONYMS = {"盲盘": Method.BLIND}
"""What else is written as 盘点方式."""

REASONS = (
    "丢失",
    "被盗",
    "损坏",
    "破损",
    "过期",
    "自然损耗",
    "漏记",
    "重记",
    "记错数量",
    "串号/错发",
    "计量误差",
    "其他",
)
"""The usual words of 差异原因."""

HEAD = (
    Column("number", "盘点单号", Cell.CODE),
    Column("date", "盘点日期", Cell.DATE),
    Column("moment", "盘点时点", choices=tuple(Moment)),
    Column("warehouse", "仓库"),
    Column("method", "盘点方式", choices=tuple(Method)),
    Column("fingerprint", "校验码", Cell.CODE),
)
"""What stands above the lines.

The warehouse is its name; number and fingerprint lead back to what the ledger keeps of the
stocktake (:mod:`jxc_xl.ledger.stocktakes`).
"""

FOOT = (
    Column("counter", "盘点人"),
    Column("observer", "监盘人"),
    Column("checker", "复核人"),
    Column("signed", "日期", Cell.DATE),
)
"""What is signed below the lines."""

STOCKTAKE = Table(
    "stocktake",
    "盘点表",
    Role.ENTRY,
    (
        Column("position_number", "序号", Cell.INTEGER, 5.5, filled=True),
        Column(
            "item",
            "商品编码",
            Cell.CODE,
            13,
            required=True,
            tip="表上没有的货写在最后的空行里：编码，或者用扫码枪扫条码。",
        ),
        Column("barcode", "条码", Cell.CODE, 17),
        Column("name", "名称", width=20),
        Column("spec", "规格", width=11),
        Column("unit", "单位", width=6.5),
        Column("position", "仓位", Cell.CODE, 9),
        Column("batch", "批号", Cell.CODE, 12),
        Column("abc", "ABC分类", width=6.5, filled=True, choices=("A", "B", "C")),
        Column("book", "账面数量", Cell.QUANTITY, 10, filled=True),
        Column(
            "counted",
            "实盘数量",
            Cell.QUANTITY,
            10,
            tip="数到多少写多少，3箱5瓶 也行。\n空着 = 没有盘；0 = 一件也没有了。",
        ),
        Column(
            "recounted",
            "复盘数量",
            Cell.QUANTITY,
            10,
            tip="再数一遍的结果；写了就以它为准。",
        ),
        Column("counter", "盘点人", width=9),
        Column(
            "reason",
            "差异原因",
            width=11,
            suggest=REASONS,
            tip="多了或者少了的原因；清单里没有的可以自己写。",
        ),
        Column("note", "备注", width=16),
    ),
    about="数一数货架上有多少。",
)
"""The lines.  ``book`` is not there at all when the method is :attr:`Method.BLIND`.

``unit`` is the item's own, and so is the quantity in the books; a count may be written in either
of the item's units.  ``filled`` columns mean nothing when they come back.  After the listed lines
stand empty ones, for goods that were found and are not on the list.
"""
