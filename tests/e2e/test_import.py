"""jxc import: other people's files as they are, and what becomes of every line."""

import random
import zipfile
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from tests.e2e import shop

SALES = "日期,单号,客户名称,商品编号,数量,单价（元）\n2026.11.1,A001,小王店,A1,2,3\n2026年11月2日,A002,小王店,可乐,3箱,3\n"
STOCK: list[list[Any]] = [
    ["老店库存表"],
    ["打印：2026-10-31"],
    ["货号", "品名", "规格", "单位", "仓库", "结存数量", "成本价", "结存金额", "零售价"],
    ["0001", "苹果", "大", "个", "主仓库", 10, 1.5, 15, 3],
    ["0001", "苹果", "大", "个", "门店", 4, 1.5, 6.01, 3],
    ["0002", "梨", None, "个", "主仓库", 0, None, None, 2],
    ["合计", None, None, None, None, 14, None, 21.01, None],
]


@pytest.fixture
def book(tmp_path: Path) -> Path:
    """A shop's workbook."""
    return shop.make(tmp_path / "店.xlsx")


def csv_file(book: Path, text: str, encoding: str = "utf-8", name: str = "旧账.csv") -> Path:
    """A text file beside the workbook."""
    path = book.with_name(name)
    path.write_bytes(text.encode(encoding))
    return path


def xlsx_file(book: Path, rows: list[list[Any]], name: str = "旧账.xlsx") -> Path:
    """A workbook of another program beside ours."""
    path = book.with_name(name)
    with xlsxwriter.Workbook(path) as workbook:
        sheet = workbook.add_worksheet("表")
        for number, cells in enumerate(rows):
            for place, value in enumerate(cells):
                sheet.write(number, place, value)
    return path


def balanced(answer: dict[str, Any]) -> bool:
    """Lines in = lines written + there already + left out + refused."""
    kinds = ("written", "already_there", "left_out", "refused")
    return bool(answer["lines"] == sum(answer[kind] for kind in kinds))


def codes(answer: dict[str, Any]) -> list[tuple[str, int | None]]:
    """Code and line of every problem."""
    return [(found["code"], found["row"]) for found in answer["problems"]]


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "gbk", "gb18030", "utf-16", "utf-16-le", "utf-16-be"]
)
def test_text_in_any_usual_encoding_and_separator(
    book: Path, encoding: str, separator: str
) -> None:
    """Nobody needs to say how the file was saved; dates and units are read as clerks write them."""
    source = csv_file(book, SALES.replace(",", separator), encoding)
    answer = shop.run("import", book, source, "--into", "sales")
    assert (answer["exit"], answer["written"], answer["problems"]) == (0, 2, [])
    first, second = shop.rows_of(book, "sales")
    assert (first["date"], first["quantity"]) == (shop.day("2026-11-01"), 2)
    assert (second["date"], second["quantity"]) == (shop.day("2026-11-02"), "3箱")


def test_a_preview_says_what_was_understood_and_changes_nothing(book: Path) -> None:
    """Which header became which column, and the first rows; the workbook stays byte for byte."""
    before = book.read_bytes()
    source = csv_file(book, SALES.replace("\n", ",红\n").replace("（元）,红", "（元）,颜色"))
    answer = shop.run("import", book, source, "--into", "销售", "--preview")
    assert {entry["column"]: entry["header"] for entry in answer["mapping"]} == {
        "日期": "单据日期", "单号": "单据编号", "客户名称": "客户", "商品编号": "商品编码",
        "数量": "数量", "单价（元）": "单价",
    }  # fmt: skip
    assert answer["first_rows"][0]["number"] == "A001"
    assert answer["not_taken"] == ["颜色"]
    assert codes(answer) == [("column_not_taken", 1)]
    assert book.read_bytes() == before


def test_a_file_imported_twice_brings_nothing_twice(book: Path) -> None:
    """Whether the rows still wait or are in the books; --again says that they are new ones."""
    source = csv_file(book, SALES)
    shop.run("import", book, source, "--into", "sales")
    answer = shop.run("import", book, source, "--into", "sales")
    assert (answer["exit"], answer["written"], answer["already_there"]) == (0, 0, 2)
    assert codes(answer) == [("import_again", None)]
    shop.type_rows(book, "movements", [
        {"date": shop.day("2026-10-01"), "kind": "期初库存", "item": "A1", "quantity": 100, "price": 2},
    ])  # fmt: skip
    assert len(shop.run("post", book)["documents"]) == 3
    assert shop.run("import", book, source, "--into", "sales")["already_there"] == 2
    assert shop.run("import", book, source, "--into", "sales", "--again")["written"] == 2


def test_a_wrong_line_keeps_its_document_out_and_is_named(book: Path) -> None:
    """The others come in; corrected, the same file brings the rest only."""
    text = SALES + "11月3日,A003,小王店,A1,两瓶多,3\n11月3日,A003,小王店,A1,1,3\n"
    answer = shop.run("import", book, csv_file(book, text), "--into", "sales")
    assert (answer["exit"], answer["written"], answer["refused"]) == (1, 2, 2)
    assert codes(answer) == [("not_a_number", 4), ("line_of_refused", 5)]
    again = shop.run("import", book, csv_file(book, text.replace("两瓶多", "2")), "--into", "sales")
    assert (again["exit"], again["written"], again["already_there"]) == (0, 2, 2)


def test_what_is_wrong_with_the_file_changes_nothing(book: Path) -> None:
    """Two encodings in one file: said with its line, and not a row is brought."""
    mixed = book.with_name("拼.csv")
    first, *rest = SALES.splitlines(keepends=True)
    mixed.write_bytes(first.encode() + "".join(rest).encode("gbk"))
    before = book.read_bytes()
    answer = shop.run("import", book, mixed, "--into", "sales")
    assert (answer["exit"], codes(answer)) == (1, [("encodings_mixed", 1)])
    assert book.read_bytes() == before


def test_an_old_stock_list_becomes_items_and_opening_balances(book: Path) -> None:
    """Titles and totals are no rows; codes keep their zeros; the value counts, not its rounding."""
    source = xlsx_file(book, STOCK)
    answer = shop.run("import", book, source, "--into", "库存表")
    assert (answer["exit"], answer["written"], answer["left_out"]) == (0, 3, 1)
    assert codes(answer) == [("total_left_out", 7)]
    assert balanced(answer)
    items = [(row["code"], row["name"], row["sale_price"]) for row in shop.rows_of(book, "items")]
    assert items[3:] == [("0001", "苹果", 3), ("0002", "梨", 2)]
    assert len(shop.run("post", book)["documents"]) == 2
    stock = shop.run("stock", book)["stock"]
    assert [(row["item"], row["quantity"], row["value"]) for row in stock] == [
        ("0001", "10", "15.00"),
        ("0001", "4", "6.01"),
    ]
    again = shop.run("import", book, source, "--into", "库存表", "--to-ledger")
    assert (again["exit"], again["written"], again["already_there"]) == (0, 0, 3)


def test_an_old_stock_list_goes_straight_into_the_books(book: Path) -> None:
    """--to-ledger: items into 商品, quantities into the ledger, the sheet 出入库 stays empty."""
    source = xlsx_file(book, STOCK)
    answer = shop.run("import", book, source, "--into", "stock_list", "--to-ledger")
    assert (answer["exit"], answer["written"], len(answer["documents"])) == (0, 3, 2)
    assert shop.rows_of(book, "movements") == []
    assert [row["code"] for row in shop.rows_of(book, "items")][3:] == ["0001", "0002"]
    assert [row["value"] for row in shop.run("stock", book)["stock"]] == ["15.00", "6.01"]
    assert shop.run("verify", book)["ok"]
    assert shop.run("post", book)["ok"]
    again = shop.run("import", book, source, "--into", "stock_list", "--to-ledger")
    assert (again["documents"], again["already_there"]) == ([], 3)


def test_a_table_of_libreoffice_is_read_as_well(book: Path) -> None:
    """ods: dates and numbers by their type; what came past the sheet is no row that is missing."""
    path = book.with_name("旧账.ods")
    row = (
        '<table:table-row><table:table-cell office:value-type="date" office:date-value="2026-11-01"/>'
        "<table:table-cell office:value-type='string'><text:p>期初库存</text:p></table:table-cell>"
        "<table:table-cell office:value-type='string'><text:p>007</text:p></table:table-cell>"
        "<table:table-cell office:value-type='float' office:value='2.5'/>"
        "<table:table-cell office:value-type='float' office:value='4'/></table:table-row>"
    )
    headers = "".join(
        f"<table:table-cell office:value-type='string'><text:p>{word}</text:p></table:table-cell>"
        for word in ("日期", "业务类型", "货号", "数量", "成本单价")
    )
    names = "".join(
        f' xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
        for name in ("office", "table", "text")
    )
    with zipfile.ZipFile(path, "w") as package:
        package.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        package.writestr("META-INF/manifest.xml", "<manifest/>")
        package.writestr(
            "content.xml",
            f"<office:document-content{names}><office:body><office:spreadsheet>"
            f"<table:table table:name='表'><table:table-row>{headers}</table:table-row>{row}"
            "</table:table></office:spreadsheet></office:body></office:document-content>",
        )
    answer = shop.run("import", book, path, "--into", "出入库", "--to-ledger")
    assert (answer["exit"], answer.get("written"), answer["problems"]) == (0, 1, [])
    assert [(r["item"], r["value"]) for r in shop.run("stock", book)["stock"]] == [("007", "10.00")]
    reconciled = shop.run("reconcile", book)
    assert (reconciled["ok"], reconciled["elsewhere"]) == (True, {str(path): 1})


def test_mall_orders_become_deliveries(book: Path) -> None:
    """Numbers behind ="…" keep all digits, closed orders stay out, what was paid is divided.

    9.80 for cola worth 6 and rice worth 8: 4.20 and 5.60.
    """
    shop.type_rows(book, "movements", [
        {"date": shop.day("2026-10-01"), "kind": "期初库存", "item": code, "quantity": 100, "price": 1}
        for code in ("A1", "007")
    ])  # fmt: skip
    shop.run("post", book)
    source = csv_file(
        book,
        "订单编号\t买家会员名\t宝贝标题\t商家编码\t购买数量\t宝贝单价\t实付金额\t订单状态\t订单付款时间\n"
        '="4123456789012345671"\t阿福\t可乐 一瓶\tA1\t2\t3\t5.5\t交易成功\t2026-11-20 12:01:02\n'
        '="4123456789012345672"\t阿寿\t大米\t\t1\t8\t8\t交易关闭\t2026-11-20 12:01:02\n'
        '="4123456789012345673"\t阿禄\t可乐\t\t2\t3\t9.8\t交易成功\t2026-11-21 12:01:02\n'
        '="4123456789012345673"\t阿禄\t大米\t007\t1\t8\t\t交易成功\t2026-11-21 12:01:02\n',
        "gbk",
        "订单.csv",
    )
    answer = shop.run("import", book, source, "--into", "网店订单", "--to-ledger")
    assert (answer["exit"], answer["written"], answer["left_out"]) == (0, 3, 1)
    assert codes(answer) == [("order_left_out", 3)]
    assert [(entry["number"], entry["total"]) for entry in answer["documents"]] == [
        ("4123456789012345671", "5.50"),
        ("4123456789012345673", "9.80"),
    ]
    twice = shop.run("import", book, source, "--into", "网店订单", "--to-ledger")
    assert (twice["documents"], twice["already_there"]) == ([], 3)
    assert shop.run("verify", book)["ok"]


def test_past_the_sheet_the_same_rules_hold(book: Path) -> None:
    """A shortage is refused with its line, its document stays out whole, the others are posted."""
    source = csv_file(
        book,
        "日期,单号,客户,商品编码,数量,单价\n2026-11-01,X1,小王店,A1,5,3\n2026-11-01,X1,小王店,A1,1,3\n"
        "2026-11-02,X2,没有的店,A1,1,3\n",
    )
    before = shop.run("stock", book)["stock"]
    answer = shop.run("import", book, source, "--into", "sales", "--to-ledger")
    assert (answer["exit"], answer["documents"], answer["refused"]) == (1, [], 3)
    assert {"shortage", "customer_unknown"} <= {code for code, _row in codes(answer)}
    assert {row for _code, row in codes(answer)} == {2, 3, 4}
    assert shop.run("stock", book)["stock"] == before


def test_masters_are_brought_once_and_never_overwritten(book: Path) -> None:
    """A row that says the same is there already; one that says something else is refused."""
    source = csv_file(
        book,
        "product_code,product_name,unit,list_price\nA1,可乐,瓶,3\nA2,酸奶,盒,\n0099,盐,袋,2.5\n",
    )
    answer = shop.run("import", book, source, "--into", "商品")
    assert (answer["exit"], answer["written"], answer["already_there"]) == (1, 1, 1)
    assert codes(answer)[0] == ("import_differs", 3)
    assert [row["code"] for row in shop.rows_of(book, "items")] == ["A1", "A2", "007", "0099"]
    assert balanced(answer)


def test_tables_without_rules_are_held_to_their_columns(book: Path) -> None:
    """供应商报价: a price that is none is refused with its line, a quote is brought once."""
    source = csv_file(
        book, "供应商,货号,报价,有效期至\n百事,A1,2.1,2026-12-31\n百事,A2,面议,\n百事,,3,\n"
    )
    answer = shop.run("import", book, source, "--into", "供应商报价")
    assert codes(answer) == [("not_a_number", 3), ("required", 4)]
    assert (answer["written"], answer["refused"]) == (1, 2)
    again = shop.run("import", book, source, "--into", "quotes")
    assert (again["written"], again["already_there"]) == (0, 1)
    row = shop.rows_of(book, "quotes")[0]
    assert (row["price"], row["valid_until"]) == (2.1, shop.day("2026-12-31"))


def test_a_mapping_file_says_what_headers_do_not(book: Path) -> None:
    """Headers that nobody knows, a second choice for a blank cell, and a text for every row."""
    source = csv_file(book, "D,款号,条形,N\n2026-11-01,A1,,4\n2026-11-01,,大米,5\n")
    mapping = book.with_name("对照.txt")
    mapping.write_text(
        '# 老系统\n单据日期 = D\n商品编码 = 款号 | 条形\n数量=N\n客户 = "小王店"\n', encoding="gbk"
    )
    answer = shop.run("import", book, source, "--into", "sales", "--map", mapping)
    assert (answer["exit"], answer["written"]) == (0, 2)
    rows = [(row["item"], row["quantity"], row["partner"]) for row in shop.rows_of(book, "sales")]
    assert rows == [("A1", 4, "小王店"), ("大米", 5, "小王店")]


def test_text_never_becomes_a_formula_and_codes_stay_codes(book: Path) -> None:
    """=, + and @ at the beginning are text; leading zeros and long numbers keep their digits."""
    source = csv_file(
        book,
        "编码,名称,单位,条码,备注\n00012,=1+1,个,06901234567892,@SUM(A1)\n'00013,+86,个,,-3\n",
    )
    answer = shop.run("import", book, source, "--into", "items")
    assert answer["exit"] == 0
    rows = [(r["code"], r["name"], r["barcode"], r["note"]) for r in shop.rows_of(book, "items")]
    assert rows[3:] == [
        ("00012", "=1+1", "06901234567892", "@SUM(A1)"),
        ("00013", "+86", None, "-3"),
    ]


def test_workbooks_with_errors_merged_cells_and_numbers_as_text(book: Path) -> None:
    """An error value and a block merged over rows are complained of, not taken for blanks."""
    path = book.with_name("旧账.xlsx")
    with xlsxwriter.Workbook(path) as workbook:
        sheet = workbook.add_worksheet()
        for place, header in enumerate(("日期", "单号", "商品编码", "数量", "备注")):
            sheet.write(0, place, header)
        for row in range(1, 5):
            sheet.write_row(row, 0, ["2026-11-01", f"N{row}", "A1", "1,200.5"])
        sheet.write_formula(1, 3, "=1/0", None, "#DIV/0!")
        sheet.merge_range(2, 4, 3, 4, "两行")
    answer = shop.run("import", book, path, "--into", "sales")
    assert codes(answer) == [("cell_error", 2), ("cell_merged", 4)]
    assert [row["quantity"] for row in shop.rows_of(book, "sales")] == [1200.5, 1200.5]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"<html><table><tr><td>1</td></tr></table>", "网页"),
        (b"PK\x03\x04 not really", "读不了"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 neither", "读不了"),
        (None, "找不到"),
    ],
)
def test_a_file_that_cannot_be_read_is_exit_3(
    book: Path, content: bytes | None, words: str
) -> None:
    """A web page that calls itself .xls, a broken workbook, no file at all."""
    path = book.with_name("导出.xls")
    if content is not None:
        path.write_bytes(content)
    answer = shop.run("import", book, path, "--into", "sales")
    assert answer["exit"] == 3
    assert words in answer["problems"][0]["message"]


def test_wrong_use_is_exit_2(book: Path) -> None:
    """A table that is none, and master data past its sheet."""
    source = csv_file(book, SALES)
    assert shop.run("import", book, source, "--into", "库存")["exit"] == 2
    assert shop.run("import", book, source, "--into", "客户", "--to-ledger")["exit"] == 2


def test_every_line_is_accounted_for(book: Path) -> None:
    """Files in which anything may stand: lines in = written + there + left out + refused."""
    chance = random.Random(7)
    cells = [
        "A1",
        "合计",
        "",
        "没有",
        "3箱",
        "x",
        "2026-11-01",
        "11月31日",
        "-1",
        '"',
        "小王店",
        "N1",
    ]
    for _ in range(25):
        lines = [
            ",".join(chance.choice(cells) for _ in range(chance.choice((1, 5, 6, 6, 6, 7))))
            for _ in range(12)
        ]
        source = csv_file(book, "\n".join([SALES.splitlines()[0], *lines]) + "\n")
        answer = shop.run("import", book, source, "--into", "sales", "--preview")
        if "lines" in answer:
            assert balanced(answer), lines
        else:
            assert answer["problems"]
