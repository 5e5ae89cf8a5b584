"""Text as it stands in the XML of a workbook, and as a person sees it."""

import re

_ENTITY = re.compile(r"&(?:#([0-9]+)|#x([0-9a-fA-F]+)|(amp|lt|gt|quot|apos));")
_ENTITIES = {"amp": "&", "lt": "<", "gt": ">", "quot": '"', "apos": "'"}
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_MUST_ESCAPE = re.compile(r"[\x00-\x08\x0b-\x1f\ufffe\uffff]|_(?=x[0-9A-Fa-f]{4}_)")
_RUN = re.compile(rb"<t\b[^>]*?(?:/>|>(.*?)</t>)", re.DOTALL)
_PHONETIC = re.compile(rb"<rPh\b.*?</rPh>", re.DOTALL)
_ITEM = re.compile(rb"<si\b[^>]*?(?:/>|>(.*?)</si>)", re.DOTALL)


def unescape(raw: bytes) -> str:
    """Return the characters that a piece of XML text stands for."""
    text = raw.decode()
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    return _ENTITY.sub(_character, text) if "&" in text else text


def _character(match: re.Match[str]) -> str:
    decimal, hexadecimal, name = match.groups()
    return chr(int(decimal)) if decimal else _ENTITIES[name] if name else chr(int(hexadecimal, 16))


def from_cell(raw: bytes) -> str:
    """Return the text of a cell: ``_x000D_`` is how a workbook writes what XML cannot (ST_Xstring).

    ECMA-376 part 1, 22.9.2.19.
    """
    text = unescape(raw)
    return _ESCAPED.sub(lambda m: chr(int(m[1], 16)), text) if "_x" in text else text


def escape(text: str) -> bytes:
    """Write text as XML element content. Lone surrogates raise ``UnicodeEncodeError``."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").encode()


def to_cell(text: str) -> bytes:
    """Write the text of a cell, the reverse of ``from_cell``."""
    return escape(_MUST_ESCAPE.sub(lambda m: f"_x{ord(m[0]):04X}_", text))


def rich_text(raw: bytes) -> str:
    """Join the runs of a rich string without the reading aids (furigana) that stand beside it."""
    if b"<rPh" in raw:
        raw = _PHONETIC.sub(b"", raw)
    return "".join(from_cell(run[1] or b"") for run in _RUN.finditer(raw))


class SharedStrings:
    """The texts that cells refer to by number, decoded when one is asked for."""

    def __init__(self, part: bytes | None) -> None:
        self._raw = [item[1] or b"" for item in _ITEM.finditer(part)] if part else []
        self._texts: dict[int, str] = {}

    def __getitem__(self, index: int) -> str:
        text = self._texts.get(index)
        if text is None:
            text = self._texts[index] = rich_text(self._raw[index])
        return text
