"""From one raw cell to a value: text, codes, numbers, quantities, discounts, tax rates.

A parser never raises for what a clerk typed: it returns the value, ``None`` for a blank
cell, or a ``Failure``.  Columns are read as a whole, each different cell once.
"""

import re
from collections.abc import Callable, Sequence
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache
from math import isfinite
from typing import NamedTuple, TypeVar

from jxc_xl.domain.cells import MERGED, CellError, Raw
from jxc_xl.domain.numbers import FEN, PRICE, QUANTITY, RATE

V = TypeVar("V")


class Failure(NamedTuple):
    """Why a cell could not be read: a code of the error catalogue and its parameters."""

    code: str
    params: dict[str, str]


class Parts(NamedTuple):
    """A quantity with its units, as in ``3箱5瓶``: pairs of quantity × 10⁴ and unit word."""

    parts: tuple[tuple[int, str], ...]


LARGEST_NUMBER = 10_000_000_000
"""Beyond ten thousand million a figure is a slip (a barcode, say), and sums would overflow."""

LONGEST_TEXT = 500
LONGEST_CODE = 40

_WIDTH = {0xFF01 + i: 0x21 + i for i in range(94)} | {
    0x3000: " ",
    0xA0: " ",
    0x200B: None,
    0xFEFF: None,
}
_NUMERIC = _WIDTH | {
    ord("。"): ".",
    ord("、"): ",",
    ord("￥"): "¥",
    ord("−"): "-",
    ord("–"): "-",
    ord("—"): "-",
}
_NUMBER = re.compile(r"[+-]?(?:(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d*)?|\.\d+)", re.ASCII)
_CURRENCY = re.compile(r"^([+-]?)(?:¥|RMB|CNY|人民币)|(?:元|圆|RMB|CNY)$", re.IGNORECASE)
_PART = re.compile(r"((?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?)([^\d.,+-]+)", re.ASCII)
OWN_NUMBER = re.compile(r"([A-Z]{2,4})\d{8}-\d{3,}", re.ASCII | re.IGNORECASE)
"""What the program's own document numbers look like; the group is the kind's prefix."""

_LEAST_PERCENT = 2
"""From here on a part of a whole without a sign is a percentage; 1.2 is a slip."""

_LEAST_OF_HUNDRED = 20
"""85折 is 0.85, but 12折 is a slip for 1.2折 or for nothing that exists; nobody can tell."""
_TENTHS = re.compile(r"打?(\d{1,2}(?:\.\d+)?)折", re.ASCII)
_CHINESE_DIGITS = str.maketrans("一二三四五六七八九", "123456789")
_USUAL_RATES = frozenset(Decimal(rate) / 100 for rate in (0, 1, 3, 5, 6, 9, 10, 11, 13, 16, 17))
_UNTAXED = frozenset({"免税", "不征税", "零税率"})


def read_column(cells: Sequence[Raw], parser: Callable[[Raw], V]) -> list[V]:
    """Parse a column; what stands in it many times is parsed once.

    ``True == 1`` and ``CellError("5") == "5"``, so where such cells occur the type
    belongs to the key.
    """
    types = set(map(type, cells))
    if types <= _SAFE_TYPES:
        memo = {raw: parser(raw) for raw in set(cells)}
        return [memo[raw] for raw in cells]
    typed = [(type(raw), raw) for raw in cells]
    memo_typed = {key: parser(key[1]) for key in set(typed)}
    return [memo_typed[key] for key in typed]


_SAFE_TYPES = {type(None), int, float, str, date, datetime}


def half_width(text: str) -> str:
    """Full-width letters, digits and signs as ordinary ones, without invisible characters."""
    return text if text.isascii() else text.translate(_WIDTH)


@lru_cache(maxsize=32_768)  # the same codes and names are compared again and again
def fold(text: str) -> str:
    """The form in which codes and names are compared: width, case and outer blanks ignored.

    >>> fold(" Ａ－01 ")
    'a-01'
    """
    return " ".join(half_width(text).split()).casefold()


def shown(text: str) -> str:
    """What a clerk typed, short enough to stand in a message."""
    return text if len(text) <= 30 else text[:29] + "…"


def _failed(code: str, raw: Raw) -> Failure:
    text = str(raw)
    if isinstance(raw, float):
        text = text.removesuffix(".0")
    return Failure(code, {"text": shown(text.strip())})


def unreadable(raw: CellError) -> Failure:
    """Why there is nothing to be read in a cell with an error value, or a merged one."""
    return Failure("cell_merged", {}) if raw == MERGED else _failed("cell_error", raw)


def text_of(raw: Raw) -> str | Failure | None:
    """A cell as text: whole floats without ``.0``, dates in ISO form; ``None`` when blank."""
    if isinstance(raw, str):
        if isinstance(raw, CellError):
            return unreadable(raw)
        stripped = raw.strip()
        if len(stripped) > LONGEST_TEXT:
            return Failure("text_too_long", {"text": shown(stripped), "limit": str(LONGEST_TEXT)})
        return stripped or None
    if raw is None:
        return None
    if isinstance(raw, datetime):
        return raw.date().isoformat() if raw.time() == _MIDNIGHT else raw.isoformat(" ")
    if isinstance(raw, (bool, date)):
        return str(raw).upper()
    exact = _exact(raw)
    return _failed("not_a_number", raw) if exact is None else _plain_text(exact)


_MIDNIGHT = datetime.min.time()


def code_of(raw: Raw) -> str | Failure | None:
    """A cell as a code: leading zeros kept, a float 7.0 is ``7``, full-width is forgiven."""
    text = text_of(raw)
    if not isinstance(text, str):
        return text
    code = " ".join(half_width(text).split())
    if len(code) > LONGEST_CODE:
        return Failure("text_too_long", {"text": shown(code), "limit": str(LONGEST_CODE)})
    return code or None


def number_of(raw: Raw) -> str | Failure | None:
    """A document number: like a code, but the program's own numbers are in capitals.

    >>> number_of("xsck20260105-001"), number_of("ab-1")
    ('XSCK20260105-001', 'ab-1')
    """
    code = code_of(raw)
    if isinstance(code, str) and OWN_NUMBER.fullmatch(code):
        return code.upper()
    return code


def name_of(raw: Raw) -> str | Failure | None:
    """A cell with a code or a name to look up: like a code, but as long as a text."""
    text = text_of(raw)
    return (" ".join(half_width(text).split()) or None) if isinstance(text, str) else text


def _plain_text(value: Decimal) -> str:
    """A decimal without exponent and without trailing zeros."""
    text = format(value, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def _exact(raw: int | float | Decimal) -> Decimal | None:
    """A number as the decimal people see (the shortest that gives the float), if finite."""
    if isinstance(raw, Decimal):
        return raw if raw.is_finite() and raw.adjusted() < 400 else None
    if isinstance(raw, float):
        return Decimal(repr(raw)) if isfinite(raw) else None
    return Decimal(raw)


def _squeezed(text: str) -> str:
    """A number's text without blanks and currency, in ordinary digits and signs."""
    squeezed = "".join(text.translate(_NUMERIC).split())
    if squeezed.startswith("(") and squeezed.endswith(")"):  # the accountants' minus
        squeezed = "-" + squeezed[1:-1]
    return _CURRENCY.sub(r"\1", squeezed)


def decimal_of(raw: Raw) -> Decimal | Failure | None:
    """A cell as an exact decimal of reasonable size."""
    if raw is None:
        return None
    if isinstance(raw, CellError):
        return unreadable(raw)
    if isinstance(raw, str):
        text = _squeezed(raw)
        if not text:
            return None if not raw.strip() else _failed("not_a_number", raw)
        if not _NUMBER.fullmatch(text):
            return _failed("not_a_number", raw)
        value: Decimal | None = Decimal(text.replace(",", ""))
    elif isinstance(raw, (bool, date)):
        return _failed("not_a_number", raw)
    else:
        value = _exact(raw)
    if value is None:
        return _failed("not_a_number", raw)
    if value.adjusted() > 10 or abs(value) > LARGEST_NUMBER:
        limit = {"limit": f"{LARGEST_NUMBER:,}"}
        return Failure("number_too_large", _failed("number_too_large", raw).params | limit)
    return value


def _scaled_of(raw: Raw, scale: int) -> int | Failure | None:
    if type(raw) is float and raw.is_integer() and -1e9 < raw < 1e9:
        return int(raw) * scale
    value = decimal_of(raw)
    if isinstance(value, Decimal):
        return int((value * scale).to_integral_value(rounding=ROUND_HALF_UP))
    return value


def price_of(raw: Raw) -> int | Failure | None:
    """A unit price × 10⁶, rounded half up."""
    return _scaled_of(raw, PRICE)


def amount_of(raw: Raw) -> int | Failure | None:
    """An amount of money in fen, rounded half up."""
    return _scaled_of(raw, FEN)


def count_of(raw: Raw) -> int | Failure | None:
    """A quantity × 10⁴ where no unit words are expected (stock limits, pack sizes)."""
    return _scaled_of(raw, QUANTITY)


def factor_of(raw: Raw) -> int | Failure | None:
    """A conversion factor × 10⁶."""
    return _scaled_of(raw, RATE)


def quantity_of(raw: Raw) -> int | Parts | Failure | None:
    """A quantity × 10⁴ in the row's unit, or the parts of ``3箱5瓶``."""
    value = _scaled_of(raw, QUANTITY)
    if isinstance(raw, str) and isinstance(value, Failure) and value.code == "not_a_number":
        return _parts_of(raw) or value
    return value


def _parts_of(raw: str) -> Parts | None:
    """The parts of a quantity with units; a sign in front holds for all of them."""
    text = _squeezed(raw)
    sign = -1 if text.startswith("-") else 1
    text = text[1:] if text[:1] in {"+", "-"} else text
    parts = []
    end = 0
    for found in _PART.finditer(text):
        if found.start() != end:
            return None
        end = found.end()
        number = _scaled_of(found[1], QUANTITY)
        if not isinstance(number, int):
            return None
        parts.append((sign * number, found[2]))
    return Parts(tuple(parts)) if parts and end == len(text) else None


def share_of(raw: Raw) -> int | Failure | None:
    """A discount as the share paid × 10⁶: ``0.9``, ``90%``, ``9折`` and ``95折``.

    >>> share_of("85折"), share_of("九折"), share_of(0.9)
    (850000, 900000, 900000)
    """
    value = _share(raw)
    if not isinstance(value, Decimal):
        return value
    if not 0 < value <= 1:
        return _failed("share_range", raw)
    return int((value * RATE).to_integral_value(rounding=ROUND_HALF_UP)) or _failed(
        "share_range", raw
    )


def fraction_of(raw: Raw) -> int | Failure | None:
    """A fraction or a percentage × 10⁶.

    >>> fraction_of("2%"), fraction_of(0.02)
    (20000, 20000)
    """
    value = decimal_of(raw)
    if isinstance(raw, str) and isinstance(value, Failure):
        value = _percent(raw, _squeezed(raw))
    if isinstance(value, Decimal):
        return int((value * RATE).to_integral_value(rounding=ROUND_HALF_UP))
    return value


def _share(raw: Raw) -> Decimal | Failure | None:
    if isinstance(raw, str) and not isinstance(raw, CellError):
        text = _squeezed(raw).translate(_CHINESE_DIGITS)
        if found := _TENTHS.fullmatch(text):
            tenths = Decimal(found[1])
            if 10 < tenths < _LEAST_OF_HUNDRED:
                return _failed("share_range", raw)
            return tenths / (10 if tenths <= 10 else 100)
        return _percent(raw, text)
    return decimal_of(raw)


def _percent(raw: Raw, text: str) -> Decimal | Failure | None:
    """A fraction or a percentage."""
    if not text.endswith("%"):
        return decimal_of(raw)
    value = decimal_of(text[:-1])
    if isinstance(value, Failure) or value is None:
        return _failed("not_a_number", raw)
    return value / 100


def portion_of(raw: Raw) -> int | Failure | None:
    """A part of a whole × 10⁶, from nothing to all of it: ``0.8``, ``80%`` and ``80``.

    >>> portion_of("80%"), portion_of(0.95), portion_of(1), portion_of(98)
    (800000, 950000, 1000000, 980000)
    """
    if isinstance(raw, str) and not isinstance(raw, CellError):
        text = _squeezed(raw)
        value, is_percent = _percent(raw, text), text.endswith("%")
    else:
        value, is_percent = decimal_of(raw), False
    if not isinstance(value, Decimal):
        return value
    if value >= _LEAST_PERCENT and not is_percent:
        value /= 100
    if not 0 <= value <= 1:
        return _failed("portion_range", raw)
    return int((value * RATE).to_integral_value(rounding=ROUND_HALF_UP))


def rate_of(raw: Raw) -> int | Failure | None:
    """A tax rate × 10⁶: one of the usual rates as fraction (0.13), percent (13%) or 13.

    >>> rate_of("13%"), rate_of(0.03), rate_of(1)
    (130000, 30000, 10000)
    """
    if isinstance(raw, str) and not isinstance(raw, CellError):
        text = _squeezed(raw)
        if text in _UNTAXED:
            return 0
        value = _percent(raw, text)
    else:
        value = decimal_of(raw)
    if not isinstance(value, Decimal):
        return value
    rate = value / 100 if value >= 1 else value
    if rate not in _USUAL_RATES:
        return _failed("tax_rate_unusual", raw)
    return int(rate * RATE)


def days_of(raw: Raw) -> int | Failure | None:
    """A whole number of days, none below zero; ``3天`` is read as 3."""
    if isinstance(raw, str) and not isinstance(raw, CellError):
        raw = raw.strip().removesuffix("天")
    value = decimal_of(raw)
    if value is None:
        return None
    if isinstance(value, Failure):
        return _failed("not_days", raw) if value.code == "not_a_number" else value
    if value != value.to_integral_value() or not 0 <= value <= 100_000:
        return _failed("not_days", raw)
    return int(value)


def as_text(
    parser: Callable[[Raw], V | Failure | None], canonical: Callable[[V], str]
) -> Callable[[Raw], str | Failure | None]:
    """A parser that gives a value's canonical text, for what only travels along."""

    def parse(raw: Raw) -> str | Failure | None:
        value = parser(raw)
        return value if value is None or isinstance(value, Failure) else canonical(value)

    return parse
