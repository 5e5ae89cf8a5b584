"""The directory of a compound file: its storages and streams as red-black trees."""

import struct
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Final, TypeAlias

Storage: TypeAlias = "Mapping[str, bytes | Storage]"
"""What a storage holds by name: streams, and storages within it."""

ENTRY: Final = 128
"""Bytes of one entry."""

END: Final = 0xFFFFFFFE
"""Instead of a sector: the chain ends here."""

NOBODY: Final = 0xFFFFFFFF
"""Instead of an entry: there is none."""

STORAGE, STREAM, ROOT = 1, 2, 5
RED, BLACK = 0, 1


@dataclass(slots=True)
class Entry:
    """A storage, a stream, or the root, whose content is the stream of all short streams."""

    name: str
    kind: int
    content: bytes = b""
    start: int = END
    color: int = BLACK
    left: int = NOBODY
    right: int = NOBODY
    child: int = NOBODY

    @property
    def order(self) -> tuple[int, str]:
        """Names are compared by length first, then without regard to case."""
        return len(self.name), self.name.upper()

    def packed(self) -> bytes:
        """The entry as it stands in the file."""
        name = self.name.encode("utf-16-le")
        return struct.pack(
            "<64sHBB3I36xIQ",
            name,
            len(name) + 2,
            self.kind,
            self.color,
            self.left,
            self.right,
            self.child,
            0 if self.kind == STORAGE else self.start,
            len(self.content),
        )


UNUSED: Final = struct.pack("<68x3I48x", NOBODY, NOBODY, NOBODY)
"""What fills the last sector of the directory."""


def directory(root: Storage) -> list[Entry]:
    """The entries by id, the root first; where their content starts is not yet said."""
    entries = [Entry("Root Entry", ROOT)]
    _add(entries, 0, root)
    return entries


def _add(entries: list[Entry], parent: int, storage: Storage) -> None:
    """Append what ``storage`` holds, and hang it below ``parent`` as a tree."""
    first = len(entries)
    for name, content in storage.items():
        _check_name(name)
        stream = isinstance(content, bytes)
        entries.append(Entry(name, STREAM, content) if stream else Entry(name, STORAGE))  # type: ignore[arg-type]
    ids = sorted(range(first, len(entries)), key=lambda number: entries[number].order)
    for one, other in pairwise(ids):
        if entries[one].order == entries[other].order:
            raise ValueError(f"two entries named {entries[one].name!r} in one storage")
    # Halving fills every level but the last.  Full levels black and the rest red: every way
    # down meets as many black entries, and no red one hangs below a red one.
    entries[parent].child = _tree(entries, ids, (len(ids) + 1).bit_length() - 1)
    for number, content in enumerate(storage.values(), first):
        if not isinstance(content, bytes):
            _add(entries, number, content)


def _tree(entries: list[Entry], ids: list[int], black: int) -> int:
    """Hang the sorted ``ids`` below the middle one, with ``black`` black levels; return it."""
    if not ids:
        return NOBODY
    middle = len(ids) // 2
    entry = entries[ids[middle]]
    entry.color = BLACK if black > 0 else RED
    entry.left = _tree(entries, ids[:middle], black - 1)
    entry.right = _tree(entries, ids[middle + 1 :], black - 1)
    return ids[middle]


def _check_name(name: str) -> None:
    if not 0 < len(name) <= 31:
        raise ValueError(f"{name!r} has {len(name)} characters; 1 to 31 are allowed")
    if not name.isascii() or not name.isprintable() or set(name) & set("/\\:!"):
        raise ValueError(f"{name!r} holds a character that no entry may have")
