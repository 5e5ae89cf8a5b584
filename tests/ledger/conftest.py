"""A shop of its own for each test that asks for one."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.ledger.shop import Shop


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[Shop]:
    """An empty ledger with the shared masters."""
    made = Shop.fresh(tmp_path / "shop.db")
    yield made
    made.ledger.close()
