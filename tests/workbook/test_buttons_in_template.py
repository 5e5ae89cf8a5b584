"""首页 and 说明 speak of the buttons as they are declared."""

from io import BytesIO

from openpyxl import load_workbook

from jxc_xl.buttons import BUTTONS
from jxc_xl.workbook.template import build


def texts(sheet: str) -> list[str]:
    """Everything that stands on a sheet of a new workbook."""
    target = BytesIO()
    build(target)
    rows = load_workbook(target)[sheet].iter_rows(values_only=True)
    return [str(value) for row in rows for value in row if value is not None]


def test_home_names_every_button_and_help_its_command() -> None:
    """Label and what it does on 首页; on 说明 the command for those who have no buttons."""
    found, helped = texts("首页"), "　".join([*texts("说明"), ""])
    for button in BUTTONS:
        assert button.label_in("zh") in found
        assert button.tip_in("zh") in found
        assert not button.command or f"{button.label_in('zh')} jxc {button.command}　" in helped
    assert "存盘关闭" in helped


def test_help_sends_to_buttons_that_exist() -> None:
    """What to press has the name that stands on the button."""
    found = "\n".join(texts("说明"))
    labels = {button.id: button.label_in("zh") for button in BUTTONS}
    for name in ("post", "reverse", "wrong"):
        assert f"「{labels[name]}」" in found
    assert "没有按钮" in found
