# ruff: noqa: D102 - the methods are those of xlwings' engine interface, which says what each does
"""What is drawn over the cells: pictures and other shapes."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from xlwings import base_classes

from jxc_xl.hosts.libreoffice.engine.bridge import properties, struct, uno
from jxc_xl.hosts.libreoffice.engine.fonts import Characters
from jxc_xl.hosts.libreoffice.engine.layout import mm100, points

_DRAWING = "com.sun.star.drawing."
_PICTURE = "GraphicObjectShape"
_TYPES = {
    _PICTURE: "picture",
    "CustomShape": "auto_shape",
    "RectangleShape": "auto_shape",
    "EllipseShape": "auto_shape",
    "TextShape": "text_box",
    "LineShape": "line",
    "ConnectorShape": "line",
    "GroupShape": "group",
    "ControlShape": "form_control",
    "PolyPolygonShape": "free_form",
    "ClosedBezierShape": "free_form",
    "OpenBezierShape": "free_form",
    "OLE2Shape": "embedded_ole_object",
    "MediaShape": "media",
}
_CHART = "12dcae26-281f-416f-a234-c3086127382e"
_NOTE = "CaptionShape"
_MM100_PER_PIXEL = 2540 / 96


def _kind(drawn: Any) -> str:
    kind: str = drawn.getShapeType()
    return kind.removeprefix(_DRAWING)


class Drawn:
    """What a shape and a picture have alike: a name, a place and a size in points."""

    def __init__(self, sheet: Any, drawn: Any) -> None:
        self._sheet = sheet
        self.uno = drawn

    @property
    def api(self) -> Any:
        return self.uno

    @property
    def parent(self) -> Any:
        return self._sheet

    @property
    def name(self) -> Any:
        return self.uno.Name

    @name.setter
    def name(self, value: str) -> None:
        locked = self._locked
        self.uno.Name = value
        self._lock(locked)

    @property
    def left(self) -> Any:
        return points(self.uno.getPosition().X)

    @left.setter
    def left(self, value: float) -> None:
        place = self.uno.getPosition()
        self.uno.setPosition(struct("awt.Point", mm100(value), place.Y))

    @property
    def top(self) -> Any:
        return points(self.uno.getPosition().Y)

    @top.setter
    def top(self, value: float) -> None:
        place = self.uno.getPosition()
        self.uno.setPosition(struct("awt.Point", place.X, mm100(value)))

    @property
    def width(self) -> Any:
        return points(self.uno.getSize().Width)

    @width.setter
    def width(self, value: float) -> None:
        size = self.uno.getSize()
        height = size.Height * mm100(value) / size.Width if self._locked else size.Height
        self.uno.setSize(struct("awt.Size", mm100(value), round(height)))

    @property
    def height(self) -> Any:
        return points(self.uno.getSize().Height)

    @height.setter
    def height(self, value: float) -> None:
        size = self.uno.getSize()
        width = size.Width * mm100(value) / size.Height if self._locked else size.Width
        self.uno.setSize(struct("awt.Size", round(width), mm100(value)))

    @property
    def _locked(self) -> bool:
        """Pictures keep their proportions unless told otherwise, other shapes do not.

        Calc does not keep that, hence it lasts as long as the book is open here.
        """
        free = self._sheet.book.document.free_pictures
        return _kind(self.uno) == _PICTURE and (self._sheet.name, self.name) not in free

    def _lock(self, locked: bool) -> None:
        free: set[tuple[str, str]] = self._sheet.book.document.free_pictures
        if locked:
            free.discard((self._sheet.name, self.name))
        elif _kind(self.uno) == _PICTURE:
            free.add((self._sheet.name, self.name))

    def delete(self) -> None:
        self._sheet.uno.getDrawPage().remove(self.uno)


class Shape(Drawn, base_classes.Shape):
    """A shape over the cells."""

    @property
    def type(self) -> Any:
        kind = _kind(self.uno)
        if kind == "OLE2Shape" and self.uno.CLSID.casefold() == _CHART:
            return "chart"
        return _TYPES.get(kind, "shape_type_mixed")

    @property
    def index(self) -> int:
        return [drawn.Name for drawn in _drawn(self._sheet)].index(self.name) + 1

    def activate(self) -> None:
        self._sheet.activate()
        self._sheet.book.controller.select(self.uno)

    def scale_height(self, factor: float, relative_to_original_size: bool, scale: str) -> None:
        self._only_from_top_left(scale)
        base = self._original.Height if relative_to_original_size else self.uno.getSize().Height
        self.height = points(round(base * factor))

    def scale_width(self, factor: float, relative_to_original_size: bool, scale: str) -> None:
        self._only_from_top_left(scale)
        base = self._original.Width if relative_to_original_size else self.uno.getSize().Width
        self.width = points(round(base * factor))

    @staticmethod
    def _only_from_top_left(scale: str) -> None:
        if scale != "scale_from_top_left":
            raise NotImplementedError(f"scale = {scale}")

    @property
    def _original(self) -> Any:
        if _kind(self.uno) != _PICTURE:
            raise NotImplementedError("the original size of what is no picture")
        return original_size(self.uno.Graphic)

    @property
    def text(self) -> Any:
        return self.uno.getString() or None

    @text.setter
    def text(self, value: str) -> None:
        self.uno.setString(value)

    @property
    def font(self) -> Any:
        return self.characters.font

    @property
    def characters(self) -> Any:
        return Characters(self.uno)


class Picture(Drawn, base_classes.Picture):
    """A picture over the cells."""

    @property
    def lock_aspect_ratio(self) -> Any:
        return self._locked

    @lock_aspect_ratio.setter
    def lock_aspect_ratio(self, value: Any) -> None:
        self._lock(bool(value))

    def update(self, filename: str) -> "Picture":
        """Show another image in the same place."""
        self.uno.Graphic = load_graphic(self._sheet.book.app, filename)
        return self


def original_size(graphic: Any) -> Any:
    """The size that an image has of its own, in 1/100 mm."""
    size = graphic.getPropertyValue("Size100thMM")
    if size.Width and size.Height:
        return size
    pixels = graphic.getPropertyValue("SizePixel")
    width, height = pixels.Width * _MM100_PER_PIXEL, pixels.Height * _MM100_PER_PIXEL
    return struct("awt.Size", round(width), round(height))


def load_graphic(app: Any, filename: str) -> Any:
    """Read an image file."""
    if not Path(filename).is_file():
        raise FileNotFoundError(filename)
    provider = app.service("com.sun.star.graphic.GraphicProvider")
    return provider.queryGraphic(properties(URL=uno().systemPathToFileUrl(str(filename))))


def _drawn(sheet: Any) -> list[Any]:
    """What is drawn on a sheet, the frames of notes left out."""
    page = sheet.uno.getDrawPage()
    every = [page.getByIndex(index) for index in range(page.getCount())]
    return [drawn for drawn in every if _kind(drawn) != _NOTE]


class _Collection(base_classes.Collection):
    """Drawn things of a sheet by number or name."""

    _wrap: Any = Shape

    def __init__(self, sheet: Any) -> None:
        self.sheet = sheet

    def _all(self) -> list[Any]:
        return _drawn(self.sheet)

    @property
    def api(self) -> Any:
        return self.sheet.uno.getDrawPage()

    @property
    def parent(self) -> Any:
        return self.sheet

    def __call__(self, key: str | int) -> Any:
        found = self._all()
        if isinstance(key, int):
            return self._wrap(self.sheet, found[key - 1])
        for drawn in found:
            if drawn.Name.casefold() == key.casefold():
                return self._wrap(self.sheet, drawn)
        raise KeyError(key)

    def __len__(self) -> int:
        return len(self._all())

    def __iter__(self) -> Iterator[Any]:
        return (self._wrap(self.sheet, drawn) for drawn in self._all())

    def __contains__(self, key: str) -> bool:
        return any(drawn.Name.casefold() == key.casefold() for drawn in self._all())


class Shapes(_Collection):
    """All that is drawn on a sheet."""


class Pictures(_Collection, base_classes.Pictures):
    """The pictures on a sheet."""

    _wrap = Picture

    def _all(self) -> list[Any]:
        return [drawn for drawn in super()._all() if _kind(drawn) == _PICTURE]

    def add(
        self,
        filename: str,
        link_to_file: Any,
        save_with_document: Any,
        left: Any,
        top: Any,
        width: Any,
        height: Any,
        anchor: Any = None,
    ) -> Any:
        """Add an image from a file; without width and height, in its own size."""
        del save_with_document
        if link_to_file:
            raise NotImplementedError("pictures that stay in their files")
        graphic = load_graphic(self.sheet.book.app, filename)
        drawn = self.sheet.book.document.model.createInstance(_DRAWING + _PICTURE)
        self.sheet.uno.getDrawPage().add(drawn)
        drawn.Graphic = graphic
        drawn.Name = self._new_name()
        size = original_size(graphic)
        if width not in (None, -1):
            size = struct("awt.Size", mm100(width), mm100(height))
        drawn.setSize(size)
        if anchor is not None:
            left, top = anchor.left, anchor.top
        drawn.setPosition(struct("awt.Point", mm100(left or 0), mm100(top or 0)))
        picture = Picture(self.sheet, drawn)
        picture.lock_aspect_ratio = width in (None, -1)
        return picture

    def _new_name(self) -> str:
        names = {drawn.Name for drawn in _drawn(self.sheet)}
        number = len(names)
        while f"Picture {number}" in names or not number:
            number += 1
        return f"Picture {number}"
