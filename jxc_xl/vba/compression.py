"""The compression of [MS-OVBA] 2.4.1: chunks of 4096 bytes, runs of three bytes and more copied."""

from collections.abc import Iterator
from typing import Final

CHUNK: Final = 4096
_SHORTEST = 3
_CANDIDATES = 48
"""How many earlier places with the same three bytes are tried, the nearest first.

More would make the file smaller by less than one per cent.
"""


def compress(data: bytes) -> bytes:
    """Return a compressed container that holds ``data``.

    ``ValueError`` for data whose last chunk cannot be held: a raw chunk is always 4096 bytes
    long, so a shorter one must shrink to fit.  Text does; noise of 3641 to 4095 bytes does not.
    """
    chunks = (data[start : start + CHUNK] for start in range(0, len(data), CHUNK))
    return b"\x01" + b"".join(map(_chunk, chunks))


def _chunk(chunk: bytes) -> bytes:
    packed = b"".join(_token_groups(chunk))
    flags = 0b1011 << 12
    if len(packed) > CHUNK:
        if len(chunk) < CHUNK:
            raise ValueError(f"{len(chunk)} bytes at the end that cannot be compressed")
        packed, flags = chunk, 0b0011 << 12
    return (flags | len(packed) - 1).to_bytes(2, "little") + packed


def _token_groups(chunk: bytes) -> Iterator[bytes]:
    """Eight tokens each, after a byte whose bits say which of them are copies."""
    flags, group, count = 0, bytearray(), 0
    for token in _tokens(chunk):
        if len(token) > 1:
            flags |= 1 << count
        group += token
        count += 1
        if count == 8:
            yield bytes((flags,)) + group
            flags, group, count = 0, bytearray(), 0
    if count:
        yield bytes((flags,)) + group


def _tokens(chunk: bytes) -> Iterator[bytes]:
    """One byte for itself, two for a copy of what stands earlier in the chunk."""
    seen: dict[bytes, list[int]] = {}
    place = 0
    while place < len(chunk):
        # The further into the chunk, the more bits an offset takes and the fewer a length has.
        length_bits = 16 - max(4, (place - 1).bit_length())
        start, length = _longest(chunk, place, seen, (1 << length_bits) - 1 + _SHORTEST)
        if length:
            copy = (place - start - 1) << length_bits | length - _SHORTEST
            yield copy.to_bytes(2, "little")
        else:
            yield chunk[place : place + 1]
            length = 1
        for position in range(place, place + length):
            seen.setdefault(chunk[position : position + _SHORTEST], []).append(position)
        place += length


def _longest(chunk: bytes, place: int, seen: dict[bytes, list[int]], most: int) -> tuple[int, int]:
    """Where the longest run equal to the one at ``place`` begins, and how long it is; or 0, 0."""
    best, longest = 0, 0
    limit = min(most, len(chunk) - place)
    if limit < _SHORTEST:
        return 0, 0
    for start in reversed(seen.get(chunk[place : place + _SHORTEST], [])[-_CANDIDATES:]):
        length = _SHORTEST
        while length < limit and chunk[start + length] == chunk[place + length]:
            length += 1
        if length > longest:
            best, longest = start, length
            if length == limit:
                break
    return best, longest
