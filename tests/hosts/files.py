"""Real workbook files for tests, made with XlsxWriter and, where that cannot, by hand."""

import io
import zipfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import xlsxwriter
import xlwings

AMOUNT = "=purchases[[#This Row],[数量]]*purchases[[#This Row],[单价]]"
HEADERS = ("日期", "编码", "数量", "单价", "金额", "状态")
_RIBBON = (
    ("customUI/customUI.xml", "2006/01", "2006/relationships/ui/extensibility"),
    ("customUI/customUI14.xml", "2009/07", "2007/relationships/ui/extensibility"),
)


def parts(path: Path) -> dict[str, bytes]:
    """The parts of a workbook's package."""
    with zipfile.ZipFile(path) as package:
        return {name: package.read(name) for name in package.namelist()}


def rewrite(path: Path, changes: Mapping[str, bytes | Callable[[bytes], bytes]]) -> None:
    """Change parts of a package by hand, or add some."""
    content = parts(path)
    for name, change in changes.items():
        content[name] = change if isinstance(change, bytes) else change(content[name])
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as package:
        for name, data in content.items():
            package.writestr(name, data)
    path.write_bytes(target.getvalue())


def as_saved_by_excel(path: Path) -> None:
    """Take away the order to calculate on load, which Excel never leaves in a file."""
    rewrite(path, {"xl/workbook.xml": lambda xml: xml.replace(b' fullCalcOnLoad="1"', b"")})


def make_shop(
    path: Path,
    rows: Sequence[Sequence[object]] = ((45000, "007", 3, 2.5),),
    *,
    table_rows: int = 3,
    first: tuple[int, int] = (2, 0),
    below: Sequence[Sequence[object]] = (),
) -> Path:
    """A sheet 采购 with the table ``purchases``, and a sheet 合计 with formulas over it."""
    with xlsxwriter.Workbook(path) as workbook:
        sheet, totals = workbook.add_worksheet("采购"), workbook.add_worksheet("合计")
        _fill_shop(workbook, sheet, rows, table_rows, first, below)
        total = sum(float(str(row[2])) * float(str(row[3])) for row in rows)
        totals.write_formula("A1", "=SUM(purchases[金额])", None, total)
        totals.write_formula("A2", "=COUNTA(purchases[编码])", None, len(rows))
        totals.write("B1", "head")
        workbook.define_name("head", "=合计!$B$1")
    return path


def _fill_shop(
    workbook: xlsxwriter.Workbook,
    sheet: xlsxwriter.worksheet.Worksheet,
    rows: Sequence[Sequence[object]],
    table_rows: int,
    first: tuple[int, int],
    below: Sequence[Sequence[object]],
) -> None:
    date = workbook.add_format({"num_format": "yyyy-mm-dd"})
    text = workbook.add_format({"num_format": "@"})
    grey = workbook.add_format({"bg_color": "#DDDDDD"})
    top, left = first
    sheet.set_column(left, left, 12, date)
    sheet.set_column(left + 1, left + 1, 12, text)
    columns: list[dict[str, object]] = [{"header": header} for header in HEADERS]
    columns[4] |= {"formula": AMOUNT, "format": grey}
    last = len(HEADERS) - 1
    sheet.add_table(
        top, left, top + table_rows, left + last, {"name": "purchases", "columns": columns}
    )
    for number, row in enumerate((*rows, *[()] * (table_rows - len(rows)), *below), top + 1):
        for offset, value in enumerate(row):
            style = {0: date, 1: text}.get(offset)
            sheet.write(number, left + offset, value, style)
        if number <= top + table_rows and len(row) < 5:
            amount = float(str(row[2])) * float(str(row[3])) if len(row) == 4 else 0
            sheet.write_formula(number, left + 4, AMOUNT, grey, amount)


def make_rich_shop(path: Path) -> Path:
    """A macro workbook with everything that other libraries lose."""
    with xlsxwriter.Workbook(path) as workbook:
        template = Path(xlwings.__file__).parent / "quickstart_standalone.xlsm"
        workbook.add_vba_project(io.BytesIO(parts(template)["xl/vbaProject.bin"]), is_stream=True)
        workbook.set_vba_name("ThisWorkbook")
        sheet = workbook.add_worksheet("采购")
        other, board = workbook.add_worksheet("库存"), workbook.add_worksheet("首页")
        for name, each in (("Sheet1", sheet), ("Sheet2", other), ("Sheet3", board)):
            each.set_vba_name(name)
        _fill_shop(workbook, sheet, ((45000, "007", 3, 2.5), (45001, "A1", 1, 4)), 5, (2, 0), ())
        _decorate(workbook, sheet)
        _decorate(workbook, other)
        other.add_table("A5:B7", {"name": "stock", "columns": [{"header": "a"}, {"header": "b"}]})
        other.protect("", {"sort": True})
        chart = workbook.add_chart({"type": "column"})
        chart.add_series({"values": "=采购!$C$4:$C$8"})
        board.insert_chart("B2", chart)
        workbook.define_name("lst_codes", "=purchases[编码]")
        workbook.define_name("head", "=库存!$H$1")
    _add_ribbon(path)
    return path


def _decorate(workbook: xlsxwriter.Workbook, sheet: xlsxwriter.worksheet.Worksheet) -> None:
    red = workbook.add_format({"font_color": "red"})
    sheet.write_comment("A4", "留意")
    sheet.write_rich_string("H2", red, "红", "黑")
    sheet.insert_textbox("J2", "text in a box")
    sheet.add_sparkline("I4", {"range": f"{sheet.get_name()}!C4:C8"})
    sheet.conditional_format("C4:C1000", {"type": "data_bar", "data_bar_2010": True})
    sheet.conditional_format(
        "D4:D1000", {"type": "cell", "criteria": "<", "value": 0, "format": red}
    )
    sheet.data_validation("B4:B1000", {"validate": "list", "source": "=lst_codes"})
    sheet.merge_range("A1:F1", "采购单", red)
    sheet.freeze_panes(3, 2)
    sheet.set_paper(9)
    sheet.repeat_rows(0, 2)
    sheet.set_footer("第 &P 页 共 &N 页")
    sheet.set_row(3, 30)


def _add_ribbon(path: Path) -> None:
    relations = b"".join(
        b'<Relationship Id="ui%d" Type="http://schemas.microsoft.com/office/%b" Target="%b"/>'
        % (number, kind.encode(), name.encode())
        for number, (name, _, kind) in enumerate(_RIBBON)
    )
    changes: dict[str, bytes | Callable[[bytes], bytes]] = {
        name: f'<customUI xmlns="http://schemas.microsoft.com/office/{year}/customui"/>'.encode()
        for name, year, _ in _RIBBON
    }
    end = b"</Relationships>"
    changes["_rels/.rels"] = lambda xml: xml.replace(end, relations + end)
    rewrite(path, changes)
