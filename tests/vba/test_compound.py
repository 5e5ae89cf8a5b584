"""Compound files are legal whatever they hold: sectors, short streams, trees, tables of tables."""

import io
from typing import Any

import olefile
import pytest
from hypothesis import given
from hypothesis import strategies as st

from jxc_xl.vba.compound import compound_file
from jxc_xl.vba.directory import Storage
from tests.vba.readers import streams

NAMES = st.text("ABCabc_0123456789", min_size=1, max_size=31)
SIZES = (0, 1, 63, 64, 65, 511, 512, 513, 4095, 4096, 4097, 20_000)
CONTENTS = st.sampled_from(SIZES).map(lambda size: bytes(number % 251 for number in range(size)))


@given(
    st.dictionaries(NAMES, CONTENTS, max_size=20).filter(
        lambda d: len({n.upper() for n in d}) == len(d)
    )
)
def test_streams_come_back(content: dict[str, bytes]) -> None:
    """Streams of any size on both sides of each limit, in the root and in a storage."""
    root: Storage = {"inner storage": content, **content}
    expected = {**content, **{f"inner storage/{name}": each for name, each in content.items()}}
    packed = compound_file(root)
    assert len(packed) % 512 == 0
    assert streams(packed) == expected


@pytest.mark.parametrize("size", [7_000_000, 7_150_000, 16_000_000])
def test_large_file_says_where_its_table_is(size: int) -> None:
    """Beyond 109 sectors of the allocation table, about 7 MB, their numbers go into sectors too."""
    content = bytes(range(256)) * (size // 256)
    packed = compound_file({"large": content, "small": b"x"})
    assert streams(packed) == {"large": content, "small": b"x"}


@pytest.mark.parametrize("count", [*range(1, 40), 99, 100, 250])
def test_directory_is_a_red_black_tree(count: int) -> None:
    """Sorted by length and name; black root, no red below red, as many black on each way down."""
    packed = compound_file({f"Sheet{number}": b"" for number in range(count)})
    with olefile.OleFileIO(io.BytesIO(packed)) as file:
        entries: list[Any] = file.direntries
        root = entries[0].sid_child
        names: list[str] = []
        _walk(entries, root, names)
    assert entries[root].color == 1
    assert len(names) == count
    assert names == sorted(names, key=lambda name: (len(name), name.upper()))


def _walk(entries: list[Any], number: int, names: list[str]) -> int:
    """Collect the names in order; the number of black entries down to the leaves."""
    if number == olefile.NOSTREAM:
        return 1
    entry = entries[number]
    for child in (entry.sid_left, entry.sid_right):
        if child != olefile.NOSTREAM and entry.color == 0:
            assert entries[child].color == 1
    left = _walk(entries, entry.sid_left, names)
    names.append(entry.name)
    assert _walk(entries, entry.sid_right, names) == left
    return left + int(entry.color)


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ({"": b""}, "has 0 characters"),
        ({"a" * 32: b""}, "has 32 characters"),
        ({"a/b": b""}, "a character that no entry may have"),
        ({"采购": b""}, "a character that no entry may have"),
        ({"Dir": b"", "dir": b""}, "two entries named"),
    ],
)
def test_illegal_names_are_refused(content: Storage, says: str) -> None:
    """Wrong names end in a sentence, not in a file that cannot be opened."""
    with pytest.raises(ValueError, match=says):
        compound_file(content)
