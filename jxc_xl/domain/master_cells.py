"""From a master back to the cells of its row: the opposite of :mod:`jxc_xl.domain.master_rows`."""

from datetime import date, datetime, time

from jxc_xl.domain.cells import Raw
from jxc_xl.domain.master_rows import Master
from jxc_xl.domain.masters import Item, Partner
from jxc_xl.domain.numbers import PRICE, QUANTITY, RATE
from jxc_xl.domain.quotes import Quote
from jxc_xl.domain.tables.columns import Cell, Table

Cells = dict[str, Raw]

_SCALED = {
    "purchase_price": ("purchase_price_e6", PRICE), "sale_price": ("sale_price_e6", PRICE),
    "lowest_price": ("lowest_price_e6", PRICE), "price": ("price_e6", PRICE),
    "tax_rate": ("tax_rate_e6", RATE), "minimum": ("minimum_e4", QUANTITY),
    "maximum": ("maximum_e4", QUANTITY), "break_quantity": ("break_e4", QUANTITY),
    "pack_size": ("pack_e4", QUANTITY),
}  # fmt: skip
"""What is kept as an integer; of a quote 0 is as good as blank."""

_NUMBERS = frozenset({Cell.QUANTITY, Cell.AMOUNT, Cell.DAYS})


def master_cells(table: Table, master: Master) -> Cells:
    """Every cell of a master's row but the program's own; blank ones are ``None``."""
    cells = {c.field: _cell(table, master, c.field) for c in table.columns if not c.filled}
    if isinstance(master, Item):
        cells["factor"] = master.factor_e6 / RATE if master.sub_unit else None
        cells["batch_managed"] = "是" if master.batch_managed else None
    elif isinstance(master, Partner) and master.code == master.name:
        cells["code"] = None
    return cells


def _cell(table: Table, master: Master, name: str) -> Raw:
    attribute, scale = _SCALED.get(name, ("", 1))
    if attribute and hasattr(master, attribute):
        value = getattr(master, attribute)
        return None if value is None or (not value and isinstance(master, Quote)) else value / scale
    if hasattr(master, name):
        found = getattr(master, name)
        if isinstance(found, date):
            return datetime.combine(found, time())
        return float(found) if isinstance(found, int) else str(found) if found else None
    text = getattr(master, "details", {}).get(name)
    if text is None:
        return None
    return float(text) if table.by_field[name].cell in _NUMBERS else text
