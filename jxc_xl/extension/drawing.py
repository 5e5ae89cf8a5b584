"""Small pictures from a few shapes: drawn smoothly at any size, written as PNG.

A drawing is a text with one shape a line, on a square field of 26 by 26 with (0, 0) at the top
left: a colour, the shape's name, its numbers.  Later shapes cover earlier ones::

    #2E75B6 box 3 2 20 22          corner and corner
    #FFFFFF disc 13 13 6           centre and radius
    #C00000 line 2 5 5 9 9 2 21 4  width, then the points that it joins, with round ends
    #FFC000 area 2 2 24 2 13 20    the corners of a filled area
"""

import struct
import zlib
from collections.abc import Callable, Iterator
from itertools import pairwise
from math import hypot
from typing import Final

_FIELD: Final = 26
_FINE: Final = 4
"""Points looked at along each side of a pixel: sixteen a pixel make edges smooth."""

Inside = Callable[[float, float], bool]
Colour = tuple[int, int, int]


def png(drawing: str, size: int) -> bytes:
    """A picture of ``size`` by ``size`` pixels; what no shape covers is transparent.

    ``ValueError`` for a line that is no shape.
    """
    shapes = [_shape(line.split()) for line in drawing.strip().splitlines()]
    pixels = b"".join(
        b"\0" + b"".join(_pixel(shapes, x, y, size) for x in range(size)) for y in range(size)
    )
    header = struct.pack(">IIBBBBB", size, size, 8, 6, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        _chunk(kind, data)
        for kind, data in (
            (b"IHDR", header),
            (b"IDAT", zlib.compress(pixels, 9)),
            (b"IEND", b""),
        )
    )


def _chunk(kind: bytes, data: bytes) -> bytes:
    checksum = zlib.crc32(kind + data)
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", checksum)


def _pixel(shapes: list[tuple[Colour, Inside]], x: int, y: int, size: int) -> bytes:
    seen = [colour for colour in (_seen(shapes, *at) for at in _points(x, y, size)) if colour]
    if not seen:
        return bytes(4)
    mixed = (sum(parts) // len(seen) for parts in zip(*seen, strict=True))
    return bytes((*mixed, 255 * len(seen) // _FINE**2))


def _points(x: int, y: int, size: int) -> Iterator[tuple[float, float]]:
    """The points of a pixel, in the drawing's measure."""
    step = _FIELD / size / _FINE
    for row in range(_FINE):
        for column in range(_FINE):
            yield (x * _FINE + column + 0.5) * step, (y * _FINE + row + 0.5) * step


def _seen(shapes: list[tuple[Colour, Inside]], x: float, y: float) -> Colour | None:
    """The colour of the topmost shape at a point."""
    return next((colour for colour, inside in reversed(shapes) if inside(x, y)), None)


def _shape(words: list[str]) -> tuple[Colour, Inside]:
    colour, name, *rest = words
    numbers = [float(word) for word in rest]
    red, green, blue = bytes.fromhex(colour.removeprefix("#"))
    return (red, green, blue), _SHAPES[name](numbers)


def _box(numbers: list[float]) -> Inside:
    left, top, right, bottom = numbers
    return lambda x, y: left <= x < right and top <= y < bottom


def _disc(numbers: list[float]) -> Inside:
    centre_x, centre_y, radius = numbers
    return lambda x, y: hypot(x - centre_x, y - centre_y) < radius


def _line(numbers: list[float]) -> Inside:
    radius = numbers[0] / 2
    pieces = list(pairwise(_corners(numbers[1:])))

    def inside(x: float, y: float) -> bool:
        return any(_distance(x, y, *start, *end) < radius for start, end in pieces)

    return inside


def _area(numbers: list[float]) -> Inside:
    corners = _corners(numbers)
    sides = list(pairwise([*corners, corners[0]]))

    def inside(x: float, y: float) -> bool:
        crossed = sum(
            (y1 > y) != (y2 > y) and x < (x2 - x1) * (y - y1) / (y2 - y1) + x1
            for (x1, y1), (x2, y2) in sides
        )
        return crossed % 2 == 1

    return inside


_SHAPES: Final = {"box": _box, "disc": _disc, "line": _line, "area": _area}


def _corners(numbers: list[float]) -> list[tuple[float, float]]:
    return list(zip(numbers[::2], numbers[1::2], strict=True))


def _distance(x: float, y: float, x1: float, y1: float, x2: float, y2: float) -> float:
    """From a point to a piece of a straight line."""
    dx, dy = x2 - x1, y2 - y1
    along = ((x - x1) * dx + (y - y1) * dy) / ((dx * dx + dy * dy) or 1)
    along = min(1.0, max(0.0, along))
    return hypot(x - x1 - along * dx, y - y1 - along * dy)
