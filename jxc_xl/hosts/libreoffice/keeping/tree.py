"""A small XML part as a tree that is written back with the very prefixes it was read with."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from xml.parsers import expat

_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_IN_TEXT = {"&": "&amp;", "<": "&lt;", ">": "&gt;", "\r": "&#13;"}
_IN_ATTRIBUTE = {**_IN_TEXT, '"': "&quot;", "\n": "&#10;", "\t": "&#9;"}
_TEXT = str.maketrans(_IN_TEXT)
_ATTRIBUTE = str.maketrans(_IN_ATTRIBUTE)


class Node:
    """An element. Names are as written; the prefix of the root, if it has one, is taken off."""

    __slots__ = ("attributes", "children", "name")

    def __init__(
        self,
        name: str,
        attributes: dict[str, str] | None = None,
        children: Sequence[Node | str] = (),
    ) -> None:
        self.name = name
        self.attributes = attributes or {}
        self.children: list[Node | str] = list(children)

    def __iter__(self) -> Iterator[Node]:
        """Yield the elements directly below."""
        return (child for child in self.children if isinstance(child, Node))

    def get(self, attribute: str, default: str = "") -> str:
        """Return an attribute."""
        return self.attributes.get(attribute, default)

    def is_on(self, attribute: str, *, default: bool = False) -> bool:
        """Return an attribute that is true or false."""
        return self.get(attribute, "1" if default else "0") in ("1", "true")

    def find(self, name: str) -> Node | None:
        """Return the first element of this name directly below."""
        return next((child for child in self if child.name == name), None)

    def all(self, name: str) -> list[Node]:
        """Return all elements of this name directly below."""
        return [child for child in self if child.name == name]

    def below(self, *names: str) -> Node:
        """Return the element at the end of a path of names; an empty one where there is none."""
        node: Node | None = self
        for name in names:
            node = node.find(name) if node is not None else None
        return Node(names[-1]) if node is None else node

    def everywhere(self, name: str) -> Iterator[Node]:
        """Yield all elements of this name, however deep."""
        for child in self:
            if child.name == name:
                yield child
            yield from child.everywhere(name)

    @property
    def text(self) -> str:
        """The text directly in it."""
        return "".join(child for child in self.children if isinstance(child, str))

    def remove(self, child: Node) -> None:
        """Take out an element directly below."""
        self.children = [each for each in self.children if each is not child]

    def place(self, child: Node, order: Sequence[str]) -> None:
        """Put an element where the schema's ``order`` of names has it; one of that name goes."""
        for old in self.all(child.name):
            self.remove(old)
        later = set(order[order.index(child.name) + 1 :])
        for index, each in enumerate(self.children):
            if isinstance(each, Node) and each.name in later:
                self.children.insert(index, child)
                return
        self.children.append(child)

    def copy(self) -> Node:
        """Return the same element with all below it, independent of this one."""
        children = [each.copy() if isinstance(each, Node) else each for each in self.children]
        return Node(self.name, dict(self.attributes), children)

    def written(self) -> str:
        """Return the element as XML."""
        attributes = "".join(
            f' {name}="{value.translate(_ATTRIBUTE)}"' for name, value in self.attributes.items()
        )
        if not self.children:
            return f"<{self.name}{attributes}/>"
        content = "".join(
            each.written() if isinstance(each, Node) else each.translate(_TEXT)
            for each in self.children
        )
        return f"<{self.name}{attributes}>{content}</{self.name}>"

    def render(self) -> bytes:
        """Return a whole part whose root this is."""
        return (_HEAD + self.written()).encode()


class NotXml(Exception):
    """A part is not well-formed, or has a document type, which no such part may have."""


def parse(data: bytes) -> Node:
    """Read a part. What is not XML raises ``NotXml``."""
    builder = _Builder()
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler = builder.start
    parser.EndElementHandler = builder.end
    parser.CharacterDataHandler = builder.characters
    parser.StartDoctypeDeclHandler = _refuse
    try:
        parser.Parse(data, True)
    except expat.ExpatError as error:
        raise NotXml(str(error)) from error
    return builder.root


def _refuse(*_: object) -> None:
    raise NotXml("document type")


class _Builder:
    def __init__(self) -> None:
        self.root = Node("")
        self._open = [self.root]
        self._name: Callable[[str], str] = str

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if len(self._open) == 1:
            prefix, colon, _rest = name.rpartition(":")
            self._name = lambda each: _without(prefix + colon, each)
            if colon and f"xmlns:{prefix}" in attributes:
                attributes.setdefault("xmlns", attributes[f"xmlns:{prefix}"])
            self.root = node = Node(self._name(name), attributes)
        else:
            node = Node(self._name(name), attributes)
            self._open[-1].children.append(node)
        self._open.append(node)

    def end(self, _name: str) -> None:
        self._open.pop()

    def characters(self, text: str) -> None:
        if len(self._open) > 1:
            self._open[-1].children.append(text)


def _without(prefix: str, name: str) -> str:
    return name[len(prefix) :] if name.startswith(prefix) else name
