"""Take the pictures of the manual anew: ``python -m tests.pictures``.

They show the sample shop in a real LibreOffice: 首页 after a year of trade and a sheet to count by as
they are printed, and a sheet of the clerk's own with worksheet functions. Look at them before they
are committed.
"""

import subprocess
import tempfile
from datetime import date, datetime
from pathlib import Path
from typing import Any

from jxc_xl.hosts.libreoffice.python_uno import load_uno
from tests.e2e.shop import run, type_rows
from tests.gui.clerk import Clerk
from tests.gui.office import Office
from tests.gui.profile import profile_with_buttons
from tests.gui.screen import Screen
from tests.gui.waiting import until

IMAGES = Path(__file__).parent.parent / "docs" / "images"
ITEM, OWN_SHEET = "YL010", "我的表"
_SHARP = 150  # dots an inch
_FRAME = "1070x300+0+84"  # of the window: the toolbar and the rows that are filled


def busy_shop(folder: Path) -> Path:
    """The sample shop with a day's work on top: three sales posted, one wrong, one waiting."""
    book = folder / "春风便利店.xlsx"
    assert run("new", book, "--sample")["ok"]
    today = datetime.combine(date.today(), datetime.min.time())
    sold = {"date": today, "warehouse": "主仓库", "price": 9.9}
    sales = [{**sold, "item": item, "quantity": 3} for item in ("YL010", "LS001", "RH003")]
    type_rows(book, "sales", sales)
    type_rows(book, "sales", [{**sold, "item": "没有这个", "quantity": 1}])
    run("post", book)
    type_rows(book, "purchases", [{"date": today, "item": ITEM, "quantity": 1}])
    return book


def year_of_trade(folder: Path) -> Path:
    """The shop of ``jxc demo`` with every result sheet filled."""
    book = Path(run("demo", folder)["workbook"])
    run("recompute", book)
    return book


def picture_home(book: Path, folder: Path) -> None:
    """首页 as LibreOffice prints it, without the margins, head and foot of the page."""
    _crop(_printed(book, folder), "100%x86%+0+100", IMAGES / "home.png")


def picture_stocktake(book: Path, folder: Path) -> None:
    """The first page of the sheets of a stocktake with barcodes."""
    run("recompute", book)
    sheets = folder / "盘点表.xlsx"
    assert run("stocktake", book, "--barcodes", "-o", sheets)["ok"]
    _crop(_printed(sheets, folder), "100%x76%+0+0", IMAGES / "stocktake.png")


def _printed(book: Path, folder: Path) -> Path:
    """The first page as LibreOffice prints it."""
    profile = (folder / "printing").as_uri()
    first = '{"PageRange":{"type":"string","value":"1"}}'
    subprocess.run(
        ["soffice", f"-env:UserInstallation={profile}", "--headless", "--convert-to",
         f"pdf:calc_pdf_Export:{first}", "--outdir", str(folder), str(book)],
        check=True, stdout=subprocess.DEVNULL, timeout=300,
    )  # fmt: skip
    page = folder / book.stem
    pdf = str(page.with_suffix(".pdf"))
    subprocess.run(
        ["pdftoppm", "-r", str(_SHARP), "-singlefile", "-png", pdf, str(page)], check=True
    )
    return page.with_suffix(".png")


def picture_functions(book: Path, folder: Path) -> None:
    """Figures of one item, and its 明细账, in a sheet of the clerk's own."""
    screen = Screen()
    try:
        office = Office(screen, profile_with_buttons(screen, folder / "profile"), book)
        clerk = Clerk(screen, office)
        _fill(office.document)
        clerk.go_to(OWN_SHEET, "D2")
        until(lambda: screen.windows() == screen.windows(), "a window that no longer moves")
        _crop(screen.picture("manual"), _FRAME, IMAGES / "functions.png")
        office.close()
    finally:
        screen.close()


def _fill(document: Any) -> None:
    sheets = document.getSheets()
    sheets.insertNewByName(OWN_SHEET, 0)
    sheet = sheets.getByName(OWN_SHEET)
    sheet.getCellRangeByName("A1:B1").setDataArray((("商品", ITEM),))
    for row, (word, name) in enumerate(
        (("名称", "NAME"), ("库存", "STOCK"), ("成本单价", "COST"), ("库存金额", "VALUE"),
         ("最近进价", "PRICE")), 1
    ):  # fmt: skip
        sheet.getCellByPosition(0, row).String = word
        sheet.getCellByPosition(1, row).Formula = f"=JXC.{name}(B$1)"
    since = f"{date.today().replace(day=1)}"
    headers = ("日期", "单据编号", "类型", "仓库", "批号", "收入", "发出", "结存")
    sheet.getCellRangeByName("D1:K1").setDataArray((headers,))
    sheet.getCellRangeByName("M1").Formula = f'=ROWS(JXC.MOVES(B1;;"{since}"))'
    rows = int(sheet.getCellRangeByName("M1").Value)
    sheet.getCellRangeByName("M1").String = ""
    moves = sheet.getCellRangeByName(f"D2:K{1 + rows}")
    moves.setArrayFormula(f'=JXC.MOVES(B1;;"{since}")')
    sheet.getCellRangeByName(f"D2:D{1 + rows}").NumberFormat = _format(document, "YYYY-MM-DD")
    sheet.getCellRangeByName(f"I2:K{1 + rows}").NumberFormat = _format(document, "0")
    for cells in ("A1:A6", "D1:K1"):
        sheet.getCellRangeByName(cells).CharWeightAsian = 150.0
    for column in range(11):
        sheet.Columns.getByIndex(column).OptimalWidth = True
    sheet.Columns.getByIndex(2).Width = 800


def _format(document: Any, code: str) -> int:
    formats = document.getNumberFormats()
    locale = load_uno().createUnoStruct("com.sun.star.lang.Locale")
    key = formats.queryKey(code, locale, False)
    return int(key if key >= 0 else formats.addNew(code, locale))


def _crop(picture: Path, frame: str, target: Path) -> None:
    subprocess.run(
        ["convert", str(picture), "-crop", frame, "+repage", "-trim", "+repage",
         "-bordercolor", "white", "-border", "12", "-strip", str(target)], check=True
    )  # fmt: skip


def main() -> None:
    """Take all of them."""
    with tempfile.TemporaryDirectory(prefix="jxc-pictures-") as name:
        folder = Path(name)
        book = busy_shop(folder)
        picture_home(year_of_trade(folder / "demo"), folder)
        picture_stocktake(book, folder)
        picture_functions(book, folder)


if __name__ == "__main__":
    main()
