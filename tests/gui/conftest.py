"""A screen, a LibreOffice with the buttons installed, and a clerk in front of it."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from tests.gui.clerk import Clerk
from tests.gui.office import Office
from tests.gui.profile import profile_with_buttons
from tests.gui.screen import Screen

OpenBook = Callable[[Path], Clerk]


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """One process takes all of these tests, one after the other, beside the others."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.xdist_group("gui"))


@pytest.fixture(scope="session")
def screen() -> Iterator[Screen]:
    """A screen for all tests."""
    screen = Screen()
    yield screen
    screen.close()


@pytest.fixture(scope="session")
def profile(screen: Screen, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The profile of a clerk after ``jxc setup``."""
    return profile_with_buttons(screen, tmp_path_factory.mktemp("gui") / "profile")


@pytest.fixture
def open_book(screen: Screen, profile: Path, request: pytest.FixtureRequest) -> Iterator[OpenBook]:
    """Opens a workbook in a window of a LibreOffice of its own; a picture is kept of the end."""
    with ExitStack() as opened:

        def open_it(path: Path) -> Clerk:
            office = Office(screen, profile, path)
            opened.callback(office.close)
            return Clerk(screen, office)

        yield open_it
        screen.picture(f"{request.node.name}-end")
