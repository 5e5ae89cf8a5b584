"""From documents to rows as a clerk types them: quick, and not always the same way."""

from decimal import ROUND_CEILING, Decimal
from random import Random

from jxc_xl.domain.kinds import DEFAULT_KIND, KINDS
from jxc_xl.services.sample.model import MAIN, Entry, Goods, Paper, Row

_DIME = Decimal("0.1")
_FEN = Decimal("0.01")
_RED_LETTERS = 0.35
_CONTINUED = 0.3


class Clerk:
    """Types documents.  ``unique_names`` are the names that mean one item only."""

    def __init__(self, items: list[Row], codes: dict[str, str], rng: Random) -> None:
        names = [str(row["name"]) for row in items]
        self._unique_names = {name for name in names if names.count(name) == 1}
        self._codes = codes
        self._rng = rng

    def rows(self, paper: Paper) -> list[Row]:
        """The rows of a document, blank cells left out."""
        red = self._red_letter(paper)
        head = self._head(paper, red)
        continued = len(paper.entries) > 1 and self._rng.random() < _CONTINUED
        rows = []
        for place, entry in enumerate(paper.entries):
            row: Row = dict(head) if place == 0 or not continued else {}
            row["item"] = self._item(entry.goods)
            self._type_where(row, paper, entry)
            self._type_how_much(row, paper, entry, red)
            for field in ("share", "reason", "note"):
                if value := getattr(entry, field):
                    row[field] = value
            if place == 0 or not continued:
                self._type_references(row, paper)
            rows.append(row)
        return rows

    def _red_letter(self, paper: Paper) -> bool:
        """Whether a return is typed as a negative quantity."""
        return bool(paper.link) and self._rng.random() < _RED_LETTERS

    def _head(self, paper: Paper, red: bool) -> Row:
        head: Row = {"date": paper.day}
        if paper.number:
            head["number"] = paper.number
        default = KINDS[DEFAULT_KIND[paper.table]].label if paper.table in DEFAULT_KIND else ""
        if paper.kind != default and not red:
            head["kind"] = paper.kind
        elif paper.kind == default and self._rng.random() < 0.15:
            head["kind"] = default
        if paper.partner:
            by_code = self._rng.random() < 0.07
            head["partner"] = self._codes[paper.partner] if by_code else paper.partner
        return head

    def _item(self, goods: Goods) -> str:
        way = self._rng.random()
        if way < 0.1 and goods.barcode:
            return goods.barcode
        if way < 0.22:
            return goods.mnemonic
        if way < 0.28:
            return goods.name if goods.name in self._unique_names else goods.name + goods.spec
        return goods.code.lower() if way < 0.31 else goods.code

    def _type_where(self, row: Row, paper: Paper, entry: Entry) -> None:
        if paper.warehouse != MAIN or paper.kind == "期初库存":
            row["warehouse"] = paper.warehouse
        if paper.to_warehouse:
            row["warehouse"] = paper.warehouse
            row["to_warehouse"] = paper.to_warehouse
        if entry.batch:
            row["batch"] = entry.batch
        if entry.made is not None:
            row["made"] = entry.made
        if entry.expires is not None and self._rng.random() < 0.25:
            row["expires"] = entry.expires

    def _type_how_much(self, row: Row, paper: Paper, entry: Entry, red: bool) -> None:
        """Quantity, unit and price: by the case where there are whole cases."""
        goods, price = entry.goods, entry.price
        factor = Decimal(1)
        cases, rest = divmod(entry.quantity, goods.case)
        typed: Decimal | str = entry.quantity
        by_case = goods.case > 1 and not rest and paper.kind != "期初库存"
        if by_case and self._rng.random() < (0.97 if entry.whole else 0.85):
            typed, factor = cases, goods.case
            row["unit"] = goods.sub_unit
        elif goods.case > 1 and rest and cases and paper.kind == "销售出库":
            typed = f"{cases}{goods.sub_unit}{rest}{goods.unit}"
        elif goods.bulk and not paper.partner and entry.quantity < 1 and price is None:
            typed = entry.quantity / goods.factor
            row["unit"] = goods.sub_unit
        elif self._rng.random() < 0.1:
            row["unit"] = goods.unit
        row["quantity"] = typed if isinstance(typed, str) else _plain(-typed if red else typed)
        if price is not None and not self._left_blank(paper, entry):
            row["price"] = _plain(_rounded(price * factor, entry, factor))

    def _left_blank(self, paper: Paper, entry: Entry) -> bool:
        """The program knows what things cost: some prices are left to it."""
        if paper.kind == "采购入库" and entry.price:
            return self._rng.random() < 0.08
        return bool(paper.link)

    def _type_references(self, row: Row, paper: Paper) -> None:
        if paper.link:
            row["link"] = paper.link
        if paper.counterpart_number:
            row["counterpart_number"] = paper.counterpart_number
        if paper.invoice_type:
            row["invoice_type"] = paper.invoice_type
        if paper.handler and self._rng.random() < 0.85:
            row["handler"] = paper.handler


def _rounded(price: Decimal, entry: Entry, factor: Decimal) -> Decimal:
    """A price as people quote it: by the case in dimes, never below the lowest."""
    if factor == 1 or entry.share:
        return price
    return price.quantize(_DIME, rounding=ROUND_CEILING)


def _plain(value: Decimal) -> Decimal:
    """Without trailing zeros and without an exponent."""
    whole = value.to_integral_value()
    return whole if value == whole else value.normalize()
