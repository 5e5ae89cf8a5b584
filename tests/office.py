"""A LibreOffice without a window for tests: one for the whole run of a worker, with its own profile.

Mark the tests that use it with ``@pytest.mark.xdist_group("office")``, so that one is enough. Where
LibreOffice is missing they fail and say what to install.
"""

from collections.abc import Iterator

import pytest
import xlwings as xw

from jxc_xl.errors import CannotWork
from jxc_xl.hosts.libreoffice.engine import attach, engine
from jxc_xl.hosts.libreoffice.office import OwnOffice


@pytest.fixture(scope="session")
def office() -> Iterator[OwnOffice]:
    """A running LibreOffice, ended when the run ends."""
    try:
        running = OwnOffice()
    except CannotWork as missing:
        pytest.fail(f"{missing.message} {missing.hint}", pytrace=False)
    yield running
    running.stop()


@pytest.fixture(scope="session")
def calc(office: OwnOffice) -> Iterator[xw.App]:
    """The same LibreOffice as an xlwings app."""
    app = attach(office.context)
    yield app
    engine.apps.forget(app.impl)


@pytest.fixture
def calc_book(calc: xw.App) -> Iterator[xw.Book]:
    """A new, empty workbook in it, closed after the test."""
    book = calc.books.add()
    yield book
    book.close()
