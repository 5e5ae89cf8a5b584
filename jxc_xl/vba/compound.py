"""Compound files ([MS-CFB] version 3): storages and streams in sectors of 512 bytes.

The same content gives the same bytes: no times, no class ids, everything in one order.
"""

import struct
from collections.abc import Sequence
from typing import Final

from jxc_xl.vba.directory import END, ENTRY, STREAM, UNUSED, Entry, Storage, directory

SECTOR: Final = 512
MINI_SECTOR: Final = 64
MINI_LIMIT: Final = 4096
"""Streams shorter than this share a stream of their own, 64 bytes at a time."""

_NUMBERS = SECTOR // 4
_IN_HEADER = 109
"""How many sectors of the allocation table the header itself can name."""

_FREE, _TABLE, _TABLE_OF_TABLE = 0xFFFFFFFF, 0xFFFFFFFD, 0xFFFFFFFC


def compound_file(root: Storage) -> bytes:
    """Return a compound file with the storages and streams of ``root``, by name.

    ``ValueError`` for a name that is empty, longer than 31 characters, not printable ASCII or
    holds one of ``/ \\ : !``, and for two names in one storage that differ only in case.
    """
    entries = directory(root)
    small = [e for e in entries if e.kind == STREAM and 0 < len(e.content) < MINI_LIMIT]
    entries[0].content, small_table = _pack_small(small)
    large = [e for e in entries if len(e.content) >= MINI_LIMIT and e is not entries[0]]
    contents = [_filled(entry.content) for entry in (entries[0], *large)]
    lengths = [-(-len(entries) * ENTRY // SECTOR), len(small_table) // SECTOR]
    lengths += [len(content) // SECTOR for content in contents]
    front = _Front(sum(lengths))
    starts = front.starts(lengths)
    for entry, start in zip((entries[0], *large), starts[2:], strict=True):
        entry.start = start
    parts = [front.sectors(lengths), _packed_directory(entries), small_table, *contents]
    return front.header(starts[0], starts[1], lengths[1]) + b"".join(parts)


def _pack_small(streams: Sequence[Entry]) -> tuple[bytes, bytes]:
    """Lay the short streams behind each other; return them and the table of their chains."""
    content, table = bytearray(), list[int]()
    for entry in streams:
        entry.start = len(table)
        stream = _filled(entry.content, MINI_SECTOR)
        content += stream
        table += _chain(entry.start, len(stream) // MINI_SECTOR)
    return bytes(content), _filled(_numbers(table), filler=b"\xff")


def _packed_directory(entries: Sequence[Entry]) -> bytes:
    packed = b"".join(entry.packed() for entry in entries)
    return packed + UNUSED * (-len(packed) % SECTOR // ENTRY)


class _Front:
    """What stands before the content: the allocation table, and the table of its sectors.

    How long it is depends on the number of all sectors, its own among them.
    """

    def __init__(self, content: int) -> None:
        self._tables, self._tables_of_tables = 1, 0
        while (total := self._length + content) > self._tables * _NUMBERS:
            self._tables = -(-total // _NUMBERS)
            self._tables_of_tables = -(-max(0, self._tables - _IN_HEADER) // (_NUMBERS - 1))

    @property
    def _length(self) -> int:
        return self._tables + self._tables_of_tables

    def starts(self, lengths: Sequence[int]) -> list[int]:
        """The first sector of each run of sectors that follow; the end's mark for an empty one."""
        place, starts = self._length, []
        for length in lengths:
            starts.append(place if length else END)
            place += length
        return starts

    def sectors(self, lengths: Sequence[int]) -> bytes:
        """The front itself."""
        table = [_TABLE] * self._tables + [_TABLE_OF_TABLE] * self._tables_of_tables
        for length in lengths:
            table += _chain(len(table), length)
        return _filled(_numbers(table), filler=b"\xff") + self._table_of_table()

    def _table_of_table(self) -> bytes:
        """The numbers of those sectors of the table for which the header has no room."""
        rest = list(range(_IN_HEADER, self._tables))
        sectors = []
        for index in range(self._tables_of_tables):
            named = rest[index * (_NUMBERS - 1) : (index + 1) * (_NUMBERS - 1)]
            named += [_FREE] * (_NUMBERS - 1 - len(named))
            last = index + 1 == self._tables_of_tables
            sectors.append(_numbers([*named, END if last else self._tables + index + 1]))
        return b"".join(sectors)

    def header(self, entries: int, small_table: int, small_sectors: int) -> bytes:
        """The header: where the directory and the short streams' table begin."""
        named = list(range(min(self._tables, _IN_HEADER)))
        named += [_FREE] * (_IN_HEADER - len(named))
        return struct.pack(
            "<8s16x5H6x9I109I",
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
            0x003E,  # minor version
            3,
            0xFFFE,  # little-endian
            SECTOR.bit_length() - 1,
            MINI_SECTOR.bit_length() - 1,
            0,  # sectors of the directory: not said in version 3
            self._tables,
            entries,
            0,  # no transactions
            MINI_LIMIT,
            small_table,
            small_sectors,
            self._tables if self._tables_of_tables else END,
            self._tables_of_tables,
            *named,
        )


def _chain(first: int, length: int) -> list[int]:
    """The table's lines for ``length`` sectors in a row."""
    return [*range(first + 1, first + length), END] if length else []


def _numbers(numbers: Sequence[int]) -> bytes:
    return struct.pack(f"<{len(numbers)}I", *numbers)


def _filled(content: bytes, size: int = SECTOR, *, filler: bytes = b"\0") -> bytes:
    return content + filler * (-len(content) % size)
