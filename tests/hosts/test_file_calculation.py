"""What the file host knows of formulas without any spreadsheet program."""

from pathlib import Path

import betteroffice_xlsx
import pytest

from jxc_xl.hosts.file.calculation import KNOWN
from jxc_xl.hosts.file.formulas import is_same_in_each_row, shift
from tests.hosts.files import AMOUNT, make_shop


@pytest.mark.parametrize(
    ("formula", "lower"),
    [
        ("C4*$D4+C$4", "C6*$D6+C$4"),
        ("SUM(A1:B2)", "SUM(A3:B4)"),
        ('A1&"A1 ""B2"""', 'A3&"A1 ""B2"""'),
        ("'A1 表'!A1+采购!B2", "'A1 表'!A3+采购!B4"),
        ("A1!B2", "A1!B4"),
        ("LOG10(A1)", "LOG10(A3)"),
        ("t1[[#This Row],[A1]]*A1", "t1[[#This Row],[A1]]*A3"),
        ("t1[A'[1]+A1", "t1[A'[1]+A3"),
        ("_xlfn.X1+tax_1+ABCD12+1E5", "_xlfn.X1+tax_1+ABCD12+1E5"),
        ("A1048576", "#REF!"),
    ],
)
def test_addresses_move_when_a_formula_is_filled_down(formula: str, lower: str) -> None:
    """Relative rows move; texts, quoted sheets, table columns, functions and names do not."""
    assert shift(formula, 2) == lower


def test_a_formula_can_move_sideways_and_back() -> None:
    """Shared formulas are relative to the cell that holds them, in both directions."""
    assert shift("A1+$A1+A$1", 0, 2) == "C1+$A1+C$1"
    assert shift(shift("C5*$D5", 7, 1), -7, -1) == "C5*$D5"


def test_structured_references_are_the_same_in_each_row() -> None:
    """Only such formulas of a table's declaration can be put into a row without looking around."""
    assert is_same_in_each_row(AMOUNT[1:])
    assert not is_same_in_each_row("C4*2")


def test_the_functions_taken_for_known_are_known(tmp_path: Path) -> None:
    """The library is not asked about these at each save, so it is asked here."""
    path = make_shop(tmp_path / "shop.xlsx")
    model = betteroffice_xlsx.Workbook.open_path(path)
    for name in sorted(KNOWN):
        model.set(0, "Z99", f"={name}()")
        assert str(model.value(0, "Z99")) not in ("#NAME?", f"={name}()"), name
