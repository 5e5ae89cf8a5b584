"""The declaration of the buttons, from which toolbar, ribbon and 首页 are made."""

import inspect

import pytest

from jxc_xl import macros
from jxc_xl.buttons import BUTTONS, TITLE, Button, Group
from jxc_xl.cli import cli
from jxc_xl.i18n import translate

each = pytest.mark.parametrize("button", BUTTONS, ids=lambda button: button.id)


@each
def test_every_button_runs_a_macro(button: Button) -> None:
    """The macro exists, can be called without anything, and its own words say what it is."""
    macro = getattr(macros, button.macro)
    assert inspect.signature(inspect.unwrap(macro)).return_annotation is str
    assert macro.__doc__


@each
def test_every_button_speaks_both_languages(button: Button) -> None:
    """Label, tip and teaching are translated; the label fits on a button, the tip on a line."""
    for english in (button.label, button.tip, button.teaching, button.group.value, TITLE):
        assert translate(english, "zh") != english
    assert len(button.label_in("zh")) <= 4
    assert len(button.tip_in("zh")) <= 17
    assert len(button.label_in("en")) <= 14
    assert len(button.teaching_in("zh")) > len(button.tip_in("zh"))


@each
def test_what_a_button_says_of_the_command_is_true(button: Button) -> None:
    """A named command exists."""
    assert not button.command or button.command in cli.commands


def test_buttons_can_be_told_apart() -> None:
    """Ids, labels, key tips and shortcuts are each given once; key tips are short."""
    for name in ("id", "label", "keytip"):
        values = [getattr(button, name) for button in BUTTONS]
        assert len(set(values)) == len(values)
    shortcuts = [button.shortcut for button in BUTTONS if button.shortcut]
    assert len(set(shortcuts)) == len(shortcuts)
    assert all(len(button.keytip) <= 3 and button.keytip.isascii() for button in BUTTONS)


def test_buttons_stand_group_by_group() -> None:
    """The order of the buttons is the order of the groups."""
    order = list(Group)
    places = [order.index(button.group) for button in BUTTONS]
    assert places == sorted(places)
