"""A second process that works out the costs of a large posting: nobody can tell that it was there."""

import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import NoReturn

import pytest

from jxc_xl.ledger import costs, replaying
from jxc_xl.ledger.verify import verify
from tests.ledger.naive import Paper, Row
from tests.ledger.shop import Shop

CLICKS = (
    (
        Paper(
            "receipt", "2026-03-01", (Row("笔", "1", 10, value=1000), Row("纸", "1", 7, value=99))
        ),
        Paper("receipt", "2026-03-02", (Row("笔", "1", 10, value=1100),)),
        Paper("delivery", "2026-03-03", (Row("笔", "1", 13),), "甲"),
    ),
    (
        Paper("transfer", "2026-03-04", (Row("笔", "1", 4, to="2"), Row("纸", "1", 2, to="2"))),
        Paper("sales_return", "2026-03-05", (Row("笔", "1", 2, links=((4, "", 2),)),), "甲"),
        Paper("sales_return", "2026-03-05", (Row("笔", "1", 1),), "甲"),
        Paper("receipt", "2026-03-02", (Row("纸", "1", 1, value=15),)),  # late: replayed whole
    ),
    (Paper("delivery", "2026-03-06", (Row("笔", "1", 6), Row("纸", "2", 2)), "乙"),),
)


@pytest.fixture
def _large(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let every posting be one for two processes."""
    monkeypatch.setattr(replaying, "_LARGE", 0)
    monkeypatch.setattr(os, "cpu_count", lambda: 2)


def derived(shop: Shop) -> list[list[tuple[object, ...]]]:
    """Every layer, cost and balance."""
    run = shop.ledger.connection.execute
    columns = {"lot": "*", "cost": "move_id, lot_id, quantity_e4, value_fen", "balance": "*"}
    return [sorted(run(f"SELECT {what} FROM {table}")) for table, what in columns.items()]


def posted(path: Path) -> Shop:
    """A shop in which every click was posted."""
    shop = Shop.fresh(path)
    for click in CLICKS:
        assert all(number for number, _shortages in shop.post(click))
    return shop


def refused(*_nothing: object) -> NoReturn:
    """What may not be asked."""
    raise AssertionError("the first process worked it out itself")


def test_two_processes_cost_what_one_costs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest
) -> None:
    """The second one says it all: the first, which would say so if it were asked, is not."""
    alone = derived(posted(tmp_path / "alone.db"))
    request.getfixturevalue("_large")
    monkeypatch.setattr(costs, "changes_of", refused)
    shop = posted(tmp_path / "together.db")
    assert derived(shop) == alone
    assert verify(shop.ledger.connection).differences == []


@pytest.mark.usefixtures("_large")
@pytest.mark.parametrize("program", ["/not/there", "/bin/true", "/bin/cat"])
def test_a_second_process_that_cannot_answer_is_not_missed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, program: str
) -> None:
    """There is no program to start, or one that says nothing, or nonsense."""
    monkeypatch.setattr(sys, "executable", program)
    assert verify(posted(tmp_path / "book.db").ledger.connection).differences == []


@pytest.mark.usefixtures("_large")
def test_what_is_not_committed_yet_is_not_overlooked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two rounds in one transaction: the second process cannot see the first round, and says so."""
    shop = Shop.fresh(tmp_path / "book.db")
    asked: list[int] = []
    work_out: Callable[..., costs.Changes] = costs.changes_of

    def noted(*arguments: object) -> costs.Changes:
        asked.append(1)
        return work_out(*arguments)

    monkeypatch.setattr(costs, "changes_of", noted)
    with shop.ledger.transaction() as connection:
        for click in CLICKS:
            shop.post_round(connection, click)
    assert len(asked) == len(CLICKS) - 1
    assert verify(shop.ledger.connection).differences == []
