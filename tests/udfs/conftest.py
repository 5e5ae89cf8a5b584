"""The sample shop with a year of trade, and functions that ask a ledger."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from jxc_functions import close_books

from tests.e2e.shop import run


@pytest.fixture(scope="session")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The ledger of the sample shop."""
    book = tmp_path_factory.mktemp("sample") / "shop.xlsx"
    assert run("new", book, "--sample")["ok"]
    run("post", book)
    return book.with_suffix(".db")


@pytest.fixture(autouse=True)
def closed() -> Iterator[None]:
    """No ledger stays open behind a test."""
    yield
    close_books()
