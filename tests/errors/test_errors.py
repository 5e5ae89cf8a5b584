"""Every code of the error catalogue is provoked, and says what it said."""

import pytest

from jxc_xl.domain.catalogue import CATALOGUE
from jxc_xl.domain.messages import (
    control,
    counts,
    importing,
    merging,
    orders,
    planning,
    stock,
    stocktake,
)
from tests.errors.cases import Case, provoked, read_cases, said
from tests.write_error_catalogue import DOCUMENT, catalogue_page

CASES = read_cases()


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.code)
def test_the_rows_provoke_the_code_and_say_the_golden_words(case: Case) -> None:
    """What a clerk reads beside the row, in Chinese and in English, changes only on purpose."""
    assert case.code in [found.code for found in provoked(case)]
    assert said(case) == case.golden


def test_every_code_has_rows_that_provoke_it() -> None:
    """A code nobody can provoke is dead; those on the ledger are provoked in tests of their own.

    What an import says of the workbook it goes into is told in tests/e2e/test_import.py, what a plan
    says in the scenarios and in tests/e2e/test_plan.py.
    """
    elsewhere = (
        stock.ENTRIES.keys()
        | control.ENTRIES.keys()
        | counts.ENTRIES.keys()
        | orders.ENTRIES.keys()
        | planning.ENTRIES.keys()
        | stocktake.ENTRIES.keys()
        | importing.OF_WORKBOOK
        | merging.ENTRIES.keys()
    )
    assert sorted(case.code for case in CASES) == sorted(CATALOGUE.keys() - elsewhere)


def test_the_page_of_all_errors_is_up_to_date() -> None:
    """docs/errors.md is what the catalogue says; `python -m tests.write_error_catalogue` writes it."""
    assert DOCUMENT.read_text(encoding="utf-8") == catalogue_page()
