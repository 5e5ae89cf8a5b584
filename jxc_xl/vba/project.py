"""The streams of a VBA project without compiled code ([MS-OVBA] 2.3).

Version 0xFFFF in ``_VBA_PROJECT`` and no caches: the program that opens it compiles the text.
"""

import struct
from collections.abc import Iterable, Iterator, Sequence

from jxc_xl.vba.compound import compound_file
from jxc_xl.vba.compression import compress
from jxc_xl.vba.source import Kind, Module, SourceError, check_together

_NAME = "VBAProject"
_ID = "{6A786300-7C1D-4D5B-9B5E-6A7863000001}"
"""Only has to look like an id; the same in every project, so that builds do not differ."""

_ENGLISH, _WESTERN = 0x0409, 1252
"""Language and code page of the text: it is ASCII, which is the same in all of them."""

_WINDOWS_32 = 1
_HOST = "&H00000001={3832D640-CF90-11CF-8E43-00A0C911005A};VBE;&H00000000"
_SEED = 0x5A


def project(modules: Iterable[Module]) -> bytes:
    """Return ``vbaProject.bin`` with these modules; the same modules give the same bytes.

    ``SourceError`` without exactly one module of the workbook, and for two modules of one name.
    """
    found = list(modules)
    check_together(found)
    if sum(each.kind is Kind.WORKBOOK for each in found) != 1:
        raise SourceError("a project has exactly one module of the workbook")
    # Documents first, as Excel itself writes them.
    ordered = sorted(found, key=lambda each: not each.kind.document)
    texts = {each.name: compress(each.source.encode("ascii")) for each in ordered}
    return compound_file(
        {
            "VBA": {
                **texts,
                "_VBA_PROJECT": bytes.fromhex("CC61FFFF000000"),
                "dir": compress(b"".join(_dir(ordered))),
            },
            "PROJECT": _crlf(_project_lines(ordered)),
            "PROJECTwm": b"".join(map(_name_map, ordered)) + b"\0\0",
        }
    )


def _dir(modules: Sequence[Module]) -> Iterator[bytes]:
    """The records of the stream ``dir``: the project, then each module ([MS-OVBA] 2.3.4.2)."""
    yield _record(0x01, _long(_WINDOWS_32))
    yield _record(0x02, _long(_ENGLISH))
    yield _record(0x14, _long(_ENGLISH))  # language when called from outside
    yield _record(0x03, _short(_WESTERN))
    yield _record(0x04, _NAME.encode())
    yield _text(0x05, 0x40, "")  # description
    yield _text(0x06, 0x3D, "", wide=False)  # help file, twice in one byte a character
    yield _record(0x07, _long(0))  # help context
    yield _record(0x08, _long(0))  # library flags
    yield struct.pack("<HIIH", 0x09, 4, 1, 1)  # version; its length leaves out the minor one
    yield _text(0x0C, 0x3C, "")  # constants
    yield _record(0x0F, _short(len(modules)))
    yield _record(0x13, _short(0xFFFF))  # cookie, to be ignored
    for each in modules:
        yield from _module_records(each)
    yield _record(0x10, b"")


def _module_records(module: Module) -> Iterator[bytes]:
    yield _record(0x19, module.name.encode())
    yield _record(0x47, module.name.encode("utf-16-le"))
    yield _text(0x1A, 0x32, module.name)  # the stream with its text
    yield _text(0x1C, 0x48, "")  # description
    yield _record(0x31, _long(0))  # the text begins where the stream begins
    yield _record(0x1E, _long(0))  # help context
    yield _record(0x2C, _short(0xFFFF))  # cookie, to be ignored
    yield _record(0x21 if module.kind is Kind.STANDARD else 0x22, b"")
    yield _record(0x2B, b"")


def _project_lines(modules: Sequence[Module]) -> Iterator[str]:
    """The stream ``PROJECT``, an ini file ([MS-OVBA] 2.3.1)."""
    yield f'ID="{_ID}"'
    for each in modules:
        if each.kind.document:
            yield f"Document={each.name}/&H00000000"
        elif each.kind is Kind.CLASS:
            yield f"Class={each.name}"
        else:
            yield f"Module={each.name}"
    yield f'Name="{_NAME}"'
    yield 'HelpContextID="0"'
    yield 'VersionCompatible32="393222000"'
    yield f'CMG="{_scrambled(bytes(4))}"'  # nobody may not look
    yield f'DPB="{_scrambled(bytes(1))}"'  # no password
    yield f'GC="{_scrambled(bytes((0xFF,)))}"'  # to be seen in the editor
    yield from ("", "[Host Extender Info]", _HOST, "", "[Workspace]")
    yield from (f"{each.name}=0, 0, 0, 0, C" for each in modules)


def _name_map(module: Module) -> bytes:
    """A line of ``PROJECTwm``: the name once more, in one byte a character and in two."""
    return module.name.encode() + b"\0" + module.name.encode("utf-16-le") + b"\0\0"


def _scrambled(data: bytes) -> str:
    """``data`` as [MS-OVBA] 2.4.3.2 hides it: each byte depends on the two before."""
    key = sum(_ID.encode()) & 0xFF
    hidden = [_SEED, _SEED ^ 2, _SEED ^ key]
    plain = key
    for byte in bytes((_SEED & 6) // 2) + _long(len(data)) + data:
        hidden.append(byte ^ (hidden[-2] + plain) & 0xFF)
        plain = byte
    return bytes(hidden).hex().upper()


def _record(number: int, data: bytes) -> bytes:
    return struct.pack("<HI", number, len(data)) + data


def _text(number: int, again: int, text: str, *, wide: bool = True) -> bytes:
    """A text twice: in one byte a character, then in two."""
    second = text.encode("utf-16-le" if wide else "ascii")
    return _record(number, text.encode("ascii")) + _record(again, second)


def _long(number: int) -> bytes:
    return number.to_bytes(4, "little")


def _short(number: int) -> bytes:
    return number.to_bytes(2, "little")


def _crlf(lines: Iterable[str]) -> bytes:
    return "".join(f"{line}\r\n" for line in lines).encode("ascii")
