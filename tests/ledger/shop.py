"""A small shop whose masters the tests share, and its papers as the program's documents."""

from datetime import date

from jxc_xl.domain.documents import Document, Line
from jxc_xl.domain.kinds import KINDS, Party
from jxc_xl.domain.masters import Item, Partner, Warehouse
from tests.ledger.naive import Paper, Row

ITEMS = {
    item.code: item
    for item in (
        Item("笔", "圆珠笔", "支", purchase_price_e6=12_340_000),
        Item("纸", "复印纸", "包"),
        Item("奶", "鲜牛奶", "盒", purchase_price_e6=5_000_000, batch_managed=True),
    )
}
WAREHOUSES = {code: Warehouse(code, name) for code, name in (("1", "总仓"), ("2", "门店"))}
SUPPLIER = Partner(Party.SUPPLIER, "G1", "明光")
CUSTOMERS = {code: Partner(Party.CUSTOMER, code, code) for code in ("甲", "乙")}


def document(paper: Paper) -> Document:
    """A paper of the naive books as a document of the program."""
    kind = KINDS[paper.kind]
    partner = CUSTOMERS[paper.customer] if paper.customer else None
    if kind.party is Party.SUPPLIER:
        partner = SUPPLIER
    lines = [line(number, row) for number, row in enumerate(paper.rows)]
    return Document(kind, date.fromisoformat(paper.day), partner, lines)


def line(number: int, row: Row) -> Line:
    """A row of the naive books as a line of the program."""
    item = ITEMS[row.item]
    return Line(
        number,
        item,
        WAREHOUSES[row.warehouse],
        row.quantity,
        row.quantity,
        item.unit,
        basis_fen=row.value,
        to_warehouse=WAREHOUSES[row.to] if row.to else None,
        batch=row.batch or "",
        expires=date.fromisoformat(row.expires) if row.expires else None,
        links=row.links,
    )
