"""What follows from the reason of a difference: who does what, and what it means for the tax."""

from typing import Final

from jxc_xl.domain.numbers import RATE, divide
from jxc_xl.i18n import N_
from jxc_xl.i18n import gettext as _

NOT_DEDUCTIBLE: Final = frozenset({"丢失", "被盗", "霉烂变质"})
"""Losses by bad keeping (非正常损失): the input tax of such goods cannot be deducted.

增值税暂行条例实施细则, article 24: 因管理不善造成货物被盗、丢失、霉烂变质的损失.
"""

_RESPONSIBLE = N_("Find out who is responsible; what nobody pays for is an expense (管理费用).")
_WRITE_OFF = N_("Have it approved and write it off; goods that are still there are thrown away.")
_ENTER = N_("Enter the paper that is missing at its date; the difference then goes by itself.")
_REVERSE = N_("Reverse the document that was entered twice; the difference then goes by itself.")
_CORRECT = N_("Correct the document with the wrong quantity; the difference then goes by itself.")
_BOTH = N_("Check the item that was taken for it; correct the documents of both.")
_NORMAL = N_("Normal loss: an expense (管理费用).")
_MEASURE = N_("Check scales and units; a small difference is an expense (管理费用).")
_FIND_OUT = N_("Find out why and write it down before the month is closed.")

_RESOLUTIONS: Final = {
    "丢失": _RESPONSIBLE,
    "被盗": _RESPONSIBLE,
    "损坏": _WRITE_OFF,
    "破损": _WRITE_OFF,
    "过期": _WRITE_OFF,
    "霉烂变质": _WRITE_OFF,
    "自然损耗": _NORMAL,
    "漏记": _ENTER,
    "重记": _REVERSE,
    "记错数量": _CORRECT,
    "串号/错发": _BOTH,
    "计量误差": _MEASURE,
}


def resolution(reason: str, difference_e4: int) -> str:
    """What is to be done about a difference (处理意见); nothing where there is none."""
    if difference_e4 == 0:
        return ""
    return _(_RESOLUTIONS.get(reason, _FIND_OUT))


def input_tax_rate_e6(reason: str, rate_e6: int | None, *, deducts: bool) -> int:
    """The rate by which input tax is taken back on a loss (进项税额转出), × 10⁶.

    0 where the reason leaves it deductible, or where the shop deducts none (小规模纳税人).
    """
    return (rate_e6 or 0) if deducts and reason in NOT_DEDUCTIBLE else 0


def input_tax_out_fen(cost_fen: int, rate_e6: int) -> int:
    """The input tax that a loss of this cost takes back, in fen."""
    return divide(cost_fen * rate_e6, RATE) if cost_fen > 0 else 0
