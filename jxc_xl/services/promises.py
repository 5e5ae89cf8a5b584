"""What is said when stock does not reach for an order, or is reserved for others."""

from collections.abc import Sequence

from jxc_xl.domain.catalogue import problem
from jxc_xl.domain.cells import RawRows
from jxc_xl.domain.documents import Document
from jxc_xl.domain.facts import OpenLine
from jxc_xl.domain.numbers import QUANTITY, plain
from jxc_xl.domain.problems import Problem
from jxc_xl.domain.reservations import SALES_ORDER, Lack
from jxc_xl.i18n import gettext as _

_MOST_NAMED = 3


def promise_problem(raw: RawRows, document: Document, lack: Lack, *, forbids: bool) -> Problem:
    """A warning beside an order that stock does not reach for, or a row that takes what is
    reserved; an error for the latter where 占用控制 ``forbids`` it."""
    line, item = lack.line, lack.line.item
    code = "order_short"
    if document.kind.key != SALES_ORDER:
        code = "reserved" if forbids else "reserved_allowed"
    amounts = {
        "wanted": line.base_e4,
        "free": lack.free_e4,
        "short": line.base_e4 - lack.free_e4,
    }
    return problem(
        code,
        sheet=raw.table.sheet,
        row=raw.numbers[line.row],
        column=raw.table.header("quantity"),
        name=item.name,
        unit=item.unit,
        warehouse=line.warehouse.name,
        holders="、".join(lack.holders[:_MOST_NAMED]),
        candidates=on_order(lack.coming, item.unit),
        **{name: f"{plain(amount, QUANTITY):f}" for name, amount in amounts.items()},
    )


def on_order(coming: Sequence[OpenLine], unit: str) -> str:
    """What is on order as messages say it; empty if nothing is."""
    return "、".join(_coming(found, unit) for found in coming[:_MOST_NAMED])


def _coming(found: OpenLine, unit: str) -> str:
    """An open line of a purchase order as messages name it."""
    words = {"number": found.number, "quantity": f"{plain(found.open_e4, QUANTITY):f}"}
    if found.due is None:
        return _("{number} {quantity} {unit}").format(unit=unit, **words)
    return _("{number} {quantity} {unit} (due {due})").format(unit=unit, due=found.due, **words)
