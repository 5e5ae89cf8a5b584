"""Colours as callers write them and as Calc keeps them."""

from typing import Any

Rgb = tuple[int, int, int]

NO_COLOR = -1


def number_of(color: Any) -> int:
    """A colour as Calc takes it: from a tuple, ``#ff0000``, one of Excel's numbers, or None."""
    if color is None:
        return NO_COLOR
    if isinstance(color, str):
        return int(color.removeprefix("#"), 16)
    if isinstance(color, int):  # Excel has blue where others have red
        red, green, blue = color & 255, color >> 8 & 255, color >> 16 & 255
    else:
        red, green, blue = (int(part) for part in color)
    return red << 16 | green << 8 | blue


def rgb_of(number: int) -> Rgb:
    """A colour of Calc as red, green, blue."""
    return number >> 16 & 255, number >> 8 & 255, number & 255
