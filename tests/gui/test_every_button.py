"""No button without a click of its own in the tests beside this one."""

from jxc_xl.buttons import BUTTONS
from tests.gui import test_buttons, test_system_buttons  # noqa: F401 - they say what they click
from tests.gui.declared import CLICKED


def test_every_button_is_clicked_here() -> None:
    """A new service brings its own click."""
    assert {button.id for button in BUTTONS} == CLICKED
