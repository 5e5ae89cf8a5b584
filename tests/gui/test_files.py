"""Files chosen in the dialog of LibreOffice, asked for as the worker asks: from another process."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from jxc_xl.hosts.libreoffice.engine import attach
from jxc_xl.macros.desk import Desk
from tests.e2e import shop
from tests.gui.conftest import OpenBook


def test_several_files_can_be_chosen_or_none(open_book: OpenBook, tmp_path: Path) -> None:
    """The dialog begins where it should and shows what it should; cancelled, it chose nothing."""
    counted = tmp_path / "盘点 11月"
    counted.mkdir()
    names = ["主仓库.xlsx", "门店.xlsx", "说明.pdf"]
    for name in names:
        (counted / name).write_bytes(b"")
    clerk = open_book(shop.make(tmp_path / "店.xlsx"))
    desk = Desk(attach(clerk.office.context).books.active)
    with ThreadPoolExecutor(1) as worker:
        chosen = worker.submit(
            desk.choose_files, "选择盘点表", ["*.xlsx", "*.ods"], folder=counted, many=True
        )
        assert "选择盘点表" in clerk.dialog().name
        clerk.choose(*names[:2], picture="choose-files")
        assert sorted(chosen.result()) == sorted(counted / name for name in names[:2])
        none = worker.submit(desk.choose_files, "选择盘点表", ["*.xlsx"])
        assert {part.name for part in clerk.dialog()} & {*names, "店.xlsx"} == {"店.xlsx"}
        clerk.answer("取消")
        assert none.result() == []
