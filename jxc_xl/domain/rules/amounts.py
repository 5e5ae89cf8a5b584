"""Rules on money: amount, tax and total, and what the goods cost in stock."""

from typing import NamedTuple

from jxc_xl.domain.documents import Line
from jxc_xl.domain.facts import PostedLine
from jxc_xl.domain.kinds import Party
from jxc_xl.domain.numbers import FEN, RATE, amount_fen, divide, money, plain
from jxc_xl.domain.parsing import LARGEST_NUMBER
from jxc_xl.domain.rules.bench import Bench
from jxc_xl.domain.rules.prices import price_from_amount
from jxc_xl.i18n import gettext as _

_NOBODY = Party.NOBODY
_TOLERANCE_FEN = 6
_LARGEST_FEN = LARGEST_NUMBER * FEN


class Figures(NamedTuple):
    """金额, 税额 and 价税合计 of a line, in fen."""

    amount: int
    tax: int
    total: int


class Typed(NamedTuple):
    """The same three as they were typed over, ``None`` where they were not."""

    amount: int | None
    tax: int | None
    total: int | None


def judge_amounts(bench: Bench, line: Line, original: PostedLine | None, priced: bool) -> None:
    """Give the line its tax rate and amounts; what is typed over holds within 0.06."""
    rows, row = bench.rows, line.row
    inclusive = bench.settings.price_includes_tax
    rate = line.tax_rate_e6 = _tax_rate(bench, line, original)
    typed = _NOTHING
    written = (rows.amount[row], rows.tax[row], rows.total[row])
    if written != _NOTHING:
        typed = Typed(*written)  # type: ignore[arg-type]
        if not bench.policy.values:
            typed = _positive(bench, row, typed)
    if priced:
        gross = amount_fen(line.quantity_e4, line.price_e6, line.share_e6)
    else:
        gross = _gross_typed(typed, rate, inclusive)
        if line.quantity_e4:
            price_from_amount(line, gross)
    if abs(gross) > _LARGEST_FEN:
        bench.say(row, "price", "amount_too_large", text=f"{money(gross):,}")
        return
    figures = computed(gross, rate, inclusive)
    if typed is not _NOTHING and tuple(typed) != tuple(figures):
        typed = _without_formulas(bench, row, typed, figures, gross if priced else None)
        if typed != _NOTHING:
            figures = _accepted(bench, row, typed, gross, rate) or figures
    line.amount_fen, line.tax_fen, line.total_fen = figures
    if bench.policy.costed:
        line.basis_fen = _basis(bench, line)


_NOTHING = Typed(None, None, None)


def computed(gross_fen: int, rate_e6: int, inclusive: bool) -> Figures:
    """The figures that follow from quantity × price × share, by 设置 单价含税."""
    if rate_e6 == 0:
        return Figures(gross_fen, 0, gross_fen)
    tax = _tax_of(gross_fen, rate_e6, inclusive)
    if inclusive:
        return Figures(gross_fen - tax, tax, gross_fen)
    return Figures(gross_fen, tax, gross_fen + tax)


def _tax_of(gross_fen: int, rate_e6: int, inclusive: bool) -> int:
    if rate_e6 == 0:
        return 0
    return divide(gross_fen * rate_e6, RATE + rate_e6 if inclusive else RATE)


def _tax_rate(bench: Bench, line: Line, original: PostedLine | None) -> int:
    """The row's rate, else the original's, the partner's, the item's, the shop's."""
    if bench.kind.party is _NOBODY:
        return 0
    rate = bench.rows.tax_rate[line.row]
    if isinstance(rate, int):
        return rate
    if original is not None:
        return original.tax_rate_e6
    partner = bench.partner
    rate = None if partner is None else partner.tax_rate_e6
    if rate is None:
        rate = line.item.tax_rate_e6
    if rate is None:
        rate = bench.settings.default_tax_rate_e6
    if rate:
        line.filled.append(_("tax rate {rate}%").format(rate=plain(rate, RATE // 100)))
    return rate


def _positive(bench: Bench, row: int, typed: Typed) -> Typed:
    """Typed figures without the minus that 红字 rows carry; elsewhere it is wrong."""
    red = row in bench.red
    for field, value in zip(Typed._fields, typed, strict=True):
        if value is not None and value < 0 and not red:
            bench.say(row, field, "amount_negative")
    return Typed(*(None if value is None else abs(value) for value in typed))


def _gross_typed(typed: Typed, rate_e6: int, inclusive: bool) -> int:
    """Quantity × price × share as the typed amounts have it."""
    amount, tax, total = typed
    wanted, other = (total, amount) if inclusive else (amount, total)
    if wanted is not None:
        return wanted
    if other is None:
        return 0
    if tax is not None:
        return other + tax if inclusive else other - tax
    if inclusive:
        return other + _tax_of(other, rate_e6, inclusive=False)
    return other - _tax_of(other, rate_e6, inclusive=True)


def _without_formulas(
    bench: Bench, row: int, typed: Typed, figures: Figures, gross_fen: int | None
) -> Typed:
    """Only what the clerk typed: figures that the sheet's own formula gives are not.

    The formula knows the row's tax rate and the shop's, but no item's or partner's.  When
    two figures are typed over, the third holds them to account, formula or not.
    """
    formula = figures
    if gross_fen is not None:
        rate = bench.rows.tax_rate[row]
        if not isinstance(rate, int):
            rate = bench.settings.default_tax_rate_e6
        formula = computed(gross_fen, rate, bench.settings.price_includes_tax)
    over = Typed(
        *(
            None if value in (figure, by_formula) else value
            for value, figure, by_formula in zip(typed, figures, formula, strict=True)
        )
    )
    return typed if over.count(None) == 1 else over


def _accepted(bench: Bench, row: int, typed: Typed, gross: int, rate: int) -> Figures | None:
    """The figures with what was typed over, or ``None`` after a complaint."""
    inclusive = bench.settings.price_includes_tax
    sign = -1 if inclusive else 1
    main, other = (typed.total, typed.amount) if inclusive else (typed.amount, typed.total)
    if main is None:
        main = _main_of(other, typed.tax, gross, rate, sign)
    if typed.tax is not None:
        tax = typed.tax
    elif other is not None and rate:
        tax = sign * (other - main)
    else:
        tax = _tax_of(main, rate, inclusive)
    figures = Figures(main + sign * tax, tax, main) if inclusive else Figures(main, tax, main + tax)
    wrong = _wrong(typed, figures, computed(gross, rate, inclusive), inclusive)
    if not wrong and tax and not rate:
        wrong = "tax"
    if not wrong:
        return figures
    expected = getattr(computed(gross, rate, inclusive), wrong)
    text = getattr(typed, wrong)
    shown = {"text": "" if text is None else money(text), "expected": money(expected)}
    bench.say(row, wrong, "amount_inconsistent", **shown)
    return None


def _main_of(other: int | None, tax: int | None, gross: int, rate: int, sign: int) -> int:
    """金额 or 价税合计, whichever the price gives, from the other one if that was typed."""
    if other is not None and not rate:
        return other
    return gross if other is None or tax is None else other - sign * tax


def _wrong(typed: Typed, figures: Figures, expected: Figures, inclusive: bool) -> str:
    """The first figure typed that is too far off or does not add up, or nothing."""
    order = ("total", "tax", "amount") if inclusive else ("amount", "tax", "total")
    for field in order:
        value = getattr(typed, field)
        if value is None:
            continue
        if value != getattr(figures, field):
            return field
        slack = _TOLERANCE_FEN if field != order[2] else 2 * _TOLERANCE_FEN
        if abs(value - getattr(expected, field)) > slack:
            return field
    return ""


def _basis(bench: Bench, line: Line) -> int:
    """What the goods cost in stock: 价税合计, or 金额 where the tax can be deducted."""
    invoice = bench.rows.details.get("invoice_type")
    ordinary = invoice is not None and "普" in (invoice[line.row] or "")
    deducts = bench.settings.general_taxpayer and not ordinary
    return line.amount_fen if deducts else line.total_fen
