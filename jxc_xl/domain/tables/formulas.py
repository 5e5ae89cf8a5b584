"""The formulas of the entry sheets: what a row shows before the program has seen it.

They use functions that every Excel since 2010 and LibreOffice 7.4 know, and refer to cells in
full form (``sales[[#This Row],[数量]]``), the only one on which all programs agree.  What they
cannot read (``3箱5瓶``, ``9折``) they leave blank: the program reads it when the row is posted.

Comparisons are made by ``=`` inside SUMPRODUCT: the criteria of SUMIFS take ``007`` for 7 and
see only 15 digits of a bar code.
"""

PRICE_INCLUDES_TAX = "jxc_price_includes_tax"
"""Defined name of the cell that holds 设置 单价含税 (是 or 否)."""

DEFAULT_TAX_RATE = "jxc_default_tax_rate"
"""Defined name of the cell that holds 设置 默认税率."""

DEFAULT_WAREHOUSE = "jxc_default_warehouse"
"""Defined name of the cell that holds 设置 默认仓库."""


def setting(key: str) -> str:
    """The value that 设置 gives ``key``; an error where the key is missing."""
    return f'INDEX(settings[值],MATCH("{key}",settings[项目],0))'


def item_text(table: str, header: str) -> str:
    """A text of the row's item, found by code, bar code, mnemonic or name."""
    typed = _this(table, "商品编码")
    return f'=IF({typed}="","",IFERROR(INDEX(items[{header}],{_item_row(typed)})&"",""))'


def tax(table: str) -> str:
    """税额 of a row, by 设置 单价含税."""
    return _when_readable(
        table,
        f'IF({PRICE_INCLUDES_TAX}="是",'
        f"ROUND({_gross(table)}*{_rate(table)}/(1+{_rate(table)}),2),"
        f"ROUND({_gross(table)}*{_rate(table)},2))",
    )


def amount(table: str) -> str:
    """金额 of a row, without tax: a 税额 typed over is honoured."""
    typed_tax = _this(table, "税额")
    gross = _gross(table)
    return _when_readable(
        table,
        f'IF({PRICE_INCLUDES_TAX}="是",ROUND({gross}-N({typed_tax}),2),{gross})',
    )


def total(table: str) -> str:
    """价税合计 of a row: a 税额 typed over is honoured."""
    typed_tax = _this(table, "税额")
    gross = _gross(table)
    return _when_readable(
        table,
        f'IF({PRICE_INCLUDES_TAX}="是",{gross},ROUND({gross}+N({typed_tax}),2))',
    )


def still_open(table: str) -> str:
    """未执行数量 of an order line; blank on every other kind of row."""
    kind, quantity = _this(table, "类型"), _this(table, "数量")
    done = _this(table, "已执行数量")
    return (
        f'=IF(AND(ISNUMBER(SEARCH("订单",{kind})),ISNUMBER({quantity})),'
        f'ROUND({quantity}-N({done}),4),"")'
    )


def available(table: str) -> str:
    """可用库存: what 库存 says for the row's item, warehouse and batch.

    A blank warehouse is the default one, a blank batch is all of them together.
    """
    typed, batch = _this(table, "商品编码"), _this(table, "批号")
    warehouse = f'IF({_this(table, "仓库")}="",{DEFAULT_WAREHOUSE},{_this(table, "仓库")})'
    code = f"IFERROR(INDEX(items[商品编码],{_item_row(typed)}),{typed})"
    return (
        f'=IF({typed}="","",IFERROR(SUMPRODUCT((stock[商品编码]={code})'
        f"*((stock[仓库]={_other_name(warehouse, '名称', '编码')})"
        f"+(stock[仓库]={_other_name(warehouse, '编码', '名称')})>0)"
        f'*((stock[批号]={batch})+({batch}="")>0),stock[可用数量]),""))'
    )


def _this(table: str, header: str) -> str:
    return f"{table}[[#This Row],[{header}]]"


def _item_row(typed: str) -> str:
    code, barcode, mnemonic, name = (
        f"MATCH({typed},items[{header}],0)" for header in ("商品编码", "条码", "助记码", "名称")
    )
    return f"IFERROR({code},IFERROR({barcode},IFERROR({mnemonic},{name})))"


def _other_name(warehouse: str, known: str, wanted: str) -> str:
    """The warehouse's code for its name, or the other way round; itself when not found."""
    found = f"INDEX(warehouses[{wanted}],MATCH({warehouse},warehouses[{known}],0))"
    return f"IFERROR({found},{warehouse})"


def _gross(table: str) -> str:
    quantity, price = _this(table, "数量"), _this(table, "单价")
    share = _this(table, "折扣")
    return f"ROUND({quantity}*{price}*IF(ISNUMBER({share}),{share},1),2)"


def _rate(table: str) -> str:
    rate = _this(table, "税率")
    return f"IF(ISNUMBER({rate}),{rate},N({DEFAULT_TAX_RATE}))"


def _when_readable(table: str, formula: str) -> str:
    """Blank unless quantity, price, share and rate are numbers, the last two possibly blank."""
    quantity, price = _this(table, "数量"), _this(table, "单价")
    share, rate = _this(table, "折扣"), _this(table, "税率")
    return (
        f"=IF(AND(ISNUMBER({quantity}),ISNUMBER({price}),"
        f'OR({share}="",ISNUMBER({share})),OR({rate}="",ISNUMBER({rate}))),{formula},"")'
    )
