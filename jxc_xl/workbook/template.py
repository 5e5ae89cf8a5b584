"""Build the master workbook: every sheet and table of the contract, from its declaration."""

import warnings
from datetime import datetime
from io import BytesIO
from pathlib import Path

from xlsxwriter import Workbook

from jxc_xl.domain.tables import ALL_TABLES, SHEETS, analysis, trend
from jxc_xl.i18n import language
from jxc_xl.workbook import visual_basic
from jxc_xl.workbook.analysis import write_analysis, write_trend
from jxc_xl.workbook.cached import Content
from jxc_xl.workbook.help import write_help
from jxc_xl.workbook.home import write_home
from jxc_xl.workbook.ribbon import add_ribbon
from jxc_xl.workbook.sheets import write_table
from jxc_xl.workbook.styles import FONT, SIZE, Styles
from jxc_xl.workbook.technical import Identity, write_technical
from jxc_xl.workbook.xlwings_sheet import write_xlwings_sheet

CREATED = datetime(2026, 1, 1)
"""The date in the file's properties unless another is given: builds must not differ by clock."""

LISTS = {
    "lst_items": ("items", "商品编码"),
    "lst_suppliers": ("suppliers", "名称"),
    "lst_customers": ("customers", "名称"),
    "lst_warehouses": ("warehouses", "名称"),
}
"""The lists behind the drop-downs: defined name, table and column."""

STARTING_ROWS: Content = {
    "customers": [{"code": "KH000", "name": "散客", "status": "启用"}],
    "warehouses": [{"code": "CK01", "name": "主仓库", "status": "启用"}],
}
"""What the default settings refer to; a content that brings the table replaces them."""


def build(
    target: Path | BytesIO,
    content: Content | None = None,
    *,
    identity: Identity | None = None,
    created: datetime = CREATED,
    macros: bool = False,
) -> None:
    """Write a master workbook to ``target``, overwriting what is there.

    ``content`` holds rows by table name, each row values by field; 设置 rows (``key``,
    ``value``) overrule the defaults.  A row's formula columns stay formulas unless the row
    has a value for them or its 状态 says that it is posted.  ``created`` stands in the file's
    properties and counts as today where a formula asks for it.  With ``macros`` it is an .xlsm with
    the ribbon, in the language in force.  The same input gives the same bytes.  ``KeyError`` for an
    unknown field, ``ValueError`` for an unknown table.
    """
    rows = {**STARTING_ROWS, **(content or {})}
    unknown = rows.keys() - {table.name for table in ALL_TABLES}
    if unknown:
        raise ValueError(f"no such tables: {sorted(unknown)}")
    package = BytesIO()
    workbook = Workbook(
        package,
        {
            "in_memory": True,
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
            "default_format_properties": {"font_name": FONT, "font_size": SIZE},
        },
    )
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        _write_all(workbook, rows, identity or Identity(), created)
        if macros:
            _add_macros(workbook)
        workbook.close()
    made = add_ribbon(package.getvalue(), language()) if macros else package.getvalue()
    if isinstance(target, BytesIO):
        target.write(made)
    else:
        target.write_bytes(made)


def _write_all(workbook: Workbook, rows: Content, identity: Identity, created: datetime) -> None:
    workbook.set_properties({"title": "进销存", "created": created})
    workbook.set_size(24000, 14000)
    styles = Styles(workbook)
    write_home(workbook, styles, rows, created.date())
    for sheet in SHEETS:
        if sheet == analysis.SHEET:
            write_analysis(workbook, styles, rows)
        elif sheet == trend.SHEET:
            write_trend(workbook, styles, rows)
        else:
            (table,) = (table for table in ALL_TABLES if table.sheet == sheet)
            write_table(workbook, styles, table, rows)
    write_help(workbook, styles, rows)
    write_technical(workbook, identity, rows)
    for name, (table_name, header) in LISTS.items():
        workbook.define_name(name, _filled_part(f"{table_name}[{header}]", table_name, header))


def _add_macros(workbook: Workbook) -> None:
    """Add the VBA, and the sheet that says how it finds Python; every sheet gets its codename."""
    write_xlwings_sheet(workbook)
    sheets = [sheet.get_name() for sheet in workbook.worksheets()]
    project = visual_basic.vba_project(sheets, language())
    workbook.add_vba_project(BytesIO(project), is_stream=True)
    workbook.set_vba_name(visual_basic.WORKBOOK)
    for sheet in workbook.worksheets():
        sheet.set_vba_name(visual_basic.CODE_NAMES[sheet.get_name()])


def _filled_part(column: str, table: str, header: str) -> str:
    """The column down to its last entry, so that the list does not end in blank lines."""
    top = f"ROW({table}[[#Headers],[{header}]])"
    last = f'MAX(1,SUMPRODUCT(MAX(({column}<>"")*ROW({column})))-{top})'
    return f"=INDEX({column},1):INDEX({column},{last})"
