"""The pages that are made from declarations say what is declared now."""

from tests.docs import functions, importing, ledger, ribbon, workbook


def test_the_page_of_the_workbook_is_up_to_date() -> None:
    """docs/workbook.md has every sheet, column, type and setting; `python -m tests.docs` writes it."""
    assert workbook.DOCUMENT.read_text(encoding="utf-8") == workbook.workbook_page()


def test_the_page_of_the_ledger_is_up_to_date() -> None:
    """docs/ledger.md has every table, view and column, and its examples give what it shows."""
    assert ledger.DOCUMENT.read_text(encoding="utf-8") == ledger.ledger_page()


def test_the_page_of_the_worksheet_functions_is_up_to_date() -> None:
    """docs/functions.md has every function and argument, and its examples give what it shows."""
    assert functions.DOCUMENT.read_text(encoding="utf-8") == functions.functions_page()


def test_the_page_of_the_import_is_up_to_date() -> None:
    """docs/import.md has every column that a file may fill, with every word it is known by."""
    assert importing.DOCUMENT.read_text(encoding="utf-8") == importing.import_page()


def test_the_drawing_of_the_ribbon_is_up_to_date() -> None:
    """docs/images/ribbon.svg has every button; `python -m tests.docs` draws it."""
    assert ribbon.DOCUMENT.read_text(encoding="utf-8") == ribbon.ribbon_svg()
