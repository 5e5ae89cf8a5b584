"""The master workbook is what clerks, owners and outside programs rely on.

What the contract says stands here as plain text, not taken from the declaration.
"""

from collections.abc import Iterator

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.dimensions import ColumnDimension
from openpyxl.worksheet.worksheet import Worksheet

from jxc_xl.domain.tables import ALL_TABLES, table_named
from jxc_xl.domain.tables.analysis import ANALYSIS_TABLES
from jxc_xl.domain.tables.columns import Table
from jxc_xl.domain.tables.settings import ALL_SETTINGS
from jxc_xl.domain.tables.trend import TREND_TABLES
from jxc_xl.workbook.layout import MASTERS_SEEN
from jxc_xl.workbook.template import build

SHEETS = """
首页 采购 销售 出入库 库存 订单跟踪 预警 ABC分析 补货建议 滞销促销 供应商评价 盘点结果 账表核对 经营分析 走势
商品 供应商 客户 仓库 供应商报价 促销日历 设置 说明
"""

# sheet, table: columns; * must be filled in, = is filled by the program or a formula,
# | begins the hidden ones.
CONTRACT = """
采购 purchases: 单据日期* 单据编号 类型 供应商* 商品编码* 名称= 规格= 单位 仓库 批号 生产日期 有效期至 数量* 单价 折扣 金额= 税率 税额= 价税合计= 关联单据 对方单号 预计到货 已执行数量= 未执行数量= 经手人 备注 状态 提示= | 发票类型 发票号码 结算方式 已付金额 错误列= 行号=
销售 sales: 单据日期* 单据编号 类型 客户 商品编码* 名称= 规格= 单位 仓库 批号 可用库存= 数量* 单价 折扣 金额= 税率 税额= 价税合计= 关联单据 交货日期 物流单号 已执行数量= 未执行数量= 业务员 备注 成本= 毛利= 状态 提示= | 渠道 收货地址 发票号码 结算方式 已收金额 错误列= 行号=
出入库 movements: 单据日期* 单据编号 类型* 商品编码* 名称= 规格= 单位 仓库 调入仓库 批号 生产日期 有效期至 数量 单价 金额 原因 关联单据 经手人 备注 状态 提示= | 错误列= 行号=
库存 stock: 商品编码 名称 规格 单位 仓库 批号 有效期至 库存数量 占用数量 可用数量 在途数量 成本单价 库存金额 库龄(天)
订单跟踪 open_orders: 单据编号 单据日期 往来单位 商品编码 名称 订货数量 已执行数量 未执行数量 预计日期 逾期天数 状态
预警 alerts: 商品编码 名称 规格 单位 仓库 批号 有效期至 库存数量 可用数量 在途数量 最低库存 最高库存 预警状态 建议入库量 建议出库量 供应商 联系电话 说明
ABC分析 abc: 排名 商品编码 名称 销售数量 销售金额 占比 累计占比 ABC分类 XYZ分类 毛利 周转率 管理建议 口径
补货建议 reorder: 商品编码 名称 规格 单位 供应商 ABC分类 库存数量 占用数量 在途数量 日均销量 提前期(天) 安全库存 再订货点 经济订货量 最小起订量 建议补货量 预计采购金额 可售天数 紧急程度 依据
账表核对 differences: 序号 类别 单据编号 工作表 行 字段 表格值 账面值 说明 处理办法
商品 items: 商品编码* 名称* 规格 型号 条码 助记码 类别 品牌 单位* 副单位 换算率 采购价 销售价 最低售价 税率 默认供应商 提前期(天) 最小起订量 装箱数 最低库存 最高库存 仓位 批次管理 保质期(天) 状态 备注 | 并入 同步标记=
供应商 suppliers: 编码 名称* 类别 联系人 联系电话 手机号码 结算方式 账期(天) 税率 期初应付 地址 状态 备注 | 电子邮箱 纳税人识别号 开户行 账号 并入 同步标记=
客户 customers: 编码 名称* 类别 地区 联系人 联系电话 手机号码 业务员 账期(天) 信用额度 税率 期初应收 地址 状态 备注 | 电子邮箱 纳税人识别号 开户行 账号 并入 同步标记=
仓库 warehouses: 编码* 名称* 负责人 状态 备注 | 同步标记=
供应商报价 quotes: 供应商* 商品编码* 起订数量 单价* 装箱数 提前期(天) 有效期至 备注 | 同步标记=
促销日历 promotion_days: 开始* 结束* 商品编码 类别 名称 备注 | 同步标记=
"""

SETTINGS = """
公司名称 默认仓库 默认客户 计价方法 纳税人类型 单价含税 默认税率 负库存 占用控制 迟到单据 费用分摊 ABC口径 A类上限 B类上限
A类服务水平 B类服务水平 C类服务水平 订货成本 年持有成本率 临期天数 呆滞天数 分析天数 促销毛利率 评价天数
宽限天数 采购预算 大额订单 盘点容差 盘盈计价 账套文件
"""

SEVERAL = (ANALYSIS_TABLES, TREND_TABLES)
ONE_A_SHEET = [table for table in ALL_TABLES if not any(table in tables for tables in SEVERAL)]

LINES = [line.split() for line in CONTRACT.strip().splitlines()]


@pytest.fixture(scope="module")
def workbook(tmp_path_factory: pytest.TempPathFactory) -> Workbook:
    """A master workbook as ``jxc new`` makes it."""
    path = tmp_path_factory.mktemp("template") / "店.xlsx"
    build(path)
    return load_workbook(path)


def test_sheets_stand_in_the_order_of_the_contract(workbook: Workbook) -> None:
    """首页 first, 说明 last; what is hidden does not count."""
    shown = [sheet.title for sheet in workbook.worksheets if sheet.sheet_state == "visible"]
    assert shown == SHEETS.split()


@pytest.mark.parametrize("line", LINES, ids=[line[0] for line in LINES])
def test_columns_are_those_of_the_contract(workbook: Workbook, line: list[str]) -> None:
    """Headers in their order, over a table of the right name; the hidden ones are hidden."""
    sheet, name, *columns = line[0], line[1].rstrip(":"), *line[2:]
    shown, hidden = _split(columns)
    headers = [column.strip("*=") for column in shown + hidden]
    worksheet: Worksheet = workbook[sheet]
    assert [cell.value for cell in worksheet[1]] == headers
    assert list(worksheet.tables) == [name]
    assert [column.name for column in worksheet.tables[name].tableColumns] == headers
    assert _hidden_headers(worksheet) == {column.strip("*=") for column in hidden}


@pytest.mark.parametrize("line", LINES, ids=[line[0] for line in LINES])
def test_declaration_says_who_fills_a_column(line: list[str]) -> None:
    """``*`` is required, ``=`` belongs to the program."""
    table = table_named(line[1].rstrip(":"))
    columns = [column for column in line[2:] if column != "|"]
    assert {c.header for c in table.columns if c.required} == _marked(columns, "*")
    assert {c.header for c in table.columns if c.filled} == _marked(columns, "=")


def test_settings_have_every_key_with_a_value_and_a_meaning(workbook: Workbook) -> None:
    """设置 holds the contract's keys; blank are only a ledger beside the workbook and no limit."""
    rows = list(workbook["设置"].iter_rows(min_row=2, max_col=3, values_only=True))
    assert [row[0] for row in rows] == SETTINGS.split()
    assert {row[0] for row in rows if row[1] is None} == {"账套文件", "采购预算"}
    assert all(row[2] for row in rows)


def test_settings_default_to_one_of_their_choices() -> None:
    """A fresh workbook has no wrong setting."""
    assert [s.key for s in ALL_SETTINGS if s.choices and s.default not in s.choices] == []


def test_every_table_has_a_name_of_its_own() -> None:
    """Code finds tables by name: names, sheets, fields and headers are unique."""
    for table in ALL_TABLES:
        assert len(table.by_field) == len(table.by_header) == len(table.columns)
        assert table_named(table.name) is table
    assert len({table.name for table in ALL_TABLES}) == len(ALL_TABLES)


def test_programs_find_the_workbooks_facts_by_name(workbook: Workbook) -> None:
    """Identity, layout and lists are defined names; each fact is one cell of a hidden sheet."""
    facts = ["jxc_workbook_id", "jxc_ledger_id", "jxc_chain_head", "jxc_layout", MASTERS_SEEN]
    assert workbook["_jxc"].sheet_state == "hidden"
    for name in facts:
        sheet, cell = workbook.defined_names[name].attr_text.split("!")
        assert sheet == "_jxc"
        assert workbook["_jxc"][cell.replace("$", "")].offset(0, -1).value == name
    assert workbook["_jxc"]["B1"].value == 1
    for name in ("lst_items", "lst_suppliers", "lst_customers", "lst_warehouses"):
        assert name in workbook.defined_names


@pytest.mark.parametrize("table", ONE_A_SHEET, ids=lambda table: table.name)
def test_headers_stay_in_view_on_screen_and_paper(workbook: Workbook, table: Table) -> None:
    """Frozen header and key columns; A4 landscape, repeated header, page numbers."""
    sheet: Worksheet = workbook[table.sheet]
    assert sheet.freeze_panes == sheet.cell(2, table.position(table.frozen) + 2).coordinate
    assert sheet.print_title_rows == "$1:$1"
    assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9)
    assert sheet.oddFooter is not None
    assert "第 &P 页 共 &N 页" in str(sheet.oddFooter.center.text)
    assert sheet.oddHeader is not None
    assert str(sheet.oddHeader.center.text).endswith(table.sheet)


@pytest.mark.parametrize("table", ALL_TABLES, ids=lambda table: table.name)
def test_only_results_are_protected(workbook: Workbook, table: Table) -> None:
    """Tables grow on unprotected sheets only; results may be filtered and need no password."""
    protection = workbook[table.sheet].protection
    assert protection.sheet == (table.role == "result")
    assert protection.password is None


@pytest.mark.parametrize("table", ALL_TABLES, ids=lambda table: table.name)
def test_columns_are_wide_enough_for_their_headers(table: Table) -> None:
    """A Chinese character is two wide; the filter's button takes three more."""
    narrow = [
        column.header
        for column in table.columns
        if column.width < sum(1 + (ord(char) > 255) for char in column.header) + 3
    ]
    assert narrow == []


@pytest.mark.parametrize("tables", SEVERAL, ids=lambda tables: tables[0].sheet)
def test_several_tables_of_a_sheet_stand_where_they_are_declared(
    workbook: Workbook, tables: tuple[Table, ...]
) -> None:
    """Each below its title, apart from each other, for charts to find."""
    sheet: Worksheet = workbook[tables[0].sheet]
    assert list(sheet.tables) == [table.name for table in tables]
    for table in tables:
        first, right = table.left + 1, table.left + len(table.columns)
        area = sheet[sheet.tables[table.name].ref]
        assert (area[0][0].row, area[0][0].column) == (table.top + 1, first)
        assert (len(area), area[0][-1].column) == ((table.room or 1) + 1, right)
        assert [cell.value for cell in area[0]] == [c.header for c in table.columns]
        assert sheet.cell(table.top, first).value == table.title


def test_text_columns_keep_leading_zeros(workbook: Workbook) -> None:
    """Codes, numbers, phones, accounts, batches and remarks are text in the whole column."""
    for sheet, headers in {
        "采购": "单据编号 商品编码 批号 关联单据 对方单号 备注 发票号码",
        "商品": "商品编码 条码 助记码 规格 仓位 备注",
        "供应商": "编码 联系电话 手机号码 备注 纳税人识别号 账号",
    }.items():
        formats = {h: d.number_format for h, d in _dimensions(workbook[sheet])}
        assert [formats[header] for header in headers.split()] == ["@"] * len(headers.split())


def test_entry_tables_end_in_empty_rows(workbook: Workbook) -> None:
    """Two hundred rows below the last entry, with their formulas."""
    sheet = workbook["采购"]
    assert sheet.tables["purchases"].ref == "A1:AH201"
    assert str(sheet["F201"].value).startswith("=IF(purchases[[#This Row],[商品编码]]")


def _split(columns: list[str]) -> tuple[list[str], list[str]]:
    if "|" not in columns:
        return columns, []
    bar = columns.index("|")
    return columns[:bar], columns[bar + 1 :]


def _marked(columns: list[str], mark: str) -> set[str]:
    return {column.rstrip("*=") for column in columns if column.endswith(mark)}


def _hidden_headers(sheet: Worksheet) -> set[str]:
    return {header for header, dimension in _dimensions(sheet) if dimension.hidden}


def _dimensions(sheet: Worksheet) -> Iterator[tuple[str, ColumnDimension]]:
    """Each header with the format of its whole column; neighbours alike are stored as one."""
    for dimension in sheet.column_dimensions.values():
        for column in range(dimension.min or 1, (dimension.max or 1) + 1):
            yield str(sheet.cell(1, column).value), dimension
