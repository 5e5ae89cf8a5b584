"""VBA projects: what goes in comes back identical through independent readers."""

import re
import string
from pathlib import Path

import pytest
import xlwings
from hypothesis import given
from hypothesis import strategies as st

from jxc_xl.vba import Kind, Module, SourceError, exported, module, project
from jxc_xl.vba.compression import compress
from tests.vba.readers import decompressed, sources, streams, unscrambled

WORKBOOK = module("ThisWorkbook", Kind.WORKBOOK)
XLWINGS = Path(xlwings.__file__).parent

LINES = st.text(string.printable[:95] + "\t", max_size=60).filter(
    lambda line: not line.endswith(" _")
)
CODE = st.lists(LINES, max_size=300).map(lambda lines: "".join(f"{line}\n" for line in lines))
NAMES = st.from_regex(r"[A-Za-z][A-Za-z0-9_]{1,28}_m", fullmatch=True)
MODULES = st.lists(
    st.builds(module, NAMES, st.sampled_from([Kind.STANDARD, Kind.CLASS, Kind.SHEET]), CODE),
    max_size=8,
    unique_by=lambda each: each.name.lower(),
)


@given(MODULES)
def test_modules_come_back(modules: list[Module]) -> None:
    """Each module's text is the same through olevba, olefile and a decompressor of the test's."""
    packed = project([WORKBOOK, *modules])
    expected = {each.name: each.source for each in (WORKBOOK, *modules)}
    assert sources(packed) == expected
    kept = streams(packed)
    for name, source in expected.items():
        assert decompressed(kept[f"VBA/{name}"]).decode("ascii") == source
    assert project([WORKBOOK, *modules]) == packed


@given(st.binary(max_size=3600) | st.binary(max_size=30).map(lambda part: part * 700))
def test_compression_is_undone(data: bytes) -> None:
    """Any bytes, with and without repetition, over several chunks."""
    assert decompressed(compress(data)) == data


@pytest.mark.parametrize("length", [1, 2, 3, 15, 16, 17, 18, 4095, 4096, 4097, 8192, 9000])
def test_compression_at_the_limits(length: int) -> None:
    """One byte over and over: the longest copies there are, at each width of an offset."""
    assert decompressed(compress(b"a" * length)) == b"a" * length


def test_noise_is_kept_raw_or_refused() -> None:
    """A full chunk that does not shrink is kept as it is; a shorter one has no legal form."""
    noise = bytes(number * number * 2654435761 >> 7 & 0xFF for number in range(4096))
    assert decompressed(compress(noise)) == noise
    with pytest.raises(ValueError, match="4000 bytes at the end that cannot be compressed"):
        compress(noise[:4000])


def test_xlwings_modules_go_in_as_they_are() -> None:
    """The stand-alone module and its class keep every character after the attributes."""
    standard = exported((XLWINGS / "xlwings.bas").read_text("ascii"), Kind.STANDARD)
    text = (XLWINGS / "addin" / "Dictionary.cls").read_text("ascii")
    dictionary = exported(text, Kind.CLASS)
    found = sources(project([WORKBOOK, standard, dictionary]))
    assert found["xlwings"].encode() == (XLWINGS / "xlwings.bas").read_bytes()
    body = text[text.index("''\n") :].replace("\n", "\r\n")
    assert found["Dictionary"].endswith(body)
    header = found["Dictionary"].splitlines()[:3]
    assert header[0] == 'Attribute VB_Name = "Dictionary"'
    assert header[1].startswith("Attribute VB_Base = ")


def test_more_sheets_than_99() -> None:
    """Where another writer of such files once failed."""
    sheets = [module(f"Sheet{number}", Kind.SHEET) for number in range(1, 251)]
    assert len(sources(project([WORKBOOK, *sheets]))) == 251


def test_project_is_readable_and_unprotected() -> None:
    """PROJECT lists each module by its kind; no protection, no password, visible in the editor."""
    packed = project(
        [
            module("Plain", Kind.STANDARD),
            module("Thing", Kind.CLASS),
            WORKBOOK,
            module("Sheet1", Kind.SHEET),
        ]
    )
    kept = streams(packed)
    text = kept["PROJECT"].decode("ascii")
    assert text.splitlines()[1:5] == [
        "Document=ThisWorkbook/&H00000000",
        "Document=Sheet1/&H00000000",
        "Module=Plain",
        "Class=Thing",
    ]
    values = dict(re.findall(r'(\w+)="([^"]*)"', text))
    hidden = {key: unscrambled(values[key], values["ID"]) for key in ("CMG", "DPB", "GC")}
    assert hidden == {"CMG": bytes(4), "DPB": bytes(1), "GC": b"\xff"}
    assert kept["VBA/_VBA_PROJECT"] == bytes.fromhex("CC61FFFF000000")


def test_unscrambling_reads_what_excel_wrote() -> None:
    """The test's own reader is right: lines from a workbook that Excel saved."""
    wanted = "{5CF9CDAB-B77B-4FE4-BD7E-D29900070E1B}"
    assert unscrambled("8D8FA61394EA98EA98EA98EA98", wanted) == bytes(4)
    assert unscrambled("8D8FA61394EF95EF9510", wanted) == b"\xff"


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("", "a letter first"),
        ("_jxc", "a letter first"),
        ("1st", "a letter first"),
        ("采购", "a letter first"),
        ("a-b", "a letter first"),
        ("a" * 32, "longer than 31"),
        ("Select", "a word of the language"),
        ("Dir", "a stream of the project"),
        ("VBAProject", "the name of the project"),
    ],
)
def test_illegal_names_are_refused(name: str, says: str) -> None:
    """A codename that Excel would not accept never reaches a file."""
    with pytest.raises(SourceError, match=says):
        module(name, Kind.STANDARD)


@pytest.mark.parametrize(
    ("code", "says"),
    [
        ("'过账\n", "module plain, line 2: only printable ASCII"),
        ("x = \x0c1\n", "only printable ASCII"),
        (f"' {'x' * 1022}\n", "longer than 1023"),
        ("x = 1 _\n" * 25, "continued over more than 24"),
    ],
)
def test_illegal_text_is_refused(code: str, says: str) -> None:
    """Text that another machine would read differently, or the compiler refuse."""
    with pytest.raises(SourceError, match=says):
        module("plain", Kind.STANDARD, code)


def test_illegal_projects_are_refused() -> None:
    """Two modules of one name, no module of the workbook, an export without a name."""
    with pytest.raises(SourceError, match="two modules named THISWORKBOOK"):
        project([WORKBOOK, module("THISWORKBOOK", Kind.STANDARD)])
    with pytest.raises(SourceError, match="exactly one module of the workbook"):
        project([module("plain", Kind.STANDARD)])
    with pytest.raises(SourceError, match="without Attribute VB_Name"):
        exported("Option Explicit\n", Kind.STANDARD)


def test_line_ends_of_any_kind_become_crlf() -> None:
    """Sources are kept with LF; the project has CRLF, whatever came in."""
    texts = {
        module("plain", Kind.STANDARD, code).source for code in ("a\nb\n", "a\r\nb\r\n", "a\rb")
    }
    assert texts == {'Attribute VB_Name = "plain"\r\na\r\nb\r\n'}
