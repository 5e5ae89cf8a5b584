"""From a master back to the cells of its row: the opposite of :mod:`jxc_xl.domain.master_rows`."""

from jxc_xl.domain.cells import Raw
from jxc_xl.domain.masters import Item, Partner, Warehouse
from jxc_xl.domain.numbers import PRICE, QUANTITY, RATE
from jxc_xl.domain.tables.columns import Cell, Table

Master = Item | Partner | Warehouse
Cells = dict[str, Raw]

_SCALES = {
    "purchase_price": PRICE, "sale_price": PRICE, "lowest_price": PRICE, "tax_rate": RATE,
    "minimum": QUANTITY, "maximum": QUANTITY,
}  # fmt: skip
_SUFFIX = {PRICE: "_e6", RATE: "_e6", QUANTITY: "_e4"}
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
    if name in _SCALES:
        scale = _SCALES[name]
        value = getattr(master, f"{name}{_SUFFIX[scale]}", None)
        return None if value is None else value / scale
    if hasattr(master, name):
        found = getattr(master, name)
        return float(found) if isinstance(found, int) else str(found) if found else None
    text = master.details.get(name)
    if text is None:
        return None
    return float(text) if table.by_field[name].cell in _NUMBERS else text
