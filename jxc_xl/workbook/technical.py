"""The hidden sheet ``_jxc``: what the workbook is, and settings as single cells.

Programs find its cells by defined name.  Formulas read settings from here too: one look-up in
设置 instead of one in every row, and 设置 may be sorted.
"""

from dataclasses import dataclass

from xlsxwriter import Workbook

from jxc_xl.domain.tables import formulas
from jxc_xl.workbook.cached import Content, Value, setting_values
from jxc_xl.workbook.layout import LAYOUT, MASTERS_SEEN, RECOMPUTED

SHEET = "_jxc"
REFRESHED = "jxc_refreshed"
"""Defined name of the cell that says when 库存 and the other results were last written."""

LEDGER_ID = "jxc_ledger_id"
"""Defined name of the cell with the id of the ledger that the workbook was posted into."""

LEDGER_FILE = "jxc_ledger_file"
"""Defined name of the cell that repeats what 设置 says of the ledger's place, as text."""

SETTING_CELLS = (
    (formulas.PRICE_INCLUDES_TAX, "单价含税"),
    (formulas.DEFAULT_TAX_RATE, "默认税率"),
    (formulas.DEFAULT_WAREHOUSE, "默认仓库"),
)


@dataclass(frozen=True, slots=True)
class Identity:
    """Which workbook this is and which ledger it belongs to; blank where not yet known."""

    workbook_id: str = ""
    ledger_id: str = ""
    chain_head: str = ""


def write_technical(workbook: Workbook, identity: Identity, content: Content) -> None:
    """Add the sheet and the defined names of its cells."""
    sheet = workbook.add_worksheet(SHEET)
    sheet.set_column(0, 0, 28)
    sheet.set_column(1, 1, 48, workbook.add_format({"num_format": "@"}))
    plain = workbook.add_format({"num_format": "General"})
    facts: tuple[tuple[str, Value], ...] = (
        ("jxc_layout", LAYOUT),
        ("jxc_workbook_id", identity.workbook_id),
        (LEDGER_ID, identity.ledger_id),
        ("jxc_chain_head", identity.chain_head),
        (REFRESHED, ""),
        (RECOMPUTED, ""),
        (MASTERS_SEEN, ""),
    )
    row = 0
    for name, value in facts:
        sheet.write_string(row, 0, name)
        if isinstance(value, int):
            sheet.write_number(row, 1, value, plain)
        elif value:
            sheet.write_string(row, 1, str(value))
        _name_cell(workbook, name, row)
        row += 1
    settings = setting_values(content)
    for name, key in SETTING_CELLS:
        shown = settings[key]
        cached = shown if isinstance(shown, str) else float(shown or 0)  # type: ignore[arg-type]
        sheet.write_string(row, 0, name)
        sheet.write_formula(row, 1, f'=IFERROR({formulas.setting(key)},"")', plain, cached)
        _name_cell(workbook, name, row)
        row += 1
    sheet.write_string(row, 0, LEDGER_FILE)
    said = f'=IFERROR({formulas.setting("账套文件")}&"","")'
    sheet.write_formula(row, 1, said, plain, str(settings["账套文件"] or ""))
    _name_cell(workbook, LEDGER_FILE, row)
    sheet.hide()


def _name_cell(workbook: Workbook, name: str, row: int) -> None:
    workbook.define_name(name, f"={SHEET}!$B${row + 1}")
