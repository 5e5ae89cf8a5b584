"""The hidden sheet ``xlwings.conf``: how xlwings' VBA finds Python.

It comes before every settings file of the user, so that other workbooks with xlwings and this one
do not disturb each other.
"""

from typing import Final

from xlsxwriter import Workbook

SHEET: Final = "xlwings.conf"

SETTINGS: Final = (
    # No path: it would be another on each computer, and the VBA could not read a Chinese one.
    # On macOS there is no such variable; the file xlwings.conf of the user has INTERPRETER_MAC.
    ("INTERPRETER_WIN", "%JXC_PYTHON%"),
    # The program is installed.  Folders beside the workbook could only hide it.
    ("ADD_WORKBOOK_TO_PYTHONPATH", "False"),
    ("PYTHONPATH", ""),
    ("CONDA PATH", ""),
    ("CONDA ENV", ""),
    # The server is the one that jxc open has started; Excel starts none.
    ("USE UDF SERVER", "True"),
    ("DEBUG UDFS", "True"),
    ("SHOW CONSOLE", "False"),
)


def write_xlwings_sheet(workbook: Workbook) -> None:
    """Add the sheet."""
    sheet = workbook.add_worksheet(SHEET)
    text = workbook.add_format({"num_format": "@"})
    sheet.set_column(0, 1, 32, text)
    for row, (key, value) in enumerate(SETTINGS):
        sheet.write_string(row, 0, key)
        sheet.write_string(row, 1, value)
    sheet.hide()
