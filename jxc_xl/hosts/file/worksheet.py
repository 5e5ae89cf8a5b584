"""One sheet, read and changed cell by cell; rows that nobody touches keep their bytes."""

import re
from collections.abc import Callable, Iterator

from jxc_xl.hosts.file.areas import Area, column_letters
from jxc_xl.hosts.file.cells import (
    FORMULA,
    Content,
    Position,
    SheetNotUnderstood,
    Shown,
    Value,
    cell_xml,
    typed_text,
    value_xml,
)
from jxc_xl.hosts.file.source import SheetSource
from jxc_xl.hosts.file.text import to_cell
from jxc_xl.i18n import gettext as _

_SPANS = re.compile(rb'\sspans="[^"]*"')
_STYLE = re.compile(rb'\ss="[^"]*"')
_TYPE = re.compile(rb'\st="[^"]*"')
_DIMENSION = re.compile(rb'(<dimension ref=")([^"]*)(")')


class Worksheet:
    """The cells of a sheet, and the changes to them that ``render`` puts into the XML."""

    def __init__(self, source: SheetSource) -> None:
        self._source = source
        self._edits: dict[Position, Content] = {}
        self._styles: dict[Position, int] = {}
        self._results: dict[Position, Value] = {}  # of formulas that nobody edited
        self._spelled: dict[Position, str] = {}  # shared formulas that had to be written out

    # reading

    @property
    def edited(self) -> bool:
        """Whether anything is to be written."""
        return bool(self._edits or self._styles or self._results or self._spelled)

    @property
    def used(self) -> Area:
        """The rectangle around all cells, ``A1`` when there is none."""
        cells = [*self._source.corners(), *self._edits, *self._styles]
        if not cells:
            return Area(1, 1, 1, 1)
        rows, columns = zip(*cells, strict=True)
        return Area(min(rows), min(columns), max(rows), max(columns))

    def value(self, row: int, column: int) -> Value:
        """Return what a cell shows, dates as numbers."""
        at = row, column
        if at in self._edits:
            return self._edits[at].value
        return self._results[at] if at in self._results else self._source.value(row, column)

    def values(self, area: Area, show: Callable[[float, int], Shown]) -> list[list[Shown]]:
        """Return what the cells of a rectangle show, row by row.

        ``show`` turns a number into what is seen, given the number of the cell's format.
        """
        table = list(self._source.values(area, show))
        edits = ((at, content.value) for at, content in self._edits.items())
        for (row, column), value in (*self._results.items(), *edits):
            if area.holds(row, column):
                seen = show(value, self.style(row, column)) if type(value) is float else value
                table[row - area.top][column - area.left] = seen
        return table

    def style(self, row: int, column: int) -> int:
        """Return the number of a cell's format."""
        found = self._styles.get((row, column))
        return self._source.style(row, column) if found is None else found

    def exists(self, row: int, column: int) -> bool:
        """Tell whether the cell stands in the sheet, be it only with a format."""
        at = row, column
        return at in self._edits or at in self._styles or column in self._source.cells(row)

    def merged_around(self, area: Area) -> list[Area]:
        """The merged cells that have a part in a rectangle."""
        return [merged for merged in self._source.merged if merged.meets(area)]

    def covers(self, row: int, column: int) -> Area | None:
        """The merged cell under which a cell lies, if it is not its corner."""
        for area in self._source.merged:
            if area.holds(row, column) and (row, column) != (area.top, area.left):
                return area
        return None

    # formulas

    def formula(self, row: int, column: int) -> str | None:
        """Return a cell's formula without ``=``, ``None`` for a constant."""
        at = row, column
        if at in self._edits:
            return self._edits[at].formula
        return self._spelled.get(at) or self._source.formula(row, column)

    @property
    def has_formulas(self) -> bool:
        """Whether any cell is calculated."""
        return self._source.has_formulas or any(
            content.formula is not None for content in self._edits.values()
        )

    def has_formula_in(self, area: Area) -> bool:
        """Tell whether a cell of the area is calculated."""
        if any(area.holds(*at) for at in self._source.formula_cells if at not in self._edits):
            return True
        edits = self._edits.items()
        return any(content.formula is not None and area.holds(*at) for at, content in edits)

    @property
    def has_arrays(self) -> bool:
        """Whether there are formulas whose results may come to fill several cells."""
        return self._source.has_arrays

    @property
    def looks_uncalculated(self) -> bool:
        """Whether all formulas show nothing or 0, as programs leave them that cannot calculate."""
        return self._source.looks_uncalculated

    @property
    def functions(self) -> frozenset[str]:
        """The names of the functions that the file's formulas call."""
        return self._source.functions

    def calculated(self) -> Iterator[tuple[Position, Value]]:
        """Yield the cells whose formula fills them alone, with the value they show."""
        for at, shown in self._source.results.items():
            if at not in self._edits:
                yield at, self._results.get(at, shown)
        for at, content in self._edits.items():
            if content.formula is not None:
                yield at, content.value

    def formulas_gone_and_new(self) -> tuple[set[Position], set[Position]]:
        """Return the cells that had a formula and have none now, and the other way round."""
        gone, new = set(), set()
        for at, content in self._edits.items():
            had = self._source.formula(*at) is not None
            if had and content.formula is None:
                gone.add(at)
            elif not had and content.formula is not None:
                new.add(at)
        return gone, new

    # changing

    def put(self, row: int, column: int, content: Content) -> None:
        """Give a cell a new content; its format stays."""
        at = row, column
        if at not in self._edits:
            self._guard(row, column)
            for follower in self._source.depend_on(row, column):
                text = self._source.formula(*follower)
                if text is not None and follower not in self._edits:
                    self._spelled[follower] = text
        self._edits[at] = content
        self._results.pop(at, None)
        self._spelled.pop(at, None)

    def as_typed(self, is_text: Callable[[int], bool]) -> dict[Position, str] | None:
        """Return the changes as somebody would type them into the cells.

        ``None``: that cannot be done, because a cell would make text of a number.
        """
        typed: dict[Position, str] = {}
        for at, (value, formula) in self._edits.items():
            is_text_anyway = formula is None and (value is None or isinstance(value, str))
            if not is_text_anyway and is_text(self.style(*at)):
                return None
            typed[at] = typed_text(value, formula)
        return typed

    def put_style(self, row: int, column: int, style: int) -> None:
        """Give a cell another format."""
        self._styles[row, column] = style

    def put_result(self, row: int, column: int, value: Value) -> None:
        """Say what the formula of a cell comes to."""
        at = row, column
        if at in self._edits:
            self._edits[at] = self._edits[at]._replace(value=value)
        else:
            self._results[at] = value

    def drop_result(self, at: Position) -> None:
        """Let a formula show again what the file says."""
        self._results.pop(at, None)

    def is_edited(self, at: Position) -> bool:
        """Tell whether the cell was given a new content."""
        return at in self._edits

    def _guard(self, row: int, column: int) -> None:
        where = f"{column_letters(column)}{row}"
        if self._source.is_in_array(row, column):
            raise SheetNotUnderstood(
                _("{cell} is part of a formula over several cells").format(cell=where)
            )
        if area := self.covers(row, column):
            raise SheetNotUnderstood(
                _("{cell} is covered by the merged cell {area}").format(
                    cell=where, area=area.address
                )
            )

    # writing

    def render(self) -> bytes:
        """Return the XML with the changes in it; every other row is the same bytes."""
        source = self._source
        touched: dict[int, set[int]] = {}
        for row, column in (*self._edits, *self._styles, *self._results, *self._spelled):
            touched.setdefault(row, set()).add(column)
        if source.rows_start < 0:  # <sheetData/>
            rows = b"".join(self._row_xml(row, touched[row]) for row in sorted(touched))
            rows = b"<sheetData>%b</sheetData>" % rows
            xml = source.xml[: source.data_start] + rows + source.xml[source.data_end :]
            return self._with_dimension(xml)
        pieces, position = [], 0
        for row in sorted(touched):
            entry = source.rows.get(row)
            start = source.start_of(row)
            pieces += [source.xml[position:start], self._row_xml(row, touched[row])]
            position = start if entry is None else entry.end
        pieces.append(source.xml[position:])
        return self._with_dimension(b"".join(pieces))

    def _row_xml(self, row: int, columns: set[int]) -> bytes:
        cells = self._source.cells(row)
        entry = self._source.rows.get(row)
        attributes = b' r="%d"' % row if entry is None else entry.attributes
        if columns - cells.keys():
            attributes = _SPANS.sub(b"", attributes)
        pieces = [
            self._cell_xml(row, column)
            if column in columns
            else cell_xml(row, column, *cells[column])
            for column in sorted(cells.keys() | columns)
        ]
        return b"<row%b>%b</row>" % (attributes, b"".join(pieces))

    def _cell_xml(self, row: int, column: int) -> bytes:
        at = row, column
        style = self.style(row, column)
        attributes = b' s="%d"' % style if style else b""
        if at in self._edits:
            value, formula = self._edits[at]
            calculated = b"" if formula is None else b"<f>%b</f>" % to_cell(formula)
            kind, inside = value_xml(value, calculated)
            return cell_xml(row, column, attributes + kind, inside)
        raw = self._source.cells(row).get(column)
        if raw is None:
            return cell_xml(row, column, attributes, b"")
        if at in self._styles:
            raw = raw._replace(attributes=attributes + _STYLE.sub(b"", raw.attributes))
        if at in self._results or at in self._spelled:
            found = FORMULA.search(raw.inside)
            calculated = b"" if found is None else found[0]
            if at in self._spelled:
                calculated = b"<f>%b</f>" % to_cell(self._spelled[at])
            kind, inside = value_xml(self.value(row, column), calculated)
            return cell_xml(row, column, _TYPE.sub(b"", raw.attributes) + kind, inside)
        return cell_xml(row, column, *raw)

    def _with_dimension(self, xml: bytes) -> bytes:
        found = _DIMENSION.search(xml, 0, self._source.data_start)
        new = [*self._edits, *self._styles]
        if found is None or not new:
            return xml
        before = Area.parse(found[2].decode())
        rows, columns = zip(*new, strict=True)
        after = Area(
            min(before.top, *rows),
            min(before.left, *columns),
            max(before.bottom, *rows),
            max(before.right, *columns),
        )
        if after == before:
            return xml
        return xml[: found.start(2)] + after.address.encode() + xml[found.end(2) :]
