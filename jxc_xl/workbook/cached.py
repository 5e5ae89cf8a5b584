"""What the formulas of an entry row come to, so that a fresh workbook shows it at once.

A program that reads the file without calculating, or shows it before it has calculated, sees
these values.  They follow ``jxc_xl.domain.tables.formulas`` line by line; a test recalculates
the workbook and compares.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from jxc_xl.domain.tables.settings import ALL_SETTINGS

Value = None | str | int | float | Decimal | date
Row = Mapping[str, Value]
Content = Mapping[str, Sequence[Row]]

_CENT = Decimal("0.01")
_E4 = Decimal("0.0001")


def number(value: Value) -> Decimal | None:
    """A cell's number, ``None`` when a formula would not see one."""
    if isinstance(value, int | Decimal):
        return Decimal(value)
    if isinstance(value, float):
        return Decimal(str(value))
    return None


def text(value: Value) -> str:
    """A cell's text; nothing for a blank cell."""
    return "" if value is None else str(value)


def setting_values(content: Content) -> dict[str, Value]:
    """What 设置 says by key: the defaults, overruled by the content's rows."""
    values: dict[str, Value] = {setting.key: setting.default for setting in ALL_SETTINGS}
    values.update({text(row["key"]): row.get("value") for row in content.get("settings", ())})
    return values


class Lookups:
    """What the formulas find in the other tables."""

    def __init__(self, content: Content) -> None:
        settings = setting_values(content)
        self._includes_tax = settings["单价含税"] == "是"
        self._tax_rate = number(settings["默认税率"]) or Decimal(0)
        self._default_warehouse = text(settings["默认仓库"])
        self._stock = content.get("stock", ())
        self._warehouses = content.get("warehouses", ())
        self._items: dict[str, Row] = {}
        for field in ("code", "barcode", "mnemonic", "name"):
            for item in content.get("items", ()):
                key = text(item.get(field)).casefold()
                if key:
                    self._items.setdefault(key, item)

    def value(self, field: str, row: Row) -> Value:
        """The result of the formula in the column ``field``; text ``""`` where it is blank."""
        match field:
            case "name" | "spec":
                item = self._item(row)
                return text(item.get(field)) if item else ""
            case "amount" | "tax" | "total":
                return self._money(field, row)
            case "available":
                return self._available(row)
            case "open":
                return _still_open(row)
            case _:
                raise KeyError(field)

    def _item(self, row: Row) -> Row | None:
        return self._items.get(text(row.get("item")).casefold())

    def _money(self, field: str, row: Row) -> Value:
        quantity, price = number(row.get("quantity")), number(row.get("price"))
        if quantity is None or price is None:
            return ""
        share, rate = row.get("share"), row.get("tax_rate")
        if isinstance(share, str) or isinstance(rate, str):
            return ""
        factor = Decimal(1) if share is None else number(share) or Decimal(0)
        gross = _round(quantity * price * factor, _CENT)
        rate_used = self._tax_rate if rate is None else number(rate) or Decimal(0)
        if self._includes_tax:
            tax = _round(gross * rate_used / (1 + rate_used), _CENT)
        else:
            tax = _round(gross * rate_used, _CENT)
        if field == "tax":
            return tax
        typed = row.get("tax")
        tax = tax if typed is None else number(typed) or Decimal(0)
        if field == "amount":
            return gross - tax if self._includes_tax else gross
        return gross if self._includes_tax else gross + tax

    def _available(self, row: Row) -> Value:
        if not text(row.get("item")):
            return ""
        item = self._item(row)
        code = text(item["code"] if item else row.get("item")).casefold()
        batch = text(row.get("batch")).casefold()
        places = self._warehouse_words(text(row.get("warehouse")) or self._default_warehouse)
        found = Decimal(0)
        for stock in self._stock:
            if (
                text(stock.get("item")).casefold() == code
                and text(stock.get("warehouse")).casefold() in places
                and (not batch or text(stock.get("batch")).casefold() == batch)
            ):
                found += number(stock.get("available")) or Decimal(0)
        return found

    def _warehouse_words(self, typed: str) -> set[str]:
        words = {typed.casefold()}
        for warehouse in self._warehouses:
            both = {text(warehouse.get(field)).casefold() for field in ("code", "name")}
            if typed.casefold() in both:
                return both
        return words


def _still_open(row: Row) -> Value:
    quantity = number(row.get("quantity"))
    if quantity is None or "订单" not in text(row.get("kind")):
        return ""
    return _round(quantity - (number(row.get("fulfilled")) or Decimal(0)), _E4)


def _round(value: Decimal, unit: Decimal) -> Decimal:
    return value.quantize(unit, rounding=ROUND_HALF_UP) + 0  # no negative zero
