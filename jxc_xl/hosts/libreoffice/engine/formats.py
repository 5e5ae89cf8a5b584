# ruff: noqa: D102 - the methods are those of xlwings' engine interface, which says what each does
"""How cells look: number formats, colours, alignment, borders."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from xlwings import base_classes

from jxc_xl.hosts.libreoffice.engine.areas import Area
from jxc_xl.hosts.libreoffice.engine.bridge import common, enum, struct
from jxc_xl.hosts.libreoffice.engine.cells import Cells
from jxc_xl.hosts.libreoffice.engine.colors import NO_COLOR, number_of, rgb_of
from jxc_xl.hosts.libreoffice.engine.fonts import Characters, Font

_HORIZONTAL = {
    "general": "STANDARD",
    "left": "LEFT",
    "center": "CENTER",
    "right": "RIGHT",
    "fill": "REPEAT",
    "justify": "BLOCK",
}
_VERTICAL = {"bottom": 3, "top": 1, "center": 2, "justify": 4}
_VERTICAL_STANDARD = 0
_DISTRIBUTE = 1  # com.sun.star.table.CellJustifyMethod


class Looks(Cells):
    """How the cells of a range look; what they do not have alike is None."""

    @property
    def number_format(self) -> Any:
        key = common(self.uno, "NumberFormat")
        return None if key is None else self.document.format_code(key)

    @number_format.setter
    def number_format(self, value: str) -> None:
        with self.writing():
            self.uno.setPropertyValue("NumberFormat", self.document.format_key(value))

    @property
    def color(self) -> Any:
        number = common(self.uno, "CellBackColor")
        return None if number in (None, NO_COLOR) else rgb_of(number)

    @color.setter
    def color(self, color_or_rgb: Any) -> None:
        with self.writing():
            self.uno.setPropertyValue("CellBackColor", number_of(color_or_rgb))

    def set_colors(self, colors: Sequence[Sequence[Any]]) -> None:
        places: dict[int, list[tuple[int, int, int, int]]] = {}
        for row, line in enumerate(colors, self.area.top):
            for column, color in enumerate(line, self.area.left):
                if color is not ...:
                    cell = Area(row, column, row, column).position
                    places.setdefault(number_of(color), []).append(cell)
        with self.writing():
            for number, cells in places.items():
                found = self.document.cells(self.sheet.index - 1, cells)
                found.setPropertyValue("CellBackColor", number)

    @property
    def font(self) -> Any:
        return Font(self.uno)

    @property
    def characters(self) -> Any:
        return Characters(self(1, 1).uno.getCellByPosition(0, 0))

    @property
    def wrap_text(self) -> Any:
        return common(self.uno, "IsTextWrapped")

    @wrap_text.setter
    def wrap_text(self, value: Any) -> None:
        with self.writing():
            self.uno.setPropertyValue("IsTextWrapped", bool(value))

    @property
    def horizontal_alignment(self) -> Any:
        justify = common(self.uno, "HoriJustify")
        if justify is None:
            return None
        if justify.value == "BLOCK" and common(self.uno, "HoriJustifyMethod") == _DISTRIBUTE:
            return "distributed"
        return next(name for name, value in _HORIZONTAL.items() if value == justify.value)

    @horizontal_alignment.setter
    def horizontal_alignment(self, value: str) -> None:
        distributed = value == "distributed"
        if value not in _HORIZONTAL and not distributed:
            raise NotImplementedError(f"horizontal_alignment = {value}")
        justify = enum("table.CellHoriJustify", _HORIZONTAL.get(value, "BLOCK"))
        with self.writing():
            self.uno.setPropertyValue("HoriJustify", justify)
            self.uno.setPropertyValue("HoriJustifyMethod", _DISTRIBUTE * distributed)

    @property
    def vertical_alignment(self) -> Any:
        justify = common(self.uno, "VertJustify")
        if justify is None:
            return None
        if justify == _VERTICAL["justify"] and common(self.uno, "VertJustifyMethod") == _DISTRIBUTE:
            return "distributed"
        if justify == _VERTICAL_STANDARD:
            return "bottom"
        return next(name for name, number in _VERTICAL.items() if number == justify)

    @vertical_alignment.setter
    def vertical_alignment(self, value: str) -> None:
        distributed = value == "distributed"
        with self.writing():
            self.uno.setPropertyValue("VertJustify", _VERTICAL.get(value, _VERTICAL["justify"]))
            self.uno.setPropertyValue("VertJustifyMethod", _DISTRIBUTE * distributed)

    def adjust_indent(self, amount: int) -> None:
        indent = common(self.uno, "ParaIndent")
        if indent is None:
            raise NotImplementedError("cells that are indented differently")
        with self.writing():
            self.uno.setPropertyValue("ParaIndent", max(0, indent + round(amount * _INDENT)))

    @property
    def borders(self) -> Any:
        return Borders(self)


_INDENT = 353  # one step of Calc's own, 10 points in 1/100 mm


# borders


class _Line(NamedTuple):
    """A line of a border: Calc's style, and width in 1/100 mm."""

    style: int
    width: int


_LINES = {  # com.sun.star.table.BorderLineStyle
    "continuous": 0,
    "dot": 1,
    "dash": 2,
    "double": 3,
    "dash_dot": 16,
    "dash_dot_dot": 17,
}
_FINE_DASH = 14
_WIDTHS = {"hairline": 2, "thin": 26, "medium": 62, "thick": 88}
_SIDES = {
    "edge_top": "TopLine",
    "edge_bottom": "BottomLine",
    "edge_left": "LeftLine",
    "edge_right": "RightLine",
    "inside_horizontal": "HorizontalLine",
    "inside_vertical": "VerticalLine",
}
_DIAGONALS = {"diagonal_down": "DiagonalTLBR2", "diagonal_up": "DiagonalBLTR2"}
_UNSET = base_classes._UNSET


class Border(base_classes.Border):
    """The lines on one side of the cells of a range."""

    def __init__(self, cells: Looks, side: str) -> None:
        self._cells = cells
        self._side = side

    @property
    def api(self) -> Any:
        return self._line

    @property
    def _line(self) -> Any:
        """Calc's line; None where the cells differ."""
        if self._side in _DIAGONALS:
            return common(self._cells.uno, _DIAGONALS[self._side])
        lines = self._cells.uno.getPropertyValue("TableBorder2")
        name = _SIDES[self._side]
        return getattr(lines, name) if getattr(lines, f"Is{name}Valid") else None

    @property
    def line_style(self) -> Any:
        line = self._line
        if line is None:
            return None
        if not line.LineWidth and not line.OuterLineWidth:
            return "none"
        if line.LineStyle == _FINE_DASH:
            return "dash"
        return next((name for name, style in _LINES.items() if style == line.LineStyle), None)

    @line_style.setter
    def line_style(self, value: Any) -> None:
        self.change(line_style=value)

    @property
    def weight(self) -> Any:
        line = self._line
        if line is None or not (line.LineWidth or line.OuterLineWidth):
            return None
        width = line.LineWidth or line.OuterLineWidth
        return min(_WIDTHS, key=lambda name: abs(_WIDTHS[name] - width))

    @weight.setter
    def weight(self, value: Any) -> None:
        self.change(weight=value)

    @property
    def color(self) -> Any:
        line = self._line
        if line is None or not (line.LineWidth or line.OuterLineWidth):
            return None
        return rgb_of(line.Color)

    @color.setter
    def color(self, color_or_rgb: Any) -> None:
        self.change(color=color_or_rgb)

    def change(
        self, *, line_style: Any = _UNSET, weight: Any = _UNSET, color: Any = _UNSET
    ) -> None:
        """Change what is given; a line that was not there is thin, continuous and black."""
        line = struct("table.BorderLine2")
        if line_style is not None:
            style = self.line_style if line_style is _UNSET else line_style
            if style == "slant_dash_dot":
                raise NotImplementedError(f"line_style = {style}")
            width = _WIDTHS[(self.weight if weight is _UNSET else weight) or "thin"]
            line.LineStyle = _LINES[style if style not in (None, "none") else "continuous"]
            line.LineWidth = line.OuterLineWidth = width
            line.Color = number_of((self.color or (0, 0, 0)) if color is _UNSET else color)
        self._put(line)

    def _put(self, line: Any) -> None:
        with self._cells.writing():
            if self._side in _DIAGONALS:
                self._cells.uno.setPropertyValue(_DIAGONALS[self._side], line)
                return
            lines = struct("table.TableBorder2")
            name = _SIDES[self._side]
            setattr(lines, name, line)
            setattr(lines, f"Is{name}Valid", True)
            self._cells.uno.setPropertyValue("TableBorder2", lines)


class Borders(base_classes.Borders):
    """The borders of a range."""

    def __init__(self, cells: Looks) -> None:
        self.parent = cells

    @property
    def api(self) -> Any:
        return self.parent.uno.getPropertyValue("TableBorder2")

    def __getitem__(self, key: str) -> Border:
        return Border(self.parent, key)

    @property
    def _sides(self) -> list[str]:
        """The sides that the range has: one cell has nothing inside."""
        height, width = self.parent.shape
        missing = {"inside_horizontal": height == 1, "inside_vertical": width == 1}
        return [side for side in _SIDES if not missing.get(side)]

    def _alike(self, name: str) -> Any:
        found = {getattr(self[side], name) for side in self._sides}
        return found.pop() if len(found) == 1 else None

    @property
    def line_style(self) -> Any:
        return self._alike("line_style")

    @line_style.setter
    def line_style(self, value: Any) -> None:
        self.set(self._sides, line_style=value)

    @property
    def weight(self) -> Any:
        return self._alike("weight")

    @weight.setter
    def weight(self, value: Any) -> None:
        self.set(self._sides, weight=value)

    @property
    def color(self) -> Any:
        return self._alike("color")

    @color.setter
    def color(self, color_or_rgb: Any) -> None:
        self.set(self._sides, color=color_or_rgb)

    def set(
        self,
        which: Any = "all",
        *,
        line_style: Any = _UNSET,
        weight: Any = _UNSET,
        color: Any = _UNSET,
    ) -> None:
        inside = set(self._sides) | set(_DIAGONALS)
        for side in which:
            if side in inside:
                self[side].change(line_style=line_style, weight=weight, color=color)
