"""Barcodes as pictures: Code 128, drawn without a font and without an imaging library."""

import struct
import zlib
from io import BytesIO
from typing import NamedTuple

_QUIET = 10
"""Modules of white on either side; without it no scanner sees where the code begins."""
_PIXELS = 4
"""Pixels a module: sharp edges, also where a program scales the picture."""
_ROWS = 4
"""All alike, and stretched to the height that is wanted."""


class Barcode(NamedTuple):
    """A picture: PNG, so many modules wide with the quiet zones."""

    png: bytes
    modules: int

    @property
    def stream(self) -> BytesIO:
        """The picture as a file."""
        return BytesIO(self.png)


PIXELS_HIGH = _ROWS
PIXELS_A_MODULE = _PIXELS


def barcode(text: str) -> Barcode | None:
    """The barcode of a text; ``None`` for one that Code 128 cannot say: Chinese, or nothing."""
    from barcode.codex import Code128

    if not text or not all(" " <= letter <= "~" for letter in text):
        return None
    (bars,) = Code128(text).build()
    bits = "0" * _QUIET + bars + "0" * _QUIET
    return Barcode(_png(bits), len(bits))


def _png(bits: str) -> bytes:
    """Black bars on white, one bit a pixel (PNG, ISO/IEC 15948, colour type 0, bit depth 1)."""
    wide = "".join(("1" if bit == "0" else "0") * _PIXELS for bit in bits)
    row = b"\0" + int(wide.ljust(-len(wide) % 8 + len(wide), "1"), 2).to_bytes((len(wide) + 7) // 8)
    head = struct.pack(">IIBBBBB", len(wide), _ROWS, 1, 0, 0, 0, 0)
    parts = ((b"IHDR", head), (b"IDAT", zlib.compress(row * _ROWS)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(name, data) for name, data in parts)


def _chunk(name: bytes, data: bytes) -> bytes:
    checksum = zlib.crc32(name + data)
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", checksum)
