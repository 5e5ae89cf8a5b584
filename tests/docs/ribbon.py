"""docs/images/ribbon.svg: the tab 进销存 as the buttons are declared, with our icons for Excel's own."""

from collections.abc import Iterable, Iterator
from itertools import groupby
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from jxc_xl.buttons import BUTTONS, TITLE, Button
from jxc_xl.extension.icons import ICONS
from jxc_xl.i18n import translate
from jxc_xl.workbook.ribbon import LARGE
from tests.docs.markdown import FOLDER

DOCUMENT = FOLDER / "images" / "ribbon.svg"

_FONTS = "Microsoft YaHei, PingFang SC, Noto Sans CJK SC, sans-serif"
_SHOWN = "post"
"""The button whose tip is drawn, as if the mouse rested on it."""

_INK, _FAINT, _LINE, _ACCENT = "#262626", "#767676", "#D2D0CE", "#217346"
_TOP, _BOTTOM, _LABEL = 34, 146, 138
_LARGE_ICON, _SMALL_ICON, _FIELD = 34, 17, 26
_TIP_WIDTH, _TIP_SIGNS = 330, 23
_NOTE = "按按钮的声明画成，不是 Excel 的截图；Excel 用它自己的图标。"


def ribbon_svg() -> str:
    """The drawing."""
    root = Element("svg", xmlns="http://www.w3.org/2000/svg")
    root.set("font-family", _FONTS)
    paper = SubElement(root, "rect", fill="#FFFFFF")
    _tabs(root)
    width, places = _groups(root)
    height = _tip(root, places[_SHOWN])
    _text(root, 10, height + 24, _NOTE, 12, _FAINT)
    for name, size in (("width", width), ("height", height + 34)):
        root.set(name, str(size))
        paper.set(name, str(size))
    indent(root, " ")
    return tostring(root, "unicode") + "\n"


def _tabs(root: Element) -> None:
    SubElement(root, "rect", width="100%", height=str(_TOP), fill="#F3F2F1")
    left = 12
    for name in ("文件", "开始", translate(TITLE, "zh")):
        is_ours = name == translate(TITLE, "zh")
        _text(root, left, 22, name, 14, _ACCENT if is_ours else _INK, bold=is_ours)
        right = left + _wide(name, 14)
        if is_ours:
            _line(root, left, _TOP - 4, right, _TOP - 4, _ACCENT, 3)
        left = right + 22


def _groups(root: Element) -> tuple[int, dict[str, tuple[int, int]]]:
    """Draw every group; the whole width, and where each button begins."""
    left = 6
    places: dict[str, tuple[int, int]] = {}
    for group, declared in groupby(BUTTONS, key=lambda button: button.group):
        start, buttons = left, list(declared)
        for button in buttons[:LARGE]:
            places[button.id] = left, _TOP
            left += _large(root, left, button)
        small = buttons[LARGE:]
        for column in (small[at : at + LARGE] for at in range(0, len(small), LARGE)):
            places |= {each.id: (left, _TOP + 30 * row) for row, each in enumerate(column)}
            left += _column(root, left, column)
        title = translate(group.value, "zh")
        left = max(left, start + _wide(title, 12) + 16)
        _text(root, (start + left) // 2, _LABEL, title, 12, _FAINT, anchor="middle")
        _line(root, left + 5, _TOP + 8, left + 5, _BOTTOM - 6, _LINE)
        left += 11
    _line(root, 0, _BOTTOM, 4000, _BOTTOM, _LINE)
    return max(left, 720), places


def _large(root: Element, left: int, button: Button) -> int:
    words = button.label_in("zh")
    width = max(58, _wide(words, 13) + 14)
    _icon(root, left + (width - _LARGE_ICON) // 2, _TOP + 12, _LARGE_ICON, button)
    _text(root, left + width // 2, _TOP + 70, words, 13, _INK, anchor="middle")
    return width


def _column(root: Element, left: int, buttons: Iterable[Button]) -> int:
    width = 0
    for row, button in enumerate(buttons):
        top = _TOP + 8 + 26 * row
        words = button.label_in("zh")
        _icon(root, left + 4, top, _SMALL_ICON, button)
        _text(root, left + 26, top + 13, words, 13, _INK)
        width = max(width, 32 + _wide(words, 13))
    return width


def _tip(root: Element, place: tuple[int, int]) -> int:
    """The screentip and the supertip of a button below the ribbon; where they end."""
    button = next(button for button in BUTTONS if button.id == _SHOWN)
    left, top = place[0], _BOTTOM + 8
    lines = list(_wrapped(button.teaching_in("zh")))
    box = SubElement(root, "rect", x=str(left), y=str(top), rx="3", fill="#FFFFFF", stroke=_LINE)
    _text(root, left + 12, top + 24, button.tip_in("zh"), 14, _INK, bold=True)
    for number, line in enumerate(lines):
        _text(root, left + 12, top + 50 + 20 * number, line, 13, "#444444")
    height = 50 + 20 * len(lines)
    box.set("width", str(_TIP_WIDTH))
    box.set("height", str(height))
    return top + height


def _wrapped(text: str) -> Iterator[str]:
    """Lines of so many signs, none of which begins with a comma or a full stop."""
    while text:
        end = _TIP_SIGNS + (text[_TIP_SIGNS : _TIP_SIGNS + 1] in tuple("，。；、：）」"))
        yield text[:end]
        text = text[end:]


def _icon(root: Element, left: int, top: int, size: int, button: Button) -> None:
    place = f"translate({left} {top}) scale({size / _FIELD:.4f})"
    drawn = SubElement(root, "g", transform=place)
    for shape in ICONS[button.id].strip().splitlines():
        colour, name, *numbers = shape.split()
        _shape(drawn, colour, name, numbers)


def _shape(drawn: Element, colour: str, name: str, numbers: list[str]) -> None:
    """One line of an icon's drawing, as :mod:`jxc_xl.extension.drawing` explains it."""
    if name == "box":
        left, top, right, bottom = map(float, numbers)
        place = {"x": numbers[0], "y": numbers[1]}
        size = {"width": f"{right - left:g}", "height": f"{bottom - top:g}"}
        SubElement(drawn, "rect", {**place, **size, "fill": colour})
    elif name == "disc":
        SubElement(drawn, "circle", cx=numbers[0], cy=numbers[1], r=numbers[2], fill=colour)
    elif name == "area":
        SubElement(drawn, "polygon", points=" ".join(numbers), fill=colour)
    else:
        ends = {"stroke-linecap": "round", "stroke-linejoin": "round", "stroke-width": numbers[0]}
        points = " ".join(numbers[1:])
        SubElement(drawn, "polyline", {"points": points, "fill": "none", "stroke": colour, **ends})


def _text(
    root: Element,
    x: int,
    y: int,
    words: str,
    size: int,
    colour: str,
    *,
    bold: bool = False,
    anchor: str = "start",
) -> None:
    made = SubElement(root, "text", x=str(x), y=str(y), fill=colour)
    made.set("font-size", str(size))
    if anchor != "start":
        made.set("text-anchor", anchor)
    if bold:
        made.set("font-weight", "bold")
    made.text = words


def _line(root: Element, x1: int, y1: int, x2: int, y2: int, colour: str, width: int = 1) -> None:
    ends = {"x1": str(x1), "y1": str(y1), "x2": str(x2), "y2": str(y2)}
    SubElement(root, "line", {**ends, "stroke": colour, "stroke-width": str(width)})


def _wide(words: str, size: int) -> int:
    """About how wide words are: Chinese signs are square, others half of it."""
    return sum(size if ord(sign) > 0x2E7F else size * 6 // 10 for sign in words)
