"""Write the pages and the drawing that are made from declarations: ``python -m tests.docs``."""

from jxc_xl.resources import worksheet_functions

worksheet_functions()  # lie apart, and are found from here on

from tests.docs import functions, importing, ledger, ribbon, workbook  # noqa: E402

if __name__ == "__main__":
    workbook.DOCUMENT.write_text(workbook.workbook_page(), encoding="utf-8")
    ledger.DOCUMENT.write_text(ledger.ledger_page(), encoding="utf-8")
    importing.DOCUMENT.write_text(importing.import_page(), encoding="utf-8")
    functions.DOCUMENT.write_text(functions.functions_page(), encoding="utf-8")
    ribbon.DOCUMENT.write_text(ribbon.ribbon_svg(), encoding="utf-8")
