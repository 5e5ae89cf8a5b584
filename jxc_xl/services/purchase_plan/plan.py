"""jxc plan: the proposals of 补货建议 as draft orders in 采购, grouped by supplier."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from jxc_xl.domain.catalogue import problem
from jxc_xl.domain.cells import Raw
from jxc_xl.domain.kinds import KINDS
from jxc_xl.domain.master_rows import Masters
from jxc_xl.domain.numbers import PRICE, QUANTITY, RATE, money, plain
from jxc_xl.domain.parameters import read_parameters
from jxc_xl.domain.parsing import Failure, amount_of
from jxc_xl.domain.problems import Problem
from jxc_xl.domain.quotes import in_use
from jxc_xl.domain.tables import table_named
from jxc_xl.errors import UsageError
from jxc_xl.i18n import gettext as _
from jxc_xl.i18n import ngettext
from jxc_xl.ledger.connection import Ledger
from jxc_xl.services import shop
from jxc_xl.services.appending import append_cells, sheets_of
from jxc_xl.services.purchase_plan.choosing import (
    Chosen,
    Left,
    Money,
    PlannedLine,
    choose,
    tax_rate_e6,
)
from jxc_xl.services.purchase_plan.offers import Market, typed
from jxc_xl.services.purchase_plan.proposals import Drafted, Proposal, drafted_orders, proposals
from jxc_xl.services.recompute.run import recompute
from jxc_xl.services.recompute.suppliers import Terms
from jxc_xl.services.report import Report
from jxc_xl.services.sheets import DRAFT
from jxc_xl.services.showing import settled_sheets
from jxc_xl.workbook.book import Book

_MOST_ALTERNATIVES = 2

_CODES = {
    Left.NO_SUPPLIER: "plan_no_supplier",
    Left.NO_PRICE: "plan_no_price",
    Left.BUDGET: "plan_over_budget",
    Left.LEAST: "plan_least_too_much",
    Left.UNCLEAR: "plan_row_unclear",
}


def budget_of(text: str) -> int | None:
    """A budget as it is typed, in fen; ``None`` for blank.  :class:`UsageError` if it is wrong."""
    amount = amount_of(text)
    if amount is None:
        return None
    if isinstance(amount, Failure) or amount <= 0:
        said = problem("budget_wrong", sheet="", text=text.strip()[:30])
        raise UsageError(said.message, said.hint)
    return amount


def plan(book: Book, ledger: Ledger, *, today: date, budget_fen: int | None = None) -> Report:
    """Reckon 补货建议 anew and write what it proposes as 采购订单 into 采购, as 草稿.

    Nothing is posted.  Without a budget it is 设置 采购预算, which may be blank.
    """
    reckoned = recompute(book, ledger, today=today)
    report = plan_proposals(book, ledger, today=today, budget_fen=budget_fen)
    told = set(report.problems)
    report.problems[:0] = [found for found in reckoned.problems if found not in told]
    report.ok = report.ok and reckoned.ok
    return report


def plan_proposals(
    book: Book, ledger: Ledger, *, today: date, budget_fen: int | None = None
) -> Report:
    """Do so with what 补货建议 says.

    With a budget (in fen, with tax) the money goes first to where a yuan avoids most shortage;
    see :func:`within_budget`.  Orders in 采购 that are not posted count as on order and against
    the budget, so that planning again orders nothing twice.
    """
    shop.check_belongs(book, ledger)
    proposed = sheets_of(book, ("reorder", "purchases"))["reorder"]
    wrong: list[Problem] = []
    rows = shop.master_rows(book, wrong)
    parameters, wrong_settings = read_parameters(rows.get("settings"))
    wrong += wrong_settings
    with ledger.reading() as connection:
        masters = shop.masters_of(rows, ledger, today)
        sheets = {sheet.table.name: sheet for sheet in settled_sheets(book, ledger, wrong)}
        drafted = drafted_orders(sheets["purchases"], ledger, masters, today)
        terms = Terms(
            parameters.rating_days, parameters.grace_days, masters.settings.price_includes_tax
        )
        quotes = in_use(masters.quotes, masters.directory)
        market = Market(connection, masters.suppliers, quotes, today, terms)
    found = proposals(proposed, masters)
    budget = parameters.plan_budget_fen if budget_fen is None else budget_fen
    chosen = choose(found, drafted, market, Money(budget, masters.settings, parameters.service_e6))
    documents = _write(book, chosen.lines, masters, today)
    problems = [*dict.fromkeys([*wrong, *masters.problems]), *_left_out(chosen, masters)]
    return _report(found, chosen, drafted, documents, budget, problems, today)


def _write(
    book: Book, lines: Sequence[PlannedLine], masters: Masters, today: date
) -> list[dict[str, Any]]:
    """Write the lines below the last row of 采购; the orders that they are, with their rows."""
    if not lines:
        return []
    sheet = sheets_of(book, ("purchases",))["purchases"]
    cells = [_draft_cells(line, masters, today) for line in lines]
    columns: dict[str, list[Raw]] = {name: [row[name] for row in cells] for name in cells[0]}
    with book.batch():
        places = append_cells(book, sheet, columns, len(lines))
    book.save()
    documents: dict[str, dict[str, Any]] = {}
    for place, line in zip(places, lines, strict=True):
        supplier = line.offer.supplier
        document = documents.setdefault(
            supplier.code,
            {
                "kind": "purchase_order",
                "partner": supplier.code,
                "name": supplier.name,
                "sheet": sheet.table.sheet,
                "rows": [],
                "total": Decimal("0.00"),
            },
        )
        document["rows"].append(sheet.data.first_row + place)
        document["total"] += money(line.cost_fen)
    return list(documents.values())


def _draft_cells(line: PlannedLine, masters: Masters, today: date) -> dict[str, Raw]:
    """What a buyer would type: whole 副单位 where the quantity has them, else the item's unit."""
    item = line.item
    warehouse = masters.directory.default_warehouse(masters.settings.default_warehouse)
    price = line.offer.price_e6(line.quantity_e4)
    row = typed(item, line.quantity_e4, price or 0)
    rate = tax_rate_e6(line.offer, masters.settings)
    usual = rate == masters.settings.default_tax_rate_e6
    hint = _("Purchase plan of {day}: check quantity and price, then clear 草稿 in 状态 and post.")
    return {
        "date": datetime.combine(today, time()),
        "kind": KINDS["purchase_order"].label,
        "partner": line.offer.supplier.name,
        "item": item.code,
        "unit": row.unit,
        "warehouse": warehouse.name if warehouse else None,
        "quantity": row.quantity_e4 / QUANTITY,
        "price": None if price is None else row.price_e6 / PRICE,
        "tax_rate": None if usual else rate / RATE,  # the formulas of the row know no other
        "due": datetime.combine(_due(line, today), time()),
        "note": _note(line),
        "status": DRAFT,
        "hint": hint.format(day=today),
    }


def _due(line: PlannedLine, today: date) -> date:
    """When it should be there: as its quote says, else as measured or as the item says."""
    days = line.offer.lead_days
    return today + timedelta((line.proposal.lead_days or 0) if days is None else days)


def _note(line: PlannedLine) -> str:
    """Why it is bought, and who else could deliver it."""
    said = [line.proposal.reason] if line.proposal.reason else []
    if line.quantity_e4 < line.wanted_e4:
        words = _("{quantity} {unit} would be better, the budget does not reach.")
        wanted = f"{plain(line.wanted_e4, QUANTITY):f}"
        said.append(words.format(quantity=wanted, unit=line.item.unit))
    if others := line.offers[1 : 1 + _MOST_ALTERNATIVES]:
        offers = "、".join(offer.in_words(line.quantity_e4) for offer in others)
        said.append(_("Also from {offers}.").format(offers=offers))
    return " ".join(said)


def _report(
    found: Sequence[Proposal],
    chosen: Chosen,
    drafted: Drafted,
    documents: list[dict[str, Any]],
    budget_fen: int | None,
    problems: list[Problem],
    today: date,
) -> Report:
    report = Report("plan", documents=documents, problems=problems)
    report.ok = not any(entry.is_error for entry in problems)
    report.extra = {
        "proposals": len(found),
        "drafted_rows": drafted.rows,
        "budget": None if budget_fen is None else money(budget_fen),
        "drafted_total": money(drafted.total_fen),
        "total": money(chosen.total_fen),
        "lines": [_described(line, today) for line in chosen.lines],
        "left_out": [
            {"item": p.item.code, "quantity": plain(quantity, QUANTITY), "why": why.value}
            for p, why, quantity in chosen.left
        ],
    }
    if chosen.lines:
        report.table = [_headers(), *(_shown(line, today) for line in chosen.lines)]
    report.summary = list(_summary(found, chosen, drafted, budget_fen))
    return report


def _left_out(chosen: Chosen, masters: Masters) -> Iterator[Problem]:
    """A warning for each proposal that is not ordered; what is drafted needs none."""
    table = table_named("reorder")
    suppliers = {partner.code: partner.name for partner in masters.suppliers}
    for proposal, why, quantity in chosen.left:
        if why in _CODES:
            yield problem(
                _CODES[why],
                sheet=table.sheet,
                row=proposal.row,
                column=table.header("proposed"),
                name=proposal.item.name,
                quantity=f"{plain(quantity, QUANTITY):f}",
                unit=proposal.item.unit,
                supplier=suppliers.get(proposal.item.supplier, ""),
            )


def _described(line: PlannedLine, today: date) -> dict[str, Any]:
    price = line.offer.price_e6(line.quantity_e4)
    return {
        "item": line.item.code,
        "name": line.item.name,
        "unit": line.item.unit,
        "quantity": plain(line.quantity_e4, QUANTITY),
        "wanted": plain(line.wanted_e4, QUANTITY),
        "price": None if price is None else plain(price, PRICE),
        "total": money(line.cost_fen),
        "due": _due(line, today),
        "reason": line.proposal.reason,
        "supplier": line.offer.supplier.code,
        "offers": [offer.described(line.quantity_e4) for offer in line.offers],
    }


def _headers() -> tuple[str, ...]:
    """Of the table that people read: the words of the sheet 采购."""
    table = table_named("purchases")
    fields = ("partner", "item", "name", "quantity", "unit", "price", "total", "due", "note")
    return tuple(table.header(name) for name in fields)


def _shown(line: PlannedLine, today: date) -> tuple[str, ...]:
    price = line.offer.price_e6(line.quantity_e4)
    return (
        line.offer.supplier.name,
        line.item.code,
        line.item.name,
        f"{plain(line.quantity_e4, QUANTITY):f}",
        line.item.unit,
        "" if price is None else f"{plain(price, PRICE):f}",
        f"{money(line.cost_fen):f}",
        _due(line, today).isoformat(),
        _note(line),
    )


def _summary(
    found: Sequence[Proposal], chosen: Chosen, drafted: Drafted, budget_fen: int | None
) -> Iterable[str]:
    if not found:
        yield _("Nothing needs to be bought: 补货建议 proposes nothing.")
    elif not chosen.lines:
        yield _("Nothing was drafted.")
    else:
        words = ngettext(
            "{n} row drafted in 采购, for {total}: check it, clear 草稿, then post.",
            "{n} rows drafted in 采购, for {total}: check them, clear 草稿, then post.",
            len(chosen.lines),
        )
        total = f"{money(chosen.total_fen):,}"
        yield words.format(n=len(chosen.lines), total=total)
    if drafted.rows:
        words = ngettext(
            "{n} order row of 采购 that is not posted counts as on order.",
            "{n} order rows of 采购 that are not posted count as on order.",
            drafted.rows,
        )
        yield words.format(n=drafted.rows)
    short = sum(why is Left.BUDGET for _p, why, _quantity in chosen.left)
    if budget_fen is not None and short:
        words = ngettext(
            "The budget of {budget} does not reach for {n} item.",
            "The budget of {budget} does not reach for {n} items.",
            short,
        )
        yield words.format(n=short, budget=f"{money(budget_fen):,}")
