# ruff: noqa: D102 - the methods are those of xlwings' engine interface, which says what each does
"""Fonts of cells, of shapes, and of parts of their text."""

from typing import Any

from xlwings import base_classes

from jxc_xl.hosts.libreoffice.engine.bridge import common, enum
from jxc_xl.hosts.libreoffice.engine.colors import NO_COLOR, number_of, rgb_of

_BOLD, _NORMAL = 150.0, 100.0  # com.sun.star.awt.FontWeight
_SCRIPTS = ("", "Asian", "Complex")


class Font(base_classes.Font):
    """The font of what has text; None for what differs within.

    Calc keeps a font for each kind of script: what is set is set for all of them.
    """

    def __init__(self, text: Any) -> None:
        self._text = text

    @property
    def api(self) -> Any:
        return self._text

    def _put(self, name: str, value: Any) -> None:
        for script in _SCRIPTS:
            self._text.setPropertyValue(f"{name}{script}", value)

    @property
    def bold(self) -> Any:
        weight = common(self._text, "CharWeight")
        return None if weight is None else weight > _NORMAL

    @bold.setter
    def bold(self, value: Any) -> None:
        self._put("CharWeight", _BOLD if value else _NORMAL)

    @property
    def italic(self) -> Any:
        posture = common(self._text, "CharPosture")
        return None if posture is None else posture.value != "NONE"

    @italic.setter
    def italic(self, value: Any) -> None:
        self._put("CharPosture", enum("awt.FontSlant", "ITALIC" if value else "NONE"))

    @property
    def size(self) -> Any:
        return common(self._text, "CharHeight")

    @size.setter
    def size(self, value: Any) -> None:
        self._put("CharHeight", float(value))

    @property
    def color(self) -> Any:
        number = common(self._text, "CharColor")
        if number is None:
            return None
        return rgb_of(0 if number == NO_COLOR else number)

    @color.setter
    def color(self, color_or_rgb: Any) -> None:
        self._text.setPropertyValue("CharColor", number_of(color_or_rgb))

    @property
    def name(self) -> Any:
        return common(self._text, "CharFontName")

    @name.setter
    def name(self, value: str) -> None:
        self._put("CharFontName", value)


class Characters(base_classes.Characters):
    """Characters of the text in a cell or a shape, from ``start`` to before ``end``."""

    def __init__(self, owner: Any, start: int = 0, end: int | None = None) -> None:
        self._owner = owner
        self._start = start
        self._end = len(owner.getString()) if end is None else end

    @property
    def _cursor(self) -> Any:
        cursor = self._owner.createTextCursor()
        cursor.gotoStart(False)
        cursor.goRight(self._start, False)
        cursor.goRight(self._end - self._start, True)
        return cursor

    @property
    def api(self) -> Any:
        return self._cursor

    @property
    def text(self) -> Any:
        return self._cursor.getString()

    @property
    def font(self) -> Any:
        return Font(self._cursor)

    def __getitem__(self, item: Any) -> "Characters":
        length = self._end - self._start
        if isinstance(item, slice):
            if (item.start or 0) < 0 or (item.stop or 0) < 0:
                raise ValueError("Characters cannot be sliced by negative numbers.")
            start, end, _ = item.indices(length)
        else:
            start = item if item >= 0 else length + item
            end = start + 1
        return Characters(self._owner, self._start + start, self._start + max(start, end))
