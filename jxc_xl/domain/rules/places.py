"""Rules on where: the warehouse, the one a transfer goes to, and what only travels along."""

from collections.abc import Mapping

from jxc_xl.domain.documents import Line
from jxc_xl.domain.kinds import Effect
from jxc_xl.domain.masters import Status, Warehouse
from jxc_xl.domain.rows import Group
from jxc_xl.domain.rules.bench import Bench
from jxc_xl.i18n import gettext as _

_STOPPED, _TRANSFER = Status.STOPPED, Effect.TRANSFER
"""Asked of every line; members of an enumeration are slow to look up before Python 3.12."""

NO_DETAILS: Mapping[str, str] = {}


def judge_warehouse(bench: Bench, row: int, group: Group, filled: list[str]) -> Warehouse | None:
    """The row's warehouse: a blank one is that of the row it continues, else the default."""
    warehouse = bench.rows.warehouse[row]
    if warehouse is None:
        warehouse, words = bench.default_warehouse, bench.default_words
        if row in group.continued:
            above = bench.rows.warehouse[group.continued[row]]
            if isinstance(above, Warehouse):
                warehouse = above
                words = _("warehouse “{name}” as above").format(name=above.name)
        if warehouse is None:
            bench.required(row, "warehouse")
            return None
        filled.append(words)
    if not isinstance(warehouse, Warehouse):
        return None
    if warehouse.status is _STOPPED and not bench.policy.lenient:
        bench.say(row, "warehouse", "warehouse_stopped", name=warehouse.name)
    return warehouse


def judge_to_warehouse(bench: Bench, line: Line) -> None:
    """调入仓库: another warehouse on a transfer, nothing elsewhere."""
    row, target = line.row, bench.rows.to_warehouse[line.row]
    if bench.kind.effect is not _TRANSFER:
        bench.say(row, "to_warehouse", "to_warehouse_not_allowed", kind=bench.kind.label)
    elif not isinstance(target, Warehouse):
        bench.required(row, "to_warehouse")
    elif target is line.warehouse:
        bench.say(row, "to_warehouse", "same_warehouse", name=target.name)
    else:
        line.to_warehouse = target
        if target.status is _STOPPED:
            bench.say(row, "to_warehouse", "warehouse_stopped", name=target.name)


def details_of(bench: Bench, row: int) -> Mapping[str, str]:
    """What only travels along, as canonical text."""
    return {
        field: text
        for field, column in bench.rows.details.items()
        if isinstance(text := column[row], str)
    }
