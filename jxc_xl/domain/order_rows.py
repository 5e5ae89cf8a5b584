"""Which rows of an entry table are orders, before anybody has judged them."""

from collections.abc import Collection

from jxc_xl.domain.cells import RawRows, RowState
from jxc_xl.domain.content import HEAD_FIELDS, canonical
from jxc_xl.domain.kinds import KINDS, ORDERS
from jxc_xl.domain.parsing import fold

_LABELS = frozenset(KINDS[key].label for key in ORDERS)


def order_rows(raw: RawRows, states: Collection[RowState]) -> list[int]:
    """The rows in one of these states that say they are an order, or continue one that does."""
    kinds = raw.column("kind")
    if _LABELS.isdisjoint(kinds) and _LABELS.isdisjoint(map(canonical, {*kinds})):
        return []
    heads = [raw.column(name) for name in HEAD_FIELDS]
    found, is_order = [], False
    for row, state in enumerate(raw.states):
        if any(canonical(column[row]) for column in heads):
            is_order = canonical(kinds[row]) in _LABELS
        if is_order and state in states:
            found.append(row)
    return found


def named_orders(raw: RawRows) -> list[int]:
    """The new rows of orders that other new rows of the table name in 关联单据."""
    rows = order_rows(raw, {RowState.NEW})
    if not rows:
        return []
    numbers = raw.column("number")
    typed = {row: fold(canonical(numbers[row])) for row in rows}
    named = {
        fold(canonical(link))
        for link, state in zip(raw.column("link"), raw.states, strict=True)
        if state is RowState.NEW and link is not None
    }
    if named.isdisjoint(filter(None, typed.values())):
        return []
    return rows
