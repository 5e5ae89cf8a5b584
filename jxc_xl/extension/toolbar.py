"""The toolbar, the menu and the shortcuts, from the declaration of the buttons."""

from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Final
from xml.etree import ElementTree

from jxc_xl.buttons import BUTTONS, TITLE, Button, Group
from jxc_xl.extension.configuration import component, in_every_language, node
from jxc_xl.extension.drawing import png
from jxc_xl.extension.icons import ICONS
from jxc_xl.extension.parts import CONFIGURATION, Part
from jxc_xl.i18n import N_

PROTOCOL: Final = "vnd.jxc:"
"""What the commands of the buttons begin with; the button's id follows."""

TOOLBARS: Final = {
    "jxc_xl.toolbar": (TITLE, (Group.DOCUMENTS, Group.CONTROL)),
    "jxc_xl.toolbar2": (
        N_("Trade and stock: analysis and system"), (Group.ANALYSIS, Group.SYSTEM),
    ),
}  # fmt: skip
"""Two rows, for one would not fit on a screen: their names, words and groups of buttons.

LibreOffice knows them as ``private:resource/toolbar/addon_…``.
"""

_NOTEBOOK: Final = "jxc_xl.toolbar"

_CALC: Final = "com.sun.star.sheet.SpreadsheetDocument"
_SMALL, _BIG = 16, 26  # pixels, as LibreOffice draws add-ons' icons


def parts() -> list[Part]:
    """The files of the toolbar."""
    return [
        Part("Addons.xcu", _addons(), CONFIGURATION),
        Part("CalcWindowState.xcu", _window_state(), CONFIGURATION),
        Part("Accelerators.xcu", _accelerators(), CONFIGURATION),
        *_icons(),
    ]


def command(button: Button) -> str:
    """The URL that a click on a button dispatches."""
    return PROTOCOL + button.id


def _addons() -> bytes:
    bars = [
        node(name, *_entries(groups), op="replace") for name, (_words, groups) in TOOLBARS.items()
    ]
    notebook = node(_NOTEBOOK, *_entries(), op="replace")
    menu = node(
        "jxc_xl.menu",
        node("Submenu", *_entries(ImageIdentifier="")),
        op="replace",
        Title=in_every_language(TITLE),
        Context=_CALC,
    )
    return component(
        "org.openoffice.Office",
        "Addons",
        node(
            "AddonUI",
            node("OfficeMenuBar", menu),
            node("OfficeToolBar", *bars),
            node("OfficeNotebookBar", notebook),
            node("Images", *(_image(button) for button in BUTTONS)),
        ),
    )


def _entries(groups: Iterable[Group] = Group, **more: str) -> Iterator[ElementTree.Element]:
    """The buttons of groups with a line between these, numbered so that they keep their order.

    No ``ControlType``: with ``Button`` LibreOffice dispatches each click twice.
    """
    number = 0
    wanted = list(groups)
    for group, buttons in groupby(BUTTONS, key=lambda button: button.group):
        if group not in wanted:
            continue
        if number:
            yield node(f"m{number:02}", op="replace", URL="private:separator")
            number += 1
        for button in buttons:
            yield node(
                f"m{number:02}",
                op="replace",
                URL=command(button),
                Title=in_every_language(button.label),
                Target="_self",
                Context=_CALC,
                **more,
            )
            number += 1


def _image(button: Button) -> ElementTree.Element:
    images = {
        "ImageSmallURL": f"%origin%/{_icon_path(button, _SMALL)}",
        "ImageBigURL": f"%origin%/{_icon_path(button, _BIG)}",
    }
    return node(
        f"jxc_xl.{button.id}",
        node("UserDefinedImages", **images),
        op="replace",
        URL=command(button),
    )


def _icon_path(button: Button, size: int) -> str:
    return f"icons/{button.id}_{size}.png"


def _icons() -> Iterable[Part]:
    for button in BUTTONS:
        for size in (_SMALL, _BIG):
            yield Part(_icon_path(button, size), png(ICONS[button.id], size))


def _window_state() -> bytes:
    """Dock the toolbars below the others, with their words beside the icons."""
    bars = [
        node(
            f"private:resource/toolbar/addon_{name}",
            op="replace",
            UIName=in_every_language(words),
            DockingArea=0,
            DockPos=f"0,{row}",
            Docked=True,
            Visible=True,
            Style=2,  # icon and text
            NoClose=False,
        )
        for row, (name, (words, _groups)) in enumerate(TOOLBARS.items(), 2)
    ]
    return component(
        "org.openoffice.Office.UI", "CalcWindowState", node("UIElements", node("States", *bars))
    )


def _accelerators() -> bytes:
    keys = (
        node(f"{button.shortcut}_MOD1_MOD2", op="replace", Command={"en-US": command(button)})
        for button in BUTTONS
        if button.shortcut
    )
    modules = node("Modules", node(_CALC, *keys))
    return component("org.openoffice.Office", "Accelerators", node("PrimaryKeys", modules))
