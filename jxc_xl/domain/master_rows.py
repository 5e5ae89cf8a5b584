"""From the rows of the master tables to masters, and what is wrong with them."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from enum import StrEnum
from types import MappingProxyType
from typing import NamedTuple, TypeVar

from jxc_xl.domain.cells import RawRows
from jxc_xl.domain.directory import Directory
from jxc_xl.domain.kinds import Party
from jxc_xl.domain.master_reader import MasterReader
from jxc_xl.domain.masters import (
    Item,
    Partner,
    Settings,
    Status,
    Warehouse,
)
from jxc_xl.domain.numbers import PRICE, QUANTITY, RATE, plain
from jxc_xl.domain.parsing import (
    Failure,
    count_of,
    days_of,
    factor_of,
    fold,
    name_of,
    price_of,
    rate_of,
)
from jxc_xl.domain.problems import Problem
from jxc_xl.domain.promotions import PromotionDays, read_promotion_days
from jxc_xl.domain.quotes import Quote, read_quote
from jxc_xl.domain.setting_rows import read_settings

M = TypeVar("M", Item, Partner, Warehouse, Quote, PromotionDays)


Master = Item | Partner | Warehouse | Quote | PromotionDays
"""What a row of a master sheet is."""


class Masters(NamedTuple):
    """All masters and settings, a directory of them, and every problem found.

    ``rows`` says by table in which row, counted from 0, each of its masters stands.
    """

    items: list[Item]
    suppliers: list[Partner]
    customers: list[Partner]
    warehouses: list[Warehouse]
    settings: Settings
    directory: Directory
    problems: list[Problem]
    quotes: Sequence[Quote] = ()
    promotion_days: Sequence[PromotionDays] = ()
    rows: Mapping[str, Sequence[int]] = MappingProxyType({})

    def everything(self) -> Iterator[Master]:
        """Every master there is, the default customer among them, and what others name first."""
        yield from self.items
        yield from self.suppliers
        yield from self.customers
        yield self.directory.default_customer
        yield from self.warehouses
        yield from self.quotes
        yield from self.promotion_days


class Settled(NamedTuple):
    """What cannot change any more about an item, because stock was counted in it.

    ``batch_managed`` is ``None`` while it is only ordered.
    """

    unit: str
    batch_managed: bool | None


def read_masters(
    tables: Mapping[str, RawRows], today: date, settled: Mapping[str, Settled] | None = None
) -> Masters:
    """Read the master tables and 设置, by table name; a table that is absent is empty.

    A row with an error makes no master; documents that name it are told so.  ``settled``
    are the items, by folded code, that have moved stock already or are on order.
    """
    problems: list[Problem] = []
    faulty: dict[str, set[str]] = {}
    rows: dict[str, list[int]] = {}

    def read(table: str, reader: Callable[[MasterReader], M | None]) -> list[M]:
        if table not in tables:
            return []
        sheet = MasterReader(tables[table], today)
        found = [(row, master) for row in sheet if (master := reader(sheet)) is not None]
        problems.extend(sheet.problems)
        faulty[table] = sheet.faulty
        rows[table] = [row for row, _master in found]
        return [master for _row, master in found]

    suppliers = read("suppliers", lambda sheet: _partner(sheet, Party.SUPPLIER))
    customers = read("customers", lambda sheet: _partner(sheet, Party.CUSTOMER))
    warehouses = read("warehouses", _warehouse)
    known = Directory(suppliers=suppliers, warehouses=warehouses)
    items = read("items", lambda sheet: _item(sheet, known, settled or {}))
    settings, wrong = read_settings(tables.get("settings"), known)
    problems.extend(wrong)
    directory = Directory(
        items, suppliers, customers, warehouses, settings.default_customer, faulty
    )
    quotes = read("quotes", lambda sheet: read_quote(sheet, directory))
    promotion_days = read("promotion_days", lambda sheet: read_promotion_days(sheet, directory))
    return Masters(
        items, suppliers, customers, warehouses, settings, directory, problems, quotes,
        promotion_days, rows,
    )  # fmt: skip


class _Yes(StrEnum):
    YES = "是"
    NO = "否"


def _item(sheet: MasterReader, known: Directory, settled: Mapping[str, Settled]) -> Item | None:
    code, name = sheet.text("code", required=True), sheet.text("name", required=True)
    sheet.once("code", code, "code_twice")
    barcode = sheet.text("barcode")
    sheet.once("barcode", barcode, "barcode_twice")
    unit, sub_unit, factor = _units(sheet)
    batch_managed = sheet.choice("batch_managed", _Yes, _Yes.NO) is _Yes.YES
    if fold(code) in settled:
        _keep_settled(sheet, settled[fold(code)], unit, batch_managed)
    purchase, sale, lowest = (
        sheet.not_negative(field, price_of)
        for field in ("purchase_price", "sale_price", "lowest_price")
    )
    if lowest is not None and sale is not None and lowest > sale:
        shown = {"lowest": plain(lowest, PRICE), "price": plain(sale, PRICE)}
        sheet.say("lowest_price", "lowest_above_sale_price", **shown)
    minimum, maximum = _limits(sheet)
    item = Item(
        code,
        name,
        unit,
        spec=sheet.text("spec"),
        sub_unit=sub_unit,
        factor_e6=factor,
        barcode=barcode,
        mnemonic=sheet.text("mnemonic"),
        category=sheet.text("category"),
        purchase_price_e6=purchase,
        sale_price_e6=sale,
        lowest_price_e6=lowest,
        tax_rate_e6=sheet.read("tax_rate", rate_of),
        supplier=_supplier(sheet, known),
        batch_managed=batch_managed,
        shelf_days=sheet.read("shelf_days", days_of),
        minimum_e4=minimum,
        maximum_e4=maximum,
        status=sheet.choice("status", Status, Status.ACTIVE),
        details=sheet.details(),
    )
    return None if sheet.is_bad else item


def _keep_settled(sheet: MasterReader, before: Settled, unit: str, batch_managed: bool) -> None:
    """Stock in 瓶 does not become so many 箱 because somebody writes 箱."""
    if unit and unit != before.unit:
        sheet.say("unit", "unit_settled", unit=before.unit)
    if before.batch_managed not in (None, batch_managed):
        word = _Yes.YES if before.batch_managed else _Yes.NO
        sheet.say("batch_managed", "batch_managed_settled", before=word)


def _units(sheet: MasterReader) -> tuple[str, str, int]:
    """单位, 副单位 and 换算率, which must go together."""
    unit, sub_unit = sheet.text("unit", required=True), sheet.text("sub_unit")
    problems = len(sheet.problems)
    factor = sheet.read("factor", factor_of)
    names = {"unit": unit, "sub_unit": sub_unit}
    if len(sheet.problems) > problems:
        return unit, "", RATE
    if sub_unit and fold(sub_unit) == fold(unit):
        sheet.say("sub_unit", "sub_unit_same", unit=unit)
    elif sub_unit and factor is None:
        sheet.say("factor", "factor_missing", **names)
    elif sub_unit and factor is not None and factor <= 0:
        sheet.say("factor", "factor_not_positive", **names)
    elif factor is not None and not sub_unit:
        sheet.say("sub_unit", "sub_unit_missing")
    return unit, sub_unit, factor if sub_unit and factor else RATE


def _limits(sheet: MasterReader) -> tuple[int | None, int | None]:
    minimum = sheet.not_negative("minimum", count_of)
    maximum = sheet.not_negative("maximum", count_of)
    if minimum is not None and maximum is not None and minimum > maximum:
        shown = {"minimum": plain(minimum, QUANTITY), "maximum": plain(maximum, QUANTITY)}
        sheet.say("maximum", "minimum_above_maximum", **shown)
    return minimum, maximum


def _supplier(sheet: MasterReader, known: Directory) -> str:
    """默认供应商 as a code; an unknown one is only warned of."""
    text = sheet.read("supplier", name_of)
    if text is None:
        return ""
    found = known.partner(Party.SUPPLIER, text)
    if isinstance(found, Failure):
        params = {"text": text, "candidates": found.params.get("candidates", "")}
        sheet.say("supplier", "default_supplier_unknown", **params)
        return ""
    return found.code


def _partner(sheet: MasterReader, party: Party) -> Partner | None:
    """A supplier or customer; without a code the name is the code."""
    code, name = sheet.text("code"), sheet.text("name", required=True)
    if code:
        sheet.once("code", code, "code_twice")
    else:
        sheet.once("code", name, "name_twice")
    partner = Partner(
        party,
        code or name,
        name,
        tax_rate_e6=sheet.read("tax_rate", rate_of),
        status=sheet.choice("status", Status, Status.ACTIVE),
        details=sheet.details(),
    )
    return None if sheet.is_bad else partner


def _warehouse(sheet: MasterReader) -> Warehouse | None:
    code, name = sheet.text("code", required=True), sheet.text("name", required=True)
    sheet.once("code", code, "code_twice")
    status = sheet.choice("status", Status, Status.ACTIVE)
    warehouse = Warehouse(code, name, status, sheet.details())
    return None if sheet.is_bad else warehouse
